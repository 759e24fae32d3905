//! The rows of the sub-capacity report: one per component instance, each repeating its server's totals.

use crate::calendar::Day;
use crate::finding::{Code, Findings};
use crate::read::record::{HIGHEST_RATE, MOST_CORES};
use crate::read::rows::Place;
use crate::units::{Cores, PvuPerCore};

use super::columns::{Column, Layout, day_of, is_bundle, is_yes};
use super::sheet::{Record, Sheet};

/// A row.
#[derive(Debug, Clone)]
pub struct Instance {
    pub place: Place,
    /// The product's name in the tables: with its bundle, if it is counted in one.
    pub product: String,
    /// The name alone, as the daily series and the summary give it.
    pub product_name: String,
    /// The bundle, or nothing.
    pub bundle: String,
    /// The product's total over all servers.
    pub quantity: u64,
    pub recalculation: bool,
    pub server: String,
    pub processor: String,
    pub rate: PvuPerCore,
    pub rate_changed: bool,
    /// What the server's total for the product cannot exceed.
    pub limit: Total,
    /// The server's total for the product.
    pub total: Total,
    pub partition_cores: Cores,
    /// Number of the partition among all, as text.
    pub layer: String,
    pub computer: String,
    pub computer_deleted: bool,
    pub unconfirmed: bool,
    pub last_seen: Option<Day>,
    /// Why the instance is not counted; empty if it is.
    pub exclusion: String,
}

/// A total of a product on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total {
    pub pvu: u64,
    pub cores: Cores,
}

impl Total {
    /// The cores that make up the PVU.
    pub fn cores_at(self, rate: PvuPerCore) -> Cores {
        Cores::new(u32::try_from(self.pvu.div_ceil(u64::from(rate.get().max(1)))).unwrap_or(u32::MAX))
    }
}

/// Reads the rows; one with a bad cell is a finding and left out, and the answer is then "at least".
pub fn read(sheet: &Sheet, layout: &Layout, findings: &mut Findings) -> Vec<Instance> {
    let mut instances = Vec::with_capacity(sheet.records.len());
    let mut left_out = sheet.report_ragged(findings);
    for record in &sheet.records {
        match instance(sheet, layout, record) {
            Ok(instance) => instances.push(instance),
            Err(bad) => {
                let finding = sheet.bad_row(record.line, bad.code, bad.message);
                let column = layout.position(bad.column).map_or("", |index| sheet.column(index));
                findings.push(finding.cell(column, layout.get(record, bad.column).as_bytes()));
                left_out += 1;
            }
        }
    }
    if left_out > 0 {
        findings.mark_incomplete();
    }
    instances
}

struct BadCell {
    column: Column,
    code: Code,
    message: &'static str,
}

fn instance(sheet: &Sheet, layout: &Layout, record: &Record) -> Result<Instance, BadCell> {
    let text = |column| name(layout.get(record, column));
    let due = |column| {
        let text = text(column);
        let (code, message) = (Code::Empty, "this cell is empty");
        if text.is_empty() { Err(BadCell { column, code, message }) } else { Ok(text) }
    };
    let whole = |column, highest| whole(layout.get(record, column), column, highest);
    let total = |pvu, cores| {
        let (cores, pvu) = (whole(cores, MOST_CORES)?, whole(pvu, MOST_CORES * HIGHEST_RATE)?);
        Ok(Total { pvu, cores: Cores::new(small(cores)) })
    };
    let (product_name, bundle) = (due(Column::Product)?, text(Column::Bundle));
    let bundle = if is_bundle(&bundle) { bundle } else { String::new() };
    let product = if bundle.is_empty() { product_name.clone() } else { format!("{product_name} ({bundle})") };
    let rate = whole(Column::Rate, HIGHEST_RATE)?;
    if rate == 0 {
        let (code, message) = (Code::OutOfRange, "no rate at all is absurd");
        return Err(BadCell { column: Column::Rate, code, message });
    }
    let partition_cores = match layout.get(record, Column::PartitionCores) {
        "" => 0,
        cell => self::whole(cell, Column::PartitionCores, MOST_CORES)?,
    };
    Ok(Instance {
        place: Place { file: sheet.file, row: record.line },
        product,
        product_name,
        bundle,
        quantity: whole(Column::Quantity, u64::MAX)?,
        recalculation: is_yes(layout.get(record, Column::Recalculation)),
        server: due(Column::Server)?,
        processor: text(Column::Processor),
        rate: PvuPerCore::new(small(rate)),
        rate_changed: is_yes(layout.get(record, Column::RateChanged)),
        limit: total(Column::LimitPvu, Column::LimitCores)?,
        total: total(Column::Pvu, Column::Cores)?,
        partition_cores: Cores::new(small(partition_cores)),
        layer: text(Column::LayerId),
        computer: text(Column::Computer),
        computer_deleted: is_yes(layout.get(record, Column::ComputerDeleted)),
        unconfirmed: is_yes(layout.get(record, Column::Unconfirmed)),
        last_seen: day_of(layout.get(record, Column::LastSeen)),
        exclusion: text(Column::Exclusion),
    })
}

/// Names go into tables and messages: a line break within one (ILMT writes some) becomes a blank.
fn name(cell: &str) -> String {
    cell.split(|c: char| c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn whole(cell: &str, column: Column, highest: u64) -> Result<u64, BadCell> {
    let bad = |code, message| BadCell { column, code, message };
    let number: u64 = cell.parse().map_err(|_| bad(Code::NotANumber, "a whole number is due here"))?;
    if number > highest { Err(bad(Code::OutOfRange, "this number is absurd")) } else { Ok(number) }
}

/// The range was checked.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
