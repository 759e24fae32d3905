//! Reports of one tool server that speak for the same days: made twice, made again with other quantities, or
//! overlapping.

use std::sync::Arc;

use subcap_core::calendar::{DaySet, Span};
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::Map;

use super::Entry;
use crate::batch::Batch;
use crate::facts::{Metric, Report};

/// Product, bundle and metric.
type Key = (Arc<str>, Option<Arc<str>>, Metric);

/// Compares every two reports that share days, first those of one period: what is replaced outdoes no other.
pub(super) fn compare(entries: &mut [Entry<'_>], findings: &mut Findings) {
    for same_period in [true, false] {
        for later in 1..entries.len() {
            let (before, rest) = entries.split_at_mut(later);
            let Some(later) = rest.first_mut() else { continue };
            for earlier in before {
                let (one, other) = (earlier.report.period, later.report.period);
                if let Some(days) = one.overlap(other).filter(|_| (one == other) == same_period) {
                    pair(earlier, later, days, same_period, findings);
                }
            }
        }
    }
}

/// What a report without a date weighs against another: the highest day of each product.
pub(super) fn weight(batch: &Batch, report: &Report) -> u64 {
    let mut highest: Map<Key, u64> = Map::new();
    let days = |when: Span| when.from == when.to && report.period.contains(when.from);
    for ((key, _), quantity) in
        report.made.is_none().then(|| quantities(batch, report, days)).into_iter().flatten()
    {
        let known = highest.entry(key).or_default();
        *known = quantity.max(*known);
    }
    highest.into_values().fold(0, u64::saturating_add)
}

fn pair<'b>(
    one: &mut Entry<'b>,
    other: &mut Entry<'b>,
    days: Span,
    same_period: bool,
    findings: &mut Findings,
) {
    // Of two between which nothing decides, the one given last.
    let (earlier, later) = match (one.rank, one.at) <= (other.rank, other.at) {
        true => (one, other),
        false => (other, one),
    };
    let differing = differing(earlier, later, days, same_period);
    let by = later
        .report
        .made
        .map_or_else(|| later.batch.name.clone(), |day| format!("{}, made {day},", later.batch.name));
    let mut say = |code, severity, message: String, advice| {
        findings.push(Finding::new(code, severity, &earlier.batch.name, message, advice));
    };
    if let Some(differing) = &differing {
        let (which, why) = match (earlier.report.made, later.report.made) {
            (None, None) => ("another", "it stands, for neither says when it was made and it states more"),
            (one, other) => (if one == other { "another" } else { "a later" }, "it stands"),
        };
        let message = format!("{by} states other quantities for {days}: {differing}; {why}");
        let advice = "Find out why: a recalculation, a change of assignments, another filter. Keep both.";
        say(Code::ExportsDiffer, Severity::Warning, message, advice);
        earlier.doubts.push(format!("{which} report states other quantities for {days}"));
        if !same_period && !later.replaced {
            let measured = DaySet::union_of(later.measured().within(days));
            earlier.outdone = earlier.outdone.or(&measured);
        }
    } else if same_period {
        let message = format!("{by} is of the same server and period with the same quantities; it stands");
        say(Code::ExportedTwice, Severity::Note, message, "Nothing to do.");
    } else {
        let message = format!("{by} covers {days} too, with the same quantities as far as both state them");
        say(Code::ExportedTwice, Severity::Note, message, "Nothing to do.");
    }
    earlier.replaced |= same_period;
}

/// Where two reports differ on the days they share: the first few products, in words.
fn differing(earlier: &Entry<'_>, later: &Entry<'_>, days: Span, same_period: bool) -> Option<String> {
    const SHOWN: usize = 3;
    let pairs = [peaks, of_days].map(|of| (of(earlier, days), of(later, days)));
    let [of_period, of_days] = pairs;
    let (old, new) =
        if same_period && !of_period.0.is_empty() && !of_period.1.is_empty() { of_period } else { of_days };
    if old.is_empty() || new.is_empty() {
        return None;
    }
    let keys: subcap_core::order::Set<&(Key, Span)> = old.keys().chain(new.keys()).collect();
    let changed = keys.into_iter().filter_map(|key| {
        let (was, is) = (old.get(key).copied().unwrap_or(0), new.get(key).copied().unwrap_or(0));
        (was != is).then_some((&key.0.0, was, is))
    });
    let mut products: Map<&Arc<str>, (u64, u64)> = Map::new();
    for (product, was, is) in changed {
        products.entry(product).or_insert((was, is));
    }
    let more = products.len().saturating_sub(SHOWN);
    let shown: Vec<String> = products
        .iter()
        .take(SHOWN)
        .map(|(product, (was, is))| format!("{product} {is} instead of {was}"))
        .collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
}

type Quantities = Map<(Key, Span), u64>;

/// Quantities over the whole period.
fn peaks(entry: &Entry<'_>, _: Span) -> Quantities {
    quantities(entry.batch, entry.report, |when| when == entry.report.period)
}

/// Quantities of single days.
fn of_days(entry: &Entry<'_>, days: Span) -> Quantities {
    quantities(entry.batch, entry.report, |when| when.from == when.to && days.contains(when.from))
}

fn quantities(batch: &Batch, report: &Report, fits: impl Fn(Span) -> bool) -> Quantities {
    let measures = batch.facts.measures.iter();
    let own = measures.filter(|measure| measure.cluster == report.server && fits(measure.when));
    let mut quantities = Quantities::new();
    for measure in own {
        let key = (Arc::clone(&measure.product), measure.bundle.clone(), measure.metric.clone());
        let quantity = quantities.entry((key, measure.when)).or_default();
        *quantity = measure.quantity.max(*quantity);
    }
    quantities
}
