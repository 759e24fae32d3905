//! Clusters of one name in two vCenters are two clusters.

use std::sync::Arc;

use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::Joining;
use super::hosts::Group;
use super::identity::short;
use crate::batch::Batch;
use crate::facts::Host;

/// The names of clusters that are several.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    several: Set<Arc<str>>,
}

impl Clusters {
    /// Of the servers of all exports. A server that two vCenters know in a cluster of that name shows that it is one
    /// cluster, whose vCenter goes by two names.
    pub fn of(groups: &[Group<'_>], batches: &[Batch], joining: &mut Joining) -> Self {
        let mut servers: Map<&Arc<str>, Map<String, Set<usize>>> = Map::new();
        for (at, group) in groups.iter().enumerate() {
            for host in group.facts.iter().map(|(_, host)| host) {
                if let (Some(cluster), Some(vcenter)) = (&host.cluster, &host.server) {
                    servers.entry(cluster).or_default().entry(short(vcenter)).or_default().insert(at);
                }
            }
        }
        let apart = |by: &Map<String, Set<usize>>| {
            let all: Set<usize> = by.values().flatten().copied().collect();
            by.len() > 1 && all.len() == by.values().map(Set::len).sum::<usize>()
        };
        servers.retain(|_, by| apart(by));
        for (name, by) in &servers {
            let last = by.values().filter_map(|groups| groups.first()).max();
            let facts = last.and_then(|at| groups.get(*at)).and_then(|group| group.facts.first());
            let Some((batch, host)) = facts else { continue };
            let vcenters: Vec<&str> = by.keys().map(String::as_str).collect();
            let message =
                format!("{name} is a cluster of {} each: they are told apart", vcenters.join(" and of "));
            let advice = "If they are one, say so with a hosts.csv beside the exports.";
            joining.say(batches.get(*batch), host.origin, Code::Joined, Severity::Note, message, advice);
        }
        Self { several: servers.into_keys().cloned().collect() }
    }

    /// What a server's cluster is called in the tables; nothing if the export does not say which of several it is.
    pub fn name(&self, host: &Host) -> Option<Arc<str>> {
        let cluster = host.cluster.as_ref()?;
        if !self.several.contains(cluster) {
            return Some(Arc::clone(cluster));
        }
        host.server.as_ref().map(|vcenter| format!("{cluster} ({vcenter})").into())
    }
}
