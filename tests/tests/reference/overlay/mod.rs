//! A scenario applied by hand: the rows of an estate's tables are edited as a person would edit them, and the
//! reference then estimates the tables as it would any others.
//!
//! Written from the description of the document alone. It vets only what the tests need: a name or a date that
//! is not there is an error, a key that is not there goes unseen.

mod evidence;
mod readings;
mod remediation;
mod table;

use serde_json::{Map, Value};

use super::Texts;
use super::ratio::Ratio;
use super::reading::Reading;
pub use evidence::row_of;
pub use table::{Cells, Table, cell};

/// The tables of the estate with the changes of the document made in them.
pub fn apply(texts: &Texts, overlay: &Value) -> Result<Texts, String> {
    let mut texts = texts.clone();
    for key in ["as_of", "first_deployment"] {
        if let Some(date) = overlay.get(key) {
            setting(&mut texts, key, text(date)?);
        }
    }
    evidence::change(&mut texts, overlay)?;
    for (key, file, column) in
        [("products", "products.csv", "product"), ("hosts", "hosts.csv", "host"), ("vms", "vms.csv", "vm")]
    {
        for (name, cells) in overlay.get(key).and_then(Value::as_object).into_iter().flatten() {
            lay_over(&mut texts, file, column, name, cells)?;
        }
    }
    if let Some(bp) = overlay.get("discount_bp") {
        discount(&mut texts, bp.as_i64().ok_or("discount_bp is a whole number")?);
    }
    if let Some(rows) = overlay.get("entitlements").and_then(Value::as_array) {
        entitlements(&mut texts, rows)?;
    }
    for entry in overlay.get("leave_out").and_then(Value::as_array).into_iter().flatten() {
        leave_out(&mut texts, entry.as_object().ok_or("leave_out holds tables")?)?;
    }
    if let Some(date) = overlay.get("remediation") {
        remediation::from(&mut texts, text(date)?)?;
    }
    Ok(texts)
}

/// The readings with the document's keys laid over them: those for all, then those for one.
pub fn readings(of: &[Reading], overlay: &Value) -> Result<Vec<Reading>, String> {
    of.iter().map(|reading| readings::changed(reading, overlay)).collect()
}

/// What the scenario comes to: an ordinary estimate of the edited tables.
pub fn estimate(texts: &Texts, of: &[Reading], overlay: &Value) -> Result<Value, String> {
    super::estimate(&apply(texts, overlay)?, &readings(of, overlay)?)
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or(format!("{value} is not a text"))
}

/// A value as it would be typed into a cell.
fn typed(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// Sets a date in `estate.toml`.
fn setting(texts: &mut Texts, key: &str, date: &str) {
    let old = texts.get("estate.toml").cloned().unwrap_or_default();
    let is_key = |line: &&str| line.split('=').next().map(str::trim) == Some(key);
    let mut lines: Vec<String> = old.lines().filter(|l| !is_key(l)).map(str::to_string).collect();
    lines.push(format!("{key} = {date}"));
    texts.insert("estate.toml".to_string(), lines.join("\n") + "\n");
}

/// Columns over every row of one product, host or vm.
fn lay_over(texts: &mut Texts, file: &str, column: &str, name: &str, cells: &Value) -> Result<(), String> {
    let mut table = Table::of(texts, file);
    let cells = cells.as_object().ok_or("a table of columns")?;
    let rows = table.rows.iter().filter(|row| cell(row, column) == name).count();
    let dated = cells.contains_key("from") || cells.contains_key("to");
    if rows == 0 || rows > 1 && dated {
        return Err(format!("{file} has {rows} rows of {name}"));
    }
    for row in table.rows.iter_mut().filter(|row| cell(row, column) == name) {
        row.extend(cells.iter().map(|(column, value)| (column.clone(), typed(value))));
    }
    table.put(texts);
    Ok(())
}

/// Every price × (10000 − bp) / 10000, to the last digit.
fn discount(texts: &mut Texts, bp: i64) {
    let mut table = Table::of(texts, "products.csv");
    for row in &mut table.rows {
        for column in ["list_price", "contract_price"] {
            let Some(price) = Ratio::decimal(cell(row, column)).filter(|_| !cell(row, column).is_empty())
            else {
                continue;
            };
            let digits = cell(row, column).split_once('.').map_or(0, |(_, after)| after.len()) + 4;
            let scaled =
                price * Ratio::whole(i128::from(10_000 - bp)) * Ratio::whole(10i128.pow(digits as u32 - 4));
            let number = format!("{:0>width$}", scaled.floor(), width = digits + 1);
            let (whole, after) = number.split_at(number.len() - digits);
            row.insert(column.to_string(), format!("{whole}.{after}"));
        }
    }
    table.put(texts);
}

/// The rows of the products named go, those of the document come.
fn entitlements(texts: &mut Texts, rows: &[Value]) -> Result<(), String> {
    let products = Table::of(texts, "products.csv");
    let mut table = Table::of(texts, "entitlements.csv");
    for row in rows {
        let name = text(&row["product"])?;
        if !products.names("product", name) && !products.names("bundle", name) {
            return Err(format!("there is no product {name}"));
        }
        table.rows.retain(|old| cell(old, "product") != name);
    }
    for row in rows {
        let cells = row.as_object().ok_or("entitlements holds tables")?;
        table.rows.push(cells.iter().map(|(column, value)| (column.clone(), typed(value))).collect());
    }
    table.put(texts);
    Ok(())
}

/// The installs that equal all that is given go.
fn leave_out(texts: &mut Texts, entry: &Map<String, Value>) -> Result<(), String> {
    if entry.get("reason").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("leave_out has no reason".to_string());
    }
    let mut table = Table::of(texts, "installs.csv");
    let given = |row: &Cells| {
        let mut columns = ["product", "vm", "host"].iter().filter_map(|c| Some((c, entry.get(*c)?)));
        columns.all(|(column, value)| cell(row, column) == typed(value))
    };
    let (out, mut kept): (Vec<Cells>, Vec<Cells>) = table.rows.into_iter().partition(given);
    let mut last = out.first().ok_or("leave_out finds no install")?.clone();
    if kept.is_empty() {
        // The reference wants a usable row: one that ended long before any window owes nothing and dates nothing.
        last.insert("from".to_string(), String::new());
        last.insert("to".to_string(), "1000-01-01".to_string());
        kept.push(last);
    }
    table.rows = kept;
    table.put(texts);
    Ok(())
}
