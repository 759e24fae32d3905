//! Reports of parts of one estate put together: the bytes of a report of the whole.
//!
//! A scheduler can run one process per product or per part. Products are taken over as they are written; the
//! readings' sums are formed again from theirs.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Error, ErrorCode};
use crate::units::{Currency, Money};

use super::SCHEMA;
use super::build::{WHY_INCOMPLETE, WHY_NOT_COUNTED};

const ADVICE: &str = "Give the reports of all parts of one estate, as `subcap estimate ESTATE --part 1/4 --format json` writes them.";

/// A report with its parts as they are written. The order of the fields is that of [`super::Report`].
#[derive(Debug, Serialize, Deserialize)]
struct Piece<'a> {
    #[serde(borrow)]
    schema: &'a RawValue,
    as_of: String,
    currency: String,
    products: Vec<&'a RawValue>,
    readings: Vec<PieceReading<'a>>,
    findings: &'a RawValue,
    name: String,
    first_deployment: Option<String>,
    notice: &'a RawValue,
}

/// A reading in it.
#[derive(Debug, Serialize, Deserialize)]
struct PieceReading<'a> {
    reading: String,
    #[serde(borrow)]
    window: &'a RawValue,
    products: Vec<&'a RawValue>,
    total: String,
    complete: bool,
    incomplete_because: Vec<String>,
    without_gaps: Option<String>,
    /// Formed again like the sums; reports of earlier versions do not have it.
    #[serde(default)]
    without_gaps_complete: bool,
    title: String,
}

#[derive(Deserialize)]
struct Version {
    schema: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    product: String,
}

/// Puts reports of parts of one estate together; each with the name that errors call it by.
///
/// ```
/// use subcap_core::report::merge;
/// let piece = |product: &str, total: &str| format!(r#"{{"schema": "subcap.report/1", "as_of": "2025-12-31",
///     "currency": "USD", "products": [{{"product": "{product}"}}], "readings": [{{"reading": "opening",
///     "window": {{}}, "products": [{{"product": "{product}", "total": "{total}", "without_gaps": null}}],
///     "total": "{total}", "complete": true,
///     "incomplete_because": [], "without_gaps": null, "title": ""}}], "findings": [], "name": "",
///     "first_deployment": null, "notice": ""}}"#);
/// let whole = merge(&[("b".into(), piece("MQ", "1.10")), ("a".into(), piece("Db2", "2.00"))])?;
/// assert!(whole.find("Db2") < whole.find("MQ") && whole.contains(r#""total": "3.10""#));
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
pub fn merge(reports: &[(String, String)]) -> Result<String, Error> {
    let Some(((first, text), others)) = reports.split_first() else {
        return Err(Error::new(ErrorCode::NotAReport, "there is no report to put together", ADVICE));
    };
    let mut whole = parse(first, text)?;
    for (file, text) in others {
        whole.take_in(parse(file, text)?).map_err(|what| {
            let message = format!("{what} than in {first}: these are not parts of one estate");
            Error::new(ErrorCode::NotComparable, message, ADVICE).in_file(file)
        })?;
    }
    whole.finish()?;
    // Plain data with string keys: serialising it cannot fail.
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

fn parse<'a>(file: &str, text: &'a str) -> Result<Piece<'a>, Error> {
    let wrong = |what: String| Error::new(ErrorCode::NotAReport, what, ADVICE).in_file(file);
    let version: Version =
        serde_json::from_str(text).map_err(|e| wrong(format!("this is no report of Subcap: {e}")))?;
    if version.schema.as_deref() != Some(SCHEMA) {
        return Err(wrong(format!("this is no {SCHEMA}")));
    }
    serde_json::from_str(text).map_err(|e| wrong(format!("the report cannot be read: {e}")))
}

