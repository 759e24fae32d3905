//! Days as exports write them.

use subcap_core::calendar::Day;
use subcap_core::read::plausible;

/// What a cell says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Date {
    /// That day.
    Day(Day),
    /// `03/05/2011`: the earlier and the later of the two it may be.
    Either(Day, Day),
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day as the tools write it, `2025-12-31`; one centuries away is a slip, and would have every quarter until then
/// missing.
pub(crate) fn iso(text: &str) -> Option<Day> {
    Day::parse(text.as_bytes()).and_then(plausible)
}

/// The day of a cell; a time of day behind it is passed over. Of the days far away only those of the year 9999 are
/// known: they stand for no end.
pub(crate) fn date(cell: &str) -> Option<Date> {
    let known = |day: Day| plausible(day).is_some() || day.ymd().is_some_and(|(year, ..)| year == 9999);
    written(cell).filter(|date| match date {
        Date::Day(day) => known(*day),
        Date::Either(first, second) => known(*first) && known(*second),
    })
}

fn written(cell: &str) -> Option<Date> {
    let cell = cell.trim();
    if let Some(day) = cell.as_bytes().get(..10).and_then(Day::parse) {
        let ends = cell.as_bytes().get(10).is_none_or(|byte| matches!(byte, b' ' | b'T' | b't'));
        return ends.then_some(Date::Day(day));
    }
    let mut parts = cell
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|p| !p.is_empty());
    let three = (parts.next()?, parts.next(), parts.next());
    match three {
        // What spreadsheets make of a day: those since 1899-12-30.
        (only, None, _) if only.len() == 5 => {
            let days = only.parse().ok().filter(|days| (36_000..80_000).contains(days))?;
            Some(Date::Day(Day::from_ymd(1899, 12, 30)?.plus(days)))
        }
        (only, None, _) if only.len() == 8 => {
            let (year, rest) = only.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            ymd(year, number(month)?, number(day)?).map(Date::Day)
        }
        (first, Some(second), Some(third)) => of_parts(first, second, third, cell.contains('.')),
        _ => None,
    }
}

fn of_parts(first: &str, second: &str, third: &str, dotted: bool) -> Option<Date> {
    if first.len() == 4 {
        return ymd(first, number(second)?, number(third)?).map(Date::Day);
    }
    if let Some(month) = month(second) {
        return ymd(third, month, number(first)?).map(Date::Day);
    }
    if let Some(month) = month(first) {
        return ymd(third, month, number(second)?).map(Date::Day);
    }
    let (first, second) = (number(first)?, number(second)?);
    let (european, american) = (ymd(third, second, first), ymd(third, first, second));
    match (european, american) {
        (Some(european), Some(american)) if !dotted && european != american => {
            Some(Date::Either(european.min(american), european.max(american)))
        }
        (Some(day), _) => Some(Date::Day(day)),
        (None, Some(day)) => (!dotted).then_some(Date::Day(day)),
        (None, None) => None,
    }
}

/// All days that a text names: `Start date 01 Jan 2011 End date 31 Dec 2011`.
pub(crate) fn dates_in(text: &str) -> Vec<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let three = words.get(at..at + 3).map(|three| three.join(" "));
        if let Some(day) = date(word.trim_matches(['(', ')', ',', ';'])) {
            found.push(day);
            at += 1;
        } else if let Some(day) = three.and_then(|three| date(&three)) {
            found.push(day);
            at += 3;
        } else {
            at += 1;
        }
    }
    found
}

fn number(text: &str) -> Option<u8> {
    (text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let start = word.get(..3).filter(|_| word.chars().all(char::is_alphabetic))?;
    let at = MONTHS.iter().position(|month| *month == start)?;
    u8::try_from(at + 1).ok()
}

/// Years of two digits are of this century.
fn ymd(year: &str, month: u8, day: u8) -> Option<Day> {
    let full = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    Day::from_ymd(full, month, day).filter(|_| full >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::Day(Day::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn days_in_any_usual_writing() {
        let march = [
            "2011-03-05",
            "2011-03-05 04:59:40.123",
            "2011-03-05T10:58:56.0260078Z",
            "2011/03/05 16:14:28",
            "20110305",
            "05 Mar 2011",
            "5-MAR-11",
            "Mar 5, 2011 6:28:58 AM",
            "March 5, 2011",
            "05.03.2011",
            "40607",
            "5.3.2011 10:00",
        ];
        for text in march {
            assert_eq!(date(text), Some(day("2011-03-05")), "{text}");
        }
        assert_eq!(date("25/03/2011"), Some(day("2011-03-25")));
        assert_eq!(date("3/25/2011"), Some(day("2011-03-25")));
        assert_eq!(date("04/04/2011"), Some(day("2011-04-04")));
        for text in
            ["", "soon", "2011", "0000-00-00", "2011-13-01", "31.02.2011", "3.25.2011", "1 2 3 4", "12:30"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn days_far_away_are_slips_but_for_the_last_year() {
        assert_eq!(iso("2025-12-31"), Some(Day::parse(b"2025-12-31").unwrap()));
        for text in ["7410-04-03", "9999-12-31", "0025-12-31", "1899-12-31"] {
            assert_eq!(iso(text), None, "{text}");
        }
        assert_eq!(date("31.12.9999"), Some(day("9999-12-31")));
        for text in ["7410-04-03", "03/05/4050", "1 Jan 1025"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_may_be_two_is_both() {
        let both = |a: &str, b: &str| match (day(a), day(b)) {
            (Date::Day(a), Date::Day(b)) => Date::Either(a, b),
            _ => unreachable!(),
        };
        assert_eq!(date("03/05/2011"), Some(both("2011-03-05", "2011-05-03")));
    }

    #[test]
    fn a_text_names_several() {
        let coverage = "Start date 01 Jan 2011\n End date 31 Dec 2011";
        assert_eq!(dates_in(coverage), [day("2011-01-01"), day("2011-12-31")]);
        assert_eq!(dates_in("2011-01-01 to 2011-12-31"), [day("2011-01-01"), day("2011-12-31")]);
        assert_eq!(dates_in("none at all"), []);
    }
}
