//! Units that are priced (products and bundles) and the peak of a period (SPEC section 4).

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::estate::{Estate, Metric, Product};
use super::ratio::Ratio;
use super::scope::Regions;

/// A product in no bundle, or a bundle in place of its members.
pub struct Unit<'a> {
    pub product: &'a Product,
    /// Indices of the products summed, each with its b/a.
    pub members: Vec<(usize, Ratio)>,
}

/// The units by name; a bundle counts installs of its own name 1:1 and its members at b/a.
pub fn units(estate: &Estate) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit> = Vec::new();
    for (index, product) in estate.products.iter().enumerate() {
        if !product.bundle.is_empty() {
            continue;
        }
        let mut members = vec![(index, Ratio::whole(1))];
        for (at, other) in estate.products.iter().enumerate() {
            if other.bundle == product.name {
                members.push((at, other.factor));
            }
        }
        units.push(Unit { product, members });
    }
    units.sort_by(|a, b| a.product.name.cmp(&b.product.name));
    units
}

/// What one unit needs on one day, per region, in the unit's metric and not yet rounded.
pub type Need<'a> = BTreeMap<&'a str, Ratio>;

/// The members' quantities × b/a, added per region.
pub fn unit_need<'a>(unit: &Unit, of_member: impl Fn(usize) -> Regions<'a>) -> Need<'a> {
    let mut need = Need::new();
    for (member, factor) in &unit.members {
        for (region, quantity) in of_member(*member) {
            let sum = need.entry(region).or_insert(Ratio::ZERO);
            *sum = *sum + Ratio::whole(quantity) * *factor;
        }
    }
    need
}

/// The requirement of a period given its days: the regions' own peaks added, tiers, rounded up once.
pub fn peak(metric: Metric, days: &[&Need]) -> i128 {
    let regions: BTreeSet<&str> = days.iter().flat_map(|need| need.keys().copied()).collect();
    let mut sum = Ratio::ZERO;
    for region in regions {
        let highest = days.iter().filter_map(|need| need.get(region)).max().copied().unwrap_or(Ratio::ZERO);
        sum = sum + highest;
    }
    match metric {
        Metric::RvuMapc => tiers(sum).ceil(),
        Metric::Pvu | Metric::Vpc => sum.ceil(),
    }
}

/// The marginal tiers of `RVU_MAPC`.
fn tiers(cores: Ratio) -> Ratio {
    let steps = [
        (0, Some(2_500), 10),
        (2_500, Some(10_000), 8),
        (10_000, Some(50_000), 6),
        (50_000, Some(150_000), 4),
        (150_000, None, 2),
    ];
    let mut units = Ratio::ZERO;
    for (above, up_to, tenths) in steps {
        let top = up_to.map_or(cores, |limit| cores.min(Ratio::whole(limit)));
        if top > Ratio::whole(above) {
            units = units + (top - Ratio::whole(above)) * Ratio::new(tenths, 10);
        }
    }
    units
}

/// What is held of a unit on a day: members at b/a, the sum rounded down.
pub fn entitled(estate: &Estate, unit: &Unit, day: Date) -> i128 {
    let mut sum = Ratio::ZERO;
    for (member, factor) in &unit.members {
        for held in &estate.entitlements {
            if held.product == estate.products[*member].name && held.span.holds(day) {
                sum = sum + Ratio::whole(held.quantity) * *factor;
            }
        }
    }
    sum.floor()
}
