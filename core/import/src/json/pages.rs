//! Answers that come in pages.

use subcap_core::finding::{Code, Severity};

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

/// Whether all pages of an answer are there.
pub(crate) fn conclude(batches: &mut [Batch]) {
    let pages: Vec<Vec<Page>> = batches.iter_mut().map(|batch| std::mem::take(&mut batch.pages)).collect();
    for (batch, own) in batches.iter_mut().zip(&pages) {
        for page in own {
            let same =
                |other: &&Page| other.total == page.total && other.header.iter().eq(page.header.iter());
            let all = pages.iter().flatten().filter(same);
            let rows = all.fold(0_u64, |sum, other| sum.saturating_add(other.rows));
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
