//! `subcap whatif` against the naive reference: a scenario is the change made by hand in the tables, on random
//! estates under random scenarios and the built-in readings.
//!
//! `SUBCAP_ESTATES` sets how many estates (10 by default), `SUBCAP_FIRST` the first seed.
#![allow(clippy::expect_used, clippy::panic)]

mod engine;
mod random;
mod reference;
mod scenarios;
mod support;

use serde_json::Value;

use reference::overlay;
use reference::reading::built_in;
use reference::report::minor_digits;
use reference::worth::minor;

/// Scenarios tried on each estate.
const SCENARIOS: u64 = 4;

#[test]
fn a_scenario_is_the_change_made_by_hand() {
    scenarios::each_seed(10, |seed| {
        let texts = random::random_estate(seed);
        let folder = scenarios::folder(&texts);
        let estate = folder.path().display().to_string();
        let documents = tempfile::TempDir::new().expect("a folder");
        let base = reference::estimate(&texts, &built_in()).expect("the reference accepts the estate");
        let (mut wrong, mut written) = (Vec::new(), Vec::new());
        let (mut wanted, mut args) = (Vec::new(), vec!["whatif".to_string(), estate]);
        args.extend(["--format".to_string(), "json".to_string()]);
        for number in 0..SCENARIOS {
            let document = random::random_overlay(&texts, seed * SCENARIOS + number);
            let path = scenarios::write(documents.path(), &number.to_string(), &document, number % 2 == 0);
            let asked = ["--scenario".to_string(), path.display().to_string()];
            match overlay::estimate(&texts, &built_in(), &document) {
                Ok(report) => {
                    wanted.push((document, report));
                    args.extend(asked);
                    written.push(path);
                }
                // An estate that contradicts itself is refused, whoever brought it about.
                Err(why) => {
                    let alone: Vec<&str> = args[..4].iter().chain(&asked).map(String::as_str).collect();
                    match scenarios::answer(&alone) {
                        Err((Some(2), _)) => {}
                        other => wrong.push(format!("{document}: {why} is due, there is {other:?}")),
                    }
                }
            }
        }
        // From the last one, so that the first ones are taken back as well as brought in.
        if let (Some(path), Some((from, report))) = (written.last(), wanted.last()) {
            let against = args.iter().cloned().chain(["--against".to_string(), path.display().to_string()]);
            match scenarios::answer(
                &against.collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>(),
            ) {
                Ok(answer) => wrong.extend(between(report, &wanted, &answer)),
                Err(why) => wrong.push(format!("against {from}: {why:?}")),
            }
        }
        match scenarios::answer(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
            Ok(answer) => wrong.extend(differences(&base, &wanted, &answer)),
            Err(why) if wanted.is_empty() => drop(why),
            Err(why) => {
                wrong.push(format!("{:?}: {why:?}", wanted.iter().map(|(d, _)| d).collect::<Vec<_>>()));
            }
        }
        wrong
    });
}

/// Base, scenarios and the sums of causes that are not as wanted.
fn differences(base: &Value, wanted: &[(Value, Value)], answer: &Value) -> Vec<String> {
    let mut wrong: Vec<String> =
        report(base, &answer["base"]).map(|d| format!("base {d}")).into_iter().collect();
    let scenarios = answer["scenarios"].as_array().expect("scenarios");
    if scenarios.len() != wanted.len() {
        wrong.push(format!("{} scenarios are due, there are {}", wanted.len(), scenarios.len()));
    }
    for ((document, wanted), scenario) in wanted.iter().zip(scenarios) {
        let found = report(wanted, &scenario["report"]).into_iter().chain(causes(base, wanted, scenario));
        wrong.extend(found.map(|difference| format!("{document}: {difference}")));
    }
    wrong
}

/// Sums of causes from one scenario to each that are not as wanted, and causes from one to itself.
fn between(from: &Value, wanted: &[(Value, Value)], answer: &Value) -> Vec<String> {
    let mut wrong: Vec<String> =
        report(from, &answer["against"]["report"]).map(|d| format!("against {d}")).into_iter().collect();
    let scenarios = answer["scenarios"].as_array().expect("scenarios");
    for ((document, wanted), scenario) in wanted.iter().zip(scenarios) {
        wrong.extend(causes(from, wanted, scenario).iter().map(|d| format!("to {document}: {d}")));
    }
    let own = scenarios.last().map(|scenario| &scenario["causes"]);
    wrong.extend(own.filter(|own| **own != Value::Array(Vec::new())).map(|own| format!("to itself: {own}")));
    wrong
}

fn report(wanted: &Value, got: &Value) -> Option<String> {
    let mut wanted = wanted.clone();
    wanted.as_object_mut().expect("an object").remove("findings");
    engine::difference(&wanted, got, "")
}

