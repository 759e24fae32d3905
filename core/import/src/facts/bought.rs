//! What was bought, and for how much.

use std::sync::Arc;

use subcap_core::calendar::Day;

use super::{Metric, Origin};

/// What a purchase grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntitlementKind {
    /// A licence, with or without support.
    Licence,
    /// The right to use for a term.
    Subscription,
    /// Support of a licence bought before: adds none.
    Renewal,
    /// Support taken up again: adds none.
    Reinstatement,
    /// A licence in exchange for another.
    TradeUp,
    /// Cannot be told.
    Unknown,
}

/// A line of an entitlement export.
#[derive(Debug, Clone)]
pub struct Entitlement {
    /// Product by name, if stated.
    pub product: Option<Arc<str>>,
    /// Part number, if stated.
    pub part: Option<Arc<str>>,
    /// The part's description.
    pub description: Option<Arc<str>>,
    /// Metric, if stated or told by the description.
    pub metric: Option<Metric>,
    /// Units; `None` if the export states none.
    pub quantity: Option<u64>,
    /// What it grants.
    pub kind: EntitlementKind,
    /// From.
    pub from: Option<Day>,
    /// To: of a term only. The end of support ends no licence. While the kind is unknown, the last day stated.
    pub to: Option<Day>,
    /// What ends then is called coverage, which is that of support unless a term is bought.
    pub coverage: bool,
    /// Site or agreement.
    pub site: Option<Arc<str>>,
    /// Not a purchase but the sum of all: orders listed elsewhere are in it.
    pub all_orders: bool,
    /// Origin.
    pub origin: Origin,
}

impl Entitlement {
    /// Whether it grants anything: support alone does not.
    pub fn adds_licence(&self) -> bool {
        !matches!(self.kind, EntitlementKind::Renewal | EntitlementKind::Reinstatement)
    }
}

/// What a part number stands for.
#[derive(Debug, Clone)]
pub struct PartNumber {
    /// Part number.
    pub part: Arc<str>,
    /// Product's name.
    pub product: Arc<str>,
    /// The catalogue's description.
    pub description: Option<Arc<str>>,
    /// Origin.
    pub origin: Origin,
}

/// A price.
#[derive(Debug, Clone)]
pub struct Price {
    /// Product by name, if stated.
    pub product: Option<Arc<str>>,
    /// Part number, if stated.
    pub part: Option<Arc<str>>,
    /// What it is of, if it is described and not just named.
    pub description: Option<Arc<str>>,
    /// What has that price: support has one of its own.
    pub kind: EntitlementKind,
    /// Metric, if stated.
    pub metric: Option<Metric>,
    /// Of the price list, for a unit, as a decimal with a point.
    pub list: Option<Arc<str>>,
    /// Of the contract, for a unit.
    pub contract: Option<Arc<str>>,
    /// ISO code, if stated.
    pub currency: Option<Arc<str>>,
    /// As of.
    pub as_of: Option<Day>,
    /// The last day it is of, if stated.
    pub until: Option<Day>,
    /// Origin.
    pub origin: Origin,
}
