//! **The worth of evidence.** Every gap, what closing it is worth, and what to look for first.
//!
//! In: a [`Position`](crate::whatif::Position) under one reading. Out: the [`Gap`]s, each with the rows of
//! `evidence.csv` that would close it; what it is worth closed alone, closed last, and as its fair share
//! (Shapley); the smallest set that brings the total under a target; a checklist by quarter; and what the
//! weights of contestable items come to. Under a purchase the peak makes a cliff: the first document is
//! worth little, the last one everything, so that no single number will do.

mod answer;
mod chance;
mod checklist;
mod game;
mod gaps;
mod line;
mod odds;
mod plan;
mod shapley;
mod target;

pub use answer::{GapWorth, JSON_SCHEMA, Method, SCHEMA, Worth};
pub use checklist::{Checked, Holder, OnFile, holders};
pub use gaps::{Cure, Gap};
pub use odds::{
    Draw, JSON_SCHEMA as ODDS_JSON_SCHEMA, Odds, OddsAnswer, ReadingOdds, SCHEMA as ODDS_SCHEMA, Weighted,
};
pub use plan::{LineWorth, Plan, WorthOptions};
pub use target::Smallest;

#[cfg(feature = "schema")]
use crate::report::form;
