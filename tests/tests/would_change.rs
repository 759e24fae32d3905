//! What an explanation says would change an outcome does: the set done to the tables makes the days
//! stand (or leaves nothing owed), and the set less any one of its members does not.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

#[path = "properties/csv.rs"]
#[allow(dead_code, reason = "the properties use all of it")]
mod csv;
mod engine;
mod random;
mod reference;

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::Csv;
use reference::Texts;
use subcap_core::calendar::{Day, Quarter, Span};
use subcap_core::estate::Estate;
use subcap_core::explain::{LostDays, Needed, Question, Step, explain};
use subcap_core::judge::{Covered, Evidenced, Items, Truth, Window};
use subcap_core::price::{Contestable, Reading};

const EVIDENCE: [&str; 7] = ["id", "kind", "scope", "from", "to", "made", "state"];
const HELD: [&str; 4] = ["product", "quantity", "from", "to"];

/// The tables and the reading after a set is done to them.
fn done(texts: &Texts, reading: &Reading, needed: &[&Needed]) -> (Texts, Reading) {
    let (mut texts, mut reading) = (texts.clone(), reading.clone());
    let mut evidence = Csv::of(&texts, "evidence.csv", &EVIDENCE);
    let mut held = Csv::of(&texts, "entitlements.csv", &HELD);
    for (at, one) in needed.iter().enumerate() {
        match one {
            Needed::Item { kind, scope, from, to } => {
                let id = format!("new{at}");
                evidence.add(&[("id", &id), ("kind", kind), ("scope", scope), ("from", from), ("to", to)]);
            }
            Needed::Accepted { id } => put(&mut evidence, id, "state", "contestable", "held"),
            Needed::Found { id } => put(&mut evidence, id, "state", "lost", "held"),
            Needed::MadeBy { id, day } => {
                let made = evidence.at("made");
                let row = evidence.rows.iter().find(|row| row.contains(id)).unwrap();
                let before = row[made].clone();
                assert!(before > *day, "{id} was made on {before}, after {day}");
                put(&mut evidence, id, "made", &before, day);
            }
            Needed::AtLeast { key, value } | Needed::AtMost { key, value } => {
                set(&mut reading, key, u32::try_from(*value).expect("keys are not negative"));
            }
            Needed::Entitled { product, at_least, held: had, from, to } => {
                let more = (at_least - had).to_string();
                held.add(&[("product", product), ("quantity", &more), ("from", from), ("to", to)]);
            }
        }
    }
    if !evidence.rows.is_empty() {
        evidence.into_texts(&mut texts, "evidence.csv");
    }
    if !held.rows.is_empty() {
        held.into_texts(&mut texts, "entitlements.csv");
    }
    (texts, reading)
}

/// Puts a cell into every row of an item, which had another before.
fn put(table: &mut Csv, id: &str, column: &str, before: &str, cell: &str) {
    let (ids, at) = (table.at("id"), table.at(column));
    let rows: Vec<&mut Vec<String>> = table.rows.iter_mut().filter(|row| row[ids] == id).collect();
    assert!(!rows.is_empty(), "{id} is on the list");
    for row in rows {
        assert_eq!(row[at], before, "{column} of {id}");
        cell.clone_into(&mut row[at]);
    }
}

fn set(reading: &mut Reading, key: &str, value: u32) {
    match key {
        "grace_days" => reading.grace_days = value,
        "late_report_days" => reading.late_report_days = Some(value),
        "report_owed_quarters" => reading.report_owed_quarters = Some(value),
        _ => panic!("{key} is no key that decides"),
    }
}

