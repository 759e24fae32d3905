//! Folders and zips to the core's reader.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use subcap_core::calendar::Day;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::finding::Findings;
use subcap_core::import::ilmt;
use subcap_core::price::{Reading, Readings};
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Reader, Table, Tables};
use subcap_core::whatif::Position;

use crate::args::{How, Which};
use crate::exit::Failure;
use crate::progress;

/// Files are handed to the core in slices of this size.
const SLICE: usize = 1 << 20;

/// Reads and resolves the estate.
pub fn estate(path: &Path, how: &How) -> Result<Estate, Failure> {
    Ok(position(path, how)?.1)
}

/// The same with its tables.
pub fn position(path: &Path, how: &How) -> Result<(Tables, Estate), Failure> {
    // Options first: a slip in them should not cost the reading of millions of rows.
    let pvu_table = pvu_table(how.pvu_table.as_deref())?;
    let as_of = how.as_of.as_deref().map(day).transpose()?;
    let (tables, findings) = tables(path, how)?;
    let estate = resolve(&tables, findings, Options { as_of, pvu_table: &pvu_table })?;
    Ok((tables, estate))
}

/// Reads the estate and holds its position ready for scenarios.
pub fn held_ready(path: &Path, how: &How, readings: Vec<Reading>) -> Result<Position, Failure> {
    let pvu_table = pvu_table(how.pvu_table.as_deref())?;
    let as_of = how.as_of.as_deref().map(day).transpose()?;
    let (tables, findings) = tables(path, how)?;
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
pub fn tables(path: &Path, how: &How) -> Result<(Tables, Findings), Failure> {
    let mut reader = Reader::default();
    let read = read_into(&mut reader, path).and_then(|()| match &how.tables {
        Some(folder) => read_folder(&mut reader, folder),
        None => Ok(()),
    });
    match read {
        Ok(()) => Ok(reader.finish()?),
        // The findings outlive the error: they often show its cause.
        Err(error) => Err((error, reader.findings().clone()).into()),
    }
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

fn day(text: &str) -> Result<Day, Error> {
    Day::parse(text.as_bytes()).ok_or_else(|| {
        let message = format!("--as-of {text} is not a date");
        Error::new(ErrorCode::BadOption, message, "Write it as YYYY-MM-DD, for instance 2025-12-31.")
    })
}

fn read_into(reader: &mut Reader, path: &Path) -> Result<(), Error> {
    let meta = fs::metadata(path).map_err(|e| unreadable(path, &e))?;
    if meta.is_dir() { read_folder(reader, path) } else { read_zip(reader, path) }
}

fn read_folder(reader: &mut Reader, folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| unreadable(folder, &e))?.path();
        if path.is_file() {
            files.push(path);
        } else if is_table(&path) {
            let message =
                "this bears the name of a table but is a folder, a broken link or a device, not a file";
            let advice = "Put the table itself there, or give this another name.";
            return Err(Error::new(ErrorCode::Input, message, advice).in_file(path.display().to_string()));
        }
    }
    // The order in which a file system lists files differs from machine to machine.
    files.sort();
    let bytes = files.iter().filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum();
    let bar = progress::reading(bytes);
    if ilmt::is_snapshot(files.iter().map(|path| name_of(path))) {
        reader.begin_snapshot(&name_of(folder));
    }
    for path in &files {
        let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
        read_file(reader, &name_of(path), &mut file, &bar)?;
    }
    bar.finish_and_clear();
    reader.end_snapshot()
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn is_table(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().to_lowercase());
    name == "estate.toml" || Table::of_file(&name).is_some()
}

fn read_zip(reader: &mut Reader, path: &Path) -> Result<(), Error> {
    let not_one = |what: String| {
        Error::new(
            ErrorCode::NotAnEstate,
            what,
            "Give a folder of tables, a zip of one, or an ILMT audit snapshot.",
        )
        .in_file(path.display().to_string())
    };
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let mut archive =
        zip::ZipArchive::new(file).map_err(|e| not_one(format!("this file is no zip archive: {e}")))?;
    let bar = progress::reading(0);
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let entry =
            archive.by_index(index).map_err(|e| not_one(format!("entry {index} cannot be unpacked: {e}")))?;
        if !entry.is_dir() {
            bar.inc_length(entry.size());
            entries.push((String::from_utf8_lossy(entry.name_raw()).into_owned(), index));
        }
    }
    entries.sort();
    if ilmt::is_snapshot(entries.iter().map(|(name, _)| name)) {
        reader.begin_snapshot(&name_of(path));
    }
    for (name, index) in &entries {
        let mut entry =
            archive.by_index(*index).map_err(|e| not_one(format!("{name} cannot be unpacked: {e}")))?;
        read_file(reader, name, &mut entry, &bar).map_err(|error| {
            // A damaged entry reads as nonsense first; its checksum, at its end, tells the cause.
            io::copy(&mut entry, &mut io::sink()).err().map_or(error, |e| damaged(name, &e))
        })?;
    }
    bar.finish_and_clear();
    reader.end_snapshot()
}

fn damaged(name: &str, error: &io::Error) -> Error {
    let message = format!("this part of the archive is damaged: {error}");
    Error::new(ErrorCode::Input, message, "Make the archive anew, or copy it again.").in_file(name)
}

fn read_file(reader: &mut Reader, name: &str, file: &mut impl Read, bar: &ProgressBar) -> Result<(), Error> {
    reader.begin(name)?;
    let mut slice = vec![0; SLICE];
    loop {
        let read = file.read(&mut slice).map_err(|e| unreadable(Path::new(name), &e))?;
        if read == 0 {
            return reader.end();
        }
        reader.push(slice.get(..read).unwrap_or(&[]))?;
        bar.inc(read as u64);
    }
}

/// A file's bytes.
pub fn whole(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|e| unreadable(path, &e))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorCode::Input, error.to_string(), "Check the path and the rights to read it.")
        .in_file(path.display().to_string())
}
