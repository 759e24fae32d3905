//! Which product runs where.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Order as _, Set};

use super::hosts::Hosts;
use super::machines::Machines;
use super::products::{Charged, Products};
use super::timeline::Held;
use super::{Joining, origin, some_of};
use crate::batch::Batch;
use crate::facts::{Install, Metric, Origin, Seen};
use crate::tables::InstallRow;

/// What is said once of all products of an export: where first, and of which.
type Many = Map<(usize, Code), (Origin, Set<Arc<str>>)>;
/// Product, whether it is on a host, and what it is on.
type Key = (Charged, bool, Arc<str>);

/// Writes the installs that count, and tells what each tool server knows the machines of.
pub fn installs(
    batches: &[Batch],
    held: &Held,
    (hosts, machines): (&Hosts, &Machines),
    products: &mut Products,
    joining: &mut Joining,
) -> Installed {
    let metrics = metrics(batches);
    let mut spans: Map<Key, Vec<(Span, String)>> = Map::new();
    let mut first: Map<Charged, (usize, Origin)> = Map::new();
    let mut installed = Installed::default();
    let mut said: Set<(Code, Arc<str>)> = Set::new();
    let mut many: Many = Map::new();
    // The earliest day, and how many installs are known since before the first state of their machines.
    let mut before: Option<(Day, usize)> = None;
    for (at, batch) in batches.iter().enumerate() {
        for install in &batch.facts.installs {
            let metric = install.metric.as_ref().or_else(|| metrics.get(&install.product).copied());
            if !install.charged {
                continue;
            }
            let mut say = |code, message: String, advice: &str| {
                if said.insert((code, Arc::clone(&install.product))) {
                    joining.say(Some(batch), install.origin, code, Severity::Warning, message, advice);
                }
            };
            let mut alike = |code| {
                let (first, names) = many.entry((at, code)).or_insert((install.origin, Set::new()));
                *first = install.origin.min(*first);
                names.insert(Arc::clone(&install.product));
            };
            let Some(column) = metric_of(install, metric, &mut say, &mut alike) else { continue };
            let (product, bundle) = (Arc::clone(&install.product), install.bundle.clone());
            let stated = Charged { product, bundle, metric: column };
            let server = server_of(batch, install);
            installed.add(&stated, &server);
            let charged = products.settled(stated, (at, install.origin));
            first.entry(charged.clone()).or_insert((at, install.origin));
            if !counts(install, &mut say, &mut alike) {
                continue;
            }
            let on = match install.on_host {
                true => hosts
                    .of(at, &install.machine, None)
                    .or_else(|| hosts.find(&install.machine))
                    .and_then(|host| hosts.called(host)),
                false => machines.of(at, &install.machine).and_then(|machine| machines.called(machine)),
            };
            let Some(on) = on else {
                if said.insert((Code::UnknownVm, Arc::clone(&install.machine))) {
                    let (why, advice) = match machines.is_ambiguous(&install.machine) {
                        true => (
                            "could be one of several machines of other exports",
                            "Give the export that says where it is, such as the hardware inventory of the same tool.",
                        ),
                        false => (
                            "is in no export that states its cores",
                            "Add the hardware inventory, or the export of the hypervisor, that knows it.",
                        ),
                    };
                    let message = format!("{} {why}", install.machine);
                    joining.left_out(Some(batch), install.origin, Code::UnknownVm, message, advice);
                }
                continue;
            };
            // What a report states it states for its period, and until the next report does.
            let key = (charged, install.on_host, on);
            for stated in held.spans(install.seen, &server) {
                let from = install.from.unwrap_or(stated.from);
                if from < stated.from && held.is_first(stated, install.seen, &server) {
                    let (first, installs) = before.unwrap_or((from, 0));
                    before = Some((first.min(from), installs + 1));
                }
                let span = Span::new(from.max(stated.from), install.to.unwrap_or(Day::STILL).min(stated.to));
                if span.from <= span.to {
                    spans.entry(key.clone()).or_default().push((span, origin(batch, install.origin)));
                }
            }
        }
    }
    say_many(batches, many, joining);
    let first_placed = first_placed(joining);
    first.into_iter().for_each(|(charged, at)| drop(products.name(&charged, at)));
    for ((charged, on_host, on), mut spans) in spans {
        let Some(product) = products.known(&charged) else { continue };
        let placed = first_placed.get(&on).copied().filter(|_| !on_host).unwrap_or(Day::ALWAYS);
        for (span, _) in &mut spans {
            if span.from < placed {
                span.from = placed;
            }
        }
        spans.retain(|(span, _)| span.from <= span.to);
        spans.order();
        let mut merged: Vec<(Span, String)> = Vec::new();
        for (span, origin) in spans {
            match merged.last_mut() {
                Some((last, _)) if span.from <= last.to.next() => last.to = last.to.max(span.to),
                _ => merged.push((span, origin)),
            }
        }
        let row = |(span, origin)| InstallRow {
            product: Arc::clone(product),
            on: Arc::clone(&on),
            on_host,
            span,
            origin,
        };
        joining.rows.installs.extend(merged.into_iter().map(row));
    }
    if let Some((first, installs)) = before {
        let message = format!(
            "{installs} installs are known since {first} or later, but no export says where their machines were before the first state given; those days are not counted"
        );
        let file = batches.first().map_or("", |batch| &batch.name);
        let advice = "Give the reports of that time too, or --since DATE if the first state held then.";
        joining.findings.push(Finding::new(Code::Assumed, Severity::Note, file, message, advice));
    }
    installed
}

