//! Which cells are dates: in a workbook a date is a number that is shown as one.

use quick_xml::events::Event;
use rustc_hash::FxHashSet;

use super::package::{Failure, Xml, attribute};

/// The formats cells refer to by number.
#[derive(Debug, Default)]
pub(super) struct Formats {
    /// By number: whether it shows a date.
    pub dates: Vec<bool>,
    /// Days are counted from 1904, as the first Macintosh did.
    pub from_1904: bool,
}

impl Formats {
    /// Whether cells of that format are dates.
    pub(super) fn is_date(&self, format: usize) -> bool {
        self.dates.get(format).copied().unwrap_or(false)
    }

    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, Failure> {
        let mut formats = Self::default();
        let mut of_dates: FxHashSet<u32> = FxHashSet::default();
        let mut of_cells = false;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" if shows_date(&attribute(&element, "formatCode")?) => {
                        of_dates.extend(attribute(&element, "numFmtId")?.parse::<u32>());
                    }
                    "cellXfs" => of_cells = true,
                    "xf" if of_cells => {
                        let id = attribute(&element, "numFmtId")?.parse().unwrap_or(0);
                        formats.dates.push(is_built_in_date(id) || of_dates.contains(&id));
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => of_cells = false,
                Event::Eof => return Ok(formats),
                _ => {}
            }
        }
    }
}

/// Source: ECMA-376 part 1, 18.8.30, formats that need not be written out.
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows years or days: `yyyy/mm/dd`, not `0.00" days"`, not `[Red]0`.
fn shows_date(code: &str) -> bool {
    if ["general", "standard", "@"].contains(&code.to_lowercase().as_str()) {
        return false;
    }
    let (mut quoted, mut bracketed, mut skip) = (false, false, false);
    for char in code.chars() {
        match char {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            '\\' | '_' | '*' => skip = true,
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in ["yyyy/mm/dd hh:mm:ss", "d.m.yy", "[$-409]d-mmm-yyyy;@", "m/d/yyyy"] {
            assert!(shows_date(code), "{code}");
        }
        for code in
            ["General", "0.00", "#,##0", "[Red]0", "0\" days\"", "0\\d", "_d0", "@", "hh:mm", "Standard"]
        {
            assert!(!shows_date(code), "{code}");
        }
    }
}
