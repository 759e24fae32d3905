//! What was bought: entitlements and prices.
//!
//! | module | what it reads |
//! |---|---|
//! | [`lines`] | purchases line by line: Passport Advantage, the part numbers ILMT takes, Flexera, OptiSAM, a bare list |
//! | [`columns`], [`term`] | the columns of such a list; from when to when a line grants something |
//! | [`stock`] | the entitlement inventory of Passport Advantage, by product |
//! | [`prices`] | unit prices |
//! | [`quantity`] | quantities in any usual writing, below zero or not whole |
//! | [`kind`] | what a part's description grants |
//! | [`words`] | the metric, and the product, that a description names |
//! | [`amount`] | sums of money in any usual writing |

mod amount;
mod columns;
mod kind;
mod lines;
mod prices;
mod quantity;
mod stock;
mod term;
#[cfg(test)]
mod tests;
mod words;

use crate::facts::{Entitlement, EntitlementKind, Names};
use crate::kind::Kind;
use crate::recognise::Layout;
pub(crate) use kind::of as kind_of;
pub(crate) use lines::doubts;
pub(crate) use words::{metric_of_cell, pack, product as product_of};

/// Lists of what was bought. The particular ones first: a purchase may state a price too.
pub(crate) const LAYOUTS: &[Layout] = &[
    Layout { kind: Kind::Entitlements, of: stock::stock },
    Layout { kind: Kind::Entitlements, of: lines::lines },
    Layout { kind: Kind::Prices, of: prices::prices },
    Layout { kind: Kind::Entitlements, of: lines::bare },
];

/// Tells by a description what a line grants that did not say so itself: the part numbers of a snapshot describe
/// parts that a list of purchases only numbers.
pub(crate) fn told_by(entitlement: &mut Entitlement, description: &str, names: &mut Names) {
    if entitlement.kind == EntitlementKind::Unknown {
        entitlement.kind = kind::of(description);
    }
    if entitlement.metric.is_none() {
        entitlement.metric = words::metric(description, names);
    }
    if entitlement.to.is_none() {
        entitlement.to = term::ends(entitlement.kind, entitlement.from, description);
    }
    // Until it is known what a line grants, its last day may be that of a term or of support.
    if !matches!(entitlement.kind, EntitlementKind::Subscription | EntitlementKind::Unknown) {
        entitlement.to = None;
    }
}
