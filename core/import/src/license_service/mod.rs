//! License Service of IBM's containers and its relatives: the Reporter of several clusters, the sidecar on Fargate.
//!
//! *Daily quantities (`products_daily`), peaks per product, per bundled product and per service, as CSV or JSON, and
//! the sidecar's samples → a row that comes twice counts once → samples become daily quantities → what is a peak
//! of known days is compared with them → one report per cluster.*
//!
//! A quantity belongs to (cluster, product, metric, day). Clusters add up. A Reporter's file may also hold what an
//! ILMT server sent it; that server stands in the column of the cluster, so its series is the same in both places.
//!
//! Source: IBM, "License Service APIs" and "Audit snapshot"; the columns of the peaks as its clients read them.

mod conclude;
mod condition;
mod fargate;
mod once;
mod peaks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::order::Map;

use crate::facts::{Metric, Origin};
use crate::kind::Kind;
use crate::recognise::{Layout, Whole};

pub(crate) use conclude::conclude;
pub(crate) use once::once;

/// Its tables.
pub(crate) const LAYOUTS: &[Layout] = &[
    Layout { kind: Kind::LicenseServiceServices, of: peaks::services },
    Layout { kind: Kind::LicenseServiceBundled, of: peaks::bundled },
    Layout { kind: Kind::LicenseServiceProducts, of: peaks::products },
    Layout { kind: Kind::FargateLog, of: fargate::log },
];

/// Its other files.
pub(crate) const WHOLES: &[Whole] =
    &[Whole { kind: Kind::SnapshotCondition, is: condition::is, read: condition::read }];

/// What was read of it and is concluded when every file of an intake is read.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Which measures are peaks, and of which file.
    peaks: Vec<usize>,
    /// Whether there are products of a Cloud Pak that is named by its id.
    bundled: bool,
    /// What services contributed.
    services: Map<Contribution, (u64, Origin)>,
    /// Samples of the sidecar.
    samples: fargate::Samples,
    /// What `data_condition.txt` says.
    condition: Option<condition::Condition>,
}

/// A day on which services contributed to a product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Contribution {
    product: Arc<str>,
    id: Option<Arc<str>>,
    metric: Metric,
    bundle: Option<Arc<str>>,
    day: Day,
}
