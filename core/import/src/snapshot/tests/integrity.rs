//! Checksums and signature, with the six verdicts.

use sha2::{Digest as _, Sha256};

use super::*;
use crate::facts::Integrity;

/// A key of 2048 bits made for these tests, as ILMT writes it.
const KEY: &[u8] = include_bytes!("../../../fixtures/snapshot/pub_key.pem");
/// `checksums.txt` of one file, and its signature by that key.
const LIST: &[u8] = include_bytes!("../../../fixtures/snapshot/checksums.txt");
const SIGNATURE: &[u8] = include_bytes!("../../../fixtures/snapshot/signature.rsa");

fn list(entries: &Entries) -> String {
    let digest =
        |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    entries.iter().map(|(name, text)| format!("{}  {name}\n", digest(text))).collect()
}

fn verdict(entries: &Entries, list: Option<&[u8]>, signature: Option<&[u8]>) -> Integrity {
    let mut intake = Intake::new("audit.zip", Limits::default());
    let vouchers = [("checksums.txt", list), ("signature.rsa", signature), ("pub_key.pem", Some(KEY))];
    let vouchers = vouchers.into_iter().filter_map(|(name, bytes)| Some((name, bytes?)));
    for (name, bytes) in entries.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).chain(vouchers) {
        intake.begin(name, None);
        intake.push(bytes);
    }
    intake.finish().facts.reports[0].integrity
}

/// A snapshot of the one file that the fixture's list names: a condition without anything else.
fn signed() -> Entries {
    let condition = "Start Date:\r\n\tApr 1, 2025\r\nEnd Date:\r\n\tApr 3, 2025\r\n";
    [(CONDITION.to_owned(), condition.to_owned())].into()
}

#[test]
fn six_verdicts() {
    let good = signed();
    let verdict = |entries: &Entries| verdict(entries, Some(LIST), Some(SIGNATURE));
    assert_eq!(verdict(&good), Integrity::Verified);
    let mut changed = good.clone();
    change(&mut changed, CONDITION, "Apr 3", "Apr 4");
    assert_eq!(verdict(&changed), Integrity::FileChanged);
    let mut extra = good.clone();
    extra.insert("cloud_paks.csv".to_owned(), "a,b\n".to_owned());
    assert_eq!(verdict(&extra), Integrity::ExtraFile);
    // What is recognised as somebody else's is none of it.
    let mut beside = good.clone();
    beside.insert("ent.csv".to_owned(), "Product name,Metric,Quantity\nIBM MQ,PVU,500\n".to_owned());
    assert_eq!(verdict(&beside), Integrity::Verified);
    let other = super::english(&ROWS);
    let mut missing = other.clone();
    let whole = list(&missing);
    missing.remove(DAILY);
    assert_eq!(
        super::integrity::verdict(&missing, Some(whole.as_bytes()), Some(SIGNATURE)),
        Integrity::SignatureBad
    );
    assert_eq!(super::integrity::verdict(&missing, Some(whole.as_bytes()), None), Integrity::FileMissing);
    assert_eq!(super::integrity::verdict(&other, Some(whole.as_bytes()), None), Integrity::Unsigned);
    assert_eq!(super::integrity::verdict(&good, None, None), Integrity::NoFiles);
    // Not even of the length of a signature.
    assert_eq!(super::integrity::verdict(&good, Some(LIST), Some(b"no")), Integrity::SignatureBad);
}

#[test]
fn checksums_tell_changed_missing_and_added_entries() {
    // SHA-256 of the empty text.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut entries = english(&ROWS);
    entries.insert("audit_comment.txt".to_owned(), String::new());
    let list = format!(
        "{empty}  audit_comment.txt\n{empty}  data_condition.txt\n{empty} *folder/part_numbers.csv\n"
    );
    entries.insert("checksums.txt".to_owned(), list);
    let batch = read(&entries);
    let about = |words: &str| -> Vec<(String, Option<u32>)> {
        let all = batch.findings.sorted().into_iter().filter(|finding| finding.message.contains(words));
        all.map(|finding| (finding.file, finding.row)).collect()
    };
    assert_eq!(about("was changed"), [(CONDITION.to_owned(), None)]);
    assert_eq!(about("part_numbers.csv is listed here"), [("checksums.txt".to_owned(), Some(3))]);
    assert_eq!(about("was added").len(), 3);
    assert_eq!(about("1 files are as the tool packed them").len(), 1);
    assert_eq!(batch.facts.reports[0].integrity.doubt(), Some("file changed"));
}

#[test]
fn checksums_are_compared_once_however_often_they_are_asked_for() {
    let mut batch = Batch { name: "audit.zip".to_owned(), ..Batch::default() };
    let vouchers = &mut batch.snapshots.at("checksum.txt").vouchers;
    vouchers.list = Some(("checksum.txt".to_owned(), b"00  products_daily.csv\n".to_vec()));
    for _ in 0..2 {
        assert_eq!(crate::snapshot::integrity_of("", &mut batch), Integrity::FileMissing);
    }
    assert_eq!(batch.findings.sorted().len(), 2);
}
