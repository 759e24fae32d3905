//! A position held ready: one scenario after the other, worked out only as far as it changes anything.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::calendar::{Quarter, Span};
use crate::error::{Error, ErrorCode};
use crate::estate::{Estate, Options, resolve};
use crate::estimate::{Counted, Judgement, Prepared, Priced, Rules, named};
use crate::finding::Findings;
use crate::judge::Window;
use crate::price::Reading;
use crate::pvu::PvuTable;
use crate::read::rows::Tables;
use crate::report::Report;

use super::again::{Same, Was, line_again};
use super::beforehand::Beforehand;
use super::change::{Touched, change};
use super::figures::Figures;
use super::looked_up::LookedUp;
use super::overlay::Overlay;
use super::{by_hand, readings};

/// Quarters kept ready beyond those the readings look at, so that dates can move.
const ROOM: i32 = 8;
/// Sets of readings that are remembered.
const REMEMBERED: usize = 8;
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
    looked_up: LookedUp,
    beforehand: OnceLock<Beforehand>,
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
        let position = Self::of(tables, findings.clone(), pvu_table, estate, readings);
        position.and_then(Self::ready).map_err(|error| (error, findings))
    }

    /// What every scenario starts from is worked out now, not with the first of them.
    fn ready(mut self) -> Result<Self, Error> {
        self.looked_up = LookedUp::new(&self.tables, &self.estate);
        for member in self.counted.iter().flat_map(|line| &line.members) {
            member.everything.ready(member, &self.estate)?;
        }
        Ok(self)
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
        let looked_up = LookedUp::default();
        Ok(Self {
            tables,
            findings,
            pvu_table,
            estate,
            readings,
            horizon,
            counted,
            names,
            base,
            looked_up,
            beforehand: OnceLock::new(),
            remembered,
        })
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

    /// The readings, made ready for the estate as it is.
    pub(crate) fn prepared(&self) -> &Prepared {
        &self.base.prepared
    }

    /// Works out every scope and granularity now, so that no lever of a reading has to wait for it later. It
    /// takes about as long as loading did; without it the answers are the same, the first of a kind slower.
    pub fn levers_beforehand(&self) -> Result<(), Error> {
        if self.beforehand.get().is_none() {
            let worked_out = Beforehand::new(self)?;
            self.beforehand.get_or_init(|| worked_out);
        }
        Ok(())
    }

    /// The figures of the position as it is.
    pub fn base(&self) -> &Figures {
        &self.base.figures
    }

    /// The figures of a scenario. Only what it touches is worked out again.
    pub fn scenario(&self, overlay: &Overlay) -> Result<Figures, Error> {
        let readings = readings::laid_over(overlay, &self.readings)?;
        if let Some((estate, touched)) = change(overlay, &self.tables, &self.estate, &self.looked_up)?
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
        Ok((self.edited(overlay)?.1, readings))
    }

    /// The tables of a scenario, and their estate.
    fn edited(&self, overlay: &Overlay) -> Result<(Tables, Estate), Error> {
        let tables = by_hand::edit(overlay, &self.tables, self.estate.as_of)?;
        let options = Options { as_of: None, pvu_table: &self.pvu_table };
        let estate = resolve(&tables, self.findings.clone(), options).map_err(|(mut error, _)| {
            error.advice.push_str(" The scenario makes the estate contradict itself.");
            error.in_scenario(&overlay.file)
        })?;
        Ok((tables, estate))
    }

    /// A scenario's position, or the same under other readings, held in its own right: the worth of
    /// evidence, odds and levers can then be asked of it.
    pub fn apart(&self, overlay: Option<&Overlay>, readings: &[Reading]) -> Result<Self, Error> {
        let (tables, estate, readings) = match overlay {
            None => (self.tables.clone(), self.estate.clone(), readings.to_vec()),
            Some(overlay) => {
                let readings = readings::laid_over(overlay, readings)?;
                let (tables, estate) = self.edited(overlay)?;
                (tables, estate, readings)
            }
        };
        let (findings, pvu_table) = (self.findings.clone(), self.pvu_table.clone());
        Self::of(tables, findings, pvu_table, estate, readings)?.ready()
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
        let nearest = self.beforehand.get().map(|all| all.nearest(&from.prepared, &from.lines, &prepared));
        let (before, before_lines) =
            nearest.as_ref().map_or((&from.prepared, &from.lines), |(prepared, lines)| (prepared, lines));
        let same = Same::new(&self.estate, before, &prepared);
        let mut lines = Vec::with_capacity(self.counted.len());
        for (counted, priced) in self.counted.iter().zip(before_lines) {
            let was = Was { estate: &self.estate, prepared: before, counted, priced };
            let again = line_again(was, estate, &prepared, touched, &same);
            lines.push(again.map_err(|error| named(estate, &counted.line, error))?);
        }
        let figures = Figures::new(estate, &prepared, &self.names, &lines)?;
        Ok(Some(Judged { prepared, lines, figures }))
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

impl Error {
    fn in_scenario(mut self, file: &str) -> Self {
        if self.code == ErrorCode::Internal {
            return self;
        }
        self.message = format!("{} (with {file})", self.message);
        self
    }
}
