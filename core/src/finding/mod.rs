//! What was odd in the input: one finding per oddity, with its place and what to do.

mod code;

use std::borrow::Cow;

use crate::order::{Map, Order as _};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fields::{self, Fields, Unfit, array};

pub use code::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row could not be used.
    Error,
    /// The row counts, under an assumption worth checking.
    Warning,
    /// Worth knowing; nothing was assumed.
    Note,
}

/// One oddity. Serialised as it stands into the report's `findings`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Stable code.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// File, as the caller named it.
    pub file: String,
    /// Line of the file on which the row starts (header = 1); absent if it is about the file.
    pub row: Option<u32>,
    /// Column name.
    pub column: Option<String>,
    /// The value seen, shortened.
    pub value: Option<String>,
    /// What happened.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// Whether a row was left out of the count because of it.
    pub left_out: bool,
}

impl Finding {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            code: of.one_of("code", Code::ALL, Code::as_str)?,
            severity: of.word("severity")?,
            file: of.text("file")?,
            row: of.maybe("row").map(fields::number).transpose()?,
            column: of.text_if_any("column")?,
            value: of.text_if_any("value")?,
            message: of.text("message")?,
            advice: of.text("advice")?,
            left_out: of.flag("left_out")?,
        })
    }

    /// A finding without row, column and value.
    pub fn new<'a>(
        code: Code,
        severity: Severity,
        file: &str,
        message: impl Into<Cow<'a, str>>,
        advice: &str,
    ) -> Self {
        Self::of(code, severity, file, message.into(), advice)
    }

    /// Texts are copied here, once for all the places that make findings.
    #[cold]
    #[inline(never)]
    fn of(code: Code, severity: Severity, file: &str, message: Cow<'_, str>, advice: &str) -> Self {
        Self {
            code,
            severity,
            file: file.to_owned(),
            row: None,
            column: None,
            value: None,
            message: message.into_owned(),
            advice: advice.to_owned(),
            left_out: false,
        }
    }

    /// The same at that row.
    pub fn at(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// The same in that column, with the value seen there.
    #[cold]
    #[inline(never)]
    pub fn cell(mut self, column: &str, value: &[u8]) -> Self {
        self.column = Some(column.to_owned());
        self.value = Some(shortened(value));
        self
    }

    /// The same, and the row was left out of the count.
    pub fn left_out(mut self) -> Self {
        self.left_out = true;
        self
    }
}

/// Cells can be megabytes; a finding shows the beginning.
fn shortened(value: &[u8]) -> String {
    const SHOWN: usize = 60;
    let text = String::from_utf8_lossy(value.get(..4 * SHOWN).unwrap_or(value));
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() == value.len() || start.as_bytes() == value {
        start
    } else if value.len() > 4 * SHOWN || text.chars().count() > SHOWN {
        format!("{start}… ({} bytes)", value.len())
    } else {
        start
    }
}

/// Findings as they are gathered. Of one kind in one file the first thousand are kept and the
/// rest are counted, so a wholly wrong file of millions of rows still ends in a readable list.
///
/// Serialised it is what another module of the page goes on with; it is no answer.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Findings {
    kept: Vec<Finding>,
    #[serde(serialize_with = "as_list")]
    seen: Seen,
    incomplete: bool,
}

/// How many there are of a kind, the heaviest of them, and whether one left a row out.
type Seen = Map<(String, Code), (u64, Severity, bool)>;

/// JSON has no keys but texts, so a map by file and code is written as a list.
fn as_list<S: serde::Serializer>(seen: &Seen, to: S) -> Result<S::Ok, S::Error> {
    seen.iter().collect::<Vec<_>>().serialize(to)
}

impl Findings {
    /// Findings of one code in one file that are listed one by one.
    pub const KEPT: u64 = 1000;

