//! Servers that several exports know under different names become one.

use std::sync::Arc;

use subcap_core::calendar::{DaySet, Span};
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Order as _, Set};

use super::clusters::Clusters;
use super::identity::{ByName, serial, uuid};
use super::timeline::Held;
use super::{Joining, also, origin};
use crate::batch::Batch;
use crate::facts::{Host, HostKind, Machine, Rate, RateOrigin, Seen};
use crate::tables::{HostRow, PoolRow};

/// Who bears a name in an export, and the vCenter or tool server that knows it.
type Bearers = Vec<(Option<Arc<str>>, usize)>;

/// Which server a name of an export means.
#[derive(Debug, Default)]
pub struct Hosts {
    /// By the batch's number and the name in it, with the vCenter or tool server that knows each bearer of it.
    names: Map<(usize, Arc<str>), Bearers>,
    /// By the name in any export, the first bearer first.
    anywhere: Map<Arc<str>, Bearers>,
    /// What each is called in the tables.
    called: Vec<Arc<str>>,
    /// The servers that a report measured.
    measured: Set<usize>,
    /// In no table: made up by a tool for want of the real one, or known by name only.
    nameless: Set<usize>,
    /// Those of them that a tool made up.
    made_up: Set<usize>,
}

impl Hosts {
    /// The server that a name means in an export: that of the same vCenter, if several bear it. Of files that one
    /// tool wrote and that came by themselves, another may have it.
    pub fn of(&self, batch: usize, name: &Arc<str>, vcenter: Option<&Arc<str>>) -> Option<usize> {
        let same = |(known, _): &&(Option<Arc<str>>, usize)| known.as_ref() == vcenter;
        if let Some(bearers) = self.names.get(&(batch, Arc::clone(name))) {
            return bearers.iter().find(same).or(bearers.first()).map(|(_, host)| *host);
        }
        let bearers = self.anywhere.get(name)?;
        let only = || {
            bearers.first().filter(|(known, host)| {
                let apart = known.is_some() && vcenter.is_some();
                !apart && bearers.iter().all(|(_, other)| other == host)
            })
        };
        bearers.iter().find(same).or_else(only).map(|(_, host)| *host)
    }

    /// The server a machine is on.
    pub fn under(&self, batch: usize, machine: &Machine) -> Option<usize> {
        self.of(batch, machine.host.as_ref()?, machine.server.as_ref())
    }

    /// The server that a name means in any export.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.anywhere.get(name)?.first().map(|(_, host)| *host)
    }

    /// What it is called in the tables; nothing if it is in none, since a tool made it up or no export knows more of
    /// it than its name: what is on it stands on its own, for the size of its server is unknown.
    pub fn called(&self, host: usize) -> Option<Arc<str>> {
        self.called.get(host).filter(|_| !self.nameless.contains(&host)).cloned()
    }

    /// What exports call it.
    pub fn name(&self, host: usize) -> Option<&Arc<str>> {
        self.called.get(host)
    }

    /// Whether a tool made it up.
    pub fn is_made_up(&self, host: usize) -> bool {
        self.made_up.contains(&host)
    }

    /// Whether a report measured it.
    pub fn is_measured(&self, host: usize) -> bool {
        self.measured.contains(&host)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        0..self.called.len()
    }
}

/// One server, as each export states it.
#[derive(Default)]
pub(super) struct Group<'b> {
    pub(super) facts: Vec<(usize, &'b Host)>,
}

/// Finds out which are the same and writes their rows.
pub fn unify(batches: &[Batch], held: &Held, joining: &mut Joining) -> Hosts {
    let groups = grouped(batches, joining);
    let installs = batches.iter().flat_map(|batch| &batch.facts.installs);
    let bearing: Set<&Arc<str>> =
        installs.filter(|install| install.on_host).map(|install| &install.machine).collect();
    let mut hosts = Hosts { called: names(&groups, batches, joining), ..Hosts::default() };
    let clusters = Clusters::of(&groups, batches, joining);
    for (at, group) in groups.iter().enumerate() {
        for (batch, host) in &group.facts {
            let own = hosts.names.entry((*batch, Arc::clone(&host.name))).or_default();
            for bearers in [own, hosts.anywhere.entry(Arc::clone(&host.name)).or_default()] {
                if !bearers.contains(&(host.server.clone(), at)) {
                    bearers.push((host.server.clone(), at));
                }
            }
            if Held::trust(host.seen) == 0 && host.kind != HostKind::Artificial {
                hosts.measured.insert(at);
            }
        }
        let made_up = group.facts.iter().all(|(_, host)| host.kind == HostKind::Artificial);
        let sized = group.facts.iter().any(|(_, host)| host.cores.is_some());
        // A product on the server itself needs the server, of whatever size.
        let bears = || group.facts.iter().any(|(_, host)| bearing.contains(&host.name));
        if made_up {
            hosts.made_up.insert(at);
        }
        if made_up || !sized && !bears() {
            hosts.nameless.insert(at);
        } else if let Some(name) = hosts.called.get(at) {
            group.rows(name, &clusters, batches, held, joining);
        }
    }
    pools(batches, &hosts, joining);
    hosts
}

