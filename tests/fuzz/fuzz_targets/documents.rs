#![no_main]
#[path = "../documents.rs"]
#[allow(dead_code)]
mod documents;
#[path = "../shared.rs"]
#[allow(dead_code)]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| documents::documents(data));
