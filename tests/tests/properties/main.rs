//! What must always hold (SPEC.md, section 7), sentence by sentence, on random estates.
//!
//! A failure prints the seed and the tables, with every row dropped that does not matter to it.
//! `SUBCAP_ESTATES` sets how many estates each sentence is tried on, `SUBCAP_FIRST` shifts which.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../engine/mod.rs"]
mod engine;
#[path = "../random/mod.rs"]
mod random;
#[path = "../reference/mod.rs"]
mod reference;
#[path = "../support/mod.rs"]
mod support;

mod case;
mod csv;
mod more_costs_more;
mod nothing_to_pay;
mod same_answer;
mod sums;
mod threads;
