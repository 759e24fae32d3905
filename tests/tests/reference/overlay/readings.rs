//! `[reading]` and `[readings.NAME]`: keys of SPEC section 6 over a reading.

use serde_json::Value;

use crate::reference::reading::{Charge, Granularity, PriceKind, Reading, Scope, Support};

/// The reading with the keys for all laid over it, then its own.
pub fn changed(reading: &Reading, overlay: &Value) -> Result<Reading, String> {
    let mut reading = reading.clone();
    let own = overlay.get("readings").and_then(|readings| readings.get(&reading.name));
    for keys in [overlay.get("reading"), own].into_iter().flatten() {
        for (key, value) in keys.as_object().ok_or("a reading is a table of keys")? {
            set(&mut reading, key, value).ok_or(format!("{key} = {value} says nothing about a reading"))?;
        }
    }
    Ok(reading)
}

fn set(reading: &mut Reading, key: &str, value: &Value) -> Option<()> {
    let number = value.as_i64();
    let small = |number: i64| i32::try_from(number).ok();
    match (key, value.as_str()) {
        ("charge", Some("purchase")) => reading.charge = Charge::Purchase,
        ("charge", Some("use")) => reading.charge = Charge::Use,
        ("use_rate_bp", None) => reading.use_rate_bp = number?.into(),
        ("scope", Some("host")) => reading.scope = Scope::Host,
        ("scope", Some("largest")) => reading.scope = Scope::Largest,
        ("scope", Some("cluster")) => reading.scope = Scope::Cluster,
        ("scope", Some("estate")) => reading.scope = Scope::Estate,
        ("granularity", Some("days")) => reading.granularity = Granularity::Days,
        ("granularity", Some("quarter")) => reading.granularity = Granularity::Quarter,
        ("granularity", Some("window")) => reading.granularity = Granularity::Window,
        ("grace_days", None) => reading.grace_days = number?,
        ("lookback_quarters", None) => reading.lookback_quarters = small(number?)?,
        ("report_owed_quarters", Some("all")) => reading.report_owed_quarters = None,
        ("report_owed_quarters", None) => reading.report_owed_quarters = Some(small(number?)?),
        ("contestable", Some(text @ ("held" | "lost"))) => reading.contestable_held = text == "held",
        ("price", Some("list")) => reading.price = PriceKind::List,
        ("price", Some("contract")) => reading.price = PriceKind::Contract,
        ("credit_later_purchases", None) => reading.credit_later_purchases = value.as_bool()?,
        ("support", Some("none")) => reading.support = Support::None,
        ("support", Some("flat")) => reading.support = Support::Flat,
        ("support", Some("duration")) => reading.support = Support::Duration,
        ("support", Some("lookback")) => reading.support = Support::Lookback,
        ("support", Some("graduated")) => reading.support = Support::Graduated,
        ("support_cap_years", None) => reading.support_cap_years = number?.into(),
        ("late_report_days", Some("any")) => reading.late_report_days = None,
        ("late_report_days", None) => reading.late_report_days = Some(number?),
        _ => return None,
    }
    Some(())
}
