//! What ILMT itself says about how far its figures can be trusted.

use std::collections::BTreeSet;

use crate::finding::{Findings, Severity};

use super::columns::Language;
use super::condition::{Condition, medium_date};
use super::entries::last;
use super::instances::Instance;
use super::period::Period;
use super::{Contents, note};

/// Findings on the whole snapshot, then on its rows.
pub fn report(contents: &Contents, period: &Period, archive: &str, findings: &mut Findings) {
    recognised(contents, findings);
    unread(contents, findings);
    match &contents.condition {
        Some(condition) if condition.period().is_some() => data_condition(condition, period, findings),
        Some(condition) => {
            let message =
                "the labels are not English: filters, computer group and accuracy were not looked at";
            findings.push(note(Severity::Warning, &condition.path, message, super::EXPORT_IN_ENGLISH));
        }
        None => {
            let message = "there is no data_condition.txt: filters, computer group and accuracy are unknown";
            findings.push(note(Severity::Warning, archive, message, "Take the snapshot as ILMT wrote it."));
        }
    }
    if contents.daily.entries.is_empty() {
        let message = "there is no products_daily_….csv: the totals cannot be checked day by day";
        findings.push(note(
            Severity::Warning,
            archive,
            message,
            "Make the snapshot with ILMT 9.2.20 or later.",
        ));
    }
    rows(contents, period, findings);
}

fn recognised(contents: &Contents, findings: &mut Findings) {
    let headers = match contents.language {
        Language::English => "by its English headers",
        Language::Polish => "by its Polish headers",
        Language::Unknown => {
            "by the order of its columns, which the totals bear out; its words for yes and no may be unknown"
        }
    };
    let tool = contents.condition.as_ref().and_then(|c| c.value("audit snapshot generated in"));
    let tool = tool.map_or("an audit snapshot", |(tool, _)| tool);
    let message = format!("recognised {headers} as the PVU sub-capacity report of {tool}");
    findings.push(note(Severity::Note, &contents.report, message, "Nothing to do."));
}

fn unread(contents: &Contents, findings: &mut Findings) {
    for name in &contents.unread {
        let (severity, message, advice) = match last(name).as_str() {
            "bundling_definitions.csv" | "part_numbers.csv" | "audit_trails.csv" => {
                (Severity::Note, "present, not read: nothing in it is counted", "Nothing to do.")
            }
            "cloud_paks.csv" => (
                Severity::Warning,
                "present, not read: Cloud Paks and FlexPoints are not in this answer",
                "Add the bundles, their members and their machines with --tables.",
            ),
            _ => (
                Severity::Warning,
                "present, not read: what it counts is not in this answer",
                "If it is a report on a metric other than PVU, add its products and machines with --tables.",
            ),
        };
        findings.push(note(severity, name, message, advice));
    }
    for (product, metric) in &contents.daily.others {
        let file = contents.daily.entries.first().map_or("", |entry| entry);
        let message =
            format!("{product} is measured in {metric} and is not in this answer: only PVU are read");
        findings.push(note(
            Severity::Warning,
            file,
            message,
            "Add the product and its machines with --tables.",
        ));
    }
}

fn data_condition(condition: &Condition, period: &Period, findings: &mut Findings) {
    let mut say = |severity, label: &str, is_odd: &dyn Fn(&str) -> bool, message: &str, advice: &str| {
        if let Some((value, row)) = condition.value(label).filter(|(value, _)| is_odd(value)) {
            let message = format!("{message}: {value}");
            findings.push(note(severity, &condition.path, message, advice).at(row));
        }
    };
    let warning = Severity::Warning;
    let any_above_zero = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).any(|number| number.bytes().any(|digit| digit != b'0'))
    };
    let older = |text: &str| medium_date(text).is_some_and(|day| day < period.span.from);
    let set = |text: &str| !["none", "no filters", "-"].contains(&text.to_lowercase().trim_end_matches('.'));
    let whole = "Make the snapshot for All Computers without filters, or the rest of the estate is not in the answer.";
    say(
        warning,
        "computer group id",
        &|text| text != "0",
        "the snapshot is of one computer group only",
        whole,
    );
    say(warning, "used filters", &set, "the report was filtered", whole);
    let update = "Update the PVU table in ILMT; a processor released since may be counted at the wrong rate.";
    say(Severity::Note, "pvu table version", &older, "ILMT's PVU table is older than the period", update);
    let again = "Recalculate in ILMT and make the snapshot again.";
    let needed = |text: &str| !text.to_lowercase().contains("not needed");
    say(warning, "recalculation status", &needed, "ILMT wants a recalculation", again);
    let failed = |text: &str| !text.to_lowercase().contains("successful");
    say(warning, "import status", &failed, "the last import did not end well", again);
    let gaps = "An auditor may hold that these computers were not measured; show when they last reported, or rebuild.";
    say(warning, "number of disconnected", &any_above_zero, "computers were disconnected", gaps);
    say(warning, "data accuracy", &any_above_zero, "ILMT doubts its own data", gaps);
}

fn rows(contents: &Contents, period: &Period, findings: &mut Findings) {
    let mut said: BTreeSet<(&str, &str)> = BTreeSet::new();
    for row in &contents.instances {
        let Instance { product, server, computer, .. } = row;
        let mut say = |odd: bool, kind, of, message: String, advice| {
            if odd && said.insert((kind, of)) {
                let finding = note(Severity::Warning, &contents.report, message, advice);
                findings.push(finding.at(row.place.row));
            }
        };
        let message = format!("ILMT wants {product} recalculated");
        let advice = "Recalculate in ILMT and make the snapshot again.";
        say(row.recalculation, "recalculation", product, message, advice);
        let message = format!("the rate of {server} ({} PVU per core) was set by hand", row.rate.get());
        let advice = "Keep the reason at hand; it is in ILMT's audit trail.";
        say(row.rate_changed, "rate", server, message, advice);
        let message = format!("instances of {product} are not confirmed in ILMT; they are counted");
        let advice = "Confirm them in ILMT, or assign them to the product they belong to.";
        say(row.unconfirmed, "unconfirmed", product, message, advice);
        let message =
            format!("{computer} was deleted in ILMT; it counts as long as its rows are in the report");
        say(row.computer_deleted, "deleted", computer, message, "Keep proof of when it was retired.");
        if let Some(day) = row.last_seen.filter(|day| *day < period.span.from) {
            let message = format!(
                "{computer} was last seen on {day}, before the period: ILMT counts what it knew then"
            );
            let advice =
                "Mend the agent; an auditor may hold that the computer was not measured in the period.";
            say(true, "last seen", computer, message, advice);
        }
    }
}
