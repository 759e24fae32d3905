//! One line while gaps are closed and opened: what it requires is kept up to date, quarter by quarter.

use std::collections::BTreeMap;

use crate::calendar::Span;
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{ClusterId, Estate, HostId, ProductId};
use crate::estimate::{Counted, Member, Rules};
use crate::judge::{Block, Reach};
use crate::price::{Claim, Granularity, QuarterShortfall, Reading, Scope, Shortfall, claim};
use crate::units::{Money, Overflow};

use super::Gap;

/// What the lines of a position share.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    pub estate: &'a Estate,
    pub rules: &'a Rules,
    pub gaps: &'a [Gap],
    /// The gaps of each host.
    pub by_host: &'a BTreeMap<HostId, Vec<usize>>,
}

/// A line in play.
#[derive(Clone)]
pub struct LineGame<'a> {
    table: Table<'a>,
    counted: &'a Counted,
    /// Gaps that lose a day of the line.
    pub players: Vec<usize>,
    /// Of each player: the losses it causes.
    causes: Vec<Vec<usize>>,
    losses: Vec<Loss>,
    units: Vec<Unit>,
    quarters: Vec<InPlay>,
    open: Vec<bool>,
    total: Option<Money>,
}

/// What is lost as one: a host's days in a gap, its quarter, or its whole window.
#[derive(Clone)]
struct Loss {
    /// Open gaps that cause it.
    open: u32,
    units: Vec<usize>,
}

/// A product in one cluster in one quarter, and what lost days add there.
#[derive(Clone)]
struct Unit {
    member: usize,
    cluster: ClusterId,
    quarter: usize,
    /// Which loss, which cell, which days.
    pieces: Vec<(usize, Cell, Span)>,
    adds: Block,
    stale: bool,
}

#[derive(Clone)]
struct InPlay {
    required: Block,
    short: QuarterShortfall,
    stale: bool,
}

impl<'a> LineGame<'a> {
    /// The line as it is: every gap open.
    pub fn new(table: Table<'a>, counted: &'a Counted) -> Result<Self, Error> {
        let rules = table.rules;
        let mut quarters = Vec::new();
        for quarter in rules.window.quarters() {
            let Some(days) = rules.window.days_of(quarter) else { continue };
            let required = Block::of(&counted.sub, days);
            let short = rules.shortness(counted).quarter(quarter, &required)?;
            quarters.push(InPlay { required, short, stale: true });
        }
        let mut game = Self {
            table,
            counted,
            players: Vec::new(),
            causes: Vec::new(),
            losses: Vec::new(),
            units: Vec::new(),
            quarters,
            open: Vec::new(),
            total: None,
        };
        for (index, member) in counted.members.iter().enumerate() {
            game.take_in(index, member);
        }
        game.open = vec![true; game.players.len()];
        Ok(game)
    }

    /// The losses of a member, host by host.
    fn take_in(&mut self, index: usize, member: &Member) {
        let mut of_hosts: BTreeMap<HostId, Vec<Cell>> = BTreeMap::new();
        for stay in member.stays().iter().filter(|stay| self.table.by_host.contains_key(&stay.host)) {
            let claimed = member.of(stay).iter().filter(|cell| cell.claimed).copied();
            of_hosts.entry(stay.host).or_default().extend(claimed);
        }
        let mut units: BTreeMap<(ClusterId, usize), usize> = BTreeMap::new();
        for (host, cells) in of_hosts {
            let causing = self.causing(member.id, host, &cells);
            let window = self.table.rules.window;
            match self.table.rules.reading.granularity {
                Granularity::Days => {
                    for gap in causing {
                        let missing = self.table.rules.evidenced().missing(host, member.id);
                        let Some(span) = self.table.gaps.get(gap).map(|g| g.span) else { continue };
                        let holes = cells.iter().filter_map(|cell| Some((*cell, cell.span.overlap(span)?)));
                        let pieces =
                            holes.flat_map(|(cell, days)| missing.within(days).map(move |hole| (cell, hole)));
                        let pieces = pieces.collect();
                        self.lose(index, &[gap], pieces, &mut units);
                    }
                }
                Granularity::Quarter => {
                    let mut by_quarter: BTreeMap<_, Vec<usize>> = BTreeMap::new();
                    for gap in causing {
                        let quarter = self.table.gaps.get(gap).map(|g| g.quarter);
                        by_quarter.entry(quarter).or_default().push(gap);
                    }
                    for (quarter, gaps) in by_quarter {
                        let days = quarter.and_then(|quarter| window.days_of(quarter));
                        self.lose(index, &gaps, within(&cells, days), &mut units);
                    }
                }
                Granularity::Window => {
                    if !causing.is_empty() {
                        self.lose(index, &causing, within(&cells, Some(window.days)), &mut units);
                    }
                }
            }
        }
    }

