//! Reading keys laid over readings.

use serde_json::Value;

use crate::error::{Error, nearest};
use crate::price::{Reading, Readings};

use super::cells::wrong;
use super::overlay::Overlay;

/// Keys that may be absent, and the word that says so.
const ABSENT: [(&str, &str); 2] = [("report_owed_quarters", "all"), ("late_report_days", "any")];

/// The readings with the overlay's keys: first those of `[reading]`, then those of `[readings.NAME]`.
pub fn laid_over(overlay: &Overlay, readings: &[Reading]) -> Result<Vec<Reading>, Error> {
    for name in overlay.readings.keys().filter(|name| !readings.iter().any(|r| r.name == **name)) {
        // Known but not asked for: the document may serve for several questions.
        Readings::built_in()?.get(name).map_err(|mut error| {
            let near = nearest(name, readings.iter().map(|r| r.name.as_str()));
            if let Some(near) = near {
                error.advice = format!("Did you mean {near}?");
            }
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
    if !KEYS.contains(&key) {
        let advice = nearest(key, KEYS)
            .map_or_else(|| format!("Keys are {}.", KEYS.join(", ")), |near| format!("Did you mean {near}?"));
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

/// The keys that can be laid over a reading: those of SPEC section 6, not what names and cites it.
pub const KEYS: [&str; 13] = [
    "scope",
    "granularity",
    "lookback_quarters",
    "grace_days",
    "report_owed_quarters",
    "late_report_days",
    "contestable",
    "charge",
    "use_rate_bp",
    "price",
    "credit_later_purchases",
    "support",
    "support_cap_years",
];
