//! Parts of an estate add up to the whole: the reports of all parts, put together, are byte for byte the report
//! of one run, on random estates, under every built-in reading, however it is split.
#![allow(clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

mod engine;
mod random;
mod reference;
mod scenarios;
mod support;

use subcap_core::report::merge;

const ESTATES: u64 = 25;

#[test]
fn parts_add_up_to_the_whole() {
    let readings = engine::built_in();
    scenarios::each_seed(ESTATES, |seed| {
        let texts = random::random_estate(seed);
        let estate = match engine::estate(&texts) {
            Ok(estate) => estate,
            Err(why) => return vec![why],
        };
        let whole = subcap_core::estimate(&estate, &readings).expect("a report").to_json();
        // One part, two, three, and more than there are lines.
        let found = [1, 2, 3, estate.lines.len() + 1].map(|of| {
            let parts = (1..=of).map(|part| {
                let mut some = estate.clone();
                some.keep_part(part, of);
                let report = subcap_core::estimate(&some, &readings).expect("a report").to_json();
                (format!("{part} of {of}"), report)
            });
            // Their order is not asked for.
            let mut parts: Vec<_> = parts.collect();
            parts.reverse();
            let merged = merge(&parts).expect("parts of one estate");
            (merged != whole).then(|| format!("{of} parts come to something else"))
        });
        found.into_iter().flatten().collect()
    });
}

#[test]
fn products_by_name_add_up_to_the_whole() {
    let readings = engine::built_in();
    scenarios::each_seed(ESTATES, |seed| {
        let texts = random::random_estate(seed);
        let estate = match engine::estate(&texts) {
            Ok(estate) => estate,
            Err(why) => return vec![why],
        };
        let whole = subcap_core::estimate(&estate, &readings).expect("a report").to_json();
        let parts = estate.lines.iter().map(|line| {
            let mut some = estate.clone();
            // A member of a bundle stands for the bundle.
            let member = line.members.last().map_or(line.product, |(member, _)| *member);
            let name = estate.product(member).expect("its product").name.clone();
            some.keep_lines(std::slice::from_ref(&name)).expect("a product of the estate");
            assert_eq!(some.lines.len(), 1, "{name}");
            (name, subcap_core::estimate(&some, &readings).expect("a report").to_json())
        });
        let parts: Vec<_> = parts.collect();
        if parts.is_empty() {
            return Vec::new();
        }
        let merged = merge(&parts).expect("parts of one estate");
        (merged != whole).then(|| "its products come to something else".to_owned()).into_iter().collect()
    });
}

#[test]
fn what_is_no_part_is_refused() {
    let readings = engine::built_in();
    let report = |seed| {
        let estate = engine::estate(&random::random_estate(seed)).expect("an estate");
        subcap_core::estimate(&estate, &readings).expect("a report").to_json()
    };
    let (one, other) = (report(1), report(2));
    let refused = |reports: &[(&str, &str)]| {
        let reports: Vec<_> = reports.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        merge(&reports).expect_err("not parts of one estate").to_string()
    };
    assert!(refused(&[]).contains("no report"));
    let twice = refused(&[("a.json", &one), ("b.json", &one)]);
    assert!(twice.contains("two of the reports"), "{twice}");
    let strange = refused(&[("a.json", &one), ("b.json", &other)]);
    assert!(strange.contains("b.json") && strange.contains("than in a.json"), "{strange}");
    let nonsense = refused(&[("a.json", "{\"schema\": \"subcap.whatif/1\"}")]);
    assert!(nonsense.contains("a.json: this is no subcap.report/1"), "{nonsense}");
}
