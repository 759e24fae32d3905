//! What is installed where.

use std::sync::Arc;

use subcap_core::calendar::Day;

use super::{Names, Origin, Seen};

/// What a product is charged in, of all an export may say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Processor value units.
    Pvu,
    /// Virtual processor cores.
    Vpc,
    /// Resource value units on managed or activated processor cores.
    RvuMapc,
    /// Another one, in the export's own words; it is not counted.
    Other(Arc<str>),
}

impl Metric {
    /// The metric of a code as IBM publishes them, or of the words reports use in English.
    ///
    /// Source: IBM, "Metric IDs and code names" of the REST API of ILMT.
    pub fn of_code(code: &str, names: &mut Names) -> Self {
        match code {
            "PROCESSOR_VALUE_UNIT" | "PVU" | "PVU_SUB_CAP" | "PVU - Subcapacity" => Self::Pvu,
            "VIRTUAL_PROCESSOR_CORE" | "VPC" | "Virtual Processor Core" => Self::Vpc,
            "RESOURCE_VALUE_UNIT_MAPC" | "RVU_MAPC" | "RVU MAPC" | "RVU_SUB_CAP" => Self::RvuMapc,
            _ => Self::Other(names.of(code)),
        }
    }

    /// As `products.csv` has it; `None` for one that is not counted.
    pub fn column(&self) -> Option<&'static str> {
        match self {
            Self::Pvu => Some("PVU"),
            Self::Vpc => Some("VPC"),
            Self::RvuMapc => Some("RVU_MAPC"),
            Self::Other(_) => None,
        }
    }
}

/// A software instance.
#[derive(Debug, Clone)]
pub struct Install {
    /// Product it is assigned to.
    pub product: Arc<str>,
    /// Metric of that product, if stated.
    pub metric: Option<Metric>,
    /// Cloud Pak or FlexPoint bundle, if any.
    pub bundle: Option<Arc<str>>,
    /// Computer it is on: the machine's name in this export.
    pub machine: Arc<str>,
    /// The install is on the server itself, and `machine` names a host.
    pub on_host: bool,
    /// Component and version.
    pub component: Option<Arc<str>>,
    /// Whether the tool charges it.
    pub charged: bool,
    /// Whether a person has confirmed the assignment.
    pub confirmed: bool,
    /// Why it is excluded, if it is.
    pub excluded: Option<Arc<str>>,
    /// First seen.
    pub from: Option<Day>,
    /// Last seen, if it is gone.
    pub to: Option<Day>,
    /// The days for which the export states this.
    pub seen: Seen,
    /// Origin.
    pub origin: Origin,
}
