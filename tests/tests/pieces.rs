//! Pieces of the core against the plainest version of each.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use subcap_core::calendar::{Day, DaySet, Quarter, Span};
use subcap_core::count::Measure;
use subcap_core::read::rows::Metric;
use subcap_core::units::{Cores, Currency, Fraction, MilliCores, Price, Quantity};

/// Days that the sets of days are tried on.
const DAYS: i32 = 60;

fn day(number: i32) -> Day {
    Day::from_ymd(2024, 12, 20).unwrap().plus(number)
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    // Some spans end before they begin and hold no day.
    vec((0..DAYS, -2..20_i32), 0..8).prop_map(|spans| {
        spans.into_iter().map(|(from, more)| Span::new(day(from), day((from + more).min(DAYS - 1)))).collect()
    })
}

/// Whether each day is in one of the spans.
fn flags(spans: &[Span]) -> Vec<bool> {
    (0..DAYS)
        .map(|number| spans.iter().any(|span| span.from <= day(number) && day(number) <= span.to))
        .collect()
}

fn flags_of(set: &DaySet) -> Vec<bool> {
    flags(&set.iter().collect::<Vec<_>>())
}

/// Sorted, disjoint, and never touching.
fn tidy(spans: &[Span]) -> bool {
    spans.iter().all(|span| span.from <= span.to)
        && spans.windows(2).all(|pair| pair[0].to.next() < pair[1].from)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn sets_of_days_are_sets_of_days(a in spans(), b in spans(), from in 0..DAYS, more in 0..DAYS) {
        let (set_a, set_b) = (DaySet::union_of(a.iter().copied()), DaySet::union_of(b.iter().copied()));
        let (flags_a, flags_b) = (flags(&a), flags(&b));
        prop_assert_eq!(flags_of(&set_a), flags_a.clone());
        prop_assert_eq!(set_a.is_empty(), !flags_a.contains(&true));
        let (or, and) = (set_a.or(&set_b), set_a.and(&set_b));
        let both = |with: fn(bool, bool) -> bool| -> Vec<bool> {
            flags_a.iter().zip(&flags_b).map(|(a, b)| with(*a, *b)).collect()
        };
        prop_assert_eq!(flags_of(&or), both(|a, b| a || b));
        prop_assert_eq!(flags_of(&and), both(|a, b| a && b));
        for set in [&set_a, &or, &and] {
            prop_assert!(tidy(&set.iter().collect::<Vec<_>>()), "{:?}", set);
        }
        let part = Span::new(day(from), day((from + more).min(DAYS - 1)));
        let (within, missing): (Vec<_>, Vec<_>) = (set_a.within(part).collect(), set_a.missing(part).collect());
        prop_assert!(tidy(&within) && tidy(&missing));
        let (within, missing) = (flags(&within), flags(&missing));
        for (number, held) in (0..DAYS).zip(&flags_a) {
            let inside = part.contains(day(number));
            let at = usize::try_from(number).unwrap();
            prop_assert_eq!((within[at], missing[at]), (inside && *held, inside && !*held));
            prop_assert_eq!(set_a.contains(day(number)), *held);
        }
    }

    /// Rounded by looking for the nearest whole number from below.
    #[test]
    fn fractions_round_half_up(numerator in -400..400_i32, denominator in 1..13_i32, negative: bool) {
        let sign = if negative { -1 } else { 1 };
        let fraction = Fraction::new((numerator * sign).into(), (denominator * sign).into()).unwrap();
        let at_most = |numerator: i32, denominator: i32| {
            i128::from((-900..900).rev().find(|whole| whole * denominator <= numerator).unwrap())
        };
        prop_assert_eq!(fraction.floor(), at_most(numerator, denominator));
        prop_assert_eq!(fraction.ceil(), -at_most(-numerator, denominator));
        // x + 1/2 = (2n + d) / 2d
        prop_assert_eq!(fraction.round_half_up(), Ok(at_most(2 * numerator + denominator, 2 * denominator)));
    }

    /// Money as one does it on paper: in ten-thousandths of a minor unit, then rounded half up.
    #[test]
    fn charges_are_rounded_once(units in 0..5_000_000_i64, ten_thousandths in 0..20_000_000_i64, yen: bool) {
        let (code, minor) = if yen { ("JPY", 1) } else { ("USD", 100) };
        let currency = Currency::from_code(code).unwrap();
        let price = Price::new(Fraction::new(ten_thousandths.into(), 10_000).unwrap());
        let paid = Quantity::new(units).priced(price).unwrap().round(currency).unwrap();
        let exact = i128::from(units) * i128::from(ten_thousandths) * minor;
        let whole = exact / 10_000 + i128::from(exact % 10_000 >= 5_000);
        let text = if yen { whole.to_string() } else { format!("{}.{:02}", whole / 100, whole % 100) };
        prop_assert_eq!(paid.decimal(currency), text);
    }

    /// Thousandths of a core by taking a whole core away at a time.
    #[test]
    fn cores_are_rounded_up_and_capped(thousandths in 0..40_000_i64, host in 0..64_u32) {
        let (mut rest, mut whole) = (thousandths, 0);
        while rest > 0 && whole < host {
            rest -= 1000;
            whole += 1;
        }
        let cores = MilliCores::new(u64::try_from(thousandths).unwrap()).ceil_capped(Cores::new(host));
        prop_assert_eq!(cores, Cores::new(whole));
    }
}

