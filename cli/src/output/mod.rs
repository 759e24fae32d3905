//! The answer in its forms.

pub mod comparison;
mod comparison_products;
pub mod comparison_rows;
mod csv_file;
mod draw;
pub mod evidence;
pub mod file;
pub mod findings;
pub mod portfolio;
mod quarters;
pub mod recognised;
mod rows;
pub mod scenarios;
pub mod tornado;
pub mod view;

use std::io::{self, IsTerminal as _, Write};

use subcap_core::report::Report;

pub use csv_file::{AS_KNOWN, csv_text, figures};

use crate::args::{Format, Into};
use crate::exit::Failure;

/// Writes the report where and as asked.
pub fn write(report: &Report, into: &Into) -> Result<(), Failure> {
    let text = match into.format {
        Format::Json => report.to_json(),
        Format::Csv => rows::csv(report)?,
        Format::Markdown => draw::markdown(&view::of(report)),
        Format::Table => draw::terminal(&view::of(report), terminal_width(into)),
    };
    put(&text, into)
}

/// Draws a page for a screen.
pub fn page(view: &view::View, into: &Into) -> String {
    draw::terminal(view, terminal_width(into))
}

/// Draws a page for a document.
pub fn document(view: &view::View) -> String {
    draw::markdown(view)
}

/// The width of the terminal, if that is where the answer goes.
fn terminal_width(into: &Into) -> Option<usize> {
    let terminal = into.output.is_none() && io::stdout().is_terminal();
    terminal_size::terminal_size().filter(|_| terminal).map(|(width, _)| usize::from(width.0))
}

/// Writes text to stdout or, whole or not at all, to a file.
pub fn put(text: &str, into: &Into) -> Result<(), Failure> {
    match &into.output {
        None => {
            let mut out = anstream::AutoStream::auto(io::stdout());
            out.write_all(text.as_bytes())?;
            Ok(out.flush()?)
        }
        Some(path) => {
            Ok(file::write(path, &anstream::adapter::strip_str(text).to_string(), file::Old::Replaced)?)
        }
    }
}

/// Any plain data as JSON text.
pub fn json(data: &impl serde::Serialize) -> io::Result<String> {
    subcap_core::json::document(data).map_err(io::Error::other)
}

/// A word as JSON spells it: codes, severities.
pub fn json_word(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
