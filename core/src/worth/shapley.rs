//! Fair shares of a line's cost among its gaps: what each takes off on average over all orders in which
//! gaps can be closed (Shapley).
//!
//! Few gaps are enumerated. Many gaps in quarters of their own under a purchase are an airport game: the
//! total depends on the highest open quarter and on how many are open, so the share has a closed form;
//! what is charged quarter by quarter is additive. All else is sampled, with a fixed seed, each order
//! together with its reverse.

use super::chance::Chance;
use crate::error::Error;
use crate::order::Order as _;
use crate::price::{ChargeKind, Granularity, Support};
use crate::units::{Fraction, Overflow};

use super::line::LineGame;

/// Shares are kept in millionths of a minor unit.
pub const MICRO: i128 = 1_000_000;
/// Up to that many gaps every subset is looked at.
const ENUMERATED: usize = 10;

/// How shares were worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Every subset of gaps.
    Enumerated,
    /// A closed form.
    Closed,
    /// Orders drawn by chance.
    Sampled,
}

/// The shares of a line, in the order of its players.
#[derive(Debug, Clone)]
pub struct Shares {
    pub how: How,
    /// In millionths of a minor unit.
    pub micro: Vec<i128>,
    /// Squares of the standard errors, in minor units; zero if exact.
    pub variance: Vec<i128>,
}

/// The shares of a line, whose gaps are all open before and after.
pub fn shares(line: &mut LineGame<'_>, orders: usize, seed: u64) -> Result<Shares, Error> {
    let players = line.players.len();
    if players <= ENUMERATED {
        return exact(How::Enumerated, enumerated(line)?);
    }
    if let Some(shares) = alike(line)? {
        return exact(How::Closed, shares);
    }
    if let Some(shares) = airport(line)? {
        return exact(How::Closed, shares);
    }
    sampled(line, orders, seed)
}

fn exact(how: How, shares: Vec<Fraction>) -> Result<Shares, Error> {
    let micro = shares.into_iter().map(|share| Ok(share.times(Fraction::new(MICRO, 1)?)?.floor()));
    let micro: Vec<i128> = micro.collect::<Result<_, Overflow>>()?;
    Ok(Shares { how, variance: vec![0; micro.len()], micro })
}

/// Every subset, each one gap away from the one before (Gray code).
fn enumerated(line: &mut LineGame<'_>) -> Result<Vec<Fraction>, Error> {
    let players = line.players.len();
    let mut values = vec![0_i128; 1 << players];
    // Bits of closed gaps.
    let mut closed = 0_usize;
    for step in 0..values.len() {
        if step > 0 {
            let player = step.trailing_zeros() as usize;
            closed ^= 1 << player;
            line.set(player, closed & (1 << player) == 0);
        }
        let value = line.total()?.minor();
        values.get_mut(closed).into_iter().for_each(|slot| *slot = value);
    }
    line.set_all(true);
    let value = |set: usize| values.get(set).copied().unwrap_or(0);
    let mut shares = Vec::with_capacity(players);
    for player in 0..players {
        // Drops by how many gaps were closed before.
        let mut drops = vec![0_i128; players];
        for set in (0..values.len()).filter(|set| set & (1 << player) == 0) {
            let drop = value(set) - value(set | (1 << player));
            drops.get_mut(set.count_ones() as usize).into_iter().for_each(|sum| *sum += drop);
        }
        let mut share = Fraction::ZERO;
        for (before, drop) in drops.into_iter().enumerate() {
            let orders = i128::try_from(players).map_err(|_| Overflow)? * choose(players - 1, before)?;
            share = share.plus(Fraction::new(drop, orders)?)?;
        }
        shares.push(share);
    }
    Ok(shares)
}

/// Gaps that lose the very same days share alike: nothing is gained before the last one is closed.
fn alike(line: &mut LineGame<'_>) -> Result<Option<Vec<Fraction>>, Error> {
    if !line.lose_the_same() {
        return Ok(None);
    }
    let players = line.players.len();
    let open = line.total()?.minor();
    line.set_all(false);
    let drop = open - line.total()?.minor();
    line.set_all(true);
    let share = Fraction::new(drop, i128::try_from(players).map_err(|_| Overflow)?)?;
    Ok(Some(vec![share; players]))
}