/// Day by day through a century: quarters begin in January, April, July and October, and follow one another.
#[test]
fn quarters_are_those_of_the_calendar() {
    let mut today = Day::from_ymd(1950, 1, 1).unwrap();
    let first = Quarter::of(today);
    let (mut begins, mut count) = (today, 0);
    while today < Day::from_ymd(2050, 1, 1).unwrap() {
        let (year, month, of_month) = today.ymd().unwrap();
        let quarter = Quarter::of(today);
        if of_month == 1 && [1, 4, 7, 10].contains(&month) {
            begins = today;
        }
        assert_eq!(
            quarter.to_string(),
            format!("{year:04}-Q{}", [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][usize::from(month) - 1])
        );
        assert_eq!(Quarter::parse(&quarter.to_string()), Some(quarter));
        assert_eq!(Day::parse(today.to_string().as_bytes()), Some(today));
        assert_eq!((quarter.span().from, quarter), (begins, first.plus(count)));
        assert_eq!(quarter.since(first), count);
        let tomorrow = today.next();
        if Quarter::of(tomorrow) != quarter {
            assert_eq!((quarter.span().to, quarter.days()), (today, today.since(begins) + 1));
            count += 1;
        }
        today = tomorrow;
    }
    assert_eq!(count, 400);
    assert_eq!(first.through(first.plus(399)).count(), 400);
}

/// RVU core by core: each core adds what its tier says, in tenths; bundles count parts of a core.
#[test]
fn rvu_tiers_core_by_core() {
    let tenths = |core: i64| match core {
        0..2_500 => 10,
        2_500..10_000 => 8,
        10_000..50_000 => 6,
        50_000..150_000 => 4,
        _ => 2,
    };
    for scale in [1, 2, 3, 14] {
        let measure = Measure { metric: Metric::RvuMapc, scale };
        let mut sum = 0_i64;
        for parts in 0..152_000 * scale {
            let unit = 10 * scale;
            let up = (sum + unit - 1) / unit;
            assert_eq!(measure.units(parts), Ok(Quantity::new(up)), "{parts} / {scale}");
            sum += tenths(parts / scale);
        }
    }
}

/// PVU and VPC pass no tiers; only the one fraction left is rounded up.
#[test]
fn other_metrics_are_rounded_up_once() {
    for (metric, scale) in [(Metric::Pvu, 1), (Metric::Vpc, 3), (Metric::Pvu, 70)] {
        let mut up = 0;
        for parts in 0..5_000 {
            if up * scale < parts {
                up += 1;
            }
            assert_eq!(Measure { metric, scale }.units(parts), Ok(Quantity::new(up)));
        }
    }
}
