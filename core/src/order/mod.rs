//! Sorting, and sets and maps in order, whose code is there once.
//!
//! The standard library makes its sort anew for every type and every key: a seventh of the engine for the
//! browser. Where lists are short this one serves: it sorts positions, and moves the items afterwards. Long
//! lists (placements, cells) keep the standard one. Equal items stay in their order.

#[cfg(test)]
mod against_std;
mod map;
mod places;
mod set;

use std::cmp::Ordering;

pub use map::{Entries, Entry, Map};
pub use set::{Keys, Set};

/// Sorts in place.
pub trait Order<T> {
    /// By a comparison.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// By a key.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// By the items' own order.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(Ord::cmp);
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let from = sorted(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        put(from, &mut { self });
    }
}

/// Positions in order.
fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    positions.sort_by(|a, b| compare(*a, *b));
    positions
}

/// What can change places, whatever it is.
trait Swap {
    fn swap(&mut self, a: usize, b: usize);
}

impl<T> Swap for &mut [T] {
    fn swap(&mut self, a: usize, b: usize) {
        <[T]>::swap(self, a, b);
    }
}

/// Moves what belongs at each place there, circle by circle.
fn put(mut from: Vec<usize>, all: &mut dyn Swap) {
    for start in 0..from.len() {
        let mut at = start;
        while let Some(next) = from.get_mut(at).map(|next| std::mem::replace(next, at)) {
            if next == start || next == at {
                break;
            }
            all.swap(at, next);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    /// Every list of up to six digits, against the standard library's sort.
    #[test]
    fn lists_come_out_as_from_the_standard_sort() {
        for length in 0..7_u32 {
            for number in 0..4_usize.pow(length) {
                let digit = |place: u32| (number / 4_usize.pow(place) % 4, place);
                let mut list: Vec<(usize, u32)> = (0..length).map(digit).collect();
                let mut due = list.clone();
                due.sort_by_key(|(digit, _)| *digit);
                list.order_by_key(|(digit, _)| *digit);
                assert_eq!(list, due, "{number} with {length} digits");
                list.reverse();
                list.order();
                due.sort();
                assert_eq!(list, due);
            }
        }
    }
}
