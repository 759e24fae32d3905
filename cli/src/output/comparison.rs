//! What a person sees of a comparison: the difference, its causes, products by money, the quarters
//! and the rows behind it.

use subcap_core::compare::{
    Amounts, Comparison, ProductChange, QuarterChange, QuarterSide, ReadingChange, ReadingSide, Reason,
    Units, UnitsQuarter,
};

use super::view::{Cell, Section, Tone, View, count, grouped};

/// Rows shown of a long table.
const MOST_ROWS: usize = 40;

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
            format!("{}: {totals} ({})", r.reading, signed(&r.difference))
        }
        _ => "No total differs".to_owned(),
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
            amount(&r.difference),
            Cell::left(if old == new { old } else { format!("{old} → {new}") }),
        ]
    });
    let mut remarks = Vec::new();
    if comparison.readings.iter().any(|r| !r.before.complete || !r.after.complete) {
        remarks.push("≥ means at least: a price, a row or a host's capacity is missing.".to_owned());
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
        rows.push(line(Cell::left(&step.step), &|r| r.causes.get(index).map(|c| amount(&c.amount))));
    }
    rows.push(line(strong("B"), &|r| Some(Cell::right(total(&r.after)).tone(Tone::Strong))));
    let remarks = vec![
        "Each step takes over one part of B for good, from the top down: the amounts add up exactly. In another order the same parts would cost other amounts."
            .to_owned(),
    ];
    Some(Section { heading: "Causes of the difference".to_owned(), header, rows, remarks })
}

fn products(reading: &ReadingChange, readings: usize) -> Option<Section> {
    if reading.products.is_empty() {
        return None;
    }
    let header = std::iter::once(Cell::left("product"))
        .chain(["A", "B", "B − A", "quantity", "price", "support", "use"].map(Cell::right))
        .collect();
    let mut rows: Vec<Vec<Cell>> = reading.products.iter().take(MOST_ROWS).map(product).collect();
    if reading.products.iter().any(|p| p.difference.is_none()) {
        let mut row = vec![Cell::left("priced on one side only"), Cell::right(""), Cell::right("")];
        row.push(amount(&reading.priced_on_one_side));
        row.extend(["", "", "", ""].map(Cell::right));
        rows.push(row);
    }
    let mut remarks =
        vec!["quantity: more or fewer licences at A's price; price: the rest of the licences.".to_owned()];
    remarks.extend(more(reading.products.len()));
    if readings > 1 {
        remarks.push("--reading NAME shows another reading; --format csv or json has all.".to_owned());
    }
    Some(Section { heading: format!("Products by money under `{}`", reading.reading), header, rows, remarks })
}

fn product(p: &ProductChange) -> Vec<Cell> {
    let money = |side: &Option<Amounts>| match side {
        None => Cell::right("–").tone(Tone::Quiet),
        Some(Amounts { total: Some(total), .. }) => Cell::right(grouped(total)),
        Some(a) => Cell::right(format!("{} × no price", a.peak_shortfall)).tone(Tone::Doubtful),
    };
    let status = match (&p.before, &p.after) {
        (None, _) => " (only in B)",
        (_, None) => " (only in A)",
        _ => "",
    };
    let mut row = vec![Cell::left(format!("{}{status}", p.product)), money(&p.before), money(&p.after)];
    row.push(p.difference.as_deref().map_or(Cell::right("unknown").tone(Tone::Doubtful), amount));
    match &p.split {
        Some(s) => row.extend([&s.quantity, &s.price, &s.support, &s.used].map(|m| amount(m))),
        None => row.extend(["", "", "", ""].map(Cell::right)),
    }
    row
}

