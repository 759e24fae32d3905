//! The acceptance test: a product's total must come out the same four ways.
//!
//! Its `Metric Quantity` = the sum over *distinct* servers of their totals for it = its highest day in the
//! daily series = its quantity in the summary. ILMT's own totals of the servers stand in any case; where the
//! four part, that is a finding, and the report is contestable.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use subcap_core::calendar::{Day, DaySet, Span};
use subcap_core::count;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Order as _, Set};
use subcap_core::read::rows;

use crate::batch::Batch;
use crate::facts::Metric;

use super::sheet::{Row, Sheet};
use super::summary::Stated;
use super::words::{Word, Words};
use super::{Contents, grouped};

const ADVICE: &str =
    "Ask the tool for a recalculation and a new audit snapshot of the same period, and compare.";

/// The daily series beside a snapshot.
#[derive(Debug, Default)]
pub(super) struct Daily {
    pub files: Vec<String>,
    /// Units by product, metric and day.
    units: Map<(Arc<str>, Metric), Map<Day, u64>>,
    days: Set<Day>,
    /// Tool servers that measured.
    pub clusters: Set<Arc<str>>,
}

impl Daily {
    /// The series of the files in a folder.
    pub fn of(folder: &str, batch: &Batch) -> Self {
        let files =
            batch.daily.files.iter().filter(|file| batch.snapshots.place(file) == folder).cloned().collect();
        let mut daily = Self { files, ..Self::default() };
        for measure in &batch.facts.measures {
            let (path, _) = batch.origins.get(measure.origin.file);
            if !daily.files.iter().any(|file| file == path) {
                continue;
            }
            daily.days.insert(measure.when.from);
            let of_product =
                daily.units.entry((Arc::clone(&measure.product), measure.metric.clone())).or_default();
            let of_day = of_product.entry(measure.when.from).or_default();
            *of_day = of_day.saturating_add(measure.quantity);
            daily.clusters.extend(measure.cluster.clone());
        }
        daily
    }

    /// From the first day to the last.
    pub fn span(&self) -> Option<Span> {
        Some(Span::new(*self.days.first()?, *self.days.last()?))
    }

    /// The days that have rows.
    pub fn days(&self) -> DaySet {
        DaySet::union_of(self.days.iter().map(|day| Span::new(*day, *day)))
    }

    /// The highest day of a product.
    fn peak(&self, product: &Arc<str>, metric: &Metric) -> Option<u64> {
        self.units.get(&(Arc::clone(product), metric.clone()))?.values().max().copied()
    }
}

/// A product with its total over distinct servers.
struct Product<'s> {
    sheet: &'s Sheet,
    first: &'s Row,
    /// One, unless rows contradict each other.
    quantities: Set<u64>,
    servers: FxHashMap<Word, u64>,
}

impl Product<'_> {
    /// The sum over its servers.
    fn over_servers(&self) -> u64 {
        self.servers.values().fold(0, |sum, units| sum.saturating_add(*units))
    }

    fn is_agreed(&self, units: u64) -> bool {
        self.quantities.iter().all(|quantity| *quantity == units)
    }
}

/// The products of a report in the order of their names.
fn products<'s>(sheet: &'s Sheet, words: &Words) -> Vec<Product<'s>> {
    let mut at: FxHashMap<(Word, Word), usize> = FxHashMap::default();
    let mut products: Vec<Product<'s>> = Vec::new();
    for row in &sheet.rows {
        let index = *at.entry((row.product, row.bundle)).or_insert(products.len());
        if index == products.len() {
            let (quantities, servers) = (Set::new(), FxHashMap::default());
            products.push(Product { sheet, first: row, quantities, servers });
        }
        let Some(product) = products.get_mut(index) else { continue };
        if product.quantities.last() != Some(&row.quantity) {
            product.quantities.insert(row.quantity);
        }
        let total = product.servers.entry(row.server).or_default();
        *total = row.total.units.max(*total);
    }
    products.order_by_key(|product| (words.text(product.first.product), words.text(product.first.bundle)));
    products
}

/// Whether the totals bear out columns that were only guessed at: every product's quantity is the sum over
/// its servers and the highest day of the series.
pub(super) fn confirms(sheet: &Sheet, daily: &Daily, words: &Words) -> bool {
    let products = products(sheet, words);
    !products.is_empty()
        && products.iter().all(|product| {
            let peak = daily.peak(&words.name(product.first.product), &sheet.metric);
            product.is_agreed(product.over_servers()) && peak.is_some_and(|units| product.is_agreed(units))
        })
}

/// The figures of the first product that do not bear out columns that were guessed at; none speak against them
/// where there is no series to compare.
pub(super) fn speaks_against(sheet: &Sheet, daily: &Daily, words: &Words) -> Option<String> {
    let products = products(sheet, words);
    products.iter().find_map(|product| {
        let (servers, name) = (product.over_servers(), words.name(product.first.product));
        let peak = daily.peak(&name, &sheet.metric);
        let beside = daily.files.is_empty() || peak.is_some_and(|units| product.is_agreed(units));
        let agrees = product.is_agreed(servers) && beside;
        let peak =
            peak.map_or("no row in the daily series".into(), |peak| format!("{peak} on its highest day"));
        let quantities: Vec<String> = product.quantities.iter().map(u64::to_string).collect();
        let stated = quantities.join(" and ");
        (!agrees).then(|| format!("{name} has {stated} as quantity, {servers} over its servers, {peak}"))
    })
}

/// What came of the comparison.
#[derive(Debug, Default)]
pub(super) struct Agreed {
    /// `12 of 12 products agree, 3,940 PVU`, for each report by its path.
    pub said: Vec<(String, String)>,
}

