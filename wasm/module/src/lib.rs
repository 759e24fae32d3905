//! The engine's module: what [`subcap_wasm`] offers to JavaScript, and nothing else.

pub use subcap_wasm::*;
