//! Virtual machines and computers that several exports know become one, each placed on its server for as long as
//! the surest export says so.

use std::sync::Arc;

use subcap_core::calendar::{DaySet, Span};
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::hosts::Hosts;
use super::identity::{ByName, of_made_up, uuid};
use super::timeline::Held;
use super::{Joining, also, origin, some_of};
use crate::batch::Batch;
use crate::facts::{Machine, Origin, PowerState};
use crate::tables::PlacementRow;

/// Which machine a name of an export means.
#[derive(Debug, Default)]
pub struct Machines {
    names: Map<(usize, Arc<str>), usize>,
    /// What each is called in the tables.
    called: Vec<Arc<str>>,
    by_name: ByName,
    /// Those whose server is in no table, by that server, each with where it is stated.
    alone: Map<usize, Map<Arc<str>, At>>,
    /// Those that a report lists.
    reported: Set<Arc<str>>,
}

/// An export, and a place in it.
type At = (usize, Origin);

impl Machines {
    /// The machine that a name means in an export: its own, or one of another export by its name.
    pub fn of(&self, batch: usize, name: &Arc<str>) -> Option<usize> {
        self.names.get(&(batch, Arc::clone(name))).copied().or_else(|| self.by_name.find(name))
    }

    /// Whether a name means several machines of other exports.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.by_name.is_ambiguous(name)
    }

    /// The machines that stand on their own in place of that server, which is in no table.
    pub fn alone_for(&self, nameless: usize) -> impl Iterator<Item = &Arc<str>> {
        self.alone.get(&nameless).into_iter().flat_map(Map::keys)
    }

    /// Whether a report lists it.
    pub fn is_reported(&self, name: &Arc<str>) -> bool {
        self.reported.contains(name)
    }

    /// What it is called in the tables.
    pub fn called(&self, machine: usize) -> Option<Arc<str>> {
        self.called.get(machine).cloned()
    }
}

/// One machine, as each export states it.
#[derive(Default)]
struct Group<'b> {
    facts: Vec<(usize, &'b Machine)>,
}

/// Finds out which are the same and writes where they are.
pub fn unify(batches: &[Batch], held: &Held, hosts: &Hosts, joining: &mut Joining) -> Machines {
    let mut machines = Machines::default();
    let groups = grouped(batches, hosts, &mut machines, joining);
    machines.called = names(&groups);
    for (at, group) in groups.iter().enumerate() {
        for (batch, machine) in &group.facts {
            machines.names.insert((*batch, Arc::clone(&machine.name)), at);
        }
        let Some(name) = machines.called.get(at).cloned() else { continue };
        let alone = group.rows(&name, batches, held, hosts, joining);
        for (batch, machine) in &group.facts {
            if Held::trust(machine.seen) == 0 {
                machines.reported.insert(Arc::clone(&name));
            }
            let host = hosts.under(*batch, machine);
            if let Some(nameless) = host.filter(|host| alone && hosts.called(*host).is_none()) {
                let at = (*batch, machine.origin);
                machines.alone.entry(nameless).or_default().entry(Arc::clone(&name)).or_insert(at);
            }
        }
    }
    machines
}

/// By export and whether the server is made up: the first place, the machines, and their servers.
type Unknown = Map<(usize, bool), (Origin, Set<Arc<str>>, Set<Arc<str>>)>;

/// Says of which machines with anything counted the server is unknown: once for each export and ground.
pub fn servers_unknown(batches: &[Batch], hosts: &Hosts, machines: &Machines, joining: &mut Joining) {
    let counted: Set<&Arc<str>> = joining.rows.installs.iter().map(|row| &row.on).collect();
    let mut found: Unknown = Map::new();
    for (host, on_it) in &machines.alone {
        for (name, (batch, origin)) in on_it.iter().filter(|(name, _)| counted.contains(name)) {
            let key = (*batch, hosts.is_made_up(*host));
            let (first, names, of) = found.entry(key).or_insert((*origin, Set::new(), Set::new()));
            *first = (*origin).min(*first);
            names.insert(Arc::clone(name));
            of.extend(hosts.name(*host).cloned());
        }
    }
    for ((batch, made_up), (first, names, of)) in found {
        let counts = match names.len() {
            1 => "it counts with all its cores at 120 PVU each, and its full capacity is unknown",
            _ => "each counts with all its cores at 120 PVU each, and full capacity is unknown",
        };
        let who = some_of("machines", &names);
        let (message, advice) = match made_up {
            true => (
                format!("the hypervisor of {who} is unknown to the tool: {counts}"),
                "Connect the tool to the hypervisor's manager, or give an export of the hypervisor too.",
            ),
            false => (
                format!("{who} on {}, of which no export states the cores: {counts}", some_of("hosts", &of)),
                "Export the hosts of the same vCenter on the same day, or give hosts.csv and vms.csv beside the exports.",
            ),
        };
        joining.say(batches.get(batch), first, Code::ServerUnknown, Severity::Warning, message, advice);
    }
}

