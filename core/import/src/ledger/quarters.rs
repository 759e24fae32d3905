//! Quarter by quarter: covered, partly covered or missing.

use subcap_core::calendar::{DaySet, Quarter, Span};
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::Set;

use super::{At, Entry};
use crate::period::listed;

/// How far reports cover a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Every day is measured and reported.
    Covered,
    /// Some days are not.
    Partly,
    /// No report reaches into it.
    Missing,
}

impl Standing {
    /// For programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Partly => "partly",
            Self::Missing => "missing",
        }
    }
}

/// What the reports of one tool server show of one quarter.
#[derive(Debug, Clone)]
pub struct InQuarter {
    /// The quarter.
    pub quarter: Quarter,
    /// How far it is covered.
    pub standing: Standing,
    /// The reports that reach into it, by their periods.
    pub reports: Vec<At>,
    /// Days in no report.
    pub unreported: Vec<Span>,
    /// Days that a report covers and has no quantities for.
    pub unmeasured: Vec<Span>,
    /// Days in more than one report.
    pub overlapping: Vec<Span>,
    /// Reports of it that a later one replaces.
    pub replaced: usize,
    /// What is doubtful about the reports that stand, each once.
    pub doubts: Vec<String>,
}

impl InQuarter {
    /// In a line: `partly covered; not reported 2024-08-03 to 2024-08-20; computer group Lab only`.
    pub fn said(&self) -> String {
        let standing = match self.standing {
            Standing::Covered => "covered",
            Standing::Partly => "partly covered",
            Standing::Missing => "missing",
        };
        let mut parts = vec![standing.to_owned()];
        if self.standing == Standing::Partly && !self.unreported.is_empty() {
            parts.push(format!("not reported {}", listed(&self.unreported)));
        }
        if !self.unmeasured.is_empty() {
            parts.push(format!("not measured {}", listed(&self.unmeasured)));
        }
        if !self.overlapping.is_empty() {
            parts.push(format!("reported twice {}", listed(&self.overlapping)));
        }
        if self.replaced > 0 {
            parts.push(format!("{} replaced by a later report", self.replaced));
        }
        parts.extend(self.doubts.iter().cloned());
        parts.join("; ")
    }
}

/// The quarters within reach, of the reports of one tool server, but for those before it was installed.
pub(super) fn of(entries: &[Entry<'_>], reach: Span) -> Vec<InQuarter> {
    let since = entries.iter().filter_map(|entry| entry.report.server_since).min();
    let own = entries.iter().map(|entry| entry.report.period.from).min();
    // A report for days before the installation is stranger than the date of the installation.
    let from = since.into_iter().chain(own).min().map_or(reach.from, |since| since.max(reach.from));
    let from = if since.is_some() { from } else { reach.from };
    Quarter::of(from).through(Quarter::of(reach.to)).map(|quarter| in_quarter(quarter, entries)).collect()
}

fn in_quarter(quarter: Quarter, entries: &[Entry<'_>]) -> InQuarter {
    let span = quarter.span();
    let within: Vec<&Entry<'_>> =
        entries.iter().filter(|entry| entry.report.period.overlap(span).is_some()).collect();
    let reported = DaySet::union_of(within.iter().map(|entry| entry.report.period));
    let measured = within.iter().fold(DaySet::empty(), |days, entry| {
        days.or(&DaySet::union_of(entry.measured().within(entry.report.period)))
    });
    let unreported: Vec<Span> = reported.missing(span).collect();
    let unmeasured: Vec<Span> =
        reported.within(span).flat_map(|days| measured.missing(days).collect::<Vec<_>>()).collect();
    let standing = match (within.is_empty(), unreported.is_empty() && unmeasured.is_empty()) {
        (true, _) => Standing::Missing,
        (false, true) => Standing::Covered,
        (false, false) => Standing::Partly,
    };
    let stand = || within.iter().filter(|entry| !entry.replaced);
    let mut overlapping = DaySet::empty();
    for (number, entry) in stand().enumerate() {
        let others =
            stand().skip(number + 1).filter_map(|other| entry.report.period.overlap(other.report.period));
        let within = others.filter_map(|days| days.overlap(span));
        overlapping = overlapping.or(&DaySet::union_of(within));
    }
    let mut known = Set::new();
    let doubts =
        stand().flat_map(|entry| &entry.doubts).filter(|doubt| known.insert(*doubt)).cloned().collect();
    InQuarter {
        quarter,
        standing,
        reports: within.iter().map(|entry| entry.at).collect(),
        unreported,
        unmeasured,
        overlapping: overlapping.iter().collect(),
        replaced: within.iter().filter(|entry| entry.replaced).count(),
        doubts,
    }
}

/// Findings on quarters that are not covered. Days without quantities have theirs where they are read.
pub(super) fn report(
    server: Option<&str>,
    quarters: &[InQuarter],
    entries: &[Entry<'_>],
    findings: &mut Findings,
) {
    let Some(first) = entries.first() else { return };
    let by = server.map_or_else(String::new, |server| format!(" of {server}"));
    let missing: Vec<String> = quarters
        .iter()
        .filter(|quarter| quarter.standing == Standing::Missing)
        .map(|quarter| quarter.quarter.to_string())
        .collect();
    let last = quarters.len().saturating_sub(1);
    let advice =
        "Look for the audit snapshot of those days, or make it now: the tool keeps what it measured.";
    if !missing.is_empty() {
        const SHOWN: usize = 20;
        let more = missing.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more quarters") } else { String::new() };
        let named: Vec<&str> = missing.iter().take(SHOWN).map(String::as_str).collect();
        let named = named.join(", ");
        let message = format!("no report{by} reaches into {named}{more}: nothing shows that it was measured");
        findings.push(Finding::new(Code::MissingDays, Severity::Warning, &first.batch.name, message, advice));
    }
    for (number, quarter) in quarters.iter().enumerate() {
        if quarter.standing != Standing::Partly || quarter.unreported.is_empty() {
            continue;
        }
        let Some(entry) = entries.iter().find(|entry| quarter.reports.first() == Some(&entry.at)) else {
            continue;
        };
        // Before the first report and after the last one nothing need be missing.
        let inner = (number > 0
            || quarter.unreported.iter().any(|days| days.from > entry.report.period.from))
            && (number < last || quarter.unreported.iter().any(|days| days.to < quarter.quarter.span().to));
        let severity = if inner { Severity::Warning } else { Severity::Note };
        let message = format!("{}: no report{by} covers {}", quarter.quarter, listed(&quarter.unreported));
        findings.push(Finding::new(Code::MissingDays, severity, &entry.batch.name, message, advice));
    }
}