type Ranked = (usize, (i64, i64), (i64, i64));

/// One gap a quarter: the highest open quarter sets the licences, and with the number of open ones the
/// support; what is priced quarter by quarter adds up.
fn airport(line: &mut LineGame<'_>) -> Result<Option<Vec<Fraction>>, Error> {
    let Some(quarters) = line.quarter_of_each() else { return Ok(None) };
    let reading = line.reading();
    let additive = reading.charge == ChargeKind::Use || reading.support == Support::Graduated;
    let counts = reading.support == Support::Duration;
    if counts && reading.granularity == Granularity::Days {
        return Ok(None);
    }
    let open = line.shortfall()?;
    line.set_all(false);
    let closed = line.shortfall()?;
    line.set_all(true);
    let level = |of: &crate::price::Shortfall, quarter: usize| {
        of.quarters.get(quarter).map_or((0, 0), |q| (q.shortfall.get(), q.to_buy.get()))
    };
    // Player, then shortfall and licences to buy while its gap is open, and once it is closed.
    let mut ranked: Vec<Ranked> =
        quarters.iter().enumerate().map(|(p, q)| (p, level(&open, *q), level(&closed, *q))).collect();
    ranked.order_by_key(|(player, open, _)| (*open, *player));
    let rises = ranked.windows(2).all(|pair| matches!(pair, [a, b] if a.1.1 <= b.1.1));
    // Where support counts open quarters, a closed one must be short by nothing (or never change).
    let counted_alike = ranked.iter().all(|(_, open, closed)| closed.0 == 0 && open.0 > 0);
    if !rises || (counts && !counted_alike) {
        return Ok(None);
    }
    let order: Vec<usize> = ranked.iter().map(|(player, ..)| *player).collect();
    let by_peak = |line: &mut LineGame<'_>| -> Result<i128, Error> {
        let lines = line.claim()?.lines;
        Ok(lines.map_or(0, |l| if additive { l.licence.minor() } else { l.total.minor() }))
    };
    let mut shares = peak_and_count(line, &order, by_peak)?;
    if additive {
        line.set_all(false);
        let rest = |line: &mut LineGame<'_>| -> Result<i128, Error> {
            Ok(line.claim()?.lines.map_or(0, |l| l.total.minor() - l.licence.minor()))
        };
        let none = rest(line)?;
        for (player, share) in shares.iter_mut().enumerate() {
            line.set(player, true);
            *share = share.plus(Fraction::new(rest(line)? - none, 1)?)?;
            line.set(player, false);
        }
        line.set_all(true);
    }
    Ok(Some(shares))
}

