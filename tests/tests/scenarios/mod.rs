//! Scenarios as tests put them to the program: documents written as TOML or JSON, estates as folders.
#![allow(dead_code, reason = "each test target uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::reference::Texts;
use crate::support;

/// The estate's tables in a folder of their own, which stays if `SUBCAP_KEEP` is set.
pub fn folder(texts: &Texts) -> TempDir {
    let mut folder = TempDir::new().expect("a folder");
    folder.disable_cleanup(std::env::var_os("SUBCAP_KEEP").is_some());
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).expect("a table is written");
    }
    folder
}

/// Writes the document, as TOML or as JSON.
pub fn write(folder: &Path, name: &str, document: &Value, as_toml: bool) -> PathBuf {
    let (ending, text) = if as_toml { ("toml", toml(document)) } else { ("json", document.to_string()) };
    let path = folder.join(format!("{name}.{ending}"));
    fs::write(&path, text).expect("a document is written");
    path
}

/// The document as a person would write it: dates bare, tables under their headings.
pub fn toml(document: &Value) -> String {
    let mut text = String::new();
    table(&mut text, "", document.as_object().expect("a document is a table"));
    text
}

/// The document in a TOML file as JSON, dates as texts.
pub fn from_toml(text: &str) -> Result<Value, String> {
    fn json(value: &toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => Value::from(date.to_string()),
            toml::Value::Array(values) => values.iter().map(json).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.iter().map(|(key, value)| (key.clone(), json(value))).collect())
            }
            toml::Value::String(text) => Value::from(text.clone()),
            toml::Value::Integer(number) => Value::from(*number),
            toml::Value::Float(number) => Value::from(*number),
            toml::Value::Boolean(yes) => Value::from(*yes),
        }
    }
    text.parse::<toml::Table>().map(|table| json(&toml::Value::Table(table))).map_err(|e| e.to_string())
}

fn table(text: &mut String, path: &str, of: &Map<String, Value>) {
    let inner = |key: &str| {
        let key = Value::from(key).to_string();
        if path.is_empty() { key } else { format!("{path}.{key}") }
    };
    let is_table = |value: &Value| value.is_object() || value.is_array();
    for (key, value) in of.iter().filter(|(_, value)| !is_table(value)) {
        let date = value.as_str().filter(|text| crate::reference::dates::parse_date(text).is_some());
        let value = date.map_or_else(|| value.to_string(), str::to_string);
        *text += &format!("{} = {value}\n", Value::from(key.as_str()));
    }
    for (key, value) in of {
        if let Some(of) = value.as_object() {
            *text += &format!("\n[{}]\n", inner(key));
            table(text, &inner(key), of);
        }
        for row in value.as_array().into_iter().flatten() {
            *text += &format!("\n[[{}]]\n", inner(key));
            table(text, &inner(key), row.as_object().expect("lists hold tables"));
        }
    }
}

/// What the command prints as JSON, or the exit code and what it says instead.
pub fn answer(args: &[&str]) -> Result<Value, (Option<i32>, String)> {
    let output = support::subcap(args);
    match output.status.code() {
        Some(0 | 1) => {
            serde_json::from_slice(&output.stdout).map_err(|e| (output.status.code(), e.to_string()))
        }
        code => Err((code, String::from_utf8_lossy(&output.stderr).into_owned())),
    }
}

/// Shares the seeds out between the machine's processors and shows whatever is wrong.
pub fn each_seed(default: u64, one: impl Fn(u64) -> Vec<String> + Sync) {
    let setting = |name: &str, default: u64| {
        std::env::var(name).ok().map_or(default, |text| text.parse().expect("a whole number"))
    };
    let first = setting("SUBCAP_FIRST", 0);
    let seeds: Vec<u64> = (first..first + setting("SUBCAP_ESTATES", default)).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let bad: Vec<String> = std::thread::scope(|scope| {
        let shares = seeds.chunks(seeds.len().div_ceil(workers).max(1)).map(|share| {
            let one = &one;
            let named = move |seed: &u64| -> Vec<String> {
                one(*seed).into_iter().map(|wrong| format!("seed {seed}: {wrong}")).collect()
            };
            scope.spawn(move || share.iter().flat_map(named).collect::<Vec<_>>())
        });
        let workers: Vec<_> = shares.collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    assert!(bad.is_empty(), "{} differences on {} estates:\n{}", bad.len(), seeds.len(), bad.join("\n"));
}
