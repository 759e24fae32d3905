//! Subcap in the browser: the core's functions, callable from JavaScript.
//!
//! This package only carries values over the boundary. Whatever counts, judges or prices is in `subcap-core`,
//! so that the page and the command line cannot differ.

use subcap_core::error::Error;
use subcap_core::estate::{Options, resolve};
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// The version of the engine, as every result and the command line name it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// One estate: its files are pushed in slices, then it is estimated.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    reader: Reader,
}

#[wasm_bindgen]
impl Session {
    /// An estate without files.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the next file; its name says which table it is.
    pub fn begin(&mut self, name: &str) -> Result<(), JsError> {
        self.reader.begin(name).map_err(js)
    }

    /// The next bytes of the open file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        self.reader.push(bytes).map_err(js)
    }

    /// The report under every built-in reading: the same bytes as `subcap estimate --format json`.
    pub fn estimate(self) -> Result<String, JsError> {
        report(self.reader).map_err(js)
    }
}

fn report(reader: Reader) -> Result<String, Error> {
    let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
    let pvu_table = PvuTable::embedded()?;
    let options = Options { as_of: None, pvu_table: &pvu_table };
    let estate = resolve(&tables, findings, options).map_err(|(error, _)| error)?;
    Ok(subcap_core::estimate(&estate, Readings::built_in()?.all())?.to_json())
}

fn js(error: Error) -> JsError {
    JsError::new(&format!("{error}\n{}", error.advice()))
}
