//! The whole way, line by line: count → judge → price, under every reading asked for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::calendar::{Quarter, Span};
use crate::count::{Cell, DayTotals, Measure, by_cluster, cells};
use crate::error::Error;
use crate::estate::{ClusterId, Estate, Evidence, Line, Product, ProductId};
use crate::judge::{Block, Evidenced, Lacking, Lost, Reach, Truth, Window, lost};
use crate::price::{Claim, Contestable, Entitled, Granularity, Reading, Scope, Shortfall, Shortness, claim};
use crate::read::rows::Metric;
use crate::report::{self, LineAnswer, Reasons, Report, base_report, reading_product};
use crate::units::Overflow;

/// An estate and the readings to judge it by; what they share is worked out once.
///
/// Lines are independent of each other: a caller with threads maps [`Estimator::line`] over
/// [`Estimator::lines`] and hands the answers, in that order, to [`Estimator::report`].
#[derive(Debug)]
pub struct Estimator<'a> {
    estate: &'a Estate,
    rules: Vec<Rules<'a>>,
    evidence: Vec<Arc<Judgement>>,
    longest: Window,
}

/// What two readings must agree on to judge evidence alike.
type EvidenceKey = (Truth, u32, Option<u32>);

/// The evidence as some readings take it.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub evidenced: Evidenced,
    pub lacking: Lacking,
}

/// A reading made ready for this estate.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    pub reading: &'a Reading,
    pub window: Window,
    /// Several readings judge evidence alike and share this.
    pub judgement: Arc<Judgement>,
    /// Which of the shared judgements it is.
    shared: usize,
}

impl Rules<'_> {
    /// What the evidence shows.
    pub fn evidenced(&self) -> &Evidenced {
        &self.judgement.evidenced
    }

    /// What two readings must agree on to require the same units of a quarter.
    fn way(&self) -> (usize, Scope, Granularity, Option<Span>) {
        let days = Some(self.window.days).filter(|_| self.reading.granularity == Granularity::Window);
        (self.shared, self.reading.scope, self.reading.granularity, days)
    }
}

/// A line counted, before any reading.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub line: Line,
    pub product: Arc<Product>,
    pub measure: Measure,
    pub members: Vec<Member>,
    pub sub: DayTotals,
    pub full: DayTotals,
    pub entitled: Entitled,
}

/// A member of a line, counted; a product in no bundle is its own one member.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub id: ProductId,
    pub product: Arc<Product>,
    pub metric: Metric,
    /// What a unit of it counts, in parts of the line's scale.
    pub weight: i64,
    /// By cluster, host and time.
    pub cells: Vec<Cell>,
    /// The cells of each cluster.
    pub clusters: Vec<(ClusterId, Range<usize>)>,
    /// Its own sub and full sums.
    pub sub: DayTotals,
    pub full: DayTotals,
    horizon: Span,
    /// What each scope adds were every day lost; worked out when first needed.
    everything: [OnceLock<DayTotals>; 4],
}

impl Member {
    fn new(
        estate: &Estate,
        product: &Arc<Product>,
        id: ProductId,
        weight: i64,
        horizon: Span,
    ) -> Result<Self, Overflow> {
        Self::of(estate, product, id, weight, horizon, cells(estate, product, horizon))
    }

    /// A member with these cells, by cluster, host and time.
    fn of(
        estate: &Estate,
        product: &Arc<Product>,
        id: ProductId,
        weight: i64,
        horizon: Span,
        cells: Vec<Cell>,
    ) -> Result<Self, Overflow> {
        let regions = estate.regions.len().max(1);
        let (mut sub, mut full) = (DayTotals::new(horizon, regions), DayTotals::new(horizon, regions));
        for cell in &cells {
            sub.add(cell.region, cell.span, cell.sub)?;
            full.add(cell.region, cell.span, cell.full)?;
        }
        Ok(Self {
            id,
            product: Arc::clone(product),
            metric: product.metric,
            weight,
            clusters: by_cluster(&cells),
            cells,
            sub: sub.settle()?,
            full: full.settle()?,
            horizon,
            everything: Default::default(),
        })
    }

