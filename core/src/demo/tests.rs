use std::collections::BTreeSet;

use super::chance::draw;
use super::tables;
use crate::calendar::Quarter;
use crate::estate::{Estate, Options, RateOrigin, resolve};
use crate::finding::Severity;
use crate::price::Readings;
use crate::pvu::PvuTable;
use crate::read::Reader;
use crate::read::rows::{Metric, Mode, NOWHERE};
use crate::report::{ReadingProduct, ReadingReport, Report};

fn reader() -> Reader {
    let mut reader = Reader::default();
    for (name, text) in tables() {
        reader.file(name, text.as_bytes()).unwrap();
    }
    reader
}

fn estate() -> Estate {
    let (tables, findings) = reader().finish().unwrap();
    let pvu_table = PvuTable::embedded().unwrap();
    resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).unwrap()
}

fn report() -> Report {
    let readings = Readings::built_in().unwrap().select(&[]).unwrap();
    crate::estimate(&estate(), &readings).unwrap()
}

fn reading<'r>(report: &'r Report, name: &str) -> &'r ReadingReport {
    report.readings.iter().find(|r| r.reading == name).unwrap()
}

fn product<'r>(report: &'r Report, reading: &str, name: &str) -> &'r ReadingProduct {
    self::reading(report, reading).products.iter().find(|p| p.product == name).unwrap()
}

fn cents(money: &str) -> i64 {
    money.replace('.', "").parse().unwrap()
}

/// Known values: whoever changes how chance is drawn changes every published figure of the demo.
#[test]
fn chance_is_the_same_everywhere() {
    let drawn: Vec<u32> = (0..4).map(|turn| draw("chi-was-tms-01", turn, 1000)).collect();
    assert_eq!(drawn, [594, 507, 36, 414]);
    assert_eq!(draw("x", 0, 0), 0);
}

#[test]
fn chance_reaches_every_number() {
    let drawn: BTreeSet<u32> = (0..200).map(|turn| draw("any", turn, 10)).collect();
    assert_eq!(drawn, (0..10).collect());
}

#[test]
fn tables_are_plain_text_of_known_names() {
    let mut names = BTreeSet::new();
    for (name, text) in tables() {
        assert!(names.insert(name), "{name} twice");
        assert!(text.is_ascii() && text.ends_with('\n') && !text.contains('\r'), "{name}");
        assert!(!text.contains("always") && !text.contains("still"), "a slip of a date in {name}");
    }
    assert_eq!(names.len(), 8);
}

