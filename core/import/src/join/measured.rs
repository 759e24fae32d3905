//! Quantities a tool measured, where nothing else is known of what it measured.
//!
//! Their servers and machines are in no export, so full capacity cannot be told: each product gets a stand-in of
//! the measured size, which is right for what was used and a floor for what could be charged. A row of `hosts.csv`
//! without cores says so: an unknown number is not zero, and every total is "at least" until it is filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Severity};

use super::{Joining, origin, some_of};
use crate::batch::Batch;
use crate::facts::{Measure, Metric, Origin};
use crate::tables::{HostRow, InstallRow, PlacementRow, ProductRow};

/// The measures of one product by one tool server.
type Series<'b> = BTreeMap<Span, (u64, &'b Batch, &'b Measure)>;

/// A server that stands in for what a tool measured.
#[derive(Debug)]
pub struct StandIn {
    /// Its name in the tables.
    pub host: Arc<str>,
    /// Tool server or cluster that measured.
    pub by: Option<Arc<str>>,
}

/// Adds stand-ins for the products that no install is known of.
pub fn stand_ins(batches: &[Batch], joining: &mut Joining) -> Vec<StandIn> {
    let mut stand_ins = Vec::new();
    let installed: BTreeSet<Arc<str>> =
        joining.rows.products.iter().map(|row| Arc::clone(&row.product)).collect();
    let measures = || batches.iter().flat_map(|batch| batch.facts.measures.iter().map(move |m| (batch, m)));
    // A Cloud Pak's own quantity is what its parts come to.
    let whole: BTreeSet<&str> =
        measures().filter(|(_, m)| m.bundle.is_none()).map(|(_, m)| &*m.product).collect();
    let mut others: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut series: BTreeMap<(Arc<str>, Option<Arc<str>>), Series<'_>> = BTreeMap::new();
    for (batch, measure) in measures() {
        if let Metric::Other(name) = &measure.metric {
            if others.insert(Arc::clone(&measure.product)) && !installed.contains(&measure.product) {
                let message = format!(
                    "{} is charged by {name}, which cores do not decide; it is not counted",
                    measure.product
                );
                let advice = "Check its entitlement apart.";
                joining.say(Some(batch), measure.origin, Code::OtherMetric, Severity::Note, message, advice);
            }
            continue;
        }
        let part = measure.bundle.as_ref().is_some_and(|bundle| whole.contains(&**bundle));
        if installed.contains(&measure.product) || part {
            continue;
        }
        let key = (Arc::clone(&measure.product), measure.cluster.clone());
        let entry =
            series.entry(key).or_default().entry(measure.when).or_insert((measure.quantity, batch, measure));
        if entry.0 < measure.quantity {
            *entry = (measure.quantity, batch, measure);
        }
    }
    let mut servers: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    series.keys().for_each(|(product, _)| *servers.entry(Arc::clone(product)).or_default() += 1);
    let mut named: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut rest: BTreeSet<Option<Arc<str>>> = BTreeSet::new();
    let mut floors: BTreeMap<String, (&Batch, Origin, BTreeSet<Arc<str>>)> = BTreeMap::new();
    for ((product, cluster), mut series) in series {
        // Where every day is known, the peak of a period adds nothing.
        if series.keys().any(|span| span.from == span.to) {
            series.retain(|span, _| span.from == span.to);
        }
        let Some((_, batch, first)) = series.values().next().copied() else { continue };
        let Some(metric) = first.metric.column() else { continue };
        let several = servers.get(&product).is_some_and(|servers| *servers > 1);
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
        joining.rows.placements.extend(runs(&name, &series));
        let days = |span: Span| InstallRow {
            product: Arc::clone(&product),
            on: Arc::clone(&name),
            on_host: false,
            span,
            origin: at.clone(),
        };
        let all = series.keys().copied().reduce(|a, b| Span::new(a.from.min(b.from), a.to.max(b.to)));
        joining.rows.installs.extend(all.map(days));
        if named.insert(Arc::clone(&product)) {
            let (_, _, products) =
                floors.entry(batch.name.clone()).or_insert((batch, first.origin, BTreeSet::new()));
            products.insert(Arc::clone(&product));
            joining.rows.products.push(ProductRow {
                product: Arc::clone(&product),
                metric,
                list: None,
                contract: None,
                bundle: first.bundle.clone(),
                ratio: first.ratio,
                origin: at,
            });
        }
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

/// Runs of days of one quantity.
fn runs(name: &Arc<str>, series: &Series<'_>) -> Vec<PlacementRow> {
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
                origin: origin(batch, measure.origin),
            }),
        }
    }
    rows
}
