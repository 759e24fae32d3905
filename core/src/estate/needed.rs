//! The tables without which there is no estate: what of them is missing is said all at once.

use crate::error::{Error, ErrorCode};
use crate::read::rows::NOWHERE;
use crate::read::{Table, Tables, last_part};

/// What an estate is.
pub const ESTATE: &str =
    "An estate is a folder (or a zip of it) with estate.toml, products.csv, installs.csv and hosts.csv.";
/// What to do without an `estate.toml`.
pub const WRITE: &str = "Write a file estate.toml with a line such as: as_of = 2025-12-31.";

/// Every needed table has a row.
pub fn usable(tables: &Tables) -> Result<(), Error> {
    let Some(table) = needed(tables).find(|table| tables.count(*table) == 0) else { return Ok(()) };
    let Some(file) = file(tables, table) else { return Err(missing(tables)) };
    let gone = names(tables);
    let also = if gone.is_empty() { String::new() } else { format!("; {}", are_missing(&gone)) };
    let message = format!("{} has no usable row{also}", table.file_name());
    let advice = "Run `check` to see what is wrong with each row.";
    Err(Error::new(ErrorCode::NoUsableRow, message, advice).in_file(file))
}

/// All that is missing, and what was recognised.
pub fn missing(tables: &Tables) -> Error {
    let gone = names(tables);
    let rows = needed(tables).filter(|table| file(tables, *table).is_some() && tables.count(*table) == 0);
    let empty = rows.map(|table| format!("; {} has no usable row", table.file_name()));
    let message = are_missing(&gone) + &empty.collect::<String>();
    let write = tables.estate.is_none().then_some(WRITE);
    let there = Table::ALL.into_iter().filter(|table| file(tables, *table).is_some());
    let there = tables.estate.iter().map(|_| "estate.toml").chain(there.map(Table::file_name));
    let there: Vec<&str> = there.collect();
    let recognised = (!there.is_empty()).then(|| format!("Recognised: {}.", there.join(", ")));
    let whole = (gone.as_slice() != ["estate.toml"]).then_some(ESTATE);
    let advice = [write.map(str::to_owned), whole.map(str::to_owned), recognised].into_iter().flatten();
    Error::new(ErrorCode::MissingTable, message, advice.collect::<Vec<_>>().join(" "))
}

/// Hosts are needed unless no vm is on one.
fn needed(tables: &Tables) -> impl Iterator<Item = Table> {
    let hosts = tables.placements.is_empty() || tables.placements.iter().any(|p| p.host != NOWHERE);
    let installs = !tables.installs_left_out;
    [(Table::Products, true), (Table::Installs, installs), (Table::Hosts, hosts)]
        .into_iter()
        .filter_map(|(table, needed)| needed.then_some(table))
}

fn names(tables: &Tables) -> Vec<&'static str> {
    let estate = tables.estate.is_none().then_some("estate.toml");
    let gone = needed(tables).filter(|table| tables.count(*table) == 0 && file(tables, *table).is_none());
    estate.into_iter().chain(gone.map(Table::file_name)).collect()
}

fn file(tables: &Tables, table: Table) -> Option<&String> {
    let is_it = |file: &&String| Table::of_file(&last_part(file).to_ascii_lowercase()) == Some(table);
    tables.files.iter().find(is_it)
}

/// The first stands by itself, so that it is found as ever.
fn are_missing(gone: &[&str]) -> String {
    match gone {
        [] => String::new(),
        [one] => format!("{one} is missing"),
        [first, one] => format!("{first} is missing, and so is {one}"),
        [first, others @ ..] => format!("{first} is missing, and so are {}", others.join(", ")),
    }
}
