//! A table as rows that can be edited: what a person would do in a spreadsheet.

use std::collections::BTreeMap;

use crate::reference::Texts;

/// Column name to cell; a column that is missing reads as empty.
pub type Cells = BTreeMap<String, String>;

pub struct Table {
    name: String,
    columns: Vec<String>,
    pub rows: Vec<Cells>,
}

impl Table {
    /// The table of that name; one that is missing is empty.
    pub fn of(texts: &Texts, name: &str) -> Table {
        let text = texts.get(name).map_or("", String::as_str);
        let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
        let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
        let columns: Vec<String> =
            cells(lines.next().unwrap_or("")).iter().map(|c| c.to_lowercase()).collect();
        let row = |line: &str| columns.iter().cloned().zip(cells(line)).collect();
        Table { name: name.to_string(), rows: lines.map(row).collect(), columns }
    }

    /// Puts the table back, with the columns its rows have come to need.
    pub fn put(mut self, texts: &mut Texts) {
        self.columns.retain(|column| !column.is_empty());
        for row in &self.rows {
            for column in row.keys() {
                if !self.columns.contains(column) {
                    self.columns.push(column.clone());
                }
            }
        }
        if self.columns.is_empty() {
            return;
        }
        let mut text = self.columns.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<&str> = self.columns.iter().map(|column| cell(row, column)).collect();
            text += &(cells.join(",") + "\n");
        }
        texts.insert(self.name, text);
    }

    /// Whether any row has that text in that column.
    pub fn names(&self, column: &str, text: &str) -> bool {
        self.rows.iter().any(|row| cell(row, column) == text)
    }
}

/// A cell, empty where there is none.
pub fn cell<'a>(row: &'a Cells, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}
