//! The whole way, line by line: count → judge → price, under every reading asked for.

use crate::calendar::Span;
use crate::count::{Cell, DayTotals, Measure, cells};
use crate::error::Error;
use crate::estate::{Estate, Evidence, Line};
use crate::judge::{Evidenced, Lost, Truth, Window, apply_scope, lost};
use crate::price::{Contestable, Entitled, Reading, Shortfall, claim, shortfall};
use crate::report::{self, LineAnswer, Reasons, Report, base_report, reading_product};

/// An estate and the readings to judge it by; what they share is worked out once.
///
/// Lines are independent of each other: a caller with threads maps [`Estimator::line`] over
/// `0..lines()` and hands the answers, in that order, to [`Estimator::report`].
#[derive(Debug)]
pub struct Estimator<'a> {
    estate: &'a Estate,
    readings: &'a [Reading],
    windows: Vec<Window>,
    longest: Window,
    evidenced: Vec<Evidenced>,
    /// For each reading its entry in `evidenced`: several readings judge evidence alike.
    evidenced_of: Vec<usize>,
}

/// A line counted, before any reading.
#[derive(Debug)]
pub(crate) struct Counted<'a> {
    pub line: &'a Line,
    pub measure: Measure,
    /// Cells of each member, and for bundles its settled sub and full totals.
    pub members: Vec<(Vec<Cell>, Option<(DayTotals, DayTotals)>)>,
    /// Changes of the sub-capacity sum, to which readings add.
    changes: DayTotals,
    pub sub: DayTotals,
    pub full: DayTotals,
    pub entitled: Entitled,
}

/// A line judged and priced under one reading.
#[derive(Debug)]
pub(crate) struct Judged {
    pub required: DayTotals,
    /// Per member.
    pub lost: Vec<Lost>,
    pub shortfall: Shortfall,
}

impl<'a> Estimator<'a> {
    /// Prepares windows and evidence of the readings.
    pub fn new(estate: &'a Estate, readings: &'a [Reading]) -> Self {
        let window = |lookback| Window::new(estate.as_of, estate.first_deployment, lookback);
        let longest = window(readings.iter().map(|r| r.lookback_quarters).max().unwrap_or(1));
        let mut keys: Vec<(Truth, u32, Option<u32>)> = Vec::new();
        let mut evidenced_of = Vec::with_capacity(readings.len());
        for reading in readings {
            let truth = truth(reading);
            let key = (truth, reading.grace_days, reading.report_owed_quarters);
            let known = keys.iter().position(|k| *k == key);
            evidenced_of.push(known.unwrap_or(keys.len()));
            if known.is_none() {
                keys.push(key);
            }
        }
        let evidenced = keys
            .into_iter()
            .map(|(truth, grace, owed)| {
                Evidenced::new(estate, truth, grace, Window::no_report_due(estate.as_of, owed))
            })
            .collect();
        let windows = readings.iter().map(|r| window(r.lookback_quarters)).collect();
        Self { estate, readings, windows, longest, evidenced, evidenced_of }
    }

    /// How many lines there are: products in no bundle, and bundles.
    pub fn lines(&self) -> usize {
        self.estate.lines.len()
    }

    /// One line of the answer.
    pub fn line(&self, index: usize) -> Result<LineAnswer, Error> {
        let Some(line) = self.estate.lines.get(index) else { return Err(crate::units::Overflow.into()) };
        self.line_of(line).map_err(|mut error| {
            let name = self.estate.product(line.product).map_or("", |p| p.name.as_str());
            error.message = format!("{name}: {}", error.message);
            error
        })
    }

    fn line_of(&self, line: &'a Line) -> Result<LineAnswer, Error> {
        let counted = self.count(line)?;
        let base = report::Base {
            line,
            measure: counted.measure,
            sub: &counted.sub,
            full: &counted.full,
            entitled: &counted.entitled,
            members: &counted.members,
        };
        let product = base_report(self.estate, self.longest, &base)?;
        let mut readings = Vec::with_capacity(self.readings.len());
        for index in 0..self.readings.len() {
            readings.push(self.reading(index, &counted)?);
        }
        Ok(LineAnswer { product, readings })
    }

    /// Puts the lines together.
    pub fn report(&self, lines: Vec<LineAnswer>) -> Result<Report, Error> {
        report::report(self.estate, self.readings, &self.windows, lines)
    }

