//! Quantities of what was bought. Whether `1.333` is a thousand or one and a third is told by the file as a whole;
//! if it is not, the mark is taken to group, and that is said.

use subcap_core::finding::Code;

use crate::batch::{Batch, Use};
use crate::cells::{Row, Table, doubt, units};
use crate::facts::Entitlement;
use crate::text::{Number, decimal_mark, number};

/// Purchases, held until the decimal mark of their file is known.
#[derive(Default)]
pub(super) struct Held {
    lines: Vec<(Entitlement, Option<Quantity>)>,
    marks: Vec<char>,
    /// Some stand without a mark: then no other is padded with decimals that are none.
    bare: bool,
    /// Lines were left out for what they state.
    left_out: bool,
}

/// As a cell states it.
pub(super) struct Quantity {
    number: Number,
    column: Option<usize>,
}

impl Quantity {
    pub fn is_zero(&self) -> bool {
        matches!(&self.number, Number::Is(number) if units(number) == Some(0))
    }
}

impl Held {
    /// The quantity of a line, if it states one. Nothing if the line was left out for what it states.
    pub fn read(
        &mut self,
        row: Row<'_>,
        column: Option<usize>,
        batch: &mut Batch,
    ) -> Option<Option<Quantity>> {
        let cell = row.text(column);
        if cell.is_empty() {
            return Some(None);
        }
        self.bare |= cell.bytes().all(|byte| byte.is_ascii_digit());
        let read = number(cell);
        self.marks.extend(read.as_ref().and_then(|(_, mark)| *mark));
        let fits = |number: &Number| !matches!(number, Number::Is(number) if units(number).is_none());
        let read = read.map(|(number, _)| number).filter(fits);
        if read.is_none() {
            self.left_out = true;
            let below_zero = cell.starts_with(['-', '−', '(']) && cell.contains(|c: char| c.is_ascii_digit());
            let (message, advice) = if below_zero {
                (
                    "a quantity below zero, such as a credit, is not taken off; the line was left out",
                    "Take it off the purchase that it is for, or state what is held in an entitlements.csv beside the exports.",
                )
            } else {
                NOT_WHOLE
            };
            row.odd(Code::NotANumber, column, message, advice, batch);
        }
        read.map(|number| Some(Quantity { number, column }))
    }

    pub fn push(&mut self, line: Entitlement, quantity: Option<Quantity>) {
        self.lines.push((line, quantity));
    }

    /// Hands the lines over. Other cells of the file may show its mark, too.
    pub fn end(self, marks: impl Iterator<Item = char>, table: &Table, batch: &mut Batch) {
        let before = batch.facts.entitlements.len();
        let decimal = decimal_mark(self.marks.into_iter().chain(marks));
        let mut left_out = self.left_out;
        let mut doubtful = 0;
        let mut first = None;
        for (mut line, quantity) in self.lines {
            let Some(Quantity { number, column }) = quantity else {
                batch.facts.entitlements.push(line);
                continue;
            };
            let column = column.map_or("", |at| table.header.name(at));
            line.quantity = number.with_mark(decimal).and_then(units);
            if let (Number::Either { grouped, .. }, None) = (&number, decimal) {
                line.quantity = units(grouped);
                if !(self.bare && grouped.ends_with('0')) {
                    doubtful += 1;
                    first.get_or_insert((line.origin, column, number.clone()));
                }
            }
            if line.quantity.is_some() {
                batch.facts.entitlements.push(line);
            } else {
                left_out = true;
                let (message, advice) = NOT_WHOLE;
                let cell = number.as_written();
                batch.odd(Code::NotANumber, line.origin, Some((column, &cell)), message, advice);
            }
        }
        if left_out && batch.facts.entitlements.len() == before {
            let not = Use::Not("none of its lines states a quantity that can be used".to_owned());
            batch.seen.last_mut().into_iter().for_each(|seen| seen.used = not.clone());
        }
        if let Some((origin, column, number)) = first {
            let (message, advice) = doubt(&number, doubtful);
            batch.odd(Code::NotANumber, origin, Some((column, &number.as_written())), &message, advice);
        }
    }
}

const NOT_WHOLE: (&str, &str) = (
    "this is no whole number; the line was left out",
    "Write the quantity in digits, without decimals, or state what is held in an entitlements.csv beside the exports.",
);
