//! Answers that the command line does not print, as plain data. The page's types of them are made from
//! their schema (`wasm/schema`); all other answers have theirs in `core/schema`.

use serde::Serialize;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::finding::Finding;
use subcap_core::json;
use subcap_core::price::Reading;
use subcap_core::read::NotUsed;
use subcap_core::rules::{Rule, rules};
use subcap_core::sources::{Source, sources};
use subcap_core::whatif::{Answer, Cause};

/// Plain data as JSON text, laid out as the command line prints it.
pub fn text(data: &impl Serialize) -> Result<String, Error> {
    json::document(data).map_err(fault)
}

/// The same in one line, half as long.
pub fn line(data: &impl Serialize) -> Result<String, Error> {
    json::line(data).map_err(fault)
}

fn fault(what: std::fmt::Error) -> Error {
    Error::new(ErrorCode::Internal, what.to_string(), "This is a fault of Subcap: please report it.")
}

/// An estate that was read and is held ready.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opened {
    /// Its name.
    pub name: String,
    /// The day the position is taken.
    pub as_of: String,
    /// First deployment; null if unknown.
    pub first_deployment: Option<String>,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// Decimals of that currency.
    pub decimals: u32,
    /// What was recognised, file by file.
    pub files: Vec<FileRead>,
    /// Exports of which nothing is used after all, now that the tables beside them are known.
    pub not_used: Vec<NotUsed>,
    /// Rows of each table, the imported ones included.
    pub rows: Vec<TableRows>,
    /// Names of regions, sorted; one empty name for the one region.
    pub regions: Vec<String>,
    /// Names of clusters, sorted.
    pub clusters: Vec<String>,
    /// Products in no bundle, and bundles: what has a total.
    pub products: Vec<String>,
    /// How many hosts there are, those that stand in for unknown ones included.
    pub hosts: usize,
    /// How many vms there are.
    pub vms: usize,
    /// The readings held ready.
    pub readings: Vec<Reading>,
    /// Everything odd, by file, row, column and code.
    pub findings: Vec<Finding>,
    /// Whether a row was left out of the count: every total is then "at least".
    pub row_left_out: bool,
}

/// A file and what it was taken for.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileRead {
    /// As it was named.
    pub file: String,
    /// `hosts.csv`, `estate.toml`; null if it was not read.
    pub table: Option<&'static str>,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows that can be used; 0 for what is no table.
    pub rows: usize,
}

/// The rows of a table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableRows {
    /// `hosts.csv` and so on.
    pub table: &'static str,
    /// How many; daily rows that say the same count as one.
    pub rows: usize,
}

/// A page of a table.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rows {
    /// `hosts.csv` and so on.
    pub table: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// How many rows there are in all.
    pub total: usize,
    /// Those asked for.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// File it stands in.
    pub file: String,
    /// Line on which it starts.
    pub row: u32,
    /// Its cells; empty where nothing is said.
    pub cells: Vec<String>,
}

/// The figures of a scenario.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioFigures {
    /// The figures beside the position as it is.
    #[serde(flatten)]
    pub answer: Answer,
    /// The causes of the difference from the position as it is, or from `against`, if asked for; the steps of a
    /// reading add up to the difference of the two totals.
    pub causes: Vec<Cause>,
}

/// What every figure rests on.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sources {
    /// Rules, in the order in which they are applied.
    pub rules: &'static [Rule],
    /// Published texts.
    pub sources: &'static [Source],
}

impl Sources {
    /// All of them.
    pub fn all() -> Result<Self, Error> {
        Ok(Self { rules: rules()?, sources: sources()? })
    }
}

/// A table as a file would hold it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableText {
    /// Its name.
    pub file: &'static str,
    /// What it holds.
    pub text: String,
}

/// All of the above in one schema.
#[cfg(feature = "schema")]
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(title = "Subcap engine, answers of the page")]
pub struct Answers<'a> {
    /// Answer of `finish`.
    pub opened: Opened,
    /// Answer of `rows`.
    pub rows: Rows,
    /// Answer of `scenario`.
    pub scenario: ScenarioFigures,
    /// Answer of `standing`.
    pub standing: subcap_core::report::Standing,
    /// Answer of `readings`.
    pub readings: subcap_core::price::ReadingList<'a>,
    /// Answer of `sources`.
    pub sources: Sources,
    /// An entry of `demoTables`.
    pub table: TableText,
}
