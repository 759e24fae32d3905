//! What a change leaves as it was: quarters are taken over, or judged again only in the clusters touched.
//!
//! A quarter of a line under a reading depends on the count, on which days each host lacks, and on what
//! was held. Where none of them changed the quarter stands. Where a few clusters changed, what they
//! added before is taken off and what they add now is put on. All else is judged from the start.

use std::borrow::Cow;
use std::sync::Arc;

use crate::calendar::{Quarter, Span};
use crate::error::Error;
use crate::estate::{ClusterId, Estate};
use crate::estimate::{Before, Counted, JudgedBefore, Judgement, Known, Member, Prepared, Priced, Rules};
use crate::judge::Window;
use crate::price::{Granularity, Scope, Shortfall};

use super::change::Touched;

/// Clusters that are looked up in a line before they are judged again.
const FEW: usize = 16;

/// A line as it was.
#[derive(Clone, Copy)]
pub struct Was<'a> {
    pub estate: &'a Estate,
    pub prepared: &'a Prepared,
    pub counted: &'a Arc<Counted>,
    pub priced: &'a [Arc<Priced>],
}

/// The line under each reading, as far as anything of it changed.
pub fn line_again(
    was: Was<'_>,
    estate: &Estate,
    prepared: &Prepared,
    touched: &Touched,
    same: &Same,
) -> Result<Vec<Arc<Priced>>, Error> {
    let mut counted = Arc::clone(was.counted);
    if counted.members.iter().any(|member| touched.recount.concerns(member)) {
        counted = Arc::new(counted.recounted(was.estate, estate, &touched.recount)?);
    }
    if touched.entitled {
        let entitled = crate::price::Entitled::of(estate, &counted.line)?;
        if entitled != counted.entitled {
            counted = Arc::new(Counted { entitled, ..(*counted).clone() });
        }
    }
    let mut again = Again { was, same, counted: &counted, recounted: Vec::new(), priced: touched.priced };
    if !Arc::ptr_eq(&counted, was.counted) {
        again.recounted = again.there(touched.recount.clusters.clone());
    }
    if again.as_it_was(prepared) {
        if !touched.priced && same.readings.iter().all(|reading| reading.whole) {
            return Ok(was.priced.to_vec());
        }
        let product = estate.product(counted.line.product).unwrap_or(&counted.product);
        let priced = was.priced.iter().zip(&prepared.rules);
        return priced.map(|(p, rules)| Ok(Arc::new(p.again(estate, &rules.reading, product)?))).collect();
    }
    Ok(prepared.priced(estate, &counted, &again)?.into_iter().map(Arc::new).collect())
}

/// Clusters with a host that lacks other days than before.
#[derive(Default)]
struct Changed {
    /// By quarter of the window, from its first.
    quarters: Vec<(Span, Vec<ClusterId>)>,
    anywhere: Vec<ClusterId>,
}

/// What of the judgement is as it was, reading by reading.
pub struct Same {
    readings: Vec<SameReading>,
}

struct SameReading {
    /// Every key is as it was.
    whole: bool,
    /// How far a lost day reaches and for how long.
    reach: bool,
    /// Keys by which quarters fall short, beside that.
    credit: bool,
    window: Window,
    before: Window,
    /// The first quarter of the longest window.
    longest: Quarter,
    judgements: (Arc<Judgement>, Arc<Judgement>),
    widened: bool,
    changed: Arc<Changed>,
}

impl Same {
    /// Compares the readings before a change with those after it.
    pub fn new(estate: &Estate, before: &Prepared, prepared: &Prepared) -> Self {
        let mut known: Vec<((usize, usize), Arc<Changed>)> = Vec::new();
        let pairs = before.rules.iter().zip(&prepared.rules);
        let readings = pairs.map(|(old, new)| {
            let pair = (old.shared, new.shared);
            if !known.iter().any(|(k, _)| *k == pair) {
                let changed = changed(estate, &old.judgement, &new.judgement, prepared.longest);
                known.push((pair, Arc::new(changed)));
            }
            let changed =
                known.iter().find(|(k, _)| *k == pair).map(|(_, c)| Arc::clone(c)).unwrap_or_default();
            SameReading {
                whole: old.reading == new.reading,
                reach: (old.reading.scope, old.reading.granularity)
                    == (new.reading.scope, new.reading.granularity),
                credit: old.reading.credit_later_purchases == new.reading.credit_later_purchases,
                window: new.window,
                before: old.window,
                longest: prepared.longest.first,
                judgements: (Arc::clone(&old.judgement), Arc::clone(&new.judgement)),
                widened: new.reading.granularity == Granularity::Window,
                changed,
            }
        });
        Self { readings: readings.collect() }
    }
}

/// The clusters, quarter by quarter, with a host that lacks other days than before.
fn changed(estate: &Estate, old: &Arc<Judgement>, new: &Arc<Judgement>, window: Window) -> Changed {
    let mut changed = Changed::default();
    if Arc::ptr_eq(old, new) {
        return changed;
    }
    changed.quarters = window.quarters().map(|quarter| (quarter.span(), Vec::new())).collect();
    let (old, new) = (&old.evidenced, &new.evidenced);
    let mut seen = vec![None; estate.hosts.len()];
    for (id, host) in (0..).zip(estate.hosts.iter()) {
        // Hosts that were alike and still are change alike.
        let now = Some(new.alike(id));
        let before = seen.get_mut(old.alike(id)).map(|seen| std::mem::replace(seen, now));
        let (a, b) = (old.missing_on(id), new.missing_on(id));
        let Some(other) = a.differ(b).filter(|_| before != Some(now)) else { continue };
        let mut anywhere = false;
        for (days, clusters) in &mut changed.quarters {
            if days.overlap(other).is_some() && !a.within(*days).eq(b.within(*days)) {
                clusters.extend(host.spans.iter().map(|row| row.cluster));
                anywhere = true;
            }
        }
        if anywhere {
            changed.anywhere.extend(host.spans.iter().map(|row| row.cluster));
        }
    }
    let lists = changed.quarters.iter_mut().map(|(_, clusters)| clusters);
    lists.chain([&mut changed.anywhere]).for_each(in_order);
    changed
}

