//! Files that belong together, slice by slice: the entries of a zip, the files of a folder, a file by itself.

use sha2::{Digest as _, Sha256};
use subcap_core::finding::{Code, Severity};

use crate::batch::{Batch, Seen, Use};
use crate::kind::Kind;
use crate::limits::Limits;
use crate::recognise::{self, LOOKED_AT, Rows, Whole};
use crate::text::{Header, Record, Records, TITLES};

/// Reads what belongs together into one [`Batch`].
///
/// ```
/// use subcap_import::{Intake, Kind, Limits};
/// let mut intake = Intake::new("use.csv", Limits::default());
/// intake.begin("use.csv", None);
/// intake.push(b"date,name,id,metricName,metricQuantity,clusterId\n");
/// intake.push(b"2025-01-01,IBM MQ,0a,VIRTUAL_PROCESSOR_CORE,4,c1\n");
/// let batch = intake.finish();
/// assert_eq!(batch.seen[0].kind, Kind::ProductsDaily);
/// assert_eq!(batch.facts.measures[0].quantity, 4);
/// ```
pub struct Intake {
    batch: Batch,
    open: Option<Open>,
}

struct Open {
    path: String,
    /// Of all its bytes, if it is one of several files.
    hash: Option<Sha256>,
    said: Option<Kind>,
    body: Body,
}

enum Body {
    /// Not yet enough to tell.
    Start(Vec<u8>),
    Table {
        records: Box<Records>,
        rows: TableRows,
    },
    Whole {
        whole: &'static Whole,
        bytes: Vec<u8>,
    },
    /// Passed over.
    Not(String),
}

/// The rows of a table. Its header is the first record, or one of the first: titles may stand above it.
enum TableRows {
    Header { first: Option<Header>, passed: u32 },
    Rows { kind: Kind, rows: Box<dyn Rows>, read: u64 },
    Unknown(Header),
}

impl Intake {
    /// An intake of that name: the zip's, the folder's or the file's.
    pub fn new(name: &str, limits: Limits) -> Self {
        Self { batch: Batch { name: name.to_owned(), limits, ..Batch::default() }, open: None }
    }

    /// An intake of the summaries of an export, to say at once what it is, before the whole of it is read.
    pub fn of_summaries(name: &str, limits: Limits) -> Self {
        let batch = Batch { name: name.to_owned(), limits, summary_only: true, ..Batch::default() };
        Self { batch, open: None }
    }

    /// Opens the next file. `said` is what it is, if the user says so.
    pub fn begin(&mut self, path: &str, said: Option<Kind>) {
        self.end();
        // A file by itself has no list of checksums beside it.
        let hash = (path != self.batch.name).then(Sha256::new);
        self.open = Some(Open { path: path.to_owned(), hash, said, body: Body::Start(Vec::new()) });
    }

    /// The next bytes of the open file.
    pub fn push(&mut self, bytes: &[u8]) {
        let Some(open) = &mut self.open else { return };
        if let Some(hash) = &mut open.hash {
            hash.update(bytes);
        }
        if let Body::Start(start) = &mut open.body {
            start.extend_from_slice(bytes);
            if start.len() >= LOOKED_AT {
                open.tell(&mut self.batch);
            }
        } else {
            open.take(bytes, &mut self.batch);
        }
    }

    /// Closes the open file.
    pub fn end(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        if matches!(open.body, Body::Start(_)) {
            open.tell(&mut self.batch);
        }
        if let Some(hash) = open.hash.take() {
            self.batch.digests.push((open.path.clone(), hash.finalize().into()));
        }
        open.end(&mut self.batch);
    }

    /// What was read.
    pub fn finish(mut self) -> Batch {
        self.end();
        self.batch.conclude();
        self.batch
    }
}

impl Open {
    /// Decides what the file is, and takes what there is of it.
    fn tell(&mut self, batch: &mut Batch) {
        let Body::Start(start) = std::mem::replace(&mut self.body, Body::Not(String::new())) else { return };
        let name = subcap_core::read::last_part(&self.path).to_lowercase();
        self.body = if let Some(whole) = recognise::whole(&name, &start, self.said) {
            Body::Whole { whole, bytes: Vec::new() }
        } else if is_text(start.get(..LOOKED_AT).unwrap_or(&start)) {
            Body::Table { records: Box::default(), rows: TableRows::Header { first: None, passed: 0 } }
        } else {
            Body::Not("it is neither text nor anything else that is known".to_owned())
        };
        self.take(&start, batch);
    }

    fn take(&mut self, new: &[u8], batch: &mut Batch) {
        match &mut self.body {
            Body::Table { records, rows } => {
                let (path, said) = (self.path.as_str(), self.said);
                records.push(new, &mut |record| rows.take(record, path, said, batch));
            }
            Body::Whole { bytes, .. } if bytes.len() + new.len() > batch.limits.whole_file => {
                let limit = batch.limits.whole_file;
                self.body =
                    Body::Not(format!("it is larger than the {limit} bytes that are held of one file"));
            }
            Body::Whole { bytes, .. } => bytes.extend_from_slice(new),
            Body::Start(_) | Body::Not(_) => {}
        }
    }

