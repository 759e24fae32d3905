//! A position held ready: one scenario after the other, worked out only as far as it changes anything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::calendar::{Quarter, Span};
use crate::error::{Error, ErrorCode};
use crate::estate::{ClusterId, Estate, Options, resolve};
use crate::estimate::{
    Before, Counted, JudgedBefore, Judgement, Known, Member, Prepared, Priced, Recount, Rules, named,
};
use crate::finding::Findings;
use crate::judge::Window;
use crate::price::{Granularity, Reading, Scope};
use crate::pvu::PvuTable;
use crate::read::rows::Tables;
use crate::report::Report;

use super::change::{Touched, change};
use super::figures::Figures;
use super::overlay::Overlay;
use super::{by_hand, readings};

/// Quarters kept ready beyond those the readings look at, so that dates can move.
const ROOM: i32 = 8;
/// Sets of readings that are remembered.
const REMEMBERED: usize = 8;
/// Clusters that are looked up in a line before they are judged again.
const FEW: usize = 16;
/// Quarters kept ready before the as-of date, at least: the longest built-in look-back.
const LOOK_BACK: u32 = 20;

/// An estate, the readings asked for, and their figures, kept so that scenarios are quick.
///
/// ```
/// use subcap_core::{price::Readings, pvu::PvuTable, read::Reader, whatif::{Overlay, Position}};
/// let mut reader = Reader::default();
/// for (name, text) in subcap_core::demo::tables() {
///     reader.file(name, text.as_bytes())?;
/// }
/// let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
/// let readings = Readings::built_in()?.select(&["agreement".into()])?;
/// let position = Position::new(tables, findings, PvuTable::embedded()?, None, readings).map_err(|(error, _)| error)?;
/// let overlay = Overlay::parse("ours.toml", b"discount_bp = 1000")?;
/// let answer = position.scenario(&overlay)?.answer("a tenth off", position.base())?;
/// assert!(answer.readings[0].difference.starts_with('-'));
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Position {
    tables: Tables,
    findings: Findings,
    pvu_table: PvuTable,
    estate: Estate,
    readings: Vec<Reading>,
    horizon: Span,
    counted: Vec<Arc<Counted>>,
    names: Arc<[String]>,
    base: Arc<Judged>,
    /// The estate as it is under readings that scenarios asked for before: a lever that was set once is
    /// quick ever after, alone or together with others.
    remembered: Mutex<Vec<(Vec<Reading>, Arc<Judged>)>>,
}

/// The estate as it is, judged and priced under some readings.
#[derive(Debug)]
struct Judged {
    prepared: Prepared,
    /// Line by line, reading by reading.
    lines: Vec<Vec<Arc<Priced>>>,
    figures: Figures,
}

impl Position {
    /// Resolves the tables and works out the position as it is.
    pub fn new(
        tables: Tables,
        findings: Findings,
        pvu_table: PvuTable,
        as_of: Option<crate::calendar::Day>,
        readings: Vec<Reading>,
    ) -> Result<Self, (Error, Findings)> {
        let options = Options { as_of, pvu_table: &pvu_table };
        let estate = resolve(&tables, findings.clone(), options)?;
        Self::of(tables, findings.clone(), pvu_table, estate, readings).map_err(|error| (error, findings))
    }

    fn of(
        tables: Tables,
        findings: Findings,
        pvu_table: PvuTable,
        estate: Estate,
        readings: Vec<Reading>,
    ) -> Result<Self, Error> {
        let prepared = Prepared::new(&estate, &readings, &[]);
        let horizon = horizon(&estate, &readings);
        let (mut counted, mut lines) = (Vec::new(), Vec::new());
        for line in &estate.lines {
            let priced = Counted::new(&estate, line, horizon).and_then(|of_line| {
                let priced = prepared.priced(&estate, &of_line, &())?;
                counted.push(Arc::new(of_line));
                Ok(priced.into_iter().map(Arc::new).collect())
            });
            lines.push(priced.map_err(|error| named(&estate, line, error))?);
        }
        let names: Arc<[String]> = counted.iter().map(|line| line.product.name.clone()).collect();
        let figures = Figures::new(&estate, &prepared, &names, &lines)?;
        let base = Arc::new(Judged { prepared, lines, figures });
        let remembered = Mutex::default();
        Ok(Self { tables, findings, pvu_table, estate, readings, horizon, counted, names, base, remembered })
    }

    /// The estate as it is.
    pub fn estate(&self) -> &Estate {
        &self.estate
    }

