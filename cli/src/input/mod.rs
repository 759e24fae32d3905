//! From what is given as an estate to the core's tables.
//!
//! [`origin`] says what was given, [`entries`] lists its files, [`unpack`] takes them out of what they are packed
//! in, and [`feed`] hands their bytes to the core's reader: on all threads, joined in the order of the files.
//! [`given`] tells exports of other tools from tables, and [`exports`] turns them into tables that lie under those.

mod entries;
mod exports;
mod feed;
mod given;
mod natural;
pub mod origin;
mod unpack;

use std::fs;
use std::io;
use std::path::Path;

use subcap_core::calendar::Day;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::{Estate, Lacking, Options, resolve};
use subcap_core::finding::{Finding, Findings};
use subcap_core::price::{Reading, Readings};
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Bought, Reader, Table, Tables, is_table, last_part};
use subcap_core::whatif::Position;
use subcap_import::Imported;

use crate::args::{How, Which};
use crate::exit::Failure;
use crate::timings::{self, Phase};

use entries::Entries;
use feed::Feed;
use given::Given;
use origin::Origin;

/// What archives may unpack to, unless told otherwise.
const MOST_UNPACKED: u64 = 1 << 40;

/// Reads and resolves the estate.
pub fn estate(origin: &Origin, how: &How) -> Result<Estate, Failure> {
    Ok(position(origin, how)?.1)
}

/// The same with its tables.
pub fn position(origin: &Origin, how: &How) -> Result<(Tables, Estate), Failure> {
    // Options first: a slip in them should not cost the reading of millions of rows.
    let pvu_table = pvu_table(how.pvu_table.as_deref())?;
    let as_of = how.as_of.as_deref().map(|text| day("--as-of", text)).transpose()?;
    let Told { tables: (tables, findings), imported } = told(origin, how)?;
    let options = Options { as_of, pvu_table: &pvu_table };
    match timings::during(Phase::Merging, || resolve(&tables, findings, options)) {
        Ok(estate) => Ok((tables, estate)),
        Err((error, findings)) => {
            Err((lacking(&tables, imported.as_ref(), as_of).in_words(error), findings).into())
        }
    }
}

/// What is odd in an estate, and the exports it was made of.
pub struct Checked {
    /// Sorted.
    pub findings: Vec<Finding>,
    /// The exports.
    pub imported: Option<Imported>,
}

/// Reads and resolves. Exports that lack what an estimate needs are no error: that is said among the findings. The
/// exports are known even if the tables out of them cannot be used.
pub fn checked(origin: &Origin, how: &How) -> Result<Checked, (Failure, Option<Box<Imported>>)> {
    let pvu_table = pvu_table(how.pvu_table.as_deref()).map_err(|e| (e, None))?;
    let as_of = how.as_of.as_deref().map(|text| day("--as-of", text)).transpose();
    let as_of = as_of.map_err(|e| (e.into(), None))?;
    let Told { tables: (tables, findings), imported } = told(origin, how).map_err(|e| (e, None))?;
    let options = Options { as_of, pvu_table: &pvu_table };
    match timings::during(Phase::Merging, || resolve(&tables, findings, options)) {
        Ok(estate) => Ok(Checked { findings: estate.findings.to_vec(), imported }),
        Err((error, mut findings)) => {
            let lacking = lacking(&tables, imported.as_ref(), as_of);
            if lacking.behind(&error).is_empty() {
                return Err(((error, findings).into(), imported.map(Box::new)));
            }
            lacking.findings().iter().for_each(|finding| findings.push(finding.clone()));
            Ok(Checked { findings: findings.sorted(), imported })
        }
    }
}

/// What exports do not state; nothing where tables alone were given.
fn lacking(tables: &Tables, imported: Option<&Imported>, as_of: Option<Day>) -> Lacking {
    let first = |imported: &Imported| imported.seen.first().map_or(String::new(), |(name, _)| name.clone());
    imported.map_or_else(Lacking::default, |imported| Lacking::of(tables, as_of, &first(imported)))
}

/// Reads the estate and holds its position ready for scenarios.
pub fn held_ready(path: &Path, how: &How, readings: Vec<Reading>) -> Result<Position, Failure> {
    let origin = Origin::at(path)?;
    let pvu_table = pvu_table(how.pvu_table.as_deref())?;
    let as_of = how.as_of.as_deref().map(|text| day("--as-of", text)).transpose()?;
    let (tables, findings) = tables(&origin, how)?;
    Ok(Position::new(tables, findings, pvu_table, as_of, readings)?)
}

/// A text file, whole.
pub fn text(path: &Path) -> Result<String, Error> {
    String::from_utf8(whole(path)?).map_err(|_| {
        let error = Error::new(ErrorCode::NotAReport, "the file is not UTF-8 text", "Save it as UTF-8.");
        error.in_file(path.display().to_string())
    })
}

/// Reads the tables only.
pub fn tables(origin: &Origin, how: &How) -> Result<(Tables, Findings), Failure> {
    Ok(told(origin, how)?.tables)
}

