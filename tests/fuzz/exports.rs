//! Any bytes as exports: read, joined, written as tables, read back and estimated.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use sha2::{Digest as _, Sha256};
use subcap_core::calendar::Day;
use subcap_core::read::Reader;
use subcap_import::{Batch, Choices, Imported, Intake, Kind, Limits, join};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::shared::{LONGEST, estimated};

/// Small, so that each is reached.
const LIMITS: Limits = Limits { whole_file: 1 << 20, workbook: 1 << 20, blank_rows: 20, rows: 200 };

/// Files of any kind, each recognised by its content. A line `=name` begins a file and a line `==name` another
/// export; what stands before them is the file `first`. The first three bytes say how all is given: see [`Given`].
pub fn files(first: &str, data: &[u8]) {
    let Some((given, data)) = Given::by(data) else { return };
    let mut sets = vec![Set { name: first.to_owned(), files: Vec::new() }];
    for (name, bytes) in split(first, data) {
        if let Some(set) = name.strip_prefix('=') {
            sets.push(Set { name: set.to_owned(), files: Vec::new() });
        } else if let Some(set) = sets.last_mut() {
            set.files.push((name, bytes));
        }
    }
    sets.retain(|set| !set.files.is_empty());
    given.tried(sets);
}

/// Entries of audit snapshots, as [`files`], each with the list of checksums that fits.
pub fn snapshots(data: &[u8]) {
    let Some(bits) = data.get(1) else { return };
    let mut data = data.to_vec();
    data[1] = bits | Given::LISTED;
    files("pvu_sub_capacity.csv", &data);
}

/// A workbook. A line `=name` begins a part of it, and without a dot in the name a sheet of that name; or else the
/// bytes of the file itself.
pub fn workbook(data: &[u8]) {
    let Some((given, data)) = Given::by(data) else { return };
    let bytes = if given.bits & Given::PACKED == 0 {
        packed(&split("[Content_Types].xml", data))
    } else {
        data.to_vec()
    };
    given.tried(vec![Set {
        name: "RVTools_export_all_2024-03-01.xlsx".to_owned(),
        files: vec![(String::new(), bytes)],
    }]);
}

/// What belongs together.
struct Set {
    name: String,
    files: Vec<(String, Vec<u8>)>,
}

/// How exports are handed over: the width of the slices, some choices as bits, and the kind that the user says they are
/// (most bytes stand for none).
struct Given {
    slice: usize,
    bits: u8,
    said: Option<Kind>,
}

impl Given {
    const WITHOUT_OFF: u8 = 1;
    const SINCE: u8 = 2;
    const LISTED: u8 = 4;
    const ALONE: u8 = 8;
    const PACKED: u8 = 16;

    fn by(data: &[u8]) -> Option<(Self, &[u8])> {
        let ([slice, bits, said], data) = data.split_first_chunk::<3>()?;
        let said = Kind::codes().nth(usize::from(*said)).and_then(Kind::of_code);
        let given = Self { slice: usize::from(*slice).max(1), bits: *bits, said };
        (data.len() <= LONGEST).then_some((given, data))
    }

    /// Read whole and in slices it is the same, and all that comes of it can be estimated.
    fn tried(&self, mut sets: Vec<Set>) {
        if self.bits & Self::ALONE != 0 {
            let alone =
                |set: Set| set.files.into_iter().map(|file| Set { name: file.0.clone(), files: vec![file] });
            sets = sets.into_iter().flat_map(alone).collect();
        }
        if self.bits & Self::LISTED != 0 {
            sets.iter_mut()
                .for_each(|set| set.files.push(("checksums.txt".to_owned(), checksums(&set.files))));
        }
        let whole = self.imported(&sets, usize::MAX);
        assert_eq!(told(&whole), told(&self.imported(&sets, self.slice)), "in slices of {}", self.slice);
        let mut reader = Reader::default();
        for (name, text) in &whole.tables {
            // What is written can be read.
            reader
                .begin(name)
                .and_then(|()| reader.push(text.as_bytes()))
                .and_then(|()| reader.end())
                .expect(name);
        }
        estimated(reader);
    }

    fn imported(&self, sets: &[Set], slice: usize) -> Imported {
        let choices = Choices {
            without_powered_off: self.bits & Self::WITHOUT_OFF != 0,
            since: Day::parse(b"2024-01-01").filter(|_| self.bits & Self::SINCE != 0),
            name: None,
        };
        join(sets.iter().map(|set| self.batch(set, slice)).collect(), &choices)
    }

    fn batch(&self, set: &Set, slice: usize) -> Batch {
        let mut intake = Intake::new(&set.name, LIMITS);
        for (name, bytes) in &set.files {
            let alone = name.is_empty() || *name == set.name;
            let path = if alone { set.name.clone() } else { format!("{}/{name}", set.name) };
            intake.begin(&path, self.said);
            bytes.chunks(slice).for_each(|part| intake.push(part));
        }
        intake.finish()
    }
}

/// Everything that came of it.
fn told(imported: &Imported) -> String {
    let mut text = String::new();
    for (name, table) in &imported.tables {
        let _ = writeln!(text, "{name}\n{table}");
    }
    for seen in imported.files() {
        let _ = writeln!(text, "{seen:?}");
    }
    for quarter in imported.quarters() {
        let _ = writeln!(text, "{quarter:?}");
    }
    for finding in imported.findings.sorted() {
        let _ = writeln!(text, "{finding:?}");
    }
    text
}

/// Splits at lines `=name`.
fn split(first: &str, data: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(first.to_owned(), Vec::new())];
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"=") {
            files.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
        } else if let Some((_, bytes)) = files.last_mut() {
            bytes.extend_from_slice(line);
        }
    }
    files.retain(|(name, bytes)| name.starts_with('=') || !bytes.is_empty());
    files
}

fn checksums(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut list = String::new();
    for (name, bytes) in files {
        for byte in Sha256::digest(bytes) {
            let _ = write!(list, "{byte:02x}");
        }
        let _ = writeln!(list, " *{name}");
    }
    list.into_bytes()
}

/// The parts as a zip, with what binds the sheets together.
fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut names, mut relations) = (String::new(), String::new());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Stored: what is packed is no matter of ours, and packing takes most of the time.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, bytes: &[u8]| {
        // A name given twice is refused, and so is one that is too long; the others are enough.
        if zip.start_file(name, options).is_ok() {
            zip.write_all(bytes).expect("memory takes it");
        }
    };
    for (number, (name, bytes)) in parts.iter().enumerate() {
        if name.contains('.') {
            add(name, bytes);
            continue;
        }
        let escaped = name.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let _ = write!(names, "<sheet name=\"{escaped}\" r:id=\"s{number}\"/>");
        let _ = write!(
            relations,
            "<Relationship Id=\"s{number}\" Type=\"{KIND}/worksheet\" Target=\"s{number}.xml\"/>"
        );
        add(&format!("xl/s{number}.xml"), bytes);
    }
    for kind in ["sharedStrings", "styles"] {
        let _ =
            write!(relations, "<Relationship Id=\"{kind}\" Type=\"{KIND}/{kind}\" Target=\"{kind}.xml\"/>");
    }
    add("xl/workbook.xml", format!("<workbook><sheets>{names}</sheets></workbook>").as_bytes());
    add("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
    zip.finish().expect("memory takes it").into_inner()
}
