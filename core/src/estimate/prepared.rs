//! Readings made ready for an estate: windows, and the evidence as each takes it.

use std::cell::LazyCell;
use std::sync::Arc;

use crate::calendar::{DaySet, Quarter, Span};
use crate::estate::{Estate, Host};
use crate::judge::{Covered, Evidenced, Items, Lacking, Truth, Window};
use crate::price::{Contestable, Granularity, Reading, Scope, Shortness};

use super::Counted;

/// What two readings must agree on to judge evidence alike: what is true, days of grace, and for which days
/// of the window no report is due.
type EvidenceKey = (Truth, u32, DaySet);

/// A way to judge a quarter of a line: which judgement, whether items name the line, how far and for how
/// long lost days reach, and the window where that matters.
pub(super) type Way = (usize, bool, Scope, Granularity, Option<Span>);

/// The evidence as some readings take it.
#[derive(Debug)]
pub(crate) struct Judgement {
    key: EvidenceKey,
    pub evidenced: Evidenced,
    pub lacking: Lacking,
}

/// A reading made ready for an estate.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub reading: Reading,
    pub window: Window,
    /// Several readings judge evidence alike and share this.
    pub judgement: Arc<Judgement>,
    /// Which of the shared judgements it is.
    pub shared: usize,
    /// For each quarter of the longest window, the first of the shared judgements under which the same days
    /// lack evidence: readings differ about few quarters.
    alike: Arc<Vec<usize>>,
}

/// The readings asked for.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub rules: Vec<Rules>,
    pub judgements: Vec<Arc<Judgement>>,
    pub longest: Window,
}

impl Prepared {
    /// Windows and evidence. Judgements of before may be used again where the evidence, the hosts and
    /// the dates are the same.
    pub fn new(estate: &Estate, readings: &[Reading], before: &[Arc<Judgement>]) -> Self {
        let window = |lookback| Window::new(estate.as_of, estate.first_deployment, lookback);
        let longest = window(readings.iter().map(|r| r.lookback_quarters).max().unwrap_or(1));
        let mut judgements: Vec<Arc<Judgement>> = Vec::new();
        let mut rules = Vec::with_capacity(readings.len());
        let items = LazyCell::new(|| Items::of(estate));
        for reading in readings {
            let no_report_due = Window::no_report_due(estate.as_of, reading.report_owed_quarters);
            let no_report_due = DaySet::union_of(no_report_due.within(longest.whole_quarters()));
            let key: EvidenceKey = (truth(reading), reading.grace_days, no_report_due);
            let again = |judgement: &&Arc<Judgement>| {
                judgement.key == key && judgement.evidenced.days == longest.days
            };
            let shared = judgements.iter().position(|j| j.key == key).unwrap_or_else(|| {
                let judgement = before.iter().find(again).map(Arc::clone).unwrap_or_else(|| {
                    let alike = judgements.iter().chain(before).find(|j| j.key.0 == key.0);
                    let covered = alike.map(|judgement| Arc::clone(judgement.evidenced.covered()));
                    let covered = covered.unwrap_or_else(|| Arc::new(Covered::new(estate, &items, key.0)));
                    Arc::new(Judgement::new(estate, key.clone(), covered, longest))
                });
                judgements.push(judgement);
                judgements.len() - 1
            });
            if let Some(judgement) = judgements.get(shared).map(Arc::clone) {
                let window = window(reading.lookback_quarters);
                let alike = Arc::default();
                rules.push(Rules { reading: reading.clone(), window, judgement, shared, alike });
            }
        }
        let alike = alike(estate, &judgements, longest);
        for rules in &mut rules {
            rules.alike = alike.get(rules.shared).map(Arc::clone).unwrap_or_default();
        }
        Self { rules, judgements, longest }
    }
}

impl Judgement {
    fn new(estate: &Estate, key: EvidenceKey, covered: Arc<Covered>, longest: Window) -> Self {
        let (truth, grace_days, no_report_due) = key.clone();
        let evidenced = Evidenced::new(estate, truth, covered, grace_days, no_report_due, longest.days);
        let lacking = Lacking::new(estate, &evidenced, longest);
        Self { key, evidenced, lacking }
    }
}

impl Rules {
    /// What the evidence shows.
    pub fn evidenced(&self) -> &Evidenced {
        &self.judgement.evidenced
    }

    /// What two readings must agree on to require the same units of a quarter.
    pub(super) fn way(&self, counted: &Counted, quarter: Quarter) -> Way {
        let Reading { scope, granularity, .. } = self.reading;
        let named = counted.members.iter().any(|member| self.evidenced().names(member.id));
        if granularity == Granularity::Window {
            return (self.shared, named, scope, granularity, Some(self.window.days));
        }
        let at = usize::try_from(quarter.since(self.judgement.lacking.first())).ok();
        let alike = at.and_then(|at| self.alike.get(at)).copied().filter(|_| !named);
        // Where clusters lack all of the quarter or nothing, a lost day and a lost quarter are the same.
        let whole = !named && self.judgement.lacking.in_quarter(quarter).partly.is_empty();
        let granularity = if whole { Granularity::Quarter } else { granularity };
        (alike.unwrap_or(self.shared), named, scope, granularity, None)
    }

    /// How the quarters of a line fall short under the reading.
    pub fn shortness<'c>(&self, counted: &'c Counted) -> Shortness<'c> {
        Shortness::of(counted.measure, &counted.entitled, &self.reading, self.window.days.to)
    }
}

/// For each judgement and quarter the first judgement under which the same days lack evidence.
fn alike(estate: &Estate, judgements: &[Arc<Judgement>], window: Window) -> Vec<Arc<Vec<usize>>> {
    let same = |one: &Judgement, other: &Judgement, quarter: Quarter| {
        let lacks = one.lacking.in_quarter(quarter);
        let days = quarter.span();
        let partly =
            |host: &Host| host.spans.iter().any(|row| lacks.partly.binary_search(&row.cluster).is_ok());
        lacks == other.lacking.in_quarter(quarter)
            && (lacks.partly.is_empty()
                || (0..).zip(estate.hosts.iter()).filter(|(_, host)| partly(host)).all(|(id, _)| {
                    let (one, other) = (one.evidenced.missing_on(id), other.evidenced.missing_on(id));
                    one.within(days).eq(other.within(days))
                }))
    };
    let first_alike = |(index, judgement): (usize, &Arc<Judgement>), quarter| {
        let earlier = judgements.iter().take(index).position(|earlier| same(earlier, judgement, quarter));
        earlier.unwrap_or(index)
    };
    let of = |judgement| window.quarters().map(|quarter| first_alike(judgement, quarter)).collect();
    judgements.iter().enumerate().map(|judgement| Arc::new(of(judgement))).collect()
}

/// What a reading takes for true.
fn truth(reading: &Reading) -> Truth {
    Truth {
        contestable: reading.contestable == Contestable::Held,
        late_report_days: reading.late_report_days,
    }
}
