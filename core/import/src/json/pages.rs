//! Answers that come in pages.

use subcap_core::finding::{Code, Severity};
use subcap_core::order::Map;

use crate::batch::Batch;
use crate::text::Header;

/// An answer that says how many rows there are in all: it may be one page of several.
#[derive(Debug)]
pub(crate) struct Page {
    pub path: String,
    pub header: Header,
    pub rows: u64,
    pub total: u64,
}

impl Page {
    /// What pages of one answer have in common.
    fn answer(&self) -> (u64, Vec<&str>) {
        (self.total, self.header.iter().collect())
    }
}

/// Whether all pages of an answer are there.
pub(crate) fn conclude(batches: &mut [Batch]) {
    let pages: Vec<Vec<Page>> = batches.iter_mut().map(|batch| std::mem::take(&mut batch.pages)).collect();
    let mut sums: Map<(u64, Vec<&str>), u64> = Map::new();
    for page in pages.iter().flatten() {
        let sum = sums.entry(page.answer()).or_default();
        *sum = sum.saturating_add(page.rows);
    }
    for (batch, own) in batches.iter_mut().zip(&pages) {
        for page in own {
            let rows = sums.get(&page.answer()).copied().unwrap_or(0);
            if rows < page.total {
                let message =
                    format!("{rows} of {} rows are here; the others are on further pages", page.total);
                let advice = "Fetch the answer without a limit, or give all of its pages.";
                batch.note(Code::PartOnly, Severity::Warning, &page.path, message, advice);
                batch.findings.mark_incomplete();
            }
        }
    }
}
