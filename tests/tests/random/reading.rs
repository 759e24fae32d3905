//! Random readings: every key of SPEC section 6.

use super::rng::Rng;
use crate::reference::reading::{Charge, Granularity, PriceKind, Reading, Scope, Support};

/// A reading with every key chosen at random.
pub fn random_reading(seed: u64) -> Reading {
    let rng = &mut Rng::new(seed ^ 0x5EAD_0006);
    let scopes = [Scope::Host, Scope::Largest, Scope::Cluster, Scope::Estate];
    let grains = [Granularity::Days, Granularity::Quarter, Granularity::Window];
    let supports = [Support::None, Support::Flat, Support::Duration, Support::Lookback, Support::Graduated];
    Reading {
        name: format!("random_{seed}"),
        charge: rng.pick(&[Charge::Purchase, Charge::Purchase, Charge::Use]),
        use_rate_bp: rng.pick(&[0, 2000, 4000, 5000, 3333, 10_000]),
        scope: rng.pick(&scopes),
        granularity: rng.pick(&grains),
        grace_days: rng.pick(&[0, 0, 1, 30, 90, 91, 365, 1000]),
        lookback_quarters: rng.pick(&[1, 2, 3, 4, 8, 12, 20, 31]),
        report_owed_quarters: rng.pick(&[None, Some(0), Some(1), Some(4), Some(8), Some(20)]),
        contestable_held: rng.chance(50),
        price: rng.pick(&[PriceKind::List, PriceKind::Contract]),
        credit_later_purchases: rng.chance(50),
        support: rng.pick(&supports),
        support_cap_years: rng.pick(&[0, 1, 2, 2, 3, 5]),
        late_report_days: rng.pick(&[None, None, Some(0), Some(30), Some(30), Some(90), Some(90)]),
    }
}
