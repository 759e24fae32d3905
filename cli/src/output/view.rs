//! What a person sees of a report, before it is drawn: headings, tables, remarks.
//!
//! The order is the negotiator's: the range first, then products by readings, then the quarters
//! and why they fall.

use subcap_core::finding::{Finding, Severity};
use subcap_core::report::{ProductReport, ReadingReport, Report};

use super::findings::place;
use super::quarters;

const MOST_LEFT_OUT: usize = 20;

/// A page of sections.
pub struct View {
    pub title: String,
    pub sections: Vec<Section>,
}

/// A heading, a table and remarks under it.
pub struct Section {
    pub heading: String,
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    pub remarks: Vec<String>,
}

/// Text with a meaning; colour only repeats what the text says.
#[derive(Clone)]
pub struct Cell {
    pub text: String,
    pub tone: Tone,
    pub right: bool,
}

/// What a cell means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Strong,
    Good,
    Bad,
    Doubtful,
    Quiet,
}

impl Cell {
    pub fn left(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain, right: false }
    }

    pub fn right(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain, right: true }
    }

    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// The whole page.
pub fn of(report: &Report) -> View {
    let name = if report.name.is_empty() { String::new() } else { format!("{} · ", report.name) };
    let title = format!("{name}as of {} · all money in {}", report.as_of, report.currency);
    let mut sections = vec![headline(report), products_by_readings(report)];
    if let Some(reading) = quarters::shown_reading(report) {
        sections.push(quarters::strip(report, reading));
        sections.extend(quarters::falls(report, reading));
    }
    sections.push(quarters::units(report));
    sections.extend(left_out(report));
    sections.push(about(report));
    View { title, sections }
}

/// The range from what can be defended to what is opened with; else every reading asked for.
fn headline(report: &Report) -> Section {
    let known = |name: &str| report.readings.iter().find(|r| r.reading == name);
    let range: Vec<&ReadingReport> = match (known("defended"), known("opening")) {
        (Some(defended), Some(opening)) => {
            [Some(defended), known("agreement"), Some(opening)].into_iter().flatten().collect()
        }
        _ => report.readings.iter().collect(),
    };
    let mut by_size: Vec<&&ReadingReport> = range.iter().collect();
    by_size.sort_by_key(|r| (r.total.len(), r.total.clone()));
    let heading = match (by_size.first(), by_size.last()) {
        (Some(low), Some(high)) if range.len() > 1 => {
            format!("{} {} … {} {}", low.reading, amount(low), high.reading, amount(high))
        }
        (Some(one), _) => format!("{} {}", one.reading, amount(one)),
        _ => "Nothing was asked for".to_owned(),
    };
    let header = vec![
        Cell::left("reading"),
        Cell::right("total"),
        Cell::right("owed anyway"),
        Cell::left("window"),
        Cell::left("what it is"),
    ];
    let rows = range
        .iter()
        .map(|r| {
            let tone = if pays(r) { Tone::Bad } else { Tone::Good };
            vec![
                Cell::left(&r.reading).tone(Tone::Strong),
                Cell::right(amount(r)).tone(tone),
                Cell::right(
                    r.without_gaps
                        .as_deref()
                        .map_or("unknown".into(), |money| at_least(r.without_gaps_complete, money)),
                ),
                Cell::left(format!("{} … {}", r.window.from, r.window.to)),
                Cell::left(&r.title),
            ]
        })
        .collect();
    let mut remarks = vec!["owed anyway: what remains with every day evidenced, because sub-capacity itself exceeds what is held.".to_owned()];
    let mut reasons: Vec<&str> =
        report.readings.iter().flat_map(|r| r.incomplete_because.iter().copied()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    if !reasons.is_empty() {
        remarks.push(format!("≥ means at least: {}.", reasons.join("; ")));
    }
    Section { heading, header, rows, remarks }
}

fn products_by_readings(report: &Report) -> Section {
    let mut header = vec![Cell::left("product")];
    header.extend(report.readings.iter().map(|r| Cell::right(&r.reading)));
    let money = |product: &str, reading: &ReadingReport| {
        let found = reading.products.iter().find(|p| p.product == product);
        match found.map(|p| (&p.total, p)) {
            Some((Some(total), p)) if zero(total) && p.complete => Cell::right("0").tone(Tone::Quiet),
            Some((Some(total), p)) => Cell::right(at_least(p.complete, total)),
            Some((None, p)) => Cell::right(format!("{} × no price", p.peak_shortfall)).tone(Tone::Doubtful),
            None => Cell::right(""),
        }
    };
    let mut rows: Vec<Vec<Cell>> = report
        .products
        .iter()
        .map(|p| {
            let name = Cell::left(format!("{}{}", p.product, marks(p)));
            std::iter::once(name).chain(report.readings.iter().map(|r| money(&p.product, r))).collect()
        })
        .collect();
    let mut total = vec![Cell::left("total").tone(Tone::Strong)];
    total.extend(report.readings.iter().map(|r| Cell::right(amount(r)).tone(Tone::Strong)));
    rows.push(total);
    Section { heading: "Products × readings".into(), header, rows, remarks: rate_remarks(report) }
}

/// `*` an assumed rate, `†` one from an unconfirmed row.
pub fn marks(product: &ProductReport) -> &'static str {
    let assumed = product.rates.iter().any(|r| r.origin == "assumed");
    let unconfirmed = product.rates.iter().any(|r| r.grade == Some("unconfirmed"));
    match (assumed, unconfirmed) {
        (true, true) => " *†",
        (true, false) => " *",
        (false, true) => " †",
        (false, false) => "",
    }
}

