//! Subcap in the browser: the core's functions, callable from JavaScript.
//!
//! This package only carries values over the boundary. Whatever counts, judges or prices is in `subcap-core`,
//! so that the page and the command line cannot differ. Options come in as plain objects ([`options`]),
//! answers leave as JSON text, the very bytes that `subcap … --format json` prints; what the command line
//! does not print is in [`answers`]. Errors are `Error` objects with a code, a place and a hint (`thrown`).

pub mod answers;
pub mod held;
pub mod options;
mod reading;
mod session;
mod thrown;

pub use session::Session;

use subcap_core::demo;
use subcap_core::error::Error;
use subcap_core::price::Readings;
use subcap_core::read::{Table, is_table, last_part};
use subcap_core::whatif::Overlay;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The version of the engine, as every result and the command line name it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The built-in readings and those of a TOML text: the JSON of `subcap readings --format json`.
#[wasm_bindgen]
pub fn readings(further: Option<String>) -> Result<String, JsValue> {
    let all = || -> Result<String, Error> {
        let mut readings = Readings::built_in()?;
        if let Some(text) = further {
            readings.add("readings.toml", text.as_bytes())?;
        }
        Ok(readings.to_json())
    };
    all().map_err(thrown::error)
}

/// A scenario's document, TOML or JSON, as JSON in one line; or the document of several that the page saves.
#[wasm_bindgen(js_name = scenarioDocument)]
pub fn scenario_document(file: &str, text: &str) -> Result<String, JsValue> {
    Overlay::document(file, text.as_bytes()).map_err(thrown::error)
}

/// Rules and published sources, as JSON ([`answers::Sources`]).
#[wasm_bindgen]
pub fn sources() -> Result<String, JsValue> {
    answers::Sources::all().and_then(|all| answers::text(&all)).map_err(thrown::error)
}

/// The tables of the invented estate, as JSON ([`answers::TableText`], a list).
#[wasm_bindgen(js_name = demoTables)]
pub fn demo_tables() -> Result<String, JsValue> {
    let tables = demo::tables().into_iter().map(|(file, text)| answers::TableText { file, text });
    answers::text(&tables.collect::<Vec<_>>()).map_err(thrown::error)
}

/// Whether a file bears the name of a table, or of `estate.toml`.
#[wasm_bindgen(js_name = isTable)]
#[must_use]
pub fn is_table_name(file: &str) -> bool {
    is_table(file)
}

/// Whether a file bears the name of a table and begins without its columns: another tool's, perhaps.
#[wasm_bindgen(js_name = lacksColumns)]
#[must_use]
pub fn lacks_columns(file: &str, start: &[u8]) -> bool {
    Table::of_file(&last_part(file).to_ascii_lowercase()).is_some_and(|table| !table.begins_so(start))
}
