//! Rows being made up for one table, and their CSV text with columns in any order.

use std::collections::BTreeMap;

use super::rng::Rng;

#[derive(Clone, Default)]
pub struct Sheet {
    pub rows: Vec<BTreeMap<&'static str, String>>,
}

impl Sheet {
    /// Adds a row; cells not named are empty.
    pub fn add(&mut self, cells: &[(&'static str, String)]) {
        self.rows.push(cells.iter().cloned().collect());
    }

    /// The cells of one column.
    pub fn column(&self, name: &str) -> Vec<String> {
        let cells = self.rows.iter().map(|row| row.get(name).cloned());
        cells.map(Option::unwrap_or_default).collect()
    }

    /// Repeats a few rows exactly as they are.
    pub fn repeat_some(&mut self, rng: &mut Rng, percent: i64) {
        for row in self.rows.clone() {
            if rng.chance(percent) {
                self.rows.push(row);
            }
        }
    }

    /// CSV with the columns shuffled; optional columns that are empty throughout may be missing.
    pub fn text(&self, rng: &mut Rng, required: &[&'static str], optional: &[&'static str]) -> String {
        let mut columns = required.to_vec();
        for name in optional {
            let used = self.column(name).iter().any(|cell| !cell.is_empty());
            if used || rng.chance(50) {
                columns.push(name);
            }
        }
        rng.shuffle(&mut columns);
        let mut text = columns.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<&str> =
                columns.iter().map(|column| row.get(column).map_or("", String::as_str)).collect();
            text += &(cells.join(",") + "\n");
        }
        text
    }
}
