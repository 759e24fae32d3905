//! Quantities a tool measured, where nothing else is known of what it measured.
//!
//! Their servers and machines are in no export, so full capacity cannot be told: each product gets a stand-in of
//! the measured size, which is right for what was used and a floor for what could be charged. A row of `hosts.csv`
//! without cores says so: an unknown number is not zero, and every total is "at least" until it is filled in.

use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::covered::{Bundled, Covers, Wholes, covers, is_of_containers, of_all};
use super::products::{Charged, Products};
use super::software::Installed;
use super::{Joining, origin, some_of};
use crate::batch::Batch;
use crate::facts::{Measure, Metric, Origin, Report};
use crate::ledger::{At, Ledger};
use crate::tables::{HostRow, InstallRow, PlacementRow};

/// The measures of one product by one tool server, each with the number of its export.
type Series<'b> = Map<Span, (u64, usize, &'b Measure)>;
/// What may be measured and installed at once: by export and tool server, where first and which products.
type Unsure = Map<(usize, Option<Arc<str>>), (Origin, Set<Arc<str>>)>;

/// A server that stands in for what a tool measured.
#[derive(Debug)]
pub struct StandIn {
    /// Its name in the tables.
    pub host: Arc<str>,
    /// Tool server or cluster that measured.
    pub by: Option<Arc<str>>,
}

/// Adds stand-ins for what was measured where no install is known.
pub fn stand_ins(
    batches: &[Batch],
    ledger: &Ledger,
    installed: &Installed,
    products: &mut Products,
    joining: &mut Joining,
) -> Vec<StandIn> {
    let mut stand_ins = Vec::new();
    let wholes = Wholes::of(batches, installed);
    let bundled = Bundled::of(batches);
    let mut others: Set<Arc<str>> = Set::new();
    let mut unsure: Unsure = Map::new();
    let mut series: Map<(Charged, Option<Arc<str>>), Series<'_>> = Map::new();
    for (at, batch, measure) in of_all(batches) {
        let Some(mut charged) = Charged::of(measure) else {
            if others.insert(Arc::clone(&measure.product)) && !installed.has(&measure.product) {
                not_counted(batch, measure, joining);
            }
            continue;
        };
        let is_containers = is_of_containers(batch, measure);
        if charged.bundle.is_none() && !is_containers {
            charged.bundle = bundled.of_daily(measure);
        }
        match covers(
            &installed.of_measured(&Charged { bundle: measure.bundle.clone(), ..charged.clone() }),
            measure,
            is_containers,
        ) {
            Covers::Yes => continue,
            Covers::Perhaps => {
                let found =
                    unsure.entry((at, measure.cluster.clone())).or_insert((measure.origin, Set::new()));
                found.0 = found.0.min(measure.origin);
                found.1.insert(Arc::clone(&measure.product));
                continue;
            }
            Covers::No => {}
        }
        if wholes.hold(&charged, &measure.cluster) || is_outdone(at, batch, measure, ledger) {
            continue;
        }
        let charged = products.settled(charged, (at, measure.origin));
        let key = (charged, measure.cluster.clone());
        let entry =
            series.entry(key).or_default().entry(measure.when).or_insert((measure.quantity, at, measure));
        if entry.0 < measure.quantity {
            *entry = (measure.quantity, at, measure);
        }
    }
    say_unsure(unsure, batches, joining);
    let mut servers: Map<Charged, usize> = Map::new();
    let is_installed = |charged: &Charged, products: &Products| products.known(charged).is_some();
    let beside: Set<Charged> = series
        .keys()
        .map(|(charged, _)| charged)
        .filter(|charged| is_installed(charged, products))
        .cloned()
        .collect();
    series.keys().for_each(|(charged, _)| *servers.entry(charged.clone()).or_default() += 1);
    let mut rest: Set<Option<Arc<str>>> = Set::new();
    let mut floors: Map<String, (&Batch, Origin, Set<Arc<str>>)> = Map::new();
    for ((charged, cluster), mut series) in series {
        // Where every day is known, the peak of a period adds nothing.
        if series.keys().any(|span| span.from == span.to) {
            series.retain(|span, _| span.from == span.to);
        }
        let Some((_, number, first)) = series.values().next().copied() else { continue };
        let Some(batch) = batches.get(number) else { continue };
        let product = products.name(&charged, (number, first.origin));
        let several = beside.contains(&charged) || servers.get(&charged).is_some_and(|servers| *servers > 1);
        let by =
            cluster.as_ref().filter(|_| several).map_or(String::new(), |cluster| format!(" by {cluster}"));
        let name: Arc<str> = format!("{product} as measured{by}").into();
        let peak = series.values().map(|(quantity, ..)| *quantity).max().unwrap_or(0);
        let at = origin(batch, first.origin);
        let host = |name: &str, cores, rate| HostRow {
            host: name.into(),
            span: Span::EVER,
            cores,
            cluster: None,
            processor: None,
            rate,
            origin: at.clone(),
        };
        if peak == 0 {
            continue;
        }
        stand_ins.push(StandIn { host: Arc::clone(&name), by: cluster.clone() });
        joining.rows.hosts.push(host(&name, u32::try_from(peak).ok(), Some(1)));
        // Once for each tool server: one unknown is enough to make every total a floor.
        if rest.insert(cluster.clone()) {
            let by = cluster.as_ref().map_or(String::new(), |cluster| format!(" of {cluster}"));
            joining.rows.hosts.push(host(&format!("what else the servers{by} have"), None, None));
        }
        joining.rows.placements.extend(runs(&name, &series, batches));
        let days = |span: Span| InstallRow {
            product: Arc::clone(&product),
            on: Arc::clone(&name),
            on_host: false,
            span,
            origin: at.clone(),
        };
        let all = series.keys().copied().reduce(|a, b| Span::new(a.from.min(b.from), a.to.max(b.to)));
        joining.rows.installs.extend(all.map(days));
        let (_, _, products) = floors.entry(batch.name.clone()).or_insert((batch, first.origin, Set::new()));
        products.insert(product);
    }
    for (batch, first, products) in floors.into_values() {
        let message = format!(
            "no export knows the servers of {}: measured quantities stand in, so full capacity is unknown and totals are a floor",
            some_of("products", &products)
        );
        let advice = "Add the export of the hypervisor or the nodes, or fill in the cores in hosts.csv.";
        joining.say(Some(batch), first, Code::FloorOnly, Severity::Warning, message, advice);
    }
    stand_ins
}

