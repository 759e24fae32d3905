//! A real audit snapshot of ILMT 9.2.24, headed in Polish. It is not part of the project; where it is missing
//! these tests pass.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::batch::Batch;
use crate::facts::{HostKind, Integrity, Metric, Seen};
use crate::kind::Kind;
use crate::{Intake, Limits};

fn folder() -> Option<PathBuf> {
    #[allow(clippy::disallowed_methods, reason = "tests find the samples as the other tests do")]
    let shared = std::env::var("SUBCAP_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    Some(shared.join("samples/ilmt-9.2.24-pl")).filter(|path| path.is_dir())
}

#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests open files")]
fn zip() -> Option<Batch> {
    let path = folder()?.join("audit_snapshot_2021-05-04_reduced.zip");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut intake = Intake::new("sample.zip", Limits::default());
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        intake.begin(&format!("sample.zip/{name}"), None);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = entry.read(&mut buffer).unwrap();
            if read == 0 {
                break;
            }
            intake.push(&buffer[..read]);
        }
    }
    Some(intake.finish())
}

#[allow(clippy::disallowed_methods, reason = "tests open files")]
fn unpacked() -> Option<Batch> {
    let folder = folder()?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut intake = Intake::new("sample", Limits::default());
    for file in files.iter().filter(|file| file.extension().is_none_or(|end| end != "zip")) {
        intake.begin(&format!("sample/{}", file.file_name().unwrap().to_str().unwrap()), None);
        intake.push(&std::fs::read(file).unwrap());
    }
    Some(intake.finish())
}

fn says(batch: &Batch, words: &str) -> bool {
    batch.findings.sorted().iter().any(|finding| finding.message.contains(words))
}

fn seen(batch: &Batch, kind: Kind) -> &str {
    &batch.seen.iter().find(|seen| seen.kind == kind).unwrap().detail
}

#[test]
fn twelve_products_of_3940_pvu_on_eight_servers() {
    for batch in [zip(), unpacked()] {
        let Some(batch) = batch else { return };
        let facts = &batch.facts;
        let total: u64 = facts.totals.iter().map(|total| total.quantity).sum();
        let limit: u64 = facts.totals.iter().filter_map(|total| total.limit).sum();
        assert_eq!((total, limit), (3940, 4360));
        let mut products: Vec<&str> = facts.installs.iter().map(|install| &*install.product).collect();
        products.sort_unstable();
        products.dedup();
        assert_eq!((products.len(), facts.hosts.len()), (12, 8));
        assert!(says(&batch, "12 of 12 products agree, 3,940 PVU"));
        assert!(seen(&batch, Kind::SnapshotPvu).contains("12 of 12 products agree, 3,940 PVU"));
        let Seen::During(span) = facts.hosts[0].seen else { panic!("a snapshot speaks for its period") };
        assert_eq!(span.to_string(), "2021-04-04..2021-05-04");
        // Every quantity of Cloud Paks in it peaks after the period: the file is of another export.
        assert!(facts.measures.iter().all(|measure| measure.metric == Metric::Pvu));
        let artificial = facts.hosts.iter().filter(|host| host.kind == HostKind::Artificial);
        assert_eq!(artificial.count(), 4);
    }
}

#[test]
fn its_publisher_changed_two_files_took_one_out_and_added_one() {
    let Some(batch) = zip() else { return };
    assert_eq!(batch.facts.reports[0].integrity, Integrity::FileChanged);
    let not_verified = |words: &str| -> Vec<String> {
        let all = batch.findings.sorted().into_iter().filter(|finding| finding.message.contains(words));
        all.map(|finding| finding.file).collect()
    };
    let changed = ["sample.zip/audit_snapshot_summary.csv", "sample.zip/data_condition.txt"];
    assert_eq!(not_verified("was changed"), changed);
    assert_eq!(not_verified("was added"), ["sample.zip/cloud_paks.csv"]);
    assert!(says(&batch, "audit_trails.csv is listed here"));
    assert!(says(&batch, "4 files are as the tool packed them; the signature over the list fits"));
}
