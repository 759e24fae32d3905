//! Random scenarios for a random estate: each kind of entry alone, and several together.
//!
//! Valid by construction most of the time: what is laid over a row may still make an estate that contradicts
//! itself (a cluster in two regions), which the reference then refuses as well.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use time::Date;

use super::rng::Rng;
use crate::reference::Texts;
use crate::reference::dates::{Quarter, parse_date, plus_days, show_date};
use crate::reference::overlay::{Cells, Table, cell};
use crate::reference::table::settings;

/// Kinds of entries of a scenario.
pub const KINDS: [&str; 15] = [
    "as_of",
    "first_deployment",
    "remediation",
    "evidence",
    "evidence_where",
    "evidence_add",
    "reading",
    "readings",
    "products",
    "hosts",
    "vms",
    "entitlements",
    "discount_bp",
    "leave_out",
    "name",
];

/// What entries are chosen from.
struct Choice<'a> {
    rng: &'a mut Rng,
    texts: &'a Texts,
    as_of: Date,
}

/// A scenario of one kind of entry, or of several for every third seed.
pub fn random_overlay(texts: &Texts, seed: u64) -> Value {
    let rng = &mut Rng::new(seed ^ 0x0E7A_11A7);
    let together = seed.is_multiple_of(3);
    let count = if together { rng.between(2, 5) } else { 1 };
    let mut choice = Choice::of(rng, texts);
    let mut overlay = Map::new();
    for _ in 0..count {
        let kind = choice.rng.pick(&KINDS);
        // Both move the date of the position: which is meant is said only for one at a time.
        let other = match kind {
            "as_of" => "remediation",
            "remediation" => "as_of",
            _ => "",
        };
        if !overlay.contains_key(other)
            && let Some(entry) = choice.entry(kind)
        {
            overlay.insert(kind.to_string(), entry);
        }
    }
    Value::Object(overlay)
}

/// A scenario of that kind of entry alone; none if the estate offers nothing to choose from.
pub fn overlay_of_kind(texts: &Texts, seed: u64, kind: &str) -> Option<Value> {
    let rng = &mut Rng::new(seed ^ 0x0E7A_11A8);
    Some(json!({kind: Choice::of(rng, texts).entry(kind)?}))
}

impl<'a> Choice<'a> {
    fn of(rng: &'a mut Rng, texts: &'a Texts) -> Self {
        let toml = settings(&texts["estate.toml"]);
        let as_of = parse_date(&toml["as_of"]).expect("an estate has a date");
        Choice { rng, texts, as_of }
    }

    fn entry(&mut self, kind: &str) -> Option<Value> {
        Some(match kind {
            "name" => json!("a name"),
            "as_of" => json!(self.near(-400, 200)),
            "first_deployment" => json!(self.near(-900, -1)),
            "remediation" => json!(self.near(-500, 500)),
            "evidence" => self.flips()?,
            "evidence_where" => {
                let entries = (0..self.rng.between(1, 2)).map(|_| self.selection());
                Value::Array(entries.collect())
            }
            "evidence_add" => {
                Value::Array((0..self.rng.between(1, 3)).map(|at| self.added(at)).collect::<Option<_>>()?)
            }
            "reading" => self.keys(),
            "readings" => {
                let name = self.rng.pick(&["opening", "estate", "agreement", "period", "defended"]);
                json!({name: self.keys()})
            }
            "products" => self.laid_over("products.csv", "product")?,
            "hosts" => self.laid_over("hosts.csv", "host")?,
            "vms" => self.laid_over("vms.csv", "vm")?,
            "entitlements" => Value::Array((0..self.rng.between(1, 3)).map(|_| self.entitled()).collect()),
            "discount_bp" => json!(self.rng.pick(&[0, 1, 500, 1250, 3333, 9999, 10_000])),
            _ => json!([self.left_out()?]),
        })
    }

    fn near(&mut self, low: i64, high: i64) -> String {
        // Now and then the day itself and the ends of quarters, where rules turn.
        let quarter = Quarter::of(plus_days(self.as_of, self.rng.between(low, high)));
        let day = plus_days(self.as_of, self.rng.between(low, high));
        show_date(self.rng.pick(&[day, day, quarter.first_day(), quarter.last_day()]))
    }

