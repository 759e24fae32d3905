//! From the facts of all intakes to one estate.
//!
//! *Reports of the same period are told apart → how long each export holds → servers → machines → what runs on
//! them → what a tool measured where nothing else is known → what was bought → evidence.*
//!
//! Exports know a server or a machine under different names. What is taken for the same is said in a finding,
//! with its ground: a UUID, a serial number, a name without its domain. Nothing else is guessed.

mod bought;
mod clusters;
mod contrary;
mod covered;
mod evidence;
mod handed_on;
mod hosts;
mod identity;
mod machines;
mod measured;
mod products;
mod renamed;
mod repeated;
mod software;
mod spelling;
#[cfg(test)]
mod tests;
mod timeline;

use std::borrow::Cow;
use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::Set;
use subcap_core::read::{Bought, NotUsed};

use crate::batch::{Batch, Seen, Use};
use crate::facts::Origin;
use crate::kind::Kind;
use crate::ledger::{At, Ledger};
use crate::tables::{HostRow, Rows};

/// What the user decides.
#[derive(Debug, Default, Clone)]
pub struct Choices {
    /// Machines that were off when their export was made are left out; else they count.
    pub without_powered_off: bool,
    /// The first state known is taken to have held since then.
    pub since: Option<Day>,
    /// The estate's name; else that of the first intake.
    pub name: Option<String>,
}

/// An estate out of exports.
#[derive(Debug, Default)]
pub struct Imported {
    /// The tables by file name, in the order of their names.
    pub tables: Vec<(&'static str, String)>,
    /// Files as recognised, by intake.
    pub seen: Vec<(String, Vec<Seen>)>,
    /// What was odd.
    pub findings: Findings,
    /// What was bought of products that no export counts: tables beside them may have those.
    pub bought: Box<Bought>,
    /// The quarters, and what is on file for each.
    pub ledger: Ledger,
}

impl Imported {
    /// Files of which nothing is used, once tables lie over those made here.
    pub fn not_used(&mut self, files: &[NotUsed]) {
        for file in self.seen.iter_mut().flat_map(|(_, files)| files) {
            let not = files.iter().find(|not| not.file == file.path);
            not.into_iter().for_each(|not| file.used = Use::Not(not.why.to_owned()));
        }
    }
}

/// Puts together what one tool wrote into files that came by themselves. [`join`] does so first.
pub fn together(batches: &mut [Batch]) {
    crate::vmware::conclude(batches);
    crate::json::conclude(batches);
    crate::inventory::conclude(batches);
    crate::license_service::conclude(batches);
    crate::hmc::conclude(batches);
}

/// Joins what was read, in the order given.
pub fn join(mut batches: Vec<Batch>, choices: &Choices) -> Imported {
    together(&mut batches);
    spelling::unify(&mut batches);
    let mut joining = Joining {
        choices: choices.clone(),
        rows: Rows::default(),
        findings: Findings::default(),
        bought: Bought::default(),
    };
    let ledger = Ledger::of(&batches);
    let batches = without_replaced(batches, &ledger);
    let batches = repeated::without_repeated(batches, &mut joining);
    let seen = batches.iter().map(|batch| (batch.name.clone(), batch.seen.clone())).collect();
    let held = timeline::Held::of(&batches, &ledger, choices.since);
    let hosts = hosts::unify(&batches, &held, &mut joining);
    let machines = machines::unify(&batches, &held, &hosts, &mut joining);
    let mut products = products::Products::of(&batches);
    let installed = software::installs(&batches, &held, (&hosts, &machines), &mut products, &mut joining);
    machines::servers_unknown(&batches, &hosts, &machines, &mut joining);
    let stand_ins = measured::stand_ins(&batches, &ledger, &installed, &mut products, &mut joining);
    contrary::say(&batches, (&hosts, &machines), &mut joining);
    renamed::say(&batches, &mut joining);
    products.write(&batches, &mut joining);
    bought::entitlements(&batches, &products, &mut joining);
    evidence::items(&batches, &ledger, (&hosts, &machines), &stand_ins, &mut joining);
    joining.rows.estate.name = choices.name.clone().or_else(|| first_name(&batches)).unwrap_or_default();
    joining.rows.estate.as_of = timeline::as_of(&batches);
    not_recognised(&batches, &mut joining);
    let mut findings = joining.findings;
    findings.append(ledger.findings.clone(), 0);
    for batch in batches {
        findings.append(batch.findings, 0);
    }
    joining.rows.hosts.extend(left_open(&joining.rows, &findings));
    joining.rows.order();
    Imported { tables: joining.rows.text(), seen, findings, bought: Box::new(joining.bought), ledger }
}

/// The batches, without the facts of reports that a later one of the same server and period replaces. The reports
/// themselves stay: each shows that the period was reported. So does what others state who lie in the same folder.
fn without_replaced(mut batches: Vec<Batch>, ledger: &Ledger) -> Vec<Batch> {
    for (number, batch) in batches.iter_mut().enumerate() {
        let reports = batch.facts.reports.len();
        if reports > 0 && (0..reports).all(|report| ledger.replaced.contains(&At { batch: number, report })) {
            let reports = std::mem::take(&mut batch.facts.reports);
            let others = batch.seen.iter().filter(|seen| seen.kind.of_no_report());
            let others: Set<&str> = others.map(|seen| seen.path.as_str()).collect();
            batch.facts.retain(|at| others.contains(batch.origins.get(at.file).0));
            batch.facts.reports = reports;
        }
    }
    batches
}

fn first_name(batches: &[Batch]) -> Option<String> {
    let name = subcap_core::read::last_part(&batches.first()?.name).to_owned();
    let stem = name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    Some(stem.filter(|stem| !stem.is_empty()).unwrap_or(name))
}

/// What grows while joining.
struct Joining {
    choices: Choices,
    rows: Rows,
    findings: Findings,
    bought: Bought,
}

impl Joining {
    /// A finding about a fact.
    fn say<'m>(
        &mut self,
        batch: Option<&Batch>,
        at: Origin,
        code: Code,
        severity: Severity,
        message: impl Into<Cow<'m, str>>,
        advice: &str,
    ) {
        let file = batch.map_or("", |batch| batch.origins.get(at.file).0);
        self.findings.push(Finding::new(code, severity, file, message, advice).at(at.row));
    }

