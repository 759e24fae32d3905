//! `products_daily_…csv`: every product's quantity on every day.
//!
//! The one export whose headers are never translated; ILMT, BigFix Inventory, License Service and its relatives
//! share it. Source: IBM, License Service API documentation; measured on files of ILMT 9.2.24 and of IBM's own
//! aggregator for Fargate. Flexera keeps the same facts under names of its own (`IBMLicenseServiceProductData`), and
//! Reporter divides a cluster's quantities by groups, which add up.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use subcap_core::calendar::{Day, Span};
use subcap_core::finding::Code;
use subcap_core::order::Set;
use subcap_core::read::plausible;

use crate::batch::Batch;
use crate::cells::whole;
use crate::dates::iso;
use crate::facts::{Measure, Metric, Origin};
use crate::kind::Kind;
use crate::recognise::{Layout, Rows};
use crate::text::{Header, Record};
use crate::when;

pub(crate) const LAYOUTS: &[Layout] = &[Layout { kind: Kind::ProductsDaily, of: daily }];

/// The series of an intake.
#[derive(Debug, Default)]
pub(crate) struct Series {
    /// The files they stand in.
    pub files: Vec<String>,
    /// Which measures they are.
    pub at: Vec<usize>,
}

const DATE: usize = 0;
const NAME: usize = 1;
const ID: usize = 2;
const METRIC: usize = 3;
const QUANTITY: usize = 4;

struct Daily {
    file: u32,
    columns: [usize; 5],
    cluster: Option<usize>,
    group: Option<usize>,
    /// Where the sum over groups stands among the measures, and of which groups it is.
    groups: FxHashMap<Key, (usize, Set<Arc<str>>)>,
}

/// What groups share: product by name and id, metric, cluster and day.
type Key = (Arc<str>, Option<Arc<str>>, Metric, Option<Arc<str>>, Day);

fn daily(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    // Of what counts towards a Cloud Pak the quantity is another.
    if header.has(&["cloudpakid", "cloudpakname"]) {
        return None;
    }
    let names: [&[&str]; 5] =
        [&["date"], &["name", "productname"], &["id", "productid"], &["metricname"], &["metricquantity"]];
    let mut columns = [0; 5];
    for (at, names) in columns.iter_mut().zip(names) {
        *at = header.find(names)?;
    }
    let file = batch.origins.add(path, &["date", "name", "metricName", "metricQuantity", "clusterId"]);
    batch.daily.files.push(path.to_owned());
    let (cluster, group) = (header.find(&["clusterid"]), header.find(&["groupname"]));
    Some(Box::new(Daily { file, columns, cluster, group, groups: FxHashMap::default() }))
}

impl Rows for Daily {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let cell = |which: usize| record.at(self.columns.get(which).copied());
        let origin = Origin { file: self.file, row: record.line };
        let day = iso(cell(DATE)).or_else(|| when::day(cell(DATE)).and_then(plausible));
        let Some(day) = day else {
            let advice = "A date is written as 2025-12-31. Export the file anew.";
            return batch.left_out(
                Code::NotADate,
                origin,
                Some(("date", cell(DATE))),
                "this is no date",
                advice,
            );
        };
        let Some(quantity) = whole(cell(QUANTITY)) else {
            let cell = Some(("metricQuantity", cell(QUANTITY)));
            let advice = "Export the file anew.";
            return batch.left_out(Code::NotANumber, origin, cell, "this is no whole quantity", advice);
        };
        let measure = Measure {
            product: batch.names.of(cell(NAME)),
            product_id: batch.names.some(cell(ID)),
            metric: Metric::of_code(cell(METRIC), &mut batch.names),
            bundle: None,
            ratio: None,
            cluster: batch.names.some(record.at(self.cluster)),
            when: Span::new(day, day),
            peak: None,
            quantity,
            limit: None,
            origin,
        };
        if self.group.is_some() && self.adds_up(&measure, record.at(self.group), batch) {
            return;
        }
        batch.daily.at.push(batch.facts.measures.len());
        batch.facts.measures.push(measure);
    }
}

impl Daily {
    /// Adds a group's part to the others' of that day. A group that comes twice is no other part.
    fn adds_up(&mut self, part: &Measure, group: &str, batch: &mut Batch) -> bool {
        let Measure { product, product_id, metric, cluster, when, .. } = part;
        let key = (Arc::clone(product), product_id.clone(), metric.clone(), cluster.clone(), when.from);
        let next = batch.facts.measures.len();
        let group = batch.names.of(group);
        let (at, groups) = self.groups.entry(key).or_insert((next, Set::new()));
        if !groups.insert(group) || *at == next {
            return false;
        }
        let Some(sum) = batch.facts.measures.get_mut(*at) else { return false };
        sum.quantity = sum.quantity.saturating_add(part.quantity);
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::reading::{batch, codes};

    fn quantities(text: &str) -> Vec<String> {
        let read = batch(&[("use.csv", text)]);
        assert_eq!(codes(&read).iter().filter(|code| code.starts_with("NotA")).count(), 0);
        let of = |measure: &crate::facts::Measure| {
            format!("{} {} {}", measure.product, measure.when.from, measure.quantity)
        };
        read.facts.measures.iter().map(of).collect()
    }

    #[test]
    fn groups_of_a_cluster_add_up() {
        let text = "date,name,id,metricName,metricQuantity,groupName,clusterId\n\
            2024-01-01,A,a,VIRTUAL_PROCESSOR_CORE,3,finance,c\n2024-01-01,A,a,VIRTUAL_PROCESSOR_CORE,4,sales,c\n\
            2024-01-01,A,a,VIRTUAL_PROCESSOR_CORE,4,sales,c\n2024-01-02,A,a,VIRTUAL_PROCESSOR_CORE,3,finance,c\n";
        assert_eq!(quantities(text), ["A 2024-01-01 7", "A 2024-01-02 3"]);
    }

    #[test]
    fn what_flexera_keeps_of_license_service() {
        let text = "Date,ProductName,ProductID,MetricName,MetricQuantity,ClusterID\n\
            2024-01-01 00:00:00,A,a,VIRTUAL_PROCESSOR_CORE,4.0,c\n";
        assert_eq!(quantities(text), ["A 2024-01-01 4"]);
    }
}
