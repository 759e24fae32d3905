//! One line while gaps are closed and opened: what it requires is kept up to date, quarter by quarter.

use crate::calendar::Span;
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{ClusterId, Estate, HostId, ProductId};
use crate::estimate::{Counted, Member, Rules};
use crate::judge::{Block, Changes, Piece, Reach};
use crate::order::{Map, Set};
use crate::price::{ChargeKind, Claim, Granularity, Reading, Scope, Shortfall, Support, claim};
use crate::units::{Money, Overflow, Quantity};

use super::Gap;

/// What the lines of a position share.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    pub estate: &'a Estate,
    pub rules: &'a Rules,
    pub gaps: &'a [Gap],
    /// The gaps of each host.
    pub by_host: &'a Map<HostId, Vec<usize>>,
}

/// A line in play.
#[derive(Clone)]
pub struct LineGame<'a> {
    table: Table<'a>,
    counted: &'a Counted,
    /// Gaps that lose a day of the line.
    pub players: Vec<usize>,
    /// Those that lose a day on a host whose full capacity is unknown.
    unknown: Set<usize>,
    /// Of each player: the losses it causes.
    causes: Vec<Vec<usize>>,
    losses: Vec<Loss>,
    units: Vec<Unit>,
    stale: Vec<usize>,
    quarters: Vec<InPlay>,
    short: Shortfall,
    open: Vec<bool>,
    total: Option<Option<Money>>,
    /// Totals met before; most sets of gaps come to one of a few.
    met: Map<Decides, Option<Money>>,
}

/// What is lost as one: a host's days in a gap, its quarter, or its whole window.
#[derive(Clone)]
struct Loss {
    /// Open gaps that cause it.
    open: u32,
    /// In which unit, which days.
    pieces: Vec<(usize, Piece)>,
}

/// A product in one cluster in one quarter, and what lost days add there.
#[derive(Clone)]
struct Unit {
    member: usize,
    cluster: ClusterId,
    quarter: usize,
    /// Which loss, which days.
    pieces: Vec<(usize, Piece)>,
    /// What they add now: region, days, amount.
    adds: Vec<(u32, Span, i64)>,
    stale: bool,
}

#[derive(Clone)]
struct InPlay {
    days: Span,
    required: Block,
    /// Losses of each member, day by day; counted where they reach the whole estate.
    lost: Vec<Vec<u32>>,
    stale: bool,
}

/// What of the shortfalls decides a total where every short quarter counts whole: N, the licences to buy,
/// and how many quarters are short.
type Decides = (Quantity, Quantity, usize);

impl<'a> LineGame<'a> {
    /// The line as it is: every gap open.
    pub fn new(table: Table<'a>, counted: &'a Counted) -> Result<Self, Error> {
        let rules = table.rules;
        let (mut quarters, mut short) = (Vec::new(), Vec::new());
        for quarter in rules.window.quarters() {
            let Some(days) = rules.window.days_of(quarter) else { continue };
            let required = Block::of(&counted.sub, days);
            short.push(rules.shortness(counted).quarter(quarter, &required)?);
            let lost = vec![vec![0; usize::try_from(days.days()).unwrap_or(0)]; counted.members.len()];
            quarters.push(InPlay { days, required, lost, stale: false });
        }
        let mut game = Self {
            table,
            counted,
            players: Vec::new(),
            unknown: Set::new(),
            causes: Vec::new(),
            losses: Vec::new(),
            units: Vec::new(),
            stale: Vec::new(),
            quarters,
            short: Shortfall::of(short),
            open: Vec::new(),
            total: None,
            met: Map::new(),
        };
        for (index, member) in counted.members.iter().enumerate() {
            game.take_in(index, member);
        }
        game.open = vec![false; game.players.len()];
        game.set_all(true);
        Ok(game)
    }

