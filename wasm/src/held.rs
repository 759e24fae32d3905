//! An estate held ready: what is asked of it, call by call, in terms of the core.
//!
//! Every function here ends in the same call of the core as the command of its name, so that the answers are
//! the same bytes.

use std::cell::RefCell;
use std::rc::Rc;

use subcap_core::calendar::{Day, Quarter};
use subcap_core::compare::{Comparison, Given, Position as Side, estates, reports};
use subcap_core::error::{Error, ErrorCode};
use subcap_core::estate::{Estate, Lacking};
use subcap_core::estimate;
use subcap_core::explain::{Explanation, Question, explain};
use subcap_core::finding::Findings;
use subcap_core::price::{Reading, Readings};
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Table, Tables, rows::Kind};
use subcap_core::report::{Report, Standing, standing};
use subcap_core::whatif::{Against, Overlay, Position, SCHEMA, Scenario, Sensitivity, WhatIf};
use subcap_core::worth::{OddsAnswer, Worth, WorthOptions};

use crate::answers::{FileRead, Opened, Row, Rows, ScenarioFigures, TableRows};
use crate::options::{
    CompareOptions, EstateOptions, EstimateOptions, EvidenceOptions, ExplainOptions, OddsOptions,
    RowsOptions, ScenarioOptions, SensitivityOptions, StandingOptions, TextFile, WhatIfOptions,
};

/// The reading that is asked under unless another one is named.
const USUAL: &str = "agreement";
/// Rows of a page unless told otherwise, and at most.
const PAGE: (u32, u32) = (100, 10_000);

/// An estate, its readings, and its position.
pub struct Held {
    position: Position,
    readings: Readings,
    pvu_table: PvuTable,
    /// Positions of other readings or of scenarios that were asked for last: the next question is often
    /// about the same one.
    apart: RefCell<Option<(Asked, Rc<Position>)>>,
}

/// What a position apart was made for.
type Asked = (Option<TextFile>, Vec<String>);

impl Held {
    /// Resolves the tables, which may have been made of exports, and works out the position under every reading.
    pub fn new(
        tables: Tables,
        findings: Findings,
        exports: bool,
        options: &EstateOptions,
    ) -> Result<Self, (Error, Findings)> {
        let (readings, pvu_table, as_of) = settings(options).map_err(|error| (error, findings.clone()))?;
        let all = readings.all().to_vec();
        let lacking =
            if exports { Lacking::of(&tables, as_of, "what was given") } else { Lacking::default() };
        let position = Position::new(tables, findings, pvu_table.clone(), as_of, all)
            .map_err(|(error, findings)| (lacking.in_words(error), findings))?;
        Ok(Self { position, readings, pvu_table, apart: RefCell::default() })
    }

    /// What was read.
    pub fn opened(&self, files: Vec<FileRead>) -> Opened {
        let (estate, tables) = (self.position.estate(), self.position.tables());
        let products = estate.lines.iter().filter_map(|line| estate.product(line.product));
        Opened {
            name: estate.name.clone(),
            as_of: estate.as_of.to_string(),
            first_deployment: estate.first_deployment.map(|day| day.to_string()),
            currency: estate.currency.code(),
            decimals: estate.currency.decimals(),
            files,
            not_used: tables.not_used.clone(),
            rows: Table::ALL
                .map(|table| TableRows { table: table.file_name(), rows: tables.count(table) })
                .to_vec(),
            regions: estate.regions.clone(),
            clusters: estate.clusters.iter().filter_map(|cluster| cluster.name.clone()).collect(),
            products: products.map(|product| product.name.clone()).collect(),
            hosts: estate.hosts.len(),
            vms: estate.vms.len(),
            readings: self.readings.all().to_vec(),
            findings: estate.findings.to_vec(),
            row_left_out: estate.row_left_out,
        }
    }

    /// `subcap estimate`
    pub fn estimate(&self, options: &EstimateOptions) -> Result<Report, Error> {
        let (estate, readings) = self.estate(options.scenario.as_ref(), &options.readings)?;
        estimate(&estate, &readings)
    }

    /// Levers need not wait when they are moved: those of readings for ways to judge, those of evidence for the
    /// browser, which translates functions when they are first called (a tenth of a second).
    pub fn levers_beforehand(&self) -> Result<(), Error> {
        self.position.levers_beforehand()?;
        let items = self.position.estate().evidence.iter();
        let mut reports: Vec<_> =
            items.filter(|item| item.kind == Kind::Report).map(|item| Quarter::of(item.span.from)).collect();
        reports.sort_unstable();
        // One from the middle: the newest may not be due, the oldest beyond the window.
        let Some(quarter) = reports.get(reports.len() / 2) else { return Ok(()) };
        let text =
            format!("[[evidence_where]]\nkind = \"report\"\nquarter = \"{quarter}\"\nbecomes = \"lost\"");
        let lost = ScenarioOptions {
            scenario: Some(TextFile { file: String::new(), text }),
            quarters: Some(Vec::new()),
            ..ScenarioOptions::default()
        };
        // Once to have them translated, then to have them translated well.
        (0..3).try_for_each(|_| self.scenario(&lost).map(drop))
    }

