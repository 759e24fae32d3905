//! Exports of other tools, in the browser: files go in, the tables of an estate come out as text.
//!
//! A module of its own, which the page loads when exports are dropped: readers of workbooks, archives' signatures and
//! a dozen dialects are of no use to someone who has the tables already.

use serde::Serialize;
use subcap_core::calendar::Day;
use subcap_core::finding::Findings;
use subcap_core::read::Bought;
use subcap_import::{Batch, Choices, FileSeen, Intake, Kind, Limits, QuarterSeen, join};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A file of the estate.
#[derive(Serialize)]
struct TableText<'a> {
    file: &'a str,
    text: &'a str,
}

/// What came of the exports.
#[derive(Serialize)]
struct Answer<'a> {
    tables: Vec<TableText<'a>>,
    files: Vec<FileSeen<'a>>,
    quarters: Vec<QuarterSeen<'a>>,
    /// For `beginImported` of the engine.
    findings: Found<'a>,
}

/// What was found, and what was bought of products that only the tables may have.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    findings: &'a Findings,
    bought: &'a Bought,
}

/// Exports being read: sets of files that belong together, one after the other.
#[wasm_bindgen]
#[derive(Default)]
pub struct Importer {
    open: Option<Intake>,
    read: Vec<Batch>,
}

#[wasm_bindgen]
impl Importer {
    /// Nothing read yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a set: an archive, the files of a folder that were exported in one go, or a file by itself.
    #[wasm_bindgen(js_name = beginSet)]
    pub fn begin_set(&mut self, name: &str) {
        self.end_set();
        self.open = Some(Intake::new(name, Limits::default()));
    }

    /// Begins a set of which only the summaries are read, to say at once what it is.
    #[wasm_bindgen(js_name = beginSummaries)]
    pub fn begin_summaries(&mut self, name: &str) {
        self.end_set();
        self.open = Some(Intake::of_summaries(name, Limits::default()));
    }

    /// Begins a file of the set; `kind` is what it is, if the user says so.
    #[wasm_bindgen(js_name = beginFile)]
    pub fn begin_file(&mut self, path: &str, kind: Option<String>) {
        let kind = kind.as_deref().and_then(Kind::of_code);
        self.open.as_mut().into_iter().for_each(|intake| intake.begin(path, kind));
    }

    /// The next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.open.as_mut().into_iter().for_each(|intake| intake.push(bytes));
    }

    /// The file is read.
    #[wasm_bindgen(js_name = endFile)]
    pub fn end_file(&mut self) {
        self.open.as_mut().into_iter().for_each(Intake::end);
    }

    /// All files of the set are read.
    #[wasm_bindgen(js_name = endSet)]
    pub fn end_set(&mut self) {
        let batch = self.open.take().map(Intake::finish);
        self.read.extend(batch.filter(|batch| !batch.seen.is_empty()));
    }

    /// All sets are read: joins them. JSON of `Imported`.
    pub fn finish(
        &mut self,
        name: Option<String>,
        since: Option<String>,
        without_powered_off: bool,
    ) -> Result<String, JsError> {
        self.end_set();
        let day = |text: String| {
            Day::parse(text.as_bytes()).ok_or_else(|| JsError::new(&format!("since {text} is not a date")))
        };
        let since = since.map(day).transpose()?;
        let imported = join(std::mem::take(&mut self.read), &Choices { without_powered_off, since, name });
        let tables = imported.tables.iter().map(|(file, text)| TableText { file, text }).collect();
        let (files, quarters) = (imported.files(), imported.quarters());
        let findings = Found { findings: &imported.findings, bought: &imported.bought };
        let answer = Answer { tables, files, quarters, findings };
        Ok(serde_json::to_string(&answer)?)
    }
}

/// What a file is, by its name and its first bytes: the code of a kind, `unknown` if none.
#[wasm_bindgen]
#[must_use]
pub fn tell(name: &str, start: &[u8]) -> String {
    subcap_import::tell(name, start).code().to_owned()
}

/// The code and the name of every kind of export, as JSON.
#[wasm_bindgen]
pub fn kinds() -> Result<String, JsError> {
    let kinds: Vec<[&str; 2]> =
        Kind::codes().filter_map(|code| Some([code, Kind::of_code(code)?.name()])).collect();
    Ok(serde_json::to_string(&kinds)?)
}
