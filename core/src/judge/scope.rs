//! How far a lost day reaches: the host, the largest of its cluster, the cluster, the estate.
//!
//! A quarter is judged cluster by cluster, and only the clusters that lack evidence are looked at. If
//! most of them lack all of it, the same is done from the other end: everything lost, less what the
//! others do not lose. A year of an estate of millions of rows is judged in milliseconds so.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::{Cell, DayTotals};
use crate::error::Error;
use crate::estate::{Capacity, ClusterId, ClusterSpan, Estate};
use crate::estimate::{Judgement, Member, Stay};
use crate::price::{Granularity, Reading, Scope};
use crate::read::rows::Metric;
use crate::units::Overflow;

use super::{Block, Evidenced, Lacking, Window};

/// A reading's way to judge, made ready for an estate.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    pub scope: Scope,
    estate: &'a Estate,
    evidenced: &'a Evidenced,
    lacking: &'a Lacking,
    granularity: Granularity,
    /// The days it looks at; they matter where one lost day loses the window.
    window: Window,
}

impl<'a> Reach<'a> {
    /// As a reading judges.
    pub fn of(estate: &'a Estate, judgement: &'a Judgement, reading: &Reading, window: Window) -> Self {
        let Judgement { evidenced, lacking, .. } = judgement;
        let (scope, granularity) = (reading.scope, reading.granularity);
        Self { scope, estate, evidenced, lacking, granularity, window }
    }

    /// What lost days add to a product's sub-capacity on the days of a quarter; whether anything.
    pub fn quarter(&self, member: &Member, quarter: Quarter, block: &mut Block) -> Result<bool, Error> {
        let lacking = self.lacking.in_quarter(quarter);
        let widened = self.granularity == Granularity::Window;
        let lists =
            if widened { [&*self.lacking.anywhere, &[]] } else { [&*lacking.wholly, &*lacking.partly] };
        if lists.iter().all(|list| list.is_empty()) {
            return Ok(false);
        }
        if self.scope == Scope::Estate {
            return self.estate_wide(member, lists, block).map(|()| true);
        }
        let mut sweep = Sweep::new(block.days);
        let most = lacking.wholly.len() > self.estate.clusters.len() / 2;
        if widened || !most || self.evidenced.names(member.id) {
            for (cluster, stays) in lists.into_iter().flat_map(|list| member.in_clusters(list)) {
                self.cluster(member, stays, false, &mut sweep);
                sweep.flush(self.scope, self.spans(cluster), member.metric, 1, block)?;
            }
            return Ok(true);
        }
        *block = Block::of(member.everything(self)?, block.days);
        let wholly = |cluster: &ClusterId| lacking.wholly.binary_search(cluster).is_ok();
        for (cluster, stays) in member.clusters().filter(|(cluster, _)| !wholly(cluster)) {
            for (every, sign) in [(true, -1), (false, 1)] {
                self.cluster(member, stays, every, &mut sweep);
                sweep.flush(self.scope, self.spans(cluster), member.metric, sign, block)?;
            }
        }
        Ok(true)
    }

    /// Were every day lost: what each day of the horizon adds.
    pub fn everything(&self, member: &Member, horizon: Span) -> Result<DayTotals, Overflow> {
        let regions = self.estate.regions.len().max(1);
        let mut totals = DayTotals::new(horizon, regions);
        for quarter in Quarter::of(horizon.from).through(Quarter::of(horizon.to)) {
            let Some(days) = quarter.span().overlap(horizon) else { continue };
            let (mut block, mut sweep) = (Block::new(days, regions), Sweep::new(days));
            for (cluster, stays) in member.clusters() {
                self.cluster(member, stays, true, &mut sweep);
                sweep.flush(self.scope, self.spans(cluster), member.metric, 1, &mut block)?;
            }
            totals.put(days, block.regions(days));
        }
        Ok(totals)
    }

    /// What these lost parts of one cluster add.
    pub fn parts(
        &self,
        member: &Member,
        cluster: ClusterId,
        lost: impl Iterator<Item = (Cell, Span)>,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        let mut sweep = Sweep::new(block.days);
        sweep.parts.extend(lost);
        let any = !sweep.parts.is_empty();
        sweep.lose(self.scope);
        if any && self.scope != Scope::Host {
            for stay in member.in_clusters(&[cluster]).flat_map(|(_, stays)| stays) {
                within(member.of(stay), block.days).for_each(|cell| sweep.stand(cell));
            }
        }
        sweep.flush(self.scope, self.spans(cluster), member.metric, 1, block)
    }

