use std::fmt;

use super::{Fraction, Overflow, Price, money::Charge};

/// Whole physical or virtual cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cores(u32);

impl Cores {
    /// That many cores.
    pub const fn new(cores: u32) -> Self {
        Self(cores)
    }

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Cores × rate: the metric units that many cores need.
    ///
    /// ```
    /// use subcap_core::units::{Cores, PvuPerCore, Quantity};
    /// // POWER7, 32 cores at 120: the 3,840 PVU of Scott & Scott's example.
    /// assert_eq!(Cores::new(32).at(PvuPerCore::new(120)), Quantity::new(3_840));
    /// ```
    pub fn at(self, rate: PvuPerCore) -> Quantity {
        // u32 × u32 always fits into i64's 63 bits.
        Quantity(i64::from(self.0).saturating_mul(i64::from(rate.0)))
    }
}

impl fmt::Display for Cores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Thousandths of a core: entitlements of capped Power partitions have up to three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MilliCores(u64);

impl MilliCores {
    /// That many thousandths.
    pub const fn new(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// The plain number of thousandths.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whole cores, rounded **up**, and never above `cap`: the server carries no more.
    pub fn ceil_capped(self, cap: Cores) -> Cores {
        let whole = self.0.div_ceil(1000);
        Cores(u32::try_from(whole).map_or(cap.0, |w| w.min(cap.0)))
    }
}

impl From<Cores> for MilliCores {
    fn from(cores: Cores) -> Self {
        Self(u64::from(cores.0).saturating_mul(1000))
    }
}

impl fmt::Display for MilliCores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 1000, self.0 % 1000);
        if part == 0 {
            write!(f, "{whole}")
        } else {
            write!(f, "{}", format!("{whole}.{part:03}").trim_end_matches('0'))
        }
    }
}

/// Processor value units per core; 1 for metrics that count cores themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PvuPerCore(u32);

impl PvuPerCore {
    /// The rate of VPC and RVU: a core is a core.
    pub const ONE: Self = Self(1);
    /// What ILMT applies to a processor it cannot identify.
    pub const UNIDENTIFIED: Self = Self(120);

    /// A rate.
    pub const fn new(rate: u32) -> Self {
        Self(rate)
    }

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for PvuPerCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whole metric units of one product: PVU, VPC or RVU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// None.
    pub const ZERO: Self = Self(0);

    /// That many units.
    pub const fn new(units: i64) -> Self {
        Self(units)
    }

    /// The plain number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// `self − other`, which may be negative (more is held than needed).
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(Overflow)
    }

    /// The shortfall floor: never below zero.
    pub fn floor_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// A share of it: units for a part of a quarter.
    pub fn share(self, share: Fraction) -> Result<Fraction, Overflow> {
        Fraction::from(self.0).times(share)
    }

    /// Quantity × price: an exact amount, not yet rounded.
    pub fn priced(self, price: Price) -> Result<Charge, Overflow> {
        Fraction::from(self.0).times(price.fraction()).map(Charge::new)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
