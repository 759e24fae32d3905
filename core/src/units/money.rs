use std::fmt;

use super::{Fraction, Overflow};

/// A currency and the decimals its money is written with (ISO 4217).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// By its ISO code, in any case.
    ///
    /// ```
    /// use subcap_core::units::Currency;
    /// assert_eq!(Currency::from_code("jpy").unwrap().decimals(), 0);
    /// assert!(Currency::from_code("quid").is_none());
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(&code.to_ascii_uppercase()).map(Self)
    }

    /// US dollars, the default.
    pub const fn usd() -> Self {
        Self(iso_currency::Currency::USD)
    }

    /// The ISO code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the point: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }

    fn minor_units(self) -> i128 {
        10_i128.pow(self.decimals())
    }
}

/// Price of one metric unit, exact as written (a price may have more decimals than the currency).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price(Fraction);

impl Price {
    /// A price in whole currency units as a fraction.
    pub const fn new(amount: Fraction) -> Self {
        Self(amount)
    }

    pub(crate) const fn fraction(self) -> Fraction {
        self.0
    }

    /// What parts of units cost: an exact amount, not yet rounded.
    pub fn of(self, units: Fraction) -> Result<Charge, Overflow> {
        self.0.times(units).map(Charge)
    }
}

impl fmt::Display for Price {
    /// A decimal if it is one (prices are read as decimals), else the fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const PLACES: usize = 9;
        let scaled = Fraction::new(1_000_000_000, 1).and_then(|scale| self.0.times(scale));
        match scaled.map(|s| (s.floor(), s.floor() == s.ceil())) {
            Ok((number, true)) => {
                let (whole, part) = (number / 1_000_000_000, number % 1_000_000_000);
                let part = format!("{part:0PLACES$}");
                let part = part.trim_end_matches('0');
                write!(f, "{whole}.{part:0<2}")
            }
            _ => self.0.fmt(f),
        }
    }
}

/// Hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BasisPoints(u32);

impl BasisPoints {
    /// That many basis points; 2000 is twenty percent.
    pub const fn new(bp: u32) -> Self {
        Self(bp)
    }

    /// The plain number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// As a fraction of one.
    pub fn fraction(self) -> Result<Fraction, Overflow> {
        Fraction::new(i128::from(self.0), 10_000)
    }
}

/// An exact amount of money before rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge(Fraction);

impl Charge {
    /// Nothing.
    pub const ZERO: Self = Self(Fraction::ZERO);

    pub(super) const fn new(amount: Fraction) -> Self {
        Self(amount)
    }

    /// `self × factor`: a rate, a share of a quarter, a number of years.
    pub fn times(self, factor: Fraction) -> Result<Self, Overflow> {
        self.0.times(factor).map(Self)
    }

    /// `self + other`
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.plus(other.0).map(Self)
    }

    /// **The one rounding place**: half up to the currency's minor unit, once per charge line.
    pub fn round(self, currency: Currency) -> Result<Money, Overflow> {
        let minor = Fraction::new(currency.minor_units(), 1)?;
        self.0.times(minor)?.round_half_up().map(Money)
    }
}

/// Money in minor units (cents, yen, fils); exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `self + other`
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// `self − other`
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(Overflow)
    }

    /// The plain number of minor units.
    pub(crate) const fn minor(self) -> i128 {
        self.0
    }

    /// That many minor units.
    pub(crate) const fn of_minor(minor: i128) -> Self {
        Self(minor)
    }

    /// The amount without its sign.
    pub fn size(self) -> u128 {
        self.0.unsigned_abs()
    }

    /// The part `of / whole` of the amount, rounded half up; for splits whose rest is taken whole.
    pub fn part(self, of: i64, whole: i64) -> Result<Self, Overflow> {
        let amount = Fraction::new(self.0, 1)?;
        amount.times(Fraction::new(i128::from(of), i128::from(whole))?)?.round_half_up().map(Self)
    }

    /// Reads what [`Money::decimal`] wrote: exactly the currency's decimals, no separators.
    ///
    /// ```
    /// use subcap_core::units::{Currency, Money};
    /// let money = Money::from_decimal("-1234.50", Currency::usd()).unwrap();
    /// assert_eq!(money.decimal(Currency::usd()), "-1234.50");
    /// assert!(Money::from_decimal("1,234.5", Currency::usd()).is_none());
    /// ```
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let decimals = usize::try_from(currency.decimals()).ok()?;
        let point = text.contains('.') == (decimals > 0);
        if whole.is_empty() || part.len() != decimals || !point || !digits(whole) || !digits(part) {
            return None;
        }
        let size: i128 = format!("{whole}{part}").parse().ok()?;
        Some(Self(if negative { -size } else { size }))
    }

    /// Written as a decimal with the currency's own number of decimals, as JSON carries it.
    pub fn decimal(self, currency: Currency) -> String {
        struct Decimal(i128, Currency);
        impl fmt::Display for Decimal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let unit = self.1.minor_units().unsigned_abs();
                let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
                match self.1.decimals() as usize {
                    0 => write!(f, "{sign}{size}"),
                    n => write!(f, "{sign}{}.{:0n$}", size / unit, size % unit),
                }
            }
        }
        Decimal(self.0, currency).to_string()
    }
}
