//! Whether the entries are those that ILMT packed: its list of SHA-256 digests against their bytes.
//!
//! The signature over that list is not checked. Its key travels in the same zip, so it would show that
//! the package is consistent, not who made it.

use std::collections::BTreeMap;

use crate::finding::{Findings, Severity};

use super::entries::{Snapshot, is_checksums, last};
use super::note;

/// ILMT never lists these.
const UNLISTED: [&str; 4] = ["checksums.txt", "signature.rsa", "pub_key.pem", "readme.txt"];

const ADVICE: &str =
    "Take the snapshot from where ILMT wrote it; an auditor who compares it will not accept a changed one.";

pub fn check(snapshot: &Snapshot, findings: &mut Findings) {
    let Some((list, text)) = snapshot.kept().find(|(name, _)| is_checksums(name)) else {
        let message = "there is no checksums.txt: whether the entries were changed cannot be told";
        findings.push(note(Severity::Warning, snapshot.archive(), message, ADVICE));
        return;
    };
    let text = String::from_utf8_lossy(text);
    let mut due: BTreeMap<String, (&str, u32)> = BTreeMap::new();
    for (line, row) in text.lines().zip(1..) {
        if let Some((digest, name)) = line.split_once(' ') {
            // sha256sum writes a star before the name of a file read as binary.
            due.insert(last(name.trim_start_matches([' ', '*']).trim_end()), (digest, row));
        }
    }
    let mut same = 0;
    for (name, digest) in snapshot.digests() {
        match due.remove(&last(name)) {
            Some((listed, _)) if listed.eq_ignore_ascii_case(&digest) => same += 1,
            Some(_) => {
                let message =
                    "the entry was changed after ILMT packed it: its SHA-256 is not the one in checksums.txt";
                findings.push(note(Severity::Warning, name, message, ADVICE));
            }
            None if UNLISTED.contains(&last(name).as_str()) => {}
            None => {
                let message =
                    "the entry was added after ILMT packed the snapshot: checksums.txt does not list it";
                findings.push(note(Severity::Warning, name, message, ADVICE));
            }
        }
    }
    for (name, (_, row)) in due {
        let message = format!("{name} is listed here and not in the snapshot");
        findings.push(note(Severity::Warning, list, message, ADVICE).at(row));
    }
    let message =
        format!("{same} entries are as ILMT packed them; the signature over this list was not checked");
    findings.push(note(Severity::Note, list, message, "Check signature.rsa with openssl if it matters."));
}
