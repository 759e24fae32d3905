//! Findings as people read them.

use anstyle::{AnsiColor, Style};
use subcap_core::finding::{Finding, Severity};

const SHOWN: usize = 10;

/// The weightiest findings on stderr and how many more there are.
pub fn some_to_stderr(findings: &[Finding]) {
    let mut weighty: Vec<&Finding> = findings.iter().filter(|f| f.severity < Severity::Note).collect();
    weighty.sort_by_key(|f| f.severity);
    for finding in weighty.iter().take(SHOWN) {
        anstream::eprintln!("{}", one(finding));
    }
    let more = weighty.len().saturating_sub(SHOWN);
    if more > 0 {
        anstream::eprintln!("… and {more} more; `subcap check` lists them all");
    }
}

/// One finding: severity, place, what, what to do.
pub fn one(finding: &Finding) -> String {
    let (word, colour) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
        Severity::Note => ("note", AnsiColor::Cyan),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let place = place(finding);
    let value =
        finding.value.as_ref().filter(|v| !v.is_empty()).map(|v| format!(" ({v:?})")).unwrap_or_default();
    let out = if finding.left_out { " [row left out]" } else { "" };
    format!("{style}{word}{style:#} {place}: {}{value}{out}\n    {}", finding.message, finding.advice)
}

/// `vms.csv, row 12, cores`
pub fn place(finding: &Finding) -> String {
    let mut place = finding.file.clone();
    if let Some(row) = finding.row {
        place.push_str(&format!(", row {row}"));
    }
    if let Some(column) = &finding.column {
        place.push_str(&format!(", {column}"));
    }
    place
}
