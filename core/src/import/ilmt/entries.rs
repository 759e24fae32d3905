//! The entries of a snapshot as they arrive: each is hashed, those that are read are kept.

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorCode};

/// Entries that are hashed but not kept: by far the largest ones, and nothing in them is needed.
const NOT_NEEDED: [&str; 3] = ["bundling_definitions.csv", "part_numbers.csv", "audit_trails.csv"];

/// The report of a very large estate has some hundred thousand rows; more than this is no report.
const LARGEST_KEPT: usize = 1 << 28;

/// Whether these are the entries of an audit snapshot.
pub fn is_snapshot(names: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    let mut found = false;
    for name in names {
        let name = last(name.as_ref());
        if name == "estate.toml" {
            return false;
        }
        found |= is_condition(&name) || name == "pvu_sub_capacity.csv" || name.starts_with("products_daily_");
    }
    found
}

pub fn is_condition(name: &str) -> bool {
    last(name) == "data_condition.txt"
}

pub fn is_checksums(name: &str) -> bool {
    last(name) == "checksums.txt"
}

pub fn is_csv(name: &str) -> bool {
    last(name).ends_with(".csv")
}

/// The file name of an entry, in lower case and without folders.
pub fn last(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase()
}

/// A snapshot being gathered, entry by entry and slice by slice.
#[derive(Debug)]
pub struct Snapshot {
    archive: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    hash: Sha256,
    bytes: Option<Vec<u8>>,
}

impl Snapshot {
    /// A snapshot from that archive (or folder), without entries yet.
    pub fn new(archive: &str) -> Self {
        Self { archive: archive.to_owned(), entries: Vec::new() }
    }

    /// Begins the next entry.
    pub fn begin(&mut self, name: &str) {
        let needed = (is_csv(name) && !NOT_NEEDED.contains(&last(name).as_str()))
            || is_condition(name)
            || is_checksums(name);
        let bytes = needed.then(Vec::new);
        self.entries.push(Entry { name: name.to_owned(), hash: Sha256::new(), bytes });
    }

    /// The next bytes of the entry begun last.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(entry) = self.entries.last_mut() else { return Ok(()) };
        entry.hash.update(bytes);
        let Some(kept) = &mut entry.bytes else { return Ok(()) };
        if kept.len() + bytes.len() > LARGEST_KEPT {
            let (what, advice) =
                ("the entry is larger than 256 MiB", "Make a snapshot of a smaller computer group.");
            return Err(Error::new(ErrorCode::Input, what, advice).in_file(entry.name.clone()));
        }
        kept.extend_from_slice(bytes);
        Ok(())
    }

    /// Name of the archive.
    pub fn archive(&self) -> &str {
        &self.archive
    }

    /// Entries to read.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.entries.iter().filter_map(|e| Some((e.name.as_str(), e.bytes.as_deref()?)))
    }

    /// CSV entries that nobody needs.
    pub(super) fn passed_over(&self) -> impl Iterator<Item = &str> {
        let unread = self.entries.iter().filter(|e| e.bytes.is_none() && is_csv(&e.name));
        unread.map(|e| e.name.as_str())
    }

    /// Every entry with its SHA-256 in lower-case hexadecimal digits.
    pub(super) fn digests(&self) -> impl Iterator<Item = (&str, String)> {
        self.entries.iter().map(|entry| {
            let digest = entry.hash.clone().finalize();
            (entry.name.as_str(), digest.iter().map(|byte| format!("{byte:02x}")).collect())
        })
    }
}
