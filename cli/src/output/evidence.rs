//! What a person sees of the worth of evidence: gaps by worth, the smallest set, the checklist.

use std::io;

use subcap_core::worth::{Checked, GapWorth, Smallest, Worth};

use super::AS_KNOWN;
use super::view::{Cell, DOUBT, Section, Tone, View, at_least, count, doubted, grouped};

/// Gaps shown one by one; all of them are in the JSON and the CSV.
const SHOWN: usize = 40;

/// The whole page.
pub fn of(worth: &Worth) -> View {
    let title = format!("worth of evidence under `{}` · all money in {}", worth.reading, worth.currency);
    let mut sections = vec![gaps(worth)];
    sections.extend(worth.smallest.as_ref().map(|set| smallest(set, worth)));
    sections.push(checklist(&worth.checklist));
    if let Some(last) = sections.last_mut() {
        last.remarks.push(worth.notice.to_owned());
    }
    View { title, sections }
}

fn gaps(worth: &Worth) -> Section {
    let heading = format!(
        "{} as it is, {} with every gap closed: {}",
        at_least(worth.complete, &worth.total),
        at_least(worth.total_all_closed_complete, &worth.total_all_closed),
        count(worth.gaps.len(), "gap")
    );
    let sampled = worth.gaps.iter().any(|gap| gap.error.is_some());
    let mut header = vec![
        Cell::left("gap"),
        Cell::right("hosts"),
        Cell::right("alone"),
        Cell::right("last"),
        Cell::right("fair share"),
    ];
    header.extend(sampled.then(|| Cell::right("±")));
    header.push(Cell::left("closed by"));
    let rows = worth.gaps.iter().take(SHOWN).map(|gap| {
        let money = |text: &str| Cell::right(grouped(text));
        let mut row = vec![
            Cell::left(&gap.id).tone(Tone::Strong),
            Cell::right(gap.hosts.to_string()),
            doubted(gap.complete, money(&gap.alone)),
            doubted(gap.last_complete, money(&gap.last)),
            doubted(gap.complete, money(&gap.shapley)),
        ];
        row.extend(sampled.then(|| money(gap.error.as_deref().unwrap_or(""))));
        row.push(Cell::left(closed_by(gap)));
        row
    });
    let rows = if worth.gaps.is_empty() { Vec::new() } else { rows.collect() };
    let legend = "alone: what closing it takes off while the others stay open; last: once all others are closed; fair share: the average over all orders (Shapley). The shares add up to what the gaps cost.";
    let mut remarks: Vec<String> = (!worth.gaps.is_empty()).then(|| legend.to_owned()).into_iter().collect();
    if worth.gaps.iter().any(|gap| !gap.complete) {
        remarks.push(DOUBT.to_owned());
    }
    if worth.gaps.len() > SHOWN {
        remarks.push(format!("… and {} more; --format json or csv has them all.", worth.gaps.len() - SHOWN));
    }
    if sampled {
        let m = &worth.method;
        remarks.push(format!(
            "Shares of {} were sampled over {} orders with seed {} (± is the standard error); all others are exact.",
            count(m.sampled, "product"), m.orders, m.seed
        ));
    }
    Section { heading, header: if worth.gaps.is_empty() { Vec::new() } else { header }, rows, remarks }
}

fn closed_by(gap: &GapWorth) -> String {
    let cure: Vec<String> = gap.cure.iter().map(|c| format!("{} for {}", c.kind, c.scope)).collect();
    let refused = match gap.refused.as_slice() {
        [] => String::new(),
        [first] => format!("; {first} is listed but not taken"),
        [first, ..] => format!("; {first} and {} more are listed but not taken", gap.refused.len() - 1),
    };
    format!("{}{refused}", cure.join(" and "))
}

