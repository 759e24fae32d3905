//! What is on file, and what is not: the story of the estate.

use std::fmt::Write as _;

use crate::calendar::{Day, Quarter};

use super::chance::{date, draw_days};
use super::hosts::{Watched, watched};
use super::machines::{AMER, APAC, EMEA};

/// When the tool began to measure a region. Asia got it seven months after the group's first deployment.
const TOOL: [(&str, &str); 3] = [(AMER, "2021-03-15"), (EMEA, "2021-04-19"), (APAC, "2021-10-18")];

/// Days on which nothing was measured: cluster or host, from, to.
const GAPS: &[(&str, &str, &str)] = &[
    // The vCenter account had expired and nobody looked.
    ("DAL-MW1", "2025-02-03", "2025-02-23"),
    // The console was connected seven weeks after the server.
    ("sin-s1022-1", "2025-08-11", "2025-09-28"),
];

/// Reports that are not simply on file: region, quarter, state, weight, note.
const REPORTS: &[(&str, &str, &str, &str, &str)] = &[
    (APAC, "2022-Q2", "lost", "", "never found; older than two years"),
    (EMEA, "2024-Q2", "lost", "", "lost when the ILMT server was migrated"),
    (EMEA, "2024-Q3", "lost", "", "lost when the ILMT server was migrated"),
    (APAC, "2025-Q2", "contestable", "0.8", "unsigned copy from a mailbox"),
];

/// Reports made long after their quarter: region, quarter, days.
const LATE: &[(&str, &str, i32)] =
    &[(AMER, "2023-Q3", 64), (EMEA, "2024-Q4", 88), (APAC, "2024-Q1", 71), (AMER, "2025-Q2", 52)];

const BACKUP: &str = "from a backup of the ILMT database";
const EVENTS: &str = "from vCenter events and change records";
const EXPORTS: &str = "from monthly vCenter exports only";
const CONSOLE: &str = "from the history of the management console";

/// Figures rebuilt afterwards: scope, quarter, made, weight (none: nobody contests it), from what.
const REBUILT: &[[&str; 5]] = &[
    ["region:EMEA", "2024-Q2", "2025-01-20", "0.75", BACKUP],
    ["cluster:FRA-MW1", "2024-Q3", "2025-02-12", "0.6", EVENTS],
    ["cluster:FRA-DB1", "2024-Q3", "2025-02-12", "0.6", EVENTS],
    ["cluster:FRA-INT1", "2024-Q3", "2025-02-12", "0.6", EVENTS],
    ["cluster:LON-DB1", "2024-Q3", "2025-02-26", "0.5", EXPORTS],
    ["host:fra-e980-1", "2024-Q3", "2025-02-12", "", CONSOLE],
    ["host:fra-s924-1", "2024-Q3", "2025-02-12", "", CONSOLE],
    ["host:fra-s1022-1", "2024-Q3", "2025-02-12", "", CONSOLE],
    ["host:lon-s924-1", "2024-Q3", "2025-02-19", "0.7", CONSOLE],
    ["host:sin-s1022-1", "2025-Q3", "2025-10-06", "", CONSOLE],
];

/// `evidence.csv`
pub fn evidence(as_of: Day) -> String {
    let mut csv = "id,kind,scope,from,to,made,state,weight,note\n".to_owned();
    for watched in watched() {
        measured(&mut csv, &watched);
    }
    for (region, from) in TOOL {
        for quarter in Quarter::of(date(from)).through(Quarter::of(as_of)) {
            report(&mut csv, region, quarter, as_of);
        }
    }
    for (n, [scope, quarter, made, weight, note]) in (1..).zip(REBUILT) {
        let Some(days) = Quarter::parse(quarter).map(Quarter::span) else { continue };
        let state = if weight.is_empty() { "held" } else { "contestable" };
        let _ = writeln!(
            csv,
            "B-{n:02},rebuilt,{scope},{},{},{made},{state},{weight},{note}",
            days.from, days.to
        );
    }
    csv
}

/// From the day the tool or the machine came, whichever is later, but for the gaps.
fn measured(csv: &mut String, watched: &Watched) {
    let tool = TOOL.iter().find(|(region, _)| *region == watched.region).map_or("", |(_, from)| *from);
    let kind = if watched.cluster { "cluster" } else { "host" };
    let Watched { name, from, .. } = watched;
    let mut from = date(from).max(date(tool));
    let mut item = |n: u32, from: Day, to: &str| {
        let _ = writeln!(csv, "M-{name}-{n},measured,{kind}:{name},{from},{to},,held,,");
    };
    let mut n = 1;
    for (_, first, last) in GAPS.iter().filter(|(gap, ..)| gap == name) {
        if from < date(first) {
            item(n, from, &date(first).previous().to_string());
            n += 1;
        }
        from = date(last).next();
    }
    item(n, from, "");
}

/// One per region and quarter, made within a few weeks of its end unless [`LATE`] or [`REPORTS`] say otherwise.
fn report(csv: &mut String, region: &str, quarter: Quarter, as_of: Day) {
    let name = quarter.to_string();
    let span = quarter.span();
    let special = REPORTS.iter().find(|(r, q, ..)| *r == region && *q == name);
    let (state, weight, note) =
        special.map_or(("held", "", ""), |(_, _, state, weight, note)| (*state, *weight, *note));
    let late = LATE.iter().find(|(r, q, _)| *r == region && *q == name);
    let id = format!("R-{region}-{name}");
    let days = late.map_or_else(|| 5 + draw_days(&id, 0, 16), |(_, _, days)| *days);
    // The last one is made on the as-of date itself.
    let made = span.to.plus(days).min(as_of);
    let made = if state == "lost" { String::new() } else { made.to_string() };
    let _ =
        writeln!(csv, "{id},report,region:{region},{},{},{made},{state},{weight},{note}", span.from, span.to);
}
