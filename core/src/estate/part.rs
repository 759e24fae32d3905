//! A part of the work: some of an estate's lines. Reports of all parts put together
//! ([`crate::report::merge`]) are the report of the whole.

use crate::error::{Error, ErrorCode, nearest};

use super::Estate;

impl Estate {
    /// Keeps only the lines of these products or bundles (a member stands for its bundle). Everything else,
    /// such as evidence and findings, stays as it is: parts of an estate add up to the whole.
    pub fn keep_lines(&mut self, names: &[String]) -> Result<(), Error> {
        let mut wanted = vec![false; self.lines.len()];
        for name in names {
            let found = self.line_of(name).and_then(|at| wanted.get_mut(at));
            let known = || self.products.iter().map(|product| product.name.as_str());
            *found.ok_or_else(|| {
                let near = nearest(name, known()).map_or_else(
                    || "`subcap estimate` without --product lists the products.".to_owned(),
                    |near| format!("Did you mean {near}?"),
                );
                Error::new(ErrorCode::UnknownName, format!("no product or bundle is named {name}"), near)
            })? = true;
        }
        let mut wanted = wanted.into_iter();
        self.lines.retain(|_| wanted.next().unwrap_or(false));
        Ok(())
    }

    /// Keeps every `of`th line, beginning with number `part` (from 1).
    pub fn keep_part(&mut self, part: usize, of: usize) {
        let mut number = 0;
        self.lines.retain(|_| {
            number += 1;
            number % of.max(1) == part % of.max(1)
        });
    }
}
