//! The exports an estate is made of, as they were recognised, for people.

use subcap_import::{Imported, Use};

use super::view::count;

/// Each export with its files.
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

/// The ledger of quarters.
pub fn ledger(imported: &Imported) -> String {
    let quarters = imported.quarters();
    let several =
        quarters.iter().any(|quarter| Some(quarter.server) != quarters.first().map(|first| first.server));
    let mut out = String::new();
    let mut server = None;
    for quarter in &quarters {
        if several && server != Some(quarter.server) {
            out.push_str(&format!("{}\n", quarter.server.unwrap_or("a tool server without a name")));
            server = Some(quarter.server);
        }
        let indent = if several { "  " } else { "" };
        out.push_str(&format!("{indent}{} {}\n", quarter.quarter, quarter.said));
    }
    if out.is_empty() { out } else { format!("\nReports on file, quarter by quarter\n{out}") }
}
