//! What exports do not state and an estimate needs: a topology or a purchase alone is no position.

use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Severity};
use crate::read::Tables;

/// What is still missing once exports, and tables beside them, are read.
#[derive(Debug, Clone, Default)]
pub struct Lacking(Vec<Finding>);

impl Lacking {
    /// `name` is what it is said about where the estate has no name: the first export. `as_of` is the day asked
    /// for, if one is.
    pub fn of(tables: &Tables, as_of: Option<Day>, name: &str) -> Self {
        let own = tables.estate.as_ref().map(|estate| estate.name.as_str());
        let name = own.filter(|own| !own.is_empty()).unwrap_or(name);
        let mut lacking = Vec::new();
        let mut say = |message: &str, advice: &str| {
            lacking.push(Finding::new(Code::Lacking, Severity::Warning, name, message, advice));
        };
        if tables.installs.is_empty() {
            say(
                "no export says which software runs where, so there is nothing to estimate yet",
                "Give an audit snapshot or a License Service export too, or an installs.csv and a products.csv.",
            );
        }
        if as_of.or(tables.estate.as_ref().and_then(|estate| estate.as_of)).is_none() {
            say(
                "no export says of which day it is, so the day of the position is unknown",
                "Say it with --as-of, for instance --as-of 2025-12-31, or in an estate.toml beside the exports.",
            );
        }
        Self(lacking)
    }

    /// All of it.
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }

    /// The same, if that is why they make no estate.
    pub fn behind(&self, error: &Error) -> &[Finding] {
        let codes = [ErrorCode::MissingAsOf, ErrorCode::MissingTable, ErrorCode::NoUsableRow];
        if codes.contains(&error.code) { &self.0 } else { &[] }
    }

    /// The error as one who gave exports understands it.
    pub fn in_words(&self, error: Error) -> Error {
        let lacking = self.behind(&error);
        let Some(first) = lacking.first() else { return error };
        let messages: Vec<&str> = lacking.iter().map(|finding| finding.message.as_str()).collect();
        let advice: Vec<&str> = lacking.iter().map(|finding| finding.advice.as_str()).collect();
        Error::new(error.code, messages.join("; "), advice.join(" ")).in_file(&first.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Reader;

    #[test]
    fn what_is_missing_is_said_and_nothing_else() {
        let said = |files: &[(&str, &str)], as_of| {
            let mut reader = Reader::default();
            files.iter().for_each(|(name, text)| reader.file(name, text.as_bytes()).unwrap());
            let (tables, _) = reader.finish().unwrap();
            Lacking::of(&tables, as_of, "x").findings().len()
        };
        let hosts = ("hosts.csv", "host,cores\nh,4\n");
        let installs = ("installs.csv", "product,vm\nMQ,v\n");
        let day = ("estate.toml", "as_of = 2025-01-01\n");
        assert_eq!(said(&[hosts], None), 2);
        assert_eq!(said(&[hosts], Day::parse(b"2025-01-01")), 1);
        assert_eq!(said(&[hosts, day], None), 1);
        assert_eq!(said(&[hosts, day, installs], None), 0);
    }
}
