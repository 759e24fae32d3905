//! Entitlements of the tables' products.

use crate::finding::{Code, Severity};
use crate::order::Set;
use crate::read::Tables;

use super::Bought;
use super::known::Known;
use super::telling::{Fate, Of, Telling};
use super::whose::whose;

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
            let Some(product) = whose(line, Of::Entitlements, known, telling) else { continue };
            let what = &line.what;
            let Some(quantity) = &entitled.quantity else {
                let message = format!("{what}: the quantity is not stated");
                let advice = "State it in an entitlements.csv beside the exports.";
                telling.refused(line, Code::NoLicence, message, advice);
                continue;
            };
            if stated.contains(product.name) {
                telling.stated(line, Of::Entitlements, product.name);
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
