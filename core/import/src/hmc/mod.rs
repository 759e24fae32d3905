//! What a Hardware Management Console prints, redirected into a file or pasted: `lssyscfg`, `lshwres`, `lslparutil`,
//! and `lparstat -i` and `prtconf` of a partition itself.
//!
//! *Lines → records of keys and values → systems, partitions, pools → facts.* Several outputs may stand in one file,
//! with or without the command lines between them.
//!
//! What counts is what is activated: a system's cores are its `configurable_sys_proc_units` (one unit is one core),
//! rounded up; installed units that no activation code covers are not configurable and not counted. Only where a
//! system states no configurable units are the installed ones taken. A partition in dedicated mode has its
//! processors, a capped one its units, an uncapped one its virtual processors. A partition that is not running holds
//! none: then what it gets when it starts is taken (`pend_…`), and it counts as powered off.
//!
//! Sources: IBM, HMC Manual Reference Pages, LSSYSCFG, LSHWRES and LSLPARUTIL; IBM, AIX command reference, lparstat;
//! IBM, sub-capacity scenarios of Power systems (which units count).

mod aix;
mod conclude;
mod lines;
mod records;
mod systems;
mod units;

pub(crate) use conclude::conclude;

use subcap_core::finding::{Code, Finding, Severity};

use crate::batch::{Batch, Use};
use crate::kind::Kind;
use crate::recognise::Whole;
use crate::text::Decoder;
use lines::{Line, Lines};
use records::Outputs;

pub(crate) const WHOLES: &[Whole] = &[Whole { kind: Kind::Hmc, is, read }];

/// What an intake has of consoles, until all of it is read.
#[derive(Debug, Default)]
pub(crate) struct Consoles {
    outputs: Outputs,
}

/// Keys and commands nothing else prints.
const MARKS: [&str; 18] = [
    "lpar_name=",
    "lpar_id=",
    "configurable_sys_proc_units=",
    "installed_sys_proc_units=",
    "max_pool_proc_units=",
    "type_model=",
    "lshwres -r ",
    "lssyscfg -r ",
    "lslparutil -r ",
    "lparstat -i",
    "lpar_name,",
    "lpar_id,",
    "configurable_sys_proc_units,",
    "type_model,serial_num",
    "max_pool_proc_units,",
    // The last of their header.
    ",max_pool_proc_units",
    ",installed_sys_proc_units",
    ",lpar_id",
];

fn is(_name: &str, start: &[u8]) -> bool {
    // Shells of Windows redirect as UTF-16: every second byte is zero.
    let start: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
    let has = |mark: &str| memchr::memmem::find(&start, mark.as_bytes()).is_some();
    let of_partition = has("Partition Name") && (has("Entitled Capacity") || has("Online Virtual CPUs"));
    let ours = MARKS.iter().any(|mark| has(mark)) || of_partition;
    // Tables of other tools may quote such keys in their cells; and a zip may hold them unpacked.
    ours && !start.starts_with(b"PK") && !start.starts_with(b"{") && !start.starts_with(b"[")
}

fn read(path: &str, bytes: &[u8], batch: &mut Batch) {
    let mut decoder = Decoder::default();
    let mut text = decoder.push(bytes).into_owned();
    text.extend(decoder.end());
    let text = String::from_utf8_lossy(&text);
    let mut lines = Lines::default();
    let mut taker = records::Taker::new(path, batch);
    let mut strange: Option<(u32, String, u64)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        match lines.read(line) {
            Line::Nothing => {}
            Line::Record(record) => taker.take(&record, number, batch),
            Line::Stated(key, value) if taker.state(key, value, number, batch) => {}
            Line::Error(what) => {
                let message = format!("the console answered with an error: {what}");
                let advice = "Run the command again and save its output.";
                let finding = Finding::new(Code::Damaged, Severity::Warning, path, message, advice);
                batch.findings.push(finding.at(number));
            }
            Line::Stated(..) | Line::Strange => {
                strange.get_or_insert_with(|| (number, line.trim().to_owned(), 0)).2 += 1;
            }
        }
    }
    taker.end(batch);
    if let Some((row, line, count)) = strange {
        let message = format!("{count} lines are no output that is known, this the first");
        let advice =
            "See that every output is whole, and that -F is given with --header or with its command line.";
        let finding = Finding::new(Code::NotUsed, Severity::Note, path, message, advice);
        batch.findings.push(finding.at(row).cell("line", line.as_bytes()));
    }
    if let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == path) {
        seen.used = Use::Read;
    }
}

#[cfg(test)]
mod tests;
