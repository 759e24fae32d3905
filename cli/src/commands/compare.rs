//! `subcap compare`: two estates, two reports, or one of each.

use std::path::Path;

use subcap_core::compare::{Comparison, Given, Position, estates, reports};
use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::Estate;
use subcap_core::price::Reading;
use subcap_core::read::Tables;

use super::estimate::in_parallel;
use crate::args::{Compare, Format};
use crate::exit::{Failure, Outcome};
use crate::input;
use crate::input::origin::Origin;
use crate::output::{self, comparison, comparison_rows};

/// What was given as one of the two.
enum Side {
    Estate(Box<(Tables, Estate)>),
    Report(Given),
}

/// Reads both, compares and prints.
pub fn run(args: &Compare) -> Result<Outcome, Failure> {
    one_input(args)?;
    let (before, after) = (side(&args.before, args)?, side(&args.after, args)?);
    let comparison = match (&before, &after) {
        (Side::Estate(before), Side::Estate(after)) => {
            let readings = input::readings(&args.which)?;
            let pvu_table = input::pvu_table(args.how.pvu_table.as_deref())?;
            let position = |(tables, estate)| Position { tables, estate };
            let (before, after) = (position((&before.0, &before.1)), position((&after.0, &after.1)));
            estates(before, after, &readings, &pvu_table, in_parallel)?
        }
        _ => reports(&report(before, args)?, &report(after, args)?)?,
    };
    write(&comparison, args)?;
    Ok(if comparison.differs() { Outcome::Found } else { Outcome::Nothing })
}

/// A file that ends in .json is a report; all else is an estate.
fn side(path: &Path, args: &Compare) -> Result<Side, Failure> {
    if !is_report(path) {
        return Ok(Side::Estate(Box::new(input::position(&Origin::at(path)?, &args.how)?)));
    }
    if is_report(&args.before) && is_report(&args.after) && args.how.is_given() {
        let message = "--as-of, --pvu-table and --tables change nothing in a report";
        let advice = "Give the estate itself, or estimate it again with these options.";
        return Err(Error::new(ErrorCode::BadOption, message, advice).into());
    }
    let name = path.display().to_string();
    Ok(Side::Report(Given::parse(&name, &input::text(path)?)?.select(&name, &args.which.names)?))
}

/// Standard input can be read once: it is one of the two, or a table of one of them.
fn one_input(args: &Compare) -> Result<(), Error> {
    let sides = [&args.before, &args.after];
    let estates = sides.iter().filter(|side| !is_report(side)).count();
    let piped = sides.iter().filter(|side| side.as_os_str() == "-").count();
    if (args.how.stdin.is_some() && estates > 1) || piped > 1 {
        let message = "standard input can be read once, and both sides would read it";
        let advice =
            "Estimate one of them into a report first (--format json --output before.json) and compare that.";
        return Err(Error::new(ErrorCode::BadOption, message, advice));
    }
    Ok(())
}

fn is_report(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) && !path.is_dir()
}

/// The report of a side; an estate is estimated under the readings asked for.
fn report(side: Side, args: &Compare) -> Result<Given, Failure> {
    match side {
        Side::Report(given) => Ok(given),
        Side::Estate(estate) => {
            let readings: Vec<Reading> = input::readings(&args.which)?;
            Ok(Given::of(&in_parallel(&estate.1, &readings)?))
        }
    }
}

fn write(comparison: &Comparison, args: &Compare) -> Result<(), Failure> {
    let text = match args.into.format {
        Format::Json => comparison.to_json(),
        Format::Csv => comparison_rows::csv(comparison)?,
        Format::Table => output::page(&comparison::of(comparison), &args.into),
        Format::Markdown => output::document(&comparison::of(comparison)),
    };
    output::put(&text, &args.into)
}
