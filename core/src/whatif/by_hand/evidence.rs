//! Evidence as a scenario has it: items flipped, split, taken out, added.

use std::borrow::Cow;

use crate::calendar::{Day, Span};
use crate::error::Error;
use crate::order::Order as _;
use crate::read::Table;
use crate::read::rows::{EvidenceRow, Kind, State, Tables};

use super::super::PLACE;
use super::super::cells::{self, unknown, wrong};
use super::super::overlay::{Becomes, Overlay, Row, Where};

/// The id of the item that stands for a remediation.
pub const REMEDIATION: &str = "whatif:remediation";

/// A row of a scenario's evidence, and the row of the table that it is, or is a part of.
pub struct Laid<'t> {
    pub row: Cow<'t, EvidenceRow>,
    pub of: Option<usize>,
}

/// The evidence as the overlay has it.
pub fn evidence<'t>(overlay: &Overlay, table: &'t [EvidenceRow]) -> Result<Vec<Laid<'t>>, Error> {
    let laid = |(of, row)| Laid { row: Cow::Borrowed(row), of: Some(of) };
    let mut rows: Vec<Laid<'t>> = table.iter().enumerate().map(laid).collect();
    for (id, becomes) in &overlay.evidence {
        if !rows.iter().any(|laid| *laid.row.id == **id) {
            return Err(unknown(
                &overlay.file,
                "item of evidence",
                id,
                rows.iter().map(|laid| &*laid.row.id),
            ));
        }
        match becomes {
            Becomes::State(state) => {
                let named = rows.iter_mut().filter(|laid| *laid.row.id == **id);
                named.for_each(|laid| becomes_now(laid.row.to_mut(), *state));
            }
            Becomes::Removed => rows.retain(|laid| *laid.row.id != **id),
        }
    }
    for (number, picked) in overlay.evidence_where.iter().enumerate() {
        let found = picked.apply(&mut rows, number);
        if found == 0 && !picked.if_any {
            let at = format!("evidence_where[{}]", number + 1);
            return Err(wrong(
                &overlay.file,
                &at,
                "no item of evidence is meant by this",
                "`kind`, `scope`, `state` and the period must all fit a row of evidence.csv; with `if_any` it may be none.",
            ));
        }
    }
    let named: Vec<(&str, &Row)> = overlay.evidence_add.iter().map(|row| ("", row)).collect();
    if !named.is_empty() {
        let read = cells::read(&overlay.file, Table::Evidence, &named)?.evidence;
        let read = read.into_iter().map(|row| EvidenceRow { place: PLACE, ..row });
        rows.extend(read.map(|row| Laid { row: Cow::Owned(row), of: None }));
    }
    rows.extend(overlay.remediation.map(|from| Laid { row: Cow::Owned(remedied(from)), of: None }));
    Ok(rows)
}

/// Its weight was the chance of what the scenario now decides.
fn becomes_now(row: &mut EvidenceRow, state: State) {
    row.state = state;
    row.weight = row.weight.filter(|_| state == State::Contestable);
}

/// From that day on everything is evidenced.
fn remedied(from: Day) -> EvidenceRow {
    EvidenceRow {
        id: REMEDIATION.into(),
        kind: Kind::Rebuilt,
        scope: "*".into(),
        span: Some(Span::new(from, Day::STILL)),
        judged_late_by: None,
        made: None,
        state: State::Held,
        weight: None,
        note: "".into(),
        place: PLACE,
    }
}

impl Where {
    /// Changes the rows meant, splitting those that reach beyond the period; how many were meant.
    fn apply(&self, rows: &mut Vec<Laid<'_>>, number: usize) -> usize {
        let meant = |row: &EvidenceRow| {
            self.kind.is_none_or(|kind| kind == row.kind)
                && self.scope.as_ref().is_none_or(|scope| **scope == *row.scope)
                && self.state.is_none_or(|state| state == row.state)
        };
        let mut found = 0;
        let mut out = Vec::with_capacity(rows.len());
        for laid in rows.drain(..) {
            let row = &*laid.row;
            let within = match (self.period, row.span) {
                (None, span) => span,
                (Some(period), span) => span.and_then(|span| span.overlap(period)),
            };
            if !meant(row) || (within.is_none() && self.period.is_some()) {
                out.push(laid);
                continue;
            }
            found += 1;
            for (part, span) in parts(row.span, within) {
                let whole = part == 0 && span == row.span;
                let id =
                    if whole { row.id.clone() } else { format!("{}~{}.{part}", row.id, number + 1).into() };
                let mut piece = EvidenceRow {
                    id,
                    span,
                    judged_late_by: row.judged_late_by.or(row.span.map(|s| s.to)),
                    ..row.clone()
                };
                match (span == within, self.becomes) {
                    (true, Becomes::Removed) => continue,
                    (true, Becomes::State(state)) => becomes_now(&mut piece, state),
                    (false, _) => {}
                }
                out.push(Laid { row: Cow::Owned(piece), of: laid.of });
            }
        }
        *rows = out;
        found
    }
}

/// A row's days, cut where the period begins and ends: the part meant first.
fn parts(whole: Option<Span>, within: Option<Span>) -> Vec<(usize, Option<Span>)> {
    let (Some(span), Some(cut)) = (whole, within) else { return vec![(0, whole)] };
    let before = (span.from < cut.from).then(|| Span::new(span.from, cut.from.previous()));
    let after = (cut.to < span.to).then(|| Span::new(cut.to.next(), span.to));
    [Some(cut), before, after].into_iter().flatten().map(Some).enumerate().collect()
}

/// Added items must be about something the estate knows.
pub fn scopes(overlay: &Overlay, tables: &Tables) -> Result<(), Error> {
    for row in &overlay.evidence_add {
        let Some((what, name)) = row.get("scope").and_then(|scope| scope.split_once(':')) else { continue };
        let (what, name) = (what.trim(), name.trim());
        let mut known: Vec<&str> = match what {
            "host" => tables.hosts.iter().collect(),
            "cluster" => tables.host_rows.iter().map(|row| row.cluster.as_str()).collect(),
            "region" => tables.host_rows.iter().map(|row| row.region.as_str()).collect(),
            "product" => tables.product_names.iter().collect(),
            _ => Vec::new(),
        };
        known.order();
        known.dedup();
        let artificial = what == "host"
            && name.strip_prefix(crate::estate::ARTIFICIAL).is_some_and(|vm| tables.vms.find(vm).is_some());
        if !known.contains(&name) && !artificial {
            return Err(unknown(&overlay.file, what, name, known));
        }
    }
    let plain =
        |row: &&Row| row.get("scope").is_some_and(|scope| scope.trim() != "*" && !scope.contains(':'));
    match overlay.evidence_add.iter().find(plain) {
        None => Ok(()),
        Some(row) => {
            let scope = row.get("scope").map_or("", |s| s);
            let advice = "Write *, host:NAME, cluster:NAME, region:NAME or product:NAME.";
            Err(wrong(&overlay.file, "evidence_add", format!("{scope} is no scope"), advice))
        }
    }
}
