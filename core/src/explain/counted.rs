//! What was counted: the regions' peaks, the hosts of the peak day, the vms on each host.

use crate::calendar::{Day, Span};
use crate::count::{Cell, DayTotals};
use crate::error::Error;
use crate::estate::{HostId, HostSpan, InstalledOn, Product, RateOrigin};
use crate::estimate::{Counted, Member};
use crate::read::rows::Metric;
use crate::rules::RuleId;

use super::{Asked, Step};

/// Sub-capacity, full capacity and what was held.
pub fn steps(asked: &Asked<'_>, counted: &Counted) -> Result<Vec<Step>, Error> {
    if let Some(host) = asked.host {
        return Ok(vec![host_over_time(asked, counted, host)]);
    }
    let metric = counted.measure.metric.as_str();
    let units =
        |totals: &DayTotals| counted.measure.of_period(totals, asked.days).map(|q| format!("{q} {metric}"));
    let sub = Step::new("Sub-capacity: the quarter's peak with every day evidenced")
        .value(units(&counted.sub)?)
        .rule(RuleId::HighWaterMark)
        .steps(regions(asked, counted, &counted.sub, false))
        .steps(rounding(asked, counted));
    let full = Step::new("Full capacity: the peak over the hosts with the product present")
        .value(units(&counted.full)?)
        .rule(RuleId::FullCapacity)
        .steps(regions(asked, counted, &counted.full, true));
    Ok(vec![sub, full, entitled(asked, counted, asked.days.to)])
}

/// Each region's own peak, on the last day it was reached, host by host.
fn regions(asked: &Asked<'_>, counted: &Counted, totals: &DayTotals, full: bool) -> Vec<Step> {
    let peaks = totals.peaks(asked.days).into_iter().enumerate().filter(|(_, (peak, _))| *peak > 0);
    peaks
        .map(|(region, (peak, day))| {
            let name = asked.region_name(region);
            let place = if name.is_empty() { String::new() } else { format!(" in {name}") };
            Step::new(format!("Peak{place} on {day}, the last day on which it was reached"))
                .value(asked.parts(peak))
                .rule(RuleId::RegionPeaks)
                .steps(hosts(asked, counted, region, day, full))
        })
        .collect()
}

/// Fractions and tiers come once, after the regions are added.
fn rounding(asked: &Asked<'_>, counted: &Counted) -> Option<Step> {
    let tiers = counted.measure.metric == Metric::RvuMapc;
    let rule = if tiers { RuleId::RvuTiers } else { RuleId::BundleRatio };
    let text = if tiers {
        "The regions' peaks are added, pass through the tiers, and are rounded up once"
    } else {
        "The regions' peaks are added and rounded up once"
    };
    (tiers || asked.line.scale > 1).then(|| Step::new(text).rule(rule))
}

/// Hosts of a region with the product present on a day, and what each counts.
fn hosts(asked: &Asked<'_>, counted: &Counted, region: usize, day: Day, full: bool) -> Vec<Step> {
    let mut steps = Vec::new();
    for Member { product, weight, cells, .. } in &counted.members {
        for cell in present(cells, day).filter(|c| c.region as usize == region && asked.wants(c.host)) {
            let units = if full { cell.full } else { cell.sub };
            let bundled = asked.line.members.len() > 1;
            let of = if bundled { format!("{} on ", product.name) } else { String::new() };
            let mut step = Step::new(format!("{of}{}", asked.host_name(cell.host)));
            step = if bundled {
                let parts = units.checked_mul(*weight).map_or_else(String::new, |p| asked.parts(p));
                step.value(format!("{units} {} count {parts}", product.metric.as_str()))
                    .rule(RuleId::BundleRatio)
            } else {
                step.value(units)
            };
            steps.push(step.steps(host(asked, product, cell, day, full)));
        }
    }
    steps
}

/// The cells that hold on a day.
pub fn present(cells: &[Cell], day: Day) -> impl Iterator<Item = &Cell> {
    cells.iter().filter(move |c| c.span.contains(day))
}

/// How a host's units come about: vms, rounding, cap, rate.
fn host(asked: &Asked<'_>, product: &Product, cell: &Cell, day: Day, full: bool) -> Vec<Step> {
    let Some(row) = asked.estate.host(cell.host).and_then(|h| h.on(day)) else { return Vec::new() };
    let mut steps = if full { Vec::new() } else { carriers(asked, product, cell.host, day) };
    let cores =
        if product.metric == Metric::Pvu { cell.sub / i64::from(row.rate.get().max(1)) } else { cell.sub };
    steps.push(if full || !cell.claimed {
        let why = if full || !row.eligible || !product.subcapacity {
            match (full, row.eligible) {
                (true, _) => "every activated core counts",
                (false, false) => "the host is not eligible for sub-capacity: every core counts",
                (false, true) => "the product has no sub-capacity terms: every core counts",
            }
        } else {
            "the product is installed on the host itself: every core counts"
        };
        let rule = if full { RuleId::FullCapacity } else { RuleId::CountsInFull };
        Step::new(why).value(format!("{} cores", row.cores)).rule(rule).place(asked.estate.place(row.place))
    } else {
        Step::new(format!("the sum is rounded up to whole cores and capped at the host's {}", row.cores))
            .value(format!("{cores} cores"))
            .rule(RuleId::HostCap)
            .place(asked.estate.place(row.place))
    });
    if product.metric == Metric::Pvu {
        let artificial = asked.estate.host(cell.host).is_some_and(|h| h.artificial);
        steps.push(rate(asked, row, artificial));
    }
    steps
}

