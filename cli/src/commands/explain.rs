//! `subcap explain`

use std::fmt::Write as _;

use subcap_core::calendar::Quarter;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::explain::{Explanation, Question, Step, explain};

use crate::args::{Explain, Format};
use crate::exit::{Failure, Outcome};
use crate::{input, output};

/// Unfolds one figure.
pub fn run(args: &Explain) -> Result<Outcome, Failure> {
    let quarter = Quarter::parse(&args.quarter).ok_or_else(|| {
        let message = format!("{} is not a quarter", args.quarter);
        Error::new(ErrorCode::UnknownName, message, "Write it as 2025-Q3.")
    })?;
    let readings = input::readings(&args.which)?;
    let estate = input::estate(&args.source.estate, &args.source.how)?;
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

fn title(e: &Explanation) -> String {
    let host = e.host.as_ref().map_or_else(String::new, |h| format!(" on {h}"));
    format!("{} in {}{host}", e.product, e.quarter)
}

/// A tree with branches drawn.
fn tree(explanation: &Explanation) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}{}{bold:#}\n", title(explanation));
    branches(&explanation.steps, "", &mut out);
    out
}

fn branches(steps: &[Step], indent: &str, out: &mut String) {
    let dim = anstyle::Style::new().dimmed();
    for (i, step) in steps.iter().enumerate() {
        let last = i + 1 == steps.len();
        let (branch, deeper) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let mut notes: Vec<String> = step.rule.iter().map(|r| format!("rule {r}")).collect();
        notes.extend(step.places.iter().cloned());
        let notes =
            if notes.is_empty() { String::new() } else { format!("  {dim}[{}]{dim:#}", notes.join("; ")) };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{indent}{branch}{}{notes}", line(step));
        branches(&step.steps, &format!("{indent}{deeper}"), out);
    }
}

fn line(step: &Step) -> String {
    step.value.as_ref().map_or_else(|| step.text.clone(), |value| format!("{}: {value}", step.text))
}

fn markdown(explanation: &Explanation) -> String {
    let mut out = format!("# {}\n\n", title(explanation));
    walk(&explanation.steps, 0, &mut |depth, step| {
        let mut notes: Vec<String> = step.rule.iter().map(|r| format!("`{r}`")).collect();
        notes.extend(step.places.iter().cloned());
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
        let _ = writeln!(out, "{}- {}{notes}", "  ".repeat(depth), line(step));
    });
    out
}

fn csv(explanation: &Explanation) -> std::io::Result<String> {
    let mut rows = vec![["depth", "text", "value", "rule", "places"].map(str::to_owned)];
    walk(&explanation.steps, 0, &mut |depth, step| {
        let value = step.value.clone().unwrap_or_default();
        let rule = step.rule.unwrap_or_default().to_owned();
        rows.push([depth.to_string(), step.text.clone(), value, rule, step.places.join("; ")]);
    });
    output::csv_text(&rows)
}

fn walk(steps: &[Step], depth: usize, with: &mut impl FnMut(usize, &Step)) {
    for step in steps {
        with(depth, step);
        walk(&step.steps, depth + 1, with);
    }
}
