//! One tool server, one spelling: a Reporter writes `ILMT1.Example` where the server itself writes `ilmt1.example`.

use std::sync::Arc;

use subcap_core::order::{Map, Set};

use crate::batch::Batch;
use crate::facts::Facts;

/// Gives every tool server the same spelling in all exports, which is that in small letters if there is one.
pub(super) fn unify(batches: &mut [Batch]) {
    let mut spellings: Map<String, Set<Arc<str>>> = Map::new();
    for batch in batches.iter_mut() {
        servers(&mut batch.facts, &mut |server| {
            spellings.entry(server.to_lowercase()).or_default().insert(Arc::clone(server));
        });
    }
    spellings.retain(|_, names| names.len() > 1);
    if spellings.is_empty() {
        return;
    }
    for batch in batches {
        servers(&mut batch.facts, &mut |server| {
            // Small letters come last.
            if let Some(one) = spellings.get(&server.to_lowercase()).and_then(Set::last) {
                *server = Arc::clone(one);
            }
        });
    }
}

/// Everywhere a tool server or vCenter is named.
fn servers(facts: &mut Facts, each: &mut impl FnMut(&mut Arc<str>)) {
    let Facts { clusters, hosts, machines, reports, measures, totals, .. } = facts;
    let topology = clusters.iter_mut().map(|cluster| &mut cluster.server);
    let topology = topology.chain(hosts.iter_mut().map(|host| &mut host.server));
    let topology = topology.chain(machines.iter_mut().map(|machine| &mut machine.server));
    let reported = reports.iter_mut().map(|report| &mut report.server);
    let reported = reported.chain(measures.iter_mut().map(|measure| &mut measure.cluster));
    let reported = reported.chain(totals.iter_mut().map(|total| &mut total.cluster));
    topology.chain(reported).flatten().for_each(each);
}
