//! Counting on one day (SPEC section 3), independent of any reading.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::dates::Quarter;
use super::estate::{Estate, Host, Mode, Place, Placement};
use super::ratio::Ratio;

/// What product `product` is on host `host` (indices into the estate's products and the day's hosts).
#[derive(Clone, Debug)]
pub struct Count {
    pub product: usize,
    pub host: usize,
    /// What section 3 gives without any loss of evidence: `sub`, or `full` where none is claimed.
    pub sub: i128,
    pub full: i128,
    /// Sub-capacity is claimed there that day.
    pub claimed: bool,
}

#[derive(Clone, Debug)]
pub struct Day<'a> {
    pub date: Date,
    pub quarter: Quarter,
    /// The hosts with a row that day, each by the row that holds it.
    pub hosts: Vec<&'a Host>,
    /// Indices into `hosts`; a host without a cluster is a cluster of one (SPEC section 1).
    pub clusters: Vec<Vec<usize>>,
    pub counts: Vec<Count>,
    /// A placement, or an install on a host, fell on this day while its host has no row.
    pub host_missing: bool,
}

/// Presence, sub and full of every product on every host on `date`.
pub fn count_day(estate: &Estate, date: Date) -> Day<'_> {
    let hosts: Vec<&Host> = estate.hosts.iter().filter(|h| h.span.holds(date)).collect();
    let placements: Vec<&Placement> = estate.placements.iter().filter(|p| p.span.holds(date)).collect();
    let has_row = |name: &str| hosts.iter().any(|h| h.name == name);
    let mut host_missing = placements.iter().any(|p| !has_row(&p.host));
    let mut counts = Vec::new();
    for (index, product) in estate.products.iter().enumerate() {
        let mut vms = BTreeSet::new();
        let mut direct = BTreeSet::new();
        for install in &estate.installs {
            if install.product == product.name && install.span.holds(date) {
                match &install.place {
                    Place::Vm(vm) => vms.insert(vm.as_str()),
                    Place::Host(host) => direct.insert(host.as_str()),
                };
            }
        }
        host_missing |= direct.iter().any(|host| !has_row(host));
        for (at, host) in hosts.iter().enumerate() {
            let here: Vec<&Placement> = placements
                .iter()
                .copied()
                .filter(|p| p.host == host.name && vms.contains(p.vm.as_str()))
                .collect();
            let on_host_itself = direct.contains(host.name.as_str());
            if here.is_empty() && !on_host_itself {
                continue;
            }
            let claimed = host.eligible && product.subcapacity && !on_host_itself;
            let full = host.full(product.metric);
            let cores = virtual_cores(estate, &here).ceil().min(host.cores);
            let sub = cores * host.rate(product.metric);
            counts.push(Count {
                product: index,
                host: at,
                sub: if claimed { sub } else { full },
                full,
                claimed,
            });
        }
    }
    Day { date, quarter: Quarter::of(date), clusters: clusters(&hosts), hosts, counts, host_missing }
}

fn clusters(hosts: &[&Host]) -> Vec<Vec<usize>> {
    let mut named: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (index, host) in hosts.iter().enumerate() {
        let key = match host.cluster.as_str() {
            "" => (false, host.name.as_str()),
            cluster => (true, cluster),
        };
        named.entry(key).or_default().push(index);
    }
    named.into_values().collect()
}

/// Cores of one product's vms on one host, before rounding: each vm once, pools held to their cores.
fn virtual_cores(estate: &Estate, here: &[&Placement]) -> Ratio {
    let mut largest: BTreeMap<&str, &Placement> = BTreeMap::new();
    for placement in here {
        let known = largest.entry(&placement.vm).or_insert(placement);
        // The row that counts most by itself; of equals the one that no pool holds to less.
        let open = |p: &Placement| (share(estate, p), pool_cores(estate, p).is_none());
        if open(placement) > open(known) {
            *known = placement;
        }
    }
    let mut outside = Ratio::ZERO;
    let mut pools: BTreeMap<&str, (Ratio, Ratio)> = BTreeMap::new();
    for placement in largest.values() {
        match pool_cores(estate, placement) {
            None => outside = outside + placement.cores,
            Some(size) => {
                let sum = pools.entry(&placement.pool).or_insert((Ratio::ZERO, size));
                sum.0 = sum.0 + share(estate, placement);
            }
        }
    }
    pools.values().fold(outside, |sum, (used, size)| sum + (*used).min(*size))
}

/// What a placement adds by itself: an uncapped one in a pool no more than the pool has.
fn share(estate: &Estate, placement: &Placement) -> Ratio {
    match pool_cores(estate, placement) {
        Some(size) if matches!(placement.mode, Mode::Uncapped) => placement.cores.min(size),
        _ => placement.cores,
    }
}

/// The cores of the pool that holds a placement: only `capped` and `uncapped` vms that name a known one.
fn pool_cores(estate: &Estate, placement: &Placement) -> Option<Ratio> {
    if !matches!(placement.mode, Mode::Capped | Mode::Uncapped) || placement.pool.is_empty() {
        return None;
    }
    estate.pools.iter().find(|p| p.pool == placement.pool && p.host == placement.host).map(|p| p.cores)
}
