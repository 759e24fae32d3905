//! Sums of money in English or European writing, kept digit by digit.

/// A sum as far as a cell tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Amount {
    /// With a point as the mark.
    pub value: Value,
    /// The mark before decimals, where the cell leaves no doubt which it is.
    pub mark: Option<char>,
    /// ISO code.
    pub currency: Option<String>,
}

/// What the digits mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// That sum.
    Is(String),
    /// `1,234`: the first if the mark groups, the second if decimals follow it.
    Either { grouped: String, decimal: String, mark: char },
}

impl Amount {
    /// The sum, if the decimal mark of its file is that.
    pub fn with_mark(&self, decimal_mark: Option<char>) -> Option<&str> {
        match &self.value {
            Value::Is(sum) => Some(sum),
            Value::Either { grouped, decimal, mark } => {
                Some(if decimal_mark? == *mark { decimal } else { grouped })
            }
        }
    }
}

/// Signs of currencies that only one has; `$` alone is taken for the first among them.
const SIGNS: [(&str, &str); 9] = [
    ("us$", "USD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("₹", "INR"),
    ("$", "USD"),
];

/// The sum in a cell. `None` if it is none, or below zero.
pub(super) fn amount(cell: &str) -> Option<Amount> {
    let is_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '\u{A0}' | '\u{202F}' | ' ');
    let start = cell.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))?;
    let (before, rest) = cell.split_at_checked(start)?;
    let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
    let (number, behind) = rest.split_at_checked(end)?;
    let currency = match (before.trim(), behind.trim()) {
        ("", "") => None,
        ("", sign) | (sign, "") => Some(currency(sign)?),
        _ => return None,
    };
    let number: String = number
        .trim_end()
        .chars()
        .map(|c| if ".,".contains(c) || c.is_ascii_digit() { c } else { ' ' })
        .collect();
    let (value, mark) = value(&number)?;
    Some(Amount { value, mark, currency })
}

/// The code of a sign, or a code as it is.
pub(super) fn currency(sign: &str) -> Option<String> {
    let lower = sign.to_lowercase();
    if let Some((_, code)) = SIGNS.iter().find(|(known, _)| *known == lower) {
        return Some((*code).to_owned());
    }
    let is_code = sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| sign.to_uppercase())
}

fn value(number: &str) -> Option<(Value, Option<char>)> {
    // Blanks only ever group.
    let marks: Vec<char> = number.chars().filter(|c| ".,".contains(*c)).collect();
    let last = marks.last().copied();
    let same = marks.iter().filter(|mark| Some(**mark) == last).count();
    let Some(mark) = last else { return Some((Value::Is(grouped(number, ' ')?), None)) };
    if same > 1 {
        // Several of one kind group, and then there is no other.
        let all = marks.len() == same;
        return all.then(|| grouped(number, mark)).flatten().map(|sum| (Value::Is(sum), None));
    }
    let (whole, decimals) =
        number.split_once(mark).filter(|_| marks.len() == 1).or_else(|| number.rsplit_once(mark))?;
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let other = if marks.len() > 1 { marks.first().copied()? } else { ' ' };
    let as_decimal = || {
        let whole = if whole.is_empty() { "0".to_owned() } else { grouped(whole, other)? };
        Some(if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") })
    };
    let may_group = decimals.len() == 3 && marks.len() == 1 && !whole.contains(' ');
    let may_group = may_group && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if may_group {
        let either = Value::Either { grouped: grouped(number, mark)?, decimal: as_decimal()?, mark };
        return Some((either, None));
    }
    Some((Value::Is(as_decimal()?), (!decimals.is_empty()).then_some(mark)))
}

/// Digits in groups of three, as one number.
fn grouped(number: &str, mark: char) -> Option<String> {
    let groups: Vec<&str> = number.split([mark, ' ']).collect();
    let sizes_fit = groups.iter().skip(1).all(|group| group.len() == 3);
    let first_fits = groups.len() == 1 || groups.first().is_some_and(|group| (1..=3).contains(&group.len()));
    let joined = groups.concat();
    let digits = !joined.is_empty() && joined.bytes().all(|byte| byte.is_ascii_digit());
    if !(sizes_fit && first_fits && digits) {
        return None;
    }
    let bare = joined.trim_start_matches('0');
    Some(if bare.is_empty() { "0".to_owned() } else { bare.to_owned() })
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
            (".5", "0.5", None),
            ("007", "7", None),
            ("0", "0", None),
        ];
        for (cell, sum, currency) in cases {
            let read = amount(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(
                (read.value, read.currency.as_deref()),
                (Value::Is(sum.to_owned()), currency),
                "{cell}"
            );
        }
        for cell in
            ["", "free", "-5", "(5)", "1,23,456", "1.2.3", "1,2,3.4.5", "12,34.5", "5 % 6", "1e3", "$5€"]
        {
            assert_eq!(amount(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_mark_that_may_group_or_not_is_left_open() {
        let read = amount("1.234").unwrap();
        assert_eq!(read.with_mark(None), None);
        assert_eq!(read.with_mark(Some('.')), Some("1.234"));
        assert_eq!(read.with_mark(Some(',')), Some("1234"));
        assert_eq!(amount("73,25").unwrap().mark, Some(','));
    }
}
