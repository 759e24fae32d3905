//! `subcap compare`: what changed between two positions, and the causes, with the arithmetic by hand.
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
use std::path::Path;

use random::{random_estate, random_reading};
use reference::Texts;
use serde_json::Value;
use subcap_core::compare::{Comparison, Position, estates};
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::price;
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Reader, Tables};

/// Two hosts of a cluster with 16 cores at 100 PVU; MQ uses four of them and 400 PVU are held.
/// First deployment is 2025-01-01, so the window is 2025. The report of Q2 is missing.
fn base() -> Texts {
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Texts::from([
        text("estate.toml", "as_of = 2025-12-31\nname = \"Ours\"\n"),
        text("hosts.csv", "host,cores,cluster,pvu_per_core\nesx1,16,c1,100\nesx2,16,c1,100\n"),
        text("vms.csv", "vm,host,cores,from\nvm1,esx1,4,2025-01-01\n"),
        text("installs.csv", "product,vm,from\nMQ,vm1,2025-01-01\n"),
        text("products.csv", "product,metric,list_price,contract_price\nMQ,PVU,100,80\n"),
        text("entitlements.csv", "product,quantity\nMQ,400\n"),
        text(
            "evidence.csv",
            "id,kind,scope,from,to\nm,measured,*,2025-01-01,\nr1,report,*,2025-01-01,2025-03-31\nr3,report,*,2025-07-01,2025-09-30\nr4,report,*,2025-10-01,2025-12-31\n",
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

/// As the auditor sees it: a third host, other prices, 100 PVU more held, and no report of Q3 either.
fn auditors() -> Texts {
    let texts = changed(base(), "hosts.csv", "esx2,16,c1,100\n", "esx2,16,c1,100\nesx3,16,c1,100\n");
    let texts = changed(texts, "products.csv", "100,80", "150,60");
    let texts = changed(texts, "entitlements.csv", "400", "500");
    changed(texts, "evidence.csv", "r3,report,*,2025-07-01,2025-09-30\n", "")
}

fn read(texts: &Texts) -> Result<(Tables, Estate), String> {
    let mut reader = Reader::default();
    for (name, text) in texts {
        reader.file(name, text.as_bytes()).map_err(|e| e.to_string())?;
    }
    let (tables, findings) = reader.finish().map_err(|(e, _)| e.to_string())?;
    let pvu_table = PvuTable::embedded().unwrap();
    let estate = resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table })
        .map_err(|(e, _)| e.to_string())?;
    Ok((tables, estate))
}

fn compared(before: &Texts, after: &Texts, readings: &[price::Reading]) -> Comparison {
    let [before, after] = [before, after].map(|texts| read(texts).unwrap());
    let [before, after] = [&before, &after].map(|(tables, estate)| Position { tables, estate });
    estates(before, after, readings, &PvuTable::embedded().unwrap(), subcap_core::estimate).unwrap()
}

/// Total before, after, difference, and the causes of a reading.
fn waterfall(comparison: &Comparison, reading: &str) -> (String, Vec<(String, String)>) {
    let found = comparison.readings.iter().find(|r| r.reading == reading).unwrap();
    let totals = format!("{} → {}: {}", found.before.total, found.after.total, found.difference);
    (totals, found.causes.iter().map(|c| (c.step.clone(), c.amount.clone())).collect())
}

fn steps(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(step, amount)| (step.to_string(), amount.to_string())).collect()
}

#[test]
fn the_causes_in_their_order() {
    let comparison = compared(&base(), &auditors(), &engine::built_in());
    // Opening: a lost quarter costs the whole cluster, at list price, with two years of support at 20
    // percent: × 1.4. Ours: 3,200 − 400 = 2,800 × 100 × 1.4 = 392,000. The third host: 4,400 × 140 =
    // 616,000. 100 more held: 4,300 × 140 = 602,000. The second lost quarter is no higher than the
    // first. At 150: 4,300 × 210 = 903,000.
    let (totals, causes) = waterfall(&comparison, "opening");
    assert_eq!(totals, "392000.00 → 903000.00: 511000.00");
    let wanted = [
        ("what is counted", "224000.00"),
        ("entitlements", "-14000.00"),
        ("evidence", "0.00"),
        ("prices", "301000.00"),
    ];
    assert_eq!(causes, steps(&wanted));
    // Agreement: only the host, at contract price, with support for the quarters lost: 1,200 × 80 ×
    // (1 + 1/4 × 0.2) = 100,800. The third host is empty. 1,100 × 84 = 92,400. A second quarter:
    // 1,100 × 88 = 96,800. At 60: 1,100 × 66 = 72,600.
    let (totals, causes) = waterfall(&comparison, "agreement");
    assert_eq!(totals, "100800.00 → 72600.00: -28200.00");
    let wanted = [
        ("what is counted", "0.00"),
        ("entitlements", "-8400.00"),
        ("evidence", "4400.00"),
        ("prices", "-24200.00"),
    ];
    assert_eq!(causes, steps(&wanted));
}

#[test]
fn a_product_in_parts_and_quarters() {
    let comparison = compared(&base(), &auditors(), &engine::built_in());
    let opening = comparison.readings.iter().find(|r| r.reading == "opening").unwrap();
    let [mq] = opening.products.as_slice() else { panic!("one product") };
    // 1,500 more at the old 100; 4,300 at 50 more; support 40 percent of 645,000 − 280,000.
    let split = mq.split.as_ref().unwrap();
    assert_eq!((split.quantity.as_str(), split.price.as_str()), ("150000.00", "215000.00"));
    assert_eq!((split.support.as_str(), split.used.as_str()), ("146000.00", "0.00"));
    assert_eq!(mq.difference.as_deref(), Some("511000.00"));
    // 400 of 400 held become 400 of 500 in every quarter; Q2 and Q3 are those that are short.
    let quarters: Vec<&str> = mq.quarters.iter().map(|q| q.quarter.as_str()).collect();
    assert_eq!(quarters, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]);
    let third = &mq.quarters[2];
    let short = |side: &Option<subcap_core::compare::QuarterSide>| side.map(|s| (s.required, s.shortfall));
    assert_eq!((short(&third.before), short(&third.after)), (Some((400, 0)), Some((4800, 4300))));
    assert_eq!((third.reasons_appeared.len(), third.reasons_gone.len()), (1, 0));
    assert_eq!(third.reasons_appeared[0].condition, "not-reported");

    let said: Vec<String> = comparison
        .tables
        .iter()
        .map(|t| format!("{} {} {}: {}: {}", t.table, t.count, t.how, t.first[0].name, t.first[0].what))
        .collect();
    let wanted = [
        "hosts.csv 1 added: esx3: cores 16, cluster c1, pvu_per_core 100, eligible yes",
        "entitlements.csv 1 changed: MQ: quantity 400 → 500",
        "evidence.csv 1 removed: r3: kind report, scope *, from 2025-07-01, to 2025-09-30, state held",
        "products.csv 1 changed: MQ: list_price 100.00 → 150.00, contract_price 80.00 → 60.00",
    ];
    assert_eq!(said, wanted);
}