/// Findings where the four ways part, and a note on how many products they bear out.
pub(super) fn check(
    contents: &Contents,
    daily: &Daily,
    batch: &mut Batch,
    doubts: &mut Vec<String>,
) -> Agreed {
    let mut agreed = Agreed::default();
    let words = std::mem::take(&mut batch.snapshots.words);
    let mut reported = Set::new();
    for sheet in &contents.sheets {
        let products = products(sheet, &words);
        let (mut agree, mut units) = (0_u64, 0_u64);
        for product in &products {
            reported.insert((words.name(product.first.product), sheet.metric.clone()));
            match differing(product, contents, daily, &words) {
                None => agree += 1,
                Some(finding) => batch.findings.push(finding),
            }
            units = units.saturating_add(product.over_servers());
        }
        let (of, metric) = (products.len(), sheet.metric.column().unwrap_or("units").replace('_', " "));
        let said = format!("{agree} of {of} products agree, {} {metric}", grouped(units));
        let ways = match (daily.files.is_empty(), contents.summary.is_some()) {
            (false, true) => "quantity, sum over distinct servers, highest day and summary",
            (false, false) => "quantity, sum over distinct servers and highest day",
            (true, true) => "quantity, sum over distinct servers and summary",
            (true, false) => "quantity and sum over distinct servers",
        };
        let message = format!("{said}: {ways}");
        let all = agree >= u64::try_from(of).unwrap_or(u64::MAX);
        let advice =
            if all { "Nothing to do." } else { "See the others below; the report is contestable for them." };
        batch.note(Code::TotalDiffers, Severity::Note, &sheet.path, message, advice);
        if !all {
            doubts.push(format!("the totals of {} of {of} products differ", of as u64 - agree));
        }
        agreed.said.push((sheet.path.clone(), said));
    }
    unreported(contents, daily, &reported, batch);
    batch.snapshots.words = words;
    agreed
}

/// Products of the daily series that no per-server report has.
fn unreported(contents: &Contents, daily: &Daily, reported: &Set<(Arc<str>, Metric)>, batch: &mut Batch) {
    let Some(file) = daily.files.first() else { return };
    for ((name, metric), days) in &daily.units {
        if reported.contains(&(Arc::clone(name), metric.clone())) {
            continue;
        }
        let peak = days.values().max().copied().unwrap_or(0);
        match metric.column() {
            // Without any per-server report the quantities stand on their own.
            Some(metric) if !contents.sheets.is_empty() => {
                let message = format!(
                    "{name} has up to {} {metric} here and no row in a per-server report: which servers it is on is \
                     unknown",
                    grouped(peak)
                );
                let advice = "Look for a filter in the snapshot's report.";
                batch.note(Code::FloorOnly, Severity::Warning, file, message, advice);
            }
            Some(_) => {}
            None => {
                let Metric::Other(metric) = metric else { continue };
                let message = format!("{name} is measured in {metric}, which is not counted by cores");
                batch.note(Code::OtherMetric, Severity::Note, file, message, "Nothing to do here.");
            }
        }
    }
}

fn differing(product: &Product<'_>, contents: &Contents, daily: &Daily, words: &Words) -> Option<Finding> {
    let (row, metric) = (product.first, &product.sheet.metric);
    let (name, bundle) = (words.name(row.product), words.some(row.bundle));
    let servers = product.over_servers();
    let mut ways: Vec<String> =
        product.quantities.iter().map(|units| format!("{units} as Metric Quantity")).collect();
    ways.push(format!("{servers} over its servers"));
    let tiered = tiered(servers, metric);
    let total = if product.is_agreed(tiered) { tiered } else { servers };
    let mut agree = product.is_agreed(total);
    // The series does not tell bundled from other use of a product, nor full capacity from sub-capacity.
    let alone = contents.sheets.iter().filter(|sheet| sheet.metric == *metric).count() == 1;
    if bundle.is_none() && alone && !daily.files.is_empty() {
        let peak = daily.peak(&name, metric);
        agree &= peak == Some(total);
        ways.push(
            peak.map_or("no row in the daily series".into(), |peak| format!("{peak} on its highest day")),
        );
    }
    if let Some(summary) = &contents.summary {
        let same =
            |stated: &&Stated| stated.product == name && stated.bundle == bundle && stated.metric == *metric;
        let stated: Vec<u64> = summary.iter().filter(same).map(|stated| stated.quantity).collect();
        agree &= stated.contains(&total);
        ways.push(
            stated.first().map_or("no row in the summary".into(), |units| format!("{units} in the summary")),
        );
    }
    let shown = bundle.map_or_else(|| name.to_string(), |bundle| format!("{name} ({bundle})"));
    let of = metric.column().unwrap_or("units");
    let message =
        format!("{shown}: the totals differ: {of} are {}; the servers' totals stand", ways.join(", "));
    let finding = Finding::new(Code::TotalDiffers, Severity::Warning, &product.sheet.path, message, ADVICE);
    (!agree).then(|| finding.at(row.row))
}

/// Cores of RVU MAPC as units: whether a report of it states cores or units per server is not known.
fn tiered(cores: u64, metric: &Metric) -> u64 {
    if *metric != Metric::RvuMapc {
        return cores;
    }
    let measure = count::Measure { metric: rows::Metric::RvuMapc, scale: 1 };
    let units = i64::try_from(cores).ok().and_then(|cores| measure.units(cores).ok());
    units.and_then(|units| u64::try_from(units.get()).ok()).unwrap_or(cores)
}
