//! Headers, yes and no, and numbers, as exports write them.

/// Words as compared: lower case, single blanks, no mark around them.
pub fn plain(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a cell says yes, in the languages the exporting tools are known to speak.
pub fn is_yes(cell: &str) -> bool {
    const YES: [&str; 13] =
        ["yes", "true", "y", "1", "tak", "ja", "oui", "sí", "si", "sì", "sim", "はい", "是"];
    YES.contains(&plain(cell).as_str())
}

/// Whether a cell says no.
pub fn is_no(cell: &str) -> bool {
    const NO: [&str; 11] = ["no", "false", "n", "0", "nie", "nein", "non", "não", "nee", "いいえ", "否"];
    NO.contains(&plain(cell).as_str())
}

/// A whole number that may be grouped: `16,384`, `16.384`, `16 384`. Not one with decimals.
pub fn digits(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    if cell.bytes().all(|b| b.is_ascii_digit()) {
        return cell.parse().ok();
    }
    let mark = cell.chars().find(|c| !c.is_ascii_digit())?;
    if ![',', '.', ' ', '\'', '\u{A0}', '\u{202F}'].contains(&mark) {
        return None;
    }
    let mut groups = cell.split(mark);
    let first = groups.next().filter(|group| (1..=3).contains(&group.len()))?;
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    joined.bytes().all(|b| b.is_ascii_digit()).then(|| joined.parse().ok()).flatten()
}

/// The header of a table: where each column stands.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// As written.
    written: Vec<String>,
    /// As compared.
    plain: Vec<String>,
}

impl Header {
    /// A header of these cells.
    pub fn new<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let written: Vec<String> = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
        let plain = written.iter().map(|cell| plain(cell)).collect();
        Self { written, plain }
    }

    /// Where the column stands that bears one of these names (in lower case): the first name that is found.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.plain.iter().position(|column| column == name))
    }

    /// Whether a column bears one of these names.
    pub fn has(&self, names: &[&str]) -> bool {
        self.find(names).is_some()
    }

    /// A column's name as written.
    pub fn name(&self, column: usize) -> &str {
        self.written.get(column).map_or("", String::as_str)
    }

    /// How many columns.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The columns as compared.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.plain.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_grouped_and_nothing_else() {
        let good =
            [("0", 0), ("16384", 16384), ("16,384", 16384), ("1.234.567", 1_234_567), ("16\u{A0}384", 16384)];
        for (cell, value) in good {
            assert_eq!(digits(cell), Some(value), "{cell}");
        }
        for cell in ["", "1,5", "16,38", "1,234.567", "-1", "1e3", ",123", "1234,567", "99999999999999999999"]
        {
            assert_eq!(digits(cell), None, "{cell}");
        }
    }

    #[test]
    fn columns_are_found_by_any_of_their_names() {
        let header = Header::new(["\u{FEFF}VM", " #  CPU ", "Cluster"]);
        assert_eq!(header.find(&["vm name", "vm"]), Some(0));
        assert_eq!(header.find(&["# cpu"]), Some(1));
        assert!(!header.has(&["host"]));
        assert_eq!(header.name(1), "#  CPU");
    }
}
