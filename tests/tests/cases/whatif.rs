//! A case's scenarios through `subcap whatif`, and the worth of its gaps through `subcap evidence`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compare::figures;
use crate::expected::{Between, Cause, Expected, Gap, Worth};
use crate::support;

/// Scenario documents of a case: everything in `given/` but readings of its own.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("given")).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name != "readings.toml"));
    files.sort();
    files
}

/// What differs in the scenarios, in their causes, or in the base beside them.
pub fn scenarios(folder: &Path, expected: &Expected) -> Result<Vec<String>, String> {
    let documents = documents(folder);
    if documents.is_empty() && expected.scenarios.is_empty() {
        return Ok(Vec::new());
    }
    let mut args = vec!["whatif".to_string(), folder.display().to_string()];
    args.extend(documents.iter().flat_map(|path| ["--scenario".to_string(), path.display().to_string()]));
    let answer = ask(folder, args, &expected.options.readings)?;
    let mut wrong = figures(&answer["base"], &expected.checks);
    let scenarios = answer["scenarios"].as_array().ok_or("no scenarios")?;
    if scenarios.len() != expected.scenarios.len() {
        wrong.push(format!("{} scenarios are due, there are {}", expected.scenarios.len(), scenarios.len()));
    }
    for due in &expected.scenarios {
        let Some(scenario) = scenarios.iter().find(|scenario| scenario["name"] == due.name.as_str()) else {
            wrong.push(format!("there is no scenario {}", due.name));
            continue;
        };
        let mut found = figures(&scenario["report"], &due.checks);
        found.extend(causes(&answer["base"], scenario));
        wrong.extend(found.iter().map(|difference| format!("{}: {difference}", due.name)));
    }
    for (path, scenario) in documents.iter().zip(scenarios) {
        wrong.extend(between(folder, expected, (path.as_path(), scenario), &documents)?);
    }
    Ok(wrong)
}

/// From one scenario to each: sums of causes, and those that the case lists.
fn between(
    folder: &Path,
    expected: &Expected,
    (path, from): (&Path, &Value),
    documents: &[PathBuf],
) -> Result<Vec<String>, String> {
    let mut args = vec!["whatif".to_string(), folder.display().to_string()];
    args.extend(["--against".to_string(), path.display().to_string()]);
    args.extend(documents.iter().flat_map(|path| ["--scenario".to_string(), path.display().to_string()]));
    let answer = ask(folder, args, &expected.options.readings)?;
    let mut wrong = Vec::new();
    if answer["against"]["report"] != from["report"] || answer["against"]["name"] != from["name"] {
        wrong.push(format!("{} is not what the others are compared with", from["name"]));
    }
    for scenario in answer["scenarios"].as_array().ok_or("no scenarios")? {
        let found = causes(&from["report"], scenario);
        wrong.extend(found.iter().map(|w| format!("{} to {}: {w}", from["name"], scenario["name"])));
        let none = scenario["causes"].as_array().is_some_and(Vec::is_empty);
        if scenario["name"] == from["name"] && !none {
            wrong.push(format!("{} differs from itself by {}", from["name"], scenario["causes"]));
        }
        let listed =
            |due: &&Between| from["name"] == due.from.as_str() && scenario["name"] == due.to.as_str();
        for due in expected.between.iter().filter(listed) {
            let own = scenario["causes"].as_array().into_iter().flatten();
            let own = own.filter(|cause| cause["reading"] == due.reading.as_str());
            let own: Vec<Cause> =
                own.map(|cause| serde_json::from_value(cause.clone()).expect("a cause")).collect();
            if own != due.causes {
                wrong.push(format!("{} to {}: {:?} is due, there is {own:?}", due.from, due.to, due.causes));
            }
        }
    }
    Ok(wrong)
}

