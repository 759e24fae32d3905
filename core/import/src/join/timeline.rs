//! How long what an export states is taken to hold: until the next export of its kind.
//!
//! A report speaks for its period; of two that speak for a day, the one that stands in the ledger. From its end until
//! the next report begins, what it says is assumed to have lasted: nobody measured those days, and counting nothing
//! there would make a gap look like savings. An export of a moment holds until the next one of the same server, and the
//! first also before it.

use std::sync::Arc;

use subcap_core::calendar::{Day, DaySet, Span};
use subcap_core::order::{Map, Order as _, Set};

use crate::batch::Batch;
use crate::facts::Seen;
use crate::ledger::Ledger;

/// A tool server or vCenter, if one is named.
type Server = Option<Arc<str>>;
/// The days of each report of a tool server, by its period.
type Reports = Map<Span, Vec<Span>>;

/// When exports of each server were made, and the days of its reports.
#[derive(Debug, Default)]
pub struct Held {
    moments: Map<Server, Set<Day>>,
    reports: Map<Server, Reports>,
    /// The first day of the first report.
    first: Map<Server, Day>,
}

impl Held {
    /// Of all facts.
    pub fn of(batches: &[Batch], ledger: &Ledger, since: Option<Day>) -> Self {
        let mut held = Self::default();
        let mut periods: Map<Server, Set<Span>> = Map::new();
        for facts in batches.iter().map(|batch| &batch.facts) {
            let hosts = facts.hosts.iter().map(|host| (host.seen, &host.server));
            let machines = facts.machines.iter().map(|machine| (machine.seen, &machine.server));
            for (seen, server) in hosts.chain(machines) {
                match seen {
                    Seen::Undated => {}
                    Seen::On(day) => _ = held.moments.entry(server.clone()).or_default().insert(day),
                    Seen::During(period) => _ = periods.entry(server.clone()).or_default().insert(period),
                }
            }
        }
        for (server, periods) in periods {
            let mut periods: Vec<Span> = periods.into_iter().collect();
            // Of several the surest first.
            periods.order_by_key(|period| {
                std::cmp::Reverse((ledger.ranks.get(&(server.clone(), *period)).copied(), *period))
            });
            if let Some(first) = periods.iter().map(|period| period.from).min() {
                let start = since.map_or(first, |since| since.min(first));
                held.reports.insert(server.clone(), divided(&periods, first, start));
                held.first.insert(server, start);
            }
        }
        held
    }

    /// The days for which a fact is taken to hold.
    pub fn spans(&self, seen: Seen, server: &Server) -> Vec<Span> {
        match seen {
            Seen::Undated => vec![Span::EVER],
            Seen::On(day) => {
                let moments = self.moments.get(server);
                let next = moments.and_then(|days| days.range(day.next()..).next());
                let is_first = moments.and_then(Set::first) == Some(&day);
                let from = if is_first { Day::ALWAYS } else { day };
                vec![Span::new(from, next.map_or(Day::STILL, |next| next.previous()))]
            }
            Seen::During(period) => {
                let known = self.reports.get(server).and_then(|of| of.get(&period));
                known.cloned().unwrap_or_else(|| vec![Span::new(period.from, Day::STILL)])
            }
        }
    }

    /// Whether those days of a report begin with the first of its server: nothing is known of the days before.
    pub fn is_first(&self, span: Span, seen: Seen, server: &Server) -> bool {
        matches!(seen, Seen::During(_)) && self.first.get(server) == Some(&span.from)
    }

    /// Where a fact stands in the order of trust: a report on its period, then the export of a moment, then one
    /// without a date.
    pub fn trust(seen: Seen) -> u8 {
        match seen {
            Seen::During(_) => 0,
            Seen::On(_) => 1,
            Seen::Undated => 2,
        }
    }
}

/// Divides all days among reports, of which the surest come first: those of its period that no surer one speaks for,
/// and those after it for which none does. What holds on the first day held since the start.
fn divided(periods: &[Span], first: Day, start: Day) -> Reports {
    let all = DaySet::union_of(periods.iter().copied());
    let after: Vec<Span> = all.missing(Span::new(first, Day::STILL)).collect();
    let (mut taken, mut reports) = (DaySet::empty(), Reports::new());
    for period in periods {
        let own = DaySet::union_of(taken.missing(*period));
        taken = taken.or(&own);
        let lasting = after.iter().copied().filter(|gap| own.contains(gap.from.previous()));
        let before = Some(Span::new(start, first)).filter(|_| own.contains(first));
        let held = own.or(&DaySet::union_of(lasting.chain(before)));
        reports.insert(*period, held.iter().collect());
    }
    reports
}

/// The last day of which any export speaks.
pub fn as_of(batches: &[Batch]) -> Option<Day> {
    let last = |seen: Seen| match seen {
        Seen::Undated => None,
        Seen::On(day) => Some(day),
        Seen::During(period) => Some(period.to),
    };
    let facts = || batches.iter().map(|batch| &batch.facts);
    let reports = facts().flat_map(|facts| facts.reports.iter().map(|report| Some(report.period.to)));
    let measures = facts().flat_map(|facts| facts.measures.iter().map(|measure| Some(measure.when.to)));
    let hosts = facts().flat_map(|facts| facts.hosts.iter().map(|host| last(host.seen)));
    let machines = facts().flat_map(|facts| facts.machines.iter().map(|machine| last(machine.seen)));
    reports.chain(measures).chain(hosts).chain(machines).flatten().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Span {
        let (from, to) = text.split_once("..").unwrap();
        let still = |text: &str| Day::parse(text.as_bytes()).unwrap_or(Day::STILL);
        Span::new(still(from), still(to))
    }

    fn of(periods: &[&str], start: Option<Day>) -> Vec<Vec<Span>> {
        let periods: Vec<Span> = periods.iter().map(|period| days(period)).collect();
        let first = periods.iter().map(|period| period.from).min().unwrap();
        let all = divided(&periods, first, start.unwrap_or(first));
        periods.iter().map(|period| all.get(period).unwrap().clone()).collect()
    }

    #[test]
    fn a_state_lasts_until_the_next_report() {
        let quarters = ["2025-01-01..2025-03-31", "2025-07-01..2025-09-30"];
        assert_eq!(of(&quarters, None), [[days("2025-01-01..2025-06-30")], [days("2025-07-01..still")]]);
        let since = Day::parse(b"2024-10-03");
        assert_eq!(of(&quarters, since)[0], [days("2024-10-03..2025-06-30")]);
        assert_eq!(Held::default().spans(Seen::Undated, &None), [Span::EVER]);
    }

    #[test]
    fn a_report_within_another_ends_nothing_after_it() {
        let (half, month) = ("2025-01-01..2025-06-30", "2025-02-01..2025-02-28");
        assert_eq!(of(&[half, month], None), [vec![days("2025-01-01..still")], vec![]]);
        let parts = vec![days("2025-01-01..2025-01-31"), days("2025-03-01..still")];
        assert_eq!(of(&[month, half], None), [vec![days(month)], parts]);
    }
}
