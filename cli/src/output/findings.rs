//! Findings as people read them.

use std::collections::BTreeMap;

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

/// All findings; what is the same but for its row is said once.
pub fn all(findings: &[Finding]) -> String {
    let mut at: BTreeMap<Finding, usize> = BTreeMap::new();
    let mut alike: Vec<(&Finding, Vec<u32>)> = Vec::new();
    for finding in findings {
        let kind = Finding { row: None, ..finding.clone() };
        let known = finding.row.and_then(|_| at.get(&kind).copied());
        match (known.and_then(|known| alike.get_mut(known)), finding.row) {
            (Some((_, rows)), Some(row)) => rows.push(row),
            (_, row) => {
                at.insert(kind, alike.len());
                alike.push((finding, row.into_iter().collect()));
            }
        }
    }
    alike.iter().map(|(finding, rows)| format!("{}\n", said(finding, rows))).collect()
}

/// One finding: severity, place, what, what to do.
pub fn one(finding: &Finding) -> String {
    said(finding, &[])
}

/// The same for all these rows, if they are several.
fn said(finding: &Finding, rows: &[u32]) -> String {
    let (word, colour) = match finding.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
        Severity::Note => ("note", AnsiColor::Cyan),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let place = place_of(finding, rows);
    let value =
        finding.value.as_ref().filter(|v| !v.is_empty()).map(|v| format!(" ({v:?})")).unwrap_or_default();
    let out = if finding.left_out { " [row left out]" } else { "" };
    format!("{style}{word}{style:#} {place}: {}{value}{out}\n    {}", finding.message, finding.advice)
}

/// `rows 13, 14`, or `313 more rows to row 400`.
fn other_rows(rows: &[u32]) -> String {
    const SHOWN: usize = 4;
    let listed: Vec<String> = rows.iter().map(u32::to_string).collect();
    match rows {
        [one] => format!("row {one}"),
        [.., last] if rows.len() > SHOWN => format!("{} more rows to row {last}", rows.len()),
        _ => format!("rows {}", listed.join(", ")),
    }
}

/// `vms.csv, row 12, cores`
pub fn place(finding: &Finding) -> String {
    place_of(finding, &[])
}

/// The same, with the other rows of which it holds.
fn place_of(finding: &Finding, rows: &[u32]) -> String {
    let mut place = finding.file.clone();
    if let Some(row) = finding.row {
        place.push_str(&format!(", row {row}"));
    }
    if let [_, more @ ..] = rows
        && !more.is_empty()
    {
        place.push_str(&format!(" and {}", other_rows(more)));
    }
    if let Some(column) = &finding.column {
        place.push_str(&format!(", {column}"));
    }
    place
}