/// A quarter later the report of Q1 2026 is due and missing: 2,800 × 140. With it on file the
/// totals are what they were, and the causes say how.
#[test]
fn a_later_day_and_its_report() {
    let ours = changed(base(), "evidence.csv", "r3,", "r2,report,*,2025-04-01,2025-06-30\nr3,");
    let later = changed(ours.clone(), "estate.toml", "2025-12-31", "2026-03-31");
    let later = changed(later, "evidence.csv", "r1,", "r5,report,*,2026-01-01,2026-03-31\nr1,");
    let comparison = compared(&ours, &later, &engine::built_in());
    let (totals, causes) = waterfall(&comparison, "opening");
    assert_eq!(totals, "0.00 → 0.00: 0.00");
    assert_eq!(causes, steps(&[("as-of and first deployment", "392000.00"), ("evidence", "-392000.00")]));
    assert!(!comparison.differs());
}

/// Between the two lies an estate whose first deployment is after its as-of date: no estate.
#[test]
fn steps_without_an_estate_between_them_are_one() {
    let undated = changed(base(), "installs.csv", "MQ,vm1,2025-01-01", "MQ,vm1,");
    let undated = changed(undated, "estate.toml", "2025-12-31", "2024-12-31");
    let comparison = compared(&undated, &base(), &engine::built_in());
    let (totals, causes) = waterfall(&comparison, "opening");
    assert_eq!(totals, "0.00 → 392000.00: 392000.00");
    assert_eq!(causes, steps(&[("what is counted + as-of and first deployment", "392000.00")]));
}

