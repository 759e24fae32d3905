//! When all output is read: systems, partitions and pools as facts.

use std::sync::Arc;

use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::records::{Capacity, Lpar, Outputs, Place, System};
use super::systems::Systems;
use super::units::cores;
use crate::batch::Batch;
use crate::facts::{Host, HostKind, Machine, Origin, Pool, PowerState, Seen};

/// A name or a number within a system.
type Within = (Option<Arc<str>>, String);

/// Thousandths of a core, and the file and place that state them.
type Size = (u64, usize, Origin);

/// All files are read, those that came together and those by themselves: what consoles printed becomes facts.
pub(crate) fn conclude(batches: &mut [Batch]) {
    let mut outputs = Outputs::default();
    for (number, batch) in batches.iter_mut().enumerate() {
        outputs.append(std::mem::take(&mut batch.hmc).outputs, number);
    }
    if outputs.files.is_empty() {
        return;
    }
    let mut concluding = Concluding {
        systems: Systems::of(&outputs),
        outputs: &outputs,
        grounds: Map::new(),
        told: outputs.files.iter().map(|_| Told::default()).collect(),
    };
    concluding.hosts(batches);
    let pools = concluding.pools(batches);
    concluding.machines(&pools, batches);
    concluding.own(&pools, batches);
    concluding.hosts_only_named(batches);
    concluding.say(batches);
}

struct Concluding<'o> {
    systems: Systems,
    outputs: &'o Outputs,
    /// What was assumed, by file.
    grounds: Map<usize, Set<(Arc<str>, &'static str)>>,
    told: Vec<Told>,
}

/// What is said back of a file.
#[derive(Debug, Default, Clone)]
struct Told {
    systems: Map<Arc<str>, u64>,
    /// Units that are installed and not activated.
    dormant: u64,
    partitions: Set<Arc<str>>,
    pools: u64,
}

