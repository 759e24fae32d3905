//! Several reports of one tool server for one period: the one made last stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Finding, Severity};

use super::Joining;
use crate::batch::Batch;

/// The batches, without the facts of reports that were made again. Their reports stay: each shows that the
/// period was reported.
pub fn told_apart(mut batches: Vec<Batch>, joining: &mut Joining) -> Vec<Batch> {
    let mut latest: BTreeMap<(Option<Arc<str>>, Span), (Option<Day>, usize)> = BTreeMap::new();
    for (at, batch) in batches.iter().enumerate() {
        // One report to a batch: a zip is one snapshot.
        let [report] = batch.facts.reports.as_slice() else { continue };
        let entry = latest.entry((report.server.clone(), report.period)).or_insert((report.made, at));
        *entry = (*entry).max((report.made, at));
    }
    let stands: Vec<usize> = latest.values().map(|(_, at)| *at).collect();
    let names: Vec<String> = batches.iter().map(|batch| batch.name.clone()).collect();
    for (at, batch) in batches.iter_mut().enumerate() {
        let [report] = batch.facts.reports.as_slice() else { continue };
        if stands.contains(&at) {
            continue;
        }
        let key = (report.server.clone(), report.period);
        let by = latest.get(&key).and_then(|(_, at)| names.get(*at)).map_or("", String::as_str);
        let message = format!(
            "{by} is of the same server and period and was made later: it stands, this is not counted"
        );
        let finding =
            Finding::new(Code::ExportedTwice, Severity::Warning, &batch.name, message, "Keep both.");
        joining.findings.push(finding);
        let reports = std::mem::take(&mut batch.facts.reports);
        batch.facts = crate::facts::Facts { reports, ..Default::default() };
    }
    batches
}
