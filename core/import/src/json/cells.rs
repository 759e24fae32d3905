//! A row as cells under columns.

use std::collections::HashMap;

use serde_json::Value;

use crate::text::Record;

/// A row longer than that is no row of any interface.
const LONGEST_ROW: usize = 16 << 20;
/// Nor has any so many columns.
const MOST_COLUMNS: usize = 2000;

/// Between the values of one cell.
const SEPARATOR: char = '\u{1F}';

/// The values of a cell that holds several.
pub(crate) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATOR).map(str::trim)
}

/// The columns of all rows, in the order in which they first appear.
#[derive(Default)]
pub(super) struct Columns {
    pub names: Vec<String>,
    at: HashMap<String, usize>,
    pub too_many: bool,
}

impl Columns {
    pub(super) fn note(&mut self, row: &str) {
        for (name, _) in cells(row).into_iter().flatten() {
            if self.at.contains_key(&name) {
                continue;
            }
            if self.names.len() >= MOST_COLUMNS {
                self.too_many = true;
                return;
            }
            self.at.insert(name.clone(), self.names.len());
            self.names.push(name);
        }
    }

    pub(super) fn record(&self, row: &str, number: u32) -> Option<Record> {
        let mut values = vec![String::new(); self.names.len()];
        for (name, value) in cells(row)? {
            if let Some(cell) = self.at.get(&name).and_then(|at| values.get_mut(*at)) {
                *cell = value;
            }
        }
        Some(Record::of(number, values.iter().map(String::as_str)))
    }
}

/// A row as columns with their values.
fn cells(row: &str) -> Option<Vec<(String, String)>> {
    if row.len() > LONGEST_ROW {
        return None;
    }
    let value: Value = serde_json::from_str(row).ok()?;
    let mut cells = Vec::new();
    value.as_object()?.iter().for_each(|(key, value)| flatten(key, value, &mut cells));
    Some(cells)
}

pub(super) fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Null => cells.push((name.to_owned(), String::new())),
        Value::Bool(_) | Value::Number(_) => cells.push((name.to_owned(), value.to_string())),
        Value::String(text) => cells.push((name.to_owned(), text.clone())),
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| flatten(&format!("{name}.{key}"), value, cells));
        }
        Value::Array(elements) => {
            // Values of one column keep their places: what an element lacks is empty.
            let mut all: Vec<(String, Vec<String>)> = Vec::new();
            for (at, element) in elements.iter().enumerate() {
                let mut of_element = Vec::new();
                flatten(name, element, &mut of_element);
                for (column, value) in of_element {
                    let known = all.iter().position(|(known, _)| *known == column);
                    let known = known.unwrap_or_else(|| {
                        all.push((column, Vec::new()));
                        all.len() - 1
                    });
                    if let Some((_, values)) = all.get_mut(known) {
                        values.resize(at, String::new());
                        values.push(value);
                    }
                }
            }
            let joined =
                all.into_iter().map(|(column, values)| (column, values.join(&SEPARATOR.to_string())));
            cells.extend(joined);
        }
    }
}
