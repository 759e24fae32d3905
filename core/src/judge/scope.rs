//! How far a lost day reaches: the host, the largest of its cluster, the cluster, the estate.
//!
//! A quarter is judged cluster by cluster, and only the clusters that lack evidence are looked at. If
//! most of them lack all of it, the same is done from the other end: everything lost, less what the
//! others do not lose. And after a change only the clusters it touches are judged again.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::{Cell, DayTotals};
use crate::error::Error;
use crate::estate::{ClusterId, Estate};
use crate::estimate::{Judgement, Member, Stay};
use crate::price::{Granularity, Reading, Scope};
use crate::units::Overflow;

use super::sweep::{Of, Piece, Sweep};
use super::{Block, Window};

/// A reading's way to judge, made ready for an estate.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    pub scope: Scope,
    estate: &'a Estate,
    /// What stands; `None`: nothing does.
    judgement: Option<&'a Judgement>,
    granularity: Granularity,
    /// The days it looks at; they matter where one lost day loses the window.
    window: Window,
}

impl<'a> Reach<'a> {
    /// As a reading judges.
    pub fn of(estate: &'a Estate, judgement: &'a Judgement, reading: &Reading, window: Window) -> Self {
        let (scope, granularity) = (reading.scope, reading.granularity);
        Self { scope, estate, judgement: Some(judgement), granularity, window }
    }

    /// Every day is lost, as far as a scope reaches.
    pub fn every_lost(estate: &'a Estate, scope: Scope) -> Self {
        let window = Window::new(estate.as_of, estate.first_deployment, 1);
        Self { scope, estate, judgement: None, granularity: Granularity::Days, window }
    }

    /// Clusters to look at in a quarter.
    fn lists(&self, quarter: Quarter) -> [&'a [ClusterId]; 2] {
        let Some(Judgement { lacking, .. }) = self.judgement else { return [&[], &[]] };
        let here = lacking.in_quarter(quarter);
        match self.granularity {
            Granularity::Window => [&lacking.anywhere, &[]],
            Granularity::Days | Granularity::Quarter => [&here.wholly, &here.partly],
        }
    }

    /// How many clusters have to be looked at in a quarter.
    pub fn looks_at(&self, quarter: Quarter) -> usize {
        self.lists(quarter).iter().map(|list| list.len()).sum()
    }

    /// What lost days add to a product's sub-capacity on the days of a quarter; whether anything.
    pub fn quarter(&self, member: &Member, quarter: Quarter, block: &mut Block) -> Result<bool, Error> {
        let lists = self.lists(quarter);
        if lists.iter().all(|list| list.is_empty()) {
            return Ok(false);
        }
        if self.scope == Scope::Estate {
            return self.estate_wide(member, lists, block).map(|()| true);
        }
        let lacks = |j: &Judgement| !j.evidenced.names(member.id) && self.granularity != Granularity::Window;
        let wholly = self.judgement.filter(|j| lacks(j)).map(|j| &*j.lacking.in_quarter(quarter).wholly);
        let wholly = wholly.unwrap_or(&[]);
        if wholly.len() <= self.estate.clusters.len() / 2 {
            for list in lists {
                self.clusters(member, list, false, 1, block)?;
            }
            return Ok(true);
        }
        *block = Block::of(member.everything(self)?, block.days);
        let others = member.clusters().map(|(cluster, _)| cluster);
        let others: Vec<ClusterId> =
            others.filter(|cluster| wholly.binary_search(cluster).is_err()).collect();
        self.clusters(member, &others, true, -1, block)?;
        self.clusters(member, &others, false, 1, block)?;
        Ok(true)
    }

    /// Adds (`sign` times) what is lost in these clusters (sorted); `every`: were every day lost.
    pub fn clusters(
        &self,
        member: &Member,
        clusters: &[ClusterId],
        every: bool,
        sign: i64,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        let mut sweep = Sweep::new(self.scope, block.days);
        let mut pieces = Vec::new();
        for (cluster, stays) in member.in_clusters(clusters) {
            pieces.clear();
            stays.iter().for_each(|stay| self.lost(member, stay, every, block.days, &mut pieces));
            if !pieces.is_empty() || (every && self.scope == Scope::Estate) {
                self.add(member, cluster, stays, &pieces, sign, &mut sweep, block)?;
            }
        }
        Ok(())
    }

    /// What these lost pieces of one cluster add, as runs of days: region, days, amount.
    pub fn runs(
        &self,
        member: &Member,
        cluster: ClusterId,
        pieces: &[Piece],
        days: Span,
        runs: &mut Vec<(u32, Span, i64)>,
    ) -> Result<(), Overflow> {
        if self.scope == Scope::Host {
            runs.extend(pieces.iter().map(|piece| (piece.region, piece.span, piece.beyond)));
            return Ok(());
        }
        let wanted = [cluster];
        let Some((_, stays)) = member.in_clusters(&wanted).next().filter(|_| !pieces.is_empty()) else {
            return Ok(());
        };
        let mut block = Block::new(days, self.estate.regions.len().max(1));
        self.add(member, cluster, stays, pieces, 1, &mut Sweep::new(self.scope, days), &mut block)?;
        for (region, values) in (0..).zip(block.regions(days)) {
            let mut from = days.from;
            for same in values.chunk_by(|a, b| a == b) {
                let to = from.plus(i32::try_from(same.len()).unwrap_or(0) - 1);
                if let Some(amount) = same.first().filter(|amount| **amount != 0) {
                    runs.push((region, Span::new(from, to), *amount));
                }
                from = to.next();
            }
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "two callers, one above the other")]
    fn add(
        &self,
        member: &Member,
        cluster: ClusterId,
        stays: &[Stay],
        pieces: &[Piece],
        sign: i64,
        sweep: &mut Sweep,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        let spans = self.estate.clusters.get(cluster as usize).map_or(&[][..], |c| &c.spans);
        let of = Of { scope: self.scope, metric: member.metric, spans };
        let days = block.days;
        let cells = stays.iter().flat_map(|stay| within(member.of(stay), days));
        sweep.add(of, pieces, cells, sign, block)
    }

