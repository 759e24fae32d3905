//! All lines in play: what closing a set of gaps makes of the total.

use crate::error::Error;
use crate::estate::{Estate, HostId};
use crate::estimate::{Counted, Rules};
use crate::order::Map;
use crate::units::Money;

use super::Gap;
use super::line::{LineGame, Table};

/// The whole position while gaps are closed and opened.
#[derive(Clone)]
pub struct Game<'a> {
    pub lines: Vec<LineGame<'a>>,
    /// Of each gap: the lines it touches, and its place among their players.
    touches: Vec<Vec<(usize, usize)>>,
    /// Otherwise no total is more than "at least".
    counted_all: bool,
}

/// The gaps of each host.
pub fn by_host(gaps: &[Gap]) -> Map<HostId, Vec<usize>> {
    let mut by_host: Map<HostId, Vec<usize>> = Map::new();
    for (index, gap) in gaps.iter().enumerate() {
        for host in &gap.hosts {
            by_host.entry(*host).or_default().push(index);
        }
    }
    by_host
}

impl<'a> Game<'a> {
    /// Every gap open.
    pub fn new(
        estate: &'a Estate,
        rules: &'a Rules,
        gaps: &'a [Gap],
        by_host: &'a Map<HostId, Vec<usize>>,
        counted: impl Iterator<Item = &'a Counted>,
    ) -> Result<Self, Error> {
        let table = Table { estate, rules, gaps, by_host };
        let lines: Vec<LineGame<'a>> =
            counted.map(|line| LineGame::new(table, line)).collect::<Result<_, _>>()?;
        let mut touches = vec![Vec::new(); gaps.len()];
        for (index, line) in lines.iter().enumerate() {
            for (player, gap) in line.players.iter().enumerate() {
                touches.get_mut(*gap).into_iter().for_each(|list: &mut Vec<_>| list.push((index, player)));
            }
        }
        Ok(Self { lines, touches, counted_all: estate.counted_all(rules.window.days) })
    }

    /// Closes or opens a gap.
    pub fn set(&mut self, gap: usize, open: bool) {
        for (line, player) in self.touches.get(gap).into_iter().flatten() {
            self.lines.get_mut(*line).into_iter().for_each(|line| line.set(*player, open));
        }
    }

    /// Closes or opens every gap.
    pub fn set_all(&mut self, open: bool) {
        self.lines.iter_mut().for_each(|line| line.set_all(open));
    }

    /// Whether the total now is all there is; otherwise it is "at least".
    pub fn known(&mut self) -> Result<bool, Error> {
        let mut known = self.counted_all;
        for line in &mut self.lines {
            known = known && line.known()?;
        }
        Ok(known)
    }

    /// Whether the total now is below an amount; of an "at least" nobody can say so.
    pub fn below(&mut self, amount: Money) -> Result<bool, Error> {
        Ok(self.total()? < amount && self.known()?)
    }

    /// What is known of the total now.
    pub fn total(&mut self) -> Result<Money, Error> {
        let mut total = Money::ZERO;
        for line in &mut self.lines {
            total = total.plus(line.total()?)?;
        }
        Ok(total)
    }
}
