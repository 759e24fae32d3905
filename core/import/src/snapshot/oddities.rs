//! What rows of the reports and of the inventory deserve a look for: one finding for each kind, not for each row.

use rustc_hash::FxHashSet;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};

use crate::batch::Batch;

use super::health::AGAIN;
use super::period::Period;
use super::sheet::{Row, Sheet};
use super::words::{Word, Words};
use super::{Contents, grouped, metrics};

/// One finding for each kind of oddity, with its first row and some of the names.
pub(super) fn of_rows(
    sheet: &Sheet,
    period: &Period,
    words: &Words,
    batch: &mut Batch,
    doubts: &mut Vec<String>,
) {
    let mut of_rows = OfRows { found: Map::new() };
    for row in &sheet.rows {
        of_rows.note(row.recalculation, What::Recalculation, row.product, row);
        of_rows.note(row.rate_changed, What::Rate, row.server, row);
        of_rows.note(row.unconfirmed, What::Unconfirmed, row.product, row);
        of_rows.note(row.computer_deleted, What::Deleted, row.computer, row);
        let before = row.last_seen.is_some_and(|day| day < period.span.from);
        of_rows.note(before, What::LastSeen, row.computer, row);
        of_rows.note(!row.exclusion.is_none(), What::Excluded, row.product, row);
    }
    for (what, (row, names)) in of_rows.found {
        let count = names.len();
        let mut names: Vec<&str> = names.iter().map(|word| words.text(*word)).collect();
        names.sort_unstable();
        let shown = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if count > 3 { format!(" and {} more", grouped(count as u64 - 3)) } else { String::new() };
        let (code, says, advice) = what.texts();
        let message = match what {
            What::Excluded => format!("{shown}{more}: {says} ({})", reasons(sheet, words)),
            _ => format!("{shown}{more}: {says}"),
        };
        batch.findings.push(Finding::new(code, Severity::Warning, &sheet.path, message, advice).at(row));
        if what == What::Recalculation {
            doubts.push("recalculation needed".to_owned());
        }
    }
    doubts.dedup();
}

/// The first few reasons for which instances are excluded.
fn reasons(sheet: &Sheet, words: &Words) -> String {
    let reasons: Set<&str> = sheet
        .rows
        .iter()
        .filter(|row| !row.exclusion.is_none())
        .map(|row| words.text(row.exclusion))
        .collect();
    let shown: Vec<&str> = reasons.iter().take(3).copied().collect();
    let more = if reasons.len() > shown.len() { "; …" } else { "" };
    format!("{}{more}", shown.join("; "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Recalculation,
    Rate,
    Unconfirmed,
    Deleted,
    LastSeen,
    Excluded,
}

impl What {
    fn texts(self) -> (Code, &'static str, &'static str) {
        match self {
            Self::Recalculation => (Code::Outdated, "the tool wants them recalculated", AGAIN),
            Self::Rate => (
                Code::RateOverridden,
                "the rate was set by hand",
                "Keep the reason at hand; it is in the tool's audit trail.",
            ),
            Self::Unconfirmed => (
                Code::Unconfirmed,
                "instances are not confirmed in the tool; they are counted",
                "Confirm them in the tool, or assign them to the product they belong to.",
            ),
            Self::Deleted => (
                Code::PartOnly,
                "deleted in the tool; a computer counts as long as its rows are in the report",
                "Keep proof of when it was retired.",
            ),
            Self::LastSeen => (
                Code::PartOnly,
                "last seen before the period: the tool counts what it knew then",
                "Mend the agent; an auditor may hold that the computer was not measured in the period.",
            ),
            Self::Excluded => (
                Code::Excluded,
                "instances are excluded in the tool and not counted",
                "Keep the reason of each; an auditor will ask for it.",
            ),
        }
    }
}

struct OfRows {
    found: Map<What, (u32, FxHashSet<Word>)>,
}

impl OfRows {
    fn note(&mut self, odd: bool, what: What, of: Word, row: &Row) {
        if odd {
            let (_, names) = self.found.entry(what).or_insert_with(|| (row.row, FxHashSet::default()));
            names.insert(of);
        }
    }
}

/// Products the inventory charges by cores and no per-server report counts.
pub(super) fn of_inventory(contents: &Contents, words: &Words, batch: &mut Batch) {
    let Some(inventory) = &contents.inventory else { return };
    if contents.sheets.is_empty() {
        return;
    }
    let mut reported: Vec<Word> =
        contents.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(|row| row.product)).collect();
    reported.sort_unstable();
    reported.dedup();
    let known: [(&str, &[&str]); 3] = [("PVU", &["PVU"]), ("RVU MAPC", &["RVU MAPC"]), ("VPC", metrics::VPC)];
    let mut charged: Vec<(Word, Word)> = inventory.charged.keys().copied().collect();
    charged.sort_unstable();
    for (metric, phrases) in known {
        let phrases: Vec<Word> = phrases.iter().filter_map(|phrase| words.find(phrase)).collect();
        let of_metric = charged.iter().filter(|(_, phrase)| phrases.contains(phrase));
        let mut missing: Vec<&str> = of_metric
            .filter(|(product, _)| reported.binary_search(product).is_err())
            .map(|(product, _)| words.text(*product))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if let Some(first) = missing.first() {
            let message = format!(
                "{} products charged in {metric} are in the inventory and in no per-server report, {first} among them; \
                 they are not counted",
                grouped(missing.len() as u64)
            );
            let advice = "Look for a filter in the report the snapshot was made from.";
            batch.note(Code::PartOnly, Severity::Warning, &inventory.path, message, advice);
        }
    }
}
