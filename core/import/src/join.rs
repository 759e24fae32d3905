//! From the facts of all intakes to one estate.

use subcap_core::finding::Findings;

use crate::batch::{Batch, Seen};

/// What the user decides.
#[derive(Debug, Default, Clone)]
pub struct Choices {}

/// An estate out of exports.
#[derive(Debug, Default)]
pub struct Imported {
    /// The tables by file name, in the order of their names.
    pub tables: Vec<(&'static str, String)>,
    /// Files as recognised.
    pub seen: Vec<Seen>,
    /// What was odd.
    pub findings: Findings,
}

/// Joins what was read, in the order given.
pub fn join(_batches: Vec<Batch>, _choices: &Choices) -> Imported {
    Imported::default()
}
