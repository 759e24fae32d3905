//! Installs: which product on which vm or host, and what falls on days without a host.

use crate::calendar::{Day, DaySet, Span};
use crate::error::{Error, nearest};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Order as _};
use crate::read::rows::{Place, RunsOn};
use crate::read::{Table, Tables};

use super::hosts::Hosts;
use super::placements::{Placed, unknown_host};
use super::products::{Products, unknown_product};
use super::{HostId, Install, InstalledOn};

/// What the installs say beside where products run.
#[derive(Default)]
pub struct Seen {
    /// Days on which a placement or an install fell on a host that has no row that day.
    pub host_not_there: DaySet,
    /// Earliest dated install on a vm of a product under sub-capacity terms.
    pub first_virtualised: Option<(Day, Place)>,
    /// Earliest dated install.
    pub first: Option<(Day, Place)>,
}

impl Seen {
    /// First deployment, where it is not stated: the earliest install on a vm of a product under
    /// sub-capacity terms, else the earliest of all.
    pub fn derived(&self) -> Option<(Day, Place)> {
        self.first_virtualised.or(self.first)
    }

    pub fn date(&mut self, virtualised: bool, from: Day, place: Place) {
        let this = (from, place);
        let earlier = |known: Option<(Day, Place)>| Some(known.map_or(this, |known| known.min(this)));
        if from > Day::ALWAYS {
            self.first = earlier(self.first);
            if virtualised {
                self.first_virtualised = earlier(self.first_virtualised);
            }
        }
    }
}

/// Puts the installs on their products.
pub fn resolve(
    tables: &Tables,
    findings: &mut Findings,
    products: &mut Products,
    hosts: &Hosts,
    placed: &Placed,
) -> Result<Seen, Error> {
    let mut seen = Seen::default();
    let mut not_there = Vec::new();
    for placement in placed.list.iter().flat_map(|of_vm| &**of_vm) {
        let days = host_not_there(hosts, placement.host, placement.span);
        report_not_there(tables, findings, hosts, placement.host, placement.place, &days);
        not_there.extend(days);
    }
    let mut by_product: Map<u32, Vec<Install>> = Map::new();
    for row in &tables.installs {
        let product = products.of_name.get(row.product as usize).copied().flatten();
        let Some(product) = product else {
            findings.mark_incomplete();
            let finding = unknown_product(tables, Table::Installs, row.product, row.place, findings);
            findings.push(finding);
            continue;
        };
        let on = match row.on {
            RunsOn::Vm(name) => placed.of_name.get(name as usize).copied().flatten().map(InstalledOn::Vm),
            RunsOn::Host(name) => {
                hosts.by_name(name).or_else(|| hosts.find(tables.hosts.name(name))).map(InstalledOn::Host)
            }
        };
        let Some(on) = on else {
            findings.mark_incomplete();
            findings.push(match row.on {
                RunsOn::Vm(name) => unknown_vm(tables, placed, name, row.place, findings),
                RunsOn::Host(name) => {
                    unknown_host(tables, hosts, Table::Installs, name, row.place, findings).left_out()
                }
            });
            continue;
        };
        if let InstalledOn::Host(host) = on {
            let days = host_not_there(hosts, host, row.span);
            report_not_there(tables, findings, hosts, host, row.place, &days);
            not_there.extend(days);
        }
        let subcapacity = products.list.get(product as usize).is_some_and(|p| p.subcapacity);
        seen.date(subcapacity && matches!(on, InstalledOn::Vm(_)), row.span.from, row.place);
        by_product.entry(product).or_default().push(Install { on, span: row.span, place: row.place });
    }
    if by_product.is_empty() && !tables.installs_left_out {
        return Err(no_usable_install(tables));
    }
    for (product, installs) in by_product {
        if let Some(product) = products.list.get_mut(product as usize) {
            product.installs = once_a_day(installs);
        }
    }
    seen.host_not_there = DaySet::union_of(not_there);
    Ok(seen)
}

fn no_usable_install(tables: &Tables) -> Error {
    let file = tables.files.iter().find(|f| f.to_ascii_lowercase().ends_with("installs.csv"));
    Error::new(
        crate::error::ErrorCode::NoUsableRow,
        "installs.csv has no usable row: every one refers to an unknown product, vm or host",
        "Run `check` to see what is wrong with each row.",
    )
    .in_file(file.map_or("installs.csv", |f| f))
}

/// Several installs of a product on one machine on one day count once.
pub fn once_a_day(mut installs: Vec<Install>) -> Vec<Install> {
    installs.order_by_key(|i| (i.on, i.span, i.place));
    installs.dedup_by(|next, kept| {
        let joins = next.on == kept.on && next.span.from <= kept.span.to.next();
        if joins {
            kept.span.to = kept.span.to.max(next.span.to);
        }
        joins
    });
    installs
}

/// The days of a span on which the host has no row.
fn host_not_there(hosts: &Hosts, host: HostId, span: Span) -> Vec<Span> {
    let Some(host) = hosts.list.get(host as usize) else { return Vec::new() };
    if host.spans.first().is_some_and(|row| row.span.from <= span.from && span.to <= row.span.to) {
        return Vec::new();
    }
    let mut next = span.from;
    let mut holes = Vec::new();
    for (part, _, _) in host.during(span) {
        if next < part.from {
            holes.push(Span::new(next, part.from.previous()));
        }
        next = part.to.next();
    }
    if next <= span.to {
        holes.push(Span::new(next, span.to));
    }
    holes
}

fn report_not_there(
    tables: &Tables,
    findings: &mut Findings,
    hosts: &Hosts,
    host: HostId,
    place: Place,
    days: &[Span],
) {
    let Some(first) = days.first() else { return };
    let name = hosts.list.get(host as usize).map_or("", |h| h.name.as_str());
    let more = if days.len() > 1 { " and further days" } else { "" };
    let message = format!("the host has no row on {first}{more}; nothing is counted there on those days");
    let advice = "Extend the host's rows in hosts.csv over those days, or mend the dates here.";
    let file = tables.file_name(place.file);
    let finding = Finding::new(Code::HostNotThere, Severity::Warning, file, message, advice);
    findings.push(finding.at(place.row).cell("host", name.as_bytes()));
}

fn unknown_vm(tables: &Tables, placed: &Placed, name: u32, place: Place, before: &Findings) -> Finding {
    let name = tables.vms.name(name);
    // As for hosts: no search among very many, nor for very many.
    let searched = placed.vms.len() <= 2000 && before.few(tables.file_name(place.file), Code::UnknownVm);
    let near = searched.then(|| nearest(name, placed.vms.iter().map(String::as_str))).flatten();
    let advice = near.map_or_else(
        || "Add its placements to vms.csv, or mend the name.".to_owned(),
        |near| format!("If this is meant to be {near}, mend the name; else add its placements to vms.csv."),
    );
    let message = "no usable row of vms.csv places this vm; the install was left out";
    Finding::new(Code::UnknownVm, Severity::Error, tables.file_name(place.file), message, &advice)
        .at(place.row)
        .cell("vm", name.as_bytes())
        .left_out()
}