    /// The tables as read.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The readings asked for.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The lines as counted.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Counted> + Clone {
        self.counted.iter().map(|line| &**line)
    }

    /// The readings, made ready.
    pub(crate) fn rules(&self) -> &[Rules] {
        &self.base.prepared.rules
    }

    /// The figures of the position as it is.
    pub fn base(&self) -> &Figures {
        &self.base.figures
    }

    /// The figures of a scenario. Only what it touches is worked out again.
    pub fn scenario(&self, overlay: &Overlay) -> Result<Figures, Error> {
        let readings = readings::laid_over(overlay, &self.readings)?;
        if let Some((estate, touched)) = change(overlay, &self.tables, &self.estate)?
            && let Some(figures) = self.again(&estate, &readings, &touched)?
        {
            return Ok(figures);
        }
        let (estate, readings) = self.by_hand(overlay)?;
        Ok(Self::of(Tables::default(), Findings::default(), self.pvu_table.clone(), estate, readings)?
            .base
            .figures
            .clone())
    }

    /// The estate of a scenario as if its changes had been written into the tables, and its readings.
    pub fn by_hand(&self, overlay: &Overlay) -> Result<(Estate, Vec<Reading>), Error> {
        let readings = readings::laid_over(overlay, &self.readings)?;
        let tables = by_hand::edit(overlay, &self.tables, self.estate.as_of)?;
        let options = Options { as_of: None, pvu_table: &self.pvu_table };
        let estate = resolve(&tables, self.findings.clone(), options).map_err(|(error, _)| {
            let advice = format!("{} The scenario makes the estate contradict itself.", error.advice);
            Error { advice, ..error.clone() }.in_scenario(&overlay.file)
        })?;
        Ok((estate, readings))
    }

    /// The whole report of a scenario, reasons and findings included, as `subcap estimate` gives it.
    pub fn report(&self, overlay: &Overlay) -> Result<Report, Error> {
        let (estate, readings) = self.by_hand(overlay)?;
        crate::estimate(&estate, &readings)
    }

    /// Works out what a change touches and takes the rest over; `None` if it lies beyond the horizon.
    fn again(
        &self,
        estate: &Estate,
        readings: &[Reading],
        touched: &Touched,
    ) -> Result<Option<Figures>, Error> {
        let Some(from) = self.under(readings)? else { return Ok(None) };
        if touched.is_nothing() {
            return Ok(Some(from.figures.clone()));
        }
        let judged = self.judged(&from, estate, readings, touched)?;
        Ok(judged.map(|judged| judged.figures))
    }

    /// The estate as it is under these readings; `None` if they look back beyond the horizon.
    fn under(&self, readings: &[Reading]) -> Result<Option<Arc<Judged>>, Error> {
        if readings == self.readings {
            return Ok(Some(Arc::clone(&self.base)));
        }
        // A thread that failed while it held the list left it as it was: nothing is half done in it.
        let list = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = list().iter().find(|(of, _)| of == readings) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(judged) = self.judged(&self.base, &self.estate, readings, &Touched::default())? else {
            return Ok(None);
        };
        let judged = Arc::new(judged);
        let mut list = list();
        if list.len() >= REMEMBERED {
            list.remove(0);
        }
        list.push((readings.to_vec(), Arc::clone(&judged)));
        Ok(Some(judged))
    }

    fn judged(
        &self,
        from: &Judged,
        estate: &Estate,
        readings: &[Reading],
        touched: &Touched,
    ) -> Result<Option<Judged>, Error> {
        let before: &[Arc<Judgement>] = if touched.judged { &[] } else { &from.prepared.judgements };
        let prepared = Prepared::new(estate, readings, before);
        let needed = prepared.longest.days;
        if needed.from < self.horizon.from || needed.to > self.horizon.to {
            return Ok(None);
        }
        let same = Same::new(&self.estate, &from.prepared, &prepared);
        let mut lines = Vec::with_capacity(self.counted.len());
        for (counted, priced) in self.counted.iter().zip(&from.lines) {
            let was = Was { estate: &self.estate, prepared: &from.prepared, counted, priced };
            let again = line_again(was, estate, &prepared, touched, &same);
            lines.push(again.map_err(|error| named(estate, &counted.line, error))?);
        }
        let figures = Figures::new(estate, &prepared, &self.names, &lines)?;
        Ok(Some(Judged { prepared, lines, figures }))
    }
}

/// A line as it was.
#[derive(Clone, Copy)]
struct Was<'a> {
    estate: &'a Estate,
    prepared: &'a Prepared,
    counted: &'a Arc<Counted>,
    priced: &'a [Arc<Priced>],
}

