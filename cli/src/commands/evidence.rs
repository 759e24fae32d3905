//! `subcap evidence`: every gap and what closing it is worth.

use rayon::prelude::*;
use subcap_core::error::Error;
use subcap_core::whatif::Position;
use subcap_core::worth::{Plan, Worth, WorthOptions};

use crate::args::{Evidence, Format};
use crate::exit::{Failure, Outcome};
use crate::output::{self, evidence};
use crate::{input, progress};

/// Reads, asks and prints.
pub fn run(args: &Evidence) -> Result<Outcome, Failure> {
    let readings = input::all_readings(args.file.as_deref())?.select(std::slice::from_ref(&args.reading))?;
    let position = input::held_ready(&args.source.estate, &args.source.how, readings)?;
    let options = WorthOptions { target: args.target.clone(), orders: args.orders };
    let worth = in_parallel(&position, &options)?;
    let text = match args.into.format {
        Format::Json => output::json(&worth)?,
        Format::Csv => evidence::csv(&worth)?,
        Format::Table => output::page(&evidence::of(&worth), &args.into),
        Format::Markdown => output::document(&evidence::of(&worth)),
    };
    output::put(&text, &args.into)?;
    Ok(if worth.gaps.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// Lines are independent; each has its own draws, so that the answer does not depend on the threads.
fn in_parallel(position: &Position, options: &WorthOptions) -> Result<Worth, Error> {
    let plan = Plan::new(position, options)?;
    let bar = progress::counting(plan.lines());
    let lines = (0..plan.lines()).into_par_iter().map(|line| {
        let worth = plan.line(line);
        bar.inc(1);
        worth
    });
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    bar.finish_and_clear();
    plan.finish(lines)
}