    /// What the whole estate adds on the days of which any is lost.
    pub fn everywhere(
        &self,
        member: &Member,
        lost: impl Iterator<Item = Span>,
        block: &mut Block,
    ) -> Result<(), Error> {
        let mut days = vec![false; usize::try_from(block.days.days()).unwrap_or(0)];
        for span in lost {
            let here = days.get_mut(block.positions(span)).unwrap_or_default();
            here.iter_mut().for_each(|day| *day = true);
        }
        if days.contains(&true) {
            let whole = member.everything(self)?;
            for (region, values) in (0..).zip(whole.regions(block.days)) {
                let here = block.region_mut(region).iter_mut().zip(values).zip(&days);
                here.filter(|(_, lost)| **lost).for_each(|((value, whole), _)| *value += whole);
            }
        }
        Ok(())
    }

    /// If the product is lost on any host, every host of its clusters counts full.
    fn estate_wide(&self, member: &Member, lists: [&[ClusterId]; 2], block: &mut Block) -> Result<(), Error> {
        let mut parts = Vec::new();
        for (_, stays) in lists.into_iter().flat_map(|list| member.in_clusters(list)) {
            stays.iter().for_each(|stay| self.lost_parts(member, stay, false, block.days, &mut parts));
        }
        self.everywhere(member, parts.into_iter().map(|(_, span)| span), block)
    }

    /// Takes in a product's stays in one cluster, with what is lost of them.
    fn cluster(&self, member: &Member, stays: &[Stay], every: bool, sweep: &mut Sweep) {
        let mut any = self.scope == Scope::Estate;
        for stay in stays {
            self.lost_parts(member, stay, every, sweep.days, &mut sweep.parts);
            any |= !sweep.parts.is_empty();
            sweep.lose(self.scope);
        }
        // What stands in the cluster matters only where a lost day reaches beyond its own host.
        if any && self.scope != Scope::Host {
            for stay in stays {
                within(member.of(stay), sweep.days).for_each(|cell| sweep.stand(cell));
            }
        }
    }

    /// The days of a stay that are lost, after widening.
    fn lost_parts(
        &self,
        member: &Member,
        stay: &Stay,
        every: bool,
        days: Span,
        parts: &mut Vec<(Cell, Span)>,
    ) {
        let cells = member.of(stay);
        let claimed = within(cells, days).filter(|cell| cell.claimed);
        let claimed = claimed.filter_map(|cell| Some((*cell, cell.span.overlap(days)?)));
        if every {
            parts.extend(claimed);
            return;
        }
        let missing = self.evidenced.missing(stay.host, member.id);
        match self.granularity {
            Granularity::Days => parts
                .extend(claimed.flat_map(|(cell, span)| missing.within(span).map(move |hole| (cell, hole)))),
            Granularity::Quarter | Granularity::Window => {
                let judged = if self.granularity == Granularity::Quarter { days } else { self.window.days };
                if self.loses(member, stay, missing, judged) {
                    parts.extend(claimed);
                }
            }
        }
    }

    /// Whether a claimed day on the host is lost within these days, in whichever cluster it was then.
    fn loses(&self, member: &Member, stay: &Stay, missing: &DaySet, days: Span) -> bool {
        let hole = |stay: &Stay| {
            let claimed = within(member.of(stay), days).filter(|cell| cell.claimed);
            let mut spans = claimed.filter_map(|cell| cell.span.overlap(days));
            spans.any(|span| missing.within(span).next().is_some())
        };
        let moves = || {
            let spans = self.estate.host(stay.host).map_or(&[][..], |host| &host.spans);
            spans.windows(2).any(|pair| matches!(pair, [a, b] if a.cluster != b.cluster))
        };
        missing.within(days).next().is_some()
            && (hole(stay) || (moves() && member.stays().iter().any(|s| s.host == stay.host && hole(s))))
    }

    fn spans(&self, cluster: ClusterId) -> &'a [ClusterSpan] {
        self.estate.clusters.get(cluster as usize).map_or(&[], |c| &c.spans)
    }
}

