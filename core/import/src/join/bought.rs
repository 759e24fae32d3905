//! Entitlements and prices, by product.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};
use subcap_core::read::{known_by, others};

use super::products::Products as Named;
use super::{Joining, also, origin};
use crate::batch::Batch;
use crate::bought::{pack, product_of, told_by};
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
    prices(batches, &products, joining);
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
        let in_dictionary = bought
            .part
            .as_deref()
            .and_then(|part| products.part(part))
            .filter(|_| bought.description.is_none());
        let described = products.told(bought);
        let bought = described.as_ref().unwrap_or(bought);
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
        let doubt = || pack(in_dictionary?.1.description.as_deref()?);
        let Some(product) = found.or_else(described) else {
            let doubt = doubt().map(|(message, advice)| (message, advice.to_owned()));
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
        // What the line itself describes was said when it was read.
        if let Some((message, advice)) = doubt() {
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

    /// Where a line stands, and the dictionary if that is what names its product.
    pub(super) fn place(&self, batches: &[Batch], bought: &Entitlement, line: String) -> String {
        let by_name = bought.product.as_ref().is_some_and(|name| self.counted.contains_key(&known_by(name)));
        let part = bought.part.as_ref().filter(|_| !by_name).and_then(|part| self.part(part));
        let part = part.and_then(|(at, part)| Some(origin(batches.get(*at)?, part.origin)));
        part.map_or(line.clone(), |part| also(line, part))
    }

    /// By name, else by part number.
    fn find(&self, product: Option<&str>, part: Option<&str>) -> Option<Arc<str>> {
        let by_name = |name: &str| self.counted.get(&known_by(name)).cloned();
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

    /// A line that only numbers its part, told by the description that a snapshot has of it.
    fn told(&self, bought: &Entitlement) -> Option<Entitlement> {
        let (_, part) = self.part(bought.part.as_ref()?)?;
        let mut told = bought.clone();
        told_by(&mut told, part.description.as_ref()?, &mut Names::default());
        Some(told)
    }
}

fn prices(batches: &[Batch], products: &Products, joining: &mut Joining) {
    // Of the list and of the contract, each of its own date.
    let mut latest: Map<Arc<str>, [Option<Option<Day>>; 2]> = Map::new();
    let mut unpriced: Map<Arc<str>, String> = Map::new();
    let (mut nameless, mut in_use): (Set<&str>, Set<&str>) = (Set::new(), Set::new());
    for (batch, price) in batches.iter().flat_map(|b| b.facts.prices.iter().map(move |p| (b, p))) {
        let Some(product) = products.find(price.product.as_deref(), price.part.as_deref()) else {
            let priced = products.priced(batch, price);
            // A catalogue has parts by the ten thousand: of those that no name is known of one will do.
            let path = batch.origins.get(price.origin.file).0;
            if !priced.line.names.is_empty() || nameless.insert(path) {
                joining.bought.prices.push(priced);
            }
            continue;
        };
        let known = latest.get(&product).copied().unwrap_or_default();
        let newer = |new: &Option<Arc<str>>, known: Option<Option<Day>>| {
            new.clone().filter(|_| known.is_none_or(|known| known <= price.as_of))
        };
        let (list, contract) = (newer(&price.list, known[0]), newer(&price.contract, known[1]));
        if list.is_none() && contract.is_none() {
            continue;
        }
        let currency = price.currency.as_ref().map(|code| code.to_string());
        match (&joining.rows.estate.currency, &currency) {
            (Some(one), Some(other)) if one != other => {
                let message = format!("prices are in {one} and in {other}; this one is not used");
                let advice = "Give all prices in one currency.";
                joining.say(
                    Some(batch),
                    price.origin,
                    Code::ExportsDiffer,
                    Severity::Warning,
                    message,
                    advice,
                );
                continue;
            }
            (None, Some(_)) => joining.rows.estate.currency = currency,
            _ => {}
        }
        let Some(row) = joining.rows.products.iter_mut().find(|row| row.product == product) else { continue };
        let differs = [(&row.list, &list, known[0]), (&row.contract, &contract, known[1])].into_iter().any(
            |(old, new, dated)| new.is_some() && old.is_some() && old != new && dated == Some(price.as_of),
        );
        // Where an earlier price is replaced as a whole its place is no longer one of this row.
        let whole = (list.is_some() || row.list.is_none()) && (contract.is_some() || row.contract.is_none());
        let unpriced = unpriced.entry(Arc::clone(&product)).or_insert_with(|| row.origin.clone());
        if whole {
            row.origin.clone_from(unpriced);
        }
        let dated = [(&list, known[0]), (&contract, known[1])];
        let dated = dated.map(|(new, known)| new.as_ref().map(|_| price.as_of).or(known));
        row.list = list.or(row.list.take());
        row.contract = contract.or(row.contract.take());
        row.origin = also(std::mem::take(&mut row.origin), origin(batch, price.origin));
        if differs {
            let message = format!("another price of {product} is stated elsewhere; this one stands");
            let advice = "Leave one of them away, or date them.";
            joining.say(Some(batch), price.origin, Code::ExportsDiffer, Severity::Warning, message, advice);
        }
        latest.insert(product, dated);
        in_use.insert(batch.origins.get(price.origin.file).0);
    }
    joining.bought.in_use.extend(in_use.iter().map(|path| (*path).to_owned()));
}
