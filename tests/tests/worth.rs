//! `subcap evidence` against reference estimates: what each gap is worth alone, last and as its fair share, on
//! random estates under every built-in reading.
//!
//! `SUBCAP_ESTATES` sets how many estates (16 by default), `SUBCAP_FIRST` the first seed.
#![allow(clippy::expect_used, clippy::panic)]

mod random;
mod reference;
mod scenarios;
mod support;

use serde_json::Value;

use reference::Texts;
use reference::overlay::{Table, row_of};
use reference::reading::{Reading, built_in};
use reference::report::minor_digits;
use reference::worth::{minor, wrong};

/// Gaps left open where all subsets are tried.
const FEW: usize = 5;

#[test]
fn gaps_are_worth_what_closing_them_saves() {
    scenarios::each_seed(16, |seed| {
        let texts = random::random_estate(seed);
        let reading = &built_in()[(seed % 8) as usize];
        let said = match said(&texts, reading, None) {
            Ok(said) => said,
            Err(why) => return vec![why],
        };
        let mut found = complaints(&texts, reading, &said);
        // Most estates have more gaps than subsets can be tried of: close all but a few for good.
        let few = with_few_gaps(&texts, &said, seed);
        match self::said(&few, reading, None) {
            Ok(said) => {
                found.extend(complaints(&few, reading, &said).iter().map(|w| format!("with few gaps, {w}")));
                found.extend(targets(&few, reading, &said));
            }
            Err(why) => found.push(format!("with few gaps, {why}")),
        }
        found.iter().map(|wrong| format!("{}: {wrong}", reading.name)).collect()
    });
}

fn said(texts: &Texts, reading: &Reading, target: Option<&str>) -> Result<Value, String> {
    let folder = scenarios::folder(texts);
    let estate = folder.path().display().to_string();
    let mut args = vec!["evidence", &estate, "--reading", &reading.name, "--format", "json"];
    args.extend(target.iter().flat_map(|amount| ["--target", amount]));
    scenarios::answer(&args).map_err(|(code, why)| format!("exit code {code:?}: {why}"))
}

fn complaints(texts: &Texts, reading: &Reading, said: &Value) -> Vec<String> {
    wrong(texts, reading, said).unwrap_or_else(|why| vec![why])
}

/// The estate with the cures of all gaps but a few in its table of evidence.
fn with_few_gaps(texts: &Texts, said: &Value, seed: u64) -> Texts {
    let mut texts = texts.clone();
    let mut table = Table::of(&texts, "evidence.csv");
    let mut gaps = said["gaps"].as_array().expect("gaps").clone();
    random::Rng::new(seed).shuffle(&mut gaps);
    for row in gaps.iter().skip(FEW).flat_map(|gap| gap["cure"].as_array().expect("a cure")) {
        let mut row = row_of(row).expect("a cure is a row");
        row.insert("id".to_string(), format!("closed {}", table.rows.len()));
        table.rows.push(row);
    }
    table.put(&mut texts);
    texts
}

/// The smallest set of gaps below a target: a little below what is owed, halfway down, and just above what
/// remains, and just that.
fn targets(texts: &Texts, reading: &Reading, said: &Value) -> Vec<String> {
    let currency = reference::load::load(texts).expect("an estate").currency;
    let digits = minor_digits(&currency);
    let amount = |key: &str| minor(&said[key], digits).expect("an amount");
    let (open, closed) = (amount("total"), amount("total_all_closed"));
    if open == closed {
        return Vec::new();
    }
    let mut found = Vec::new();
    // What remains is not below itself: the last of them is out of reach.
    for limit in [open - 1, (open + closed) / 2 + 1, closed + 1, closed] {
        let limit = reference::report::show_money(limit, digits);
        match self::said(texts, reading, Some(&limit)) {
            Ok(said) if said["smallest"].is_null() => found.push(format!("no answer about target {limit}")),
            Ok(said) => found.extend(complaints(texts, reading, &said)),
            Err(why) => found.push(format!("target {limit}: {why}")),
        }
    }
    found.sort();
    found.dedup();
    found
}
