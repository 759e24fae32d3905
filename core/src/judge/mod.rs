//! **Step 4: judge.** Which days stand, which are lost, and what a lost day makes of a cluster.
//!
//! In: cells, evidence and a reading. Out: [`Lost`] days per host, and what is required once they
//! count at full capacity, quarter by quarter. Evidence is judged per product, host and day.

mod beyond;
mod block;
mod changes;
mod evidenced;
mod lacking;
mod lost;
mod scope;
mod window;

pub(crate) use beyond::Piece;
pub use block::Block;
pub(crate) use changes::Changes;
pub use evidenced::{Coverage, Covered, Evidenced, Items, Truth};
pub use lacking::{InQuarter, Lacking};
pub(crate) use lost::lost_as_they_are;
pub use lost::{Lost, lost};
pub(crate) use scope::Reach;
pub use window::Window;
