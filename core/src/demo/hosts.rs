//! Servers as rows.

use std::fmt::Write as _;

use super::chance::date;
use super::machines::{CLUSTERS, LONE, Model, POOLS};

/// What a tool is connected to as one: a cluster (through its vCenter) or a server (through its console).
pub struct Watched {
    pub cluster: bool,
    pub name: &'static str,
    pub region: &'static str,
    pub from: &'static str,
}

/// Every cluster and every server in none.
pub fn watched() -> Vec<Watched> {
    let mut all: Vec<Watched> = Vec::new();
    for b in CLUSTERS {
        if all.iter().all(|w| w.name != b.cluster) {
            all.push(Watched { cluster: true, name: b.cluster, region: b.region, from: b.from });
        }
    }
    all.extend(LONE.iter().map(|l| Watched { cluster: false, name: l.host, region: l.region, from: l.from }));
    all
}

/// The name of a cluster's nth host, from 0.
pub fn host_name(cluster: &str, n: u32) -> String {
    format!("{}-esx{:02}", cluster.to_ascii_lowercase(), n + 1)
}

/// `hosts.csv`
pub fn hosts() -> String {
    let mut csv =
        "host,cores,cluster,region,processor,max_sockets,pvu_per_core,eligible,from,to\n".to_owned();
    let mut row =
        |host: &str, cluster: &str, region: &str, m: &Model, eligible: bool, from: &str, to: &str| {
            let rate = m.rate.map_or_else(String::new, |r| r.to_string());
            let eligible = if eligible { "yes" } else { "no" };
            let Model { processor, max_sockets, cores, .. } = m;
            let _ = writeln!(
                csv,
                "{host},{cores},{cluster},{region},{processor},{max_sockets},{rate},{eligible},{from},{to}"
            );
        };
    let (mut cluster, mut next) = ("", 0);
    for b in CLUSTERS {
        if b.cluster != cluster {
            (cluster, next) = (b.cluster, 0);
        }
        for n in next..next + b.hosts {
            let host = host_name(b.cluster, n);
            match b.refresh {
                None => row(&host, b.cluster, b.region, b.model, true, b.from, ""),
                Some((when, newer)) => {
                    let last = date(when).previous().to_string();
                    row(&host, b.cluster, b.region, b.model, true, b.from, &last);
                    row(&host, b.cluster, b.region, newer, true, when, "");
                }
            }
        }
        next += b.hosts;
    }
    for l in LONE {
        row(l.host, "", l.region, l.model, l.eligible, l.from, "");
    }
    csv
}

/// `pools.csv`
pub fn pools() -> String {
    let mut csv = "pool,host,cores\n".to_owned();
    for (pool, host, cores) in POOLS {
        let _ = writeln!(csv, "{pool},{host},{cores}");
    }
    csv
}
