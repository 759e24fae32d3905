//! The cells of one sheet, row by row.

use quick_xml::events::{BytesStart, Event};

use super::Go;
use super::cell;
use super::formats::Formats;
use super::package::{Failure, Xml};
use super::texts::{Taker, Texts};

/// Columns a sheet can have.
const WIDEST: usize = 16_384;

/// A row that holds something.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// As the sheet numbers it; the first is 1.
    pub number: u32,
    /// Its cells up to the last that is not empty; those behind are of earlier rows.
    cells: Vec<String>,
    width: usize,
    /// Columns whose content is the result of a formula, and whether there is one.
    pub formulas: Vec<(usize, bool)>,
    /// Columns whose content is an error such as `#REF!`, which is not taken.
    pub errors: Vec<(usize, String)>,
}

impl Row {
    /// Its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().take(self.width).map(String::as_str)
    }

    /// Whether no cell holds anything.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    fn begin(&mut self, number: u32) {
        self.number = number;
        self.width = 0;
        self.formulas.clear();
        self.errors.clear();
    }

    fn put(&mut self, column: usize, text: &str) {
        if text.is_empty() || column >= WIDEST {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize_with(column + 1, String::new);
        }
        for passed in self.cells.get_mut(self.width..column).unwrap_or_default() {
            passed.clear();
        }
        if let Some(cell) = self.cells.get_mut(column) {
            cell.clear();
            cell.push_str(text);
        }
        self.width = self.width.max(column + 1);
    }
}

/// The cell at hand.
#[derive(Default)]
struct At {
    column: usize,
    format: usize,
    content: Content,
    formula: bool,
    /// What `v` holds, and what the texts in `is` hold.
    value: String,
    inline: String,
}

/// What `v` stands for.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Content {
    #[default]
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
}

/// Reads the cells of a sheet; `each` is told every row that has cells.
pub(super) fn read(
    mut xml: Xml<'_>,
    texts: &Texts,
    formats: &Formats,
    each: &mut dyn FnMut(&Row) -> Go,
) -> Result<(), Failure> {
    let (mut row, mut at) = (Row::default(), At::default());
    let (mut in_data, mut value, mut inline) = (false, Taker::default(), Taker::default());
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetData" => in_data = true,
                "row" => {
                    let number = row_number(element)?.unwrap_or(row.number.saturating_add(1));
                    row.begin(number);
                    at.column = 0;
                }
                "c" => at.begin(element)?,
                "f" => at.formula = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    at.end(texts, formats, &mut row)?;
                    at.column += 1;
                }
                "row" if each(&row).is_break() => return Ok(()),
                "sheetData" => return Ok(()),
                _ => {}
            },
            Event::Eof if in_data => {
                return Err(Failure::Damaged("it ends in the middle of a sheet".to_owned()));
            }
            Event::Eof => return Err(Failure::Damaged("this sheet holds no cells".to_owned())),
            _ => {}
        }
        if in_data {
            value.take(&event, "v", &mut at.value)?;
            inline.take(&event, "t", &mut at.inline)?;
        }
    }
}

/// The number of a row, if it is stated; the smallest is 1.
fn row_number(element: &BytesStart<'_>) -> Result<Option<u32>, Failure> {
    let mut number = None;
    each_attribute(element, |name, value| {
        if name == "r" {
            number = value.parse().ok().filter(|number| *number > 0);
        }
    })?;
    Ok(number)
}

fn each_attribute(element: &BytesStart<'_>, mut each: impl FnMut(&str, &str)) -> Result<(), Failure> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Failure::Damaged(error.to_string()))?;
        each(attribute.key.as_ref(), &attribute.value);
    }
    Ok(())
}

/// The column of a cell's address: `AB12` is the 28th, number 27.
fn column(address: &str) -> Option<usize> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic);
    let column =
        letters.take(4).fold(0, |sum, letter| 26 * sum + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

impl At {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), Failure> {
        (self.format, self.content, self.formula) = (0, Content::Number, false);
        self.value.clear();
        self.inline.clear();
        let Self { column: at, format, content, .. } = self;
        each_attribute(element, |name, value| match name {
            "r" => *at = column(value).unwrap_or(*at),
            "s" => *format = value.parse().unwrap_or(0),
            "t" => {
                *content = match value {
                    "s" => Content::Shared,
                    "str" | "d" => Content::Text,
                    "inlineStr" => Content::Inline,
                    "b" => Content::Boolean,
                    "e" => Content::Error,
                    _ => Content::Number,
                }
            }
            _ => {}
        })
    }

    /// Puts the cell into its row.
    fn end(&mut self, texts: &Texts, formats: &Formats, row: &mut Row) -> Result<(), Failure> {
        let value = self.value.trim();
        if self.formula {
            row.formulas.push((self.column, !value.is_empty()));
        }
        match self.content {
            _ if value.is_empty() && self.inline.is_empty() => {}
            Content::Inline => row.put(self.column, self.inline.trim()),
            Content::Shared => {
                let text = value.parse().ok().and_then(|at| texts.get(at));
                let missing = || Failure::Damaged(format!("there is no text {value}"));
                row.put(self.column, text.ok_or_else(missing)?);
            }
            Content::Text => row.put(self.column, value),
            Content::Boolean => {
                row.put(self.column, if ["1", "true"].contains(&value) { "True" } else { "False" })
            }
            Content::Error => row.errors.push((self.column, value.to_owned())),
            Content::Number => {
                let number = cell::number(value);
                let date =
                    formats.is_date(self.format).then(|| cell::date(&number, formats.from_1904)).flatten();
                row.put(self.column, &date.unwrap_or(number));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_addresses() {
        for (address, expected) in
            [("A1", Some(0)), ("Z9", Some(25)), ("AA10", Some(26)), ("xfd1", Some(16_383))]
        {
            assert_eq!(column(address), expected, "{address}");
        }
        assert_eq!(column("12"), None);
        assert!(column("AAAAAAAAAAAAAAAAAAAAAAAAAA1").is_some_and(|column| column > WIDEST));
    }

    #[test]
    fn a_row_keeps_nothing_of_the_one_before() {
        let mut row = Row::default();
        row.begin(1);
        (0..4).for_each(|column| row.put(column, "x"));
        row.begin(2);
        row.put(2, "y");
        assert_eq!(row.cells().collect::<Vec<_>>(), ["", "", "y"]);
        row.begin(3);
        assert!(row.is_blank());
        row.put(WIDEST, "far");
        assert_eq!(row.cells().count(), 0);
    }
}
