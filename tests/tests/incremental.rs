//! The quick answer is the long one: a scenario worked out only as far as it changes anything comes to what a
//! fresh estimate of the changed estate comes to, on random estates, under every reading, one scenario after
//! the other on the same position.
//!
//! `SUBCAP_ESTATES` sets how many estates (40 by default), `SUBCAP_FIRST` the first seed.
#![allow(clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

mod engine;
mod random;
mod reference;
mod scenarios;
mod support;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use serde_json::{Map, Value};
use subcap_core::price::Reading;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::report::Report;
use subcap_core::whatif::{Answer, Overlay, Position};

use reference::Texts;
use reference::estate::Estate;

/// Random scenarios tried on each estate, beside one of each kind of entry.
const SCENARIOS: u64 = 10;
/// Random readings beside the built-in ones.
const READINGS: u64 = 3;
const ESTATES: u64 = 40;

fn position(texts: &Texts, readings: Vec<Reading>) -> Result<Position, String> {
    let mut reader = Reader::default();
    for (name, text) in texts {
        reader.file(name, text.as_bytes()).map_err(|e| e.to_string())?;
    }
    let (tables, findings) = reader.finish().map_err(|(e, _)| e.to_string())?;
    let pvu_table = PvuTable::embedded().map_err(|e| e.to_string())?;
    Position::new(tables, findings, pvu_table, None, readings).map_err(|(e, _)| e.to_string())
}

fn readings(seed: u64) -> Vec<Reading> {
    let random = (0..READINGS).map(|n| engine::reading(&random::random_reading(seed * READINGS + n)));
    engine::built_in().into_iter().chain(random).collect()
}

/// One scenario of each kind of entry, several random ones, and two of those in one.
fn documents(texts: &Texts, seed: u64) -> Vec<Value> {
    let alone = random::KINDS.iter().filter_map(|kind| random::overlay_of_kind(texts, seed, kind));
    let several = (0..SCENARIOS).map(|n| random::random_overlay(texts, seed * SCENARIOS + n));
    let mut documents: Vec<Value> = alone.chain(several).collect();
    let mut both = Map::new();
    for document in documents.iter().rev().take(2) {
        both.extend(document.as_object().expect("a document is a table").clone());
    }
    // Which of the two dates would be the position's is said only for one at a time.
    if both.contains_key("remediation") {
        both.remove("as_of");
    }
    documents.push(Value::Object(both));
    documents
}

/// What the quick answer has, taken from a report.
fn of_report(report: &Report) -> Value {
    let report: Value = serde_json::from_str(&report.to_json()).expect("a report is JSON");
    let take = |of: &Value, keys: &[&str]| -> Map<String, Value> {
        keys.iter().map(|key| ((*key).to_string(), of[key].clone())).collect()
    };
    let list = |of: &Value, key: &str, one: &dyn Fn(&Value) -> Value| -> Value {
        of[key].as_array().expect("a list").iter().map(one).collect()
    };
    let quarter = |q: &Value| Value::Object(take(q, &["quarter", "required", "entitled", "shortfall"]));
    let product = |p: &Value| {
        let mut taken = take(p, &["product", "total", "complete", "peak_shortfall", "licence_quantity"]);
        taken.insert("quarters".to_string(), list(p, "quarters", &quarter));
        Value::Object(taken)
    };
    let reading = |r: &Value| {
        let mut taken = take(r, &["reading", "total", "without_gaps", "without_gaps_complete", "complete"]);
        taken.insert("products".to_string(), list(r, "products", &product));
        Value::Object(taken)
    };
    list(&report, "readings", &reading)
}

fn of_answer(answer: &Answer) -> Value {
    let mut readings = serde_json::to_value(&answer.readings).expect("an answer is JSON");
    for reading in readings.as_array_mut().expect("readings") {
        let reading = reading.as_object_mut().expect("a reading");
        reading.retain(|key, _| !key.starts_with("difference"));
    }
    readings
}

fn of_base(position: &Position) -> Value {
    of_answer(&position.base().answer("", position.base()).expect("an answer"))
}

/// How many scenarios were tried, and of these changed something or contradicted the estate.
#[derive(Default)]
struct Tried {
    all: AtomicUsize,
    changed: AtomicUsize,
    refused: AtomicUsize,
}

