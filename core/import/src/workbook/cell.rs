//! A cell's content as text: numbers without floats, dates as dates.

use subcap_core::calendar::Day;

/// A number as a CSV file would have it: no exponent, no `.0`. A fraction of three digits gets a fourth, so that
/// nobody takes `1.125` for a grouped 1,125.
pub(super) fn number(text: &str) -> String {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.parse::<i32>().ok().filter(|exponent| exponent.unsigned_abs() <= 308);
    let Some(exponent) =
        exponent.filter(|_| all_digits(whole) && all_digits(fraction) && !mantissa.is_empty())
    else {
        return text.to_owned();
    };
    // The point moves.
    let mut digits = format!("{whole}{fraction}");
    let mut point = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_add(exponent);
    while point < 0 {
        digits.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).unwrap_or(0);
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.len() {
        0 => format!("{sign}{whole}"),
        3 => format!("{sign}{whole}.{fraction}0"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

/// The date of a serial number: days since 1899-12-30, or since 1904, and the part of a day. `None` for what lies
/// before 1904 or beyond the calendar: then it is a time or no date at all.
pub(super) fn date(number: &str, from_1904: bool) -> Option<String> {
    let (days, part) = number.split_once('.').unwrap_or((number, ""));
    let days: i32 = days.parse().ok().filter(|days| (1_462..2_958_466).contains(days) || from_1904)?;
    let first = if from_1904 { Day::from_ymd(1904, 1, 1)? } else { Day::from_ymd(1899, 12, 30)? };
    let day = first.plus(days.clamp(0, 2_958_465));
    let part: String = part.chars().chain("000000000".chars()).take(9).collect();
    let seconds = (part.parse::<u64>().ok()? * 86_400 + 500_000_000) / 1_000_000_000;
    if seconds == 0 || seconds >= 86_400 {
        // Half a second before midnight keeps its day.
        return Some(day.to_string());
    }
    Some(format!("{day} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_never_grouped() {
        let cases = [
            ("32", "32"),
            ("32.0", "32"),
            ("0.34375", "0.34375"),
            ("1E+15", "1000000000000000"),
            ("1.5e2", "150"),
            ("2.5E-3", "0.0025"),
            ("1.125", "1.1250"),
            ("-7", "-7"),
            ("007", "7"),
            (".5", "0.5"),
            ("0", "0"),
            ("1e999999999", "1e999999999"),
            ("NaN", "NaN"),
            ("", ""),
            ("-", "-"),
            ("1.2.3", "1.2.3"),
            ("e5", "e5"),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(crate::cells::whole(&number("1.125")), None);
    }

    #[test]
    fn dates_of_serial_numbers() {
        let of = |number| date(number, false);
        assert_eq!(of("45352").as_deref(), Some("2024-03-01"));
        assert_eq!(of("45352.5").as_deref(), Some("2024-03-01 12:00:00"));
        assert_eq!(of("45352.4375").as_deref(), Some("2024-03-01 10:30:00"));
        assert_eq!(of("45352.99999999999").as_deref(), Some("2024-03-01"));
        assert_eq!(date("43890", true).as_deref(), Some("2024-03-01"));
        for number in ["0.5", "-1", "99999999", "", "x", "1e9"] {
            assert_eq!(of(number), None, "{number}");
        }
    }
}
