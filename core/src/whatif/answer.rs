//! The answer of `subcap whatif` as plain data.

use serde::Serialize;

use crate::report::Report;

use super::Cause;

/// Version of the answer.
pub const SCHEMA: &str = "subcap.whatif/1";

/// The published JSON Schema of the answer.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.whatif-1.schema.json");

/// The position as it is, and each scenario with the causes of its difference. Readers should ignore
/// fields they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Subcap scenarios, version 1"))]
pub struct WhatIf {
    /// Always `subcap.whatif/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// The position as it is: what `subcap estimate` prints.
    pub base: Report,
    /// The scenario that the causes of the others go from; null: they go from the position as it is.
    pub against: Option<Against>,
    /// The scenarios, in the order given.
    pub scenarios: Vec<Scenario>,
}

/// The scenario that others are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Against {
    /// Its name, or its file's.
    pub name: String,
    /// What `subcap estimate` prints once the changes are made in the tables.
    pub report: Report,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scenario {
    /// Its name, or its file's.
    pub name: String,
    /// What `subcap estimate` prints once the changes are made in the tables.
    pub report: Report,
    /// The causes of the difference from the position as it is, or from `against`; the steps of a reading add up
    /// to the difference of its totals.
    pub causes: Vec<Cause>,
}
