//! **What if.** Scenarios on a position that is held ready, the causes of their difference, and how far
//! each lever moves the total.
//!
//! In: an [`Overlay`], what would be written otherwise in the tables. Out: [`Figures`] at once, or the whole
//! report. What an overlay means is in `by_hand`: the change written into the tables, then an ordinary
//! estimate. `change` and `again` do the same quickly, in the resolved estate and only as far as anything
//! changes; both ways are tested to agree. The calls, all on [`Position`]: `new`, then `scenario`,
//! `report`, `causes`, `sensitivity`, and from [`crate::worth`] `worth` and `odds`. Each gives plain data.

mod again;
mod answer;
mod beforehand;
mod beside;
mod by_hand;
mod causes;
mod cells;
mod change;
mod delay;
mod document;
mod figures;
mod levers;
mod looked_up;
mod overlay;
mod position;
mod pulled;
mod readings;
#[cfg(feature = "schema")]
mod schema;
mod sensitivity;
mod several;
mod steps;
mod tornado;

use crate::read::rows::Place;

pub use answer::{Against, JSON_SCHEMA, SCHEMA, Scenario, WhatIf};
pub use beside::{
    AtUplift, Beside, ForwardTail, ProductTail, Settlement, Share, TailDefaults, TopDown, beside,
};
pub use causes::Cause;
pub use delay::{DelayPoint, ReadingDelay};
pub use figures::{Answer, Figures, ProductAnswer, QuarterAnswer, ReadingAnswer, ReadingFigures};
pub use levers::{Each, Lever, Setting, levers};
pub use overlay::{BECOMES, Becomes, Keys, LeaveOut, Overlay, Row, SCENARIO_JSON_SCHEMA, Where};
pub use position::Position;
pub use readings::KEYS as READING_KEYS;
#[cfg(feature = "schema")]
pub use schema::ScenarioDocument;
pub use sensitivity::{SENSITIVITY_JSON_SCHEMA, SENSITIVITY_SCHEMA, Sensitivity, SensitivityOptions};
pub use tornado::{LeverEnd, LeverSwing, ReadingTornado};

#[cfg(feature = "schema")]
use crate::report::form;

/// The place of a row that an overlay put in: no file of the estate has it.
pub(crate) const PLACE: Place = Place { file: u16::MAX, row: 0 };
