//! The answer in its forms.

pub mod findings;

use std::io::{self, Write};

use subcap_core::report::Report;

use crate::args::{Format, Into};

/// Writes the report where and as asked.
pub fn write(report: &Report, into: &Into) -> io::Result<()> {
    let text = match into.format {
        Format::Json => report.to_json(),
        _ => String::new(),
    };
    put(&text, into)
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
