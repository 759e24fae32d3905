//! How much may be read before it is too much.

/// Bounds on what an export may make the reader hold. Tables of rows are streamed and need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file that has to be held whole (a workbook, JSON, a text of conditions).
    pub whole_file: usize,
    /// Bytes of one workbook, unpacked, of the parts that are read.
    pub workbook: u64,
    /// Rows of one sheet of a workbook that may follow each other without content before reading stops.
    pub blank_rows: u32,
    /// Rows of one file.
    pub rows: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { whole_file: 512 << 20, workbook: 2 << 30, blank_rows: 1000, rows: 20_000_000 }
    }
}
