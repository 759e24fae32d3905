//! JSON: texts that are read, and answers as texts, the same bytes as `serde_json` writes.
//!
//! In the browser the code that writes the answers' many fields counts: here a field is two calls, in `serde_json`
//! it is the whole layout again for each type of field.

mod serializer;
mod writer;

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use writer::Writer;

/// Plain data as JSON text, laid out for reading; ends with a line feed.
///
/// # Errors
/// If it is no plain data: a map whose keys are no texts, bytes, or an enum with several values in a case.
pub fn document(data: &impl Serialize) -> Result<String, fmt::Error> {
    let mut writer = Writer::new(true);
    data.serialize(&mut writer)?;
    writer.text.push('\n');
    Ok(writer.text)
}

/// The same in one line and without its end.
///
/// # Errors
/// As [`document`].
pub fn line(data: &impl Serialize) -> Result<String, fmt::Error> {
    let mut writer = Writer::new(false);
    data.serialize(&mut writer)?;
    Ok(writer.text)
}

/// Any JSON text.
///
/// # Errors
/// If it is none.
#[inline(never)]
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text)
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::{document, line};

    #[derive(Serialize)]
    enum Case {
        #[serde(rename = "one word")]
        Word,
        Value(Vec<u8>),
    }

    #[derive(Serialize)]
    struct All {
        texts: Vec<String>,
        none: Option<bool>,
        some: Option<bool>,
        numbers: (i64, u64, i32, f64, f64),
        #[serde(flatten)]
        inner: Inner,
        cases: [Case; 2],
        value: serde_json::Value,
        unit: (),
        letter: char,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<u8>,
    }

    #[derive(Serialize)]
    struct Inner {
        empty: Vec<Inner>,
        map: std::collections::BTreeMap<String, ()>,
    }

    #[test]
    fn texts_are_those_of_serde_json() {
        let every = (0..0x250).filter_map(char::from_u32).chain(['\u{2028}', '😀']).map(String::from);
        let all = All {
            texts: every.chain(["".into(), "a\u{1}\"\\\n\r\t\u{8}\u{c}é b".into()]).collect(),
            none: None,
            some: Some(true),
            numbers: (i64::MIN, u64::MAX, -1, 0.1, 1e300),
            inner: Inner {
                empty: vec![Inner { empty: Vec::new(), map: [("k".into(), ())].into() }],
                map: [].into(),
            },
            cases: [Case::Word, Case::Value(vec![1, 2])],
            value: json!({"a": [{}, [], {"b": 1.0, "c": null}], "d": {"e": {}}, "f": [[[]]]}),
            unit: (),
            letter: '\'',
            absent: None,
        };
        assert_eq!(document(&all).unwrap(), serde_json::to_string_pretty(&all).unwrap() + "\n");
        assert_eq!(line(&all).unwrap(), serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn what_is_no_plain_data_is_refused() {
        assert!(document(&std::collections::BTreeMap::from([(1, 2)])).is_err());
    }
}
