//! Servers, clusters, pools and what runs on them.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};

use super::Origin;

/// A cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Name.
    pub name: Arc<str>,
    /// vCenter or tool server that knows it; names repeat between them.
    pub server: Option<Arc<str>>,
    /// Hosts in it, as stated.
    pub hosts: Option<u32>,
    /// Cores of all its hosts, as stated.
    pub cores: Option<u32>,
    /// Origin.
    pub origin: Origin,
}

/// What stands behind a server's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostKind {
    /// A machine.
    Physical,
    /// Made up by the tool for a machine whose server it does not know (`TLM_VM_…`).
    Artificial,
    /// Made up for what a public cloud runs.
    Cloud,
}

/// Who set a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateOrigin {
    /// The tool, from its PVU table.
    Tool,
    /// A person, in the tool.
    Override,
    /// The tool, for want of anything better.
    Default,
}

/// PVU per core as an export states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    /// PVU per core.
    pub pvu: u32,
    /// Who set it.
    pub by: RateOrigin,
}

/// A server.
#[derive(Debug, Clone)]
pub struct Host {
    /// Name, as the export writes it.
    pub name: Arc<str>,
    /// vCenter or tool server that knows it.
    pub server: Option<Arc<str>>,
    /// What it is.
    pub kind: HostKind,
    /// Serial number or service tag.
    pub serial: Option<Arc<str>>,
    /// UUID of the hardware.
    pub uuid: Option<Arc<str>>,
    /// Cluster.
    pub cluster: Option<Arc<str>>,
    /// Processor's brand string.
    pub processor: Option<Arc<str>>,
    /// Sockets that are filled.
    pub sockets: Option<u32>,
    /// Activated cores; threads of hyper-threading are none.
    pub cores: Option<u32>,
    /// Rate, if the export states one.
    pub rate: Option<Rate>,
    /// The days for which the export states this.
    pub seen: Seen,
    /// Origin.
    pub origin: Origin,
}

impl Host {
    /// Whether it is another one than that of the same name: two vCenters know them, and their identity or their
    /// size differs.
    pub fn is_another(&self, known: &Self) -> bool {
        fn differ<T>(one: Option<T>, other: Option<T>, same: impl Fn(T, T) -> bool) -> bool {
            one.zip(other).is_some_and(|(one, other)| !same(one, other))
        }
        let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
        let two_vcenters = differ(self.server.as_deref(), known.server.as_deref(), same);
        let reported = [self, known].into_iter().any(|host| matches!(host.seen, Seen::During(_)));
        two_vcenters
            && !reported
            && (differ(self.serial.as_deref(), known.serial.as_deref(), same)
                || differ(self.uuid.as_deref(), known.uuid.as_deref(), same)
                || differ(self.cores, known.cores, |one, other| one == other))
    }
}

/// For which days an export speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// All it knows: the export bears no date.
    Undated,
    /// The day it was made.
    On(Day),
    /// A period.
    During(Span),
}

/// Whether a machine runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PowerState {
    /// It runs.
    On,
    /// It does not.
    Off,
    /// Suspended to disk.
    Suspended,
}

/// A virtual machine or partition.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Name in the tool that exported it.
    pub name: Arc<str>,
    /// Name in the network, if stated beside it.
    pub dns: Option<Arc<str>>,
    /// UUIDs in any of the ways tools know it: VM UUID, SMBIOS UUID.
    pub uuids: Vec<Arc<str>>,
    /// vCenter or tool server that knows it.
    pub server: Option<Arc<str>>,
    /// Host it is on.
    pub host: Option<Arc<str>>,
    /// Cluster it is in.
    pub cluster: Option<Arc<str>>,
    /// Virtual cores in thousandths: vCPUs, entitled units of a capped partition, virtual processors of an
    /// uncapped one.
    pub milli_cores: Option<u64>,
    /// How it gets them, as `vms.csv` has it: `vm`, `dedicated`, `capped`, `uncapped`.
    pub mode: &'static str,
    /// Shared processor pool.
    pub pool: Option<Arc<str>>,
    /// Whether it runs, if stated.
    pub power: Option<PowerState>,
    /// Not a machine of its own but a stand-in for a total: never joined with a machine of another export.
    pub stand_in: bool,
    /// The days for which the export states this.
    pub seen: Seen,
    /// Origin.
    pub origin: Origin,
}

/// A shared processor pool.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Name.
    pub name: Arc<str>,
    /// Host.
    pub host: Arc<str>,
    /// Its units in thousandths of a core.
    pub milli_cores: u64,
    /// Origin.
    pub origin: Origin,
}
