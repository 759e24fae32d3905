//! What a person sees of a comparison: the difference, its causes, products by money, the quarters
//! and the rows behind it.

use subcap_core::compare::{Comparison, ReadingChange, ReadingSide};

use super::comparison_products::{products, quarters, units};
use super::view::{Cell, DOUBT, Section, Tone, View, at_least, doubted, grouped};

/// The whole page.
pub fn of(comparison: &Comparison) -> View {
    let Comparison { before, after, currency, .. } = comparison;
    let name = |name: &str| if name.is_empty() { String::new() } else { format!("{name}, ") };
    let title = format!(
        "{}{} → {}{} · all money in {currency}",
        name(&before.name),
        before.as_of,
        name(&after.name),
        after.as_of
    );
    let mut sections = vec![headline(comparison)];
    sections.extend(causes(comparison));
    if let Some(reading) = shown(comparison) {
        sections.extend(products(reading, comparison.readings.len()));
        sections.extend(quarters(reading));
    }
    sections.extend(units(comparison));
    sections.extend(tables(comparison));
    sections.push(about(comparison));
    View { title, sections }
}

/// The reading whose products and quarters are shown: the agreement if both have it.
fn shown(comparison: &Comparison) -> Option<&ReadingChange> {
    let agreement = comparison.readings.iter().find(|r| r.reading == "agreement");
    agreement.or_else(|| comparison.readings.first())
}

fn headline(comparison: &Comparison) -> Section {
    let heading = match shown(comparison) {
        Some(r) if comparison.differs() => {
            let totals = format!("{} → {}", total(&r.before), total(&r.after));
            let mark = if known(r) { "" } else { "? " };
            format!("{}: {totals} ({mark}{})", r.reading, signed(&r.difference))
        }
        _ if comparison.readings.iter().all(known) => "No total differs".to_owned(),
        _ => "No total differs by what is known".to_owned(),
    };
    let header = vec![
        Cell::left("reading"),
        Cell::right("A"),
        Cell::right("B"),
        Cell::right("B − A"),
        Cell::left("window"),
    ];
    let rows = comparison.readings.iter().map(|r| {
        let window = |side: &ReadingSide| format!("{} … {}", side.from, side.to);
        let (old, new) = (window(&r.before), window(&r.after));
        vec![
            Cell::left(&r.reading).tone(Tone::Strong),
            Cell::right(total(&r.before)),
            Cell::right(total(&r.after)),
            doubted(known(r), amount(&r.difference)),
            Cell::left(if old == new { old } else { format!("{old} → {new}") }),
        ]
    });
    let mut remarks = Vec::new();
    if comparison.readings.iter().any(|r| !r.before.complete || !r.after.complete) {
        remarks.push("≥ means at least; `subcap estimate` of that side says why.".to_owned());
        remarks.push(DOUBT.to_owned());
    }
    for (side, names) in [("A", &comparison.readings_only_before), ("B", &comparison.readings_only_after)] {
        if !names.is_empty() {
            remarks.push(format!("Only in {side}: {}.", names.join(", ")));
        }
    }
    Section { heading, header, rows: rows.collect(), remarks }
}

/// The waterfall: steps by readings.
fn causes(comparison: &Comparison) -> Option<Section> {
    let readings = &comparison.readings;
    let steps = &readings.first().filter(|r| !r.causes.is_empty())?.causes;
    let mut header = vec![Cell::left("B instead of A in")];
    header.extend(readings.iter().map(|r| Cell::right(&r.reading)));
    let line = |name: Cell, of: &dyn Fn(&ReadingChange) -> Option<Cell>| {
        let cells = readings.iter().map(|r| of(r).unwrap_or_else(|| Cell::right("")));
        std::iter::once(name).chain(cells).collect::<Vec<_>>()
    };
    let strong = |text: &str| Cell::left(text).tone(Tone::Strong);
    let mut rows = vec![line(Cell::left("A"), &|r| Some(Cell::right(total(&r.before))))];
    for (index, step) in steps.iter().enumerate() {
        rows.push(line(Cell::left(&step.step), &|r| {
            r.causes.get(index).map(|c| doubted(c.complete, amount(&c.amount)))
        }));
    }
    rows.push(line(strong("B"), &|r| Some(Cell::right(total(&r.after)).tone(Tone::Strong))));
    let remarks = vec![
        "Each step takes over one part of B for good, from the top down: the amounts add up exactly. In another order the same parts would cost other amounts."
            .to_owned(),
    ];
    Some(Section { heading: "Causes of the difference".to_owned(), header, rows, remarks })
}

fn tables(comparison: &Comparison) -> Option<Section> {
    if comparison.tables.is_empty() {
        return None;
    }
    let header = ["table", "step", "what", "which"].map(Cell::left).to_vec();
    let rows = comparison.tables.iter().map(|change| {
        let mut names: Vec<String> = change
            .first
            .iter()
            .map(|c| if c.what.is_empty() { c.name.clone() } else { format!("{}: {}", c.name, c.what) })
            .collect();
        let more = change.count - change.first.len().min(change.count);
        if more > 0 {
            names.push(format!("… and {more} more"));
        }
        vec![
            Cell::left(change.table),
            Cell::left(change.step),
            Cell::left(format!("{} {}", change.count, change.how)),
            Cell::left(names.join("; ")),
        ]
    });
    let heading = "What differs in the tables".to_owned();
    Some(Section { heading, header, rows: rows.collect(), remarks: Vec::new() })
}

fn about(comparison: &Comparison) -> Section {
    let first = |day: &Option<String>| day.clone().unwrap_or_else(|| "unknown".to_owned());
    let (old, new) = (first(&comparison.before.first_deployment), first(&comparison.after.first_deployment));
    let mut remarks = vec![format!("First deployment: {old} in A, {new} in B.")];
    if comparison.readings.iter().all(|r| r.causes.is_empty()) && comparison.differs() {
        remarks.push("The causes of a difference are found if both are estates.".to_owned());
    }
    remarks.push(comparison.notice.to_owned());
    let heading = "About this comparison".to_owned();
    Section { heading, header: Vec::new(), rows: Vec::new(), remarks }
}

fn total(side: &ReadingSide) -> String {
    at_least(side.complete, &side.total)
}

/// Whether the difference is exact.
fn known(reading: &ReadingChange) -> bool {
    reading.before.complete && reading.after.complete
}

/// A difference: more to pay is bad, nothing is quiet.
pub fn amount(money: &str) -> Cell {
    let tone = match (nothing(money), money.starts_with('-')) {
        (true, _) => Tone::Quiet,
        (_, true) => Tone::Good,
        _ => Tone::Bad,
    };
    Cell::right(signed(money)).tone(tone)
}

/// With its sign; nothing is a plain 0.
pub fn signed(money: &str) -> String {
    match money.strip_prefix('-') {
        _ if nothing(money) => "0".to_owned(),
        Some(size) => format!("−{}", grouped(size)),
        None => format!("+{}", grouped(money)),
    }
}

fn nothing(money: &str) -> bool {
    !money.bytes().any(|b| (b'1'..=b'9').contains(&b))
}
