//! Products as the tables have them: one name, one metric, at most one bundle.
//!
//! Exports charge one product in two metrics, or by itself and within a bundle. Those are several products here, and
//! what tells the second from the first stands behind its name: `IBM MQ (VPC)`, `IBM MQ (IBM Cloud Pak for Data)`.

use std::sync::Arc;

use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::{Joining, origin};
use crate::batch::Batch;
use crate::facts::{Measure, Origin};
use crate::tables::ProductRow;

/// What is charged: a product, by itself or within a bundle, in a metric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Charged {
    pub product: Arc<str>,
    pub bundle: Option<Arc<str>>,
    pub metric: &'static str,
}

/// An export, and a place in it.
type At = (usize, Origin);
/// Units of a product that use units of its bundle.
type Ratio = (u32, u32);

/// Products under their names in the tables.
#[derive(Debug, Default)]
pub(super) struct Products {
    /// By the name in the tables, with where each is first stated.
    named: Map<Arc<str>, (Charged, At)>,
    names: Map<Charged, Arc<str>>,
    /// The metric of each bundle that was measured as a whole, and where.
    wholes: Map<Arc<str>, (&'static str, At)>,
    /// How parts use units of their bundles, by the largest quantity that tells it.
    ratios: Map<Charged, (u64, Ratio)>,
    /// Parts of whose units nothing says how many make one of their bundle.
    apart: Map<Charged, At>,
}

impl Charged {
    /// What a measured quantity is of; nothing if its metric is not counted.
    pub fn of(measure: &Measure) -> Option<Self> {
        let (product, bundle) = (Arc::clone(&measure.product), measure.bundle.clone());
        Some(Self { product, bundle, metric: measure.metric.column()? })
    }
}

impl Products {
    /// What measured quantities say of bundles; no product is named yet.
    pub fn of(batches: &[Batch]) -> Self {
        let mut products = Self::default();
        let measures = || {
            let all = batches.iter().enumerate();
            all.flat_map(|(at, batch)| batch.facts.measures.iter().map(move |measure| (at, measure)))
        };
        let installs = batches.iter().flat_map(|batch| &batch.facts.installs);
        let bundles: Set<&Arc<str>> = installs
            .filter_map(|install| install.bundle.as_ref())
            .chain(measures().filter_map(|(_, measure)| measure.bundle.as_ref()))
            .collect();
        for (at, measure) in measures() {
            let Some(charged) = Charged::of(measure) else { continue };
            if let Some(ratio) = measure.ratio.filter(|_| measure.bundle.is_some()) {
                let known = products.ratios.entry(charged).or_insert((measure.quantity, ratio));
                *known = (measure.quantity, ratio).max(*known);
            } else if measure.bundle.is_none() && bundles.contains(&measure.product) {
                let known =
                    products.wholes.entry(charged.product).or_insert((charged.metric, (at, measure.origin)));
                *known = (charged.metric, (at, measure.origin)).min(*known);
            }
        }
        products
    }

    /// The same, out of its bundle if that counts in another metric and nothing says how units become those of the
    /// bundle.
    pub fn settled(&mut self, charged: Charged, at: At) -> Charged {
        let whole = charged.bundle.as_ref().and_then(|bundle| self.wholes.get(bundle));
        if whole.is_none_or(|(metric, _)| *metric == charged.metric) || self.ratios.contains_key(&charged) {
            return charged;
        }
        self.apart.entry(charged.clone()).or_insert(at);
        Charged { bundle: None, ..charged }
    }

    /// Its name in the tables. Of all that bear one name the first that is asked for keeps it, so ask in order.
    pub fn name(&mut self, charged: &Charged, at: At) -> Arc<str> {
        if let Some(name) = self.names.get(charged) {
            return Arc::clone(name);
        }
        let product = &charged.product;
        let metric = charged.metric;
        let mut names = vec![product.to_string(), format!("{product} ({metric})")];
        if let Some(bundle) = &charged.bundle {
            names.push(format!("{product} ({bundle})"));
            names.push(format!("{product} ({metric}, {bundle})"));
        }
        let same_metric = |known: &Charged| known.product == *product && known.metric == metric;
        if self.names.keys().any(same_metric) && charged.bundle.is_some() {
            // Its metric does not tell it apart.
            names.remove(1);
        }
        let taken = |name: &String| self.named.contains_key(name.as_str());
        let free = names.iter().find(|name| !taken(name)).cloned();
        let name: Arc<str> = free.unwrap_or_else(|| format!("{product} ({metric}, by itself)")).into();
        self.named.insert(Arc::clone(&name), (charged.clone(), at));
        self.names.insert(charged.clone(), Arc::clone(&name));
        name
    }

