//! What costs more than what.

use proptest::prelude::*;
use subcap_core::price::{Granularity, Reading, Scope};

use super::case::{Case, Checked, minor, named, not_above, on_estates, report, total};
use super::csv::Csv;
use crate::engine;
use crate::random::{Rng, random_reading};
use crate::reference::Texts;

const EVIDENCE: [&str; 9] = ["id", "kind", "scope", "from", "to", "made", "state", "weight", "note"];

/// One more held item, of any kind and scope.
fn with_one_more_item(case: &Case) -> Texts {
    let rng = &mut Rng::new(case.seed);
    let mut texts = case.texts.clone();
    let mut evidence = Csv::of(&texts, "evidence.csv", &EVIDENCE);
    let kind = rng.pick(&["measured", "report", "rebuilt"]);
    let scope = rng.pick(&[
        "*",
        "*",
        "host:h0",
        "host:h1",
        "cluster:K1",
        "region:EMEA",
        "product:MQ",
        "product:Pak A",
    ]);
    let from = rng.pick(&["2020-01-01", "2023-02-11", "2024-08-03"]);
    let to = rng.pick(&["2024-08-09", "2025-02-11", "2027-12-31"]);
    evidence.add(&[("id", "more"), ("kind", kind), ("scope", scope), ("from", from), ("to", to)]);
    evidence.into_texts(&mut texts, "evidence.csv");
    texts
}

/// Some items stand better: held instead of contestable or lost, in time instead of late, or longer.
fn with_better_items(case: &Case) -> Texts {
    let rng = &mut Rng::new(case.seed);
    let mut texts = case.texts.clone();
    let mut evidence = Csv::of(&texts, "evidence.csv", &EVIDENCE).distinct();
    let (kind, to, made, state) =
        (evidence.at("kind"), evidence.at("to"), evidence.at("made"), evidence.at("state"));
    for row in &mut evidence.rows {
        match rng.between(0, 5) {
            0 if row[state] == "lost" => row[state] = "contestable".into(),
            0 => row[state] = "held".into(),
            1 => row[made] = String::new(),
            2 if row[kind] == "measured" => row[to] = String::new(),
            _ => {}
        }
    }
    evidence.into_texts(&mut texts, "evidence.csv");
    texts
}

/// **7.2** Adding evidence never raises a total.
#[test]
fn s02_more_evidence_never_costs_more() {
    on_estates(60, |case| {
        let before = case.report()?;
        for texts in [with_one_more_item(case), with_better_items(case)] {
            let after = report(&texts, &case.readings())?;
            for (after, before) in after.readings.iter().zip(&before.readings) {
                not_above(after, before)?;
            }
        }
        Ok(())
    });
}

/// Readings that differ in one key, each costing no more than the next.
fn rising(case: &Case, keys: &[fn(&mut Reading)]) -> Checked {
    for base in [engine::reading(&random_reading(case.seed)), engine::reading(&random_reading(case.seed + 7))]
    {
        let mut readings = vec![base; keys.len()];
        readings.iter_mut().zip(keys).for_each(|(reading, set)| set(reading));
        let report = report(&case.texts, &readings)?;
        for pair in report.readings.windows(2) {
            not_above(&pair[0], &pair[1])?;
        }
    }
    Ok(())
}

/// **7.3** host ≤ largest ≤ cluster ≤ estate, other keys equal.
#[test]
fn s03_a_wider_scope_never_costs_less() {
    let keys: [fn(&mut Reading); 4] = [
        |r| r.scope = Scope::Host,
        |r| r.scope = Scope::Largest,
        |r| r.scope = Scope::Cluster,
        |r| r.scope = Scope::Estate,
    ];
    on_estates(60, |case| rising(case, &keys));
}

/// **7.4** `days` ≤ `quarter` ≤ `window`, other keys equal.
#[test]
fn s04_a_wider_granularity_never_costs_less() {
    let keys: [fn(&mut Reading); 3] = [
        |r| r.granularity = Granularity::Days,
        |r| r.granularity = Granularity::Quarter,
        |r| r.granularity = Granularity::Window,
    ];
    on_estates(60, |case| rising(case, &keys));
}

/// **7.5** sub ≤ required. **7.6** sub ≤ full. **7.7** Under `host` scope required ≤ full.
#[test]
fn s05_to_s07_sub_required_and_full_in_their_order() {
    on_estates(100, |case| {
        let readings = case.readings();
        let report = report(&case.texts, &readings)?;
        for (answer, reading) in report.readings.iter().zip(&readings) {
            for (product, base) in answer.products.iter().zip(&report.products) {
                for quarter in &product.quarters {
                    let base = base.quarters.iter().find(|q| q.quarter == quarter.quarter);
                    let base = base.expect("the longest window holds every quarter");
                    prop_assert!(base.sub <= base.full, "{}", base.quarter);
                    prop_assert!(base.sub <= quarter.required, "{} {}", reading.name, base.quarter);
                    let within = reading.scope != Scope::Host || quarter.required <= base.full;
                    prop_assert!(within, "{} {}", reading.name, base.quarter);
                }
            }
        }
        Ok(())
    });
}

/// **7.8** `defended`'s licence ≤ `graduated`'s. **7.9** `defended` ≤ `agreement` ≤ `agreement_flat`.
#[test]
fn s08_and_s09_the_built_in_readings_in_their_order() {
    on_estates(100, |case| {
        let report = report(&case.texts, &engine::built_in())?;
        let (defended, graduated) = (named(&report, "defended"), named(&report, "graduated"));
        for (defended, graduated) in defended.products.iter().zip(&graduated.products) {
            prop_assert!(defended.licence_quantity <= graduated.licence_quantity, "{}", defended.product);
            let licences = (minor(defended.licence.as_ref()), minor(graduated.licence.as_ref()));
            if let (Some(defended), Some(graduated)) = licences {
                prop_assert!(defended <= graduated);
            }
        }
        not_above(defended, named(&report, "agreement"))?;
        not_above(named(&report, "agreement"), named(&report, "agreement_flat"))
    });
}

/// **7.10** `without_gaps` ≤ total, where both are known; the first is known wherever the second is.
#[test]
fn s10_gaps_never_make_it_cheaper() {
    on_estates(100, |case| {
        for reading in case.report()?.readings {
            for product in &reading.products {
                let without = minor(product.without_gaps.as_ref());
                if let Some(total) = total(product) {
                    prop_assert!(without.is_some_and(|without| without <= total), "{}", product.product);
                }
            }
        }
        Ok(())
    });
}
