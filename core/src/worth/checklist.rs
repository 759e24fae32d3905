//! The evidence checklist: quarter by quarter what is on file, what is missing, and who could hold it.

use serde::Serialize;

use crate::estate::Estate;
use crate::estimate::Rules;
use crate::order::Order as _;
use crate::read::rows::{Kind, State};
use crate::report::Condition;

use super::Gap;

/// Items named one by one; the rest are counted.
const NAMED: usize = 5;

/// A quarter of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::QUARTER)))]
    pub quarter: String,
    /// Whether a report is due for it.
    pub report_due: bool,
    /// What is on file, by kind and standing.
    pub on_file: Vec<OnFile>,
    /// What is missing: ids of gaps.
    pub missing: Vec<String>,
    /// Where to look for it.
    pub look_for: Vec<Holder>,
}

/// Items of one kind and standing that cover days of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnFile {
    /// `measured`, `report` or `rebuilt`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["measured", "report", "rebuilt"])))]
    pub kind: &'static str,
    /// `taken as true`, `contestable`, `lost` or `late`: as this reading takes it.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["taken as true", "contestable", "lost", "late"])))]
    pub standing: &'static str,
    /// How many.
    pub items: usize,
    /// The first of them.
    pub first: Vec<String>,
}

/// Who could hold a missing document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    /// What would close the gap.
    pub what: &'static str,
    /// Who could hold it, or from what it can be made.
    pub who: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
}

/// Where to look for what a gap lacks.
pub fn holders(kind: &str) -> Vec<Holder> {
    let report = Holder {
        what: "the quarter's audit snapshot or report",
        who: "whoever ran the tool: the report archive, mailed copies, backups of the server. While its history is kept, the snapshot can be made again for a past period; show honestly when it was made",
        sources: vec!["hcl-snapshots", "ibmaudit-retention"],
    };
    let measured = Holder {
        what: "proof that the tool measured there",
        who: "the tool's own database and its backups: scan and import logs, the computers' first and last contact; a server that was replaced may have kept them",
        sources: vec!["ibmaudit-agents"],
    };
    let rebuilt = Holder {
        what: "the period's figures rebuilt",
        who: "the virtualisation team and its tools: vCenter or HMC events, hypervisor logs, capacity and backup tools, change records, the asset register",
        sources: vec!["redress-hospital"],
    };
    match kind {
        "not-reported" => vec![report, rebuilt],
        "not-measured" => vec![measured, rebuilt],
        _ => vec![rebuilt, measured, report],
    }
}

/// The quarters of a reading's window.
pub fn checklist(estate: &Estate, rules: &Rules, gaps: &[Gap]) -> Vec<Checked> {
    let evidenced = rules.evidenced();
    let quarter = |quarter: crate::calendar::Quarter| {
        let days = rules.window.days_of(quarter)?;
        let mut on_file: Vec<OnFile> = Vec::new();
        for item in estate.evidence.iter().filter(|item| item.span.overlap(days).is_some()) {
            let standing = match item.state {
                _ if evidenced.truth.holds(item) => "taken as true",
                _ if evidenced.truth.late(item) => "late",
                State::Contestable => "contestable",
                State::Held | State::Lost => "lost",
            };
            let kind = match item.kind {
                Kind::Measured => "measured",
                Kind::Report => "report",
                Kind::Rebuilt => "rebuilt",
            };
            let at = on_file.iter().position(|group| (group.kind, group.standing) == (kind, standing));
            let at = at.unwrap_or_else(|| {
                on_file.push(OnFile { kind, standing, items: 0, first: Vec::new() });
                on_file.len() - 1
            });
            if let Some(group) = on_file.get_mut(at) {
                group.items += 1;
                group.first.extend(Some(item.id.to_string()).filter(|_| group.items <= NAMED));
            }
        }
        on_file.order_by_key(|group| (group.kind, group.standing));
        let missing: Vec<&Gap> = gaps.iter().filter(|gap| gap.quarter == quarter).collect();
        let mut look_for: Vec<Holder> = Vec::new();
        for condition in [Condition::NotReported, Condition::NotMeasured, Condition::Neither] {
            if missing.iter().any(|gap| gap.condition == condition) {
                for holder in holders(condition.as_str()) {
                    look_for.extend(Some(holder.clone()).filter(|_| !look_for.contains(&holder)));
                }
            }
        }
        Some(Checked {
            quarter: quarter.to_string(),
            report_due: evidenced.no_report_due.missing(days).next().is_some(),
            on_file,
            missing: missing.iter().map(|gap| gap.id.clone()).collect(),
            look_for,
        })
    };
    rules.window.quarters().filter_map(quarter).collect()
}