    /// The losses of a member, host by host.
    fn take_in(&mut self, index: usize, member: &Member) {
        let mut of_hosts: Map<HostId, Vec<Cell>> = Map::new();
        for (host, cells) in member.hosts().filter(|(host, _)| self.table.by_host.contains_key(host)) {
            of_hosts.entry(host).or_default().extend(cells.iter().filter(|cell| cell.claimed));
        }
        let mut units: Map<(ClusterId, usize), usize> = Map::new();
        for (host, cells) in of_hosts {
            let causing = self.causing(member.id, host, &cells);
            if self.table.estate.host(host).is_some_and(|host| host.artificial) {
                self.unknown.extend(&causing);
            }
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
                    let mut by_quarter: Map<_, Vec<usize>> = Map::new();
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
        units: &mut Map<(ClusterId, usize), usize>,
    ) {
        let loss = self.losses.len();
        let mut of_loss = Vec::new();
        for (cell, span) in pieces {
            for (quarter, in_play) in self.quarters.iter().enumerate() {
                let Some(part) = in_play.days.overlap(span) else { continue };
                let at = *units.entry((cell.cluster, quarter)).or_insert_with(|| {
                    self.units.push(Unit::new(member, cell.cluster, quarter));
                    self.units.len() - 1
                });
                let piece = Piece::of(&cell, part);
                if let Some(unit) = self.units.get_mut(at) {
                    unit.pieces.push((loss, piece));
                }
                of_loss.push((at, piece));
            }
        }
        self.losses.push(Loss { open: 0, pieces: of_loss });
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
            if before == (loss.open > 0) {
                continue;
            }
            self.total = None;
            let scope = self.table.rules.reading.scope;
            for (at, piece) in &loss.pieces {
                let Some(unit) = self.units.get_mut(*at) else { continue };
                let Some(quarter) = self.quarters.get_mut(unit.quarter) else { continue };
                match scope {
                    // A host counts on its own: its days are added or taken off at once.
                    Scope::Host => {
                        let weight = self.counted.members.get(unit.member).map_or(1, |member| member.weight);
                        let amount = piece.beyond.saturating_mul(weight);
                        quarter.required.add(piece.region, piece.span, if open { amount } else { -amount });
                        quarter.stale = true;
                    }
                    Scope::Largest | Scope::Cluster => {
                        if !unit.stale {
                            unit.stale = true;
                            self.stale.push(*at);
                        }
                    }
                    Scope::Estate => quarter.count(unit.member, piece.span, open),
                }
            }
        }
    }

    /// Closes or opens every gap.
    pub fn set_all(&mut self, open: bool) {
        (0..self.players.len()).for_each(|player| self.set(player, open));
    }

    /// What is known of the cost now: what has no price counts nothing.
    pub fn total(&mut self) -> Result<Money, Error> {
        Ok(self.priced()?.unwrap_or(Money::ZERO))
    }

    /// Whether that is all of it. Once it is, closing more leaves it so.
    pub fn known(&mut self) -> Result<bool, Error> {
        let mut open = self.players.iter().zip(&self.open).filter(|(_, open)| **open);
        Ok(!open.any(|(gap, _)| self.unknown.contains(gap)) && self.priced()?.is_some())
    }

    /// What the line costs now; `None` if there is something to pay and no price.
    fn priced(&mut self) -> Result<Option<Money>, Error> {
        if let Some(total) = self.total {
            return Ok(total);
        }
        self.settle()?;
        let reading = self.reading();
        let alike = reading.charge == ChargeKind::Purchase
            && reading.support != Support::Graduated
            && reading.granularity != Granularity::Days;
        let short = self.short.quarters.iter().filter(|q| q.shortfall > Quantity::ZERO).count();
        let decides = (self.short.peak, self.short.licence_quantity, short);
        let total = match self.met.get(&decides).filter(|_| alike) {
            Some(met) => *met,
            None => self.claim()?.lines.map(|lines| lines.total),
        };
        if alike {
            self.met.insert(decides, total);
        }
        self.total = Some(total);
        Ok(total)
    }

    /// The claim lines now.
    pub fn claim(&mut self) -> Result<Claim, Error> {
        self.settle()?;
        let Table { estate, rules, .. } = self.table;
        let product = estate.product(self.counted.line.product).unwrap_or(&self.counted.product);
        Ok(claim(product, &self.short, &rules.reading, estate.currency)?)
    }