/// Whether every report that states the quantity of a day gives way to another on that day.
fn is_outdone(number: usize, batch: &Batch, measure: &Measure, ledger: &Ledger) -> bool {
    let day = measure.when.from;
    let reports = batch.facts.reports.iter().enumerate();
    let states = |report: &Report| report.server == measure.cluster && report.period.contains(day);
    let mut own =
        reports.filter(|(_, report)| states(report)).map(|(report, _)| At { batch: number, report });
    let outdone = |at: At| ledger.outdone.get(&at).is_some_and(|days| days.contains(day));
    day == measure.when.to
        && !ledger.outdone.is_empty()
        && own.next().is_some_and(outdone)
        && own.all(outdone)
}

fn not_counted(batch: &Batch, measure: &Measure, joining: &mut Joining) {
    let Metric::Other(name) = &measure.metric else { return };
    let product = &measure.product;
    let message = format!("{product} is charged by {name}, which cores do not decide; it is not counted");
    let advice = "Check its entitlement apart.";
    joining.say(Some(batch), measure.origin, Code::OtherMetric, Severity::Note, message, advice);
}

/// Quantities that are left out because they are taken for what is counted already are said.
fn say_unsure(unsure: Unsure, batches: &[Batch], joining: &mut Joining) {
    for ((batch, cluster), (first, products)) in unsure {
        let by = cluster.map_or_else(|| "here".to_owned(), |cluster| format!("by {cluster}"));
        let message = format!(
            "quantities of {} measured {by} are taken for what other exports list as installed, and not added",
            some_of("products", &products)
        );
        let advice = "If they were measured elsewhere (containers, another tool server), give the audit snapshot of \
                      that tool in place of the report, which names no tool server.";
        joining.say(batches.get(batch), first, Code::Joined, Severity::Warning, message, advice);
    }
}

/// Runs of days of one quantity.
fn runs(name: &Arc<str>, series: &Series<'_>, batches: &[Batch]) -> Vec<PlacementRow> {
    let mut rows: Vec<PlacementRow> = Vec::new();
    for (span, (quantity, batch, measure)) in series.iter().filter(|(_, (quantity, ..))| *quantity > 0) {
        let milli_cores = Some(quantity.saturating_mul(1000));
        match rows.last_mut() {
            Some(last) if last.milli_cores == milli_cores && span.from <= last.span.to.next() => {
                last.span.to = last.span.to.max(span.to);
            }
            _ => rows.push(PlacementRow {
                vm: Arc::clone(name),
                span: *span,
                host: Some(Arc::clone(name)),
                milli_cores,
                mode: "dedicated",
                pool: None,
                origin: batches.get(*batch).map(|batch| origin(batch, measure.origin)).unwrap_or_default(),
            }),
        }
    }
    rows
}
