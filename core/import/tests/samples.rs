//! Real exports and public samples, when the folder with them lies beside this one. They are not ours to ship.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may read files and say what it passes over"
)]
#![allow(missing_docs, reason = "a test")]
use std::path::PathBuf;

use subcap_core::calendar::Day;
use subcap_import::facts::{PowerState, Seen};
use subcap_import::{Batch, Intake, Kind, Limits, together};

/// A sample's bytes, or `None` with a word where the folder is missing.
fn sample(path: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("SUBCAP_SHARED").map_or(beside, PathBuf::from);
    let bytes = std::fs::read(shared.join("samples").join(path)).ok();
    if bytes.is_none() {
        println!("passed over: there is no {path}");
    }
    bytes
}

fn read(path: &str, bytes: &[u8]) -> Batch {
    let mut intake = Intake::new(path, Limits::default());
    intake.begin(path, None);
    bytes.chunks(64 << 10).for_each(|slice| intake.push(slice));
    let mut batch = [intake.finish()];
    together(&mut batch);
    let [batch] = batch;
    batch
}

#[test]
fn rvtools_saved_anew_by_libreoffice() {
    let path = "rvtools/rvtools_4x_7hosts_9vms_libreoffice.xlsx";
    let Some(bytes) = sample(path) else { return };
    let batch = read(path, &bytes);
    let described: Vec<_> = batch.facts.hosts.iter().filter(|host| host.cores.is_some()).collect();
    assert_eq!(described.len(), 7);
    assert!(described.iter().all(|host| host.cluster.as_deref() == Some("Cluster")));
    assert!(described.iter().all(|host| host.sockets.zip(host.cores).is_some_and(|(s, c)| c % s == 0)));
    assert_eq!(batch.facts.machines.len(), 9);
    // The processors of the last are not in vInfo: they come from vCPU.
    let cores: Vec<_> = batch.facts.machines.iter().map(|machine| machine.milli_cores.unwrap_or(0)).collect();
    assert_eq!(cores, [1000, 2000, 3000, 8000, 8000, 7000, 9000, 13_000, 18_000]);
    assert_eq!(
        batch.facts.machines.iter().filter(|machine| machine.power == Some(PowerState::On)).count(),
        3
    );
    assert_eq!(batch.facts.machines.iter().filter(|machine| machine.uuids.len() == 1).count(), 8);
    let sheets: Vec<Kind> = batch.seen.iter().map(|seen| seen.kind).collect();
    assert_eq!(sheets, [Kind::Workbook, Kind::VmwareVms, Kind::VmwareHosts, Kind::VmwareCpus]);
    assert!(!batch.findings.incomplete(), "{:?}", batch.findings.sorted());
}

#[test]
fn rvtools_of_few_columns() {
    let path = "rvtools/rvtools_minimal_invented.xlsx";
    let Some(bytes) = sample(path) else { return };
    let batch = read(&format!("{path}/RVTools_export_all_2024-03-01.xlsx"), &bytes);
    let hosts: Vec<_> = batch.facts.hosts.iter().map(|host| (&*host.name, host.cores)).collect();
    assert_eq!(hosts, [("sample-host-01", Some(16)), ("sample-host-02", Some(16))]);
    let cores: Vec<_> = batch.facts.machines.iter().map(|machine| machine.milli_cores).collect();
    assert_eq!(cores, [Some(2000), Some(4000), Some(2000)]);
    let day = Day::parse(b"2024-03-01").expect("a day");
    assert!(batch.facts.machines.iter().all(|machine| machine.seen == Seen::On(day)));
    assert_eq!(batch.facts.clusters.len(), 1);
    assert!(batch.findings.is_empty(), "{:?}", batch.findings.sorted());
}
