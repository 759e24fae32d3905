//! A product in one cluster: its cells, and their sums between change points.

use std::sync::OnceLock;

use crate::calendar::{Day, Span};
use crate::estate::{ClusterId, HostId};
use crate::order::Set;

use super::Cell;

/// A product's cells in one cluster. Lost days reach through a cluster, and most clusters lack evidence as a
/// whole or not at all: then the sums over its hosts are all that is asked for.
#[derive(Debug)]
pub struct InCluster {
    /// Which.
    pub cluster: ClusterId,
    /// By host and time.
    cells: Vec<Cell>,
    over_time: OnceLock<OverTime>,
}

/// The cluster from change to change.
#[derive(Debug)]
struct OverTime {
    sums: Vec<Sum>,
    /// The day a cell begins, or the day after its last (those first), and which one.
    changes: Vec<(Day, bool, u32)>,
}

/// Sums over a cluster's hosts with the product; nothing of them changes in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// When.
    pub span: Span,
    /// Region the cluster lies in.
    pub region: u32,
    /// Hosts with the product.
    pub hosts: u32,
    /// Those on which sub-capacity is claimed.
    pub claimed: u32,
    /// Units at sub-capacity.
    pub sub: i64,
    /// Those of the hosts on which it is claimed.
    pub claimed_sub: i64,
    /// Units of these hosts at full capacity.
    pub claimed_full: i64,
}

impl InCluster {
    /// Takes cells apart that are sorted by cluster, host and time.
    pub fn split(cells: &[Cell]) -> impl Iterator<Item = Self> {
        let of_clusters = cells.chunk_by(|a, b| a.cluster == b.cluster);
        of_clusters.filter_map(|cells| Some(Self::new(cells.first()?.cluster, cells.to_vec())))
    }

    /// The product is not there.
    pub fn empty(cluster: ClusterId) -> Self {
        Self::new(cluster, Vec::new())
    }

    fn new(cluster: ClusterId, cells: Vec<Cell>) -> Self {
        Self { cluster, cells, over_time: OnceLock::new() }
    }

    /// The same with the cells of some hosts taken out and others (sorted by host and time) put in.
    pub fn with(&self, without: &Set<HostId>, more: &[Cell]) -> Self {
        let mut cells: Vec<Cell> =
            self.cells.iter().filter(|cell| !without.contains(&cell.host)).copied().collect();
        cells.extend(more);
        cells.sort_by_key(|cell| (cell.host, cell.span));
        Self::new(self.cluster, cells)
    }

    /// By host and time.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells of each host.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &[Cell])> + Clone {
        let of_hosts = self.cells.chunk_by(|a, b| a.host == b.host);
        of_hosts.filter_map(|cells| Some((cells.first()?.host, cells)))
    }

    fn over_time(&self) -> &OverTime {
        self.over_time.get_or_init(|| OverTime::new(&self.cells))
    }

    /// The sums on the days of a span, by time.
    pub fn sums(&self, days: Span) -> impl Iterator<Item = &Sum> + Clone {
        let sums = &self.over_time().sums;
        let first = sums.partition_point(|sum| sum.span.to < days.from);
        sums.get(first..).unwrap_or(&[]).iter().take_while(move |sum| sum.span.from <= days.to)
    }

    /// The sums on all days, each beside those of some of the cells.
    pub fn beside(&self, some: impl Fn(&Cell) -> bool, mut put: impl FnMut(&Sum, &Sum)) {
        let OverTime { changes, .. } = self.over_time();
        sweep(changes, &self.cells, some, |all, some| put(all, some));
    }
}

impl OverTime {
    fn new(cells: &[Cell]) -> Self {
        let ends = |(index, cell): (u32, &Cell)| {
            [(cell.span.from, true, index), (cell.span.to.next(), false, index)]
        };
        let mut changes: Vec<(Day, bool, u32)> = (0..).zip(cells).flat_map(ends).collect();
        changes.sort_unstable();
        let mut sums: Vec<Sum> = Vec::with_capacity(changes.len());
        sweep(&changes, cells, |_| false, |sum, _| push(&mut sums, *sum));
        Self { sums, changes }
    }
}

