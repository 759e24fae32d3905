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
    if !KEYS.contains(&key) {
        let advice = nearest(key, KEYS)
            .map_or_else(|| format!("Keys are {}.", KEYS.join(", ")), |near| format!("Did you mean {near}?"));
        return Err((format!("there is no reading key named {key}"), advice));
    }
    let word = ABSENT.iter().find(|(k, _)| *k == key).map(|(_, word)| *word);
    let absent = word.is_some() && value.as_str() == word;
    let mut laid = reading.clone();
    laid.lay(key, if absent { &Value::Null } else { value }).map_err(|e| {
        let word = word.map_or(String::new(), |word| format!(" Or \"{word}\"."));
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