fn grouped<'b>(
    batches: &'b [Batch],
    hosts: &Hosts,
    machines: &mut Machines,
    joining: &mut Joining,
) -> Vec<Group<'b>> {
    // Of each export those that bear the name of another machine: where first, and which.
    let mut others: Map<usize, (Origin, Set<Arc<str>>)> = Map::new();
    let mut groups: Vec<Group<'b>> = Vec::new();
    let mut by_uuid: Map<String, usize> = Map::new();
    for (at, batch) in batches.iter().enumerate() {
        for machine in &batch.facts.machines {
            let off = machine.power == Some(PowerState::Off);
            if off && joining.choices.without_powered_off {
                continue;
            }
            let uuids = uuids(machine);
            // Within one export a name is what it says: two machines of one name are one machine at two places.
            let own = machines.names.get(&(at, Arc::clone(&machine.name))).map(|group| (*group, ""));
            let by_id = || uuids.iter().find_map(|id| by_uuid.get(id)).map(|group| (*group, "UUID"));
            let names = || [Some(&machine.name), machine.dns.as_ref()].into_iter().flatten();
            let fits = |name: &Arc<str>| {
                let mut all = machines.by_name.all(name);
                all.retain(|group| !groups.get(*group).is_some_and(|of| of.is_apart(at, machine, hosts)));
                all
            };
            let by_name: Set<usize> = names().map(fits).find(|fits| !fits.is_empty()).unwrap_or_default();
            let there = || {
                let mut there = by_name.iter().filter(|group| {
                    by_name.len() == 1
                        || groups.get(**group).is_some_and(|of| of.is_beside(at, machine, hosts))
                });
                there.next().filter(|_| there.next().is_none()).map(|group| (*group, "name"))
            };
            let found = if machine.stand_in { own } else { own.or_else(by_id).or_else(there) };
            let unclear = |name: &&Arc<str>| !by_name.is_empty() || machines.by_name.all(name).is_empty();
            let ambiguous = names().filter(unclear).find(|name| machines.by_name.is_ambiguous(name));
            if let Some(name) = ambiguous.filter(|_| found.is_none() && !machine.stand_in) {
                let message = format!(
                    "{name} could be one of several machines of other exports; it is none of them here"
                );
                let advice =
                    "Give its UUID in one of the exports, or its placement in a vms.csv beside them.";
                joining.say(Some(batch), machine.origin, Code::Joined, Severity::Warning, message, advice);
            }
            let another = !machine.stand_in && !machines.by_name.all(&machine.name).is_empty();
            if another && found.is_none() && ambiguous.is_none() {
                let (_, names) = others.entry(at).or_insert_with(|| (machine.origin, Set::new()));
                names.insert(Arc::clone(&machine.name));
            }
            let group = found.map_or(groups.len(), |(group, _)| group);
            if groups.len() == group {
                groups.push(Group::default());
            }
            let Some(of) = groups.get_mut(group) else { continue };
            let differs = of.facts.iter().all(|(_, known)| !known.name.eq_ignore_ascii_case(&machine.name));
            if let Some((_, ground)) = found.filter(|(_, ground)| differs && !ground.is_empty()) {
                let ground = if ground == "name" { "name without domain, or DNS name" } else { ground };
                let message = format!("{} is taken for {}: the same {ground}", machine.name, of.name());
                let advice = "If they are two, say where each is in a vms.csv beside the exports.";
                joining.say(Some(batch), machine.origin, Code::Joined, Severity::Note, message, advice);
            }
            of.facts.push((at, machine));
            machines.names.insert((at, Arc::clone(&machine.name)), group);
            if !machine.stand_in {
                for id in uuids {
                    by_uuid.entry(id).or_insert(group);
                }
                names().for_each(|name| machines.by_name.add(name, group));
            }
        }
    }
    for (batch, (first, names)) in others {
        let who = some_of("machines", &names);
        let message = format!(
            "{who}: another tool server has a computer of the same name on another server; they are two"
        );
        let advice = "If they are one, have it measured by one tool server.";
        joining.say(batches.get(batch), first, Code::Joined, Severity::Note, message, advice);
    }
    groups
}

/// What they are called in the tables: by their names, with the tool server that knows them where several bear one.
fn names(groups: &[Group<'_>]) -> Vec<Arc<str>> {
    let own = |group: &Group<'_>| group.facts.iter().any(|(_, machine)| !machine.stand_in);
    let mut bearers: Map<Arc<str>, u32> = Map::new();
    groups.iter().filter(|group| own(group)).for_each(|group| *bearers.entry(group.name()).or_default() += 1);
    let name = |group: &Group<'_>| match bearers.get(&group.name()) {
        Some(2..) if own(group) => group.name_and_server(),
        _ => group.name(),
    };
    groups.iter().map(name).collect()
}

/// A machine's UUIDs, also that in the name of the server ILMT made up for it.
fn uuids(machine: &Machine) -> Vec<String> {
    let made_up = machine.host.as_deref().and_then(of_made_up).or_else(|| of_made_up(&machine.name));
    machine.uuids.iter().map(|id| &**id).chain(made_up).flat_map(uuid).collect()
}

