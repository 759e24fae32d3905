//! `products_daily_…csv`: every product's quantity on every day.
//!
//! The one export whose headers are never translated; ILMT, BigFix Inventory, License Service and its relatives
//! share it. Source: IBM, License Service API documentation; measured on files of ILMT 9.2.24 and of IBM's own
//! aggregator for Fargate. Flexera keeps the same facts under names of its own (`IBMLicenseServiceProductData`), and
//! Reporter divides a cluster's quantities by groups, which add up.

mod decimals;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use subcap_core::calendar::{Day, Span};
use subcap_core::finding::Code;
use subcap_core::order::Set;
use subcap_core::read::plausible;

use crate::batch::Batch;
use crate::dates::iso;
use crate::facts::{Measure, Metric, Origin};
use crate::kind::Kind;
use crate::recognise::{Layout, Rows};
use crate::text::{Header, Record};
use crate::when;
use decimals::Decimals;

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
    decimals: Decimals,
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
    let (groups, decimals) = (FxHashMap::default(), Decimals::default());
    Some(Box::new(Daily { file, columns, cluster, group, groups, decimals }))
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
        let Some((quantity, open)) = self.decimals.read(cell(QUANTITY), origin) else {
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
        let added = self.group.and_then(|group| self.adds_up(&measure, record.at(Some(group)), batch));
        let at = added.unwrap_or_else(|| {
            batch.daily.at.push(batch.facts.measures.len());
            batch.facts.measures.push(measure);
            batch.facts.measures.len() - 1
        });
        if let Some(open) = open {
            self.decimals.leave_open(at, open, origin);
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        self.decimals.end(batch);
    }
}

impl Daily {
    /// Adds a group's part to the others' of that day, which is the measure returned. A group that comes twice is no
    /// other part.
    fn adds_up(&mut self, part: &Measure, group: &str, batch: &mut Batch) -> Option<usize> {
        let Measure { product, product_id, metric, cluster, when, .. } = part;
        let key = (Arc::clone(product), product_id.clone(), metric.clone(), cluster.clone(), when.from);
        let next = batch.facts.measures.len();
        let group = batch.names.of(group);
        let (at, groups) = self.groups.entry(key).or_insert((next, Set::new()));
        if !groups.insert(group) || *at == next {
            return None;
        }
        let sum = batch.facts.measures.get_mut(*at)?;
        sum.quantity = sum.quantity.saturating_add(part.quantity);
        Some(*at)
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
    fn decimals_are_told_from_groups_by_the_file() {
        let read = |cells: &[&str]| {
            let rows = cells
                .iter()
                .enumerate()
                .map(|(at, cell)| format!("2025-01-{:02},A,a,VIRTUAL_PROCESSOR_CORE,\"{cell}\",c\n", at + 1));
            let header = "date,name,id,metricName,metricQuantity,clusterId\n".to_owned();
            let read = batch(&[("use.csv", &(header + &rows.collect::<String>()))]);
            let quantities: Vec<u64> = read.facts.measures.iter().map(|measure| measure.quantity).collect();
            (quantities, codes(&read))
        };
        let none: [&str; 0] = [];
        assert_eq!(read(&["0.500", "1.333", "40.000"]), (vec![1, 2, 40], vec!["NotWhole 2".to_owned()]));
        assert_eq!(read(&["1.333", "2"]), (vec![1333, 2], vec!["NotANumber 2".to_owned()]));
        assert_eq!(read(&["1,000", "40"]), (vec![1000, 40], none.map(str::to_owned).to_vec()));
        assert_eq!(read(&["1,000.00", "1,000"]), (vec![1000, 1000], none.map(str::to_owned).to_vec()));
        assert_eq!(read(&["-1", "x"]).1, ["NotANumber 2", "NotANumber 3"]);
    }

    #[test]
    fn what_flexera_keeps_of_license_service() {
        let text = "Date,ProductName,ProductID,MetricName,MetricQuantity,ClusterID\n\
            2024-01-01 00:00:00,A,a,VIRTUAL_PROCESSOR_CORE,4.0,c\n";
        assert_eq!(quantities(text), ["A 2024-01-01 4"]);
    }
}
