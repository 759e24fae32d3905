//! The core as tests call it: texts in memory to its report, and the reference's readings as its own.
#![allow(dead_code, reason = "each test target uses a part of it")]

use serde_json::Value;
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::price;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::report::Report;

use crate::reference::Texts;
use crate::reference::reading::{Charge, Granularity, PriceKind, Reading, Scope, Support};

/// Reads and resolves; the error as text.
pub fn estate(texts: &Texts) -> Result<Estate, String> {
    let mut reader = Reader::default();
    for (name, text) in texts {
        reader.file(name, text.as_bytes()).map_err(|e| e.to_string())?;
    }
    finish(reader)
}

/// Resolves what was read.
pub fn finish(reader: Reader) -> Result<Estate, String> {
    let (tables, findings) = reader.finish().map_err(|(e, _)| e.to_string())?;
    let pvu_table = PvuTable::embedded().map_err(|e| e.to_string())?;
    resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).map_err(|(e, _)| e.to_string())
}

/// The report under any readings.
pub fn report(texts: &Texts, readings: &[price::Reading]) -> Result<Report, String> {
    subcap_core::estimate(&estate(texts)?, readings).map_err(|e| e.to_string())
}

/// The report as a program would read it.
pub fn json(texts: &Texts, readings: &[price::Reading]) -> Result<Value, String> {
    serde_json::from_str(&report(texts, readings)?.to_json()).map_err(|e| e.to_string())
}

/// The readings the product ships.
pub fn built_in() -> Vec<price::Reading> {
    price::Readings::built_in().expect("the embedded readings are read").all().to_vec()
}

/// A reading of the reference in the core's words.
pub fn reading(of: &Reading) -> price::Reading {
    let small = |number: i64| u32::try_from(number).expect("readings have small numbers");
    let cap = i64::try_from(of.support_cap_years).expect("readings have small numbers");
    let rate = i64::try_from(of.use_rate_bp).expect("readings have small numbers");
    price::Reading {
        name: of.name.clone(),
        title: String::new(),
        who: String::new(),
        sources: Vec::new(),
        charge: match of.charge {
            Charge::Purchase => price::ChargeKind::Purchase,
            Charge::Use => price::ChargeKind::Use,
        },
        use_rate_bp: small(rate),
        scope: match of.scope {
            Scope::Host => price::Scope::Host,
            Scope::Largest => price::Scope::Largest,
            Scope::Cluster => price::Scope::Cluster,
            Scope::Estate => price::Scope::Estate,
        },
        granularity: match of.granularity {
            Granularity::Days => price::Granularity::Days,
            Granularity::Quarter => price::Granularity::Quarter,
            Granularity::Window => price::Granularity::Window,
        },
        grace_days: small(of.grace_days),
        lookback_quarters: small(of.lookback_quarters.into()),
        report_owed_quarters: of.report_owed_quarters.map(|owed| small(owed.into())),
        contestable: if of.contestable_held { price::Contestable::Held } else { price::Contestable::Lost },
        price: match of.price {
            PriceKind::List => price::PriceBasis::List,
            PriceKind::Contract => price::PriceBasis::Contract,
        },
        credit_later_purchases: of.credit_later_purchases,
        support: match of.support {
            Support::None => price::Support::None,
            Support::Flat => price::Support::Flat,
            Support::Duration => price::Support::Duration,
            Support::Lookback => price::Support::Lookback,
            Support::Graduated => price::Support::Graduated,
        },
        support_cap_years: small(cap),
        late_report_days: of.late_report_days.map(small),
    }
}

/// The first place at which `got` is not what is wanted; more fields are no difference.
pub fn difference(wanted: &Value, got: &Value, path: &str) -> Option<String> {
    match (wanted, got) {
        (Value::Object(wanted), Value::Object(got)) => wanted.iter().find_map(|(key, wanted)| {
            let path = format!("{path}/{key}");
            match got.get(key) {
                Some(got) => difference(wanted, got, &path),
                None => Some(format!("{path} is missing")),
            }
        }),
        (Value::Array(wanted), Value::Array(got)) if wanted.len() == got.len() => {
            let mut pairs = wanted.iter().zip(got).enumerate();
            pairs.find_map(|(at, (wanted, got))| difference(wanted, got, &format!("{path}/{at}")))
        }
        _ if wanted == got => None,
        _ => Some(format!("{path}: {wanted} is wanted, the core says {got}")),
    }
}
