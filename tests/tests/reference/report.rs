//! The answer in the shape of SPEC section 8.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::Date;

use super::counting::{Day, count_day};
use super::dates::{Quarter, plus_days, show_date};
use super::estate::Estate;
use super::evidence::{lost_days, widen};
use super::money::{Lines, MoneyDay, Shortfalls, lines, shortfalls};
use super::peak::{Need, Unit, entitled, peak, unit_need, units};
use super::reading::{Reading, Scope};
use super::scope::{full, required};

/// The first quarter of a window of `lookback` quarters (SPEC section 5).
fn first_quarter(estate: &Estate, lookback: i32) -> Quarter {
    let start = Quarter(Quarter::of(estate.as_of).0 - lookback + 1);
    estate.first_deployment.map_or(start, |first| Quarter::of(first).max(start))
}

/// The quarters of a window and the days that exist in it, counted.
pub fn window(estate: &Estate, lookback: i32) -> (Vec<Quarter>, Vec<Day<'_>>) {
    let start = first_quarter(estate, lookback);
    let end = Quarter::of(estate.as_of);
    let quarters: Vec<Quarter> = (start.0..=end.0).map(Quarter).collect();
    let mut days = Vec::new();
    let mut date = start.first_day();
    while date <= estate.as_of {
        if estate.first_deployment.is_none_or(|first| first <= date) {
            days.push(count_day(estate, date));
        }
        date = plus_days(date, 1);
    }
    (quarters, days)
}

pub fn report(estate: &Estate, readings: &[Reading]) -> Result<Value, String> {
    let units = units(estate);
    let longest = readings.iter().map(|r| r.lookback_quarters).max().ok_or("no reading")?;
    let (quarters, days) = window(estate, longest);
    let products: Vec<Value> = units.iter().map(|unit| product(estate, unit, &quarters, &days)).collect();
    let readings: Vec<Value> = readings
        .iter()
        .map(|reading| {
            let first = first_quarter(estate, reading.lookback_quarters);
            let own: Vec<Quarter> = quarters.iter().copied().filter(|q| *q >= first).collect();
            let skipped = days.iter().filter(|d| d.date < first.first_day()).count();
            answer(estate, &units, reading, &own, &days[skipped..])
        })
        .collect();
    Ok(json!({
        "schema": "subcap.report/1",
        "as_of": show_date(estate.as_of),
        "currency": estate.currency,
        "products": products,
        "readings": readings,
        "findings": [],
    }))
}

/// A unit's `sub`, `full` and `entitled` per quarter of the longest window.
fn product(estate: &Estate, unit: &Unit, quarters: &[Quarter], days: &[Day]) -> Value {
    let metric = unit.product.metric;
    let rows: Vec<Value> = quarters
        .iter()
        .map(|quarter| {
            let inside: Vec<&Day> = days.iter().filter(|d| d.quarter == *quarter).collect();
            let sub: Vec<Need> = inside.iter().map(|day| need_without_gaps(estate, unit, day)).collect();
            let all: Vec<Need> =
                inside.iter().map(|day| unit_need(unit, |member| full(day, member))).collect();
            let last: Date = quarter.last_day().min(estate.as_of);
            json!({
                "quarter": quarter.label(),
                "full": whole(peak(metric, &all.iter().collect::<Vec<_>>())),
                "sub": whole(peak(metric, &sub.iter().collect::<Vec<_>>())),
                "entitled": whole(entitled(estate, unit, last)),
            })
        })
        .collect();
    json!({"product": unit.product.name, "metric": metric.name(), "quarters": rows})
}

fn need_without_gaps<'a>(estate: &Estate, unit: &Unit, day: &Day<'a>) -> Need<'a> {
    let nothing_lost = vec![false; day.counts.len()];
    unit_need(unit, |member| required(estate, day, &nothing_lost, member, Scope::Host))
}

