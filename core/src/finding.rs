//! What was odd in the input: one finding per oddity, with its place and what to do.

use crate::order::{Map, Order as _};

use serde::{Deserialize, Serialize};

/// What a finding is about. Codes are stable; texts may improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = or_a_later_one))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// A file in the folder is no known table.
    UnknownFile,
    /// A column is not known and was ignored.
    UnknownColumn,
    /// A key of `estate.toml` is not known and was ignored.
    UnknownKey,
    /// A row has fewer or more fields than the header.
    FieldCount,
    /// A cell is not UTF-8.
    NotUtf8,
    /// A quote was opened and never closed.
    OpenQuote,
    /// A row is longer than any real row.
    RowTooLong,
    /// A required cell is empty.
    Empty,
    /// A cell is not a date.
    NotADate,
    /// A cell is not a number.
    NotANumber,
    /// A whole number is due.
    NotWhole,
    /// A number is negative or absurd.
    OutOfRange,
    /// A cell is not one of the words it may be.
    UnknownWord,
    /// A name is not usable (line break, control character, too long).
    BadName,
    /// `to` lies before `from`.
    ToBeforeFrom,
    /// Exactly one of `vm` and `host` is due.
    VmOrHost,
    /// A host is named that is in no usable row of `hosts.csv`.
    UnknownHost,
    /// A vm is named that is in no usable row of `vms.csv`.
    UnknownVm,
    /// A product is named that is in no usable row of `products.csv`.
    UnknownProduct,
    /// A pool is named that its host does not have.
    UnknownPool,
    /// A scope names nothing known.
    UnknownScope,
    /// A placement or an install falls on days on which its host has no row.
    HostNotThere,
    /// An install has no `from`; it counts as always there.
    NoInstallDate,
    /// A report or rebuilt item without both dates covers nothing.
    NoPeriod,
    /// An identical row was counted once.
    DuplicateRow,
    /// A ratio stands on a product that is in no bundle.
    RatioWithoutBundle,
    /// Several rates of the PVU table match; the highest was taken.
    RateAmbiguous,
    /// The rate comes from an unconfirmed row of the PVU table.
    RateUnconfirmed,
    /// No rate was given and none matched: 120.
    RateAssumed,
    /// The first deployment is unknown.
    NoFirstDeployment,
    /// An imported total differs from its recount; the total stands.
    TotalDiffers,
    /// Something about an imported report deserves a look.
    ImportNote,
    /// A file is no known export and was not used.
    NotRecognised,
    /// A file was recognised and not used, or not needed.
    NotUsed,
    /// Checksums or signature of a report do not confirm it.
    NotVerified,
    /// What states the period of a report contradicts itself.
    PeriodDiffers,
    /// A report has no quantities for days of its period.
    MissingDays,
    /// A report covers a part of the estate only: a filter, a computer group, a lack of data.
    PartOnly,
    /// A tool or its PVU table is older than the period it reports.
    Outdated,
    /// A rate was set by hand in the tool.
    RateOverridden,
    /// Instances are excluded in the tool.
    Excluded,
    /// Instances are assigned to a product and nobody has confirmed it.
    Unconfirmed,
    /// The server of a machine is unknown to the tool.
    ServerUnknown,
    /// A machine of one export was taken for one of another, on the ground that is said.
    Joined,
    /// A host that is known from elsewhere and that no report measured.
    NotMeasured,
    /// The same was exported twice.
    ExportedTwice,
    /// Two exports contradict each other.
    ExportsDiffer,
    /// A metric that is not counted by cores.
    OtherMetric,
    /// Machines and servers are unknown: a measured quantity stands in, which is a floor.
    FloorOnly,
    /// An export does not cover these days, and the state before them is assumed to have lasted.
    Assumed,
    /// A purchase that adds no licence, or whose product or quantity cannot be told.
    NoLicence,
    /// More than may be read of one file.
    TooLarge,
    /// A file is damaged: the rest of it was not read.
    Damaged,
    /// Cells hold the results of formulas, or errors.
    Calculated,
    /// What an estimate needs and nothing that was given states.
    Lacking,
}

/// The schema lists the codes there are and tolerates those that will be added.
#[cfg(feature = "schema")]
fn or_a_later_one(schema: &mut schemars::Schema) {
    let Some(serde_json::Value::Array(mut codes)) = schema.remove("oneOf") else { return };
    codes.push(serde_json::json!({"description": "A code added later.", "type": "string"}));
    schema.insert("anyOf".into(), codes.into());
}

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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// A finding without row, column and value.
    pub fn new(code: Code, severity: Severity, file: &str, message: impl Into<String>, advice: &str) -> Self {
        Self {
            code,
            severity,
            file: file.to_owned(),
            row: None,
            column: None,
            value: None,
            message: message.into(),
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
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Findings {
    kept: Vec<Finding>,
    #[serde(with = "as_list")]
    seen: Map<(String, Code), (u64, Severity, bool)>,
    incomplete: bool,
}

/// JSON has no keys but texts, so a map by file and code is written as a list.
mod as_list {
    use crate::order::Map;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Code, Severity};

    type Seen = Map<(String, Code), (u64, Severity, bool)>;

    pub fn serialize<S: Serializer>(seen: &Seen, to: S) -> Result<S::Ok, S::Error> {
        seen.iter().collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Seen, D::Error> {
        Vec::<((String, Code), (u64, Severity, bool))>::deserialize(from)
            .map(|list| list.into_iter().collect())
    }
}

impl Findings {
    /// Findings of one code in one file that are listed one by one.
    pub const KEPT: u64 = 1000;

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
