//! Headers, and yes and no, as exports write them.

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
    fn columns_are_found_by_any_of_their_names() {
        let header = Header::new(["\u{FEFF}VM", " #  CPU ", "Cluster"]);
        assert_eq!(header.find(&["vm name", "vm"]), Some(0));
        assert_eq!(header.find(&["# cpu"]), Some(1));
        assert!(!header.has(&["host"]));
        assert_eq!(header.name(1), "#  CPU");
    }
}
