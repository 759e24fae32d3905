#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod calendar;
mod data;
pub mod error;
pub mod fields;
pub mod finding;
pub mod json;
pub mod names;
pub mod order;
mod records;
pub mod units;

pub mod pvu;

pub mod rules;
pub mod sources;

pub mod read;

pub mod estate;

pub mod count;

pub mod judge;

pub mod price;

pub mod report;

pub mod explain;

pub mod compare;

pub mod whatif;

pub mod worth;

pub mod demo;

mod estimate;

pub use estimate::{CountedLine, Estimator, estimate};
