//! From tables to the estate (SPEC section 2), with the plainest form of its bad-input rules.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{add_artificial_hosts, add_bundles, check_clusters, first_deployment};
use super::dates::parse_date;
use super::estate::{Estate, Host, Install, Place, Pool};
use super::record::{entitlement, evidence, host, install, placement, pool, product};
use super::table::{Row, rows, settings};

/// Reads every table; a bad row is left out, an ambiguous estate is an error.
pub fn load(tables: &BTreeMap<String, String>) -> Result<Estate, String> {
    let toml = settings(tables.get("estate.toml").ok_or("no estate.toml")?);
    let as_of = toml.get("as_of").and_then(|text| parse_date(text)).ok_or("estate.toml: no as_of")?;
    let explicit = match toml.get("first_deployment") {
        Some(text) => Some(parse_date(text).ok_or("estate.toml: first_deployment")?),
        None => None,
    };
    let mut estate = Estate {
        as_of,
        currency: toml.get("currency").cloned().unwrap_or("USD".to_string()),
        first_deployment: None,
        hosts: Vec::new(),
        placements: Vec::new(),
        pools: Vec::new(),
        installs: Vec::new(),
        products: Vec::new(),
        entitlements: Vec::new(),
        evidence: Vec::new(),
        rows_left_out: false,
    };
    for row in rows(tables, "products.csv", &["product", "metric"])? {
        match product(&row) {
            Some(new) => match estate.products.iter().find(|p| p.name == new.name) {
                Some(old) if *old == new => {}
                Some(_) => return Err(format!("two rows for product {}", new.name)),
                None => estate.products.push(new),
            },
            None => estate.rows_left_out = true,
        }
    }
    add_bundles(&mut estate)?;
    for row in rows(tables, "hosts.csv", &["host", "cores"])? {
        match host(&row) {
            Some(new) if estate.hosts.contains(&new) => {}
            Some(new) => {
                let clash = |h: &Host| h.name == new.name && h.span.overlaps(&new.span);
                if estate.hosts.iter().any(clash) {
                    return Err(format!("two rows for host {} on one day", new.name));
                }
                estate.hosts.push(new);
            }
            None => estate.rows_left_out = true,
        }
    }
    check_clusters(&estate)?;
    let hosts: BTreeSet<String> = estate.hosts.iter().map(|h| h.name.clone()).collect();
    for row in rows(tables, "vms.csv", &["vm", "cores"])? {
        match placement(&row).filter(|p| p.host.is_empty() || hosts.contains(&p.host)) {
            Some(new) => estate.placements.push(new),
            None => estate.rows_left_out = true,
        }
    }
    if estate.hosts.is_empty() && !estate.placements.iter().all(|p| p.host.is_empty()) {
        return Err("no usable host".to_string());
    }
    add_artificial_hosts(&mut estate);
    for row in rows(tables, "pools.csv", &["pool", "host", "cores"])? {
        match pool(&row).filter(|p| hosts.contains(&p.host)) {
            Some(new) => {
                let same = |p: &&Pool| p.pool == new.pool && p.host == new.host;
                match estate.pools.iter().find(same) {
                    Some(old) if *old == new => {}
                    Some(_) => return Err(format!("two rows for pool {}", new.pool)),
                    None => estate.pools.push(new),
                }
            }
            None => estate.rows_left_out = true,
        }
    }
    for row in rows(tables, "installs.csv", &["product"])? {
        let known = |i: &Install| {
            let place = match &i.place {
                Place::Vm(vm) => estate.placements.iter().any(|p| p.vm == *vm),
                Place::Host(host) => hosts.contains(host),
            };
            place && estate.products.iter().any(|p| p.name == i.product)
        };
        match install(&row).filter(known) {
            Some(new) => estate.installs.push(new),
            None => estate.rows_left_out = true,
        }
    }
    if estate.products.is_empty() || estate.installs.is_empty() {
        return Err("no usable product or install".to_string());
    }
    for row in rows(tables, "entitlements.csv", &["product", "quantity"])? {
        estate.entitlements.extend(entitlement(&row));
    }
    let mut ids: BTreeMap<String, Row> = BTreeMap::new();
    for row in rows(tables, "evidence.csv", &["id", "kind", "scope"])? {
        if let Some(item) = evidence(&row) {
            match ids.get(&item.id) {
                Some(old) if *old == row => continue,
                Some(_) => return Err(format!("two rows for evidence {}", item.id)),
                None => ids.insert(item.id.clone(), row),
            };
            estate.evidence.push(item);
        }
    }
    estate.first_deployment = first_deployment(&estate, explicit)?;
    Ok(estate)
}
