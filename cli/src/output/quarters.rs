//! The quarters: how each stands, what was counted, and why one falls.

use subcap_core::report::{
    LossReason, ProductQuarter, ProductReport, RateReport, ReadingProduct, ReadingQuarter, ReadingReport,
    Report,
};

use super::view::{Cell, Section, Tone, grouped, marks};

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
        "! : more is required than was held. –: not installed.".to_owned(),
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
        Cell::left("rates, PVU per core (hosts)"),
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
            Cell::left(product.rates.iter().map(rate).collect::<Vec<_>>().join(", ")),
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

/// `70 printed (12)`
fn rate(rate: &RateReport) -> String {
    format!("{} {} ({})", rate.pvu_per_core, rate.grade.unwrap_or(rate.origin), rate.hosts)
}

fn standing(product: &ProductReport, q: &ReadingQuarter) -> Cell {
    let installed = product.quarters.iter().any(|counted| counted.quarter == q.quarter && counted.full > 0);
    match (q.lost_hosts, q.shortfall > 0) {
        (0, false) if !installed && q.required == 0 => Cell::right("–").tone(Tone::Quiet),
        (0, false) => Cell::right("stands").tone(Tone::Good),
        (0, true) => Cell::right("!").tone(Tone::Bad),
        (hosts, false) => Cell::right(format!("{hosts} h")).tone(Tone::Doubtful),
        (hosts, true) => Cell::right(format!("{hosts} h !")).tone(Tone::Bad),
    }
}

/// The quarters that cost something, and why.
pub fn falls(reading: &ReadingReport) -> Option<Section> {
    let mut rows = Vec::new();
    for product in &reading.products {
        for q in product.quarters.iter().filter(|q| q.shortfall > 0) {
            let why = if q.lost.is_empty() {
                "sub-capacity itself exceeds what was held, or a quarter lost beside it counts".to_owned()
            } else {
                q.lost.iter().map(reason).collect::<Vec<_>>().join("; ")
            };
            let number = |n: i64| Cell::right(grouped(&n.to_string()));
            rows.push(vec![
                Cell::left(&q.quarter),
                Cell::left(&product.product),
                number(q.required),
                number(q.entitled),
                number(q.shortfall).tone(Tone::Bad),
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
    let mut remarks = Vec::new();
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
        heading: format!("Quarters that fall short under `{}`", reading.reading),
        header,
        rows,
        remarks,
    })
}

/// A reason in words.
pub fn reason(lost: &LossReason) -> String {
    let hosts = if lost.hosts == 1 { "1 host".to_owned() } else { format!("{} hosts", lost.hosts) };
    let what = match lost.condition {
        "not-measured" => "not measured",
        "not-reported" => "no report",
        _ => "not measured, no report",
    };
    let days = if lost.from == lost.to { lost.from.clone() } else { format!("{}..{}", lost.from, lost.to) };
    let mut refused: Vec<&str> = lost.refused.iter().take(3).map(String::as_str).collect();
    if lost.refused.len() > 3 {
        refused.push("…");
    }
    let refused = if refused.is_empty() {
        String::new()
    } else {
        format!(" (listed but not accepted: {})", refused.join(", "))
    };
    format!("{what} on {hosts} {days}{refused}")
}
