//! Lost days: sub-capacity is claimed, the product is there, and nothing shows what it used.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::Cell;
use crate::estate::{HostId, ProductId};
use crate::order::Map;
use crate::price::Granularity;

use super::{Evidenced, Window};

/// What one product loses under one reading.
#[derive(Debug, Clone, Default)]
pub struct Lost {
    /// Lost days after widening to quarters or the window: which cell, which days of it.
    pub pieces: Vec<(Cell, Span)>,
    /// Days without evidence as they are, by host: what explains the loss.
    pub raw: Vec<(HostId, Span)>,
}

impl Lost {
    /// A gap goes on where the vm's next stay begins: one gap, not one per cell.
    fn raw_day(&mut self, host: HostId, span: Span) {
        match self.raw.last_mut() {
            Some((of, last)) if *of == host && last.to.next() == span.from => last.to = span.to,
            _ => self.raw.push((host, span)),
        }
    }
}

/// The days of a host's cells on which the product is there, claimed and without evidence.
fn raw<'c>(cells: &'c [Cell], missing: &DaySet) -> impl Iterator<Item = (&'c Cell, Span)> {
    let claimed = cells.iter().filter(|cell| cell.claimed);
    claimed.flat_map(|cell| missing.within(cell.span).map(move |hole| (cell, hole)))
}

/// The days without evidence as they are, by host: what explains the loss.
pub fn lost_as_they_are<'c>(
    hosts: impl Iterator<Item = (HostId, &'c [Cell])>,
    product: ProductId,
    evidenced: &Evidenced,
    window: Window,
) -> Vec<(HostId, Span)> {
    let mut lost = Lost::default();
    for (host, cells) in hosts {
        let missing = evidenced.missing(host, product);
        if !missing.is_empty() {
            let holes = raw(cells, missing).filter_map(|(_, hole)| hole.overlap(window.days));
            holes.for_each(|hole| lost.raw_day(host, hole));
        }
    }
    lost.raw
}

/// Judges the cells of one product (host by host within their cluster) in the window.
pub fn lost<'c>(
    hosts: impl Iterator<Item = (HostId, &'c [Cell])> + Clone,
    product: ProductId,
    evidenced: &Evidenced,
    window: Window,
    granularity: Granularity,
) -> Lost {
    let mut lost = Lost::default();
    for (host, cells) in hosts.clone() {
        let missing = evidenced.missing(host, product);
        if missing.is_empty() {
            continue;
        }
        for (cell, hole) in raw(cells, missing) {
            let Some(hole) = hole.overlap(window.days) else { continue };
            lost.raw_day(host, hole);
            if granularity == Granularity::Days {
                lost.pieces.push((*cell, hole));
            }
        }
    }
    if granularity != Granularity::Days {
        let cells = hosts.flat_map(|(_, cells)| cells);
        widen(cells, window, granularity, &mut lost);
    }
    lost
}

/// `quarter` loses every day of a quarter on which the product is on the host once one of them is
/// lost; `window` the same over the whole window.
fn widen<'c>(
    cells: impl Iterator<Item = &'c Cell>,
    window: Window,
    granularity: Granularity,
    lost: &mut Lost,
) {
    let mut of_hosts: Map<HostId, Vec<Span>> = Map::new();
    for (host, span) in &lost.raw {
        of_hosts.entry(*host).or_default().push(*span);
    }
    let widened = |raw: Vec<Span>| match granularity {
        Granularity::Days | Granularity::Window => DaySet::union_of([window.days]),
        Granularity::Quarter => {
            let quarters = raw.iter().flat_map(|s| Quarter::of(s.from).through(Quarter::of(s.to)));
            DaySet::union_of(quarters.filter_map(|quarter| quarter.span().overlap(window.days)))
        }
    };
    let of_hosts: Map<HostId, DaySet> =
        of_hosts.into_iter().map(|(host, raw)| (host, widened(raw))).collect();
    for cell in cells.filter(|cell| cell.claimed) {
        let days = of_hosts.get(&cell.host).into_iter().flat_map(|days| days.within(cell.span));
        lost.pieces.extend(days.map(|part| (*cell, part)));
    }
}
