//! Computers, their servers and the software on them, in one row or in several files.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::Code;

use super::columns::Columns;
use super::hardware::{self, Computer, computer};
use crate::batch::Batch;
use crate::bought::metric_of_cell;
use crate::cells::{Row, Table, count, is_none};
use crate::facts::{Install, Metric, Seen};
use crate::recognise::Rows;
use crate::text::{Header, Record, plain};

struct Report {
    columns: Columns,
    of_install: Table,
    of_machine: Table,
    of_host: Table,
    /// Facts there were before this file.
    before: [usize; 3],
    others: usize,
}

/// A report exported as CSV.
pub(super) fn report(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    // Keys of the interface are no headers of a report.
    let of_report = header.has(&["computer name", "computer", "server name", "server serial number"]);
    if of_report { of(header, path, batch) } else { None }
}

/// An answer of the interface.
pub(super) fn answer(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    const KEYS: [&str; 7] = [
        "computer_name",
        "computer_id",
        "computer_system_id",
        "bigfix_id",
        "host_name",
        "dns_name",
        "computer_dns_name",
    ];
    let of_hardware = header.iter().any(|column| column.starts_with("computer_hardware."));
    if of_hardware || header.has(&KEYS) { of(header, path, batch) } else { None }
}

fn of(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns::of(header);
    columns.computer.or(columns.id).or(columns.server).or(columns.serial)?;
    let hardware = [columns.cores, columns.server_cores, columns.entitlement, columns.rate, columns.kind];
    if columns.product.is_none() && hardware.iter().flatten().next().is_none() {
        return None;
    }
    Some(Box::new(Report {
        columns,
        of_install: Table::new(header, path, &columns.of_install(), batch),
        of_machine: Table::new(header, path, &columns.of_machine(), batch),
        of_host: Table::new(header, path, &columns.of_host(), batch),
        before: [batch.facts.hosts.len(), batch.facts.machines.len(), batch.facts.installs.len()],
        others: 0,
    }))
}

impl Rows for Report {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let columns = &self.columns;
        let row = self.of_machine.row(record);
        let (written, id) = (row.text(columns.computer), row.text(columns.id));
        let server = hardware::server_name(row, columns);
        if written.is_empty() && id.is_empty() && server.is_none() {
            let advice = "Export the report with the column Computer Name.";
            let column = columns.computer.or(columns.id);
            return row.left_out(Code::Empty, column, "the row names no computer", advice, batch);
        }
        let type_cell = row.text(columns.kind);
        let is = computer(type_cell);
        if is.is_none() && !type_cell.is_empty() {
            let message = "this kind of computer is not known; it counts as a virtual one";
            row.odd(Code::UnknownWord, columns.kind, message, "Export the report in English.", batch);
        }
        let name = name(written, id, batch);
        // The interface of old has servers in rows of their own.
        let parent = row.text(columns.parent);
        let of_old = columns.parent.is_some();
        let host = match server {
            Some(server) if !of_old => Some(server),
            Some(server) if is == Some(Computer::Physical) => Some(server),
            None if is == Some(Computer::Physical) && !written.is_empty() => Some(written.to_owned()),
            _ => None,
        };
        let host = host.map(|host| batch.names.of(&host));
        if let Some(host) = &host {
            let row = self.of_host.row(record);
            hardware::host(host, is, row, columns, row.origin(), batch);
        }
        let known =
            batch.inventory.hosts.get(id).filter(|_| is.is_none() && !id.is_empty() && !written.is_empty());
        let on_host = host.as_ref().filter(|_| is == Some(Computer::Physical)).or(known).cloned();
        if let Some(host) = &on_host {
            // Its id stands for the server, whose name is another than the computer's.
            batch.inventory.names.remove(id);
            batch.inventory.hosts.insert(id.to_owned(), Arc::clone(host));
            if !written.is_empty() {
                batch.inventory.physical.entry(plain(written)).or_default().insert(Arc::clone(host));
            }
        } else if !written.is_empty() && self.states_machines() {
            let at = hardware::machine(&name, host.as_ref(), row, columns, row.origin(), batch);
            if let (Some(at), false) = (at, parent.is_empty()) {
                batch.inventory.machines.push((at, parent.to_owned()));
            }
        }
        if !row.text(columns.product).is_empty() {
            let row = self.of_install.row(record);
            let made = install(row, columns, &name, on_host.as_ref(), batch);
            match made {
                Some(install) => {
                    if written.is_empty() && on_host.is_none() {
                        batch.inventory.installs.push((batch.facts.installs.len(), id.to_owned()));
                    }
                    batch.facts.installs.push(install);
                }
                None => self.others += 1,
            }
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let now = [batch.facts.hosts.len(), batch.facts.machines.len(), batch.facts.installs.len()];
        let what = ["server", "computer", "installation"];
        let counts = now.iter().zip(self.before).zip(what);
        let mut parts: Vec<String> = counts
            .filter(|((now, before), _)| **now > *before)
            .map(|((now, before), what)| count(now - before, what))
            .collect();
        if self.others > 0 {
            parts.push(format!(
                "{} of other publishers or metrics passed over",
                count(self.others, "installation")
            ));
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = parts.join(", ");
        }
    }
}

