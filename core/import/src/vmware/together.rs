//! Tables that were given file by file: those of one folder are one export, as its sheets are.

use subcap_core::order::Map;

use super::group;
use crate::batch::{Batch, Seen};
use crate::facts::{Origin, Origins};

/// Puts the tables that came in files by themselves to the first of their folder. Gives where the others came from,
/// so that each is said back as it was given.
pub(super) fn gather(batches: &mut [Batch]) -> Vec<(usize, usize)> {
    let mut first_of: Map<String, usize> = Map::new();
    let mut moved = Vec::new();
    for at in 0..batches.len() {
        let Some(folder) = batches.get(at).and_then(alone) else { continue };
        let first = *first_of.entry(folder).or_insert(at);
        if let Ok([one, other]) = batches.get_disjoint_mut([first, at]) {
            one.take_tables(other);
            moved.push((first, at));
        }
    }
    moved
}

/// Gives back what was seen of each file to the intake that it came in.
pub(super) fn give_back(moved: &[(usize, usize)], batches: &mut [Batch]) {
    for (first, at) in moved {
        let Ok([one, other]) = batches.get_disjoint_mut([*first, *at]) else { continue };
        let name = other.name.clone();
        let own: Vec<Seen> = one.seen.extract_if(.., |seen| seen.path == name).collect();
        other.seen.extend(own);
    }
}

/// The folder of a table that is all there is of its intake.
fn alone(batch: &Batch) -> Option<String> {
    let exports = &batch.vmware;
    let any = !exports.tables.is_empty() || !exports.made.is_empty();
    let [only] = batch.seen.as_slice() else { return None };
    (any && only.path == batch.name).then(|| group(&only.path).to_owned())
}

impl Batch {
    /// Takes over the tables of another intake with their facts.
    fn take_tables(&mut self, other: &mut Self) {
        let before = [
            self.facts.hosts.len(),
            self.facts.machines.len(),
            self.facts.clusters.len(),
            self.vmware.cpus.len(),
        ];
        let exports = std::mem::take(&mut other.vmware);
        self.vmware.tables.extend(exports.tables.into_iter().map(|table| table.moved(before)));
        self.vmware.made.extend(exports.made);
        let facts = std::mem::take(&mut other.facts);
        let mut places = Places { from: &other.origins, to: &mut self.origins };
        self.facts.hosts.extend(places.renumbered(facts.hosts, |host| &mut host.origin));
        self.facts.machines.extend(places.renumbered(facts.machines, |machine| &mut machine.origin));
        self.facts.clusters.extend(places.renumbered(facts.clusters, |cluster| &mut cluster.origin));
        self.vmware.cpus.extend(places.renumbered(exports.cpus, |cpus| &mut cpus.origin));
        self.seen.append(&mut other.seen);
    }
}

/// Places of one intake, which get numbers in another.
struct Places<'a> {
    from: &'a Origins,
    to: &'a mut Origins,
}

impl Places<'_> {
    fn renumbered<T>(&mut self, mut facts: Vec<T>, origin_of: fn(&mut T) -> &mut Origin) -> Vec<T> {
        for origin in facts.iter_mut().map(origin_of) {
            let (path, columns) = self.from.get(origin.file);
            origin.file = self.to.add(path, &[columns]);
        }
        facts
    }
}
