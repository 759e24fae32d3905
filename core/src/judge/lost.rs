//! Lost days: sub-capacity is claimed, the product is there, and nothing shows what it used.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::Cell;
use crate::estate::{HostId, ProductId};
use crate::price::Granularity;

use super::{Evidenced, Window};

/// What one product loses under one reading.
#[derive(Debug, Clone, Default)]
pub struct Lost {
    /// Lost days after widening to quarters or the window: which cell, which days of it.
    pub pieces: Vec<(usize, Span)>,
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

/// Judges the cells of one product (in order of host) in the window.
///
/// `quarter` loses every day of a quarter on which the product is on the host once one of them is
/// lost; `window` the same over the whole window; `days` keeps lost days as they are.
pub fn lost(
    cells: &[Cell],
    product: ProductId,
    evidenced: &Evidenced,
    window: Window,
    granularity: Granularity,
) -> Lost {
    let mut lost = Lost::default();
    let mut first = 0;
    for of_host in cells.chunk_by(|a, b| a.host == b.host) {
        let start = first;
        first += of_host.len();
        let Some(host) = of_host.first().map(|c| c.host) else { continue };
        let days = evidenced.days(host, product);
        let claimed = || {
            let numbered = (start..).zip(of_host).filter(|(_, cell)| cell.claimed);
            numbered.filter_map(|(index, cell)| Some((index, cell.span.overlap(window.days)?)))
        };
        let raw_from = lost.raw.len();
        for (index, span) in claimed() {
            for hole in days.missing(span) {
                lost.raw_day(host, hole);
                if granularity == Granularity::Days {
                    lost.pieces.push((index, hole));
                }
            }
        }
        let raw = lost.raw.get(raw_from..).unwrap_or(&[]);
        if granularity == Granularity::Days || raw.is_empty() {
            continue;
        }
        let widened = match granularity {
            Granularity::Days | Granularity::Window => DaySet::union_of([window.days]),
            Granularity::Quarter => DaySet::union_of(
                raw.iter()
                    .flat_map(|(_, s)| Quarter::of(s.from).through(Quarter::of(s.to)))
                    .map(Quarter::span),
            ),
        };
        for (index, span) in claimed() {
            lost.pieces.extend(widened.within(span).map(|part| (index, part)));
        }
    }
    lost
}