    /// The cells in these clusters (sorted).
    pub fn in_clusters<'m>(
        &'m self,
        wanted: &'m [ClusterId],
    ) -> impl Iterator<Item = (ClusterId, &'m [Cell])> {
        let found = wanted.iter().filter_map(|id| {
            let at = self.clusters.binary_search_by_key(id, |(cluster, _)| *cluster).ok()?;
            self.clusters.get(at)
        });
        found.map(|(cluster, range)| (*cluster, self.cells.get(range.clone()).unwrap_or(&[])))
    }

    /// What the scope adds were every day lost.
    pub fn everything(&self, reach: &Reach<'_>) -> Result<&DayTotals, Error> {
        let slot = self.everything.get(reach.scope as usize);
        let slot = slot.ok_or_else(|| Error::internal("a scope without a place"))?;
        if let Some(known) = slot.get() {
            return Ok(known);
        }
        let fresh = reach.everything(self, self.horizon)?;
        Ok(slot.get_or_init(|| fresh))
    }
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
        let mut known: Vec<EvidenceKey> = Vec::new();
        let mut evidence: Vec<Arc<Judgement>> = Vec::new();
        let mut rules = Vec::with_capacity(readings.len());
        for reading in readings {
            let key = (truth(reading), reading.grace_days, reading.report_owed_quarters);
            let shared = known.iter().position(|k| *k == key).unwrap_or_else(|| {
                let no_report_due = Window::no_report_due(estate.as_of, reading.report_owed_quarters);
                let evidenced =
                    Evidenced::new(estate, truth(reading), reading.grace_days, no_report_due, longest.days);
                let lacking = Lacking::new(estate, &evidenced, longest);
                known.push(key);
                evidence.push(Arc::new(Judgement { evidenced, lacking }));
                known.len() - 1
            });
            let window = window(reading.lookback_quarters);
            if let Some(judgement) = evidence.get(shared).map(Arc::clone) {
                rules.push(Rules { reading, window, judgement, shared });
            }
        }
        Self { estate, rules, evidence, longest }
    }

    /// Products in no bundle, and bundles: what [`Estimator::line`] is asked for, one by one.
    pub fn lines(&self) -> &'a [Line] {
        &self.estate.lines
    }

    /// One line of the answer.
    pub fn line(&self, line: &Line) -> Result<LineAnswer, Error> {
        let answer = self.count(line).and_then(|counted| self.answer(&counted));
        answer.map_err(|error| self.named(line, error))
    }

    /// An error says which line it is about.
    pub(crate) fn named(&self, line: &Line, mut error: Error) -> Error {
        let name = self.estate.product(line.product).map_or("", |p| p.name.as_str());
        error.message = format!("{name}: {}", error.message);
        error
    }

    fn answer(&self, counted: &Counted) -> Result<LineAnswer, Error> {
        let product = base_report(self.estate, self.longest, counted)?;
        let reasons: Vec<Reasons> = self.evidence.iter().map(|j| self.reasons(j, counted)).collect();
        let readings = self.priced(counted)?.into_iter().zip(&self.rules);
        let readings = readings.map(|(priced, rules)| {
            let evidenced = rules.evidenced();
            let refused: Vec<&Evidence> =
                self.estate.evidence.iter().filter(|e| !evidenced.truth.holds(e)).collect();
            let reasons = reasons.get(rules.shared);
            let lost_in = |quarter| {
                reasons.map_or((0, Vec::new()), |r| (r.hosts(quarter), r.of(self.estate, &refused, quarter)))
            };
            reading_product(&counted.product.name, self.estate.currency, &priced, lost_in)
        });
        Ok(LineAnswer { product, readings: readings.collect() })
    }

    /// Why days are lost, as some readings take the evidence.
    fn reasons(&self, judgement: &Judgement, counted: &Counted) -> Reasons {
        let mut reasons = Reasons::default();
        for member in &counted.members {
            let evidenced = &judgement.evidenced;
            let lost = lost(&member.cells, member.id, evidenced, self.longest, Granularity::Quarter);
            reasons.add(evidenced, member.id, &lost.raw);
        }
        reasons
    }

    /// Puts the lines together.
    pub fn report(&self, lines: Vec<LineAnswer>) -> Result<Report, Error> {
        report::report(self.estate, &self.rules, lines)
    }

    /// Counts a line: its members' cells and the sums over all hosts.
    pub(crate) fn count(&self, line: &Line) -> Result<Counted, Error> {
        Counted::new(self.estate, line, self.longest.days)
    }

    /// A line's shortfalls and claims under each reading.
    pub(crate) fn priced(&self, counted: &Counted) -> Result<Vec<Priced>, Error> {
        let mut shortfalls: Vec<(Vec<_>, Vec<_>)> = self.rules.iter().map(|_| Default::default()).collect();
        for quarter in self.longest.quarters() {
            let Some(days) = self.longest.days_of(quarter) else { continue };
            let sub = Block::of(&counted.sub, days);
            let mut required: Vec<(_, Block)> = Vec::new();
            for (rules, (gaps, stands)) in self.rules.iter().zip(&mut shortfalls) {
                if quarter < rules.window.first {
                    continue;
                }
                let short = rules.shortness(counted);
                let known = required.iter().position(|(way, _)| *way == rules.way());
                let block = match known.and_then(|at| required.get(at)) {
                    Some((_, block)) => block,
                    None => {
                        let block = self.required(rules, counted, quarter, &sub)?;
                        required.push((rules.way(), block));
                        &required.last().ok_or_else(|| Error::internal("nothing was kept"))?.1
                    }
                };
                gaps.push(short.quarter(quarter, block)?);
                stands.push(short.quarter(quarter, &sub)?);
            }
        }
        let priced = self.rules.iter().zip(shortfalls).map(|(rules, (gaps, stands))| {
            let unknown_host_lost = self.unknown_host_lost(rules, counted);
            Priced::new(
                self.estate,
                rules.reading,
                &counted.product,
                Shortfall::of(gaps),
                Shortfall::of(stands),
                unknown_host_lost,
            )
        });
        priced.collect()
    }

    /// What a quarter requires with lost days at full capacity.
    pub(crate) fn required(
        &self,
        rules: &Rules<'_>,
        counted: &Counted,
        quarter: Quarter,
        sub: &Block,
    ) -> Result<Block, Error> {
        let Judgement { evidenced, lacking } = &*rules.judgement;
        let reach = Reach::of(self.estate, evidenced, lacking, rules.reading, rules.window);
        let mut required = sub.clone();
        for member in &counted.members {
            let mut more = Block::new(sub.days, self.estate.regions.len().max(1));
            reach.quarter(member, quarter, &mut more)?;
            required.add_all(&more, member.weight)?;
        }
        Ok(required)
    }

    /// A day is lost on an artificial host, whose full capacity is unknown.
    fn unknown_host_lost(&self, rules: &Rules<'_>, counted: &Counted) -> bool {
        let artificial =
            |cell: &&Cell| cell.claimed && self.estate.host(cell.host).is_some_and(|h| h.artificial);
        counted.members.iter().any(|member| {
            member.cells.iter().filter(artificial).any(|cell| {
                let days = cell.span.overlap(rules.window.days);
                days.is_some_and(|days| {
                    rules.evidenced().missing(cell.host, member.id).within(days).next().is_some()
                })
            })
        })
    }

    /// Judges a counted line under one reading: lost days, their reach, and the shortfalls.
    pub(crate) fn judge(&self, rules: &Rules<'_>, counted: &Counted) -> Result<Judged, Error> {
        let mut required = counted.sub.clone();
        let mut quarters = Vec::new();
        for quarter in rules.window.quarters() {
            let Some(days) = rules.window.days_of(quarter) else { continue };
            let block = self.required(rules, counted, quarter, &Block::of(&counted.sub, days))?;
            required.put(days, block.regions(days));
            quarters.push(rules.shortness(counted).quarter(quarter, &block)?);
        }
        let of = |member: &Member| {
            lost(&member.cells, member.id, rules.evidenced(), rules.window, rules.reading.granularity)
        };
        let lost = counted.members.iter().map(of).collect();
        Ok(Judged { required, lost, shortfall: Shortfall::of(quarters) })
    }

    /// The readings, made ready.
    pub(crate) fn rules(&self) -> &[Rules<'a>] {
        &self.rules
    }

    /// The longest window of the readings asked for.
    pub(crate) fn longest(&self) -> Window {
        self.longest
    }
}

