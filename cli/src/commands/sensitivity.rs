//! `subcap sensitivity`: what moves the total, what waiting costs, and what stands beside the claim.

use subcap_core::whatif::SensitivityOptions;

use crate::args::{Format, Sensitivity as Args};
use crate::exit::{Failure, Outcome};
use crate::input;
use crate::output::{self, tornado};

/// Unless another reading is asked for.
const USUAL: &str = "agreement";

/// Reads the estate once, then pulls one lever after the other.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let all = input::all_readings(args.file.as_deref())?;
    let names = if args.names.is_empty() { vec![USUAL.to_owned()] } else { args.names.clone() };
    let position = input::held_ready(&args.source.estate, &args.source.how, all.select(&names)?)?;
    let options =
        SensitivityOptions { quarters: args.quarters, years: args.years, uplift_bp: args.uplift_bp };
    let answer = position.sensitivity(options)?;
    let text = match args.into.format {
        Format::Json => output::json(&answer)?,
        Format::Csv => tornado::csv(&answer)?,
        Format::Table => output::page(&tornado::of(&answer), &args.into),
        Format::Markdown => output::document(&tornado::of(&answer)),
    };
    output::put(&text, &args.into)?;
    let exposed = tornado::exposed(&answer);
    Ok(if exposed { Outcome::Found } else { Outcome::Nothing })
}
