//! What follows from several rows together: bundles, artificial hosts, the first deployment (SPEC 2 and 4).

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::dates::Span;
use super::estate::{Estate, Host, Place, Product};
use super::ratio::Ratio;

/// Gives every bundle without a row of its own one: the members' metric, no price, support 2000 (SPEC 4).
pub fn add_bundles(estate: &mut Estate) -> Result<(), String> {
    let names: BTreeSet<String> =
        estate.products.iter().map(|p| p.bundle.clone()).filter(|name| !name.is_empty()).collect();
    for name in names {
        if let Some(own) = estate.products.iter().find(|p| p.name == name) {
            if !own.bundle.is_empty() {
                return Err(format!("bundle {name} is in a bundle"));
            }
            continue;
        }
        let mut members = estate.products.iter().filter(|p| p.bundle == name);
        let metric = members.next().expect("a bundle has a member").metric;
        if members.any(|p| p.metric != metric) {
            return Err(format!("the members of {name} differ in metric"));
        }
        estate.products.push(Product {
            name,
            metric,
            subcapacity: true,
            list_price: None,
            contract_price: None,
            support_bp: 2000,
            bundle: String::new(),
            factor: Ratio::whole(1),
        });
    }
    Ok(())
}

/// A cluster in two regions on one day is an error (SPEC 2).
pub fn check_clusters(estate: &Estate) -> Result<(), String> {
    for (index, a) in estate.hosts.iter().enumerate() {
        for b in &estate.hosts[..index] {
            let same = !a.cluster.is_empty() && a.cluster == b.cluster;
            if same && a.region != b.region && a.span.overlaps(&b.span) {
                return Err(format!("cluster {} in two regions", a.cluster));
            }
        }
    }
    Ok(())
}

/// Puts vms without a host on `TLM_VM_<vm>`: the largest hostless placement rounded up, rate 120, no
/// cluster, the estate's region if it has only one (SPEC 2).
pub fn add_artificial_hosts(estate: &mut Estate) {
    let regions: BTreeSet<String> = estate.hosts.iter().map(|h| h.region.clone()).collect();
    let region = match regions.len() {
        1 => regions.into_iter().next().unwrap_or_default(),
        _ => String::new(),
    };
    let mut cores: BTreeMap<String, i128> = BTreeMap::new();
    for placement in estate.placements.iter_mut().filter(|p| p.host.is_empty()) {
        placement.host = format!("TLM_VM_{}", placement.vm);
        let largest = cores.entry(placement.host.clone()).or_insert(0);
        *largest = placement.cores.ceil().max(*largest);
    }
    for (name, cores) in cores {
        estate.hosts.push(Host {
            name,
            cores,
            cluster: String::new(),
            region: region.clone(),
            pvu_per_core: 120,
            eligible: true,
            span: Span { from: None, to: None },
            artificial: true,
        });
    }
}

/// Explicit; else the earliest dated install on a vm of a product with `subcapacity=yes`; else the
/// earliest dated install; else unknown (SPEC 2). After `as_of` it is an error.
pub fn first_deployment(estate: &Estate, explicit: Option<Date>) -> Result<Option<Date>, String> {
    let claims = |name: &str| estate.products.iter().any(|p| p.name == name && p.subcapacity);
    let on_vm = estate
        .installs
        .iter()
        .filter(|i| matches!(i.place, Place::Vm(_)) && claims(&i.product))
        .filter_map(|i| i.span.from)
        .min();
    let any = estate.installs.iter().filter_map(|i| i.span.from).min();
    let first = explicit.or(on_vm).or(any);
    if first.is_some_and(|first| first > estate.as_of) {
        return Err("first deployment after as_of".to_string());
    }
    Ok(first)
}
