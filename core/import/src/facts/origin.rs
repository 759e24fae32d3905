//! Where a fact comes from, and names held once.

use std::sync::Arc;

use rustc_hash::FxHashSet;

/// A place in an export: the file with the columns used (see [`Origins`]) and the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Number among the origins of its intake.
    pub file: u32,
    /// Line, or row of the sheet; the first is 1.
    pub row: u32,
}

/// The files of an intake, each with the columns a kind of fact is taken from.
#[derive(Debug, Default, Clone)]
pub struct Origins {
    list: Vec<(String, String)>,
}

impl Origins {
    /// Numbers a file, or a sheet of a workbook (`estate.xlsx/vInfo`), with the columns facts are taken from.
    pub fn add(&mut self, path: &str, columns: &[&str]) -> u32 {
        let entry = (path.to_owned(), columns.join(", "));
        let known = self.list.iter().position(|known| *known == entry);
        let at = known.unwrap_or_else(|| {
            self.list.push(entry);
            self.list.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Path and columns behind a number.
    pub fn get(&self, file: u32) -> (&str, &str) {
        self.list.get(file as usize).map_or(("", ""), |(path, columns)| (path, columns))
    }

    /// As the column `origin` of a table has it: `path [columns]#row`.
    pub fn text(&self, origin: Origin) -> String {
        let (path, columns) = self.get(origin.file);
        match columns {
            "" => format!("{path}#{}", origin.row),
            _ => format!("{path} [{columns}]#{}", origin.row),
        }
    }
}

/// Names held once: the same few thousand stand in millions of rows.
#[derive(Debug, Default, Clone)]
pub struct Names {
    known: FxHashSet<Arc<str>>,
}

impl Names {
    /// The name, held once.
    pub fn of(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.known.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.known.insert(Arc::clone(&new));
        new
    }

    /// The same, if there is one.
    pub fn some(&mut self, name: &str) -> Option<Arc<str>> {
        (!name.is_empty()).then(|| self.of(name))
    }
}
