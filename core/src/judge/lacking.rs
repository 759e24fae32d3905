//! Which clusters lack evidence in which quarter: the few that have to be looked at.

use crate::calendar::{DaySet, Quarter, Span};
use crate::estate::{ClusterId, Estate, Host};

use super::{Evidenced, Window};

/// Clusters by how much evidence their hosts lack, quarter by quarter.
///
/// It is worked out once for all products that no item names; a product with items of its own lacks
/// no more than the others on any host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    first: Quarter,
    quarters: Vec<InQuarter>,
    /// Clusters with a host that lacks a day anywhere in the window.
    pub anywhere: Vec<ClusterId>,
}

/// One quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InQuarter {
    /// Clusters whose hosts lack some days.
    pub partly: Vec<ClusterId>,
    /// Clusters whose hosts lack every day they are there.
    pub wholly: Vec<ClusterId>,
    /// All but those.
    pub others: Vec<ClusterId>,
}

impl InQuarter {
    const NOTHING: Self = Self { partly: Vec::new(), wholly: Vec::new(), others: Vec::new() };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lacks {
    Nothing,
    Some,
    All,
    /// No host of the cluster was looked at yet.
    Unseen,
}

impl Lacks {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unseen, other) => other,
            (one, other) if one == other => one,
            _ => Self::Some,
        }
    }
}

impl Lacking {
    /// Looks at every host in every quarter of the window; of those alike at one.
    pub fn new(estate: &Estate, evidenced: &Evidenced, window: Window) -> Self {
        let clusters = estate.clusters.len();
        let mut quarters = Vec::with_capacity(window.quarters().len());
        let mut anywhere = vec![false; clusters];
        let hosts = || evidenced.firsts().filter_map(|(id, missing)| Some((estate.host(id)?, missing)));
        for quarter in window.quarters() {
            let mut state = vec![Lacks::Unseen; clusters];
            let days = window.days_of(quarter);
            for (host, missing) in hosts() {
                let Some(days) = days.filter(|_| !missing.is_empty()) else {
                    host.spans.iter().for_each(|row| meet(&mut state, row.cluster, Lacks::Nothing));
                    continue;
                };
                of_host(host, missing, days, &mut state);
            }
            let of = |wanted: fn(Lacks) -> bool| {
                (0..).zip(&state).filter(|(_, lacks)| wanted(**lacks)).map(|(id, _)| id).collect()
            };
            quarters.push(InQuarter {
                partly: of(|lacks| lacks == Lacks::Some),
                wholly: of(|lacks| lacks == Lacks::All),
                others: of(|lacks| lacks != Lacks::All),
            });
        }
        for (host, missing) in hosts() {
            if !missing.is_empty() {
                for row in &host.spans {
                    if let Some(seen) = anywhere.get_mut(row.cluster as usize) {
                        *seen = true;
                    }
                }
            }
        }
        let anywhere = (0..).zip(anywhere).filter(|(_, seen)| *seen).map(|(id, _)| id).collect();
        Self { first: window.first, quarters, anywhere }
    }

    /// The first quarter of the window.
    pub fn first(&self) -> Quarter {
        self.first
    }

    /// One quarter of the window.
    pub fn in_quarter(&self, quarter: Quarter) -> &InQuarter {
        let index = usize::try_from(quarter.since(self.first)).ok();
        let found = index.and_then(|index| self.quarters.get(index));
        found.unwrap_or(const { &InQuarter::NOTHING })
    }
}

fn of_host(host: &Host, missing: &DaySet, days: Span, state: &mut [Lacks]) {
    let moves = host.spans.windows(2).any(|pair| matches!(pair, [a, b] if a.cluster != b.cluster));
    let any = missing.within(days).next().is_some();
    for row in &host.spans {
        let Some(there) = row.span.overlap(days) else { continue };
        // A day lost in one cluster loses the quarter in the other one too.
        let lacks = match (any, moves) {
            (false, _) => Lacks::Nothing,
            (true, true) => Lacks::Some,
            (true, false) => {
                let mut within = missing.within(there);
                match within.next() {
                    None => Lacks::Nothing,
                    Some(span) if span == there => Lacks::All,
                    Some(_) => Lacks::Some,
                }
            }
        };
        meet(state, row.cluster, lacks);
    }
}

fn meet(state: &mut [Lacks], cluster: ClusterId, lacks: Lacks) {
    if let Some(state) = state.get_mut(cluster as usize) {
        *state = state.and(lacks);
    }
}
