//! What a comparison needs of a report that was just made.

use crate::report::{self, Report};

use super::given::{
    Given, GivenProduct, GivenQuarter, GivenReading, GivenUnits, GivenUnitsQuarter, GivenWindow,
};
use super::{Amounts, QuarterSide, Reason, Units};

impl Given {
    /// A fresh report: the same as its text would give.
    pub fn of(report: &Report) -> Self {
        Self {
            as_of: report.as_of.clone(),
            currency: report.currency.to_owned(),
            name: report.name.clone(),
            first_deployment: report.first_deployment.clone(),
            products: report.products.iter().map(units).collect(),
            readings: report.readings.iter().map(reading).collect(),
        }
    }
}

fn units(of: &report::ProductReport) -> GivenUnits {
    let quarter = |of: &report::ProductQuarter| GivenUnitsQuarter {
        quarter: of.quarter.clone(),
        units: Units { full: of.full, sub: of.sub, entitled: of.entitled },
    };
    GivenUnits {
        product: of.product.clone(),
        metric: of.metric.to_owned(),
        quarters: of.quarters.iter().map(quarter).collect(),
    }
}

fn reading(of: &report::ReadingReport) -> GivenReading {
    GivenReading {
        reading: of.reading.clone(),
        window: GivenWindow { from: of.window.from.clone(), to: of.window.to.clone() },
        products: of.products.iter().map(product).collect(),
        total: of.total.clone(),
        complete: of.complete,
    }
}

fn product(of: &report::ReadingProduct) -> GivenProduct {
    GivenProduct {
        product: of.product.clone(),
        amounts: Amounts {
            peak_shortfall: of.peak_shortfall,
            licence_quantity: of.licence_quantity,
            licence: of.licence.clone(),
            support: of.support.clone(),
            used: of.used.clone(),
            total: of.total.clone(),
            complete: of.complete,
        },
        quarters: of.quarters.iter().map(quarter).collect(),
    }
}

fn quarter(of: &report::ReadingQuarter) -> GivenQuarter {
    GivenQuarter {
        quarter: of.quarter.clone(),
        figures: QuarterSide {
            required: of.required,
            entitled: of.entitled,
            shortfall: of.shortfall,
            lost_hosts: wide(of.lost_hosts),
        },
        lost: of.lost.iter().map(reason).collect(),
    }
}

fn reason(of: &report::LossReason) -> Reason {
    Reason {
        condition: of.condition.to_owned(),
        hosts: wide(of.hosts),
        first_hosts: of.first_hosts.clone(),
        days: of.days.unsigned_abs(),
        from: of.from.clone(),
        to: of.to.clone(),
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
