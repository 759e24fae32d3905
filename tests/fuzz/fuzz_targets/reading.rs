#![no_main]
#[path = "../shared.rs"]
#[allow(dead_code)]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| shared::reading(data));
