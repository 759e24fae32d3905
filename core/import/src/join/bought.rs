//! Entitlements and prices, by product.

mod prices;

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};
use subcap_core::read::{known_by, others, without_version};

use super::products::Products as Named;
use super::{Joining, also, origin};
use crate::batch::Batch;
use crate::bought::{doubts, product_of, told_by};
use crate::facts::{Entitlement, EntitlementKind, Metric, Names, Origin, PartNumber};
use crate::tables::EntitlementRow;

/// Names of products: those that are counted, and what part numbers stand for.
pub(super) struct Products {
    counted: Map<String, Arc<str>>,
    metrics: Map<Arc<str>, &'static str>,
    /// Each with the intake whose dictionary has it.
    parts: Map<String, (usize, PartNumber)>,
}

/// Writes entitlements of the products that are counted, and their prices.
pub fn entitlements(batches: &[Batch], named: &Named, joining: &mut Joining) {
    let products = Products::of(batches, joining);
    prices::prices(batches, &products, named, joining);
    let mut unused: Set<String> = Set::new();
    let mut of_other_metric: Others<'_> = Map::new();
    let mut in_use: Set<&str> = Set::new();
    for (batch, bought) in batches.iter().flat_map(|b| b.facts.entitlements.iter().map(move |e| (b, e))) {
        let mut not = |code, severity, message: String, advice: &str| {
            if unused.insert(message.clone()) {
                joining.say(Some(batch), bought.origin, code, severity, message, advice);
            }
        };
        let path = batch.origins.get(bought.origin.file).0;
        let mut in_other_metric = |name: String| {
            let (first, _, names) = of_other_metric.entry(path).or_insert((bought.origin, batch, Set::new()));
            *first = bought.origin.min(*first);
            names.insert(name);
        };
        let in_dictionary =
            products.described(bought.part.as_deref()).filter(|_| bought.description.is_none());
        let mut told = products.told(bought);
        // What the line itself describes was said when it was read.
        let doubts: Vec<(String, &str)> =
            in_dictionary.into_iter().flat_map(doubts).chain(end_in_doubt(&mut told)).collect();
        let bought = &told;
        let what = products.what(bought);
        let what = what.as_str();
        if let Some(why) = adds_none(bought) {
            not(
                Code::NoLicence,
                Severity::Note,
                format!("{what}: {why}, which adds no licence"),
                "Nothing to do.",
            );
            continue;
        }
        let found = products.find(bought.product.as_deref(), bought.part.as_deref());
        let described = || products.find(product_of(bought.description.as_deref()?), None);
        let Some(product) = found.or_else(described) else {
            let (said, advice): (Vec<String>, Vec<&str>) = doubts.into_iter().unzip();
            let doubt = (!said.is_empty()).then(|| (said.join("; "), advice.join(" ")));
            let handed_on = products.handed_on(batches, batch, bought, doubt);
            joining.bought.entitlements.push(handed_on);
            continue;
        };
        let Some(quantity) = bought.quantity else {
            let advice = "State it in an entitlements.csv beside the exports.";
            not(Code::NoLicence, Severity::Warning, format!("{what}: the quantity is not stated"), advice);
            continue;
        };
        if let Some(Metric::Other(metric)) = &bought.metric {
            in_other_metric(format!("{what} ({metric})"));
            continue;
        }
        let bought_by = bought.metric.as_ref().and_then(Metric::column);
        let product = bought_by.and_then(|by| named.in_metric(&product, by)).cloned().unwrap_or(product);
        let counted = products.metrics.get(&product).copied();
        if let Some((counted, by)) = counted.zip(bought_by).filter(|(counted, by)| counted != by) {
            in_other_metric(format!("{what} ({by}, and counted in {counted})"));
            continue;
        }
        for (message, advice) in doubts {
            not(Code::NoLicence, Severity::Warning, format!("{what}: {message}"), advice);
        }
        in_use.insert(path);
        joining.rows.entitlements.push(EntitlementRow {
            product,
            quantity,
            span: Span::new(bought.from.unwrap_or(Day::ALWAYS), bought.to.unwrap_or(Day::STILL)),
            origin: products.place(batches, bought, origin(batch, bought.origin)),
        });
    }
    for (first, batch, names) in of_other_metric.into_values() {
        let (message, advice) = others(Code::OtherMetric, &names);
        joining.say(Some(batch), first, Code::OtherMetric, Severity::Warning, message, advice);
    }
    joining.bought.in_use.extend(in_use.iter().map(|path| (*path).to_owned()));
    joining.bought.refused = lists(batches).filter(|path| !joining.bought.in_use.contains(path)).collect();
}

