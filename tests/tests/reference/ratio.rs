//! Exact rationals over `i128`. Overflow panics (the build keeps overflow checks on).

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    num: i128,
    den: i128,
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

impl Ratio {
    pub const ZERO: Ratio = Ratio { num: 0, den: 1 };

    /// num / den, reduced; den must not be zero.
    pub fn new(num: i128, den: i128) -> Ratio {
        if den == 1 {
            return Ratio { num, den };
        }
        let g = gcd(num, den) * den.signum();
        Ratio { num: num / g, den: den / g }
    }

    pub fn whole(num: i128) -> Ratio {
        Ratio { num, den: 1 }
    }

    /// Reads a non-negative decimal such as `73.25`; `None` if it is anything else.
    pub fn decimal(text: &str) -> Option<Ratio> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let den = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        Some(Ratio::new(digits.parse().ok()?, den))
    }

    pub fn floor(self) -> i128 {
        self.num.div_euclid(self.den)
    }

    pub fn ceil(self) -> i128 {
        -((-self.num).div_euclid(self.den))
    }

    /// The nearest whole number, halves upwards.
    pub fn half_up(self) -> i128 {
        (self + Ratio::new(1, 2)).floor()
    }

    pub fn as_whole(self) -> Option<i128> {
        (self.den == 1).then_some(self.num)
    }
}

impl Add for Ratio {
    type Output = Ratio;
    fn add(self, other: Ratio) -> Ratio {
        Ratio::new(self.num * other.den + other.num * self.den, self.den * other.den)
    }
}

impl Sub for Ratio {
    type Output = Ratio;
    fn sub(self, other: Ratio) -> Ratio {
        self + Ratio::new(-other.num, other.den)
    }
}

impl Mul for Ratio {
    type Output = Ratio;
    fn mul(self, other: Ratio) -> Ratio {
        Ratio::new(self.num * other.num, self.den * other.den)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