/// Goes through the days on which a cell begins or ends, with the sums of all cells and of some until the
/// next one. The product's own sums were checked when its days were added up, and these are no higher.
fn sweep(
    changes: &[(Day, bool, u32)],
    cells: &[Cell],
    wanted: impl Fn(&Cell) -> bool,
    mut put: impl FnMut(&Sum, &Sum),
) {
    let (mut all, mut some) = (Sum::NOTHING, Sum::NOTHING);
    for of_day in changes.chunk_by(|a, b| a.0 == b.0) {
        let Some((day, ..)) = of_day.first() else { continue };
        if all.hosts > 0 {
            all.span.to = day.previous();
            put(&all, &some);
        }
        for (_, comes, index) in of_day {
            let Some(cell) = cells.get(*index as usize) else { continue };
            all.change(cell, *comes);
            if wanted(cell) {
                some.change(cell, *comes);
            }
        }
        all.span = Span::new(*day, *day);
    }
}

/// A vm that moves between equal hosts changes nothing.
fn push(sums: &mut Vec<Sum>, sum: Sum) {
    match sums.last_mut() {
        Some(last) if last.span.to.next() == sum.span.from && *last == (Sum { span: last.span, ..sum }) => {
            last.span.to = sum.span.to;
        }
        _ => sums.push(sum),
    }
}

impl Sum {
    const NOTHING: Self = Self {
        span: Span::new(Day::ALWAYS, Day::ALWAYS),
        region: 0,
        hosts: 0,
        claimed: 0,
        sub: 0,
        claimed_sub: 0,
        claimed_full: 0,
    };

    /// On a day all hosts of a cluster lie in one region, and endings come first.
    fn change(&mut self, cell: &Cell, comes: bool) {
        let claimed = u32::from(cell.claimed);
        let (claimed_sub, claimed_full) = if cell.claimed { (cell.sub, cell.full) } else { (0, 0) };
        if comes {
            self.region = cell.region;
            self.hosts += 1;
            self.claimed += claimed;
            self.sub += cell.sub;
            self.claimed_sub += claimed_sub;
            self.claimed_full += claimed_full;
        } else {
            self.hosts -= 1;
            self.claimed -= claimed;
            self.sub -= cell.sub;
            self.claimed_sub -= claimed_sub;
            self.claimed_full -= claimed_full;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(host: HostId, from: i32, to: i32, sub: i64, claimed: bool) -> Cell {
        let zero = Day::from_ymd(2025, 1, 1).unwrap();
        let span = Span::new(zero.plus(from), zero.plus(to));
        Cell { host, cluster: 0, region: 2, span, sub, full: 100, claimed }
    }

    #[test]
    fn sums_change_where_a_host_comes_or_goes() {
        let cells = [cell(1, 0, 9, 10, true), cell(2, 5, 6, 4, false), cell(2, 7, 20, 4, true)];
        let of = InCluster::split(&cells).next().unwrap();
        let day = |n| Day::from_ymd(2025, 1, 1).unwrap().plus(n);
        let all: Vec<_> = of.sums(Span::new(day(0), day(99))).collect();
        let brief: Vec<_> = all
            .iter()
            .map(|s| (s.span.from.since(day(0)), s.hosts, s.claimed, s.sub, s.claimed_full))
            .collect();
        assert_eq!(brief, [(0, 1, 1, 10, 100), (5, 2, 1, 14, 100), (7, 2, 2, 14, 200), (10, 1, 1, 4, 100)]);
        assert_eq!(all.last().unwrap().span.to, day(20));
        assert!(all.iter().all(|s| s.region == 2));
    }

    #[test]
    fn a_move_between_equal_hosts_changes_nothing() {
        let cells = [cell(1, 0, 9, 10, true), cell(2, 10, 20, 10, true)];
        let of = InCluster::split(&cells).next().unwrap();
        assert_eq!(of.sums(Span::new(cells[0].span.from, cells[1].span.to)).count(), 1);
    }
}
