use std::fmt;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};

use super::Overflow;

/// An exact fraction; every operation is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction(Ratio<i128>);

impl Fraction {
    /// 0
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));
    /// 1
    pub const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// `numerator / denominator`; a denominator of zero is an overflow.
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, Overflow> {
        if denominator == 0 {
            return Err(Overflow);
        }
        let small = i64::try_from(numerator).ok().zip(i64::try_from(denominator).ok());
        let reduced = small.filter(|(n, d)| *n > i64::MIN && *d > i64::MIN).map(|(n, d)| Ratio::new(n, d));
        Ok(reduced.map_or_else(|| Self(Ratio::new(numerator, denominator)), Self::widened))
    }

    /// Nearly every fraction fits 64 bits, for which machines have instructions: reducing it then takes a
    /// tenth of the time (a claim is a dozen of them, and there are thousands in a scenario).
    fn narrowed(self) -> Option<Ratio<i64>> {
        let small = |part: &i128| i64::try_from(*part).ok().filter(|part| *part > i64::MIN);
        Some(Ratio::new_raw(small(self.0.numer())?, small(self.0.denom())?))
    }

    fn widened(of: Ratio<i64>) -> Self {
        Self(Ratio::new_raw(i128::from(*of.numer()), i128::from(*of.denom())))
    }

    /// `self + other`
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        // Quantities are whole: nothing to reduce.
        if self.0.is_integer() && other.0.is_integer() {
            let sum = self.0.numer().checked_add(other.0.numer());
            return sum.map(|sum| Self(Ratio::from_integer(sum))).ok_or(Overflow);
        }
        let small = self.narrowed().zip(other.narrowed()).and_then(|(a, b)| a.checked_add(&b));
        let sum = small.map(Self::widened).or_else(|| self.0.checked_add(&other.0).map(Self));
        sum.ok_or(Overflow)
    }

    /// `self × other`
    pub fn times(self, other: Self) -> Result<Self, Overflow> {
        if self.0.is_integer() && other.0.is_integer() {
            let product = self.0.numer().checked_mul(other.0.numer());
            return product.map(|product| Self(Ratio::from_integer(product))).ok_or(Overflow);
        }
        let small = self.narrowed().zip(other.narrowed()).and_then(|(a, b)| a.checked_mul(&b));
        let product = small.map(Self::widened).or_else(|| self.0.checked_mul(&other.0).map(Self));
        product.ok_or(Overflow)
    }

    /// The denominator in lowest terms.
    pub fn denominator(self) -> i128 {
        *self.0.denom()
    }

    /// The nearest whole number, halves upwards.
    pub fn round_half_up(self) -> Result<i128, Overflow> {
        // ⌊n/d + ½⌋ = ⌊(2n + d) / 2d⌋: nothing has to be reduced for that.
        let (numerator, denominator) = (*self.0.numer(), *self.0.denom());
        let doubled = |part: i128| part.checked_mul(2).ok_or(Overflow);
        let sum = doubled(numerator)?.checked_add(denominator).ok_or(Overflow)?;
        let small = i64::try_from(sum).ok().zip(i64::try_from(doubled(denominator)?).ok());
        // The denominator of a reduced ratio is positive, so Euclid's division rounds down.
        small.map_or_else(
            || Ok(sum.div_euclid(doubled(denominator)?)),
            |(sum, by)| Ok(i128::from(sum.div_euclid(by))),
        )
    }

    /// The greatest whole number not above.
    pub fn floor(self) -> i128 {
        // The denominator of a reduced ratio is positive, so Euclid's division rounds down.
        let small = self.narrowed().map(|small| i128::from(small.numer().div_euclid(*small.denom())));
        small.unwrap_or_else(|| self.0.numer().div_euclid(*self.0.denom()))
    }

    /// The least whole number not below.
    pub fn ceil(self) -> i128 {
        let floor = self.floor();
        if self.0.is_integer() { floor } else { floor.saturating_add(1) }
    }
}

impl From<i64> for Fraction {
    fn from(whole: i64) -> Self {
        Self(Ratio::from_integer(i128::from(whole)))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
