//! The trail of a figure adds up to the figure: at every step that says how it is made, of every
//! question, under every reading; and the totals unfolded are those of the report.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod engine;
mod random;
mod reference;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use subcap_core::calendar::Quarter;
use subcap_core::count::RVU_TIERS;
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::explain::{Explanation, How, Question, Step, explain};
use subcap_core::price::Reading;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::report::{ProductReport, Report};
use subcap_core::rules::{RuleId, rules};
use subcap_core::units::Fraction;

/// Every folder of our cases with an estate in it, and those of `shared/vectors` where they are.
fn folders() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut folders: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
        folders.sort();
        for folder in folders {
            if folder.join("estate.toml").exists() {
                found.push(folder);
            } else {
                walk(&folder, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&support::here().join("cases"), &mut found);
    support::shared("vectors").iter().for_each(|vectors| walk(vectors, &mut found));
    found
}

fn read(folder: &Path) -> Option<Estate> {
    let mut reader = Reader::default();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        // What lies in folders beside the tables is given to the command line, not part of the estate.
        if entry.path().is_file() {
            reader.file(&entry.file_name().to_string_lossy(), &fs::read(entry.path()).ok()?).ok()?;
        }
    }
    resolved(reader)
}

fn resolved(reader: Reader) -> Option<Estate> {
    let (tables, findings) = reader.finish().ok()?;
    let pvu_table = PvuTable::embedded().expect("the embedded table");
    resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).ok()
}

fn demo() -> Estate {
    let mut reader = Reader::default();
    for (name, text) in subcap_core::demo::tables() {
        reader.file(name, text.as_bytes()).expect("the demo is read");
    }
    resolved(reader).expect("the demo resolves")
}

/// The built-in readings and those that lie with a case.
fn readings(folder: Option<&Path>) -> Vec<Reading> {
    let mut readings = subcap_core::price::Readings::built_in().expect("the embedded readings");
    if let Some(bytes) = folder.and_then(|f| fs::read(f.join("given/readings.toml")).ok()) {
        readings.add("readings.toml", &bytes).expect("a case's readings");
    }
    readings.all().to_vec()
}

/// What the walks over all trees have seen.
#[derive(Default)]
struct Seen {
    rules: BTreeSet<&'static str>,
    hows: BTreeMap<How, u32>,
}

impl Seen {
    /// Every question about an estate: totals, products, some quarters, and now and then a host.
    fn all(&mut self, name: &str, estate: &Estate, readings: &[Reading], quarters: usize) {
        let report = subcap_core::estimate(estate, readings).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ask = |product: Option<&str>, quarter, host| {
            let question = Question { product: product.map(str::to_owned), quarter, host };
            explain(estate, readings, &question).unwrap_or_else(|e| panic!("{name}: {question:?}: {e}"))
        };
        let whole = ask(None, None, None);
        self.explanation(name, estate, &whole);
        totals_are_the_reports(name, estate, &report, &whole, None);
        for product in &report.products {
            let of_product = ask(Some(&product.product), None, None);
            self.explanation(name, estate, &of_product);
            totals_are_the_reports(name, estate, &report, &of_product, Some(&product.product));
            for (at, quarter) in product.quarters.iter().rev().take(quarters).enumerate() {
                let quarter = Quarter::parse(&quarter.quarter);
                let unfolded = ask(Some(&product.product), quarter, None);
                self.explanation(name, estate, &unfolded);
                quarters_are_the_reports(name, &report, &unfolded, product);
                let host = estate.hosts.first().filter(|_| at == 0).map(|h| h.name.clone());
                if host.is_some() {
                    self.explanation(name, estate, &ask(Some(&product.product), quarter, host));
                }
            }
        }
    }

    fn explanation(&mut self, name: &str, estate: &Estate, explanation: &Explanation) {
        let listed: BTreeSet<&str> = explanation.sources.iter().map(|s| s.id).collect();
        let mut cited = BTreeSet::new();
        for step in &explanation.steps {
            self.step(name, estate, step, &mut cited);
        }
        assert_eq!(cited, listed, "{name}: sources cited and sources listed");
    }