/// The grounds on which two names are one server, the surest first.
fn grouped<'b>(batches: &'b [Batch], joining: &mut Joining) -> Vec<Group<'b>> {
    let mut groups: Vec<Group<'b>> = Vec::new();
    let mut by_uuid: Map<String, usize> = Map::new();
    let mut by_serial: Map<String, usize> = Map::new();
    let mut by_name = ByName::default();
    for (batch, host) in
        batches.iter().enumerate().flat_map(|(at, b)| b.facts.hosts.iter().map(move |h| (at, h)))
    {
        let uuids = host.uuid.as_deref().map(uuid).unwrap_or_default();
        let serials: Vec<String> = serials(host);
        let found = (uuids.iter().find_map(|id| by_uuid.get(id)).map(|at| (*at, "UUID")))
            .or_else(|| serials.iter().find_map(|id| by_serial.get(id)).map(|at| (*at, "serial number")))
            .or_else(|| {
                let mut named = by_name.all(&host.name);
                named.retain(|at| !groups.get(*at).is_some_and(|group| group.is_another(host)));
                named.first().filter(|_| named.len() == 1).map(|at| (*at, "name without domain"))
            });
        let at = found.map_or(groups.len(), |(at, _)| at);
        if groups.len() == at {
            groups.push(Group::default());
        }
        let Some(group) = groups.get_mut(at) else { continue };
        if let Some((_, ground)) =
            found.filter(|_| group.facts.iter().all(|(_, known)| known.name != host.name))
        {
            let known = group.name();
            let in_case = known.eq_ignore_ascii_case(&host.name);
            let ground = if in_case { "name in other letters" } else { ground };
            let message = format!("{} is taken for {known}: the same {ground}", host.name);
            let advice = "If they are two, say so with a hosts.csv beside the exports.";
            joining.say(batches.get(batch), host.origin, Code::Joined, Severity::Note, message, advice);
        }
        group.facts.push((batch, host));
        for id in uuids {
            by_uuid.entry(id).or_insert(at);
        }
        for id in serials {
            by_serial.entry(id).or_insert(at);
        }
        by_name.add(&host.name, at);
    }
    groups
}

/// What servers are called in the tables: by their names, with the vCenter where several bear one.
fn names(groups: &[Group<'_>], batches: &[Batch], joining: &mut Joining) -> Vec<Arc<str>> {
    let mut bearers: Map<Arc<str>, Vec<&Group<'_>>> = Map::new();
    for group in groups {
        bearers.entry(group.name()).or_default().push(group);
    }
    for (name, groups) in bearers.iter().filter(|(_, groups)| groups.len() > 1) {
        let known_by: Vec<String> =
            groups.iter().filter_map(|group| group.server()).map(|s| s.to_string()).collect();
        let message =
            format!("{name} is a server of {} each: they are told apart", known_by.join(" and of "));
        let advice = "If they are one, say so with a hosts.csv beside the exports.";
        let Some((batch, host)) = groups.last().and_then(|group| group.facts.first()) else { continue };
        joining.say(batches.get(*batch), host.origin, Code::Joined, Severity::Note, message, advice);
    }
    let name = |group: &Group<'_>| match (bearers.get(&group.name()), group.server()) {
        (Some(all), Some(server)) if all.len() > 1 => format!("{} ({server})", group.name()).into(),
        _ => group.name(),
    };
    groups.iter().map(name).collect()
}

/// A server's serial numbers. ILMT writes it last in the server's name: `IBM Corp. 7946 99B716687`.
fn serials(host: &Host) -> Vec<String> {
    let last = host.name.rsplit_once(' ').map(|(_, last)| last);
    host.serial.as_deref().into_iter().chain(last).filter_map(serial).collect()
}

