//! The totals: what holds for every reading, each reading's products, and one product over the window.

use crate::Estimator;
use crate::calendar::Span;
use crate::error::Error;
use crate::estate::{Estate, InstalledOn};
use crate::estimate::{Counted, Judged};
use crate::finding::{Code, Finding};
use crate::judge::Window;
use crate::price::{Reading, claim};
use crate::read::Table;
use crate::rules::RuleId;
use crate::units::Money;

use super::priced::{self, Detail, money};
use super::{Asked, Carried, How, Step};

/// Hosts, lost days and rows shown one by one under a total.
const SHOWN: usize = 10;

/// The total of every reading.
pub fn totals(estimator: &Estimator<'_>, estate: &Estate, carried: &Carried) -> Result<Vec<Step>, Error> {
    let of = |line| Asked { estate, line, host: None, carried };
    let asked: Vec<Asked<'_>> = estimator.lines().iter().map(of).collect();
    under_each(estimator, estate, &asked)
}

/// The total of a product or bundle under every reading.
pub fn product(estimator: &Estimator<'_>, asked: &Asked<'_>) -> Result<Vec<Step>, Error> {
    under_each(estimator, asked.estate, std::slice::from_ref(asked))
}

fn under_each(estimator: &Estimator<'_>, estate: &Estate, lines: &[Asked<'_>]) -> Result<Vec<Step>, Error> {
    let counted = lines.iter().map(|asked| estimator.count(asked.line)).collect::<Result<Vec<_>, _>>()?;
    let mut steps = vec![first_deployment(estate)];
    for rules in estimator.rules() {
        let (mut total, mut products) = (Money::ZERO, Vec::new());
        let (mut nothing, mut nothing_known) = (0, true);
        let (mut unpriced, mut unknown) = (false, Vec::new());
        for (asked, counted) in lines.iter().zip(&counted) {
            let judged = estimator.judge(rules, counted)?;
            unknown.extend(lost_on_unknown_hosts(estate, counted, &judged));
            let lines_of = claim(&counted.product, &judged.shortfall, &rules.reading, estate.currency)?.lines;
            unpriced |= lines_of.is_none();
            let owed = lines_of.map(|l| l.total);
            total = owed.map_or(Ok(total), |more| total.plus(more))?;
            if lines.len() > 1 && judged.shortfall.peak == crate::units::Quantity::ZERO {
                nothing += 1;
                nothing_known &= known(estate, rules.window, counted, &judged);
                continue;
            }
            let step = priced::product(asked, rules, counted, &judged, Detail::Deciding(SHOWN))?;
            // Beside the total, so that it does not count among its lines.
            products.push(step);
            products.push(unadded(priced::without_gaps(asked, rules, counted)?, asked.name(), lines.len()));
        }
        if nothing > 0 {
            let text = format!("{nothing} products or bundles lack nothing in any quarter of the window");
            let step = money(text, Money::ZERO, estate.currency)?.at_least(nothing_known);
            products.push(step.rule(RuleId::PeakOnce));
        }
        let at_least = at_least(estate, rules.window, unpriced, &unknown);
        let sum = money("", total, estate.currency)?.how(How::Sum).at_least(at_least.is_empty());
        let head = reading(&rules.reading);
        let step = Step { value: sum.value, amount: sum.amount, how: sum.how, ..head };
        let step = step.step(window(estate, &rules.reading, rules.window));
        steps.push(step.steps(at_least).steps(products));
    }
    Ok(steps)
}

/// A figure beside a sum, not in it.
fn unadded(step: Step, name: &str, lines: usize) -> Step {
    let of = if lines > 1 { format!("{name}: ") } else { String::new() };
    Step { amount: None, text: format!("{of}{}", step.text), ..step }
}

/// The head of a reading.
pub fn reading(reading: &Reading) -> Step {
    let step = Step::new(format!("Reading {}: {}", reading.name, reading.title));
    let known = reading.sources.iter().filter_map(|id| crate::sources::source(id));
    Step { sources: known.map(|source| source.id.as_str()).collect(), ..step }
}

