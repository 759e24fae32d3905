//! Decimals in daily quantities: a unit that has begun counts as a whole one. Whether `1.333` has any is told by the
//! file as a whole; if it is not, the mark is taken to group, and that is said.

use subcap_core::finding::Code;

use crate::batch::Batch;
use crate::cells::doubt;
use crate::facts::Origin;
use crate::text::{Number, decimal_mark, number};

/// Marks in the quantities of a file.
#[derive(Default)]
pub(super) struct Decimals {
    marks: Vec<char>,
    /// Some stand without a mark: then no other is padded with decimals that are none.
    bare: bool,
    /// Quantities whose mark was taken to group, each with its measure.
    open: Vec<(usize, Number, Origin)>,
    /// The first that is no whole number, and how many are.
    parts: Option<(Origin, String, usize)>,
}

impl Decimals {
    /// A quantity. What is left open belongs to a measure that is told afterwards.
    pub fn read(&mut self, cell: &str, origin: Origin) -> Option<(u64, Option<Number>)> {
        let at_ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if !at_ends(cell.chars().next()) || !at_ends(cell.chars().last()) {
            return None;
        }
        if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            self.bare = true;
            return Some((cell.parse().ok()?, None));
        }
        let (read, mark) = number(cell)?;
        self.marks.extend(mark.filter(|mark| !self.marks.contains(mark)));
        match &read {
            Number::Is(sum) => Some((self.up(sum, cell, origin)?, None)),
            Number::Either { grouped, .. } => Some((grouped.parse().ok()?, Some(read))),
        }
    }

    pub fn leave_open(&mut self, measure: usize, number: Number, origin: Origin) {
        self.open.push((measure, number, origin));
    }

    /// Rounded up.
    fn up(&mut self, sum: &str, cell: &str, origin: Origin) -> Option<u64> {
        let (whole, decimals) = sum.split_once('.').unwrap_or((sum, ""));
        let part = decimals.bytes().any(|byte| byte != b'0');
        if part {
            self.parts.get_or_insert_with(|| (origin, cell.to_owned(), 0)).2 += 1;
        }
        whole.parse::<u64>().ok()?.checked_add(u64::from(part))
    }

    /// All rows are read.
    pub fn end(mut self, batch: &mut Batch) {
        let decimal = decimal_mark(self.marks.iter().copied());
        let (mut doubtful, mut first) = (0, None);
        for (at, number, origin) in std::mem::take(&mut self.open) {
            let Number::Either { grouped, decimal: with_decimals, mark } = &number else { continue };
            if decimal == Some(*mark) {
                let quantity = self.up(with_decimals, &number.as_written(), origin);
                let taken = grouped.parse::<u64>().ok();
                let measure = batch.facts.measures.get_mut(at);
                if let (Some(measure), Some(quantity), Some(taken)) = (measure, quantity, taken) {
                    // Groups add up: others may be in it.
                    measure.quantity = measure.quantity.saturating_sub(taken).saturating_add(quantity);
                }
            } else if decimal.is_none() && !(self.bare && grouped.ends_with('0')) {
                doubtful += 1;
                first.get_or_insert((number, origin));
            }
        }
        let mut say = |code, origin, cell: &str, message: &str, advice| {
            batch.odd(code, origin, Some(("metricQuantity", cell)), message, advice);
        };
        if let Some((number, origin)) = first {
            let (message, advice) = doubt(&number, doubtful);
            say(Code::NotANumber, origin, &number.as_written(), &message, advice);
        }
        if let Some((origin, cell, rows)) = self.parts {
            let message = format!("a part of a unit counts as a whole one (in rows: {rows})");
            let advice = "Nothing to do if these are quantities after a ratio; else export the file anew.";
            say(Code::NotWhole, origin, &cell, &message, advice);
        }
    }
}