impl Group<'_> {
    /// The name an administrator knows; a tool's own only where there is no other.
    fn name(&self) -> Arc<str> {
        let by = |host: &Host| (host.kind == HostKind::Artificial, host.rate.is_some());
        let best = self.facts.iter().map(|(_, host)| host).min_by_key(|host| by(host));
        best.map_or_else(|| "".into(), |host| Arc::clone(&host.name))
    }

    /// Whether a server of the same name is another one.
    fn is_another(&self, host: &Host) -> bool {
        self.facts.iter().any(|(_, known)| host.is_another(known))
    }

    /// The vCenter that knows it, else the tool server.
    fn server(&self) -> Option<&Arc<str>> {
        let known = self.facts.iter().filter(|(_, host)| host.server.is_some());
        let best = known.min_by_key(|(_, host)| (Held::trust(host.seen) == 0, &host.server));
        best.and_then(|(_, host)| host.server.as_ref())
    }

    fn rows(
        &self,
        name: &Arc<str>,
        clusters: &Clusters,
        batches: &[Batch],
        held: &Held,
        joining: &mut Joining,
    ) {
        // What exports of the topology state of cores goes before what a report says was usable there.
        let mut facts = self.facts.clone();
        // Of those without a date, which may be the older one, the larger goes first.
        let undated = |host: &Host| host.cores.filter(|_| host.seen == Seen::Undated);
        let size = |host: &Host| std::cmp::Reverse(undated(host));
        facts.order_by_key(|(_, host)| {
            (host.cores.is_none(), host.rate.is_some(), Held::trust(host.seen), size(host))
        });
        // What the surest export leaves open, another may state.
        let elsewhere = |has: &dyn Fn(&Host) -> bool| self.facts.iter().find(|(_, host)| has(host));
        let cluster = elsewhere(&|host| clusters.name(host).is_some())
            .or_else(|| elsewhere(&|host| host.cluster.is_some()));
        let processor = elsewhere(&|host| host.processor.is_some());
        // A tool's default stands for want of anything better, which an export that knows the processor may be.
        let tools_only = facts.iter().all(|(_, host)| host.rate.is_some());
        let stands = |host: &Host| {
            let rate = host.rate.filter(|_| host.kind != HostKind::Artificial);
            rate.is_some_and(|rate| rate.by != RateOrigin::Default || tools_only)
        };
        let rates = || self.facts.iter().filter(|(_, host)| stands(host));
        let highest = rates().filter(|(_, host)| host.seen == Seen::Undated);
        let highest = highest.max_by_key(|(_, host)| host.rate.map(|rate| rate.pvu));
        let rate = rates().rfind(|(_, host)| host.seen != Seen::Undated).or(highest);
        let mut rows: Vec<HostRow> = Vec::new();
        let mut covered = DaySet::empty();
        for (batch, host) in &facts {
            let days = DaySet::union_of(held.spans(host.seen, &host.server));
            let free: Vec<Span> = days.iter().flat_map(|span| covered.missing(span)).collect();
            covered = covered.or(&days);
            let Some(of) = batches.get(*batch) else { continue };
            for span in free {
                let own_rate = host.rate.filter(|_| host.kind != HostKind::Artificial);
                let higher = highest.filter(|(_, other)| {
                    let pvu = |rate: Option<Rate>| rate.map(|rate| rate.pvu);
                    host.seen == Seen::Undated && own_rate.is_some() && pvu(other.rate) > pvu(own_rate)
                });
                let own_cluster = clusters.name(host);
                let from = [
                    cluster.filter(|_| own_cluster.is_none()),
                    processor.filter(|_| host.processor.is_none()),
                    higher.or(rate.filter(|_| own_rate.is_none())),
                ];
                let place = |(batch, host): &(usize, &Host)| {
                    batches.get(*batch).map_or_else(String::new, |batch| origin(batch, host.origin))
                };
                let places = from.iter().flatten().map(|fact| place(fact));
                let row = HostRow {
                    host: Arc::clone(name),
                    span,
                    cores: host.cores,
                    cluster: own_cluster.or_else(|| {
                        let (_, known) = cluster?;
                        clusters.name(known).or_else(|| known.cluster.clone())
                    }),
                    processor: host.processor.clone().or_else(|| processor?.1.processor.clone()),
                    rate: higher
                        .map_or(own_rate, |(_, host)| host.rate)
                        .or_else(|| rate?.1.rate)
                        .map(|rate| rate.pvu),
                    origin: places.fold(origin(of, host.origin), also),
                };
                rows.push(row);
            }
        }
        rows.order_by_key(|row| row.span);
        rows.dedup_by(|next, kept| {
            let same = (kept.cores, &kept.cluster, &kept.processor, kept.rate)
                == (next.cores, &next.cluster, &next.processor, next.rate);
            let goes_on = same && next.span.from <= kept.span.to.next();
            if goes_on {
                kept.span.to = kept.span.to.max(next.span.to);
            }
            goes_on
        });
        // What is known of a server at its first sight held before: a report speaks for its period, but a server
        // does not begin with it.
        if let Some(first) = rows.first_mut() {
            first.span.from = subcap_core::calendar::Day::ALWAYS;
        }
        if let Some(last) = rows.last_mut() {
            last.span.to = subcap_core::calendar::Day::STILL;
        }
        joining.rows.hosts.extend(rows);
    }
}

fn pools(batches: &[Batch], hosts: &Hosts, joining: &mut Joining) {
    let mut seen = Set::new();
    for (at, batch) in batches.iter().enumerate() {
        for pool in &batch.facts.pools {
            let known = hosts.of(at, &pool.host, None);
            if known.is_some_and(|host| hosts.called(host).is_none()) {
                continue;
            }
            let host = known.and_then(|host| hosts.called(host)).unwrap_or_else(|| Arc::clone(&pool.host));
            if seen.insert((Arc::clone(&pool.name), Arc::clone(&host))) {
                let row = PoolRow {
                    pool: Arc::clone(&pool.name),
                    host,
                    milli_cores: pool.milli_cores,
                    origin: origin(batch, pool.origin),
                };
                joining.rows.pools.push(row);
            }
        }
    }
}
