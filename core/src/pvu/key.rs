//! The key of a row: which processor names the row is for. The syntax is described in the module.

use super::words::{Number, Word, parse_number, words};
use std::cmp::Reverse;

/// A key after parsing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Written with `!`: if it matches, rows without `!` are set aside.
    pub(super) goes_first: bool,
    clauses: Vec<Clause>,
}

/// `words : models`; the words are the family.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Clause {
    family: Vec<String>,
    models: Vec<Model>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Model {
    /// Words that follow one another: `e5-2690-v4`.
    Phrase(Vec<String>),
    /// `7500-7599`, `6000-6999p`, `ps700-ps703`. Without a prefix, any short prefix will do.
    Range(Number),
}

/// How well a key fits a name; the larger, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    No,
    /// The family is named, but none of the key's models.
    Family,
    /// The family is named and the key asks for no model.
    Whole,
    /// A model is named; an earlier word is better than a later one.
    Model(Reverse<usize>),
}

impl Key {
    /// Reads a key. The error says what is wrong and what to write instead.
    pub(super) fn parse(text: &str) -> Result<Key, &'static str> {
        let text = text.trim();
        if text == "-" {
            return Ok(Key { goes_first: false, clauses: Vec::new() });
        }
        let (goes_first, body) = match text.strip_prefix('!') {
            Some(body) => (true, body),
            None => (false, text),
        };
        let mut clauses = Vec::new();
        for part in body.split('|') {
            parse_clause(part, &mut clauses)?;
        }
        Ok(Key { goes_first, clauses })
    }

    /// The best fit of all clauses.
    pub(super) fn fit(&self, name: &[Word]) -> Fit {
        self.clauses.iter().map(|clause| clause.fit(name)).max().unwrap_or(Fit::No)
    }
}

impl Clause {
    fn fit(&self, name: &[Word]) -> Fit {
        if !self.family.iter().all(|word| name.iter().any(|other| other.text == *word)) {
            return Fit::No;
        }
        if self.models.is_empty() {
            return Fit::Whole;
        }
        let first = (0..name.len()).find(|&at| {
            name.get(at..).is_some_and(|rest| self.models.iter().any(|model| model.starts(rest)))
        });
        match first {
            Some(at) => Fit::Model(Reverse(at)),
            None if self.family.is_empty() => Fit::No,
            None => Fit::Family,
        }
    }
}

impl Model {
    /// True if the words begin with this model.
    fn starts(&self, rest: &[Word]) -> bool {
        match self {
            Model::Phrase(phrase) => {
                rest.len() >= phrase.len() && phrase.iter().zip(rest).all(|(word, other)| *word == other.text)
            }
            Model::Range(range) => rest.first().and_then(|word| word.number.as_ref()).is_some_and(|number| {
                range.low <= number.low
                    && number.high <= range.high
                    && range.suffix == number.suffix
                    && (range.prefix.is_empty() || range.prefix == number.prefix)
            }),
        }
    }
}

/// Reads `power9/power : s914 s922`; each `/` gives one clause more.
fn parse_clause(part: &str, clauses: &mut Vec<Clause>) -> Result<(), &'static str> {
    let (family, models) = match part.split_once(':') {
        Some((_, models)) if models.contains(':') => return Err("write one ':' in each part between '|'"),
        Some((family, models)) => (family, Some(models)),
        None => (part, None),
    };
    let models = models.map_or(Ok(Vec::new()), parse_models)?;
    let mut families: Vec<Vec<String>> = vec![Vec::new()];
    for item in family.split_whitespace() {
        let mut grown = Vec::new();
        for choice in item.split('/') {
            let choice = phrase(choice)?;
            grown.extend(families.iter().map(|family| family.iter().chain(&choice).cloned().collect()));
        }
        families = grown;
    }
    if models.is_empty() && families.iter().any(Vec::is_empty) {
        return Err(
            "write the words that must be in the processor name, such as 'xeon' or 'power9 : s924', or '-'",
        );
    }
    clauses.extend(families.into_iter().map(|family| Clause { family, models: models.clone() }));
    Ok(())
}

