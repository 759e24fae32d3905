//! `[evidence]`, `[[evidence_where]]` and `[[evidence_add]]`: rows of `evidence.csv` flipped, split and added.

use serde_json::{Map, Value};
use time::Date;

use super::table::{Cells, Table, cell};
use super::{text, typed};
use crate::reference::Texts;
use crate::reference::dates::{Quarter, Span, parse_date, plus_days, show_date};

pub fn change(texts: &mut Texts, overlay: &Value) -> Result<(), String> {
    let keys = ["evidence", "evidence_where", "evidence_add"];
    if !keys.iter().any(|key| overlay.get(key).is_some()) {
        return Ok(());
    }
    let mut table = Table::of(texts, "evidence.csv");
    for (id, state) in overlay.get("evidence").and_then(Value::as_object).into_iter().flatten() {
        if !table.names("id", id) {
            return Err(format!("there is no evidence {id}"));
        }
        let state = text(state)?;
        for row in table.rows.iter_mut().filter(|row| cell(row, "id") == id) {
            row.insert("state".to_string(), state.to_string());
        }
        table.rows.retain(|row| cell(row, "state") != "removed");
    }
    for choice in overlay.get("evidence_where").and_then(Value::as_array).into_iter().flatten() {
        let choice = choice.as_object().ok_or("evidence_where holds tables")?;
        let (mut rows, mut found) = (Vec::new(), false);
        for row in table.rows {
            let (meant, parts) = becomes(row, choice)?;
            found |= meant;
            rows.extend(parts);
        }
        if !found && choice.get("if_any") != Some(&Value::Bool(true)) {
            return Err("evidence_where finds no row".to_string());
        }
        table.rows = rows;
    }
    for row in overlay.get("evidence_add").and_then(Value::as_array).into_iter().flatten() {
        table.rows.push(row_of(row)?);
    }
    table.put(texts);
    Ok(())
}

/// A row of `evidence.csv` from its columns in JSON; a quarter stands for its first and last day.
pub fn row_of(columns: &Value) -> Result<Cells, String> {
    let columns = columns.as_object().ok_or("a row of evidence is a table")?;
    let mut row: Cells = columns.iter().map(|(column, value)| (column.clone(), typed(value))).collect();
    if let Some(quarter) = row.remove("quarter") {
        let quarter = quarter_of(&quarter)?;
        row.insert("from".to_string(), show_date(quarter.first_day()));
        row.insert("to".to_string(), show_date(quarter.last_day()));
    }
    Ok(row)
}

fn quarter_of(label: &str) -> Result<Quarter, String> {
    let (year, number) = label.split_once("-Q").ok_or(format!("{label} is no quarter"))?;
    match (year.parse::<i32>(), number.parse::<i32>()) {
        (Ok(year), Ok(number @ 1..=4)) => Ok(Quarter(year * 4 + number - 1)),
        _ => Err(format!("{label} is no quarter")),
    }
}

fn date_in(row: &Cells, column: &str) -> Option<Date> {
    parse_date(cell(row, column))
}

/// Whether the row is meant by one entry of `evidence_where`, and the row after it: as it was, changed, or in up to
/// three parts.
fn becomes(row: Cells, choice: &Map<String, Value>) -> Result<(bool, Vec<Cells>), String> {
    let given = |key: &str| choice.get(key).map(typed);
    if choice.keys().all(|key| key == "becomes") {
        return Err("evidence_where says not which rows".to_string());
    }
    let state = if cell(&row, "state").is_empty() { "held" } else { cell(&row, "state") };
    let fits = given("kind").is_none_or(|kind| cell(&row, "kind") == kind)
        && given("scope").is_none_or(|scope| cell(&row, "scope") == scope)
        && given("state").is_none_or(|wanted| state == wanted);
    let mut period = Span { from: None, to: None };
    if let Some(quarter) = given("quarter") {
        let quarter = quarter_of(&quarter)?;
        period = Span { from: Some(quarter.first_day()), to: Some(quarter.last_day()) };
    }
    for (key, end) in [("from", &mut period.from), ("to", &mut period.to)] {
        if let Some(date) = given(key) {
            *end = Some(parse_date(&date).ok_or(format!("{date} is no date"))?);
        }
    }
    let span = Span { from: date_in(&row, "from"), to: date_in(&row, "to") };
    if !fits || !span.overlaps(&period) {
        return Ok((false, vec![row]));
    }
    // A report or a rebuilt span without both ends covers nothing, so nothing of it lies in a period.
    let covers = cell(&row, "kind") == "measured" || span.from.is_some() && span.to.is_some();
    if !covers && (period.from.is_some() || period.to.is_some()) {
        return Ok((false, vec![row]));
    }
    let mut parts = Vec::new();
    let mut inside = span;
    if let Some(from) = period.from.filter(|from| span.from.is_none_or(|start| start < *from)) {
        inside.from = Some(from);
        parts.push(part(&row, "before", Span { from: span.from, to: Some(plus_days(from, -1)) }));
    }
    if let Some(to) = period.to.filter(|to| span.to.is_none_or(|end| *to < end)) {
        inside.to = Some(to);
        parts.push(part(&row, "after", Span { from: Some(plus_days(to, 1)), to: span.to }));
    }
    let becomes = given("becomes").ok_or("evidence_where says not what becomes of it")?;
    if becomes != "removed" {
        let mut changed = if parts.is_empty() { row } else { part(&row, "within", inside) };
        changed.insert("state".to_string(), becomes);
        parts.push(changed);
    }
    Ok((true, parts))
}

/// A part of a row. It is made as many days before or after its own end as the whole was, so that whether it
/// comes late is judged as for the whole.
pub fn part(row: &Cells, suffix: &str, span: Span) -> Cells {
    let mut part = row.clone();
    let show = |date: Option<Date>| date.map(show_date).unwrap_or_default();
    part.insert("id".to_string(), format!("{}~{suffix}", cell(row, "id")));
    part.insert("from".to_string(), show(span.from));
    part.insert("to".to_string(), show(span.to));
    if let (Some(made), Some(end), Some(own)) = (date_in(row, "made"), date_in(row, "to"), span.to) {
        part.insert("made".to_string(), show_date(plus_days(made, (own - end).whole_days())));
    }
    part
}
