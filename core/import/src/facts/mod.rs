//! What exports state, in the words of the field: no rules, nothing concluded, every fact with its origin.
//!
//! Names are kept as written; how they are compared is the join's matter. A number that an export does not
//! state is `None` and never 0.

mod bought;
mod origin;
mod report;
mod software;
mod topology;

pub use bought::{Entitlement, EntitlementKind, PartNumber, Price};
pub use origin::{Names, Origin, Origins};
pub use report::{Integrity, Measure, Report, ServerTotal};
pub use software::{Install, Metric};
pub use topology::{Cluster, Host, HostKind, Machine, Pool, PowerState, Rate, RateOrigin, Seen};

/// All facts of one [`Intake`](crate::Intake).
#[derive(Debug, Default)]
pub struct Facts {
    /// Clusters of servers.
    pub clusters: Vec<Cluster>,
    /// Servers.
    pub hosts: Vec<Host>,
    /// Shared processor pools.
    pub pools: Vec<Pool>,
    /// Virtual machines and partitions.
    pub machines: Vec<Machine>,
    /// Software instances.
    pub installs: Vec<Install>,
    /// Reports for a period: what shows that it was measured.
    pub reports: Vec<Report>,
    /// Quantities a tool measured.
    pub measures: Vec<Measure>,
    /// What a tool measured on single servers.
    pub totals: Vec<ServerTotal>,
    /// What was bought.
    pub entitlements: Vec<Entitlement>,
    /// What part numbers stand for.
    pub parts: Vec<PartNumber>,
    /// Prices.
    pub prices: Vec<Price>,
}

impl Facts {
    /// Those of these places.
    pub fn retain(&mut self, of: impl Fn(Origin) -> bool) {
        self.clusters.retain(|fact| of(fact.origin));
        self.hosts.retain(|fact| of(fact.origin));
        self.pools.retain(|fact| of(fact.origin));
        self.machines.retain(|fact| of(fact.origin));
        self.installs.retain(|fact| of(fact.origin));
        self.reports.retain(|fact| of(fact.origin));
        self.measures.retain(|fact| of(fact.origin));
        self.totals.retain(|fact| of(fact.origin));
        self.entitlements.retain(|fact| of(fact.origin));
        self.parts.retain(|fact| of(fact.origin));
        self.prices.retain(|fact| of(fact.origin));
    }
}