/// Whether every one of the days is evidenced.
fn stands(texts: &Texts, reading: &Reading, lost: &LostDays) -> bool {
    let estate = engine::estate(texts).expect("the changed tables are an estate");
    let day = |text: &str| Day::parse(text.as_bytes()).expect("a date");
    let days = Span::new(day(&lost.from), day(&lost.to));
    let truth = Truth {
        contestable: reading.contestable == Contestable::Held,
        late_report_days: reading.late_report_days,
    };
    let due = Window::no_report_due(estate.as_of, reading.report_owed_quarters);
    let covered = Arc::new(Covered::new(&estate, &Items::of(&estate), truth));
    let evidenced = Evidenced::new(&estate, truth, covered, reading.grace_days, due, days);
    let product = estate.products.iter().position(|p| p.name == lost.product).expect("a product");
    let host = estate.hosts.iter().position(|h| h.name == lost.host).expect("a host");
    let missing = evidenced.missing(u32::try_from(host).unwrap(), u32::try_from(product).unwrap());
    missing.within(days).next().is_none()
}

/// The peak shortfall of a product were every day evidenced, and that of one quarter.
fn short_anyway(texts: &Texts, reading: &Reading, product: &str, quarter: Option<&str>) -> i64 {
    let mut texts = texts.clone();
    let mut evidence = Csv::of(&texts, "evidence.csv", &EVIDENCE);
    let ever =
        [("from", "1980-01-01"), ("to", "2100-12-31"), ("id", "ever"), ("kind", "rebuilt"), ("scope", "*")];
    evidence.add(&ever);
    evidence.into_texts(&mut texts, "evidence.csv");
    let report = engine::report(&texts, std::slice::from_ref(reading)).expect("a report");
    let product = report.readings[0].products.iter().find(|p| p.product == product).expect("the product");
    match quarter {
        None => product.peak_shortfall,
        Some(name) => product.quarters.iter().find(|q| q.quarter == name).expect("the quarter").shortfall,
    }
}

#[derive(Default)]
struct Tried {
    /// By the kinds of things in a set.
    sets: BTreeMap<String, u32>,
    lost: u32,
    split: u32,
}

impl Tried {
    fn count(&mut self, set: &[Needed]) {
        let name = |needed: &Needed| match needed {
            Needed::Item { kind, .. } => format!("new {kind}"),
            Needed::Accepted { .. } => "accepted".to_owned(),
            Needed::Found { .. } => "found".to_owned(),
            Needed::MadeBy { .. } => "made by".to_owned(),
            Needed::AtLeast { key, .. } | Needed::AtMost { key, .. } => (*key).to_owned(),
            Needed::Entitled { .. } => "entitled".to_owned(),
        };
        *self.sets.entry(set.iter().map(name).collect::<Vec<_>>().join(" + ")).or_default() += 1;
    }

    fn estate(&mut self, texts: &Texts, estate: &Estate, reading: &Reading) {
        let readings = std::slice::from_ref(reading);
        let report = subcap_core::estimate(estate, readings).expect("a report");
        for product in &report.readings[0].products {
            let name = &product.product;
            let ask = |quarter: Option<&str>| {
                let quarter = quarter.and_then(Quarter::parse);
                let question = Question { product: Some(name.clone()), quarter, host: None };
                explain(estate, readings, &question).expect("an explanation").steps
            };
            let of_window = ask(None);
            self.entitled(texts, reading, name, None, &of_window);
            for quarter in &product.quarters {
                let steps = ask(Some(&quarter.quarter));
                let mut lost_hosts = Vec::new();
                walk(&steps, &mut |step| self.days(texts, reading, step, &mut lost_hosts));
                lost_hosts.sort_unstable();
                lost_hosts.dedup();
                assert_eq!(lost_hosts.len(), quarter.lost_hosts, "{name} in {}", quarter.quarter);
                self.entitled(texts, reading, name, Some(&quarter.quarter), &steps);
            }
        }
    }

