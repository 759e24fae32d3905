//! What closing gaps is worth, from reference estimates alone: the program names gaps and their cures, and every
//! figure it gives for them is worked out again by appending the cures to `evidence.csv`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::Texts;
use super::counting::Day;
use super::dates::Quarter;
use super::estate::Estate;
use super::load::load;
use super::overlay::{Table, row_of};
use super::peak::units;
use super::reading::Reading;
use super::report::{answer, minor_digits, window};

/// With more gaps than this not all their subsets are tried.
pub const ALL_SUBSETS: usize = 8;

/// Totals of one estate under one reading with some gaps closed.
struct Totals<'a> {
    texts: &'a Texts,
    reading: &'a Reading,
    estate: &'a Estate,
    quarters: Vec<Quarter>,
    /// Cures change evidence only, so days are counted once.
    days: Vec<Day<'a>>,
    /// The cure rows of each gap.
    cures: Vec<Vec<Value>>,
    known: RefCell<BTreeMap<Vec<bool>, Value>>,
}

impl<'a> Totals<'a> {
    fn new(texts: &'a Texts, reading: &'a Reading, estate: &'a Estate, said: &Value) -> Result<Self, String> {
        let (quarters, days) = window(estate, reading.lookback_quarters);
        let cure = |gap: &Value| gap["cure"].as_array().cloned().ok_or(format!("no cure of {gap}"));
        let cures = said["gaps"].as_array().ok_or("no gaps")?.iter().map(cure).collect::<Result<_, _>>()?;
        Ok(Totals { texts, reading, estate, quarters, days, cures, known: RefCell::default() })
    }

    fn digits(&self) -> u32 {
        minor_digits(&self.estate.currency)
    }

    /// The reading's answer once the cures of those gaps stand in the table.
    fn answer(&self, closed: &[bool]) -> Result<Value, String> {
        if let Some(known) = self.known.borrow().get(closed) {
            return Ok(known.clone());
        }
        let mut texts = self.texts.clone();
        let mut table = Table::of(&texts, "evidence.csv");
        for (cure, _) in self.cures.iter().zip(closed).filter(|(_, closed)| **closed) {
            for row in cure {
                table.rows.push(row_of(row)?);
            }
        }
        table.put(&mut texts);
        let cured = load(&texts)?;
        let answer = answer(&cured, &units(self.estate), self.reading, &self.quarters, &self.days);
        self.known.borrow_mut().insert(closed.to_vec(), answer.clone());
        Ok(answer)
    }

    fn total(&self, closed: &[bool]) -> Result<i128, String> {
        minor(&self.answer(closed)?["total"], self.digits())
    }

    /// Whether that total is all there is; otherwise it is "at least".
    fn complete(&self, closed: &[bool]) -> Result<bool, String> {
        Ok(self.answer(closed)?["complete"] == true)
    }

    /// Whether the difference of two totals is exact: each product's are complete, or nothing of it changes.
    fn exact(&self, one: &[bool], other: &[bool]) -> Result<bool, String> {
        let (one, other) = (self.answer(one)?, self.answer(other)?);
        let products = |of: &Value| of["products"].as_array().cloned().unwrap_or_default();
        Ok(products(&one).iter().zip(&products(&other)).all(|(one, other)| {
            (one["complete"] == true && other["complete"] == true) || one["quarters"] == other["quarters"]
        }))
    }
}

/// An amount in minor units.
pub fn minor(amount: &Value, digits: u32) -> Result<i128, String> {
    let text = amount.as_str().ok_or(format!("{amount} is no amount"))?;
    let (sign, number) = text.strip_prefix('-').map_or((1, text), |number| (-1, number));
    let (whole, after) = number.split_once('.').unwrap_or((number, ""));
    let number = format!("{whole}{after}").parse::<i128>().map_err(|_| format!("{text} is no amount"))?;
    if after.len() == digits as usize { Ok(sign * number) } else { Err(format!("{text}: wrong decimals")) }
}

/// Everything that is wrong with the program's answer about one reading.
pub fn wrong(texts: &Texts, reading: &Reading, said: &Value) -> Result<Vec<String>, String> {
    let estate = load(texts)?;
    let totals = Totals::new(texts, reading, &estate, said)?;
    let gaps = said["gaps"].as_array().ok_or("no gaps")?;
    let (mut wrong, mut marks) = (Vec::new(), Vec::new());
    let at_open = |what: &str| what == "complete";
    let mut compare = |what: String, wanted: i128, said: &Value| -> Result<(), String> {
        let said = minor(said, minor_digits(&estate.currency))?;
        if said != wanted {
            wrong.push(format!("{what} is {wanted}, the program says {said}"));
        }
        Ok(())
    };
    let count = gaps.len();
    let (none, all) = (vec![false; count], vec![true; count]);
    let (open, closed) = (totals.total(&none)?, totals.total(&all)?);
    compare("total".to_string(), open, &said["total"])?;
    compare("total_all_closed".to_string(), closed, &said["total_all_closed"])?;
    for (at, gap) in gaps.iter().enumerate() {
        let id = &gap["id"];
        let (mut only, mut but) = (none.clone(), all.clone());
        only[at] = true;
        but[at] = false;
        for (what, one, other) in [("complete", &none, &only), ("last_complete", &all, &but)] {
            // Exact where it says so; where it does not, something is unknown indeed.
            let Some(said) = gap[what].as_bool() else { continue };
            if said != totals.exact(one, other)?
                && (said || totals.complete(if at_open(what) { one } else { other })?)
            {
                marks.push(format!("{id}: {what} is {said}"));
            }
        }
        compare(format!("{id} alone"), open - totals.total(&only)?, &gap["alone"])?;
        compare(format!("{id} last"), totals.total(&but)? - closed, &gap["last"])?;
    }
    wrong.extend(marks);
    for (what, closed) in [("complete", &none), ("total_all_closed_complete", &all)] {
        if said[what].is_boolean() && said[what] != totals.complete(closed)? {
            wrong.push(format!("{what} is {}", said[what]));
        }
    }
    wrong.extend(all_closed(&totals.answer(&all)?, totals.digits())?);
    wrong.extend(shares(&totals, said, gaps, open - closed)?);
    if said.get("smallest").is_some_and(|smallest| !smallest.is_null()) {
        wrong.extend(target(&totals, said, gaps)?);
    }
    Ok(wrong)
}

