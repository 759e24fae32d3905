//! What scenarios look for, looked up once.

use crate::estate::{Estate, HostId, Scope, evidence};
use crate::read::rows::Tables;

use super::by_hand::Laid;

/// What scenarios look for, looked up once.
#[derive(Debug, Default)]
pub struct LookedUp {
    /// The vms that are ever on each host, for few hosts count anew.
    visitors: Vec<Vec<u32>>,
    /// What each row of the evidence is about.
    scopes: Vec<Option<Scope>>,
}

impl LookedUp {
    pub fn new(tables: &Tables, estate: &Estate) -> Self {
        let known = evidence::Known::in_estate(estate);
        let scopes = tables.evidence.iter().map(|row| evidence::scope(&row.scope, &known)).collect();
        let mut of_hosts: Vec<Vec<u32>> = vec![Vec::new(); estate.hosts.len()];
        for (vm, placements) in (0..).zip(estate.placements.iter()) {
            for placement in placements.iter() {
                // A vm comes and goes: its placements follow each other, so that the last entry may be it.
                let vms = of_hosts.get_mut(placement.host as usize);
                vms.filter(|vms| vms.last() != Some(&vm)).into_iter().for_each(|vms| vms.push(vm));
            }
        }
        Self { visitors: of_hosts, scopes }
    }

    /// The vms that are ever on a host.
    pub fn visitors(&self, host: HostId) -> &[u32] {
        self.visitors.get(host as usize).map_or(&[], |vms| vms)
    }

    /// What a row of a scenario's evidence is about.
    pub fn scope(&self, laid: &Laid<'_>, estate: &Estate) -> Option<Scope> {
        match laid.of {
            Some(at) => self.scopes.get(at).copied().flatten(),
            None => evidence::scope(&laid.row.scope, &evidence::Known::in_estate(estate)),
        }
    }
}
