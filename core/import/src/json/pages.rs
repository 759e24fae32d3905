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
pub(crate) fn conclude(batch: &mut Batch) {
    let pages = std::mem::take(&mut batch.pages);
    for page in &pages {
        let same = |other: &&Page| other.total == page.total && other.header.iter().eq(page.header.iter());
        let rows = pages.iter().filter(same).fold(0_u64, |sum, other| sum.saturating_add(other.rows));
        if rows < page.total {
            let message = format!("{rows} of {} rows are here; the others are on further pages", page.total);
            let advice = "Fetch the answer without a limit, or give all of its pages.";
            batch.note(Code::PartOnly, Severity::Warning, &page.path, message, advice);
            batch.findings.mark_incomplete();
        }
    }
}
