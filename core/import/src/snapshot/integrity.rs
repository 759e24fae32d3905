//! Whether the files are those that the tool packed: its list of SHA-256 digests against their bytes, and its
//! signature over that list.
//!
//! The key travels in the same zip: a signature that fits shows that the package is consistent, not who made it.

use std::fmt::Write as _;

use rsa::RsaPublicKey;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::pkcs8::DecodePublicKey as _;
use sha2::{Digest as _, Sha256};
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};
use subcap_core::read::last_part;

use crate::batch::Batch;
use crate::facts::Integrity;
use crate::kind::Kind;

use super::place::plain_name;

/// Never listed.
const UNLISTED: [&str; 5] = ["checksums.txt", "checksum.txt", "signature.rsa", "pub_key.pem", "readme.txt"];

const ADVICE: &str = "Take the snapshot from where the tool wrote it; an auditor who compares it will not accept a changed one.";

const ADVICE_OF_EXTRA: &str = "If it is yours, move it out of the snapshot's folder; else take the snapshot from where the tool wrote it.";

/// What stands before a SHA-256 digest in a signature of PKCS#1 v1.5 (RFC 8017, section 9.2, note 1).
const SHA_256: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0, 0x04,
    0x20,
];

/// The files that vouch for the others.
#[derive(Debug, Default)]
pub(super) struct Vouchers {
    /// Path and text of the list.
    pub list: Option<(String, Vec<u8>)>,
    pub signature: Option<(String, Vec<u8>)>,
    pub key: Option<Vec<u8>>,
}

/// Compares the files of a folder with its list, and says what differs: once, however often it is asked.
pub(super) fn check(folder: &str, batch: &mut Batch) -> Integrity {
    if let Some(verdict) = batch.snapshots.in_folder(folder).verdict {
        return verdict;
    }
    let verdict = compare(folder, batch);
    batch.snapshots.in_folder(folder).verdict = Some(verdict);
    verdict
}

fn compare(folder: &str, batch: &mut Batch) -> Integrity {
    let of_folder = batch.snapshots.in_folder(folder);
    let Vouchers { list, signature, key } = std::mem::take(&mut of_folder.vouchers);
    let Some((list, text)) = list else {
        let message = "there is no checksums.txt: whether files were changed cannot be told";
        let place = if folder.is_empty() { batch.name.clone() } else { folder.to_owned() };
        batch.note(Code::NotVerified, Severity::Warning, &place, message, ADVICE);
        return Integrity::NoFiles;
    };
    let signed = signature.as_ref().zip(key).map(|((_, bytes), key)| signature_fits(&text, bytes, &key));
    // A price list or a note that lies in the folder speaks against nothing; in the archive nobody else's file lies.
    let packed = batch.name.to_lowercase().ends_with(".zip");
    let of_others = batch.seen.iter().filter(|seen| match seen.kind {
        Kind::Unknown => !packed,
        kind => !kind.of_snapshot(),
    });
    let of_others: Set<String> = of_others.map(|seen| seen.path.clone()).collect();
    let (mut changed, mut extra, mut same) = (0, 0, 0);
    let mut due = listed(&text);
    let digests: Vec<(String, [u8; 32])> =
        batch.digests.iter().filter(|(path, _)| batch.snapshots.place(path) == folder).cloned().collect();
    for (path, digest) in digests {
        let name = plain_name(&path);
        match due.remove(&name) {
            Some((listed, _)) if listed.eq_ignore_ascii_case(&hex(&digest)) => same += 1,
            Some(_) => {
                changed += 1;
                let message =
                    "the file was changed after the tool packed it: its SHA-256 is not the one listed";
                batch.note(Code::NotVerified, Severity::Warning, &path, message, ADVICE);
            }
            None if UNLISTED.contains(&name.as_str()) || of_others.contains(&path) => {}
            None => {
                extra += 1;
                let message =
                    "the file was added after the tool packed the snapshot: its SHA-256 is not listed";
                batch.note(Code::NotVerified, Severity::Warning, &path, message, ADVICE_OF_EXTRA);
            }
        }
    }
    let missing = due.len();
    for (name, (_, row)) in due {
        let message = format!("{name} is listed here and is not in the snapshot");
        batch
            .findings
            .push(Finding::new(Code::NotVerified, Severity::Warning, &list, message, ADVICE).at(row));
    }
    let word = match signed {
        Some(true) => "the signature over the list fits the key beside it",
        Some(false) => "the signature does not fit list and key",
        None => "there is no signature with its key",
    };
    let message = format!("{same} files are as the tool packed them; {word}");
    let severity = if signed == Some(false) { Severity::Warning } else { Severity::Note };
    batch.note(Code::NotVerified, severity, &list, message, "Nothing to do if it is all of them.");
    match signed {
        Some(false) => Integrity::SignatureBad,
        _ if changed > 0 => Integrity::FileChanged,
        _ if missing > 0 => Integrity::FileMissing,
        _ if extra > 0 => Integrity::ExtraFile,
        Some(true) => Integrity::Verified,
        None => Integrity::Unsigned,
    }
}

/// File names, in lower case, with digest and line.
fn listed(text: &[u8]) -> Map<String, (String, u32)> {
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().zip(1..).filter_map(|(line, row)| {
        let (digest, name) = line.split_once(' ')?;
        // sha256sum writes a star before the name of a file read as binary.
        let name = last_part(name.trim_start_matches([' ', '*']).trim_end()).to_lowercase();
        Some((name, (digest.to_owned(), row)))
    });
    lines.collect()
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// RSA, PKCS#1 v1.5, SHA-256.
fn signature_fits(signed: &[u8], signature: &[u8], key: &[u8]) -> bool {
    let key =
        std::str::from_utf8(key).ok().and_then(|pem| RsaPublicKey::from_public_key_pem(pem.trim()).ok());
    let digest = [&SHA_256[..], &Sha256::digest(signed)].concat();
    key.is_some_and(|key| key.verify(Pkcs1v15Sign::new_unprefixed(), &digest, signature).is_ok())
}
