//! What the hosts of a cluster count on a day when evidence is lost (SPEC section 5, scope).

use std::collections::BTreeMap;

use super::counting::Day;
use super::estate::{Estate, Host};
use super::reading::Scope;

/// A quantity per region; a region that is absent holds nothing.
pub type Regions<'a> = BTreeMap<&'a str, i128>;

/// The requirement of one product on one day, per region, in the product's own metric.
pub fn required<'a>(
    estate: &Estate,
    day: &Day<'a>,
    lost: &[bool],
    product: usize,
    scope: Scope,
) -> Regions<'a> {
    let metric = estate.products[product].metric;
    let counts: Vec<(usize, i128, i128, bool)> = day
        .counts
        .iter()
        .zip(lost)
        .filter(|(count, _)| count.product == product)
        .map(|(count, lost)| (count.host, count.sub, count.full, *lost))
        .collect();
    let lost_anywhere = counts.iter().any(|(_, _, _, lost)| *lost);
    let mut regions = Regions::new();
    if counts.is_empty() {
        return regions;
    }
    for cluster in &day.clusters {
        let present: Vec<_> = counts.iter().filter(|(host, ..)| cluster.contains(host)).collect();
        if present.is_empty() {
            continue;
        }
        let hosts: Vec<&'a Host> = cluster.iter().map(|index| day.hosts[*index]).collect();
        let every_full: i128 = hosts.iter().map(|host| host.full(metric)).sum();
        let largest = hosts.iter().map(|host| host.full(metric)).max().unwrap_or(0);
        let lost_here = present.iter().any(|(_, _, _, lost)| *lost);
        let kept: i128 = present.iter().map(|(_, sub, _, _)| sub).sum();
        let sum = match scope {
            Scope::Host => present.iter().map(|(_, sub, full, lost)| if *lost { full } else { sub }).sum(),
            Scope::Largest => present
                .iter()
                .map(|(_, sub, _, lost)| if *lost { largest } else { *sub })
                .sum::<i128>()
                .min(every_full),
            Scope::Cluster if lost_here => every_full,
            Scope::Estate if lost_anywhere => every_full,
            Scope::Cluster | Scope::Estate => kept,
        };
        *regions.entry(hosts[0].region.as_str()).or_insert(0) += sum;
    }
    regions
}

/// The daily sum of `full` over the hosts with the product present that day, per region.
pub fn full<'a>(day: &Day<'a>, product: usize) -> Regions<'a> {
    let mut regions = Regions::new();
    for count in day.counts.iter().filter(|c| c.product == product) {
        let region = day.hosts[count.host].region.as_str();
        *regions.entry(region).or_insert(0) += count.full;
    }
    regions
}
