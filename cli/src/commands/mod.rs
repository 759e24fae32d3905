//! One file per command.

mod check;
mod compare;
mod convert;
mod demo;
mod estimate;
mod evidence;
mod explain;
mod merge;
mod odds;
mod portfolio;
mod readings;
mod sensitivity;
mod shell;
mod sources;
mod whatif;

use crate::args::{Args, Command};
use crate::exit::{Failure, Outcome};

/// Runs the command asked for.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        Command::Estimate(args) => estimate::run(args),
        Command::Check(args) => check::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Explain(args) => explain::run(args),
        Command::WhatIf(args) => whatif::run(args),
        Command::Evidence(args) => evidence::run(args),
        Command::Odds(args) => odds::run(args),
        Command::Sensitivity(args) => sensitivity::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Readings(args) => readings::run(args),
        Command::Sources(args) => sources::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Schema { of } => shell::schema(*of),
        Command::Completions { shell } => shell::completions(*shell),
        Command::Man { command } => shell::man(command.as_deref()),
    }
}
