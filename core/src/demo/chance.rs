//! Chance that is none: the same name and number give the same draw on every machine.

use crate::calendar::Day;

/// A number below `below`: FNV-1a over the name and the turn, then mixed so that all digits count.
pub fn draw(name: &str, turn: u32, below: u32) -> u32 {
    let mut hash: u32 = 0x811C_9DC5;
    for byte in name.bytes().chain(turn.to_le_bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x7FEB_352D);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x846C_A68B);
    (hash ^ (hash >> 16)).checked_rem(below).unwrap_or(0)
}

/// As [`draw`], in days.
pub fn draw_days(name: &str, turn: u32, below: u32) -> i32 {
    i32::try_from(draw(name, turn, below)).unwrap_or(0)
}

/// A date of the lists in this folder. A slip there would read "always" in the tables, which
/// [`Reader`](crate::read::Reader) takes for no date: the tests see it.
pub fn date(text: &str) -> Day {
    Day::parse(text.as_bytes()).unwrap_or(Day::ALWAYS)
}
