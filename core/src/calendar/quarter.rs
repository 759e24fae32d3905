use std::fmt;

use super::{Day, Span};

/// A calendar quarter, written `2025-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// The quarter that holds the day.
    ///
    /// ```
    /// use subcap_core::calendar::{Day, Quarter};
    /// let q = Quarter::of(Day::parse(b"2025-09-30").unwrap());
    /// assert_eq!(q.to_string(), "2025-Q3");
    /// assert_eq!(q.span().to_string(), "2025-07-01..2025-09-30");
    /// assert_eq!(q.plus(2).to_string(), "2026-Q1");
    /// ```
    pub fn of(day: Day) -> Self {
        // The input accepts years 1 to 9999 only; the sentinels fall on the ends.
        let (year, month, _) = day.ymd().unwrap_or(if day < Day::STILL { (0, 1, 1) } else { (9999, 12, 31) });
        Self(year.saturating_mul(4).saturating_add(i32::from((month - 1) / 3)))
    }

    /// From `2025-Q3` (also `2025Q3`).
    pub fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once(['Q', 'q'])?;
        let year: i32 = year.trim_end_matches('-').parse().ok()?;
        let quarter: i32 = quarter.parse().ok()?;
        ((1..=9999).contains(&year) && (1..=4).contains(&quarter)).then(|| Self(year * 4 + quarter - 1))
    }

    /// `n` quarters later (earlier if negative).
    pub const fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// Quarters from `earlier` to `self`.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// First and last day.
    pub fn span(self) -> Span {
        Span::new(self.first_day(), self.plus(1).first_day().previous())
    }

    /// Days of the calendar quarter, 90 to 92.
    pub fn days(self) -> i32 {
        self.span().days()
    }

    /// All quarters from `self` to `last`.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
        (self.0..last.0.saturating_add(1)).map(Self)
    }

    fn first_day(self) -> Day {
        let month = u8::try_from(self.0.rem_euclid(4) * 3 + 1).unwrap_or(1);
        Day::from_ymd(self.0.div_euclid(4), month, 1).unwrap_or(if self.0 < 0 {
            Day::ALWAYS
        } else {
            Day::STILL
        })
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}
