//! The table: rows read from CSV, with their keys prepared for matching.

use super::error::PvuTableError;
use super::key::Key;
use super::row::{Grade, PvuRow, Sockets};
use crate::order::Map;
use crate::records::{Record, records};

const EMBEDDED: &str = include_str!("../../data/pvu_table.csv");
const MAX_RATE: u32 = 1000;
const ADVICE_RATE: &str = "write a whole number of PVU per core from 1 to 1000";
const ADVICE_GRADE: &str = "write 'printed', 'worked example' or 'unconfirmed'";
const ADVICE_SOCKETS: &str = "write 'any', a range such as '1-2', or '5+'";
const ADVICE_ROW: &str = "write an id of small letters, digits and hyphens, such as 'power9-e980'";
const ADVICE_SOURCE: &str = "write the id of the source the rate comes from";

/// Processor names and their PVU per core.
#[derive(Debug, Clone)]
pub struct PvuTable {
    rows: Vec<PvuRow>,
    /// One for each row, in the same order.
    pub(super) keys: Vec<Key>,
}

impl PvuTable {
    /// The table that comes with the program as its file reads, to start a newer one from.
    pub const EMBEDDED_CSV: &'static str = EMBEDDED;

    /// The table that comes with the program.
    ///
    /// # Errors
    /// None with the table as released: a test reads it.
    pub fn embedded() -> Result<PvuTable, PvuTableError> {
        PvuTable::parse(EMBEDDED.as_bytes())
    }

    /// Reads a table: comma, semicolon or tab; columns found by name, in any order.
    ///
    /// # Errors
    /// The first thing that is wrong, with its row and column and what to do.
    pub fn parse(bytes: &[u8]) -> Result<PvuTable, PvuTableError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| PvuTableError::NotUtf8 { byte: error.valid_up_to() })?;
        let text = text.trim_start_matches('\u{feff}');
        let mut records = records(text, delimiter(text)).into_iter();
        let columns = Columns::find(&records.next().map(|header| header.cells).unwrap_or_default())?;
        let mut table = PvuTable { rows: Vec::new(), keys: Vec::new() };
        let mut lines: Map<String, u64> = Map::new();
        for Record { line, cells } in records {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let (row, key) = columns.row(&cells, line)?;
            if let Some(first_line) = lines.insert(row.id.clone(), line) {
                return Err(PvuTableError::DuplicateRow { line, first_line, row: row.id });
            }
            table.rows.push(row);
            table.keys.push(key);
        }
        if table.rows.is_empty() { Err(PvuTableError::NoRows) } else { Ok(table) }
    }

    /// All rows, as written.
    #[must_use]
    pub fn rows(&self) -> &[PvuRow] {
        &self.rows
    }

    /// A row by its place, as found in [`super::Match::rows`].
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&PvuRow> {
        self.rows.get(index)
    }
}

/// Where each column stands.
struct Columns {
    places: Map<&'static str, usize>,
}

impl Columns {
    const REQUIRED: [&'static str; 6] = ["row", "key", "max_sockets", "pvu_per_core", "grade", "source"];
    const OPTIONAL: [&'static str; 5] = ["vendor", "brand", "type", "seen", "note"];

    fn find(header: &[String]) -> Result<Columns, PvuTableError> {
        let mut places = Map::new();
        for column in Self::REQUIRED.into_iter().chain(Self::OPTIONAL) {
            let mut found = header.iter().enumerate().filter(|(_, name)| name.eq_ignore_ascii_case(column));
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => return Err(PvuTableError::RepeatedColumn { column }),
                (Some((place, _)), None) => {
                    places.insert(column, place);
                }
                (None, _) if Self::REQUIRED.contains(&column) => {
                    return Err(PvuTableError::MissingColumn { column });
                }
                (None, _) => {}
            }
        }
        Ok(Columns { places })
    }

    fn row(&self, cells: &[String], line: u64) -> Result<(PvuRow, Key), PvuTableError> {
        let value =
            |column| self.places.get(column).and_then(|&place| cells.get(place)).map_or("", String::as_str);
        let wrong = |column, advice| PvuTableError::Value {
            line,
            row: value("row").to_owned(),
            column,
            value: value(column).to_owned(),
            advice,
        };
        let rate = value("pvu_per_core").parse().ok().filter(|rate| (1..=MAX_RATE).contains(rate));
        let row = PvuRow {
            id: Some(value("row")).filter(|id| is_id(id)).ok_or_else(|| wrong("row", ADVICE_ROW))?.to_owned(),
            vendor: value("vendor").to_owned(),
            brand: value("brand").to_owned(),
            kind: value("type").to_owned(),
            key: value("key").to_owned(),
            max_sockets: Sockets::parse(value("max_sockets"))
                .ok_or_else(|| wrong("max_sockets", ADVICE_SOCKETS))?,
            pvu_per_core: rate.ok_or_else(|| wrong("pvu_per_core", ADVICE_RATE))?,
            grade: Grade::parse(value("grade")).ok_or_else(|| wrong("grade", ADVICE_GRADE))?,
            sources: value("source").split_whitespace().map(str::to_owned).collect(),
            seen: value("seen").to_owned(),
            note: value("note").to_owned(),
        };
        if row.sources.is_empty() {
            return Err(wrong("source", ADVICE_SOURCE));
        }
        let key = Key::parse(&row.key).map_err(|advice| wrong("key", advice))?;
        Ok((row, key))
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The sign that stands most often in the header.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |sign: u8| header.bytes().filter(|&byte| byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}