/// The window of a reading.
pub fn window(estate: &Estate, reading: &Reading, window: Window) -> Step {
    let Window { first, last, days } = window;
    let text = format!(
        "Window {first} … {last}, {days}: at most {} quarters back from {}",
        reading.lookback_quarters, estate.as_of
    );
    let clipped = estate.first_deployment.is_some_and(|day| day >= first.span().from && day == days.from);
    let why = if clipped { ", and not before the first deployment" } else { "" };
    Step::new(text + why).rule(RuleId::LookBack)
}

/// Which first deployment holds and why.
pub fn first_deployment(estate: &Estate) -> Step {
    let Some(first) = estate.first_deployment else {
        let text =
            "First deployment unknown: no install is dated, so nothing is clipped and there is no grace";
        return Step::new(text).rule(RuleId::FirstDeployment);
    };
    let step =
        |why: String| Step::new(format!("First deployment {first}: {why}")).rule(RuleId::FirstDeployment);
    let Some((_, place)) = estate.derived_first.filter(|(day, _)| *day == first) else {
        return step("as stated".to_owned());
    };
    let of_terms = estate.products.iter().filter(|p| p.subcapacity).flat_map(|p| &p.installs);
    let on_vm = of_terms.filter(|i| matches!(i.on, InstalledOn::Vm(_))).any(|i| i.span.from == first);
    let which = if on_vm { " on a vm of a product under sub-capacity terms" } else { "" };
    step(format!("the day of the earliest dated install{which}")).place(estate.place(place))
}

/// Whether a line's quantities are all there is; otherwise its figures are "at least".
pub fn known(estate: &Estate, window: Window, counted: &Counted, judged: &Judged) -> bool {
    estate.counted_all(window.days) && lost_on_unknown_hosts(estate, counted, judged).is_empty()
}

/// Why a total says "at least", with the rows.
pub fn at_least(estate: &Estate, window: Window, unpriced: bool, unknown: &[Step]) -> Vec<Step> {
    let because =
        |text: String| Step::new(format!("At least, because {text}")).rule(RuleId::UnknownIsNotZero);
    let mut steps = Vec::new();
    if unpriced {
        steps.push(because("a price is missing".to_owned()));
    }
    if estate.row_left_out {
        let counts = |f: &&Finding| f.left_out && !only_evidence(&f.file);
        steps.push(with_rows(because("a row was left out of the count".to_owned()), estate, counts));
    }
    let days: Vec<Span> = estate.host_not_there.within(window.days).collect();
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let text = format!(
            "something stood on a host on a day on which the host has no row ({} … {})",
            first.from, last.to
        );
        steps.push(with_rows(because(text), estate, |f| f.code == Code::HostNotThere));
    }
    if !unknown.is_empty() {
        let text = "a day is lost on a host whose full capacity is unknown".to_owned();
        steps.push(because(text).steps(unknown.iter().take(SHOWN).cloned()));
    }
    steps
}

/// Rows left out there change no count.
fn only_evidence(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
    matches!(Table::of_file(&name), Some(Table::Evidence | Table::Entitlements))
}

fn with_rows(step: Step, estate: &Estate, which: impl Fn(&&Finding) -> bool) -> Step {
    let rows: Vec<&Finding> = estate.findings.iter().filter(which).collect();
    let shown = rows.iter().take(SHOWN).map(|finding| {
        let place =
            finding.row.map_or_else(|| finding.file.clone(), |row| format!("{}, row {row}", finding.file));
        Step::new(finding.message.clone()).place(place)
    });
    let more = rows.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| Step::new(format!("… and {more} more")));
    step.steps(shown).steps(more)
}

pub fn lost_on_unknown_hosts(estate: &Estate, counted: &Counted, judged: &Judged) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (member, lost) in counted.members.iter().zip(&judged.lost) {
        for (id, span) in &lost.raw {
            let Some(host) = estate.host(*id).filter(|h| h.artificial) else { continue };
            let text = format!("{} on {} {span}", member.product.name, host.name);
            let step = Step::new(text).rule(RuleId::UnknownHypervisor);
            steps.push(host.spans.iter().fold(step, |step, row| step.place(estate.place(row.place))));
        }
    }
    steps
}
