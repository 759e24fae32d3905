//! What each gap is worth: closed alone, closed last, and its fair share.

use crate::error::{Error, ErrorCode};
use crate::estate::{Estate, HostId};
use crate::estimate::{Counted, Rules, named};
use crate::order::{Map, Order as _};
use crate::report::NOTICE;
use crate::units::Money;
use crate::whatif::Position;

use super::answer::{GapWorth, Method, SCHEMA, Worth};
use super::checklist::checklist;
use super::game::{Game, by_host};
use super::gaps::{Gap, gaps};
use super::line::{LineGame, Table};
use super::shapley::{How, MICRO, Shares, rounded, shares};
use super::target::smallest;

/// The seed of every draw; printed with the answer.
const SEED: u64 = 20_251_231;
/// Steps of sampling over all lines: a second's work on a large estate.
const STEPS: usize = 200_000;
/// Orders drawn, at least and at most.
const ORDERS: (usize, usize) = (32, 4_000);
/// Hosts of a gap that are named.
const HOSTS_NAMED: usize = 3;

/// What to ask.
#[derive(Debug, Clone, Default)]
pub struct WorthOptions {
    /// A total to get below, as a decimal of the estate's currency.
    pub target: Option<String>,
    /// Orders to draw where shares are sampled; absent: as many as a second allows.
    pub orders: Option<usize>,
}

/// The question made ready: lines are independent, so that a caller with threads can map over them.
#[derive(Debug)]
pub struct Plan<'a> {
    position: &'a Position,
    gaps: Vec<Gap>,
    by_host: Map<HostId, Vec<usize>>,
    orders: usize,
    target: Option<Money>,
}

/// What a line says of its gaps.
#[derive(Debug)]
pub struct LineWorth {
    players: Vec<usize>,
    alone: Vec<i128>,
    last: Vec<i128>,
    shares: Shares,
    open: i128,
    closed: i128,
    /// Whether these are all there is, for the line by itself; the same with one gap open.
    open_known: bool,
    closed_known: bool,
    last_known: Vec<bool>,
}

impl Position {
    /// What closing each gap is worth under the position's one reading.
    ///
    /// ```
    /// # use subcap_core::{price::Readings, pvu::PvuTable, read::Reader, whatif::Position, worth::WorthOptions};
    /// # let mut reader = Reader::default();
    /// # for (name, text) in subcap_core::demo::tables() { reader.file(name, text.as_bytes())?; }
    /// # let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
    /// let readings = Readings::built_in()?.select(&["agreement".into()])?;
    /// let position = Position::new(tables, findings, PvuTable::embedded()?, None, readings).map_err(|(error, _)| error)?;
    /// let worth = position.worth(&WorthOptions::default())?;
    /// assert!(worth.gaps.iter().any(|gap| gap.kind == "not-reported" && gap.cure[0].kind == "report"));
    /// # Ok::<(), subcap_core::error::Error>(())
    /// ```
    pub fn worth(&self, options: &WorthOptions) -> Result<Worth, Error> {
        let plan = Plan::new(self, options)?;
        let lines = (0..plan.lines()).map(|line| plan.line(line)).collect::<Result<_, _>>()?;
        plan.finish(lines)
    }
}

impl<'a> Plan<'a> {
    /// Finds the gaps.
    pub fn new(position: &'a Position, options: &WorthOptions) -> Result<Self, Error> {
        let estate = position.estate();
        let rules = only(position)?;
        let gaps = gaps(estate, rules, position.counted());
        let target = options.target.as_deref().map(|text| money(estate, text)).transpose()?;
        let by_host = by_host(&gaps);
        let mut plan = Self { position, gaps, by_host, orders: 0, target };
        plan.orders = match options.orders {
            Some(orders) => orders.clamp(4, 1_000_000),
            None => {
                let players = position.counted().map(|line| plan.game(line).map(|game| game.players.len()));
                let players: usize = players.sum::<Result<usize, Error>>()?;
                (STEPS / players.max(1)).clamp(ORDERS.0, ORDERS.1)
            }
        };
        Ok(plan)
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.position.estate().lines.len()
    }

