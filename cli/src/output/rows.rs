//! The report as rows for a spreadsheet.

use std::io;

use subcap_core::report::{ReadingReport, Report};

use super::findings::place;
use super::quarters::reason;

const HEADER: [&str; 18] = [
    "row",
    "reading",
    "product",
    "metric",
    "quarter",
    "full",
    "sub",
    "required",
    "entitled",
    "shortfall",
    "lost_hosts",
    "why",
    "licence_quantity",
    "licence",
    "support",
    "use",
    "total",
    "without_gaps",
];

/// Why a total is "at least"; nothing if it is not.
pub fn at_least(reading: &ReadingReport) -> String {
    if reading.complete {
        String::new()
    } else {
        format!("at least: {}", reading.incomplete_because.join("; "))
    }
}

/// One row per reading, product and quarter (`quarter`), one per reading and product with its money
/// (`product`), one per reading (`total`), one per row left out
/// of the count (`left_out`): filter by the first column before adding anything up.
pub fn csv(report: &Report) -> io::Result<String> {
    let mut rows = vec![HEADER.map(str::to_owned)];
    let mut put = |row: [&str; 18]| rows.push(row.map(str::to_owned));
    for reading in &report.readings {
        for (product, counted) in reading.products.iter().zip(&report.products) {
            for q in &product.quarters {
                let base = counted.quarters.iter().find(|c| c.quarter == q.quarter);
                let (full, sub) =
                    base.map_or((String::new(), String::new()), |b| (b.full.to_string(), b.sub.to_string()));
                let why = q.lost.iter().map(reason).collect::<Vec<_>>().join("; ");
                let units = [q.required, q.entitled, q.shortfall].map(|n| n.to_string());
                let [required, entitled, shortfall] = &units;
                let lost_hosts = q.lost_hosts.to_string();
                put([
                    "quarter",
                    &reading.reading,
                    &product.product,
                    counted.metric,
                    &q.quarter,
                    &full,
                    &sub,
                    required,
                    entitled,
                    shortfall,
                    &lost_hosts,
                    &why,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                ]);
            }
            let money = |m: &Option<String>| m.clone().unwrap_or_default();
            let why = match (&product.total, product.complete) {
                (None, _) => "unknown: no price",
                (_, true) => "",
                _ => "at least",
            };
            put([
                "product",
                &reading.reading,
                &product.product,
                counted.metric,
                "",
                "",
                "",
                "",
                "",
                &product.peak_shortfall.to_string(),
                "",
                why,
                &product.licence_quantity.to_string(),
                &money(&product.licence),
                &money(&product.support),
                &money(&product.used),
                &money(&product.total),
                &money(&product.without_gaps),
            ]);
        }
        let anyway_alone =
            if reading.without_gaps_complete && !reading.complete { "; without_gaps is exact" } else { "" };
        let why = at_least(reading) + anyway_alone;
        let anyway = reading.without_gaps.clone().unwrap_or_default();
        put([
            "total",
            &reading.reading,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            &why,
            "",
            "",
            "",
            "",
            &reading.total,
            &anyway,
        ]);
    }
    for finding in report.findings.iter().filter(|f| f.left_out) {
        let why = format!("{}: {}", place(finding), finding.message);
        let row = HEADER.map(|column| match column {
            "row" => "left_out",
            "why" => why.as_str(),
            _ => "",
        });
        put(row);
    }
    super::figures(&rows)
}
