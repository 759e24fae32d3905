//! Cells of an overlay read by the code that reads the tables: the same words, ranges and advice.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, nearest};
use crate::read::rows::Tables;
use crate::read::{Reader, Table};

use super::overlay::Row;

/// What stands for a required cell that the overlay leaves as it is; it is never taken over.
const UNCHANGED: [(&str, &str); 4] =
    [("cores", "1"), ("metric", "PVU"), ("quantity", "0"), ("kind", "report")];

/// Rows of one table as records. `named` gives the key of each row and its cells.
pub fn read(file: &str, table: Table, named: &[(&str, &Row)]) -> Result<Tables, Error> {
    let columns = table.columns();
    let mut text = columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",");
    for (name, row) in named {
        text.push('\n');
        for (i, column) in columns.iter().enumerate() {
            let unchanged = UNCHANGED.iter().find(|(c, _)| *c == column.name && column.required);
            let cell = match row.get(column.name) {
                Some(cell) => cell.as_str(),
                None if i == 0 => name,
                None => unchanged.map_or("", |(_, cell)| cell),
            };
            text.push_str(if i == 0 { "" } else { "," });
            text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        }
    }
    text.push('\n');
    let mut reader = Reader::default();
    reader.file(table.file_name(), text.as_bytes())?;
    let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
    match findings.sorted().into_iter().find(|f| f.left_out || f.code == crate::finding::Code::NoPeriod) {
        None => Ok(tables),
        Some(finding) => {
            let at = finding.row.and_then(|row| usize::try_from(row).ok()?.checked_sub(2));
            let name = at.and_then(|at| named.get(at)).map_or("", |(name, _)| name);
            let value = finding.value.as_deref().unwrap_or("");
            let column = finding.column.as_deref().unwrap_or("");
            let message = format!("{value:?}: {}", finding.message);
            Err(wrong(file, &format!("{name}, {column}"), message, &finding.advice))
        }
    }
}

/// An error about an entry of an overlay.
pub fn wrong<'a>(file: &str, at: &str, message: impl Into<Cow<'a, str>>, advice: &'a str) -> Error {
    Error::new(ErrorCode::BadScenario, message, advice).in_file(file).in_column(at)
}

/// An error about a name that the estate does not know.
pub fn unknown<'n>(
    file: &str,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str, IntoIter: Clone>,
) -> Error {
    let known = known.into_iter();
    let advice = nearest(name, known.clone()).map_or_else(
        || match known.take(11).collect::<Vec<_>>() {
            none if none.is_empty() => format!("The estate has no {what} at all."),
            some if some.len() > 10 => format!("Known are {}, …", some[..10].join(", ")),
            some => format!("Known are {}.", some.join(", ")),
        },
        |near| format!("Did you mean {near}?"),
    );
    Error::new(ErrorCode::UnknownName, format!("there is no {what} named {name}"), advice)
        .in_file(file)
        .in_column(name)
}
