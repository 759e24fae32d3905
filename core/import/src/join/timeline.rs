//! How long what an export states is taken to hold: until the next export of its kind.
//!
//! A report speaks for its period. From its end until the next report begins, what it says is assumed to have
//! lasted: nobody measured those days, and counting nothing there would make a gap look like savings. An export
//! of a moment holds until the next one of the same server, and the first also before it.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::order::{Map, Set};

use crate::batch::Batch;
use crate::facts::Seen;

/// What exports hold beside each other: those of one tool server, and reports apart from moments.
type Stream = (bool, Option<Arc<str>>);

/// The beginnings of every stream.
#[derive(Debug, Default)]
pub struct Held {
    starts: Map<Stream, Set<Day>>,
    since: Option<Day>,
}

impl Held {
    /// Of all facts.
    pub fn of(batches: &[Batch], since: Option<Day>) -> Self {
        let mut held = Self { starts: Map::new(), since };
        for facts in batches.iter().map(|batch| &batch.facts) {
            let hosts = facts.hosts.iter().map(|host| (host.seen, &host.server));
            let machines = facts.machines.iter().map(|machine| (machine.seen, &machine.server));
            for (seen, server) in hosts.chain(machines) {
                if let Some((stream, day)) = begins(seen, server) {
                    held.starts.entry(stream).or_default().insert(day);
                }
            }
        }
        held
    }

    /// The days for which a fact is taken to hold.
    pub fn span(&self, seen: Seen, server: &Option<Arc<str>>) -> Span {
        let Some((stream, day)) = begins(seen, server) else { return Span::EVER };
        let starts = self.starts.get(&stream);
        let next = starts.and_then(|starts| starts.range(day.next()..).next());
        let is_first = starts.and_then(Set::first) == Some(&day);
        let from = match (is_first, stream.0) {
            (true, false) => Day::ALWAYS,
            (true, true) => self.since.map_or(day, |since| since.min(day)),
            (false, _) => day,
        };
        Span::new(from, next.map_or(Day::STILL, |next| next.previous()))
    }

    /// Whether it is of the first report of its server: nothing is known of the days before.
    pub fn is_first_report(&self, seen: Seen, server: &Option<Arc<str>>) -> bool {
        let Some((stream, day)) = begins(seen, server).filter(|(stream, _)| stream.0) else { return false };
        self.starts.get(&stream).and_then(Set::first) == Some(&day)
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

fn begins(seen: Seen, server: &Option<Arc<str>>) -> Option<(Stream, Day)> {
    match seen {
        Seen::Undated => None,
        Seen::On(day) => Some(((false, server.clone()), day)),
        Seen::During(period) => Some(((true, server.clone()), period.from)),
    }
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

    #[test]
    fn a_state_lasts_until_the_next_export() {
        let day = |month, day| Day::from_ymd(2025, month, day).unwrap();
        let server: Option<Arc<str>> = Some("s".into());
        let mut held = Held::default();
        let quarters = [Span::new(day(1, 1), day(3, 31)), Span::new(day(7, 1), day(9, 30))];
        for quarter in quarters {
            let (stream, start) = begins(Seen::During(quarter), &server).unwrap();
            held.starts.entry(stream).or_default().insert(start);
        }
        let span = |seen| held.span(seen, &server);
        assert_eq!(span(Seen::During(quarters[0])), Span::new(day(1, 1), day(6, 30)));
        assert_eq!(span(Seen::During(quarters[1])), Span::new(day(7, 1), Day::STILL));
        assert_eq!(span(Seen::Undated), Span::EVER);
        let since = Held { since: Some(day(1, 1).plus(-90)), ..held };
        assert_eq!(since.span(Seen::During(quarters[0]), &server).from, day(1, 1).plus(-90));
    }
}