fn parse_models(text: &str) -> Result<Vec<Model>, &'static str> {
    let mut models: Vec<Model> = Vec::new();
    for item in text.split_whitespace() {
        // `e5-2690 v4`: a version belongs to the model before it.
        let version = item.strip_prefix('v').is_some_and(|digit| matches!(digit.parse::<u32>(), Ok(1..=9)));
        if version && let Some(Model::Phrase(before)) = models.last_mut() {
            before.push(item.to_owned());
            continue;
        }
        models.push(match range(item)? {
            Some(range) => Model::Range(range),
            None => Model::Phrase(phrase(item)?),
        });
    }
    if models.is_empty() {
        return Err("write the models after ':', such as 'xeon : 7500-7599', or leave ':' out");
    }
    Ok(models)
}

/// A range has the same letters before and as many digits in both ends; letters after stand once, at the end.
fn range(item: &str) -> Result<Option<Number>, &'static str> {
    let Some((left, right)) = item.split_once('-') else { return Ok(None) };
    let (Some(first), Some(last)) =
        (parse_number(&left.to_ascii_lowercase()), parse_number(&right.to_ascii_lowercase()))
    else {
        return Ok(None);
    };
    let same_form = first.prefix == last.prefix
        && first.suffix.is_empty()
        && right.len().checked_sub(last.suffix.len()) == Some(left.len());
    if !same_form {
        return Ok(None);
    }
    if first.low > last.low {
        return Err("write the smaller number of a range first, such as '7500-7599'");
    }
    Ok(Some(Number { high: last.low, suffix: last.suffix, ..first }))
}

/// The words of one item; an item that is dropped from every name (`cpu`, `2.5GHz`) could never match.
fn phrase(item: &str) -> Result<Vec<String>, &'static str> {
    let found: Vec<String> = words(item).into_iter().map(|word| word.text).collect();
    if found.is_empty() {
        return Err(
            "take out words that are ignored in processor names (cpu, processor, a clock speed) and stray signs",
        );
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Fit, Key};
    use crate::pvu::words::words;

    fn fits(key: &str, name: &str) -> bool {
        matches!(Key::parse(key).unwrap().fit(&words(name)), Fit::Model(_) | Fit::Whole)
    }

    #[test]
    fn models_are_words_phrases_and_ranges() {
        for (key, name) in [
            ("xeon : e5-2690 v4", "Intel Xeon E5-2690 v4"),
            ("xeon : e5-2690-v4", "Intel Xeon E5-2690v4"),
            ("xeon : 7500-7599", "Xeon X7560"),
            ("xeon : 6000-6999p", "Xeon 6787P"),
            ("power7/power : ps700-ps703", "Power PS702"),
            ("z14 : m01-m05", "z14 M04"),
            (" : l922 lc922", "some LC922"),
            ("a | B", "B"),
        ] {
            assert!(fits(key, name), "{key} / {name}");
        }
        for (key, name) in [
            ("xeon : e5-2690 v4", "Xeon E5-2690 v3"),
            ("xeon : 7500-7599", "Xeon 7560P"),
            ("xeon : 6000-6999p", "Xeon 6550"),
            ("power7 : ps700-ps703", "POWER7 702"),
            ("power1", "POWER10"),
            ("xeon : 3000-3499", "Xeon 3400-3699"),
            ("-", "-"),
        ] {
            assert!(!fits(key, name), "{key} / {name}");
        }
    }

    #[test]
    fn bad_keys_are_refused() {
        for key in
            ["", "!", "xeon :", ":", "xeon : 7599-7500", "cpu", "a : b : c", "a |", "xeon/ : 1", "xeon : ,"]
        {
            assert!(Key::parse(key).is_err(), "{key}");
        }
    }
}
