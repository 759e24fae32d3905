//! The ledger of quarters: what the reports on file show, tool server by tool server, and what is missing.
//!
//! In: the reports of all intakes. Out: for each tool server every quarter from the first reported to the last,
//! covered, partly covered or missing; and the items of evidence that follow.
//!
//! * **Measured** are the days a report has quantities for; a report that lists no days is taken to have measured
//!   its period. **Reported** is the period as a whole, with the day on which the report was made.
//! * A report with a doubt (see [`Integrity::doubt`](crate::facts::Integrity::doubt) and [`Report::doubts`]) is
//!   contestable, and so is what it measured: both rest on the
//!   same document.
//! * Two reports of one tool server for the same days that state other quantities: the one made later stands, and
//!   the other is contestable. It still shows that the period was reported when it was made. Of two made on one day
//!   the one without doubts stands; of two without a date, the one with higher quantities. (`again`)
//! * **Scope.** One tool server measures the estate: its items are for everything. Of several, each speaks for the
//!   servers it has seen in any of its reports and for no others, so that a quarter that one of them lacks is a
//!   gap there and nowhere else. A server that two of them have seen is measured on a day if either did, and a
//!   finding says so. (`shared`)
//!
//! A missing quarter gives no item: what is not there cannot be held. It is a finding.

mod again;
mod quarters;
mod shared;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use subcap_core::calendar::{Day, DaySet, Span};
use subcap_core::finding::Findings;
use subcap_core::order::{Map, Order as _, Set};

use crate::batch::Batch;
use crate::facts::Report;

pub use quarters::{InQuarter, Standing};

/// Which report: number of the intake, and number of the report among its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Number of the intake, in the order given.
    pub batch: usize,
    /// Number among its reports.
    pub report: usize,
}

/// The quarters of a tool server.
#[derive(Debug, Clone)]
pub struct OfServer {
    /// Its name, if its reports state one.
    pub server: Option<Arc<str>>,
    /// From the first quarter that any report reaches to the last.
    pub quarters: Vec<InQuarter>,
    /// Servers (hosts) it has seen, by the names it gives them, in order.
    pub hosts: Vec<Arc<str>>,
}

/// What an item of evidence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shows {
    /// These days were measured.
    Measured,
    /// This period was reported.
    Reported,
}

impl Shows {
    /// As `evidence.csv` has it.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Reported => "report",
        }
    }
}

/// For what an item speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Covers {
    /// Everything: `*`.
    Everything,
    /// What the tool server of that number in [`Ledger::servers`] has seen: each of its [`OfServer::hosts`], and
    /// whatever stands in for quantities it measured without naming servers.
    Server(usize),
}

/// An item of evidence.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it shows.
    pub shows: Shows,
    /// For what.
    pub covers: Covers,
    /// For which days.
    pub span: Span,
    /// When the report was made; of [`Shows::Reported`] only.
    pub made: Option<Day>,
    /// Doubts; without any it is held, else contestable.
    pub doubts: Vec<String>,
    /// The report it stands in.
    pub at: At,
}

impl Item {
    /// As `evidence.csv` has it.
    pub fn state(&self) -> &'static str {
        if self.doubts.is_empty() { "held" } else { "contestable" }
    }
}

/// What all reports show.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Tool servers in the order of their names.
    pub servers: Vec<OfServer>,
    /// Items of evidence, by tool server, period and kind.
    pub items: Vec<Item>,
    /// Reports that a later one of the same tool server and period replaces: of these only the items stand, and
    /// servers, installs and quantities are those of the later one.
    pub replaced: Set<At>,
    /// Days of a report for which another one states other quantities and stands: those of this one count nowhere.
    pub(crate) outdone: Map<At, DaySet>,
    /// Which report of a tool server stands where two speak for a day: the greater.
    pub(crate) ranks: Map<(Option<Arc<str>>, Span), Rank>,
    /// What is missing, doubled or contradictory.
    pub findings: Findings,
}

/// When a report was made, whether nothing speaks against it, and of one without a date its quantities.
pub(crate) type Rank = (Option<Day>, bool, u64);

