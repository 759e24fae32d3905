//! Days, spans of days and calendar quarters (SPEC sections 2 and 5).

use time::{Date, Duration, Month};

/// Reads `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

pub fn show_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

pub fn plus_days(date: Date, days: i64) -> Date {
    date.checked_add(Duration::days(days)).unwrap_or(Date::MAX)
}

/// Both ends inclusive; an empty `from` means always, an empty `to` means still (SPEC section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Span {
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        let before = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// A calendar quarter, counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(pub i32);

impl Quarter {
    pub fn of(day: Date) -> Quarter {
        Quarter(day.year() * 4 + (i32::from(u8::from(day.month())) - 1) / 3)
    }

    pub fn first_day(self) -> Date {
        let month = Month::try_from(self.0.rem_euclid(4) as u8 * 3 + 1).expect("a month");
        Date::from_calendar_date(self.0.div_euclid(4), month, 1).expect("a date")
    }

    pub fn last_day(self) -> Date {
        plus_days(Quarter(self.0 + 1).first_day(), -1)
    }

    /// Days of the calendar quarter.
    pub fn days(self) -> i128 {
        i128::from((self.last_day() - self.first_day()).whole_days()) + 1
    }

    pub fn label(self) -> String {
        format!("{}-Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}
