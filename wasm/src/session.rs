//! The object JavaScript holds: first files go in, then questions.

use serde_json::Value;
use subcap_core::demo;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::fields::Fields;
use subcap_core::finding::Findings;
use subcap_core::json;
use subcap_core::read::Bought;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::answers::{line, text};
use crate::held::Held;
use crate::options::{
    CompareOptions, EstateOptions, EstimateOptions, EvidenceOptions, ExplainOptions, OddsOptions, Options,
    RowsOptions, ScenarioOptions, SensitivityOptions, StandingOptions, TextFile, WhatIfOptions,
};
use crate::reading::Reading;
use crate::thrown::{bad_options, error, with_findings};

/// JSON text.
type Json = Result<String, JsValue>;

/// One estate: its files are pushed in slices; once they are finished, it answers.
#[wasm_bindgen]
pub struct Session {
    state: State,
}

enum State {
    Reading(Box<Reading>),
    Held(Box<Held>),
    /// It could not be finished.
    Failed,
}

#[wasm_bindgen]
impl Session {
    /// An estate without files.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self { state: State::Reading(Box::default()) }
    }

    /// Until `endImported`, files are tables made out of exports: tables given beside them lie over them.
    /// `findings` is what the import found, and what it hands on to the tables, as the importers' module gave it.
    #[wasm_bindgen(js_name = beginImported)]
    pub fn begin_imported(&mut self, findings: &str) -> Result<(), JsValue> {
        let findings = json::read(findings).map_err(bad_options)?;
        let bought = Bought::handed_over(findings.get("bought")).map_err(bad_options)?;
        let findings = Findings::handed_over(&findings).map_err(bad_options)?;
        self.read(|reading| {
            reading.begin_imported(findings, bought);
            Ok(())
        })
    }

    /// All tables made out of exports are read.
    #[wasm_bindgen(js_name = endImported)]
    pub fn end_imported(&mut self) -> Result<(), JsValue> {
        self.read(Reading::end_imported)
    }

    /// Opens the next file; the last part of its name says which table it is.
    pub fn begin(&mut self, file: &str) -> Result<(), JsValue> {
        self.read(|reading| reading.begin(file))
    }

    /// The next bytes of the open file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.read(|reading| reading.push(bytes))
    }

    /// Closes the open file.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.read(Reading::end)
    }

    /// Reads the tables of the invented estate.
    #[wasm_bindgen(js_name = readDemo)]
    pub fn read_demo(&mut self) -> Result<(), JsValue> {
        self.read(|reading| {
            demo::tables().into_iter().try_for_each(|(file, text)| {
                reading.begin(file)?;
                reading.push(text.as_bytes())?;
                reading.end()
            })
        })
    }

    /// Rows read so far.
    #[wasm_bindgen(getter, js_name = rowsRead)]
    #[must_use]
    pub fn rows_read(&self) -> f64 {
        let State::Reading(reading) = &self.state else { return 0.0 };
        u32::try_from(reading.rows()).unwrap_or(u32::MAX).into()
    }

    /// All files are read: works out the position. JSON of `Opened`.
    pub fn finish(&mut self, options: Ts<EstateOptions>) -> Json {
        let options = given(options)?;
        let State::Reading(mut reading) = std::mem::replace(&mut self.state, State::Failed) else {
            return Err(error(out_of_turn("the files were finished before")));
        };
        let files = std::mem::take(&mut reading.files);
        let exports = reading.had_imported;
        let (tables, findings) = reading.finish().map_err(with_findings)?;
        let held = Held::new(tables, findings, exports, &options).map_err(with_findings)?;
        let opened = text(&held.opened(files)).map_err(error)?;
        self.state = State::Held(Box::new(held));
        Ok(opened)
    }

    /// `subcap estimate --format json`.
    pub fn estimate(&self, options: Ts<EstimateOptions>) -> Json {
        self.ask(options, |held, options| Ok(held.estimate(options)?.to_json()))
    }

    /// Figures of a scenario, quickly. JSON of `ScenarioFigures` in one line: it is asked for with every move.
    pub fn scenario(&self, options: Ts<ScenarioOptions>) -> Json {
        self.ask(options, |held, options| line(&held.scenario(options)?))
    }

    /// Works out every scope and granularity now, so that no lever of a reading waits for it later: about as long
    /// as opening took. Without it the answers are the same, the first of a kind slower.
    #[wasm_bindgen(js_name = leversBeforehand)]
    pub fn levers_beforehand(&self) -> Result<(), JsValue> {
        let State::Held(held) = &self.state else { return Ok(()) };
        held.levers_beforehand().map_err(error)
    }

    /// `subcap whatif --format json`.
    pub fn whatif(&self, options: Ts<WhatIfOptions>) -> Json {
        self.ask(options, |held, options| text(&held.whatif(options)?))
    }

    /// `subcap explain --format json`.
    pub fn explain(&self, options: Ts<ExplainOptions>) -> Json {
        self.ask(options, |held, options| text(&held.explain(options)?))
    }

    /// `subcap evidence --format json`.
    pub fn evidence(&self, options: Ts<EvidenceOptions>) -> Json {
        self.ask(options, |held, options| text(&held.evidence(options)?))
    }

    /// `subcap odds --format json`.
    pub fn odds(&self, options: Ts<OddsOptions>) -> Json {
        self.ask(options, |held, options| text(&held.odds(options)?))
    }

    /// `subcap sensitivity --format json`.
    pub fn sensitivity(&self, options: Ts<SensitivityOptions>) -> Json {
        self.ask(options, |held, options| text(&held.sensitivity(options)?))
    }

    /// `subcap compare --format json` with another estate.
    pub fn compare(&self, other: &Session, options: Ts<CompareOptions>) -> Json {
        let other = other.held()?;
        self.ask(options, |held, options| Ok(held.compare(other, options)?.to_json()))
    }

    /// `subcap compare --format json` with a kept report.
    #[wasm_bindgen(js_name = compareReport)]
    pub fn compare_report(&self, report: Ts<TextFile>, options: Ts<CompareOptions>) -> Json {
        let report = given(report)?;
        self.ask(options, |held, options| Ok(held.compare_report(&report, options)?.to_json()))
    }

    /// Hosts by quarters under one reading. JSON of `Standing`.
    pub fn standing(&self, options: Ts<StandingOptions>) -> Json {
        self.ask(options, |held, options| text(&held.standing(options)?))
    }

    /// A page of a table as read. JSON of `Rows`.
    pub fn rows(&self, options: Ts<RowsOptions>) -> Json {
        self.ask(options, |held, options| text(&held.rows(options)?))
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    fn read(&mut self, with: impl FnOnce(&mut Reading) -> Result<(), Error>) -> Result<(), JsValue> {
        let State::Reading(reading) = &mut self.state else {
            return Err(error(out_of_turn("files can only go in before they are finished")));
        };
        with(reading).map_err(|error| with_findings((error, reading.findings().clone())))
    }

    fn held(&self) -> Result<&Held, JsValue> {
        match &self.state {
            State::Held(held) => Ok(held),
            _ => Err(error(out_of_turn("there is no estate yet"))),
        }
    }

    fn ask<O: Tsify + Options>(
        &self,
        options: Ts<O>,
        answer: impl FnOnce(&Held, &O) -> Result<String, Error>,
    ) -> Json {
        answer(self.held()?, &given(options)?).map_err(error)
    }
}

fn given<O: Tsify + Options>(options: Ts<O>) -> Result<O, JsValue> {
    let options = plain(JsValue::from(options))?;
    Fields::of(&options).and_then(O::read).map_err(bad_options)
}

/// Whatever JavaScript gave, as data.
fn plain(given: JsValue) -> Result<Value, JsValue> {
    serde_wasm_bindgen::from_value(given).map_err(bad_options)
}

fn out_of_turn(what: &str) -> Error {
    Error::new(ErrorCode::BadOption, what, "Push the files, call `finish` once, then ask.")
}
