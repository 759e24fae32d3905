//! What a part grants, told by its description.

use crate::facts::EntitlementKind::{self, Licence, Reinstatement, Renewal, Subscription, TradeUp, Unknown};
use crate::text::plain;

/// Words of descriptions with what they mean; the first that is found decides. Support that is taken up again or
/// renewed is tested before licences, since its descriptions may name the licence it is for.
///
/// Source: the catalogue descriptions of 7,103 Passport Advantage parts, as ILMT 9.2.24 lists them.
const WORDS: [(&str, EntitlementKind); 49] = [
    ("reinst", Reinstatement),
    ("rnst", Reinstatement),
    // The right to use, for another term.
    ("subscription license renew", Subscription),
    ("subscription licence renew", Subscription),
    ("monthly license renew", Subscription),
    ("monthly licence renew", Subscription),
    ("term license renew", Subscription),
    ("term licence renew", Subscription),
    ("renewal of subscription licen", Subscription),
    ("renew", Renewal),
    ("rnwl", Renewal),
    ("rewl", Renewal),
    ("trade up", TradeUp),
    ("trade-up", TradeUp),
    ("tradeup", TradeUp),
    ("trdup", TradeUp),
    ("trade from", TradeUp),
    // The right to use for a term.
    ("monthly license", Subscription),
    ("monthly licence", Subscription),
    ("monthly lic", Subscription),
    ("per month", Subscription),
    ("fixed term", Subscription),
    ("initl ft", Subscription),
    ("initial ft", Subscription),
    ("subsq ft", Subscription),
    ("subsequent ft", Subscription),
    (" ftl", Subscription),
    ("committed term", Subscription),
    ("commitment term", Subscription),
    ("term license", Subscription),
    ("term licence", Subscription),
    ("subscription license", Subscription),
    ("subscription licence", Subscription),
    ("temporary use", Subscription),
    ("temp use", Subscription),
    ("per annum", Subscription),
    ("subscription per", Subscription),
    // With or without support for the first year.
    ("license +", Licence),
    ("licence +", Licence),
    ("+ sw sub", Licence),
    ("+ sw s&s", Licence),
    (" lic ", Licence),
    (" lic+", Licence),
    (" license", Licence),
    (" licence", Licence),
    // Support without a word of a licence.
    ("subscription & support", Renewal),
    ("subscription and support", Renewal),
    ("s&s", Renewal),
    (" maint", Renewal),
];

/// What a part with that description grants.
pub(crate) fn of(description: &str) -> EntitlementKind {
    let text = format!(" {} ", plain(description));
    WORDS.iter().find(|(word, _)| text.contains(word)).map_or(Unknown, |(_, kind)| *kind)
}

/// What a line says that it was bought as, in a word or two.
pub(super) fn bought_as(cell: &str) -> EntitlementKind {
    match plain(cell).as_str() {
        text if ["maintenance", "support", "s&s"].iter().any(|word| text.contains(word)) => Renewal,
        text if text.contains("subscription") || text.contains("monthly") => Subscription,
        text if text.contains("software") || text.contains("licen") => Licence,
        _ => Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_is_told_from_licences_whatever_is_abbreviated() {
        let cases = [
            ("Acme Queue Processor Value Unit (PVU) License + SW Subscription & Support 12 Months", Licence),
            ("ACME QUEUE PROCESSOR LIC+SW MAINT 12 MO", Licence),
            ("ACME QUEUE MANAGED VIRTUAL SERVER LIC + SW S&S 12 MO", Licence),
            ("Acme Queue Concurrent User Licence and Software Service & Support 12 Months", Licence),
            ("Acme Queue Concurrent User + SW Subscription & Support 12 Months", Licence),
            ("Acme Queue PVU Annual SW Subscription & Support Renewal 12 Months", Renewal),
            ("ACME LICENSE TOOL PER ESTABLISHMENT LICENSE ANNUAL SW SUBSCRIPTION & SUPPORT RENEWAL", Renewal),
            ("ACME QUEUE PROCESSOR ANNUAL SW MAINT RNWL", Renewal),
            ("Acme Queue Concurrent User SW Subscription & Support 12 Months", Renewal),
            (
                "Acme Queue License Metric PVU SW Subscription & Support Reinstatement 12 Months",
                Reinstatement,
            ),
            ("ACME QUEUE SW S&S REINSTATE", Reinstatement),
            ("Acme Queue PVU from Acme Post PVU Trade Up License + SW S&S 12 Months", TradeUp),
            ("ACME QUEUE FR POST TRDUP LIC + SW S&S 12 MO", TradeUp),
            ("Acme Queue Virtual Processor Core Monthly License", Subscription),
            ("ACME QUEUE VIRTUAL SERVER SUBSQ FT LIC+S&S 12 MO", Subscription),
            (
                "Acme Queue Install Initial Fixed Term License + SW Subscription & Support 12 Months",
                Subscription,
            ),
            ("Acme Queue VPC Committed Term License", Subscription),
            ("Acme Queue VPC Subscription License Renewal", Subscription),
            ("Acme Queue", Unknown),
            ("", Unknown),
        ];
        for (description, kind) in cases {
            assert_eq!(of(description), kind, "{description}");
        }
    }
}
