//! `remediation`: evidence from a day on, and until then the estate as it stands on the as-of date.

use time::Date;

use super::evidence::part;
use super::setting;
use super::table::{Cells, Table, cell};
use crate::reference::Texts;
use crate::reference::dates::{Quarter, Span, parse_date};
use crate::reference::table::settings;

pub fn from(texts: &mut Texts, day: &str) -> Result<(), String> {
    let date = parse_date(day).ok_or(format!("{day} is no date"))?;
    let toml = settings(texts.get("estate.toml").ok_or("no estate.toml")?);
    let as_of = toml.get("as_of").and_then(|text| parse_date(text)).ok_or("no as_of")?;
    if date > as_of {
        goes_on(texts, "hosts.csv", &["host"], as_of);
        goes_on(texts, "vms.csv", &["vm"], as_of);
        goes_on(texts, "installs.csv", &["product", "vm", "host"], as_of);
        evidence_goes_on(texts, as_of, date);
        setting(texts, "as_of", day);
    }
    let mut evidence = Table::of(texts, "evidence.csv");
    let cells = [
        ("id", "remediation"),
        ("kind", "rebuilt"),
        ("scope", "*"),
        ("from", day),
        ("to", "9999-12-31"),
        ("state", "held"),
    ];
    evidence.rows.push(cells.map(|(column, text)| (column.to_string(), text.to_string())).into());
    evidence.put(texts);
    Ok(())
}

/// A row that ends on the as-of date ends no longer, unless one of the same thing begins after that date.
fn goes_on(texts: &mut Texts, file: &str, thing: &[&str], as_of: Date) {
    if !texts.contains_key(file) {
        return;
    }
    let mut table = Table::of(texts, file);
    let of = |row: &Cells| thing.iter().map(|column| cell(row, column).to_string()).collect::<Vec<_>>();
    let begins_later = |row: &&Cells| parse_date(cell(row, "from")).is_some_and(|from| from > as_of);
    let later: Vec<_> = table.rows.iter().filter(begins_later).map(of).collect();
    for row in &mut table.rows {
        if parse_date(cell(row, "to")) == Some(as_of) && !later.contains(&of(row)) {
            row.insert("to".to_string(), String::new());
        }
    }
    table.put(texts);
}

/// Measuring and rebuilding go on; the reports of the last finished quarter are made again for every later one.
fn evidence_goes_on(texts: &mut Texts, as_of: Date, until: Date) {
    let now = Quarter::of(as_of);
    let finished = if now.last_day() <= as_of { now } else { Quarter(now.0 - 1) };
    let mut table = Table::of(texts, "evidence.csv");
    let mut repeated = Vec::new();
    for row in &mut table.rows {
        let Some(to) = parse_date(cell(row, "to")) else { continue };
        let from = parse_date(cell(row, "from"));
        if cell(row, "kind") != "report" {
            // What begins later is not what stands on the as-of date.
            if to >= as_of && from.is_none_or(|from| from <= as_of) {
                row.insert("to".to_string(), "9999-12-31".to_string());
            }
        } else if from.is_some_and(|from| from <= finished.last_day()) && finished.last_day() <= to {
            for quarter in (finished.0 + 1..=Quarter::of(until).0).map(Quarter) {
                let span = Span { from: Some(quarter.first_day()), to: Some(quarter.last_day()) };
                repeated.push(part(row, &quarter.label(), span));
            }
        }
    }
    table.rows.extend(repeated);
    table.put(texts);
}
