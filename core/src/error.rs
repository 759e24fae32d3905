//! What ends an estimate: a stable code, a place, what happened and what to do.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::units::Overflow;

/// Why no answer could be given. Codes are stable; texts may improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The folder, archive or file is nothing Subcap can read as an estate.
    NotAnEstate,
    /// A required table is missing.
    MissingTable,
    /// A file named as a table is not one (another format, no header, not text).
    NotATable,
    /// A required column is missing.
    MissingColumn,
    /// A column stands twice in the header.
    DuplicateColumn,
    /// A required table has no row that can be used.
    NoUsableRow,
    /// `estate.toml` cannot be read.
    BadEstateFile,
    /// No as-of date was given.
    MissingAsOf,
    /// The same key has different values.
    ConflictingRows,
    /// A cluster lies in two regions on one day.
    ClusterInTwoRegions,
    /// A bundle is itself part of a bundle.
    BundleInBundle,
    /// A bundle has no row of its own and its members count in different metrics.
    BundleMetricsDiffer,
    /// The first deployment lies after the as-of date.
    FirstDeploymentAfterAsOf,
    /// A readings file cannot be read.
    BadReadings,
    /// A scenario cannot be read or does not fit the estate.
    BadScenario,
    /// A PVU table cannot be read.
    BadPvuTable,
    /// A file given as a report is not one that can be read.
    NotAReport,
    /// Two positions cannot be set side by side.
    NotComparable,
    /// An option has a value that cannot be used.
    BadOption,
    /// A name given by the user is unknown.
    UnknownName,
    /// A number became too large to be exact.
    Overflow,
    /// Reading the input failed.
    Input,
    /// Writing the answer failed.
    Output,
    /// The program contradicts itself.
    Internal,
}

impl ErrorCode {
    /// The stable code as printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAnEstate => "not-an-estate",
            Self::MissingTable => "missing-table",
            Self::NotATable => "not-a-table",
            Self::MissingColumn => "missing-column",
            Self::DuplicateColumn => "duplicate-column",
            Self::NoUsableRow => "no-usable-row",
            Self::BadEstateFile => "bad-estate-file",
            Self::MissingAsOf => "missing-as-of",
            Self::ConflictingRows => "conflicting-rows",
            Self::ClusterInTwoRegions => "cluster-in-two-regions",
            Self::BundleInBundle => "bundle-in-bundle",
            Self::BundleMetricsDiffer => "bundle-metrics-differ",
            Self::FirstDeploymentAfterAsOf => "first-deployment-after-as-of",
            Self::BadReadings => "bad-readings",
            Self::BadScenario => "bad-scenario",
            Self::BadPvuTable => "bad-pvu-table",
            Self::NotAReport => "not-a-report",
            Self::NotComparable => "not-comparable",
            Self::BadOption => "bad-option",
            Self::UnknownName => "unknown-name",
            Self::Overflow => "overflow",
            Self::Input => "input",
            Self::Output => "output",
            Self::Internal => "internal",
        }
    }
}

/// An error that ends the estimate. [`fmt::Display`] is one line for a log; [`Error::advice`] is
/// for the person.
///
/// A pointer, since nearly every function may return one and hardly any does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Said>);

/// What an [`Error`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Stable code.
    pub code: ErrorCode,
    /// File, as the caller named it.
    pub file: Option<String>,
    /// Line of the file on which the row starts; the header is on line 1.
    pub row: Option<u32>,
    /// Column name.
    pub column: Option<String>,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

impl Error {
    /// An error without a place.
    pub fn new<'a>(
        code: ErrorCode,
        message: impl Into<Cow<'a, str>>,
        advice: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self::of(code, message.into(), advice.into())
    }

    /// Texts are copied here, once for all the places that make errors.
    #[cold]
    #[inline(never)]
    fn of(code: ErrorCode, message: Cow<'_, str>, advice: Cow<'_, str>) -> Self {
        let (message, advice) = (message.into_owned(), advice.into_owned());
        Self(Box::new(Said { code, file: None, row: None, column: None, message, advice }))
    }

    /// Something that cannot be; said rather than hidden or panicked over.
    pub(crate) fn internal(what: &str) -> Self {
        Self::new(
            ErrorCode::Internal,
            what,
            "This is a fault of Subcap: please report it with the command and the tables.",
        )
    }

    /// Data that comes with the program cannot be read; tests keep this from happening.
    pub(crate) fn embedded(file: &str, reason: impl fmt::Display) -> Self {
        let advice = "This is a fault of the program, not of your data: please report it.";
        Self::new(ErrorCode::Internal, reason.to_string(), advice).in_file(file)
    }

    /// The same in that file.
    pub fn in_file(mut self, file: impl AsRef<str>) -> Self {
        set(&mut self.file, file.as_ref());
        self
    }

    /// The same at that row.
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// The same in that column.
    pub fn in_column(mut self, column: impl AsRef<str>) -> Self {
        set(&mut self.column, column.as_ref());
        self
    }

    /// What to do.
    pub fn advice(&self) -> &str {
        &self.advice
    }
}

#[cold]
#[inline(never)]
fn set(place: &mut Option<String>, text: &str) {
    *place = Some(text.to_owned());
}

impl Deref for Error {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Said {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.as_str())?;
        if let Some(file) = &self.file {
            write!(f, " in {file}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Error {}

impl From<Overflow> for Error {
    fn from(overflow: Overflow) -> Self {
        Self::new(
            ErrorCode::Overflow,
            overflow.to_string(),
            "Look for absurd cores, rates, quantities, prices or ratios in the tables; nothing was rounded or cut off.",
        )
    }
}

impl From<crate::pvu::PvuTableError> for Error {
    fn from(error: crate::pvu::PvuTableError) -> Self {
        Self::new(
            ErrorCode::BadPvuTable,
            error.to_string(),
            "Start from `subcap sources --pvu-table`, which prints the embedded table in the form that is read.",
        )
    }
}

/// The known name nearest to a misspelt or shortened one, for "did you mean".
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(&given.to_lowercase(), &known.into_iter().collect::<Vec<_>>())
}

fn nearest_of<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let slip = known
        .iter()
        .copied()
        .map(|name| (distance(given, &name.to_lowercase()), name))
        .filter(|(d, name)| *d <= name.chars().count().max(3) / 3)
        .min()
        .map(|(_, name)| name);
    // A part of a name, such as MQ for IBM MQ, leads to the shortest name that holds it.
    let holds = |name: &&str| given.len() > 1 && name.to_lowercase().contains(given);
    slip.or_else(|| known.iter().copied().filter(holds).min_by_key(|name| (name.len(), *name)))
}

/// Edits (insert, delete, replace) from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            *cell = (diagonal + usize::from(x != *y)).min(left + 1).min(above + 1);
            (diagonal, left) = (above, *cell);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_finds_typing_slips_only() {
        let known = ["opening", "agreement", "agreement_flat"];
        assert_eq!(nearest("agrement", known), Some("agreement"));
        assert_eq!(nearest("OPENING", known), Some("opening"));
        assert_eq!(nearest("zzzz", known), None);
    }
}
