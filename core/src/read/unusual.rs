//! Values that a cell may hold and that hardly anybody means: they count as they stand, and are said.

use crate::finding::{Code, Severity};
use crate::units::{Price, PvuPerCore};

use super::cells::Cells;
use super::table::col;

/// More cores than any server has on which products are licensed: the largest have 32 sockets of 32.
const CORES: u64 = 1024;
/// PVU per core of all processors in IBM's table, then and now.
const RATES: [u32; 6] = [30, 50, 70, 80, 100, 120];
/// Support of less than one percent a year: percent were written where basis points are due.
const SUPPORT: u32 = 100;

/// A host. A rate of 1 is a core itself: what stands in for a quantity that a tool measured has it, and is no server.
pub fn host(cells: &mut Cells<'_>, cores: u64, rate: Option<PvuPerCore>) {
    use col::hosts as c;
    if rate == Some(PvuPerCore::ONE) {
        return;
    }
    if cores > CORES {
        let advice = "Check it: cores of one host are due, not those of a cluster, nor memory or clock.";
        say(cells, c::cores, "no server has so many cores; they count as they stand", advice);
    }
    if rate.is_some_and(|rate| !RATES.contains(&rate.get())) {
        let message = "no processor of IBM's PVU table has this rate; it counts as given";
        say(cells, c::pvu_per_core, message, "Check it against the PVU table in force.");
    }
}

/// A product.
pub fn product(cells: &mut Cells<'_>, list: Option<Price>, contract: Option<Price>, support: u32) {
    use col::products as c;
    if list.zip(contract).is_some_and(|(list, contract)| contract > list) {
        let message = "the contract price lies above the list price; each counts where its reading says so";
        let advice = "Check whether the two are swapped, or are of different units or dates.";
        say(cells, c::contract_price, message, advice);
    }
    if (1..SUPPORT).contains(&support) {
        let message = "support of less than one percent a year; it counts as it stands";
        say(cells, c::support_bp, message, "Support is in basis points: 2000 is 20 %.");
    }
}

fn say(cells: &mut Cells<'_>, column: usize, message: &str, advice: &str) {
    cells.remark(Code::Unusual, Severity::Warning, column, message, advice);
}
