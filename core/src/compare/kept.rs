//! What a comparison needs of the JSON text of a report, written now or long ago.

use crate::error::{Error, ErrorCode};
use crate::fields::{Fields, Unfit};
use crate::json;
use crate::report;

use super::given::{
    ADVICE, Given, GivenProduct, GivenQuarter, GivenReading, GivenUnits, GivenUnitsQuarter, GivenWindow,
};
use super::{Amounts, QuarterSide, Reason, Units};

impl Given {
    /// Reads the JSON text of a report; `file` is how errors call it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let wrong = |what: String| Error::new(ErrorCode::NotAReport, what, ADVICE).in_file(file);
        let no_report = |e: &dyn std::fmt::Display| wrong(format!("this is no report of Subcap: {e}"));
        let document = json::read(text).map_err(|e| no_report(&e))?;
        let fields = Fields::of(&document).map_err(|e| no_report(&e))?;
        // The version is looked at first, so that another one is not blamed for a missing field.
        match fields.text_if_any("schema").map_err(|e| no_report(&e))?.as_deref() {
            Some(report::SCHEMA) => {}
            Some(other) => return Err(wrong(format!("this is {other:?}, not {}", report::SCHEMA))),
            None => return Err(wrong("this JSON does not say that it is a report of Subcap".to_owned())),
        }
        given(fields).map_err(|e| wrong(format!("the report cannot be read: {e}")))
    }
}

fn given(of: Fields<'_>) -> Result<Given, Unfit> {
    Ok(Given {
        as_of: of.text("as_of")?,
        currency: of.text("currency")?,
        name: of.or_default("name", Fields::text)?,
        first_deployment: of.text_if_any("first_deployment")?,
        products: of.each("products", units)?,
        readings: of.each("readings", reading)?,
    })
}

fn units(of: Fields<'_>) -> Result<GivenUnits, Unfit> {
    let quarter = |of: Fields<'_>| {
        let units =
            Units { full: of.number("full")?, sub: of.number("sub")?, entitled: of.number("entitled")? };
        Ok(GivenUnitsQuarter { quarter: of.text("quarter")?, units })
    };
    Ok(GivenUnits {
        product: of.text("product")?,
        metric: of.text("metric")?,
        quarters: of.each("quarters", quarter)?,
    })
}

fn reading(of: Fields<'_>) -> Result<GivenReading, Unfit> {
    let window = of.inner("window")?;
    Ok(GivenReading {
        reading: of.text("reading")?,
        window: GivenWindow { from: window.text("from")?, to: window.text("to")? },
        products: products(of)?,
        total: of.text("total")?,
        complete: of.flag("complete")?,
    })
}

/// Reports of before say whether a total is complete of the whole reading only.
fn products(of: Fields<'_>) -> Result<Vec<GivenProduct>, Unfit> {
    let mut products = of.each("products", product)?;
    if of.flag("complete")? {
        products.iter_mut().for_each(|product| product.amounts.complete = product.amounts.total.is_some());
    }
    Ok(products)
}

fn product(of: Fields<'_>) -> Result<GivenProduct, Unfit> {
    Ok(GivenProduct {
        product: of.text("product")?,
        amounts: Amounts {
            peak_shortfall: of.number("peak_shortfall")?,
            licence_quantity: of.number("licence_quantity")?,
            licence: of.text_if_any("licence")?,
            support: of.text_if_any("support")?,
            used: of.text_if_any("use")?,
            total: of.text_if_any("total")?,
            complete: of.or_default("complete", Fields::flag)?,
        },
        quarters: of.each("quarters", quarter)?,
    })
}

fn quarter(of: Fields<'_>) -> Result<GivenQuarter, Unfit> {
    Ok(GivenQuarter {
        quarter: of.text("quarter")?,
        figures: QuarterSide {
            required: of.number("required")?,
            entitled: of.number("entitled")?,
            shortfall: of.number("shortfall")?,
            lost_hosts: of.number("lost_hosts")?,
        },
        // Reports of other programs may not say why.
        lost: of.or_default("lost", |of, key| of.each(key, reason))?,
    })
}

fn reason(of: Fields<'_>) -> Result<Reason, Unfit> {
    Ok(Reason {
        condition: of.text("condition")?,
        hosts: of.number("hosts")?,
        first_hosts: of.texts("first_hosts")?,
        days: of.number("days")?,
        from: of.text("from")?,
        to: of.text("to")?,
    })
}
