//! From records of keys and values to systems, partitions and pools, as far as one record says.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::Code;
use subcap_core::order::Set;
use subcap_core::read::plausible;

use super::aix::Partition;
use super::lines::Record;
use super::units::milli;
use crate::batch::Batch;
use crate::facts::{Origin, PowerState};
use crate::when;

/// What was printed, in the order read; what is printed again for the same day is held once.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    pub files: Vec<File>,
    pub systems: Vec<System>,
    pub capacities: Vec<Capacity>,
    pub partitions: Vec<Lpar>,
    pub pools: Vec<Pool>,
    pub own: Vec<Partition>,
    /// What is held already.
    known: Set<(usize, String)>,
}

/// A file with output.
#[derive(Debug)]
pub(super) struct File {
    pub path: String,
    /// In its name or the names of its folders.
    pub day: Option<Day>,
    /// The intake it came in: its facts and findings go there.
    pub batch: usize,
}

impl Outputs {
    /// Adds what came in another intake.
    pub(super) fn append(&mut self, mut other: Self, batch: usize) {
        let before = self.files.len();
        self.files.extend(other.files.into_iter().map(|file| File { batch, ..file }));
        let places = other.systems.iter_mut().map(|system| &mut system.place);
        let places = places.chain(other.capacities.iter_mut().map(|capacity| &mut capacity.place));
        let places = places.chain(other.partitions.iter_mut().map(|lpar| &mut lpar.place));
        for place in places.chain(other.pools.iter_mut().map(|pool| &mut pool.place)) {
            place.file += before;
        }
        for (file, _) in other.own.iter_mut().filter_map(|partition| partition.place.as_mut()) {
            *file += before;
        }
        self.systems.extend(other.systems);
        self.capacities.extend(other.capacities);
        self.partitions.extend(other.partitions);
        self.pools.extend(other.pools);
        self.own.extend(other.own);
    }
}

/// Where a record stands, and for which system and day.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Of [`Outputs::files`].
    pub file: usize,
    /// The managed system, if the command or the record names it.
    pub system: Option<Arc<str>>,
    /// A sample's day.
    pub day: Option<Day>,
    pub origin: Origin,
}

/// `lssyscfg -r sys`.
#[derive(Debug)]
pub(super) struct System {
    pub place: Place,
    pub name: Arc<str>,
    pub type_model: Option<String>,
    pub serial: Option<Arc<str>>,
}

/// `lshwres -r proc --level sys`.
#[derive(Debug)]
pub(super) struct Capacity {
    pub place: Place,
    pub configurable: Option<u64>,
    pub installed: Option<u64>,
}

/// `lssyscfg -r lpar` and `lshwres -r proc --level lpar`.
#[derive(Debug)]
pub(super) struct Lpar {
    pub place: Place,
    pub name: Arc<str>,
    pub id: Option<String>,
    pub power: Option<PowerState>,
    /// How it gets its processors and how many thousandths, if the record says so.
    pub processors: Option<(&'static str, Option<u64>)>,
    /// Name or number of its pool; not the default one, which holds all that is left.
    pub pool: Option<String>,
}

/// `lshwres -r procpool`.
#[derive(Debug)]
pub(super) struct Pool {
    pub place: Place,
    pub name: Option<Arc<str>>,
    pub id: Option<String>,
    pub units: u64,
}

/// Takes the records of one file.
pub(super) struct Taker {
    file: usize,
    path: String,
    origin: u32,
    partition: Partition,
}

impl Taker {
    pub(super) fn new(path: &str, batch: &mut Batch) -> Self {
        let names = path.rsplit('/').chain([subcap_core::read::last_part(&batch.name)]);
        let day = names.into_iter().find_map(when::day_in_name);
        let outputs = &mut batch.hmc.outputs;
        outputs.files.push(File { path: path.to_owned(), day, batch: 0 });
        let file = outputs.files.len() - 1;
        let own = ["Partition Name", "Mode", "Entitled Capacity", "Online Virtual CPUs"];
        let origin = batch.origins.add(path, &own);
        Self { file, path: path.to_owned(), origin, partition: Partition::default() }
    }

    /// The keys by which a record is told, as far as it has them.
    fn named(&self, record: &Record, batch: &mut Batch) -> u32 {
        const KEYS: [&str; 14] = [
            "name",
            "lpar_name",
            "type_model",
            "configurable_sys_proc_units",
            "installed_sys_proc_units",
            "max_pool_proc_units",
            "curr_proc_mode",
            "curr_proc_units",
            "curr_procs",
            "curr_sharing_mode",
            "curr_shared_proc_pool_name",
            "pend_proc_mode",
            "pend_proc_units",
            "pend_procs",
        ];
        let now = record.get(&["curr_procs"]).is_some_and(|procs| procs != "0");
        let has = |key: &&&str| record.get(&[key]).is_some() && !(now && key.starts_with("pend_"));
        let keys: Vec<&str> = KEYS.iter().filter(has).copied().collect();
        batch.origins.add(&self.path, &keys)
    }

    fn place(&self, record: &Record, row: u32, batch: &mut Batch) -> Place {
        let system = record.system.as_deref().or_else(|| record.get(&["managed_system", "sys_name"]));
        let time = record.get(&["time", "sys_time"]).and_then(american);
        let origin = Origin { file: self.named(record, batch), row };
        Place { file: self.file, system: system.map(|name| batch.names.of(name)), day: time, origin }
    }

