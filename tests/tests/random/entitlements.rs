//! Random entitlements around what an estate needs (SPEC sections 2, 4 and 6).

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::estate::Plan;
use super::machines::show;
use super::rng::Rng;
use super::sheet::Sheet;
use crate::reference::counting::{Day, count_day};
use crate::reference::dates::{Quarter, plus_days};
use crate::reference::estate::Estate;
use crate::reference::load::load;
use crate::reference::peak::{Need, Unit, peak, unit_need, units};
use crate::reference::reading::Reading;
use crate::reference::scope::full;

/// Entitlements near what is needed: a little less, exactly that, full capacity, or none; some in steps.
pub fn entitlements(
    rng: &mut Rng,
    plan: &Plan,
    products: &Sheet,
    tables: &BTreeMap<String, String>,
) -> Sheet {
    let mut sheet = Sheet::default();
    let estate = load(tables).expect("a valid estate");
    let reading = Reading { lookback_quarters: 20, ..Reading::custom("sizes") };
    let sizes = crate::reference::estimate(tables, &[reading]).expect("a valid estate");
    for (of_unit, unit) in units(&estate).iter().zip(sizes["products"].as_array().expect("products")) {
        let name = unit["product"].as_str().expect("a name");
        let quarters = unit["quarters"].as_array().expect("quarters");
        let highest = |field: &str| {
            let values = quarters.iter().map(|q| q[field].as_i64().expect("a number"));
            values.max().unwrap_or(0)
        };
        let (sub, full) = (highest("sub"), highest("full"));
        let target = match rng.between(0, 9) {
            0 => continue,
            1..4 => sub,
            4 => sub + rng.between(1, 50),
            5 => (sub - rng.between(1, 50)).max(0),
            6 => sub / 2,
            7 => full,
            8 => (sub + full) / 2,
            _ => full * rng.between(2, 10),
        };
        let members: Vec<&BTreeMap<&str, String>> =
            products.rows.iter().filter(|row| row["bundle"] == name).collect();
        let (mut holder, mut scaled) = (name.to_string(), target);
        if !members.is_empty() && rng.chance(50) {
            let member = rng.pick(&members);
            holder = member["product"].clone();
            if let Some((a, b)) = member["ratio"].split_once(':') {
                let (a, b): (i64, i64) = (a.parse().unwrap_or(1), b.parse().unwrap_or(1));
                scaled = target * a / b + rng.between(0, 1);
            }
        }
        let parts = rng.pick(&[1, 1, 2, 2, 3, 4]);
        let mut rows = BTreeSet::new();
        for part in 0..parts {
            let quantity = scaled / parts + if part == 0 { scaled % parts } else { part };
            let bought = rng.day(plus_days(plan.start, -30), plan.as_of);
            let from = (rng.chance(if part == 0 { 20 } else { 90 })).then_some(bought);
            let to = rng.chance(15).then(|| plus_days(bought, rng.between(0, 500)));
            rows.insert((quantity, show(from), show(to), holder.clone()));
            if rng.chance(40) {
                holder = name.to_string();
            }
        }
        for (quantity, from, to, product) in rows {
            sheet.add(&[
                ("product", product),
                ("quantity", quantity.to_string()),
                ("from", from),
                ("to", to),
            ]);
        }
        if rng.chance(25)
            && let Some((quantity, from, to)) = matched_step(rng, plan, &estate, of_unit)
        {
            sheet.add(&[
                ("product", name.to_string()),
                ("quantity", quantity.to_string()),
                ("from", show(from)),
                ("to", show(to)),
            ]);
        }
    }
    sheet
}

/// What is held changes on a day within a quarter by exactly what is needed: both parts of the quarter are then
/// short of the same, and the first decides.
fn matched_step(
    rng: &mut Rng,
    plan: &Plan,
    estate: &Estate,
    unit: &Unit,
) -> Option<(i128, Option<Date>, Option<Date>)> {
    let quarter = Quarter::of(rng.day(plan.start, plan.as_of));
    let at_full = rng.chance(50);
    let length = (quarter.last_day().min(plan.as_of) - quarter.first_day()).whole_days();
    let days: Vec<Day> = (0..=length).map(|n| count_day(estate, plus_days(quarter.first_day(), n))).collect();
    let needs: Vec<Need> =
        days.iter().map(|day| unit_need(unit, |member| held_to(day, member, at_full))).collect();
    let changes: Vec<usize> = (1..needs.len()).filter(|at| needs[*at] != needs[*at - 1]).collect();
    if changes.is_empty() {
        return None;
    }
    let at = rng.pick(&changes);
    let of = |part: &[Need]| peak(unit.product.metric, &part.iter().collect::<Vec<_>>());
    let (before, after) = (of(&needs[..at]), of(&needs[at..]));
    match after - before {
        0 => None,
        more @ 1.. => Some((more, Some(days[at].date), None)),
        less => Some((-less, None, Some(days[at - 1].date))),
    }
}

/// A product's quantity per region on a day, at sub or at full capacity.
fn held_to<'a>(day: &Day<'a>, product: usize, at_full: bool) -> BTreeMap<&'a str, i128> {
    if at_full {
        return full(day, product);
    }
    let mut regions = BTreeMap::new();
    for count in day.counts.iter().filter(|count| count.product == product) {
        *regions.entry(day.hosts[count.host].region.as_str()).or_insert(0) += count.sub;
    }
    regions
}
