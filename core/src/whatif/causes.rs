//! The causes of a difference, step by step: what is counted, then the window of time, then the price.

use serde::Serialize;

use crate::error::Error;
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
    /// Why the totals of two scenarios differ; an empty overlay is the position as it is.
    ///
    /// What only the first one changes is taken back, what only the second one changes is brought in, and what both
    /// change otherwise is one step; what they share stays throughout. One step after the other, in the order metric
    /// base → time window → price. A step that only makes sense together with the next one is joined with it.
    pub fn causes(&self, from: &Overlay, to: &Overlay) -> Result<Vec<Cause>, Error> {
        let (first, last) = (self.scenario(from)?, self.scenario(to)?);
        let mut entries = merged(steps(from, to), steps(to, from));
        let differ = first.readings.iter().zip(&last.readings).any(|(a, b)| a.total != b.total);
        let mut moves = moves(&entries, differ).into_iter().peekable();
        let mut waterfall: Vec<(&'static str, String, Figures)> = Vec::new();
        let mut waiting: Option<String> = None;
        while let Some(step) = moves.next() {
            for at in step.entries {
                entries.get_mut(at).into_iter().for_each(|entry| entry.there = !entry.there);
            }
            let said =
                waiting.take().map_or(step.said.clone(), |earlier| format!("{earlier}; {}", step.said));
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

/// A step of either scenario, and whether it is there on the way from one to the other.
struct Entry<'o> {
    step: Step<'o>,
    shared: bool,
    there: bool,
}

/// The steps of both in one order that is each one's own: what is there at the beginning is the first scenario,
/// at the end the second.
fn merged<'o>(first: Vec<Step<'o>>, second: Vec<Step<'o>>) -> Vec<Entry<'o>> {
    let mut entries: Vec<Entry<'o>> =
        first.into_iter().map(|step| Entry { step, shared: false, there: true }).collect();
    // Where the next of the second one's steps belongs.
    let mut next = 0;
    for step in second {
        let fits = |(at, other): &(usize, &Entry<'o>)| {
            other.there && !other.shared && (*at >= next || step.anywhere()) && other.step == step
        };
        let same = entries.iter().enumerate().find(fits).map(|(at, _)| at);
        match same.and_then(|at| entries.get_mut(at)) {
            Some(entry) => {
                entry.shared = true;
                next = next.max(same.map_or(0, |at| at + 1));
            }
            None => {
                entries.insert(next, Entry { step, shared: false, there: false });
                next += 1;
            }
        }
    }
    entries
}

/// Entries that come or go together.
struct Move {
    group: &'static str,
    said: String,
    entries: Vec<usize>,
}

/// What is taken back, then what comes; two about the same thing change places in one move. Those that do the
/// same and only stand elsewhere are no move: they go with the first one, unless they alone make a difference.
fn moves(entries: &[Entry<'_>], differ: bool) -> Vec<Move> {
    let words: Vec<[String; 2]> = entries.iter().map(|entry| entry.step.words()).collect();
    let mut moves: Vec<Move> = Vec::new();
    let mut elsewhere = Vec::new();
    for group in [BASE, TIME, PRICE] {
        let of = |there| -> Vec<usize> {
            let own = |e: &Entry<'_>| !e.shared && e.there == there && e.step.group() == group;
            entries.iter().enumerate().filter(|(_, entry)| own(entry)).map(|(at, _)| at).collect()
        };
        let mut old = of(true);
        let mut come = Vec::new();
        for at in of(false) {
            let Some([about, said]) = words.get(at) else { continue };
            let does = |at: usize| entries.get(at).map(|entry| &entry.step);
            let same = old.iter().position(|old| does(*old) == does(at)).or_else(|| {
                old.iter().position(|old| words.get(*old).is_some_and(|[other, _]| other == about))
            });
            let before = same.map(|same| old.remove(same));
            if before.is_some_and(|before| does(before) == does(at)) {
                elsewhere.extend(before.into_iter().chain([at]));
                continue;
            }
            let said = match before.and_then(|before| words.get(before)) {
                None => said.clone(),
                Some([_, before]) if before == said => format!("other {said}"),
                Some([_, before]) => format!("{said} instead of {before}"),
            };
            come.push(Move { group, said, entries: before.into_iter().chain([at]).collect() });
        }
        for at in old {
            let said = words.get(at).map_or_else(String::new, |[_, said]| format!("without {said}"));
            moves.push(Move { group, said, entries: vec![at] });
        }
        moves.extend(come);
    }
    if moves.is_empty() && differ {
        moves.push(Move {
            group: TIME,
            said: "the order of what is said of evidence".to_owned(),
            entries: Vec::new(),
        });
    }
    moves.first_mut().into_iter().for_each(|first| first.entries.append(&mut elsewhere));
    moves
}

/// The entries that are there, as one overlay.
fn laid(entries: &[Entry<'_>], file: &str) -> Overlay {
    let mut overlay = Overlay { file: file.to_owned(), ..Overlay::default() };
    entries.iter().filter(|entry| entry.there).for_each(|entry| entry.step.bring_into(&mut overlay));
    overlay
}
