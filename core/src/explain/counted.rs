//! What was counted: the regions' peaks, the hosts of the peak day, the vms on each host.

use crate::calendar::{Day, Quarter, Span};
use crate::count::{Cell, DayTotals};
use crate::error::Error;
use crate::estate::{HostId, HostSpan, Install, InstalledOn, Placement, RateOrigin};
use crate::estimate::{Counted, Member};
use crate::order::Map;
use crate::read::rows::Metric;
use crate::rules::RuleId;
use crate::units::{Fraction, Quantity};

use super::{Asked, How, Step};

/// Sub-capacity, full capacity and what was held.
pub fn steps(asked: &Asked<'_>, counted: &Counted, quarter: Quarter, days: Span) -> Result<Vec<Step>, Error> {
    if let Some(host) = asked.host {
        return Ok(vec![host_over_time(asked, counted, host, quarter, days)?]);
    }
    let sub = required(counted, &counted.sub, days)?;
    let sub = Step { text: "Sub-capacity: the quarter's peak with every day evidenced".to_owned(), ..sub }
        .steps(regions(asked, counted, &counted.sub, days, false)?);
    let sums = counted.full()?;
    let full = required(counted, &sums, days)?;
    let full = Step { text: "Full capacity: the peak over the hosts with the product".to_owned(), ..full }
        .rule(RuleId::FullCapacity)
        .steps(regions(asked, counted, &sums, days, true)?);
    Ok(vec![sub, full, entitled(asked, counted, days.to)?])
}

/// What days require: without its text and its regions.
pub fn required(counted: &Counted, totals: &DayTotals, days: Span) -> Result<Step, Error> {
    let (measure, metric) = (counted.measure, counted.measure.metric.as_str());
    let units = measure.of_period(totals, days)?;
    let tiers = measure.metric == Metric::RvuMapc;
    let step = Step::new("")
        .value(format!("{units} {metric}"))
        .amount(units.get().into(), Some(if tiers { How::Tiers } else { How::RoundedUp }))
        .rule(RuleId::HighWaterMark);
    // Fractions and tiers come once, after the regions are added.
    Ok(if tiers {
        let text = "The regions' peaks are added, pass through the tiers, and are rounded up once";
        step.step(Step::new(text).rule(RuleId::RvuTiers))
    } else if measure.scale > 1 {
        let text = "The regions' peaks are added and rounded up once";
        step.step(Step::new(text).rule(RuleId::BundleRatio))
    } else {
        step
    })
}

/// A region's peak: without its hosts, which add up to it.
pub fn region(asked: &Asked<'_>, region: usize, (peak, day): (i64, Day)) -> Result<Step, Error> {
    let place = asked.in_region(region);
    let text = format!("Peak{place} on {day}, the last day on which it was reached");
    Ok(Step::new(text).exactly(asked.parts(peak)?).how(How::Sum).rule(RuleId::RegionPeaks))
}

/// Each region's own peak, on the last day it was reached, host by host.
fn regions(
    asked: &Asked<'_>,
    counted: &Counted,
    totals: &DayTotals,
    days: Span,
    full: bool,
) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    for (at, (peak, day)) in totals.peaks(days).into_iter().enumerate().filter(|(_, (peak, _))| *peak > 0) {
        let mut of_region = region(asked, at, (peak, day))?;
        let mut hosts = 0;
        for member in &counted.members {
            for cell in present(member, day).filter(|c| c.region as usize == at) {
                of_region.steps.push(host(asked, member, cell, day, full)?);
                hosts += 1;
            }
        }
        if hosts > 1 {
            let text = format!("the figures of {hosts} hosts on the day are added");
            of_region.steps.push(Step::new(text).rule(RuleId::DaySum));
        }
        steps.push(of_region);
    }
    Ok(steps)
}

/// The cells that hold on a day.
pub fn present(member: &Member, day: Day) -> impl Iterator<Item = &Cell> {
    member.cells().filter(move |c| c.span.contains(day))
}