#[test]
fn nothing_is_wrong_with_the_estate() {
    let estate = estate();
    let wrong: Vec<_> = estate.findings.iter().filter(|f| f.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(!estate.row_left_out && estate.host_not_there.is_empty());
    // A few rates to confirm, so that findings can be seen; not so many that nobody reads them.
    assert!((1..=10).contains(&estate.findings.len()), "{}", estate.findings.len());
}

#[test]
fn it_is_an_estate_of_middling_size_with_everything_in_it() {
    let estate = estate();
    assert!((250..=320).contains(&estate.hosts.len()), "{} hosts", estate.hosts.len());
    assert!((400..=700).contains(&estate.vms.len()), "{} vms", estate.vms.len());
    assert_eq!(estate.regions, ["AMER", "APAC", "EMEA"]);
    let rows = || estate.hosts.iter().flat_map(|h| &h.spans);
    let named = estate.clusters.iter().filter(|c| c.name.is_some()).count();
    assert!(named > 30, "{named} clusters");
    assert!(estate.hosts.iter().any(|h| h.spans.len() > 1), "no hardware was refreshed");
    assert_eq!(rows().filter(|r| !r.eligible).count(), 1);
    assert!(rows().any(|r| r.origin == RateOrigin::Given));
    assert!(rows().any(|r| r.origin == RateOrigin::Assumed));
    assert!(rows().any(|r| matches!(r.origin, RateOrigin::Table { .. })));
    assert!(
        estate.placements.iter().flat_map(|of_vm| &**of_vm).any(|p| p.pool.is_some()),
        "no pool holds anything"
    );
    assert!(!estate.hosts.iter().any(|h| h.artificial));
    assert!(estate.lines.iter().any(|l| l.members.len() > 1), "no bundle");
    assert!(estate.products.iter().any(|p| !p.subcapacity));
    let metrics: BTreeSet<&str> = estate.products.iter().map(|p| p.metric.as_str()).collect();
    assert_eq!(metrics, [Metric::Pvu, Metric::RvuMapc, Metric::Vpc].map(Metric::as_str).into());
}

#[test]
fn partitions_come_in_every_mode_and_name_pools_of_their_host() {
    let (tables, _) = reader().finish().unwrap();
    let modes: BTreeSet<Mode> = tables.placements.iter().map(|p| p.mode).collect();
    assert_eq!(modes, [Mode::Vm, Mode::Dedicated, Mode::Capped, Mode::Uncapped].into());
    for row in tables.placements.iter().filter(|p| p.pool != NOWHERE) {
        assert!(tables.pools.iter().any(|p| (p.pool, p.host) == (row.pool, row.host)));
    }
}

#[test]
fn machines_move_within_their_cluster_and_are_on_one_host_at_a_time() {
    let estate = estate();
    let mut moved = 0;
    for vm in (0..).zip(estate.vms.iter()).map(|(vm, _)| vm) {
        let mut stays = estate.placements_of_vm(vm).to_vec();
        stays.sort_by_key(|p| p.span);
        for pair in stays.windows(2) {
            let [before, after] = pair else { unreachable!() };
            assert!(before.span.to < after.span.from, "{}", estate.vms[vm as usize]);
            let cluster = |p: &crate::estate::Placement| {
                estate.host(p.host).and_then(|h| h.on(p.span.from)).map(|row| row.cluster)
            };
            if before.host != after.host && cluster(before) == cluster(after) {
                moved += 1;
            }
        }
    }
    // A few times a year each.
    assert!(moved > 2000, "{moved} moves");
}

#[test]
fn every_reading_is_complete_and_they_stand_in_order() {
    let report = report();
    let total = |name| cents(&reading(&report, name).total);
    assert!(report.readings.iter().all(|r| r.complete), "some total is only at least");
    let defended = total("defended");
    for r in report.readings.iter().filter(|r| r.reading != "defended") {
        assert!(cents(&r.total) > defended, "{}", r.reading);
    }
    let ladder =
        ["defended", "graduated", "agreement", "agreement_flat", "largest", "opening", "estate"].map(total);
    assert!(ladder.windows(2).all(|w| w[0] < w[1]), "{ladder:?}");
    let times = total("opening") / defended;
    assert!((10..=25).contains(&times), "the claim opens at {times} times what is defended");
    let agreed = total("agreement");
    assert!((200_000_000..=400_000_000).contains(&agreed), "{agreed}");
    assert!((30_000_000..=90_000_000).contains(&defended), "{defended}");
}

#[test]
fn a_little_is_owed_anyway_and_much_stands() {
    let report = report();
    for r in &report.readings {
        let owed = cents(r.without_gaps.as_deref().unwrap());
        assert!(owed > 0 && owed * 5 < cents(&r.total), "{}", r.reading);
    }
    let zero = |name| {
        let products = reading(&report, name).products.iter();
        products.filter(|p| cents(p.total.as_deref().unwrap()) == 0).count()
    };
    assert!(zero("estate") >= 3 && zero("defended") > zero("agreement"));
    let mq = product(&report, "agreement", "IBM MQ");
    assert!(
        0 < mq.licence_quantity && mq.licence_quantity < mq.peak_shortfall,
        "no later purchase is credited"
    );
    // The mixed cluster makes the difference.
    let largest = product(&report, "largest", "IBM MQ");
    assert!(largest.peak_shortfall > mq.peak_shortfall);
}

#[test]
fn quarters_fall_for_different_reasons_and_others_stand() {
    let report = report();
    let reading = reading(&report, "agreement");
    let mut fallen = BTreeSet::new();
    let mut conditions = BTreeSet::new();
    for quarter in reading.products.iter().flat_map(|p| &p.quarters).filter(|q| q.lost_hosts > 0) {
        fallen.insert(quarter.quarter.as_str());
        conditions.extend(quarter.lost.iter().map(|reason| reason.condition));
    }
    assert_eq!(fallen, ["2024-Q2", "2024-Q3", "2025-Q1", "2025-Q2"].into());
    assert_eq!(conditions, ["not-measured", "not-reported"].into());
    let window =
        Quarter::parse(&reading.window.to).unwrap().since(Quarter::parse(&reading.window.from).unwrap());
    assert_eq!(window, 7);
    // The longer look-back reaches the months in which Asia had no tool yet.
    let opening = self::reading(&report, "opening");
    let lost = |quarter: &str| {
        let quarters = opening.products.iter().flat_map(|p| &p.quarters);
        quarters.filter(|q| q.quarter == quarter).map(|q| q.lost_hosts).sum::<usize>()
    };
    assert!(lost("2021-Q3") > 0 && lost("2022-Q3") == 0);
}