    /// The gaps of a host that lose a claimed day of a product there.
    fn causing(&self, product: ProductId, host: HostId, cells: &[Cell]) -> Vec<usize> {
        let missing = self.table.rules.evidenced().missing(host, product);
        let of_host = self.table.by_host.get(&host).into_iter().flatten().copied();
        let loses = |gap: &usize| {
            let span = self.table.gaps.get(*gap).map(|g| g.span);
            let mut both = cells.iter().filter_map(|cell| cell.span.overlap(span?));
            both.any(|days| missing.within(days).next().is_some())
        };
        of_host.filter(loses).collect()
    }

    fn lose(
        &mut self,
        member: usize,
        gaps: &[usize],
        pieces: Vec<(Cell, Span)>,
        units: &mut BTreeMap<(ClusterId, usize), usize>,
    ) {
        let loss = self.losses.len();
        let mut touched = Vec::new();
        for (cell, span) in pieces {
            for (quarter, in_play) in self.quarters.iter().enumerate() {
                let Some(part) = in_play.required.days.overlap(span) else { continue };
                let at = *units.entry((cell.cluster, quarter)).or_insert_with(|| {
                    let adds = Block::new(in_play.required.days, self.table.estate.regions.len().max(1));
                    self.units.push(Unit {
                        member,
                        cluster: cell.cluster,
                        quarter,
                        pieces: Vec::new(),
                        adds,
                        stale: true,
                    });
                    self.units.len() - 1
                });
                if let Some(unit) = self.units.get_mut(at) {
                    unit.pieces.push((loss, cell, part));
                }
                touched.push(at);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        self.losses.push(Loss { open: u32::try_from(gaps.len()).unwrap_or(u32::MAX), units: touched });
        for gap in gaps {
            let player = match self.players.iter().position(|player| player == gap) {
                Some(player) => player,
                None => {
                    self.players.push(*gap);
                    self.causes.push(Vec::new());
                    self.players.len() - 1
                }
            };
            self.causes.get_mut(player).into_iter().for_each(|causes| causes.push(loss));
        }
    }

    /// Closes or opens a gap, by its place among the players.
    pub fn set(&mut self, player: usize, open: bool) {
        match self.open.get_mut(player) {
            Some(now) if *now != open => *now = open,
            _ => return,
        }
        for loss in self.causes.get(player).into_iter().flatten() {
            let Some(loss) = self.losses.get_mut(*loss) else { continue };
            let before = loss.open > 0;
            loss.open = if open { loss.open + 1 } else { loss.open.saturating_sub(1) };
            if before != (loss.open > 0) {
                for unit in &loss.units {
                    self.units.get_mut(*unit).into_iter().for_each(|unit| unit.stale = true);
                }
                self.total = None;
            }
        }
    }

    /// Closes or opens every gap.
    pub fn set_all(&mut self, open: bool) {
        (0..self.players.len()).for_each(|player| self.set(player, open));
    }

    /// What the line costs now; `None` if there is something to pay and no price.
    pub fn total(&mut self) -> Result<Money, Error> {
        if let Some(total) = self.total {
            return Ok(total);
        }
        let total = self.claim()?.lines.map_or(Money::ZERO, |lines| lines.total);
        self.total = Some(total);
        Ok(total)
    }

    /// The claim lines now.
    pub fn claim(&mut self) -> Result<Claim, Error> {
        let shortfall = self.shortfall()?;
        let Table { estate, rules, .. } = self.table;
        let product = estate.product(self.counted.line.product).unwrap_or(&self.counted.product);
        Ok(claim(product, &shortfall, &rules.reading, estate.currency)?)
    }

    /// The shortfalls now.
    pub fn shortfall(&mut self) -> Result<Shortfall, Error> {
        self.settle()?;
        Ok(Shortfall::of(self.quarters.iter().map(|q| q.short.clone()).collect()))
    }

    /// The reading it is judged and priced by.
    pub fn reading(&self) -> &Reading {
        &self.table.rules.reading
    }

    /// Whether every gap causes the very same losses.
    pub fn lose_the_same(&self) -> bool {
        self.causes.windows(2).all(|pair| matches!(pair, [a, b] if a == b))
    }

    /// The quarter of each gap, if each has one of its own and loses nothing beyond it.
    pub fn quarter_of_each(&self) -> Option<Vec<usize>> {
        if self.reading().granularity == Granularity::Window {
            return None;
        }
        let first = self.quarters.first()?.short.quarter;
        let quarter = |gap: &usize| usize::try_from(self.table.gaps.get(*gap)?.quarter.since(first)).ok();
        let quarters: Vec<usize> = self.players.iter().map(quarter).collect::<Option<_>>()?;
        let apart: std::collections::BTreeSet<usize> = quarters.iter().copied().collect();
        (apart.len() == quarters.len()).then_some(quarters)
    }

    /// What stale units add is worked out again, and the quarters they lie in.
    fn settle(&mut self) -> Result<(), Error> {
        let Table { estate, rules, .. } = self.table;
        let reach = Reach::of(estate, &rules.judgement, &rules.reading, rules.window);
        let estate_wide = rules.reading.scope == Scope::Estate;
        for unit in self.units.iter_mut().filter(|unit| unit.stale) {
            unit.stale = false;
            let (Some(member), Some(quarter)) =
                (self.counted.members.get(unit.member), self.quarters.get_mut(unit.quarter))
            else {
                continue;
            };
            quarter.stale = true;
            if estate_wide {
                continue;
            }
            let losses = &self.losses;
            let lost = unit.pieces.iter().filter(|(loss, ..)| losses.get(*loss).is_some_and(|l| l.open > 0));
            let mut adds = Block::new(unit.adds.days, estate.regions.len().max(1));
            reach.parts(member, unit.cluster, lost.map(|(_, cell, span)| (*cell, *span)), &mut adds)?;
            quarter.required.add_all(&unit.adds, negative(member.weight)?)?;
            quarter.required.add_all(&adds, member.weight)?;
            unit.adds = adds;
        }
        if estate_wide {
            self.settle_estate_wide(&reach)?;
        }
        let short = rules.shortness(self.counted);
        for quarter in self.quarters.iter_mut().filter(|quarter| quarter.stale) {
            quarter.stale = false;
            quarter.short = short.quarter(quarter.short.quarter, &quarter.required)?;
        }
        Ok(())
    }

    /// On a day on which a member is lost anywhere, all its clusters count full.
    fn settle_estate_wide(&mut self, reach: &Reach<'_>) -> Result<(), Error> {
        for (index, quarter) in self.quarters.iter_mut().enumerate().filter(|(_, quarter)| quarter.stale) {
            quarter.required = Block::of(&self.counted.sub, quarter.required.days);
            for (at, member) in self.counted.members.iter().enumerate() {
                let units = self.units.iter().filter(|unit| unit.quarter == index && unit.member == at);
                let losses = &self.losses;
                let open = |loss: &usize| losses.get(*loss).is_some_and(|l| l.open > 0);
                let lost = units
                    .flat_map(|unit| &unit.pieces)
                    .filter(|(loss, ..)| open(loss))
                    .map(|(_, _, span)| *span);
                let mut adds = Block::new(quarter.required.days, self.table.estate.regions.len().max(1));
                reach.everywhere(member, lost, &mut adds)?;
                quarter.required.add_all(&adds, member.weight)?;
            }
        }
        Ok(())
    }
}

fn negative(weight: i64) -> Result<i64, Overflow> {
    weight.checked_neg().ok_or(Overflow)
}

/// Cells cut to the days.
fn within(cells: &[Cell], days: Option<Span>) -> Vec<(Cell, Span)> {
    cells.iter().filter_map(|cell| Some((*cell, cell.span.overlap(days?)?))).collect()
}
