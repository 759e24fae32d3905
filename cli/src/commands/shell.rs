//! What shells and programs around the command line want: schema, completions, man page.

use std::io::{self, Write};

use clap::CommandFactory as _;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::{compare, explain, report, whatif, worth};

use crate::args::{Args, Schema};
use crate::exit::{Failure, Outcome};

/// `subcap schema`
pub fn schema(of: Schema) -> Result<Outcome, Failure> {
    let schema = match of {
        Schema::Report => report::JSON_SCHEMA,
        Schema::Scenario => whatif::SCENARIO_JSON_SCHEMA,
        Schema::Whatif => whatif::JSON_SCHEMA,
        Schema::Evidence => worth::JSON_SCHEMA,
        Schema::Odds => worth::ODDS_JSON_SCHEMA,
        Schema::Comparison => compare::JSON_SCHEMA,
        Schema::Explanation => explain::JSON_SCHEMA,
        Schema::Sensitivity => whatif::SENSITIVITY_JSON_SCHEMA,
    };
    io::stdout().write_all(schema.as_bytes())?;
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