fn rate_remarks(report: &Report) -> Vec<String> {
    let any = |mark: char| report.products.iter().any(|p| marks(p).contains(mark));
    let texts = [
        (
            '*',
            "* some hosts count at 120 PVU per core, assumed because no rate is given and no row of the PVU table matches",
        ),
        ('†', "† some hosts count at a rate from an unconfirmed row of the PVU table"),
    ];
    texts.into_iter().filter(|(mark, _)| any(*mark)).map(|(_, text)| text.to_owned()).collect()
}

/// The rows that were left out of the count, with the answer they are missing from.
fn left_out(report: &Report) -> Option<Section> {
    let rows: Vec<&Finding> = report.findings.iter().filter(|f| f.left_out).collect();
    if rows.is_empty() {
        return None;
    }
    let more = rows.len().saturating_sub(MOST_LEFT_OUT);
    let header = ["where", "what"].map(Cell::left).to_vec();
    let line = |f: &&Finding| vec![Cell::left(place(f)), Cell::left(f.message.clone())];
    let table = rows.iter().take(MOST_LEFT_OUT).map(line).collect();
    let remarks = if more > 0 {
        vec![format!("… and {more} more: `subcap check` lists every one.")]
    } else {
        Vec::new()
    };
    Some(Section { heading: format!("Left out: {}", count(rows.len(), "row")), header, rows: table, remarks })
}

fn about(report: &Report) -> Section {
    let of = |severity| report.findings.iter().filter(|f| f.severity == severity).count();
    let first = report.first_deployment.as_deref().unwrap_or("unknown");
    let remarks = vec![
        format!(
            "First deployment: {first}; no window begins before its quarter, and grace is counted from it."
        ),
        format!(
            "Input: {}, {}, {}; `subcap check` lists them.",
            count(of(Severity::Error), "error"),
            count(of(Severity::Warning), "warning"),
            count(of(Severity::Note), "note")
        ),
        report.notice.to_owned(),
    ];
    Section { heading: "About this answer".into(), header: Vec::new(), rows: Vec::new(), remarks }
}

/// `1 row`, `2 rows`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// A reading's total, marked if it is "at least".
pub fn amount(reading: &ReadingReport) -> String {
    at_least(reading.complete, &reading.total)
}

/// An amount, marked unless it is all there is.
pub fn at_least(complete: bool, money: &str) -> String {
    format!("{}{}", if complete { "" } else { "≥ " }, grouped(money))
}

/// What the mark on a difference means.
pub const DOUBT: &str = "? of what is known: a total it lies between is at least.";

/// A cell with a difference, marked unless both totals are all there is.
pub fn doubted(complete: bool, cell: Cell) -> Cell {
    if complete { cell } else { Cell { text: format!("? {}", cell.text), tone: Tone::Doubtful, ..cell } }
}

fn pays(reading: &ReadingReport) -> bool {
    !zero(&reading.total) || reading.products.iter().any(|p| p.total.is_none())
}

fn zero(money: &str) -> bool {
    !money.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// Digits in groups of three: 1234567.89 → 1,234,567.89.
pub fn grouped(number: &str) -> String {
    let (whole, part) = number.split_once('.').map_or((number, None), |(w, p)| (w, Some(p)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}
