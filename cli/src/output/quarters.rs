//! The quarters: how each stands, what was counted, and why one falls.

use std::collections::{BTreeMap, BTreeSet};

use subcap_core::report::{
    LossReason, ProductQuarter, ProductReport, ReadingProduct, ReadingQuarter, ReadingReport, Report,
};

use super::view::{Cell, Section, Tone, count, grouped, marks};

const MOST_FALLS: usize = 40;

/// The reading whose quarters are shown: the agreement if asked for.
pub fn shown_reading(report: &Report) -> Option<&ReadingReport> {
    report.readings.iter().find(|r| r.reading == "agreement").or_else(|| report.readings.first())
}

/// How each quarter of each product stands under a reading.
pub fn strip(report: &Report, reading: &ReadingReport) -> Section {
    let quarters = reading.products.first().map_or(&[][..], |p| &p.quarters);
    let mut header = vec![Cell::left("product")];
    header.extend(quarters.iter().map(|q| Cell::right(&q.quarter)));
    let row = |(product, judged): (&ProductReport, &ReadingProduct)| {
        let standings = judged.quarters.iter().map(|q| standing(product, q));
        std::iter::once(Cell::left(format!("{}{}", product.product, marks(product))))
            .chain(standings)
            .collect()
    };
    let rows = report.products.iter().zip(&reading.products).map(row).collect();
    let remarks = vec![
        "stands: every day is evidenced or needs no evidence. 9 h: days are lost on 9 hosts.".to_owned(),
        "! : more is required than was held. ~: a day lost elsewhere in the window loses this quarter too. –: not installed."
            .to_owned(),
    ];
    Section { heading: format!("Quarters under `{}`", reading.reading), header, rows, remarks }
}

/// Full and sub-capacity beside what is held, in the last quarter.
pub fn units(report: &Report) -> Section {
    let header = vec![
        Cell::left("product"),
        Cell::left("metric"),
        Cell::right("full"),
        Cell::right("sub"),
        Cell::right("held"),
        Cell::left("rates, PVU per core (hosts, whole window)"),
    ];
    let row = |product: &ProductReport| {
        let last = product.quarters.last();
        let number = |of: fn(&ProductQuarter) -> i64| {
            Cell::right(last.map_or(String::new(), |q| grouped(&of(q).to_string())))
        };
        vec![
            Cell::left(format!("{}{}", product.product, marks(product))),
            Cell::left(product.metric),
            number(|q| q.full),
            number(|q| q.sub),
            number(|q| q.entitled),
            Cell::left(rates(product)),
        ]
    };
    let last = report.products.first().and_then(|p| p.quarters.last()).map_or("", |q| &q.quarter);
    let remarks = vec!["sub: peak with every day evidenced; full: every core of the hosts with the product; given, printed, worked example, unconfirmed, assumed: where a rate comes from.".to_owned()];
    Section {
        heading: format!("Units in {last}"),
        header,
        rows: report.products.iter().map(row).collect(),
        remarks,
    }
}

/// `70 printed (12), 120 assumed (1)`: rows of the table that give the same rate on the same ground together.
fn rates(product: &ProductReport) -> String {
    let mut hosts: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    for rate in &product.rates {
        *hosts.entry((rate.pvu_per_core, rate.grade.unwrap_or(rate.origin))).or_default() += rate.hosts;
    }
    let texts = hosts.into_iter().map(|((rate, ground), hosts)| format!("{rate} {ground} ({hosts})"));
    texts.collect::<Vec<_>>().join(", ")
}

fn standing(product: &ProductReport, q: &ReadingQuarter) -> Cell {
    let counted = product.quarters.iter().find(|counted| counted.quarter == q.quarter);
    let short = if q.shortfall > 0 { " !" } else { "" };
    let tone = if q.shortfall > 0 { Tone::Bad } else { Tone::Doubtful };
    if q.lost_hosts > 0 {
        Cell::right(format!("{} h{short}", q.lost_hosts)).tone(tone)
    } else if lost_elsewhere(counted, q) {
        Cell::right(format!("~{short}")).tone(tone)
    } else if q.shortfall > 0 {
        Cell::right("!").tone(Tone::Bad)
    } else if counted.is_none_or(|c| c.full == 0) {
        Cell::right("–").tone(Tone::Quiet)
    } else {
        Cell::right("stands").tone(Tone::Good)
    }
}