impl Rules<'_> {
    /// How the quarters of a line fall short under the reading.
    pub fn shortness<'c>(&self, counted: &'c Counted) -> Shortness<'c> {
        Shortness::of(counted.measure, &counted.entitled, self.reading, self.window.days.to)
    }
}

impl Counted {
    /// Counts a line on the days of the horizon.
    pub fn new(estate: &Estate, line: &Line, horizon: Span) -> Result<Self, Error> {
        let mut members = Vec::with_capacity(line.members.len());
        for (id, weight) in &line.members {
            let Some(product) = estate.products.get(*id as usize) else { continue };
            members.push(Member::new(estate, product, *id, *weight, horizon)?);
        }
        Self::of(estate, line, members, horizon)
    }

    /// The members together.
    fn of(estate: &Estate, line: &Line, members: Vec<Member>, horizon: Span) -> Result<Self, Error> {
        let product = estate.products.get(line.product as usize);
        let product = product.ok_or_else(|| Error::internal("a line without a product"))?;
        let regions = estate.regions.len().max(1);
        let (mut sub, mut full) = (DayTotals::new(horizon, regions), DayTotals::new(horizon, regions));
        for member in &members {
            sub.add_all(&member.sub, member.weight)?;
            full.add_all(&member.full, member.weight)?;
        }
        Ok(Self {
            line: line.clone(),
            product: Arc::clone(product),
            measure: Measure { metric: product.metric, scale: line.scale },
            members,
            sub,
            full,
            entitled: Entitled::of(estate, line)?,
        })
    }
}

/// A line under one reading: what falls short, and what that costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Priced {
    pub shortfall: Shortfall,
    pub claim: Claim,
    /// The same were every day evidenced.
    pub without_gaps: Claim,
    /// A day is lost on an artificial host, whose full capacity is unknown.
    pub unknown_host_lost: bool,
}

impl Priced {
    /// Prices shortfalls; `stands` are those with every day evidenced.
    pub fn new(
        estate: &Estate,
        reading: &Reading,
        product: &Product,
        shortfall: Shortfall,
        stands: Shortfall,
        unknown_host_lost: bool,
    ) -> Result<Self, Error> {
        let claimed = claim(product, &shortfall, reading, estate.currency)?;
        let without_gaps = claim(product, &stands, reading, estate.currency)?;
        Ok(Self { shortfall, claim: claimed, without_gaps, unknown_host_lost })
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
