//! Contracts of BigFix Inventory, each with its purchase orders.

use subcap_core::finding::Code;

use super::columns::find;
use crate::batch::Batch;
use crate::bought::metric_of_cell;
use crate::cells::{Table, count, whole};
use crate::dates::{Date, date};
use crate::facts::{Entitlement, EntitlementKind};
use crate::json::several;
use crate::recognise::Rows;
use crate::text::{Header, Record};

struct Contracts {
    table: Table,
    contract: usize,
    kind: Option<usize>,
    product: usize,
    metric: Option<usize>,
    quantity: usize,
    start: Option<usize>,
    end: Option<usize>,
    orders: usize,
}

/// The answer `contracts`.
pub(super) fn contracts(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let contract = header.find(&["contract_id"])?;
    let product = header.find(&["software_products.name", "product_name"])?;
    let quantity = header.find(&["purchase_orders.quantity", "quantity"])?;
    let metric = find(header, &["metric.code_name", "metric.name", "metric_code_name"]);
    let start = header.find(&["purchase_orders.entitlement_start", "entitlement_start"]);
    let end = header.find(&["purchase_orders.entitlement_end", "entitlement_end"]);
    let used = [Some(contract), Some(product), metric, Some(quantity), start, end];
    let table = Table::new(header, path, &used, batch);
    let kind = header.find(&["type"]);
    Some(Box::new(Contracts { table, contract, kind, product, metric, quantity, start, end, orders: 0 }))
}

impl Rows for Contracts {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let products: Vec<&str> =
            several(row.text(Some(self.product))).filter(|name| !name.is_empty()).collect();
        let Some(product) = products.first() else {
            let advice = "Assign the contract to a product.";
            return row.odd(Code::Empty, Some(self.product), "the contract is for no product", advice, batch);
        };
        if products.len() > 1 {
            let message =
                format!("the contract is for {} products; it counts for {product} alone", products.len());
            let advice = "State the others in an entitlements.csv beside the exports.";
            row.odd(Code::NoLicence, Some(self.product), &message, advice, batch);
        }
        let starts: Vec<&str> = several(row.text(self.start)).collect();
        let ends: Vec<&str> = several(row.text(self.end)).collect();
        for (at, cell) in several(row.text(Some(self.quantity))).enumerate() {
            let quantity = whole(cell);
            if quantity.is_none() {
                let advice = "State how many the order grants.";
                row.odd(Code::NotANumber, Some(self.quantity), "this is no whole quantity", advice, batch);
            }
            let mut day = |column, cells: &[&str], later| {
                let cell = cells.get(at).copied().filter(|cell| !cell.is_empty() && *cell != "-1")?;
                // An order without an end has one that nobody lives to see.
                let read = date(cell);
                let never =
                    matches!(read, Some(Date::Day(day)) if day.ymd().is_some_and(|(year, ..)| year >= 9999));
                if never { None } else { row.day_of(column, read, later, batch) }
            };
            let from = day(self.start, &starts, true);
            let to = day(self.end, &ends, false);
            let service = matches!(row.text(self.kind), "7" | "SaaS" | "saas" | "SAAS");
            if service {
                let message =
                    "the contract is for software as a service (type 7): it grants no licence to install";
                let advice = "Nothing to do, unless the contract is recorded under the wrong type.";
                row.odd(Code::NoLicence, self.kind, message, advice, batch);
                continue;
            }
            let kind = match (row.text(self.kind), to) {
                (_, Some(_)) => EntitlementKind::Subscription,
                ("1" | "license" | "License", None) => EntitlementKind::Licence,
                _ => EntitlementKind::Unknown,
            };
            self.orders += 1;
            let names = &mut batch.names;
            batch.facts.entitlements.push(Entitlement {
                product: Some(names.of(product)),
                part: None,
                description: None,
                metric: metric_of_cell(row.text(self.metric), names),
                quantity,
                kind,
                from,
                to,
                coverage: false,
                site: names.some(row.text(Some(self.contract))),
                all_orders: false,
                origin: row.origin(),
            });
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = count(self.orders, "purchase order");
        }
    }
}
