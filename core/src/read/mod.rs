//! **Step 1: read.** Bytes become rows, rows become typed records; what is odd becomes a finding.
//!
//! In: files as slices of bytes, under the names of the estate's tables. Out: [`Tables`] and
//! [`Findings`]. A wrong row never ends the reading and never
//! disappears: it is a finding with file, row and column. A wrong *table* is an error.

mod bought;
mod cells;
mod csv;
mod estate_file;
mod header;
mod join;
mod layout;
mod lines;
mod merge;
mod plain;
pub(crate) mod record;
pub mod rows;
mod runs;
mod table;
mod under;
mod unusual;
mod written;

use crate::error::{Error, ErrorCode, nearest};
use crate::finding::{Code, Finding, Findings, Severity};

pub use bought::{Bought, Entitled, Line, NotUsed, Priced, known_by, others, without_version};
pub use estate_file::{EstateFile, plausible};
pub use header::ORIGIN;
pub use join::Part;
pub use rows::Tables;
pub use table::{Table, is_table, unpacked_name};

use bought::Beside;
use csv::{CsvFile, row_number};
use join::Shift;

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
    under: Option<Box<Self>>,
    bought: Bought,
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
    /// A reader that takes every row for itself, as the rules for rows read. It gives the same tables and
    /// findings as the others and takes ten times as long over daily placements: what they are checked against.
    pub fn row_by_row() -> Self {
        Self { tables: Tables { row_by_row: true, ..Tables::default() }, ..Self::default() }
    }

    /// Opens the next file. The last part of the path says which table it is; a file that is no
    /// table is skipped, and if it looks like a misspelt one there is a finding.
    pub fn begin(&mut self, path: &str) -> Result<(), Error> {
        self.end()?;
        let name = last_part(path).to_ascii_lowercase();
        self.open = Some(if name == "estate.toml" {
            Open::EstateFile { path: path.to_owned(), bytes: Vec::new() }
        } else if let Some(table) = Table::of_file(&name) {
            let file = self.tables.add_file(path);
            Open::Table(Box::new(CsvFile::new(table, path, file)))
        } else {
            if [".csv", ".toml"].iter().any(|ending| unpacked_name(&name).ends_with(ending)) {
                self.findings.push(unknown_file(path, &name));
            }
            Open::Ignored
        });
        Ok(())
    }

    /// The next bytes of the open file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
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
                self.estate_file(file)
            }
            Some(Open::Ignored) | None => Ok(()),
        }
    }

    /// A second one may only repeat the first.
    fn estate_file(&mut self, file: EstateFile) -> Result<(), Error> {
        match self.tables.estate.take() {
            Some(before) if !before.agrees(&file) => Err(two_estate_files(&before.path, file.path)),
            _ => {
                self.tables.estate = Some(file);
                Ok(())
            }
        }
    }

    /// A part of the open table that begins with the next row, to be read beside what this reader goes on
    /// with. `None` if no row begins here.
    ///
    /// A caller with threads pushes the beginning of a file, cuts the rest behind line ends `\n`, reads each
    /// piece into a part of its own and hands the parts to [`Reader::join`] in the order of the pieces:
    ///
    /// ```
    /// # use subcap_core::read::Reader;
    /// let mut reader = Reader::default();
    /// reader.begin("pools.csv")?;
    /// reader.push(b"pool,host,cores\n")?;
    /// for piece in [&b"S,p,2\n"[..], b"S,q,2\n"] {
    ///     let Some(mut part) = reader.part() else { continue };
    ///     part.push(piece)?;
    ///     if !reader.join(part) {
    ///         reader.push(piece)?;
    ///     }
    /// }
    /// reader.end()?;
    /// assert_eq!(reader.tables().pools[1].place.row, 3);
    /// # Ok::<(), subcap_core::error::Error>(())
    /// ```
    pub fn part(&self) -> Option<Part> {
        let Some(Open::Table(csv)) = &self.open else { return None };
        let mut tables = Tables { row_by_row: self.tables.row_by_row, ..Tables::default() };
        csv.layout().into_iter().for_each(|layout| tables.begin_placements(layout));
        Some(Part { csv: csv.part()?, tables, findings: Findings::default() })
    }

    /// Takes over what a part has read, as if it had been pushed. `false`, and nothing taken, if the piece
    /// does not begin with a row: it lies within a quote opened before it, or was cut elsewhere. Its bytes are
    /// then to be pushed.
    pub fn join(&mut self, part: Part) -> bool {
        let Some(Open::Table(csv)) = &mut self.open else { return false };
        if !csv.is_at_row() {
            return false;
        }
        let row = row_number(csv.lines());
        self.findings.append(part.findings, row);
        self.tables.append(part.tables, Shift { file: 0, row });
        csv.go_on_from(part.csv);
        true
    }

    /// Takes over the tables that another reader has read, as if their files came next. Not for a reader with
    /// tables under its own.
    pub fn add(&mut self, other: Self) -> Result<(), Error> {
        self.end()?;
        self.findings.append(other.findings, 0);
        if other.open.is_some() || other.under.is_some() {
            return Err(Error::internal("a reader was added that has not finished its tables"));
        }
        let estate = other.tables.estate.clone();
        let file = u16::try_from(self.tables.files.len()).unwrap_or(u16::MAX);
        self.tables.append(other.tables, Shift { file, row: 0 });
        estate.map_or(Ok(()), |file| self.estate_file(file))
    }

    /// Lays what another reader has read under the tables of this one, once all are read: **what the tables say
    /// themselves wins**. So tables beside an export can add prices, name clusters, mend a server or take an item
    /// of evidence away, and nothing is said twice.
    pub fn lay_under(&mut self, other: Self) {
        self.under = Some(Box::new(other));
    }

    /// What lists beside the tables say was bought, of products that only the tables may have; it lies under them, too.
    pub fn also_bought(&mut self, bought: Bought) {
        self.bought = bought;
    }

    /// Findings on how the tables came about belong with those on the tables.
    pub fn also_found(&mut self, findings: Findings) {
        self.findings.append(findings, 0);
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

    /// How many lines of the open file have ended so far.
    pub fn lines(&self) -> u64 {
        match &self.open {
            Some(Open::Table(csv)) => csv.lines(),
            _ => 0,
        }
    }

    /// The findings so far; they outlive an error.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The tables and findings of all files.
    pub fn finish(mut self) -> Result<(Tables, Findings), (Error, Findings)> {
        match self.end() {
            Ok(()) => {
                if let Some(mut under) = self.under.take() {
                    if let Err(error) = self.join_bought(&mut under) {
                        return Err((error, self.findings));
                    }
                    let (tables, findings) = under.finish()?;
                    self.findings.append(findings, 0);
                    self.tables.put_over(tables);
                }
                self.tables.merge_placements();
                Ok((self.tables, self.findings))
            }
            Err(error) => Err((error, self.findings)),
        }
    }

    /// What was bought of the tables' products, as rows that lie under them.
    fn join_bought(&mut self, under: &mut Self) -> Result<(), Error> {
        under.end()?;
        self.tables.keep_prices_apart(&mut under.tables, &mut self.findings);
        let stated = self.tables.currency_of_prices().or(under.tables.stated_currency());
        let Beside { files, currency, not_used } =
            Beside::of(&self.bought, &self.tables, stated, &mut self.findings);
        self.tables.not_used = not_used;
        if let Some(estate) = &mut under.tables.estate {
            estate.currency = estate.currency.or(currency);
        }
        files.iter().try_for_each(|(name, text)| under.file(name, text.as_bytes()))
    }
}

