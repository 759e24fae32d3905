//! Lists beside tables: what of them is of the tables' products, as further rows, and what is said of the rest.

use crate::finding::Findings;
use crate::read::{Table, Tables};
use crate::units::Currency;

use super::known::Known;
use super::telling::Telling;
use super::{Bought, NotUsed};

/// What came of it.
#[derive(Debug, Default)]
pub struct Beside {
    /// Rows to lie under the tables, as files.
    pub files: Vec<(&'static str, String)>,
    /// The currency of prices, if only the list says it.
    pub currency: Option<Currency>,
    /// Files of which nothing is used.
    pub not_used: Vec<NotUsed>,
}

impl Beside {
    /// `currency` is that of the estate, if it is stated anywhere.
    pub fn of(bought: &Bought, tables: &Tables, currency: Option<Currency>, findings: &mut Findings) -> Self {
        let known = Known::of(tables);
        let mut telling = Telling::new(findings);
        let mut found = Self { currency, ..Self::default() };
        let entitled = bought.entitled(tables, &known, &mut telling);
        let priced = bought.priced(tables, &known, &mut found.currency, &mut telling);
        for (table, rows) in [(Table::Entitlements, entitled), (Table::Products, priced)] {
            if !rows.is_empty() {
                found.files.push((table.file_name(), text(table, &rows)));
            }
        }
        telling.say_others();
        found.not_used = telling.not_used(&bought.in_use, &bought.refused);
        found
    }
}

/// A table of these rows, whose last cell is their origin.
fn text(table: Table, rows: &[Vec<String>]) -> String {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let columns = table.columns().iter().map(|column| column.name).chain([crate::read::ORIGIN]);
    let mut text = columns.collect::<Vec<_>>().join(",") + "\n";
    for row in rows {
        text += &(row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}