    fn end(self, batch: &mut Batch) {
        let path = self.path;
        match self.body {
            Body::Table { mut records, mut rows } => {
                records.end(&mut |record| rows.take(record, &path, self.said, batch));
                odd(&path, records.oddities, batch);
                rows.end(&path, batch);
            }
            Body::Whole { whole, bytes } => {
                batch.see(&path, whole.kind, Use::Checked);
                (whole.read)(&path, &bytes, batch);
            }
            Body::Not(why) => batch.see(&path, Kind::Unknown, Use::Not(why)),
            Body::Start(_) => {}
        }
    }
}

impl TableRows {
    fn take(&mut self, record: &Record, path: &str, said: Option<Kind>, batch: &mut Batch) {
        match self {
            Self::Header { first, passed } => {
                let header = Header::new(record.iter());
                *passed += 1;
                // Below titles a header has several columns, or any word would be one.
                let may_be = *passed == 1 || header.len() > 1;
                let known = may_be.then(|| recognise::layout(&header, path, said, batch)).flatten();
                let first = first.get_or_insert(header);
                match known {
                    Some((kind, rows)) => *self = Self::Rows { kind, rows, read: 0 },
                    None if *passed > TITLES => *self = Self::Unknown(std::mem::take(first)),
                    None => {}
                }
            }
            Self::Rows { rows, read, .. } => {
                *read += 1;
                rows.row(record, batch);
            }
            Self::Unknown(_) => {}
        }
    }

    fn end(self, path: &str, batch: &mut Batch) {
        match self {
            Self::Header { first: None, .. } => {
                batch.see(path, Kind::Unknown, Use::Not("it is empty".to_owned()));
            }
            Self::Rows { kind, rows, read } => {
                batch.see(path, kind, Use::Read);
                if let Some(seen) = batch.seen.last_mut() {
                    seen.rows = read;
                }
                rows.end(batch);
            }
            Self::Header { first: Some(header), .. } | Self::Unknown(header) => {
                let columns: Vec<&str> = (0..header.len().min(6)).map(|column| header.name(column)).collect();
                let why = format!("its columns are those of no known export: {} …", columns.join(", "));
                batch.see(path, Kind::Unknown, Use::Not(why));
            }
        }
    }
}

impl Batch {
    /// A file was recognised as that.
    pub(crate) fn see(&mut self, path: &str, kind: Kind, used: Use) {
        self.seen.push(Seen { path: path.to_owned(), kind, detail: String::new(), rows: 0, used });
    }

    /// All files are read: what belongs together is put together. What may come in files by themselves is put
    /// together when all of them are there (see [`join`](crate::join())).
    fn conclude(&mut self) {
        // Before totals are compared.
        crate::license_service::once(self);
        crate::snapshot::conclude(self);
    }
}

/// Text has no zero bytes, but for UTF-16, where every second one is, and next to no other control characters.
fn is_text(start: &[u8]) -> bool {
    let control = |byte: &&u8| byte.is_ascii_control() && !b"\t\r\n\0\x0B\x0C\x1A\x1B".contains(*byte);
    if start.starts_with(b"%PDF-") || start.iter().filter(control).count() * 50 > start.len() {
        return false;
    }
    let marked = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    marked || zeros == 0 || (start.len() > 8 && zeros * 3 > start.len() && zeros * 3 < 2 * start.len())
}

fn odd(path: &str, odd: crate::text::Oddities, batch: &mut Batch) {
    let mut say = |code, severity, row: Option<u32>, message: &str, advice: &str| {
        if let Some(row) = row {
            let finding = subcap_core::finding::Finding::new(code, severity, path, message, advice);
            batch.findings.push(finding.at(row));
        }
    };
    let advice = "Export it as UTF-8 if names look wrong.";
    say(
        Code::NotUtf8,
        Severity::Note,
        odd.not_utf8,
        "this is not UTF-8; it was read as Windows-1252",
        advice,
    );
    let advice = "Export the file anew; the rest of it was not read.";
    say(
        Code::RowTooLong,
        Severity::Error,
        odd.too_long,
        "this row is longer than any row of an export",
        advice,
    );
    let message = "a quote is opened here and never closed, so rows may be missing";
    say(Code::OpenQuote, Severity::Error, odd.open_quote, message, "Export the file anew.");
    if odd.too_long.is_some() || odd.open_quote.is_some() {
        batch.findings.mark_incomplete();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_does_not_depend_on_how_it_comes() {
        // A zero byte behind what is looked at: text all the same.
        let header = b"date,name,id,metricName,metricQuantity,clusterId\n".to_vec();
        let rows = b"2025-01-01,A,a,VIRTUAL_PROCESSOR_CORE,4,c\n".repeat(100);
        let bytes = [header, rows, b"\0\0".to_vec()].concat();
        assert!(bytes.len() > LOOKED_AT);
        for slice in [1, 100, LOOKED_AT, bytes.len()] {
            let mut intake = Intake::new("a.csv", Limits::default());
            intake.begin("a.csv", None);
            bytes.chunks(slice).for_each(|part| intake.push(part));
            assert_eq!(intake.finish().seen[0].kind, Kind::ProductsDaily, "in slices of {slice}");
        }
    }
}