    /// Texts of one column of a table, each once.
    fn texts_of(&self, file: &str, column: &str) -> Vec<String> {
        let table = Table::of(self.texts, file);
        let unique: BTreeSet<String> = table.rows.iter().map(|row| cell(row, column).to_string()).collect();
        unique.into_iter().filter(|text| !text.is_empty()).collect()
    }

    fn one_of(&mut self, file: &str, column: &str) -> Option<String> {
        let texts = self.texts_of(file, column);
        (!texts.is_empty()).then(|| self.rng.pick(&texts))
    }

    fn state(&mut self) -> &'static str {
        self.rng.pick(&["held", "contestable", "lost", "removed"])
    }

    fn flips(&mut self) -> Option<Value> {
        let mut flips = Map::new();
        for _ in 0..self.rng.between(1, 5) {
            flips.insert(self.one_of("evidence.csv", "id")?, json!(self.state()));
        }
        Some(Value::Object(flips))
    }

    fn selection(&mut self) -> Value {
        let mut choice = Map::new();
        if self.rng.chance(60) {
            choice.insert(
                "kind".to_string(),
                json!(self.rng.pick(&["measured", "report", "report", "rebuilt"])),
            );
        }
        if self.rng.chance(30)
            && let Some(scope) = self.one_of("evidence.csv", "scope")
        {
            choice.insert("scope".to_string(), json!(scope));
        }
        if self.rng.chance(25) {
            choice.insert("state".to_string(), json!(self.rng.pick(&["held", "contestable", "lost"])));
        }
        if self.rng.chance(40) {
            choice.insert("quarter".to_string(), json!(self.quarter()));
        } else {
            let from = self.rng.chance(50).then(|| self.near(-600, 0));
            let to = from.as_ref().and_then(|from| parse_date(from)).unwrap_or(plus_days(self.as_of, -300));
            if let Some(from) = from {
                choice.insert("from".to_string(), json!(from));
            }
            if self.rng.chance(50) {
                let to = show_date(plus_days(to, self.rng.between(0, 300)));
                choice.insert("to".to_string(), json!(to));
            }
        }
        if choice.is_empty() {
            choice.insert("kind".to_string(), json!("report"));
        }
        choice.insert("becomes".to_string(), json!(self.state()));
        Value::Object(choice)
    }

    fn quarter(&mut self) -> String {
        Quarter(Quarter::of(self.as_of).0 - self.rng.between(0, 9) as i32).label()
    }

    fn added(&mut self, at: i64) -> Option<Value> {
        let scope = match self.rng.between(0, 3) {
            0 => format!("host:{}", self.one_of("hosts.csv", "host")?),
            1 => format!("product:{}", self.one_of("products.csv", "product")?),
            _ => "*".to_string(),
        };
        let kind = self.rng.pick(&["measured", "report", "rebuilt"]);
        let mut row = json!({"id": format!("added {at}"), "kind": kind, "scope": scope});
        match self.rng.chance(60) {
            true => row["quarter"] = json!(self.quarter()),
            false => {
                let from = plus_days(self.as_of, -self.rng.between(0, 700));
                row["from"] = json!(show_date(from));
                row["to"] = json!(show_date(plus_days(from, self.rng.between(0, 400))));
            }
        }
        if self.rng.chance(40) {
            row["state"] = json!(self.rng.pick(&["held", "contestable", "lost"]));
        }
        if kind == "report" && self.rng.chance(40) {
            row["made"] = json!(self.near(-300, 0));
        }
        Some(row)
    }

    /// One or two keys of a reading, each with those without which it says nothing.
    fn keys(&mut self) -> Value {
        let rng = &mut *self.rng;
        let mut keys = Map::new();
        for _ in 0..rng.between(1, 2) {
            let set = match rng.between(0, 9) {
                0 => json!({"charge": rng.pick(&["purchase", "use"]), "use_rate_bp": rng.pick(&[2000, 3333]),
                    "support": rng.pick(&["none", "flat"]), "support_cap_years": 2}),
                1 => json!({"scope": rng.pick(&["host", "largest", "cluster", "estate"])}),
                2 => json!({"granularity": rng.pick(&["days", "quarter", "window"])}),
                3 => json!({"grace_days": rng.pick(&[0, 30, 90, 365])}),
                4 => json!({"lookback_quarters": rng.pick(&[1, 4, 8, 20, 31])}),
                5 => match rng.chance(40) {
                    true => json!({"report_owed_quarters": "all"}),
                    false => json!({"report_owed_quarters": rng.pick(&[0, 1, 4, 20])}),
                },
                6 => {
                    json!({"contestable": rng.pick(&["held", "lost"]), "price": rng.pick(&["list", "contract"])})
                }
                7 => json!({"credit_later_purchases": rng.chance(50)}),
                8 => match rng.chance(30) {
                    true => json!({"late_report_days": "any"}),
                    false => json!({"late_report_days": rng.pick(&[0, 30, 90])}),
                },
                _ => json!({"support": rng.pick(&["none", "flat", "duration", "lookback", "graduated"]),
                    "support_cap_years": rng.pick(&[0, 1, 2, 5])}),
            };
            keys.extend(set.as_object().cloned().unwrap_or_default());
        }
        Value::Object(keys)
    }

    fn laid_over(&mut self, file: &str, column: &str) -> Option<Value> {
        let name = self.one_of(file, column)?;
        let host = self.one_of("hosts.csv", "host")?;
        let rows = Table::of(self.texts, file).rows;
        let rows: Vec<_> = rows.iter().filter(|row| cell(row, column) == name).collect();
        let rng = &mut *self.rng;
        let cells = match (column, rng.between(0, 4)) {
            ("product", 0) => {
                json!({"list_price": rng.pick(&["", "80", "0.125"]), "contract_price": "12.34"})
            }
            ("product", 1) => json!({"contract_price": rng.pick(&["", "1.999"])}),
            ("product", 2) => json!({"support_bp": rng.pick(&[0, 1000, 2500])}),
            ("product", 3) => json!({"subcapacity": rng.pick(&["yes", "no"])}),
            ("product", _) => json!({"ratio": rng.pick(&["", "3:1", "2:5"])}),
            ("host", 0) => json!({"pvu_per_core": rng.pick(&["", "50", "140"])}),
            ("host", 1) => json!({"cores": rng.pick(&[1, 6, 48])}),
            ("host", 2) => json!({"eligible": rng.pick(&["yes", "no", ""])}),
            ("host", 3) => json!({"cluster": rng.pick(&["", "K1", "K9"])}),
            ("vm", 0) => json!({"cores": rng.pick(&["1", "5", "2.5"]), "mode": "capped"}),
            ("vm", 1) => json!({"cores": rng.pick(&[1, 7, 30])}),
            ("vm", 2) => json!({"mode": rng.pick(&["", "uncapped", "dedicated"]), "cores": 3}),
            ("vm", 3) => json!({"host": host}),
            (_, _) if rows.len() == 1 => match parse_date(cell(rows[0], "from")) {
                Some(from) => json!({"to": show_date(plus_days(from, rng.between(0, 500)))}),
                None => json!({"from": ""}),
            },
            _ => return None,
        };
        Some(json!({name: cells}))
    }

    fn entitled(&mut self) -> Value {
        let product = self.one_of("products.csv", "product").expect("an estate has a product");
        let mut row = json!({"product": product, "quantity": self.rng.pick(&[0, 10, 480, 2000, 100_000])});
        if self.rng.chance(40) {
            // A row that ends on the as-of date is one that a later remediation lets go on.
            let from = plus_days(self.as_of, -self.rng.between(1, 600));
            row["from"] = json!(show_date(from));
        }
        row
    }

    fn left_out(&mut self) -> Option<Value> {
        let installs = Table::of(self.texts, "installs.csv").rows;
        let row = self.rng.pick(&installs);
        let mut entry = json!({"reason": "not installed any more"});
        for column in ["product", "vm", "host"] {
            if !cell(&row, column).is_empty() && self.rng.chance(60) {
                entry[column] = json!(cell(&row, column));
            }
        }
        (entry.as_object()?.len() > 1).then_some(entry)
    }
}
