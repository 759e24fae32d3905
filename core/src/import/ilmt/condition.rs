//! `data_condition.txt`: how, when and for what the snapshot was made.

use crate::calendar::{Day, Span};

/// Labels with the values under them.
#[derive(Debug)]
pub struct Condition {
    pub path: String,
    sections: Vec<Section>,
}

#[derive(Debug)]
struct Section {
    label: String,
    value: String,
    /// The line of the value.
    row: u32,
}

impl Condition {
    /// A label stands at the start of a line and ends in a colon; its values follow, indented. Lists of
    /// columns are indented once more and not kept.
    pub fn parse(path: &str, bytes: &[u8]) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        for (line, row) in String::from_utf8_lossy(bytes).lines().zip(1..) {
            match (line.strip_prefix('\t'), sections.last_mut()) {
                (None, _) => {
                    let label = line.trim_end().trim_end_matches(':').to_lowercase();
                    sections.push(Section { label, value: String::new(), row: row + 1 });
                }
                (Some(value), Some(section)) if !value.starts_with('\t') => {
                    if !section.value.is_empty() {
                        section.value.push_str("; ");
                    }
                    section.value.push_str(value.trim());
                }
                _ => {}
            }
        }
        Self { path: path.to_owned(), sections }
    }

    /// The value of the label that starts so, and its line; the labels known are English.
    pub fn value(&self, label: &str) -> Option<(&str, u32)> {
        let section = self.sections.iter().find(|section| section.label.starts_with(label))?;
        (!section.value.is_empty()).then_some((&section.value, section.row))
    }

    /// The period as set when the snapshot was made.
    pub fn period(&self) -> Option<(Span, u32)> {
        let (from, row) = self.value("start date")?;
        let (to, _) = self.value("end date")?;
        Some((Span::new(medium_date(from)?, medium_date(to)?), row))
    }

    /// When it was made.
    pub fn made(&self) -> Option<Day> {
        self.value("audit snapshot generated at").and_then(|(time, _)| medium_date(time))
    }
}

/// The date at the start of `May 5, 2021 6:28:58 AM` or of `2021-05-05`.
pub fn medium_date(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Some(day) = text.as_bytes().get(..10).and_then(Day::parse) {
        return Some(day);
    }
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let name = words.next()?.to_lowercase();
    let (_, month) = MONTHS.iter().zip(1..).find(|(month, _)| name.starts_with(**month))?;
    let day = words.next()?.parse().ok()?;
    Day::from_ymd(words.next()?.parse().ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::{Condition, medium_date};

    #[test]
    fn dates_as_the_server_prints_them() {
        let day = |text| medium_date(text).map(|day| day.to_string());
        assert_eq!(day("May 5, 2021 6:28:58 AM").as_deref(), Some("2021-05-05"));
        assert_eq!(day("2021-05-05").as_deref(), Some("2021-05-05"));
        assert_eq!(day("5 maj 2021"), None);
        assert_eq!(day("Feb 30, 2021"), None);
    }

    #[test]
    fn a_label_has_the_indented_lines_under_it() {
        let text = "Start Date:\r\n\tApr 1, 2025\r\nUsed filters:\r\n\tone\r\n\ttwo\r\nCSV Files:\r\n\ta.csv\r\n\t\tcolumn\r\n";
        let condition = Condition::parse("data_condition.txt", text.as_bytes());
        assert_eq!(condition.value("used filters"), Some(("one; two", 4)));
        assert_eq!(condition.value("csv files"), Some(("a.csv", 7)));
        assert_eq!(condition.value("end date"), None);
        assert_eq!(condition.period(), None);
    }
}
