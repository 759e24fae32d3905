//! The smallest set of gaps that brings the total below a target.

use serde::Serialize;

use crate::error::Error;
use crate::order::Order as _;
use crate::units::{Currency, Money};

use super::Gap;
use super::game::Game;

/// Sets looked at before the search settles for what it has.
const LOOKED_AT: u32 = 20_000;

/// What has to be closed to get to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Smallest {
    /// The target.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub target: String,
    /// Whether closing every gap gets there for certain.
    pub reachable: bool,
    /// Ids of the gaps to close; every gap if even that is not enough, or if that cannot be told.
    pub gaps: Vec<String>,
    /// The total once they are closed.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// False: that total is "at least", so that whether it is below the target cannot be told.
    pub complete: bool,
    /// Whether no smaller set gets there; else the search ended before it could tell, or something unknown
    /// decides.
    pub proven: bool,
}

/// Searches from the gaps without which the target is out of reach.
pub fn smallest(
    game: &mut Game<'_>,
    gaps: &[Gap],
    target: Money,
    currency: Currency,
) -> Result<Smallest, Error> {
    let all: Vec<usize> = (0..gaps.len()).collect();
    let mut search = Search { game, target, left: LOOKED_AT };
    search.game.set_all(true);
    let (set, proven) = if search.game.below(target)? {
        (Vec::new(), true)
    } else {
        search.game.set_all(false);
        if search.game.below(target)? {
            search.set(&all)?
        } else {
            // Out of reach, unless what is known of it is below.
            (all, search.game.total()? >= target)
        }
    };
    let game = search.game;
    game.set_all(true);
    set.iter().for_each(|gap| game.set(*gap, false));
    let (total, complete) = (game.total()?, game.known()?);
    game.set_all(true);
    Ok(Smallest {
        target: target.decimal(currency),
        reachable: complete && total < target,
        gaps: set.iter().filter_map(|gap| gaps.get(*gap)).map(|gap| gap.id.clone()).collect(),
        total: total.decimal(currency),
        complete,
        proven,
    })
}

struct Search<'g, 'a> {
    game: &'g mut Game<'a>,
    target: Money,
    left: u32,
}

impl Search<'_, '_> {
    fn set(&mut self, all: &[usize]) -> Result<(Vec<usize>, bool), Error> {
        let mut needed = Vec::new();
        let mut others = Vec::new();
        self.game.set_all(false);
        for gap in all {
            self.game.set(*gap, true);
            if !self.game.below(self.target)? {
                needed.push(*gap)
            } else {
                others.push(*gap)
            }
            self.game.set(*gap, false);
        }
        self.game.set_all(true);
        needed.iter().for_each(|gap| self.game.set(*gap, false));
        if self.game.below(self.target)? {
            return Ok((needed, true));
        }
        let mut best = self.thinned(&needed, &others)?;
        // Every smaller size is tried until one gets there, or the search is over.
        for size in 1..best.len().saturating_sub(needed.len()) {
            self.game.set_all(true);
            needed.iter().for_each(|gap| self.game.set(*gap, false));
            let mut chosen = Vec::new();
            if self.choose(&others, size, &mut chosen)? {
                best = needed.iter().copied().chain(chosen).collect();
                break;
            }
            if self.left == 0 {
                best.order();
                return Ok((best, false));
            }
        }
        best.order();
        Ok((best, true))
    }

    /// Every gap closed, then opened again one by one where the target still holds: those that cost
    /// least to leave open first, those with an unknown cost last.
    fn thinned(&mut self, needed: &[usize], others: &[usize]) -> Result<Vec<usize>, Error> {
        let mut alone = Vec::with_capacity(others.len());
        self.game.set_all(false);
        for gap in others {
            self.game.set(*gap, true);
            alone.push((!self.game.known()?, self.game.total()?, *gap));
            self.game.set(*gap, false);
        }
        alone.order();
        let mut kept = needed.to_vec();
        for (.., gap) in alone {
            self.game.set(gap, true);
            if !self.game.below(self.target)? {
                self.game.set(gap, false);
                kept.push(gap);
            }
        }
        Ok(kept)
    }

    /// Closes `size` of these gaps so that the target is met, if that can be done.
    fn choose(&mut self, from: &[usize], size: usize, chosen: &mut Vec<usize>) -> Result<bool, Error> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        if size == 0 {
            return self.game.below(self.target);
        }
        // More evidence never costs more: if all of them are not enough, no choice of them is.
        from.iter().for_each(|gap| self.game.set(*gap, false));
        let enough = self.game.below(self.target)?;
        from.iter().for_each(|gap| self.game.set(*gap, true));
        if !enough {
            return Ok(false);
        }
        for (at, gap) in from.iter().enumerate() {
            let rest = from.get(at + 1..).unwrap_or(&[]);
            if rest.len() + 1 < size {
                break;
            }
            self.game.set(*gap, false);
            chosen.push(*gap);
            if self.choose(rest, size - 1, chosen)? {
                return Ok(true);
            }
            chosen.pop();
            self.game.set(*gap, true);
        }
        Ok(false)
    }
}
