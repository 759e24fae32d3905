//! The log of the sidecar on Fargate: the cores of a task every five minutes.
//!
//! As IBM's aggregator for Fargate makes a day's quantity of it: the cores of all tasks are added per product and
//! point in time; the highest point of the day is rounded up to whole cores. Products of a Cloud Pak are first
//! converted by their ratios and added per point in time, and then rounded up once. A core is 70 PVU there.
//! Unlike it, PVU of a product within a Cloud Pak become PVU before the ratio is applied and not behind it.
//!
//! One task writes one file. A copy of that file adds nothing; two rows of one file for the same product and
//! time are two containers and add.
//!
//! Source: github.com/IBM/ibm-license-usage-aggregator-for-fargate, its test data.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::Code;
use subcap_core::order::{Map, Set};
use subcap_core::read::last_part;

use super::peaks::as_ratio;
use crate::batch::Batch;
use crate::cells::{Table, count, days};
use crate::dates::iso;
use crate::facts::{Measure, Metric, Origin};
use crate::recognise::Rows;
use crate::text::{Header, Record};

/// PVU that a core on Fargate counts for.
const PVU_PER_CORE: u64 = 70;

/// A product, as a row of the log names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Product {
    name: Arc<str>,
    id: Option<Arc<str>>,
    metric: Metric,
    pak: Option<Pak>,
    cluster: Option<Arc<str>>,
}

/// The Cloud Pak it counts towards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pak {
    name: Arc<str>,
    id: Option<Arc<str>>,
    metric: Metric,
    ratio: (u32, u32),
}

/// A point in time: the day and what stands behind it.
type Time = (Day, Arc<str>);

/// Thousandths of cores by product, time and task.
#[derive(Debug, Default)]
pub(super) struct Samples {
    products: Map<Product, Map<Time, Map<Arc<str>, u64>>>,
    /// Where a product's day was first seen.
    first: Map<(Product, Day), Origin>,
    copies: Set<String>,
}

struct Log {
    table: Table,
    task: Arc<str>,
    time: usize,
    cores: usize,
    name: usize,
    id: Option<usize>,
    metric: Option<usize>,
    pak: Option<usize>,
    pak_id: Option<usize>,
    pak_metric: Option<usize>,
    ratio: Option<usize>,
    cluster: Option<usize>,
    /// Of this file alone: a copy of it may have been read before.
    here: Map<Product, Map<Time, u64>>,
    first: Map<(Product, Day), Origin>,
    rows: usize,
}

/// The log of a task.
pub(super) fn log(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let (time, cores) = (header.find(&["timestamp"])?, header.find(&["vcpu"])?);
    let name = header.find(&["productname"])?;
    let (id, metric) = (header.find(&["productid"]), header.find(&["productmetric"]));
    let pak = header.find(&["cloudpakname"]);
    let used = [Some(time), Some(cores), Some(name), id, metric, pak];
    let table = Table::new(header, path, &used, batch);
    // A task's identity is its file's name; a file named otherwise is one of its own.
    let file = last_part(path);
    let task = if file.starts_with("task-") { file } else { path };
    Some(Box::new(Log {
        table,
        task: batch.names.of(task),
        time,
        cores,
        name,
        id,
        metric,
        pak,
        pak_id: header.find(&["cloudpakid"]),
        pak_metric: header.find(&["cloudpakmetric"]),
        ratio: header.find(&["productcloudpakratio"]),
        cluster: header.find(&["clusterid"]),
        here: Map::new(),
        first: Map::new(),
        rows: 0,
    }))
}

