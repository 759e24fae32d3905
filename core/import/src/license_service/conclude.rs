//! What the files of an intake say together.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};

use super::once;
use crate::batch::{Batch, Seen};
use crate::facts::{Integrity, Measure, Metric, Origin, Report};
use crate::kind::Kind;
use crate::period;
use crate::snapshot;

/// The daily quantities of one cluster.
struct Cluster {
    days: Set<Day>,
    first: Origin,
    products: Map<Arc<str>, Product>,
}

/// Those of a product, in one metric.
struct Product {
    name: Arc<str>,
    first: Origin,
    metrics: Map<Metric, (Set<Day>, u64)>,
}

type Clusters = Map<Option<Arc<str>>, Cluster>;

/// What all files together know of products.
#[derive(Default)]
struct Known {
    /// Names by id.
    names: Map<Arc<str>, Arc<str>>,
    /// Daily quantities by product, metric and day.
    daily: Map<(Arc<str>, Metric, Day), Set<u64>>,
    /// Products of which anything but contributions is stated.
    stated: Set<(Arc<str>, Metric)>,
}

/// All files are read, those that came together and those by themselves.
pub(crate) fn conclude(batches: &mut [Batch]) {
    super::fargate::conclude(batches);
    let known = Known::of(batches);
    for batch in batches {
        once::once(batch);
        let mut clusters = clusters(batch);
        // What is in an audit snapshot of ILMT is told there.
        clusters.retain(|_, cluster| !of_ilmt(batch.origins.get(cluster.first.file).0, batch));
        name_bundles(&known, batch);
        services(&known, batch);
        compare_peaks(&clusters, &known, batch);
        gaps(&clusters, batch);
        reports(&clusters, batch);
    }
}

impl Known {
    fn of(batches: &[Batch]) -> Self {
        let mut known = Self::default();
        let asks = |batch: &Batch| {
            let state = &batch.license;
            !state.peaks.is_empty() || !state.services.is_empty() || state.bundled
        };
        if !batches.iter().any(asks) {
            return known;
        }
        for batch in batches {
            for measure in &batch.facts.measures {
                known.stated.insert((Arc::clone(id(measure)), measure.metric.clone()));
                if let Some(id) = measure.product_id.as_ref().filter(|_| measure.bundle.is_none()) {
                    known.names.insert(Arc::clone(id), Arc::clone(&measure.product));
                }
            }
            for measure in batch.daily.at.iter().filter_map(|at| batch.facts.measures.get(*at)) {
                let key = (Arc::clone(id(measure)), measure.metric.clone(), measure.when.from);
                known.daily.entry(key).or_default().insert(measure.quantity);
            }
        }
        known
    }
}

fn clusters(batch: &Batch) -> Clusters {
    let mut clusters = Clusters::new();
    for measure in batch.daily.at.iter().filter_map(|at| batch.facts.measures.get(*at)) {
        let (day, origin) = (measure.when.from, measure.origin);
        let cluster = clusters.entry(measure.cluster.clone()).or_insert_with(|| Cluster {
            days: Set::new(),
            first: origin,
            products: Map::new(),
        });
        cluster.days.insert(day);
        let product = cluster.products.entry(Arc::clone(id(measure))).or_insert_with(|| Product {
            name: Arc::clone(&measure.product),
            first: origin,
            metrics: Map::new(),
        });
        let (days, peak) = product.metrics.entry(measure.metric.clone()).or_default();
        days.insert(day);
        *peak = measure.quantity.max(*peak);
    }
    clusters
}

fn id(measure: &Measure) -> &Arc<str> {
    measure.product_id.as_ref().unwrap_or(&measure.product)
}

/// Bundled products name their Cloud Pak by its id; its name stands among the products.
fn name_bundles(known: &Known, batch: &mut Batch) {
    for bundle in batch.facts.measures.iter_mut().filter_map(|measure| measure.bundle.as_mut()) {
        if let Some(name) = known.names.get(bundle) {
            *bundle = Arc::clone(name);
        }
    }
}

/// Contributions of services count where nothing else states the quantity of their product.
fn services(known: &Known, batch: &mut Batch) {
    for (of, (quantity, origin)) in std::mem::take(&mut batch.license.services) {
        let id = of.id.as_ref().unwrap_or(&of.product);
        if known.stated.contains(&(Arc::clone(id), of.metric.clone())) {
            continue;
        }
        let bundle = of.bundle.map(|bundle| known.names.get(&bundle).cloned().unwrap_or(bundle));
        batch.facts.measures.push(Measure {
            product: of.product,
            product_id: of.id,
            metric: of.metric,
            bundle,
            ratio: None,
            cluster: None,
            when: Span::new(of.day, of.day),
            peak: Some(of.day),
            quantity,
            limit: None,
            origin,
        });
    }
}

/// A peak says nothing new where the days are known, but it must be their highest.
fn compare_peaks(clusters: &Clusters, known: &Known, batch: &mut Batch) {
    let mut dropped: Set<usize> = Set::new();
    let only = (clusters.len() == 1).then(|| clusters.iter().next()).flatten();
    let peaks = batch.license.peaks.clone();
    for at in peaks {
        let Some(measure) = batch.facts.measures.get_mut(at) else { continue };
        let daily: Vec<u64> = clusters
            .values()
            .filter_map(|cluster| Some(cluster.products.get(id(measure))?.metrics.get(&measure.metric)?.1))
            .collect();
        measure.cluster = only.and_then(|(name, _)| name.clone());
        let Some(highest) = daily.iter().max() else {
            // The same quantity on the same day in another file: that is the day it is of.
            let key = measure.peak.map(|peak| (Arc::clone(id(measure)), measure.metric.clone(), peak));
            if key.and_then(|key| known.daily.get(&key)).is_some_and(|all| all.contains(&measure.quantity)) {
                dropped.insert(at);
            }
            continue;
        };
        dropped.insert(at);
        if only.is_some() && *highest != measure.quantity {
            let message = format!(
                "the highest day of {} is {highest} by its daily quantities and {} here: the days count",
                measure.product, measure.quantity
            );
            let (path, _) = batch.origins.get(measure.origin.file);
            let advice = "Fetch both for the same period, and compare.";
            let finding = Finding::new(Code::ExportsDiffer, Severity::Warning, path, message, advice);
            batch.findings.push(finding.at(measure.origin.row));
        }
    }
    once::remove(&dropped, batch);
}

