//! `products_daily_…csv`: every product's quantity on every day. Its headers are never translated.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, DaySet, Span};
use crate::finding::{Code, Findings};

use super::columns::plain;
use super::sheet::Sheet;

const COLUMNS: [&str; 4] = ["date", "name", "metricname", "metricquantity"];
const PVU: &str = "PROCESSOR_VALUE_UNIT";

/// The series of all products.
#[derive(Debug, Default)]
pub struct Daily {
    /// The entries read.
    pub entries: Vec<String>,
    /// PVU of each product on each day.
    pub pvu: BTreeMap<String, BTreeMap<Day, u64>>,
    /// Products of other metrics: they are in no table.
    pub others: BTreeSet<(String, String)>,
    days: BTreeSet<Day>,
}

/// Whether an entry is such a series.
pub fn is_daily(sheet: &Sheet) -> bool {
    COLUMNS.iter().all(|name| position(sheet, name).is_some())
}

fn position(sheet: &Sheet, name: &str) -> Option<usize> {
    sheet.header.iter().position(|cell| plain(cell) == name)
}

impl Daily {
    /// Adds the series of an entry.
    pub fn read(&mut self, sheet: &Sheet, findings: &mut Findings) {
        let [Some(date), Some(name), Some(metric), Some(quantity)] =
            COLUMNS.map(|name| position(sheet, name))
        else {
            return;
        };
        self.entries.push(sheet.path.clone());
        sheet.report_ragged(findings);
        for record in &sheet.records {
            let day = Day::parse(record.get(date).as_bytes());
            let (Some(day), Ok(units)) = (day, record.get(quantity).parse::<u64>()) else {
                let (code, message) = (Code::NotANumber, "a date and a whole quantity are due here");
                findings.push(sheet.bad_row(record.line, code, message));
                continue;
            };
            self.days.insert(day);
            let name = record.get(name).to_owned();
            if record.get(metric) == PVU {
                let of_day = self.pvu.entry(name).or_default().entry(day).or_default();
                *of_day = of_day.saturating_add(units);
            } else {
                self.others.insert((name, record.get(metric).to_owned()));
            }
        }
    }

    /// From the first day to the last.
    pub fn span(&self) -> Option<Span> {
        Some(Span::new(*self.days.first()?, *self.days.last()?))
    }

    /// The days that have rows.
    pub fn days(&self) -> DaySet {
        DaySet::union_of(self.days.iter().map(|day| Span::new(*day, *day)))
    }

    /// The highest day of a product.
    pub fn peak(&self, product: &str) -> Option<u64> {
        self.pvu.get(product)?.values().max().copied()
    }
}
