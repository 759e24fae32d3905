//! Data in TOML as one kind of value. Every structure is filled from that, whatever its text was: the code
//! that does so is made once per structure and not once more per format, which halves it in the browser.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::Error;

/// A table of TOML as the same table of JSON; dates become texts.
pub fn json(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, of_toml(value))).collect()
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => Value::Object(json(table)),
    }
}

/// Data that comes with the program.
pub fn embedded<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    let table: toml::Table = text.parse().map_err(|e| Error::embedded(file, e))?;
    serde_json::from_value(Value::Object(json(table))).map_err(|e| Error::embedded(file, e))
}
