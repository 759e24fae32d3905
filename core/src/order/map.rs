//! The map in order.

use std::borrow::Borrow;
use std::fmt::{self, Debug};
use std::iter::Zip;
use std::ops::RangeFrom;

use super::places::{Found, Steps};
use super::put;
use super::set::{Keys, Set};

/// An ordered map, used as the standard library's.
#[derive(Clone)]
pub struct Map<K, V> {
    keys: Set<K>,
    /// Each where its key lies.
    values: Vec<V>,
}

impl<K, V> Map<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self { keys: Set::new(), values: Vec::new() }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Entries in order.
    #[must_use]
    pub fn iter(&self) -> Entries<'_, K, V> {
        self.entries(self.keys.steps())
    }

    /// Keys in order.
    #[must_use]
    pub fn keys(&self) -> Keys<'_, K> {
        self.keys.iter()
    }

    /// Values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.keys.steps().filter_map(|at| self.values.get(at))
    }

    /// Values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.settle();
        self.values.iter_mut()
    }

    /// Keys in order, without their values.
    pub fn into_keys(self) -> std::vec::IntoIter<K> {
        self.keys.into_iter()
    }

    /// Values in the order of their keys, without them.
    pub fn into_values(mut self) -> std::vec::IntoIter<V> {
        self.settle();
        self.values.into_iter()
    }

    /// The last entry.
    #[must_use]
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        let at = self.keys.places.last(self.len())?;
        self.keys.keys.get(at).zip(self.values.get(at))
    }

    /// Keeps the entries of which it is said.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        let kept: Vec<bool> = self.into_iter().map(|(key, value)| keep(key, value)).collect();
        let mut of_key = kept.iter().copied();
        self.keys.keys.retain(|_| of_key.next().unwrap_or_default());
        let mut of_value = kept.iter().copied();
        self.values.retain(|_| of_value.next().unwrap_or_default());
    }

    fn entries<'a>(&'a self, steps: Steps<'a>) -> Entries<'a, K, V> {
        Entries { steps, keys: &self.keys.keys, values: &self.values }
    }

    /// Moves all to where they come in the order.
    fn settle(&mut self) {
        let places = self.keys.places.take();
        put(places.clone(), &mut self.keys.keys.as_mut_slice());
        put(places, &mut self.values.as_mut_slice());
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Sets a key's value; the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.keys.find(&key) {
            Ok((_, at)) => self.values.get_mut(at).map(|known| std::mem::replace(known, value)),
            Err(spot) => {
                self.keys.add(spot, key);
                self.values.push(value);
                None
            }
        }
    }

    /// A key's value.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.keys.find(key).ok().and_then(|(_, at)| self.values.get(at))
    }

    /// A key's value, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.keys.find(key).ok().and_then(|(_, at)| self.values.get_mut(at))
    }

    /// Whether the key is there.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.keys.contains(key)
    }

    /// Takes an entry out; its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.keys.take(key).map(|at| self.values.swap_remove(at))
    }

    /// Entries from a key on.
    pub fn range(&self, from: RangeFrom<K>) -> Entries<'_, K, V> {
        self.entries(self.keys.steps_from(&from.start))
    }

    /// A key's entry, to be made if it is not there.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { found: self.keys.find(&key), key, map: self }
    }
}

/// A key's place in a map, whether it is there or not.
#[derive(Debug)]
pub struct Entry<'a, K, V> {
    map: &'a mut Map<K, V>,
    key: K,
    found: Found,
}

impl<'a, K: Ord, V> Entry<'a, K, V> {
    /// The value, made first if there is none.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'a mut V {
        let Self { map: Map { keys, values }, key, found } = self;
        let at = found.map_or_else(
            |spot| {
                let at = values.len();
                keys.add(spot, key);
                values.push(make());
                at
            },
            |(_, at)| at,
        );
        // Cannot fail: the set knows no other positions.
        &mut values[at]
    }

    /// The value, set first if there is none.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The value, the default one if there is none.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Debug, V: Debug> Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(key, value)| drop(self.insert(key, value)));
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = Zip<std::vec::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(mut self) -> Self::IntoIter {
        self.settle();
        self.keys.into_iter().zip(self.values)
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Entries<'a, K, V> {
        self.iter()
    }
}

impl<'a, K, V> IntoIterator for &'a mut Map<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = Zip<std::slice::Iter<'a, K>, std::slice::IterMut<'a, V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.settle();
        self.keys.keys.iter().zip(&mut self.values)
    }
}

/// Entries in order.
#[derive(Debug)]
pub struct Entries<'a, K, V> {
    steps: Steps<'a>,
    keys: &'a [K],
    values: &'a [V],
}

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        let at = self.steps.next()?;
        self.keys.get(at).zip(self.values.get(at))
    }
}
