//! What a snapshot states, as facts.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::{Code, Severity};
use subcap_core::order::Map;

use crate::batch::Batch;
use crate::facts::{
    Host, HostKind, Install, Integrity, Machine, Metric, Origin, Rate, RateOrigin, Report, Seen, ServerTotal,
};

use super::agreement::Agreed;
use super::condition::Label;
use super::period::Period;
use super::servers::{self, Key, On, OnServer, Partition, Server};
use super::sheet::Sheet;
use super::words::{Word, Words};
use super::{Contents, grouped, quantities, seen, server_name};

/// Everything the files say together.
pub(super) fn facts(
    contents: &Contents,
    period: &Period,
    integrity: Integrity,
    agreed: &Agreed,
    doubts: Vec<String>,
    batch: &mut Batch,
) {
    let report = report(contents, period, integrity, doubts, batch);
    let words = std::mem::take(&mut batch.snapshots.words);
    let servers = servers::of(&contents.sheets, &words, &mut batch.findings);
    seen::say(contents, &report, agreed, servers.len(), batch);
    quantities::measures(contents, &report, &words, batch);
    let names = machine_names(&servers, &words);
    let mut out =
        Out { contents, words: &words, names, tool: report.server.clone(), span: period.span, batch };
    for server in &servers {
        out.server(server);
    }
    out.sizes(&servers);
    batch.snapshots.words = words;
    batch.facts.reports.push(report);
}

fn report(
    contents: &Contents,
    period: &Period,
    integrity: Integrity,
    doubts: Vec<String>,
    batch: &mut Batch,
) -> Report {
    let condition = contents.condition.as_ref();
    let (path, row) =
        match (condition, batch.daily.files.iter().find(|f| batch.snapshots.place(f) == contents.folder)) {
            (Some(condition), _) => (condition.path.clone(), condition.period().map_or(1, |(_, row)| row)),
            (None, Some(file)) => (file.clone(), 1),
            (None, None) => (batch.name.clone(), 1),
        };
    let archive = match contents.folder.as_str() {
        "" => batch.name.as_str(),
        folder => folder,
    };
    Report {
        archive: archive.into(),
        tool: condition.and_then(|condition| condition.value(Label::Tool)).map(|(tool, _)| tool.into()),
        server: period.server.clone(),
        period: period.span,
        measured: period.measured.within(period.span).collect(),
        made: period.made,
        server_since: condition.and_then(|condition| condition.day(Label::Installed)),
        integrity,
        doubts,
        origin: Origin {
            file: batch
                .origins
                .add(&path, if condition.is_some() { &["Start Date", "End Date"] } else { &["date"] }),
            row,
        },
    }
}

/// Computers by their name; with partition and server where one name is several machines, so that each counts
/// where its rows stand.
fn machine_names(servers: &[Server], words: &Words) -> Map<(Word, Partition), Arc<str>> {
    let machines = || servers.iter().flat_map(|s| s.partitions.keys().map(|partition| (s.name, *partition)));
    let mut bearers: Map<Word, u32> = Map::new();
    for (_, (computer, _)) in machines() {
        *bearers.entry(computer).or_default() += 1;
    }
    let name = |server: Word, (computer, layer): Partition| match bearers.get(&computer) {
        Some(1) => words.name(computer),
        _ => format!("{} #{} on {}", words.text(computer), words.text(layer), words.text(server)).into(),
    };
    machines().map(|(server, partition)| ((server, partition), name(server, partition))).collect()
}

struct Out<'o> {
    contents: &'o Contents,
    words: &'o Words,
    names: Map<(Word, Partition), Arc<str>>,
    tool: Option<Arc<str>>,
    span: Span,
    batch: &'o mut Batch,
}

