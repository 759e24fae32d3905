//! The day on which an export was made.

use subcap_core::calendar::Day;
use subcap_core::read::plausible;

/// The day of a timestamp: `2024/03/01 10:00:00`, `2024-03-01T10:00:00Z`, `01.03.2024 10:00`, `3/31/2024`, or the
/// serial number of a spreadsheet. A day that can be read in two ways is none.
pub(crate) fn day(text: &str) -> Option<Day> {
    let date = text.split([' ', 'T', '\u{A0}']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    match (second, third) {
        (Some(second), Some(third)) if parts.next().is_none() => {
            let [a, b, c] = [number(first)?, number(second)?, number(third)?];
            let (a_or_b, dotted) = ((a > 12, b > 12), date.contains('.'));
            match (first.len(), third.len(), a_or_b) {
                (4, ..) => ymd(a, b, c),
                (_, 4, _) if dotted || a == b => ymd(c, b, a),
                (_, 4, (true, false)) => ymd(c, b, a),
                (_, 4, (false, true)) => ymd(c, a, b),
                _ => None,
            }
        }
        // Days since 1899-12-30; what follows the point is the time of the day.
        (_, None) if (36_000..80_000).contains(&number(first)?) => {
            Some(Day::from_ymd(1899, 12, 30)?.plus(number(first)?.cast_signed()))
        }
        _ => None,
    }
}

/// The day in a file's name: `RVTools_export_all_2024-03-01_12.30.15.xlsx`, `vcenter_20240301.csv`.
pub(crate) fn day_in_name(name: &str) -> Option<Day> {
    let digit = |at: usize| name.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..name.len()).filter(|at| digit(*at) && !at.checked_sub(1).is_some_and(digit));
    starts.into_iter().find_map(|start| {
        let run = (start..name.len()).take_while(|at| digit(*at)).count();
        let part = |from: usize, len: usize| number(name.get(start + from..start + from + len)?);
        let mark = |at: usize| name.as_bytes().get(start + at).is_some_and(|byte| b"-_.".contains(byte));
        let parted = run == 4 && mark(4) && mark(7) && !digit(start + 10);
        let (month, day) = match run {
            8 | 12 | 14 => (4, 6),
            _ if parted => (5, 8),
            _ => return None,
        };
        let year = part(0, 4).filter(|year| (2000..2100).contains(year))?;
        ymd(year, part(month, 2)?, part(day, 2)?)
    })
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn ymd(year: u32, month: u32, day: u32) -> Option<Day> {
    let day = Day::from_ymd(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    day.and_then(plausible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Day> {
        Day::parse(text.as_bytes())
    }

    #[test]
    fn days_of_timestamps() {
        let good = [
            "2024/03/01 10:00:00",
            "2024-03-01T10:00:00Z",
            "2024-03-01",
            "01.03.2024 10:00",
            "1.3.2024",
            "45352.5",
            "45352",
        ];
        for text in good {
            assert_eq!(day(text), of("2024-03-01"), "{text}");
        }
        assert_eq!(day("3/31/2024 1:00:00 PM"), of("2024-03-31"));
        assert_eq!(day("31/3/2024"), of("2024-03-31"));
        assert_eq!(day("03/03/2024"), of("2024-03-03"));
        for text in [
            "",
            "3/1/2024",
            "yesterday",
            "7410-04-03",
            "2024-13-01",
            "2024-03",
            "12",
            "4.6",
            "1.2.3.4",
            "99999999999",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_names() {
        let good = [
            "RVTools_export_all_2024-03-01_12.30.15.xlsx",
            "vc01.corp_2024_03_01.zip",
            "20240301.csv",
            "vc7_20240301123015",
            "2024.03.01",
            "größe 2024-03-01",
        ];
        for name in good {
            assert_eq!(day_in_name(name), of("2024-03-01"), "{name}");
        }
        for name in ["", "vInfo.csv", "12024-03-01", "2024-03-012", "202403015", "2024-13-01", "1999-01-01"] {
            assert_eq!(day_in_name(name), None, "{name}");
        }
    }
}
