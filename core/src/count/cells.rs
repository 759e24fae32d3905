//! Cells: a product on a host between two change points, in metric units.

use crate::calendar::Span;
use crate::estate::{ClusterId, Estate, HostId, InstalledOn, Product};
use crate::read::rows::Metric;
use crate::units::PvuPerCore;

use super::on_host::{Carried, Carrier, InUse, in_use};

/// A product on a host for a while; nothing about it changes in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Host.
    pub host: HostId,
    /// Cluster the host is in.
    pub cluster: ClusterId,
    /// Region it lies in.
    pub region: u32,
    /// When.
    pub span: Span,
    /// Units at sub-capacity; equal to `full` where none is claimed.
    pub sub: i64,
    /// Units at full capacity.
    pub full: i64,
    /// Whether sub-capacity is claimed: not on an ineligible host, not for a product without
    /// sub-capacity terms, and not where the product itself is installed on the host.
    pub claimed: bool,
}

/// All cells of a product within the horizon, by cluster, host and time.
///
/// Product p is *present* on host h on day t if an install of p on a vm placed on h, or on h
/// itself, is active on t. `full` is host cores × rate.
pub fn cells(estate: &Estate, product: &Product, horizon: Span) -> Vec<Cell> {
    cells_on(estate, product, horizon, |_| true)
}

/// The same on some hosts only.
pub fn cells_on(
    estate: &Estate,
    product: &Product,
    horizon: Span,
    wanted: impl Fn(HostId) -> bool,
) -> Vec<Cell> {
    let mut carriers: Vec<(HostId, Carrier)> = Vec::with_capacity(product.installs.len());
    for install in &product.installs {
        let Some(active) = install.span.overlap(horizon) else { continue };
        match install.on {
            InstalledOn::Host(host) if !wanted(host) => {}
            InstalledOn::Host(host) => carriers.push((host, Carrier { span: active, what: Carried::Bare })),
            InstalledOn::Vm(vm) => {
                for placement in estate.placements_of_vm(vm).iter().filter(|p| wanted(p.host)) {
                    let Some(span) = placement.span.overlap(active) else { continue };
                    let what = match placement.pool {
                        Some(pool) => Carried::Pooled(pool, placement.cores),
                        None => Carried::Plain(placement.cores),
                    };
                    carriers.push((placement.host, Carrier { span, what }));
                }
            }
        }
    }
    carriers.sort_unstable_by_key(|(host, carrier)| (*host, carrier.span));
    let mut cells = Vec::with_capacity(carriers.len());
    let mut on_host: Vec<Carrier> = Vec::new();
    for group in carriers.chunk_by(|a, b| a.0 == b.0) {
        on_host.clear();
        on_host.extend(group.iter().map(|(_, carrier)| *carrier));
        let Some(host) = group.first().map(|(host, _)| *host) else { continue };
        for (span, used) in in_use(&on_host, &estate.pools) {
            lay(estate, product, host, span, used, &mut cells);
        }
    }
    // Lost days reach through a cluster: what they reach lies together.
    cells.sort_by_key(|cell| cell.cluster);
    cells
}

/// Cores, rate, cluster, region and eligibility of the host are those of the row that holds the day;
/// on a day without a row nothing is counted.
fn lay(estate: &Estate, product: &Product, host: HostId, span: Span, used: InUse, cells: &mut Vec<Cell>) {
    let Some(of_host) = estate.host(host) else { return };
    for (span, _, row) in of_host.during(span) {
        let rate = if product.metric == Metric::Pvu { row.rate } else { PvuPerCore::ONE };
        let full = row.cores.at(rate).get();
        let claimed = row.eligible && product.subcapacity && used != InUse::Whole;
        let sub = if claimed { used.cores(row.cores).at(rate).get() } else { full };
        let cell = Cell { host, cluster: row.cluster, region: row.region, span, sub, full, claimed };
        match cells.last_mut() {
            Some(last) if last.span.to.next() == span.from && *last == (Cell { span: last.span, ..cell }) => {
                last.span.to = span.to;
            }
            _ => cells.push(cell),
        }
    }
}