/// The vms (or the host itself) that carry the product on a host on a day, with their rows.
fn carriers(asked: &Asked<'_>, product: &Product, host: HostId, day: Day) -> Vec<Step> {
    let estate = asked.estate;
    let mut steps = Vec::new();
    for install in product.installs.iter().filter(|i| i.span.contains(day)) {
        match install.on {
            InstalledOn::Host(on) if on == host => {
                let step = Step::new("installed on the host itself").rule(RuleId::BareInstall);
                steps.push(step.place(estate.place(install.place)));
            }
            InstalledOn::Host(_) => {}
            InstalledOn::Vm(vm) => {
                for placement in
                    estate.placements_of_vm(vm).iter().filter(|p| p.host == host && p.span.contains(day))
                {
                    let name = estate.vms.get(vm as usize).map_or("", |v| v);
                    let pool = placement.pool.and_then(|p| estate.pools.get(p as usize));
                    let held = pool.map_or_else(String::new, |p| {
                        format!(", held by pool {} of {} cores", p.name, p.cores)
                    });
                    let rule = if pool.is_some() { RuleId::PoolCap } else { RuleId::SubCapacity };
                    let step = Step::new(format!("vm {name}{held}"))
                        .value(format!("{} cores", placement.cores))
                        .rule(rule);
                    let step = step.place(estate.place(placement.place)).place(estate.place(install.place));
                    steps.push(pool.map_or(step.clone(), |p| step.place(estate.place(p.place))));
                }
            }
        }
    }
    steps
}

/// A host's rate and where it comes from.
fn rate(asked: &Asked<'_>, row: &HostSpan, artificial: bool) -> Step {
    let (text, rule) = match &row.origin {
        RateOrigin::Given => ("PVU per core, given".to_owned(), RuleId::RateGiven),
        RateOrigin::Table { grade, rows } => (
            format!("PVU per core, from the PVU table: {grade}, row {}", rows.join(", ")),
            RuleId::RateFromTable,
        ),
        RateOrigin::Assumed if artificial => {
            ("PVU per core, assumed: the vm's hypervisor is unknown".to_owned(), RuleId::UnknownHypervisor)
        }
        RateOrigin::Assumed => {
            ("PVU per core, assumed: no rate given and none matches".to_owned(), RuleId::RateAssumed)
        }
    };
    Step::new(text).value(row.rate).rule(rule).place(asked.estate.place(row.place))
}

/// What was held on a day, by its rows.
fn entitled(asked: &Asked<'_>, counted: &Counted, day: Day) -> Step {
    let rule = if asked.line.members.len() > 1 { RuleId::BundleEntitled } else { RuleId::Entitled };
    Step::new(format!("Entitled on {day}, the last day of the quarter inside the window"))
        .value(counted.entitled.on(day))
        .rule(rule)
        .steps(held_on(asked, day))
}

/// The entitlement rows that hold on a day.
pub fn held_on(asked: &Asked<'_>, day: Day) -> Vec<Step> {
    let mut steps = Vec::new();
    for (id, weight) in &asked.line.members {
        let Some(product) = asked.estate.product(*id) else { continue };
        for held in product.entitlements.iter().filter(|e| e.span.contains(day)) {
            let counts = held.quantity.checked_mul(*weight).map_or_else(String::new, |p| asked.parts(p));
            let text = format!("{} of {}, held {}", held.quantity, product.name, held.span);
            steps.push(Step::new(text).value(counts).place(asked.estate.place(held.place)));
        }
    }
    steps
}

/// One host through the quarter: when the product was there and what it counted.
fn host_over_time(asked: &Asked<'_>, counted: &Counted, host: HostId) -> Step {
    let mut step = Step::new(format!("{} in {}", asked.host_name(host), asked.quarter)).rule(RuleId::DaySum);
    for Member { product, cells, .. } in &counted.members {
        for cell in cells.iter().filter(|c| c.host == host) {
            let Some(span) = cell.span.overlap(asked.days) else { continue };
            step = step.step(
                Step::new(format!("{} present {}", product.name, days(span)))
                    .value(format!("sub {}, full {}", cell.sub, cell.full))
                    .steps(self::host(asked, product, cell, span.to, false)),
            );
        }
    }
    if step.steps.is_empty() {
        step = step.step(Step::new("the product was not there on any day of the quarter"));
    }
    step
}

/// A span in words.
pub fn days(span: Span) -> String {
    if span.from == span.to { span.from.to_string() } else { span.to_string() }
}
