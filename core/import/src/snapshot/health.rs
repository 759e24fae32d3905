//! What the tool itself says about how far its figures can be trusted: findings, and doubts about the report.
//!
//! A doubt makes the report contestable. From which share of computers on, and from which age on, is a judgement
//! of this program: IBM names no number of days and no percentage.

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Severity};

use crate::batch::Batch;

use super::condition::{Condition, Label, medium_date};
use super::period::Period;
use super::{Contents, oddities};

/// A tool or a PVU table older than this at the end of the period is a doubt. ILMT is updated quarterly.
const OLDEST_DAYS: i32 = 366;
/// From this share of computers on, in percent, a lack of data is a doubt.
const DOUBTFUL_PERCENT: u32 = 10;
/// The first release that counts as current sub-capacity reporting.
const OLDEST_VERSION: (u32, u32) = (9, 2);

const WHOLE: &str =
    "Make the snapshot for All Computers without filters, or the rest of the estate is not in the answer.";
pub(super) const AGAIN: &str = "Recalculate in the tool and make the snapshot again.";
const GAPS: &str =
    "An auditor may hold that these computers were not measured; show when they last reported, or rebuild.";

/// Findings on the whole snapshot, then on its rows.
pub(super) fn look(contents: &Contents, period: &Period, batch: &mut Batch, doubts: &mut Vec<String>) {
    match &contents.condition {
        Some(condition) => of_condition(condition, period, batch, doubts),
        None => {
            let message = "there is no data_condition.txt: filters, computer group and accuracy are unknown";
            let archive = batch.name.clone();
            let advice = "Take the snapshot as the tool wrote it.";
            batch.note(Code::PartOnly, Severity::Warning, &archive, message, advice);
        }
    }
    if period.measured.is_empty() {
        let message = "there is no products_daily_….csv: the totals cannot be checked day by day";
        let archive = batch.name.clone();
        let advice = "Make the snapshot with ILMT 9.2.20 or later.";
        batch.note(Code::MissingDays, Severity::Warning, &archive, message, advice);
    }
    let words = std::mem::take(&mut batch.snapshots.words);
    for sheet in &contents.sheets {
        oddities::of_rows(sheet, period, &words, batch, doubts);
    }
    oddities::of_inventory(contents, &words, batch);
    batch.snapshots.words = words;
}

fn of_condition(condition: &Condition, period: &Period, batch: &mut Batch, doubts: &mut Vec<String>) {
    if condition.period().is_none() {
        let message = "its labels are in a language not known here: filters, computer group and accuracy were not \
                       looked at";
        batch.note(Code::PartOnly, Severity::Warning, &condition.path, message, super::IN_ENGLISH);
        return;
    }
    let mut say = |code, severity, row, message: String, advice| {
        batch.findings.push(Finding::new(code, severity, &condition.path, message, advice).at(row));
    };
    let warning = Severity::Warning;
    if let Some((id, row)) = condition.value(Label::GroupId).filter(|(id, _)| *id != "0") {
        let name = condition.value(Label::GroupName).map_or(id, |(name, _)| name);
        say(
            Code::PartOnly,
            warning,
            row,
            format!("the snapshot is of the computer group {name} only"),
            WHOLE,
        );
        doubts.push(format!("computer group {name} only"));
    }
    if let Some((filters, row)) = condition.value(Label::Filters).filter(|(text, _)| is_filter(text)) {
        say(Code::PartOnly, warning, row, format!("the report was filtered: {filters}"), WHOLE);
        if filters.split("; ").any(leaves_computers_out) {
            doubts.push(format!("filtered: {filters}"));
        }
    }
    let tool = condition.value(Label::Tool);
    if let Some((tool, row, age)) =
        tool.and_then(|(tool, row)| Some((tool, row, outdated(tool, period.span.to)?)))
    {
        let advice = "Keep the tool current; an auditor may hold against an old one that it was not.";
        say(Code::Outdated, warning, row, format!("{tool} is {age}"), advice);
        doubts.push(format!("tool {age}"));
    }
    if let Some((text, row)) = condition.value(Label::PvuTable) {
        let version = medium_date(text).filter(|version| *version < period.span.from);
        let advice =
            "Update the PVU table in the tool; a processor released since may be counted at the wrong rate.";
        if let Some(version) = version {
            let old = days_between(version, period.span.to) > OLDEST_DAYS;
            let severity = if old { warning } else { Severity::Note };
            let message = format!("the tool's PVU table of {version} is older than the period");
            say(Code::Outdated, severity, row, message, advice);
            if old {
                doubts.push(format!("PVU table of {version}"));
            }
        }
    }
    if condition.is_english() {
        let recalculation = condition.value(Label::Recalculation);
        if let Some((text, row)) =
            recalculation.filter(|(text, _)| !text.to_lowercase().contains("not needed"))
        {
            say(Code::Outdated, warning, row, format!("the tool wants a recalculation: {text}"), AGAIN);
            doubts.push("recalculation needed".to_owned());
        }
        let import = condition.value(Label::Import);
        if let Some((text, row)) = import.filter(|(text, _)| !text.to_lowercase().contains("successful")) {
            say(Code::Outdated, warning, row, format!("the last import did not end well: {text}"), AGAIN);
            doubts.push("last import not successful".to_owned());
        }
    }
    for (label, message) in [
        (Label::Disconnected, "computers were disconnected"),
        (Label::Accuracy, "the tool doubts its own data"),
    ] {
        let above_zero = |text: &str| numbers(text).any(|(number, _)| number > 0);
        if let Some((text, row)) = condition.value(label).filter(|(text, _)| above_zero(text)) {
            say(Code::PartOnly, warning, row, format!("{message}: {text}"), GAPS);
            let percent = numbers(text).filter(|(_, percent)| *percent).map(|(number, _)| number).max();
            if let Some(percent) = percent.filter(|percent| *percent >= DOUBTFUL_PERCENT) {
                doubts.push(match label {
                    Label::Disconnected => format!("{percent}% of computers disconnected"),
                    _ => format!("{percent}% of computers with late or missing data"),
                });
            }
        }
    }
}

