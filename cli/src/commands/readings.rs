//! `subcap readings`
use crate::args::Listing;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(_args: &Listing) -> Result<Outcome, Failure> {
    Ok(Outcome::Nothing)
}
