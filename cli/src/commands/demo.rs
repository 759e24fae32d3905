//! `subcap demo`
use crate::args::Demo;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(_args: &Demo) -> Result<Outcome, Failure> {
    Ok(Outcome::Nothing)
}