/// The numbers of a text, and whether each is followed by a percent sign.
fn numbers(text: &str) -> impl Iterator<Item = (u32, bool)> {
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_ascii_digit()
            && !text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    starts.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at_checked(end)?;
        Some((digits.parse().ok()?, behind.trim_start().starts_with('%')))
    })
}

fn is_filter(text: &str) -> bool {
    !["none", "no filters", "-"].contains(&text.to_lowercase().trim_end_matches('.'))
}

/// Filters by product, bundle or metric keep other products out; any other may keep computers out.
fn leaves_computers_out(filter: &str) -> bool {
    let field = filter.split('"').nth(1).unwrap_or(filter).to_lowercase();
    !["product", "bundle", "flexpoint", "metric", "publisher", "part number"]
        .iter()
        .any(|word| field.contains(word))
}

/// Why a tool is too old: `IBM License Metric Tool 9.2.24.0-20210420-1604` names its version and its day.
fn outdated(tool: &str, end: Day) -> Option<String> {
    let build = tool.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = build.split('-');
    let version = parts.next()?;
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    let version_numbers = (numbers.next()?, numbers.next().unwrap_or(0));
    if version_numbers < OLDEST_VERSION {
        return Some(format!("version {version}, older than 9.2"));
    }
    let date = parts.next().filter(|date| date.len() == 8)?;
    let (year, rest) = date.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let built = Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (days_between(built, end) > OLDEST_DAYS)
        .then(|| format!("built {built}, more than a year before the period's end"))
}

fn days_between(from: Day, to: Day) -> i32 {
    if from > to { 0 } else { subcap_core::calendar::Span::new(from, to).days() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_percentages_of_a_text() {
        let all: Vec<_> = numbers("11 (61%). of 2021: 6 %").collect();
        assert_eq!(all, [(11, false), (61, true), (2021, false), (6, true)]);
    }

    #[test]
    fn versions_and_their_age() {
        let end = Day::from_ymd(2021, 5, 4).unwrap();
        assert_eq!(outdated("IBM License Metric Tool 9.2.24.0-20210420-1604", end), None);
        assert!(
            outdated("IBM License Metric Tool 9.2.11.0-20180620-1604", end).unwrap().contains("2018-06-20")
        );
        assert!(outdated("IBM License Metric Tool 7.5.0.1", end).unwrap().contains("older than 9.2"));
        assert_eq!(outdated("some tool", end), None);
        assert_eq!(outdated("tool 10.0.7.0-9", end), None);
    }

    #[test]
    fn filters_on_products_leave_no_computer_out() {
        assert!(!leaves_computers_out("Field: \"FlexPoint or Cloud Pak Bundle\" in set None"));
        assert!(leaves_computers_out("Field: \"Computer\" contains prod"));
        assert!(leaves_computers_out("something"));
        assert!(is_filter("something") && !is_filter("No filters."));
    }
}