/// The cells of a stay that lie in a span.
fn within(cells: &[Cell], days: Span) -> impl Iterator<Item = &Cell> + Clone {
    let first = cells.partition_point(|cell| cell.span.to < days.from);
    cells.get(first..).unwrap_or(&[]).iter().take_while(move |cell| cell.span.from <= days.to)
}

/// One cluster, day by day.
struct Sweep {
    days: Span,
    parts: Vec<(Cell, Span)>,
    /// What is lost of hosts that count on their own: region, days, units beyond sub-capacity.
    own: Vec<(u32, Span, i64)>,
    present: Vec<i64>,
    sub: Vec<i64>,
    lost: Vec<i64>,
    lost_sub: Vec<i64>,
    touched: bool,
}

impl Sweep {
    fn new(days: Span) -> Self {
        let zeros = vec![0; usize::try_from(days.days()).unwrap_or(0)];
        let [present, sub, lost, lost_sub] = [zeros.clone(), zeros.clone(), zeros.clone(), zeros];
        Self { days, parts: Vec::new(), own: Vec::new(), present, sub, lost, lost_sub, touched: false }
    }

    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let length = self.sub.len();
        let at = |day: crate::calendar::Day| usize::try_from(day.since(self.days.from)).unwrap_or(0);
        at(span.from).min(length)..at(span.to.next()).min(length)
    }

    /// The lost parts of a host.
    fn lose(&mut self, scope: Scope) {
        let parts = std::mem::take(&mut self.parts);
        for (cell, span) in &parts {
            if scope == Scope::Host {
                self.own.push((cell.region, *span, cell.full - cell.sub));
                continue;
            }
            let range = self.range(*span);
            let lost = self.lost.get_mut(range.clone()).unwrap_or_default();
            lost.iter_mut().for_each(|n| *n += 1);
            let lost_sub = self.lost_sub.get_mut(range).unwrap_or_default();
            lost_sub.iter_mut().for_each(|sum| *sum += cell.sub);
            self.touched = true;
        }
        self.parts = parts;
        self.parts.clear();
    }

    fn stand(&mut self, cell: &Cell) {
        let Some(span) = cell.span.overlap(self.days) else { return };
        let range = self.range(span);
        self.present.get_mut(range.clone()).unwrap_or_default().iter_mut().for_each(|n| *n += 1);
        self.sub.get_mut(range).unwrap_or_default().iter_mut().for_each(|sum| *sum += cell.sub);
        self.touched = true;
    }

    /// Adds what the cluster's days add, and is ready for the next one.
    fn flush(
        &mut self,
        scope: Scope,
        spans: &[ClusterSpan],
        metric: Metric,
        sign: i64,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        for (region, span, amount) in self.own.drain(..) {
            block.add(region, span, sign * amount);
        }
        if !self.touched {
            return Ok(());
        }
        let first = spans.partition_point(|s| s.span.to < self.days.from);
        for row in spans.iter().skip(first) {
            let Some(part) = row.span.overlap(self.days) else { break };
            let all = if metric == Metric::Pvu { row.pvu } else { row.cores };
            for at in self.range(part) {
                let amount = sign * self.reached(scope, all, at)?;
                if let Some(value) = block.region_mut(row.region).get_mut(at) {
                    *value += amount;
                }
            }
        }
        for list in [&mut self.present, &mut self.sub, &mut self.lost, &mut self.lost_sub] {
            list.fill(0);
        }
        self.touched = false;
        Ok(())
    }

    /// What a day adds to the cluster's sub-capacity.
    fn reached(&self, scope: Scope, all: Capacity, at: usize) -> Result<i64, Overflow> {
        let of = |list: &[i64]| list.get(at).copied().unwrap_or(0);
        let (present, sub, lost) = (of(&self.present), of(&self.sub), of(&self.lost));
        Ok(match scope {
            Scope::Host => 0,
            // Each lost host counts the largest host of the cluster, together at most all hosts.
            Scope::Largest if lost > 0 => {
                let at_largest = all.largest.checked_mul(lost).ok_or(Overflow)?;
                let count = (sub - of(&self.lost_sub)).checked_add(at_largest).ok_or(Overflow)?;
                count.min(all.sum) - sub
            }
            // Every host of the cluster counts full, whether or not the product ran there.
            Scope::Cluster if lost > 0 => all.sum - sub,
            Scope::Estate if present > 0 => all.sum - sub,
            Scope::Largest | Scope::Cluster | Scope::Estate => 0,
        })
    }
}