impl Out<'_> {
    fn server(&mut self, server: &Server) {
        let name = self.words.name(server.name);
        let lone = server.is_lone_vm(&name);
        if server.cores == 0 {
            // It has no size then, and a server of unknown size would make every total a floor.
            let message = format!("the tool counts nothing on {name}; the server is left away");
            let advice = "Nothing to do if its instances are rightly excluded.";
            self.say(Code::Excluded, Severity::Note, server.origin, message, advice);
        } else if !lone && servers::artificial(&name).is_some() {
            let message = format!(
                "{name} is made up by the tool, but not one vm at 120 PVU per core; it counts as a server of known size"
            );
            let advice =
                "Connect the tool to the hypervisor, or say in the tables which vms are on which server.";
            self.say(Code::ServerUnknown, Severity::Warning, server.origin, message, advice);
        }
        if server.cores > 0 {
            self.host(server, &name, lone);
            self.machines(server, &name, lone);
        }
        for (key, product) in &server.products {
            self.product(server, &name, *key, product, lone);
        }
    }

    /// Servers of which no report says how large they are have the cores that are used: a floor.
    fn sizes(&mut self, servers: &[Server]) {
        let sized = |key: &Key| self.contents.sheets.get(key.2).is_some_and(|sheet| sheet.sized);
        let mut without = servers.iter().filter(|server| !server.products.keys().any(sized));
        let Some(first) = without.next() else { return };
        let others = without.count();
        let name = self.words.text(first.name);
        let and = if others > 0 { format!(" and of {others} other servers") } else { String::new() };
        let message = format!(
            "the report does not state the cores of {name}{and}: those in use stand in, so full capacity is a floor"
        );
        let advice = "Export the report with Physical Server CPU Core Subcapacity Limit, or fill in the cores in hosts.csv.";
        self.batch.left_out(Code::FloorOnly, first.origin, None, &message, advice);
    }

    fn host(&mut self, server: &Server, name: &Arc<str>, lone: bool) {
        let artificial = servers::artificial(name).is_some();
        let kind = match lone {
            true => HostKind::Artificial,
            false if server_name::is_cloud(name) => HostKind::Cloud,
            false => HostKind::Physical,
        };
        let by = match server.rate {
            _ if server.rate_changed => RateOrigin::Override,
            Some(servers::UNIDENTIFIED) if artificial => RateOrigin::Default,
            _ => RateOrigin::Tool,
        };
        let physical = kind == HostKind::Physical && !artificial;
        self.batch.facts.hosts.push(Host {
            name: Arc::clone(name),
            server: self.tool.clone(),
            kind,
            serial: physical.then(|| server_name::serial(name)).flatten().map(Into::into),
            uuid: None,
            cluster: None,
            processor: self.words.some(server.processor),
            sockets: None,
            cores: Some(server.cores),
            rate: server.rate.map(|pvu| Rate { pvu, by }),
            seen: Seen::During(self.span),
            origin: server.origin,
        });
    }

    fn machines(&mut self, server: &Server, host: &Arc<str>, lone: bool) {
        for (partition, size) in &server.partitions {
            let Some(name) = self.names.get(&(server.name, *partition)).cloned() else { continue };
            let computer = self.words.name(partition.0);
            // A vm that is all there is of a made-up server has the cores the tool counts there.
            let cores = if lone { server.cores } else { size.cores };
            let id = servers::artificial(host).filter(|_| lone);
            self.batch.facts.machines.push(Machine {
                dns: (computer != name).then_some(computer),
                name,
                uuids: id.map(Into::into).into_iter().collect(),
                server: self.tool.clone(),
                host: Some(Arc::clone(host)),
                cluster: None,
                milli_cores: Some(u64::from(cores) * 1000),
                mode: "vm",
                pool: None,
                power: None,
                stand_in: false,
                seen: Seen::During(self.span),
                origin: size.origin,
            });
        }
    }

    fn product(&mut self, server: &Server, host: &Arc<str>, key: Key, product: &OnServer, lone: bool) {
        let contents = self.contents;
        let Some(sheet) = contents.sheets.get(key.2) else { return };
        self.total(sheet, host, key, product);
        let shown = self.shown(key);
        let cores = self.standing_cores(server, host, &shown, product, sheet);
        if server.cores == 0 {
            return;
        }
        if sheet.full_capacity && cores > 0 && !lone {
            // On the server itself a product takes all its cores.
            let on = On {
                row: product.row,
                component: Word::default(),
                exclusion: Word::default(),
                confirmed: true,
            };
            return self.install(sheet, key, host, &on, None, true);
        }
        let counted = product.counted().next().is_some();
        let agrees = lone && counted || cores == server.recount(product.counted());
        if !agrees && cores > 0 {
            // A stand-in of the size the tool states: so no rule of the count needs to know of imports.
            let name: Arc<str> = format!("ILMT total of {shown} on {host}").into();
            let origin = Origin { file: sheet.origins.total, row: product.row };
            self.batch.facts.machines.push(Machine {
                name: Arc::clone(&name),
                dns: None,
                uuids: Vec::new(),
                server: self.tool.clone(),
                host: Some(Arc::clone(host)),
                cluster: None,
                milli_cores: Some(u64::from(cores) * 1000),
                mode: "vm",
                pool: None,
                power: None,
                stand_in: true,
                seen: Seen::During(self.span),
                origin,
            });
            let on = On {
                row: product.row,
                component: Word::default(),
                exclusion: Word::default(),
                confirmed: true,
            };
            self.install(sheet, key, &name, &on, None, false);
        }
        // Dates must not take away from a total that stands: all its computers have to be there at the peak.
        let peak = product.peak.unwrap_or(self.span.to);
        let dated: Vec<(Partition, On, Option<Dates>)> = product
            .computers
            .iter()
            .map(|(partition, on)| (*partition, *on, self.dates(key, partition.0)))
            .collect();
        let there = |dates: &Option<Dates>| dates.is_none_or(|(from, to, _)| from <= peak && peak <= to);
        let all_there = dated.iter().all(|(_, on, dates)| !on.exclusion.is_none() || there(dates));
        for (partition, on, dates) in dated {
            let counts = on.exclusion.is_none();
            if counts && (!agrees || cores == 0) {
                continue;
            }
            if let Some(machine) = self.names.get(&(server.name, partition)).cloned() {
                self.install(sheet, key, &machine, &on, dates.filter(|_| all_there || !counts), false);
            }
        }
    }

    fn total(&mut self, sheet: &Sheet, host: &Arc<str>, (product, bundle, _): Key, on: &OnServer) {
        self.batch.facts.totals.push(ServerTotal {
            product: self.words.name(product),
            metric: sheet.metric.clone(),
            bundle: self.words.some(bundle),
            full_capacity: sheet.full_capacity,
            host: Arc::clone(host),
            cluster: self.tool.clone(),
            when: self.span,
            peak: on.peak,
            quantity: on.total.units,
            limit: (on.limit != on.total || !sheet.full_capacity).then_some(on.limit.units),
            origin: Origin { file: sheet.origins.total, row: on.row },
        });
    }

    fn install(
        &mut self,
        sheet: &Sheet,
        key: Key,
        machine: &Arc<str>,
        on: &On,
        dates: Option<Dates>,
        on_host: bool,
    ) {
        let (product, bundle, _) = key;
        self.batch.facts.installs.push(Install {
            product: self.words.name(product),
            metric: Some(sheet.metric.clone()),
            bundle: self.words.some(bundle),
            machine: Arc::clone(machine),
            on_host,
            component: self.words.some(on.component),
            charged: true,
            confirmed: on.confirmed,
            excluded: self.words.some(on.exclusion),
            from: dates.map(|(from, ..)| from).filter(|from| *from > Day::ALWAYS),
            to: dates.map(|(_, to, _)| to).filter(|to| *to < Day::STILL),
            seen: Seen::During(self.span),
            origin: Origin { file: sheet.origins.install, row: on.row },
        });
    }

    /// When the inventory says the product was on the computer.
    fn dates(&self, (product, bundle, _): Key, computer: Word) -> Option<Dates> {
        let found = self.contents.inventory.as_ref()?.found.get(&(product, bundle, computer))?;
        // Dates that leave nothing of the period contradict the report.
        let touches = found.from <= self.span.to && found.to >= self.span.from;
        touches.then_some((found.from, found.to, found.origin))
    }

    /// The product's name in messages.
    fn shown(&self, (product, bundle, _): Key) -> String {
        match self.words.text(bundle) {
            "" => self.words.text(product).to_owned(),
            bundle => format!("{} ({bundle})", self.words.text(product)),
        }
    }

    /// The cores at which the tool's total stands, and findings where other figures of the report differ from it.
    fn standing_cores(
        &mut self,
        server: &Server,
        host: &str,
        name: &str,
        product: &OnServer,
        sheet: &Sheet,
    ) -> u32 {
        let (rate, unit) = (u64::from(product.rate), unit(&sheet.metric));
        let cores = product.total.cores_at(product.rate);
        if sheet.full_capacity {
            return cores;
        }
        let at = Origin { file: sheet.origins.total, row: product.row };
        let total = format!("the tool's total for {name} on {host} is {} {unit}", product.total.units);
        let (all, counted) = (server.recount(product.computers.keys()), server.recount(product.counted()));
        // What exclusions explain is said with them.
        if counted != cores {
            let units = u64::from(all) * rate;
            let excluded = product.exclusion().map_or_else(String::new, |reason| {
                format!("; instances are excluded ({})", self.words.text(reason))
            });
            let message = format!(
                "{total} ({cores} cores), but its computers there come to {units} {unit} ({all} cores){excluded}; the \
                 tool's total stands"
            );
            let advice = "Be ready to show why: an exclusion, or cores changed since the peak.";
            self.say(Code::TotalDiffers, Severity::Warning, at, message, advice);
        }
        if cores != product.total.cores {
            let stated = product.total.cores;
            let message =
                format!("{total}, but it states {stated} cores at {rate}; the units stand, as {cores} cores");
            let advice = "Ask the tool for a recalculation and a new snapshot.";
            self.say(Code::TotalDiffers, Severity::Warning, at, message, advice);
        }
        let largest = u64::from(server.cores) * rate;
        if product.limit.units != largest && product.total.units > 0 {
            let message = format!(
                "the tool limits {name} on {host} to {} {unit}, but the server has {} at its largest; that is its full \
                 capacity here",
                product.limit.units,
                grouped(largest)
            );
            let advice = "Look for cores added or rates changed within the period.";
            self.say(Code::TotalDiffers, Severity::Warning, at, message, advice);
        }
        cores
    }

    fn say(&mut self, code: Code, severity: Severity, at: Origin, message: String, advice: &str) {
        let path = self.batch.origins.get(at.file).0.to_owned();
        let finding = subcap_core::finding::Finding::new(code, severity, &path, message, advice);
        self.batch.findings.push(finding.at(at.row));
    }
}

/// First and last day of a product on a computer, and where the inventory says so.
type Dates = (Day, Day, Origin);

fn unit(metric: &Metric) -> &'static str {
    metric.column().map_or("units", |column| if column == "RVU_MAPC" { "RVU MAPC" } else { column })
}
