//! The days for which a report speaks.

use subcap_core::calendar::{Day, DaySet, Span};
use subcap_core::order::Set;

use crate::dates::iso;

/// The two days that stand one behind the other in a file's name: `products_daily_2021-04-04_2021-05-04_host.csv`.
pub(crate) fn in_name(path: &str) -> Option<Span> {
    let name = subcap_core::read::last_part(path);
    let mut days = name.split(['_', ' ', '.']).map(iso);
    let mut before = days.next()?;
    for day in days {
        match (before, day) {
            (Some(from), Some(to)) if from <= to => return Some(Span::new(from, to)),
            _ => before = day,
        }
    }
    None
}

/// Days as spans.
pub(crate) fn spans(days: impl IntoIterator<Item = Day>) -> Vec<Span> {
    DaySet::union_of(days.into_iter().map(|day| Span::new(day, day))).iter().collect()
}

/// The days of a period that are not among these.
pub(crate) fn missing(days: &Set<Day>, period: Span) -> Vec<Span> {
    let there = DaySet::union_of(days.iter().map(|day| Span::new(*day, *day)));
    there.missing(period).collect()
}

/// The first few of several spans, in words.
pub(crate) fn listed(spans: &[Span]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = spans.iter().take(SHOWN).map(|span| crate::cells::days(*span)).collect();
    let more = spans.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_period() {
        let span = |path| in_name(path).map(|span| span.to_string());
        assert_eq!(
            span("a.zip/products_daily_2021-04-04_2021-05-04_ilmt.example.org.csv").as_deref(),
            Some("2021-04-04..2021-05-04")
        );
        assert_eq!(span("products 2025-01-01 2025-03-31.csv").as_deref(), Some("2025-01-01..2025-03-31"));
        assert_eq!(span("audit_snapshot_2021-05-04.zip"), None);
        assert_eq!(span("x_2021-05-04_2021-04-04.csv"), None);
    }

    #[test]
    fn gaps_are_listed() {
        let day = |n| Day::from_ymd(2025, 1, n).unwrap();
        let days: Set<Day> = [1, 2, 5, 7].map(day).into();
        assert_eq!(spans(days.iter().copied()).len(), 3);
        let gaps = missing(&days, Span::new(day(1), day(8)));
        assert_eq!(listed(&gaps), "2025-01-03 to 2025-01-04, 2025-01-06, 2025-01-08");
    }
}
