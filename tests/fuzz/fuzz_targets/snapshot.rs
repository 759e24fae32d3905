#![no_main]
#[path = "../exports.rs"]
#[allow(dead_code)]
mod exports;
#[path = "../shared.rs"]
#[allow(dead_code)]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| exports::snapshots(data));
