//! From counts and claims to the serialisable mirror.

use crate::calendar::Span;
use crate::count::Measure;
use crate::error::Error;
use crate::estate::{Estate, HostId, RateOrigin};
use crate::estimate::{Counted, Member, Priced, Rules};
use crate::judge::Window;
use crate::order::{Map, Set};
use crate::price::{Lines, Reading};
use crate::read::rows::Metric;
use crate::units::{Currency, Fraction, Money, Overflow};

use super::{
    LossReason, MemberQuarter, MemberReport, NOTICE, ProductQuarter, ProductReport, RateReport,
    ReadingProduct, ReadingQuarter, ReadingReport, RegionPeak, Report, SCHEMA, WindowReport,
};

/// Why not everything was counted, so that every figure is "at least", what is owed anyway too.
pub(super) const WHY_NOT_COUNTED: [&str; 2] =
    ["a row was left out of the count", "something stood on a host on a day on which the host has no row"];
/// Why a total can be "at least".
pub(super) const WHY_INCOMPLETE: [&str; 4] = [
    "a price is missing",
    WHY_NOT_COUNTED[0],
    WHY_NOT_COUNTED[1],
    "a day is lost on a host whose full capacity is unknown",
];

/// One line of the answer under every reading asked for; lines are worked out one by one (in
/// parallel, if the caller likes) and put together by [`crate::Estimator::report`].
#[derive(Debug, Clone)]
pub struct LineAnswer {
    pub(crate) product: ProductReport,
    pub(crate) readings: Vec<LineReading>,
}

/// A line under one reading.
#[derive(Debug, Clone)]
pub(crate) struct LineReading {
    pub product: ReadingProduct,
    pub total: Option<Money>,
    pub without_gaps: Option<Money>,
    /// A day is lost on an artificial host, whose full capacity is unknown.
    pub unknown_host_lost: bool,
}

pub(crate) fn base_report(
    estate: &Estate,
    longest: Window,
    counted: &Counted,
) -> Result<ProductReport, Error> {
    let (full, mut quarters) = (counted.full()?, Vec::new());
    for quarter in longest.quarters() {
        let Some(days) = longest.days_of(quarter) else { continue };
        quarters.push(ProductQuarter {
            quarter: quarter.to_string(),
            full: counted.measure.of_period(&full, days)?.get(),
            sub: counted.measure.of_period(&counted.sub, days)?.get(),
            entitled: counted.entitled.on(days.to).get(),
            sub_peaks: region_peaks(estate, counted, days)?,
        });
    }
    Ok(ProductReport {
        product: counted.product.name.clone(),
        metric: counted.measure.metric.as_str(),
        quarters,
        members: members(longest, counted)?,
        rates: rates(estate, counted),
    })
}

fn region_peaks(estate: &Estate, counted: &Counted, days: Span) -> Result<Vec<RegionPeak>, Overflow> {
    let peaks = counted.sub.peaks(days).into_iter().zip(&estate.regions).filter(|((peak, _), _)| *peak > 0);
    peaks
        .map(|((peak, date), region)| {
            let quantity = Fraction::new(i128::from(peak), i128::from(counted.line.scale))?.to_string();
            Ok(RegionPeak { region: region.clone(), date: date.to_string(), quantity })
        })
        .collect()
}

fn members(longest: Window, counted: &Counted) -> Result<Vec<MemberReport>, Error> {
    let mut members = Vec::new();
    for member in counted.members.iter().filter(|_| counted.members.len() > 1) {
        let (Member { product, weight, sub, .. }, full) = (member, member.full()?);
        let measure = Measure { metric: product.metric, scale: 1 };
        let mut quarters = Vec::new();
        for quarter in longest.quarters() {
            let Some(days) = longest.days_of(quarter) else { continue };
            let (full, sub) = (measure.of_period(&full, days)?.get(), measure.of_period(sub, days)?.get());
            quarters.push(MemberQuarter { quarter: quarter.to_string(), full, sub });
        }
        let counts = Fraction::new(i128::from(*weight), i128::from(counted.line.scale))?.to_string();
        members.push(MemberReport {
            product: product.name.clone(),
            metric: product.metric.as_str(),
            counts,
            quarters,
        });
    }
    Ok(members)
}

/// The origin of every rate travels with the figures made of it.
fn rates(estate: &Estate, counted: &Counted) -> Vec<RateReport> {
    let mut hosts: Map<(u32, &RateOrigin), Set<HostId>> = Map::new();
    for member in counted.members.iter().filter(|m| m.product.metric == Metric::Pvu) {
        for (id, cells) in member.hosts() {
            let Some(host) = estate.host(id) else { continue };
            // A host has many cells and few rows.
            let mut seen = None;
            for cell in cells {
                for (_, index, row) in host.during(cell.span) {
                    if seen.replace(index) != Some(index) {
                        hosts.entry((row.rate.get(), &row.origin)).or_default().insert(id);
                    }
                }
            }
        }
    }
    hosts
        .into_iter()
        .map(|((pvu_per_core, origin), hosts)| {
            let (origin, grade, rows) = match origin {
                RateOrigin::Given => ("given", None, Vec::new()),
                RateOrigin::Table { grade, rows } => ("table", Some(grade.name()), rows.clone()),
                RateOrigin::Assumed => ("assumed", None, Vec::new()),
            };
            RateReport { pvu_per_core, origin, grade, rows, hosts: hosts.len() }
        })
        .collect()
}

