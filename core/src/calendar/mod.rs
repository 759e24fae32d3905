//! Days, calendar quarters and sets of days.

mod day;
mod dayset;
mod quarter;

pub use day::{Day, Span};
pub use dayset::DaySet;
pub use quarter::Quarter;
