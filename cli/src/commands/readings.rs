//! `subcap readings`: what each reading assumes, who takes it, and its sources.

use std::io::{self, Write};

use comfy_table::{Table, presets};
use serde_json::Value;
use subcap_core::price::{Reading, Support};

use crate::args::{ListFormat, Listing};
use crate::exit::{Failure, Outcome};
use crate::input;

/// Runs it.
pub fn run(args: &Listing) -> Result<Outcome, Failure> {
    let readings = input::all_readings(args.file.as_deref())?;
    let text = match args.format {
        ListFormat::Table => for_people(readings.all())?,
        ListFormat::Json => readings.to_json(),
        ListFormat::Toml => as_file(readings.all())?,
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(Outcome::Nothing)
}

/// As `--readings` reads it.
fn as_file(readings: &[Reading]) -> io::Result<String> {
    let file = std::collections::BTreeMap::from([("reading", readings)]);
    let text = toml::to_string(&file).map_err(io::Error::other)?;
    Ok(format!(
        "# Readings in the form that --readings reads. A reading may also say like = \"agreement\" and then only\n# what differs.\n\n{text}"
    ))
}

/// The keys in one table, then who takes each reading and on what ground.
fn for_people(readings: &[Reading]) -> io::Result<String> {
    let late = readings.iter().any(|reading| reading.late_report_days.is_some());
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    // Broken by hand, so that the table fits into a hundred columns.
    let mut header = vec![
        "Reading",
        "Charge",
        "Scope",
        "Granu-\nlarity",
        "Grace",
        "Look-\nback",
        "Re-\nports\nowed",
        "Contes-\ntable",
        "Price",
        "Credit",
        "Support",
    ];
    header.extend(late.then_some("Late\nafter"));
    table.set_header(header);
    let mut texts = String::new();
    for reading in readings {
        let mut row = keys(reading)?;
        row.extend(late.then(|| reading.late_report_days.map_or("never".into(), |days| format!("{days} d"))));
        table.add_row(row);
        let Reading { name, title, who, sources, .. } = reading;
        texts.push_str(&format!("\n{name}: {title}\n    {who}\n    Sources: {}\n", sources.join(", ")));
    }
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 1));
    });
    Ok(table.trim_fmt() + "\n" + &texts)
}

/// A reading's keys as the words that files use.
fn keys(reading: &Reading) -> io::Result<Vec<String>> {
    let words = serde_json::to_value(reading)?;
    let word = |key: &str| words.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let rate = Some(reading.use_rate_bp).filter(|rate| *rate > 0).map(|rate| format!(" {rate} bp"));
    let cap = Some(reading.support_cap_years).filter(|_| reading.support != Support::None);
    Ok(vec![
        reading.name.clone(),
        word("charge") + &rate.unwrap_or_default(),
        word("scope"),
        word("granularity"),
        format!("{} d", reading.grace_days),
        format!("{} q", reading.lookback_quarters),
        reading.report_owed_quarters.map_or("all".into(), |quarters| format!("{quarters} q")),
        word("contestable"),
        word("price"),
        if reading.credit_later_purchases { "yes" } else { "no" }.to_owned(),
        word("support") + &cap.map_or(String::new(), |years| format!(" {years} y")),
    ])
}
