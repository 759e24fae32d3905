//! TOML as JSON's kind of value, so that every structure is filled from one kind of value, whatever its text was.
//!
//! The parser's own tree is taken over directly: the `toml` crate's ways to serde would be twice as much code in
//! the browser as its parser.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::error::Error;
use crate::fields::{Fields, Unfit};
use crate::json;

/// What a broken text becomes; the line is added.
pub type Bad<'a> = &'a dyn Fn(&str) -> Error;

/// A text as the parser's tree.
pub fn table<'t>(text: &'t str, bad: Bad<'_>) -> Result<DeTable<'t>, Error> {
    match DeTable::parse(text) {
        Ok(table) => Ok(table.into_inner()),
        Err(error) => {
            let told = bad(error.message());
            Err(error.span().map_or(told.clone(), |span| told.at_row(row(text, span.start))))
        }
    }
}

/// The line on which a byte stands.
pub fn row(text: &str, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or_default();
    let breaks = before.bytes().filter(|&byte| byte == b'\n').count();
    u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
}

/// A table of the parser's tree as the same table of JSON; dates become texts.
pub fn object(text: &str, table: DeTable<'_>, bad: Bad<'_>) -> Result<Map<String, Value>, Error> {
    let mut map = Map::new();
    for (key, value) in table {
        let at = value.span().start;
        let value = of_toml(text, at, value.into_inner(), bad)?;
        map.insert(key.into_inner().into_owned(), value);
    }
    Ok(map)
}

fn of_toml(text: &str, at: usize, value: DeValue<'_>, bad: Bad<'_>) -> Result<Value, Error> {
    let too_large = || bad("this number is too large").at_row(row(text, at));
    Ok(match value {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(number) => {
            Value::from(i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| too_large())?)
        }
        // TOML also has numbers that are none: they are as good as nothing.
        DeValue::Float(number) if number.as_str().ends_with(['f', 'n']) => Value::Null,
        DeValue::Float(number) => {
            // What is left is a number of JSON, but for the sign.
            json::read(number.as_str().trim_start_matches('+')).map_err(|_| too_large())?
        }
        DeValue::Boolean(yes) => Value::Bool(yes),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(list) => {
            let mut values = Vec::with_capacity(list.len());
            for value in list {
                let at = value.span().start;
                values.push(of_toml(text, at, value.into_inner(), bad)?);
            }
            Value::Array(values)
        }
        DeValue::Table(table) => Value::Object(object(text, table, bad)?),
    })
}

/// Data that comes with the program.
pub fn embedded<T>(file: &str, text: &str, read: fn(Fields<'_>) -> Result<T, Unfit>) -> Result<T, Error> {
    let bad = |reason: &str| Error::embedded(file, reason);
    let map = object(text, table(text, &bad)?, &bad)?;
    read(Fields::new(&map)).map_err(|unfit| bad(&unfit.to_string()))
}