impl Concluding<'_> {
    /// The intake of a file.
    fn batch<'b>(&self, file: usize, batches: &'b mut [Batch]) -> Option<&'b mut Batch> {
        batches.get_mut(self.outputs.files.get(file)?.batch)
    }

    fn seen(&self, place: &Place) -> Seen {
        let of_file = self.outputs.files.get(place.file).and_then(|file| file.day);
        place.day.or(of_file).map_or(Seen::Undated, Seen::On)
    }

    /// The system of a record, and what was assumed is remembered.
    fn system(&mut self, place: &Place) -> Option<Arc<str>> {
        let (name, ground) = self.systems.find(place)?;
        if let Some(ground) = ground {
            self.grounds.entry(place.file).or_default().insert((Arc::clone(&name), ground));
        }
        Some(name)
    }

    fn told(&mut self, file: usize, tell: impl FnOnce(&mut Told)) {
        if let Some(told) = self.told.get_mut(file) {
            tell(told);
        }
    }

    /// Systems with their cores; those of which no output states cores, without.
    fn hosts(&mut self, batches: &mut [Batch]) {
        let by_name: Map<Arc<str>, &System> =
            self.outputs.systems.iter().map(|system| (Arc::clone(&system.name), system)).collect();
        let (mut with_cores, mut guessed) = (Set::new(), Set::new());
        for capacity in &self.outputs.capacities {
            // Of two systems that one file does not name neither is guessed.
            let (place, named) = (&capacity.place, capacity.place.system.is_some());
            let found = (named || guessed.insert((place.file, place.day)))
                .then(|| self.system(place).or_else(|| self.named_after(place)))
                .flatten();
            let Some(batch) = self.batch(capacity.place.file, batches) else { continue };
            let Some(name) = found else {
                let advice =
                    "Save the output with its command line (-m SYSTEM), or one system's output to a file.";
                let message = "which managed system these units are of cannot be told";
                batch.left_out(Code::ServerUnknown, capacity.place.origin, None, message, advice);
                continue;
            };
            let cores = activated(capacity);
            self.told(capacity.place.file, |told| {
                told.systems.insert(Arc::clone(&name), cores.map_or(0, u64::from));
                told.dormant = told.dormant.saturating_add(dormant(capacity));
            });
            with_cores.insert(Arc::clone(&name));
            let serial = by_name.get(&name).and_then(|system| system.serial.clone());
            let seen = self.seen(&capacity.place);
            batch.facts.hosts.push(host(name, serial, cores, seen, capacity.place.origin));
        }
        for system in self.outputs.systems.iter().filter(|system| !with_cores.contains(&system.name)) {
            let (name, seen) = (Arc::clone(&system.name), self.seen(&system.place));
            self.told(system.place.file, |told| {
                told.systems.entry(Arc::clone(&name)).or_insert(0);
            });
            let Some(batch) = self.batch(system.place.file, batches) else { continue };
            batch.facts.hosts.push(host(name, system.serial.clone(), None, seen, system.place.origin));
        }
    }

    fn named_after(&mut self, place: &Place) -> Option<Arc<str>> {
        let (name, ground) = self.systems.name_after(place)?;
        self.grounds.entry(place.file).or_default().insert((Arc::clone(&name), ground));
        Some(name)
    }

    /// Pools; returned by system and by name as well as number. Of several sizes over time the largest holds.
    fn pools(&mut self, batches: &mut [Batch]) -> Map<Within, Arc<str>> {
        let mut names = Map::new();
        let mut largest: Map<(Arc<str>, Arc<str>), Size> = Map::new();
        for pool in &self.outputs.pools {
            if pool.id.as_deref() == Some("0") {
                continue;
            }
            let host = self.system(&pool.place);
            let Some(batch) = self.batch(pool.place.file, batches) else { continue };
            let Some(host) = host else {
                let advice = "Save the output with its command line (-m SYSTEM).";
                let message = "which managed system this pool is of cannot be told";
                batch.left_out(Code::ServerUnknown, pool.place.origin, None, message, advice);
                continue;
            };
            let Some(name) = pool.name.clone().or_else(|| batch.names.some(pool.id.as_deref()?)) else {
                continue;
            };
            for key in [pool.id.as_deref(), pool.name.as_deref()].into_iter().flatten() {
                names.insert((Some(Arc::clone(&host)), key.to_owned()), Arc::clone(&name));
            }
            let size = (pool.units, pool.place.file, pool.place.origin);
            let known = largest.entry((host, name)).or_insert(size);
            *known = (*known).max(size);
            self.told(pool.place.file, |told| told.pools += 1);
        }
        for ((host, name), (milli_cores, file, origin)) in largest {
            let Some(batch) = self.batch(file, batches) else { continue };
            batch.facts.pools.push(Pool { name, host, milli_cores, origin });
        }
        names
    }

    fn machines(&mut self, pools: &Map<Within, Arc<str>>, batches: &mut [Batch]) {
        let found: Vec<Option<Arc<str>>> =
            self.outputs.partitions.iter().map(|lpar| &lpar.place).map(|place| self.system(place)).collect();
        // Whether it runs and what it has stand in the outputs of two commands.
        let keys = |lpar: &Lpar, system: &Option<Arc<str>>| {
            let names = [Some(lpar.name.to_string()), lpar.id.as_ref().map(|id| format!("#{id}"))];
            names.map(|name| name.map(|name| (system.clone(), name)))
        };
        let (mut power, mut described) = (Map::new(), Set::new());
        for (lpar, system) in self.outputs.partitions.iter().zip(&found) {
            for key in keys(lpar, system).into_iter().flatten() {
                match (lpar.processors, lpar.power) {
                    (Some(_), _) => {
                        described.insert(key);
                    }
                    (None, Some(state)) => {
                        power.insert(key, state);
                    }
                    (None, None) => {}
                }
            }
        }
        let mut unknown_pools = Map::new();
        for (lpar, system) in self.outputs.partitions.iter().zip(&found) {
            let keys = || keys(lpar, system).into_iter().flatten();
            if lpar.processors.is_none() && keys().any(|key| described.contains(&key)) {
                continue;
            }
            let stated = keys().find_map(|key| power.get(&key).copied());
            let (mode, milli_cores) = lpar.processors.unwrap_or(("vm", None));
            let pool = lpar.pool.as_ref().filter(|_| mode != "dedicated");
            let known = pool.and_then(|pool| pools.get(&(system.clone(), pool.clone())).cloned());
            if let Some(pool) = pool.filter(|_| known.is_none()) {
                unknown_pools.entry((system.clone(), pool.clone())).or_insert(&lpar.place);
            }
            self.told(lpar.place.file, |told| told.partition(&lpar.name));
            let seen = self.seen(&lpar.place);
            let power = stated.or(lpar.power);
            let (name, host, origin) = (Arc::clone(&lpar.name), system.clone(), lpar.place.origin);
            let Some(batch) = self.batch(lpar.place.file, batches) else { continue };
            batch.facts.machines.push(machine(name, host, mode, milli_cores, known, power, seen, origin));
        }
        self.odd_partitions(&found, batches);
        for ((_, pool), place) in unknown_pools {
            let Some(batch) = self.batch(place.file, batches) else { continue };
            let message =
                format!("no output describes the pool {pool}: partitions in it count without its limit");
            let advice = "Add the output of lshwres -r procpool for this system.";
            batch.odd(Code::UnknownPool, place.origin, None, &message, advice);
        }
    }

    /// Partitions of which no output says how many processors or on which system: once for each file.
    fn odd_partitions(&self, found: &[Option<Arc<str>>], batches: &mut [Batch]) {
        let mut homeless: Map<usize, (Origin, u64)> = Map::new();
        for (lpar, _) in self.outputs.partitions.iter().zip(found).filter(|(_, system)| system.is_none()) {
            homeless.entry(lpar.place.file).or_insert((lpar.place.origin, 0)).1 += 1;
        }
        for (file, (origin, count)) in homeless {
            let Some(batch) = self.batch(file, batches) else { continue };
            let message =
                format!("on which managed system {count} partitions are cannot be told, this the first");
            let advice =
                "Save the output with its command line (-m SYSTEM), or give the system's name to the file.";
            batch.odd(Code::ServerUnknown, origin, None, &message, advice);
        }
    }

    /// What partitions said of themselves.
    fn own(&mut self, pools: &Map<Within, Arc<str>>, batches: &mut [Batch]) {
        for partition in &self.outputs.own {
            let (Some((file, origin)), Some(name)) = (partition.place, &partition.name) else { continue };
            let place = Place { file, system: None, day: None, origin };
            let seen = self.seen(&place);
            let known = match partition.serial.as_deref() {
                Some(serial) => self.systems.of_serial(serial),
                None => self.system(&place),
            };
            let Some(batch) = self.batch(file, batches) else { continue };
            let serial = partition.serial.as_deref().map(|serial| batch.names.of(serial));
            let host = known.clone().or_else(|| {
                let model = partition.model.as_deref()?.trim_start_matches("IBM,");
                Some(batch.names.of(&format!("{model} {}", partition.serial.as_deref()?)))
            });
            if let Some(name) = host.clone().filter(|_| known.is_none()) {
                let processor = partition.processor.as_deref().map(|processor| batch.names.of(processor));
                let host = self::host(name, serial, partition.machine_cores, seen, origin);
                batch.facts.hosts.push(Host { processor, ..host });
            }
            if host.is_none() {
                let message = "it does not say which machine it is on, so it stands alone";
                let advice = "Save the output of prtconf with it, or add that of the console.";
                batch.odd(Code::ServerUnknown, origin, None, message, advice);
            }
            let (mode, milli_cores) = partition.processors();
            let pool = partition.pool.as_ref().filter(|_| mode != "dedicated");
            let known = pool.and_then(|pool| pools.get(&(host.clone(), pool.clone())).cloned());
            if let Some(pool) = pool.filter(|_| known.is_none()) {
                let message = format!("no output describes the pool {pool}: it counts without its limit");
                let advice = "Add the output of lshwres -r procpool for its system.";
                batch.odd(Code::UnknownPool, origin, None, &message, advice);
            }
            let name = batch.names.of(name);
            let dns = partition.node.as_deref().map(|node| batch.names.of(node));
            let own = machine(
                Arc::clone(&name),
                host,
                mode,
                milli_cores,
                known,
                Some(PowerState::On),
                seen,
                origin,
            );
            batch.facts.machines.push(Machine { dns, ..own });
            self.told(file, |told| told.partition(&name));
        }
    }

    /// Systems that only partitions name become hosts without cores.
    fn hosts_only_named(&mut self, batches: &mut [Batch]) {
        let hosts = batches.iter().flat_map(|batch| &batch.facts.hosts);
        let known: Set<Arc<str>> = hosts.map(|host| Arc::clone(&host.name)).collect();
        let mut only: Map<Arc<str>, &Place> = Map::new();
        for lpar in &self.outputs.partitions {
            let found = self.systems.find(&lpar.place).filter(|(name, _)| !known.contains(name));
            if let Some((name, _)) = found {
                only.entry(name).or_insert(&lpar.place);
            }
        }
        for (name, place) in only {
            let (seen, origin) = (self.seen(place), place.origin);
            let Some(batch) = self.batch(place.file, batches) else { continue };
            let message = format!("no output states the processors of {name}: its cores are unknown");
            let advice = "Add the output of lshwres -r proc --level sys for this system.";
            batch.odd(Code::ServerUnknown, origin, None, &message, advice);
            batch.facts.hosts.push(host(name, None, None, seen, origin));
        }
    }

    fn say(&self, batches: &mut [Batch]) {
        for (at, file) in self.outputs.files.iter().enumerate() {
            let Some(batch) = self.batch(at, batches) else { continue };
            for (name, ground) in self.grounds.get(&at).into_iter().flatten() {
                let message = format!("taken to be of the managed system {name}: {ground}");
                let advice = "If it is of another, save the output with its command line (-m SYSTEM).";
                batch.note(Code::Assumed, Severity::Note, &file.path, message, advice);
            }
            let Some(told) = self.told.get(at) else { continue };
            let text = format!(
                "HMC, {}: {}",
                file.day.map_or("undated".to_owned(), |day| day.to_string()),
                told.text()
            );
            if let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == file.path) {
                seen.detail = text;
                seen.rows = told.rows();
            }
        }
    }
}

