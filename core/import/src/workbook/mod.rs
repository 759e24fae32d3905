//! Workbooks (xlsx): every sheet's rows go the way the rows of a CSV file go.
//!
//! *Package → names of the sheets, texts, formats → each sheet that may be needed, cell by cell → rows → mapper.*
//!
//! Own code over `zip` and `quick-xml`, which the spreadsheet crates stand on too: `calamine` 0.38 reserves memory
//! for as many texts as the file claims to hold and panics if that is absurd, holds without bound what it reads,
//! turns every number into a float, and brings the tables of every encoding into the browser.
//!
//! What a workbook claims about itself is believed nowhere. Cells are streamed, nothing is allocated from a declared
//! size or dimension, and what is inflated is bounded in all ([`Limits::workbook`]) and per event of the XML.
//! Formulas count with their last result. A document type's entities are not expanded.
//!
//! [`Limits::workbook`]: crate::Limits

mod bounded;
mod cell;
mod formats;
mod header;
mod package;
mod sheet;
mod texts;

use std::ops::ControlFlow;

use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::Order as _;

use crate::batch::{Batch, Use};
use crate::kind::Kind;
use crate::recognise::Whole;
use crate::vmware;
use header::SheetRows;
use package::{Failure, Package};

pub(crate) const WHOLES: &[Whole] = &[
    Whole { kind: Kind::Workbook, is: is_workbook, read },
    Whole { kind: Kind::Workbook, is: is_other, read: not_read },
];

/// First bytes of a zip, and of the container of older Office files, encrypted ones among them.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The first entry's name tells a workbook from another zip.
fn is_workbook(name: &str, start: &[u8]) -> bool {
    let first = start.get(30..).unwrap_or_default();
    let parts = [&b"[Content_Types].xml"[..], b"_rels/", b"docProps/", b"xl/", b"customXml/"];
    let named = name.ends_with(".xlsx") || name.ends_with(".xlsm");
    start.starts_with(ZIP) && (named || parts.iter().any(|part| first.starts_with(part)))
}

/// Workbooks of other kinds.
fn is_other(name: &str, start: &[u8]) -> bool {
    let open_document =
        start.starts_with(ZIP) && start.get(30..).is_some_and(|rest| rest.starts_with(b"mimetype"));
    let binary = start.starts_with(ZIP) && name.ends_with(".xlsb");
    start.starts_with(OLE) || open_document || binary
}

const SAVE_ANEW: &str = "Open it in a spreadsheet program and save it as .xlsx without a password.";

fn not_read(path: &str, bytes: &[u8], batch: &mut Batch) {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let why = if memchr::memmem::find(bytes, &encrypted).is_some() {
        "this workbook is encrypted"
    } else if bytes.starts_with(OLE) {
        "this is a workbook of before 2007, or another file of Office"
    } else {
        "this is a binary workbook or an OpenDocument"
    };
    refuse(path, Code::NotUsed, why, SAVE_ANEW, batch);
}

/// The whole file was not used.
fn refuse(path: &str, code: Code, why: &str, advice: &str, batch: &mut Batch) {
    batch.note(code, Severity::Error, path, why, advice);
    batch.findings.mark_incomplete();
    if let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == path) {
        seen.used = Use::Not(why.to_owned());
    }
}

fn read(path: &str, bytes: &[u8], batch: &mut Batch) {
    let mut package = match Package::open(bytes, batch.limits.workbook) {
        Ok(package) => package,
        Err(failure) => return refuse(path, failure.code(), &failure.to_string(), failure.advice(), batch),
    };
    let (spare, mut needed): (Vec<_>, Vec<_>) =
        package.sheets().into_iter().partition(|sheet| vmware::is_spare(&sheet.name));
    // Virtual processors last: they are only opened if the machines lack them.
    needed.order_by_key(|sheet| vmware::is_cpus(&sheet.name));
    let mut not_needed: Vec<String> = spare.into_iter().map(|sheet| sheet.name).collect();
    let mut read = Vec::new();
    for sheet in needed {
        let path = format!("{path}/{}", sheet.name);
        if vmware::is_cpus(&sheet.name) && vmware::has_cpus(&path, batch) {
            not_needed.push(sheet.name);
            continue;
        }
        let mut rows = SheetRows::new(&path, batch);
        let end = package.read(&sheet, &mut |row| rows.take(row));
        rows.end();
        if let Err(failure) = end {
            broken_off(&path, &failure, batch);
        }
        read.push(sheet.name);
    }
    let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == path) else { return };
    seen.used = Use::Read;
    seen.detail = format!("sheets {}", read.join(", "));
    if !not_needed.is_empty() {
        seen.detail.push_str(&format!("; not needed: {}", not_needed.join(", ")));
    }
}

/// A sheet that could not be read to its end.
fn broken_off(path: &str, failure: &Failure, batch: &mut Batch) {
    let message = format!("the sheet could not be read to its end: {failure}");
    let finding = Finding::new(failure.code(), Severity::Error, path, message, failure.advice());
    batch.findings.push(finding.left_out());
    batch.findings.mark_incomplete();
}

/// Whether reading of a sheet goes on.
type Go = ControlFlow<()>;

#[cfg(test)]
mod tests;
