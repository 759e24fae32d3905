//! What would change an outcome: alternatives, each a smallest set of things that together suffice.

use std::fmt;

use serde::Serialize;

use crate::calendar::{Quarter, Span};
use crate::count::DayTotals;
use crate::error::Error;
use crate::estate::{Estate, Evidence, HostId, ProductId, Scope};
use crate::estimate::{Counted, Rules};
use crate::judge::Window;
use crate::order::Order as _;
use crate::read::rows::{Kind, State};
use crate::report::{Condition, helps};

/// One thing that is needed, with others of its set, to change an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "need", rename_all = "kebab-case")]
pub enum Needed {
    /// A held item that is not in `evidence.csv`.
    Item {
        /// `measured`, `report` or `rebuilt`.
        kind: &'static str,
        /// As `evidence.csv` writes it: `host:esx-07`.
        scope: String,
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// A contestable item, taken as held.
    Accepted {
        /// Its id.
        id: String,
    },
    /// A lost item, found again and held.
    Found {
        /// Its id.
        id: String,
    },
    /// A late report, shown to have been made by a day.
    MadeBy {
        /// Its id.
        id: String,
        /// The last day in time.
        day: String,
    },
    /// A key of the reading, raised.
    AtLeast {
        /// The key.
        key: &'static str,
        /// The least value that helps.
        value: i32,
    },
    /// A key of the reading, lowered (or set, where it is empty).
    AtMost {
        /// The key.
        key: &'static str,
        /// The greatest value that helps.
        value: i32,
    },
    /// Licences held on these days.
    Entitled {
        /// Product or bundle.
        product: String,
        /// Units that would have to be held.
        at_least: i64,
        /// Units that are.
        held: i64,
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item { kind, scope, from, to } => {
                let what = if *kind == "report" { "report" } else { "item" };
                let kind = if *kind == "report" { String::new() } else { format!("{kind} ") };
                write!(f, "a {kind}{what} for {scope} {from}..{to}")
            }
            Self::Accepted { id } => write!(f, "{id} accepted"),
            Self::Found { id } => write!(f, "{id} found"),
            Self::MadeBy { id, day } => write!(f, "{id} made by {day}"),
            Self::AtLeast { key, value } => write!(f, "{key} ≥ {value}"),
            Self::AtMost { key, value } => write!(f, "{key} ≤ {value}"),
            Self::Entitled { product, at_least, held, from, to } => {
                write!(f, "{at_least} of {product} held {from}..{to} instead of {held}")
            }
        }
    }
}

/// Days of grace that the vendor's texts give; a longer grace is nobody's reading.
const GRACE_STATED: i32 = 90;
/// Quarters for which reports are kept in the vendor's texts; fewer are nobody's reading.
const REPORTS_STATED: i32 = 8;
/// Alternatives listed for one stretch of days.
const ALTERNATIVES: usize = 24;

type Alternatives = Vec<Vec<Needed>>;

/// Days without evidence, the refused items that would cover each of them, and what would make them stand.
pub struct Curable<'a> {
    pub days: Span,
    pub refused: Vec<&'a Evidence>,
    pub would: Alternatives,
}

/// Splits lost days of one condition and quarter where a refused item begins or ends, so that an item covers
/// all days of a part or none, and every set named is a smallest one.
pub fn curable<'a>(
    estate: &'a Estate,
    rules: &Rules,
    (host, product): (HostId, ProductId),
    condition: Condition,
    days: Span,
) -> Vec<Curable<'a>> {
    let truth = rules.evidenced().truth;
    let refused = estate.evidence.iter().filter(|e| !truth.holds(e) && helps(e.kind, condition));
    let covered: Vec<(&Evidence, Vec<Span>)> = refused
        .map(|item| (item, covers(estate, item, host, product, days)))
        .filter(|(_, spans)| !spans.is_empty())
        .collect();
    let ends = covered.iter().flat_map(|(_, spans)| spans.iter().flat_map(|s| [s.from, s.to.next()]));
    let mut cuts: Vec<_> = ends.filter(|day| days.from < *day && *day <= days.to).collect();
    cuts.extend([days.from, days.to.next()]);
    cuts.order();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| match pair {
            [from, next] => Some(Span::new(*from, next.previous())),
            _ => None,
        })
        .map(|days| {
            let here = covered.iter().filter(|(_, spans)| spans.iter().any(|s| s.contains(days.from)));
            let refused: Vec<&Evidence> = here.map(|(item, _)| *item).collect();
            let would = alternatives(estate, rules, host, condition, days, &refused);
            Curable { days, refused, would }
        })
        .collect()
}

/// The days of a span on which an item reaches a product on a host.
fn covers(estate: &Estate, item: &Evidence, host: HostId, product: ProductId, days: Span) -> Vec<Span> {
    let Some(days) = item.span.overlap(days) else { return Vec::new() };
    let rows = || estate.host(host).into_iter().flat_map(|h| h.during(days));
    let all = |so: bool| if so { vec![days] } else { Vec::new() };
    match item.scope {
        Scope::All => all(true),
        Scope::Host(id) => all(id == host),
        Scope::Product(id) => {
            all(id == product || estate.product(product).is_some_and(|p| p.bundle == Some(id)))
        }
        Scope::Cluster(id) => rows().filter(|(.., row)| row.cluster == id).map(|(part, ..)| part).collect(),
        Scope::Region(id) => rows().filter(|(.., row)| row.region == id).map(|(part, ..)| part).collect(),
    }
}

