//! Which measured quantities are counted already, by installs or as a part of another quantity.
//!
//! A tool server measures what its own reports list as installed. What another one measures is deployed elsewhere, and
//! adds up: containers that License Service meters stand beside the machines of ILMT.

use std::sync::Arc;

use subcap_core::order::{Map, Set};

use super::products::Charged;
use super::software::{Installed, Servers};
use crate::batch::Batch;
use crate::facts::Measure;
use crate::kind::Kind;

/// All measured quantities, with the number of their export.
pub(super) fn of_all(batches: &[Batch]) -> impl Iterator<Item = (usize, &Batch, &Measure)> {
    let all = batches.iter().enumerate();
    all.flat_map(|(at, batch)| batch.facts.measures.iter().map(move |measure| (at, batch, measure)))
}

/// Whether a quantity is counted by installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covers {
    /// The same tool server lists them.
    Yes,
    /// One of the two exports names no tool server.
    Perhaps,
    /// It was measured elsewhere.
    No,
}

/// Whether a quantity is counted by what these tool servers list.
pub(super) fn covers(servers: &Servers, measure: &Measure, is_of_containers: bool) -> Covers {
    let nameless = servers.contains(&None) || measure.cluster.is_none();
    if servers.contains(&measure.cluster) && !(is_of_containers && measure.cluster.is_none()) {
        Covers::Yes
    } else if servers.is_empty() || is_of_containers || !nameless {
        Covers::No
    } else {
        Covers::Perhaps
    }
}

/// Whether License Service or a relative of it says so: what it meters is in no inventory of machines.
pub(super) fn is_of_containers(batch: &Batch, measure: &Measure) -> bool {
    const KINDS: [Kind; 4] = [
        Kind::LicenseServiceProducts,
        Kind::LicenseServiceBundled,
        Kind::LicenseServiceServices,
        Kind::FargateLog,
    ];
    let (path, _) = batch.origins.get(measure.origin.file);
    batch.seen.iter().any(|seen| seen.path == path && KINDS.contains(&seen.kind))
}

/// Bundles that a tool server measured as a whole and whose parts it lists nowhere as installed: the whole stands.
pub(super) struct Wholes(Map<Arc<str>, Servers>);

impl Wholes {
    pub fn of(batches: &[Batch], installed: &Installed) -> Self {
        let mut wholes: Map<Arc<str>, Servers> = Map::new();
        for (_, _, measure) in of_all(batches).filter(|(.., measure)| measure.bundle.is_none()) {
            let listed = installed.of_bundle(&measure.product);
            if Charged::of(measure).is_some() && !listed.contains(&measure.cluster) {
                wholes.entry(Arc::clone(&measure.product)).or_default().insert(measure.cluster.clone());
            }
        }
        Self(wholes)
    }

    /// Whether the quantity of a part is in that of its whole.
    pub fn hold(&self, part: &Charged, server: &Option<Arc<str>>) -> bool {
        let whole = part.bundle.as_ref().and_then(|bundle| self.0.get(bundle));
        whole.is_some_and(|by| server.is_none() || by.contains(&None) || by.contains(server))
    }
}

/// Daily series name no bundle. Where the same tool server states a product within one bundle only, that is it.
pub(super) struct Bundled<'b>(Map<(Named<'b>, Charged), Set<Named<'b>>>);

/// A tool server or a bundle, if one is named.
type Named<'b> = &'b Option<Arc<str>>;

impl<'b> Bundled<'b> {
    pub fn of(batches: &'b [Batch]) -> Self {
        let mut bundled = Map::new();
        for (_, _, measure) in of_all(batches).filter(|(.., measure)| measure.when.from < measure.when.to) {
            let bundles: &mut Set<_> = match Charged::of(measure) {
                Some(charged) => {
                    bundled.entry((&measure.cluster, Charged { bundle: None, ..charged })).or_default()
                }
                None => continue,
            };
            bundles.insert(&measure.bundle);
        }
        Self(bundled)
    }

    pub fn of_daily(&self, measure: &'b Measure) -> Option<Arc<str>> {
        let charged = Charged::of(measure).filter(|_| measure.when.from == measure.when.to)?;
        let bundles = self.0.get(&(&measure.cluster, charged))?;
        bundles.first().filter(|_| bundles.len() == 1).and_then(|bundle| (*bundle).clone())
    }
}