/// What a host counts on a day: cores × rate, × ratio in a bundle.
pub fn host(asked: &Asked<'_>, member: &Member, cell: &Cell, day: Day, full: bool) -> Result<Step, Error> {
    let units = if full { cell.full } else { cell.sub };
    let of = if asked.bundled() { format!("{} on ", member.product.name) } else { String::new() };
    let step = Step::new(format!("{of}{}", asked.host_name(cell.host)))
        .exactly(asked.weighted(units, member.weight)?);
    let Some(row) = asked.estate.host(cell.host).and_then(|h| h.on(day)) else { return Ok(step) };
    let mut step = step.how(How::Product).step(if full || !cell.claimed {
        all_cores(asked, member, cell, row, day, full)
    } else {
        cores_in_use(asked, member, cell.host, row, day)?
    });
    if member.product.metric == Metric::Pvu {
        let artificial = asked.estate.host(cell.host).is_some_and(|h| h.artificial);
        step = step.step(rate(asked, row, artificial));
    }
    Ok(step.steps(ratio(asked, member)?))
}

/// What a unit of a bundle's member counts.
pub fn ratio(asked: &Asked<'_>, member: &Member) -> Result<Option<Step>, Error> {
    if !asked.bundled() {
        return Ok(None);
    }
    let text = format!("bundle units per {} of {}", member.product.metric.as_str(), member.product.name);
    let mut step = Step::new(text).exactly(asked.parts(member.weight)?).rule(RuleId::BundleRatio);
    step.places.extend(member.product.place.map(|p| asked.estate.place(p)));
    Ok(Some(step))
}

/// Every core of the host: because that is asked for, or because no sub-capacity is claimed.
fn all_cores(asked: &Asked<'_>, member: &Member, cell: &Cell, row: &HostSpan, day: Day, full: bool) -> Step {
    let (why, rule) = if full {
        ("every activated core counts", RuleId::FullCapacity)
    } else if !row.eligible {
        ("the host is not eligible for sub-capacity: every core counts", RuleId::CountsInFull)
    } else if !member.product.subcapacity {
        ("the product has no sub-capacity terms: every core counts", RuleId::CountsInFull)
    } else {
        ("the product is installed on the host itself: every core counts", RuleId::BareInstall)
    };
    let step = Step::new(why)
        .value(format!("{} cores", row.cores))
        .amount(i64::from(row.cores.get()).into(), None)
        .rule(rule)
        .place(asked.estate.place(row.place));
    let bare = |i: &&Install| i.span.contains(day) && i.on == InstalledOn::Host(cell.host);
    let on_host = member.product.installs.iter().filter(bare).filter(|_| !full);
    on_host.fold(step, |step, install| step.place(asked.estate.place(install.place)))
}

/// A number of cores, in thousandths.
fn cores(text: String, milli: u64, how: Option<How>) -> Result<Step, Error> {
    let written = crate::units::MilliCores::new(milli);
    Ok(Step::new(text).value(format!("{written} cores")).amount(Fraction::new(i128::from(milli), 1000)?, how))
}

/// The cores of the vms that carry the product: pool by pool, rounded up once, at most the host's.
fn cores_in_use(
    asked: &Asked<'_>,
    member: &Member,
    host: HostId,
    row: &HostSpan,
    day: Day,
) -> Result<Step, Error> {
    let estate = asked.estate;
    let (mut parts, mut sum) = (Vec::new(), 0_u64);
    let mut by_pool: Map<u32, (Vec<Step>, u64)> = Map::new();
    for install in member.product.installs.iter().filter(|i| i.span.contains(day)) {
        let InstalledOn::Vm(vm) = install.on else { continue };
        let here = |p: &&Placement| p.host == host && p.span.contains(day);
        for placement in estate.placements_of_vm(vm).iter().filter(here) {
            let step = carrier(asked, vm, placement, day)?.place(estate.place(install.place));
            let milli = placement.cores.get();
            match placement.pool {
                None => {
                    sum = sum.saturating_add(milli);
                    parts.push(step);
                }
                Some(pool) => {
                    let (of_pool, total) = by_pool.entry(pool).or_default();
                    *total = total.saturating_add(milli);
                    of_pool.push(step);
                }
            }
        }
    }
    for (pool, (vms, together)) in by_pool {
        let Some(pool) = estate.pools.get(pool as usize) else { continue };
        let (limit, place) = (pool.cores.get(), estate.place(pool.place));
        sum = sum.saturating_add(together.min(limit));
        let text = format!("pool {} of {} cores", pool.name, pool.cores);
        let step = cores(text, together.min(limit), Some(How::Sum))?.rule(RuleId::PoolCap).place(place);
        parts.push(if together > limit {
            let all = cores("its partitions together".to_owned(), together, Some(How::Sum))?.steps(vms);
            let step = step.how(How::Lowest).step(all);
            step.step(cores("its own cores".to_owned(), limit, None)?)
        } else {
            step.steps(vms)
        });
    }
    let (whole, limit) = (sum.div_ceil(1000), u64::from(row.cores.get()));
    let counted = whole.min(limit).saturating_mul(1000);
    let place = estate.place(row.place);
    let rounded = |text: String, milli| -> Result<Step, Error> {
        let fraction = sum % 1000 != 0;
        let rule = if fraction { RuleId::RoundUpCores } else { RuleId::HostCap };
        let how = if fraction { How::RoundedUp } else { How::Sum };
        Ok(cores(text, milli, Some(how))?.rule(rule))
    };
    if whole <= limit {
        let text = format!("together, in whole cores, not above the host's {}", row.cores);
        return Ok(rounded(text, counted)?.place(place).steps(parts));
    }
    let all =
        rounded("the vms together, in whole cores".to_owned(), whole.saturating_mul(1000))?.steps(parts);
    let own = cores("the host's own".to_owned(), counted, None)?;
    let text = "capped at the cores of the host".to_owned();
    Ok(cores(text, counted, Some(How::Lowest))?.rule(RuleId::HostCap).place(place).step(all).step(own))
}

