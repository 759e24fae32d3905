//! What a person sees of many estates: one row each, sums by currency, and those that could not be estimated.

use subcap_core::error::Error;
use subcap_core::report::{EstateSummary, NOTICE, ReadingSummary, Trouble, portfolio_totals};

use super::view::{Cell, Section, Tone, View, at_least};

/// The readings shown where many were asked for: the range of the negotiation.
const RANGE: [&str; 3] = ["defended", "agreement", "opening"];

/// The page.
pub fn view(estates: &[EstateSummary]) -> Result<View, Error> {
    let bad = estates.iter().filter(|estate| estate.error.is_some()).count();
    let title = format!("{} estates, {} of them estimated", estates.len(), estates.len() - bad);
    let mut sections = vec![totals(estates)?];
    if bad > 0 {
        sections.push(troubles(estates));
    }
    Ok(View { title, sections })
}

/// Rows for spreadsheets: a row for each estate and reading.
pub fn rows(estates: &[EstateSummary]) -> Vec<[String; 7]> {
    let header = ["estate", "name", "as_of", "currency", "reading", "total", "complete"];
    let mut rows = vec![header.map(str::to_owned)];
    for estate in estates {
        match (&estate.report, &estate.error) {
            (Some(report), _) => rows.extend(report.readings.iter().map(|reading| {
                let complete = if reading.complete { "yes" } else { "no" };
                [
                    estate.estate.clone(),
                    report.name.clone(),
                    report.as_of.clone(),
                    report.currency.clone(),
                    reading.reading.clone(),
                    reading.total.clone(),
                    complete.to_owned(),
                ]
            })),
            (None, error) => {
                let why =
                    error.as_ref().map_or_else(String::new, |e| format!("error {}: {}", e.code, e.message));
                rows.push([
                    estate.estate.clone(),
                    why,
                    String::new(),
                    String::new(),
                    String::new(),
                    String::new(),
                    String::new(),
                ]);
            }
        }
    }
    rows
}

fn totals(estates: &[EstateSummary]) -> Result<Section, Error> {
    let readings = shown(estates);
    let mut header = vec![Cell::left("estate"), Cell::left("as of"), Cell::left("currency")];
    header.extend(readings.iter().map(|name| Cell::right(name.clone())));
    let mut rows = Vec::new();
    for (estate, report) in estates.iter().filter_map(|estate| Some((estate, estate.report.as_ref()?))) {
        let name = if report.name.is_empty() { &estate.estate } else { &report.name };
        let mut row = vec![Cell::left(name.clone()), Cell::left(&report.as_of), Cell::left(&report.currency)];
        row.extend(readings.iter().map(|reading| {
            let found = report.readings.iter().find(|r| r.reading == *reading);
            found.map_or_else(|| Cell::right("–").tone(Tone::Quiet), amount)
        }));
        rows.push(row);
    }
    let sums = portfolio_totals(estates)?;
    let mut currencies: Vec<&str> = sums.iter().map(|(currency, ..)| currency.as_str()).collect();
    currencies.dedup();
    currencies.sort_unstable();
    currencies.dedup();
    for currency in currencies {
        let mut row = vec![Cell::left("all").tone(Tone::Strong), Cell::left(""), Cell::left(currency)];
        row.extend(readings.iter().map(|reading| {
            let found = sums.iter().find(|(c, name, ..)| c == currency && name == reading);
            found.map_or_else(
                || Cell::right("–").tone(Tone::Quiet),
                |(_, _, total, complete)| Cell::right(at_least(*complete, total)).tone(Tone::Strong),
            )
        }));
        rows.push(row);
    }
    let mut remarks = Vec::new();
    if rows.iter().flatten().any(|cell| cell.text.starts_with('≥')) {
        remarks
            .push("≥ at least: something is unknown; estimate that estate by itself to see what.".to_owned());
    }
    if estates.iter().any(|estate| estate.report.is_none()) {
        remarks.push("all: of the estates that could be estimated; the others come on top.".to_owned());
    }
    remarks.push(NOTICE.to_owned());
    Ok(Section { heading: "Total by estate and reading".to_owned(), header, rows, remarks })
}

/// All readings if they are few, else the range.
fn shown(estates: &[EstateSummary]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for reading in estates.iter().filter_map(|e| e.report.as_ref()).flat_map(|r| &r.readings) {
        if !names.contains(&reading.reading) {
            names.push(reading.reading.clone());
        }
    }
    let range: Vec<String> =
        RANGE.iter().filter(|name| names.iter().any(|n| n == *name)).map(|name| (*name).to_owned()).collect();
    if names.len() > RANGE.len() && range.len() == RANGE.len() { range } else { names }
}

fn amount(reading: &ReadingSummary) -> Cell {
    let tone = if reading.complete { Tone::Plain } else { Tone::Doubtful };
    Cell::right(at_least(reading.complete, &reading.total)).tone(tone)
}

fn troubles(estates: &[EstateSummary]) -> Section {
    let trouble = |estate: &EstateSummary| {
        let error = estate.error.as_ref()?;
        let what = format!("{} {}", error.message, error.advice);
        Some(vec![
            Cell::left(&estate.estate).tone(Tone::Bad),
            Cell::left(&error.code),
            Cell::left(place(error)),
            Cell::left(what),
        ])
    };
    Section {
        heading: "Not estimated".to_owned(),
        header: ["estate", "code", "where", "what"].map(Cell::left).to_vec(),
        rows: estates.iter().filter_map(trouble).collect(),
        remarks: Vec::new(),
    }
}

fn place(error: &Trouble) -> String {
    let row = error.row.map(|row| format!("row {row}"));
    let parts: Vec<String> = [error.file.clone(), row, error.column.clone()].into_iter().flatten().collect();
    parts.join(", ")
}

/// The same on stderr, where the answer itself is for programs.
pub fn troubles_to_stderr(bad: &[&EstateSummary]) {
    for (estate, error) in bad.iter().filter_map(|estate| Some((&estate.estate, estate.error.as_ref()?))) {
        let place = Some(place(error)).filter(|place| !place.is_empty());
        let place = place.map_or_else(String::new, |place| format!("{place}: "));
        anstream::eprintln!("not estimated: {estate}: {}: {place}{}", error.code, error.message);
    }
}
