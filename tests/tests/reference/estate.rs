//! The estate as plain records, one per table of SPEC section 2.

use time::Date;

use super::dates::Span;
use super::ratio::Ratio;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    Pvu,
    Vpc,
    RvuMapc,
}

impl Metric {
    pub fn name(self) -> &'static str {
        match self {
            Metric::Pvu => "PVU",
            Metric::Vpc => "VPC",
            Metric::RvuMapc => "RVU_MAPC",
        }
    }
}

/// One row of `hosts.csv`, or an artificial host `TLM_VM_<vm>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    pub name: String,
    pub cores: i128,
    pub cluster: String,
    pub region: String,
    pub pvu_per_core: i128,
    pub eligible: bool,
    pub span: Span,
    pub artificial: bool,
}

impl Host {
    /// `full(p,h)` of SPEC section 3; the rate is 1 unless the metric is PVU (section 1).
    pub fn full(&self, metric: Metric) -> i128 {
        self.cores * self.rate(metric)
    }

    pub fn rate(&self, metric: Metric) -> i128 {
        if metric == Metric::Pvu { self.pvu_per_core } else { 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Vm,
    Dedicated,
    Capped,
    Uncapped,
}

/// One row of `vms.csv`; a hostless one already names its artificial host.
#[derive(Clone, Debug)]
pub struct Placement {
    pub vm: String,
    pub host: String,
    pub cores: Ratio,
    pub mode: Mode,
    pub pool: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    pub pool: String,
    pub host: String,
    pub cores: Ratio,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Vm(String),
    Host(String),
}

#[derive(Clone, Debug)]
pub struct Install {
    pub product: String,
    pub place: Place,
    pub span: Span,
}

/// One row of `products.csv`; a bundle without a row of its own has one made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    pub metric: Metric,
    pub subcapacity: bool,
    pub list_price: Option<Ratio>,
    pub contract_price: Option<Ratio>,
    pub support_bp: i128,
    pub bundle: String,
    /// b / a of the ratio `a:b`.
    pub factor: Ratio,
}

#[derive(Clone, Debug)]
pub struct Entitlement {
    pub product: String,
    pub quantity: i128,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Measured,
    Report,
    Rebuilt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Held,
    Contestable,
    Lost,
}

#[derive(Clone, Debug)]
pub struct Evidence {
    pub id: String,
    pub kind: Kind,
    pub scope: String,
    pub span: Span,
    pub made: Option<Date>,
    pub state: State,
}

#[derive(Clone, Debug)]
pub struct Estate {
    pub as_of: Date,
    pub currency: String,
    /// Explicit, derived, or unknown (SPEC section 2, `first_deployment`).
    pub first_deployment: Option<Date>,
    pub hosts: Vec<Host>,
    pub placements: Vec<Placement>,
    pub pools: Vec<Pool>,
    pub installs: Vec<Install>,
    pub products: Vec<Product>,
    pub entitlements: Vec<Entitlement>,
    pub evidence: Vec<Evidence>,
    /// A row of hosts, vms, pools, installs or products was left out (SPEC section 2, bad input).
    pub rows_left_out: bool,
}
