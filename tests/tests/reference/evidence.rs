//! Which days are evidenced and which are lost (SPEC section 5).

use std::collections::BTreeSet;

use super::counting::{Count, Day};
use super::dates::{Quarter, plus_days};
use super::estate::{Estate, Evidence, Host, Kind, Product, State};
use super::reading::{Granularity, Reading};

/// Whether an item is true under a reading: its state, and for reports whether it was made in time.
fn is_true(item: &Evidence, reading: &Reading) -> bool {
    let stands = match item.state {
        State::Held => true,
        State::Contestable => reading.contestable_held,
        State::Lost => false,
    };
    let late = match (item.kind, reading.late_report_days, item.made, item.span.to) {
        (Kind::Report, Some(days), Some(made), Some(to)) => made > plus_days(to, days),
        _ => false,
    };
    stands && !late
}

/// Whether an item covers the day; reports and rebuilt items need both ends (SPEC section 2).
fn covers(item: &Evidence, day: &Day) -> bool {
    let bounded = item.span.from.is_some() && item.span.to.is_some();
    (item.kind == Kind::Measured || bounded) && item.span.holds(day.date)
}

fn scope_matches(scope: &str, product: &Product, host: &Host) -> bool {
    match scope.split_once(':') {
        None => scope == "*",
        Some(("host", name)) => host.name == name,
        Some(("cluster", name)) => !host.cluster.is_empty() && host.cluster == name,
        Some(("region", name)) => host.region == name,
        Some(("product", name)) => product.name == name || product.bundle == name,
        Some(_) => false,
    }
}

/// Whether a report is due for the quarter (the last sentence of condition 3).
fn report_due(estate: &Estate, reading: &Reading, quarter: Quarter) -> bool {
    let owed = match reading.report_owed_quarters {
        None => true,
        Some(quarters) => quarter.0 > Quarter::of(estate.as_of).0 - quarters,
    };
    owed && quarter.last_day() <= estate.as_of
}

/// Whether the day is evidenced for the count; `items` are the true ones that cover the day.
fn evidenced(estate: &Estate, reading: &Reading, items: &[&Evidence], day: &Day, count: &Count) -> bool {
    if let Some(first) = estate.first_deployment
        && reading.grace_days > 0
        && day.date <= plus_days(first, reading.grace_days)
    {
        return true;
    }
    let product = &estate.products[count.product];
    let host = day.hosts[count.host];
    let has =
        |kind: Kind| items.iter().any(|item| item.kind == kind && scope_matches(&item.scope, product, host));
    has(Kind::Rebuilt)
        || has(Kind::Measured) && (!report_due(estate, reading, day.quarter) || has(Kind::Report))
}

/// For each day and each of its counts: lost before granularity widens it.
pub fn lost_days(estate: &Estate, reading: &Reading, days: &[Day]) -> Vec<Vec<bool>> {
    let lost_on = |day: &Day| {
        let items: Vec<&Evidence> =
            estate.evidence.iter().filter(|item| is_true(item, reading) && covers(item, day)).collect();
        let lost = |c: &Count| c.claimed && !evidenced(estate, reading, &items, day, c);
        day.counts.iter().map(lost).collect()
    };
    days.iter().map(lost_on).collect()
}

/// The lost days after granularity: one lost day takes the claimed days of its quarter or window along.
pub fn widen(granularity: Granularity, days: &[Day], lost: &[Vec<bool>]) -> Vec<Vec<bool>> {
    let period = |day: &Day| match granularity {
        Granularity::Days => day.date.to_julian_day(),
        Granularity::Quarter => day.quarter.0,
        Granularity::Window => 0,
    };
    let mut struck = BTreeSet::new();
    for (day, flags) in days.iter().zip(lost) {
        for (count, lost) in day.counts.iter().zip(flags) {
            if *lost {
                struck.insert((period(day), count.product, day.hosts[count.host].name.as_str()));
            }
        }
    }
    days.iter()
        .map(|day| {
            day.counts
                .iter()
                .map(|count| {
                    let key = (period(day), count.product, day.hosts[count.host].name.as_str());
                    count.claimed && struck.contains(&key)
                })
                .collect()
        })
        .collect()
}
