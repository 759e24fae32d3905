//! Whose a line is: the steps that entitlements and prices share.

use super::Line;
use super::known::{Found, Known, Product};
use super::telling::{Of, Telling};

/// The product a line is of, if it is counted in the line's metric; else it is told why the line is not used.
pub(super) fn whose<'t>(
    line: &Line,
    of: Of,
    known: &Known<'t>,
    telling: &mut Telling<'_>,
) -> Option<Product<'t>> {
    match known.find(&line.names, line.metric.as_deref()) {
        Found::One(product) => match product.by_other(line) {
            None => return Some(product),
            Some(by) => telling.by_other(line, of, by),
        },
        Found::Several(products) => telling.several(line, products),
        Found::None => telling.of_none(line, of),
    }
    None
}
