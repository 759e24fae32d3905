//! The published texts behind rules, readings and rates: one line of `data/sources.csv` each.
//!
//! Facts and figures are taken over in our own words. A source of grade [`SourceGrade::Derived`] is no
//! text: it says that a rule is ours and what it rests on.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::fields;
use crate::records::{Record, records};

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SourceGrade {
    /// A page, document or code of IBM.
    Ibm,
    /// HCL, whose inventory product shares its reporting engine with IBM's tool.
    Hcl,
    /// The vendor of another tool.
    Vendor,
    /// A law firm.
    Law,
    /// The press.
    Press,
    /// An adviser, who sells defence: figures are chosen and rounded.
    Adviser,
    /// A post on a list or forum.
    Forum,
    /// What a tool printed.
    #[serde(rename = "tool output")]
    ToolOutput,
    /// Ours, with what it rests on.
    Derived,
    /// Commonly stated; no text was read.
    Unconfirmed,
}

impl SourceGrade {
    /// The word used in tables and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ibm => "ibm",
            Self::Hcl => "hcl",
            Self::Vendor => "vendor",
            Self::Law => "law",
            Self::Press => "press",
            Self::Adviser => "adviser",
            Self::Forum => "forum",
            Self::ToolOutput => "tool output",
            Self::Derived => "derived",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Whether there is a text that can be looked up.
    pub const fn is_published(self) -> bool {
        !matches!(self, Self::Derived | Self::Unconfirmed)
    }
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// What it says, in our words.
    pub title: String,
    /// Where it was read; empty if nothing is published.
    pub url: String,
    /// Its date as far as known (`2026-01-09`, `2018`), or `undated`.
    pub date: String,
    /// Who speaks.
    pub grade: SourceGrade,
}

static SOURCES: LazyLock<Result<Vec<Source>, Error>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    for row in records(include_str!("../data/sources.csv"), b',').into_iter().skip(1) {
        sources.push(source_of(row)?);
    }
    Ok(sources)
});

/// A row of the file; its columns are the fields in their order.
fn source_of(row: Record) -> Result<Source, Error> {
    let bad = |reason: String| Error::embedded("sources.csv", reason);
    let count = row.cells.len();
    let [id, title, url, date, grade] =
        <[String; 5]>::try_from(row.cells).map_err(|_| bad(format!("{count} cells")))?;
    let grade = fields::named(&grade).map_err(|unfit| bad(unfit.to_string()))?;
    Ok(Source { id, title, url, date, grade })
}

/// All sources, in the order of the file.
///
/// # Errors
/// None with the data as released: a test reads it.
pub fn sources() -> Result<&'static [Source], Error> {
    SOURCES.as_deref().map_err(Clone::clone)
}

/// A source by its id.
///
/// ```
/// let terms = subcap_core::sources::source("ibm-subcapacity-terms").ok_or("no such source")?;
/// assert_eq!(terms.grade.as_str(), "ibm");
/// # Ok::<(), &str>(())
/// ```
pub fn source(id: &str) -> Option<&'static Source> {
    sources().ok()?.iter().find(|source| source.id == id)
}
