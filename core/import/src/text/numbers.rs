//! Numbers in English or European writing, kept digit by digit.

/// What digits with marks among them mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// That number, with a point before decimals.
    Is(String),
    /// `1,234`: the first if the mark groups, the second if decimals follow it.
    Either {
        /// `1234`
        grouped: String,
        /// `1.234`
        decimal: String,
        /// `,`
        mark: char,
    },
}

impl Number {
    /// The number, if the decimal mark of its file is that.
    pub fn with_mark(&self, decimal_mark: Option<char>) -> Option<&str> {
        match self {
            Self::Is(number) => Some(number),
            Self::Either { grouped, decimal, mark } => {
                Some(if decimal_mark? == *mark { decimal } else { grouped })
            }
        }
    }

    /// As the cell has it, if that is open.
    pub fn as_written(&self) -> String {
        match self {
            Self::Is(number) => number.clone(),
            Self::Either { decimal, mark, .. } => decimal.replace('.', &mark.to_string()),
        }
    }
}

/// A number of digits, points, commas, blanks and apostrophes, and the mark before its decimals, where it leaves no
/// doubt which that is.
pub fn number(text: &str) -> Option<(Number, Option<char>)> {
    // Blanks and apostrophes only ever group.
    let text: String = text.chars().map(|c| if GROUP.contains(&c) { ' ' } else { c }).collect();
    let marks: Vec<char> = text.chars().filter(|c| ".,".contains(*c)).collect();
    let last = marks.last().copied();
    let same = marks.iter().filter(|mark| Some(**mark) == last).count();
    let Some(mark) = last else { return Some((Number::Is(grouped(&text, ' ')?), None)) };
    if same > 1 {
        // Several of one kind group, and then there is no other.
        let all = marks.len() == same;
        return all.then(|| grouped(&text, mark)).flatten().map(|number| (Number::Is(number), None));
    }
    let (whole, decimals) =
        text.split_once(mark).filter(|_| marks.len() == 1).or_else(|| text.rsplit_once(mark))?;
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
        let either = Number::Either { grouped: grouped(&text, mark)?, decimal: as_decimal()?, mark };
        return Some((either, None));
    }
    Some((Number::Is(as_decimal()?), (!decimals.is_empty()).then_some(mark)))
}

/// Marks that never stand before decimals.
pub const GROUP: [char; 5] = [' ', '\'', '’', '\u{A0}', '\u{202F}'];

/// The mark before decimals, if the numbers of a file show one and no other.
pub fn decimal_mark(marks: impl Iterator<Item = char>) -> Option<char> {
    let mut marks: Vec<char> = marks.collect();
    marks.sort_unstable();
    marks.dedup();
    match marks.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
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
