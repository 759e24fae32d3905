//! Speed and memory of reading audit snapshots (inflated, hashed, compared four ways and turned into facts) and
//! workbooks of RVTools. A
//! benchmark, not a test: it asserts that the totals agree, and nothing about time.
//!
//! `cargo bench -p subcap-tests --bench import`; `SUBCAP_ENDPOINTS=5000` for smaller ones. Each line is a process
//! of its own, so that its memory is its own. One thread reads each zip, as the command line does.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark prints and stops at the first surprise"
)]

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use subcap_import::{Batch, Intake, Kind, Limits, together};
use wait4::Wait4 as _;

#[path = "generated/rvtools.rs"]
mod rvtools;
#[path = "generated/snapshot.rs"]
mod snapshot;
#[path = "../tests/support/mod.rs"]
mod support;

const ROUNDS: usize = 5;

fn main() {
    let paths: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|arg| arg.ends_with(".zip") || arg.ends_with(".xlsx"))
        .map(PathBuf::from)
        .collect();
    if !paths.is_empty() {
        return read_all(&paths);
    }
    let endpoints: u32 =
        std::env::var("SUBCAP_ENDPOINTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let one = vec![snapshot::snapshot(endpoints, "2025-Q1")];
    let eight: Vec<PathBuf> = ["2023", "2024"]
        .iter()
        .flat_map(|year| (1..=4).map(move |quarter| format!("{year}-Q{quarter}")))
        .map(|quarter| snapshot::snapshot(endpoints / 2, &quarter))
        .collect();
    println!("{:<34} {:>9} {:>9}", "", "median", "memory");
    let machines = endpoints * 2 / 5;
    for (what, paths) in [
        (format!("{endpoints} endpoints"), one),
        (format!("8 times {} endpoints", endpoints / 2), eight),
        (format!("RVTools, {machines} machines"), vec![rvtools::workbook(machines)]),
    ] {
        let mut results: Vec<(Duration, u64)> = (0..ROUNDS).map(|_| run(&paths)).collect();
        results.sort_unstable();
        let (time, _) = results[ROUNDS / 2];
        let memory = results.iter().map(|(_, memory)| *memory).max().unwrap_or(0);
        println!(
            "{what:<34} {:>5}.{:03} s {:>6} MB",
            time.as_secs(),
            time.subsec_millis(),
            memory / 1_000_000
        );
    }
}

fn run(paths: &[PathBuf]) -> (Duration, u64) {
    let start = Instant::now();
    let mut command = Command::new(std::env::current_exe().expect("the benchmark has a path"));
    let mut child = command.args(paths).stdout(Stdio::null()).spawn().expect("it starts");
    let usage = child.wait4().expect("it ends").rusage;
    (start.elapsed(), usage.maxrss)
}

/// Two threads take one zip after the other.
fn read_all(paths: &[PathBuf]) {
    let next = Mutex::new(paths.iter());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let path = next.lock().expect("no thread panics").next();
                    let Some(path) = path else { return };
                    if path.extension().is_some_and(|ending| ending == "xlsx") {
                        read_workbook(path);
                        continue;
                    }
                    let batch = read(path);
                    let report =
                        batch.seen.iter().find(|seen| seen.kind == Kind::SnapshotPvu).expect("a report");
                    let (agree, of) = report
                        .detail
                        .split_once(" products agree")
                        .expect("compared")
                        .0
                        .rsplit_once(" of ")
                        .expect("compared");
                    assert!(agree.ends_with(of), "{}", report.detail);
                    println!("{} installs; {}", batch.facts.installs.len(), report.detail);
                }
            });
        }
    });
}

fn read(path: &Path) -> Batch {
    let mut archive = zip::ZipArchive::new(File::open(path).expect("it is there")).expect("a zip");
    let name = path.display().to_string();
    let mut intake = Intake::new(&name, Limits::default());
    let mut buffer = vec![0; 1 << 16];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let path = entry.name().expect("a name").into_owned();
        intake.begin(&path, None);
        loop {
            let read = entry.read(&mut buffer).expect("it inflates");
            if read == 0 {
                break;
            }
            intake.push(&buffer[..read]);
        }
    }
    intake.finish()
}

/// A workbook, whole, as the command line gives it.
fn read_workbook(path: &Path) {
    let name = path.display().to_string();
    let mut intake = Intake::new(&name, Limits::default());
    intake.begin(&name, None);
    intake.push(&std::fs::read(path).expect("it is there"));
    let mut batches = [intake.finish()];
    together(&mut batches);
    let [batch] = batches;
    let (machines, hosts) = (batch.facts.machines.len(), batch.facts.hosts.len());
    assert!(machines > 10 * hosts && hosts > 0, "{machines} machines on {hosts} hosts");
    println!("{machines} machines on {hosts} hosts");
}
