//! Values that a row may have and that hardly anybody means: they count as they stand, and are said.

use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::Set;
use crate::pvu::PvuTable;
use crate::read::Tables;
use crate::read::rows::{HostRow, Place, ProductRow};

/// More cores than any server has that products are licensed on: the largest have 32 sockets of 32.
const CORES: u32 = 1024;
/// Support of less than one percent a year: percent were written where basis points are due.
const SUPPORT: u32 = 100;

pub fn look(tables: &Tables, pvu: &PvuTable, findings: &mut Findings) {
    let rates: Set<u32> = pvu.rows().iter().map(|row| row.pvu_per_core).collect();
    for row in &tables.host_rows {
        host(tables, &rates, row, findings);
    }
    for row in &tables.products {
        product(tables, row, findings);
    }
}

fn host(tables: &Tables, rates: &Set<u32>, row: &HostRow, findings: &mut Findings) {
    let cores = row.cores.get();
    if cores > CORES {
        let message = format!("no server has {cores} cores; they count as they stand");
        let advice =
            "Check the number: it is of one host, not of a cluster, and of cores, not of memory or clock.";
        findings.push(unusual(tables, row.place, ("cores", &cores.to_string()), &message, advice));
    }
    if let Some(rate) = row.pvu_per_core.map(|rate| rate.get()).filter(|rate| !rates.contains(rate)) {
        let message =
            format!("no processor of the PVU table has {rate} PVU per core; the rate counts as given");
        let there: Vec<String> = rates.iter().map(ToString::to_string).collect();
        let advice = format!("Check it against the PVU table in force; rates here are {}.", there.join(", "));
        findings.push(unusual(tables, row.place, ("pvu_per_core", &rate.to_string()), &message, &advice));
    }
}

fn product(tables: &Tables, row: &ProductRow, findings: &mut Findings) {
    let above = row.list_price.zip(row.contract_price).filter(|(list, contract)| contract > list);
    if above.is_some() {
        let message = "the contract price lies above the list price; each counts where its reading says so";
        let advice = "Check whether the two are swapped, or are of different units or dates.";
        let name = tables.product_names.name(row.product);
        findings.push(unusual(tables, row.place, ("product", name), message, advice));
    }
    let support = row.support.get();
    if (1..SUPPORT).contains(&support) {
        let message = format!("support of {support} basis points is less than one percent a year");
        let advice = "Write basis points: 2000 is 20 %.";
        findings.push(unusual(tables, row.place, ("support_bp", &support.to_string()), &message, advice));
    }
}

fn unusual(
    tables: &Tables,
    place: Place,
    (column, value): (&str, &str),
    message: &str,
    advice: &str,
) -> Finding {
    let file = tables.file_name(place.file);
    Finding::new(Code::Unusual, Severity::Warning, file, message, advice)
        .at(place.row)
        .cell(column, value.as_bytes())
}
