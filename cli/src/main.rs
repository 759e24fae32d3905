//! Subcap on the command line: files, threads and terminals around the core.
//!
//! Data goes to stdout, talk to stderr. Exit codes are a contract: see [`exit`].

mod args;
mod commands;
mod exit;
mod input;
mod output;
mod progress;
mod timings;

use clap::Parser as _;

use exit::Outcome;

fn main() -> std::process::ExitCode {
    let args = args::Args::parse();
    match commands::run(&args) {
        Ok(outcome) => outcome.into(),
        // Whoever reads our output may stop reading: that is no failure of ours.
        Err(failure) if failure.is_broken_pipe() => Outcome::Nothing.into(),
        Err(failure) => {
            failure.print();
            Outcome::CouldNot.into()
        }
    }
}
