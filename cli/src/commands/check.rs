//! `subcap check`: read only, list findings.

use subcap_core::finding::{Finding, Severity};

use crate::args::{Check, Format};
use crate::exit::{Failure, Outcome};
use crate::output::findings::one;
use crate::{input, output};

/// Reads and resolves the tables and lists what is odd; computes nothing.
pub fn run(args: &Check) -> Result<Outcome, Failure> {
    let estate = input::estate(&args.source.estate, &args.source.how)?;
    let text = match args.into.format {
        Format::Json => output::json(&estate.findings)?,
        Format::Csv => csv(&estate.findings)?,
        Format::Table => list(&estate.findings),
        Format::Markdown => markdown(&estate.findings),
    };
    output::put(&text, &args.into)?;
    let weighty = estate.findings.iter().any(|f| f.severity < Severity::Note);
    Ok(if weighty { Outcome::Found } else { Outcome::Nothing })
}

fn list(findings: &[Finding]) -> String {
    let mut out: String = findings.iter().map(|f| format!("{}\n", one(f))).collect();
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let left_out = findings.iter().filter(|f| f.left_out).count();
    out.push_str(&format!(
        "{} errors ({left_out} rows left out), {} warnings, {} notes\n",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
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
