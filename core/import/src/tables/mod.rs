//! The rows of an estate's tables, and their text.
//!
//! The columns are those of [`subcap_core::read::Table`], with `origin` behind them. An unknown number is an empty
//! cell: the reader says so, and totals are "at least".

mod rows;
mod write;

pub(crate) use write::thousandths;

pub use rows::{
    EntitlementRow, EstateText, EvidenceRow, HostRow, InstallRow, PlacementRow, PoolRow, ProductRow, Rows,
};
