//! Why days stand or are lost: the deciding conditions only, and what would change them.

use crate::calendar::Span;
use crate::estate::{Evidence, HostId, ProductId, Scope};
use crate::estimate::Judged;
use crate::judge::Evidenced;
use crate::price::{Granularity, Reading};
use crate::read::rows::{Kind, State};
use crate::report::{Condition, conditions};
use crate::rules::RuleId;

use super::counted::days as in_words;
use super::{Asked, Step};

/// Hosts shown one by one; the rest are counted.
const SHOWN: usize = 200;

/// Lost days host by host; or that the quarter stands.
pub fn steps(
    asked: &Asked<'_>,
    rules: &Reading,
    evidenced: &Evidenced,
    judged: &Judged,
    days: Span,
) -> Vec<Step> {
    let mut lost = Vec::new();
    for ((member, _), of_member) in asked.line.members.iter().zip(&judged.lost) {
        let name = asked.estate.product(*member).map_or("", |p| &p.name);
        let of = if asked.line.members.len() > 1 { format!("{name}: ") } else { String::new() };
        for (host, span) in of_member.raw.iter().filter(|(host, _)| asked.wants(*host)) {
            let Some(span) = span.overlap(days) else { continue };
            for (condition, part) in conditions(evidenced, *host, *member, span) {
                lost.push(one(asked, evidenced, (*host, *member), condition, part, &of));
            }
        }
    }
    let mut steps = Vec::new();
    if lost.is_empty() {
        let text =
            "The quarter stands: every day on which the product was there under sub-capacity is evidenced";
        let mut step = Step::new(text).rule(RuleId::EvidencedDay);
        step.steps.extend(supports(asked, evidenced, days));
        steps.push(step);
    } else {
        let count = lost.len();
        let mut step = Step::new("Days are lost").rule(RuleId::LostDay);
        step.steps.extend(lost.into_iter().take(SHOWN));
        if count > SHOWN {
            step.steps.push(Step::new(format!("… and {} more", count - SHOWN)));
        }
        steps.push(step);
    }
    let widened = match rules.granularity {
        Granularity::Days => None,
        Granularity::Quarter => {
            Some((RuleId::WidenedQuarter, "a lost day loses its whole quarter on that host"))
        }
        Granularity::Window => {
            Some((RuleId::WidenedWindow, "a lost day loses the whole window on that host"))
        }
    };
    let any = judged.lost.iter().any(|l| !l.pieces.is_empty());
    steps.extend(widened.filter(|_| any).map(|(rule, text)| Step::new(text).rule(rule)));
    steps
}

fn one(
    asked: &Asked<'_>,
    evidenced: &Evidenced,
    (host, member): (HostId, ProductId),
    condition: Condition,
    days: Span,
    of: &str,
) -> Step {
    let (what, rule, cure) = match condition {
        Condition::NotMeasured => {
            ("not measured", RuleId::EvidencedDay, "a measured or a rebuilt item for those days")
        }
        Condition::NotReported => {
            ("measured, but no report", RuleId::ReportDue, "a report or a rebuilt item for those days")
        }
        Condition::Neither => (
            "not measured and no report",
            RuleId::EvidencedDay,
            "a rebuilt item, or a measured item and a report, for those days",
        ),
    };
    let name = asked.host_name(host);
    let refused: Vec<Step> = asked
        .estate
        .evidence
        .iter()
        .filter(|item| !evidenced.truth.holds(item) && item.span.overlap(days).is_some())
        .filter(|item| reaches(asked, item, host, member, days) && helps(item.kind, condition))
        .map(|item| refusal(asked, evidenced, item))
        .collect();
    let text = format!("{of}{what} {} on {name}; would stand with {cure}", in_words(days));
    Step::new(text).rule(rule).steps(refused)
}

/// Whether an item of a kind could mend what is missing.
fn helps(kind: Kind, condition: Condition) -> bool {
    match kind {
        Kind::Rebuilt => true,
        Kind::Measured => condition != Condition::NotReported,
        Kind::Report => condition != Condition::NotMeasured,
    }
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

/// The true items that carry the days, and what else does.
fn supports(asked: &Asked<'_>, evidenced: &Evidenced, days: Span) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(grace) = evidenced.grace.and_then(|g| g.overlap(days)) {
        steps.push(Step::new(format!("grace until {}", grace.to)).rule(RuleId::Grace));
    }
    if evidenced.no_report_due.within(days).next().is_some() {
        steps.push(Step::new("no report is due for these days").rule(RuleId::ReportDue));
    }
    let items =
        asked.estate.evidence.iter().filter(|i| evidenced.truth.holds(i) && i.span.overlap(days).is_some());
    let ours = items.filter(|i| match i.scope {
        Scope::Host(host) => asked.wants(host),
        Scope::Product(product) => {
            asked.line.product == product || asked.line.members.iter().any(|(m, _)| *m == product)
        }
        Scope::All | Scope::Cluster(_) | Scope::Region(_) => true,
    });
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

/// Whether an item's scope reaches a product on a host within days.
fn reaches(asked: &Asked<'_>, item: &Evidence, host: HostId, member: ProductId, days: Span) -> bool {
    let estate = asked.estate;
    let rows = || estate.host(host).into_iter().flat_map(|h| h.during(days)).map(|(_, _, row)| row);
    match item.scope {
        Scope::All => true,
        Scope::Host(id) => id == host,
        Scope::Cluster(id) => rows().any(|row| row.cluster == id),
        Scope::Region(id) => rows().any(|row| row.region == id),
        Scope::Product(id) => id == member || estate.product(member).is_some_and(|p| p.bundle == Some(id)),
    }
}
