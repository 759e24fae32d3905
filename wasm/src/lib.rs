//! Subcap in the browser: the core's functions, callable from JavaScript.
//!
//! This package only carries values over the boundary. Whatever counts, judges or prices is in `subcap-core`,
//! so that the page and the command line cannot differ.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the engine, as every result and the command line name it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
