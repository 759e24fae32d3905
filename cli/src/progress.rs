//! Progress on stderr for long work; hidden when stderr is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over bytes read. Nothing is drawn for work that is over at once.
pub fn reading(bytes: u64) -> ProgressBar {
    bar(bytes, "reading  {wide_bar} {binary_bytes} of {binary_total_bytes}, {eta} left")
}

/// A bar over lines counted.
pub fn counting(lines: usize) -> ProgressBar {
    bar(lines as u64, "counting {wide_bar} {pos} of {len} products, {eta} left")
}

fn bar(length: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
