//! The metric, and the product, that a description names.

use crate::facts::{Metric, Names};
use crate::text::plain;

/// A metric that is counted by cores, or another.
#[derive(Clone, Copy)]
enum Is {
    Pvu,
    Vpc,
    RvuMapc,
    Other,
}

/// Words for metrics, the longer before what they contain. Those that are not counted stand here so that they are
/// not taken for a part of the product's name.
///
/// Source: the catalogue descriptions of 7,103 Passport Advantage parts, as ILMT 9.2.24 lists them, and IBM,
/// "Metric IDs and code names".
const METRICS: [(&str, Is); 30] = [
    ("processor value unit", Is::Pvu),
    ("processor_value_unit", Is::Pvu),
    ("pvu", Is::Pvu),
    ("virtual processor core", Is::Vpc),
    ("virtual_processor_core", Is::Vpc),
    ("vpc", Is::Vpc),
    ("resource value unit (mapc)", Is::RvuMapc),
    ("resource value unit mapc", Is::RvuMapc),
    ("resource_value_unit_mapc", Is::RvuMapc),
    ("rvu mapc", Is::RvuMapc),
    ("rvu (mapc)", Is::RvuMapc),
    ("managed activated processor core", Is::RvuMapc),
    ("mapc", Is::RvuMapc),
    ("resource value unit", Is::Other),
    ("authorized user value unit", Is::Other),
    ("user value unit", Is::Other),
    ("authorized user single install", Is::Other),
    ("floating user single install", Is::Other),
    ("authorized user", Is::Other),
    ("concurrent user", Is::Other),
    ("floating user", Is::Other),
    ("managed virtual server", Is::Other),
    ("limited use virtual server", Is::Other),
    ("virtual server", Is::Other),
    ("limited use socket", Is::Other),
    ("storage capacity unit", Is::Other),
    ("application instance", Is::Other),
    ("client device", Is::Other),
    ("establishment", Is::Other),
    ("terabyte", Is::Other),
];

/// Where a description turns from the product to what is granted of it.
const GRANTS: [&str; 14] = [
    "license +",
    "licence +",
    "lic +",
    "lic+",
    "monthly lic",
    "trade up",
    "trade-up",
    "trdup",
    "annual sw",
    "sw subscription",
    "sw s&s",
    "initial fixed term",
    "subsequent fixed term",
    "committed term",
];

/// The metric that a description or a cell names.
pub(crate) fn metric(description: &str, names: &mut Names) -> Option<Metric> {
    let text = plain(description);
    let (_, word, is) = found(&text)?;
    Some(match is {
        Is::Pvu => Metric::Pvu,
        Is::Vpc => Metric::Vpc,
        Is::RvuMapc => Metric::RvuMapc,
        Is::Other => Metric::Other(names.of(word)),
    })
}

/// The metric of a cell that holds nothing else; an unknown one in its own words.
pub(crate) fn metric_of_cell(cell: &str, names: &mut Names) -> Option<Metric> {
    if cell.is_empty() {
        return None;
    }
    match Metric::of_code(cell, names) {
        Metric::Other(words) => Some(match metric(cell, names) {
            Some(known) if known.column().is_some() => known,
            _ => Metric::Other(words),
        }),
        known => Some(known),
    }
}

/// The product's name: what stands before the metric, or before what is granted.
pub(crate) fn product(description: &str) -> Option<&str> {
    let text = description.to_ascii_lowercase();
    let metric = found(&text).map(|(at, ..)| at);
    let grant = GRANTS.iter().filter_map(|words| text.find(words)).min();
    let end = metric.into_iter().chain(grant).min()?;
    let name = description.get(..end)?.trim_end_matches(|c: char| c.is_whitespace() || ",:-(".contains(c));
    let name = name.strip_suffix(" per").or_else(|| name.strip_suffix(" PER")).unwrap_or(name);
    // `10 Processor Value Units`: packs, which are no part of the name.
    let name =
        name.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(' ').unwrap_or(name).trim_end();
    (!name.is_empty()).then_some(name)
}