impl Rows for Log {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let advice = "Fetch the log of the task anew.";
        let stamp = row.text(Some(self.time));
        let Some(day) = stamp.get(..10).and_then(iso) else {
            return row.left_out(Code::NotADate, Some(self.time), "this is no time", advice, batch);
        };
        let Some(cores) = row.thousandths(Some(self.cores), batch) else {
            let message = "without its cores a sample says nothing";
            return row.left_out(Code::NotANumber, Some(self.cores), message, advice, batch);
        };
        let names = &mut batch.names;
        let metric = Metric::of_code(row.text(self.metric), names);
        let (pak, pak_id, ratio) = (row.text(self.pak), row.text(self.pak_id), row.text(self.ratio));
        let within = !(pak.is_empty() && pak_id.is_empty() && ratio.is_empty());
        let pak = if within {
            let Some(ratio) = as_ratio(ratio).filter(|_| !pak.is_empty()) else {
                let message = "the product belongs to a Cloud Pak whose name or ratio is missing";
                let advice = "Set all labels of the Cloud Pak on the task.";
                return row.left_out(Code::Empty, self.ratio, message, advice, batch);
            };
            let of_pak = match row.text(self.pak_metric) {
                "" => metric.clone(),
                code => Metric::of_code(code, names),
            };
            Some(Pak { name: names.of(pak), id: names.some(pak_id), metric: of_pak, ratio })
        } else {
            None
        };
        let product = Product {
            name: names.of(row.text(Some(self.name))),
            id: names.some(row.text(self.id)),
            metric,
            pak,
            cluster: names.some(row.text(self.cluster)),
        };
        let time = (day, names.of(stamp.get(10..).unwrap_or("")));
        self.rows += 1;
        self.first.entry((product.clone(), day)).or_insert(row.origin());
        let sum = self.here.entry(product).or_default().entry(time).or_default();
        *sum = sum.saturating_add(cores);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let of_days = self.first.keys().map(|(_, day)| *day);
        let span = of_days.clone().min().zip(of_days.max()).map(|(from, to)| Span::new(from, to));
        let names: Set<&str> = self.here.keys().map(|product| &*product.name).collect();
        if let (Some(seen), Some(span)) = (batch.seen.last_mut(), span) {
            let names: Vec<&str> = names.into_iter().collect();
            seen.detail = format!("{}, {}, {}", names.join(", "), days(span), count(self.rows, "sample"));
        }
        let samples = &mut batch.license.samples;
        let mut known = false;
        for (product, times) in self.here {
            let of_product = samples.products.entry(product).or_default();
            for (time, cores) in times {
                let of_task = of_product.entry(time).or_default().entry(Arc::clone(&self.task)).or_insert(0);
                known |= *of_task > 0;
                *of_task = cores.max(*of_task);
            }
        }
        if known {
            samples.copies.insert(self.table.path.clone());
        }
        for (key, origin) in self.first {
            samples.first.entry(key).or_insert(origin);
        }
    }
}

/// What all samples come to, day by day. Tasks may come in files by themselves: the first takes all.
pub(super) fn conclude(batches: &mut [Batch]) {
    let has_samples = |batch: &Batch| !batch.license.samples.products.is_empty();
    let Some(first) = batches.iter().position(has_samples) else { return };
    let mut samples = Samples::default();
    for at in first..batches.len() {
        let Some(batch) = batches.get_mut(at) else { continue };
        let more = std::mem::take(&mut batch.license.samples);
        let owned = |(path, columns): (&str, &str)| (path.to_owned(), columns.to_owned());
        let places: Vec<(String, String)> =
            more.first.values().map(|origin| owned(batch.origins.get(origin.file))).collect();
        let Some(target) = batches.get_mut(first) else { continue };
        let places: Vec<u32> =
            places.iter().map(|(path, columns)| target.origins.add(path, &[columns.as_str()])).collect();
        samples.add(more, &places);
    }
    if let Some(batch) = batches.get_mut(first) {
        settle(samples, batch);
    }
}

impl Samples {
    /// Takes those of another intake, whose places have these numbers here.
    fn add(&mut self, more: Self, places: &[u32]) {
        self.copies.extend(more.copies);
        for (product, times) in more.products {
            let of_product = self.products.entry(product).or_default();
            for (time, tasks) in times {
                let of_time = of_product.entry(time).or_default();
                for (task, cores) in tasks {
                    let of_task = of_time.entry(task).or_insert(0);
                    *of_task = cores.max(*of_task);
                }
            }
        }
        for ((key, origin), file) in more.first.into_iter().zip(places) {
            self.first.entry(key).or_insert(Origin { file: *file, ..origin });
        }
    }
}

