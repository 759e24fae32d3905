//! What was recognised, as plain data for programs.

use serde::Serialize;

use crate::batch::{Seen, Use};
use crate::join::Imported;

/// A file of an export.
#[derive(Debug, Serialize)]
pub struct FileSeen<'a> {
    /// What it belongs to: the archive, the folder, or itself.
    pub export: &'a str,
    /// Its path.
    pub file: &'a str,
    /// What it was recognised as; stable.
    pub kind: &'static str,
    /// The same in words.
    pub is: &'static str,
    /// Tool, version, period, totals.
    pub detail: &'a str,
    /// Rows read.
    pub rows: u64,
    /// Whether it was used.
    pub used: bool,
    /// Why not.
    pub why_not: Option<&'a str>,
}

/// What is on file for a quarter.
#[derive(Debug, Serialize)]
pub struct QuarterSeen<'a> {
    /// Tool server that reports.
    pub server: Option<&'a str>,
    /// Such as `2025-Q1`.
    pub quarter: String,
    /// `covered`, `partly` or `missing`.
    pub standing: &'static str,
    /// The same in words, with the days and what is doubtful.
    pub said: String,
}

impl Imported {
    /// The ledger: every quarter of every tool server.
    pub fn quarters(&self) -> Vec<QuarterSeen<'_>> {
        let mut all = Vec::new();
        for of in &self.ledger.servers {
            all.extend(of.quarters.iter().map(|quarter| QuarterSeen {
                server: of.server.as_deref(),
                quarter: quarter.quarter.to_string(),
                standing: quarter.standing.code(),
                said: quarter.said(),
            }));
        }
        all
    }

    /// All files, in the order in which they were given.
    pub fn files(&self) -> Vec<FileSeen<'_>> {
        let mut files = Vec::new();
        for (export, seen) in &self.seen {
            files.extend(seen.iter().map(|file| file.plain(export)));
        }
        files
    }
}

impl Seen {
    fn plain<'a>(&'a self, export: &'a str) -> FileSeen<'a> {
        let why_not = match &self.used {
            Use::Not(why) => Some(why.as_str()),
            Use::Read | Use::Checked => None,
        };
        FileSeen {
            export,
            file: &self.path,
            kind: self.kind.code(),
            is: self.kind.name(),
            detail: &self.detail,
            rows: self.rows,
            used: why_not.is_none(),
            why_not,
        }
    }
}
