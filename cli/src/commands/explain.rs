//! `subcap explain`
use crate::args::Explain;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(_args: &Explain) -> Result<Outcome, Failure> {
    Ok(Outcome::Nothing)
}
