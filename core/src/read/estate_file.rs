//! `estate.toml`: the few facts about the estate as a whole.

use toml::de::DeValue;

use crate::calendar::Day;
use crate::data;
use crate::error::{Error, ErrorCode, nearest};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::units::Currency;

const KEYS: [&str; 4] = ["as_of", "currency", "name", "first_deployment"];

/// What `estate.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstateFile {
    /// File, as the caller named it.
    pub path: String,
    /// The day the position is taken; may also be given by the caller.
    pub as_of: Option<Day>,
    /// Currency of all prices, if stated; else USD.
    pub currency: Option<Currency>,
    /// Name of the estate.
    pub name: String,
    /// First eligible deployment, if stated.
    pub first_deployment: Option<Day>,
}

impl EstateFile {
    /// An estate file that says nothing but the as-of date.
    pub fn of(path: &str, as_of: Option<Day>) -> Self {
        Self { path: path.to_owned(), as_of, currency: None, name: String::new(), first_deployment: None }
    }

    /// Whether both say the same, wherever they stand.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let said = |file: &Self| Self {
            path: String::new(),
            currency: Some(file.currency.unwrap_or(Currency::usd())),
            ..file.clone()
        };
        said(self) == said(other)
    }

    /// What both say; where they differ this one.
    pub(super) fn over(self, under: Self) -> Self {
        Self {
            path: self.path,
            as_of: self.as_of.or(under.as_of),
            currency: self.currency.or(under.currency),
            name: if self.name.is_empty() { under.name } else { self.name },
            first_deployment: self.first_deployment.or(under.first_deployment),
        }
    }

    pub(super) fn parse(path: &str, bytes: &[u8], findings: &mut Findings) -> Result<Self, Error> {
        let bad =
            |message: &str, advice: &str| Error::new(ErrorCode::BadEstateFile, message, advice).in_file(path);
        let text =
            std::str::from_utf8(bytes).map_err(|_| bad("the file is not UTF-8 text", "Save it as UTF-8."))?;
        let text = text.trim_start_matches('\u{FEFF}');
        let table = data::table(text, &|reason| {
            bad(&format!("not valid TOML: {reason}"), "Write lines such as: as_of = 2025-12-31")
        })?;
        for key in table.keys().map(|key| key.get_ref()).filter(|key| !KEYS.contains(&&***key)) {
            let advice = nearest(key, KEYS).map_or_else(
                || format!("Known keys are {}.", KEYS.join(", ")),
                |near| format!("If this is meant to be {near}, rename it."),
            );
            let message = "this key is not known and was ignored";
            let finding = Finding::new(Code::UnknownKey, Severity::Warning, path, message, &advice);
            findings.push(finding.cell(key, b""));
        }
        let value = |key: &str| table.get(key).map(|value| value.get_ref());
        let text_of = |key: &str| match value(key) {
            None => Ok(None),
            Some(DeValue::String(text)) => Ok(Some(text.to_string())),
            Some(_) => Err(bad(&format!("{key} is not a text"), "Put it between quotes.").in_column(key)),
        };
        let date_of = |key: &str| {
            let text = match value(key) {
                None => return Ok(None),
                Some(DeValue::Datetime(date)) => date.to_string(),
                Some(DeValue::String(text)) => text.trim().to_owned(),
                Some(DeValue::Integer(number)) => number.to_string(),
                Some(other) => format!("of type {}", other.type_str()),
            };
            let advice = format!("Write it as {key} = 2025-12-31.");
            let day = Day::parse(text.as_bytes())
                .ok_or_else(|| bad(&format!("{key} is not a date: {text}"), &advice).in_column(key))?;
            plausible(day)
                .ok_or_else(|| bad(&format!("{key} is an absurd date: {text}"), &advice).in_column(key))
                .map(Some)
        };
        let currency_of = |code: String| {
            let message = format!("currency is not an ISO code: {code}");
            let error =
                || bad(&message, "Write the three letters, for instance \"EUR\".").in_column("currency");
            Currency::from_code(code.trim()).ok_or_else(error)
        };
        let currency = text_of("currency")?.map(currency_of).transpose()?;
        Ok(Self {
            path: path.to_owned(),
            as_of: date_of("as_of")?,
            currency,
            name: text_of("name")?.unwrap_or_default(),
            first_deployment: date_of("first_deployment")?,
        })
    }
}

/// Sub-capacity terms exist since 2005; a century each way leaves room for any real date.
pub fn plausible(day: Day) -> Option<Day> {
    day.ymd().filter(|(year, _, _)| (1900..=2200).contains(year)).map(|_| day)
}