/// Units of the metric in one unit of the part, if a description states several: `10 Processor Value Units`.
pub(crate) fn pack(description: &str) -> Option<u32> {
    let text = plain(description);
    let (at, ..) = found(&text)?;
    text.get(..at)?.trim_end().rsplit(' ').next()?.parse().ok().filter(|units| *units > 1)
}

/// What was given up in a trade, if the description names it: `Acme Queue PVU from Acme Post PVU Trade Up`.
pub(super) fn given_up(description: &str) -> Option<&str> {
    let text = description.to_ascii_lowercase();
    let from = [" from ", " fr "].iter().find_map(|word| Some(text.find(word)? + word.len()))?;
    product(description.get(from..)?)
}

/// The first metric of the list that is named, with its place. What a trade-up is from stands behind `from`.
fn found(text: &str) -> Option<(usize, &'static str, Is)> {
    let end = text.find(" from ").unwrap_or(text.len());
    let text = text.get(..end)?;
    METRICS.iter().find_map(|(word, is)| {
        let starts = |at: &usize| {
            text.get(..*at).is_none_or(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
        };
        text.match_indices(word).map(|(at, _)| at).find(starts).map(|at| (at, *word, *is))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_and_products_of_descriptions() {
        let mut names = Names::default();
        let other = |word: &str| Some(Metric::Other(word.into()));
        let cases = [
            (
                "Acme Queue Advanced Processor Value Unit (PVU) License + SW S&S",
                Some(Metric::Pvu),
                Some("Acme Queue Advanced"),
            ),
            ("ACME QUEUE PER VIRTUAL PROCESSOR CORE MONTHLY LICENSE", Some(Metric::Vpc), Some("ACME QUEUE")),
            (
                "Acme Queue 10 Processor Value Units (PVUs) Monthly License",
                Some(Metric::Pvu),
                Some("Acme Queue"),
            ),
            ("Acme 9 Queue Resource Value Unit (MAPC)", Some(Metric::RvuMapc), Some("Acme 9 Queue")),
            (
                "Acme Queue Limited Use Socket from Acme Post 100 Processor Value Unit Trade Up",
                other("limited use socket"),
                Some("Acme Queue"),
            ),
            ("Acme Queue License + SW Subscription & Support", None, Some("Acme Queue")),
            ("Acme Queue", None, None),
            ("", None, None),
        ];
        for (description, expected, name) in cases {
            assert_eq!(metric(description, &mut names), expected, "{description}");
            assert_eq!(product(description), name, "{description}");
        }
        assert_eq!(pack("Acme Queue 10 Processor Value Units (PVUs)"), Some(10));
        let trade = "Acme Queue Advanced PVU from Acme Queue PVU Trade Up License + SW S&S";
        assert_eq!(given_up(trade), Some("Acme Queue"));
        assert_eq!(given_up("ACME QUEUE FR POST TRDUP LIC + SW S&S 12 MO"), Some("POST"));
        assert_eq!(pack("Acme Queue 9 per Processor Value Unit"), None);
    }

    #[test]
    fn metrics_of_cells() {
        let mut names = Names::default();
        for cell in [
            "PVU",
            "PVU - Subcapacity",
            "Processor Value Unit (PVU)",
            "PROCESSOR_VALUE_UNIT",
            "processor value unit",
        ] {
            assert_eq!(metric_of_cell(cell, &mut names), Some(Metric::Pvu), "{cell}");
        }
        assert_eq!(metric_of_cell("Virtual Processor Cores", &mut names), Some(Metric::Vpc));
        assert_eq!(
            metric_of_cell("Authorized User", &mut names),
            Some(Metric::Other("Authorized User".into()))
        );
        assert_eq!(metric_of_cell("", &mut names), None);
    }
}
