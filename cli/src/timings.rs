//! Where the time of a run goes, for `--timings` and the benchmark.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// What a run does, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Bytes to rows, on all threads.
    Reading,
    /// Rows of all files to one estate.
    Merging,
    /// Every product on its hosts.
    Counting,
    /// Judged and priced under every reading.
    Readings,
    /// The report's text.
    Output,
}

const NAMES: [(Phase, &str); 5] = [
    (Phase::Reading, "reading"),
    (Phase::Merging, "merging"),
    (Phase::Counting, "counting"),
    (Phase::Readings, "readings"),
    (Phase::Output, "output"),
];

static SPENT: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

/// Does something and notes how long it took; what several threads do side by side adds up.
pub fn during<T>(phase: Phase, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    add(phase, start.elapsed());
    done
}

fn add(phase: Phase, time: Duration) {
    if let Some(spent) = SPENT.get(phase as usize) {
        spent.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }
}

/// Work of several threads that took so long together: each phase gets its share of that.
pub fn side_by_side<T>(phases: [Phase; 2], work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let wall = u128::from(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX));
    let slots = phases.map(|phase| SPENT.get(phase as usize));
    let all: u128 = slots.iter().flatten().map(|spent| u128::from(spent.load(Relaxed))).sum();
    for spent in slots.into_iter().flatten() {
        let share = wall * u128::from(spent.load(Relaxed)) / all.max(1);
        spent.store(u64::try_from(share).unwrap_or(u64::MAX), Relaxed);
    }
    done
}

/// Says it on stderr, a line each: name and seconds.
pub fn say() {
    for (phase, name) in NAMES {
        let spent = SPENT.get(phase as usize).map_or(0, |spent| spent.load(Relaxed));
        let micros = spent / 1_000;
        anstream::eprintln!("{name:<9} {:>3}.{:06} s", micros / 1_000_000, micros % 1_000_000);
    }
}
