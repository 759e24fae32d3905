//! The core against the naive reference: every field the reference has, on random estates, under the built-in
//! readings and under random ones.
//!
//! `SUBCAP_ESTATES` sets how many estates (150 by default), `SUBCAP_FIRST` the first seed.
#![allow(clippy::expect_used, clippy::panic)]

mod engine;
mod random;
mod reference;

use subcap_core::price::{ChargeKind, Support};

use reference::reading::{Reading, built_in};

/// Random readings each estate is judged by, beside the built-in ones.
const READINGS: u64 = 3;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a whole number"))
}

/// What the two differ in, if they do. Findings are the core's own.
fn disagreement(seed: u64, readings: &[Reading]) -> Option<String> {
    let texts = random::random_estate(seed);
    let mut wanted = match reference::estimate(&texts, readings) {
        Ok(wanted) => wanted,
        Err(error) => return Some(format!("the reference refuses the estate: {error}")),
    };
    let of_core: Vec<_> = readings.iter().map(engine::reading).collect();
    let got = match engine::json(&texts, &of_core) {
        Ok(got) => got,
        Err(error) => return Some(format!("the core refuses the estate: {error}")),
    };
    wanted.as_object_mut().expect("an object").remove("findings");
    engine::difference(&wanted, &got, "")
}

/// Estates are shared out between the machine's processors; all disagreements are shown.
fn compare(readings: impl Fn(u64) -> Vec<Reading> + Sync) {
    let first = setting("SUBCAP_FIRST", 0);
    let seeds: Vec<u64> = (first..first + setting("SUBCAP_ESTATES", 150)).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let bad: Vec<String> = std::thread::scope(|scope| {
        let shares = seeds.chunks(seeds.len().div_ceil(workers).max(1)).map(|share| {
            let readings = &readings;
            scope.spawn(move || {
                let one =
                    |seed: &u64| Some(format!("seed {seed}: {}", disagreement(*seed, &readings(*seed))?));
                share.iter().filter_map(one).collect::<Vec<_>>()
            })
        });
        let workers: Vec<_> = shares.collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    assert!(bad.is_empty(), "{} of {} estates differ:\n{}", bad.len(), seeds.len(), bad.join("\n"));
}

#[test]
fn under_the_built_in_readings() {
    compare(|_| built_in());
}

#[test]
fn under_random_readings() {
    compare(|seed| (0..READINGS).map(|n| random::random_reading(seed * READINGS + n)).collect());
}

/// The built-in readings as shipped are those the reference was given from the contract.
#[test]
fn the_shipped_readings_are_those_of_the_contract() {
    let ours = engine::built_in();
    let theirs: Vec<_> = built_in().iter().map(engine::reading).collect();
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        // A rate of use matters only where use is charged, a cap only where support is.
        let unused = |matters: bool, ours: u32, theirs: u32| if matters { theirs } else { ours };
        let charged = theirs.charge == ChargeKind::Use;
        let supported = theirs.support != Support::None;
        let use_rate_bp = unused(charged, ours.use_rate_bp, theirs.use_rate_bp);
        let support_cap_years = unused(supported, ours.support_cap_years, theirs.support_cap_years);
        let named = subcap_core::price::Reading {
            title: ours.title.clone(),
            who: ours.who.clone(),
            sources: ours.sources.clone(),
            use_rate_bp,
            support_cap_years,
            ..theirs
        };
        assert_eq!(*ours, named);
    }
}
