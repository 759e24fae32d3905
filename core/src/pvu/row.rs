//! One row of the table: its rate, how sure it is, and the servers it is for.

use std::fmt;

/// How sure a rate is. The better grade is the greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Commonly stated or inferred; to be confirmed against the table in force.
    Unconfirmed,
    /// Stated or applied by someone other than the vendor's pages: a worked example, a tool, a letter.
    WorkedExample,
    /// Read in a table, guide or announcement that IBM published.
    Printed,
}

impl Grade {
    /// The word used in tables and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Grade::Unconfirmed => "unconfirmed",
            Grade::WorkedExample => "worked example",
            Grade::Printed => "printed",
        }
    }

    /// Reads [`Grade::name`], in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Grade> {
        [Grade::Unconfirmed, Grade::WorkedExample, Grade::Printed]
            .into_iter()
            .find(|grade| grade.name().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The servers a row is for, by the most sockets the server model can take (not the sockets filled).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sockets {
    /// Fewest sockets.
    pub from: u32,
    /// Most sockets; `None` is without end.
    pub to: Option<u32>,
}

impl Sockets {
    /// Every server.
    pub const ANY: Sockets = Sockets { from: 0, to: None };

    /// Reads `any`, `1-2`, `4` or `5+`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Sockets> {
        if text.eq_ignore_ascii_case("any") {
            return Some(Sockets::ANY);
        }
        let count = |part: &str| part.trim().parse::<u32>().ok().filter(|&count| count > 0);
        if let Some(from) = text.strip_suffix('+') {
            return Some(Sockets { from: count(from)?, to: None });
        }
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to) = (count(from)?, count(to)?);
        (from <= to).then_some(Sockets { from, to: Some(to) })
    }

    /// True if a server with at most `most` sockets falls under the row; an unknown number always does.
    #[must_use]
    pub fn admits(self, most: Option<u32>) -> bool {
        most.is_none_or(|most| self.from <= most && self.to.is_none_or(|to| most <= to))
    }
}

impl fmt::Display for Sockets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (0, None) => formatter.write_str("any"),
            (from, None) => write!(formatter, "{from}+"),
            (from, Some(to)) if from == to => write!(formatter, "{from}"),
            (from, Some(to)) => write!(formatter, "{from}-{to}"),
        }
    }
}

/// One row of a PVU table, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PvuRow {
    /// Stable id, such as `power9-s924-class`.
    pub id: String,
    /// Maker of the processor.
    pub vendor: String,
    /// Brand of the processor.
    pub brand: String,
    /// Generation or kind.
    pub kind: String,
    /// Which processor names the row is for; the syntax is described in the module.
    pub key: String,
    /// Which servers the row is for.
    pub max_sockets: Sockets,
    /// Processor value units for each core.
    pub pvu_per_core: u32,
    /// How sure the rate is.
    pub grade: Grade,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// Date of the copy that was read, or of the announcement; or `undated`.
    pub seen: String,
    /// What else there is to know.
    pub note: String,
}