fn line_again(
    was: Was<'_>,
    estate: &Estate,
    prepared: &Prepared,
    touched: &Touched,
    same: &Same,
) -> Result<Vec<Arc<Priced>>, Error> {
    let mut counted = Arc::clone(was.counted);
    if counted.members.iter().any(|member| touched.recount.concerns(member)) {
        counted = Arc::new(counted.recounted(was.estate, estate, &touched.recount)?);
    }
    if touched.entitled {
        let entitled = crate::price::Entitled::of(estate, &counted.line)?;
        if entitled != counted.entitled {
            counted = Arc::new(Counted { entitled, ..(*counted).clone() });
        }
    }
    let again = Again { was, same, counted: &counted, recount: &touched.recount, priced: touched.priced };
    if again.as_it_was(prepared) {
        if !touched.priced && same.readings.iter().all(|reading| reading.whole) {
            return Ok(was.priced.to_vec());
        }
        let product = estate.product(counted.line.product).unwrap_or(&counted.product);
        let priced = was.priced.iter().zip(&prepared.rules);
        return priced.map(|(p, rules)| Ok(Arc::new(p.again(estate, &rules.reading, product)?))).collect();
    }
    Ok(prepared.priced(estate, &counted, &again)?.into_iter().map(Arc::new).collect())
}

/// The days on which everything is kept counted.
fn horizon(estate: &Estate, readings: &[Reading]) -> Span {
    let longest = readings.iter().map(|r| r.lookback_quarters).max().unwrap_or(1).max(LOOK_BACK);
    let window = Window::new(estate.as_of, None, longest);
    // Nothing is there before the first deployment, and dates rarely move before it.
    let first = estate.first_deployment.map_or(window.first, |day| Quarter::of(day).max(window.first));
    Span::new(first.plus(-ROOM / 2).span().from, window.last.plus(ROOM / 2).span().to)
}

/// What of the judgement is as it was, reading by reading.
struct Same {
    readings: Vec<SameReading>,
}

struct SameReading {
    /// Every key is as it was.
    whole: bool,
    /// How far a lost day reaches and for how long.
    reach: bool,
    /// Keys by which quarters fall short, beside that.
    credit: bool,
    window: Window,
    before: Window,
    judgements: (Arc<Judgement>, Arc<Judgement>),
    widened: bool,
    /// Clusters with a host that lacks other days than before, by quarter.
    changed: Arc<BTreeMap<Quarter, Vec<ClusterId>>>,
}

impl Same {
    fn new(estate: &Estate, before: &Prepared, prepared: &Prepared) -> Self {
        let mut known: Vec<((usize, usize), Arc<BTreeMap<Quarter, Vec<ClusterId>>>)> = Vec::new();
        let pairs = before.rules.iter().zip(&prepared.rules);
        let readings = pairs.map(|(old, new)| {
            let pair = (old.shared, new.shared);
            if !known.iter().any(|(k, _)| *k == pair) {
                let changed = changed(estate, &old.judgement, &new.judgement, prepared.longest);
                known.push((pair, Arc::new(changed)));
            }
            let changed =
                known.iter().find(|(k, _)| *k == pair).map(|(_, c)| Arc::clone(c)).unwrap_or_default();
            SameReading {
                whole: old.reading == new.reading,
                reach: (old.reading.scope, old.reading.granularity)
                    == (new.reading.scope, new.reading.granularity),
                credit: old.reading.credit_later_purchases == new.reading.credit_later_purchases,
                window: new.window,
                before: old.window,
                judgements: (Arc::clone(&old.judgement), Arc::clone(&new.judgement)),
                widened: new.reading.granularity == Granularity::Window,
                changed,
            }
        });
        Self { readings: readings.collect() }
    }
}

/// The clusters, quarter by quarter, with a host that lacks other days than before.
fn changed(
    estate: &Estate,
    old: &Arc<Judgement>,
    new: &Arc<Judgement>,
    window: Window,
) -> BTreeMap<Quarter, Vec<ClusterId>> {
    let mut changed: BTreeMap<Quarter, Vec<ClusterId>> = BTreeMap::new();
    if Arc::ptr_eq(old, new) {
        return changed;
    }
    for (id, host) in (0..).zip(estate.hosts.iter()) {
        let (a, b) = (old.evidenced.missing_on(id), new.evidenced.missing_on(id));
        if a == b {
            continue;
        }
        for quarter in window.quarters() {
            if !a.within(quarter.span()).eq(b.within(quarter.span())) {
                let clusters = changed.entry(quarter).or_default();
                clusters.extend(host.spans.iter().map(|row| row.cluster));
            }
        }
    }
    for clusters in changed.values_mut() {
        clusters.sort_unstable();
        clusters.dedup();
    }
    changed
}

