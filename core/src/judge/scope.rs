//! How far a lost day reaches: the host, the largest of its cluster, the cluster, the estate.
//!
//! A quarter is judged cluster by cluster, and only the clusters that lack evidence are looked at. If
//! most of them lack all of it, the same is done from the other end: everything lost, less what the
//! others do not lose. And after a change only the clusters it touches are judged again.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::{Cell, DayTotals, InCluster};
use crate::error::Error;
use crate::estate::{ClusterId, Estate, HostId};
use crate::estimate::{Judgement, Member};
use crate::price::{Granularity, Reading, Scope};
use crate::units::Overflow;

use super::beyond::{Capacities, Gone, Piece, stretches};
use super::{Changes, Evidenced, InQuarter, Window};

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

    /// Adds what lost days add to a product's sub-capacity in a quarter, at its weight.
    pub fn quarter(&self, member: &Member, quarter: Quarter, changes: &mut Changes) -> Result<(), Error> {
        let lists = self.lists(quarter);
        if lists.iter().all(|list| list.is_empty()) {
            return Ok(());
        }
        if self.scope == Scope::Estate {
            return self.estate_wide(member, lists, changes);
        }
        let wholly = self.wholly(member, quarter);
        if wholly.len() <= self.estate.clusters.len() / 2 {
            for list in lists {
                self.clusters(member, list, 1, changes)?;
            }
            return Ok(());
        }
        changes.add_block(member.everything.on(member, self, changes.days)?, member.weight);
        // What is left of the others is lost in part.
        let Some(here) = self.in_quarter(quarter) else { return Ok(()) };
        for of in member.in_clusters(&here.others) {
            self.all_lost(member, of, changes.days, |region, span, amount| {
                changes.add(region, span, amount, -member.weight);
            })?;
        }
        Ok(self.clusters(member, &here.partly, 1, changes)?)
    }

    fn in_quarter(&self, quarter: Quarter) -> Option<&'a InQuarter> {
        self.judgement.map(|judgement| judgement.lacking.in_quarter(quarter))
    }

    /// The clusters that lose all of the quarter. A product that items name may lose less.
    fn wholly(&self, member: &Member, quarter: Quarter) -> &'a [ClusterId] {
        let judgement = self.judgement.filter(|_| self.granularity != Granularity::Window);
        let judgement = judgement.filter(|judgement| !judgement.evidenced.names(member.id));
        judgement.map_or(&[], |judgement| &judgement.lacking.in_quarter(quarter).wholly)
    }

    /// Whether anything can be lost in the cluster in a quarter.
    pub fn may_lose(&self, cluster: ClusterId, quarter: Quarter) -> bool {
        self.lists(quarter).iter().any(|list| list.binary_search(&cluster).is_ok())
    }

    /// Adds (`sign` times, at the product's weight) what is lost in these clusters (sorted) on the days.
    pub fn clusters(
        &self,
        member: &Member,
        clusters: &[ClusterId],
        sign: i64,
        changes: &mut Changes,
    ) -> Result<(), Overflow> {
        let (days, weight) = (changes.days, sign * member.weight);
        let wholly = self.wholly(member, Quarter::of(days.from));
        let mut pieces = Vec::new();
        for of in member.in_clusters(clusters) {
            let put = |region, span, amount| changes.add(region, span, amount, weight);
            if wholly.binary_search(&of.cluster).is_ok() {
                self.all_lost(member, of, days, put)?;
                continue;
            }
            if let Some(judgement) = self.judgement.filter(|_| self.granularity == Granularity::Window) {
                self.whole_hosts_lost(member, of, &judgement.evidenced, days, put)?;
                continue;
            }
            pieces.clear();
            of.hosts().for_each(|(host, cells)| self.lost(member, host, cells, days, &mut pieces));
            self.some_lost(member, of, &pieces, put)?;
        }
        Ok(())
    }

    /// What a cluster adds were every day lost: region, days, amount.
    pub fn all_lost(
        &self,
        member: &Member,
        of: &InCluster,
        days: Span,
        mut put: impl FnMut(u32, Span, i64),
    ) -> Result<(), Overflow> {
        let capacities = self.capacities(member, of.cluster);
        for sum in of.sums(days) {
            let Some(span) = sum.span.overlap(days) else { continue };
            match self.scope {
                Scope::Host => put(sum.region, span, sum.claimed_full - sum.claimed_sub),
                _ => capacities.beyond(sum, span, Gone::all(sum), &mut put)?,
            }
        }
        Ok(())
    }

    /// What a cluster adds where a host is lost on all days or on none: region, days, amount.
    fn whole_hosts_lost(
        &self,
        member: &Member,
        of: &InCluster,
        evidenced: &Evidenced,
        days: Span,
        mut put: impl FnMut(u32, Span, i64),
    ) -> Result<(), Overflow> {
        let loses = |(host, cells)| {
            let missing = evidenced.missing(host, member.id);
            self.loses(member, host, cells, missing, self.window.days).then_some(host)
        };
        let lost: Vec<HostId> = of.hosts().filter_map(loses).collect();
        let is_lost = |cell: &Cell| cell.claimed && lost.binary_search(&cell.host).is_ok();
        if self.scope == Scope::Host {
            for cell in of.cells().iter().filter(|cell| is_lost(cell)) {
                cell.span
                    .overlap(days)
                    .into_iter()
                    .for_each(|span| put(cell.region, span, cell.full - cell.sub));
            }
            return Ok(());
        }
        let capacities = self.capacities(member, of.cluster);
        let mut done = Ok(());
        of.beside(is_lost, |sum, gone| {
            let Some(span) = sum.span.overlap(days).filter(|_| gone.hosts > 0) else { return };
            done = done.and_then(|()| capacities.beyond(sum, span, Gone::all(gone), &mut put));
        });
        done
    }

    /// What these lost pieces of a cluster add: region, days, amount.
    pub fn some_lost(
        &self,
        member: &Member,
        of: &InCluster,
        pieces: &[Piece],
        mut put: impl FnMut(u32, Span, i64),
    ) -> Result<(), Overflow> {
        if self.scope == Scope::Host {
            // Each lost host counts its own full capacity.
            pieces.iter().for_each(|piece| put(piece.region, piece.span, piece.beyond));
            return Ok(());
        }
        let capacities = self.capacities(member, of.cluster);
        for (days, gone) in stretches(pieces) {
            for sum in of.sums(days) {
                if let Some(span) = sum.span.overlap(days) {
                    capacities.beyond(sum, span, gone, &mut put)?;
                }
            }
        }
        Ok(())
    }

    fn capacities(&self, member: &Member, cluster: ClusterId) -> Capacities<'a> {
        let spans = self.estate.clusters.get(cluster as usize).map_or(&[][..], |c| &c.spans);
        Capacities { scope: self.scope, metric: member.metric, spans }
    }

    /// Were every day lost: what each day of the horizon adds.
    pub fn everything(&self, member: &Member) -> Result<DayTotals, Overflow> {
        let mut totals = DayTotals::new(member.horizon(), self.estate.regions.len().max(1));
        let (mut adding, mut overflow) = (totals.adding(), Ok(()));
        for of in member.clusters() {
            self.all_lost(member, of, member.horizon(), |region, span, amount| {
                overflow = overflow.and_then(|()| adding.add(region, span, amount));
            })?;
        }
        overflow?;
        totals.settle()
    }

    /// Adds, at the product's weight, what the whole estate adds on the days on which any is lost.
    pub fn on_days(&self, member: &Member, days: &[bool], changes: &mut Changes) -> Result<(), Error> {
        if days.contains(&true) {
            let mut whole = member.everything.on(member, self, changes.days)?;
            whole.keep(days);
            changes.add_block(whole, member.weight);
        }
        Ok(())
    }

    /// If the product is lost on any host, every host of its clusters counts full.
    fn estate_wide(
        &self,
        member: &Member,
        lists: [&[ClusterId]; 2],
        changes: &mut Changes,
    ) -> Result<(), Error> {
        let days = changes.days;
        let mut lost = vec![false; usize::try_from(days.days()).unwrap_or(0)];
        let mut pieces = Vec::new();
        for of in lists.into_iter().flat_map(|list| member.in_clusters(list)) {
            of.hosts().for_each(|(host, cells)| self.lost(member, host, cells, days, &mut pieces));
            for piece in pieces.drain(..) {
                let at = |day: crate::calendar::Day| usize::try_from(day.since(days.from)).unwrap_or(0);
                let here = lost.get_mut(at(piece.span.from)..=at(piece.span.to)).unwrap_or_default();
                here.fill(true);
            }
            // Often a few hosts lose every day there is.
            if !lost.contains(&false) {
                break;
            }
        }
        self.on_days(member, &lost, changes)
    }

    /// The days of a host's cells in a cluster that are lost, after widening.
    fn lost(&self, member: &Member, host: HostId, cells: &[Cell], days: Span, pieces: &mut Vec<Piece>) {
        let claimed = || within(cells, days).filter(|cell| cell.claimed);
        let whole = || claimed().filter_map(|cell| Some(Piece::of(cell, cell.span.overlap(days)?)));
        let Some(judgement) = self.judgement else {
            pieces.extend(whole());
            return;
        };
        let missing = judgement.evidenced.missing(host, member.id);
        let loses = |days| self.loses(member, host, cells, missing, days);
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
            Granularity::Quarter if loses(days) => pieces.extend(whole()),
            Granularity::Window if loses(self.window.days) => pieces.extend(whole()),
            Granularity::Quarter | Granularity::Window => {}
        }
    }

    /// Whether a claimed day on the host is lost within these days, in whichever cluster it was then.
    fn loses(&self, member: &Member, host: HostId, cells: &[Cell], missing: &DaySet, days: Span) -> bool {
        let hole =
            |cells: &[Cell]| missing.within(days).any(|hole| within(cells, hole).any(|cell| cell.claimed));
        if missing.within(days).next().is_none() {
            return false;
        }
        let moves = || {
            let spans = self.estate.host(host).map_or(&[][..], |host| &host.spans);
            spans.windows(2).any(|pair| matches!(pair, [a, b] if a.cluster != b.cluster))
        };
        hole(cells) || (moves() && member.hosts().any(|(id, cells)| id == host && hole(cells)))
    }
}

/// A host's cells that lie in a span.
fn within(cells: &[Cell], days: Span) -> impl Iterator<Item = &Cell> + Clone {
    let first = cells.partition_point(|cell| cell.span.to < days.from);
    cells.get(first..).unwrap_or(&[]).iter().take_while(move |cell| cell.span.from <= days.to)
}