/// Whether more is required than was counted although no day of the quarter lacks evidence: the
/// reading lets a day lost elsewhere in the window reach it.
fn lost_elsewhere(counted: Option<&ProductQuarter>, q: &ReadingQuarter) -> bool {
    q.lost_hosts == 0 && counted.is_some_and(|c| q.required > c.sub)
}

/// The quarters that do not stand or cost something, and why.
pub fn falls(report: &Report, reading: &ReadingReport) -> Option<Section> {
    let mut rows = Vec::new();
    for (product, counted) in reading.products.iter().zip(&report.products) {
        for q in product.quarters.iter().filter(|q| q.shortfall > 0 || q.lost_hosts > 0) {
            let counted = counted.quarters.iter().find(|c| c.quarter == q.quarter);
            let why = if !q.lost.is_empty() {
                q.lost.iter().map(reason).collect::<Vec<_>>().join("; ")
            } else if lost_elsewhere(counted, q) {
                "a day lost elsewhere in the window loses this quarter too".to_owned()
            } else {
                "sub-capacity itself exceeds what was held".to_owned()
            };
            let number = |n: i64| Cell::right(grouped(&n.to_string()));
            rows.push(vec![
                Cell::left(&q.quarter),
                Cell::left(&product.product),
                number(q.required),
                number(q.entitled),
                number(q.shortfall).tone(if q.shortfall > 0 { Tone::Bad } else { Tone::Quiet }),
                Cell::left(why),
            ]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|a, b| a.iter().take(2).map(|c| &c.text).cmp(b.iter().take(2).map(|c| &c.text)));
    let more = rows.len().saturating_sub(MOST_FALLS);
    rows.truncate(MOST_FALLS);
    let lost = reading.products.iter().flat_map(|p| &p.quarters).flat_map(|q| &q.lost);
    let cures: BTreeSet<String> =
        lost.map(|l| format!("{}: would stand with {}.", words(l), l.cure)).collect();
    let mut remarks: Vec<String> = cures.into_iter().collect();
    if more > 0 {
        remarks.push(format!("… and {more} more: --format csv lists every one."));
    }
    remarks
        .push("subcap explain ESTATE PRODUCT QUARTER unfolds any of them to its rows and rules.".to_owned());
    let header = ["quarter", "product"].map(Cell::left).into_iter();
    let header = header
        .chain(["required", "held", "short"].map(Cell::right))
        .chain([Cell::left("why it falls")])
        .collect();
    Some(Section {
        heading: format!("Quarters that fall under `{}`, and why", reading.reading),
        header,
        rows,
        remarks,
    })
}

/// A condition in words.
fn words(lost: &LossReason) -> &'static str {
    match lost.condition {
        "not-measured" => "not measured",
        "not-reported" => "no report",
        _ => "not measured, no report",
    }
}

/// A reason in words.
pub fn reason(lost: &LossReason) -> String {
    let what = words(lost);
    let more = if lost.hosts > lost.first_hosts.len() { ", …" } else { "" };
    let hosts = format!("{} ({}{more})", count(lost.hosts, "host"), lost.first_hosts.join(", "));
    let days = if lost.days == 1 {
        lost.from.clone()
    } else {
        format!("{} days {}..{}", lost.days, lost.from, lost.to)
    };
    let mut refused: Vec<&str> = lost.refused.iter().take(3).map(String::as_str).collect();
    if lost.refused.len() > 3 {
        refused.push("…");
    }
    let refused = if refused.is_empty() {
        String::new()
    } else {
        format!(" (listed but not accepted: {})", refused.join(", "))
    };
    format!("{what} on {hosts}, {days}{refused}")
}
