//! What exports do not state and an estimate needs: a topology or a purchase alone is no position.

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::read::Tables;

/// What is still missing once exports, and tables beside them, are read. Nothing if it is not that.
///
/// `name` is what the findings are about: the estate as given. `as_of` is the day asked for, if one is.
pub fn lacking(tables: &Tables, as_of: Option<Day>, name: &str) -> Vec<Finding> {
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
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;
    use subcap_core::read::Reader;

    #[test]
    fn what_is_missing_is_said_and_nothing_else() {
        let said = |files: &[(&str, &str)], as_of| {
            let mut reader = Reader::default();
            files.iter().for_each(|(name, text)| reader.file(name, text.as_bytes()).unwrap());
            let (tables, _) = reader.finish().unwrap();
            lacking(&tables, as_of, "x").len()
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
