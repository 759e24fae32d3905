//! Random evidence (SPEC sections 2 and 5): gaps of a few days, reports per quarter and scope, rebuilt spans.

use time::Date;

use super::estate::Plan;
use super::machines::{names, show};
use super::rng::Rng;
use super::sheet::Sheet;
use crate::reference::dates::{Quarter, plus_days};

/// How well an estate keeps its records, in percent per item.
struct Care {
    gaps: i64,
    missing: i64,
    weak: i64,
}

/// Everything a scope may name.
struct Scopes {
    hosts: Vec<String>,
    clusters: Vec<String>,
    regions: Vec<String>,
    products: Vec<String>,
    artificial: Vec<String>,
}

impl Scopes {
    fn of(hosts: &Sheet, vms: &Sheet, products: &Sheet) -> Scopes {
        let mut known = names(products, "product");
        known.extend(names(products, "bundle"));
        known.sort();
        known.dedup();
        let hostless = vms.rows.iter().filter(|row| row["host"].is_empty());
        Scopes {
            hosts: names(hosts, "host"),
            clusters: names(hosts, "cluster"),
            regions: names(hosts, "region"),
            products: known,
            artificial: hostless.map(|row| format!("TLM_VM_{}", row["vm"])).collect(),
        }
    }

    /// A set of scopes of one kind that together reach most of the estate.
    fn family(&self, rng: &mut Rng, narrow: i64) -> Vec<String> {
        if !rng.chance(narrow) {
            return vec!["*".to_string()];
        }
        let (kind, names) = match rng.between(0, 6) {
            0..3 => ("host", &self.hosts),
            3 => ("cluster", &self.clusters),
            4 => ("region", &self.regions),
            _ => ("product", &self.products),
        };
        let mut scopes: Vec<String> = names.iter().map(|name| format!("{kind}:{name}")).collect();
        if kind == "host" {
            scopes.extend(self.artificial.iter().map(|name| format!("host:{name}")));
            scopes.sort();
            scopes.dedup();
        }
        if scopes.is_empty() {
            scopes.push("*".to_string());
        }
        scopes
    }
}

struct Items<'a> {
    sheet: Sheet,
    care: Care,
    plan: &'a Plan,
}

impl Items<'_> {
    fn add(&mut self, rng: &mut Rng, kind: &str, scope: &str, span: (Option<Date>, Option<Date>)) {
        let state = match rng.chance(self.care.weak) {
            true => rng.pick(&["contestable", "contestable", "lost"]),
            false => rng.pick(&["", "held", "held"]),
        };
        let made = match (kind, span.1) {
            ("report", Some(to)) if rng.chance(65) => {
                let days = rng.between(-5, 200);
                Some(plus_days(to, rng.pick(&[days, days, 0, 1, 29, 30, 31, 90, 91])))
            }
            _ => None,
        };
        let weight = match state {
            "contestable" => rng.pick(&["", "0.5", "0.25", "1", "0"]),
            _ => "",
        };
        self.sheet.add(&[
            ("id", format!("e{}", self.sheet.rows.len())),
            ("kind", kind.to_string()),
            ("scope", scope.to_string()),
            ("from", show(span.0)),
            ("to", show(span.1)),
            ("made", show(made)),
            ("state", state.to_string()),
            ("weight", weight.to_string()),
            ("note", if rng.chance(10) { "seen".to_string() } else { String::new() }),
        ]);
    }

    /// Measuring that stops for a few days now and then, and sometimes began late or ended early.
    fn measured(&mut self, rng: &mut Rng, scope: &str) {
        let mut from = match rng.chance(60 - self.care.gaps / 2) {
            true => None,
            false => Some(plus_days(self.plan.start, rng.between(-10, 160))),
        };
        for _ in 0..3 {
            if !rng.chance(self.care.gaps) {
                break;
            }
            let end = rng.day(from.unwrap_or(self.plan.start), self.plan.as_of);
            self.add(rng, "measured", scope, (from, Some(end)));
            from = Some(plus_days(end, 1 + rng.pick(&[1, 1, 3, 7, 20, 60])));
        }
        let to = rng.chance(self.care.gaps / 4).then(|| rng.day(self.plan.start, self.plan.as_of));
        if from.is_none() || to.is_none() || from <= to {
            self.add(rng, "measured", scope, (from, to));
        }
    }

    /// One report per scope and quarter, some missing, some not on the quarter's own days.
    fn report(&mut self, rng: &mut Rng, scope: &str, quarter: Quarter) {
        if rng.chance(self.care.missing) {
            return;
        }
        let (mut from, mut to) = (Some(quarter.first_day()), Some(quarter.last_day()));
        match rng.between(0, 39) {
            0 => from = Some(plus_days(quarter.first_day(), rng.between(-9, 9))),
            1 => to = Some(plus_days(quarter.last_day(), rng.between(-9, 9))),
            2 => from = None,
            3 => to = None,
            _ => {}
        }
        self.add(rng, "report", scope, (from, to));
    }
}

pub fn evidence(rng: &mut Rng, plan: &Plan, hosts: &Sheet, vms: &Sheet, products: &Sheet) -> Sheet {
    let care = match rng.between(0, 9) {
        0 => return Sheet::default(),
        1..3 => [0, 0, 0, 20],
        3..7 => [20, 4, 8, 50],
        _ => [50, 25, 25, 70],
    };
    let [gaps, missing, weak, narrow] = care;
    let scopes = Scopes::of(hosts, vms, products);
    let mut items = Items { sheet: Sheet::default(), care: Care { gaps, missing, weak }, plan };
    for scope in scopes.family(rng, narrow) {
        items.measured(rng, &scope);
    }
    let first = Quarter::of(plan.start).0.max(Quarter::of(plan.as_of).0 - 22);
    for quarter in first..=Quarter::of(plan.as_of).0 {
        for scope in scopes.family(rng, narrow / 2) {
            items.report(rng, &scope, Quarter(quarter));
        }
    }
    for _ in 0..rng.pick(&[0, 0, 1, 2]) {
        let family = scopes.family(rng, 60);
        let scope = rng.pick(&family);
        let from = rng.day(plan.start, plan.as_of);
        let to = plus_days(from, rng.between(0, 120));
        items.add(rng, "rebuilt", &scope, (Some(from), Some(to)));
    }
    items.sheet
}
