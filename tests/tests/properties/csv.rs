//! Tables of random estates as rows of cells: they hold no quotes and no separators.

use std::collections::BTreeSet;

use crate::random::Rng;
use crate::reference::Texts;
use crate::reference::dates::{parse_date, plus_days, show_date};

/// A table to change.
pub struct Csv {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Csv {
    /// The table of that name; without a row if it is missing.
    pub fn of(texts: &Texts, name: &str, columns: &[&str]) -> Self {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let text = texts.get(name).cloned().unwrap_or_else(|| columns.join(",") + "\n");
        let mut lines = text.lines();
        let mut table = Self { columns: cells(lines.next().unwrap_or("")), rows: lines.map(cells).collect() };
        for column in columns {
            if !table.columns.iter().any(|known| known == column) {
                table.columns.push((*column).to_owned());
                table.rows.iter_mut().for_each(|row| row.push(String::new()));
            }
        }
        table
    }

    /// A table of these columns without a row.
    pub fn empty(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows: Vec::new() }
    }

    /// Where a column stands.
    pub fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|known| known == column).expect("the column was asked for")
    }

    /// Adds a row; cells not named are empty.
    pub fn add(&mut self, cells: &[(&str, &str)]) {
        let cell =
            |column: &String| cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell);
        self.rows.push(self.columns.iter().map(|column| cell(column).to_owned()).collect());
    }

    /// Without rows that stand there again: they count once, until they are changed apart.
    pub fn distinct(mut self) -> Self {
        let mut seen = BTreeSet::new();
        self.rows.retain(|row| seen.insert(row.clone()));
        self
    }

    /// Puts a cell into every row.
    pub fn set(&mut self, column: &str, cell: &str) {
        let at = self.at(column);
        self.rows.iter_mut().for_each(|row| cell.clone_into(&mut row[at]));
    }

    /// Its text with another separator, every cell between these.
    pub fn written(&self, separator: &str, around: &str, line_end: &str) -> String {
        let line = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| format!("{around}{cell}{around}")).collect();
            cells.join(separator) + line_end
        };
        std::iter::once(&self.columns).chain(&self.rows).map(line).collect()
    }

    /// Puts it in the place of the table of that name.
    pub fn into_texts(self, texts: &mut Texts, name: &str) {
        texts.insert(name.to_owned(), self.written(",", "", "\n"));
    }

    /// Cuts the rows that `may_be_cut` into adjoining ones: at random days, and some of them day by day.
    pub fn cut(&mut self, rng: &mut Rng, may_be_cut: impl Fn(&[String]) -> bool) {
        let (from, to) = (self.at("from"), self.at("to"));
        let mut rows = Vec::new();
        for mut row in std::mem::take(&mut self.rows) {
            let middle = parse_date(&row[from]).or(parse_date(&row[to])).filter(|_| may_be_cut(&row));
            let Some(mut day) = middle else {
                rows.push(row);
                continue;
            };
            if row[from].is_empty() {
                day = plus_days(day, -rng.between(1, 300));
            }
            let by_days = rng.chance(30);
            for _ in 0..if by_days { 40 } else { rng.between(0, 4) } {
                // The next row begins after this day.
                if parse_date(&row[to]).is_some_and(|to| day >= to) {
                    break;
                }
                let mut piece = row.clone();
                piece[to] = show_date(day);
                rows.push(piece);
                row[from] = show_date(plus_days(day, 1));
                day = plus_days(day, if by_days { 1 } else { rng.between(1, 200) });
            }
            rows.push(row);
        }
        self.rows = rows;
    }
}
