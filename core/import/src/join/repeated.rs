//! Purchases that several lists state: copies of a list, the same orders exported twice, orders beside an inventory
//! that adds them up.
//!
//! A line that says when it was bought counts as often as in the list that has it most often. Lists that do not say
//! it are compared as a whole. What one list states twice was bought twice.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};
use subcap_core::read::known_by;

use super::{Joining, some_of};
use crate::batch::{Batch, Use};
use crate::bought::product_of;
use crate::facts::{Entitlement, EntitlementKind, Metric};

/// What a line says, but for its place.
type Said<'b> = ([Option<&'b str>; 4], Option<&'b Metric>, Option<u64>, EntitlementKind, [Option<Day>; 2]);

/// Lines of one file, each with its number among the entitlements of its batch.
type Lines<'b> = Vec<(usize, &'b Entitlement)>;

/// What earlier lists have stated: lines by batch and number, and copies by batch and path, each with the list it is of.
#[derive(Default)]
struct Repeated {
    lines: Set<(usize, usize)>,
    copies: Map<(usize, String), String>,
}

/// The batches, without the purchases that an earlier list has stated.
pub(super) fn without_repeated(mut batches: Vec<Batch>, joining: &mut Joining) -> Vec<Batch> {
    let repeated = repeated(&batches, joining);
    for (number, batch) in batches.iter_mut().enumerate() {
        let mut at = 0..;
        batch
            .facts
            .entitlements
            .retain(|_| at.next().is_none_or(|at| !repeated.lines.contains(&(number, at))));
        for seen in &mut batch.seen {
            if let Some(first) = repeated.copies.get(&(number, seen.path.clone())) {
                seen.used = Use::Not(format!("it states the same purchases as {first}"));
            }
        }
    }
    orders_in_inventory(&batches, joining);
    batches
}

fn said(line: &Entitlement) -> Said<'_> {
    let texts = [&line.product, &line.part, &line.description, &line.site].map(Option::as_deref);
    (texts, line.metric.as_ref(), line.quantity, line.kind, [line.from, line.to])
}

fn lists(batches: &[Batch]) -> Map<(usize, &str), Lines<'_>> {
    let mut lists: Map<_, Lines<'_>> = Map::new();
    for (number, batch) in batches.iter().enumerate() {
        for (at, line) in batch.facts.entitlements.iter().enumerate() {
            let path = batch.origins.get(line.origin.file).0;
            lists.entry((number, path)).or_default().push((at, line));
        }
    }
    lists
}

fn repeated(batches: &[Batch], joining: &mut Joining) -> Repeated {
    let mut known: Map<Vec<Said<'_>>, &str> = Map::new();
    let mut orders: Map<Said<'_>, (usize, &str)> = Map::new();
    let mut repeated = Repeated::default();
    for ((number, path), lines) in lists(batches) {
        let mut all: Vec<_> = lines.iter().map(|(_, line)| said(line)).collect();
        all.sort_unstable();
        if let Some(first) = known.get(&all) {
            let message = format!("this list states the same purchases as {first}; they count once");
            let advice = "Leave one of the two away; if all of it was bought twice, put both into one list.";
            say(path, &lines, message, advice, joining);
            repeated.lines.extend(lines.iter().map(|(at, _)| (number, *at)));
            repeated.copies.insert((number, path.to_owned()), (*first).to_owned());
            continue;
        }
        known.insert(all, path);
        let mut here: Map<Said<'_>, usize> = Map::new();
        let (mut again, mut first): (Lines<'_>, Option<&str>) = (Vec::new(), None);
        for (at, line) in lines.into_iter().filter(|(_, line)| line.from.is_some()) {
            let times = here.entry(said(line)).or_default();
            *times += 1;
            match orders.get(&said(line)) {
                Some((known, stated)) if *times <= *known => {
                    first = first.or(Some(stated));
                    again.push((at, line));
                }
                _ => {}
            }
        }
        for (said, times) in here {
            let known = orders.entry(said).or_insert((times, path));
            known.0 = known.0.max(times);
        }
        if let Some(first) = first {
            let message = match again.len() {
                1 => format!("a purchase here stands in {first}, too; it counts once"),
                many => format!("{many} purchases here stand in other lists, too ({first}); they count once"),
            };
            let advice = "Nothing to do if they are the same orders; what was bought twice on one day belongs into one list.";
            say(path, &again, message, advice, joining);
            repeated.lines.extend(again.iter().map(|(at, _)| (number, *at)));
        }
    }
    repeated
}

/// An inventory adds up all orders. Which of them a list beside it has cannot be told: both count, and that is said.
fn orders_in_inventory(batches: &[Batch], joining: &mut Joining) {
    let mut ordered: Map<String, &str> = Map::new();
    let lists = lists(batches);
    let lines =
        || lists.iter().flat_map(|((_, path), lines)| lines.iter().map(move |(_, line)| (*path, *line)));
    for (path, line) in lines().filter(|(_, line)| !line.all_orders && line.adds_licence()) {
        name(line).into_iter().for_each(|name| _ = ordered.entry(known_by(&name)).or_insert(path));
    }
    for ((_, path), lines) in &lists {
        let both = lines.iter().filter(|(_, line)| line.all_orders).filter_map(|(_, line)| {
            let name = name(line)?;
            Some((ordered.get(&known_by(&name))?, name))
        });
        let both: Vec<(&&str, Arc<str>)> = both.collect();
        let Some((orders, _)) = both.first() else { continue };
        let names = some_of("products", &both.iter().map(|(_, name)| Arc::clone(name)).collect());
        let message =
            format!("this inventory adds up all orders, and {orders} has orders of {names}, too; both count");
        let advice = "If those orders are among the inventory's, leave one of the two away: the orders have days, the inventory has none.";
        say(path, lines, message, advice, joining);
    }
}

fn name(line: &Entitlement) -> Option<Arc<str>> {
    line.product.clone().or_else(|| product_of(line.description.as_deref()?).map(Arc::from))
}

/// At the first of the lines.
fn say(path: &str, lines: &Lines<'_>, message: String, advice: &str, joining: &mut Joining) {
    let row = lines.iter().map(|(_, line)| line.origin.row).min().unwrap_or(1);
    let finding = Finding::new(Code::ExportedTwice, Severity::Warning, path, message, advice).at(row);
    joining.findings.push(finding);
}
