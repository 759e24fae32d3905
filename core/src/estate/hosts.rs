//! Hosts as timelines: rate and its origin, cluster, region.

use std::sync::Arc;

use crate::calendar::Span;
use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Order as _, Set};
use crate::pvu::{Grade, PvuTable};
use crate::read::Tables;
use crate::read::rows::HostRow;
use crate::units::PvuPerCore;

use super::twice::Twice;
use super::{ClusterId, Host, HostId, HostSpan, RateOrigin};

/// Hosts in order of name, and how table names map to them.
pub struct Hosts {
    pub list: Vec<Arc<Host>>,
    /// From names in [`Tables::hosts`].
    pub of_name: Vec<Option<HostId>>,
    pub regions: Vec<String>,
    /// Names of the named clusters; lone hosts get the numbers after these.
    pub clusters: Vec<String>,
    next_cluster: ClusterId,
}

impl Hosts {
    /// A cluster of one.
    pub fn lone_cluster(&mut self) -> ClusterId {
        let id = self.next_cluster;
        self.next_cluster += 1;
        id
    }

    pub fn by_name(&self, name: u32) -> Option<HostId> {
        self.of_name.get(name as usize).copied().flatten()
    }

    pub fn find(&self, name: &str) -> Option<HostId> {
        let found = self.list.binary_search_by(|h| h.name.as_str().cmp(name)).ok();
        found.and_then(|i| HostId::try_from(i).ok())
    }
}

pub fn resolve(tables: &Tables, findings: &mut Findings, pvu: &PvuTable) -> Result<Hosts, Error> {
    let rows = rows_by_name(tables, findings)?;
    let kept = || rows.values().flatten();
    let regions: Set<&str> = kept().map(|r| r.region.as_str()).collect();
    let clusters: Set<&str> = kept().map(|r| r.cluster.as_str()).filter(|c| !c.is_empty()).collect();
    let region_of: Map<&str, u32> = regions.iter().zip(0..).map(|(r, i)| (*r, i)).collect();
    let cluster_of: Map<&str, u32> = clusters.iter().zip(0..).map(|(c, i)| (*c, i)).collect();

    let mut hosts = Hosts {
        list: Vec::with_capacity(rows.len()),
        of_name: vec![None; tables.hosts.len()],
        regions: regions.iter().map(|r| (*r).to_owned()).collect(),
        clusters: clusters.iter().map(|c| (*c).to_owned()).collect(),
        next_cluster: u32::try_from(clusters.len()).unwrap_or(u32::MAX),
    };
    let mut rates = Rates { tables, pvu, known: Map::new() };
    for (id, (name, rows)) in rows.iter().enumerate() {
        let lone = if rows.iter().any(|r| r.cluster.is_empty()) { hosts.lone_cluster() } else { 0 };
        let mut spans = Vec::with_capacity(rows.len());
        for row in rows {
            let (rate, origin) = rates.of(row, findings);
            spans.push(HostSpan {
                span: row.span,
                cores: row.cores,
                rate,
                origin,
                cluster: cluster_of.get(row.cluster.as_str()).copied().unwrap_or(lone),
                region: region_of.get(row.region.as_str()).copied().unwrap_or(0),
                eligible: row.eligible,
                place: row.place,
            });
        }
        if let Some(slot) = rows.first().and_then(|r| hosts.of_name.get_mut(r.host as usize)) {
            *slot = HostId::try_from(id).ok();
        }
        hosts.list.push(Arc::new(Host { name: (*name).to_owned(), artificial: false, spans }));
    }
    Ok(hosts)
}

/// The rows of each host in order of time; identical ones once, overlapping ones never.
fn rows_by_name<'t>(
    tables: &'t Tables,
    findings: &mut Findings,
) -> Result<Map<&'t str, Vec<&'t HostRow>>, Error> {
    let mut by_name: Map<&str, Vec<&HostRow>> = Map::new();
    for row in &tables.host_rows {
        by_name.entry(tables.hosts.name(row.host)).or_default().push(row);
    }
    for (name, rows) in &mut by_name {
        rows.order_by_key(|r| (r.span, r.place));
        let mut kept: Vec<&HostRow> = Vec::with_capacity(rows.len());
        for &row in rows.iter() {
            let Some(before) = kept.last().filter(|b| b.span.to >= row.span.from) else {
                kept.push(row);
                continue;
            };
            let (column, what) = ("host", format!("host {name}"));
            let twice = Twice { tables, column, what, name, first: before.place, here: row.place };
            if (HostRow { place: before.place, ..row.clone() }) != **before {
                let days = Span::new(row.span.from, row.span.to.min(before.span.to)).a_day();
                let advice =
                    "Give each row its from and to so that they do not overlap, or keep the right one.";
                return Err(twice.conflict(&format!("is described twice {days}"), advice));
            }
            findings.push(twice.once());
        }
        *rows = kept;
    }
    Ok(by_name)
}

/// Rates by processor: a cluster of equal servers is matched once.
struct Rates<'t> {
    tables: &'t Tables,
    pvu: &'t PvuTable,
    known: Map<(&'t str, Option<u32>), Rate>,
}

/// Rate, origin, and lower rates that also matched.
type Rate = (PvuPerCore, RateOrigin, Vec<u32>);

impl<'t> Rates<'t> {
    /// Rate of a host: given; else by the PVU table; else 120.
    fn of(&mut self, row: &'t HostRow, findings: &mut Findings) -> (PvuPerCore, RateOrigin) {
        if let Some(rate) = row.pvu_per_core {
            return (rate, RateOrigin::Given);
        }
        let pvu = self.pvu;
        let found = self.known.entry((&row.processor, row.max_sockets)).or_insert_with(|| {
            match pvu.find(&row.processor, row.max_sockets) {
                Some(hit) => {
                    let deciding =
                        hit.rows.iter().filter_map(|i| pvu.row(*i)).filter(|r| r.pvu_per_core == hit.rate);
                    let rows = deciding.map(|r| r.id.clone()).collect();
                    let origin = RateOrigin::Table { grade: hit.grade, rows };
                    (PvuPerCore::new(hit.rate), origin, hit.other_rates)
                }
                None => (PvuPerCore::UNIDENTIFIED, RateOrigin::Assumed, Vec::new()),
            }
        });
        let (rate, origin, others) = (found.0, found.1.clone(), &found.2);
        let file = self.tables.file_name(row.place.file);
        let mut say = |code, message: String, advice: &str| {
            let finding = Finding::new(code, Severity::Warning, file, message, advice);
            findings.push(finding.at(row.place.row).cell("processor", row.processor.as_bytes()));
        };
        match &origin {
            RateOrigin::Assumed => say(
                Code::RateAssumed,
                format!(
                    "no rate is given and the PVU table knows no such processor; {rate} PVU per core is assumed"
                ),
                "Give pvu_per_core, or the processor and max_sockets as the server's data sheet states them.",
            ),
            RateOrigin::Table { grade: Grade::Unconfirmed, .. } => say(
                Code::RateUnconfirmed,
                format!("{rate} PVU per core comes from an unconfirmed row of the PVU table"),
                "Confirm it against the PVU table in force, then give pvu_per_core.",
            ),
            RateOrigin::Table { .. } | RateOrigin::Given => {}
        }
        if !others.is_empty() {
            let list: Vec<String> = others.iter().map(ToString::to_string).collect();
            say(
                Code::RateAmbiguous,
                format!("several rates match ({} and {}); the highest counts", rate, list.join(", ")),
                "Give max_sockets (the most the server model can take), the exact model, or pvu_per_core.",
            );
        }
        (rate, origin)
    }
}
