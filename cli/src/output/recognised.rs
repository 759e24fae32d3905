//! The exports an estate is made of, as they were recognised.

use serde::Serialize;
use subcap_import::{Imported, Seen, Use};

use super::view::count;

/// A file, for programs.
#[derive(Debug, Serialize)]
pub struct File<'a> {
    /// What it belongs to: the archive, the folder, or itself.
    export: &'a str,
    /// Its path within.
    file: &'a str,
    /// What it was recognised as; stable.
    kind: &'static str,
    /// The same in words.
    is: &'static str,
    /// Tool, version, period, totals.
    detail: &'a str,
    /// Rows read.
    rows: u64,
    /// Whether it was used.
    used: bool,
    /// Why not.
    why_not: Option<&'a str>,
}

/// All files.
pub fn files(imported: Option<&Imported>) -> Vec<File<'_>> {
    let all = imported.into_iter().flat_map(|imported| &imported.seen);
    all.flat_map(|(export, seen)| seen.iter().map(move |file| of(export, file))).collect()
}

fn of<'a>(export: &'a str, seen: &'a Seen) -> File<'a> {
    let why_not = match &seen.used {
        Use::Not(why) => Some(why.as_str()),
        Use::Read | Use::Checked => None,
    };
    let (kind, is) = (seen.kind.code(), seen.kind.name());
    File {
        export,
        file: &seen.path,
        kind,
        is,
        detail: &seen.detail,
        rows: seen.rows,
        used: why_not.is_none(),
        why_not,
    }
}

/// The same for people: each export with its files.
pub fn list(imported: &Imported) -> String {
    let mut out = String::new();
    for (export, seen) in &imported.seen {
        let alone = seen.iter().all(|file| file.path == *export);
        if !alone {
            out.push_str(&format!("{export}\n"));
        }
        for file in seen {
            let of_export = file.path.strip_prefix(export.as_str()).and_then(|path| path.strip_prefix('/'));
            let name = of_export.unwrap_or(&file.path);
            let indent = if alone { "" } else { "  " };
            let rows = if file.rows > 0 {
                format!(", {}", count(usize::try_from(file.rows).unwrap_or(usize::MAX), "row"))
            } else {
                String::new()
            };
            let detail = if file.detail.is_empty() { String::new() } else { format!(": {}", file.detail) };
            let what = match &file.used {
                Use::Not(why) if file.kind == subcap_import::Kind::Unknown => {
                    format!("not recognised: {why}")
                }
                Use::Not(why) => format!("{}{detail}; not used: {why}", file.kind.name()),
                Use::Read | Use::Checked => format!("{}{rows}{detail}", file.kind.name()),
            };
            out.push_str(&format!("{indent}{name}: {what}\n"));
        }
    }
    out
}
