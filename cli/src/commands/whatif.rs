//! `subcap whatif`: scenarios beside the position as it is, with the causes of the difference.

use std::path::Path;

use subcap_core::error::Error;
use subcap_core::whatif::{Against, Overlay, Position, SCHEMA, Scenario, WhatIf};

use super::estimate::in_parallel;
use crate::args::{Format, WhatIf as Args};
use crate::exit::{Failure, Outcome};
use crate::output::{self, scenarios};
use crate::{input, progress};

/// Reads the estate once, then works out one scenario after the other.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    // Documents first: a slip in one should not cost the reading of millions of rows.
    let overlays = args.scenarios.iter().map(|path| overlays(path)).collect::<Result<Vec<_>, _>>()?.concat();
    let against = args.against.as_ref().map(|path| one(path)).transpose()?;
    let position = input::held_ready(&args.source.estate, &args.source.how, input::readings(&args.which)?)?;
    let bar = progress::counting(overlays.len());
    let mut scenarios = Vec::with_capacity(overlays.len());
    for overlay in &overlays {
        scenarios.push(scenario(&position, against.as_ref(), overlay)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let base = in_parallel(position.estate(), position.readings())?;
    let against = against.map(|overlay| beside(&position, overlay)).transpose()?;
    let answer = WhatIf { schema: SCHEMA, base, against, scenarios };
    let text = match args.into.format {
        Format::Json => output::json(&answer)?,
        Format::Csv => scenarios::csv(&answer)?,
        Format::Table => output::page(&scenarios::of(&answer), &args.into),
        Format::Markdown => output::document(&scenarios::of(&answer)),
    };
    output::put(&text, &args.into)?;
    let exposed = answer.base.exposure() || answer.scenarios.iter().any(|s| s.report.exposure());
    Ok(if exposed { Outcome::Found } else { Outcome::Nothing })
}

fn scenario(position: &Position, against: Option<&Overlay>, overlay: &Overlay) -> Result<Scenario, Error> {
    let causes = position.causes(against.unwrap_or(&Overlay::default()), overlay)?;
    let (estate, readings) = position.by_hand(overlay)?;
    Ok(Scenario { name: overlay.name.clone(), report: in_parallel(&estate, &readings)?, causes })
}

/// The scenario that the others are compared with.
fn beside(position: &Position, overlay: Overlay) -> Result<Against, Error> {
    let (estate, readings) = position.by_hand(&overlay)?;
    Ok(Against { report: in_parallel(&estate, &readings)?, name: overlay.name })
}

/// The only scenario of a file.
fn one(path: &Path) -> Result<Overlay, Failure> {
    let overlay = Overlay::parse(&path.display().to_string(), &input::whole(path)?)?;
    Ok(named(overlay, path))
}

/// The scenarios of a file; one without a name of its own has the file's.
fn overlays(path: &Path) -> Result<Vec<Overlay>, Failure> {
    let overlays = Overlay::parse_all(&path.display().to_string(), &input::whole(path)?)?;
    Ok(overlays.into_iter().map(|overlay| named(overlay, path)).collect())
}

fn named(mut overlay: Overlay, path: &Path) -> Overlay {
    if overlay.name.is_empty() {
        overlay.name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    }
    overlay
}
