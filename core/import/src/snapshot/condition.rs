//! `data_condition.txt`: how, when and for what the snapshot was made.

use subcap_core::calendar::{Day, Span};
use subcap_core::read::plausible;

use crate::dates::iso;
use crate::text::Decoder;

/// Labels with the values under them.
#[derive(Debug)]
pub(super) struct Condition {
    pub path: String,
    sections: Vec<Section>,
    english: bool,
}

#[derive(Debug)]
struct Section {
    label: String,
    value: String,
    /// The line of the value.
    row: u32,
    /// Lists of columns stand under it.
    lists: bool,
}

/// What a label is about, with its beginning in English and its place.
///
/// Both from a snapshot of ILMT 9.2.24; in other languages only the order is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Tool,
    Made,
    Installed,
    Start,
    End,
    GroupId,
    GroupName,
    Filters,
    PvuTable,
    Import,
    Recalculation,
    Disconnected,
    Accuracy,
}

const LABELS: [(Label, &str, Place); 13] = [
    (Label::Tool, "audit snapshot generated in", Place::Before(0)),
    (Label::Made, "audit snapshot generated at", Place::Before(2)),
    (Label::Installed, "license metric tool server installed on", Place::Before(3)),
    (Label::Start, "start date", Place::Before(5)),
    (Label::End, "end date", Place::Before(6)),
    (Label::GroupId, "computer group id", Place::Before(8)),
    (Label::GroupName, "computer group name", Place::Before(9)),
    (Label::Filters, "used filters", Place::Before(10)),
    (Label::PvuTable, "pvu table version", Place::Before(11)),
    (Label::Import, "import status", Place::After(1)),
    (Label::Recalculation, "recalculation status", Place::After(3)),
    (Label::Disconnected, "number of disconnected", Place::After(4)),
    (Label::Accuracy, "data accuracy", Place::After(5)),
];

/// Counted from the first label, or from the one with the lists of columns.
#[derive(Clone, Copy)]
enum Place {
    Before(usize),
    After(usize),
}

/// Labels above the lists of columns.
const BEFORE_LISTS: usize = 13;

impl Condition {
    /// A label stands at the start of a line and ends in a colon; its values follow, indented. Lists of
    /// columns are indented once more and not kept.
    pub fn parse(path: &str, bytes: &[u8]) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        // An editor may have saved it anew.
        let mut decoder = Decoder::default();
        let mut decoded = decoder.push(bytes).into_owned();
        decoded.extend(decoder.end());
        for (line, row) in String::from_utf8_lossy(&decoded).lines().zip(1_u32..) {
            match (line.strip_prefix('\t'), sections.last_mut()) {
                (None, _) => {
                    let label = line.trim_end().trim_end_matches(':').to_lowercase();
                    sections.push(Section { label, value: String::new(), row: row + 1, lists: false });
                }
                (Some(value), Some(section)) if !value.starts_with('\t') => {
                    if !section.value.is_empty() {
                        section.value.push_str("; ");
                    }
                    section.value.push_str(value.trim());
                }
                (Some(_), Some(section)) => section.lists = true,
                _ => {}
            }
        }
        let english = sections.iter().any(|section| section.label.starts_with("start date"));
        Self { path: path.to_owned(), sections, english }
    }

    /// Whether the labels are those known.
    pub fn is_english(&self) -> bool {
        self.english
    }

    /// The value of a label, and its line.
    pub fn value(&self, label: Label) -> Option<(&str, u32)> {
        let (_, words, place) = LABELS.iter().find(|(known, ..)| *known == label)?;
        let installed =
            |section: &&Section| label == Label::Installed && section.label.ends_with("server installed on");
        let named = || self.sections.iter().find(|s| s.label.starts_with(words) || installed(s));
        let section = if self.english { named() } else { self.at(*place) }?;
        (!section.value.is_empty()).then_some((&section.value, section.row))
    }

    /// The section at a place, if the file has the shape of the one known.
    fn at(&self, place: Place) -> Option<&Section> {
        let lists = self.sections.iter().position(|section| section.lists)?;
        match place {
            Place::Before(at) if lists == BEFORE_LISTS => self.sections.get(at),
            Place::Before(_) => None,
            Place::After(at) => self.sections.get(lists.checked_add(at)?),
        }
    }

    /// The date of a label.
    pub fn day(&self, label: Label) -> Option<Day> {
        self.value(label).and_then(|(text, _)| medium_date(text))
    }

    /// The period as set when the snapshot was made, and its line.
    pub fn period(&self) -> Option<(Span, u32)> {
        let (from, row) = self.value(Label::Start)?;
        Some((Span::new(medium_date(from)?, self.day(Label::End)?), row))
    }
}

