//! Sums of money in English or European writing, kept digit by digit.

use subcap_core::units::Currency;

use crate::text::{GROUP, Number, number, plain};

/// A sum as far as a cell tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Amount {
    /// With a point as the mark.
    pub value: Number,
    /// The mark before decimals, where the cell leaves no doubt which it is.
    pub mark: Option<char>,
    /// ISO code.
    pub currency: Option<String>,
}

/// Signs and words for currencies that only one has; `$` and "dollar" alone are taken for the first among them.
const SIGNS: [(&str, &str); 24] = [
    ("us$", "USD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("₹", "INR"),
    ("$", "USD"),
    ("euro", "EUR"),
    ("us dollar", "USD"),
    ("u.s. dollar", "USD"),
    ("united states dollar", "USD"),
    ("dollar", "USD"),
    ("australian dollar", "AUD"),
    ("canadian dollar", "CAD"),
    ("pound sterling", "GBP"),
    ("british pound", "GBP"),
    ("swiss franc", "CHF"),
    ("japanese yen", "JPY"),
    ("yen", "JPY"),
    ("złoty", "PLN"),
    ("polish zloty", "PLN"),
    ("indian rupee", "INR"),
];

/// The sum in a cell. `None` if it is none, or below zero.
pub(super) fn amount(cell: &str) -> Option<Amount> {
    let is_number = |c: char| c.is_ascii_digit() || ".,".contains(c) || GROUP.contains(&c);
    let start = cell.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))?;
    let (before, rest) = cell.split_at_checked(start)?;
    let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at_checked(end)?;
    let currency = match (before.trim(), behind.trim()) {
        ("", "") => None,
        ("", sign) | (sign, "") => Some(currency(sign)?),
        _ => return None,
    };
    let (value, mark) = number(digits.trim_end())?;
    Some(Amount { value, mark, currency })
}

/// The code of a sign or a word, or a code as it is.
pub(super) fn currency(sign: &str) -> Option<String> {
    let lower = plain(sign);
    let one = lower.strip_suffix('s').unwrap_or(&lower);
    if let Some((_, code)) = SIGNS.iter().find(|(known, _)| *known == lower || *known == one) {
        return Some((*code).to_owned());
    }
    Currency::from_code(sign.trim()).map(|currency| currency.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_kept_digit_by_digit() {
        let cases = [
            ("73.25", "73.25", None),
            ("73,25", "73.25", None),
            ("1,234.50", "1234.50", None),
            ("1.234,50", "1234.50", None),
            ("1 234,5", "1234.5", None),
            ("1\u{A0}234", "1234", None),
            ("1'234.00", "1234.00", None),
            ("1,234,567", "1234567", None),
            ("1.234.567,00", "1234567.00", None),
            ("0.125", "0.125", None),
            ("1234.567", "1234.567", None),
            ("$155", "155", Some("USD")),
            ("EUR 73,25", "73.25", Some("EUR")),
            ("73,25 €", "73.25", Some("EUR")),
            ("73.25usd", "73.25", Some("USD")),
            ("73,25 Euro", "73.25", Some("EUR")),
            (".5", "0.5", None),
            ("007", "7", None),
            ("0", "0", None),
        ];
        for (cell, sum, currency) in cases {
            let read = amount(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(
                (read.value, read.currency.as_deref()),
                (Number::Is(sum.to_owned()), currency),
                "{cell}"
            );
        }
        for cell in [
            "",
            "free",
            "-5",
            "(5)",
            "1,23,456",
            "1.2.3",
            "1,2,3.4.5",
            "12,34.5",
            "5 % 6",
            "1e3",
            "$5€",
            "5 quid",
            "5 ABC",
        ] {
            assert_eq!(amount(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_mark_that_may_group_or_not_is_left_open() {
        let read = amount("1.234").unwrap();
        assert_eq!(read.value.with_mark(None), None);
        assert_eq!(read.value.with_mark(Some('.')), Some("1.234"));
        assert_eq!(read.value.with_mark(Some(',')), Some("1234"));
        assert_eq!(amount("73,25").unwrap().mark, Some(','));
    }
}
