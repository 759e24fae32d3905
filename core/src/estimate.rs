//! The whole way, line by line: count → judge → price, under every reading asked for.

use std::sync::Arc;

use crate::count::{Cell, DayTotals, Measure, cells};
use crate::error::Error;
use crate::estate::{Estate, Evidence, Line, Product, ProductId};
use crate::judge::{Evidenced, Lost, Truth, Window, apply_scope, lost};
use crate::price::{Contestable, Entitled, Reading, Shortfall, claim, shortfall};
use crate::report::{self, LineAnswer, Reasons, Report, base_report, reading_product};

/// An estate and the readings to judge it by; what they share is worked out once.
///
/// Lines are independent of each other: a caller with threads maps [`Estimator::line`] over
/// [`Estimator::lines`] and hands the answers, in that order, to [`Estimator::report`].
#[derive(Debug)]
pub struct Estimator<'a> {
    estate: &'a Estate,
    rules: Vec<Rules<'a>>,
    longest: Window,
}

/// What two readings must agree on to judge evidence alike.
type EvidenceKey = (Truth, u32, Option<u32>);

/// A reading made ready for this estate.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    pub reading: &'a Reading,
    pub window: Window,
    /// Several readings judge evidence alike and share this.
    pub evidenced: Arc<Evidenced>,
}

/// A line counted, before any reading.
#[derive(Debug)]
pub(crate) struct Counted<'a> {
    pub line: &'a Line,
    pub product: &'a Product,
    pub measure: Measure,
    pub members: Vec<Member<'a>>,
    /// Changes of the sub-capacity sum, to which readings add.
    changes: DayTotals,
    pub sub: DayTotals,
    pub full: DayTotals,
    pub entitled: Entitled,
}

/// A member of a line, counted; a product in no bundle is its own one member.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub id: ProductId,
    pub product: &'a Product,
    /// What a unit of it counts, in parts of the line's scale.
    pub weight: i64,
    pub cells: Vec<Cell>,
    /// Of a bundle's member: its own sub and full sums.
    pub totals: Option<(DayTotals, DayTotals)>,
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
        let mut known: Vec<(EvidenceKey, Arc<Evidenced>)> = Vec::new();
        let mut rules = Vec::with_capacity(readings.len());
        for reading in readings {
            let key = (truth(reading), reading.grace_days, reading.report_owed_quarters);
            let shared = known.iter().find(|(k, _)| *k == key).map(|(_, e)| Arc::clone(e));
            let evidenced = shared.unwrap_or_else(|| {
                let no_report_due = Window::no_report_due(estate.as_of, reading.report_owed_quarters);
                let fresh =
                    Arc::new(Evidenced::new(estate, truth(reading), reading.grace_days, no_report_due));
                known.push((key, Arc::clone(&fresh)));
                fresh
            });
            rules.push(Rules { reading, window: window(reading.lookback_quarters), evidenced });
        }
        Self { estate, rules, longest }
    }

    /// Products in no bundle, and bundles: what [`Estimator::line`] is asked for, one by one.
    pub fn lines(&self) -> &'a [Line] {
        &self.estate.lines
    }

    /// One line of the answer.
    pub fn line(&self, line: &'a Line) -> Result<LineAnswer, Error> {
        self.answer(line).map_err(|mut error| {
            let name = self.estate.product(line.product).map_or("", |p| p.name.as_str());
            error.message = format!("{name}: {}", error.message);
            error
        })
    }

    fn answer(&self, line: &'a Line) -> Result<LineAnswer, Error> {
        let counted = self.count(line)?;
        let product = base_report(self.estate, self.longest, &counted)?;
        let readings =
            self.rules.iter().map(|rules| self.reading(rules, &counted)).collect::<Result<_, _>>()?;
        Ok(LineAnswer { product, readings })
    }

    /// Puts the lines together.
    pub fn report(&self, lines: Vec<LineAnswer>) -> Result<Report, Error> {
        report::report(self.estate, &self.rules, lines)
    }

    /// Counts a line: its members' cells and the sums over all hosts.
    pub(crate) fn count(&self, line: &'a Line) -> Result<Counted<'a>, Error> {
        let product =
            self.estate.product(line.product).ok_or_else(|| Error::internal("a line without a product"))?;
        let bundle = line.members.len() > 1;
        let (mut changes, mut full) = (self.totals(), self.totals());
        let mut members = Vec::with_capacity(line.members.len());
        for (id, weight) in &line.members {
            let Some(product) = self.estate.product(*id) else { continue };
            let cells = cells(self.estate, product, self.longest.days);
            let (mut own_sub, mut own_full) = (self.totals(), self.totals());
            for cell in &cells {
                own_sub.add(cell.region, cell.span, cell.sub)?;
                own_full.add(cell.region, cell.span, cell.full)?;
            }
            changes.add_all(&own_sub, *weight)?;
            full.add_all(&own_full, *weight)?;
            let totals = if bundle { Some((own_sub.settle()?, own_full.settle()?)) } else { None };
            members.push(Member { id: *id, product, weight: *weight, cells, totals });
        }
        Ok(Counted {
            line,
            product,
            measure: Measure { metric: product.metric, scale: line.scale },
            members,
            sub: changes.clone().settle()?,
            changes,
            full: full.settle()?,
            entitled: Entitled::of(self.estate, line)?,
        })
    }

    /// Judges a counted line under one reading: lost days, their reach, and the shortfalls.
    pub(crate) fn judge(&self, rules: &Rules<'_>, counted: &Counted<'_>) -> Result<Judged, Error> {
        let Rules { reading, window, evidenced } = rules;
        let mut required = counted.changes.clone();
        let mut of_members = Vec::with_capacity(counted.members.len());
        for Member { id, product, weight, cells, .. } in &counted.members {
            let lost = lost(cells, *id, evidenced, *window, reading.granularity);
            if !lost.pieces.is_empty() {
                let mut more = self.totals();
                apply_scope(reading.scope, self.estate, product.metric, cells, &lost, &mut more)?;
                required.add_all(&more, *weight)?;
            }
            of_members.push(lost);
        }
        let required = required.settle()?;
        let shortfall = shortfall(counted.measure, &required, &counted.entitled, *window, reading)?;
        Ok(Judged { required, lost: of_members, shortfall })
    }

    /// The readings, made ready.
    pub(crate) fn rules(&self) -> &[Rules<'a>] {
        &self.rules
    }

    fn reading(&self, rules: &Rules<'_>, counted: &Counted<'_>) -> Result<report::LineReading, Error> {
        let Rules { reading, window, evidenced } = rules;
        let judged = self.judge(rules, counted)?;
        let product = counted.product;
        let currency = self.estate.currency;
        let claimed = claim(product, &judged.shortfall, reading, currency)?;
        let stands = shortfall(counted.measure, &counted.sub, &counted.entitled, *window, reading)?;
        let without_gaps = claim(product, &stands, reading, currency)?;

        let mut reasons = Reasons::default();
        let mut unknown_host_lost = false;
        for (member, lost) in counted.members.iter().zip(&judged.lost) {
            reasons.add(evidenced, member.id, &lost.raw);
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
        DayTotals::new(self.longest.days, self.estate.regions.len().max(1))
    }

    /// The longest window of the readings asked for.
    pub(crate) fn longest(&self) -> Window {
        self.longest
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
    let lines = estimator.lines().iter().map(|line| estimator.line(line)).collect::<Result<_, _>>()?;
    estimator.report(lines)
}
