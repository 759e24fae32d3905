//! The answer in its forms.

mod draw;
pub mod findings;
mod rows;
pub mod view;

use std::io::{self, IsTerminal as _, Write};

use subcap_core::report::Report;

use crate::args::{Format, Into};

/// Writes the report where and as asked.
pub fn write(report: &Report, into: &Into) -> io::Result<()> {
    let text = match into.format {
        Format::Json => report.to_json(),
        Format::Csv => rows::csv(report)?,
        Format::Markdown => draw::markdown(&view::of(report)),
        Format::Table => draw::terminal(&view::of(report), terminal_width(into)),
    };
    put(&text, into)
}

/// The width of the terminal, if that is where the answer goes.
fn terminal_width(into: &Into) -> Option<usize> {
    let terminal = into.output.is_none() && io::stdout().is_terminal();
    terminal_size::terminal_size().filter(|_| terminal).map(|(width, _)| usize::from(width.0))
}

/// Writes text to stdout or, whole or not at all, to a file.
pub fn put(text: &str, into: &Into) -> io::Result<()> {
    match &into.output {
        None => {
            let mut out = anstream::AutoStream::auto(io::stdout());
            out.write_all(text.as_bytes())?;
            out.flush()
        }
        Some(path) => {
            let folder =
                path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            write!(file, "{}", anstream::adapter::strip_str(text))?;
            file.flush()?;
            file.persist(path)?;
            Ok(())
        }
    }
}
