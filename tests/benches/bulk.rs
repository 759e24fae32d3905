//! Speed and memory of `subcap estimate` over a generated estate, beside the same counting in DuckDB
//! and Polars where these are at hand: all in one run, in turn, so that the ratios mean something on
//! a busy machine. A benchmark, not a test: it asserts nothing about time.
//!
//! `cargo verify bench`, or `SUBCAP_VMS=20000 cargo bench -p subcap-tests --bench bulk` for ten
//! million rows (20,000 vms × 500 days). Prints medians, ratios, memory, rows and MB a second, and the split of
//! Subcap's own time.

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    missing_docs,
    reason = "a benchmark prints and stops at the first surprise"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

mod generated;
#[path = "../tests/support/mod.rs"]
mod support;

use generated::{DAYS, python};

const ROUNDS: usize = 5;

fn main() {
    let vms: u32 = std::env::var("SUBCAP_VMS").ok().and_then(|v| v.parse().ok()).unwrap_or(2_000);
    let estate = generated::estate(vms, false);
    let rows = u64::from(vms) * u64::from(DAYS);
    let bytes = fs::metadata(estate.join("vms.csv")).map_or(0, |m| m.len());
    println!("{rows} placement rows, {} MB, {ROUNDS} rounds in turn", bytes / 1_000_000);

    let mut runners: Vec<(&str, Command)> =
        vec![("subcap", subcap(&estate, None)), ("subcap, 1 thread", subcap(&estate, Some("1")))];
    for (name, script) in [("duckdb", "peer_duckdb.py"), ("polars", "peer_polars.py")] {
        let has = |module| {
            python()
                .args(["-c", &format!("import {module}")])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|s| s.success())
        };
        match support::shared(&format!("bench/{script}")) {
            Some(path) if has(name) => {
                let mut command = python();
                command.arg(path).arg(&estate);
                runners.push((name, command));
            }
            _ => println!("{name}: not at hand, left out"),
        }
    }
    let mut results: Vec<Vec<(Duration, u64)>> = vec![Vec::new(); runners.len()];
    for _ in 0..ROUNDS {
        for ((_, command), result) in runners.iter_mut().zip(&mut results) {
            result.push(run(command));
        }
    }
    split(&estate);
    let base = median(&results[0], |r| r.0);
    println!("{:<18} {:>9} {:>8} {:>9} {:>12} {:>8}", "", "median", "ratio", "memory", "rows/s", "MB/s");
    for ((name, _), result) in runners.iter().zip(&results) {
        let (time, memory) = (median(result, |r| r.0), median(result, |r| r.1));
        let per_second = |n: u64| n as f64 / time.as_secs_f64();
        println!(
            "{name:<18} {:>7.3} s {:>7.2}x {:>6} MB {:>12.0} {:>8.0}",
            time.as_secs_f64(),
            time.as_secs_f64() / base.as_secs_f64(),
            memory / 1_000_000,
            per_second(rows),
            per_second(bytes) / 1e6
        );
    }
}

/// Where Subcap's own time goes, by `--timings`: medians over the rounds.
fn split(estate: &Path) {
    let mut phases: Vec<(String, Vec<f64>)> = Vec::new();
    for _ in 0..ROUNDS {
        let output = subcap(estate, None).arg("--timings").stdout(Stdio::null()).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        for line in said.lines() {
            let mut words = line.split_whitespace();
            let (Some(name), Some(seconds), Some("s")) = (words.next(), words.next(), words.next()) else {
                continue;
            };
            let Ok(seconds) = seconds.parse() else { continue };
            match phases.iter_mut().find(|(known, _)| known == name) {
                Some((_, times)) => times.push(seconds),
                None => phases.push((name.to_owned(), vec![seconds])),
            }
        }
    }
    for (name, times) in &mut phases {
        times.sort_by(f64::total_cmp);
        println!("  {name:<9} {:>7.3} s", times[times.len() / 2]);
    }
}

fn subcap(estate: &Path, threads: Option<&str>) -> Command {
    let mut command = Command::new(support::binary());
    command.arg("estimate").arg(estate).args(["--format", "json"]);
    command.args(threads.iter().flat_map(|n| ["--threads", n]));
    command
}

fn run(command: &mut Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let usage = child.wait4().expect("it ends").rusage;
    (start.elapsed(), usage.maxrss)
}

fn median<T: Ord + Copy>(results: &[(Duration, u64)], of: impl Fn(&(Duration, u64)) -> T) -> T {
    let mut values: Vec<T> = results.iter().map(of).collect();
    values.sort();
    values[values.len() / 2]
}
