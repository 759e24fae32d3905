//! In what order entries come that lie as they were given: what is the same for every type.

use std::cmp::Ordering;
use std::ops::Range;
use std::slice::Iter;

/// Positions of entries, in chunks short enough to make room in; no chunks while entries come as they lie.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Vec<Vec<usize>>);

/// Where an entry is in the order, or would be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    chunk: usize,
    at: usize,
}

/// An entry's spot and position, or the spot of a new one.
pub(super) type Found = Result<(Spot, usize), Spot>;

/// A chunk of twice as many positions is full: it becomes two.
const HALF: usize = 128;

impl Places {
    /// Finds an entry by how the one at a position compares with it.
    #[inline(never)]
    pub(super) fn find(&self, count: usize, compare: &mut dyn FnMut(usize) -> Ordering) -> Found {
        if self.0.is_empty() {
            return search(count, compare).map(|at| (Spot::lying(at), at)).map_err(Spot::lying);
        }
        let first = |chunk| self.chunk(chunk).first().copied();
        let chunk = search(self.0.len(), &mut |chunk| first(chunk).map_or(Ordering::Less, &mut *compare));
        let chunk = chunk.unwrap_or_else(|next| next.saturating_sub(1));
        let places = self.chunk(chunk);
        let place = |at: usize| places.get(at).copied().unwrap_or_default();
        let spot = |at| Spot { chunk, at };
        search(places.len(), &mut |at| compare(place(at))).map(|at| (spot(at), place(at))).map_err(spot)
    }

    /// The entry that lies behind all others, at `count`, comes at this spot.
    #[inline(never)]
    pub(super) fn add(&mut self, spot: Spot, count: usize) {
        if self.0.is_empty() {
            if spot.as_lying() == count {
                return;
            }
            self.chunks(count);
        }
        let Spot { chunk, at } = spot;
        let next = chunk + 1;
        let is_last = next == self.0.len();
        let Some(places) = self.0.get_mut(chunk) else { return };
        if places.len() < 2 * HALF {
            places.insert(at, count);
            return;
        }
        // Behind all others nothing needs room: what comes in order leaves its chunks full.
        let half = if is_last && at == places.len() { at } else { HALF };
        let mut back = places.split_off(half);
        if at < half {
            places.insert(at, count);
        } else {
            back.insert(at - half, count);
        }
        self.0.insert(next, back);
    }

    /// The entry at `spot` goes; the one that lies last, at `last`, takes its position.
    #[inline(never)]
    pub(super) fn remove(&mut self, (spot, position): (Spot, usize), last: Spot, count: usize) {
        if self.0.is_empty() {
            if position + 1 == count {
                return;
            }
            self.chunks(count);
        }
        if let Some(place) = self.0.get_mut(last.chunk).and_then(|places| places.get_mut(last.at)) {
            *place = position;
        }
        let Some(places) = self.0.get_mut(spot.chunk) else { return };
        places.remove(spot.at);
        if places.is_empty() {
            self.0.remove(spot.chunk);
        }
    }

    /// The last entry's position.
    pub(super) fn last(&self, count: usize) -> Option<usize> {
        self.0.last().map_or(count.checked_sub(1), |places| places.last().copied())
    }

    /// The positions in order.
    pub(super) fn steps(&self, count: usize) -> Steps<'_> {
        self.steps_from(Spot { chunk: 0, at: 0 }, count)
    }

    /// The positions in order, from a spot.
    pub(super) fn steps_from(&self, spot: Spot, count: usize) -> Steps<'_> {
        let lying = if self.0.is_empty() { spot.as_lying()..count } else { 0..0 };
        let here = self.chunk(spot.chunk).get(spot.at..).unwrap_or_default().iter();
        let chunks = self.0.get(spot.chunk + 1..).unwrap_or_default().iter();
        Steps { lying, here, chunks }
    }

    /// The positions in order, of entries that are about to be moved to where they belong.
    pub(super) fn take(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.0).concat()
    }

    fn chunk(&self, chunk: usize) -> &[usize] {
        self.0.get(chunk).map_or(&[], Vec::as_slice)
    }

    /// Entries no longer come as they lie.
    fn chunks(&mut self, count: usize) {
        self.0 = (0..count).step_by(HALF).map(|from| (from..count.min(from + HALF)).collect()).collect();
    }
}

impl Spot {
    /// The spot in the chunks that would be made of entries that come as they lie.
    fn lying(at: usize) -> Self {
        Self { chunk: at / HALF, at: at % HALF }
    }

    fn as_lying(self) -> usize {
        self.chunk * HALF + self.at
    }
}

/// Positions in order.
#[derive(Debug, Clone)]
pub(super) struct Steps<'a> {
    lying: Range<usize>,
    here: Iter<'a, usize>,
    chunks: Iter<'a, Vec<usize>>,
}

impl Iterator for Steps<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.lying.next().or_else(|| {
            if self.here.len() == 0 {
                self.here = self.chunks.next()?.iter();
            }
            self.here.next().copied()
        })
    }
}

/// The one of `count` ordered things that is equal, or where it would be.
fn search(count: usize, compare: &mut dyn FnMut(usize) -> Ordering) -> Result<usize, usize> {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from.midpoint(to);
        match compare(middle) {
            Ordering::Less => from = middle + 1,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => to = middle,
        }
    }
    Err(from)
}

#[cfg(test)]
mod tests {
    use super::{HALF, Places};

    /// Room is made in few positions only, however many there are, and chunks are not torn into small ones.
    #[test]
    fn chunks_stay_short_and_few() {
        let (count, prime) = (50_000, 50_021);
        let in_any_order = |at: usize| at * 7_919 % prime;
        let backwards = |at: usize| prime - at;
        let in_order_but_one = |at: usize| if at == 1 { 0 } else { at + 1 };
        let keys: [(&dyn Fn(usize) -> usize, usize); 3] = [
            (&in_any_order, count / HALF),
            (&backwards, count / HALF),
            (&in_order_but_one, count / HALF / 2 + 2),
        ];
        for (key, chunks) in keys {
            let mut places = Places::default();
            for at in 0..count {
                let spot = places.find(at, &mut |known| key(known).cmp(&key(at))).unwrap_err();
                places.add(spot, at);
            }
            let order: Vec<usize> = places.steps(count).map(key).collect();
            assert!(order.len() == count && order.is_sorted());
            assert!(places.0.iter().all(|chunk| chunk.len() <= 2 * HALF) && places.0.len() <= chunks);
        }
    }
}
