//! vMetaData and vSource of RVTools: when, by which version and of which vCenter an export was made.

use subcap_core::finding::Code;

use super::Made;
use super::dialect::{is_header, tab, written};
use crate::batch::{Batch, Use};
use crate::facts::Origin;
use crate::recognise::Rows;
use crate::text::{Header, Record};
use crate::when;

struct Meta {
    path: String,
    file: u32,
    header: Vec<String>,
    version: Option<usize>,
    made: Option<usize>,
    server: Option<usize>,
}

pub(super) fn meta(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let of_metadata = header.has(&["rvtools version", "xlsx creation datetime", "rvtools major version"]);
    let of_source = tab(path).starts_with("vsource") && header.has(&["vi sdk server"]);
    if !of_metadata && !of_source {
        return None;
    }
    let version = header.find(&["rvtools version", "rvtools major version"]);
    let made = header.find(&["xlsx creation datetime", "creation datetime", "csv creation datetime"]);
    let server = header.find(&["server", "vi sdk server"]);
    Some(Box::new(Meta {
        path: path.to_owned(),
        file: batch.origins.add(path, &written(header, &[version, made, server])),
        header: (0..header.len()).map(|column| header.name(column).to_owned()).collect(),
        version,
        made,
        server,
    }))
}

impl Rows for Meta {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        if is_header(record, &self.header) {
            return;
        }
        let made = record.at(self.made);
        let day = when::day(made);
        if day.is_none() && !made.is_empty() {
            let at = Origin { file: self.file, row: record.line };
            let advice = "The date in the file's name was taken, if there is one.";
            let column = self.made.and_then(|column| self.header.get(column)).map_or("", String::as_str);
            batch.odd(Code::NotADate, at, Some((column, made)), "this is no date that can be told", advice);
        }
        let server = batch.names.some(record.at(self.server));
        let version = batch.names.some(record.at(self.version));
        batch.vmware.made.push(Made { path: self.path.clone(), server, version, day });
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        if let Some(seen) = batch.seen.last_mut() {
            seen.used = Use::Checked;
        }
    }
}