/// One reading's answer.
pub fn answer<'a>(
    estate: &Estate,
    units: &[Unit],
    reading: &Reading,
    quarters: &[Quarter],
    days: &[Day<'a>],
) -> Value {
    let lost = lost_days(estate, reading, days);
    let wide = widen(reading.granularity, days, &lost);
    let on_artificial_host = |unit: &Unit| {
        days.iter().zip(&lost).any(|(day, lost)| {
            let of_unit = |product: usize| unit.members.iter().any(|(member, _)| *member == product);
            let mut counts = day.counts.iter().zip(lost).filter(|(count, _)| of_unit(count.product));
            counts.any(|(count, lost)| *lost && day.hosts[count.host].artificial)
        })
    };
    let counted_all = !estate.rows_left_out && !days.iter().any(|d| d.host_missing);
    let (mut complete, mut anyway_complete) = (counted_all, counted_all);
    let digits = minor_digits(&estate.currency);
    let mut total = 0;
    let mut products = Vec::new();
    for unit in units {
        let price = |need: &dyn Fn(usize) -> Need<'a>| -> (Shortfalls, Lines) {
            let money: Vec<MoneyDay> = days
                .iter()
                .enumerate()
                .map(|(at, day)| MoneyDay {
                    quarter: day.quarter,
                    need: need(at),
                    entitled: entitled(estate, unit, day.date),
                })
                .collect();
            let now = entitled(estate, unit, estate.as_of);
            let found = shortfalls(unit.product.metric, reading, quarters, &money, now);
            let lines = lines(unit.product, reading, &found, digits);
            (found, lines)
        };
        let (found, lines) = price(&|at| {
            unit_need(unit, |member| required(estate, &days[at], &wide[at], member, reading.scope))
        });
        let (_, without) = price(&|at| need_without_gaps(estate, unit, &days[at]));
        total += lines.total.unwrap_or(0);
        let known = counted_all && lines.total.is_some() && !on_artificial_host(unit);
        let anyway_known = counted_all && without.total.is_some();
        complete &= known;
        anyway_complete &= anyway_known;
        let show = |amount: Option<i128>| amount.map(|a| show_money(a, digits));
        let rows: Vec<Value> = found
            .quarters
            .iter()
            .map(|q| {
                json!({
                    "quarter": q.quarter.label(),
                    "required": whole(q.required),
                    "entitled": whole(q.entitled),
                    "shortfall": whole(q.shortfall),
                    "lost_hosts": lost_hosts(unit, q.quarter, days, &lost),
                })
            })
            .collect();
        products.push(json!({
            "product": unit.product.name,
            "peak_shortfall": whole(found.peak),
            "licence_quantity": whole(found.licence_quantity),
            "licence": show(lines.licence),
            "support": show(lines.support),
            "use": show(lines.used),
            "total": show(lines.total),
            "without_gaps": show(without.total),
            "complete": known,
            "without_gaps_complete": anyway_known,
            "quarters": rows,
        }));
    }
    json!({
        "reading": reading.name,
        "window": {
            "from": quarters[0].label(),
            "to": quarters[quarters.len() - 1].label(),
        },
        "products": products,
        "total": show_money(total, digits),
        "complete": complete,
        "without_gaps_complete": anyway_complete,
    })
}

/// Hosts with at least one lost day in the quarter, before granularity widens it.
fn lost_hosts(unit: &Unit, quarter: Quarter, days: &[Day], lost: &[Vec<bool>]) -> usize {
    let mut hosts = BTreeSet::new();
    for (day, lost) in days.iter().zip(lost) {
        if day.quarter != quarter {
            continue;
        }
        for (count, lost) in day.counts.iter().zip(lost) {
            if *lost && unit.members.iter().any(|(member, _)| *member == count.product) {
                hosts.insert(day.hosts[count.host].name.as_str());
            }
        }
    }
    hosts.len()
}

fn whole(number: i128) -> Value {
    json!(i64::try_from(number).expect("a number that fits"))
}

/// Decimals of the currency's own minor unit (ISO 4217), two unless known otherwise.
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

pub fn show_money(minor: i128, digits: u32) -> String {
    let unit = 10i128.pow(digits);
    match digits {
        0 => minor.to_string(),
        _ => format!("{}.{:0width$}", minor / unit, minor % unit, width = digits as usize),
    }
}
