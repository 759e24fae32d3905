//! The plainest reading of a CSV table: comma, one header row, columns by name (SPEC section 2).

use std::collections::BTreeMap;

/// One data row: column name in lower case to trimmed value; absent columns read as empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(BTreeMap<String, String>);

impl Row {
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }
}

/// All rows of the table `name`; a missing table is empty, a missing required column is an error.
pub fn rows(tables: &BTreeMap<String, String>, name: &str, required: &[&str]) -> Result<Vec<Row>, String> {
    let Some(text) = tables.get(name) else {
        return Ok(Vec::new());
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let header: Vec<String> =
        lines.next().unwrap_or("").split(',').map(|cell| cell.trim().to_lowercase()).collect();
    for column in required {
        if !header.iter().any(|h| h == column) {
            return Err(format!("{name}: no column {column}"));
        }
    }
    Ok(lines
        .map(|line| {
            let cells = line.split(',').map(|cell| cell.trim().to_string());
            Row(header.iter().cloned().zip(cells).collect())
        })
        .collect())
}

/// The `key = value` lines of `estate.toml`, values without quotes.
pub fn settings(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("");
        if let Some((key, value)) = line.split_once('=') {
            found.insert(key.trim().to_string(), value.trim().trim_matches('"').to_string());
        }
    }
    found
}