impl Report {
    /// A list of software may name computers and say nothing else of them.
    fn states_machines(&self) -> bool {
        let columns = &self.columns;
        [columns.cores, columns.entitlement, columns.virtual_processors, columns.kind]
            .iter()
            .flatten()
            .next()
            .is_some()
    }
}

/// The computer's name; of two that share one, the second is told apart by its id.
fn name(written: &str, id: &str, batch: &mut Batch) -> Arc<str> {
    if written.is_empty() {
        return batch.names.of(&format!("computer {id}"));
    }
    if id.is_empty() {
        return batch.names.of(written);
    }
    if let Some(known) = batch.inventory.names.get(id) {
        return Arc::clone(known);
    }
    let first = batch.inventory.is_new(format!("name {}", plain(written)));
    let name = batch.names.of(&if first { written.to_owned() } else { format!("{written} ({id})") });
    batch.inventory.names.insert(id.to_owned(), Arc::clone(&name));
    name
}

/// The installation of a row, unless it is nothing that is counted here.
fn install(
    row: Row<'_>,
    columns: &Columns,
    machine: &Arc<str>,
    on_host: Option<&Arc<str>>,
    batch: &mut Batch,
) -> Option<Install> {
    let metric = metric_of_cell(row.text(columns.metric), &mut batch.names);
    let publisher = plain(row.text(columns.publisher));
    let by_ibm =
        publisher.is_empty() || publisher.contains("ibm") || publisher.contains("international business");
    if !by_ibm && metric.as_ref().is_none_or(|metric| matches!(metric, Metric::Other(_))) {
        return None;
    }
    let from = row.day(columns.start, false, batch);
    let mut end = |column| {
        row.day(column, true, batch).filter(|day: &Day| day.ymd().is_some_and(|(year, ..)| year < 9999))
    };
    // With the computer everything on it was gone.
    let (of_install, of_computer) = (end(columns.end), end(columns.deleted));
    let mut to = of_install.into_iter().chain(of_computer).min();
    if to.is_none() && row.yes(columns.present) == Some(false) {
        to = row.day(columns.last_seen, true, batch);
    }
    let excluded = excluded(row, columns);
    let confirmed = match (row.yes(columns.confirmed), row.yes(columns.unconfirmed)) {
        (Some(confirmed), _) => confirmed,
        (None, Some(unconfirmed)) => !unconfirmed,
        (None, None) => true,
    };
    let bundle = row.text(columns.bundle);
    let component = [row.text(columns.component), row.text(columns.version)].join(" ");
    let names = &mut batch.names;
    Some(Install {
        product: names.of(row.text(columns.product)),
        metric,
        bundle: (!is_none(bundle)).then(|| names.of(bundle)),
        machine: Arc::clone(on_host.unwrap_or(machine)),
        on_host: on_host.is_some(),
        component: names.some(component.trim()),
        charged: row.yes(columns.charged).unwrap_or(true),
        confirmed,
        excluded: excluded.map(|why| names.of(&why)),
        from,
        to: to.filter(|to| from.is_none_or(|from: Day| from <= *to)),
        seen: Seen::Undated,
        origin: row.origin(),
    })
}

fn excluded(row: Row<'_>, columns: &Columns) -> Option<String> {
    // A comment may be on anything; one on an exclusion is on that.
    let of_exclusion = row.text(columns.exclusion);
    let comment = if of_exclusion.is_empty() { row.text(columns.comment) } else { of_exclusion };
    let why = |otherwise: &str| if comment.is_empty() { otherwise } else { comment }.to_owned();
    if row.yes(columns.suppressed) == Some(true) {
        return Some(why("suppressed"));
    }
    match columns.excluded {
        Some(_) => (row.yes(columns.excluded) == Some(true)).then(|| why("excluded")),
        None => (!of_exclusion.is_empty()).then(|| of_exclusion.to_owned()),
    }
}
