//! Progress on stderr for long work; hidden when stderr is no terminal.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

/// A bar over bytes read, with the rows found in them; several threads move it on. Nothing is drawn for work that
/// is over at once.
#[derive(Debug)]
pub struct Reading {
    bar: ProgressBar,
    rows: AtomicU64,
}

impl Reading {
    /// Over so many bytes.
    pub fn new(bytes: u64) -> Self {
        let bar = bar(bytes, "reading  {wide_bar} {msg} {binary_bytes} of {binary_total_bytes}, {eta} left");
        Self { bar, rows: AtomicU64::new(0) }
    }

    /// So many more were read.
    pub fn add(&self, bytes: u64, rows: u64) {
        let rows = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{} rows,", HumanCount(rows)));
        }
        // What is packed comes to more than the files' sizes said.
        let done = self.bar.position() + bytes;
        if self.bar.length().is_some_and(|length| length < done) {
            self.bar.set_length(done);
        }
        self.bar.inc(bytes);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over lines counted.
pub fn counting(lines: usize) -> ProgressBar {
    bar(lines as u64, "counting {wide_bar} {pos} of {len} products, {eta} left")
}

/// A bar over estates.
pub fn estates(estates: usize) -> ProgressBar {
    drawn(estates as u64, "estates  {wide_bar} {pos} of {len}, {eta} left")
}

static ONLY_ESTATES: AtomicBool = AtomicBool::new(false);

/// Where estates are worked out side by side, bars within them would draw over each other.
pub fn only_estates() {
    ONLY_ESTATES.store(true, Ordering::Relaxed);
}

fn bar(length: u64, template: &str) -> ProgressBar {
    if ONLY_ESTATES.load(Ordering::Relaxed) { ProgressBar::hidden() } else { drawn(length, template) }
}

fn drawn(length: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
