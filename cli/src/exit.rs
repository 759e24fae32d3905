//! How a run ends.

use std::io;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use subcap_core::error::{Error, ErrorCode};
use subcap_core::finding::Findings;

use crate::output::findings;

/// The exit codes: 0 nothing to pay, 1 exposure (or findings) found, 2 could not do the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to pay in any reading asked for; nothing found.
    Nothing,
    /// Exposure found, or findings by `check`.
    Found,
    /// The job could not be done.
    CouldNot,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Nothing => 0,
            Outcome::Found => 1,
            Outcome::CouldNot => 2,
        })
    }
}

/// Why the job could not be done, with the findings gathered until then.
#[derive(Debug)]
pub struct Failure {
    error: Error,
    findings: Findings,
    broken_pipe: bool,
}

impl Failure {
    /// What ended the job.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Whether the reader of our output went away.
    pub fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// The findings gathered until then, sorted, which are then no longer printed with the error.
    pub fn take_findings(&mut self) -> Vec<subcap_core::finding::Finding> {
        std::mem::take(&mut self.findings).sorted()
    }

    /// Says on stderr what happened, what to do, and what was found in the input until then.
    pub fn print(&self) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        anstream::eprintln!("{red}error{red:#}: {}", self.error);
        anstream::eprintln!("  {}", self.error.advice());
        findings::some_to_stderr(&self.findings.sorted());
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, findings: Findings::default(), broken_pipe: false }
    }
}

impl From<(Error, Findings)> for Failure {
    fn from((error, findings): (Error, Findings)) -> Self {
        Self { error, findings, broken_pipe: false }
    }
}

/// Writing the answer failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let advice = "Check the path, the rights and the space left on the disk.";
        let broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { broken_pipe, ..Error::new(ErrorCode::Output, error.to_string(), advice).into() }
    }
}
