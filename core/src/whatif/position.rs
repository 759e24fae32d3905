//! A position held ready: one scenario after the other, worked out only as far as it changes anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::calendar::{Quarter, Span};
use crate::error::{Error, ErrorCode};
use crate::estate::{Estate, HostId, Options, resolve};
use crate::estimate::{Counted, Judgement, Known, Member, Prepared, Priced, Rules, named};
use crate::finding::Findings;
use crate::judge::Window;
use crate::price::{Granularity, QuarterShortfall, Reading};
use crate::pvu::PvuTable;
use crate::read::rows::Tables;
use crate::report::Report;

use super::change::{Touched, change};
use super::figures::Figures;
use super::overlay::Overlay;
use super::{by_hand, readings};

/// Quarters kept ready beyond those the readings look at, so that dates can move.
const ROOM: i32 = 8;
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
    prepared: Prepared,
    lines: Vec<Worked>,
    figures: Figures,
    names: Arc<[String]>,
}

/// A line counted and priced.
#[derive(Debug, Clone)]
pub(crate) struct Worked {
    pub counted: Arc<Counted>,
    /// Reading by reading.
    pub priced: Vec<Arc<Priced>>,
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
        let mut lines = Vec::with_capacity(estate.lines.len());
        for line in &estate.lines {
            let worked = Counted::new(&estate, line, horizon).and_then(|counted| {
                let priced = prepared.priced(&estate, &counted, &())?.into_iter().map(Arc::new).collect();
                Ok(Worked { counted: Arc::new(counted), priced })
            });
            lines.push(worked.map_err(|error| named(&estate, line, error))?);
        }
        let names: Arc<[String]> = lines.iter().map(|l| l.counted.product.name.clone()).collect();
        let priced: Vec<_> = lines.iter().map(|line| line.priced.clone()).collect();
        let figures = Figures::new(&estate, &prepared, &names, &priced)?;
        Ok(Self { tables, findings, pvu_table, estate, readings, horizon, prepared, lines, figures, names })
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
        self.lines.iter().map(|line| &*line.counted)
    }

    /// The readings, made ready.
    pub(crate) fn rules(&self) -> &[Rules] {
        &self.prepared.rules
    }

    /// The figures of the position as it is.
    pub fn base(&self) -> &Figures {
        &self.figures
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
            .figures)
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
        let before: &[Arc<Judgement>] = if touched.judged { &[] } else { &self.prepared.judgements };
        let prepared = Prepared::new(estate, readings, before);
        let needed = prepared.longest.days;
        if needed.from < self.horizon.from || needed.to > self.horizon.to {
            return Ok(None);
        }
        let same = Same::new(self, &prepared);
        let mut lines = Vec::with_capacity(self.lines.len());
        for worked in &self.lines {
            let priced = self.line_again(estate, &prepared, touched, &same, worked);
            lines.push(priced.map_err(|error| named(estate, &worked.counted.line, error))?);
        }
        Figures::new(estate, &prepared, &self.names, &lines).map(Some)
    }

    fn line_again(
        &self,
        estate: &Estate,
        prepared: &Prepared,
        touched: &Touched,
        same: &Same,
        worked: &Worked,
    ) -> Result<Vec<Arc<Priced>>, Error> {
        let hosts = |member: &Member| {
            let mut hosts: BTreeSet<HostId> =
                touched.hosts.iter().copied().filter(|host| member.was_on(*host)).collect();
            hosts.extend(touched.products.get(&member.id).into_iter().flatten());
            Some(hosts).filter(|hosts| !hosts.is_empty())
        };
        let recount = worked.counted.members.iter().any(|member| hosts(member).is_some());
        let mut counted = Arc::clone(&worked.counted);
        if recount {
            counted = Arc::new(worked.counted.recounted(estate, hosts)?);
        }
        if touched.entitled {
            let entitled = crate::price::Entitled::of(estate, &counted.line)?;
            if entitled != counted.entitled {
                counted = Arc::new(Counted { entitled, ..(*counted).clone() });
            }
        }
        let again = Again { same, worked, counted: &counted, hosts: &touched.hosts, estate: &self.estate };
        if !touched.priced && again.all(prepared) {
            return Ok(worked.priced.clone());
        }
        Ok(prepared.priced(estate, &counted, &again)?.into_iter().map(Arc::new).collect())
    }
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
    /// Keys by which quarters are judged and split are as they were.
    keys: bool,
    window: Window,
    before: Window,
    /// Quarters in which some host lacks other days than before.
    changed: Vec<Quarter>,
    /// The judgements to compare for products that items name.
    judgements: (Arc<Judgement>, Arc<Judgement>),
    widened: bool,
}

