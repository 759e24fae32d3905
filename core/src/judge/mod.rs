//! **Step 4: judge.** Which days stand, which are lost, and what a lost day makes of a cluster.
//!
//! In: cells, evidence and a reading. Out: [`Lost`] days per host, and what is required once they
//! count at full capacity. Evidence is judged per product, host and day; quarters follow from days.

mod evidenced;
mod lost;
mod scope;
mod window;

pub use evidenced::{Coverage, Evidenced, Truth};
pub use lost::{Lost, lost};
pub use scope::apply as apply_scope;
pub use window::Window;
