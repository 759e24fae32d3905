//! Reading keys laid over readings.

use serde_json::Value;

use crate::error::{Error, ErrorCode, nearest};
use crate::price::{Reading, Readings};

use super::cells::wrong;
use super::overlay::{Keys, Overlay};

/// Keys of SPEC section 6; what names and cites a reading is not laid over.
const NAMES: [&str; 4] = ["name", "title", "who", "sources"];
/// Keys that may be absent, and the word that says so.
const ABSENT: [(&str, &str); 2] = [("report_owed_quarters", "all"), ("late_report_days", "any")];

/// The readings with the overlay's keys: first those of `[reading]`, then those of `[readings.NAME]`.
pub fn laid_over(overlay: &Overlay, readings: &[Reading]) -> Result<Vec<Reading>, Error> {
    for name in overlay.readings.keys().filter(|name| !readings.iter().any(|r| r.name == **name)) {
        // Known but not asked for: the document may serve for several questions.
        Readings::built_in()?.get(name).map_err(|mut error| {
            let near = nearest(name, readings.iter().map(|r| r.name.as_str()));
            error.advice = near.map_or(error.advice, |near| format!("Did you mean {near}?"));
            error.in_file(&overlay.file).in_column(format!("readings.{name}"))
        })?;
    }
    readings
        .iter()
        .map(|reading| {
            let mut laid = reading.clone();
            for (at, keys) in [
                ("reading".to_owned(), Some(&overlay.reading)),
                (format!("readings.{}", reading.name), overlay.readings.get(&reading.name)),
            ] {
                for (key, value) in keys.into_iter().flatten() {
                    laid = laid_key(&laid, key, value).map_err(|(message, advice)| {
                        wrong(&overlay.file, &format!("{at}.{key}"), message, &advice)
                    })?;
                }
            }
            Ok(laid)
        })
        .collect()
}

/// A reading with one key changed.
pub fn laid_key(reading: &Reading, key: &str, value: &Value) -> Result<Reading, (String, String)> {
    let broken =
        |e: serde_json::Error| (e.to_string(), "Look at `subcap readings --format toml`.".to_owned());
    let mut whole = serde_json::to_value(reading).map_err(broken)?;
    let known = known_keys();
    if !known.contains(&key) {
        let advice = nearest(key, known.iter().copied()).map_or_else(
            || format!("Keys are {}.", known.join(", ")),
            |near| format!("Did you mean {near}?"),
        );
        return Err((format!("there is no reading key named {key}"), advice));
    }
    let absent =
        ABSENT.iter().any(|(k, word)| *k == key && (value.is_null() || value.as_str() == Some(word)));
    if let Some(object) = whole.as_object_mut() {
        if absent {
            object.remove(key);
        } else {
            object.insert(key.to_owned(), value.clone());
        }
    }
    let laid: Reading = serde_json::from_value(whole).map_err(|e| {
        let word =
            ABSENT.iter().find(|(k, _)| *k == key).map_or(String::new(), |(_, w)| format!(" Or \"{w}\"."));
        (e.to_string(), format!("See `subcap readings --format toml` for how {key} is written.{word}"))
    })?;
    match laid.out_of_range() {
        None => Ok(laid),
        Some((key, value, low, high)) => Err((
            format!("{key} = {value} is out of range"),
            format!("A number from {low} to {high} is due."),
        )),
    }
}

/// The keys that can be laid over a reading.
pub fn known_keys() -> Vec<&'static str> {
    let all = [
        "charge",
        "use_rate_bp",
        "scope",
        "granularity",
        "grace_days",
        "lookback_quarters",
        "report_owed_quarters",
        "contestable",
        "price",
        "credit_later_purchases",
        "support",
        "support_cap_years",
        "late_report_days",
    ];
    all.into_iter().filter(|key| !NAMES.contains(key)).collect()
}

/// One error code for everything a scenario gets wrong.
pub const CODE: ErrorCode = ErrorCode::BadScenario;
