//! When nothing is to be paid.

use std::collections::BTreeMap;

use proptest::prelude::*;
use subcap_core::report::{ProductReport, Report};

use super::case::{Checked, on_estates, report, total};
use super::csv::Csv;
use crate::engine;
use crate::reference::Texts;
use crate::reference::load::load;
use crate::reference::peak::units;
use crate::reference::ratio::Ratio;
use crate::reference::reading::{Granularity, Reading};

/// Everything measured and reported, always.
fn with_all_evidence(texts: &Texts) -> Texts {
    let mut texts = texts.clone();
    let mut evidence = Csv::empty(&["id", "kind", "scope", "from", "to"]);
    evidence.add(&[("id", "m"), ("kind", "measured"), ("scope", "*")]);
    let report =
        [("id", "r"), ("kind", "report"), ("scope", "*"), ("from", "1990-01-01"), ("to", "2090-12-31")];
    evidence.add(&report);
    evidence.into_texts(&mut texts, "evidence.csv");
    texts
}

/// These quantities of each product or bundle, each from one day to another.
fn with_entitlements<'a>(
    texts: &Texts,
    held: impl IntoIterator<Item = (&'a str, i64, String, String)>,
) -> Texts {
    let mut texts = texts.clone();
    let mut table = Csv::empty(&["product", "quantity", "from", "to"]);
    for (product, quantity, from, to) in held {
        let quantity = quantity.to_string();
        table.add(&[("product", product), ("quantity", &quantity), ("from", &from), ("to", &to)]);
    }
    table.into_texts(&mut texts, "entitlements.csv");
    texts
}

/// First and last day of `2025-Q3`.
fn ends(quarter: &str) -> (String, String) {
    let (year, quarter) = quarter.split_once("-Q").unwrap();
    let (from, to) = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
        [quarter.parse::<usize>().unwrap() - 1];
    (format!("{year}-{from}"), format!("{year}-{to}"))
}

/// Holds in every quarter what `need` says of it, plus `more`.
fn holding(
    texts: &Texts,
    of: &Report,
    more: i64,
    need: fn(&subcap_core::report::ProductQuarter) -> i64,
) -> Texts {
    let rows = of.products.iter().flat_map(|product| {
        product.quarters.iter().filter(move |quarter| need(quarter) > 0).map(move |quarter| {
            let (from, to) = ends(&quarter.quarter);
            (product.product.as_str(), need(quarter) + more, from, to)
        })
    });
    with_entitlements(texts, rows.collect::<Vec<_>>())
}

fn nothing_to_pay(report: &Report) -> Checked {
    for reading in &report.readings {
        for product in &reading.products {
            prop_assert_eq!(product.peak_shortfall, 0, "{} {}", reading.reading, product.product);
            prop_assert_eq!(product.licence_quantity, 0);
            prop_assert_eq!(total(product), Some(0));
        }
        prop_assert!(reading.total.bytes().all(|b| b == b'0' || b == b'.'));
    }
    prop_assert!(!report.exposure());
    Ok(())
}

fn highest(product: &ProductReport, of: fn(&subcap_core::report::ProductQuarter) -> i64) -> i64 {
    product.quarters.iter().map(of).max().unwrap_or(0)
}

/// **7.1** No lost day and sub ≤ entitled → nothing to pay in every reading.
///
/// Precisely: sub ≤ entitled in every part of a quarter in which what is held does not change; here each quarter
/// is one part and holds its sub. (Printed `entitled` is that of the quarter's last day, see the example below.)
/// With one unit less, the shortfall is one.
#[test]
fn s01_no_lost_day_and_sub_within_entitled() {
    on_estates(60, |case| {
        let evidenced = with_all_evidence(&case.texts);
        let readings = case.readings();
        let before = report(&evidenced, &readings)?;
        let exact = report(&holding(&evidenced, &before, 0, |q| q.sub), &readings)?;
        let lost = |r: &Report| {
            r.readings.iter().flat_map(|r| &r.products).flat_map(|p| &p.quarters).any(|q| q.lost_hosts > 0)
        };
        prop_assert!(!lost(&exact));
        nothing_to_pay(&exact)?;
        let less = report(&holding(&evidenced, &before, -1, |q| q.sub), &readings)?;
        for reading in &less.readings {
            for (product, base) in reading.products.iter().zip(&less.products) {
                let in_window = base.quarters.iter().filter(|q| q.quarter >= reading.window.from);
                let needed = in_window.map(|q| q.sub).max().unwrap_or(0);
                prop_assert_eq!(product.peak_shortfall, needed.min(1), "{}", product.product);
            }
        }
        Ok(())
    });
}