/// A stretch of days at one place, and the fact of another export that knows the place.
type Piece<'b> = (Span, Option<usize>, Option<(usize, &'b Machine)>);

impl<'b> Group<'b> {
    /// As the report states it, which is what counts in an audit; else as the first export does.
    fn best(&self) -> Option<&Machine> {
        self.facts.iter().map(|(_, machine)| *machine).min_by_key(|machine| Held::trust(machine.seen))
    }

    fn name(&self) -> Arc<str> {
        self.best().map_or_else(|| "".into(), |machine| Arc::clone(&machine.name))
    }

    /// Where one name is several machines.
    fn name_and_server(&self) -> Arc<str> {
        let server = self.best().and_then(|machine| machine.server.as_ref());
        server.map_or_else(|| self.name(), |server| format!("{} ({server})", self.name()).into())
    }

    /// Whether a machine cannot be this one whatever its name: one export tells the two apart by their names, or two
    /// tool servers have seen them on different servers.
    fn is_apart(&self, batch: usize, machine: &Machine, hosts: &Hosts) -> bool {
        let is_reported = Held::trust(machine.seen) == 0;
        self.facts.iter().any(|(of, known)| {
            let same_export = *of == batch && (known.seen, &known.server) == (machine.seen, &machine.server);
            if same_export && (is_reported || known.origin.file == machine.origin.file) {
                return !known.name.eq_ignore_ascii_case(&machine.name);
            }
            let two_tools = is_reported && Held::trust(known.seen) == 0 && known.server != machine.server;
            let on = |batch, machine: &Machine| hosts.called(hosts.under(batch, machine)?);
            two_tools && on(*of, known).zip(on(batch, machine)).is_some_and(|(one, other)| one != other)
        })
    }

    /// Whether an export has this one on the same server.
    fn is_beside(&self, batch: usize, machine: &Machine, hosts: &Hosts) -> bool {
        let there = hosts.under(batch, machine);
        there.is_some() && self.facts.iter().any(|(of, known)| hosts.under(*of, known) == there)
    }

    /// Where it is: of the exports that speak of a day the surest. One that knows no server takes it from another.
    ///
    /// Tells whether it is on no known server on any day.
    fn rows(
        &self,
        name: &Arc<str>,
        batches: &[Batch],
        held: &Held,
        hosts: &Hosts,
        joining: &mut Joining,
    ) -> bool {
        let mut rows = Vec::new();
        let mut covered = DaySet::empty();
        for trust in 0..=2 {
            let facts = || self.facts.iter().filter(|(_, machine)| Held::trust(machine.seen) == trust);
            for (batch, machine) in facts() {
                let Some(of) = batches.get(*batch) else { continue };
                let spans = held.spans(machine.seen, &machine.server);
                for free in spans.into_iter().flat_map(|span| covered.missing(span)) {
                    for (span, host, knows) in self.placed(*batch, machine, free, held, hosts) {
                        let host = host.and_then(|host| hosts.called(host));
                        let sized = self.facts.iter().find(|(_, machine)| machine.milli_cores.is_some());
                        let sized = sized.filter(|_| machine.milli_cores.is_none());
                        let from = sized.into_iter().copied().chain(knows);
                        let places =
                            from.filter_map(|(batch, fact)| Some(origin(batches.get(batch)?, fact.origin)));
                        rows.push(PlacementRow {
                            vm: Arc::clone(name),
                            span,
                            milli_cores: machine.milli_cores.or_else(|| sized?.1.milli_cores),
                            mode: machine.mode,
                            pool: machine.pool.clone().filter(|_| host.is_some()),
                            host,
                            origin: places.fold(origin(of, machine.origin), also),
                        });
                    }
                }
            }
            let spans = facts().flat_map(|(_, machine)| held.spans(machine.seen, &machine.server));
            covered = covered.or(&DaySet::union_of(spans));
        }
        let alone = rows.iter().any(|row| row.host.is_none());
        joining.rows.placements.extend(rows);
        alone
    }

    /// On which server the machine is in those days.
    fn placed(
        &self,
        batch: usize,
        machine: &Machine,
        days: Span,
        held: &Held,
        hosts: &Hosts,
    ) -> Vec<Piece<'b>> {
        let known = |batch: usize, machine: &Machine| {
            let host = hosts.under(batch, machine);
            host.filter(|host| hosts.called(*host).is_some())
        };
        let own = hosts.under(batch, machine);
        if known(batch, machine).is_some() || machine.stand_in {
            return vec![(days, own, None)];
        }
        let mut pieces: Vec<Piece<'b>> = Vec::new();
        let mut covered = DaySet::empty();
        for (batch, other) in &self.facts {
            let Some(host) = known(*batch, other) else { continue };
            let spans = held.spans(other.seen, &other.server);
            let both = DaySet::union_of(spans.into_iter().filter_map(|span| span.overlap(days)));
            let free = both.iter().flat_map(|span| covered.missing(span));
            pieces.extend(free.map(|free| (free, Some(host), Some((*batch, *other)))));
            covered = covered.or(&both);
        }
        pieces.extend(covered.missing(days).map(|free| (free, own, None)));
        pieces
    }
}
