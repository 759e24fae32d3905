//! Which managed system a record speaks of. Consoles print it only if they are asked for it.

use std::sync::Arc;

use subcap_core::order::{Map, Set};
use subcap_core::read::last_part;

use super::records::{Outputs, Place};

/// The systems that an intake names, and in which files.
pub(super) struct Systems {
    named: Set<(usize, Arc<str>)>,
    /// Type, model and serial number (`9009-42A*78ABCDE`) stand for the name.
    by_serial: Map<String, Arc<str>>,
    /// The same by the serial number alone.
    by_number: Map<String, Arc<str>>,
    /// What was found for a file, until more is known.
    found: Map<usize, Found>,
    paths: Vec<String>,
}

/// A system, and on what ground it is taken to be that, where no output says so.
pub(super) type Found = Option<(Arc<str>, Option<&'static str>)>;

impl Systems {
    pub(super) fn of(outputs: &Outputs) -> Self {
        let by_serial = outputs.systems.iter().filter_map(|system| {
            let of = format!("{}*{}", system.type_model.as_deref()?, system.serial.as_deref()?);
            Some((of, Arc::clone(&system.name)))
        });
        let by_number = outputs
            .systems
            .iter()
            .filter_map(|system| Some((system.serial.as_deref()?.to_owned(), Arc::clone(&system.name))));
        let mut systems = Self {
            named: outputs
                .systems
                .iter()
                .map(|system| (system.place.file, Arc::clone(&system.name)))
                .collect(),
            by_serial: by_serial.collect(),
            by_number: by_number.collect(),
            found: Map::new(),
            paths: outputs.files.iter().map(|file| file.path.clone()).collect(),
        };
        let places = outputs.capacities.iter().map(|capacity| &capacity.place);
        let places = places.chain(outputs.partitions.iter().map(|lpar| &lpar.place));
        let named: Vec<_> =
            places.filter_map(|place| Some((place.file, systems.called(place.system.as_ref()?)))).collect();
        systems.named.extend(named);
        systems
    }

    /// The name behind a name, or behind type, model and serial number.
    fn called(&self, system: &Arc<str>) -> Arc<str> {
        Arc::clone(self.by_serial.get(&**system).unwrap_or(system))
    }

    /// The system of a serial number. Partitions print two digits of the plant before it.
    pub(super) fn of_serial(&self, serial: &str) -> Option<Arc<str>> {
        let known = self.by_number.get(serial).or_else(|| self.by_number.get(serial.get(2..)?));
        known.map(Arc::clone)
    }

    /// The system of a record.
    pub(super) fn find(&mut self, place: &Place) -> Found {
        if let Some(system) = &place.system {
            return Some((self.called(system), None));
        }
        if let Some(found) = self.found.get(&place.file) {
            return found.clone();
        }
        let found = self.guess(place.file);
        self.found.insert(place.file, found.clone());
        found
    }

    /// What the names of files and the other outputs say.
    fn guess(&self, at: usize) -> Found {
        let path = self.paths.get(at)?;
        let own = folder(path);
        let places = [
            (last_part(path), "it stands in the file's name"),
            (last_part(own), "it stands in the folder's name"),
        ];
        for (place, ground) in places {
            let in_name = self.named.iter().map(|(_, name)| name);
            let in_name = in_name.filter(|name| name.len() > 2 && stands_in(place, name));
            if let Some(name) = in_name.max_by_key(|name| name.len()) {
                return Some((Arc::clone(name), Some(ground)));
            }
        }
        let here = |other: usize| other == at;
        let beside = |at: usize| self.paths.get(at).is_some_and(|other| folder(other) == own);
        self.only(here).map(|name| (name, Some("the file names no other"))).or_else(|| {
            let several = self.named.iter().any(|(at, _)| here(*at));
            let only = if several { None } else { self.only(beside) };
            only.map(|name| (name, Some("the files beside it name no other")))
        })
    }

    fn only(&self, within: impl Fn(usize) -> bool) -> Option<Arc<str>> {
        let names: Set<&Arc<str>> = self.named.iter().filter(|(at, _)| within(*at)).map(|(_, n)| n).collect();
        names.first().filter(|_| names.len() == 1).map(|name| Arc::clone(name))
    }

    /// A system that nothing names is called after its file, or after the folder if the file's name says nothing.
    pub(super) fn name_after(&mut self, place: &Place) -> Option<(Arc<str>, &'static str)> {
        // Two of them in one file are two systems, and neither can be told.
        if self.named.iter().any(|(at, _)| *at == place.file) {
            return None;
        }
        let path = self.paths.get(place.file)?;
        let (file, folder) = (last_part(path), last_part(folder(path)));
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let (name, ground) = match is_of_commands(&stem(file)) && !folder.is_empty() {
            true if folder.to_lowercase().ends_with(".zip") => (stem(folder), AFTER_FOLDER),
            true => (folder.to_owned(), AFTER_FOLDER),
            false => (stem(file), "no output names the system, so it is called after the file"),
        };
        let name: Arc<str> = name.into();
        // The same name for two of them would make them one.
        if self.named.iter().any(|(_, known)| *known == name) {
            return None;
        }
        self.named.insert((place.file, Arc::clone(&name)));
        self.found = Map::new();
        Some((name, ground))
    }
}

const AFTER_FOLDER: &str = "no output names the system, so it is called after the folder";

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a name stands in another as a word of its own: `P9-1` is not in `P9-10_lpars.txt`.
fn stands_in(place: &str, name: &str) -> bool {
    let (place, name) = (place.to_lowercase(), name.to_lowercase());
    place.match_indices(&name).any(|(at, _)| {
        let before = place.get(..at).and_then(|before| before.chars().next_back());
        let behind = place.get(at + name.len()..).and_then(|behind| behind.chars().next());
        ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Whether a file is named after the commands alone: `lshwres_proc_sys`.
fn is_of_commands(stem: &str) -> bool {
    const WORDS: [&str; 14] = [
        "lshwres",
        "lssyscfg",
        "lslparutil",
        "proc",
        "procpool",
        "pool",
        "pools",
        "sys",
        "lpar",
        "lpars",
        "level",
        "hmc",
        "r",
        "output",
    ];
    let stem = stem.to_lowercase();
    let mut words = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.all(|word| WORDS.contains(&word))
}
