//! Why days stand or are lost: the deciding conditions only, and what would change them.

use crate::calendar::Span;
use crate::estate::{Evidence, HostId, Product};
use crate::estimate::{Counted, Judged, Rules};
use crate::judge::Evidenced;
use crate::order::Set;
use crate::price::Granularity;
use crate::read::rows::{Kind, State};
use crate::report::{Condition, conditions, reaches};
use crate::rules::RuleId;

use super::change::{Curable, curable};
use super::counted::days as in_words;
use super::{Asked, LostDays, Step};

/// Lost days of a quarter host by host, some of them shown; or that the quarter stands.
pub fn steps(
    asked: &Asked<'_>,
    rules: &Rules,
    counted: &Counted,
    judged: &Judged,
    days: Span,
    shown: usize,
) -> Vec<Step> {
    let evidenced = rules.evidenced();
    let mut lost = Vec::new();
    let mut widened = Vec::new();
    for (member, of_member) in counted.members.iter().zip(&judged.lost) {
        let of = if asked.bundled() { format!("{}: ", member.product.name) } else { String::new() };
        for (host, span) in of_member.raw.iter().filter(|(host, _)| asked.wants(*host)) {
            let Some(span) = span.overlap(days) else { continue };
            let stretches = conditions(evidenced, *host, member.id, span);
            lost.extend(stretches.into_iter().map(|(condition, part)| (member, *host, condition, part)));
        }
        let pieces = of_member.pieces.iter().filter(|(_, span)| span.overlap(days).is_some());
        let hosts = pieces.map(|(cell, _)| cell.host);
        let ours: Set<HostId> = hosts.filter(|host| asked.wants(*host)).collect();
        widened.extend(ours.into_iter().filter_map(|host| {
            // Under `window` the day that loses this quarter may lie in another one.
            let causes = || of_member.raw.iter().filter(move |(h, _)| *h == host).map(|(_, span)| *span);
            let cause = causes().find_map(|span| span.overlap(days)).or_else(|| causes().next())?;
            Some(format!("{of}{}: lost because of {}", asked.host_name(host), in_words(cause)))
        }));
    }
    let mut steps = Vec::new();
    if !lost.is_empty() {
        let (mut step, mut left) = (Step::new("Days are lost").rule(RuleId::LostDay), lost.len());
        for (member, host, condition, part) in lost {
            // What would cure them is searched only as far as it is shown.
            if step.steps.len() >= shown {
                break;
            }
            left -= 1;
            for part in curable(asked.estate, rules, (host, member.id), condition, part) {
                step.steps.push(one(asked, evidenced, (host, &member.product), condition, part));
            }
        }
        if left > 0 {
            step.steps.push(Step::new(format!("… and {left} more stretches of days")));
        }
        steps.push(step);
    } else if widened.is_empty() {
        let text =
            "The quarter stands: every day on which the product was there under sub-capacity is evidenced";
        let step = Step::new(text).rule(RuleId::EvidencedDay);
        steps.push(step.steps(supports(asked, evidenced, counted, days, shown)));
    }
    if !widened.is_empty() {
        steps.extend(reach_in_time(rules.reading.granularity, widened, shown));
    }
    steps
}

/// How far lost days lose other days of the same host.
fn reach_in_time(granularity: Granularity, because: Vec<String>, shown: usize) -> Option<Step> {
    let (rule, text) = match granularity {
        Granularity::Days => return None,
        Granularity::Quarter => (RuleId::WidenedQuarter, "a lost day loses its whole quarter on that host"),
        Granularity::Window => (RuleId::WidenedWindow, "a lost day loses the whole window on that host"),
    };
    let more = because.len().saturating_sub(shown);
    let more = (more > 0).then(|| Step::new(format!("… and {more} more")));
    let because = because.into_iter().take(shown).map(Step::new);
    Some(Step::new(text).rule(rule).steps(because).steps(more))
}

fn one(
    asked: &Asked<'_>,
    evidenced: &Evidenced,
    (host, product): (HostId, &Product),
    condition: Condition,
    part: Curable<'_>,
) -> Step {
    let (what, rule) = match condition {
        Condition::NotMeasured => ("not measured", RuleId::EvidencedDay),
        Condition::NotReported => ("measured, but no report", RuleId::ReportDue),
        Condition::Neither => ("not measured and no report", RuleId::EvidencedDay),
    };
    let name = asked.host_name(host);
    let of = if asked.bundled() { format!("{}: ", product.name) } else { String::new() };
    let lost = LostDays {
        product: product.name.clone(),
        host: name.to_owned(),
        condition: condition.as_str(),
        from: part.days.from.to_string(),
        to: part.days.to.to_string(),
    };
    let refused = part.refused.iter().map(|item| refusal(asked, evidenced, item));
    let step = Step::new(format!("{of}{what} {} on {name}", in_words(part.days))).rule(rule).steps(refused);
    Step { lost: Some(lost), would_change_if: part.would, ..step }
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
fn supports(
    asked: &Asked<'_>,
    evidenced: &Evidenced,
    counted: &Counted,
    days: Span,
    shown: usize,
) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(grace) = evidenced.grace.and_then(|g| g.overlap(days)) {
        steps.push(Step::new(format!("grace until {}", grace.to)).rule(RuleId::Grace));
    }
    if evidenced.no_report_due.within(days).next().is_some() {
        steps.push(Step::new("no report is due for these days").rule(RuleId::ReportDue));
    }
    let carries = |item: &&Evidence| {
        counted.members.iter().any(|m| {
            let claimed = m.cells().filter(|c| c.claimed && asked.wants(c.host));
            let mut parts = claimed.filter_map(|c| Some((c.host, c.span.overlap(days)?)));
            parts.any(|(host, part)| reaches(asked.estate, item, host, m.id, part))
        })
    };
    let ours = asked.estate.evidence.iter().filter(|item| evidenced.truth.holds(item)).filter(carries);
    let rule = |k| if k == Kind::Rebuilt { RuleId::Rebuilt } else { RuleId::EvidencedDay };
    let items: Vec<Step> = ours
        .take(shown)
        .map(|i| {
            let text = format!("{} {} for {}", kind(i.kind), i.id, in_words(i.span));
            Step::new(text).rule(rule(i.kind)).place(asked.estate.place(i.place))
        })
        .collect();
    steps.extend(items);
    steps
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Measured => "measured item",
        Kind::Report => "report",
        Kind::Rebuilt => "rebuilt item",
    }
}
