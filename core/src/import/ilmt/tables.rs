//! Servers, computers, products and the period as rows of the estate's tables.

use std::collections::BTreeMap;

use crate::calendar::Span;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::import::Imported;
use crate::order::Gather as _;
use crate::read::rows::{
    EvidenceRow, HostRow, InstallRow, Kind, Metric, Mode, NOWHERE, Place, PlacementRow, ProductRow, RunsOn,
    State,
};
use crate::read::{EstateFile, Tables};
use crate::units::{BasisPoints, Cores, MilliCores};

use super::instances::Instance;
use super::machines::{OnServer, Partition, Server};
use super::note;
use super::period::Period;

/// The rows, with their names in `tables`.
pub fn rows(
    instances: &[Instance],
    servers: &[Server<'_>],
    period: &Period,
    archive: &str,
    tables: &mut Tables,
    findings: &mut Findings,
) -> Imported {
    let mut rows = Rows {
        names: vm_names(servers),
        span: period.span,
        tables,
        findings,
        imported: Imported { estate: Some(estate(period, archive)), ..Imported::default() },
    };
    for server in servers {
        rows.server(server);
    }
    rows.products(instances);
    let mut imported = rows.imported;
    imported.evidence = evidence(period, tables.add_file(archive));
    imported
}

/// The estate as of the last day of the period. Its first deployment stays unstated, so it is the first day.
fn estate(period: &Period, archive: &str) -> EstateFile {
    let name = archive.strip_suffix(".zip").unwrap_or(archive).to_owned();
    EstateFile { name, ..EstateFile::of(archive, Some(period.span.to)) }
}

/// The period was measured on the days ILMT has figures for, and the snapshot is the report on all of it.
fn evidence(period: &Period, file: u16) -> Vec<EvidenceRow> {
    let item = |kind, what: &str, span: Span| EvidenceRow {
        id: format!("ILMT {what} {span}"),
        kind,
        scope: "*".to_owned(),
        span: Some(span),
        judged_late_by: None,
        made: period.made.filter(|_| kind == Kind::Report),
        state: State::Held,
        weight: None,
        note: "from the audit snapshot".to_owned(),
        place: Place { file, row: 1 },
    };
    let measured = period.measured.within(period.span).map(|span| item(Kind::Measured, "measured", span));
    measured.chain([item(Kind::Report, "report", period.span)]).collect()
}

/// Computers by their name; with partition and server where one name is several machines, so that each counts
/// where its rows stand.
fn vm_names<'i>(servers: &[Server<'i>]) -> BTreeMap<(&'i str, Partition<'i>), String> {
    let machines = || servers.iter().flat_map(|s| s.partitions.keys().map(|p| (s.name, *p)));
    let mut bearers: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, (computer, _)) in machines() {
        *bearers.entry(computer).or_default() += 1;
    }
    let name = |server: &str, (computer, layer): Partition<'_>| match bearers.get(computer) {
        Some(1) => computer.to_owned(),
        _ => format!("{computer} #{layer} on {server}"),
    };
    machines().map(|(server, partition)| ((server, partition), name(server, partition))).collect()
}

struct Rows<'t, 'i> {
    names: BTreeMap<(&'i str, Partition<'i>), String>,
    span: Span,
    tables: &'t mut Tables,
    findings: &'t mut Findings,
    imported: Imported,
}

impl Rows<'_, '_> {
    fn server(&mut self, server: &Server<'_>) {
        if server.cores == Cores::new(0) {
            let message = format!("ILMT counts nothing on {}; the server is not in the tables", server.name);
            self.say(
                Severity::Note,
                server.place,
                message,
                "Nothing to do if its instances are rightly excluded.",
            );
        } else if let Some(vm) = server.lone_vm() {
            self.lone_vm(server, vm);
            return;
        } else {
            self.host(server);
        }
        for (name, product) in &server.products {
            let cores = self.standing_cores(server, name, product);
            if cores == Cores::new(0) {
                continue;
            }
            if cores == server.recount(&product.counted) {
                for computer in &product.counted {
                    self.install(name, server, *computer, product.place);
                }
            } else {
                // A stand-in of the size ILMT states: so no rule of the count needs to know of imports.
                let stand_in = format!("ILMT total of {name} on {}", server.name);
                let host = self.tables.hosts.intern(server.name);
                self.placement(&stand_in, host, cores, product.place);
                self.install_on(name, &stand_in, product.place);
            }
        }
    }

    fn host(&mut self, server: &Server<'_>) {
        let host = self.tables.hosts.intern(server.name);
        self.imported.hosts.push(HostRow {
            host,
            cores: server.cores,
            cluster: String::new(),
            region: String::new(),
            processor: server.processor.to_owned(),
            max_sockets: None,
            pvu_per_core: Some(server.rate),
            eligible: true,
            span: Span::EVER,
            place: server.place,
        });
        for (partition, size) in &server.partitions {
            if let Some(name) = self.names.get(&(server.name, *partition)).cloned() {
                self.placement(&name, host, size.cores, size.place);
            }
        }
        if server.is_artificial() {
            let message = format!(
                "{} is made up by ILMT, but not one vm at 120 PVU per core; it counts as a server of known size",
                server.name
            );
            let advice = "Connect ILMT to the hypervisor, or describe server and vms with --tables.";
            self.say(Severity::Warning, server.place, message, advice);
        }
    }

