//! `audit_snapshot_summary.csv`: the highest quantity of each product in each metric.

use std::collections::BTreeMap;

use super::columns::{is_bundle, plain};
use super::sheet::Sheet;

/// PVU of each product, by name and bundle (empty for none).
#[derive(Debug)]
pub struct Summary {
    pvu: BTreeMap<(String, String), Vec<u64>>,
}

/// Eight columns in this order in every version seen; only their names are translated.
const WIDTH: usize = 8;
const PRODUCT: usize = 2;
const BUNDLE: usize = 3;
const METRIC: usize = 4;
const QUANTITY: usize = 5;

/// Whether an entry is the summary.
pub fn is_summary(sheet: &Sheet) -> bool {
    let named = sheet.header.get(METRIC).map(|name| plain(name));
    let known = named.is_some_and(|name| name == "metric" || name == "wielkość mierzona");
    let numbers =
        !sheet.records.is_empty() && sheet.records.iter().all(|r| r.get(QUANTITY).parse::<u64>().is_ok());
    sheet.header.len() == WIDTH && (known || numbers)
}

impl Summary {
    /// Reads the products counted in PVU; the metric is a phrase, but PVU stays PVU.
    pub fn read(sheet: &Sheet) -> Self {
        let mut pvu: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for record in sheet.records.iter().filter(|r| r.get(METRIC).contains("PVU")) {
            let bundle = Some(record.get(BUNDLE)).filter(|cell| is_bundle(cell)).unwrap_or("");
            if let Ok(units) = record.get(QUANTITY).parse() {
                pvu.entry((record.get(PRODUCT).to_owned(), bundle.to_owned())).or_default().push(units);
            }
        }
        Self { pvu }
    }

    /// PVU of a product: several values if it is counted at sub-capacity and at full capacity.
    pub fn of(&self, product: &str, bundle: &str) -> &[u64] {
        self.pvu.get(&(product.to_owned(), bundle.to_owned())).map_or(&[], |units| units)
    }
}
