//! Quantities over the whole period: what was charged, without the servers it was charged on.

use std::sync::Arc;

use subcap_core::finding::Code;
use subcap_core::order::Map;

use crate::batch::Batch;
use crate::facts::{Measure, Origin, Report};

use super::summary::Stated;
use super::words::{Word, Words};
use super::{Contents, ratio};

/// Quantities over the whole period: of the summary, of Cloud Paks, and where there is no summary of the reports.
pub(super) fn measures(contents: &Contents, report: &Report, words: &Words, batch: &mut Batch) {
    let stated = contents.summary.iter().flatten().chain(&contents.paks);
    let mut outside: Map<u32, Vec<&Stated>> = Map::new();
    for stated in stated {
        if stated.peak.is_some_and(|peak| !report.period.contains(peak)) {
            outside.entry(stated.origin.file).or_default().push(stated);
            continue;
        }
        let ratio = stated.contribution.and_then(|units| ratio::simplest(stated.quantity, units));
        batch.facts.measures.push(Measure {
            product: Arc::clone(&stated.product),
            product_id: None,
            metric: stated.metric.clone(),
            bundle: stated.bundle.clone(),
            ratio: ratio.filter(|_| stated.bundle.is_some()),
            cluster: report.server.clone(),
            when: report.period,
            peak: stated.peak,
            quantity: stated.quantity,
            limit: None,
            origin: stated.origin,
        });
    }
    outside.values().for_each(|stated| peaks_outside(stated, report, batch));
    if contents.summary.is_some() {
        return;
    }
    for sheet in &contents.sheets {
        let first: Map<(Word, Word), usize> =
            sheet.rows.iter().enumerate().rev().map(|(at, row)| ((row.product, row.bundle), at)).collect();
        for row in first.into_values().filter_map(|at| sheet.rows.get(at)) {
            batch.facts.measures.push(Measure {
                product: words.name(row.product),
                product_id: None,
                metric: sheet.metric.clone(),
                bundle: words.some(row.bundle),
                ratio: None,
                cluster: report.server.clone(),
                when: report.period,
                peak: row.peak,
                quantity: row.quantity,
                limit: None,
                origin: Origin { file: sheet.origins.total, row: row.row },
            });
        }
    }
}

/// Quantities of a file whose peaks lie outside the period: once for all of them.
fn peaks_outside(stated: &[&Stated], report: &Report, batch: &mut Batch) {
    let Some((first, day)) = stated.first().and_then(|first| Some((first, first.peak?))) else { return };
    let others = match stated.len() - 1 {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        others => format!(" and {others} others"),
    };
    let message = format!(
        "the peak of {}{others} lies outside the period {}; what they state is not used",
        first.product, report.period
    );
    let advice = "Files of different exports may be mixed; take the snapshot as the tool wrote it.";
    let cell = day.to_string();
    batch.odd(Code::PeriodDiffers, first.origin, Some(("Peak Date", &cell)), &message, advice);
}