pub(crate) fn reading_product(
    name: &str,
    currency: Currency,
    priced: &Priced,
    mut lost: impl FnMut(crate::calendar::Quarter) -> (usize, Vec<LossReason>),
) -> LineReading {
    let Priced { shortfall, claim, without_gaps, unknown_host_lost, .. } = priced;
    let money = |of: fn(&Lines) -> Money| claim.lines.as_ref().map(|lines| of(lines).decimal(currency));
    let quarters = shortfall
        .quarters
        .iter()
        .map(|q| {
            let (lost_hosts, lost) = lost(q.quarter);
            ReadingQuarter {
                quarter: q.quarter.to_string(),
                required: q.required.get(),
                entitled: q.deciding.entitled.get(),
                shortfall: q.shortfall.get(),
                lost_hosts,
                lost,
            }
        })
        .collect();
    let product = ReadingProduct {
        product: name.to_owned(),
        peak_shortfall: shortfall.peak.get(),
        licence_quantity: claim.licence_quantity.get(),
        licence: money(|l| l.licence),
        support: money(|l| l.support),
        used: money(|l| l.used),
        total: money(|l| l.total),
        without_gaps: without_gaps.lines.as_ref().map(|lines| lines.total.decimal(currency)),
        // As far as the line itself goes; the estate has its say when lines are put together.
        complete: priced.known(),
        without_gaps_complete: without_gaps.lines.is_some(),
        quarters,
    };
    LineReading {
        product,
        total: claim.lines.map(|l| l.total),
        without_gaps: without_gaps.lines.map(|l| l.total),
        unknown_host_lost: *unknown_host_lost,
    }
}

/// Puts the lines together, in their order.
pub fn report(estate: &Estate, rules: &[Rules], lines: Vec<LineAnswer>) -> Result<Report, Error> {
    let mut reports = Vec::with_capacity(rules.len());
    for (index, Rules { reading, window, .. }) in rules.iter().enumerate() {
        let of_reading: Vec<&LineReading> = lines.iter().filter_map(|l| l.readings.get(index)).collect();
        reports.push(reading_report(estate, reading, *window, &of_reading)?);
    }
    Ok(Report {
        schema: SCHEMA,
        as_of: estate.as_of.to_string(),
        currency: estate.currency.code(),
        products: lines.into_iter().map(|l| l.product).collect(),
        readings: reports,
        findings: estate.findings.to_vec(),
        name: estate.name.clone(),
        first_deployment: estate.first_deployment.map(|d| d.to_string()),
        notice: NOTICE,
    })
}

fn reading_report(
    estate: &Estate,
    reading: &Reading,
    window: Window,
    lines: &[&LineReading],
) -> Result<ReadingReport, Error> {
    let total = lines.iter().filter_map(|l| l.total).try_fold(Money::ZERO, Money::plus)?;
    let mut owed_anyway = Some(Money::ZERO);
    for line in lines {
        owed_anyway = owed_anyway.zip(line.without_gaps).map(|(sum, more)| sum.plus(more)).transpose()?;
    }
    let counted_all = estate.counted_all(window.days);
    let of_line = |line: &&LineReading| {
        let of = line.product.clone();
        let (complete, anyway) = (of.complete && counted_all, of.without_gaps_complete && counted_all);
        ReadingProduct { complete, without_gaps_complete: anyway, ..of }
    };
    let so = [
        lines.iter().any(|l| l.total.is_none()),
        estate.row_left_out,
        estate.host_not_there.within(window.days).next().is_some(),
        lines.iter().any(|l| l.unknown_host_lost),
    ];
    let incomplete_because: Vec<&str> =
        WHY_INCOMPLETE.into_iter().zip(so).filter(|(_, so)| *so).map(|(why, _)| why).collect();
    Ok(ReadingReport {
        reading: reading.name.clone(),
        window: WindowReport { from: window.first.to_string(), to: window.last.to_string() },
        products: lines.iter().map(of_line).collect(),
        total: total.decimal(estate.currency),
        complete: incomplete_because.is_empty(),
        incomplete_because,
        without_gaps: owed_anyway.map(|m| m.decimal(estate.currency)),
        without_gaps_complete: counted_all && owed_anyway.is_some(),
        title: reading.title.clone(),
    })
}