/// The causes of each reading add up to what its total changes by.
fn causes(base: &Value, changed: &Value, scenario: &Value) -> Vec<String> {
    let digits = minor_digits(base["currency"].as_str().expect("a currency"));
    let amount = |value: &Value| minor(value, digits).expect("an amount");
    let readings = |report: &Value| report["readings"].as_array().expect("readings").clone();
    let causes = scenario["causes"].as_array().expect("causes");
    let mut wrong = Vec::new();
    for (before, after) in readings(base).iter().zip(readings(changed)) {
        let own = causes.iter().filter(|cause| cause["reading"] == before["reading"]);
        let sum: i128 = own.map(|cause| amount(&cause["amount"])).sum();
        let difference = amount(&after["total"]) - amount(&before["total"]);
        if sum != difference {
            wrong.push(format!("causes of {} add up to {sum}, not to {difference}", before["reading"]));
        }
    }
    wrong
}

/// Every kind of entry changes what some estate comes to, and few contradict the estate: else little is tested.
#[test]
fn each_kind_of_entry_matters() {
    let readings = [built_in()[0].clone(), built_in()[2].clone()];
    let (mut tried, mut refused) = (0, 0);
    for kind in random::KINDS {
        let seeds = if kind == "name" { 0..5 } else { 0..60 };
        let changes = { seeds }.any(|seed| {
            let texts = random::random_estate(seed);
            let Some(document) = random::overlay_of_kind(&texts, seed, kind) else { return false };
            tried += 1;
            match overlay::estimate(&texts, &readings, &document) {
                Ok(report) => report != reference::estimate(&texts, &readings).expect("an estate"),
                Err(_) => {
                    refused += 1;
                    false
                }
            }
        });
        // A name says nothing about figures.
        assert_eq!(changes, kind != "name", "{kind}");
    }
    assert!(refused * 10 < tried, "{refused} of {tried} scenarios are refused");
}

/// The tables edited by hand are an estate like any other: the core reads them and comes to the same.
#[test]
fn the_edited_tables_are_estates() {
    scenarios::each_seed(20, |seed| {
        let texts = random::random_estate(seed);
        let document = random::random_overlay(&texts, seed);
        let readings = overlay::readings(&built_in(), &document).expect("readings");
        let Ok(edited) = overlay::apply(&texts, &document) else { return Vec::new() };
        let of_core: Vec<_> = readings.iter().map(engine::reading).collect();
        let difference = match (reference::estimate(&edited, &readings), engine::json(&edited, &of_core)) {
            (Ok(wanted), Ok(got)) => report(&wanted, &got),
            (Err(_), Err(_)) => None,
            (wanted, got) => Some(format!("{:?} is due, the core says {:?}", wanted.err(), got.err())),
        };
        difference.map(|difference| format!("{document}: {difference}")).into_iter().collect()
    });
}

/// What is written as TOML is read as what was meant.
#[test]
fn the_documents_say_in_toml_what_they_say_in_json() {
    for seed in 0..60 {
        let texts = random::random_estate(seed);
        let document = random::random_overlay(&texts, seed);
        let text = scenarios::toml(&document);
        assert_eq!(scenarios::from_toml(&text), Ok(document), "{text}");
    }
}

/// What the tables already say of the days after the as-of date stays: rows that end on it go on only where
/// nothing later is said, or they would stand twice.
#[test]
fn rows_that_go_on_leave_later_rows_their_days() {
    let texts = reference::Texts::from(
        [
            ("estate.toml", "as_of = 2025-12-31\nfirst_deployment = 2024-01-01\n"),
            (
                "hosts.csv",
                "host,cores,pvu_per_core,cluster,from,to\n\
                 a,32,120,K,,2025-12-31\na,48,70,K,2026-02-01,\nb,16,100,K,,2025-12-31\n",
            ),
            ("vms.csv", "vm,host,cores,from,to\nv,a,4,,2025-12-31\nv,a,6,2026-02-10,\nw,b,2,,2025-12-31\n"),
            ("installs.csv", "product,vm,from,to\nP,v,,2025-12-31\nP,v,2026-02-20,\nP,w,,2025-12-31\n"),
            ("products.csv", "product,metric,list_price\nP,PVU,100\n"),
            (
                "entitlements.csv",
                "product,quantity,from,to\nP,480,,2025-12-31\nP,100,,2025-12-31\nP,300,2026-03-01,\n",
            ),
        ]
        .map(|(name, text)| (name.to_string(), text.to_string())),
    );
    let document = serde_json::json!({"remediation": "2026-04-15"});
    let wanted = overlay::estimate(&texts, &built_in(), &document).expect("the reference takes the scenario");
    let folder = scenarios::folder(&texts);
    let documents = tempfile::TempDir::new().expect("a folder");
    let path = scenarios::write(documents.path(), "later", &document, true);
    let (estate, path) = (folder.path().display().to_string(), path.display().to_string());
    let args = ["whatif", &estate, "--format", "json", "--scenario", &path];
    let answer = scenarios::answer(&args).expect("an answer");
    assert_eq!(report(&wanted, &answer["scenarios"][0]["report"]), None);
    let quarters = &answer["scenarios"][0]["report"]["products"][0]["quarters"];
    let last = quarters.as_array().expect("quarters").last().expect("a quarter");
    // 48 cores at 70 where the tables say so, 16 at 100 going on; 6 and 2 of them used; 300 bought.
    assert_eq!((&last["full"], &last["sub"]), (&4960.into(), &620.into()));
    assert_eq!(last["entitled"], 300);
}
