//! The set in order.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt::{self, Debug};
use std::ops::RangeFrom;

use super::places::{Found, Places, Spot, Steps};
use super::put;

/// An ordered set, used as the standard library's.
#[derive(Clone)]
pub struct Set<K> {
    /// As they were given.
    pub(super) keys: Vec<K>,
    pub(super) places: Places,
}

impl<K> Set<K> {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self { keys: Vec::new(), places: Places::default() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// In order.
    #[must_use]
    pub fn iter(&self) -> Keys<'_, K> {
        Keys { steps: self.steps(), keys: &self.keys }
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&K> {
        self.iter().next()
    }

    /// The last.
    #[must_use]
    pub fn last(&self) -> Option<&K> {
        self.keys.get(self.places.last(self.len())?)
    }

    /// Keeps those of which it is said.
    pub fn retain(&mut self, keep: impl FnMut(&K) -> bool) {
        self.settle();
        self.keys.retain(keep);
    }

    pub(super) fn steps(&self) -> Steps<'_> {
        self.places.steps(self.len())
    }

    fn settle(&mut self) {
        put(self.places.take(), &mut self.keys.as_mut_slice());
    }
}

impl<K: Ord> Set<K> {
    /// Adds; whether it is new.
    pub fn insert(&mut self, key: K) -> bool {
        let found = self.find(&key);
        found.map_err(|spot| self.add(spot, key)).is_err()
    }

    /// Whether it is there.
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Takes out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.take(key).is_some()
    }

    /// From a key on.
    pub fn range(&self, from: RangeFrom<K>) -> Keys<'_, K> {
        Keys { steps: self.steps_from(&from.start), keys: &self.keys }
    }

    /// Whether all are in the other too.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|key| other.contains(key))
    }

    #[inline(never)]
    pub(super) fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Found
    where
        K: Borrow<Q>,
    {
        let compare = |at| self.keys.get(at).map_or(Ordering::Less, |known: &K| known.borrow().cmp(key));
        self.places.find(self.len(), &mut { compare })
    }

    /// Adds one that is not there.
    pub(super) fn add(&mut self, spot: Spot, key: K) {
        self.places.add(spot, self.len());
        self.keys.push(key);
    }

    /// Takes out; the position, where the one that lay last lies now.
    pub(super) fn take<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let (spot, at) = self.find(key).ok()?;
        let (last, _) = self.find(self.keys.last()?.borrow()).ok()?;
        self.places.remove((spot, at), last, self.len());
        self.keys.swap_remove(at);
        Some(at)
    }

    pub(super) fn steps_from(&self, key: &K) -> Steps<'_> {
        let spot = self.find(key).map_or_else(|spot| spot, |(spot, _)| spot);
        self.places.steps_from(spot, self.len())
    }
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Debug> Debug for Set<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<K: PartialEq> PartialEq for Set<K> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

impl<K: Eq> Eq for Set<K> {}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        keys.into_iter().for_each(|key| _ = self.insert(key));
    }
}

impl<'a, K: Ord + Copy + 'a> Extend<&'a K> for Set<K> {
    fn extend<I: IntoIterator<Item = &'a K>>(&mut self, keys: I) {
        self.extend(keys.into_iter().copied());
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<K: Ord, const N: usize> From<[K; N]> for Set<K> {
    fn from(keys: [K; N]) -> Self {
        keys.into_iter().collect()
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = std::vec::IntoIter<K>;

    fn into_iter(mut self) -> Self::IntoIter {
        self.settle();
        self.keys.into_iter()
    }
}

impl<'a, K> IntoIterator for &'a Set<K> {
    type Item = &'a K;
    type IntoIter = Keys<'a, K>;

    fn into_iter(self) -> Keys<'a, K> {
        self.iter()
    }
}

/// Keys in order.
#[derive(Debug)]
pub struct Keys<'a, K> {
    steps: Steps<'a>,
    keys: &'a [K],
}

impl<K> Clone for Keys<'_, K> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), keys: self.keys }
    }
}

impl<'a, K> Iterator for Keys<'a, K> {
    type Item = &'a K;

    fn next(&mut self) -> Option<&'a K> {
        self.keys.get(self.steps.next()?)
    }
}