impl<'a> Piece<'a> {
    /// What differs, if the other is of another estate.
    fn take_in(&mut self, other: Piece<'a>) -> Result<(), &'static str> {
        let same = [
            (self.as_of == other.as_of, "another as-of date"),
            (self.currency == other.currency, "another currency"),
            (self.name == other.name, "another estate"),
            (self.first_deployment == other.first_deployment, "another first deployment"),
            (self.findings.get() == other.findings.get(), "other findings"),
            (self.readings.len() == other.readings.len(), "other readings"),
        ];
        if let Some((_, what)) = same.iter().find(|(same, _)| !same) {
            return Err(what);
        }
        self.products.extend(other.products);
        for (reading, more) in self.readings.iter_mut().zip(other.readings) {
            if (&reading.reading, reading.window.get()) != (&more.reading, more.window.get()) {
                return Err("other readings");
            }
            reading.products.extend(more.products);
            reading.incomplete_because.extend(more.incomplete_because);
        }
        Ok(())
    }

    /// Products by name, each once; sums and reasons as a report of the whole has them.
    fn finish(&mut self) -> Result<(), Error> {
        let currency = Currency::from_code(&self.currency).ok_or_else(|| {
            let message = format!("the currency is not an ISO code: {}", self.currency);
            Error::new(ErrorCode::NotAReport, message, ADVICE)
        })?;
        by_name(&mut self.products)?;
        for reading in &mut self.readings {
            by_name(&mut reading.products)?;
            reading.total = sum(&reading.products, currency, |product| product.total)?.0;
            let (owed_anyway, known) = sum(&reading.products, currency, |product| product.without_gaps)?;
            reading.without_gaps = known.then_some(owed_anyway);
            let given = std::mem::take(&mut reading.incomplete_because);
            let why = WHY_INCOMPLETE.iter().filter(|why| given.iter().any(|g| g == *why));
            reading.incomplete_because = why.map(|why| (*why).to_owned()).collect();
            reading.complete = reading.incomplete_because.is_empty();
            let counted_all = !WHY_NOT_COUNTED.iter().any(|why| given.iter().any(|g| g == why));
            reading.without_gaps_complete = known && counted_all;
        }
        Ok(())
    }
}

/// A product's money under a reading.
#[derive(Deserialize)]
struct Totals {
    total: Option<String>,
    without_gaps: Option<String>,
}

/// The sum of what is known, and whether all of it is.
fn sum(
    products: &[&RawValue],
    currency: Currency,
    of: impl Fn(Totals) -> Option<String>,
) -> Result<(String, bool), Error> {
    let (mut total, mut known) = (Money::ZERO, true);
    for product in products {
        let amounts: Totals = serde_json::from_str(product.get()).map_err(|e| no_product(&e))?;
        match of(amounts) {
            Some(text) => {
                let amount = Money::from_decimal(&text, currency).ok_or_else(|| {
                    let message = format!("{text:?} is no amount in {}", currency.code());
                    Error::new(ErrorCode::NotAReport, message, ADVICE)
                })?;
                total = total.plus(amount)?;
            }
            None => known = false,
        }
    }
    Ok((total.decimal(currency), known))
}

fn by_name(products: &mut Vec<&RawValue>) -> Result<(), Error> {
    let mut named = Vec::with_capacity(products.len());
    for product in products.iter() {
        let Named { product: name } = serde_json::from_str(product.get()).map_err(|e| no_product(&e))?;
        named.push((name, *product));
    }
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    let twice = named.iter().zip(named.iter().skip(1)).find(|(a, b)| a.0 == b.0);
    if let Some(((name, _), _)) = twice {
        let message = format!("{name} is in two of the reports");
        let advice = "Give each part once; parts of different splits overlap.";
        return Err(Error::new(ErrorCode::NotComparable, message, advice));
    }
    *products = named.into_iter().map(|(_, product)| product).collect();
    Ok(())
}

fn no_product(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::NotAReport, format!("a product cannot be read: {error}"), ADVICE)
}