/// A report, where it is and what speaks against it.
struct Entry<'b> {
    at: At,
    batch: &'b Batch,
    report: &'b Report,
    doubts: Vec<String>,
    rank: Rank,
    /// Another one replaces it.
    replaced: bool,
    /// Days for which another one stands.
    outdone: DaySet,
}

impl Entry<'_> {
    /// The days it measured.
    fn measured(&self) -> DaySet {
        match self.report.measured.as_slice() {
            [] => DaySet::union_of([self.report.period]),
            spans => DaySet::union_of(spans.iter().copied()),
        }
    }
}

impl Ledger {
    /// The ledger of these intakes.
    ///
    /// ```
    /// use subcap_import::{Intake, Limits, ledger::Ledger};
    /// let ledger = Ledger::of(&[Intake::new("none", Limits::default()).finish()]);
    /// assert!(ledger.servers.is_empty() && ledger.items.is_empty());
    /// ```
    pub fn of(batches: &[Batch]) -> Self {
        let mut ledger = Self::default();
        let mut servers: Map<Option<Arc<str>>, Vec<Entry<'_>>> = Map::new();
        for (number, batch) in batches.iter().enumerate() {
            for (which, report) in batch.facts.reports.iter().enumerate() {
                let at = At { batch: number, report: which };
                let integrity = report.integrity.doubt().map(str::to_owned);
                let doubts: Vec<String> =
                    integrity.into_iter().chain(report.doubts.iter().cloned()).collect();
                let rank = (report.made, doubts.is_empty(), again::weight(batch, report));
                let (replaced, outdone) = (false, DaySet::empty());
                let entry = Entry { at, batch, report, doubts, rank, replaced, outdone };
                servers.entry(report.server.clone()).or_default().push(entry);
            }
        }
        let reach = servers.values().flatten().map(|entry| entry.report.period);
        let Some(reach) = reach.reduce(|a, b| Span::new(a.from.min(b.from), a.to.max(b.to))) else {
            return ledger;
        };
        let single = servers.len() == 1;
        for (number, (server, mut entries)) in servers.into_iter().enumerate() {
            entries.order_by_key(|entry| (entry.report.period, entry.report.made, entry.at));
            again::compare(&mut entries, &mut ledger.findings);
            let covers = if single { Covers::Everything } else { Covers::Server(number) };
            ledger.items.extend(items(&entries, covers));
            for entry in &entries {
                let of = (server.clone(), entry.report.period);
                if entry.replaced {
                    ledger.replaced.insert(entry.at);
                } else {
                    ledger.ranks.insert(of, entry.rank);
                }
                if !entry.outdone.is_empty() {
                    ledger.outdone.insert(entry.at, entry.outdone.clone());
                }
            }
            let hosts: Set<Arc<str>> = batches
                .iter()
                .flat_map(|batch| &batch.facts.hosts)
                .filter(|host| host.server == server && matches!(host.seen, crate::facts::Seen::During(_)))
                .map(|host| Arc::clone(&host.name))
                .collect();
            let quarters = quarters::of(&entries, reach);
            quarters::report(server.as_deref(), &quarters, &entries, &mut ledger.findings);
            ledger.servers.push(OfServer { server, quarters, hosts: hosts.into_iter().collect() });
        }
        shared::report(&ledger.servers, batches, &mut ledger.findings);
        ledger
    }
}

/// The items of a tool server's reports.
fn items(entries: &[Entry<'_>], covers: Covers) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for entry in entries {
        let item = |shows, span, made| Item {
            shows,
            covers,
            span,
            made,
            doubts: entry.doubts.clone(),
            at: entry.at,
        };
        // Days that a better report measured too need no second item.
        let better = |other: &&Entry<'_>| {
            let surer = other.doubts.is_empty() || !entry.doubts.is_empty();
            entry.replaced && !other.replaced && surer && other.report.period == entry.report.period
        };
        let known = entries.iter().find(better).map(Entry::measured);
        for span in entry.measured().within(entry.report.period) {
            if known.as_ref().is_none_or(|known| known.missing(span).next().is_some()) {
                items.push(item(Shows::Measured, span, None));
            }
        }
        items.push(item(Shows::Reported, entry.report.period, entry.report.made));
    }
    items
}