    /// The figures of a scenario; only what it touches is worked out again.
    pub fn scenario(&self, options: &ScenarioOptions) -> Result<ScenarioFigures, Error> {
        let base = self.position.base();
        let (scenario, against) = (some(options.scenario.as_ref())?, some(options.against.as_ref())?);
        let quarters = options.quarters.as_deref();
        let wanted = |reading: &str| quarters.is_none_or(|of| of.iter().any(|name| name == reading));
        let as_it_is = Overlay::default();
        let [from, to] = [&against, &scenario].map(|one| one.as_ref().unwrap_or(&as_it_is));
        let causes = if options.causes { self.position.causes(from, to)? } else { Vec::new() };
        let Some(scenario) = scenario else {
            return Ok(ScenarioFigures { answer: base.answer_with("", base, wanted)?, causes });
        };
        let figures = self.position.scenario(&scenario)?;
        Ok(ScenarioFigures { answer: figures.answer_with(&scenario.name, base, wanted)?, causes })
    }

    /// `subcap whatif`
    pub fn whatif(&self, options: &WhatIfOptions) -> Result<WhatIf, Error> {
        let apart = self.of(None, &options.readings)?;
        let position = apart.as_deref().unwrap_or(&self.position);
        let from = some(options.against.as_ref())?;
        let first = from.clone().unwrap_or_default();
        let scenario = |overlay: Overlay| {
            let causes = position.causes(&first, &overlay)?;
            Ok(Scenario { report: position.report(&overlay)?, causes, name: overlay.name })
        };
        let overlays = options.scenarios.iter().map(overlays).collect::<Result<Vec<_>, Error>>()?;
        let scenarios = overlays.into_iter().flatten().map(scenario).collect::<Result<_, Error>>()?;
        let base = estimate(position.estate(), position.readings())?;
        let against = |overlay: Overlay| {
            Ok::<_, Error>(Against { report: position.report(&overlay)?, name: overlay.name })
        };
        Ok(WhatIf { schema: SCHEMA, base, against: from.map(against).transpose()?, scenarios })
    }

    /// `subcap explain`
    pub fn explain(&self, options: &ExplainOptions) -> Result<Explanation, Error> {
        let quarter = options.quarter.as_deref().map(quarter).transpose()?;
        let (estate, readings) = self.estate(options.scenario.as_ref(), &options.readings)?;
        let question = Question { product: options.product.clone(), quarter, host: options.host.clone() };
        explain(&estate, &readings, &question)
    }

    /// `subcap evidence`
    pub fn evidence(&self, options: &EvidenceOptions) -> Result<Worth, Error> {
        let reading = options.reading.clone().unwrap_or_else(|| USUAL.to_owned());
        let apart = self.of(options.scenario.as_ref(), &[reading])?;
        let orders = options.orders.and_then(|orders| usize::try_from(orders).ok());
        let target = options.target.clone();
        apart.as_deref().unwrap_or(&self.position).worth(&WorthOptions { target, orders })
    }

    /// `subcap odds`
    pub fn odds(&self, options: &OddsOptions) -> Result<OddsAnswer, Error> {
        let apart = self.of(options.scenario.as_ref(), &options.readings)?;
        apart.as_deref().unwrap_or(&self.position).odds()
    }

    /// `subcap sensitivity`
    pub fn sensitivity(&self, options: &SensitivityOptions) -> Result<Sensitivity, Error> {
        let usual = [USUAL.to_owned()];
        let readings = if options.readings.is_empty() { &usual[..] } else { &options.readings };
        let apart = self.of(options.scenario.as_ref(), readings)?;
        let usual = subcap_core::whatif::SensitivityOptions::default();
        apart.as_deref().unwrap_or(&self.position).sensitivity(subcap_core::whatif::SensitivityOptions {
            quarters: options.quarters.unwrap_or(usual.quarters),
            years: options.years,
            uplift_bp: options.uplift_bp,
        })
    }

    /// `subcap compare` with another estate.
    pub fn compare(&self, other: &Self, options: &CompareOptions) -> Result<Comparison, Error> {
        let readings = self.readings.select(&options.readings)?;
        let (before, after) = if options.before { (other, self) } else { (self, other) };
        let (before, after) = (before.side(), after.side());
        estates(before, after, &readings, &self.pvu_table, estimate)
    }

    /// `subcap compare` with a kept report.
    pub fn compare_report(&self, report: &TextFile, options: &CompareOptions) -> Result<Comparison, Error> {
        let other = Given::parse(&report.file, &report.text)?.select(&report.file, &options.readings)?;
        let readings = self.readings.select(&options.readings)?;
        let ours = Given::of(&estimate(self.position.estate(), &readings)?);
        if options.before { reports(&other, &ours) } else { reports(&ours, &other) }
    }

