//! What if: scenarios, and what each of them, and each piece of evidence, is worth.

mod answer;
mod beside;
mod by_hand;
mod causes;
mod cells;
mod change;
mod delay;
mod document;
mod figures;
mod levers;
mod overlay;
mod position;
mod pulled;
mod readings;
#[cfg(feature = "schema")]
mod schema;
mod sensitivity;
mod tornado;

use crate::read::rows::Place;

pub use answer::{JSON_SCHEMA, SCHEMA, Scenario, WhatIf};
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

/// Texts of a fixed form, as patterns for the schema.
#[cfg(feature = "schema")]
mod form {
    pub const QUARTER: &str = r"^\d{4}-Q[1-4]$";
    pub const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
    pub const MONEY: &str = r"^\d+(\.\d+)?$";
    pub const SIGNED: &str = r"^-?\d+(\.\d+)?$";
}

/// The place of a row that an overlay put in: no file of the estate has it.
pub(crate) const PLACE: Place = Place { file: u16::MAX, row: 0 };
