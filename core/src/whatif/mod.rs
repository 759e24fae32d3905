//! What if: scenarios, and what each of them, and each piece of evidence, is worth.

mod answer;
mod by_hand;
mod causes;
mod cells;
mod change;
mod document;
mod figures;
mod overlay;
mod position;
mod readings;

use crate::read::rows::Place;

pub use answer::{SCHEMA, Scenario, WhatIf};
pub use causes::Cause;
pub use figures::{Answer, Figures, ProductAnswer, QuarterAnswer, ReadingAnswer, ReadingFigures};
pub use overlay::{BECOMES, Becomes, Keys, LeaveOut, Overlay, Row, Where};
pub use position::Position;

/// The place of a row that an overlay put in: no file of the estate has it.
pub(crate) const PLACE: Place = Place { file: u16::MAX, row: 0 };
