//! Names as small numbers: an estate of millions of rows names the same few thousand things.

use rustc_hash::FxHashMap;

/// An interner: each distinct name once, numbered in order of first sight.
#[derive(Debug, Default, Clone)]
pub struct Names {
    ids: FxHashMap<Box<str>, u32>,
    list: Vec<Box<str>>,
}

impl Names {
    /// The number of a name, new or known.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.ids.insert(name.into(), id);
        self.list.push(name.into());
        id
    }

    /// The number of a known name.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    /// The name behind a number.
    pub fn name(&self, id: u32) -> &str {
        self.list.get(id as usize).map_or("", |n| n)
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The names in order of first sight.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|n| &**n)
    }
}
