//! Records of a CSV file that comes in slices: separator sniffed, line numbers kept, blank lines passed over.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::decode::{Decoder, text};

/// A longer record is no row of any export.
const LONGEST_RECORD: usize = 16 << 20;
/// How much of the first lines is looked at to tell the separator.
const SNIFFED: usize = 64 << 10;
/// Titles and notes above a header.
pub(crate) const TITLES: u32 = 20;

/// One record.
#[derive(Debug, Default)]
pub struct Record {
    text: String,
    ends: Vec<usize>,
    /// The line on which it starts; the first line of the file is 1.
    pub line: u32,
}

impl Record {
    /// A record of these cells: rows of workbooks and JSON are read as rows of CSV files are.
    pub fn of<'a>(line: u32, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut record = Self { line, ..Self::default() };
        for cell in cells {
            record.text.push_str(cell);
            record.ends.push(record.text.len());
        }
        record
    }

    /// A cell without blanks around it; empty if the record is shorter.
    pub fn get(&self, column: usize) -> &str {
        let start = column.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(column)).map(|(start, end)| start..*end);
        range.and_then(|range| self.text.get(range)).unwrap_or("").trim()
    }

    /// A cell of a column that may be missing altogether.
    pub fn at(&self, column: Option<usize>) -> &str {
        column.map_or("", |column| self.get(column))
    }

    /// How many cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.get(column))
    }
}

/// What a file of records turned out to be besides them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Oddities {
    /// The first line with bytes that are not UTF-8: read as Windows-1252.
    pub not_utf8: Option<u32>,
    /// The first line of a record too long to be one; the rest of the file was not read.
    pub too_long: Option<u32>,
    /// A quote is open at the end of the file, in the record that starts there.
    pub open_quote: Option<u32>,
}

/// Cuts bytes into records.
pub struct Records {
    decoder: Decoder,
    /// Before the separator is known.
    start: Option<Vec<u8>>,
    parser: csv_core::Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    ended: usize,
    /// Between two records.
    between: bool,
    /// The line on which the record at hand starts, and the one that is being read.
    line: u32,
    next_line: u32,
    /// Quotes in the record at hand.
    quotes: usize,
    record: Record,
    /// What was odd so far.
    pub oddities: Oddities,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            decoder: Decoder::default(),
            start: Some(Vec::new()),
            parser: csv_core::Reader::new(),
            bytes: vec![0; 4096],
            ends: vec![0; 128],
            filled: 0,
            ended: 0,
            between: true,
            line: 1,
            next_line: 1,
            quotes: 0,
            record: Record::default(),
            oddities: Oddities::default(),
        }
    }
}

impl Records {
    /// The next bytes; `each` is told every record they complete.
    pub fn push(&mut self, bytes: &[u8], each: &mut impl FnMut(&Record)) {
        let decoded = self.decoder.push(bytes).into_owned();
        let Some(start) = &mut self.start else { return self.parse(&decoded, each) };
        start.extend_from_slice(&decoded);
        if start.len() >= SNIFFED || (!start.starts_with(b"#TYPE") && is_enough(start)) {
            self.begin(each);
        }
    }

    /// There are no more bytes.
    pub fn end(&mut self, each: &mut impl FnMut(&Record)) {
        let rest = self.decoder.end();
        match &mut self.start {
            Some(start) => {
                start.extend(rest);
                self.begin(each);
            }
            None => self.parse(&rest, each),
        }
        if self.filled > 0 && self.oddities.too_long.is_none() {
            // A quote still open at the end swallows whatever came after it.
            let several = self.bytes.get(..self.filled).is_some_and(|rest| rest.contains(&b'\n'));
            self.oddities.open_quote = (several && self.quotes % 2 == 1).then_some(self.line);
        }
        // An empty slice tells the parser that the file ends.
        self.parse_slice(&[], each);
    }

    fn begin(&mut self, each: &mut impl FnMut(&Record)) {
        let Some(mut start) = self.start.take() else { return };
        let mut sniffed = SNIFFED;
        // Windows PowerShell puts the type of its objects above the header.
        if start.starts_with(b"#TYPE") {
            let end = memchr::memchr(b'\n', &start).map_or(start.len(), |at| at + 1);
            start.drain(..end);
            sniffed = sniffed.saturating_sub(end);
            self.next_line = 2;
        }
        // Excel reads and writes the separator in a line of its own.
        let said = first_line(&start).and_then(said_separator);
        if said.is_some() {
            let end = memchr::memchr(b'\n', &start).map_or(start.len(), |at| at + 1);
            start.drain(..end);
            self.next_line = 2;
        }
        let looked_at = start.get(..sniffed).unwrap_or(&start);
        let separator = said.unwrap_or_else(|| separator(looked_at));
        self.parser = ReaderBuilder::new().delimiter(separator).build();
        self.parse(&start, each);
    }

