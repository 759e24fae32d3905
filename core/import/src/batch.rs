//! What was read of one intake, as it grows.

use std::borrow::Cow;

use subcap_core::finding::{Code, Finding, Findings, Severity};

use crate::facts::{Facts, Names, Origin, Origins};
use crate::kind::Kind;
use crate::limits::Limits;

/// A file as it was recognised.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Path as given; a sheet of a workbook stands behind its file.
    pub path: String,
    /// As what.
    pub kind: Kind,
    /// Which tool, version, period: what tells one from another of its kind.
    pub detail: String,
    /// Rows read.
    pub rows: u64,
    /// What became of it.
    pub used: Use,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// It was read.
    Read,
    /// It serves to check another, or says what the others are.
    Checked,
    /// It was not used, for that reason.
    Not(String),
}

/// Facts, findings and files of one intake.
#[derive(Debug, Default)]
pub struct Batch {
    /// The zip, folder or file.
    pub name: String,
    /// Files in the order given.
    pub seen: Vec<Seen>,
    /// Facts.
    pub facts: Facts,
    /// Where they come from.
    pub origins: Origins,
    /// Names, each once.
    pub names: Names,
    /// What was odd.
    pub findings: Findings,
    /// Bounds.
    pub limits: Limits,
    /// Only summaries are read: the rest follows, so that nothing is missing and nothing verified.
    pub(crate) summary_only: bool,
    /// Daily quantities: which files, for the snapshot they belong to.
    pub(crate) daily: crate::products_daily::Series,
    /// Tables of hosts and machines, until all of them are read.
    pub(crate) vmware: crate::vmware::Exports,
    /// What consoles printed, until all of it is read.
    pub(crate) hmc: crate::hmc::Consoles,
    /// SHA-256 of every file, by path.
    pub(crate) digests: Vec<(String, [u8; 32])>,
    /// Audit snapshots, until all their files are read.
    pub(crate) snapshots: crate::snapshot::Snapshots,
    /// Answers that may be pages of a longer one.
    pub(crate) pages: Vec<crate::json::Page>,
    /// Computers of ILMT and BigFix Inventory, until all files are read.
    pub(crate) inventory: crate::inventory::State,
    /// What License Service wrote, until all files are read.
    pub(crate) license: crate::license_service::State,
}

impl Batch {
    /// A finding about a file as a whole.
    pub fn note<'m>(
        &mut self,
        code: Code,
        severity: Severity,
        path: &str,
        message: impl Into<Cow<'m, str>>,
        advice: &str,
    ) {
        self.findings.push(Finding::new(code, severity, path, message, advice));
    }

    /// A finding about a row and, if named, a cell.
    pub fn odd(&mut self, code: Code, at: Origin, cell: Option<(&str, &str)>, message: &str, advice: &str) {
        let (path, _) = self.origins.get(at.file);
        let finding = Finding::new(code, Severity::Warning, path, message, advice).at(at.row);
        let finding = match cell {
            Some((column, value)) => finding.cell(column, value.as_bytes()),
            None => finding,
        };
        self.findings.push(finding);
    }

    /// The same, of a row that counts: it was left out, and so every total is "at least".
    pub fn left_out(
        &mut self,
        code: Code,
        at: Origin,
        cell: Option<(&str, &str)>,
        message: &str,
        advice: &str,
    ) {
        let (path, _) = self.origins.get(at.file);
        let finding = Finding::new(code, Severity::Error, path, message, advice).at(at.row).left_out();
        let finding = match cell {
            Some((column, value)) => finding.cell(column, value.as_bytes()),
            None => finding,
        };
        self.findings.push(finding);
        self.findings.mark_incomplete();
    }
}
