//! Prices of the products that are counted: the latest of the list and of the contract.
//!
//! One that has ended by the last day of which any export speaks stands behind all that have not, whatever its date.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::Products;
use crate::batch::Batch;
use crate::bought::{kind_of, pack, product_of};
use crate::facts::{EntitlementKind, Metric, Origin, Price};
use crate::join::products::Products as Named;
use crate::join::{Joining, also, origin, some_of, timeline};

/// Whether it still holds, and since when: the later, the better.
type Rank = (bool, Option<Day>);

/// Why prices are not used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// Of support, or for a term.
    Kind,
    Pack,
    Metric,
}

/// Prices that are not used, by file: the first, and what they are of.
type Left<'b> = Map<(&'b str, Why), (Origin, &'b Batch, Set<Arc<str>>)>;

pub(super) fn prices(batches: &[Batch], products: &Products, named: &Named, joining: &mut Joining) {
    let day = timeline::as_of(batches);
    // Of the list and of the contract, each of its own date.
    let mut latest: Map<Arc<str>, [Option<Rank>; 2]> = Map::new();
    let mut unpriced: Map<Arc<str>, String> = Map::new();
    let mut ended: Map<Arc<str>, (&Batch, Origin)> = Map::new();
    let mut left: Left<'_> = Map::new();
    let (mut nameless, mut in_use): (Set<&str>, Set<&str>) = (Set::new(), Set::new());
    for (batch, price) in batches.iter().flat_map(|b| b.facts.prices.iter().map(move |p| (b, p))) {
        let path = batch.origins.get(price.origin.file).0;
        let mut leave = |why, what: String| {
            let (first, _, names) = left.entry((path, why)).or_insert((price.origin, batch, Set::new()));
            *first = price.origin.min(*first);
            names.insert(what.into());
        };
        if let Some((why, what)) = products.of_no_licence(price) {
            leave(why, what);
            continue;
        }
        let found = products.find(price.product.as_deref(), price.part.as_deref());
        let described = || products.find(product_of(price.description.as_deref()?), None);
        let Some(product) = found.or_else(described) else {
            let priced = products.priced(batch, price);
            // A catalogue has parts by the ten thousand: of those that no name is known of one will do.
            if !priced.line.names.is_empty() || nameless.insert(path) {
                joining.bought.prices.push(priced);
            }
            continue;
        };
        let by = price.metric.as_ref().and_then(Metric::column);
        let product = by.and_then(|by| named.in_metric(&product, by)).cloned().unwrap_or(product);
        let counted = products.metrics.get(&product).copied();
        if price.metric.is_some() && counted.is_some() && by != counted {
            leave(Why::Metric, product.to_string());
            continue;
        }
        let rank = (price.until.is_none_or(|until| day.is_none_or(|day| until >= day)), price.as_of);
        let known = latest.get(&product).copied().unwrap_or_default();
        let newer = |new: &Option<Arc<str>>, known: Option<Rank>| {
            new.clone().filter(|_| known.is_none_or(|known| known <= rank))
        };
        let (list, contract) = (newer(&price.list, known[0]), newer(&price.contract, known[1]));
        if list.is_none() && contract.is_none() {
            continue;
        }
        if let Some(message) = other_currency(price, joining) {
            let (code, advice) = (Code::ExportsDiffer, "Give all prices in one currency.");
            joining.say(Some(batch), price.origin, code, Severity::Warning, message, advice);
            continue;
        }
        let Some(row) = joining.rows.products.iter_mut().find(|row| row.product == product) else { continue };
        let differs = [(&row.list, &list, known[0]), (&row.contract, &contract, known[1])]
            .into_iter()
            .any(|(old, new, dated)| new.is_some() && old.is_some() && old != new && dated == Some(rank));
        // Where an earlier price is replaced as a whole its place is no longer one of this row.
        let whole = (list.is_some() || row.list.is_none()) && (contract.is_some() || row.contract.is_none());
        let unpriced = unpriced.entry(Arc::clone(&product)).or_insert_with(|| row.origin.clone());
        if whole {
            row.origin.clone_from(unpriced);
        }
        let dated = [(&list, known[0]), (&contract, known[1])];
        let dated = dated.map(|(new, known)| new.as_ref().map(|_| rank).or(known));
        row.list = list.or(row.list.take());
        row.contract = contract.or(row.contract.take());
        row.origin = also(std::mem::take(&mut row.origin), origin(batch, price.origin));
        if differs {
            let message = format!("another price of {product} is stated elsewhere; this one stands");
            let advice = "Leave one of them away, or date them.";
            joining.say(Some(batch), price.origin, Code::ExportsDiffer, Severity::Warning, message, advice);
        }
        if !rank.0 {
            ended.insert(Arc::clone(&product), (batch, price.origin));
        }
        latest.insert(product, dated);
        in_use.insert(path);
    }
    ended.retain(|product, _| {
        latest.get(product).is_some_and(|known| known.iter().flatten().any(|rank| !rank.0))
    });
    for (product, (batch, at)) in ended {
        let message = format!("this price of {product} has ended, and no later one is known: it stands");
        let advice = "Give the price that holds now.";
        joining.say(Some(batch), at, Code::Assumed, Severity::Warning, message, advice);
    }
    say_left(left, joining);
    joining.bought.in_use.extend(in_use.iter().map(|path| (*path).to_owned()));
}

/// What is said of a price in another currency than the others; a first one says what that is.
fn other_currency(price: &Price, joining: &mut Joining) -> Option<String> {
    let currency = price.currency.as_deref()?;
    let one = joining.rows.estate.currency.get_or_insert_with(|| currency.to_owned());
    (one != currency).then(|| format!("prices are in {one} and in {currency}; this one is not used"))
}

fn say_left(left: Left<'_>, joining: &mut Joining) {
    for ((_, why), (first, batch, names)) in left {
        let names = some_of("parts", &names);
        let (code, severity, message, advice) = match why {
            Why::Kind => (
                Code::NotUsed,
                Severity::Note,
                format!("prices of support, or of the right to use for a term, are not used: {names}"),
                "Nothing to do if the licences have prices of their own.",
            ),
            Why::Pack => (
                Code::NotUsed,
                Severity::Warning,
                format!("prices of packs are not used, since a pack is several units: {names}"),
                "State the price of one unit.",
            ),
            Why::Metric => (
                Code::OtherMetric,
                Severity::Warning,
                format!("prices by another metric than is counted here are not used: {names}"),
                "Nothing to do if a price by the metric that is counted is known; else state it in products.csv.",
            ),
        };
        joining.say(Some(batch), first, code, severity, message, advice);
    }
}

impl Products {
    /// Why a price is none of a unit of a licence, and what it is of.
    fn of_no_licence(&self, price: &Price) -> Option<(Why, String)> {
        let described = price.description.as_deref().or_else(|| self.described(price.part.as_deref()));
        let kind = match price.kind {
            EntitlementKind::Unknown => described.map_or(EntitlementKind::Unknown, kind_of),
            stated => stated,
        };
        let names = [price.part.as_deref(), described, price.product.as_deref()];
        let what = || names.into_iter().flatten().next().unwrap_or_default();
        if !matches!(kind, EntitlementKind::Licence | EntitlementKind::Unknown) {
            return Some((Why::Kind, what().to_owned()));
        }
        let units = pack(described?)?;
        Some((Why::Pack, format!("{} ({units} units)", what())))
    }
}