/// 7.1 is false if read with the printed `entitled`, which is what is held on the last day: bought late, the
/// days before are short although nothing is lost and sub ≤ entitled in print.
#[test]
fn s01_the_printed_entitled_is_that_of_the_last_day() {
    let texts = small("host,cores,pvu_per_core,from,to,region\nh,8,100,,,\n");
    let texts = with_all_evidence(&texts);
    let texts = with_entitlements(&texts, [("MQ", 400, "2025-03-01".into(), String::new())]);
    let report = engine::report(&texts, &engine::built_in()).unwrap();
    let quarter = &report.products[0].quarters[0];
    assert_eq!((quarter.sub, quarter.entitled), (400, 400));
    assert_eq!(report.readings[0].products[0].peak_shortfall, 400);
}

/// **7.1, the other way round** Without a lost day only what is owed anyway is owed.
#[test]
fn s01_no_lost_day_leaves_what_is_owed_anyway() {
    on_estates(80, |case| {
        for texts in [case.texts.clone(), with_all_evidence(&case.texts)] {
            for reading in report(&texts, &case.readings())?.readings {
                for product in
                    reading.products.iter().filter(|p| p.quarters.iter().all(|q| q.lost_hosts == 0))
                {
                    prop_assert_eq!(&product.total, &product.without_gaps);
                }
            }
        }
        Ok(())
    });
}

/// **7.11** Entitled on every day ≥ full of every host of the clusters the scope reaches → nothing to pay.
///
/// Under `host` that is `full` of the hosts with the product: exactly that pays nothing, one unit less is short
/// by one once no evidence is left.
#[test]
fn s11_entitled_to_full_of_the_hosts_reached_by_host_scope() {
    on_estates(60, |case| {
        let mut host = Reading::custom("host");
        (host.lookback_quarters, host.grace_days) = (20, 0);
        let wide = |granularity| engine::reading(&Reading { granularity, ..host.clone() });
        let readings = [Granularity::Days, Granularity::Quarter, Granularity::Window].map(wide);
        let mut texts = case.texts.clone();
        texts.remove("evidence.csv");
        let before = report(&texts, &readings)?;
        let exact = report(&holding(&texts, &before, 0, |q| q.full), &readings)?;
        nothing_to_pay(&exact)?;
        let less = report(&holding(&texts, &before, -1, |q| q.full), &readings)?;
        for reading in &less.readings {
            for (product, base) in reading.products.iter().zip(&before.products) {
                prop_assert_eq!(product.peak_shortfall, highest(base, |q| q.full).min(1));
            }
        }
        Ok(())
    });
}

/// **7.11** for every scope: every host in full, and once more for each further region it stood in, because the
/// regions' peaks add up even if they were reached on different days.
#[test]
fn s11_entitled_to_full_of_every_host() {
    on_estates(60, |case| {
        let estate = load(&case.texts).map_err(TestCaseError::fail)?;
        let units = units(&estate);
        let held = units.iter().map(|unit| {
            let mut sum = Ratio::ZERO;
            for (member, factor) in &unit.members {
                let mut largest: BTreeMap<(&str, &str), i128> = BTreeMap::new();
                for host in &estate.hosts {
                    let full = largest.entry((&host.name, &host.region)).or_insert(0);
                    *full = host.full(estate.products[*member].metric).max(*full);
                }
                sum = sum + Ratio::whole(largest.values().sum()) * *factor;
            }
            (unit.product.name.as_str(), i64::try_from(sum.ceil()).unwrap(), String::new(), String::new())
        });
        let texts = with_entitlements(&case.texts, held.collect::<Vec<_>>());
        nothing_to_pay(&report(&texts, &case.readings())?)
    });
}

/// 7.11 is false if read day by day: a host that changes its region within a quarter is in two regions' peaks.
#[test]
fn s11_a_host_between_two_regions_counts_in_both_peaks() {
    let texts =
        small("host,cores,pvu_per_core,from,to,region\nh,8,100,,2025-02-10,EMEA\nh,8,100,2025-02-11,,APAC\n");
    let texts = with_entitlements(&texts, [("MQ", 800, String::new(), String::new())]);
    let report = engine::report(&texts, &engine::built_in()).unwrap();
    let shortfall = |name: &str| super::case::named(&report, name).products[0].peak_shortfall;
    assert_eq!(shortfall("estate"), 800);
}

/// One product on one vm of four cores in the first quarter of 2025.
fn small(hosts: &str) -> Texts {
    let tables = [
        ("estate.toml", "as_of = 2025-03-31\n"),
        ("hosts.csv", hosts),
        ("vms.csv", "vm,host,cores\nv,h,4\n"),
        ("products.csv", "product,metric,list_price\nMQ,PVU,100\n"),
        ("installs.csv", "product,vm,from\nMQ,v,2025-01-01\n"),
    ];
    tables.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}
