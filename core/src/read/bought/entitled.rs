//! Entitlements of the tables' products.

use crate::finding::{Code, Severity};
use crate::order::Set;
use crate::read::Tables;

use super::Bought;
use super::known::Known;
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
            let Some(product) = known.find(&line.names, line.metric.as_deref()) else {
                telling.other(line, Code::NotUsed, line.what.clone());
                telling.fate(line, Fate::NoProduct);
                continue;
            };
            let what = &line.what;
            let Some(quantity) = &entitled.quantity else {
                let message = format!("{what}: the quantity is not stated");
                let advice = "State it in an entitlements.csv beside the exports.";
                telling.once(line, Code::NoLicence, Severity::Warning, message, advice);
                telling.fate(line, Fate::Refused);
                continue;
            };
            let counted = product.metric.as_str();
            if let Some(by) = line.metric.as_deref().filter(|by| *by != counted) {
                let of_ours = ["PVU", "VPC", "RVU_MAPC"].contains(&by);
                let and = if of_ours { format!(", and counted in {counted}") } else { String::new() };
                telling.other(line, Code::OtherMetric, format!("{what} ({by}{and})"));
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
