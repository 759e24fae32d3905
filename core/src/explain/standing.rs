//! Why days stand or are lost: the deciding conditions only, and what would change them.

use std::collections::BTreeSet;

use crate::calendar::Span;
use crate::estate::{Evidence, HostId, ProductId};
use crate::estimate::{Counted, Judged, Rules};
use crate::judge::{Evidenced, Lost};
use crate::price::Granularity;
use crate::read::rows::{Kind, State};
use crate::report::{Condition, conditions, helps, reaches};
use crate::rules::RuleId;

use super::counted::days as in_words;
use super::{Asked, Step};

/// Hosts shown one by one; the rest are counted.
const SHOWN: usize = 200;

/// Lost days host by host; or that the quarter stands.
pub fn steps(asked: &Asked<'_>, rules: &Rules, counted: &Counted, judged: &Judged, days: Span) -> Vec<Step> {
    let evidenced = rules.evidenced();
    let mut lost = Vec::new();
    let mut widened = Vec::new();
    for (member, of_member) in counted.members.iter().zip(&judged.lost) {
        let of = if counted.members.len() > 1 { format!("{}: ", member.product.name) } else { String::new() };
        for (host, span) in of_member.raw.iter().filter(|(host, _)| asked.wants(*host)) {
            let Some(span) = span.overlap(days) else { continue };
            for (condition, part) in conditions(evidenced, *host, member.id, span) {
                lost.push(one(asked, evidenced, (*host, member.id), condition, part, &of));
            }
        }
        let pieces = of_member.pieces.iter().filter(|(_, span)| span.overlap(days).is_some());
        let hosts = pieces.filter_map(|(index, _)| member.cells.get(*index)).map(|cell| cell.host);
        let ours: BTreeSet<HostId> = hosts.filter(|host| asked.wants(*host)).collect();
        widened.extend(ours.into_iter().map(|host| (host, of_member)));
    }
    let any_lost = !lost.is_empty();
    let mut steps = Vec::new();
    if any_lost {
        let count = lost.len();
        let mut step = Step::new("Days are lost").rule(RuleId::LostDay).steps(lost.into_iter().take(SHOWN));
        if count > SHOWN {
            step.steps.push(Step::new(format!("… and {} more", count - SHOWN)));
        }
        steps.push(step);
    } else if widened.is_empty() {
        let text =
            "The quarter stands: every day on which the product was there under sub-capacity is evidenced";
        let step = Step::new(text).rule(RuleId::EvidencedDay);
        steps.push(step.steps(supports(asked, evidenced, counted, days)));
    }
    if !widened.is_empty() {
        steps.extend(reach_in_time(asked, rules, &widened));
    }
    steps
}

/// How far lost days lose other days of the same host.
fn reach_in_time(asked: &Asked<'_>, rules: &Rules, widened: &[(HostId, &Lost)]) -> Option<Step> {
    let (rule, text) = match rules.reading.granularity {
        Granularity::Days => return None,
        Granularity::Quarter => (RuleId::WidenedQuarter, "a lost day loses its whole quarter on that host"),
        Granularity::Window => (RuleId::WidenedWindow, "a lost day loses the whole window on that host"),
    };
    let because = widened.iter().take(SHOWN).filter_map(|(host, lost)| {
        let first = lost.raw.iter().find(|(h, _)| h == host).map(|(_, span)| *span)?;
        Some(Step::new(format!("{}: lost because of {}", asked.host_name(*host), in_words(first))))
    });
    Some(Step::new(text).rule(rule).steps(because))
}

fn one(
    asked: &Asked<'_>,
    evidenced: &Evidenced,
    (host, member): (HostId, ProductId),
    condition: Condition,
    days: Span,
    of: &str,
) -> Step {
    let (what, rule) = match condition {
        Condition::NotMeasured => ("not measured", RuleId::EvidencedDay),
        Condition::NotReported => ("measured, but no report", RuleId::ReportDue),
        Condition::Neither => ("not measured and no report", RuleId::EvidencedDay),
    };
    let cure = condition.cure();
    let name = asked.host_name(host);
    let refused: Vec<Step> = asked
        .estate
        .evidence
        .iter()
        .filter(|item| !evidenced.truth.holds(item) && helps(item.kind, condition))
        .filter(|item| reaches(asked.estate, item, host, member, days))
        .map(|item| refusal(asked, evidenced, item))
        .collect();
    let text = format!("{of}{what} {} on {name}; would stand with {cure}", in_words(days));
    Step::new(text).rule(rule).steps(refused)
}

fn refusal(asked: &Asked<'_>, evidenced: &Evidenced, item: &Evidence) -> Step {
    let (why, rule) = match item.state {
        _ if evidenced.truth.late(item) => ("made too late", RuleId::LateReport),
        State::Contestable => ("contestable, and this reading does not accept it", RuleId::Contestable),
        State::Lost | State::Held => ("lost", RuleId::LostDay),
    };
    let text =
        format!("{} {} for {} is on the list but {why}", kind(item.kind), item.id, in_words(item.span));
    Step::new(text).rule(rule).place(asked.estate.place(item.place))
}

/// The true items that carry the days of the hosts with the product, and what else does.
fn supports(asked: &Asked<'_>, evidenced: &Evidenced, counted: &Counted, days: Span) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(grace) = evidenced.grace.and_then(|g| g.overlap(days)) {
        steps.push(Step::new(format!("grace until {}", grace.to)).rule(RuleId::Grace));
    }
    if evidenced.no_report_due.within(days).next().is_some() {
        steps.push(Step::new("no report is due for these days").rule(RuleId::ReportDue));
    }
    let carries = |item: &&Evidence| {
        counted.members.iter().any(|m| {
            let claimed = m.cells.iter().filter(|c| c.claimed && asked.wants(c.host));
            let mut parts = claimed.filter_map(|c| Some((c.host, c.span.overlap(days)?)));
            parts.any(|(host, part)| reaches(asked.estate, item, host, m.id, part))
        })
    };
    let ours = asked.estate.evidence.iter().filter(|item| evidenced.truth.holds(item)).filter(carries);
    let rule = |k| if k == Kind::Rebuilt { RuleId::Rebuilt } else { RuleId::EvidencedDay };
    let shown: Vec<Step> = ours
        .take(SHOWN)
        .map(|i| {
            let text = format!("{} {} for {}", kind(i.kind), i.id, in_words(i.span));
            Step::new(text).rule(rule(i.kind)).place(asked.estate.place(i.place))
        })
        .collect();
    steps.extend(shown);
    steps
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Measured => "measured item",
        Kind::Report => "report",
        Kind::Rebuilt => "rebuilt item",
    }
}
