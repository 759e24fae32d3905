//! Entitlements and prices of products that no export counts: tables beside them may have those.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::read::{Entitled, Line, Priced};

use super::bought::Products;
use super::origin;
use crate::batch::Batch;
use crate::bought::product_of;
use crate::facts::{Entitlement, Metric, Origin, Price};

impl Products {
    /// A line of a product that no export counts, for tables beside them that may.
    pub fn handed_on(
        &self,
        batches: &[Batch],
        batch: &Batch,
        bought: &Entitlement,
        doubt: Option<(String, String)>,
    ) -> Entitled {
        let description = bought.description.as_deref().map(product_of);
        let mut line = self.line(batch, bought.origin, (&bought.product, &bought.part), &bought.metric);
        line.what = self.what(bought);
        line.names.extend(description.flatten().map(str::to_owned));
        if bought.product.is_none() {
            line.origin = self.place(batches, bought, line.origin);
        }
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let quantity = bought.quantity.map(|quantity| quantity.to_string());
        Entitled { line, quantity, from: day(bought.from), to: day(bought.to), doubt }
    }

    /// The same of a price.
    pub fn priced(&self, batch: &Batch, price: &Price) -> Priced {
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let text = |of: &Option<Arc<str>>| of.as_ref().map_or_else(String::new, ToString::to_string);
        let mut line = self.line(batch, price.origin, (&price.product, &price.part), &price.metric);
        let description = price.description.as_deref();
        line.names.extend(description.and_then(product_of).map(str::to_owned));
        if line.what.is_empty() {
            line.what = description.unwrap_or_default().to_owned();
        }
        Priced {
            line,
            list: text(&price.list),
            contract: text(&price.contract),
            currency: price.currency.as_ref().map(ToString::to_string),
            as_of: day(price.as_of),
            until: day(price.until),
        }
    }

    fn line(
        &self,
        batch: &Batch,
        at: Origin,
        (product, part): (&Option<Arc<str>>, &Option<Arc<str>>),
        metric: &Option<Metric>,
    ) -> Line {
        let of_part = part.as_ref().and_then(|part| self.part(part)).map(|(_, part)| &part.product);
        let names = product.iter().chain(of_part).map(ToString::to_string);
        let metric = metric.as_ref().map(|metric| match metric {
            Metric::Other(metric) => metric.to_string(),
            known => known.column().unwrap_or_default().to_owned(),
        });
        Line {
            file: batch.origins.get(at.file).0.to_owned(),
            row: at.row,
            origin: origin(batch, at),
            what: product.iter().chain(part).next().map_or_else(String::new, ToString::to_string),
            names: names.collect(),
            metric,
        }
    }
}