    fn step<'a>(&mut self, name: &str, estate: &Estate, step: &'a Step, cited: &mut BTreeSet<&'a str>) {
        if let Some(id) = step.rule {
            let rule = rules().expect("the rules").iter().find(|r| r.id.as_str() == id);
            let rule = rule.unwrap_or_else(|| panic!("{id} is no rule"));
            assert_eq!(step.sources, rule.sources, "{name}: sources of {id}");
            self.rules.insert(rule.id.as_str());
        }
        cited.extend(step.sources.iter().copied());
        if let Some(how) = step.how {
            let parts: Vec<Fraction> = step.steps.iter().filter_map(amount).collect();
            let made = made(how, &parts, estate.currency.decimals());
            assert_eq!(amount(step), Some(made), "{name}: {how:?} does not hold: {step:#?}");
            *self.hows.entry(how).or_default() += 1;
        }
        step.steps.iter().for_each(|below| self.step(name, estate, below, cited));
    }
}

fn amount(step: &Step) -> Option<Fraction> {
    step.amount.as_deref().map(fraction)
}

fn fraction(text: &str) -> Fraction {
    let (n, d) = text.split_once('/').unwrap_or((text, "1"));
    Fraction::new(n.parse().expect("a number"), d.parse().expect("a number")).expect("a fraction")
}

/// What the parts make, worked out here and nowhere else.
fn made(how: How, parts: &[Fraction], decimals: u32) -> Fraction {
    let whole = |n: i128| Fraction::new(n, 1).expect("a whole number");
    let sum = || parts.iter().fold(Fraction::ZERO, |a, b| a.plus(*b).expect("small"));
    let product = || parts.iter().fold(Fraction::ONE, |a, b| a.times(*b).expect("small"));
    match how {
        How::Sum => sum(),
        How::Product => product(),
        How::Highest => parts.iter().copied().max().expect("parts"),
        How::Lowest => parts.iter().copied().min().expect("parts"),
        How::Short => {
            let (first, others) = parts.split_first().expect("a first part");
            let others = others.iter().fold(Fraction::ZERO, |a, b| a.plus(*b).expect("small"));
            first.plus(others.times(whole(-1)).expect("small")).expect("small").max(Fraction::ZERO)
        }
        How::RoundedUp => whole(sum().ceil()),
        How::RoundedDown => whole(sum().floor()),
        How::Tiers => {
            let (cores, mut units, mut low) = (sum(), Fraction::ZERO, whole(0));
            let ends = RVU_TIERS.iter().map(|(end, fifths)| (whole((*end).into()), *fifths));
            for (end, fifths) in ends.chain([(cores, 1)]) {
                let minus = |a: Fraction, b: Fraction| a.plus(b.times(whole(-1)).unwrap()).unwrap();
                let within = minus(cores.min(end), low).max(Fraction::ZERO);
                let factor = Fraction::new(fifths.into(), 5).expect("fifths");
                units = units.plus(within.times(factor).expect("small")).expect("small");
                low = low.max(end);
            }
            whole(units.ceil())
        }
        How::Money => {
            let minor = 10_i128.pow(decimals);
            let exact = product().times(whole(minor)).expect("small");
            Fraction::new(exact.round_half_up().expect("small"), minor).expect("a currency")
        }
    }
}

/// The heads of the readings carry the report's totals and say "at least" where it does.
fn totals_are_the_reports(
    name: &str,
    estate: &Estate,
    report: &Report,
    explanation: &Explanation,
    product: Option<&str>,
) {
    let heads = explanation.steps.iter().filter(|s| s.text.starts_with("Reading "));
    let heads: Vec<&Step> = heads.collect();
    assert_eq!(heads.len(), report.readings.len(), "{name}");
    for (head, reading) in heads.into_iter().zip(&report.readings) {
        let of_product = |p: &str| reading.products.iter().find(|r| r.product == p).expect("listed");
        let total = match product {
            None => reading.total.clone(),
            Some(product) => of_product(product).total.clone().unwrap_or_else(|| "0".to_owned()),
        };
        let minor = total.replace('.', "").parse().expect("money");
        let scale = if total.contains('.') { 10_i128.pow(estate.currency.decimals()) } else { 1 };
        let wanted = Fraction::new(minor, scale).expect("money");
        assert_eq!(amount(head), Some(wanted), "{name}, {}: {:?}", reading.reading, product);
        if product.is_none() {
            let at_least = head.value.as_ref().expect("a total").starts_with("at least");
            assert_eq!(at_least, !reading.complete, "{name}, {}", reading.reading);
            let reasons = head.steps.iter().filter(|s| s.text.starts_with("At least, because"));
            let said: Vec<&str> = reasons.map(|s| &s.text["At least, because ".len()..]).collect();
            assert_eq!(said.len(), reading.incomplete_because.len(), "{name}");
            assert!(
                said.iter().zip(&reading.incomplete_because).all(|(s, why)| s.starts_with(why)),
                "{said:?}"
            );
        }
    }
}