    /// A record of a console.
    pub(super) fn take(&mut self, record: &Record, row: u32, batch: &mut Batch) {
        let place = self.place(record, row, batch);
        // A history repeats itself every hour: of one day what says the same is one.
        if place.day.is_some() {
            let moving =
                |key: &&String| key.contains("cycles") || key.contains("time") || key.contains("avail");
            let said: Vec<String> = record
                .values
                .iter()
                .filter(|(key, _)| !moving(key))
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            let said = format!("{:?} {:?} {}", place.day, place.system, said.join(","));
            if !batch.hmc.outputs.known.insert((self.file, said)) {
                return;
            }
        }
        let asked = record.asked.as_deref().unwrap_or("");
        if record.get(&["configurable_sys_proc_units", "installed_sys_proc_units"]).is_some() {
            self.capacity(record, place, batch);
        } else if record.values.contains_key("max_pool_proc_units") {
            self.pool(record, place, batch);
        } else if record.get(&["type_model"]).is_some() || asked == "sys" {
            system(record, place, batch);
        } else if let Some(name) = record.get(&["lpar_name", "name"]) {
            let (name, units) = (batch.names.of(name), record);
            self.partition(units, name, place, batch);
        }
    }

    fn units(&self, record: &Record, key: &str, place: &Place, batch: &mut Batch) -> Option<u64> {
        let cell = record.get(&[key])?;
        let units = milli(cell);
        if units.is_none() {
            let advice = "Units are decimals with a point, such as 2.5.";
            batch.odd(
                Code::NotANumber,
                place.origin,
                Some((key, cell)),
                "this is no number of units",
                advice,
            );
        }
        units
    }

    fn capacity(&self, record: &Record, mut place: Place, batch: &mut Batch) {
        if let Some(name) = record.get(&["name"]).filter(|_| place.system.is_none()) {
            place.system = Some(batch.names.of(name));
        }
        let configurable = self.units(record, "configurable_sys_proc_units", &place, batch);
        let installed = self.units(record, "installed_sys_proc_units", &place, batch);
        batch.hmc.outputs.capacities.push(Capacity { place, configurable, installed });
    }

    fn pool(&self, record: &Record, place: Place, batch: &mut Batch) {
        let id = record.get(&["shared_proc_pool_id", "id"]).map(str::to_owned);
        let name = record.get(&["name", "shared_proc_pool_name"]).map(|name| batch.names.of(name));
        // The default pool has no limit of its own.
        let Some(units) = self.units(record, "max_pool_proc_units", &place, batch) else { return };
        batch.hmc.outputs.pools.push(Pool { place, name, id, units });
    }

    fn partition(&self, record: &Record, name: Arc<str>, place: Place, batch: &mut Batch) {
        let power = record.get(&["state", "primary_state"]).map(|state| match state {
            "Not Activated" | "Shutting Down" | "Not Available" => PowerState::Off,
            "Suspended" => PowerState::Suspended,
            _ => PowerState::On,
        });
        let id = record.get(&["lpar_id"]).map(str::to_owned);
        let (processors, runs) = self.processors(record, &place, batch);
        let power = power.or(if runs { None } else { Some(PowerState::Off) });
        let pool = record.get(&["curr_shared_proc_pool_name", "shared_proc_pool_name"]);
        let number = record.get(&["curr_shared_proc_pool_id", "shared_proc_pool_id"]);
        let default = number == Some("0") || pool == Some("DefaultPool");
        let pool = pool.or(number).filter(|_| !default).map(str::to_owned);
        if processors.is_none() && power.is_none() && id.is_none() {
            return;
        }
        batch.hmc.outputs.partitions.push(Lpar { place, name, id, power, processors, pool });
    }

    /// How a partition gets its processors and how many; whether it has them now.
    fn processors(
        &self,
        record: &Record,
        place: &Place,
        batch: &mut Batch,
    ) -> (Option<(&'static str, Option<u64>)>, bool) {
        let of = |when: &str, batch: &mut Batch| {
            let key = |name: &str| format!("{when}_{name}");
            let mode = record.get(&[&key("proc_mode")])?;
            let sharing = record.get(&[&key("sharing_mode")]).unwrap_or("");
            let (mode, key) = match (mode, sharing) {
                ("ded", _) => ("dedicated", key("procs")),
                (_, "cap") => ("capped", key("proc_units")),
                // Uncapped, or not said: the most it can use.
                _ => ("uncapped", key("procs")),
            };
            Some((mode, self.units(record, &key, place, batch)))
        };
        let now = of("curr", batch);
        match now {
            Some((_, Some(1..))) => (now, true),
            // A partition that does not run holds nothing now.
            Some(_) => (of("pend", batch).filter(|(_, units)| units.is_some()).or(now), false),
            None => (of("pend", batch), true),
        }
    }

    /// A line of a partition's own commands.
    pub(super) fn state(&mut self, key: &str, value: &str, row: u32, batch: &mut Batch) -> bool {
        if self.partition.is_of_another(key) {
            self.end(batch);
        }
        let origin = Origin { file: self.origin, row };
        self.partition.state(key, value, self.file, origin)
    }

    /// The file, or what a partition said of itself, ends.
    pub(super) fn end(&mut self, batch: &mut Batch) {
        let partition = std::mem::take(&mut self.partition);
        if partition.is_one() {
            batch.hmc.outputs.own.push(partition);
        }
    }
}

fn system(record: &Record, place: Place, batch: &mut Batch) {
    let Some(name) = record.get(&["name", "sys_name"]).map(|name| batch.names.of(name)) else { return };
    let serial = record.get(&["serial_num"]).map(|serial| batch.names.of(serial));
    let type_model = record.get(&["type_model"]).map(str::to_owned);
    batch.hmc.outputs.systems.push(System { place, name, type_model, serial });
}

/// The day of `06/13/2013 16:50:24`: consoles write the month first.
fn american(time: &str) -> Option<Day> {
    let mut parts = time.split(' ').next()?.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).and_then(plausible)
}