    /// A vm whose hypervisor ILMT does not know: without a host, so that the host `TLM_VM_…` is made up again
    /// and its full capacity stays unknown.
    fn lone_vm(&mut self, server: &Server<'_>, vm: &str) {
        self.placement(vm, NOWHERE, server.cores, server.place);
        for (name, product) in &server.products {
            if self.standing_cores(server, name, product) > Cores::new(0) {
                self.install_on(name, vm, product.place);
            }
        }
        let computers: Vec<&str> = server.partitions.keys().map(|(computer, _)| *computer).collect();
        let message = format!(
            "the hypervisor of {} is unknown: {} counts with all its cores at 120 PVU each, and its full capacity is unknown",
            computers.join(", "),
            server.name
        );
        let advice = "Connect ILMT to the hypervisor's manager, or place the vm on its host with --tables.";
        self.say(Severity::Warning, server.place, message, advice);
    }

    /// The cores at which ILMT's total stands, and findings where other figures of the report differ from it.
    fn standing_cores(&mut self, server: &Server<'_>, name: &str, product: &OnServer<'_>) -> Cores {
        let rate = u64::from(server.rate.get());
        let cores = product.total.cores_at(server.rate);
        let total = format!("ILMT's total for {name} on {} is {} PVU", server.name, product.total.pvu);
        let (all, counted) = (server.recount(&product.computers), server.recount(&product.counted));
        if all != cores || counted != cores {
            let pvu = u64::from(all.get()) * rate;
            let excluded = if product.exclusion.is_empty() {
                String::new()
            } else {
                let rest = if counted == cores { ", which explains it" } else { "" };
                format!("; instances are excluded in ILMT ({}){rest}", product.exclusion)
            };
            let message = format!(
                "{total} ({} cores), but its computers there come to {pvu} PVU ({} cores){excluded}; ILMT's total stands",
                cores.get(),
                all.get()
            );
            let advice = "Be ready to show why: an exclusion, or cores changed since the peak.";
            self.differs(product.place, message, advice);
        }
        if cores != product.total.cores {
            let message = format!(
                "{total}, but it states {} cores at {rate}; the PVU stand, as {} cores",
                product.total.cores.get(),
                cores.get()
            );
            self.differs(product.place, message, "Ask ILMT for a recalculation and a new snapshot.");
        }
        if product.limit.pvu != server.pvu() && product.total.pvu > 0 {
            let message = format!(
                "ILMT limits {name} on {} to {} PVU, but the server has {} at its largest; that is its full capacity here",
                server.name,
                product.limit.pvu,
                server.pvu()
            );
            self.differs(product.place, message, "Look for cores added or rates changed within the period.");
        }
        cores
    }

    fn products(&mut self, instances: &[Instance]) {
        let firsts: BTreeMap<&str, Place> =
            instances.iter().rev().map(|row| (row.product.as_str(), row.place)).gather();
        for (name, place) in firsts {
            self.imported.products.push(ProductRow {
                product: self.tables.product_names.intern(name),
                metric: Metric::Pvu,
                subcapacity: true,
                list_price: None,
                contract_price: None,
                support: BasisPoints::new(2000),
                bundle: None,
                ratio: (1, 1),
                place,
            });
        }
    }

    fn placement(&mut self, vm: &str, host: u32, cores: Cores, place: Place) {
        let (vm, cores) = (self.tables.vms.intern(vm), MilliCores::from(cores));
        let (mode, pool, span) = (Mode::Vm, NOWHERE, self.span);
        self.imported.placements.push(PlacementRow { vm, host, cores, mode, pool, span, place });
    }

    fn install(&mut self, product: &str, server: &Server<'_>, computer: Partition<'_>, place: Place) {
        if let Some(vm) = self.names.get(&(server.name, computer)).cloned() {
            self.install_on(product, &vm, place);
        }
    }

    fn install_on(&mut self, product: &str, vm: &str, place: Place) {
        let product = self.tables.product_names.intern(product);
        let on = RunsOn::Vm(self.tables.vms.intern(vm));
        self.imported.installs.push(InstallRow { product, on, span: self.span, place });
    }

    fn differs(&mut self, place: Place, message: String, advice: &str) {
        let file = self.tables.file_name(place.file);
        let finding = Finding::new(Code::TotalDiffers, Severity::Warning, file, message, advice);
        self.findings.push(finding.at(place.row));
    }

    fn say(&mut self, severity: Severity, place: Place, message: String, advice: &str) {
        let file = self.tables.file_name(place.file).to_owned();
        self.findings.push(note(severity, &file, message, advice).at(place.row));
    }
}
