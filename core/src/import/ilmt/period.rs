//! The period a snapshot covers. Four places state it; the rows of the daily series are trusted most.

use crate::calendar::{Day, DaySet, Quarter, Span};
use crate::error::{Error, ErrorCode};
use crate::finding::{Findings, Severity};

use super::entries::last;
use super::{Contents, note};

/// A period, and how well it is borne out.
pub struct Period {
    pub span: Span,
    /// The days of it that ILMT has figures for.
    pub measured: DaySet,
    /// When the snapshot was made.
    pub made: Option<Day>,
}

/// Takes the period from the most trusted place and says where another differs.
pub fn find(contents: &Contents, archive: &str, findings: &mut Findings) -> Result<Period, Error> {
    let series = contents.daily.entries.first().map(String::as_str);
    let mut stated: Vec<(Span, &str, Option<u32>)> = Vec::new();
    stated.extend(contents.daily.span().zip(series).map(|(span, file)| (span, file, None)));
    stated.extend(series.and_then(|file| Some((of_name(file)?, file, None))));
    if let Some(condition) = &contents.condition {
        stated.extend(condition.period().map(|(span, row)| (span, condition.path.as_str(), Some(row))));
    }
    let Some((span, trusted, _)) = stated.first().copied().filter(|(span, ..)| span.from <= span.to) else {
        let advice = "Make the snapshot with ILMT 9.2.20 or later, which adds products_daily_….csv.";
        return Err(Error::new(
            ErrorCode::NotAnEstate,
            "no entry says which period the snapshot covers",
            advice,
        )
        .in_file(archive));
    };
    for (other, file, row) in stated.iter().skip(1).filter(|(other, ..)| *other != span) {
        let message =
            format!("the period given here is {other}, but the days of {trusted} are {span}; these count");
        let advice = "Entries of different exports may be mixed; take the snapshot as ILMT wrote it.";
        let finding = note(Severity::Warning, file, message, advice);
        findings.push(row.map_or(finding.clone(), |row| finding.at(row)));
    }
    let unlisted = contents.daily.entries.is_empty();
    let measured = if unlisted { DaySet::union_of([span]) } else { contents.daily.days() };
    for hole in measured.missing(span) {
        let message = format!("the daily series has no row on {hole}; those days do not count as measured");
        let advice = "Find out whether ILMT ran; add evidence for those days with --tables if there is any.";
        findings.push(note(Severity::Warning, trusted, message, advice));
    }
    report_quarters(span, archive, findings);
    let made = contents.condition.as_ref().and_then(super::condition::Condition::made);
    Ok(Period { span, measured, made })
}

/// The two dates in `products_daily_2021-04-04_2021-05-04_server.csv`.
fn of_name(entry: &str) -> Option<Span> {
    let name = last(entry);
    let mut parts = name.strip_prefix("products_daily_")?.split('_').map(|part| Day::parse(part.as_bytes()));
    Some(Span::new(parts.next()??, parts.next()??))
}

fn report_quarters(span: Span, archive: &str, findings: &mut Findings) {
    let quarter = Quarter::of(span.to);
    let reach =
        if quarter.span() == span { format!("exactly {quarter}") } else { format!("not exactly {quarter}") };
    let message = format!(
        "the snapshot covers {span}, {reach}: use, measurement and report are on file for those days and no others; \
         they are taken as the first and the last of the estate"
    );
    let advice =
        "State first_deployment and as_of in an estate.toml, and evidence of other periods, with --tables.";
    findings.push(note(Severity::Note, archive, message, advice));
}
