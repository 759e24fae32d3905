//! Exports among what is given as an estate: found, read beside each other, and joined into tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::read::last_part;
use subcap_import::{Batch, Choices, Imported, Intake, Kind, Limits, join};

use super::entries::{Entries, Entry, name_of};
use super::unpack::{Allowance, unpacked};
use super::{natural, not_unpacked, unreadable};
use crate::progress::Reading;

/// Files are handed over in slices of this size.
const SLICE: usize = 1 << 18;
/// Archives within archives that are looked into.
const DEPTH: usize = 3;
/// How much of a file is looked at to tell whether it is an export.
const START: u64 = 64 << 10;

/// Files that belong together: the entries of an archive, the files of one export, a file by itself.
#[derive(Debug)]
pub struct Set {
    /// The archive, the folder or the file.
    pub name: String,
    /// Its files.
    pub entries: Entries,
}

/// What the user says a file is.
pub type Said = BTreeMap<String, Kind>;

/// Whether a file is an export that can be read; an archive is one if any of its entries is.
pub fn is_export(path: &Path) -> bool {
    if is_archive(&path.to_string_lossy()) {
        let Ok(entries) = Entries::of_zip(path) else { return false };
        return entries.list.iter().any(|entry| {
            let told = |bytes: &mut dyn Read| {
                Ok(subcap_import::tell(&entry.name, &start_of(bytes)) != Kind::Unknown)
            };
            is_archive(&entry.name) || entries.with(entry, told).unwrap_or(false)
        });
    }
    let Ok(mut file) = File::open(path) else { return false };
    subcap_import::tell(&name_of(path), &start_of(&mut file)) != Kind::Unknown
}

/// Unpacked, if it is packed.
fn start_of(from: &mut dyn Read) -> Vec<u8> {
    let mut start = Vec::new();
    // No more is read than is looked at. What cannot be read is no export; the reader of the estate will say why.
    let allowance = Allowance::new(u64::MAX);
    if let Ok(from) = unpacked(from, &allowance) {
        let _ = from.take(START).read_to_end(&mut start);
    }
    start
}

fn is_archive(name: &str) -> bool {
    name.to_lowercase().ends_with(".zip")
}

/// All files of a folder and of those within it, by folder.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|e| unreadable(&folder, &e))? {
            let path = entry.map_err(|e| unreadable(&folder, &e))?.path();
            let hidden = name_of(&path).starts_with('.');
            if path.is_file() && !hidden {
                files.push(path);
            } else if path.is_dir() && !hidden && depth < 8 {
                folders.push((path, depth + 1));
            }
        }
    }
    let key = |path: &PathBuf| path.to_string_lossy().into_owned();
    files.sort_by(|a, b| natural::compare(&key(a), &key(b)));
    Ok(files)
}

/// The files of exports that are folders themselves, somewhere below a folder: only those that none but such an
/// export has, for other folders beside tables are none of our business.
pub fn in_folders_of_their_own(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let files: Vec<PathBuf> =
        below(folder)?.into_iter().filter(|path| path.parent() != Some(folder)).collect();
    let exports: BTreeSet<&Path> =
        files.iter().filter(|path| shows_a_set(&name_of(path))).filter_map(|path| path.parent()).collect();
    let of_export = |path: &&PathBuf| path.parent().is_some_and(|folder| exports.contains(folder));
    Ok(files.iter().filter(of_export).cloned().collect())
}

/// What belongs together among these files: each archive, each workbook, and the files of a folder that were
/// exported in one go. Everything else stands for itself.
pub fn sets(files: Vec<PathBuf>) -> Result<Vec<Set>, Error> {
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in &files {
        folders.entry(file.parent().unwrap_or(Path::new("")).to_path_buf()).or_default().push(file.clone());
    }
    folders.retain(|_, files| files.iter().any(|file| shows_a_set(&name_of(file))));
    let above = above(&files);
    let mut sets = Vec::new();
    for file in files {
        let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
        let name = name_of(&file);
        // Its folder tells it from a file of the same name in another.
        let below = below_of(&file, &above);
        if is_archive(&name) {
            sets.push(Set { name: below, entries: Entries::of_zip(&file)? });
        } else if let Some(together) = folders.get_mut(&folder).filter(|_| !is_workbook(&name)) {
            let together: Vec<PathBuf> = std::mem::take(together);
            let together: Vec<PathBuf> = together
                .into_iter()
                .filter(|file| !is_archive(&name_of(file)) && !is_workbook(&name_of(file)))
                .collect();
            if !together.is_empty() {
                let names = [below_of(&folder, &above), name_of(&folder)];
                let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or(name);
                sets.push(Set { name, entries: Entries::of_list(together) });
            }
        } else {
            sets.push(Set { name: below, entries: Entries::of_list(vec![file]) });
        }
    }
    Ok(sets)
}

/// The folder that all these files are in, or in folders of.
fn above(files: &[PathBuf]) -> PathBuf {
    let mut folders = files.iter().filter_map(|file| file.parent());
    let first = folders.next().unwrap_or(Path::new("")).to_path_buf();
    folders.fold(first, |above, folder| {
        let same = above.components().zip(folder.components()).take_while(|(one, other)| one == other);
        same.map(|(component, _)| component).collect()
    })
}

