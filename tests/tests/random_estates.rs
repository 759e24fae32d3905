//! Random estates are valid, repeatable, and hold what the rules are about: a rule that never occurs is not tested.
#![allow(clippy::expect_used, clippy::panic)]

mod random;
mod reference;

use std::collections::BTreeMap;

use random::{random_estate, random_reading};
use reference::counting::count_day;
use reference::dates::{Quarter, plus_days};
use reference::estate::{Estate, Kind, Metric, Mode, Place, Placement, State};
use reference::load::load;
use reference::peak::{Need, Unit, entitled, peak, unit_need, units};
use reference::reading::{Charge, Granularity, Reading, Scope, Support};
use reference::scope;

const ESTATES: u64 = 150;

type Has = fn(&Estate) -> bool;

/// What must occur in some estate.
const FEATURES: &[(&str, Has)] = &[
    ("a host of several rows", |e| {
        e.hosts.iter().any(|h| e.hosts.iter().filter(|o| o.name == h.name).count() > 1)
    }),
    ("an ineligible host", |e| e.hosts.iter().any(|h| !h.eligible)),
    ("a vm without a host", |e| e.hosts.iter().any(|h| h.artificial)),
    ("a vm without a host beside an unnamed and a named region", |e| {
        e.hosts.iter().any(|h| h.artificial)
            && ["", "EMEA"].iter().all(|r| e.hosts.iter().any(|h| h.region == *r))
    }),
    ("several regions", |e| e.hosts.iter().any(|h| h.region != e.hosts[0].region)),
    ("a host that changes its cluster", |e| {
        e.hosts.iter().any(|h| e.hosts.iter().any(|o| o.name == h.name && o.cluster != h.cluster))
    }),
    ("a day on which a host has no row", |e| {
        let days = (0..400).map(|back| plus_days(e.as_of, -back));
        days.into_iter().any(|day| count_day(e, day).host_missing)
    }),
    ("a vm in a pool", |e| e.placements.iter().any(|p| held(p) && pool_is_known(e, p))),
    ("an unknown pool", |e| {
        e.placements.iter().any(|p| held(p) && !p.pool.is_empty() && !pool_is_known(e, p))
    }),
    ("a pool that does not hold", |e| e.placements.iter().any(|p| !held(p) && pool_is_known(e, p))),
    ("cores in fractions", |e| e.placements.iter().any(|p| p.cores.as_whole().is_none())),
    ("a vm on two hosts on a day", |e| together(e, |a, b| a.host != b.host)),
    ("a vm twice on a host on a day, in two sizes", |e| {
        together(e, |a, b| a.host == b.host && a.cores != b.cores)
    }),
    ("a vm twice on a host on a day, once in a pool", |e| {
        together(e, |a, b| a.host == b.host && pool_is_known(e, a) != pool_is_known(e, b))
    }),
    ("an install on a host", |e| e.installs.iter().any(|i| matches!(i.place, Place::Host(_)))),
    ("an undated install", |e| e.installs.iter().any(|i| i.span.from.is_none())),
    ("a product without sub-capacity terms", |e| e.products.iter().any(|p| !p.subcapacity)),
    ("an install of a bundle's own name", |e| e.installs.iter().any(|i| is_bundle(e, &i.product))),
    ("an entitlement of a bundle's own name", |e| e.entitlements.iter().any(|h| is_bundle(e, &h.product))),
    ("an entitlement of a member", |e| {
        let member = |name: &str| e.products.iter().any(|p| p.name == name && !p.bundle.is_empty());
        e.entitlements.iter().any(|h| member(&h.product))
    }),
    ("an unknown first deployment", |e| e.first_deployment.is_none()),
    ("fractions of RVU above the first tier", |e| {
        units(e).iter().any(|u| u.product.metric == Metric::RvuMapc && fraction_above_tier(e, u))
    }),
    ("two parts of a quarter that are short of the same", |e| units(e).iter().any(|u| tie(e, u))),
    ("a report made on the last day of thirty", |e| made_after(e, 30)),
    ("a report made a day too late for thirty", |e| made_after(e, 31)),
    ("a report made a day too late for ninety", |e| made_after(e, 91)),
    ("a report without both ends", |e| {
        e.evidence.iter().any(|i| i.kind == Kind::Report && (i.span.from.is_none() || i.span.to.is_none()))
    }),
    ("a contestable item", |e| e.evidence.iter().any(|i| i.state == State::Contestable)),
    ("a lost item", |e| e.evidence.iter().any(|i| i.state == State::Lost)),
];

