//! The tables of a file: rows are cut out here and read later, one by one.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The tables of a file.
#[derive(Default)]
pub(super) struct Tables<'t> {
    pub list: Vec<Table<'t>>,
    /// Where reading ended before the file did.
    pub broken: Option<serde_json::Error>,
}

/// The rows under one key; those without a key have an empty one.
pub(super) struct Table<'t> {
    pub key: &'t str,
    pub rows: Vec<&'t str>,
    pub total: Option<u64>,
}

pub(super) fn tables(json: &str) -> Tables<'_> {
    let mut tables = Tables::default();
    let mut values = serde_json::Deserializer::from_str(json).into_iter::<&RawValue>();
    let mut alone = Vec::new();
    loop {
        let before = values.byte_offset();
        match values.next() {
            None => break,
            Some(Ok(value)) => {
                tables.broken = tables.of_value(value.get(), &mut alone).err();
            }
            Some(Err(error)) => {
                // What is whole of an array that breaks off is read all the same.
                let rest = json.get(before..).unwrap_or("");
                let _ = tables.of_value(rest, &mut alone);
                tables.broken = Some(error);
            }
        }
        if tables.broken.is_some() {
            break;
        }
    }
    tables.add("", alone, None);
    tables
}

impl<'t> Tables<'t> {
    fn of_value(&mut self, value: &'t str, alone: &mut Vec<&'t str>) -> Result<(), serde_json::Error> {
        if value.trim_start().starts_with('{') {
            let mut found = Object::default();
            let result = serde_json::Deserializer::from_str(value).deserialize_map(Entries(&mut found));
            let in_it = found.arrays.iter().any(|(key, _)| *key == "rows") || !found.is_row;
            if result.is_ok() && (found.arrays.is_empty() || !in_it) {
                alone.push(value);
                return result;
            }
            for (key, rows) in found.arrays {
                self.add(key, rows, found.total);
            }
            return result;
        }
        let mut rows = Vec::new();
        let result = array(value, &mut rows);
        if let Some(total) = rows.first().and_then(|first| page(first, &mut Vec::new())) {
            let mut of_pages = Vec::new();
            for page_of in &rows {
                page(page_of, &mut of_pages);
            }
            self.add("rows", of_pages, total);
            return result;
        }
        self.add("", rows, None);
        result
    }

    fn add(&mut self, key: &'t str, rows: Vec<&'t str>, total: Option<u64>) {
        if !rows.is_empty() {
            self.list.push(Table { key, rows, total });
        }
    }
}

/// Takes the rows of a page, if the object is one; with the rows there are in all, if it says so.
fn page<'t>(object: &'t str, rows: &mut Vec<&'t str>) -> Option<Option<u64>> {
    let mut found = Object::default();
    // What is whole of a page that breaks off is read all the same, and the array breaks off with it.
    let _ = serde_json::Deserializer::from_str(object).deserialize_map(Entries(&mut found));
    let of_rows = found.arrays.into_iter().filter(|(key, _)| *key == "rows");
    let before = rows.len();
    rows.extend(of_rows.flat_map(|(_, rows)| rows));
    (rows.len() > before && !found.is_row).then_some(found.total)
}

fn array<'t>(value: &'t str, rows: &mut Vec<&'t str>) -> Result<(), serde_json::Error> {
    serde_json::Deserializer::from_str(value).deserialize_seq(Elements(rows))
}

/// Takes the elements of an array as they stand.
struct Elements<'r, 't>(&'r mut Vec<&'t str>);

impl<'t> Visitor<'t> for Elements<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element::<&'t RawValue>()? {
            self.0.push(row.get());
        }
        Ok(())
    }
}

/// An object as far as it was read.
#[derive(Default)]
struct Object<'t> {
    arrays: Vec<(&'t str, Vec<&'t str>)>,
    total: Option<u64>,
    /// It has values of its own, and so is a row rather than what rows come in.
    is_row: bool,
}

/// Takes the arrays of rows of an object.
struct Entries<'r, 't>(&'r mut Object<'t>);

impl<'t> Visitor<'t> for Entries<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with rows")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<(), A::Error> {
        const OF_PAGES: [&str; 6] = ["total", "limit", "offset", "count", "page", "status"];
        let object = self.0;
        while let Some(key) = entries.next_key::<&'t RawValue>()? {
            // A key with an escape in it is no key of an interface.
            let key = key.get().trim_matches('"');
            let mut value = Entry::default();
            let result = entries.next_value_seed(&mut value);
            value.rows.retain(|row| row.starts_with('{'));
            if key == "total" {
                object.total = value.number;
            }
            object.is_row |= value.is_scalar && !OF_PAGES.contains(&key);
            if !value.rows.is_empty() {
                object.arrays.push((key, value.rows));
            }
            result?;
        }
        Ok(())
    }
}

/// A value of an object: its rows as far as they could be read, or a number.
#[derive(Default)]
struct Entry<'t> {
    rows: Vec<&'t str>,
    number: Option<u64>,
    is_scalar: bool,
}

impl<'t> DeserializeSeed<'t> for &mut Entry<'t> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Entry<'t> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, rows: A) -> Result<(), A::Error> {
        Elements(&mut self.rows).visit_seq(rows)
    }

    fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        (self.number, self.is_scalar) = (Some(number), true);
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.is_scalar = true;
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.is_scalar = true;
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.is_scalar = true;
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.is_scalar = true;
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