    /// Counts a line: its members' cells and the sums over all hosts.
    pub(crate) fn count(&self, line: &'a Line) -> Result<Counted<'a>, Error> {
        let product = self.estate.product(line.product);
        let metric = product.map_or(crate::read::rows::Metric::Vpc, |p| p.metric);
        let bundle = line.members.len() > 1;
        let (mut changes, mut full) = (self.totals(), self.totals());
        let mut members = Vec::with_capacity(line.members.len());
        for (id, weight) in &line.members {
            let of_member =
                self.estate.product(*id).map_or_else(Vec::new, |p| cells(self.estate, p, self.longest.days));
            let (mut own_sub, mut own_full) = (self.totals(), self.totals());
            for cell in &of_member {
                own_sub.add(cell.region, cell.span, cell.sub)?;
                own_full.add(cell.region, cell.span, cell.full)?;
            }
            changes.add_all(&own_sub, *weight)?;
            full.add_all(&own_full, *weight)?;
            let totals = if bundle { Some((own_sub.settle()?, own_full.settle()?)) } else { None };
            members.push((of_member, totals));
        }
        Ok(Counted {
            line,
            measure: Measure { metric, scale: line.scale },
            members,
            sub: changes.clone().settle()?,
            changes,
            full: full.settle()?,
            entitled: Entitled::of(self.estate, line)?,
        })
    }

    /// Judges a counted line under one reading: lost days, their reach, and the shortfalls.
    pub(crate) fn judge(&self, reading: usize, counted: &Counted<'_>) -> Result<Judged, Error> {
        let (rules, window, evidenced) = self.rules(reading)?;
        let mut required = counted.changes.clone();
        let mut of_members = Vec::with_capacity(counted.members.len());
        for ((id, weight), (cells, _)) in counted.line.members.iter().zip(&counted.members) {
            let lost = lost(cells, *id, evidenced, window, rules.granularity);
            if !lost.pieces.is_empty() {
                let metric = self.estate.product(*id).map_or(counted.measure.metric, |p| p.metric);
                let mut more = self.totals();
                apply_scope(rules.scope, self.estate, metric, cells, &lost, &mut more)?;
                required.add_all(&more, *weight)?;
            }
            of_members.push(lost);
        }
        let required = required.settle()?;
        let shortfall = shortfall(counted.measure, &required, &counted.entitled, window, rules)?;
        Ok(Judged { required, lost: of_members, shortfall })
    }

    pub(crate) fn rules(&self, reading: usize) -> Result<(&'a Reading, Window, &Evidenced), Error> {
        let evidenced = self.evidenced_of.get(reading).and_then(|i| self.evidenced.get(*i));
        match (self.readings.get(reading), self.windows.get(reading), evidenced) {
            (Some(rules), Some(window), Some(evidenced)) => Ok((rules, *window, evidenced)),
            _ => Err(crate::units::Overflow.into()),
        }
    }

    fn reading(&self, index: usize, counted: &Counted<'_>) -> Result<report::LineReading, Error> {
        let (rules, window, evidenced) = self.rules(index)?;
        let judged = self.judge(index, counted)?;
        let Some(product) = self.estate.product(counted.line.product) else {
            return Err(crate::units::Overflow.into());
        };
        let currency = self.estate.currency;
        let claimed = claim(product, &judged.shortfall, rules, currency)?;
        let stands = shortfall(counted.measure, &counted.sub, &counted.entitled, window, rules)?;
        let without_gaps = claim(product, &stands, rules, currency)?;

        let mut reasons = Reasons::default();
        let mut unknown_host_lost = false;
        for ((id, _), lost) in counted.line.members.iter().zip(&judged.lost) {
            reasons.add(evidenced, *id, &lost.raw);
            let artificial = |host| self.estate.host(host).is_some_and(|h| h.artificial);
            unknown_host_lost |= lost.raw.iter().any(|(host, _)| artificial(*host));
        }
        let refused: Vec<&Evidence> =
            self.estate.evidence.iter().filter(|e| !evidenced.truth.holds(e)).collect();
        let lost_in = |quarter| (reasons.hosts(quarter), reasons.of(self.estate, &refused, quarter));
        let answer =
            reading_product(&product.name, currency, (&judged.shortfall, &claimed), &without_gaps, lost_in);
        Ok(report::LineReading { unknown_host_lost, ..answer })
    }

    fn totals(&self) -> DayTotals {
        DayTotals::new(self.horizon(), self.estate.regions.len().max(1))
    }

    /// The days that exist in the longest window.
    pub(crate) fn horizon(&self) -> Span {
        self.longest.days
    }
}

/// What a reading takes for true.
pub(crate) fn truth(reading: &Reading) -> Truth {
    Truth {
        contestable: reading.contestable == Contestable::Held,
        late_report_days: reading.late_report_days,
    }
}

/// The whole answer, one line after the other.
pub fn estimate(estate: &Estate, readings: &[Reading]) -> Result<Report, Error> {
    let estimator = Estimator::new(estate, readings);
    let lines = (0..estimator.lines()).map(|index| estimator.line(index)).collect::<Result<_, _>>()?;
    estimator.report(lines)
}
