//! What a tool measured and when it said so.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};

use super::{Metric, Origin};

/// What the checksums and the signature of a report say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Integrity {
    /// Every file agrees with its checksum, and the signature with the checksums.
    Verified,
    /// A file differs from its checksum.
    FileChanged,
    /// A file with a checksum is missing.
    FileMissing,
    /// A file is there that has no checksum.
    ExtraFile,
    /// The signature does not agree with the checksums.
    SignatureBad,
    /// Every file agrees with its checksum, and nothing signs the checksums.
    Unsigned,
    /// There are no checksums.
    NoFiles,
}

impl Integrity {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::FileChanged => "file changed",
            Self::FileMissing => "file missing",
            Self::ExtraFile => "extra file",
            Self::SignatureBad => "signature bad",
            Self::Unsigned => "checksums agree, not signed",
            Self::NoFiles => "no integrity files",
        }
    }

    /// What speaks against the report. Where nothing vouches for the files, nothing speaks against them either.
    pub const fn doubt(self) -> Option<&'static str> {
        match self {
            Self::Verified | Self::Unsigned | Self::NoFiles => None,
            other => Some(other.name()),
        }
    }
}

/// A report for a period.
#[derive(Debug, Clone)]
pub struct Report {
    /// The zip, folder or file.
    pub archive: Arc<str>,
    /// Tool and version, as stated: `IBM License Metric Tool 9.2.24.0-…`.
    pub tool: Option<Arc<str>>,
    /// Tool server or cluster that reports.
    pub server: Option<Arc<str>>,
    /// Period.
    pub period: Span,
    /// Days of it that the tool measured, as spans; empty if it does not say.
    pub measured: Vec<Span>,
    /// When it was made.
    pub made: Option<Day>,
    /// Since when the tool server is installed.
    pub server_since: Option<Day>,
    /// Integrity of its files.
    pub integrity: Integrity,
    /// What deserves a doubt beside its integrity: filters, a computer group, recalculation pending. Each makes the
    /// report contestable.
    pub doubts: Vec<String>,
    /// Origin.
    pub origin: Origin,
}

/// A quantity a tool measured.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Product.
    pub product: Arc<str>,
    /// Catalogue id, if stated.
    pub product_id: Option<Arc<str>>,
    /// Metric.
    pub metric: Metric,
    /// Bundle or Cloud Pak it counts towards.
    pub bundle: Option<Arc<str>>,
    /// Units of the product that use units of the bundle: `a:b`.
    pub ratio: Option<(u32, u32)>,
    /// Tool server or cluster that measured.
    pub cluster: Option<Arc<str>>,
    /// The day, or the period of which this is the peak.
    pub when: Span,
    /// The day of the peak, if stated.
    pub peak: Option<Day>,
    /// Units.
    pub quantity: u64,
    /// Units without the sub-capacity limit, if stated.
    pub limit: Option<u64>,
    /// Origin.
    pub origin: Origin,
}

/// A tool's total for a product on one server. Totals add up over distinct servers and over nothing else.
#[derive(Debug, Clone)]
pub struct ServerTotal {
    /// Product.
    pub product: Arc<str>,
    /// Metric.
    pub metric: Metric,
    /// Bundle or Cloud Pak it counts towards.
    pub bundle: Option<Arc<str>>,
    /// Counted at full capacity by the tool.
    pub full_capacity: bool,
    /// The server.
    pub host: Arc<str>,
    /// Tool server that measured.
    pub cluster: Option<Arc<str>>,
    /// The period of which this is the server's part in the product's peak.
    pub when: Span,
    /// The day of the peak, if stated.
    pub peak: Option<Day>,
    /// Units.
    pub quantity: u64,
    /// Units without the sub-capacity limit, if stated.
    pub limit: Option<u64>,
    /// Origin.
    pub origin: Origin,
}
