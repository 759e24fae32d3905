//! The causes of a difference, step by step: what is counted, then the window of time, then the price.

use std::collections::VecDeque;

use serde::Serialize;

use crate::error::Error;
use crate::order::{Map, Order as _};
use crate::units::Money;

use super::figures::Figures;
use super::overlay::Overlay;
use super::position::Position;
use super::steps::{BASE, PRICE, Step, TIME, steps};

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cause {
    /// The reading whose total it changes.
    pub reading: String,
    /// `metric base`, `time window` or `price`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [BASE, TIME, PRICE])))]
    pub group: &'static str,
    /// What was changed, in words of the overlay.
    pub step: String,
    /// By how much: later total − earlier total. The steps of a reading add up to the difference.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub amount: String,
    /// False: one of the two totals is "at least", so that the amount holds for what is known only.
    pub complete: bool,
}

impl Position {
    /// Why a scenario's totals differ from the position as it is: each entry of the overlay as a step,
    /// one after the other, in the order metric base → time window → price. A step that only makes
    /// sense together with the next one is joined with it.
    pub fn causes(&self, overlay: &Overlay) -> Result<Vec<Cause>, Error> {
        self.causes_between(&Overlay::default(), overlay)
    }

    /// Why the totals of two scenarios differ: what only the first one changes is taken back, what only the second
    /// one changes is brought in, and what both change otherwise is one step. What they share stays throughout.
    pub fn causes_between(&self, from: &Overlay, to: &Overlay) -> Result<Vec<Cause>, Error> {
        let (first, last) = (self.scenario(from)?, self.scenario(to)?);
        let mut entries = merged(steps(from), steps(to));
        let mut moves = moves(&entries).into_iter().peekable();
        let mut waterfall: Vec<(&'static str, String, Figures)> = Vec::new();
        let mut waiting: Option<String> = None;
        while let Some(step) = moves.next() {
            for at in &step.entries {
                entries.get_mut(*at).into_iter().for_each(|entry| entry.there = !entry.there);
            }
            let said =
                waiting.take().map_or(step.said.clone(), |earlier| format!("{earlier}, {}", step.said));
            let figures = match moves.peek() {
                None => Ok(last.clone()),
                Some(_) => self.scenario(&laid(&entries, &to.file)),
            };
            match figures {
                Ok(figures) => waterfall.push((step.group, said, figures)),
                Err(_) => waiting = Some(said),
            }
        }
        let mut causes = Vec::new();
        for (index, after) in last.readings.iter().enumerate() {
            let total = |figures: &Figures| {
                figures.readings.get(index).map_or((Money::ZERO, false), |r| (r.total, r.complete))
            };
            let mut before = total(&first);
            for (group, step, figures) in &waterfall {
                let now = total(figures);
                let (amount, complete) = (now.0.minus(before.0)?, now.1 && before.1);
                before = now;
                let (reading, amount) = (after.reading.clone(), amount.decimal(last.currency));
                causes.push(Cause { reading, group, step: step.clone(), amount, complete });
            }
        }
        Ok(causes)
    }
}

/// Which of two scenarios changes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Both,
    Second,
}

/// A step of either scenario, and whether it is there on the way from one to the other.
struct Entry<'o> {
    step: Step<'o>,
    side: Side,
    there: bool,
}

/// The steps of both in one order that is each one's own: what is there at the beginning is the first scenario,
/// at the end the second.
fn merged<'o>(first: Vec<Step<'o>>, second: Vec<Step<'o>>) -> Vec<Entry<'o>> {
    let entry = |side| move |step| Entry { step, side, there: side != Side::Second };
    let mut first = VecDeque::from(first);
    let mut entries = Vec::with_capacity(first.len() + second.len());
    for step in second {
        match first.iter().position(|other| other.does_as(&step)) {
            Some(at) => {
                entries.extend(first.drain(..at).map(entry(Side::First)));
                entries.extend(first.pop_front().map(entry(Side::Both)));
            }
            None => entries.push(entry(Side::Second)(step)),
        }
    }
    entries.extend(first.into_iter().map(entry(Side::First)));
    entries
}

/// Entries that come or go together.
struct Move {
    group: &'static str,
    said: String,
    entries: Vec<usize>,
}

fn moves(entries: &[Entry<'_>]) -> Vec<Move> {
    let of = |side| entries.iter().enumerate().filter(move |(_, entry)| entry.side == side);
    let mut partners: Map<(&str, &str), VecDeque<usize>> = Map::new();
    of(Side::First).for_each(|(at, e)| partners.entry(e.step.about()).or_default().push_back(at));
    let mut moves = Vec::new();
    for (at, Entry { step, .. }) in of(Side::Second) {
        let old = partners.get_mut(&step.about()).and_then(VecDeque::pop_front);
        let before = old.and_then(|old| entries.get(old));
        let said = match before.map(|before| &before.step.said) {
            None => step.said.clone(),
            Some(before) if *before == step.said => format!("other {before}"),
            Some(before) => format!("{} instead of {before}", step.said),
        };
        moves.push(Move { group: step.group, said, entries: old.into_iter().chain([at]).collect() });
    }
    for (at, Entry { step, .. }) in of(Side::First) {
        if partners.get(&step.about()).is_some_and(|left| left.contains(&at)) {
            moves.push(Move { group: step.group, said: format!("without {}", step.said), entries: vec![at] });
        }
    }
    moves.order_by(|a, b| rank(a.group).cmp(&rank(b.group)));
    moves
}

fn rank(group: &str) -> Option<usize> {
    [BASE, TIME, PRICE].iter().position(|known| *known == group)
}

/// The entries that are there, as one overlay.
fn laid(entries: &[Entry<'_>], file: &str) -> Overlay {
    let mut overlay = Overlay { file: file.to_owned(), ..Overlay::default() };
    entries.iter().filter(|entry| entry.there).for_each(|entry| entry.step.bring_into(&mut overlay));
    overlay
}
