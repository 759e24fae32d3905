//! Random estates as cases that shrink, and what the checks read from a report.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use subcap_core::price::Reading;
use subcap_core::report::{ReadingProduct, ReadingReport, Report};

use crate::engine;
use crate::random::{random_estate, random_reading};
use crate::reference::Texts;

/// How a check ends: passed, failed, or not applicable.
pub type Checked = Result<(), TestCaseError>;

/// An estate, from a seed and less the rows that shrinking dropped.
#[derive(Clone, Debug)]
pub struct Case {
    pub seed: u64,
    pub texts: Texts,
}

impl Case {
    fn new(seed: u64, keep: &[bool]) -> Self {
        let mut keep = keep.iter().copied();
        let mut texts = random_estate(seed);
        for (name, text) in &mut texts {
            if name.ends_with(".csv") {
                let mut lines = text.lines();
                let header = lines.next().map(str::to_owned);
                let kept = lines.filter(|_| keep.next().unwrap_or(true)).map(str::to_owned);
                *text = header.into_iter().chain(kept).map(|line| line + "\n").collect();
            }
        }
        Self { seed, texts }
    }

    /// The built-in readings and two random ones.
    pub fn readings(&self) -> Vec<Reading> {
        let random = [self.seed, self.seed + 1].map(|seed| engine::reading(&random_reading(seed)));
        engine::built_in().into_iter().chain(random).collect()
    }

    /// The answer under the case's readings.
    pub fn report(&self) -> Result<Report, TestCaseError> {
        report(&self.texts, &self.readings())
    }
}

/// The answer, which there must be.
pub fn report(texts: &Texts, readings: &[Reading]) -> Result<Report, TestCaseError> {
    engine::report(texts, readings).map_err(TestCaseError::fail)
}

/// Tries a check on random estates.
pub fn on_estates(cases: u32, check: impl Fn(&Case) -> Checked) {
    let setting =
        |name: &str| std::env::var(name).ok().map(|text| text.parse::<u32>().expect("a whole number"));
    let config = Config {
        cases: setting("SUBCAP_ESTATES").unwrap_or(cases),
        // Every run tries the same estates, so that a failure is of the change that came with it.
        rng_seed: RngSeed::Fixed(setting("SUBCAP_FIRST").unwrap_or(7).into()),
        failure_persistence: None,
        max_shrink_iters: 1000,
        ..Config::default()
    };
    // Shrinking turns `true` into `false`: it drops rows.
    let rows = vec(proptest::bool::weighted(1.0), 300);
    let estates = ((0..1_000_000_u64).no_shrink(), rows).prop_map(|(seed, keep)| Case::new(seed, &keep));
    let ran = TestRunner::new(config).run(&estates, |case| {
        // A dropped row can leave no estate: not a simpler case of the failure.
        engine::estate(&case.texts).map_err(TestCaseError::reject)?;
        check(&case)
    });
    if let Err(failure) = ran {
        panic!("{failure}");
    }
}

/// Money in the currency's minor unit; `None` where a price is missing.
pub fn minor(money: Option<&String>) -> Option<i128> {
    Some(money?.replace('.', "").parse().expect("money is digits and a point"))
}

/// A product's total.
pub fn total(product: &ReadingProduct) -> Option<i128> {
    minor(product.total.as_ref())
}

/// The reading of that name.
pub fn named<'a>(report: &'a Report, name: &str) -> &'a ReadingReport {
    report.readings.iter().find(|r| r.reading == name).expect("the reading was asked for")
}

/// Nothing of `low` is above `high`: quantities, money where both know it, and the total.
pub fn not_above(low: &ReadingReport, high: &ReadingReport) -> Checked {
    for (low, high) in low.products.iter().zip(&high.products) {
        prop_assert_eq!(&low.product, &high.product);
        let product = &low.product;
        prop_assert!(low.peak_shortfall <= high.peak_shortfall, "peak of {}", product);
        prop_assert!(low.licence_quantity <= high.licence_quantity, "licences of {}", product);
        let moneys: [fn(&ReadingProduct) -> Option<&String>; 2] =
            [|p| p.licence.as_ref(), |p| p.total.as_ref()];
        for money in moneys {
            if let (Some(low), Some(high)) = (minor(money(low)), minor(money(high))) {
                prop_assert!(low <= high, "{} of {}: {} > {}", high, product, low, high);
            }
        }
        for (low, high) in low.quarters.iter().zip(&high.quarters) {
            if low.quarter == high.quarter {
                prop_assert!(low.required <= high.required, "required of {} in {}", product, low.quarter);
                prop_assert!(low.shortfall <= high.shortfall, "shortfall of {} in {}", product, low.quarter);
            }
        }
    }
    let (low, high) = (minor(Some(&low.total)), minor(Some(&high.total)));
    prop_assert!(low <= high, "total {:?} > {:?}", low, high);
    Ok(())
}
