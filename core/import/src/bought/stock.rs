//! The entitlement inventory of Passport Advantage: by product, all orders added up.
//!
//! Licences without an end, and licences for a term, stand in columns of their own. What has support is a part of
//! the first and adds nothing.

use subcap_core::finding::Code;

use super::quantity::Held;
use super::words;
use crate::batch::Batch;
use crate::cells::{Table, count};
use crate::facts::{Entitlement, EntitlementKind};
use crate::recognise::Rows;
use crate::text::{Header, Record};

struct Stock {
    table: Table,
    product: usize,
    licences: Option<usize>,
    terms: Option<usize>,
    term_end: Option<usize>,
    site: Option<usize>,
    read: usize,
    held: Held,
}

/// The inventory form, whose headers differ in the case of their words and in `S&S`.
pub(super) fn stock(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let product = header.find(&["current product", "current product name", "current product description"])?;
    let starts = |beginnings: &[&str]| {
        header.iter().position(|column| beginnings.iter().any(|beginning| column.starts_with(beginning)))
    };
    let licences = starts(&[
        "software license or appliance quantity",
        "software licence or appliance quantity",
        "license quantity",
        "software license quantity",
    ]);
    let terms = starts(&[
        "active subscription license quantity",
        "active subscription licence quantity",
        "subscription license quantity",
    ]);
    licences.or(terms)?;
    let term_end = starts(&[
        "active subscription license end",
        "active subscription licence end",
        "subscription license end",
        "subscription end",
    ]);
    let site = header.find(&["site number", "ibm site number", "agreement number", "site"]);
    let table = Table::new(header, path, &[Some(product), licences, terms, term_end], batch);
    Some(Box::new(Stock { table, product, licences, terms, term_end, site, read: 0, held: Held::default() }))
}

impl Rows for Stock {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let description = row.text(Some(self.product));
        let kinds = [(self.licences, EntitlementKind::Licence), (self.terms, EntitlementKind::Subscription)];
        for (column, kind) in kinds {
            let Some(Some(quantity)) = self.held.read(row, column, batch) else { continue };
            if quantity.is_zero() {
                continue;
            }
            if description.is_empty() {
                let advice = "Name the product.";
                row.odd(
                    Code::Empty,
                    Some(self.product),
                    "a quantity of no product; it was left out",
                    advice,
                    batch,
                );
                continue;
            }
            let to = match kind {
                EntitlementKind::Subscription => row.day(self.term_end, false, batch),
                _ => None,
            };
            let metric = words::metric(description, &mut batch.names);
            self.read += 1;
            let line = Entitlement {
                product: Some(batch.names.of(words::product(description).unwrap_or(description))),
                part: None,
                description: Some(batch.names.of(description)),
                metric,
                quantity: None,
                kind,
                from: None,
                to,
                coverage: false,
                site: batch.names.some(row.text(self.site)),
                all_orders: true,
                origin: row.origin(),
            };
            self.held.push(line, Some(quantity));
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        self.held.end(std::iter::empty(), &self.table, batch);
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = format!("{} with a quantity", count(self.read, "product"));
        }
    }
}
