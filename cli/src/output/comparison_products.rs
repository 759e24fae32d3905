//! What a person sees of products, quarters and quantities that differ.

use subcap_core::compare::{
    Amounts, Comparison, ProductChange, QuarterChange, QuarterSide, ReadingChange, Reason, Units,
    UnitsQuarter,
};

use super::comparison::{amount, signed};
use super::view::{Cell, Section, Tone, at_least, count, doubted, grouped};

/// Rows shown of a long table.
const MOST_ROWS: usize = 40;

/// The products by money, with what each difference is made of.
pub fn products(reading: &ReadingChange, readings: usize) -> Option<Section> {
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
        Some(Amounts { total: Some(total), complete, .. }) => Cell::right(at_least(*complete, total)),
        Some(a) => Cell::right(format!("{} × no price", a.peak_shortfall)).tone(Tone::Doubtful),
    };
    let status = match (&p.before, &p.after) {
        (None, _) => " (only in B)",
        (_, None) => " (only in A)",
        _ => "",
    };
    let mut row = vec![Cell::left(format!("{}{status}", p.product)), money(&p.before), money(&p.after)];
    let known = known(p);
    let difference = p.difference.as_deref().map(|money| doubted(known, amount(money)));
    row.push(difference.unwrap_or_else(|| Cell::right("unknown").tone(Tone::Doubtful)));
    match &p.split {
        Some(s) => {
            row.extend([&s.quantity, &s.price, &s.support, &s.used].map(|m| doubted(known, amount(m))))
        }
        None => row.extend(["", "", "", ""].map(Cell::right)),
    }
    row
}

/// Whether a product's difference is exact.
pub fn known(p: &ProductChange) -> bool {
    [&p.before, &p.after].into_iter().flatten().all(|amounts| amounts.complete)
}

/// The quarters in which more or less is short or lost.
pub fn quarters(reading: &ReadingChange) -> Option<Section> {
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
pub fn units(comparison: &Comparison) -> Option<Section> {
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

fn more(rows: usize) -> Option<String> {
    let more = rows.saturating_sub(MOST_ROWS);
    (more > 0).then(|| format!("… and {} more: --format csv lists every one.", count(more, "row")))
}

/// `480 → 960`, or one number if both are the same.
fn both(before: Option<i64>, after: Option<i64>) -> String {
    let shown = |n: Option<i64>| n.map_or("–".to_owned(), |n| grouped(&n.to_string()));
    if before == after { shown(before) } else { format!("{} → {}", shown(before), shown(after)) }
}