fn settle(samples: Samples, batch: &mut Batch) {
    for path in &samples.copies {
        let message = "another file has samples of the same task at the same time; they count once";
        let severity = subcap_core::finding::Severity::Note;
        batch.note(Code::ExportedTwice, severity, path, message, "Nothing to do.");
    }
    let mut totals: Map<Product, Map<Time, Exact>> = Map::new();
    let mut first: Map<(Product, Day), Origin> = Map::new();
    for (product, times) in samples.products {
        let (charged, by) = product.charged();
        for (time, tasks) in times {
            let Some(seen) = samples.first.get(&(product.clone(), time.0)).copied() else { continue };
            let at = first.entry((charged.clone(), time.0)).or_insert(seen);
            *at = seen.min(*at);
            let milli = tasks.values().fold(0_u64, |sum, cores| sum.saturating_add(*cores));
            totals.entry(charged.clone()).or_default().entry(time).or_default().add(milli, by);
        }
    }
    for (product, times) in totals {
        let mut highest: Map<Day, u64> = Map::new();
        for ((day, _), exact) in times {
            let of_day = highest.entry(day).or_default();
            *of_day = exact.cores().max(*of_day);
        }
        for (day, cores) in highest {
            let Some(origin) = first.get(&(product.clone(), day)).copied() else { continue };
            let of_core = if product.metric == Metric::Pvu { PVU_PER_CORE } else { 1 };
            batch.daily.at.push(batch.facts.measures.len());
            batch.facts.measures.push(Measure {
                product: Arc::clone(&product.name),
                product_id: product.id.clone(),
                metric: product.metric.clone(),
                bundle: None,
                ratio: None,
                cluster: product.cluster.clone(),
                when: Span::new(day, day),
                peak: None,
                quantity: cores.saturating_mul(of_core),
                limit: None,
                origin,
            });
        }
    }
}

impl Product {
    /// The product that is charged, and by what fraction cores of this one are cores of it.
    fn charged(&self) -> (Self, (u128, u128)) {
        let Some(pak) = &self.pak else { return (self.clone(), (1, 1)) };
        let charged = Self {
            name: Arc::clone(&pak.name),
            id: pak.id.clone(),
            metric: pak.metric.clone(),
            pak: None,
            cluster: self.cluster.clone(),
        };
        let pvu = u128::from(PVU_PER_CORE);
        let (more, less) = match (&self.metric, &pak.metric) {
            (Metric::Pvu, Metric::Pvu) => (1, 1),
            (Metric::Pvu, _) => (pvu, 1),
            (_, Metric::Pvu) => (1, pvu),
            _ => (1, 1),
        };
        let (of, give) = pak.ratio;
        (charged, (more * u128::from(give), less * u128::from(of)))
    }
}

/// Thousandths of cores as an exact fraction: three thirds are one.
#[derive(Debug, Clone, Copy)]
struct Exact(u128, u128);

impl Default for Exact {
    fn default() -> Self {
        Self(0, 1)
    }
}

impl Exact {
    fn add(&mut self, milli: u64, (more, less): (u128, u128)) {
        let new = u128::from(milli).saturating_mul(more);
        let sum = || {
            let left = self.0.checked_mul(less)?;
            let both = left.checked_add(new.checked_mul(self.1)?)?;
            Some(Self(both, self.1.checked_mul(less)?).reduced())
        };
        // Ratios no Cloud Pak has: rounded up in between rather than wrong.
        let rounded = || Self(self.0.div_ceil(self.1).saturating_add(new.div_ceil(less)), 1);
        *self = sum().unwrap_or_else(rounded);
    }

    fn reduced(self) -> Self {
        let (mut large, mut small) = (self.0, self.1);
        while small > 0 {
            (large, small) = (small, large % small);
        }
        let common = large.max(1);
        Self(self.0 / common, self.1 / common)
    }

    /// Whole cores, rounded up.
    fn cores(self) -> u64 {
        u64::try_from(self.0.div_ceil(self.1.saturating_mul(1000))).unwrap_or(u64::MAX)
    }
}
