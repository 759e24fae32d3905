//! The parts of a workbook and how they belong together.

use std::cell::Cell;
use std::io::{self, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use subcap_core::finding::Code;
use subcap_core::order::Map;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Go;
use super::bounded::Bounded;
use super::formats::Formats;
use super::sheet::{self, Row};
use super::texts::Texts;

/// Why a workbook cannot be read.
#[derive(Debug)]
pub(super) enum Failure {
    /// The zip or its XML are damaged, or it is no workbook.
    Damaged(String),
    /// A password is needed.
    Encrypted,
    /// It holds more than may be read.
    TooLarge(String),
}

impl Failure {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Damaged(_) => Code::Damaged,
            Self::Encrypted => Code::NotUsed,
            Self::TooLarge(_) => Code::TooLarge,
        }
    }

    pub(super) fn advice(&self) -> &'static str {
        match self {
            Self::Damaged(_) => "Export it anew, or open it in a spreadsheet program and save it as .xlsx.",
            Self::Encrypted => super::SAVE_ANEW,
            Self::TooLarge(_) => "Save the sheets that are needed as CSV files, or raise the limit.",
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Damaged(what) => write!(f, "this is no workbook, or it is damaged: {what}"),
            Self::Encrypted => write!(f, "this workbook is encrypted"),
            Self::TooLarge(what) => write!(f, "this workbook holds {what}"),
        }
    }
}

impl From<ZipError> for Failure {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Self::Encrypted,
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<quick_xml::Error> for Failure {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Self::TooLarge(error.to_string())
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// XML out of the package.
pub(super) struct Xml<'p> {
    reader: Reader<Bounded<'p, Box<dyn Read + 'p>>>,
    buffer: Vec<u8>,
}

impl Xml<'_> {
    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Failure> {
        self.buffer.clear();
        self.reader.get_mut().next_event();
        Ok(self.reader.read_event_into(&mut self.buffer)?)
    }

    /// Each element that starts.
    fn elements(
        mut self,
        each: &mut dyn FnMut(&str, &BytesStart<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        loop {
            match self.next()? {
                Event::Start(element) => each(element.local_name().as_ref(), &element)?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// An attribute by its name without prefix; empty if there is none.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, Failure> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Failure::Damaged(error.to_string()))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(Failure::from)?;
            return Ok(value.into_owned());
        }
    }
    Ok(String::new())
}

/// A sheet and the part that holds its cells.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub name: String,
    part: String,
}

/// An open workbook.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts by name in lower case with `/` between its steps; writers differ in both.
    parts: Map<String, usize>,
    left: Cell<u64>,
    sheets: Vec<Sheet>,
    texts: Texts,
    formats: Formats,
}

const WORKBOOK: &str = "xl/workbook.xml";
/// More sheets than any export has.
const MOST_SHEETS: usize = 4096;

impl<'b> Package<'b> {
    /// Opens it and reads what its sheets refer to.
    pub(super) fn open(bytes: &'b [u8], limit: u64) -> Result<Self, Failure> {
        let zip = ZipArchive::new(Cursor::new(bytes))?;
        let names = zip.file_names_raw().enumerate();
        let parts = names.map(|(at, name)| (plain(&String::from_utf8_lossy(name)), at)).collect();
        let (left, sheets) = (Cell::new(limit), Vec::new());
        let mut package =
            Self { zip, parts, left, sheets, texts: Texts::default(), formats: Formats::default() };
        let workbook = package.targets("")?.into_values().find(|(kind, _)| kind == "officeDocument");
        let workbook = workbook.map_or_else(|| WORKBOOK.to_owned(), |(_, part)| part);
        let targets = package.targets(&workbook)?;
        package.list(&workbook, &targets)?;
        let part = |kind: &str| targets.values().find(|(of, _)| of == kind).map(|(_, part)| part.as_str());
        // Both are missing in workbooks that some programs write.
        let known = |part: &&str| package.parts.contains_key(*part);
        let (texts, formats) = (part("sharedStrings").filter(known), part("styles").filter(known));
        if let Some(part) = texts {
            let texts = Texts::read(package.xml(part)?)?;
            package.texts = texts;
        }
        if let Some(part) = formats {
            let formats = Formats::read(package.xml(part)?)?;
            package.formats.dates = formats.dates;
        }
        Ok(package)
    }

    /// Its sheets, in their order.
    pub(super) fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    /// Every row of a sheet that holds something.
    pub(super) fn read(&mut self, of: &Sheet, each: &mut dyn FnMut(&Row) -> Go) -> Result<(), Failure> {
        let at = self.parts.get(&of.part).copied();
        let at = at.ok_or_else(|| Failure::Damaged(format!("{} is missing", of.part)))?;
        let xml = open(&mut self.zip, at, &self.left)?;
        sheet::read(xml, &self.texts, &self.formats, each)
    }

    fn xml(&mut self, part: &str) -> Result<Xml<'_>, Failure> {
        let at = self.parts.get(part).copied();
        let at = at.ok_or_else(|| Failure::Damaged(format!("{part} is missing")))?;
        open(&mut self.zip, at, &self.left)
    }

    /// What a part refers to, by its mark: the last step of the kind, and the part's name.
    fn targets(&mut self, of: &str) -> Result<Map<String, (String, String)>, Failure> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let part = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let mut targets = Map::new();
        if !self.parts.contains_key(&part) {
            return Ok(targets);
        }
        self.xml(&part)?.elements(&mut |name, element| {
            if name == "Relationship" {
                let kind = attribute(element, "Type")?;
                let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
                let part = resolved(folder, &attribute(element, "Target")?);
                targets.insert(attribute(element, "Id")?, (kind, part));
            }
            Ok(())
        })?;
        Ok(targets)
    }

    /// The sheets a workbook names.
    fn list(&mut self, workbook: &str, targets: &Map<String, (String, String)>) -> Result<(), Failure> {
        let (mut sheets, mut from_1904) = (Vec::new(), false);
        self.xml(workbook)?.elements(&mut |name, element| {
            if name == "workbookPr" {
                from_1904 = ["1", "true"].contains(&attribute(element, "date1904")?.as_str());
            }
            if name == "sheet" {
                let name = attribute(element, "name")?;
                let target = targets.get(&attribute(element, "id")?);
                // Sheets of charts and macros hold no cells.
                if let Some((_, part)) = target.filter(|(kind, _)| kind == "worksheet") {
                    if sheets.len() == MOST_SHEETS {
                        return Err(Failure::TooLarge(format!("more than {MOST_SHEETS} sheets")));
                    }
                    sheets.push(Sheet { name, part: part.clone() });
                }
            }
            Ok(())
        })?;
        if sheets.is_empty() {
            return Err(Failure::Damaged("it names no sheets".to_owned()));
        }
        self.sheets = sheets;
        self.formats.from_1904 = from_1904;
        Ok(())
    }
}

fn open<'p>(
    zip: &'p mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    left: &'p Cell<u64>,
) -> Result<Xml<'p>, Failure> {
    let part: Box<dyn Read + 'p> = Box::new(zip.by_index(at)?);
    let mut reader = Reader::from_reader(Bounded::new(part, left));
    reader.config_mut().expand_empty_elements = true;
    Ok(Xml { reader, buffer: Vec::new() })
}

fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// A target as a part's name: `worksheets/sheet1.xml` of `xl` is `xl/worksheets/sheet1.xml`.
fn resolved(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/') || folder.is_empty();
    let whole = if absolute { target.to_owned() } else { format!("{folder}/{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    plain(&steps.join("/"))
}
