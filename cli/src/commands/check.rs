//! `subcap check`: read only, list findings.

use serde::Serialize;
use subcap_core::finding::{Finding, Severity};
use subcap_import::{FileSeen, Imported, QuarterSeen};

use crate::args::{Check, Format};
use crate::exit::{Failure, Outcome};
use crate::input::Checked;
use crate::input::origin::Origin;
use crate::output::findings::all;
use crate::output::recognised;
use crate::output::view::count;
use crate::{input, output};

/// Reads and resolves the tables and lists what is odd; computes nothing. An estate that cannot be
/// used has its findings listed all the same, before the error. Of exports it says what each was recognised as.
pub fn run(args: &Check) -> Result<Outcome, Failure> {
    let origin = Origin::one(&args.source.estates)?;
    match input::checked(&origin, &args.source.how) {
        Ok(Checked { findings, imported }) => {
            write(&findings, imported.as_ref(), args)?;
            let weighty = findings.iter().any(|f| f.severity < Severity::Note);
            Ok(if weighty { Outcome::Found } else { Outcome::Nothing })
        }
        Err((mut failure, imported)) => {
            let findings = failure.take_findings();
            if !findings.is_empty() || imported.is_some() {
                write(&findings, imported.as_deref(), args)?;
            }
            Err(failure)
        }
    }
}

/// For programs. New keys may come; known ones keep their meaning.
#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    files: Vec<FileSeen<'a>>,
    quarters: Vec<QuarterSeen<'a>>,
    findings: &'a [Finding],
}

fn write(findings: &[Finding], imported: Option<&Imported>, args: &Check) -> Result<(), Failure> {
    let text = match args.into.format {
        Format::Json => {
            let files = imported.map(Imported::files).unwrap_or_default();
            let quarters = imported.map(Imported::quarters).unwrap_or_default();
            output::json(&Answer { schema: "subcap.check/1", files, quarters, findings })?
        }
        Format::Csv => csv(findings)?,
        Format::Table => {
            let files = imported
                .map(|imported| format!("{}{}\n", recognised::list(imported), recognised::ledger(imported)));
            files.unwrap_or_default() + &list(findings)
        }
        Format::Markdown => markdown(findings),
    };
    output::put(&text, &args.into)
}

fn list(findings: &[Finding]) -> String {
    let mut out = all(findings);
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let left_out = findings.iter().filter(|f| f.left_out).count();
    out.push_str(&format!(
        "{} ({} left out), {}, {}\n",
        count(of(Severity::Error), "error"),
        count(left_out, "row"),
        count(of(Severity::Warning), "warning"),
        count(of(Severity::Note), "note")
    ));
    out
}

fn fields(f: &Finding) -> [String; 9] {
    let code = output::json_word(&f.code);
    let severity = output::json_word(&f.severity);
    let row = f.row.map_or_else(String::new, |r| r.to_string());
    let left_out = if f.left_out { "yes" } else { "no" };
    [
        f.file.clone(),
        row,
        f.column.clone().unwrap_or_default(),
        severity,
        code,
        f.value.clone().unwrap_or_default(),
        f.message.clone(),
        f.advice.clone(),
        left_out.to_owned(),
    ]
}

const HEADER: [&str; 9] =
    ["file", "row", "column", "severity", "code", "value", "message", "advice", "left_out"];

fn csv(findings: &[Finding]) -> std::io::Result<String> {
    let rows: Vec<[String; 9]> =
        std::iter::once(HEADER.map(str::to_owned)).chain(findings.iter().map(fields)).collect();
    output::csv_text(&rows)
}

fn markdown(findings: &[Finding]) -> String {
    let line = |cells: [String; 9]| format!("| {} |\n", cells.map(|c| c.replace('|', "\\|")).join(" | "));
    let mut out = line(HEADER.map(str::to_owned));
    out.push_str(&line(HEADER.map(|_| "---".to_owned())));
    out.extend(findings.iter().map(|f| line(fields(f))));
    out
}