    fn parse(&mut self, bytes: &[u8], each: &mut impl FnMut(&Record)) {
        if !bytes.is_empty() {
            self.parse_slice(bytes, each);
        }
    }

    fn parse_slice(&mut self, mut bytes: &[u8], each: &mut impl FnMut(&Record)) {
        if self.oddities.too_long.is_some() {
            return;
        }
        loop {
            if self.between {
                // Line ends and blank lines before a record are not part of it.
                let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                let (passed, rest) = bytes.split_at(blank);
                self.next_line = self.next_line.saturating_add(line_ends(passed));
                self.line = self.next_line;
                self.between = rest.is_empty();
                bytes = rest;
                if self.between && blank > 0 {
                    return;
                }
            }
            let (out, ends) = (self.bytes.get_mut(self.filled..), self.ends.get_mut(self.ended..));
            let (Some(out), Some(ends)) = (out, ends) else { return };
            let (result, read, written, ended) = self.parser.read_record(bytes, out, ends);
            let (passed, rest) = bytes.split_at_checked(read).unwrap_or((bytes, &[]));
            self.next_line = self.next_line.saturating_add(line_ends(passed));
            self.quotes += memchr::memchr_iter(b'"', passed).count();
            bytes = rest;
            self.filled += written;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty if bytes.is_empty() => return,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.bytes.len() >= LONGEST_RECORD => {
                    self.oddities.too_long = Some(self.line);
                    return;
                }
                ReadRecordResult::OutputFull => self.bytes.resize(2 * self.bytes.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record => self.record(each),
                ReadRecordResult::End => return,
            }
        }
    }

    fn record(&mut self, each: &mut impl FnMut(&Record)) {
        let raw = self.bytes.get(..self.filled).unwrap_or(&[]);
        let ends = self.ends.get(..self.ended).unwrap_or(&[]);
        self.record.line = self.line;
        self.record.text.clear();
        self.record.ends.clear();
        if let Ok(text) = std::str::from_utf8(raw) {
            self.record.text.push_str(text);
            self.record.ends.extend_from_slice(ends);
        } else {
            self.oddities.not_utf8.get_or_insert(self.line);
            let mut from = 0;
            for end in ends {
                self.record.text.push_str(&text(raw.get(from..*end).unwrap_or(&[])).0);
                self.record.ends.push(self.record.text.len());
                from = *end;
            }
        }
        (self.filled, self.ended, self.quotes, self.between) = (0, 0, 0, true);
        if self.record.iter().any(|cell| !cell.is_empty()) {
            each(&self.record);
        }
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

/// The first line, if its end is there; quotes may hold line ends.
fn first_line(start: &[u8]) -> Option<&[u8]> {
    let mut quoted = false;
    let end = start.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b'\n' && !quoted
    });
    start.get(..end?)
}

/// The separator that a line `sep=;` says.
fn said_separator(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (word, mark) = line.split_at_checked(4)?;
    let mark = *mark.first().filter(|_| mark.len() == 1).or(mark.is_empty().then_some(&b'\t'))?;
    (word.eq_ignore_ascii_case(b"sep=") && SEPARATORS.contains(&mark)).then_some(mark)
}

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether the separator can be told: a line that has any is there, or more lines than titles have.
fn is_enough(start: &[u8]) -> bool {
    let mut rest = start;
    for _ in 0..TITLES {
        let Some(line) = first_line(rest) else { return false };
        if said_separator(line).is_some() || marks(line).iter().any(|(_, n)| *n > 0) {
            return true;
        }
        rest = rest.get(line.len() + 1..).unwrap_or_default();
    }
    true
}

/// The separator of the first line that has any, titles having none: the one that stands most often outside quotes.
fn separator(start: &[u8]) -> u8 {
    let mut rest = start;
    for _ in 0..TITLES {
        let line = first_line(rest).unwrap_or(rest);
        let marks = marks(line);
        // Of equals the first.
        if let Some((mark, 1..)) = marks.iter().rev().max_by_key(|(_, n)| *n) {
            return *mark;
        }
        rest = rest.get(line.len() + 1..).unwrap_or_default();
    }
    b','
}