/// Shares of a value that depends on the highest open player (in this order) and on how many are open.
fn peak_and_count(
    line: &mut LineGame<'_>,
    order: &[usize],
    value: impl Fn(&mut LineGame<'_>) -> Result<i128, Error>,
) -> Result<Vec<Fraction>, Error> {
    let players = order.len();
    // values[highest][count]: the highest open one and the lowest of the others.
    let mut values = vec![vec![0_i128; players + 1]; players + 1];
    line.set_all(false);
    let none = value(line)?;
    for highest in 1..=players {
        let player = order.get(highest - 1).copied().unwrap_or(0);
        line.set(player, true);
        for count in 1..=highest {
            if count > 1 {
                line.set(order.get(count - 2).copied().unwrap_or(0), true);
            }
            let worth = value(line)?;
            let slot = values.get_mut(highest).and_then(|row| row.get_mut(count));
            slot.into_iter().for_each(|slot| *slot = worth);
        }
        line.set_all(false);
    }
    line.set_all(true);
    let at = |highest: usize, count: usize| match (highest, count) {
        (0, _) | (_, 0) => none,
        _ => values.get(highest).and_then(|row| row.get(count)).copied().unwrap_or(none),
    };
    let mut shares = vec![Fraction::ZERO; players];
    for rank in 1..=players {
        let mut share = Fraction::ZERO;
        for count in 1..=players {
            // Sets of that many open gaps with this one among them, by the highest of them, and what
            // is left without it.
            let mut drops = 0_i128;
            for highest in rank + 1..=players {
                let sets = if count < 2 { 0 } else { choose(highest - 2, count - 2)? };
                drops += sets * (at(highest, count) - at(highest, count - 1));
            }
            if count == 1 {
                drops += at(rank, 1) - none;
            }
            for second in 1..rank {
                let sets = if count < 2 { 0 } else { choose(second - 1, count - 2)? };
                drops += sets * (at(rank, count) - at(second, count - 1));
            }
            let orders = i128::try_from(players).map_err(|_| Overflow)? * choose(players - 1, count - 1)?;
            share = share.plus(Fraction::new(drops, orders)?)?;
        }
        let player = order.get(rank - 1).copied().unwrap_or(0);
        shares.get_mut(player).into_iter().for_each(|slot| *slot = share);
    }
    Ok(shares)
}

/// Orders drawn by chance, each with its reverse: what one overstates the other tends to understate.
fn sampled(line: &mut LineGame<'_>, orders: usize, seed: u64) -> Result<Shares, Error> {
    let players = line.players.len();
    let pairs = (orders / 2).max(2);
    let mut chance = Chance::new(seed);
    let mut order: Vec<usize> = (0..players).collect();
    let (mut sums, mut squares) = (vec![0_i128; players], vec![0_i128; players]);
    for _ in 0..pairs {
        chance.shuffle(&mut order);
        let mut drops = vec![0_i128; players];
        for reversed in [false, true] {
            line.set_all(true);
            let mut before = line.total()?.minor();
            for at in 0..players {
                let at = if reversed { players - 1 - at } else { at };
                let player = order.get(at).copied().unwrap_or(0);
                line.set(player, false);
                let after = line.total()?.minor();
                drops.get_mut(player).into_iter().for_each(|drop| *drop += before - after);
                before = after;
            }
        }
        for ((drop, sum), square) in drops.into_iter().zip(&mut sums).zip(&mut squares) {
            *sum += drop;
            *square = drop.checked_mul(drop).and_then(|d| square.checked_add(d)).ok_or(Overflow)?;
        }
    }
    line.set_all(true);
    let pairs = i128::try_from(pairs).map_err(|_| Overflow)?;
    let micro = sums.iter().map(|sum| (sum * MICRO).div_euclid(2 * pairs)).collect();
    let variance = sums.iter().zip(&squares).map(|(sum, square)| {
        let spread = square - sum.checked_mul(*sum).ok_or(Overflow)? / pairs;
        Ok(spread / (4 * pairs * (pairs - 1)))
    });
    Ok(Shares { how: How::Sampled, micro, variance: variance.collect::<Result<_, Overflow>>()? })
}

/// Ways to choose.
fn choose(from: usize, count: usize) -> Result<i128, Overflow> {
    if count > from {
        return Ok(0);
    }
    let mut ways = 1_i128;
    for step in 0..count {
        let (up, down) = (i128::try_from(from - step), i128::try_from(step + 1));
        let (up, down) = (up.map_err(|_| Overflow)?, down.map_err(|_| Overflow)?);
        ways = ways.checked_mul(up).ok_or(Overflow)? / down;
    }
    Ok(ways)
}

/// Whole numbers of `unit` that add up to `whole`, each as near to its share as can be: what is left goes
/// to the largest remainders.
pub fn rounded(micro: &[i128], whole: i128) -> Vec<i128> {
    let mut minor: Vec<i128> = micro.iter().map(|share| share.div_euclid(MICRO)).collect();
    let mut order: Vec<usize> = (0..micro.len()).collect();
    let rest = |at: &usize| micro.get(*at).map_or(0, |share| share.rem_euclid(MICRO));
    order.order_by_key(|at| (std::cmp::Reverse(rest(at)), *at));
    let mut left = whole - minor.iter().sum::<i128>();
    for at in order.iter().cycle().take(micro.len().saturating_mul(2)) {
        let step = left.signum();
        if step == 0 {
            break;
        }
        minor.get_mut(*at).into_iter().for_each(|share| *share += step);
        left -= step;
    }
    minor
}