    /// Findings that another module of the page serialised.
    pub fn handed_over(findings: &Value) -> Result<Self, Unfit> {
        let of = Fields::of(findings)?;
        let mut seen = Seen::new();
        for entry in of.list("seen")? {
            let [kind, weight] = array(entry)?;
            let ([file, code], [count, severity, left_out]) = (array(kind)?, array(weight)?);
            let weight = (fields::number(count)?, fields::word(severity)?, fields::flag(left_out)?);
            seen.insert((fields::text(file)?, fields::one_of(code, Code::ALL, Code::as_str)?), weight);
        }
        Ok(Self { kept: of.each("kept", Finding::read)?, seen, incomplete: of.flag("incomplete")? })
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        let kind = (finding.file.clone(), finding.code);
        let (seen, severity, left_out) = self.seen.entry(kind).or_insert((0, Severity::Note, false));
        *seen += 1;
        *severity = finding.severity.min(*severity);
        *left_out |= finding.left_out;
        if *seen <= Self::KEPT {
            self.kept.push(finding);
        }
    }

    /// Adds those of a part of a file whose rows lie that much further down.
    pub fn append(&mut self, part: Self, rows_before: u32) {
        // The first thousand of a kind are listed, and a part listed its own first thousand.
        let listed = |kind| self.seen.get(kind).map_or(0, |(seen, ..)| *seen);
        let mut room: Map<_, u64> =
            part.seen.keys().map(|kind| (kind.clone(), Self::KEPT.saturating_sub(listed(kind)))).collect();
        for mut finding in part.kept {
            let Some(room) = room.get_mut(&(finding.file.clone(), finding.code)).filter(|n| **n > 0) else {
                continue;
            };
            *room -= 1;
            finding.row = finding.row.map(|row| row.saturating_add(rows_before));
            self.kept.push(finding);
        }
        for (kind, (more, weight, out)) in part.seen {
            let (seen, severity, left_out) = self.seen.entry(kind).or_insert((0, Severity::Note, false));
            (*seen, *severity, *left_out) = (*seen + more, weight.min(*severity), *left_out | out);
        }
        self.incomplete |= part.incomplete;
    }

    /// A row of hosts, vms, pools, installs or products was left out.
    pub fn mark_incomplete(&mut self) {
        self.incomplete = true;
    }

    /// Whether a row of hosts, vms, pools, installs or products was left out: every total is then
    /// "at least".
    pub fn incomplete(&self) -> bool {
        self.incomplete
    }

    /// Whether only few of a code are of this file: the others need not say as much, if it takes long to find out.
    pub fn few(&self, file: &str, code: Code) -> bool {
        const FEW: u64 = 50;
        self.seen.get(&(file.to_owned(), code)).is_none_or(|(seen, ..)| *seen < FEW)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// All of them, sorted by file, row, column and code; what was counted but not kept is said
    /// in one more finding per kind.
    pub fn sorted(&self) -> Vec<Finding> {
        let mut all = self.kept.clone();
        for ((file, code), (seen, severity, left_out)) in &self.seen {
            let more = seen.saturating_sub(Self::KEPT);
            if more > 0 {
                let text = format!("{more} more like the {} listed", Self::KEPT);
                let advice = "Mend the first ones and run again.";
                let rest = Finding::new(*code, *severity, file, text, advice);
                all.push(if *left_out { rest.left_out() } else { rest });
            }
        }
        all.order_by(|a, b| {
            (&a.file, a.row, &a.column, a.code, &a.message)
                .cmp(&(&b.file, b.row, &b.column, b.code, &b.message))
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_fifty_of_a_code_in_a_file() {
        let mut findings = Findings::default();
        let one = |file| Finding::new(Code::UnknownProduct, Severity::Error, file, "", "");
        (0..49).for_each(|_| findings.push(one("a.csv")));
        assert!(findings.few("a.csv", Code::UnknownProduct));
        findings.push(one("a.csv"));
        assert!(!findings.few("a.csv", Code::UnknownProduct));
        assert!(findings.few("b.csv", Code::UnknownProduct) && findings.few("a.csv", Code::UnknownHost));
    }
}
