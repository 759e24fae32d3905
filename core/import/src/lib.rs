//! **From the exports people hold to the tables of an estate.**
//!
//! *Bytes → recognised by content → rows → facts, each with its origin → joined → the tables of an estate.*
//!
//! | step | module | what it knows |
//! |---|---|---|
//! | text | [`text`] | encodings, separators, quotes, line numbers |
//! | recognise | `recognise` | which tool wrote a file, told by its header and never by its name alone |
//! | read | one module per tool | columns, words and traps of that tool's exports |
//! | facts | [`facts`] | servers, machines, instances, reports, quantities, entitlements, as stated |
//! | join | `join` | which machine of one export is which of another, and on what ground |
//! | tables | [`tables`] | the rows that [`subcap_core::read`] reads, each with its origin |
//!
//! The result is text: what `convert` writes to files is byte for byte what `estimate` reads, so that there
//! is one way in. Every row has a column `origin` that names the export's file, row and columns.
//!
//! As in the core nothing here opens a file, reads a clock or starts a thread: the caller hands in bytes. What
//! belongs together (the entries of one zip, the files of one folder, a file by itself) is one [`Intake`]; they
//! can be read beside each other, and are joined in the order given.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod batch;
mod bought;
mod cells;
mod dates;
pub mod facts;
mod hmc;
#[cfg(test)]
mod hostile;
mod intake;
mod inventory;
mod join;
mod json;
mod kind;
pub mod ledger;
mod license_service;
mod limits;
mod period;
mod products_daily;
#[cfg(test)]
mod reading;
mod recognise;
mod recognised;
mod snapshot;
pub mod tables;
pub mod text;
mod vmware;
mod when;
mod workbook;

pub use batch::{Batch, Seen, Use};
pub use intake::Intake;
pub use join::{Choices, Imported, join, together};
pub use kind::Kind;
pub use limits::Limits;
pub use recognise::tell;
pub use recognised::{FileSeen, QuarterSeen};