    /// Its name, if it has one.
    pub fn known(&self, charged: &Charged) -> Option<&Arc<str>> {
        self.names.get(charged)
    }

    /// The product that exports call the same and that is counted in another metric.
    pub fn in_metric(&self, name: &Arc<str>, metric: &str) -> Option<&Arc<str>> {
        let (known, _) = self.named.get(name).filter(|(known, _)| known.metric != metric)?;
        let same = |other: &&Charged| other.product == known.product && other.metric == metric;
        self.names.keys().find(same).and_then(|other| self.names.get(other))
    }

    /// Writes their rows, and those of bundles whose metric is known.
    pub fn write(&self, batches: &[Batch], joining: &mut Joining) {
        let row = |name: &Arc<str>, metric, bundle, ratio, (batch, at): At| ProductRow {
            product: Arc::clone(name),
            metric,
            list: None,
            contract: None,
            bundle,
            ratio,
            origin: batches.get(batch).map(|batch| origin(batch, at)).unwrap_or_default(),
        };
        let unlike = self.unlike();
        let mut bundles: Set<&Arc<str>> = Set::new();
        for (name, (charged, at)) in &self.named {
            let bundle = charged.bundle.as_ref().filter(|bundle| !unlike.contains(*bundle));
            bundles.extend(bundle);
            let ratio = self.ratios.get(charged).map(|(_, ratio)| *ratio).filter(|_| bundle.is_some());
            joining.rows.products.push(row(name, charged.metric, bundle.cloned(), ratio, *at));
            self.say_second_name(name, charged, *at, batches, joining);
        }
        for bundle in bundles.into_iter().filter(|bundle| !self.named.contains_key(*bundle)) {
            if let Some((metric, at)) = self.wholes.get(bundle) {
                joining.rows.products.push(row(bundle, metric, None, None, *at));
            }
        }
        self.say_apart(&unlike, batches, joining);
    }

    /// Bundles whose metric no export states and whose parts count in different ones.
    fn unlike(&self) -> Set<&Arc<str>> {
        let mut metrics: Map<&Arc<str>, Set<&str>> = Map::new();
        for (charged, _) in self.named.values() {
            if let Some(bundle) = charged.bundle.as_ref().filter(|bundle| !self.has_row(bundle)) {
                metrics.entry(bundle).or_default().insert(charged.metric);
            }
        }
        metrics.into_iter().filter(|(_, metrics)| metrics.len() > 1).map(|(bundle, _)| bundle).collect()
    }

    fn has_row(&self, bundle: &Arc<str>) -> bool {
        self.wholes.contains_key(bundle) || self.named.contains_key(bundle)
    }

    fn say_second_name(
        &self,
        name: &Arc<str>,
        charged: &Charged,
        (batch, at): At,
        batches: &[Batch],
        joining: &mut Joining,
    ) {
        if *name == charged.product {
            return;
        }
        let product = &charged.product;
        let (differs, among) = match &charged.bundle {
            Some(bundle) => (format!("counts towards {bundle}"), "by itself or towards another bundle"),
            None => (format!("is charged in {}", charged.metric), "in another metric or bundle"),
        };
        let message = format!("{product} {differs} here and {among} elsewhere: it is {name} in the tables");
        let advice = "Give entitlements and prices of it under that name.";
        joining.say(batches.get(batch), at, Code::ExportsDiffer, Severity::Warning, message, advice);
    }

    fn say_apart(&self, unlike: &Set<&Arc<str>>, batches: &[Batch], joining: &mut Joining) {
        let of_unlike = self
            .named
            .values()
            .filter(|(charged, _)| charged.bundle.as_ref().is_some_and(|bundle| unlike.contains(bundle)));
        let apart = self.apart.iter().map(|(charged, at)| (charged, *at));
        for (charged, (batch, at)) in apart.chain(of_unlike.map(|(charged, at)| (charged, *at))) {
            let Charged { product, bundle, metric } = charged;
            let Some(bundle) = bundle else { continue };
            let message = format!(
                "{product} counts towards {bundle}, but no export says how its {metric} become units of that: it counts by itself"
            );
            let advice =
                "Add cloud_paks.csv of the same snapshot, or give bundle and ratio in a products.csv.";
            joining.say(batches.get(batch), at, Code::ExportsDiffer, Severity::Warning, message, advice);
        }
    }
}