/// The quarters in which more or less is short or lost.
fn quarters(reading: &ReadingChange) -> Option<Section> {
    let matters = |q: &QuarterChange| {
        let key = |side: Option<QuarterSide>| side.map_or((0, 0), |s| (s.shortfall, s.lost_hosts));
        let reasons = q.reasons_appeared.len() + q.reasons_gone.len();
        key(q.before) != key(q.after) || reasons > 0
    };
    let of_product = |p: &ProductChange| {
        let quarters = p.quarters.iter().filter(|q| matters(q));
        quarters.map(|q| quarter(&p.product, q)).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<Cell>> = reading.products.iter().flat_map(of_product).collect();
    if rows.is_empty() {
        return None;
    }
    let header = ["product", "quarter"].map(Cell::left).into_iter();
    let header =
        header.chain(["required", "short", "lost"].map(Cell::right)).chain([Cell::left("why")]).collect();
    let mut remarks = vec![
        "lost: hosts with a lost day. Quarters are listed if they are short or lost otherwise than before."
            .to_owned(),
    ];
    remarks.extend(more(rows.len()));
    rows.truncate(MOST_ROWS);
    let heading = format!("Quarters that differ under `{}`", reading.reading);
    Some(Section { heading, header, rows, remarks })
}

fn quarter(product: &str, q: &QuarterChange) -> Vec<Cell> {
    let figure =
        |of: fn(&QuarterSide) -> i64| Cell::right(both(q.before.as_ref().map(of), q.after.as_ref().map(of)));
    vec![
        Cell::left(product),
        Cell::left(&q.quarter),
        figure(|s| s.required),
        figure(|s| s.shortfall),
        figure(|s| i64::try_from(s.lost_hosts).unwrap_or(i64::MAX)),
        Cell::left(why(q)),
    ]
}

/// Why a quarter differs, as far as lost days go.
pub fn why(q: &QuarterChange) -> String {
    let appeared = q.reasons_appeared.iter().map(|r| format!("now {}", reason(r)));
    let gone = q.reasons_gone.iter().map(|r| format!("no longer {}", reason(r)));
    let mut texts: Vec<String> = appeared.chain(gone).collect();
    if q.before.is_none() {
        texts.push("not in A's window".to_owned());
    }
    if q.after.is_none() {
        texts.push("not in B's window".to_owned());
    }
    texts.join("; ")
}

fn reason(r: &Reason) -> String {
    let what = match r.condition.as_str() {
        "not-measured" => "not measured",
        "not-reported" => "no report",
        "neither" => "not measured, no report",
        other => other,
    };
    let more = if r.first_hosts.len() as u64 == r.hosts { "" } else { ", …" };
    let hosts = if r.hosts == 1 { "1 host".to_owned() } else { format!("{} hosts", r.hosts) };
    format!("{what} on {hosts} ({}{more}), {} days {}..{}", r.first_hosts.join(", "), r.days, r.from, r.to)
}

/// Full and sub-capacity that differ, whatever the reading; quarters that differ alike in one row.
fn units(comparison: &Comparison) -> Option<Section> {
    let mut remarks = Vec::new();
    let mut rows = Vec::new();
    for product in &comparison.products {
        if let (Some(old), Some(new)) = (&product.metric_before, &product.metric_after)
            && old != new
        {
            remarks.push(format!("{}: metric {old} → {new}.", product.product));
        }
        for alike in product.quarters.chunk_by(|a, b| more_units(a) == more_units(b)) {
            rows.extend(units_row(&product.product, alike));
        }
    }
    if rows.is_empty() && remarks.is_empty() {
        return None;
    }
    remarks.extend(more(rows.len()));
    rows.truncate(MOST_ROWS);
    let header = ["product", "quarters"].map(Cell::left).into_iter();
    let header = header.chain(["sub", "full", "held"].map(Cell::right)).collect();
    let heading = "Quantities, B − A, whatever the reading".to_owned();
    Some(Section { heading, header, rows, remarks })
}

/// How much more there is of sub, full and held in a quarter, and whether it is in both windows.
fn more_units(q: &UnitsQuarter) -> ([i64; 3], bool, bool) {
    let figures = |u: Option<Units>| u.map_or([0; 3], |u| [u.sub, u.full, u.entitled]);
    let [new, old] = [figures(q.after), figures(q.before)];
    let differences = std::array::from_fn(|i| {
        let at = |list: &[i64; 3]| list.get(i).copied().unwrap_or(0);
        at(&new).saturating_sub(at(&old))
    });
    (differences, q.before.is_some(), q.after.is_some())
}

fn units_row(product: &str, alike: &[UnitsQuarter]) -> Option<Vec<Cell>> {
    let (first, last) = (alike.first()?, alike.last()?);
    let (differences, in_a, in_b) = more_units(first);
    let window = match (in_a, in_b) {
        (false, _) => ", only in B",
        (_, false) => ", only in A",
        _ => "",
    };
    let quarters = if alike.len() == 1 {
        format!("{}{window}", first.quarter)
    } else {
        format!("{} … {} ({}{window})", first.quarter, last.quarter, alike.len())
    };
    let cells = differences.map(|n| Cell::right(signed(&n.to_string())));
    Some([Cell::left(product), Cell::left(quarters)].into_iter().chain(cells).collect())
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

fn more(rows: usize) -> Option<String> {
    let more = rows.saturating_sub(MOST_ROWS);
    (more > 0).then(|| format!("… and {} more: --format csv lists every one.", count(more, "row")))
}

/// `480 → 960`, or one number if both are the same.
fn both(before: Option<i64>, after: Option<i64>) -> String {
    let shown = |n: Option<i64>| n.map_or("–".to_owned(), |n| grouped(&n.to_string()));
    if before == after { shown(before) } else { format!("{} → {}", shown(before), shown(after)) }
}

fn total(side: &ReadingSide) -> String {
    format!("{}{}", if side.complete { "" } else { "≥ " }, grouped(&side.total))
}

/// A difference: more to pay is bad, nothing is quiet.
fn amount(money: &str) -> Cell {
    let tone = match (nothing(money), money.starts_with('-')) {
        (true, _) => Tone::Quiet,
        (_, true) => Tone::Good,
        _ => Tone::Bad,
    };
    Cell::right(signed(money)).tone(tone)
}

fn signed(money: &str) -> String {
    match money.strip_prefix('-') {
        _ if nothing(money) => "0".to_owned(),
        Some(size) => format!("−{}", grouped(size)),
        None => format!("+{}", grouped(money)),
    }
}

fn nothing(money: &str) -> bool {
    !money.bytes().any(|b| (b'1'..=b'9').contains(&b))
}
