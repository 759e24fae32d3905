//! The registry: rules, readings, rates and the sources behind them hang together.

use std::collections::BTreeSet;
use std::error::Error;

use subcap_core::calendar::Day;
use subcap_core::price::{Reading, Readings};
use subcap_core::pvu::PvuTable;
use subcap_core::rules::{RuleId, rule, rules};
use subcap_core::sources::{SourceGrade, source, sources};
use subcap_core::whatif::{beside, levers};

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn every_rule_id_has_one_entry_in_the_same_order() -> Outcome {
    let in_data: Vec<RuleId> = rules()?.iter().map(|rule| rule.id).collect();
    assert_eq!(in_data, RuleId::ALL);
    assert!(rules()?.is_sorted_by_key(|rule| rule.step), "rules are not in the order of the steps");
    for id in RuleId::ALL {
        assert_eq!(rule(*id).map(|rule| rule.id), Some(*id));
        assert_eq!(serde_json::to_value(id)?, id.as_str());
    }
    Ok(())
}

#[test]
fn every_rule_is_whole() -> Outcome {
    for rule in rules()? {
        let texts = [&rule.title, &rule.what, &rule.when, &rule.since, &rule.example, &rule.not_covered];
        for text in texts {
            assert!(!text.trim().is_empty() && text.trim() == text, "{}: {text:?}", rule.id);
        }
        assert!(rule.title.chars().count() <= 90, "{}: the title is too long for a line", rule.id);
        assert!(rule.example.contains(|c: char| c.is_ascii_digit()), "{}: no number", rule.id);
        assert!(is_since(&rule.since), "{}: {:?}", rule.id, rule.since);
    }
    Ok(())
}

#[test]
fn every_source_named_exists_and_every_source_is_named() -> Outcome {
    let (table, readings) = (PvuTable::embedded()?, Readings::built_in()?);
    let mut named: Vec<(String, &[String])> = Vec::new();
    named.extend(rules()?.iter().map(|rule| (format!("rule {}", rule.id), &rule.sources[..])));
    named.extend(readings.all().iter().map(|r| (format!("reading {}", r.name), &r.sources[..])));
    named.extend(table.rows().iter().map(|row| (format!("PVU row {}", row.id), &row.sources[..])));
    named.extend(levers()?.iter().map(|lever| (format!("lever {}", lever.name), &lever.sources[..])));
    named.push(("the forward tail".to_owned(), &beside()?.forward_tail.sources));
    let shares = beside()?.settlements.iter();
    named.extend(shares.map(|s| (format!("settlement {}", s.title), std::slice::from_ref(&s.source))));
    for (by, ids) in &named {
        assert!(!ids.is_empty(), "{by} has no source");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{by} names a source twice");
        for id in *ids {
            assert!(source(id).is_some(), "{by} names {id}, which is not in sources.csv");
        }
    }
    let used: BTreeSet<&str> = named.iter().flat_map(|(_, ids)| ids.iter().map(String::as_str)).collect();
    let listed: BTreeSet<&str> = sources()?.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(listed, used, "sources that nothing names");
    Ok(())
}

#[test]
fn every_source_says_who_where_and_when() -> Outcome {
    let mut ids = BTreeSet::new();
    for source in sources()? {
        let id = source.id.as_str();
        assert!(ids.insert(id), "{id} stands twice");
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
        assert!(RuleId::ALL.iter().all(|rule| rule.as_str() != id), "{id} is the id of a rule as well");
        assert!(!source.title.is_empty(), "{id}");
        let web = source.url.starts_with("https://") || source.url.starts_with("http://");
        assert_eq!(web, source.grade.is_published(), "{id}: {:?}", source.url);
        assert!(web || source.url.is_empty(), "{id}: {:?}", source.url);
        assert!(source.date == "undated" || is_date(&source.date), "{id}: {:?}", source.date);
        assert_eq!(serde_json::to_value(source.grade)?, source.grade.as_str());
        let ours = source.title.starts_with("Ours: ") && source.title.contains(". Rests on ");
        assert_eq!(ours, source.grade == SourceGrade::Derived, "{id}: {:?}", source.title);
    }
    Ok(())
}

/// The table of readings as the contract of behaviour prints it.
const READINGS: &str = "\
opening | purchase | cluster | quarter | 0 | 20 | 8 | lost | list | no | flat, 2 y
estate | purchase | estate | window | 0 | 20 | all | lost | list | no | lookback, 2 y
agreement | purchase | host | quarter | 90 | 8 | 8 | lost | contract | yes | duration, 2 y
agreement_flat | purchase | host | quarter | 90 | 8 | 8 | lost | contract | yes | flat, 2 y
largest | purchase | largest | quarter | 90 | 8 | 8 | lost | contract | yes | duration, 2 y
graduated | purchase | host | days | 90 | 8 | 8 | lost | contract | yes | graduated, 2 y
period | use 5000 bp | host | quarter | 90 | 20 | 8 | lost | list | no | none
defended | purchase | host | days | 90 | 8 | 8 | held | contract | yes | duration, 2 y";

#[test]
fn readings_are_those_of_the_contract() -> Outcome {
    let readings = Readings::built_in()?;
    let told: Vec<String> = readings.all().iter().map(line).collect::<Result<_, _>>()?;
    assert_eq!(told.join("\n"), READINGS);
    for reading in readings.all() {
        assert_eq!(reading.late_report_days, None, "{}", reading.name);
        assert!(!reading.title.is_empty() && !reading.who.is_empty(), "{}", reading.name);
    }
    Ok(())
}

fn line(reading: &Reading) -> Result<String, Box<dyn Error>> {
    let json = serde_json::to_value(reading)?;
    let word = |key: &str| json[key].as_str().unwrap_or("?").to_owned();
    let rate = if reading.use_rate_bp == 0 { String::new() } else { format!(" {} bp", reading.use_rate_bp) };
    let cap = if word("support") == "none" { 0 } else { reading.support_cap_years };
    assert_eq!(cap, reading.support_cap_years, "{}: a cap on no support", reading.name);
    Ok([
        reading.name.clone(),
        word("charge") + &rate,
        word("scope"),
        word("granularity"),
        reading.grace_days.to_string(),
        reading.lookback_quarters.to_string(),
        reading.report_owed_quarters.map_or("all".to_owned(), |quarters| quarters.to_string()),
        word("contestable"),
        word("price"),
        if reading.credit_later_purchases { "yes" } else { "no" }.to_owned(),
        word("support") + &if cap == 0 { String::new() } else { format!(", {cap} y") },
    ]
    .join(" | "))
}

/// `undated` or a date, perhaps with a remark in brackets.
fn is_since(text: &str) -> bool {
    let (date, remark) = text.split_once(' ').unwrap_or((text, "(-)"));
    let bracketed = remark.len() > 2 && remark.starts_with('(') && remark.ends_with(')');
    bracketed && (date == "undated" || is_date(date))
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Day::parse(whole.as_bytes()).is_some()
}

#[test]
fn dates_that_are_none_are_seen() {
    for text in ["2025", "2025-03", "2025-03-31", "undated (v11)", "2025 (v11, new customers)"] {
        assert!(is_since(text), "{text}");
    }
    for text in ["", "soon", "2025-13", "2025-02-30", "25", "2025 v11", "undated ()", "2025-03-31x"] {
        assert!(!is_since(text), "{text}");
    }
}