impl Same {
    fn new(position: &Position, prepared: &Prepared) -> Self {
        let mut known: Vec<((usize, usize), Vec<Quarter>)> = Vec::new();
        let pairs = position.prepared.rules.iter().zip(&prepared.rules);
        let readings = pairs.map(|(old, new)| {
            let pair = (old.shared, new.shared);
            if !known.iter().any(|(k, _)| *k == pair) {
                known.push((pair, changed(position, &old.judgement, &new.judgement, prepared.longest)));
            }
            let changed = known.iter().find(|(k, _)| *k == pair).map(|(_, c)| c.clone()).unwrap_or_default();
            let of = |r: &Reading| (r.scope, r.granularity, r.credit_later_purchases);
            SameReading {
                whole: old.reading == new.reading,
                keys: of(&old.reading) == of(&new.reading),
                window: new.window,
                before: old.window,
                changed,
                judgements: (Arc::clone(&old.judgement), Arc::clone(&new.judgement)),
                widened: new.reading.granularity == Granularity::Window,
            }
        });
        Self { readings: readings.collect() }
    }
}

/// The quarters in which any host lacks other days than before.
fn changed(position: &Position, old: &Arc<Judgement>, new: &Arc<Judgement>, window: Window) -> Vec<Quarter> {
    if Arc::ptr_eq(old, new) {
        return Vec::new();
    }
    let mut changed = Vec::new();
    for quarter in window.quarters() {
        let hosts = 0..u32::try_from(position.estate.hosts.len()).unwrap_or(u32::MAX);
        let differs = |host: HostId| {
            let (a, b) = (old.evidenced.missing_on(host), new.evidenced.missing_on(host));
            !std::ptr::eq(a, b) && !a.within(quarter.span()).eq(b.within(quarter.span()))
        };
        if hosts.into_iter().any(differs) {
            changed.push(quarter);
        }
    }
    changed
}

/// A line about to be worked out again.
struct Again<'a> {
    same: &'a Same,
    worked: &'a Worked,
    counted: &'a Arc<Counted>,
    /// Hosts with other cores or rates: they reach beyond where the product is.
    hosts: &'a BTreeSet<HostId>,
    estate: &'a Estate,
}

impl Again<'_> {
    /// Whether everything is as it was.
    fn all(&self, prepared: &Prepared) -> bool {
        let whole = |(index, (same, rules)): (usize, (&SameReading, &Rules))| {
            let mut quarters = rules.window.quarters();
            same.whole
                && same.window == same.before
                && quarters.all(|quarter| matches!(self.quarter(index, quarter), (Some(_), Some(_))))
        };
        self.same.readings.iter().zip(&prepared.rules).enumerate().all(whole)
    }

    /// A cluster of the line has other capacity.
    fn reached(&self) -> bool {
        self.hosts.iter().any(|host| {
            let spans = self.estate.host(*host).map_or(&[][..], |host| &host.spans);
            let in_cluster =
                |cluster| self.counted.members.iter().any(|m| m.in_clusters(&[cluster]).next().is_some());
            spans.iter().any(|row| in_cluster(row.cluster))
        })
    }
}

impl Known for Again<'_> {
    fn quarter(
        &self,
        reading: usize,
        quarter: Quarter,
    ) -> (Option<&QuarterShortfall>, Option<&QuarterShortfall>) {
        let (Some(same), Some(priced)) = (self.same.readings.get(reading), self.worked.priced.get(reading))
        else {
            return (None, None);
        };
        let counted_alike = Arc::ptr_eq(self.counted, &self.worked.counted);
        let days_alike = same.window.days_of(quarter) == same.before.days_of(quarter)
            && same.window.days.to == same.before.days.to
            && quarter >= same.before.first;
        if !same.keys || !counted_alike || !days_alike {
            return (None, None);
        }
        let find = |list: &'_ [QuarterShortfall]| {
            let index = list.first().and_then(|first| usize::try_from(quarter.since(first.quarter)).ok());
            index.filter(|index| list.get(*index).is_some_and(|q| q.quarter == quarter))
        };
        let stands = find(&priced.stands.quarters).and_then(|at| priced.stands.quarters.get(at));
        let judged_alike = if same.widened {
            same.changed.is_empty() && same.window == same.before
        } else {
            !same.changed.contains(&quarter)
        };
        let (old, new) = &same.judgements;
        let named = || {
            let of =
                |member: &Member| Arc::ptr_eq(old, new) || old.evidenced.same_for(&new.evidenced, member.id);
            self.counted.members.iter().all(of)
        };
        if !judged_alike || !named() || self.reached() {
            return (None, stands);
        }
        let gaps = find(&priced.shortfall.quarters).and_then(|at| priced.shortfall.quarters.get(at));
        (gaps, stands)
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
