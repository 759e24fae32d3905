//! Entitlements of the tables' products.

use crate::finding::{Code, Severity};
use crate::order::Set;
use crate::read::Tables;

use super::Bought;
use super::known::{Found, Known};
use super::telling::{Fate, Telling};

impl Bought {
    /// Rows of `entitlements.csv`, each with its origin.
    pub(super) fn entitled(
        &self,
        tables: &Tables,
        known: &Known<'_>,
        telling: &mut Telling<'_>,
    ) -> Vec<Vec<String>> {
        let stated = tables.entitlements.iter().map(|row| tables.product_names.name(row.product));
        let stated: Set<&str> = stated.collect();
        let mut rows = Vec::new();
        for entitled in &self.entitlements {
            let line = &entitled.line;
            let product = match known.find(&line.names, line.metric.as_deref()) {
                Found::One(product) => product,
                Found::Several(products) => {
                    telling.several(line, products);
                    continue;
                }
                Found::None => {
                    telling.other(line, Code::NotUsed, line.what.clone());
                    telling.fate(line, Fate::NoProduct);
                    continue;
                }
            };
            let what = &line.what;
            let Some(quantity) = &entitled.quantity else {
                let message = format!("{what}: the quantity is not stated");
                let advice = "State it in an entitlements.csv beside the exports.";
                telling.once(line, Code::NoLicence, Severity::Warning, message, advice);
                telling.fate(line, Fate::Refused);
                continue;
            };
            if let Some(by) = product.by_other(line) {
                telling.other(line, Code::OtherMetric, by);
                telling.fate(line, Fate::Refused);
                continue;
            }
            if stated.contains(product.name) {
                let message = format!(
                    "entitlements of {} stand in entitlements.csv; those stated here are not used",
                    product.name
                );
                let advice = "Nothing to do; to use these instead, take the product out of entitlements.csv.";
                telling.once(line, Code::NotUsed, Severity::Note, message, advice);
                telling.fate(line, Fate::Stated);
                continue;
            }
            if let Some((message, advice)) = &entitled.doubt {
                let message = format!("{what}: {message}");
                telling.once(line, Code::NoLicence, Severity::Warning, message, advice);
            }
            telling.fate(line, Fate::Used);
            let cells = [product.name, quantity, &entitled.from, &entitled.to, &line.origin];
            rows.push(cells.map(str::to_owned).to_vec());
        }
        rows
    }
}
