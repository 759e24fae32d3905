//! What a person sees of scenarios: totals side by side, then the steps from one to the other.

use std::io;

use subcap_core::report::{ReadingReport, Report};
use subcap_core::whatif::{Scenario, WhatIf};

use super::comparison::amount;
use super::view::{self, Cell, DOUBT, Section, Tone, View, doubted};
use super::{AS_KNOWN, figures, rows};

/// The whole page.
pub fn of(answer: &WhatIf) -> View {
    let base = &answer.base;
    let name = if base.name.is_empty() { String::new() } else { format!("{} · ", base.name) };
    let title = format!("{name}as of {} · all money in {}", base.as_of, base.currency);
    let mut sections = vec![totals(answer)];
    sections.extend(answer.scenarios.iter().map(|scenario| steps(before(answer), scenario)));
    View { title, sections }
}

/// The position without a scenario.
const AS_IT_IS: &str = "as it is";

/// What the causes go from.
fn before(answer: &WhatIf) -> (&str, &Report) {
    answer.against.as_ref().map_or((AS_IT_IS, &answer.base), |against| (&against.name, &against.report))
}

/// All that stands beside the position as it is.
fn beside(answer: &WhatIf) -> impl Iterator<Item = (&str, &Report)> {
    let against = answer.against.iter().map(|against| (against.name.as_str(), &against.report));
    against.chain(answer.scenarios.iter().map(|s| (s.name.as_str(), &s.report)))
}

fn of_reading<'r>(report: &'r Report, name: &str) -> Option<&'r ReadingReport> {
    report.readings.iter().find(|reading| reading.reading == name)
}

/// Readings × scenarios.
fn totals(answer: &WhatIf) -> Section {
    let mut header = vec![Cell::left("reading"), Cell::right(AS_IT_IS)];
    header.extend(beside(answer).map(|(name, _)| Cell::right(name)));
    let rows = answer.base.readings.iter().map(|reading| {
        let mut row =
            vec![Cell::left(&reading.reading).tone(Tone::Strong), Cell::right(view::amount(reading))];
        row.extend(beside(answer).map(|(_, report)| {
            Cell::right(of_reading(report, &reading.reading).map_or_else(String::new, view::amount))
        }));
        row
    });
    let all = beside(answer).map(|(_, report)| report).chain([&answer.base]);
    let at_least = all.flat_map(|r| &r.readings).any(|r| !r.complete);
    let mut remarks = vec![answer.base.notice.to_owned()];
    remarks.extend(at_least.then(|| "≥ means at least; `subcap estimate` says why.".to_owned()));
    Section { heading: "Totals".to_owned(), header, rows: rows.collect(), remarks }
}

/// The waterfall of a scenario: steps × readings.
fn steps((from, base): (&str, &Report), scenario: &Scenario) -> Section {
    let readings: Vec<&str> = base.readings.iter().map(|r| r.reading.as_str()).collect();
    let mut header = vec![Cell::left(""), Cell::left("step")];
    header.extend(readings.iter().map(|name| Cell::right(*name)));
    let total = |report: &Report, name: &str| of_reading(report, name).map_or_else(String::new, view::amount);
    let line = |group: &str, text: &str, cells: Vec<Cell>| {
        let mut row = vec![Cell::left(group), Cell::left(text)];
        row.extend(cells);
        row
    };
    let ends = |report: &Report| readings.iter().map(|name| Cell::right(total(report, name))).collect();
    let mut rows = vec![line("", from, ends(base))];
    let first = readings.first().copied().unwrap_or_default();
    let mut group = "";
    for (index, cause) in scenario.causes.iter().filter(|c| c.reading == first).enumerate() {
        let cells = readings.iter().map(|name| {
            let cause = scenario.causes.iter().filter(|c| c.reading == *name).nth(index);
            cause.map_or_else(|| Cell::right(""), |c| doubted(c.complete, amount(&c.amount)))
        });
        rows.push(line(if group == cause.group { "" } else { cause.group }, &cause.step, cells.collect()));
        group = cause.group;
    }
    rows.push(line("", &scenario.name, ends(&scenario.report)));
    let heading = format!("{}: why it differs from {from}", scenario.name);
    let doubt = scenario.causes.iter().any(|cause| !cause.complete);
    Section { heading, header, rows, remarks: doubt.then(|| DOUBT.to_owned()).into_iter().collect() }
}

/// One row per scenario, reading and step; the first and the last are the totals.
pub fn csv(answer: &WhatIf) -> io::Result<String> {
    let (from, base) = before(answer);
    let mut all = vec![["scenario", "reading", "group", "step", "amount", "why"].map(str::to_owned)];
    for scenario in &answer.scenarios {
        for reading in &base.readings {
            let name = &reading.reading;
            let row = |group: &str, step: &str, amount: &str, why: &str| {
                [&scenario.name, name, group, step, amount, why].map(str::to_owned)
            };
            all.push(row("total", from, &reading.total, &rows::at_least(reading)));
            let causes = scenario.causes.iter().filter(|c| c.reading == *name);
            let why = |complete| if complete { "" } else { AS_KNOWN };
            all.extend(causes.map(|c| row(c.group, &c.step, &c.amount, why(c.complete))));
            let after = of_reading(&scenario.report, name);
            let why = after.map_or_else(String::new, rows::at_least);
            all.push(row("total", &scenario.name, after.map_or("", |r| &r.total), &why));
        }
    }
    figures(&all)
}
