//! The period a snapshot covers. Four places state it; the rows of the daily series are trusted most.

use std::sync::Arc;

use subcap_core::calendar::{Day, DaySet, Quarter, Span};
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::read::last_part;

use crate::batch::Batch;
use crate::dates::iso;

use super::Contents;
use super::agreement::Daily;
use super::condition::Label;

/// A period, and how well it is borne out.
pub(super) struct Period {
    pub span: Span,
    /// The days of it that the tool has figures for; nothing if it does not say.
    pub measured: DaySet,
    /// When the snapshot was made.
    pub made: Option<Day>,
    /// The tool server, as the daily series names it.
    pub server: Option<Arc<str>>,
    /// What is doubtful about it.
    pub doubts: Vec<String>,
}

/// Takes the period from the most trusted place and says where another differs.
pub(super) fn find(contents: &Contents, daily: &Daily, batch: &mut Batch) -> Option<Period> {
    let mut stated: Vec<(Span, &str, Option<u32>)> = Vec::new();
    stated.extend(daily.span().zip(daily.files.first()).map(|(span, file)| (span, file.as_str(), None)));
    stated.extend(daily.files.iter().filter_map(|file| Some((of_name(file)?, file.as_str(), None))));
    if let Some(condition) = &contents.condition {
        stated.extend(condition.period().map(|(span, row)| (span, condition.path.as_str(), Some(row))));
    }
    stated.retain(|(span, ..)| span.from <= span.to);
    let mut doubts = Vec::new();
    if let (true, Some((span, file))) = (stated.is_empty(), of_peaks(contents)) {
        stated.push((span, file, None));
        doubts.push("its period is stated nowhere, and the quarters of its peaks stand for it".to_owned());
        let message =
            format!("no file says which period this covers; the quarters of its peaks stand for it, {span}");
        let advice = "Give the whole audit snapshot: its products_daily_….csv and data_condition.txt say which days it covers.";
        batch.note(Code::NoPeriod, Severity::Warning, file, message, advice);
    }
    let Some((span, trusted, _)) = stated.first().copied() else {
        let (message, advice) = match daily.files.first() {
            Some(_) => (
                "no file says which period the snapshot covers: its daily series has no rows",
                "Look for a filter in the report that the snapshot was made of.",
            ),
            None => (
                "no file says which period the snapshot covers, so it shows nothing for any day",
                "Make the snapshot with ILMT 9.2.20 or later, which adds products_daily_….csv.",
            ),
        };
        let archive = batch.name.clone();
        batch.note(Code::PeriodDiffers, Severity::Error, &archive, message, advice);
        batch.findings.mark_incomplete();
        return None;
    };
    for (other, file, row) in stated.iter().skip(1).filter(|(other, ..)| *other != span) {
        let message =
            format!("the period given here is {other}, but the days of {trusted} are {span}; these count");
        let advice = "Files of different exports may be mixed; take the snapshot as the tool wrote it.";
        let finding = Finding::new(Code::PeriodDiffers, Severity::Warning, file, message, advice);
        batch.findings.push(row.map_or(finding.clone(), |row| finding.at(row)));
        doubts.push(format!("{} states another period, {other}", last_part(file)));
    }
    let measured = daily.days();
    if !measured.is_empty() {
        for hole in measured.missing(span) {
            let message =
                format!("the daily series has no row on {hole}; those days do not count as measured");
            let advice = "Find out whether the tool ran; add evidence for those days if there is any.";
            batch.note(Code::MissingDays, Severity::Warning, trusted, message, advice);
        }
    }
    quarters(span, batch);
    let made = contents.condition.as_ref().and_then(|condition| condition.day(Label::Made));
    Some(Period { span, measured, made, server: server(daily), doubts })
}

/// The quarters in which a report's peaks lie, if there is nothing else to go by.
fn of_peaks(contents: &Contents) -> Option<(Span, &str)> {
    let peaks = || contents.sheets.iter().flat_map(|sheet| sheet.rows.iter().filter_map(|row| row.peak));
    let (first, last) = (Quarter::of(peaks().min()?), Quarter::of(peaks().max()?));
    let sheet = contents.sheets.first()?;
    Some((Span::new(first.span().from, last.span().to), &sheet.path))
}

/// The tool server; several (a collector of others' series) are named together.
fn server(daily: &Daily) -> Option<Arc<str>> {
    let named: Vec<&str> = daily.clusters.iter().map(|cluster| &**cluster).collect();
    (!named.is_empty()).then(|| named.join(", ").into())
}

/// The two dates in `products_daily_2021-04-04_2021-05-04_server.csv`.
pub(super) fn of_name(path: &str) -> Option<Span> {
    let name = super::place::plain_name(path);
    let mut parts = name.strip_prefix("products_daily_")?.split('_').map(iso);
    Some(Span::new(parts.next()??, parts.next()??))
}

fn quarters(span: Span, batch: &mut Batch) {
    let quarter = Quarter::of(span.to);
    if quarter.span() != span {
        let message = format!(
            "the snapshot covers {span}, which is not exactly {quarter}: it shows those days and no others"
        );
        let archive = batch.name.clone();
        let advice = "Give the snapshots of the days before and after it too.";
        batch.note(Code::PartOnly, Severity::Note, &archive, message, advice);
    }
}