/// Tool servers; none for exports that name no tool server.
pub type Servers = Set<Option<Arc<str>>>;

/// Which tool servers list installs of a product, and of parts of a bundle.
#[derive(Debug, Default)]
pub struct Installed {
    products: Map<Charged, Servers>,
    bundles: Map<Arc<str>, Servers>,
}

impl Installed {
    fn add(&mut self, charged: &Charged, server: &Option<Arc<str>>) {
        if let Some(bundle) = &charged.bundle {
            self.bundles.entry(Arc::clone(bundle)).or_default().insert(server.clone());
        }
        self.products.entry(charged.clone()).or_default().insert(server.clone());
    }

    /// Whether it is installed anywhere, in whatever metric.
    pub fn has(&self, product: &Arc<str>) -> bool {
        self.of(product).next().is_some()
    }

    /// Those that list parts of a bundle.
    pub fn of_bundle(&self, bundle: &Arc<str>) -> Servers {
        self.bundles.get(bundle).cloned().unwrap_or_default()
    }

    /// Those that list what a quantity is of; one that names no bundle is of the product in any.
    pub fn of_measured(&self, charged: &Charged) -> Servers {
        let same = |known: &Charged| {
            known.metric == charged.metric && (charged.bundle.is_none() || known.bundle == charged.bundle)
        };
        let of_product = self.of(&charged.product).filter(|(known, _)| same(known));
        let parts = self.bundles.get(&charged.product).filter(|_| charged.bundle.is_none());
        of_product.map(|(_, servers)| servers).chain(parts).flatten().cloned().collect()
    }

    fn of<'p>(&'p self, product: &'p Arc<str>) -> impl Iterator<Item = (&'p Charged, &'p Servers)> {
        let first = Charged { product: Arc::clone(product), bundle: None, metric: "" };
        self.products.range(first..).take_while(|(known, _)| known.product == *product)
    }
}

/// The tool server whose report states an install.
fn server_of(batch: &Batch, install: &Install) -> Option<Arc<str>> {
    let (path, _) = batch.origins.get(install.origin.file);
    let folder = crate::snapshot::folder_of(path);
    let reports = &batch.facts.reports;
    let report = reports.iter().find(|report| *report.archive == *folder).or(reports.first());
    report.and_then(|report| report.server.clone())
}

/// Says what holds of many products once for each export.
fn say_many(batches: &[Batch], many: Many, joining: &mut Joining) {
    for ((batch, code), (first, products)) in many {
        let products = some_of("products", &products);
        let (message, advice) = match code {
            Code::Assumed => (
                format!("no export states the metric of {products}: counted in PVU"),
                "State it in a products.csv beside the exports.",
            ),
            _ => (
                format!("nobody has confirmed that instances belong to {products}: they count"),
                "Confirm or correct the assignment in the tool.",
            ),
        };
        joining.say(batches.get(batch), first, code, Severity::Warning, message, advice);
    }
}

/// The first day on which each machine is placed.
fn first_placed(joining: &Joining) -> Map<Arc<str>, Day> {
    let mut first: Map<Arc<str>, Day> = Map::new();
    for row in &joining.rows.placements {
        let day = first.entry(Arc::clone(&row.vm)).or_insert(row.span.from);
        *day = row.span.from.min(*day);
    }
    first
}

/// The metric of each product, as far as a measured quantity tells it.
fn metrics(batches: &[Batch]) -> Map<Arc<str>, &Metric> {
    let mut metrics: Map<Arc<str>, &Metric> = Map::new();
    for measure in batches.iter().flat_map(|batch| &batch.facts.measures) {
        let known = metrics.entry(Arc::clone(&measure.product)).or_insert(&measure.metric);
        *known = (&measure.metric).min(known);
    }
    metrics
}

/// The metric in which an install counts; `None` if it does not.
fn metric_of(
    install: &Install,
    metric: Option<&Metric>,
    say: &mut impl FnMut(Code, String, &str),
    alike: &mut impl FnMut(Code),
) -> Option<&'static str> {
    let product = &install.product;
    let Some(metric) = metric else {
        alike(Code::Assumed);
        return Some("PVU");
    };
    if let Metric::Other(name) = metric {
        let message = format!("{product} is charged by {name}, which cores do not decide; it is not counted");
        say(Code::OtherMetric, message, "Check its entitlement apart.");
    }
    metric.column()
}

/// Whether an instance is not excluded.
fn counts(install: &Install, say: &mut impl FnMut(Code, String, &str), alike: &mut impl FnMut(Code)) -> bool {
    let product = &install.product;
    // A snapshot says it where it is read.
    let said = matches!(install.seen, Seen::During(_));
    if let Some(reason) = &install.excluded {
        if !said {
            let message = format!("instances of {product} are excluded ({reason}) and do not count");
            say(Code::Excluded, message, "Be ready to show why.");
        }
        return false;
    }
    if !install.confirmed && !said {
        alike(Code::Unconfirmed);
    }
    true
}