    /// Were every day lost: what each day of the horizon adds.
    pub fn everything(&self, member: &Member, horizon: Span) -> Result<DayTotals, Overflow> {
        let clusters: Vec<ClusterId> = member.clusters().map(|(cluster, _)| cluster).collect();
        let mut totals = DayTotals::new(horizon, self.estate.regions.len().max(1));
        self.every(member, &clusters, 1, horizon, &mut totals)?;
        Ok(totals)
    }

    /// Adds (`sign` times) what these clusters would add were every day lost.
    pub fn every(
        &self,
        member: &Member,
        clusters: &[ClusterId],
        sign: i64,
        horizon: Span,
        totals: &mut DayTotals,
    ) -> Result<(), Overflow> {
        for quarter in Quarter::of(horizon.from).through(Quarter::of(horizon.to)) {
            let Some(days) = quarter.span().overlap(horizon) else { continue };
            let mut block = Block::of(totals, days);
            self.clusters(member, clusters, true, sign, &mut block)?;
            totals.put(days, block.regions(days));
        }
        Ok(())
    }

    /// What the whole estate adds on the days on which any is lost.
    pub fn on_days(&self, member: &Member, days: &[bool], block: &mut Block) -> Result<(), Error> {
        if days.contains(&true) {
            let whole = member.everything(self)?;
            for (region, values) in (0..).zip(whole.regions(block.days)) {
                let here = block.region_mut(region).iter_mut().zip(values).zip(days);
                here.filter(|(_, lost)| **lost).for_each(|((value, whole), _)| *value += whole);
            }
        }
        Ok(())
    }

    /// If the product is lost on any host, every host of its clusters counts full.
    fn estate_wide(&self, member: &Member, lists: [&[ClusterId]; 2], block: &mut Block) -> Result<(), Error> {
        let mut days = vec![false; usize::try_from(block.days.days()).unwrap_or(0)];
        let mut pieces = Vec::new();
        for (_, stays) in lists.into_iter().flat_map(|list| member.in_clusters(list)) {
            stays.iter().for_each(|stay| self.lost(member, stay, false, block.days, &mut pieces));
            for piece in pieces.drain(..) {
                let here = days.get_mut(block.positions(piece.span)).unwrap_or_default();
                here.iter_mut().for_each(|day| *day = true);
            }
            // Often a few hosts lose every day there is.
            if !days.contains(&false) {
                break;
            }
        }
        self.on_days(member, &days, block)
    }

    /// The days of a stay that are lost, after widening.
    fn lost(&self, member: &Member, stay: &Stay, every: bool, days: Span, pieces: &mut Vec<Piece>) {
        let claimed = || within(member.of(stay), days).filter(|cell| cell.claimed);
        let whole = || claimed().filter_map(|cell| Some(Piece::of(cell, cell.span.overlap(days)?)));
        let Some(judgement) = self.judgement.filter(|_| !every) else {
            pieces.extend(whole());
            return;
        };
        let missing = judgement.evidenced.missing(stay.host, member.id);
        match self.granularity {
            Granularity::Days => {
                if missing.within(days).next().is_none() {
                    return;
                }
                for cell in claimed() {
                    let Some(span) = cell.span.overlap(days) else { continue };
                    pieces.extend(missing.within(span).map(|hole| Piece::of(cell, hole)));
                }
            }
            Granularity::Quarter if self.loses(member, stay, missing, days) => pieces.extend(whole()),
            Granularity::Window if self.loses(member, stay, missing, self.window.days) => {
                pieces.extend(whole())
            }
            Granularity::Quarter | Granularity::Window => {}
        }
    }

    /// Whether a claimed day on the host is lost within these days, in whichever cluster it was then.
    fn loses(&self, member: &Member, stay: &Stay, missing: &DaySet, days: Span) -> bool {
        let hole = |stay: &Stay| {
            let cells = member.of(stay);
            missing.within(days).any(|hole| within(cells, hole).any(|cell| cell.claimed))
        };
        if missing.within(days).next().is_none() {
            return false;
        }
        let moves = || {
            let spans = self.estate.host(stay.host).map_or(&[][..], |host| &host.spans);
            spans.windows(2).any(|pair| matches!(pair, [a, b] if a.cluster != b.cluster))
        };
        hole(stay) || (moves() && member.stays().iter().any(|s| s.host == stay.host && hole(s)))
    }
}

/// The cells of a stay that lie in a span.
fn within(cells: &[Cell], days: Span) -> impl Iterator<Item = &Cell> + Clone {
    let first = cells.partition_point(|cell| cell.span.to < days.from);
    cells.get(first..).unwrap_or(&[]).iter().take_while(move |cell| cell.span.from <= days.to)
}
