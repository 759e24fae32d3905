//! Why a PVU table cannot be used.

/// A PVU table that cannot be used. Each message says where and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PvuTableError {
    /// The bytes are not text.
    #[error("the PVU table is not UTF-8 (byte {byte}): save it as CSV in UTF-8")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        byte: usize,
    },
    /// A required column is not in the header.
    #[error("the PVU table has no column '{column}': add it to the header and fill it in every row")]
    MissingColumn {
        /// Name of the column.
        column: &'static str,
    },
    /// A column stands twice in the header.
    #[error("the PVU table has the column '{column}' twice: keep one of them")]
    RepeatedColumn {
        /// Name of the column.
        column: &'static str,
    },
    /// There is a header, but nothing under it.
    #[error("the PVU table has no rows: add at least one")]
    NoRows,
    /// A value that cannot be used.
    #[error("PVU table, line {line}, row '{row}', column '{column}': '{value}' cannot be used; {advice}")]
    Value {
        /// Line of the file, from 1.
        line: u64,
        /// Id of the row as written, perhaps empty.
        row: String,
        /// Name of the column.
        column: &'static str,
        /// The value as written.
        value: String,
        /// What to write instead.
        advice: &'static str,
    },
    /// Two rows have one id.
    #[error(
        "PVU table, line {line}, column 'row': '{row}' is the id of line {first_line} already; give each row its own"
    )]
    DuplicateRow {
        /// Line of the second row.
        line: u64,
        /// Line of the first row.
        first_line: u64,
        /// The id.
        row: String,
    },
}
