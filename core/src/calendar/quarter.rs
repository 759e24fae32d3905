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

    /// By plain arithmetic: quarters are asked for their days thousands of times in a scenario.
    fn first_day(self) -> Day {
        const BEFORE: [i32; 4] = [0, 90, 181, 273];
        let (year, quarter) = (self.0.div_euclid(4), self.0.rem_euclid(4));
        if !(-9999..=9999).contains(&year) {
            return if self.0 < 0 { Day::ALWAYS } else { Day::STILL };
        }
        let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
        let before = usize::try_from(quarter).ok().and_then(|quarter| BEFORE.get(quarter)).unwrap_or(&0);
        Day::of_year(year).plus(before + i32::from(leap && quarter > 0))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_begin_on_the_first_of_their_month() {
        for quarter in Quarter(-9999 * 4).through(Quarter(9999 * 4 + 3)) {
            let month = u8::try_from(quarter.0.rem_euclid(4) * 3 + 1).unwrap();
            assert_eq!(Some(quarter.first_day()), Day::from_ymd(quarter.0.div_euclid(4), month, 1));
        }
        assert_eq!(Quarter(10_000 * 4).first_day(), Day::STILL);
        assert_eq!(Quarter(-10_000 * 4).first_day(), Day::ALWAYS);
    }
}