fn in_order(clusters: &mut Vec<ClusterId>) {
    clusters.sort_unstable();
    clusters.dedup();
}

/// A line about to be worked out again.
struct Again<'a> {
    was: Was<'a>,
    same: &'a Same,
    counted: &'a Arc<Counted>,
    /// Clusters of the line in which something counts anew.
    recounted: Vec<ClusterId>,
    /// Prices are others.
    priced: bool,
}

impl Again<'_> {
    /// Whether every quarter of every reading is as it was.
    fn as_it_was(&self, prepared: &Prepared) -> bool {
        let whole = |(index, (same, rules)): (usize, (&SameReading, &Rules))| {
            let mut quarters = rules.window.quarters();
            same.window == same.before && quarters.all(|quarter| self.quarter(index, quarter).short.is_some())
        };
        self.same.readings.iter().zip(&prepared.rules).enumerate().all(whole)
    }

    /// The clusters of the line to judge again in a quarter; `None`: all of it, from the start.
    fn clusters<'a>(&'a self, same: &'a SameReading, quarter: Quarter) -> Option<Cow<'a, [ClusterId]>> {
        let (old, new) = &same.judgements;
        if Arc::ptr_eq(old, new) && !(same.widened && same.window != same.before) {
            return Some(Cow::Borrowed(&self.recounted));
        }
        let clusters: &[ClusterId] = if same.widened {
            if same.window != same.before {
                return None;
            }
            &same.changed.anywhere
        } else {
            let at = usize::try_from(quarter.since(same.longest)).ok();
            at.and_then(|at| same.changed.quarters.get(at)).map_or(&[], |(_, clusters)| clusters)
        };
        // Items that name a product may change its days alone.
        let named = |m: &Member| old.evidenced.names(m.id) || new.evidenced.names(m.id);
        if !Arc::ptr_eq(old, new) && self.counted.members.iter().any(named) {
            return None;
        }
        if self.recounted.is_empty() && (clusters.is_empty() || clusters.len() > FEW) {
            return Some(Cow::Borrowed(clusters));
        }
        let mut clusters = [clusters, &self.recounted].concat();
        in_order(&mut clusters);
        Some(Cow::Owned(self.there(clusters)))
    }

    /// Those of some clusters in which the line is, or was.
    fn there(&self, mut clusters: Vec<ClusterId>) -> Vec<ClusterId> {
        let there = |cluster: &ClusterId| {
            let lines = [self.counted, self.was.counted];
            lines.iter().flat_map(|c| &c.members).any(|m| m.in_clusters(&[*cluster]).next().is_some())
        };
        // To look for many clusters would take longer than to judge them again.
        if clusters.len() <= FEW {
            clusters.retain(there);
        }
        clusters
    }
}

impl Known for Again<'_> {
    fn claims(&self, reading: usize) -> Option<&Priced> {
        let same = self.same.readings.get(reading)?;
        self.was.priced.get(reading).filter(|_| same.whole && !self.priced).map(|priced| &**priced)
    }

    fn stands(&self, reading: usize) -> Option<&Arc<Shortfall>> {
        let same = self.same.readings.get(reading)?;
        let untouched = Arc::ptr_eq(self.counted, self.was.counted);
        let alike = untouched && same.credit && same.reach && same.window == same.before;
        self.was.priced.get(reading).filter(|_| alike).map(|priced| &priced.stands)
    }

    fn quarter(&self, reading: usize, quarter: Quarter) -> Before<'_> {
        let mut before = Before { short: None, stands: None, adds: None, again: None };
        let rules = self.was.prepared.rules.get(reading);
        let (Some(same), Some(priced), Some(rules)) =
            (self.same.readings.get(reading), self.was.priced.get(reading), rules)
        else {
            return before;
        };
        let days_alike =
            same.window == same.before || same.window.days_of(quarter) == same.before.days_of(quarter);
        let entitled = &self.counted.entitled;
        let credit = same.credit
            && (!rules.reading.credit_later_purchases
                || entitled.on(same.window.days.to) == entitled.on(same.before.days.to));
        let first = priced.shortfall.quarters.first().map(|q| q.quarter);
        let at = first.and_then(|first| usize::try_from(quarter.since(first)).ok());
        let (true, Some(at)) = (days_alike, at.filter(|_| quarter >= same.before.first)) else {
            return before;
        };
        let untouched = Arc::ptr_eq(self.counted, self.was.counted);
        if untouched && credit && same.reach {
            before.stands = priced.stands.quarters.get(at);
        }
        if !same.reach {
            return before;
        }
        let Some(clusters) = self.clusters(same, quarter) else { return before };
        before.adds = priced.adds.get(at);
        if untouched && credit && clusters.is_empty() {
            before.short = priced.shortfall.quarters.get(at);
        }
        let was = JudgedBefore { estate: self.was.estate, rules, counted: self.was.counted };
        // What reaches the whole estate has no part that could be judged alone.
        if rules.reading.scope != Scope::Estate || clusters.is_empty() {
            before.again = Some((was, clusters));
        }
        before
    }
}