/// An estate as read, and the exports it was made of.
pub struct Told {
    /// The tables, and what was odd in them.
    pub tables: (Tables, Findings),
    /// The exports, as tables.
    pub imported: Option<Imported>,
}

/// Reads the tables, and says which exports are among what is given.
pub fn told(origin: &Origin, how: &How) -> Result<Told, Failure> {
    let mut reader = Reader::default();
    match timings::during(Phase::Reading, || read(&mut reader, origin, how)) {
        Ok(mut imported) => {
            let tables = timings::during(Phase::Merging, || reader.finish())?;
            imported.iter_mut().for_each(|imported| imported.not_used(&tables.0.not_used));
            Ok(Told { tables, imported })
        }
        // The findings outlive the error: they often show its cause.
        Err(error) => Err((error, reader.findings().clone()).into()),
    }
}

fn read(reader: &mut Reader, origin: &Origin, how: &How) -> Result<Option<Imported>, Error> {
    if how.stdin.is_some() && *origin == Origin::StandardInput {
        let message = "standard input cannot be both the estate and one of its tables";
        let advice = "Give the estate as a folder or a zip, and the table on standard input.";
        return Err(Error::new(ErrorCode::BadOption, message, advice));
    }
    let feed = Feed::new(how.max_unpacked.unwrap_or(MOST_UNPACKED));
    let given = Given::of(origin)?;
    feed.read(reader, &given.tables)?;
    if let Some(name) = &how.stdin {
        let entries = Entries::standard_input(name)?;
        stands_twice(&reader.tables().files, name)?;
        feed.read(reader, &entries)?;
    }
    if let Some(folder) = &how.tables {
        feed.read(reader, &Entries::of(&Origin::Folder(folder.clone()))?)?;
    }
    let Some(imported) = given.import(how, feed.allowance())? else {
        // Nothing known: said, as of any other file that is passed over.
        let files = given.exports.iter().flat_map(|set| &set.entries.list);
        for entry in files.filter(|entry| !is_table(&entry.name)) {
            reader.begin(&entry.name)?;
            reader.end()?;
        }
        return Ok(None);
    };
    let mut under = Reader::default();
    for (name, text) in &imported.tables {
        under.file(name, text.as_bytes())?;
    }
    reader.also_found(imported.findings.clone());
    reader.also_bought(Bought::clone(&imported.bought));
    reader.lay_under(under);
    Ok(Some(imported))
}

/// A table on standard input that is among the files too would count twice, and which one is meant cannot be guessed.
fn stands_twice(files: &[String], name: &str) -> Result<(), Error> {
    let table = |name: &str| Table::of_file(&last_part(name).to_lowercase());
    let Some(twice) = files.iter().find(|file| table(file) == table(name)) else { return Ok(()) };
    let message = "this table is given and also comes on standard input";
    let advice = "Leave one of them away.";
    Err(Error::new(ErrorCode::BadOption, message, advice).in_file(twice))
}

/// The readings asked for.
pub fn readings(which: &Which) -> Result<Vec<Reading>, Failure> {
    Ok(all_readings(which.file.as_deref())?.select(&which.names)?)
}

/// The built-in readings and those of a file.
pub fn all_readings(file: Option<&Path>) -> Result<Readings, Failure> {
    let mut readings = Readings::built_in()?;
    if let Some(path) = file {
        readings.add(&path.display().to_string(), &whole(path)?)?;
    }
    Ok(readings)
}

/// The PVU table of a file, or the embedded one.
pub fn pvu_table(file: Option<&Path>) -> Result<PvuTable, Failure> {
    let table = match file {
        None => PvuTable::embedded().map_err(Error::from)?,
        Some(path) => {
            PvuTable::parse(&whole(path)?).map_err(|e| Error::from(e).in_file(path.display().to_string()))?
        }
    };
    Ok(table)
}

fn day(option: &str, text: &str) -> Result<Day, Error> {
    Day::parse(text.as_bytes()).ok_or_else(|| {
        let message = format!("{option} {text} is not a date");
        Error::new(ErrorCode::BadOption, message, "Write it as YYYY-MM-DD, for instance 2025-12-31.")
    })
}

/// A file's bytes.
pub fn whole(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|e| unreadable(path, &e))
}

/// What is packed may also be damaged, or too much.
fn not_unpacked(name: &str, error: &io::Error) -> Error {
    let (message, advice) = match error.kind() {
        io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::Other => {
            (format!("this packed file is damaged: {error}"), "Pack it anew, or copy it again.")
        }
        io::ErrorKind::FileTooLarge => (error.to_string(), "If so much is meant, raise --max-unpacked."),
        _ => return unreadable(Path::new(name), error),
    };
    Error::new(ErrorCode::Input, message, advice).in_file(name)
}

/// What a folder or file cannot be written for.
pub fn unwritable(path: &Path, error: &io::Error) -> Error {
    let advice = "Check the path, the rights to write there, and the space left on the disk.";
    Error::new(ErrorCode::Output, error.to_string(), advice).in_file(path.display().to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorCode::Input, error.to_string(), "Check the path and the rights to read it.")
        .in_file(path.display().to_string())
}
