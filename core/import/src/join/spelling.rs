//! One tool server, one spelling: a Reporter writes `ILMT1.Example` where the server itself writes `ilmt1.example`, and
//! a daily series may leave its domain away.

use std::sync::Arc;

use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::identity::short;
use crate::batch::Batch;
use crate::facts::Facts;

/// Spellings by the name in small letters.
type Spellings = Map<String, Set<Arc<str>>>;

/// Gives every tool server the same spelling in all exports: with its domain, and in small letters if there is one so.
pub(super) fn unify(batches: &mut [Batch]) {
    let mut spellings = Spellings::new();
    for batch in batches.iter_mut() {
        servers(&mut batch.facts, &mut |server| {
            spellings.entry(server.to_lowercase()).or_default().insert(Arc::clone(server));
        });
    }
    let whole = with_domain(&spellings);
    if whole.is_empty() && spellings.values().all(|names| names.len() < 2) {
        return;
    }
    for batch in batches {
        let mut taken: Map<Arc<str>, Arc<str>> = Map::new();
        servers(&mut batch.facts, &mut |server| {
            let plain = server.to_lowercase();
            let known = whole.get(&plain);
            // Small letters come last.
            let Some(one) = spellings.get(known.unwrap_or(&plain)).and_then(Set::last) else { return };
            if known.is_some() {
                taken.insert(Arc::clone(server), Arc::clone(one));
            }
            *server = Arc::clone(one);
        });
        for (server, one) in taken {
            let message = format!("the server {server} is taken for {one}: the same name without domain");
            let advice = "If they are two, give their exports one at a time.";
            batch.note(Code::Joined, Severity::Note, &batch.name.clone(), message, advice);
        }
    }
}

/// Names without a domain, each with the only one that has one.
fn with_domain(spellings: &Spellings) -> Map<String, String> {
    let mut whole: Map<String, Vec<&String>> = Map::new();
    for name in spellings.keys().filter(|name| short(name) != **name) {
        whole.entry(short(name)).or_default().push(name);
    }
    let only = |(label, names): (String, Vec<&String>)| match names.as_slice() {
        [one] if spellings.contains_key(&label) => Some((label, (*one).clone())),
        _ => None,
    };
    whole.into_iter().filter_map(only).collect()
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
