//! What a finding can be about.

use serde::Serialize;

/// One list for the names in code and in JSON, so that they cannot part.
macro_rules! codes {
    ($($(#[$about:meta])* $variant:ident = $code:literal,)*) => {
        /// What a finding is about. Codes are stable; texts may improve.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = or_a_later_one))]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$about])* #[serde(rename = $code)] $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as printed.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

codes! {
    /// A file in the folder is no known table.
    UnknownFile = "unknown-file",
    /// A column is not known and was ignored.
    UnknownColumn = "unknown-column",
    /// A key of `estate.toml` is not known and was ignored.
    UnknownKey = "unknown-key",
    /// A row has fewer or more fields than the header.
    FieldCount = "field-count",
    /// A cell is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A quote was opened and never closed.
    OpenQuote = "open-quote",
    /// A row is longer than any real row.
    RowTooLong = "row-too-long",
    /// A required cell is empty.
    Empty = "empty",
    /// A cell is not a date.
    NotADate = "not-a-date",
    /// A cell is not a number.
    NotANumber = "not-a-number",
    /// A whole number is due.
    NotWhole = "not-whole",
    /// A number is negative or absurd.
    OutOfRange = "out-of-range",
    /// A cell is not one of the words it may be.
    UnknownWord = "unknown-word",
    /// A name is not usable (line break, control character, too long).
    BadName = "bad-name",
    /// `to` lies before `from`.
    ToBeforeFrom = "to-before-from",
    /// Exactly one of `vm` and `host` is due.
    VmOrHost = "vm-or-host",
    /// A host is named that is in no usable row of `hosts.csv`.
    UnknownHost = "unknown-host",
    /// A vm is named that is in no usable row of `vms.csv`.
    UnknownVm = "unknown-vm",
    /// A product is named that is in no usable row of `products.csv`.
    UnknownProduct = "unknown-product",
    /// A pool is named that its host does not have.
    UnknownPool = "unknown-pool",
    /// A scope names nothing known.
    UnknownScope = "unknown-scope",
    /// A placement or an install falls on days on which its host has no row.
    HostNotThere = "host-not-there",
    /// An install has no `from`; it counts as always there.
    NoInstallDate = "no-install-date",
    /// A report or rebuilt item without both dates covers nothing.
    NoPeriod = "no-period",
    /// A weight stands on an item that is not contestable.
    WeightNotUsed = "weight-not-used",
    /// An identical row was counted once.
    DuplicateRow = "duplicate-row",
    /// A ratio stands on a product that is in no bundle.
    RatioWithoutBundle = "ratio-without-bundle",
    /// Several rates of the PVU table match; the highest was taken.
    RateAmbiguous = "rate-ambiguous",
    /// The rate comes from an unconfirmed row of the PVU table.
    RateUnconfirmed = "rate-unconfirmed",
    /// No rate was given and none matched: 120.
    RateAssumed = "rate-assumed",
    /// A value that hardly anybody means; it counts as it stands.
    Unusual = "unusual",
    /// The first deployment is unknown.
    NoFirstDeployment = "no-first-deployment",
    /// An imported total differs from its recount; the total stands.
    TotalDiffers = "total-differs",
    /// Something about an imported report deserves a look.
    ImportNote = "import-note",
    /// A file is no known export and was not used.
    NotRecognised = "not-recognised",
    /// A file was recognised and not used, or not needed.
    NotUsed = "not-used",
    /// Checksums or signature of a report do not confirm it.
    NotVerified = "not-verified",
    /// What states the period of a report contradicts itself.
    PeriodDiffers = "period-differs",
    /// A report has no quantities for days of its period.
    MissingDays = "missing-days",
    /// A report covers a part of the estate only: a filter, a computer group, a lack of data.
    PartOnly = "part-only",
    /// A tool or its PVU table is older than the period it reports.
    Outdated = "outdated",
    /// A rate was set by hand in the tool.
    RateOverridden = "rate-overridden",
    /// Instances are excluded in the tool.
    Excluded = "excluded",
    /// Instances are assigned to a product and nobody has confirmed it.
    Unconfirmed = "unconfirmed",
    /// The server of a machine is unknown to the tool.
    ServerUnknown = "server-unknown",
    /// A machine of one export was taken for one of another, on the ground that is said.
    Joined = "joined",
    /// A host that is known from elsewhere and that no report measured.
    NotMeasured = "not-measured",
    /// The same was exported twice.
    ExportedTwice = "exported-twice",
    /// Two exports contradict each other.
    ExportsDiffer = "exports-differ",
    /// A metric that is not counted by cores.
    OtherMetric = "other-metric",
    /// Machines and servers are unknown: a measured quantity stands in, which is a floor.
    FloorOnly = "floor-only",
    /// An export does not cover these days, and the state before them is assumed to have lasted.
    Assumed = "assumed",
    /// A purchase that adds no licence, or whose product or quantity cannot be told.
    NoLicence = "no-licence",
    /// More than may be read of one file.
    TooLarge = "too-large",
    /// A file is damaged: the rest of it was not read.
    Damaged = "damaged",
    /// Cells hold the results of formulas, or errors.
    Calculated = "calculated",
    /// What an estimate needs and nothing that was given states.
    Lacking = "lacking",
}

/// The schema lists the codes there are and tolerates those that will be added.
#[cfg(feature = "schema")]
fn or_a_later_one(schema: &mut schemars::Schema) {
    let Some(serde_json::Value::Array(mut codes)) = schema.remove("oneOf") else { return };
    codes.push(serde_json::json!({"description": "A code added later.", "type": "string"}));
    schema.insert("anyOf".into(), codes.into());
}
