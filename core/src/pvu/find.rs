//! Finding the rate of a processor name.

use super::key::{Fit, Key};
use super::row::Grade;
use super::table::PvuTable;
use super::words::{Word, words};
use crate::order::Order as _;

/// What the table says about a processor name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// The highest matching rate, in PVU per core.
    pub rate: u32,
    /// The best grade among the rows that give this rate.
    pub grade: Grade,
    /// Every matching row, in table order, for [`PvuTable::row`]; those with `rate` decided.
    pub rows: Vec<usize>,
    /// Lower rates that matched as well, rising; empty if the rate is unambiguous.
    pub other_rates: Vec<u32>,
    /// False if only the family was recognised although its rows differ by model.
    pub model_known: bool,
}

impl Match {
    /// True if rows with different rates matched.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        !self.other_rates.is_empty()
    }
}

impl PvuTable {
    /// The rate of a processor as a tool printed it, on a server that takes at most `max_sockets`.
    ///
    /// `None` means that no row matches; the caller then takes 120, as ILMT does.
    /// Without `max_sockets`, a name such as `More than 4 Socket` in the text counts; else every tier matches.
    #[must_use]
    pub fn find(&self, processor: &str, max_sockets: Option<u32>) -> Option<Match> {
        let name = words(processor);
        let max_sockets = max_sockets.or_else(|| sockets_in(&name));
        let fits: Vec<Standing> = self.keys.iter().map(|key| Standing::of(key, &name)).collect();
        // Sockets play no part here, so that a named model never gives way to another one.
        let best = fits.iter().copied().max().filter(|best| best.fit > Fit::No)?;
        let rows: Vec<(usize, u32, Grade)> = (self.rows().iter().zip(&fits).enumerate())
            .filter(|(_, (row, fit))| fit.stands_beside(best) && row.max_sockets.admits(max_sockets))
            .map(|(index, (row, _))| (index, row.pvu_per_core, row.grade))
            .collect();
        let rate = rows.iter().map(|&(_, rate, _)| rate).max()?;
        let grade = rows.iter().filter(|row| row.1 == rate).map(|row| row.2).max()?;
        let mut other_rates: Vec<u32> = rows.iter().map(|row| row.1).filter(|&other| other < rate).collect();
        other_rates.order();
        other_rates.dedup();
        let rows = rows.into_iter().map(|row| row.0).collect();
        Some(Match { rate, grade, rows, other_rates, model_known: best.fit != Fit::Family })
    }
}

/// How well one row fits: no fit last, then the family, then a named model; rows that go first before all others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    goes_first: bool,
    fit: Fit,
}

impl Standing {
    /// A row that goes first matches as a whole or not at all.
    fn of(key: &Key, name: &[Word]) -> Standing {
        match key.fit(name) {
            Fit::No => Standing { goes_first: false, fit: Fit::No },
            Fit::Family if key.goes_first => Standing { goes_first: false, fit: Fit::No },
            fit => Standing { goes_first: key.goes_first, fit },
        }
    }

    /// True if the row matches, `best` being the best of all.
    fn stands_beside(self, best: Standing) -> bool {
        let one_model_decides = matches!(best.fit, Fit::Model(_)) && !best.goes_first;
        let fits = if one_model_decides { self.fit == best.fit } else { self.fit > Fit::No };
        fits && self.goes_first == best.goes_first
    }
}

/// The most sockets that a table name states: `More than 4 Socket`, `up to 2 sockets`, `max 4 sockets`.
/// A bare `2 sockets` may count the filled ones and says nothing.
fn sockets_in(name: &[Word]) -> Option<u32> {
    name.windows(3).find_map(|window| {
        let [limit, count, unit] = window else { return None };
        if !matches!(unit.text.as_str(), "socket" | "sockets") {
            return None;
        }
        let count: u32 = count.text.parse().ok()?;
        match limit.text.as_str() {
            "than" => count.checked_add(1),
            "to" | "max" | "maximum" => Some(count),
            _ => None,
        }
    })
}