/// First letters of the months in the languages the tool speaks, as far as they are written in Latin letters.
const MONTHS: [&[&str]; 12] = [
    &["jan", "sty", "ene", "gen", "led"],
    &["feb", "lut", "fév", "fev", "úno"],
    &["mar", "mär", "mrz", "maa", "bře"],
    &["apr", "kwi", "avr", "abr", "dub"],
    &["may", "maj", "mai", "mag", "mei", "kvě"],
    &["jun", "cze", "juin", "giu"],
    &["jul", "lip", "juil", "lug", "čvc"],
    &["aug", "sie", "aoû", "ago", "srp"],
    &["sep", "wrz", "set", "zář"],
    &["oct", "okt", "paź", "out", "ott", "říj"],
    &["nov", "lis"],
    &["dec", "dez", "gru", "déc", "dic", "pro"],
];

/// The date at the start of `May 5, 2021 6:28:58 AM`, `5 maj 2021`, `05.05.2021` or `2021-05-05`.
pub(super) fn medium_date(text: &str) -> Option<Day> {
    if let Some(day) = text.get(..10).and_then(iso) {
        return Some(day);
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let year = third.parse().ok()?;
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = match (is_number(first), is_number(second)) {
        (false, true) => (month(first)?, second),
        (true, false) => (month(second)?, first),
        // With points the day stands first; with strokes nobody can tell.
        (true, true) if text.contains('.') && !text.contains('/') => (second.parse().ok()?, first),
        _ => return None,
    };
    Day::from_ymd(year, month, day.parse().ok()?).and_then(plausible)
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let longest =
        |names: &&[&str]| names.iter().filter(|name| word.starts_with(**name)).map(|name| name.len()).max();
    let of = MONTHS.iter().zip(1_u8..).filter_map(|(names, number)| Some((longest(names)?, number)));
    of.max_by_key(|(length, _)| *length).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_the_server_prints_them() {
        let day = |text| medium_date(text).map(|day| day.to_string());
        assert_eq!(day("May 5, 2021 6:28:58 AM").as_deref(), Some("2021-05-05"));
        assert_eq!(day("2021-05-05").as_deref(), Some("2021-05-05"));
        assert_eq!(day("5 maj 2021").as_deref(), Some("2021-05-05"));
        assert_eq!(day("25 kwi 2021 06:28:58").as_deref(), Some("2021-04-25"));
        assert_eq!(day("1 juil. 2021").as_deref(), Some("2021-07-01"));
        assert_eq!(day("03.05.2021").as_deref(), Some("2021-05-03"));
        assert_eq!(day("03/05/2021"), None);
        assert_eq!(day("Feb 30, 2021"), None);
        assert_eq!(day(""), None);
    }

    #[test]
    fn a_label_has_the_indented_lines_under_it() {
        let text = "Start Date:\r\n\tApr 1, 2025\r\nUsed filters:\r\n\tone\r\n\ttwo\r\nCSV Files:\r\n\ta.csv\r\n\t\tcolumn\r\n";
        let condition = Condition::parse("data_condition.txt", text.as_bytes());
        assert_eq!(condition.value(Label::Filters), Some(("one; two", 4)));
        assert_eq!(condition.value(Label::GroupId), None);
        assert_eq!(condition.period(), None);
        let saved: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let saved = Condition::parse("data_condition.txt", &saved);
        assert!(saved.is_english());
        assert_eq!(saved.value(Label::Filters), Some(("one; two", 4)));
    }

    #[test]
    fn labels_of_other_languages_are_told_by_their_order() {
        let values = [
            "IBM License Metric Tool 9.2.24.0-20210420-1604",
            "ich",
            "05.05.2021 06:28:58",
            "07.08.2019",
            "keine",
            "01.04.2021",
            "05.05.2021",
            "GMT",
            "3",
            "Labor",
            "Keine",
            "22.03.2021",
            "1312570",
        ];
        let mut text: String = values.iter().map(|value| format!("Etikett:\r\n\t{value}\r\n")).collect();
        text += "Spalten:\r\n\ta.csv\r\n\t\tSpalte\r\nImport:\r\n\tgut\r\nAggregation:\r\n\tgut\r\n";
        text += "Neuberechnung:\r\n\tnein\r\nAbgetrennt:\r\n\t11 (61%).\r\nGenauigkeit:\r\n\teins: 5%\r\n";
        let condition = Condition::parse("data_condition.txt", text.as_bytes());
        assert!(!condition.is_english());
        assert_eq!(condition.period().unwrap().0.to_string(), "2021-04-01..2021-05-05");
        assert_eq!(condition.value(Label::GroupId).unwrap().0, "3");
        assert_eq!(condition.value(Label::Disconnected).unwrap().0, "11 (61%).");
        // A label more or less, and nothing is guessed.
        let other =
            Condition::parse("data_condition.txt", text.replacen("Etikett:\r\n\tich\r\n", "", 1).as_bytes());
        assert_eq!(other.period(), None);
    }
}