    /// Lost days: each alternative makes them stand, and less one member does not.
    fn days(&mut self, texts: &Texts, reading: &Reading, step: &Step, hosts: &mut Vec<String>) {
        let Some(lost) = &step.lost else { return };
        hosts.push(lost.host.clone());
        self.lost += 1;
        assert!(!step.would_change_if.is_empty(), "something always helps: {step:#?}");
        assert!(!stands(texts, reading, lost));
        // New items help nearly everywhere, so only some of those are tried: estates lose thousands of stretches.
        let turn = self.lost as usize;
        let only_new = |set: &[Needed]| set.iter().all(|needed| matches!(needed, Needed::Item { .. }));
        let alternatives = step.would_change_if.iter().enumerate();
        let some =
            alternatives.filter(|(at, set)| (turn + at).is_multiple_of(if only_new(set) { 7 } else { 2 }));
        for (_, set) in some {
            let all: Vec<&Needed> = set.iter().collect();
            let (changed, other) = done(texts, reading, &all);
            assert!(stands(&changed, &other, lost), "{set:?} does not help {lost:?} under {reading:#?}");
            for left_out in 0..set.len() {
                let mut less = all.clone();
                less.remove(left_out);
                let (changed, other) = done(texts, reading, &less);
                assert!(!stands(&changed, &other, lost), "{less:?} helps {lost:?} under {reading:#?}");
            }
            self.count(set);
        }
        self.split += u32::from(!step.steps.is_empty());
    }

    /// What is owed anyway: with that much held nothing is short, with less on any of the days something is.
    fn entitled(
        &mut self,
        texts: &Texts,
        reading: &Reading,
        name: &str,
        quarter: Option<&str>,
        steps: &[Step],
    ) {
        let mut sets: Vec<Vec<Needed>> = Vec::new();
        let mut counted_all = true;
        let said = if quarter.is_some() { "Short anyway" } else { "Owed anyway" };
        walk(steps, &mut |step| {
            let why = ["At least, because a row", "At least, because something stood"];
            counted_all &= !why.iter().any(|why| step.text.starts_with(why));
            if step.text.starts_with(said) {
                sets.extend(step.would_change_if.iter().cloned());
            }
        });
        let short = short_anyway(texts, reading, name, quarter);
        // If not everything was counted, nobody knows how much would be enough.
        assert_eq!(sets.is_empty(), short == 0 || !counted_all, "{name} {quarter:?}");
        for set in sets {
            let all: Vec<&Needed> = set.iter().collect();
            let (enough, _) = done(texts, reading, &all);
            assert_eq!(short_anyway(&enough, reading, name, quarter), 0, "{set:?}");
            for at in 0..set.len() {
                let mut almost = set.clone();
                let Needed::Entitled { at_least, .. } = &mut almost[at] else { panic!("{set:?}") };
                *at_least -= 1;
                let almost: Vec<&Needed> = almost.iter().collect();
                let (less, _) = done(texts, reading, &almost);
                assert_eq!(short_anyway(&less, reading, name, quarter), 1, "one less than {set:?}");
            }
            self.count(&set[..1]);
        }
    }
}

fn walk(steps: &[Step], with: &mut impl FnMut(&Step)) {
    for step in steps {
        with(step);
        walk(&step.steps, with);
    }
}

#[test]
fn what_would_change_an_outcome_does_on_random_estates() {
    let mut tried = Tried::default();
    let estates = std::env::var("SUBCAP_ESTATES").map_or(40, |n| n.parse().expect("a whole number"));
    let built_in = engine::built_in();
    for seed in 0..estates {
        let texts = random::random_estate(seed);
        let estate = engine::estate(&texts).expect("random estates are valid");
        let own = engine::reading(&random::random_reading(seed));
        let shipped = &built_in[usize::try_from(seed).unwrap() % built_in.len()];
        for reading in [&own, shipped] {
            tried.estate(&texts, &estate, reading);
        }
    }
    println!("{} stretches, {} with refused items: {:#?}", tried.lost, tried.split, tried.sets);
    let kinds = [
        "new rebuilt",
        "new measured",
        "new report",
        "new measured + new report",
        "accepted",
        "found",
        "made by",
        "late_report_days",
        "grace_days",
        "report_owed_quarters",
        "entitled",
    ];
    for kind in kinds {
        assert!(tried.sets.get(kind).is_some_and(|n| *n > 2), "{kind}: {:#?}", tried.sets);
    }
}