    /// The same, and what it is about was left out: every total is "at least".
    fn left_out<'m>(
        &mut self,
        batch: Option<&Batch>,
        at: Origin,
        code: Code,
        message: impl Into<Cow<'m, str>>,
        advice: &str,
    ) {
        let file = batch.map_or("", |batch| batch.origins.get(at.file).0);
        self.findings.push(Finding::new(code, Severity::Error, file, message, advice).at(at.row).left_out());
        self.findings.mark_incomplete();
    }
}

/// The place of a row whose values come of several: that of the last is what the reader of tables takes for row
/// and file, and the others stand before it, all in the words in which findings and explanations name a place.
fn also(first: String, other: String) -> String {
    if first.split("; ").any(|known| *known == other) || other.is_empty() {
        return first;
    }
    match first.rsplit_once('#') {
        Some((file, row)) if format!("{file}, row {row}") != other => format!("{file}, row {row}; {other}"),
        _ => other,
    }
}

/// A fact's place as the column `origin` has it.
fn origin(batch: &Batch, origin: Origin) -> String {
    batch.origins.text(origin)
}

/// What was left out of the exports is not in the tables either, and totals out of them must be "at least" all the
/// same: a server of unknown size says so.
fn left_open(rows: &Rows, findings: &Findings) -> Option<HostRow> {
    let open = rows.hosts.iter().any(|row| row.cores.is_none())
        || rows.placements.iter().any(|row| row.milli_cores.is_none());
    if open || !findings.incomplete() || rows.installs.is_empty() {
        return None;
    }
    let findings = findings.sorted();
    let first = findings.iter().find(|finding| finding.left_out)?;
    Some(HostRow {
        host: "what was left out of the exports".into(),
        span: Span::EVER,
        cores: None,
        cluster: None,
        processor: None,
        rate: None,
        origin: format!("{}#{}", first.file, first.row.unwrap_or(1)),
    })
}

/// A table of which nothing is known may be the one that matters; texts and pictures are only listed.
fn not_recognised(batches: &[Batch], joining: &mut Joining) {
    const TABLES: [&str; 8] = [".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json"];
    let unknown = |batch: &Batch, file: &Seen| {
        let name = file.path.to_lowercase();
        let table = file.kind == Kind::Unknown && TABLES.iter().any(|ending| name.ends_with(ending));
        // Not again if its reader has said so.
        let said = |found: &Finding| found.code == Code::NotRecognised && found.file == file.path;
        table && !batch.findings.sorted().iter().any(said)
    };
    for batch in batches {
        for file in batch.seen.iter().filter(|file| unknown(batch, file)) {
            let Use::Not(why) = &file.used else { continue };
            let message = format!("this file is no known export, and nothing of it is used: {why}");
            let advice = "If it is one, export it anew, in English, or say which it is with --read-as FILE=KIND; else leave it away.";
            let finding = Finding::new(Code::NotRecognised, Severity::Warning, &file.path, message, advice);
            joining.findings.push(finding);
        }
    }
}

/// Names in a message: all, or how many and the first few.
fn some_of(what: &str, names: &Set<Arc<str>>) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(|name| &**name).collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{} {what} ({shown} and {more} more)", names.len()),
    }
}
