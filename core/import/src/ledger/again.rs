//! Reports of one tool server that speak for the same days: made twice, made again with other quantities, or
//! overlapping.

use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::Map;

use super::Entry;
use crate::facts::Metric;

/// Product, bundle and metric.
type Key = (Arc<str>, Option<Arc<str>>, Metric);

/// Compares every two reports that share days; they are in the order of their periods, and of the day they
/// were made.
pub(super) fn compare(entries: &mut [Entry<'_>], findings: &mut Findings) {
    for later in 1..entries.len() {
        let (before, rest) = entries.split_at_mut(later);
        let Some(later) = rest.first_mut() else { continue };
        for earlier in before {
            if let Some(days) = earlier.report.period.overlap(later.report.period) {
                pair(earlier, later, days, findings);
            }
        }
    }
}

fn pair<'b>(one: &mut Entry<'b>, other: &mut Entry<'b>, days: Span, findings: &mut Findings) {
    let same_period = one.report.period == other.report.period;
    // Of two without a date, the one given last.
    let (earlier, later) = match (one.report.made, one.at) <= (other.report.made, other.at) {
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
        let message = format!("{by} states other quantities for {days}: {differing}; it stands");
        let advice = "Find out why: a recalculation, a change of assignments, another filter. Keep both.";
        say(Code::ExportsDiffer, Severity::Warning, message, advice);
        earlier.doubts.push(format!("a later report states other quantities for {days}"));
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
    quantities(entry, |when| when == entry.report.period)
}

/// Quantities of single days.
fn of_days(entry: &Entry<'_>, days: Span) -> Quantities {
    quantities(entry, |when| when.from == when.to && days.contains(when.from))
}

fn quantities(entry: &Entry<'_>, fits: impl Fn(Span) -> bool) -> Quantities {
    let measures = entry.batch.facts.measures.iter();
    let own = measures.filter(|measure| measure.cluster == entry.report.server && fits(measure.when));
    let mut quantities = Quantities::new();
    for measure in own {
        let key = (Arc::clone(&measure.product), measure.bundle.clone(), measure.metric.clone());
        let quantity = quantities.entry((key, measure.when)).or_default();
        *quantity = measure.quantity.max(*quantity);
    }
    quantities
}