impl Told {
    fn partition(&mut self, name: &Arc<str>) {
        self.partitions.insert(Arc::clone(name));
    }

    fn text(&self) -> String {
        let mut parts = Vec::new();
        let many =
            |count: u64, of: &str| if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") };
        if !self.systems.is_empty() {
            let systems = self.systems.len() as u64;
            parts.push(format!(
                "{}, {}",
                many(systems, "system"),
                many(self.systems.values().sum(), "activated core")
            ));
        }
        if self.dormant > 0 {
            parts.push(format!("{} installed beyond them", many(self.dormant.div_ceil(1000), "core")));
        }
        if !self.partitions.is_empty() {
            parts.push(many(self.partitions.len() as u64, "partition"));
        }
        if self.pools > 0 {
            parts.push(many(self.pools, "pool"));
        }
        if parts.is_empty() { "nothing that counts".to_owned() } else { parts.join(", ") }
    }

    fn rows(&self) -> u64 {
        self.systems.len() as u64 + self.partitions.len() as u64 + self.pools
    }
}

/// Cores that are activated; the installed ones only where nothing else is stated.
fn activated(capacity: &Capacity) -> Option<u32> {
    capacity.configurable.or(capacity.installed).and_then(cores)
}

fn dormant(capacity: &Capacity) -> u64 {
    capacity.installed.zip(capacity.configurable).map_or(0, |(all, usable)| all.saturating_sub(usable))
}

fn host(name: Arc<str>, serial: Option<Arc<str>>, cores: Option<u32>, seen: Seen, origin: Origin) -> Host {
    Host {
        name,
        server: None,
        kind: HostKind::Physical,
        serial,
        uuid: None,
        cluster: None,
        processor: None,
        sockets: None,
        cores,
        rate: None,
        seen,
        origin,
    }
}

#[allow(clippy::too_many_arguments, reason = "a machine is what its fields are")]
fn machine(
    name: Arc<str>,
    host: Option<Arc<str>>,
    mode: &'static str,
    milli_cores: Option<u64>,
    pool: Option<Arc<str>>,
    power: Option<PowerState>,
    seen: Seen,
    origin: Origin,
) -> Machine {
    Machine {
        name,
        dns: None,
        uuids: Vec::new(),
        server: None,
        host,
        cluster: None,
        milli_cores,
        mode,
        pool,
        power,
        stand_in: false,
        seen,
        origin,
    }
}
