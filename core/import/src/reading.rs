//! Helpers of tests: texts in, a batch out.

use std::path::Path;

use crate::{Batch, Intake, Limits};

/// Reads files as one intake, in slices that cut rows and characters, and puts them together.
pub(crate) fn batch(files: &[(&str, &str)]) -> Batch {
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
    of_bytes(&files)
}

/// The same of bytes.
pub(crate) fn of_bytes(files: &[(&str, Vec<u8>)]) -> Batch {
    together_of(intake(files))
}

/// What was read in one intake, put together.
pub(crate) fn together_of(batch: Batch) -> Batch {
    let mut batch = [batch];
    crate::together(&mut batch);
    let [batch] = batch;
    batch
}

/// Reads every file as an intake by itself, and puts them together.
pub(crate) fn each_alone(files: &[(&str, &str)]) -> Vec<Batch> {
    let alone = |(path, text): &(&str, &str)| {
        let mut intake = Intake::new(path, Limits::default());
        intake.begin(path, None);
        intake.push(text.as_bytes());
        intake.finish()
    };
    let mut batches: Vec<Batch> = files.iter().map(alone).collect();
    crate::together(&mut batches);
    batches
}

fn intake(files: &[(&str, Vec<u8>)]) -> Batch {
    let mut intake = Intake::new("export", Limits::default());
    for (path, bytes) in files {
        intake.begin(path, None);
        for slice in bytes.chunks(997) {
            intake.push(slice);
        }
    }
    intake.finish()
}

/// Real exports beside the project, if they are there.
#[allow(clippy::disallowed_methods, reason = "tests find the samples as the other tests do")]
pub(crate) fn samples(folder: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let shared = std::env::var("SUBCAP_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(shared.join("samples").join(folder))
        .ok()?
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    Some(files)
}

/// Codes of findings with their rows, in order.
pub(crate) fn codes(batch: &Batch) -> Vec<String> {
    let code = |code| serde_code(&code);
    batch
        .findings
        .sorted()
        .iter()
        .map(|finding| {
            format!("{} {}", code(finding.code), finding.row.map_or(String::new(), |row| row.to_string()))
        })
        .map(|text| text.trim().to_owned())
        .collect()
}

fn serde_code(code: &subcap_core::finding::Code) -> String {
    format!("{code:?}")
}