fn held(placement: &Placement) -> bool {
    matches!(placement.mode, Mode::Capped | Mode::Uncapped)
}

fn pool_is_known(estate: &Estate, placement: &Placement) -> bool {
    estate.pools.iter().any(|p| p.pool == placement.pool && p.host == placement.host)
}

fn together(estate: &Estate, are: impl Fn(&Placement, &Placement) -> bool) -> bool {
    let twice = |a: &Placement, b: &Placement| a.vm == b.vm && a.span.overlaps(&b.span) && are(a, b);
    estate.placements.iter().enumerate().any(|(at, a)| estate.placements[..at].iter().any(|b| twice(a, b)))
}

fn is_bundle(estate: &Estate, name: &str) -> bool {
    estate.products.iter().any(|p| p.bundle == name)
}

fn made_after(estate: &Estate, days: i64) -> bool {
    let after = |made, to: Option<_>| to.is_some_and(|to| made == plus_days(to, days));
    estate
        .evidence
        .iter()
        .any(|i| i.kind == Kind::Report && i.made.is_some_and(|made| after(made, i.span.to)))
}

/// What is needed at full capacity on each day of a quarter.
fn needs<'a>(estate: &'a Estate, unit: &Unit, quarter: Quarter) -> Vec<(time::Date, Need<'a>)> {
    let length = (quarter.last_day().min(estate.as_of) - quarter.first_day()).whole_days();
    let days = (0..=length).map(|n| plus_days(quarter.first_day(), n));
    days.map(|date| (date, unit_need(unit, |member| scope::full(&count_day(estate, date), member)))).collect()
}

fn fraction_above_tier(estate: &Estate, unit: &Unit) -> bool {
    let day = count_day(estate, estate.as_of);
    let sum = unit_need(unit, |member| scope::full(&day, member)).into_values();
    let sum = sum.fold(reference::ratio::Ratio::ZERO, |sum, more| sum + more);
    sum.floor() >= 2_500 && sum.as_whole().is_none()
}

/// At full capacity, in one of the last four quarters.
fn tie(estate: &Estate, unit: &Unit) -> bool {
    let last = Quarter::of(estate.as_of).0;
    (last - 3..=last).any(|quarter| {
        let needs = needs(estate, unit, Quarter(quarter));
        let held = |day: &(time::Date, Need)| entitled(estate, unit, day.0);
        let parts = needs.chunk_by(|a, b| held(a) == held(b));
        let short = parts.map(|part| {
            peak(unit.product.metric, &part.iter().map(|(_, need)| need).collect::<Vec<_>>()) - held(&part[0])
        });
        let mut short: Vec<i128> = short.collect();
        short.sort_unstable_by(|a, b| b.cmp(a));
        short.len() > 1 && short[0] == short[1]
    })
}

#[test]
fn every_feature_occurs_and_seeds_repeat() {
    let mut seen = BTreeMap::from_iter(FEATURES.iter().map(|(name, _)| (*name, 0_u32)));
    for seed in 0..ESTATES {
        let texts = random_estate(seed);
        assert_eq!(texts, random_estate(seed));
        let estate = load(&texts).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert!(!estate.rows_left_out, "seed {seed}");
        for (name, has) in FEATURES {
            *seen.entry(name).or_default() += u32::from(has(&estate));
        }
    }
    for (name, count) in &seen {
        println!("{count:6} {name}");
    }
    let absent: Vec<_> = seen.iter().filter(|(_, count)| **count == 0).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

/// Every choice of every key is among the readings that the tests use.
#[test]
fn every_key_of_a_reading_is_tried() {
    let readings: Vec<Reading> = (0..200).map(random_reading).collect();
    let some = |is: &dyn Fn(&Reading) -> bool| readings.iter().any(is);
    for scope in [Scope::Host, Scope::Largest, Scope::Cluster, Scope::Estate] {
        assert!(some(&|r| r.scope == scope));
    }
    for granularity in [Granularity::Days, Granularity::Quarter, Granularity::Window] {
        assert!(some(&|r| r.granularity == granularity));
    }
    for support in [Support::None, Support::Flat, Support::Duration, Support::Lookback, Support::Graduated] {
        assert!(some(&|r| r.support == support && r.charge == Charge::Purchase));
    }
    assert!(some(&|r| r.charge == Charge::Use && r.use_rate_bp > 0));
    assert!(some(&|r| r.late_report_days == Some(30)) && some(&|r| r.report_owed_quarters == Some(0)));
    assert!(some(&|r| r.contestable_held) && some(&|r| !r.credit_later_purchases));
}