/// How often each separator stands in a line outside quotes.
fn marks(line: &[u8]) -> [(u8, u32); 4] {
    let mut quoted = false;
    let mut seen = SEPARATORS.map(|mark| (mark, 0));
    for byte in line {
        match byte {
            b'"' => quoted = !quoted,
            _ if !quoted => seen.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], slice: usize) -> (Vec<(u32, Vec<String>)>, Oddities) {
        let mut records = Records::default();
        let mut seen = Vec::new();
        let mut each = |record: &Record| seen.push((record.line, record.iter().map(str::to_owned).collect()));
        for part in bytes.chunks(slice) {
            records.push(part, &mut each);
        }
        records.end(&mut each);
        (seen, records.oddities)
    }

    #[test]
    fn records_keep_their_lines_in_slices_of_any_size() {
        let bytes = b"a;b\r\n\r\n1;\"x\ny\"\r\n ; \r\n2;z, z\n3;\"un\"\"quoted\"";
        let want = [(1, ["a", "b"]), (3, ["1", "x\ny"]), (6, ["2", "z, z"]), (7, ["3", "un\"quoted"])];
        let want: Vec<(u32, Vec<String>)> =
            want.into_iter().map(|(line, cells)| (line, cells.map(str::to_owned).to_vec())).collect();
        for slice in 1..40 {
            assert_eq!(read(bytes, slice), (want.clone(), Oddities::default()), "in slices of {slice}");
        }
    }

    #[test]
    fn a_header_over_several_lines_has_the_same_separator_however_it_comes() {
        let bytes = b"\"a\nb, c\";d;e\n1;2;3\n";
        let want = [(1, ["a\nb, c", "d", "e"]), (3, ["1", "2", "3"])];
        let want: Vec<(u32, Vec<String>)> =
            want.into_iter().map(|(line, cells)| (line, cells.map(str::to_owned).to_vec())).collect();
        for slice in 1..bytes.len() + 1 {
            assert_eq!(read(bytes, slice).0, want, "in slices of {slice}");
        }
    }

    #[test]
    fn a_line_may_say_the_separator_and_titles_have_none() {
        let rows = |cells: [(u32, [&str; 2]); 2]| -> Vec<(u32, Vec<String>)> {
            cells.map(|(line, cells)| (line, cells.map(str::to_owned).to_vec())).to_vec()
        };
        let said = rows([(2, ["a,b", "c"]), (3, ["1,5", "2"])]);
        for text in [&b"sep=;\r\na,b;c\r\n1,5;2\r\n"[..], b"\xEF\xBB\xBF\"SEP=;\"\na,b;c\n1,5;2\n"] {
            for slice in 1..text.len() + 1 {
                assert_eq!(read(text, slice).0, said, "in slices of {slice}");
            }
        }
        let titled = b"Entitlements of Acme\n\na;b\n1,5;2\n";
        let want = [
            vec!["Entitlements of Acme".to_owned()],
            vec!["a".into(), "b".into()],
            vec!["1,5".into(), "2".into()],
        ];
        for slice in 1..titled.len() + 1 {
            let rows: Vec<Vec<String>> = read(titled, slice).0.into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(rows, want, "in slices of {slice}");
        }
        let alone: String = (0..30).map(|n| format!("D{n:04}LL\n")).collect();
        assert_eq!((read(alone.as_bytes(), 3).0.len(), read(alone.as_bytes(), 1000).0.len()), (30, 30));
    }

    #[test]
    fn dialects() {
        assert_eq!(
            read(b"#TYPE Selected.VMHost\r\n\"Name\"\t\"NumCpu\"\n", 5).0,
            [(2, vec!["Name".to_owned(), "NumCpu".to_owned()])]
        );
        assert_eq!(read(b"", 1).0, []);
        assert_eq!(read(b"one", 1).0, [(1, vec!["one".to_owned()])]);
        let (seen, odd) = read(b"vm\nGr\xF6\xDFe\n", 3);
        assert_eq!((seen[1].1[0].as_str(), odd.not_utf8), ("Größe", Some(2)));
        let (_, odd) = read(b"vm,x\na,b\nc,\"d\ne,f\n", 4);
        assert_eq!(odd.open_quote, Some(3));
        assert_eq!(read(b"vm\n\"c\nd\"", 4).1, Oddities::default());
    }
}