    fn game(&self, counted: &'a Counted) -> Result<LineGame<'_>, Error> {
        let (estate, rules) = (self.position.estate(), only(self.position)?);
        let table = Table { estate, rules, gaps: &self.gaps, by_host: &self.by_host };
        LineGame::new(table, counted).map_err(|error| named(estate, &counted.line, error))
    }

    /// One line.
    pub fn line(&self, index: usize) -> Result<LineWorth, Error> {
        let counted = self.position.counted().nth(index).ok_or_else(|| Error::internal("no such line"))?;
        let mut game = self.game(counted)?;
        let players = game.players.clone();
        let (open, open_known) = (game.total()?.minor(), game.known()?);
        let mut last_known = Vec::with_capacity(players.len());
        let (mut alone, mut last) = (Vec::with_capacity(players.len()), Vec::with_capacity(players.len()));
        for player in 0..players.len() {
            game.set(player, false);
            alone.push(open - game.total()?.minor());
            game.set(player, true);
        }
        game.set_all(false);
        let (closed, closed_known) = (game.total()?.minor(), game.known()?);
        for player in 0..players.len() {
            game.set(player, true);
            last.push(game.total()?.minor() - closed);
            last_known.push(game.known()?);
            game.set(player, false);
        }
        game.set_all(true);
        let seed = SEED.wrapping_add(u64::try_from(index).unwrap_or(0));
        let shares = shares(&mut game, self.orders, seed)?;
        Ok(LineWorth { players, alone, last, shares, open, closed, open_known, closed_known, last_known })
    }

    /// Puts the lines together, in their order.
    pub fn finish(&self, lines: Vec<LineWorth>) -> Result<Worth, Error> {
        let (estate, rules) = (self.position.estate(), only(self.position)?);
        let count = self.gaps.len();
        let (mut alone, mut last) = (vec![0_i128; count], vec![0_i128; count]);
        let (mut micro, mut variance) = (vec![0_i128; count], vec![0_i128; count]);
        let (mut open, mut closed) = (0_i128, 0_i128);
        let mut how = [0_usize; 3];
        let base = self.position.base().readings.first();
        let counted_all = base.is_none_or(|reading| reading.counted_all);
        let (mut known, mut last_known) = (vec![counted_all; count], vec![counted_all; count]);
        for line in &lines {
            (open, closed) = (open + line.open, closed + line.closed);
            if !line.players.is_empty() {
                how.get_mut(line.shares.how as usize).into_iter().for_each(|n| *n += 1);
            }
            for (player, gap) in line.players.iter().enumerate() {
                let add = |sums: &mut Vec<i128>, from: &[i128]| {
                    let value = from.get(player).copied().unwrap_or(0);
                    sums.get_mut(*gap).into_iter().for_each(|sum| *sum += value);
                };
                add(&mut alone, &line.alone);
                add(&mut last, &line.last);
                add(&mut micro, &line.shares.micro);
                add(&mut variance, &line.shares.variance);
                let last = line.last_known.get(player).copied().unwrap_or(false);
                known.get_mut(*gap).into_iter().for_each(|known| *known &= line.open_known);
                last_known.get_mut(*gap).into_iter().for_each(|known| *known &= last);
            }
        }
        debug_assert!((micro.iter().sum::<i128>() - (open - closed) * MICRO).abs() <= MICRO * 1_000);
        let fair = rounded(&micro, open - closed);
        let sampled = how.get(How::Sampled as usize).copied().unwrap_or(0);
        let text = |minor: i128| Money::of_minor(minor).decimal(estate.currency);
        let mut worth = Vec::with_capacity(count);
        for (index, gap) in self.gaps.iter().enumerate() {
            let of = |list: &[i128]| list.get(index).copied().unwrap_or(0);
            let names = gap.hosts.iter().filter_map(|host| estate.host(*host)).map(|host| host.name.clone());
            let row = GapWorth {
                id: gap.id.clone(),
                kind: gap.kind(),
                scope: gap.scope.clone(),
                from: gap.span.from.to_string(),
                to: gap.span.to.to_string(),
                hosts: gap.hosts.len(),
                first_hosts: names.take(HOSTS_NAMED).collect(),
                cure: gap.cure(estate),
                refused: gap.refused.clone(),
                alone: text(of(&alone)),
                last: text(of(&last)),
                shapley: text(of(&fair)),
                complete: known.get(index).copied().unwrap_or(false),
                last_complete: last_known.get(index).copied().unwrap_or(false),
                error: (of(&variance) > 0).then(|| text(of(&variance).isqrt() + 1)),
            };
            worth.push((of(&fair), row));
        }
        worth.order_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.id.cmp(&y.id)));
        let smallest = match self.target {
            None => None,
            Some(target) => {
                let counted = self.position.counted();
                let mut game = Game::new(estate, rules, &self.gaps, &self.by_host, counted)?;
                Some(smallest(&mut game, &self.gaps, target, estate.currency)?)
            }
        };
        Ok(Worth {
            schema: SCHEMA,
            reading: rules.reading.name.clone(),
            currency: estate.currency.code(),
            total: text(open),
            total_all_closed: text(closed),
            complete: base.is_none_or(|r| r.complete),
            total_all_closed_complete: counted_all && lines.iter().all(|line| line.closed_known),
            gaps: worth.into_iter().map(|(_, row)| row).collect(),
            method: Method {
                exact: sampled == 0,
                enumerated: how.get(How::Enumerated as usize).copied().unwrap_or(0),
                closed_form: how.get(How::Closed as usize).copied().unwrap_or(0),
                sampled,
                orders: if sampled == 0 { 0 } else { self.orders / 2 * 2 },
                seed: SEED,
            },
            smallest,
            checklist: checklist(estate, rules, &self.gaps),
            notice: NOTICE,
        })
    }
}

/// The one reading of the position.
fn only(position: &Position) -> Result<&Rules, Error> {
    match position.rules() {
        [rules] => Ok(rules),
        _ => Err(Error::new(
            ErrorCode::BadOption,
            "the worth of evidence is asked for under one reading",
            "Name one reading.",
        )),
    }
}

/// A target in the currency's decimals, or fewer.
fn money(estate: &Estate, text: &str) -> Result<Money, Error> {
    let wrong = || {
        let message = format!("{text} is no amount of {}", estate.currency.code());
        Error::new(
            ErrorCode::BadOption,
            message,
            "Write digits and at most the currency's decimals, such as 500000 or 1234.50.",
        )
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let decimals = usize::try_from(estate.currency.decimals()).unwrap_or(2);
    if part.len() > decimals
        || whole.is_empty()
        || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
    {
        return Err(wrong());
    }
    let padded = format!("{whole}{part}{}", "0".repeat(decimals - part.len()));
    padded.parse().map(Money::of_minor).map_err(|_| wrong())
}