/// A line about to be worked out again.
struct Again<'a> {
    was: Was<'a>,
    same: &'a Same,
    counted: &'a Arc<Counted>,
    recount: &'a Recount,
    /// Prices are others.
    priced: bool,
}

impl Again<'_> {
    /// Whether every quarter of every reading is as it was.
    fn as_it_was(&self, prepared: &Prepared) -> bool {
        let whole = |(index, (same, rules)): (usize, (&SameReading, &Rules))| {
            let mut quarters = rules.window.quarters();
            same.window == same.before && quarters.all(|quarter| self.quarter(index, quarter).short.is_some())
        };
        self.same.readings.iter().zip(&prepared.rules).enumerate().all(whole)
    }

    /// The clusters of the line to judge again in a quarter; `None`: all of it, from the start.
    fn clusters(&self, same: &SameReading, quarter: Quarter) -> Option<Vec<ClusterId>> {
        let (old, new) = &same.judgements;
        let mut clusters: Vec<ClusterId> = if same.widened {
            if same.window != same.before {
                return None;
            }
            same.changed.values().flatten().copied().collect()
        } else {
            same.changed.get(&quarter).cloned().unwrap_or_default()
        };
        // Items that name a product may change its days alone.
        let named = |m: &Member| old.evidenced.names(m.id) || new.evidenced.names(m.id);
        if !Arc::ptr_eq(old, new) && self.counted.members.iter().any(named) {
            return None;
        }
        if !Arc::ptr_eq(self.counted, self.was.counted) {
            clusters.extend(&self.recount.clusters);
        }
        clusters.sort_unstable();
        clusters.dedup();
        let there = |cluster: &ClusterId| {
            let lines = [self.counted, self.was.counted];
            lines.iter().flat_map(|c| &c.members).any(|m| m.in_clusters(&[*cluster]).next().is_some())
        };
        // To look for many clusters would take longer than to judge them again.
        if clusters.len() <= FEW {
            clusters.retain(there);
        }
        Some(clusters)
    }
}

impl Known for Again<'_> {
    fn claims(&self, reading: usize) -> Option<&Priced> {
        let same = self.same.readings.get(reading)?;
        self.was.priced.get(reading).filter(|_| same.whole && !self.priced).map(|priced| &**priced)
    }

    fn quarter(&self, reading: usize, quarter: Quarter) -> Before<'_> {
        let mut before = Before { short: None, stands: None, adds: None, again: None };
        let rules = self.was.prepared.rules.get(reading);
        let (Some(same), Some(priced), Some(rules)) =
            (self.same.readings.get(reading), self.was.priced.get(reading), rules)
        else {
            return before;
        };
        let days_alike = same.window.days_of(quarter) == same.before.days_of(quarter);
        let entitled = &self.counted.entitled;
        let credit = same.credit
            && (!rules.reading.credit_later_purchases
                || entitled.on(same.window.days.to) == entitled.on(same.before.days.to));
        let first = priced.shortfall.quarters.first().map(|q| q.quarter);
        let at = first.and_then(|first| usize::try_from(quarter.since(first)).ok());
        let (true, Some(at)) = (days_alike, at.filter(|_| quarter >= same.before.first)) else {
            return before;
        };
        let untouched = Arc::ptr_eq(self.counted, self.was.counted);
        if untouched && credit && same.reach {
            before.stands = priced.stands.quarters.get(at);
        }
        if !same.reach {
            return before;
        }
        let Some(clusters) = self.clusters(same, quarter) else { return before };
        before.adds = priced.adds.get(at);
        if untouched && credit && clusters.is_empty() {
            before.short = priced.shortfall.quarters.get(at);
        }
        let was = JudgedBefore { estate: self.was.estate, rules, counted: self.was.counted };
        // What reaches the whole estate has no part that could be judged alone.
        if rules.reading.scope != Scope::Estate || clusters.is_empty() {
            before.again = Some((was, clusters));
        }
        before
    }
}

impl Error {
    fn in_scenario(mut self, file: &str) -> Self {
        if self.code == ErrorCode::Internal {
            return self;
        }
        self.message = format!("{} (with {file})", self.message);
        self
    }
}
