//! A naive, independent restatement of the contract (SPEC.md, sections 2 to 6 and 8): plain loops, day by day.
//!
//! It is an oracle for the core: clear before quick, and it shares nothing with what it judges. It was
//! written from the contract alone. It knows only what random estates contain: its tables are plain CSV
//! without quotes, it looks up no processor (no rate given is 120), and numbers that overflow panic.
#![allow(dead_code, reason = "each test target uses a part of it")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "clear before careful: random estates stay far from these limits"
)]

pub mod builder;
pub mod counting;
pub mod dates;
pub mod estate;
pub mod evidence;
pub mod load;
pub mod money;
pub mod overlay;
pub mod peak;
pub mod ratio;
pub mod reading;
pub mod record;
pub mod report;
pub mod scope;
pub mod table;
pub mod worth;

use std::collections::BTreeMap;

use reading::Reading;

/// The texts of an estate's files by name.
pub type Texts = BTreeMap<String, String>;

/// The report of section 8 for any readings, in the order given.
pub fn estimate(texts: &Texts, readings: &[Reading]) -> Result<serde_json::Value, String> {
    let estate = load::load(texts)?;
    report::report(&estate, readings)
}