fn smallest(set: &Smallest, worth: &Worth) -> Section {
    let heading = match (set.reachable, set.gaps.len()) {
        (true, 0) => format!("The total is below {} already", grouped(&set.target)),
        (true, n) => format!(
            "To get below {}: close {}, which leaves {}",
            grouped(&set.target),
            count(n, "gap"),
            grouped(&set.total)
        ),
        (false, _) if !set.proven => format!(
            "Whether {} can be reached cannot be told: with every gap closed {} is owed anyway",
            grouped(&set.target),
            at_least(set.complete, &set.total)
        ),
        (false, _) => format!(
            "{} is out of reach: with every gap closed {} is owed anyway",
            grouped(&set.target),
            at_least(set.complete, &set.total)
        ),
    };
    let wanted = set.gaps.iter().filter(|_| set.reachable);
    let gaps = wanted.filter_map(|id| worth.gaps.iter().find(|gap| gap.id == *id));
    let rows: Vec<_> = gaps
        .map(|gap| {
            vec![
                Cell::left(&gap.id).tone(Tone::Strong),
                doubted(gap.last_complete, Cell::right(grouped(&gap.last))),
                Cell::left(closed_by(gap)),
            ]
        })
        .collect();
    let unproven = "A smaller set may exist: the search was ended before it could tell.".to_owned();
    let remarks = if set.proven || !set.reachable { Vec::new() } else { vec![unproven] };
    let header = [Cell::left("gap"), Cell::right("last"), Cell::left("closed by")];
    let header = if rows.is_empty() { Vec::new() } else { header.to_vec() };
    Section { heading, header, rows, remarks }
}

fn checklist(quarters: &[Checked]) -> Section {
    let header = vec![
        Cell::left("quarter"),
        Cell::left("report"),
        Cell::left("on file"),
        Cell::right("gaps"),
        Cell::left("look for"),
    ];
    let rows = quarters.iter().map(|q| {
        let on_file: Vec<String> = q
            .on_file
            .iter()
            .map(|g| {
                let standing =
                    if g.standing == "taken as true" { String::new() } else { format!(" {}", g.standing) };
                format!("{} {}{standing}", g.items, g.kind)
            })
            .collect();
        let look_for: Vec<&str> = q.look_for.iter().map(|h| h.what).collect();
        vec![
            Cell::left(&q.quarter).tone(Tone::Strong),
            Cell::left(if q.report_due { "due" } else { "not due" }),
            Cell::left(on_file.join(", ")),
            Cell::right(q.missing.len().to_string()),
            Cell::left(look_for.join("; ")),
        ]
    });
    let mut holders: Vec<String> = Vec::new();
    for holder in quarters.iter().flat_map(|q| &q.look_for) {
        let line = format!("{}: {} [{}]", holder.what, holder.who, holder.sources.join(", "));
        if !holders.contains(&line) {
            holders.push(line);
        }
    }
    Section { heading: "Checklist".to_owned(), header, rows: rows.collect(), remarks: holders }
}

/// One row per gap.
pub fn csv(worth: &Worth) -> io::Result<String> {
    let header =
        ["id", "kind", "scope", "from", "to", "hosts", "alone", "last", "shapley", "error", "cure", "why"];
    let mut rows = vec![header.map(str::to_owned)];
    for gap in &worth.gaps {
        let why = match (gap.complete, gap.last_complete) {
            (true, _) => String::new(),
            (_, true) => format!("alone and shapley {AS_KNOWN}"),
            _ => AS_KNOWN.to_owned(),
        };
        let cure: Vec<String> =
            gap.cure.iter().map(|c| format!("{},{},{},{},{}", c.id, c.kind, c.scope, c.from, c.to)).collect();
        rows.push([
            gap.id.clone(),
            gap.kind.to_owned(),
            gap.scope.clone(),
            gap.from.clone(),
            gap.to.clone(),
            gap.hosts.to_string(),
            gap.alone.clone(),
            gap.last.clone(),
            gap.shapley.clone(),
            gap.error.clone().unwrap_or_default(),
            cure.join("\n"),
            why,
        ]);
    }
    super::figures(&rows)
}