/// A product that comes costs all it costs; one without a price costs nobody knows what.
#[test]
fn products_that_come_and_products_without_a_price() {
    let two = changed(base(), "products.csv", "MQ,PVU,100,80\n", "MQ,PVU,,\nDb2,VPC,10,10\n");
    let two = changed(two, "installs.csv", "MQ,vm1", "Db2,vm1,2025-01-01\nMQ,vm1");
    let comparison = compared(&base(), &two, &engine::built_in());
    let opening = comparison.readings.iter().find(|r| r.reading == "opening").unwrap();
    // 32 cores × 10 × 1.4 = 448; MQ's 392,000 are no longer known.
    let found: Vec<(&str, Option<&str>)> =
        opening.products.iter().map(|p| (p.product.as_str(), p.difference.as_deref())).collect();
    assert_eq!(found, [("Db2", Some("448.00")), ("MQ", None)]);
    assert!(opening.products[0].before.is_none() && opening.products[0].split.is_some());
    assert_eq!(
        (opening.difference.as_str(), opening.priced_on_one_side.as_str()),
        ("-391552.00", "-392000.00")
    );
    assert!(opening.before.complete && !opening.after.complete);
    let (_, causes) = waterfall(&comparison, "opening");
    assert_eq!(causes, steps(&[("what is counted", "448.00"), ("prices", "-392000.00")]));
}

/// Minor units of money; the currencies of random estates have zero, two or three decimals.
fn minor(money: &str) -> i128 {
    money.replace('.', "").parse().unwrap()
}

/// Two random estates in one currency.
fn pair(seed: u64) -> (Texts, Texts) {
    let (before, mut after) = (random_estate(seed), random_estate(seed + 1000));
    let lines = |texts: &Texts, currency: bool| -> String {
        let lines = texts["estate.toml"].lines().filter(|l| l.starts_with("currency") == currency);
        lines.map(|l| format!("{l}\n")).collect()
    };
    let toml = lines(&after, false) + &lines(&before, true);
    after.insert("estate.toml".to_owned(), toml);
    (before, after)
}

fn readings(seed: u64) -> Vec<price::Reading> {
    let random = [seed, seed + 1].map(|seed| engine::reading(&random_reading(seed)));
    engine::built_in().into_iter().chain(random).collect()
}

#[test]
fn everything_adds_up_on_random_estates() {
    let (mut compared_pairs, mut long) = (0, 0);
    for seed in 0..60 {
        let (before, after) = pair(seed);
        if read(&before).is_err() || read(&after).is_err() {
            continue;
        }
        compared_pairs += 1;
        let comparison = compared(&before, &after, &readings(seed));
        let back = compared(&after, &before, &readings(seed));
        for (r, other) in comparison.readings.iter().zip(&back.readings) {
            let difference = minor(&r.after.total) - minor(&r.before.total);
            let at = format!("seed {seed}, {}", r.reading);
            assert_eq!(minor(&r.difference), difference, "{at}");
            assert_eq!(minor(&other.difference), -difference, "{at}, backwards");
            let causes: i128 = r.causes.iter().map(|c| minor(&c.amount)).sum();
            assert_eq!(causes, difference, "{at}: causes");
            long += usize::from(r.causes.iter().filter(|c| minor(&c.amount) != 0).count() > 2);
            let known = r.products.iter().filter_map(|p| p.difference.as_deref());
            let products = known.map(minor).sum::<i128>() + minor(&r.priced_on_one_side);
            assert_eq!(products, difference, "{at}: products");
            if r.products.iter().all(|p| p.difference.is_some()) {
                assert_eq!(minor(&r.priced_on_one_side), 0, "{at}");
            }
            for p in &r.products {
                let Some(s) = &p.split else { continue };
                let parts = [&s.quantity, &s.price, &s.support, &s.used].map(|m| minor(m));
                assert_eq!(
                    Some(parts.iter().sum()),
                    p.difference.as_deref().map(minor),
                    "{at}: {}",
                    p.product
                );
            }
            let sizes = r.products.iter().map(|p| p.difference.as_deref().map(|d| minor(d).abs()));
            let known: Vec<i128> = sizes.flatten().collect();
            assert!(known.is_sorted_by(|a, b| a >= b), "{at}: the largest first");
        }
    }
    assert!(compared_pairs >= 40 && long > 50, "{compared_pairs} pairs, {long} long waterfalls");
}