fn alternatives(
    estate: &Estate,
    rules: &Rules,
    host: HostId,
    condition: Condition,
    days: Span,
    refused: &[&Evidence],
) -> Alternatives {
    let scope = format!("host:{}", estate.host(host).map_or("", |h| &h.name));
    let new = |kind| {
        let (from, to) = (days.from.to_string(), days.to.to_string());
        vec![Needed::Item { kind, scope: scope.clone(), from, to }]
    };
    let refused_of = |kind| refused.iter().filter(move |e| e.kind == kind).flat_map(|e| mended(rules, e));
    let mut all: Alternatives = refused_of(Kind::Rebuilt).collect();
    all.push(new("rebuilt"));
    all.extend(grace(estate, days).map(|needed| vec![needed]));
    let measured: Alternatives = match condition {
        Condition::NotReported => vec![Vec::new()],
        Condition::NotMeasured | Condition::Neither => {
            refused_of(Kind::Measured).chain([new("measured")]).collect()
        }
    };
    let reported: Alternatives = match condition {
        Condition::NotMeasured => vec![Vec::new()],
        Condition::NotReported | Condition::Neither => {
            let not_owed = not_owed(estate, days).map(|needed| vec![needed]);
            refused_of(Kind::Report).chain([new("report")]).chain(not_owed).collect()
        }
    };
    for first in &measured {
        all.extend(reported.iter().map(|second| first.iter().chain(second).cloned().collect()));
    }
    // What takes least comes first: few things, and of equally many those that are on the list already,
    // then new items, then another reading. The sort keeps the order of equals.
    let effort = |needed: &Needed| match needed {
        Needed::Accepted { .. } | Needed::Found { .. } | Needed::MadeBy { .. } => 0,
        Needed::Item { .. } | Needed::Entitled { .. } => 1,
        Needed::AtLeast { .. } | Needed::AtMost { .. } => 2,
    };
    all.order_by_key(|set| (set.len(), set.iter().map(effort).max()));
    all.truncate(ALTERNATIVES);
    all
}

/// What would make a refused item true.
fn mended(rules: &Rules, item: &Evidence) -> Alternatives {
    let truth = rules.evidenced().truth;
    let id = || item.id.to_string();
    let state = match item.state {
        State::Lost => Some(Needed::Found { id: id() }),
        State::Contestable if !truth.contestable => Some(Needed::Accepted { id: id() }),
        State::Contestable | State::Held => None,
    };
    if !truth.late(item) {
        return vec![state.into_iter().collect()];
    }
    let allowed = truth.late_report_days.and_then(|days| i32::try_from(days).ok()).unwrap_or(0);
    let made_by = Needed::MadeBy { id: id(), day: item.judged_late_by.plus(allowed).to_string() };
    let value = item.made.map_or(0, |made| made.since(item.judged_late_by));
    // Only where nothing else is wrong with it: more time could help other items as well.
    let more_time = state.is_none().then(|| vec![Needed::AtLeast { key: "late_report_days", value }]);
    [state.into_iter().chain([made_by]).collect()].into_iter().chain(more_time).collect()
}

fn grace(estate: &Estate, days: Span) -> Option<Needed> {
    let value = days.to.since(estate.first_deployment?).max(1);
    (value <= GRACE_STATED).then_some(Needed::AtLeast { key: "grace_days", value })
}

fn not_owed(estate: &Estate, days: Span) -> Option<Needed> {
    let value = Quarter::of(estate.as_of).since(Quarter::of(days.to));
    (value >= REPORTS_STATED).then_some(Needed::AtMost { key: "report_owed_quarters", value })
}

/// What would have to be held so that no part of these days is short: one set, in order of time.
pub fn entitled_enough(
    counted: &Counted,
    totals: &DayTotals,
    window: Window,
    quarters: impl Iterator<Item = Quarter>,
) -> Result<Alternatives, Error> {
    let mut short: Vec<(Span, i64, i64)> = Vec::new();
    for days in quarters.filter_map(|quarter| window.days_of(quarter)) {
        for (part, held) in counted.entitled.parts(days) {
            let required = counted.measure.of_period(totals, part)?;
            if required <= held {
                continue;
            }
            match short.last_mut() {
                Some((last, needed, had))
                    if last.to.next() == part.from && (*needed, *had) == (required.get(), held.get()) =>
                {
                    last.to = part.to;
                }
                _ => short.push((part, required.get(), held.get())),
            }
        }
    }
    let needed = |(span, at_least, held): (Span, i64, i64)| {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        Needed::Entitled { product: counted.product.name.clone(), at_least, held, from, to }
    };
    let set: Vec<Needed> = short.into_iter().map(needed).collect();
    Ok(if set.is_empty() { Vec::new() } else { vec![set] })
}
