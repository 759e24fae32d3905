//! The columns of ILMT's PVU sub-capacity report, by their names in a known language or by their order.

use crate::calendar::Day;

use super::sheet::{Record, Sheet};

/// A column that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Product,
    Bundle,
    Quantity,
    PeakTime,
    Recalculation,
    Server,
    Processor,
    Rate,
    RateChanged,
    LimitCores,
    Cores,
    LimitPvu,
    Pvu,
    PartitionCores,
    LayerId,
    Computer,
    ComputerDeleted,
    Unconfirmed,
    LastSeen,
    Exclusion,
}

/// How a column is found.
pub struct Heading {
    pub column: Column,
    /// Whether the report is none without it.
    pub required: bool,
    /// Its position in the report of ILMT 9.2, which has thirty columns.
    pub position: usize,
    /// Names in English, the newest first.
    pub english: &'static [&'static str],
    /// Name in Polish.
    pub polish: &'static str,
}

const fn heading(
    column: Column,
    required: bool,
    position: usize,
    english: &'static [&'static str],
    polish: &'static str,
) -> Heading {
    Heading { column, required, position, english, polish }
}

pub const WIDTH: usize = 30;

const BUNDLE: &[&str] = &[
    "product bundle",
    "cloud pak or flexpoint bundle",
    "flexpoint or cloud pak bundle",
    "flex point or cloud pak bundle",
    "flexpoint bundle",
    "flexpoint",
];

pub const HEADINGS: &[Heading] = &[
    heading(Column::Product, true, 3, &["product name"], "nazwa produktu"),
    heading(Column::Bundle, false, 4, BUNDLE, "pakunek flexpoint lub cloud pak"),
    heading(Column::Quantity, true, 5, &["metric quantity"], "wartość wielkości mierzonej"),
    heading(
        Column::PeakTime,
        false,
        6,
        &["metric peak value time"],
        "czas wartości szczytowej wielkości mierzonej",
    ),
    heading(Column::Recalculation, false, 7, &["recalculation needed"], "wymagane przeliczanie"),
    heading(Column::Server, true, 8, &["server name"], "nazwa serwera"),
    heading(Column::Processor, false, 10, &["processor brand string"], "łańcuch marki procesora"),
    heading(Column::Rate, true, 11, &["pvu per core"], "pvu na rdzeń"),
    heading(Column::RateChanged, false, 12, &["changed pvu per core"], "zmieniono wartość pvu na rdzeń"),
    heading(
        Column::LimitCores,
        true,
        13,
        &["physical server cpu core subcapacity limit"],
        "rdzenie procesora serwera fizycznego - limit ograniczonej mocy obliczeniowej",
    ),
    heading(
        Column::Cores,
        true,
        14,
        &["physical server cpu core subcapacity"],
        "rdzenie procesora serwera fizycznego - ograniczona moc obliczeniowa",
    ),
    heading(
        Column::LimitPvu,
        true,
        15,
        &["physical server pvu subcapacity limit"],
        "pvu serwera fizycznego - limit ograniczonej mocy obliczeniowej",
    ),
    heading(
        Column::Pvu,
        true,
        16,
        &["physical server pvu subcapacity"],
        "pvu serwera fizycznego - ograniczona moc obliczeniowa",
    ),
    heading(Column::PartitionCores, true, 18, &["partition cores"], "rdzenie partycji"),
    heading(Column::LayerId, false, 19, &["virtualization layer id"], "id warstwy wirtualizacji"),
    heading(Column::Computer, true, 20, &["computer", "computer name"], "komputer"),
    heading(Column::ComputerDeleted, false, 21, &["computer deleted"], "komputer usunięty"),
    heading(
        Column::Unconfirmed,
        false,
        27,
        &["unconfirmed product instance"],
        "niepotwierdzona instancja produktu",
    ),
    heading(Column::LastSeen, false, 28, &["computer last seen"], "ostatnio widziany komputer"),
    heading(Column::Exclusion, false, 29, &["exclusion comment"], "komentarz do wykluczenia"),
];

/// The language of a report's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    English,
    Polish,
    /// Columns were taken by their order.
    Unknown,
}

/// Where each column stands in a report.
pub struct Layout {
    pub language: Language,
    found: Vec<(Column, usize)>,
}

impl Layout {
    /// The column's field of a record; empty if the report has no such column.
    pub fn get<'r>(&self, record: &'r Record, column: Column) -> &'r str {
        self.position(column).map_or("", |index| record.get(index))
    }

    /// The column's position.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.found.iter().find(|(c, _)| *c == column).map(|(_, index)| *index)
    }
}

/// The layout of a sub-capacity report headed in a known language.
pub fn by_name(sheet: &Sheet) -> Option<Layout> {
    let header: Vec<String> = sheet.header.iter().map(|name| plain(name)).collect();
    let mut layout = Layout { language: Language::English, found: Vec::new() };
    for heading in HEADINGS {
        let english = header.iter().position(|name| heading.english.contains(&name.as_str()));
        let found = english.or_else(|| header.iter().position(|name| name == heading.polish));
        if found.is_some() && english.is_none() {
            layout.language = Language::Polish;
        }
        match found {
            Some(index) => layout.found.push((heading.column, index)),
            None if heading.required => return None,
            None => {}
        }
    }
    Some(layout)
}

/// The layout of what looks like a sub-capacity report: thirty columns with whole numbers, times and names
/// where they belong. Not enough to be believed on its own.
pub fn by_shape(sheet: &Sheet) -> Option<Layout> {
    let found = HEADINGS.iter().map(|heading| (heading.column, heading.position)).collect();
    let layout = Layout { language: Language::Unknown, found };
    let fits = sheet.header.len() == WIDTH
        && !sheet.records.is_empty()
        && sheet.records.iter().zip(1_u64..).all(|(record, number)| {
            let whole = |column| layout.get(record, column).parse::<u64>().is_ok();
            let numbers = [
                Column::Quantity,
                Column::Rate,
                Column::LimitCores,
                Column::Cores,
                Column::LimitPvu,
                Column::Pvu,
            ];
            record.get(0).parse() == Ok(number)
                && numbers.into_iter().all(whole)
                && day_of(layout.get(record, Column::PeakTime)).is_some()
                && !layout.get(record, Column::Product).is_empty()
                && !layout.get(record, Column::Server).is_empty()
        });
    fits.then_some(layout)
}

/// A header as compared: lower case, single blanks.
pub fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The day of a time as ILMT writes it: `2021-05-04`, or with the time of day behind it.
pub fn day_of(time: &str) -> Option<Day> {
    time.as_bytes().get(..10).and_then(Day::parse)
}

/// Whether a cell says yes, in the languages ILMT is known to speak.
pub fn is_yes(cell: &str) -> bool {
    const YES: [&str; 10] = ["yes", "tak", "ja", "oui", "sí", "si", "sì", "sim", "はい", "是"];
    YES.contains(&plain(cell).as_str())
}

/// Whether a bundle cell names a bundle. The word for none is translated, but in every language it is one
/// word; names of bundles are several.
pub fn is_bundle(cell: &str) -> bool {
    cell.contains(' ')
}
