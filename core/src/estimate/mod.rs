//! The whole way, line by line: count → judge → price, under every reading asked for.

mod counted;
mod everything;
mod of_quarter;
mod prepared;
mod priced;

use crate::calendar::Quarter;
use crate::error::Error;
use crate::estate::{Estate, Line};
use crate::judge::{Block, Lost, Window, lost, lost_as_they_are};
use crate::order::Map;
use crate::price::{Reading, Shortfall};
use crate::report::{self, LineAnswer, LossReason, Reasons, Report, base_report, reading_product};

pub(crate) use counted::{Counted, Member, Recount};
pub(crate) use everything::Everything;
pub(crate) use prepared::{Judgement, Prepared, Rules};
pub(crate) use priced::{Before, Judged as JudgedBefore, Known, Priced};

/// An estate and the readings to judge it by; what they share is worked out once.
///
/// Lines are independent of each other: a caller with threads maps [`Estimator::line`] over
/// [`Estimator::lines`] and hands the answers, in that order, to [`Estimator::report`].
#[derive(Debug)]
pub struct Estimator<'a> {
    estate: &'a Estate,
    prepared: Prepared,
}

/// A line counted on change points, before any reading.
#[derive(Debug)]
pub struct CountedLine(Counted);

/// A line judged and priced under one reading, with what decided it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub required: crate::count::DayTotals,
    /// Per member.
    pub lost: Vec<Lost>,
    pub shortfall: Shortfall,
}

impl<'a> Estimator<'a> {
    /// Prepares windows and evidence of the readings.
    pub fn new(estate: &'a Estate, readings: &[Reading]) -> Self {
        Self { estate, prepared: Prepared::new(estate, readings, &[]) }
    }

    /// Products in no bundle, and bundles: what [`Estimator::line`] is asked for, one by one.
    pub fn lines(&self) -> &'a [Line] {
        &self.estate.lines
    }

    /// One line of the answer.
    pub fn line(&self, line: &Line) -> Result<LineAnswer, Error> {
        self.judged_line(&self.counted_line(line)?)
    }

    /// The first half of [`Estimator::line`]: the line counted, before any reading.
    pub fn counted_line(&self, line: &Line) -> Result<CountedLine, Error> {
        self.count(line).map(CountedLine).map_err(|error| named(self.estate, line, error))
    }

    /// The second half: judged and priced under every reading.
    pub fn judged_line(&self, counted: &CountedLine) -> Result<LineAnswer, Error> {
        self.answer(&counted.0).map_err(|error| named(self.estate, &counted.0.line, error))
    }

    fn answer(&self, counted: &Counted) -> Result<LineAnswer, Error> {
        let (estate, prepared) = (self.estate, &self.prepared);
        let product = base_report(estate, prepared.longest, counted)?;
        let reasons: Vec<Reasons> = prepared.judgements.iter().map(|j| self.reasons(j, counted)).collect();
        let readings = prepared.priced(estate, counted, &())?.into_iter().zip(&prepared.rules);
        // Readings that judge evidence alike give the same reasons.
        let mut said: Map<(usize, Quarter), (usize, Vec<LossReason>)> = Map::new();
        let readings = readings.map(|(priced, rules)| {
            let truth = rules.evidenced().truth;
            let refused = || estate.evidence.iter().filter(|item| !truth.holds(item));
            let reasons = reasons.get(rules.shared);
            let lost_in = |quarter| {
                let say = || {
                    reasons.map_or((0, Vec::new()), |r| (r.hosts(quarter), r.of(estate, refused(), quarter)))
                };
                said.entry((rules.shared, quarter)).or_insert_with(say).clone()
            };
            reading_product(&counted.product.name, estate.currency, &priced, lost_in)
        });
        Ok(LineAnswer { product, readings: readings.collect() })
    }

    /// Why days are lost, as some readings take the evidence.
    fn reasons(&self, judgement: &Judgement, counted: &Counted) -> Reasons {
        let mut reasons = Reasons::default();
        for member in &counted.members {
            let evidenced = &judgement.evidenced;
            let lost = lost_as_they_are(member.hosts(), member.id, evidenced, self.prepared.longest);
            reasons.add(evidenced, member.id, &lost);
        }
        reasons
    }

    /// Puts the lines together.
    pub fn report(&self, lines: Vec<LineAnswer>) -> Result<Report, Error> {
        report::report(self.estate, &self.prepared.rules, lines)
    }

    /// Counts a line: its members' cells and the sums over all hosts.
    pub(crate) fn count(&self, line: &Line) -> Result<Counted, Error> {
        Counted::new(self.estate, line, self.prepared.longest.days)
    }

    /// Judges a counted line under one reading: lost days, their reach, and the shortfalls.
    pub(crate) fn judge(&self, rules: &Rules, counted: &Counted) -> Result<Judged, Error> {
        let mut required = counted.sub.clone();
        let mut quarters = Vec::new();
        for quarter in rules.window.quarters() {
            let Some(days) = rules.window.days_of(quarter) else { continue };
            let sub = Block::of(&counted.sub, days);
            let now = priced::Judged { estate: self.estate, rules, counted };
            let block = now.required(quarter, &sub)?;
            required.put(days, block.regions(days));
            quarters.push(rules.shortness(counted).quarter(quarter, &block)?);
        }
        let of = |member: &Member| {
            lost(member.hosts(), member.id, rules.evidenced(), rules.window, rules.reading.granularity)
        };
        let lost = counted.members.iter().map(of).collect();
        Ok(Judged { required, lost, shortfall: Shortfall::of(quarters) })
    }

    /// The readings, made ready.
    pub(crate) fn rules(&self) -> &[Rules] {
        &self.prepared.rules
    }

    /// The longest window of the readings asked for.
    pub(crate) fn longest(&self) -> Window {
        self.prepared.longest
    }
}

/// An error says which line it is about.
pub(crate) fn named(estate: &Estate, line: &Line, mut error: Error) -> Error {
    let name = estate.product(line.product).map_or("", |p| p.name.as_str());
    error.message = format!("{name}: {}", error.message);
    error
}

/// The whole answer, one line after the other.
pub fn estimate(estate: &Estate, readings: &[Reading]) -> Result<Report, Error> {
    let estimator = Estimator::new(estate, readings);
    let lines = estimator.lines().iter().map(|line| estimator.line(line)).collect::<Result<_, _>>()?;
    estimator.report(lines)
}
