//! Random hosts, pools and placements (SPEC section 2), changing over time.

use std::collections::BTreeSet;

use time::Date;

use super::estate::Plan;
use super::rng::Rng;
use super::sheet::Sheet;
use crate::reference::dates::{plus_days, show_date};

pub fn show(date: Option<Date>) -> String {
    date.map(show_date).unwrap_or_default()
}

/// One to twelve hosts; some are described by several rows, a few have days without a row.
pub fn hosts(rng: &mut Rng, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::default();
    let count = match rng.between(0, 3) {
        0 => rng.between(1, 3),
        1..3 => rng.between(3, 7),
        _ => rng.between(6, 12),
    };
    for index in 0..count {
        let changes = [0, 0, 0, 0, 0, 1, 1, 2][rng.between(0, 7) as usize];
        let mut starts = vec![None];
        for _ in 0..changes {
            starts.push(Some(rng.day(plus_days(plan.start, 1), plan.as_of)));
        }
        starts.sort();
        starts.dedup();
        let holes = rng.chance(15);
        let mut cells = machine(rng, plan);
        for (at, from) in starts.iter().enumerate() {
            if at > 0 {
                let other = machine(rng, plan);
                let place = rng.chance(50);
                for (cell, new) in cells.iter_mut().zip(other) {
                    let placed = cell.0 == "cluster" || cell.0 == "region";
                    if placed && place || !placed && rng.chance(50) {
                        *cell = new;
                    }
                }
            }
            let next = starts.get(at + 1).copied().flatten();
            let mut to = next.map(|day| plus_days(day, -1));
            let mut from = *from;
            if holes && rng.chance(60) {
                match (from, to) {
                    (Some(day), None) => from = Some(plus_days(day, rng.between(1, 9))),
                    (None, None) => to = Some(plus_days(plan.as_of, -rng.between(1, 40))),
                    _ => {}
                }
            }
            let mut row = cells.clone();
            row.push(("host", format!("h{index}")));
            row.push(("from", show(from)));
            row.push(("to", show(to)));
            sheet.add(&row);
        }
    }
    sheet
}

/// Cores, rate, eligibility, cluster and region of one row.
fn machine(rng: &mut Rng, plan: &Plan) -> Vec<(&'static str, String)> {
    let (cluster, region) = match plan.clusters.is_empty() || rng.chance(25) {
        true => ("", rng.pick(&plan.regions)),
        false => rng.pick(&plan.clusters),
    };
    let cores = match plan.huge_hosts && rng.chance(50) {
        true => rng.pick(&["2400", "2501", "9001", "45000", "120007", "200001"]),
        false => rng.pick(&["1", "2", "4", "8", "12", "16", "24", "32", "40", "64"]),
    };
    let rate = rng.pick(&["", "50", "70", "70", "100", "120", "120"]);
    let eligible = rng.pick(&["", "", "", "yes", "yes", "yes", "yes", "no"]);
    vec![
        ("cores", cores.to_string()),
        ("pvu_per_core", rate.to_string()),
        ("eligible", eligible.to_string()),
        ("cluster", cluster.to_string()),
        ("region", region.to_string()),
    ]
}

/// Host names without repeats.
pub fn names(sheet: &Sheet, column: &str) -> Vec<String> {
    let unique: BTreeSet<String> = sheet.column(column).into_iter().collect();
    unique.into_iter().filter(|name| !name.is_empty()).collect()
}

/// The same few pool names on several hosts, so that moves find them or do not.
pub fn pools(rng: &mut Rng, hosts: &Sheet) -> Sheet {
    let mut sheet = Sheet::default();
    for host in names(hosts, "host") {
        for pool in ["P1", "P2"] {
            if rng.chance(40) {
                sheet.add(&[
                    ("pool", pool.to_string()),
                    ("host", host.clone()),
                    ("cores", rng.pick(&["1", "2", "3", "5", "8", "12"]).to_string()),
                ]);
            }
        }
    }
    sheet
}

/// Mode, pool and cores of a placement.
fn size(rng: &mut Rng, plan: &Plan) -> Vec<(&'static str, String)> {
    let mode = rng.pick(&["", "", "vm", "vm", "dedicated", "capped", "capped", "uncapped"]);
    let pool = match mode {
        "capped" | "uncapped" => rng.pick(&["", "P1", "P1", "P1", "P2", "P9"]),
        _ => rng.pick(&["", "", "", "", "", "P1"]),
    };
    vec![("mode", mode.to_string()), ("pool", pool.to_string()), ("cores", cores(rng, plan, mode))]
}

fn cores(rng: &mut Rng, plan: &Plan, mode: &str) -> String {
    match mode {
        _ if plan.huge_hosts && rng.chance(30) => rng.pick(&["2501", "3333", "12001"]),
        "capped" => rng.pick(&["0.1", "0.5", "1.25", "1.5", "0.333", "2", "3.7", "6.005"]),
        _ => rng.pick(&["1", "2", "2", "3", "4", "4", "6", "8", "12", "20"]),
    }
    .to_string()
}

/// Up to twenty vms, each a chain of placements with moves, resizes, gaps, overlaps, or no host.
pub fn vms(rng: &mut Rng, plan: &Plan, hosts: &Sheet) -> Sheet {
    let mut sheet = Sheet::default();
    let known = names(hosts, "host");
    let hostless = rng.chance(45);
    let count = match rng.between(0, 9) {
        0 => 0,
        1..6 => rng.between(1, 7),
        _ => rng.between(5, 20),
    };
    for index in 0..count {
        let parts = rng.pick(&[1, 1, 1, 2, 2, 3, 5]);
        let overlapping = rng.chance(35);
        let length = (plan.as_of - plan.start).whole_days() / parts + 1;
        let mut from = Some(plus_days(plan.start, rng.between(-60, 20)));
        let mut cells = size(rng, plan);
        let mut host = rng.pick(&known);
        for part in 1..=parts {
            let base = from.unwrap_or(plan.start);
            let end = plus_days(base, rng.between(0, length + length / 2));
            let to = (part < parts || rng.chance(25)).then_some(end);
            let mut row = cells.clone();
            let artificial = hostless && rng.chance(20);
            let shown = if artificial { String::new() } else { host.clone() };
            row.push(("vm", format!("v{index}")));
            row.push(("host", shown));
            row.push(("from", if part == 1 && rng.chance(25) { String::new() } else { show(from) }));
            row.push(("to", show(to)));
            sheet.add(&row);
            if rng.chance(10) {
                // The same vm once more, in another size, on the same days.
                for (cell, other) in row.iter_mut().zip(size(rng, plan)) {
                    *cell = other;
                }
                sheet.add(&row);
            }
            let gap = match rng.between(0, 9) {
                0 => rng.between(1, 20),
                1..7 if overlapping => -rng.between(0, (end - base).whole_days().min(90)),
                _ => 0,
            };
            from = Some(plus_days(end, gap + 1));
            if rng.chance(if overlapping { 35 } else { 60 }) {
                host = rng.pick(&known);
            }
            if !overlapping && rng.chance(30) {
                cells = size(rng, plan);
            } else if rng.chance(if overlapping { 85 } else { 50 }) {
                let mode = cells[0].1.clone();
                cells[2].1 = cores(rng, plan, &mode);
            }
        }
    }
    sheet
}
