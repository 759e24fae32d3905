//! What was recognised, said back.

use subcap_core::calendar::Span;

use crate::batch::Batch;
use crate::facts::{Integrity, Report};
use crate::kind::Kind;

use super::agreement::Agreed;
use super::{Contents, grouped};

/// Fills what each file of the snapshot is said to be.
pub(super) fn say(contents: &Contents, report: &Report, agreed: &Agreed, servers: usize, batch: &mut Batch) {
    let tool = report.tool.as_deref().map_or("audit snapshot of ILMT or BigFix Inventory", |tool| tool);
    let server = report.server.as_deref().map_or_else(String::new, |server| format!(", server {server}"));
    let made = report.made.map_or_else(String::new, |day| format!(", made {day}"));
    let integrity = if batch.summary_only { "not verified yet" } else { report.integrity.name() };
    let snapshot = format!("{tool}, {}{server}{made}, {integrity}", days(report.period));
    let places = &batch.snapshots;
    let in_folder = batch.seen.iter_mut().filter(|seen| places.place(&seen.path) == contents.folder);
    for seen in in_folder {
        seen.detail = match seen.kind {
            Kind::SnapshotPvu => {
                let said = agreed.said.iter().find(|(path, _)| *path == seen.path);
                let said = said.map_or_else(String::new, |(_, said)| format!("; {said}"));
                let how = contents.sheets.iter().find(|sheet| sheet.path == seen.path);
                let how = how.map_or("", |sheet| sheet.language.how());
                format!("{snapshot}; {}{said}; {how}", counted(servers, "server"))
            }
            Kind::SnapshotCondition => snapshot.clone(),
            Kind::ProductsDaily => format!("{}{server}", days(report.period)),
            // This file may be as it was packed, and another is not.
            Kind::SnapshotIntegrity if report.integrity != Integrity::Verified => {
                format!("of the snapshot: {integrity}")
            }
            Kind::SnapshotIntegrity => "verified".to_owned(),
            Kind::SnapshotBundling => contents.inventory.as_ref().map_or_else(String::new, |inventory| {
                let charged: u64 = inventory.charged.values().sum();
                format!("{} charged instances, {} others", grouped(charged), grouped(inventory.uncharged))
            }),
            Kind::SnapshotSummary => counted(contents.summary.as_ref().map_or(0, Vec::len), "product"),
            _ => continue,
        };
    }
}

/// `1 server`, `1,712 servers`.
fn counted(number: usize, one: &str) -> String {
    format!("{} {one}{}", grouped(number as u64), if number == 1 { "" } else { "s" })
}

fn days(span: Span) -> String {
    format!("{} to {}", span.from, span.to)
}