    /// Hosts by quarters.
    pub fn standing(&self, options: &StandingOptions) -> Result<Standing, Error> {
        let name = options.reading.clone().unwrap_or_else(|| USUAL.to_owned());
        let (estate, readings) = self.estate(options.scenario.as_ref(), std::slice::from_ref(&name))?;
        let reading = readings.first().ok_or_else(|| unknown(format!("there is no reading named {name}")))?;
        standing(&estate, reading, options.product.as_deref())
    }

    /// A page of a table as read.
    pub fn rows(&self, options: &RowsOptions) -> Result<Rows, Error> {
        let table = Table::of_file(&options.table)
            .ok_or_else(|| unknown(format!("there is no table named {}", options.table)))?;
        let tables = self.position.tables();
        let count = options.count.unwrap_or(PAGE.0).min(PAGE.1);
        let wanted = options.from..options.from.saturating_add(count);
        let rows = wanted.map_while(|index| tables.written(table, usize::try_from(index).ok()?));
        let named = |(place, cells): (subcap_core::read::rows::Place, Vec<String>)| Row {
            file: tables.file_name(place.file).to_owned(),
            row: place.row,
            cells,
        };
        Ok(Rows {
            table: table.file_name(),
            columns: table.columns().iter().map(|column| column.name).collect(),
            total: tables.count(table),
            rows: rows.map(named).collect(),
        })
    }

    fn side(&self) -> Side<'_> {
        Side { tables: self.position.tables(), estate: self.position.estate() }
    }

    /// The estate, perhaps of a scenario, and the readings asked for.
    fn estate(&self, scenario: Option<&TextFile>, names: &[String]) -> Result<(Estate, Vec<Reading>), Error> {
        let readings = self.readings.select(names)?;
        let Some(file) = scenario else { return Ok((self.position.estate().clone(), readings)) };
        let (estate, mut laid) = self.position.by_hand(&overlay(file)?)?;
        laid.retain(|reading| readings.iter().any(|wanted| wanted.name == reading.name));
        Ok((estate, laid))
    }

    /// The position under other readings or of a scenario; none if it is the one held.
    fn of(&self, scenario: Option<&TextFile>, names: &[String]) -> Result<Option<Rc<Position>>, Error> {
        if scenario.is_none() && names.is_empty() {
            return Ok(None);
        }
        let asked: Asked = (scenario.cloned(), names.to_vec());
        if let Some((_, known)) = self.apart.borrow().as_ref().filter(|(of, _)| *of == asked) {
            return Ok(Some(Rc::clone(known)));
        }
        // What is remembered goes first: two at a time may be more than there is room for.
        self.apart.replace(None);
        let readings = self.readings.select(names)?;
        let overlay = scenario.map(overlay).transpose()?;
        let position = Rc::new(self.position.apart(overlay.as_ref(), &readings)?);
        self.apart.replace(Some((asked, Rc::clone(&position))));
        Ok(Some(position))
    }
}

/// What may be set over the tables.
fn settings(options: &EstateOptions) -> Result<(Readings, PvuTable, Option<Day>), Error> {
    let mut readings = Readings::built_in()?;
    if let Some(file) = &options.readings_file {
        readings.add(&file.file, file.text.as_bytes())?;
    }
    let pvu_table = match &options.pvu_table {
        None => PvuTable::embedded()?,
        Some(text) => PvuTable::parse(text.as_bytes())?,
    };
    let day = |text: &String| {
        Day::parse(text.as_bytes()).ok_or_else(|| {
            let advice = "Write it as YYYY-MM-DD, for instance 2025-12-31.";
            Error::new(ErrorCode::BadOption, format!("{text} is not a date"), advice)
        })
    };
    Ok((readings, pvu_table, options.as_of.as_ref().map(day).transpose()?))
}

fn some(file: Option<&TextFile>) -> Result<Option<Overlay>, Error> {
    file.map(overlay).transpose()
}

/// A scenario's document; without a name of its own it has the file's.
fn overlay(file: &TextFile) -> Result<Overlay, Error> {
    Overlay::parse(&file.file, file.text.as_bytes()).map(|overlay| named(overlay, file))
}

/// The same of a file that may hold several.
fn overlays(file: &TextFile) -> Result<Vec<Overlay>, Error> {
    let all = Overlay::parse_all(&file.file, file.text.as_bytes())?;
    Ok(all.into_iter().map(|overlay| named(overlay, file)).collect())
}

fn named(mut overlay: Overlay, file: &TextFile) -> Overlay {
    if overlay.name.is_empty() {
        let name = file.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        stem.clone_into(&mut overlay.name);
    }
    overlay
}

fn quarter(text: &str) -> Result<Quarter, Error> {
    Quarter::parse(text).ok_or_else(|| {
        let message = format!("{text} is not a quarter");
        Error::new(ErrorCode::UnknownName, message, "Write it as 2025-Q3.")
    })
}

fn unknown(message: String) -> Error {
    Error::new(ErrorCode::UnknownName, message, "Look at what `finish` answered.")
}