fn two_estate_files(one: &str, other: String) -> Error {
    let message = format!("this file and {one} say different things about the estate");
    let advice = "Give one estate with one estate.toml; which one counts cannot be guessed.";
    Error::new(ErrorCode::ConflictingRows, message, advice).in_file(other)
}

/// A path without its folders.
pub fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn unknown_file(path: &str, name: &str) -> Finding {
    let known = Table::ALL.map(Table::file_name);
    let part = Table::ALL.into_iter().find(|table| {
        let stem = table.file_name().trim_end_matches("csv").trim_end_matches('.');
        name.strip_prefix(stem).is_some_and(|rest| rest.starts_with(['-', '_', '.', ' ', '(']))
    });
    let guess = part.map(|table| {
        let stem = table.file_name().trim_end_matches(".csv");
        format!("If this is a part of {stem}.csv, give it a number, such as {stem}-1.csv.")
    });
    let near = || {
        nearest(name, known).map_or_else(
        || "The tables are hosts, vms, pools, installs, products, entitlements and evidence (.csv) and estate.toml.".to_owned(),
        |near| format!("If this is meant to be {near}, rename it."),
    )
    };
    let guess = guess.unwrap_or_else(near);
    Finding::new(
        Code::UnknownFile,
        Severity::Warning,
        path,
        "this file is no known table and was not read",
        &guess,
    )
}
