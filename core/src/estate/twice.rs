//! The same key twice: with the same values it counts once, with others nobody can know which counts.

use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Severity};
use crate::read::Tables;
use crate::read::rows::Place;

/// A key that stands in two rows.
pub struct Twice<'a> {
    pub tables: &'a Tables,
    /// The column of the key.
    pub column: &'static str,
    /// What the key names: `product MQ`.
    pub what: String,
    pub name: &'a str,
    pub first: Place,
    pub here: Place,
}

impl Twice<'_> {
    /// Other values: an error, never a guess.
    pub fn conflict(&self, how: &str, advice: &str) -> Error {
        let also = self.tables.also(self.first, self.here);
        Error::new(ErrorCode::ConflictingRows, format!("{} {how}, {also}", self.what), advice)
            .in_file(self.tables.file_name(self.here.file))
            .at_row(self.here.row)
            .in_column(self.column)
    }

    /// The same values: worth a note.
    pub fn once(&self) -> Finding {
        let file = self.tables.file_name(self.here.file);
        let message = format!("{} stands twice with the same values and counts once", self.what);
        Finding::new(Code::DuplicateRow, Severity::Note, file, message, "Remove one of the rows.")
            .at(self.here.row)
            .cell(self.column, self.name.as_bytes())
    }
}
