//! Speed of scenarios: after loading, one scenario after the other on one core, all readings; then the
//! worth of evidence. What makes a slider feel alive is at most 10 ms a scenario, 1 s for the worth.
//!
//! `cargo verify bench`, or `cargo bench -p subcap-tests --bench whatif` (`SUBCAP_VMS=2000` for less).

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark prints and stops at the first surprise"
)]

use std::fs;
use std::time::{Duration, Instant};

use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::whatif::{Overlay, Position};
use subcap_core::worth::WorthOptions;

mod generated;
#[path = "../tests/support/mod.rs"]
mod support;

const ROUNDS: usize = 15;

/// One of each kind of scenario.
const SCENARIOS: [(&str, &str); 20] = [
    (
        "one report lost",
        "[[evidence_where]]\nscope = \"cluster:cl-0003\"\nquarter = \"2025-Q1\"\nbecomes = \"lost\"",
    ),
    (
        "one host not measured",
        "[[evidence_add]]\nid = \"x\"\nkind = \"rebuilt\"\nscope = \"host:HOST\"\nquarter = \"2025-Q1\"",
    ),
    (
        "a quarter's reports lost",
        "[[evidence_where]]\nkind = \"report\"\nquarter = \"2025-Q1\"\nbecomes = \"lost\"",
    ),
    (
        "a quarter turns up",
        "[[evidence_add]]\nid = \"x\"\nkind = \"report\"\nscope = \"*\"\nquarter = \"2024-Q4\"",
    ),
    ("contestable accepted", "[reading]\ncontestable = \"held\""),
    ("no grace", "[reading]\ngrace_days = 0"),
    ("look-back of 8", "[reading]\nlookback_quarters = 8"),
    ("scope host", "[reading]\nscope = \"host\""),
    ("scope cluster", "[reading]\nscope = \"cluster\""),
    ("scope estate", "[reading]\nscope = \"estate\""),
    ("granularity days", "[reading]\ngranularity = \"days\""),
    ("granularity window", "[reading]\ngranularity = \"window\""),
    ("discount", "discount_bp = 1500"),
    ("one product's price", "[products.\"PRODUCT\"]\nlist_price = 10"),
    ("entitlement", "[[entitlements]]\nproduct = \"PRODUCT\"\nquantity = 90000"),
    ("a vm's cores", "[vms.\"vm-000100\"]\ncores = 2"),
    ("a host's rate", "[hosts.\"HOST\"]\npvu_per_core = 50"),
    ("a host's cores", "[hosts.\"HOST\"]\ncores = 8"),
    ("an install left out", "[[leave_out]]\nvm = \"vm-000100\"\nreason = \"a copy\""),
    ("as of a quarter earlier", "as_of = 2025-09-30"),
];

fn main() {
    let vms: u32 = std::env::var("SUBCAP_VMS").ok().and_then(|v| v.parse().ok()).unwrap_or(20_000);
    let folder = generated::estate(vms, true);
    let start = Instant::now();
    let position = position(&folder, &[]);
    let estate = position.estate();
    println!(
        "{} vms, {} hosts, {} products, {} readings: ready in {:.2} s",
        estate.vms.len(),
        estate.hosts.len(),
        estate.lines.len(),
        position.readings().len(),
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    position.levers_beforehand().expect("every lever has a position");
    println!("every scope and granularity beforehand: {:.2} s", start.elapsed().as_secs_f64());
    let host = estate.hosts.get(100).map_or("", |host| &host.name);
    let product = estate.products.get(7).map_or("", |product| &product.name);
    // `SUBCAP_SCENARIO="scope host"` measures one kind, for a profiler.
    let only = std::env::var("SUBCAP_SCENARIO").ok();
    let wanted = |name: &str| only.as_ref().is_none_or(|only| only == name);
    let rounds = if only.is_some() { 20 * ROUNDS } else { ROUNDS };
    let mut all = Duration::ZERO;
    for (name, text) in SCENARIOS.into_iter().filter(|scenario| wanted(scenario.0)) {
        let text = text.replace("HOST", host).replace("PRODUCT", product);
        // Readings asked for once are remembered: a key of no weight beside makes each of them new.
        let fresh = |round: usize| {
            let (before, key) = text.split_once("[reading]").unwrap_or((&text, ""));
            let beside = format!("[reading]\nuse_rate_bp = {}", 9_000 + round);
            if key.is_empty() { text.clone() } else { format!("{before}{beside}{key}") }
        };
        let run = |text: &str| {
            let overlay = Overlay::parse(name, text.as_bytes()).expect("the scenario is read");
            let start = Instant::now();
            std::hint::black_box(position.scenario(&overlay).expect("the scenario fits"));
            start.elapsed()
        };
        let first = run(&fresh(rounds));
        let mut times: Vec<Duration> = (0..rounds).map(|round| run(&fresh(round))).collect();
        times.sort();
        let again = run(&fresh(rounds - 1));
        let median = times[rounds / 2];
        all += median;
        println!(
            "{name:<26} {:>8.2} ms, the first time {:.2}, asked for again {:.2}",
            median.as_secs_f64() * 1e3,
            first.as_secs_f64() * 1e3,
            again.as_secs_f64() * 1e3
        );
    }
    let mean = all / u32::try_from(SCENARIOS.len()).expect("a few");
    println!(
        "{:<26} {:>8.2} ms, {:.0} scenarios a second",
        "mean of all",
        mean.as_secs_f64() * 1e3,
        1.0 / mean.as_secs_f64()
    );
    for reading in
        ["agreement", "opening", "graduated", "estate"].into_iter().filter(|reading| wanted(reading))
    {
        let position = self::position(&folder, &[reading.to_owned()]);
        let start = Instant::now();
        let worth = position.worth(&WorthOptions::default()).expect("it has a worth");
        println!(
            "evidence, {reading:<16} {:>8.2} s: {} gaps, {} orders, one core",
            start.elapsed().as_secs_f64(),
            worth.gaps.len(),
            worth.method.orders
        );
    }
}

fn position(folder: &std::path::Path, names: &[String]) -> Position {
    let mut reader = Reader::default();
    for entry in fs::read_dir(folder).expect("the estate is there").flatten() {
        let bytes = fs::read(entry.path()).expect("its tables can be read");
        reader.file(&entry.file_name().to_string_lossy(), &bytes).expect("its tables are tables");
    }
    let (tables, findings) = reader.finish().expect("its tables fit");
    let readings = Readings::built_in().and_then(|r| r.select(names)).expect("the built-in readings");
    let pvu_table = PvuTable::embedded().expect("the embedded table");
    Position::new(tables, findings, pvu_table, None, readings).expect("the estate resolves")
}
