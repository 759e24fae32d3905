//! `part_numbers.csv`: the catalogue's part numbers of the products listed, and `audit_trails.csv`: what people
//! changed in the tool.

use subcap_core::finding::{Code, Severity};

use crate::batch::{Batch, Use};
use crate::facts::{Origin, PartNumber};
use crate::recognise::Rows;
use crate::text::{Header, Record};

/// Takes the rows of part numbers.
pub(super) struct Parts {
    file: u32,
    product: usize,
    part: usize,
    comments: Option<usize>,
    imported: Option<usize>,
    marked: u64,
}

impl Parts {
    /// A reader, if the header is that of part numbers.
    pub fn new(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let product = header.find(&["product name", "nazwa produktu"])?;
        let part = header.find(&["part number", "numer części"])?;
        let imported = header.find(&["is imported", "jest zaimportowane"]);
        imported?;
        let comments = header.find(&["comments", "komentarze"]);
        let named: Vec<&str> =
            [product, part].into_iter().chain(comments).map(|at| header.name(at)).collect();
        let file = batch.origins.add(path, &named);
        Some(Self { file, product, part, comments, imported, marked: 0 })
    }

    /// The same by the order of its five columns.
    pub fn by_order(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        (header.len() == 5).then(|| Self {
            file: batch.origins.add(path, &[header.name(1), header.name(2), header.name(4)]),
            product: 1,
            part: 2,
            comments: Some(4),
            imported: None,
            marked: 0,
        })
    }
}

impl Rows for Parts {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let (product, part) = (record.get(self.product), record.get(self.part));
        let origin = Origin { file: self.file, row: record.line };
        if product.is_empty() || part.is_empty() {
            let message = "product and part number are due here";
            return batch.odd(Code::Empty, origin, None, message, "Take the file as the tool wrote it.");
        }
        self.marked += u64::from(super::sheet::says_yes(record.at(self.imported)));
        let part = PartNumber {
            part: batch.names.of(part),
            product: batch.names.of(product),
            description: Some(record.at(self.comments)).filter(|text| !text.is_empty()).map(Into::into),
            origin,
        };
        batch.facts.parts.push(part);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let Some(seen) = batch.seen.last_mut() else { return };
        let imported = match self.marked {
            0 => String::new(),
            marked => format!(", {} marked as imported", super::grouped(marked)),
        };
        seen.detail = format!("{} part numbers{imported}", super::grouped(seen.rows));
    }
}

/// Takes the rows of the audit trail. It names people, so nothing of it is repeated.
pub(super) struct Trails {
    path: String,
    kind: usize,
    details: usize,
    rates: u64,
    first: u32,
}

impl Trails {
    /// A reader, if the header is that of an audit trail.
    pub fn new(header: &Header, path: &str, _: &mut Batch) -> Option<Self> {
        let kind = header.find(&["modification type", "typ modyfikacji"])?;
        let details = header.find(&["details", "szczegóły"])?;
        Some(Self { path: path.to_owned(), kind, details, rates: 0, first: 0 })
    }
}

impl Rows for Trails {
    fn row(&mut self, record: &Record, _: &mut Batch) {
        let text = |column: usize| record.get(column).to_lowercase();
        let rate = ["pvu per core", "pvu value", "pvu na rdzeń"];
        if rate.iter().any(|words| text(self.kind).contains(words) || text(self.details).contains(words)) {
            self.rates += 1;
            self.first = if self.first == 0 { record.line } else { self.first };
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        if self.rates > 0 {
            let message = format!("{} entries are about the PVU rate of a server", self.rates);
            let advice = "Keep the reason of every rate set by hand; an auditor will ask for it.";
            batch.note(Code::RateOverridden, Severity::Note, &self.path, message, advice);
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.used = match self.rates {
                0 => Use::Not("nothing in it is counted".to_owned()),
                _ => Use::Checked,
            };
        }
    }
}
