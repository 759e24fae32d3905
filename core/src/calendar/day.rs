use std::fmt;

use time::{Date, Month};

/// A calendar day, held as its Julian day number so that spans are plain arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Before every date: what an empty `from` means.
    pub const ALWAYS: Self = Self(i32::MIN / 2);
    /// After every date: what an empty `to` means.
    pub const STILL: Self = Self(i32::MAX / 2);

    /// From year, month, day; `None` if there is no such day.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        Date::from_calendar_date(year, month, day).ok().map(|d| Self(d.to_julian_day()))
    }

    /// The first of January of a year of at most four digits.
    pub(super) const fn of_year(year: i32) -> Self {
        let past = year - 1;
        Self(1_721_426 + 365 * past + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400))
    }

    /// From `YYYY-MM-DD`, nothing else.
    ///
    /// ```
    /// use subcap_core::calendar::Day;
    /// assert_eq!(Day::parse(b"2025-09-30").unwrap().to_string(), "2025-09-30");
    /// assert!(Day::parse(b"2025-9-30").is_none());
    /// assert!(Day::parse(b"2025-02-29").is_none());
    /// ```
    pub fn parse(text: &[u8]) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let digit = |c: u8| if c.is_ascii_digit() { Some(i32::from(c - b'0')) } else { None };
        let year = digit(y1)? * 1000 + digit(y2)? * 100 + digit(y3)? * 10 + digit(y4)?;
        if year == 0 {
            return None; // What databases write for "no date".
        }
        let two = |a, b| u8::try_from(digit(a)? * 10 + digit(b)?).ok();
        Self::from_ymd(year, two(m1, m2)?, two(d1, d2)?)
    }

    /// Year, month and day; `None` for [`Day::ALWAYS`] and [`Day::STILL`].
    pub fn ymd(self) -> Option<(i32, u8, u8)> {
        let date = Date::from_julian_day(self.0).ok()?;
        Some((date.year(), date.month().into(), date.day()))
    }

    /// The day `n` days later (earlier if negative).
    pub const fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// The next day.
    pub const fn next(self) -> Self {
        self.plus(1)
    }

    /// The day before.
    pub const fn previous(self) -> Self {
        self.plus(-1)
    }

    /// Days from `earlier` to `self`.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ymd() {
            Some((y, m, d)) => write!(f, "{y:04}-{m:02}-{d:02}"),
            None if *self < Self(0) => f.write_str("always"),
            None => f.write_str("still"),
        }
    }
}

/// Consecutive days, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Span {
    /// Every day there is.
    pub const EVER: Self = Self { from: Day::ALWAYS, to: Day::STILL };

    /// The days from `from` to `to`.
    pub const fn new(from: Day, to: Day) -> Self {
        Self { from, to }
    }

    /// The days in both, if any.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }

    /// Whether the day lies within.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// A day of it, to show what is meant: the first that has a date.
    pub fn a_day(self) -> String {
        match (self.from.ymd(), self.to.ymd()) {
            (Some(_), _) => format!("on {}", self.from),
            (None, Some(_)) => format!("on {}", self.to),
            (None, None) => "on every day".to_owned(),
        }
    }

    /// How many days.
    pub const fn days(self) -> i32 {
        self.to.since(self.from).saturating_add(1)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}
