//! `subcap sources`
use crate::args::Sources;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(_args: &Sources) -> Result<Outcome, Failure> {
    Ok(Outcome::Nothing)
}
