//! An audit snapshot of IBM License Metric Tool (or BigFix Inventory): one zip for one period.
//!
//! *The entries are gathered and hashed → recognised by their headers → the period and the totals are
//! established → the totals are compared four ways → servers, computers and products become tables.*
//!
//! ILMT's quantities add up per product and **distinct server** only; every row of its report repeats its
//! server's total. Those totals stand. Where counting the computers again gives something else, the
//! difference is a finding and the product is counted by a stand-in of the size ILMT states (see `tables`).

mod agreement;
mod checksums;
mod columns;
mod condition;
mod daily;
mod entries;
mod health;
mod instances;
mod machines;
mod period;
mod sheet;
mod summary;
mod tables;
#[cfg(test)]
mod tests;

use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::read::Tables;

use super::Imported;
use columns::Language;
use condition::Condition;
use daily::Daily;
use instances::Instance;
use sheet::Sheet;
use summary::Summary;

pub use entries::{Snapshot, is_snapshot};

/// What the entries of a snapshot say, before anything is concluded.
#[derive(Default)]
struct Contents {
    instances: Vec<Instance>,
    /// The entry they stand in.
    report: String,
    /// In which language the report of the instances is headed.
    language: Language,
    daily: Daily,
    summary: Option<Summary>,
    condition: Option<Condition>,
    /// CSV entries that were not read.
    unread: Vec<String>,
}

/// Turns a gathered snapshot into rows.
pub fn import(snapshot: &Snapshot, tables: &mut Tables, findings: &mut Findings) -> Result<Imported, Error> {
    checksums::check(snapshot, findings);
    let contents = contents(snapshot, tables, findings)?;
    let period = period::find(&contents, snapshot.archive(), findings)?;
    agreement::report(&contents, findings);
    health::report(&contents, &period, snapshot.archive(), findings);
    let servers = machines::of(&contents.instances, &contents.report, findings);
    Ok(tables::rows(&contents.instances, &servers, &period, snapshot.archive(), tables, findings))
}

/// Reads every entry that is needed, each recognised by its header and not by its name: names of files
/// are IBM's, headers follow the language of whoever exported.
fn contents(snapshot: &Snapshot, tables: &mut Tables, findings: &mut Findings) -> Result<Contents, Error> {
    let mut contents = Contents::default();
    let mut unnamed = Vec::new();
    for (name, bytes) in snapshot.kept() {
        if entries::is_condition(name) {
            contents.condition = Some(Condition::parse(name, bytes));
        }
        if !entries::is_csv(name) {
            continue;
        }
        let sheet = Sheet::parse(name, tables.add_file(name), bytes, findings);
        if daily::is_daily(&sheet) {
            contents.daily.read(&sheet, findings);
        } else if let Some(layout) = columns::by_name(&sheet) {
            contents.language = layout.language;
            contents.report = name.to_owned();
            contents.instances.extend(instances::read(&sheet, &layout, findings));
        } else if contents.summary.is_none() && summary::is_summary(&sheet) {
            contents.summary = Some(Summary::read(&sheet));
        } else if contents.instances.is_empty() && columns::by_shape(&sheet).is_some() {
            unnamed.push(sheet);
        } else {
            contents.unread.push(name.to_owned());
        }
    }
    for sheet in unnamed {
        guess(sheet, &mut contents, findings);
    }
    contents.unread.extend(snapshot.passed_over().map(str::to_owned));
    if contents.instances.is_empty() {
        return Err(no_instances(snapshot.archive()));
    }
    Ok(contents)
}

/// A report in a language not known here is taken by the position of its columns, but only if its totals
/// agree with each other and with the daily series: a wrong guess cannot.
fn guess(sheet: Sheet, contents: &mut Contents, findings: &mut Findings) {
    let mut of_guess = Findings::default();
    let guessed = columns::by_shape(&sheet).filter(|_| contents.instances.is_empty());
    let instances =
        guessed.as_ref().map(|layout| instances::read(&sheet, layout, &mut of_guess)).unwrap_or_default();
    if of_guess.is_empty() && agreement::confirms(&instances, &contents.daily) {
        contents.language = Language::Unknown;
        contents.report = sheet.path;
        contents.instances = instances;
    } else {
        contents.unread.push(sheet.path.clone());
        let message =
            "the headers are in a language not known here, and read by position the totals do not agree";
        findings.push(note(Severity::Warning, &sheet.path, message, EXPORT_IN_ENGLISH));
    }
}

const EXPORT_IN_ENGLISH: &str =
    "Export the audit snapshot in English: the user's language in ILMT, or locale=en in the REST call.";

fn no_instances(archive: &str) -> Error {
    Error::new(
        ErrorCode::NotAnEstate,
        "this audit snapshot holds no PVU sub-capacity report that can be read",
        format!("It is made from the report All Metrics with PVU products in view. {EXPORT_IN_ENGLISH}"),
    )
    .in_file(archive)
}

/// A finding about an import.
fn note(severity: Severity, file: &str, message: impl Into<String>, advice: &str) -> Finding {
    Finding::new(Code::ImportNote, severity, file, message, advice)
}