/// A vm on a host, and what it can use.
fn carrier(asked: &Asked<'_>, vm: u32, placement: &Placement, day: Day) -> Result<Step, Error> {
    let name = asked.estate.vms.get(vm as usize).map_or("", |v| v);
    let (text, rule) = if placement.uncapped {
        (format!("uncapped vm {name}, its virtual processors up to its pool"), RuleId::UncappedPartition)
    } else {
        (format!("vm {name}"), RuleId::SubCapacity)
    };
    let step = cores(text, placement.cores.get(), None)?;
    let step = step.rule(rule).place(asked.estate.place(placement.place));
    let others = asked.carried.products_on(vm, day).saturating_sub(1);
    Ok(if others > 0 {
        let s = if others == 1 { "" } else { "s" };
        let text = format!(
            "its cores count once for this product; {others} other product{s} on it count on their own"
        );
        step.step(Step::new(text).rule(RuleId::OncePerVm))
    } else {
        step
    })
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
    Step::new(text).exactly(i64::from(row.rate.get())).rule(rule).place(asked.estate.place(row.place))
}

/// What was held on a day, by its rows.
fn entitled(asked: &Asked<'_>, counted: &Counted, day: Day) -> Result<Step, Error> {
    let text = format!("Entitled on {day}, the last day of the quarter inside the window");
    held(asked, text, day, counted.entitled.on(day))
}

/// What is held on a day, row by row.
pub fn held(asked: &Asked<'_>, text: String, day: Day, quantity: Quantity) -> Result<Step, Error> {
    let rule = if asked.bundled() { RuleId::BundleEntitled } else { RuleId::Entitled };
    let mut rows = Vec::new();
    for (id, weight) in &asked.line.members {
        let Some(product) = asked.estate.product(*id) else { continue };
        for row in product.entitlements.iter().filter(|e| e.span.contains(day)) {
            let text = format!("{} of {}, held {}", row.quantity, product.name, row.span);
            let counts = asked.weighted(row.quantity, *weight)?;
            rows.push(Step::new(text).exactly(counts).place(asked.estate.place(row.place)));
        }
    }
    let how = if asked.bundled() { How::RoundedDown } else { How::Sum };
    Ok(Step::new(text).exactly(quantity.get()).how(how).rule(rule).steps(rows))
}

/// One host through the quarter: when the product was there and what it counted.
fn host_over_time(
    asked: &Asked<'_>,
    counted: &Counted,
    host: HostId,
    quarter: Quarter,
    of_quarter: Span,
) -> Result<Step, Error> {
    let mut step = Step::new(format!("{} in {quarter}", asked.host_name(host))).rule(RuleId::DaySum);
    for member in &counted.members {
        for cell in member.cells().filter(|c| c.host == host) {
            let Some(span) = cell.span.overlap(of_quarter) else { continue };
            let counts = self::host(asked, member, cell, span.to, false)?;
            let text = format!("{} present {}", member.product.name, days(span));
            let value = format!("sub {}, full {}", cell.sub, cell.full);
            step = step.step(Step { text, value: Some(value), ..counts });
        }
    }
    Ok(if step.steps.is_empty() {
        step.step(Step::new("the product was not there on any day of the quarter"))
    } else {
        step
    })
}

/// A span in words.
pub fn days(span: Span) -> String {
    if span.from == span.to { span.from.to_string() } else { span.to_string() }
}
