//! Workbooks made by hand: every kind of cell, every way to claim too much.

use std::io::{Cursor, Write as _};

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::facts::Seen;
use crate::{Batch, Intake, Kind, Limits, Use};

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of sheets, each with what stands in its `sheetData`.
struct Book {
    sheets: Vec<(String, String)>,
    parts: Vec<(String, String)>,
}

impl Book {
    fn new(sheets: &[(&str, &str)]) -> Self {
        let owned = |(name, data): &(&str, &str)| {
            let all = format!(
                "<worksheet xmlns=\"{SPREADSHEET}\"><dimension ref=\"A1:XFD1048576\"/><sheetData>{data}</sheetData></worksheet>"
            );
            ((*name).to_owned(), all)
        };
        Self { sheets: sheets.iter().map(owned).collect(), parts: Vec::new() }
    }

    /// With another part, or with that in place of it.
    fn with(mut self, name: &str, text: &str) -> Self {
        self.parts.push((name.to_owned(), text.to_owned()));
        self
    }

    fn texts(self, texts: &[&str]) -> Self {
        let items: String = texts.iter().map(|text| format!("<si>{text}</si>")).collect();
        self.with("xl/sharedStrings.xml", &format!("<sst xmlns=\"{SPREADSHEET}\">{items}</sst>"))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut names = String::new();
        let mut relations = String::new();
        let mut parts = vec![(
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        )];
        for (at, (name, data)) in self.sheets.iter().enumerate() {
            names += &format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"s{at}\"/>");
            relations += &format!(
                "<Relationship Id=\"s{at}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/Sheet{at}.xml\"/>"
            );
            parts.push((format!("xl/worksheets/sheet{at}.xml"), data.clone()));
        }
        for kind in ["sharedStrings", "styles"] {
            relations += &format!(
                "<Relationship Id=\"{kind}\" Type=\"{RELATIONS}/{kind}\" Target=\"/xl/{kind}.xml\"/>"
            );
        }
        parts.push(("xl/workbook.xml".to_owned(), format!("<workbook xmlns=\"{SPREADSHEET}\" xmlns:r=\"{RELATIONS}\"><sheets>{names}</sheets></workbook>")));
        parts.push((
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{relations}</Relationships>"),
        ));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let replaced = |name: &str| self.parts.iter().any(|(other, _)| other == name);
        for (name, text) in parts.iter().filter(|(name, _)| !replaced(name)).chain(&self.parts) {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(&self) -> Batch {
        read("book.xlsx", &self.bytes(), Limits::default())
    }
}

fn read(path: &str, bytes: &[u8], limits: Limits) -> Batch {
    let mut intake = Intake::new(path, limits);
    intake.begin(path, None);
    bytes.chunks(5000).for_each(|slice| intake.push(slice));
    crate::reading::together_of(intake.finish())
}

/// A row of texts and numbers.
fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| {
        let address = format!("{}{number}", char::from(b'A' + u8::try_from(at).unwrap()));
        match text.parse::<f64>() {
            Ok(_) => format!("<c r=\"{address}\"><v>{text}</v></c>"),
            Err(_) if text.is_empty() => format!("<c r=\"{address}\" s=\"1\"/>"),
            Err(_) => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

fn rows(rows: &[&[&str]]) -> String {
    rows.iter().zip(1..).map(|(cells, number)| row(number, cells)).collect()
}

fn found(batch: &Batch, code: Code) -> Vec<Finding> {
    batch.findings.sorted().into_iter().filter(|finding| finding.code == code).collect()
}

fn hosts(batch: &Batch) -> Vec<(&str, Option<u32>, u32)> {
    batch.facts.hosts.iter().map(|host| (&*host.name, host.cores, host.origin.row)).collect()
}

#[test]
fn every_kind_of_cell() {
    let header = "<row r=\"3\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>";
    let data = "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>4</v></c><c r=\"D4\" t=\"str\"><f>B9</f><v>Gold &amp; more</v></c><c r=\"B4\" s=\"1\"><f>A1</f><v>3.2E1</v></c></row>\
        <row><c t=\"inlineStr\"><is><r><t>es</t></r><r><t>x2</t></r></is></c><c><f>X1</f></c><c t=\"e\"><v>#REF!</v></c></row>";
    let meta = "<row r=\"1\"><c t=\"s\"><v>5</v></c><c t=\"s\"><v>6</v></c></row><row r=\"2\"><c t=\"inlineStr\"><is><t>4.6</t></is></c><c s=\"2\"><v>45352.5</v></c></row>";
    let texts = [
        "<t>Host</t>",
        "<t># Cores</t>",
        "<t># CPU</t>",
        "<t>Cluster</t>",
        "<r><t>es</t></r><rPh><t>no</t></rPh><r><t>x&#49;</t></r>",
        "<t>RVTools version</t>",
        "<t>xlsx creation datetime</t>",
    ];
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy/MM/dd HH:mm:ss\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"3\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    let book = Book::new(&[("RVTools_tabvHost", &format!("{header}{data}")), ("RVTools_tabvMetaData", meta)]);
    let batch = book.texts(&texts).with("xl/styles.xml", styles).read();
    assert_eq!(hosts(&batch), [("esx1", Some(32), 4), ("esx2", None, 5)]);
    assert_eq!(batch.facts.hosts[0].cluster.as_deref(), Some("Gold & more"));
    assert_eq!(batch.facts.hosts[0].seen, Seen::On(Day::parse(b"2024-03-01").unwrap()));
    assert_eq!(batch.origins.get(batch.facts.hosts[0].origin.file).0, "book.xlsx/RVTools_tabvHost");
    let cells = found(&batch, Code::Calculated);
    let said: Vec<_> =
        cells.iter().map(|f| (f.row.unwrap(), f.column.as_deref().unwrap(), &f.message[..2])).collect();
    assert_eq!(said, [(4, "Cluster", "2 "), (5, "# CPU", "1 "), (5, "# Cores", "1 ")]);
    assert_eq!(batch.seen[0].detail, "sheets RVTools_tabvHost, RVTools_tabvMetaData");
    assert_eq!((batch.seen[0].kind, &batch.seen[0].used), (Kind::Workbook, &Use::Read));
    assert_eq!((batch.seen[1].rows, batch.seen[1].kind), (2, Kind::VmwareHosts));
}

#[test]
fn phantom_rows_are_not_read() {
    let mut data = rows(&[&["Host", "# Cores"], &["a", "16"]]);
    (3..900).for_each(|number| data += &row(number, &["", ""]));
    data += &row(900, &["b", "8"]);
    let phantom = format!("{data}{}", row(1_048_576, &["", ""]));
    let batch = Book::new(&[("vHost", &phantom)]).read();
    assert_eq!(hosts(&batch), [("a", Some(16), 2), ("b", Some(8), 900)]);
    assert!(!batch.findings.incomplete());

    // Where something stands behind the gap, that is said.
    let behind = format!("{data}{}", row(5000, &["c", "4"]));
    let batch = Book::new(&[("vHost", &behind)]).read();
    assert_eq!(batch.facts.hosts.len(), 2);
    assert!(batch.findings.incomplete() && found(&batch, Code::TooLarge)[0].row == Some(5000));
}

#[test]
fn titles_above_the_header_and_sheets_of_other_kinds() {
    let titled = rows(&[&["Report of our hosts"], &["", "made by hand"], &["Host", "# Cores"], &["a", "16"]]);
    let deep: Vec<Vec<String>> = (0..30).map(|at| vec![format!("line {at}"), "x".to_owned()]).collect();
    let deep: String = deep.iter().zip(1..).map(|(cells, at)| row(at, &[&cells[0], &cells[1]])).collect();
    let batch = Book::new(&[("Notes", &deep), ("Blank", ""), ("vDisk", &titled), ("Hosts", &titled)]).read();
    assert_eq!(hosts(&batch), [("a", Some(16), 4)]);
    let not: Vec<_> =
        batch.seen.iter().filter(|seen| matches!(seen.used, Use::Not(_))).map(|seen| &*seen.path).collect();
    assert_eq!(not, ["book.xlsx/Notes", "book.xlsx/Blank"]);
    assert!(matches!(&batch.seen[1].used, Use::Not(why) if why.contains("line 0, x")));
    assert_eq!(batch.seen[0].detail, "sheets Notes, Blank, Hosts; not needed: vDisk");
}

#[test]
fn virtual_processors_are_opened_only_if_machines_lack_them() {
    let cpus = rows(&[&["VM", "CPUs", "Sockets", "Cores p/s"], &["m", "6", "1", "6"]]);
    let with = rows(&[&["VM", "CPUs", "Host"], &["m", "2", "h"]]);
    let without = rows(&[&["VM", "Host"], &["m", "h"]]);
    let batch = Book::new(&[("vCPU", &cpus), ("vInfo", &with)]).read();
    assert_eq!(batch.facts.machines[0].milli_cores, Some(2000));
    assert!(batch.seen[0].detail.ends_with("not needed: vCPU"));
    let batch = Book::new(&[("vCPU", &cpus), ("vInfo", &without)]).read();
    assert_eq!(batch.facts.machines[0].milli_cores, Some(6000));
}

#[test]
fn claims_are_not_believed() {
    let data = rows(&[&["Host", "# Cores"], &["a", "16"]]);
    // More texts than memory can hold are claimed, and none is there.
    let many = format!("<sst uniqueCount=\"{}\" count=\"99\"></sst>", u64::MAX);
    let batch = Book::new(&[("vHost", &data)]).with("xl/sharedStrings.xml", &many).read();
    assert_eq!(hosts(&batch).len(), 1);
    // A column far out, a row of an absurd number, a text that is not there.
    let far = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>";
    let batch = Book::new(&[("vHost", far)]).read();
    assert!(found(&batch, Code::Damaged)[0].message.contains("no text 7"));
    let far = format!(
        "{data}<row r=\"4294967295\"><c r=\"ZZZZZZ9\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row><row><c><v>1</v></c></row>"
    );
    assert_eq!(hosts(&Book::new(&[("vHost", &far)]).read()).len(), 1);
}

#[test]
fn what_is_packed_too_tightly_is_refused() {
    let data = rows(&[&["Host", "# Cores"], &["a", "16"]]);
    let bomb = format!("{data}{}", " ".repeat(30 << 20));
    let bytes = Book::new(&[("vHost", &bomb)]).bytes();
    assert!(bytes.len() < 100_000);
    let batch = read("b.xlsx", &bytes, Limits { workbook: 1 << 20, ..Limits::default() });
    assert!(found(&batch, Code::TooLarge)[0].message.contains("more than may be read"));
    assert_eq!(hosts(&batch).len(), 1, "what was read before stands");
    assert!(batch.findings.incomplete());

    // One event of the XML alone, within what is allowed in all.
    let long =
        format!("{data}<row r=\"3\"><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(30 << 20));
    let batch = Book::new(&[("vHost", &long)]).read();
    assert!(found(&batch, Code::TooLarge)[0].message.contains("longer than any cell"));
    let comment = format!("{data}<!--{}-->", "<a>".repeat(10 << 20));
    assert!(!found(&Book::new(&[("vHost", &comment)]).read(), Code::TooLarge).is_empty());

    let texts = format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(1 << 20));
    let bytes = Book::new(&[("vHost", &data)]).with("xl/sharedStrings.xml", &texts).bytes();
    let batch = read("b.xlsx", &bytes, Limits { workbook: 1 << 20, ..Limits::default() });
    assert!(matches!(&batch.seen[0].used, Use::Not(why) if why.contains("more than may be read")));
}

#[test]
fn entities_are_not_expanded() {
    let lol = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    for entity in ["b", "f"] {
        let sheet = format!(
            "{lol}<worksheet><sheetData>{}<row r=\"3\"><c t=\"inlineStr\"><is><t>&{entity};</t></is></c></row></sheetData></worksheet>",
            rows(&[&["Host", "# Cores"], &["a", "16"]])
        );
        let mut book = Book::new(&[("vHost", "")]);
        book.sheets[0].1 = sheet;
        let batch = book.read();
        assert_eq!(hosts(&batch), [("a", Some(16), 2)]);
        assert!(
            found(&batch, Code::Damaged)[0].message.contains("not expanded"),
            "{:?}",
            batch.findings.sorted()
        );
    }
}

#[test]
fn other_files_are_told_apart() {
    let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let old = read("old.xls", &ole, Limits::default());
    assert!(matches!(&old.seen[0].used, Use::Not(why) if why.contains("before 2007")));
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let encrypted = read("x.xlsx", &ole, Limits::default());
    assert!(matches!(&encrypted.seen[0].used, Use::Not(why) if why.contains("encrypted")));
    assert!(encrypted.findings.sorted()[0].advice.contains("password"));
    let ods = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/vnd.oasis"].concat();
    assert!(matches!(&read("x.ods", &ods, Limits::default()).seen[0].used, Use::Not(_)));
    let empty = Book::new(&[]).read();
    assert!(matches!(&empty.seen[0].used, Use::Not(why) if why.contains("no sheets")));
    assert!(empty.findings.incomplete());
}

#[test]
fn truncated_and_changed_workbooks_never_panic() {
    let data = rows(&[&["Host", "# Cores", "Cluster"], &["a", "16", "C"], &["b", "8", "C"]]);
    let bytes = Book::new(&[("vHost", &data), ("vInfo", &data)]).texts(&["<t>x</t>"]).bytes();
    for end in (0..bytes.len()).step_by(7) {
        let batch = read("t.xlsx", &bytes[..end], Limits::default());
        assert!(batch.facts.hosts.is_empty() && !batch.seen.is_empty());
    }
    // A small generator of its own: the same bytes on every machine.
    let mut state = 7_u32;
    for _ in 0..400 {
        let mut changed = bytes.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (state >> 8) as usize % changed.len();
            changed[at] = state.to_le_bytes()[0];
        }
        read("c.xlsx", &changed, Limits::default());
    }
}