/// What a quarter needs, whatever the reading and under each, is what the report says.
fn quarters_are_the_reports(name: &str, report: &Report, explanation: &Explanation, product: &ProductReport) {
    let of = explanation.quarter.as_deref().expect("a quarter");
    let units = |steps: &[Step], said: &str| {
        let step = steps.iter().find(|s| s.text.starts_with(said));
        step.and_then(amount).map(|a| a.to_string())
    };
    let quarter = product.quarters.iter().find(|q| q.quarter == of).expect("listed");
    for (said, wanted) in
        [("Sub-capacity", quarter.sub), ("Full capacity", quarter.full), ("Entitled", quarter.entitled)]
    {
        assert_eq!(units(&explanation.steps, said), Some(wanted.to_string()), "{name}: {said} in {of}");
    }
    let heads = explanation.steps.iter().filter(|s| s.text.starts_with("Reading "));
    for (head, reading) in heads.zip(&report.readings) {
        let of_reading = reading.products.iter().find(|p| p.product == product.product).expect("listed");
        let quarter = of_reading.quarters.iter().find(|q| q.quarter == of);
        for (said, wanted) in [
            ("Required", quarter.map(|q| q.required)),
            ("Shortfall of the quarter", quarter.map(|q| q.shortfall)),
        ] {
            let wanted = wanted.map(|units| units.to_string());
            assert_eq!(units(&head.steps, said), wanted, "{name}, {}: {said} in {of}", reading.reading);
        }
    }
}

/// No step names these, for the reason given.
const NOT_NAMED: &[(RuleId, &str)] = &[];

#[test]
fn every_trail_of_every_case_adds_up_and_names_every_rule() {
    let mut seen = Seen::default();
    for folder in folders() {
        let Some(estate) = read(&folder) else { continue };
        seen.all(&folder.display().to_string(), &estate, &readings(Some(&folder)), 24);
    }
    seen.all("demo", &demo(), &readings(None), 1);
    for how in [
        How::Sum,
        How::Product,
        How::Highest,
        How::Lowest,
        How::Short,
        How::RoundedUp,
        How::RoundedDown,
        How::Tiers,
        How::Money,
    ] {
        assert!(seen.hows.get(&how).is_some_and(|n| *n > 10), "{how:?}: {:?}", seen.hows);
    }
    let missing: Vec<&str> = RuleId::ALL
        .iter()
        .filter(|id| !NOT_NAMED.iter().any(|(not, _)| not == *id))
        .map(|id| id.as_str())
        .filter(|id| !seen.rules.contains(id))
        .collect();
    assert!(missing.is_empty(), "no step of any case names {missing:?}");
}

#[test]
fn every_trail_of_random_estates_adds_up() {
    let mut seen = Seen::default();
    let estates = std::env::var("SUBCAP_ESTATES").map_or(60, |n| n.parse().expect("a whole number"));
    for seed in 0..estates {
        let estate = engine::estate(&random::random_estate(seed)).expect("random estates are valid");
        let own = [seed, seed + 1].map(|seed| engine::reading(&random::random_reading(seed)));
        let readings: Vec<Reading> = engine::built_in().into_iter().chain(own).collect();
        seen.all(&format!("seed {seed}"), &estate, &readings, 2);
    }
    assert!(seen.hows.values().sum::<u32>() > 10_000);
}