/// Days between the first and the last on which a product has no quantity, though others have.
fn gaps(clusters: &Clusters, batch: &mut Batch) {
    for cluster in clusters.values() {
        for product in cluster.products.values() {
            for (metric, (days, _)) in &product.metrics {
                let Some((first, last)) = days.first().zip(days.last()) else { continue };
                let between = cluster.days.range(*first..).take_while(|day| *day <= last);
                let gaps: Vec<Day> = between.filter(|day| !days.contains(day)).copied().collect();
                if gaps.is_empty() {
                    continue;
                }
                let message = format!(
                    "{} has no {} on {}, while others of the same cluster have: it counts as not used then",
                    product.name,
                    metric.column().map_or("quantity".to_owned(), |metric| format!("quantity in {metric}")),
                    period::listed(&period::spans(gaps))
                );
                let (path, _) = batch.origins.get(product.first.file);
                let advice = "Check that it did not run on those days.";
                let finding = Finding::new(Code::MissingDays, Severity::Note, path, message, advice);
                batch.findings.push(finding.at(product.first.row));
            }
        }
    }
}

/// A report per cluster, unless the files belong to a snapshot of ILMT, which is a report of its own.
fn reports(clusters: &Clusters, batch: &mut Batch) {
    let condition = batch.license.condition.take();
    let tool = condition.as_ref().and_then(|condition| condition.tool.clone());
    let by_license_service = condition.is_some()
        || batch.seen.iter().any(|seen| {
            let kinds = [Kind::LicenseServiceProducts, Kind::LicenseServiceBundled, Kind::FargateLog];
            kinds.contains(&seen.kind)
        });
    let tool = tool.or_else(|| by_license_service.then(|| "IBM License Service".to_owned()));
    let tool = tool.map(|tool| batch.names.of(&tool));
    let stated = condition.as_ref().and_then(|condition| condition.period);
    let made = condition.as_ref().and_then(|condition| condition.made);
    let archive = batch.names.of(&batch.name.clone());
    for (name, cluster) in clusters {
        let (path, _) = batch.origins.get(cluster.first.file);
        let path = path.to_owned();
        let Some((first, last)) = cluster.days.first().zip(cluster.days.last()) else { continue };
        let rows = Span::new(*first, *last);
        let said = period::in_name(&path).or(stated);
        let period = said.map_or(rows, |said| Span::new(said.from.min(rows.from), said.to.max(rows.to)));
        if let Some(said) = said.filter(|said| *said != period) {
            let message =
                format!("the period is said to be {said}, and there are days outside of it: {rows}");
            let advice = "Check that the file is as License Service wrote it.";
            batch.note(Code::PeriodDiffers, Severity::Warning, &path, message, advice);
        }
        let missing = period::missing(&cluster.days, period);
        if !missing.is_empty() {
            let days: i32 = missing.iter().map(|span| span.days()).sum();
            let message = format!(
                "{}there is no quantity at all on {days} of {} days, which do not count as measured: {}",
                name.as_ref().map_or(String::new(), |name| format!("{name}: ")),
                period.days(),
                period::listed(&missing)
            );
            let advice = "Find out whether License Service ran; add evidence for those days if there is any.";
            batch.note(Code::MissingDays, Severity::Warning, &path, message, advice);
        }
        let integrity = integrity(&path, batch);
        batch.facts.reports.push(Report {
            archive: Arc::clone(&archive),
            tool: tool.clone(),
            server: name.clone(),
            period,
            measured: period::spans(cluster.days.iter().copied()),
            made,
            server_since: None,
            integrity,
            doubts: Vec::new(),
            origin: cluster.first,
        });
    }
    // Peaks alone: the period must be said elsewhere, and which of its days were measured is not.
    if let (true, Some(condition), Some(period)) = (clusters.is_empty(), condition, stated) {
        let file = batch.origins.add(&condition.path, &[]);
        let integrity = integrity(&condition.path, batch);
        batch.facts.reports.push(Report {
            archive,
            tool,
            server: None,
            period,
            measured: Vec::new(),
            made,
            server_since: None,
            integrity,
            doubts: Vec::new(),
            origin: Origin { file, row: 1 },
        });
    }
}

/// Whether a file lies beside those of an audit snapshot of ILMT, which has made its report by now.
fn of_ilmt(path: &str, batch: &Batch) -> bool {
    let at = |report: &Report| folder(batch.origins.get(report.origin.file).0) == folder(path);
    batch.facts.reports.iter().any(at)
}

/// What the checksums beside a file say. A series that was saved by itself has none.
fn integrity(path: &str, batch: &mut Batch) -> Integrity {
    let folder = folder(path);
    let listed = |seen: &Seen| seen.kind == Kind::SnapshotIntegrity && folder == self::folder(&seen.path);
    if batch.seen.iter().any(listed) { snapshot::integrity_of(folder, batch) } else { Integrity::NoFiles }
}

fn folder(path: &str) -> &str {
    path.rfind(['/', '\\']).and_then(|end| path.get(..end)).unwrap_or("")
}
