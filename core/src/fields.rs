//! Structures out of plain data, field by field.
//!
//! One small reader for all of them: the code that serde derives for each structure is ten times as much in the
//! browser. Words of enums are still serde's, and so is what is said about data that does not fit.

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{Error as _, IntoDeserializer as _, Unexpected};
use serde_json::{Map, Value};

/// What is wrong with the data, in serde's words.
pub use serde::de::value::Error as Unfit;

/// An object whose fields are read.
#[derive(Clone, Copy)]
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The fields of an object.
    pub fn new(map: &'a Map<String, Value>) -> Self {
        Self(map)
    }

    /// A value that must be an object.
    pub fn of(value: &'a Value) -> Result<Self, Unfit> {
        value.as_object().map(Self).ok_or_else(|| unlike(value, "a map"))
    }

    /// Refuses fields that are not known.
    pub fn only(self, known: &'static [&'static str]) -> Result<(), Unfit> {
        match self.0.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(Unfit::unknown_field(key, known)),
        }
    }

    /// A field, unless it is absent or null.
    pub fn maybe(self, key: &str) -> Option<&'a Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// A field as one of the functions here reads it; the default if it is absent or null.
    pub fn or_default<T: Default>(
        self,
        key: &'static str,
        read: fn(Self, &'static str) -> Result<T, Unfit>,
    ) -> Result<T, Unfit> {
        if self.maybe(key).is_some() { read(self, key) } else { Ok(T::default()) }
    }

    fn must(self, key: &'static str) -> Result<&'a Value, Unfit> {
        self.0.get(key).ok_or_else(|| Unfit::missing_field(key))
    }

    /// A text.
    pub fn text(self, key: &'static str) -> Result<String, Unfit> {
        text(self.must(key)?)
    }

    /// A text, unless it is absent or null.
    pub fn text_if_any(self, key: &str) -> Result<Option<String>, Unfit> {
        self.maybe(key).map(text).transpose()
    }

    /// A list of texts.
    pub fn texts(self, key: &'static str) -> Result<Vec<String>, Unfit> {
        texts(self.must(key)?)
    }

    /// A whole number.
    pub fn number<T: TryFrom<i64>>(self, key: &'static str) -> Result<T, Unfit> {
        number(self.must(key)?)
    }

    /// Yes or no.
    pub fn flag(self, key: &'static str) -> Result<bool, Unfit> {
        flag(self.must(key)?)
    }

    /// A word of an enum.
    pub fn word<T: for<'w> Deserialize<'w>>(self, key: &'static str) -> Result<T, Unfit> {
        word(self.must(key)?)
    }

    /// One of many words.
    pub fn one_of<T: Copy>(
        self,
        key: &'static str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<T, Unfit> {
        one_of(self.must(key)?, all, word)
    }

    /// A structure.
    pub fn inner(self, key: &'static str) -> Result<Self, Unfit> {
        Self::of(self.must(key)?)
    }

    /// A list.
    pub fn list(self, key: &'static str) -> Result<&'a [Value], Unfit> {
        list(self.must(key)?)
    }

    /// A list of structures.
    pub fn each<T>(self, key: &'static str, read: fn(Self) -> Result<T, Unfit>) -> Result<Vec<T>, Unfit> {
        let mut all = Vec::new();
        for value in self.list(key)? {
            all.push(read(Self::of(value)?)?);
        }
        Ok(all)
    }
}

/// A value as a text.
pub fn text(value: &Value) -> Result<String, Unfit> {
    str(value).map(str::to_owned)
}

fn str(value: &Value) -> Result<&str, Unfit> {
    value.as_str().ok_or_else(|| unlike(value, "a string"))
}

fn list(value: &Value) -> Result<&[Value], Unfit> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| unlike(value, "a sequence"))
}

/// A value as a list of so many.
pub fn array<const N: usize>(value: &Value) -> Result<&[Value; N], Unfit> {
    list(value)?.try_into().map_err(|_| unlike(value, "another number of elements"))
}

/// A value as a list of texts.
pub fn texts(value: &Value) -> Result<Vec<String>, Unfit> {
    let mut all = Vec::new();
    for value in list(value)? {
        all.push(text(value)?);
    }
    Ok(all)
}

/// A value as a whole number.
pub fn number<T: TryFrom<i64>>(value: &Value) -> Result<T, Unfit> {
    let kind = std::any::type_name::<T>();
    let number = value.as_i64().and_then(|number| T::try_from(number).ok());
    number.ok_or_else(|| unlike(value, kind))
}

/// A value as yes or no.
pub fn flag(value: &Value) -> Result<bool, Unfit> {
    value.as_bool().ok_or_else(|| unlike(value, "a boolean"))
}

/// A value as a word of an enum.
pub fn word<T: for<'w> Deserialize<'w>>(value: &Value) -> Result<T, Unfit> {
    named(str(value)?)
}

/// The case of an enum that has that word.
pub fn named<T: for<'w> Deserialize<'w>>(word: &str) -> Result<T, Unfit> {
    let word: StrDeserializer<'_, Unfit> = word.into_deserializer();
    T::deserialize(word)
}

/// A value as one of many words: for the long lists, of which serde makes a comparison each.
pub fn one_of<T: Copy>(value: &Value, all: &[T], word: fn(T) -> &'static str) -> Result<T, Unfit> {
    let given = str(value)?;
    let found = all.iter().copied().find(|one| word(*one) == given);
    found.ok_or_else(|| Unfit::unknown_variant(given, &[]))
}

#[cold]
#[inline(never)]
fn unlike(value: &Value, expected: &str) -> Unfit {
    let given = match value {
        Value::Null => Unexpected::Other("null"),
        Value::Bool(yes) => Unexpected::Bool(*yes),
        Value::Number(number) => {
            return Unfit::custom(format_args!("invalid value: number `{number}`, expected {expected}"));
        }
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    Unfit::invalid_type(given, &expected)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Fields, Unfit};

    #[test]
    fn what_is_null_is_not_given() -> Result<(), Unfit> {
        let null = json!({ "list": null, "flag": null, "number": null });
        let of = Fields::of(&null)?;
        assert!(of.or_default("list", Fields::texts)?.is_empty());
        assert!(!of.or_default("flag", Fields::flag)?);
        assert_eq!(of.or_default("number", Fields::number::<u32>)?, 0);
        assert!(of.texts("list").is_err());
        Ok(())
    }
}