/// The estate after each step, put together from the texts of the two.
#[test]
fn every_step_is_the_estimate_of_the_estate_between() {
    let mut checked = 0;
    for seed in 100..140 {
        let (before, mut after) = pair(seed);
        // Prices are mixed row by row, not file by file: they stay out of this.
        after.insert("products.csv".to_owned(), before["products.csv"].clone());
        let (Ok((_, old)), Ok((_, new))) = (read(&before), read(&after)) else { continue };
        let comparison = compared(&before, &after, &readings(seed));
        let mut totals: Vec<i128> = comparison.readings.iter().map(|r| minor(&r.before.total)).collect();
        let steps: Vec<String> = comparison.readings[0].causes.iter().map(|c| c.step.clone()).collect();
        for (index, step) in steps.iter().enumerate() {
            for (total, r) in totals.iter_mut().zip(&comparison.readings) {
                *total += minor(&r.causes[index].amount);
            }
            let reached = |name: &str| steps[..=index].iter().any(|s| s.contains(name));
            let mut texts = after.clone();
            for (name, file) in [("entitlements", "entitlements.csv"), ("evidence", "evidence.csv")] {
                let later = steps[index + 1..].iter().any(|s| s.contains(name));
                if later {
                    match before.get(file) {
                        Some(text) => texts.insert(file.to_owned(), text.clone()),
                        None => texts.remove(file),
                    };
                }
            }
            let dates = if reached("as-of") { &new } else { &old };
            let toml = &texts["estate.toml"];
            let currency: String =
                toml.lines().filter(|l| l.starts_with("currency")).map(|l| format!("{l}\n")).collect();
            let first = dates.first_deployment.map(|d| format!("first_deployment = {d}\n"));
            let toml = format!("as_of = {}\n{currency}{}", dates.as_of, first.unwrap_or_default());
            texts.insert("estate.toml".to_owned(), toml);
            let report = engine::report(&texts, &readings(seed)).unwrap();
            let fresh: Vec<i128> = report.readings.iter().map(|r| minor(&r.total)).collect();
            assert_eq!(totals, fresh, "seed {seed}, after {step}");
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked} steps");
}

fn write(texts: &Texts, folder: &Path) -> String {
    fs::create_dir_all(folder).unwrap();
    texts.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    folder.display().to_string()
}

fn json(args: &[&str], exit: i32) -> Value {
    let output = support::subcap(args);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {stderr}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_demo_against_itself() {
    let temp = tempfile::tempdir().unwrap();
    let demo = temp.path().join("demo").display().to_string();
    assert_eq!(support::subcap(&["demo", "--write", &demo]).status.code(), Some(0));
    let same = json(&["compare", &demo, &demo, "--format", "json"], 0);
    let readings = same["readings"].as_array().unwrap();
    assert_eq!(readings.len(), 8);
    for r in readings {
        assert_eq!((r["difference"].as_str(), r["before"].clone()), (Some("0.00"), r["after"].clone()));
        assert_eq!((r["causes"].as_array().unwrap().len(), r["products"].as_array().unwrap().len()), (0, 0));
    }
    assert_eq!(
        (same["tables"].as_array().unwrap().len(), same["products"].as_array().unwrap().len()),
        (0, 0)
    );
}

/// Reports, estates, or one of each: the same but for causes and rows.
#[test]
fn reports_say_what_estates_say() {
    let temp = tempfile::tempdir().unwrap();
    let estates = [("ours", base()), ("theirs", auditors())].map(|(n, t)| write(&t, &temp.path().join(n)));
    let reports = estates.clone().map(|folder| {
        let file = format!("{folder}.json");
        support::subcap(&["estimate", &folder, "--format", "json", "--output", &file]);
        file
    });
    let [ours, theirs] = &estates;
    let [ours_json, theirs_json] = &reports;
    let mut whole = json(&["compare", ours, theirs, "--format", "json"], 1);
    assert_eq!(whole["tables"].as_array().unwrap().len(), 4);
    whole["tables"] = Value::Array(Vec::new());
    for r in whole["readings"].as_array_mut().unwrap() {
        assert_eq!(r["causes"].as_array().unwrap().len(), 4);
        r["causes"] = Value::Array(Vec::new());
    }
    for [a, b] in [[ours_json, theirs_json], [ours, theirs_json], [ours_json, theirs]] {
        assert_eq!(json(&["compare", a, b, "--format", "json"], 1), whole, "{a} {b}");
    }
    let one = json(&["compare", ours_json, theirs, "--format", "json", "--reading", "period"], 1);
    assert_eq!(one["readings"].as_array().unwrap().len(), 1);
    assert_eq!(one["readings"][0]["reading"], "period");

    // For people: the headline, the causes, the product and the rows.
    let table = support::subcap(&["compare", ours, theirs, "--reading", "opening"]);
    let table = String::from_utf8(table.stdout).unwrap();
    for text in
        ["opening: 392,000.00 → 903,000.00 (+511,000.00)", "−14,000.00", "+215,000.00", "r3: kind report"]
    {
        assert!(table.contains(text), "{text} is not in\n{table}");
    }
    let markdown = support::subcap(&["compare", ours, theirs, "--format", "markdown"]);
    assert!(String::from_utf8(markdown.stdout).unwrap().contains("| what is counted | +224,000.00 |"));
    let csv = support::subcap(&["compare", ours, theirs, "--format", "csv"]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(csv.contains("\ncause,opening,,,entitlements,,,-14000.00,,"), "{csv}");
}

#[test]
fn what_cannot_be_compared() {
    let temp = tempfile::tempdir().unwrap();
    let ours = write(&base(), &temp.path().join("ours"));
    let euros = changed(base(), "estate.toml", "name", "currency = \"EUR\"\nname");
    let euros = write(&euros, &temp.path().join("euros"));
    let file = |name: &str, text: &str| {
        let path = temp.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let output = support::subcap(&["estimate", &ours, "--format", "json", "--reading", "period"]);
    let period = file("period.json", &String::from_utf8(output.stdout).unwrap());
    let later = fs::read_to_string(&period).unwrap().replace("subcap.report/1", "subcap.report/2");
    let money = fs::read_to_string(&period).unwrap().replace(".00\"", ".5\"");
    let wrong = |args: &[&str], texts: &[&str]| {
        let output = support::subcap(&[&["compare"], args].concat());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}: {stderr}");
        for text in texts {
            assert!(stderr.contains(text), "{text} is not in {stderr}");
        }
    };
    wrong(&[&ours, &euros], &["not-comparable", "USD", "EUR"]);
    wrong(&[&ours, &file("text.json", "no JSON")], &["not-a-report", "text.json"]);
    wrong(&[&ours, &file("other.json", "{\"a\": 1}")], &["not-a-report", "does not say"]);
    wrong(&[&ours, &file("later.json", &later)], &["not-a-report", "subcap.report/2"]);
    wrong(&[&ours, &file("money.json", &money)], &["not-a-report", "no amount in USD"]);
    wrong(
        &[&ours, &file("half.json", "{\"schema\": \"subcap.report/1\"}")],
        &["not-a-report", "missing field"],
    );
    wrong(&[&ours, &temp.path().join("none.json").display().to_string()], &["input", "none.json"]);
    wrong(&[&ours, &temp.path().join("none").display().to_string()], &["input", "none"]);
    wrong(&[&period, &period, "--reading", "opening"], &["unknown-name", "opening", "period"]);
    wrong(&[&period, &period, "--as-of", "2025-12-31"], &["bad-option", "--as-of"]);
    let output = support::subcap(&["estimate", &ours, "--format", "json", "--reading", "opening"]);
    let opening = file("opening.json", &String::from_utf8(output.stdout).unwrap());
    wrong(&[&period, &opening], &["not-comparable", "period", "opening"]);
}
