//! `products_daily_…csv`: every product's quantity on every day.
//!
//! The one export whose headers are never translated; ILMT, BigFix Inventory, License Service and its relatives
//! share it. Source: IBM, License Service API documentation; measured on files of ILMT 9.2.24 and of IBM's own
//! aggregator for Fargate.

use subcap_core::calendar::Span;
use subcap_core::finding::Code;

use crate::batch::Batch;
use crate::dates::iso;
use crate::facts::{Measure, Metric, Origin};
use crate::kind::Kind;
use crate::recognise::{Layout, Rows};
use crate::text::{Header, Record, digits};

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
}

fn daily(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let names = ["date", "name", "id", "metricname", "metricquantity"];
    let mut columns = [0; 5];
    for (at, name) in columns.iter_mut().zip(names) {
        *at = header.find(&[name])?;
    }
    let file = batch.origins.add(path, &["date", "name", "metricName", "metricQuantity", "clusterId"]);
    batch.daily.files.push(path.to_owned());
    Some(Box::new(Daily { file, columns, cluster: header.find(&["clusterid"]) }))
}

impl Rows for Daily {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let cell = |which: usize| record.at(self.columns.get(which).copied());
        let origin = Origin { file: self.file, row: record.line };
        let Some(day) = iso(cell(DATE)) else {
            let advice = "A date is written as 2025-12-31. Export the file anew.";
            return batch.left_out(
                Code::NotADate,
                origin,
                Some(("date", cell(DATE))),
                "this is no date",
                advice,
            );
        };
        let Some(quantity) = digits(cell(QUANTITY)) else {
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
        batch.daily.at.push(batch.facts.measures.len());
        batch.facts.measures.push(measure);
    }
}
