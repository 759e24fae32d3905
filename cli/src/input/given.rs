//! What is given as an estate: tables, exports, or exports with tables beside them.

use std::io::Read as _;

use subcap_core::error::{Error, ErrorCode};
use subcap_core::read::Table;
use subcap_import::{Choices, Imported, Limits, Use};

use super::entries::{Entries, Entry, name_of};
use super::exports::{self, Set};
use super::origin::{Origin, is_table};
use super::unpack::Allowance;
use crate::args::How;

/// The files of one estate.
pub struct Given {
    /// Tables, and files that the reader of tables passes over.
    pub tables: Entries,
    /// Exports by what belongs together.
    pub exports: Vec<Set>,
    /// The folder's name, which the estate has if it has no other.
    name: Option<String>,
}

impl Given {
    /// Tells exports from tables. A folder or an archive without any table holds exports; beside tables a file is
    /// one if it is recognised.
    pub fn of(origin: &Origin) -> Result<Self, Error> {
        let mut tables = Entries::of(origin)?;
        let name = match origin {
            Origin::Folder(folder) => folder.canonicalize().ok().map(|folder| name_of(&folder)),
            _ => None,
        };
        if !tables.has_tables() || tables.list.iter().all(is_none_of_ours) {
            let exports = match origin {
                Origin::Folder(folder) => exports::sets(exports::below(folder)?)?,
                Origin::Files(files) => exports::sets(files.clone())?,
                Origin::Zip(_) | Origin::StandardInput => {
                    let name = match origin {
                        Origin::Zip(path) => name_of(path),
                        _ => "standard input".to_owned(),
                    };
                    vec![Set { name, entries: tables }]
                }
            };
            return Ok(Self { tables: Entries::of_list(Vec::new()), exports, name });
        }
        let loose = matches!(origin, Origin::Files(_));
        // What is named on the command line is meant to be used; what lies beside tables only if it is known.
        let mut exports = tables.take(|path| !is_table(path) && (loose || exports::is_export(path)));
        if let Origin::Folder(folder) = origin {
            exports.extend(exports::in_folders_of_their_own(folder)?);
        }
        Ok(Self { tables, exports: exports::sets(exports)?, name })
    }

    /// The exports as tables.
    ///
    /// Files beside tables that turn out to be nothing known are passed over, as any other file there.
    pub fn import(&self, how: &How, allowance: &Allowance) -> Result<Option<Imported>, Error> {
        if self.exports.is_empty() {
            return Ok(None);
        }
        let since = how.since.as_deref().map(|day| super::day("--since", day)).transpose()?;
        let choices =
            Choices { without_powered_off: how.without_powered_off, since, name: self.name.clone() };
        let said = exports::said(&how.read_as)?;
        let imported = exports::import(&self.exports, &said, &choices, allowance, limits(how))?;
        if imported.seen.iter().flat_map(|(_, seen)| seen).all(|file| matches!(file.used, Use::Not(_))) {
            let name = self.exports.first().map_or("", |set| &set.name);
            return if self.tables.list.is_empty() { Err(nothing(&imported, name)) } else { Ok(None) };
        }
        Ok(Some(imported))
    }
}

/// No table of an estate, though it may bear the name of one: another tool's file, such as its own `products.csv`,
/// without our columns and recognised. Only if all files are such: beside a table of ours it is one that is broken.
fn is_none_of_ours(entry: &Entry) -> bool {
    let Some(path) = entry.path() else { return false };
    if !is_table(path) {
        return true;
    }
    let Some(table) = Table::of_file(&name_of(path).to_lowercase()) else { return false };
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    read.is_ok() && !table.begins_so(&start) && exports::is_export(path)
}

fn nothing(imported: &Imported, name: &str) -> Error {
    let why = imported.seen.iter().flat_map(|(_, seen)| seen).find_map(|file| match &file.used {
        Use::Not(why) => Some(format!("{}: {why}", file.path)),
        _ => None,
    });
    let message = format!("nothing that is given is recognised ({})", why.unwrap_or_default());
    let advice = "Give a folder of tables, or exports of ILMT, BigFix Inventory, License Service, RVTools, an HMC; see `subcap check --help`.";
    Error::new(ErrorCode::NotAnEstate, message, advice).in_file(name)
}

/// What one export may make the reader hold.
fn limits(how: &How) -> Limits {
    let mut limits = Limits::default();
    if let Some(bytes) = how.max_file {
        limits.whole_file = usize::try_from(bytes).unwrap_or(usize::MAX);
        limits.workbook = bytes.saturating_mul(4);
    }
    limits.rows = how.max_rows.unwrap_or(limits.rows);
    limits
}