/// With every gap closed nothing is owed but what is owed without gaps.
fn all_closed(answer: &Value, digits: u32) -> Result<Option<String>, String> {
    let mut anyway = 0;
    for product in answer["products"].as_array().ok_or("no products")? {
        // A total without a price is left out of the sum on either side.
        if !product["total"].is_null() && !product["without_gaps"].is_null() {
            anyway += minor(&product["without_gaps"], digits)?;
        }
    }
    let total = minor(&answer["total"], digits)?;
    Ok((total != anyway).then(|| format!("all gaps closed leave {total}, without gaps {anyway} are owed")))
}

/// The shares add up, and where all subsets can be tried each is the exact one but for its rounding.
fn shares(totals: &Totals, said: &Value, gaps: &[Value], worth: i128) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let mut sum = 0;
    for gap in gaps {
        sum += minor(&gap["shapley"], totals.digits())?;
    }
    if sum != worth {
        wrong.push(format!("the shares add up to {sum}, not to {worth}"));
    }
    if gaps.len() > ALL_SUBSETS {
        return Ok(wrong);
    }
    let orders = factorial(gaps.len());
    for (at, gap) in gaps.iter().enumerate() {
        let exact = share(totals, at, gaps.len())?;
        let off = (minor(&gap["shapley"], totals.digits())? * orders - exact).abs();
        let allowed = stated_error(said, gap, totals.digits())?;
        if off > allowed * orders {
            let (id, shapley) = (&gap["id"], &gap["shapley"]);
            wrong.push(format!(
                "the share of {id} is {exact}/{orders}, the program says {shapley} ± {allowed}"
            ));
        }
    }
    Ok(wrong)
}

fn factorial(number: usize) -> i128 {
    (1..=number as i128).product()
}

/// One gap's Shapley share × n!: its marginal worth over all sets of gaps closed before it, by how many orders
/// put exactly these before it.
fn share(totals: &Totals, at: usize, count: usize) -> Result<i128, String> {
    let mut sum = 0;
    for mut closed in subsets(count).filter(|closed| !closed[at]) {
        let before = closed.iter().filter(|closed| **closed).count();
        let open = totals.total(&closed)?;
        closed[at] = true;
        sum += factorial(before) * factorial(count - before - 1) * (open - totals.total(&closed)?);
    }
    Ok(sum)
}

fn subsets(count: usize) -> impl Iterator<Item = Vec<bool>> {
    (0..1u32 << count).map(move |bits| (0..count).map(|at| bits >> at & 1 == 1).collect())
}

/// One minor unit for the rounding, and what the program says a sampled share may be off.
fn stated_error(said: &Value, gap: &Value, digits: u32) -> Result<i128, String> {
    let stated = [&gap["error"], &said["error"]].into_iter().find(|error| error.is_string());
    stated.map_or(Ok(1), |error| Ok(minor(error, digits)? + 1))
}

/// How few gaps get below the limit, and the lowest total that so many leave.
pub fn smallest(
    texts: &Texts,
    reading: &Reading,
    said: &Value,
    limit: i128,
) -> Result<Option<(usize, i128)>, String> {
    let estate = load(texts)?;
    fewest(&Totals::new(texts, reading, &estate, said)?, limit)
}

fn fewest(totals: &Totals, limit: i128) -> Result<Option<(usize, i128)>, String> {
    let mut best: Option<(usize, i128)> = None;
    for closed in subsets(totals.cures.len()) {
        let found = (closed.iter().filter(|closed| **closed).count(), totals.total(&closed)?);
        // Of an "at least" nobody can say that it is below.
        if found.1 < limit && totals.complete(&closed)? && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    Ok(best)
}

/// The set named gets below the target, and where it is called proven no smaller one does.
fn target(totals: &Totals, said: &Value, gaps: &[Value]) -> Result<Vec<String>, String> {
    let answer = &said["smallest"];
    let limit = minor(&answer["target"], totals.digits())?;
    let few = gaps.len() <= ALL_SUBSETS;
    let fewest = if few { fewest(totals, limit)?.map(|(size, _)| size) } else { None };
    let named = answer["gaps"].as_array().filter(|_| answer["reachable"] == true);
    let Some(ids) = named else {
        let missed = fewest.map(|size| format!("{size} gaps get below {limit}, none are named"));
        return Ok(missed.into_iter().collect());
    };
    let closed: Vec<bool> = gaps.iter().map(|gap| ids.contains(&gap["id"])).collect();
    let reached = totals.total(&closed)?;
    let mut wrong = Vec::new();
    if reached >= limit || !totals.complete(&closed)? {
        wrong.push(format!("closing {ids:?} leaves {reached}, not below {limit}"));
    }
    if minor(&answer["total"], totals.digits())? != reached {
        wrong.push(format!("closing {ids:?} leaves {reached}, the program says {}", answer["total"]));
    }
    if few && answer["proven"] == true && fewest != Some(ids.len()) {
        wrong.push(format!("{fewest:?} gaps suffice for {limit}, the program names {ids:?}"));
    }
    Ok(wrong)
}