    /// The shortfalls now.
    pub fn shortfall(&mut self) -> Result<Shortfall, Error> {
        self.settle()?;
        Ok(self.short.clone())
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
        let first = self.short.quarters.first()?.quarter;
        let quarter = |gap: &usize| usize::try_from(self.table.gaps.get(*gap)?.quarter.since(first)).ok();
        let quarters: Vec<usize> = self.players.iter().map(quarter).collect::<Option<_>>()?;
        let apart: crate::order::Set<usize> = quarters.iter().copied().collect();
        (apart.len() == quarters.len()).then_some(quarters)
    }

    /// What stale units add is worked out again, and the quarters they lie in.
    fn settle(&mut self) -> Result<(), Error> {
        let Table { estate, rules, .. } = self.table;
        let reach = Reach::of(estate, &rules.judgement, &rules.reading, rules.window);
        for at in std::mem::take(&mut self.stale) {
            let Some(unit) = self.units.get_mut(at) else { continue };
            unit.stale = false;
            let (Some(quarter), Some(member)) =
                (self.quarters.get_mut(unit.quarter), self.counted.members.get(unit.member))
            else {
                continue;
            };
            quarter.stale = true;
            for (region, span, amount) in unit.adds.drain(..) {
                quarter.required.add(region, span, -amount);
            }
            let losses = &self.losses;
            let open = unit.pieces.iter().filter(|(loss, _)| losses.get(*loss).is_some_and(|l| l.open > 0));
            let open: Vec<Piece> = open.map(|(_, piece)| *piece).collect();
            let mut overflow = false;
            for of in member.in_clusters(&[unit.cluster]) {
                reach.some_lost(member, of, &open, |region, span, amount| {
                    let (amount, over) = amount.overflowing_mul(member.weight);
                    overflow |= over;
                    quarter.required.add(region, span, amount);
                    unit.adds.push((region, span, amount));
                })?;
            }
            if overflow {
                return Err(Overflow.into());
            }
        }
        if !self.quarters.iter().any(|quarter| quarter.stale) {
            return Ok(());
        }
        let shortness = rules.shortness(self.counted);
        for (quarter, short) in
            self.quarters.iter_mut().zip(&mut self.short.quarters).filter(|(q, _)| q.stale)
        {
            quarter.stale = false;
            if rules.reading.scope == Scope::Estate {
                quarter.required = Block::of(&self.counted.sub, quarter.days);
                let mut adds = Changes::new(quarter.days, estate.regions.len().max(1));
                for (member, lost) in self.counted.members.iter().zip(&quarter.lost) {
                    let lost: Vec<bool> = lost.iter().map(|count| *count > 0).collect();
                    reach.on_days(member, &lost, &mut adds)?;
                }
                quarter.required.add_all(&adds.settle()?);
            }
            *short = shortness.quarter(short.quarter, &quarter.required)?;
        }
        self.short.again();
        Ok(())
    }
}

impl Unit {
    fn new(member: usize, cluster: ClusterId, quarter: usize) -> Self {
        Self { member, cluster, quarter, pieces: Vec::new(), adds: Vec::new(), stale: false }
    }
}

impl InPlay {
    /// One loss more or less on these days; a day that comes or goes makes the quarter stale.
    fn count(&mut self, member: usize, span: Span, open: bool) {
        let positions = self.required.positions(span);
        let Some(days) = self.lost.get_mut(member).and_then(|days| days.get_mut(positions)) else { return };
        for count in days {
            let before = *count > 0;
            *count = if open { *count + 1 } else { count.saturating_sub(1) };
            self.stale |= before != (*count > 0);
        }
    }
}

/// Cells cut to the days.
fn within(cells: &[Cell], days: Option<Span>) -> Vec<(Cell, Span)> {
    cells.iter().filter_map(|cell| Some((*cell, cell.span.overlap(days?)?))).collect()
}