/// Files that state what was bought, or prices.
fn lists(batches: &[Batch]) -> impl Iterator<Item = String> + '_ {
    let of = |batch: &Batch| -> Set<String> {
        let entitlements = batch.facts.entitlements.iter().map(|line| line.origin);
        let all = entitlements.chain(batch.facts.prices.iter().map(|price| price.origin));
        all.map(|origin| batch.origins.get(origin.file).0.to_owned()).collect()
    };
    batches.iter().flat_map(of)
}

/// Entitlements bought by another metric, by file: the first of them, and what they are of.
type Others<'b> = Map<&'b str, (Origin, &'b Batch, Set<String>)>;

fn adds_none(bought: &Entitlement) -> Option<&'static str> {
    match bought.kind {
        EntitlementKind::Renewal => Some("support is renewed"),
        EntitlementKind::Reinstatement => Some("support is reinstated"),
        _ => None,
    }
}

/// Settles when a line ends, and says what is doubtful about it.
fn end_in_doubt(bought: &mut Entitlement) -> Option<(String, &'static str)> {
    let (message, advice) = match (bought.kind, bought.to) {
        (EntitlementKind::Subscription, None) => (
            "it is for a term whose end is not stated, and counts as held for ever",
            "State its end in an entitlements.csv beside the exports.",
        ),
        (EntitlementKind::Unknown, Some(_)) if bought.coverage => {
            bought.to = None;
            (
                "the end of its coverage is taken for that of support, and the licence stays",
                "If the right to use ends with it, state that in an entitlements.csv beside the exports.",
            )
        }
        (EntitlementKind::Unknown, Some(_)) => (
            "what it grants is not stated, and it is taken to end on its last day",
            "If that is the end of support alone, state the licence without an end in an entitlements.csv beside the exports.",
        ),
        _ => return None,
    };
    Some((message.to_owned(), advice))
}

impl Products {
    fn of(batches: &[Batch], joining: &Joining) -> Self {
        let counted = &joining.rows.products;
        let metrics = counted.iter().map(|row| (Arc::clone(&row.product), row.metric)).collect();
        let bundles = counted.iter().filter_map(|row| row.bundle.as_ref());
        let names = counted.iter().map(|row| &row.product).chain(bundles);
        let counted = names.map(|name| (known_by(name), Arc::clone(name))).collect();
        let parts = batches.iter().enumerate().flat_map(|(at, b)| b.facts.parts.iter().map(move |p| (at, p)));
        let parts = parts.map(|(at, part)| (part.part.trim().to_uppercase(), (at, part.clone()))).collect();
        Self { counted, metrics, parts }
    }

    pub(super) fn part(&self, number: &str) -> Option<&(usize, PartNumber)> {
        self.parts.get(&number.trim().to_uppercase())
    }

    /// How a dictionary of parts describes one.
    fn described(&self, part: Option<&str>) -> Option<&str> {
        self.part(part?)?.1.description.as_deref()
    }

    /// Where a line stands, and the dictionary if that is what names its product.
    pub(super) fn place(&self, batches: &[Batch], bought: &Entitlement, line: String) -> String {
        let by_name = bought.product.as_ref().is_some_and(|name| self.counted.contains_key(&known_by(name)));
        let part = bought.part.as_ref().filter(|_| !by_name).and_then(|part| self.part(part));
        let part = part.and_then(|(at, part)| Some(origin(batches.get(*at)?, part.origin)));
        part.map_or(line.clone(), |part| also(line, part))
    }

    /// By name, else by part number.
    fn find(&self, product: Option<&str>, part: Option<&str>) -> Option<Arc<str>> {
        let by_name = |name: &str| {
            let versioned = || self.counted.get(&known_by(without_version(name)?));
            self.counted.get(&known_by(name)).or_else(versioned).cloned()
        };
        let of_part = || by_name(&self.part(part?)?.1.product);
        product.and_then(by_name).or_else(of_part)
    }

    /// What a line is of, as far as it or a dictionary of parts says.
    pub(super) fn what(&self, bought: &Entitlement) -> String {
        let of_part = || self.part(bought.part.as_ref()?).map(|(_, part)| &part.product);
        match (bought.product.as_ref().or_else(of_part), &bought.part) {
            (Some(product), Some(part)) => format!("{product} ({part})"),
            (Some(name), None) | (None, Some(name)) => name.to_string(),
            (None, None) => "this line".to_owned(),
        }
    }

    /// A line that only numbers its part is told by the description that a snapshot has of it.
    fn told(&self, bought: &Entitlement) -> Entitlement {
        let mut told = bought.clone();
        if let Some(description) = self.described(bought.part.as_deref()) {
            told_by(&mut told, description, &mut Names::default());
        }
        told
    }
}
