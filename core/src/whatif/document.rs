//! The overlay's text, TOML or JSON, as one kind of value; slips are errors that suggest what was meant.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::calendar::{Day, Quarter, Span};
use crate::data;
use crate::error::{Error, ErrorCode, nearest};
use crate::json;

/// Whatever the text, the same structure.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Object, Error> {
    let bad = |message: &str| {
        let advice = "A scenario is TOML, or the same structure as JSON; see `subcap whatif --help`.";
        Error::new(ErrorCode::BadScenario, message, advice).in_file(file)
    };
    let text = std::str::from_utf8(bytes).map_err(|_| bad("the file is not UTF-8 text"))?;
    let text = text.trim_start_matches('\u{FEFF}');
    let document = if text.trim_start().starts_with('{') {
        json::read(text).map_err(|e| {
            bad(&format!("not valid JSON: {e}")).at_row(u32::try_from(e.line()).unwrap_or(u32::MAX))
        })?
    } else {
        let bad = |message: &str| bad(&format!("not valid TOML: {message}"));
        Value::Object(data::object(text, data::table(text, &bad)?, &bad)?)
    };
    Ok(Object::new(file, document))
}

/// A table of the document and where it stands.
pub struct Object {
    file: String,
    path: String,
    map: Map<String, Value>,
}

impl Object {
    /// A whole document; what is no object is an empty one.
    pub fn new(file: &str, document: Value) -> Self {
        let map = match document {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        Self { file: file.to_owned(), path: String::new(), map }
    }

    /// The file it stands in.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether it has that key.
    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// As JSON text in one line.
    pub fn line(&self) -> String {
        // Plain data with string keys: serialising it cannot fail.
        json::line(&self.map).unwrap_or_default()
    }

    /// An error about a key of this table.
    pub fn wrong<'a>(
        &self,
        key: &str,
        message: impl Into<Cow<'a, str>>,
        advice: impl Into<Cow<'a, str>>,
    ) -> Error {
        Error::new(ErrorCode::BadScenario, message, advice).in_file(&self.file).in_column(self.at(key))
    }

    fn at(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    /// Refuses keys that are not known here.
    pub fn only(&self, known: &[&str]) -> Result<(), Error> {
        let Some(key) = self.map.keys().find(|key| !known.contains(&key.as_str())) else { return Ok(()) };
        let advice = nearest(key, known.iter().copied()).map_or_else(
            || format!("Known here are {}.", known.join(", ")),
            |near| format!("Did you mean {near}?"),
        );
        Err(self.wrong(key, format!("there is no key named {key} here"), advice))
    }

    /// Keys in order, each with its table: `[hosts."esx-07"]`.
    pub fn tables(&self, key: &str) -> Result<Vec<(String, Self)>, Error> {
        let Some(outer) = self.table(key)? else { return Ok(Vec::new()) };
        let names: Vec<String> = outer.map.keys().cloned().collect();
        let one =
            |name: String| Ok((name.clone(), outer.table(&name)?.unwrap_or_else(|| outer.empty(&name))));
        names.into_iter().map(one).collect()
    }

    /// A table, if it is there.
    pub fn table(&self, key: &str) -> Result<Option<Self>, Error> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::Object(map)) => {
                Ok(Some(Self { file: self.file.clone(), path: self.at(key), map: map.clone() }))
            }
            Some(_) => Err(self.wrong(key, "a table is due here", format!("Write [{}].", self.at(key)))),
        }
    }

    fn empty(&self, key: &str) -> Self {
        Self { file: self.file.clone(), path: self.at(key), map: Map::new() }
    }

    /// What stands in a list of tables: `[[leave_out]]`.
    pub fn each<T>(&self, key: &str, read: fn(&Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let due = || self.wrong(key, "a list of tables is due here", format!("Write [[{}]].", self.at(key)));
        let Some(value) = self.map.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(due)?;
        // What is no table is said before what is wrong in one.
        let maps: Option<Vec<_>> = list.iter().map(Value::as_object).collect();
        let mut all = Vec::with_capacity(list.len());
        for (map, number) in maps.ok_or_else(due)?.into_iter().zip(1..) {
            let path = format!("{}[{number}]", self.at(key));
            all.push(read(&Self { file: self.file.clone(), path, map: map.clone() })?);
        }
        Ok(all)
    }

    /// The raw values.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.map.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// A value as the text of a table's cell, if it is there.
    pub fn cell(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(match self.map.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Bool(yes)) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            Some(Value::Number(number)) => {
                let text = number.to_string();
                // Beyond fifteen digits a binary number is no longer the decimal that was written.
                if !number.is_i64() && (text.len() > 16 || text.contains(['e', 'E'])) {
                    return Err(self.wrong(
                        key,
                        "this number is too long to be read exactly",
                        "Put it between quotes.",
                    ));
                }
                Some(text)
            }
            Some(_) => {
                return Err(self.wrong(key, "a single value is due here", "Write a number or a text."));
            }
        })
    }

    /// A text that must be there.
    pub fn must(&self, key: &str) -> Result<String, Error> {
        let text = self.cell(key)?.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| self.wrong(key, format!("{key} is missing"), format!("Add {key} = …")))
    }

    /// A date, if it is there.
    pub fn date(&self, key: &str) -> Result<Option<Day>, Error> {
        let Some(text) = self.cell(key)? else { return Ok(None) };
        let day = Day::parse(text.trim().as_bytes()).and_then(crate::read::plausible);
        let wrong = || self.wrong(key, format!("{text} is not a date"), "Write it as 2025-12-31.");
        day.ok_or_else(wrong).map(Some)
    }

    /// A whole number in a range, if it is there.
    pub fn number(&self, key: &str, high: u32) -> Result<Option<u32>, Error> {
        let Some(text) = self.cell(key)? else { return Ok(None) };
        let number = text.parse().ok().filter(|n| *n <= high);
        let wrong = || {
            self.wrong(
                key,
                format!("{text} is no such number"),
                format!("A whole number from 0 to {high} is due."),
            )
        };
        number.ok_or_else(wrong).map(Some)
    }

    /// One of several words, if it is there.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, Error> {
        let Some(text) = self.cell(key)? else { return Ok(None) };
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let wrong = || {
            let near = nearest(&text, known.iter().copied())
                .map_or_else(String::new, |n| format!(" Did you mean {n}?"));
            self.wrong(
                key,
                format!("{text} is not known here"),
                format!("One of these is due: {}.{near}", known.join(", ")),
            )
        };
        found.map(|(_, value)| Some(*value)).ok_or_else(wrong)
    }

    /// A period: `quarter`, or `from` and `to` (empty: always, still); `None` if nothing is said.
    pub fn period(&self) -> Result<Option<Span>, Error> {
        let (from, to) = (self.date("from")?, self.date("to")?);
        if let Some(text) = self.cell("quarter")? {
            if from.or(to).is_some() {
                return Err(self.wrong(
                    "quarter",
                    "quarter stands for from and to",
                    "Give the quarter or the dates.",
                ));
            }
            let quarter = Quarter::parse(text.trim());
            let wrong = || self.wrong("quarter", format!("{text} is not a quarter"), "Write it as 2025-Q3.");
            return quarter.ok_or_else(wrong).map(|q| Some(q.span()));
        }
        let span = Span::new(from.unwrap_or(Day::ALWAYS), to.unwrap_or(Day::STILL));
        if span.from > span.to {
            return Err(self.wrong(
                "to",
                "to lies before from",
                "Check the two dates; both ends are inclusive.",
            ));
        }
        Ok(from.or(to).map(|_| span))
    }
}
