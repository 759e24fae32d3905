//! `audit_snapshot_summary.csv` and `cloud_paks.csv`: the highest quantity of each product in each metric.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Severity};

use crate::batch::Batch;
use crate::cells::{count, whole};
use crate::facts::{Metric, Origin};
use crate::recognise::Rows;
use crate::text::{Header, Record};

use super::columns::BUNDLE;
use super::metrics;
use super::sheet::day_of;

/// A quantity over the whole period.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub product: Arc<str>,
    pub bundle: Option<Arc<str>>,
    pub metric: Metric,
    pub quantity: u64,
    /// What it comes to in units of the bundle, in `cloud_paks.csv`.
    pub contribution: Option<u64>,
    pub peak: Option<Day>,
    pub origin: Origin,
}

/// Where a column stands, found by its names.
#[derive(Clone, Copy)]
struct Columns {
    product: usize,
    bundle: Option<usize>,
    metric: usize,
    quantity: usize,
    contribution: Option<usize>,
    peak: Option<usize>,
}

/// Takes the rows of either file.
pub(super) struct Reader {
    path: String,
    file: u32,
    quantity_name: String,
    columns: Columns,
    guess: bool,
    paks: bool,
    stated: Vec<Stated>,
    /// Products that are bought and not in use: since 9.2.35 they stand here too, without a quantity.
    unused: Option<Unused>,
}

/// Where the first stands, a few names, and how many there are.
struct Unused {
    first: Origin,
    names: Vec<Arc<str>>,
    count: usize,
}

const CONTRIBUTION: &[&str] = &["bundle metric contribution", "flexpoint quantity"];

impl Reader {
    /// A reader, if the header is that of the summary.
    pub fn summary(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let columns = Columns::by_name(header)?;
        // Its columns stand in the per-server reports and the inventory too.
        let only = columns.contribution.is_none() && !header.has(&["computer", "komputer", "server name"]);
        // A report of the quantities has the days of the peaks too; a summary has none.
        let of_snapshot =
            columns.peak.is_none() || super::named(path, "audit_snapshot_summary.csv").is_some();
        let recalculation = header.has(&["recalculation needed", "wymagane przeliczanie"]);
        (only && of_snapshot && recalculation).then(|| Self::of(columns, false, false, header, path, batch))
    }

    /// A reader, if the header is that of the Cloud Paks.
    pub fn paks(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let columns = Columns::by_name(header)?;
        columns.contribution.is_some().then(|| Self::of(columns, false, true, header, path, batch))
    }

    /// Readers by the order of the columns, for headers in an unknown language.
    pub fn summary_by_order(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let columns =
            Columns { product: 2, bundle: Some(3), metric: 4, quantity: 5, contribution: None, peak: None };
        (header.len() == 8).then(|| Self::of(columns, true, false, header, path, batch))
    }

    /// The same of the Cloud Paks.
    pub fn paks_by_order(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let (contribution, peak) = (Some(7), Some(6));
        let columns = Columns { product: 2, bundle: Some(3), metric: 4, quantity: 5, contribution, peak };
        (header.len() == 10).then(|| Self::of(columns, true, true, header, path, batch))
    }

    fn of(columns: Columns, guess: bool, paks: bool, header: &Header, path: &str, batch: &mut Batch) -> Self {
        let named: Vec<&str> =
            [Some(columns.product), columns.bundle, Some(columns.metric), Some(columns.quantity)]
                .into_iter()
                .chain([columns.contribution])
                .flatten()
                .map(|column| header.name(column))
                .collect();
        Self {
            path: path.to_owned(),
            file: batch.origins.add(path, &named),
            quantity_name: header.name(columns.quantity).to_owned(),
            columns,
            guess,
            paks,
            stated: Vec::new(),
            unused: None,
        }
    }

    fn unused(&mut self, product: &str, origin: Origin, batch: &mut Batch) {
        const SHOWN: usize = 5;
        let unused = self.unused.get_or_insert(Unused { first: origin, names: Vec::new(), count: 0 });
        unused.count += 1;
        if unused.names.len() < SHOWN {
            unused.names.push(batch.names.of(product));
        }
    }
}

impl Unused {
    fn say(&self, batch: &mut Batch) {
        let names = self.names.join(", ");
        let more = match self.count - self.names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let products = count(self.count, "product");
        let message = format!("{products} without a quantity, so not in use: {names}{more}");
        let (path, _) = batch.origins.get(self.first.file);
        let finding = Finding::new(Code::NotUsed, Severity::Note, path, message, "Nothing to do.");
        batch.findings.push(finding.at(self.first.row));
    }
}

impl Columns {
    fn by_name(header: &Header) -> Option<Self> {
        Some(Self {
            product: header.find(&["product name", "nazwa produktu"])?,
            bundle: header.find(BUNDLE),
            metric: header.find(&["metric", "wielkość mierzona"])?,
            quantity: header.find(&["metric quantity", "wartość wielkości mierzonej"])?,
            contribution: header.find(CONTRIBUTION),
            peak: header.find(&[
                "peak date",
                "metric peak value time",
                "czas wartości szczytowej wielkości mierzonej",
            ]),
        })
    }
}

impl Rows for Reader {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let Columns { product, bundle, metric, quantity, contribution, peak } = self.columns;
        let origin = Origin { file: self.file, row: record.line };
        let cell = record.get(quantity);
        if cell.is_empty() && !self.guess {
            return self.unused(record.get(product), origin, batch);
        }
        let Some(quantity) = whole(cell) else {
            if !self.guess {
                let cell = Some((self.quantity_name.as_str(), cell));
                let advice = "Take the file from the snapshot as the tool wrote it.";
                batch.odd(Code::NotANumber, origin, cell, "this is no whole quantity", advice);
            }
            return;
        };
        let metric = metrics::of_phrase(record.get(metric), &mut batch.names);
        let bundle = Some(record.at(bundle)).filter(|cell| super::is_bundle(cell));
        self.stated.push(Stated {
            product: batch.names.of(record.get(product)),
            bundle: bundle.map(|bundle| batch.names.of(bundle)),
            metric,
            quantity,
            contribution: whole(record.at(contribution)),
            peak: day_of(record.at(peak)),
            origin,
        });
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        if let Some(unused) = &self.unused {
            unused.say(batch);
        }
        let of_folder = batch.snapshots.at(&self.path);
        if self.paks {
            of_folder.paks.extend(self.stated);
        } else {
            of_folder.summary.get_or_insert_default().extend(self.stated);
        }
    }
}
