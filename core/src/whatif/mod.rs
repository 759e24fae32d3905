//! What if: scenarios, and what each of them, and each piece of evidence, is worth.

mod by_hand;
mod cells;
mod document;
mod overlay;
mod readings;

use crate::read::rows::Place;

pub use overlay::{BECOMES, Becomes, Keys, LeaveOut, Overlay, Row, Where};

/// The place of a row that an overlay put in: no file of the estate has it.
pub(crate) const PLACE: Place = Place { file: u16::MAX, row: 0 };
