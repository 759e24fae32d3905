//! What shells and programs around the command line want: schema, completions, man page.

use std::io::{self, Write};

use clap::CommandFactory as _;
use subcap_core::error::{Error, ErrorCode};

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
pub fn man(of: Option<&str>) -> Result<Outcome, Failure> {
    let mut whole = Args::command();
    whole.build();
    let command = match of {
        None => whole,
        Some(name) => whole.find_subcommand(name).cloned().ok_or_else(|| {
            let known: Vec<String> = whole.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            let message = format!("there is no command named {name}");
            Error::new(ErrorCode::UnknownName, message, format!("Commands are {}.", known.join(", ")))
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Outcome::Nothing)
}
