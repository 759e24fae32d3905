//! A product id that bears one name and from some day on another: two purchases, unless it was renamed.

use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Order as _};

use super::Joining;
use super::covered::of_all;
use crate::batch::Batch;
use crate::facts::Origin;

/// A place in an export.
type At<'b> = (&'b Batch, Origin);
/// A product id and a name of it.
type Name<'b> = (&'b Arc<str>, &'b Arc<str>);
/// A name, the days from its first to its last, and where it is stated first.
type Named<'b> = (Span, &'b Arc<str>, At<'b>);

/// Says which product ids change their name.
pub(super) fn say(batches: &[Batch], joining: &mut Joining) {
    let mut known: Map<Name<'_>, (Span, At<'_>)> = Map::new();
    for (_, batch, measure) in of_all(batches).filter(|(.., measure)| measure.metric.column().is_some()) {
        let Some(id) = &measure.product_id else { continue };
        let first = (measure.when, (batch, measure.origin));
        let (days, _) = known.entry((id, &measure.product)).or_insert(first);
        *days = Span::new(days.from.min(measure.when.from), days.to.max(measure.when.to));
    }
    let mut names: Map<&Arc<str>, Vec<Named<'_>>> = Map::new();
    for ((id, name), (days, at)) in known {
        names.entry(id).or_default().push((days, name, at));
    }
    for (id, mut names) in names {
        names.order_by_key(|(days, ..)| *days);
        for pair in names.windows(2) {
            let [(before, old, _), (after, new, (batch, origin))] = pair else { continue };
            // Names of the same days are products beside each other.
            if before.to >= after.from {
                continue;
            }
            let message = format!(
                "{new} has the product id {id}, which was {old} until {}: the two count as two products",
                before.to
            );
            let advice =
                "If it was renamed, give all of it one name in the exports, so that it is bought once.";
            joining.say(Some(*batch), *origin, Code::ExportsDiffer, Severity::Warning, message, advice);
        }
    }
}
