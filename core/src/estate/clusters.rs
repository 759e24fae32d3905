//! Clusters over time: what all their hosts amount to.

use std::sync::Arc;

use crate::calendar::{Day, Span};
use crate::error::{Error, ErrorCode};
use crate::order::{Map, Order as _};
use crate::read::Tables;

use super::hosts::Hosts;
use super::{Capacity, Cluster, ClusterId, ClusterSpan, Host, HostSpan};

/// The capacity of every cluster on its change points.
pub fn timelines(tables: &Tables, hosts: &Hosts) -> Result<Vec<Cluster>, Error> {
    let mut rows: Map<ClusterId, Vec<&HostSpan>> = Map::new();
    for row in hosts.list.iter().flat_map(|h| &h.spans) {
        rows.entry(row.cluster).or_default().push(row);
    }
    // Cluster names come from host rows and lone numbers are given one by one: there is no gap.
    rows.into_iter()
        .map(|(id, rows)| {
            let name = hosts.clusters.get(id as usize).cloned();
            let spans = timeline(&rows)
                .map_err(|days| two_regions(tables, name.as_deref().unwrap_or(""), &rows, days))?;
            Ok(Cluster { name, spans })
        })
        .collect()
}

/// A cluster's capacity once its hosts have other cores or rates; its regions are as they were.
pub fn again(hosts: &[Arc<Host>], cluster: ClusterId) -> Option<Vec<ClusterSpan>> {
    let rows = hosts.iter().flat_map(|h| &h.spans).filter(|row| row.cluster == cluster);
    timeline(&rows.collect::<Vec<_>>()).ok()
}

/// Sweeps over the days on which a host comes or goes.
fn timeline(rows: &[&HostSpan]) -> Result<Vec<ClusterSpan>, Span> {
    let mut changes: Vec<(Day, bool, &HostSpan)> = Vec::with_capacity(rows.len() * 2);
    for row in rows {
        changes.push((row.span.from, true, row));
        changes.push((row.span.to.next(), false, row));
    }
    changes.order_by_key(|(day, comes, _)| (*day, *comes));
    let (mut pvu, mut cores, mut regions) = (Sizes::default(), Sizes::default(), Sizes::default());
    let mut spans: Vec<ClusterSpan> = Vec::new();
    let mut changes = changes.into_iter().peekable();
    while let Some((day, comes, row)) = changes.next() {
        pvu.change(row.cores.at(row.rate).get(), comes);
        cores.change(i64::from(row.cores.get()), comes);
        regions.change(i64::from(row.region), comes);
        let Some((next, _, _)) = changes.peek().filter(|(next, _, _)| *next > day) else { continue };
        let span = Span::new(day, next.previous());
        let mut here = regions.sizes.keys();
        let Some(region) = here.next() else { continue };
        if here.next().is_some() {
            return Err(span);
        }
        let region = u32::try_from(*region).unwrap_or(u32::MAX);
        spans.push(ClusterSpan { span, region, pvu: pvu.capacity(), cores: cores.capacity() });
    }
    Ok(spans)
}

/// A multiset of sizes with its sum.
#[derive(Default)]
struct Sizes {
    sizes: Map<i64, u32>,
    sum: i64,
}

impl Sizes {
    fn change(&mut self, size: i64, comes: bool) {
        let count = self.sizes.entry(size).or_insert(0);
        // Cores and rates are bounded on input: 10^10 per host leaves room for 10^8 hosts.
        if comes {
            *count += 1;
            self.sum = self.sum.saturating_add(size);
        } else {
            *count -= 1;
            self.sum = self.sum.saturating_sub(size);
            if *count == 0 {
                self.sizes.remove(&size);
            }
        }
    }

    fn capacity(&self) -> Capacity {
        Capacity { sum: self.sum, largest: self.sizes.last_key_value().map_or(0, |(size, _)| *size) }
    }
}

fn two_regions(tables: &Tables, name: &str, rows: &[&HostSpan], days: Span) -> Error {
    let mut there: Vec<&&HostSpan> = rows.iter().filter(|r| r.span.contains(days.from)).collect();
    there.order_by_key(|r| r.place);
    let first = there.first().map(|r| (r.region, r.place));
    let other = there.iter().find(|r| Some(r.region) != first.map(|(region, _)| region)).map(|r| r.place);
    let also = first
        .map(|(_, place)| place)
        .zip(other)
        .map_or_else(String::new, |(there, here)| tables.also(there, here));
    let error = Error::new(
        ErrorCode::ClusterInTwoRegions,
        format!("cluster {name} lies in two regions {}, {also}", days.a_day()),
        "All hosts of a cluster lie in one region; mend the region or the cluster of its hosts.",
    )
    .in_column("region");
    other.map_or(error.clone(), |place| error.in_file(tables.file_name(place.file)).at_row(place.row))
}
