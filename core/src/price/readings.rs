//! The list of readings: the built-in ones, and those of files.

use serde::Serialize;
use serde_json::{Map, Value};
use toml::de::DeValue;

use crate::data::{self, Bad};
use crate::error::{Error, ErrorCode, nearest};
use crate::json;

use super::Reading;

/// The readings there are: the built-in ones in their order, then the user's.
#[derive(Debug, Clone)]
pub struct Readings {
    list: Vec<Reading>,
}

const EMBEDDED: &str = include_str!("../../data/readings.toml");

impl Readings {
    /// The built-in readings.
    pub fn built_in() -> Result<Self, Error> {
        let mut readings = Self { list: Vec::new() };
        readings.add("readings.toml", EMBEDDED.as_bytes())?;
        Ok(readings)
    }

    /// The keys of a built-in reading that is like no other, as they are written.
    pub(crate) fn built_in_keys(name: &str) -> Result<Map<String, Value>, Error> {
        let all = tables(EMBEDDED, &|reason| Error::embedded("readings.toml", reason))?;
        let named = |keys: &Map<String, Value>| keys.get("name").and_then(Value::as_str) == Some(name);
        Ok(all.into_iter().find(named).unwrap_or_default())
    }

    /// Adds the readings of a file; one of a known name takes its place. A reading may say
    /// `like = "agreement"` and then only what differs.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        const ADVICE: &str = "Write [[reading]] tables with the keys that `subcap readings --format toml` prints, or like = \"agreement\" and what differs.";
        let bad = |message: &str| Error::new(ErrorCode::BadReadings, message, ADVICE).in_file(path);
        let text = std::str::from_utf8(bytes).map_err(|_| bad("the file is not UTF-8 text"))?;
        for given in tables(text, &bad)? {
            let reading = self.completed(given, &bad)?;
            let name = &reading.name;
            if let Some((key, value, low, high)) = reading.out_of_range() {
                let what = format!("reading {name}: {key} = {value} is outside {low} to {high}");
                return Err(bad(&what).in_column(key));
            }
            match self.list.iter_mut().find(|r| r.name == *name) {
                Some(old) => *old = reading,
                None => self.list.push(reading),
            }
        }
        Ok(())
    }

    fn completed(&self, given: Map<String, Value>, bad: Bad<'_>) -> Result<Reading, Error> {
        let name = given.get("name").and_then(Value::as_str).unwrap_or("without a name").to_owned();
        let bad = |what: String| bad(&format!("reading {name}{what}"));
        let like = given.get("like");
        let mut reading = match like {
            None => Reading::blank(),
            Some(like) => self
                .get(like.as_str().unwrap_or(""))
                .map_err(|e| bad(format!(" is like none: {}. {}", e.message, e.advice())))?
                .clone(),
        };
        for (key, value) in given.iter().filter(|(key, _)| *key != "like") {
            reading.lay(key, value).map_err(|e| bad(format!(": {e}")).in_column(key))?;
        }
        match Reading::missing(|key| like.is_some() || given.contains_key(key)) {
            None => Ok(reading),
            Some(missing) => Err(bad(format!(": {missing}"))),
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Reading] {
        &self.list
    }

    /// All of them as JSON text, the same bytes on every platform; ends with a line feed.
    pub fn to_json(&self) -> String {
        // Plain data with string keys: serialising it cannot fail.
        json::document(&ReadingList { readings: &self.list }).unwrap_or_default()
    }

    /// One by its name.
    pub fn get(&self, name: &str) -> Result<&Reading, Error> {
        self.list.iter().find(|r| r.name == name).ok_or_else(|| {
            let known = || self.list.iter().map(|r| r.name.as_str());
            let advice = nearest(name, known()).map_or_else(
                || format!("Known readings are {}.", known().collect::<Vec<_>>().join(", ")),
                |near| format!("Did you mean {near}?"),
            );
            Error::new(ErrorCode::UnknownName, format!("there is no reading named {name}"), advice)
        })
    }

    /// Those named, in the order of the list; all if none is named.
    pub fn select(&self, names: &[String]) -> Result<Vec<Reading>, Error> {
        for name in names {
            self.get(name)?;
        }
        let wanted = |r: &&Reading| names.is_empty() || names.contains(&r.name);
        Ok(self.list.iter().filter(wanted).cloned().collect())
    }
}

/// Readings with what each assumes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingList<'a> {
    /// The built-in ones in their order, then others.
    pub readings: &'a [Reading],
}

/// The tables of a file of readings, as they are written.
fn tables(text: &str, bad: Bad<'_>) -> Result<Vec<Map<String, Value>>, Error> {
    let file = data::table(text, bad)?;
    let due = |what: &str, at: usize| bad(what).at_row(data::row(text, at));
    if let Some(key) = file.keys().find(|key| *key.get_ref() != "reading") {
        return Err(due(&format!("unknown field `{}`, expected `reading`", key.get_ref()), key.span().start));
    }
    let Some((_, list)) = file.into_iter().next() else { return Err(due("missing field `reading`", 0)) };
    let at = list.span().start;
    let DeValue::Array(list) = list.into_inner() else { return Err(due("a list of tables is due here", at)) };
    let mut tables = Vec::with_capacity(list.len());
    for table in list {
        let at = table.span().start;
        let DeValue::Table(table) = table.into_inner() else { return Err(due("a table is due here", at)) };
        tables.push(data::object(text, table, bad)?);
    }
    Ok(tables)
}
