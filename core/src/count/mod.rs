//! **Step 3: count.** How many cores of a product stand on each host, between change points.
//!
//! In: the [`Estate`](crate::estate::Estate). Out: [`Cell`]s per product, and [`DayTotals`] per
//! region. Hosts are counted on change points, as estates of millions of rows change rarely; only
//! the sums over all hosts of a region are laid out by day, because there nearly every day changes
//! and a peak, a part of a quarter and a short day are then plain scans.

mod cells;
mod in_cluster;
mod on_host;
mod requirement;
mod totals;

pub use cells::{Cell, cells, cells_on};
pub use in_cluster::{InCluster, Sum};
pub use requirement::{Measure, RVU_TIERS};
pub use totals::DayTotals;