/// The causes of each reading add up to what its total changes by.
fn causes(base: &Value, scenario: &Value) -> Vec<String> {
    let total = |report: &Value, reading: &Value| {
        let readings = report["readings"].as_array().map_or(&[][..], Vec::as_slice);
        readings.iter().find(|r| r["reading"] == *reading).map_or(0, |r| cents(&r["total"]))
    };
    let all = scenario["causes"].as_array().map_or(&[][..], Vec::as_slice);
    let mut wrong = Vec::new();
    for reading in base["readings"].as_array().into_iter().flatten().map(|r| &r["reading"]) {
        let own = all.iter().filter(|cause| cause["reading"] == *reading);
        let sum: i128 = own.map(|cause| cents(&cause["amount"])).sum();
        let change = total(&scenario["report"], reading) - total(base, reading);
        if sum != change {
            wrong.push(format!("causes of {reading} add up to {sum}, not to {change}"));
        }
    }
    wrong
}

/// An amount without its point.
fn cents(amount: &Value) -> i128 {
    let text = amount.as_str().unwrap_or_default().replace('.', "");
    text.parse().unwrap_or_else(|_| panic!("{amount} is no amount"))
}

/// What differs in the worth of gaps.
pub fn worth(folder: &Path, expected: &Expected) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    for due in &expected.worth {
        let base = vec!["evidence".to_string(), folder.display().to_string()];
        let answer = ask(folder, base.clone(), std::slice::from_ref(&due.reading))?;
        wrong.extend(gaps(due, &answer).iter().map(|w| format!("{}: {w}", due.reading)));
        for target in &due.targets {
            let mut args = base.clone();
            args.extend(["--target".to_string(), target.below.clone()]);
            let answer = ask(folder, args, std::slice::from_ref(&due.reading))?;
            let count = answer["smallest"]["gaps"].as_array().map(Vec::len);
            if count != Some(target.gaps) || answer["smallest"]["total"] != target.total.as_str() {
                wrong.push(format!("{}: {target:?} is due, there is {}", due.reading, answer["smallest"]));
            }
        }
    }
    Ok(wrong)
}

fn gaps(due: &Worth, answer: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, due: &str, found: &Value| {
        if found != due {
            wrong.push(format!("{what}: {due} is due, there is {found}"));
        }
    };
    compare("total", &due.total, &answer["total"]);
    compare("total_all_closed", &due.total_all_closed, &answer["total_all_closed"]);
    let found = answer["gaps"].as_array().map_or(&[][..], Vec::as_slice);
    for gap in &due.gaps {
        let what = format!("{} {} {}..{}", gap.kind, gap.scope.as_deref().unwrap_or(""), gap.from, gap.to);
        match found.iter().find(|found| is(gap, found)) {
            Some(found) => {
                compare(&format!("{what} alone"), &gap.alone, &found["alone"]);
                compare(&format!("{what} last"), &gap.last, &found["last"]);
                compare(&format!("{what} shapley"), &gap.shapley, &found["shapley"]);
            }
            None => compare(&what, "the gap", &Value::Null),
        }
    }
    if found.len() != due.gaps.len() {
        wrong.push(format!("{} gaps are due, there are {found:?}", due.gaps.len()));
    }
    wrong
}

fn is(gap: &Gap, found: &Value) -> bool {
    let scope = gap.scope.as_ref().is_none_or(|scope| found["scope"] == scope.as_str());
    scope
        && found["kind"] == gap.kind.as_str()
        && found["from"] == gap.from.as_str()
        && found["to"] == gap.to.as_str()
}

/// The command's answer as JSON.
fn ask(folder: &Path, mut args: Vec<String>, readings: &[String]) -> Result<Value, String> {
    args.extend(["--format".to_string(), "json".to_string()]);
    let own = folder.join("given/readings.toml");
    if own.exists() {
        args.extend(["--readings".to_string(), own.display().to_string()]);
    }
    args.extend(readings.iter().flat_map(|reading| ["--reading".to_string(), reading.clone()]));
    let output = support::subcap(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).map_err(|e| format!("subcap {}: {e}: {said}", args[0]))
}
