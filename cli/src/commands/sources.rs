//! `subcap sources`: what every figure rests on.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use subcap_core::error::{Error, ErrorCode, nearest};
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::rules::{Rule, Step, rules};
use subcap_core::sources::{Source, source, sources};
use subcap_core::whatif::{beside, levers};

use crate::args::Sources;
use crate::exit::{Failure, Outcome};

/// Runs it.
pub fn run(args: &Sources) -> Result<Outcome, Failure> {
    let text = match &args.id {
        // To the byte, so that the file can be edited and handed back.
        _ if args.pvu_table => PvuTable::EMBEDDED_CSV.to_owned(),
        None => everything()?,
        Some(id) => one(id)?,
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(Outcome::Nothing)
}

/// Rules by step, then the sources.
fn everything() -> Result<String, Error> {
    let mut out =
        String::from("Rules, step by step, each with its sources; `subcap sources ID` prints one in full.\n");
    let wide = rules()?.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or(0);
    for step in Step::ALL {
        out.push_str(&format!("\n{}\n", step.as_str()));
        for rule in rules()?.iter().filter(|rule| rule.step == step) {
            let sources = rule.sources.join(", ");
            out.push_str(&format!(
                "  {:wide$}  {}\n  {:wide$}  {sources}\n",
                rule.id.as_str(),
                rule.title,
                ""
            ));
        }
    }
    out.push_str("\nSources\n");
    for source in sources()? {
        out.push_str(&format!("  {}\n", short(source)));
    }
    Ok(out)
}

/// One rule or source in full.
fn one(id: &str) -> Result<String, Error> {
    if let Some(rule) = rules()?.iter().find(|rule| rule.id.as_str() == id) {
        return Ok(whole_rule(rule));
    }
    if let Some(source) = source(id) {
        return Ok(format!("{}\n\nNamed by {}\n", short(source), named_by(id)?.join(", ")));
    }
    let known = rules()?.iter().map(|rule| rule.id.as_str()).chain(sources()?.iter().map(|s| s.id.as_str()));
    let advice = nearest(id, known).map_or_else(
        || "`subcap sources` lists rules and sources.".to_owned(),
        |near| format!("Did you mean {near}?"),
    );
    Err(Error::new(ErrorCode::UnknownName, format!("there is no rule or source named {id}"), advice))
}

fn whole_rule(rule: &Rule) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.add_row(["What", &rule.what]);
    table.add_row(["When", &rule.when]);
    table.add_row(["Example", &rule.example]);
    table.add_row(["Not covered", &rule.not_covered]);
    table.add_row(["Since", &rule.since]);
    let sources = rule.sources.iter().filter_map(|id| source(id));
    let sources: String = sources.map(|source| format!("  {}\n", short(source))).collect();
    let (id, title, step) = (rule.id, &rule.title, rule.step.as_str());
    format!("{id}: {title} (step: {step})\n\n{}\n\nSources\n{sources}", table.trim_fmt())
}

/// A source in two lines: addresses are not wrapped, so that they can be followed.
fn short(source: &Source) -> String {
    let Source { id, title, url, date, grade } = source;
    let place = if url.is_empty() { String::new() } else { format!("\n      {url}") };
    format!("{id} ({}, {date}): {title}{place}", grade.as_str())
}

/// What rests on a source.
fn named_by(id: &str) -> Result<Vec<String>, Error> {
    let (readings, table) = (Readings::built_in()?, PvuTable::embedded()?);
    let here = |sources: &[String]| sources.iter().any(|source| source == id);
    let rules = rules()?.iter().filter(|r| here(&r.sources)).map(|r| format!("rule {}", r.id));
    let readings = readings.all().iter().filter(|r| here(&r.sources)).map(|r| format!("reading {}", r.name));
    let rows = table.rows().iter().filter(|r| here(&r.sources)).map(|r| format!("PVU row {}", r.id));
    let (levers, beside) = (levers()?, beside()?);
    let levers = levers.iter().filter(|l| here(&l.sources)).map(|l| format!("lever {}", l.name));
    let tail = Some("the forward tail".to_owned()).filter(|_| here(&beside.forward_tail.sources));
    let shares = beside.settlements.iter().filter(|s| s.source == id);
    let shares = shares.map(|s| format!("the settlement \"{}\"", s.title));
    Ok(rules.chain(readings).chain(rows).chain(levers).chain(tail).chain(shares).collect())
}