/// A file's name with the folders between.
fn below_of(file: &Path, above: &Path) -> String {
    let Ok(rest) = file.strip_prefix(above) else { return name_of(file) };
    let parts: Vec<_> = rest.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn is_workbook(name: &str) -> bool {
    let name = name.to_lowercase();
    [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"].iter().any(|ending| name.ends_with(ending))
}

/// Names that only a whole export has: the files around it belong to it.
fn shows_a_set(name: &str) -> bool {
    let name = name.to_lowercase();
    const OF_SNAPSHOTS: [&str; 6] = [
        "checksums.txt",
        "checksum.txt",
        "data_condition.txt",
        "audit_snapshot_summary.csv",
        "pvu_sub_capacity.csv",
        "bundling_definitions.csv",
    ];
    OF_SNAPSHOTS.contains(&name.as_str()) || name.contains("rvtools_tab")
}

/// Reads all of them, side by side, and joins them in their order.
pub fn import(
    sets: &[Set],
    said: &Said,
    choices: &Choices,
    allowance: &Allowance,
    limits: Limits,
) -> Result<Imported, Error> {
    let size = sets.iter().flat_map(|set| &set.entries.list).map(|entry| entry.size).sum();
    let run = Run { said, allowance, limits, progress: Reading::new(size) };
    let read: Vec<Result<Vec<Batch>, Error>> = sets.par_iter().map(|set| run.set(set, 0)).collect();
    run.progress.finish();
    let batches: Vec<Vec<Batch>> = read.into_iter().collect::<Result<_, _>>()?;
    Ok(join(batches.into_iter().flatten().collect(), choices))
}

struct Run<'a> {
    said: &'a Said,
    allowance: &'a Allowance,
    limits: Limits,
    progress: Reading,
}

impl Run<'_> {
    /// A set, and those in the archives within it.
    fn set(&self, set: &Set, depth: usize) -> Result<Vec<Batch>, Error> {
        let alone = set.entries.list.len() == 1
            && set.entries.list.iter().all(|entry| entry.name == last_part(&set.name));
        // Files that lie in no folder are called after the first of them, and are not in it.
        let loose = set.entries.list.iter().any(|entry| entry.name == set.name);
        let mut intake = Intake::new(&set.name, self.limits);
        let mut within = Vec::new();
        for entry in &set.entries.list {
            let path = match (alone, loose) {
                (true, _) => set.name.clone(),
                (_, true) => entry.name.clone(),
                _ => format!("{}/{}", set.name, entry.name),
            };
            if is_archive(&entry.name) && depth < DEPTH {
                within.extend(self.set(&self.unpacked(set, entry, path)?, depth + 1)?);
                continue;
            }
            let said = [path.as_str(), entry.name.as_str()].into_iter().find_map(|name| self.said.get(name));
            intake.begin(&path, said.copied());
            self.all(set, entry, |slice| {
                intake.push(slice);
                Ok(())
            })?;
            intake.end();
        }
        let own = intake.finish();
        let own = (!own.seen.is_empty()).then_some(own);
        Ok(own.into_iter().chain(within).collect())
    }

    /// An archive within another is laid down first: its list of contents stands at its end.
    fn unpacked(&self, set: &Set, entry: &Entry, name: String) -> Result<Set, Error> {
        let mut file = tempfile::tempfile().map_err(|e| unreadable(Path::new(&name), &e))?;
        self.all(set, entry, |slice| io::Write::write_all(&mut file, slice))?;
        Ok(Set { entries: Entries::of_open_zip(file, &name)?, name })
    }

    fn all(
        &self,
        set: &Set,
        entry: &Entry,
        mut push: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), Error> {
        set.entries.with(entry, |bytes| {
            let failed = |e: io::Error| not_unpacked(&format!("{}/{}", set.name, entry.name), &e);
            let mut bytes = if entry.is_zipped() {
                unpacked(self.allowance.count(bytes), self.allowance).map_err(failed)?
            } else {
                unpacked(bytes, self.allowance).map_err(failed)?
            };
            let mut slice = vec![0; SLICE];
            loop {
                let read = match bytes.read(&mut slice) {
                    Ok(0) => return Ok(()),
                    Ok(read) => read,
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                    Err(e) => return Err(failed(e)),
                };
                push(slice.get(..read).unwrap_or(&[])).map_err(failed)?;
                self.progress.add(read as u64, 0);
            }
        })
    }
}

/// What the user says files are: `NAME=KIND`.
pub fn said(given: &[String]) -> Result<Said, Error> {
    let bad = |message: String| {
        let kinds: Vec<&str> = Kind::codes().collect();
        Error::new(
            ErrorCode::BadOption,
            message,
            format!("Write NAME=KIND, where KIND is one of {}.", kinds.join(", ")),
        )
    };
    let one = |text: &String| {
        let (name, kind) =
            text.rsplit_once('=').ok_or_else(|| bad(format!("--read-as {text} names no kind")))?;
        let kind = Kind::of_code(kind)
            .ok_or_else(|| bad(format!("--read-as {text}: {kind} is no kind of export")))?;
        Ok((name.to_owned(), kind))
    };
    given.iter().map(one).collect()
}
