//! `data_condition.txt` of License Service.
//!
//! IBM documents what stands in it (version, clusters, metrics, time, Start Date, End Date) and not how it is laid
//! out, and no file is public. So labels are looked for, with their values behind them or on the next line.

use subcap_core::calendar::{Day, Span};
use subcap_core::read::plausible;

use crate::batch::Batch;
use crate::dates::{Date, date, dates_in};

/// What it says.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub path: String,
    pub tool: Option<String>,
    pub period: Option<Span>,
    pub made: Option<Day>,
}

/// ILMT's file has the same name.
pub(super) fn is(name: &str, start: &[u8]) -> bool {
    name == "data_condition.txt" && memchr::memmem::find(start, b"License Service").is_some()
}

pub(super) fn read(path: &str, bytes: &[u8], batch: &mut Batch) {
    let (text, _) = crate::text::text(bytes);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_matches(['\u{FEFF}', ' ', '\t']))
        .filter(|line| !line.is_empty())
        .collect();
    let value = |labels: &[&str]| {
        lines.iter().enumerate().find_map(|(at, line)| {
            let (label, value) = line.split_once(':').unwrap_or((line, ""));
            let label = label.to_lowercase();
            labels.iter().any(|wanted| label.contains(wanted)).then(|| match value.trim() {
                "" => lines.get(at + 1).copied().unwrap_or(""),
                value => value,
            })
        })
    };
    let day = |labels: &[&str]| {
        let cell = value(labels)?;
        match date(cell).or_else(|| dates_in(cell).first().copied())? {
            Date::Day(day) | Date::Either(day, _) => plausible(day),
        }
    };
    let period = day(&["start date"]).zip(day(&["end date"])).map(|(from, to)| Span::new(from, to));
    let version = value(&["version"]).filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    let tool = format!("IBM License Service {}", version.unwrap_or(""));
    let condition = Condition {
        path: path.to_owned(),
        tool: Some(tool.trim().to_owned()),
        period: period.filter(|period| period.from <= period.to),
        made: day(&["generated", "created", "time"]),
    };
    if let Some(seen) = batch.seen.last_mut() {
        let period = condition.period.map_or(String::new(), |span| format!(", {}", crate::cells::days(span)));
        seen.detail = format!("{}{period}", condition.tool.as_deref().unwrap_or(""));
    }
    batch.license.condition = Some(condition);
}
