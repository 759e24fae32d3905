//! `subcap sensitivity`: levers, delay, and what stands beside the claim, with the arithmetic by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod engine;
mod random;
mod reference;
mod support;

use std::fs;

use random::{random_estate, random_reading};
use reference::Texts;
use serde_json::Value;
use subcap_core::price;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::whatif::{
    LeverSwing, Overlay, Position, SENSITIVITY_JSON_SCHEMA, SensitivityOptions, levers,
};

/// A vm of 4 cores on 32 cores at 120: sub 480, full 3,840, and 480 are held, so that a lost quarter is
/// short by 3,360. At 73.25 that is 246,120.00; support a year 49,224.00, a quarter 12,306.00. The tool
/// was switched off on 2025-10-01, so the last quarter is lost.
fn case_a() -> Texts {
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Texts::from([
        text("estate.toml", "as_of = 2025-12-31\n"),
        text("hosts.csv", "host,cores,processor,pvu_per_core\nrack-7,32,,120\n"),
        text("vms.csv", "vm,host,cores,from\nqueue-1,rack-7,4,2019-01-01\n"),
        text("installs.csv", "product,vm,from\nMessaging,queue-1,2019-01-01\n"),
        text("products.csv", "product,metric,list_price,contract_price\nMessaging,PVU,73.25,73.25\n"),
        text("entitlements.csv", "product,quantity\nMessaging,480\n"),
        text(
            "evidence.csv",
            "id,kind,scope,from,to\ntool,measured,*,2019-01-01,2025-09-30\nreports,report,*,2019-01-01,2025-09-30\n",
        ),
    ])
}

