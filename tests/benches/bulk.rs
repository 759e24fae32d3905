//! Speed and memory of `subcap estimate` over a generated estate, beside the same counting in DuckDB
//! and Polars where these are at hand: all in one run, in turn, so that the ratios mean something on
//! a busy machine. A benchmark, not a test: it asserts nothing about time.
//!
//! `cargo verify bench`, or `SUBCAP_VMS=20000 cargo bench -p subcap-tests --bench bulk` for ten
//! million rows (20,000 vms × 500 days).

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    missing_docs,
    reason = "a benchmark prints and stops at the first surprise"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

#[path = "../tests/support/mod.rs"]
mod support;

const DAYS: u32 = 500;
const ROUNDS: usize = 5;

fn main() {
    let vms: u32 = std::env::var("SUBCAP_VMS").ok().and_then(|v| v.parse().ok()).unwrap_or(2_000);
    let estate = estate(vms);
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

/// The estate of that size, made once: by the shared generator if it is there, else by our own of the same shape.
fn estate(vms: u32) -> PathBuf {
    let folder = support::here().join(format!("bench/data/{vms}"));
    if folder.join("vms.csv").exists() {
        return folder;
    }
    fs::create_dir_all(&folder).expect("bench/data can be made");
    match support::shared("bench/gen_estate.py") {
        Some(script) => {
            let hosts = (vms / 10).max(8).to_string();
            let mut make = python();
            make.arg(script).arg(&folder).args([
                "--vms",
                &vms.to_string(),
                "--days",
                &DAYS.to_string(),
                "--hosts",
                &hosts,
            ]);
            assert!(make.status().expect("python runs").success(), "the generator failed");
        }
        None => generate::write(&folder, vms, DAYS),
    }
    folder
}

fn subcap(estate: &Path, threads: Option<&str>) -> Command {
    let mut command = Command::new(support::binary());
    command.arg("estimate").arg(estate).args(["--format", "json"]);
    command.args(threads.iter().flat_map(|n| ["--threads", n]));
    command
}

fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| OsStr::new("python3").to_owned()))
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

/// Our own estate of the same shape: one placement row per vm and day, moves and resizes now and then.
mod generate {
    use std::fmt::Write as _;
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;

    use subcap_core::calendar::Day;

    pub fn write(folder: &Path, vms: u32, days: u32) {
        let mut random = Random(7);
        let hosts = (vms / 10).max(8);
        let first = Day::from_ymd(2024, 7, 1).expect("a day");
        let day = |n: u32| first.plus(i32::try_from(n).expect("few days"));
        let put =
            |name: &str, text: &str| fs::write(folder.join(name), text).expect("the folder can be written");
        put("estate.toml", &format!("name = \"bench\"\nas_of = {}\n", day(days - 1)));
        let mut text = String::from("host,cluster,region,cores,pvu_per_core\n");
        for h in 0..hosts {
            let cores = [16, 24, 32, 48, 64, 96, 128][random.below(7) as usize];
            let _ = writeln!(
                text,
                "esx-{h:05},cl-{:04},r{},{cores},{}",
                h / 8,
                h / 8 % 3,
                [70, 100, 120][random.below(3) as usize]
            );
        }
        put("hosts.csv", &text);
        text = String::from("product,metric,list_price,contract_price\n");
        for p in 0..60 {
            let metric = if p % 4 == 0 { "VPC" } else { "PVU" };
            let _ = writeln!(text, "Program {p:02},{metric},{}.25,{}.10", 50 + p, 30 + p);
        }
        put("products.csv", &text);
        text = String::from("product,vm,from\n");
        for v in 0..vms {
            let _ = writeln!(text, "Program {:02},vm-{v:06},{}", random.below(60), day(0));
        }
        put("installs.csv", &text);
        text = String::from("id,kind,scope,from,to\n");
        let _ = writeln!(text, "m,measured,*,{},", day(0));
        put("evidence.csv", &text);
        let mut home: Vec<u32> = (0..vms).map(|_| random.below(hosts)).collect();
        let mut file =
            std::io::BufWriter::new(fs::File::create(folder.join("vms.csv")).expect("vms.csv can be made"));
        writeln!(file, "vm,host,cores,from,to").expect("the disk has room");
        for d in 0..days {
            for (v, at) in home.iter_mut().enumerate() {
                if random.below(50) == 0 {
                    *at = (*at / 8 * 8 + random.below(8)).min(hosts - 1);
                }
                let cores = if random.below(100) == 0 { 8 } else { 4 };
                writeln!(file, "vm-{v:06},esx-{at:05},{cores},{0},{0}", day(d)).expect("the disk has room");
            }
        }
    }

    /// Numbers that look random and are the same everywhere.
    struct Random(u64);

    impl Random {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((self.0 >> 33) % u64::from(end)).expect("below a u32")
        }
    }
}