/// What is wrong with a scenario on a position: the quick answer, or none, must be that of the long way.
fn wrong(position: &Position, document: &Value, tried: &Tried) -> Option<String> {
    let overlay = match Overlay::parse("random.json", document.to_string().as_bytes()) {
        Ok(overlay) => overlay,
        Err(why) => return Some(format!("{document} is not read: {why}")),
    };
    let quick = position.scenario(&overlay).and_then(|f| Ok(f.answer("", position.base())?));
    tried.all.fetch_add(1, Relaxed);
    let difference = match (position.report(&overlay), quick) {
        (Ok(report), Ok(answer)) => {
            let (due, found) = (of_report(&report), of_answer(&answer));
            tried.changed.fetch_add(usize::from(found != of_base(position)), Relaxed);
            engine::difference(&due, &found, "").or_else(|| engine::difference(&found, &due, ""))
        }
        (Err(_), Err(_)) => {
            tried.refused.fetch_add(1, Relaxed);
            None
        }
        (Ok(_), Err(why)) => Some(format!("only the quick way refuses: {why}")),
        (Err(why), Ok(_)) => Some(format!("only the long way refuses: {why}")),
    };
    difference.map(|difference| format!("{document}: {difference}"))
}

#[test]
fn the_quick_answer_is_that_of_a_fresh_estimate() {
    let tried = Tried::default();
    scenarios::each_seed(ESTATES, |seed| {
        let texts = random::random_estate(seed);
        let position = match position(&texts, readings(seed)) {
            Ok(position) => position,
            Err(why) => return vec![why],
        };
        // What is worked out beforehand must not show in any answer.
        if seed % 2 == 1
            && let Err(why) = position.levers_beforehand()
        {
            return vec![why.to_string()];
        }
        let before = of_base(&position);
        let mut found: Vec<String> =
            documents(&texts, seed).iter().filter_map(|d| wrong(&position, d, &tried)).collect();
        // Scenarios leave nothing behind.
        found.extend(
            wrong(&position, &Value::Object(Map::new()), &tried).map(|w| format!("nothing changed, {w}")),
        );
        let after = of_base(&position);
        found.extend((before != after).then(|| "the base has changed".to_string()));
        found
    });
    let [all, changed, refused] = [tried.all, tried.changed, tried.refused].map(AtomicUsize::into_inner);
    println!("{all} scenarios, of which {changed} change something and {refused} are refused");
    assert!(
        changed * 3 > all && refused * 10 < all,
        "{changed} of {all} change something, {refused} refused"
    );
}

/// One scenario twice with others between comes to the same twice.
#[test]
fn a_scenario_does_not_know_what_was_asked_before() {
    scenarios::each_seed(ESTATES / 2, |seed| {
        let texts = random::random_estate(seed);
        let position = position(&texts, engine::built_in()).expect("a position");
        let all: Vec<Overlay> = documents(&texts, seed)
            .iter()
            .map(|d| Overlay::parse("random.json", d.to_string().as_bytes()).expect("a document"))
            .collect();
        let answer = |overlay: &Overlay| {
            position.scenario(overlay).and_then(|f| Ok(of_answer(&f.answer("", position.base())?)))
        };
        let forth: Vec<_> = all.iter().map(answer).collect();
        let mut back: Vec<_> = all.iter().rev().map(answer).collect();
        back.reverse();
        let differs = forth.iter().zip(&back).enumerate().filter(|(_, (a, b))| match (a, b) {
            (Ok(a), Ok(b)) => a != b,
            (a, b) => a.is_ok() != b.is_ok(),
        });
        differs.map(|(at, _)| format!("scenario {at} differs the second time")).collect()
    });
}

type Has = fn(&Texts, &Estate) -> bool;

/// What the estates above must hold, or the quick way is not tried where it is hard.
const FEATURES: &[(&str, Has)] = &[
    ("several regions", |_, e| e.hosts.iter().any(|h| h.region != e.hosts[0].region)),
    ("a pool", |_, e| !e.pools.is_empty()),
    ("a bundle", |_, e| e.products.iter().any(|p| !p.bundle.is_empty())),
    ("an artificial host", |_, e| e.hosts.iter().any(|h| h.artificial)),
    ("a host that changes its cluster", |_, e| {
        e.hosts.iter().any(|h| e.hosts.iter().any(|o| o.name == h.name && o.cluster != h.cluster))
    }),
    ("evidence of one product", |_, e| e.evidence.iter().any(|i| i.scope.starts_with("product:"))),
    ("evidence of a region", |_, e| e.evidence.iter().any(|i| i.scope.starts_with("region:"))),
    ("an unknown first deployment", |_, e| e.first_deployment.is_none()),
    ("a price that is missing", |texts, _| {
        engine::json(texts, &engine::built_in()).is_ok_and(|report| {
            report["readings"].as_array().into_iter().flatten().any(|r| r["complete"] == false)
        })
    }),
];

#[test]
fn the_estates_hold_what_is_hard() {
    let estates: Vec<Texts> = (0..ESTATES).map(random::random_estate).collect();
    for (name, has) in FEATURES {
        let count = estates
            .iter()
            .filter(|texts| has(texts, &reference::load::load(texts).expect("an estate")))
            .count();
        assert!(count >= 2, "{count} of {ESTATES} estates have {name}");
    }
}