/// The texts with one place of one table changed.
fn changed(mut texts: Texts, file: &str, from: &str, to: &str) -> Texts {
    let text = texts.get_mut(file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    *text = text.replace(from, to);
    texts
}

fn held_ready(texts: &Texts, readings: Vec<price::Reading>) -> Result<Position, String> {
    let mut reader = Reader::default();
    for (name, text) in texts {
        reader.file(name, text.as_bytes()).map_err(|e| e.to_string())?;
    }
    let (tables, findings) = reader.finish().map_err(|(e, _)| e.to_string())?;
    Position::new(tables, findings, PvuTable::embedded().unwrap(), None, readings)
        .map_err(|(e, _)| e.to_string())
}

fn under(texts: &Texts, names: &[&str]) -> Position {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    held_ready(texts, price::Readings::built_in().unwrap().select(&names).unwrap()).unwrap()
}

/// Lever, total at its low and at its high.
fn ends(levers: &[LeverSwing]) -> Vec<(String, &str, &str)> {
    let name = |lever: &LeverSwing| {
        lever.about.as_ref().map_or_else(|| lever.lever.clone(), |about| format!("{}: {about}", lever.lever))
    };
    levers.iter().map(|lever| (name(lever), lever.low.total.as_str(), lever.high.total.as_str())).collect()
}

/// 246,120 + 12,306 as it is. Priced as use: 246,120 × 0.5 / 4. Support waived, or for the 8 quarters of
/// the look-back. With 528 held: 3,312 × 73.25 × 1.05; with 432 held every quarter is short, by 3,408 at
/// most: 249,636 × (1 + 2 × 0.2). Over the whole window 8 quarters are lost: 246,120 × 1.4.
#[test]
fn levers_by_hand_widest_first() {
    let tornado = under(&case_a(), &["agreement"]).tornado().unwrap();
    assert_eq!((tornado[0].total.as_str(), tornado[0].complete), ("258426.00", true));
    let moving: Vec<LeverSwing> = tornado[0].levers.iter().filter(|lever| lever.moves).cloned().collect();
    let by_hand = [
        ("charge", "30765.00", "258426.00"),
        ("support-form", "246120.00", "344568.00"),
        ("licences-held", "254734.20", "349490.40"),
        ("granularity", "258426.00", "344568.00"),
        ("discount", "193819.50", "258426.00"),
        ("price: Messaging", "232583.40", "284268.60"),
        ("january", "258426.00", "273931.56"),
        ("support-rate", "258426.00", "261502.50"),
    ];
    assert_eq!(ends(&moving), by_hand.map(|(name, low, high)| (name.to_owned(), low, high)));
    let widths: Vec<&str> = moving.iter().map(|lever| lever.width.as_str()).collect();
    assert_eq!(
        widths,
        ["227661.00", "98448.00", "94756.20", "86142.00", "64606.50", "51685.20", "15505.56", "3076.50"]
    );
    let licences = moving.iter().find(|lever| lever.lever == "licences-held").unwrap();
    assert_eq!((licences.low.swing.as_str(), licences.high.swing.as_str()), ("-3691.80", "91064.40"));
    // The rest comes after, by name.
    let still: Vec<&str> = tornado[0].levers.iter().skip(8).map(|lever| lever.lever.as_str()).collect();
    assert!(still.is_sorted() && still.contains(&"scope") && still.len() == 10, "{still:?}");
    assert!(!still.contains(&"use-rate"), "nothing is priced as use");
    assert!(!still.contains(&"rate"), "the rate is given");
}

/// Each quarter as use: 30,765.00 at half a licence a year, 12,306.00 at a fifth. What only a purchase
/// has is left out.
#[test]
fn a_lever_that_does_not_apply_is_left_out() {
    let tornado = under(&case_a(), &["period", "agreement"]).tornado().unwrap();
    let period = tornado.iter().find(|t| t.reading == "period").unwrap();
    let names: Vec<&str> = period.levers.iter().map(|lever| lever.lever.as_str()).collect();
    for name in ["credit", "support-form", "support-cap", "support-rate"] {
        assert!(!names.contains(&name), "{name}");
    }
    let rate = period.levers.iter().find(|lever| lever.lever == "use-rate").unwrap();
    assert_eq!((rate.low.total.as_str(), rate.high.total.as_str()), ("12306.00", "30765.00"));
}

/// At 70 per core: sub 280, full 2,240, 480 held, short by 1,760: × 73.25 × 1.05.
#[test]
fn a_rate_nobody_confirmed_is_a_lever() {
    let texts = changed(case_a(), "hosts.csv", "rack-7,32,,120", "rack-7,32,Abacus 9,");
    let tornado = under(&texts, &["agreement"]).tornado().unwrap();
    let rate = tornado[0].levers.iter().find(|lever| lever.lever == "rate").unwrap();
    assert_eq!(rate.about.as_deref(), Some("Abacus 9"));
    assert_eq!((rate.low.setting.as_str(), rate.low.total.as_str()), ("70 PVU per core", "135366.00"));
    assert_eq!((rate.high.setting.as_str(), rate.high.total.as_str()), ("120 PVU per core", "258426.00"));
}

/// 90 days from 2025-08-15 end on 2025-11-13; from 2025-11-15 they cover the rest of the year.
#[test]
fn the_first_deployment_is_a_lever() {
    let texts = changed(case_a(), "estate.toml", "31\n", "31\nfirst_deployment = 2025-08-15\n");
    let tornado = under(&texts, &["agreement"]).tornado().unwrap();
    assert_eq!(tornado[0].total, "258426.00");
    let first = tornado[0].levers.iter().find(|lever| lever.lever == "first-deployment").unwrap();
    assert_eq!(first.low.setting, "a quarter later: 2025-11-15");
    assert_eq!((first.low.total.as_str(), first.low.swing.as_str()), ("0.00", "-258426.00"));
    assert_eq!(first.high.setting, "a quarter earlier: 2025-05-15");
    assert_eq!(first.high.total, "258426.00");
}

/// 12,306.00 for each further quarter until support reaches its two years in the eighth; closed now, it
/// stays one quarter until that leaves the eight looked at.
#[test]
fn delay_of_a_purchase_stops_at_the_cap() {
    let delay = under(&case_a(), &["agreement"]).delay(9).unwrap();
    let points = &delay[0].points;
    assert_eq!(points.len(), 10);
    for (k, point) in (0..).zip(points) {
        assert_eq!(point.open, format!("{}.00", 246_120 + 12_306 * (k + 1).min(8)), "{k}");
        assert_eq!(point.closed_now, if k < 8 { "258426.00" } else { "0.00" }, "{k}");
        assert_eq!(point.one_more_quarter, if (1..8).contains(&k) { "12306.00" } else { "0.00" }, "{k}");
    }
    assert_eq!(points[7].cost_of_delay, "86142.00");
    let days: Vec<&str> = points.iter().take(3).map(|point| point.as_of.as_str()).collect();
    assert_eq!(days, ["2025-12-31", "2026-03-31", "2026-06-30"]);
}

/// 30,765.00 for each quarter, and no cap; the look-back is 20 quarters.
#[test]
fn delay_of_use_goes_on() {
    let delay = under(&case_a(), &["period"]).delay(8).unwrap();
    for (k, point) in (0..).zip(&delay[0].points) {
        assert_eq!(point.open, format!("{}.00", 30_765 * (k + 1)), "{k}");
        assert_eq!(point.closed_now, "30765.00", "{k}");
        assert_eq!(point.cost_of_delay, format!("{}.00", 30_765 * k), "{k}");
    }
}

#[test]
fn a_quarter_later_in_the_middle_of_one() {
    let texts = changed(case_a(), "estate.toml", "2025-12-31", "2025-11-30");
    let delay = under(&texts, &["graduated"]).delay(3).unwrap();
    let days: Vec<&str> = delay[0].points.iter().map(|point| point.as_of.as_str()).collect();
    assert_eq!(days, ["2025-11-30", "2026-02-28", "2026-05-30", "2026-08-30"]);
}

/// 49,224 × (1 + 1.06 + 1.06²), and the same with 1.05 and 1.07; under `period` nothing is bought.
#[test]
fn the_forward_tail_by_hand() {
    let position = under(&case_a(), &["agreement", "period"]);
    let tails = position.forward_tail(None, None).unwrap();
    let tail = &tails[0];
    assert_eq!((tail.years, tail.uplift_bp, tail.total.as_str()), (3, 600, "156709.53"));
    assert_eq!((tail.low.total.as_str(), tail.high.total.as_str()), ("155178.66", "158250.24"));
    assert_eq!((tail.products.len(), tail.products[0].licence_quantity), (1, 3360));
    assert_eq!((tails[1].reading.as_str(), tails[1].total.as_str()), ("period", "0.00"));
    assert_eq!(position.forward_tail(Some(1), Some(0)).unwrap()[0].total, "49224.00");
    assert_eq!(position.forward_tail(Some(0), None).unwrap()[0].total, "0.00");
    assert_eq!(position.forward_tail(Some(11), None).unwrap_err().code.as_str(), "bad-option");
}

/// The opening claim, 246,120 × 1.4 = 344,568.00, though it was not asked for.
#[test]
fn shares_are_of_the_opening_claim() {
    let top_down = under(&case_a(), &["defended"]).top_down().unwrap();
    assert_eq!((top_down.opening.as_str(), top_down.complete), ("344568.00", true));
    let of = |source: &str| {
        let share = top_down.shares.iter().find(|share| share.source == source).unwrap();
        (share.low.as_str(), share.high.as_str())
    };
    assert_eq!(of("redress-82m"), ("2411.98", "2411.98"));
    assert_eq!(of("redress-hospital"), ("41348.16", "41348.16"));
    assert_eq!(of("ibmaudit-30-50"), ("27565.44", "241197.60"));
    assert!(top_down.note.contains("no independent study"));
}

#[test]
fn levers_are_whole() {
    for lever in levers().unwrap() {
        for end in [&lever.low, &lever.high] {
            let one = end.scenario.is_some() != end.number.is_some();
            assert!(one && lever.each.is_some() == end.number.is_some(), "{}", lever.name);
        }
        assert!(!lever.title.is_empty() && !lever.sources.is_empty(), "{}", lever.name);
    }
}

/// Minor units; the currencies of random estates have zero, two or three decimals.
fn minor(money: &str) -> i128 {
    money.replace('.', "").parse().unwrap()
}

/// Every end is what an estimate of the estate with the lever written into its tables comes to.
#[test]
fn every_end_is_its_scenario_on_random_estates() {
    let (mut estates, mut moving, mut abouts) = (0, 0, 0);
    for seed in 0..40 {
        let own = engine::reading(&random_reading(seed));
        let readings: Vec<_> = engine::built_in().into_iter().skip(2).step_by(2).chain([own]).collect();
        let Ok(position) = held_ready(&random_estate(seed), readings) else { continue };
        estates += 1;
        let tornado = position.tornado().unwrap();
        let mut known: Vec<(Value, Vec<String>)> = Vec::new();
        for (index, reading) in tornado.iter().enumerate() {
            let at = |lever: &LeverSwing| format!("seed {seed}, {}, {}", reading.reading, lever.lever);
            let order: Vec<_> =
                reading.levers.iter().map(|l| (-minor(&l.width), l.lever.clone(), l.about.clone())).collect();
            assert!(order.is_sorted(), "seed {seed}, {}", reading.reading);
            for lever in &reading.levers {
                let totals = [&reading.total, &lever.low.total, &lever.high.total].map(|total| minor(total));
                let width = totals.iter().max().unwrap() - totals.iter().min().unwrap();
                assert_eq!((minor(&lever.width), lever.moves), (width, width > 0), "{}", at(lever));
                moving += usize::from(lever.moves);
                abouts += usize::from(lever.moves && lever.about.is_some());
                for end in [&lever.low, &lever.high] {
                    assert_eq!(minor(&end.swing), minor(&end.total) - totals[0], "{}", at(lever));
                    if !known.iter().any(|(scenario, _)| *scenario == end.scenario) {
                        let overlay = Overlay::parse("end", end.scenario.to_string().as_bytes()).unwrap();
                        let report = position.report(&overlay).unwrap();
                        let totals = report.readings.into_iter().map(|reading| reading.total).collect();
                        known.push((end.scenario.clone(), totals));
                    }
                    let by_hand = known.iter().find(|(scenario, _)| *scenario == end.scenario).unwrap();
                    assert_eq!(end.total, by_hand.1[index], "{}, {}", at(lever), end.setting);
                }
            }
        }
    }
    assert!(estates >= 30 && moving > 500 && abouts > 50, "{estates} estates, {moving}, {abouts}");
}

/// The first point is the position as it is; the others add up. The opening claim is the reading's.
#[test]
fn delay_and_shares_on_random_estates() {
    let opening = price::Readings::built_in().unwrap().select(&["opening".to_owned()]).unwrap();
    let (mut curves, mut costly) = (0, 0);
    for seed in 0..40 {
        let texts = random_estate(seed);
        let readings = vec![engine::reading(&random_reading(seed)), engine::built_in().remove(2)];
        let Ok(position) = held_ready(&texts, readings) else { continue };
        let top_down = position.top_down().unwrap();
        let asked_for = &engine::report(&texts, &opening).unwrap().readings[0];
        assert_eq!((&top_down.opening, top_down.complete), (&asked_for.total, asked_for.complete), "{seed}");
        // An estate whose rows end on the as-of date and are followed by others cannot go on.
        let Ok(delay) = position.delay(2) else { continue };
        curves += 1;
        for (curve, base) in delay.iter().zip(&position.base().readings) {
            let now = &curve.points[0];
            let total = base.total.decimal(position.estate().currency);
            assert_eq!((&now.open, &now.closed_now), (&total, &total), "{seed}");
            for pair in curve.points.windows(2) {
                assert_eq!(minor(&pair[1].one_more_quarter), minor(&pair[1].open) - minor(&pair[0].open));
            }
            for point in &curve.points {
                assert_eq!(minor(&point.cost_of_delay), minor(&point.open) - minor(&point.closed_now));
                assert!(minor(&point.cost_of_delay) >= 0, "{seed}: evidence never raises a total");
                costly += usize::from(minor(&point.cost_of_delay) > 0);
            }
        }
    }
    assert!(curves >= 20 && costly > 5, "{curves} curves, {costly} points");
}

/// The command line: what it prints is valid, and `subcap whatif` says the same of every end.
#[test]
fn the_command_agrees_with_whatif() {
    let temp = tempfile::tempdir().unwrap();
    let estate = temp.path().join("estate");
    fs::create_dir(&estate).unwrap();
    for (name, text) in case_a() {
        fs::write(estate.join(name), text).unwrap();
    }
    let estate = estate.to_str().unwrap();
    let json = |args: &[&str], code: i32| -> Value {
        let output = support::subcap(args);
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let answer = json(&["sensitivity", estate, "--format", "json"], 1);
    let schema = jsonschema::validator_for(&serde_json::from_str(SENSITIVITY_JSON_SCHEMA).unwrap()).unwrap();
    assert!(schema.is_valid(&answer), "{:?}", schema.iter_errors(&answer).next());
    let mut broken = answer.clone();
    broken["tornado"][0]["levers"][0]["low"]["swing"] = Value::from("+1.00");
    assert!(!schema.is_valid(&broken));
    let options = SensitivityOptions::default();
    let in_core = under(&case_a(), &["agreement"]).sensitivity(options).unwrap();
    assert_eq!(answer, serde_json::to_value(&in_core).unwrap());

    let mut files = Vec::new();
    let mut totals = Vec::new();
    for lever in answer["tornado"][0]["levers"].as_array().unwrap() {
        for end in [&lever["low"], &lever["high"]] {
            let file = temp.path().join(format!("{}.json", files.len()));
            fs::write(&file, end["scenario"].to_string()).unwrap();
            files.push(file.display().to_string());
            totals.push(end["total"].clone());
        }
    }
    let mut args = vec!["whatif", estate, "--reading", "agreement", "--format", "json", "--scenario"];
    args.extend(files.iter().map(String::as_str));
    let whatif = json(&args, 1);
    let scenarios = whatif["scenarios"].as_array().unwrap();
    let theirs: Vec<Value> = scenarios.iter().map(|s| s["report"]["readings"][0]["total"].clone()).collect();
    assert_eq!(theirs, totals);

    let csv = support::subcap(&["sensitivity", estate, "--format", "csv"]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    for row in [
        "part,reading,name,setting,total,difference,sources,why,notice",
        "low,agreement,discount,25 %,193819.50,-64606.50,atonement-discounts redress-negotiation,,",
        "delay-open,agreement,1,2026-03-31,270732.00,12306.00,,,",
        "top-down,opening,A hospital,1200 bp,41348.16,,redress-hospital,,",
    ] {
        assert!(csv.lines().any(|line| line.starts_with(row)), "{row}");
    }
    let table = support::subcap(&["sensitivity", estate, "--reading", "period", "--years", "1"]);
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("period 30,765.00: what moves it") && table.contains("1 year of support"));
    for wrong in [["--years", "99"], ["--quarters", "99"], ["--uplift-bp", "99999"], ["--reading", "perod"]] {
        assert_eq!(support::subcap(&[&["sensitivity", estate][..], &wrong].concat()).status.code(), Some(2));
    }
}
