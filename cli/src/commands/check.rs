//! `subcap check`
use crate::args::Check;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(_args: &Check) -> Result<Outcome, Failure> {
    Ok(Outcome::Nothing)
}
