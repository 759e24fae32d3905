//! What most commands take: the estate, how it is read, the readings, and where the answer goes.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// Where the estate comes from and how it is read.
#[derive(Debug, ClapArgs)]
pub struct Source {
    /// A folder or a zip (`-`: on standard input) of tables or of exports, or one export
    #[arg(value_name = "ESTATE")]
    pub estate: PathBuf,

    #[command(flatten)]
    pub how: How,
}

/// The same, where tables may also be given one by one.
#[derive(Debug, ClapArgs)]
pub struct Estates {
    /// A folder or a zip (`-`: on standard input) of tables or of exports; or the tables and exports of one estate file
    /// by file, also packed with gzip or zstd; patterns such as 'exports/vms-*.csv.gz' are filled in
    #[arg(value_name = "ESTATE", required = true, num_args = 1..)]
    pub estates: Vec<PathBuf>,

    #[command(flatten)]
    pub how: How,
}

/// What may be set over the tables.
#[derive(Debug, ClapArgs)]
pub struct How {
    /// Take the position on this day instead of the one in estate.toml
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,

    /// A PVU table to use instead of the embedded one (see `subcap sources --pvu-table`)
    #[arg(long, value_name = "FILE")]
    pub pvu_table: Option<PathBuf>,

    /// Read standard input as this table of the estate, for instance `--stdin vms.csv`
    #[arg(long, value_name = "TABLE")]
    pub stdin: Option<String>,

    /// The most that packed tables and archives may unpack to, as 500M, 20G or 2T [default: 1T]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_unpacked: Option<u64>,

    /// A folder of further tables, read over what is imported: prices, entitlements, evidence
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,

    /// Of exports: take this file for that kind, whatever it looks like; may be repeated
    #[arg(long, value_name = "FILE=KIND", help_heading = "Exports")]
    pub read_as: Vec<String>,

    /// Of exports: take their first state to have held since then
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Exports")]
    pub since: Option<String>,

    /// Of exports: leave out machines that were off when their export was made
    #[arg(long, help_heading = "Exports")]
    pub without_powered_off: bool,

    /// Of exports: the most of one file that is held whole (a workbook, JSON, a text); a workbook may unpack to four
    /// times that [default: 512M]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Exports")]
    pub max_file: Option<u64>,

    /// Of exports: the most rows of a sheet or of an answer in JSON; more are said to be left out [default: 20000000]
    #[arg(long, value_name = "ROWS", help_heading = "Exports")]
    pub max_rows: Option<u32>,
}

impl How {
    /// Whether anything is set.
    pub fn is_given(&self) -> bool {
        self.as_of.is_some()
            || self.pvu_table.is_some()
            || self.tables.is_some()
            || self.stdin.is_some()
            || self.since.is_some()
            || self.without_powered_off
            || self.max_file.is_some()
            || self.max_rows.is_some()
            || !self.read_as.is_empty()
    }
}

/// Bytes as people write them.
fn size(text: &str) -> Result<u64, String> {
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let power = match unit.to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => 0,
        "K" => 1,
        "M" => 2,
        "G" => 3,
        "T" => 4,
        _ => return Err("write a number with K, M, G or T behind it, for instance 20G".to_owned()),
    };
    let bytes = number.parse::<u64>().ok().and_then(|n| n.checked_mul(1 << (10 * power)));
    bytes.ok_or_else(|| "this is no size that can be meant".to_owned())
}

/// Which readings.
#[derive(Debug, ClapArgs)]
pub struct Which {
    /// Only this reading; may be repeated [default: all]
    #[arg(long = "reading", value_name = "NAME")]
    pub names: Vec<String>,

    /// A file of further readings (TOML); one of a known name takes its place
    #[arg(long = "readings", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Where the answer goes and in which form.
#[derive(Debug, ClapArgs)]
pub struct Into {
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// Write to this file instead of stdout; it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Forms of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on a screen
    Table,
    /// For programs, with a version
    Json,
    /// For spreadsheets
    Csv,
    /// For documents
    Markdown,
}
