//! What shells and programs around the command line want: schema, completions, man page.

use std::io::{self, Write};

use clap::CommandFactory as _;

use crate::args::Args;
use crate::exit::{Failure, Outcome};

/// `subcap schema`
pub fn schema() -> Result<Outcome, Failure> {
    io::stdout().write_all(subcap_core::report::JSON_SCHEMA.as_bytes())?;
    Ok(Outcome::Nothing)
}

/// `subcap completions`
pub fn completions(shell: clap_complete::Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "subcap", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Nothing)
}

/// `subcap man`
pub fn man() -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Outcome::Nothing)
}
