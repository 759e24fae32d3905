//! **Step 5: price.** What each reading of the agreement makes of the quarters, in units and money.
//!
//! In: required units per day, what was held, a [`Reading`]. Out: the [`Shortfall`] of each quarter
//! and the [`Claim`] lines. Money is exact up to the one rounding per line.

mod claim;
mod entitled;
mod reading;
mod readings;
mod shortfall;

pub use claim::{Claim, Lines, claim, duration, price};
pub use entitled::Entitled;
pub use reading::{ChargeKind, Contestable, Granularity, PriceBasis, Reading, Scope, Support};
pub use readings::{ReadingList, Readings};
pub use shortfall::{Part, QuarterShortfall, Shortfall, Shortness};
