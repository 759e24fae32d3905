//! `subcap explain`

use std::fmt::Write as _;

use subcap_core::calendar::Quarter;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::explain::{Explanation, Question, Step, explain};

use crate::args::{Explain, Format};
use crate::exit::{Failure, Outcome};
use crate::input::origin::Origin;
use crate::{input, output};

/// Unfolds a figure.
pub fn run(args: &Explain) -> Result<Outcome, Failure> {
    let quarter = args.quarter.as_deref().map(quarter).transpose()?;
    let readings = input::readings(&args.which)?;
    let estate = input::estate(&Origin::at(&args.source.estate)?, &args.source.how)?;
    let question = Question { product: args.product.clone(), quarter, host: args.host.clone() };
    let explanation = explain(&estate, &readings, &question)?;
    let text = match args.into.format {
        Format::Json => output::json(&explanation)?,
        Format::Csv => csv(&explanation)?,
        Format::Table => tree(&explanation),
        Format::Markdown => markdown(&explanation),
    };
    output::put(&text, &args.into)?;
    Ok(Outcome::Nothing)
}

fn quarter(text: &str) -> Result<Quarter, Error> {
    Quarter::parse(text).ok_or_else(|| {
        let message = format!("{text} is not a quarter");
        Error::new(ErrorCode::UnknownName, message, "Write it as 2025-Q3.")
    })
}

fn title(e: &Explanation) -> String {
    let product = e.product.as_deref().unwrap_or("The totals");
    let quarter = e.quarter.as_ref().map_or_else(String::new, |q| format!(" in {q}"));
    let host = e.host.as_ref().map_or_else(String::new, |h| format!(" on {h}"));
    format!("{product}{quarter}{host}")
}

/// A tree with branches drawn, and the sources it cites.
fn tree(explanation: &Explanation) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}{}{bold:#}\n", title(explanation));
    branches(&explanation.steps, "", &mut out);
    let _ = writeln!(out, "\n{bold}Sources{bold:#}");
    for source in &explanation.sources {
        let _ = writeln!(out, "{}: {}{}", source.id, source.title, link(source.url, "  "));
    }
    let _ = writeln!(out, "\n{}", explanation.notice);
    out
}

fn link(url: &str, before: &str) -> String {
    if url.is_empty() { String::new() } else { format!("{before}{url}") }
}

fn branches(steps: &[Step], indent: &str, out: &mut String) {
    let dim = anstyle::Style::new().dimmed();
    for (i, step) in steps.iter().enumerate() {
        let last = i + 1 == steps.len();
        let (branch, deeper) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let notes = notes(step, "rule ", "");
        let notes =
            if notes.is_empty() { String::new() } else { format!("  {dim}[{}]{dim:#}", notes.join("; ")) };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{indent}{branch}{}{notes}", line(step));
        let indent = format!("{indent}{deeper}");
        if let Some(would) = would(step) {
            let stem = if step.steps.is_empty() { "   " } else { "│  " };
            let _ = writeln!(out, "{indent}{stem}{would}");
        }
        branches(&step.steps, &indent, out);
    }
}

/// Rule, sources and rows.
fn notes(step: &Step, before: &str, after: &str) -> Vec<String> {
    let mut notes: Vec<String> = step.rule.iter().map(|rule| format!("{before}{rule}{after}")).collect();
    if !step.sources.is_empty() {
        notes.push(format!("sources {}", step.sources.join(", ")));
    }
    notes.extend(step.places.iter().cloned());
    notes
}

/// What would change the outcome, in words.
fn would(step: &Step) -> Option<String> {
    let outcome = if step.lost.is_some() { "would stand with" } else { "would owe nothing with" };
    step.would_change().map(|sets| format!("{outcome} {sets}"))
}

fn line(step: &Step) -> String {
    step.value.as_ref().map_or_else(|| step.text.clone(), |value| format!("{}: {value}", step.text))
}

fn markdown(explanation: &Explanation) -> String {
    let mut out = format!("# {}\n\n", title(explanation));
    walk(&explanation.steps, 0, &mut |depth, step| {
        let indent = "  ".repeat(depth);
        let notes = notes(step, "`", "`");
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
        let would = would(step).map_or_else(String::new, |would| format!("; {would}"));
        let _ = writeln!(out, "{indent}- {}{would}{notes}", line(step));
    });
    out.push_str("\n## Sources\n\n");
    for source in &explanation.sources {
        let _ = writeln!(out, "- `{}`: {}{}", source.id, source.title, link(source.url, " "));
    }
    let _ = writeln!(out, "\n{}", explanation.notice);
    out
}

fn csv(explanation: &Explanation) -> std::io::Result<String> {
    const COLUMNS: [&str; 8] =
        ["depth", "text", "value", "rule", "places", "amount", "sources", "would_change_if"];
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    walk(&explanation.steps, 0, &mut |depth, step| {
        let text = |of: &Option<String>| of.clone().unwrap_or_default();
        rows.push([
            depth.to_string(),
            step.text.clone(),
            text(&step.value),
            step.rule.unwrap_or_default().to_owned(),
            step.places.join("; "),
            text(&step.amount),
            step.sources.join("; "),
            step.would_change().unwrap_or_default(),
        ]);
    });
    output::figures(&rows)
}

fn walk(steps: &[Step], depth: usize, with: &mut impl FnMut(usize, &Step)) {
    for step in steps {
        with(depth, step);
        walk(&step.steps, depth + 1, with);
    }
}
