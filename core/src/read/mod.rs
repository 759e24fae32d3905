//! **Step 1: read.** Bytes become rows, rows become typed records; what is odd becomes a finding.
//!
//! In: files as slices of bytes, under the names of the estate's tables. Out: [`Tables`] and
//! [`Findings`]. A wrong row never ends the reading and never
//! disappears: it is a finding with file, row and column. A wrong *table* is an error.

mod cells;
mod csv;
mod estate_file;
mod header;
mod lines;
mod merge;
pub(crate) mod record;
pub mod rows;
mod table;
mod written;

use crate::error::{Error, ErrorCode, nearest};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::import::{Imported, ilmt};

pub(crate) use estate_file::plausible;

pub use estate_file::EstateFile;
pub use rows::Tables;
pub use table::Table;

use csv::CsvFile;

/// Reads the files of one estate, slice by slice, in any order.
///
/// ```
/// use subcap_core::read::Reader;
/// let mut reader = Reader::default();
/// for (name, text) in [("estate.toml", "as_of = 2025-03-31\n"), ("pools.csv", "pool,host,cores\nS,p,2\n")] {
///     reader.begin(name)?;
///     reader.push(text.as_bytes())?;
///     reader.end()?;
/// }
/// assert_eq!(reader.tables().pools.len(), 1);
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Reader {
    tables: Tables,
    findings: Findings,
    open: Option<Open>,
    snapshot: Option<ilmt::Snapshot>,
    imported: Option<Imported>,
}

#[derive(Debug)]
enum Open {
    EstateFile { path: String, bytes: Vec<u8> },
    Table(Box<CsvFile>),
    Ignored,
}

/// `estate.toml` is a few lines; more is another file under its name.
const ESTATE_FILE_LIMIT: usize = 1 << 20;

impl Reader {
    /// Until [`Reader::end_snapshot`], files are the entries of one ILMT audit snapshot of that name.
    pub fn begin_snapshot(&mut self, archive: &str) {
        self.snapshot = Some(ilmt::Snapshot::new(archive));
    }

    /// All entries are read: they become rows, under those of the tables read before or after.
    pub fn end_snapshot(&mut self) -> Result<(), Error> {
        let Some(snapshot) = self.snapshot.take() else { return Ok(()) };
        if self.imported.is_some() {
            let advice = "Give one snapshot; use and evidence of other periods can be added as tables.";
            let error = Error::new(ErrorCode::NotAnEstate, "this is a second audit snapshot", advice);
            return Err(error.in_file(snapshot.archive()));
        }
        self.imported = Some(ilmt::import(&snapshot, &mut self.tables, &mut self.findings)?);
        Ok(())
    }

    /// Opens the next file. The last part of the path says which table it is; a file that is no
    /// table is skipped, and if it looks like a misspelt one there is a finding.
    pub fn begin(&mut self, path: &str) -> Result<(), Error> {
        if let Some(snapshot) = &mut self.snapshot {
            snapshot.begin(path);
            return Ok(());
        }
        self.end()?;
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
        self.open = Some(if name == "estate.toml" {
            Open::EstateFile { path: path.to_owned(), bytes: Vec::new() }
        } else if let Some(table) = Table::of_file(&name) {
            let file = self.tables.add_file(path);
            Open::Table(Box::new(CsvFile::new(table, path, file)))
        } else {
            if name.ends_with(".csv") || name.ends_with(".toml") {
                self.findings.push(unknown_file(path, &name));
            }
            Open::Ignored
        });
        Ok(())
    }

    /// The next bytes of the open file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(snapshot) = &mut self.snapshot {
            return snapshot.push(bytes);
        }
        match &mut self.open {
            Some(Open::Table(csv)) => csv.push(bytes, &mut self.tables, &mut self.findings),
            Some(Open::EstateFile { path, bytes: kept }) => {
                if kept.len() + bytes.len() > ESTATE_FILE_LIMIT {
                    let (what, advice) =
                        ("the file is larger than 1 MiB", "Give a text file with a few keys such as as_of.");
                    return Err(Error::new(ErrorCode::BadEstateFile, what, advice).in_file(path.clone()));
                }
                kept.extend_from_slice(bytes);
                Ok(())
            }
            Some(Open::Ignored) | None => Ok(()),
        }
    }

    /// Closes the open file.
    pub fn end(&mut self) -> Result<(), Error> {
        match self.open.take() {
            Some(Open::Table(csv)) => csv.end(&mut self.tables, &mut self.findings),
            Some(Open::EstateFile { path, bytes }) => {
                let file = EstateFile::parse(&path, &bytes, &mut self.findings)?;
                match self.tables.estate.take() {
                    Some(before) if (EstateFile { path: path.clone(), ..before.clone() }) != file => {
                        Err(two_estate_files(&before.path, path))
                    }
                    _ => {
                        self.tables.estate = Some(file);
                        Ok(())
                    }
                }
            }
            Some(Open::Ignored) | None => Ok(()),
        }
    }

    /// One whole file at once.
    pub fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.begin(path)?;
        self.push(bytes)?;
        self.end()
    }

    /// The tables read so far.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The findings so far; they outlive an error.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The tables and findings of all files.
    pub fn finish(mut self) -> Result<(Tables, Findings), (Error, Findings)> {
        match self.end() {
            Ok(()) => {
                if let Some(imported) = self.imported.take() {
                    imported.lay_under(&mut self.tables);
                }
                self.tables.merge_placements();
                Ok((self.tables, self.findings))
            }
            Err(error) => Err((error, self.findings)),
        }
    }
}

fn two_estate_files(one: &str, other: String) -> Error {
    let message = format!("this file and {one} say different things about the estate");
    let advice = "Give one estate with one estate.toml; which one counts cannot be guessed.";
    Error::new(ErrorCode::ConflictingRows, message, advice).in_file(other)
}

fn unknown_file(path: &str, name: &str) -> Finding {
    let known = Table::ALL.map(Table::file_name);
    let guess = nearest(name, known).map_or_else(
        || "The tables are hosts, vms, pools, installs, products, entitlements and evidence (.csv) and estate.toml.".to_owned(),
        |near| format!("If this is meant to be {near}, rename it."),
    );
    Finding::new(
        Code::UnknownFile,
        Severity::Warning,
        path,
        "this file is no known table and was not read",
        &guess,
    )
}
