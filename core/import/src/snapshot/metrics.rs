//! The words for metrics in snapshots. Abbreviations stay in every language, names do not.

use crate::facts::{Metric, Names};

/// The metric of a phrase; of `PVU - Subcapacity` and `PVU - Full Capacity` it is PVU.
///
/// Words: IBM's metric names in English; Polish from a snapshot of ILMT 9.2.24.
pub(super) fn of_phrase(phrase: &str, names: &mut Names) -> Metric {
    let has = |part: &str| phrase.contains(part);
    if has("PVU") {
        Metric::Pvu
    } else if has("RVU MAPC") {
        Metric::RvuMapc
    } else if VPC.iter().any(|words| has(words)) {
        Metric::Vpc
    } else {
        Metric::of_code(phrase, names)
    }
}

/// Words for virtual processor cores.
pub(super) const VPC: &[&str] = &["Virtual Processor Core", "VPC", "Rdzeń procesora wirtualnego"];
