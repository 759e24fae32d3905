//! Readings: every key of the tables in SPEC section 6, and the eight built-in ones.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    Purchase,
    Use,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Host,
    Largest,
    Cluster,
    Estate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    Days,
    Quarter,
    Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    None,
    Flat,
    Duration,
    Lookback,
    Graduated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceKind {
    List,
    Contract,
}

/// A named set of assumptions (SPEC section 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub name: String,
    pub charge: Charge,
    pub use_rate_bp: i128,
    pub scope: Scope,
    pub granularity: Granularity,
    pub grace_days: i64,
    pub lookback_quarters: i32,
    /// `None`: all reports are owed.
    pub report_owed_quarters: Option<i32>,
    /// `contestable = "held"`.
    pub contestable_held: bool,
    pub price: PriceKind,
    pub credit_later_purchases: bool,
    pub support: Support,
    pub support_cap_years: i128,
    /// `None`: a report is never too late.
    pub late_report_days: Option<i64>,
}

impl Reading {
    /// The `agreement` reading under another name, to start a custom one from.
    pub fn custom(name: &str) -> Reading {
        Reading {
            name: name.to_string(),
            charge: Charge::Purchase,
            use_rate_bp: 5000,
            scope: Scope::Host,
            granularity: Granularity::Quarter,
            grace_days: 90,
            lookback_quarters: 8,
            report_owed_quarters: Some(8),
            contestable_held: false,
            price: PriceKind::Contract,
            credit_later_purchases: true,
            support: Support::Duration,
            support_cap_years: 2,
            late_report_days: None,
        }
    }
}

/// The eight built-in readings in the order of the table in SPEC section 6.
pub fn built_in() -> Vec<Reading> {
    vec![
        Reading {
            scope: Scope::Cluster,
            grace_days: 0,
            lookback_quarters: 20,
            price: PriceKind::List,
            credit_later_purchases: false,
            support: Support::Flat,
            ..Reading::custom("opening")
        },
        Reading {
            scope: Scope::Estate,
            granularity: Granularity::Window,
            grace_days: 0,
            lookback_quarters: 20,
            report_owed_quarters: None,
            price: PriceKind::List,
            credit_later_purchases: false,
            support: Support::Lookback,
            ..Reading::custom("estate")
        },
        Reading::custom("agreement"),
        Reading { support: Support::Flat, ..Reading::custom("agreement_flat") },
        Reading { scope: Scope::Largest, ..Reading::custom("largest") },
        Reading {
            granularity: Granularity::Days,
            support: Support::Graduated,
            ..Reading::custom("graduated")
        },
        Reading {
            charge: Charge::Use,
            lookback_quarters: 20,
            price: PriceKind::List,
            credit_later_purchases: false,
            support: Support::None,
            ..Reading::custom("period")
        },
        Reading { granularity: Granularity::Days, contestable_held: true, ..Reading::custom("defended") },
    ]
}
