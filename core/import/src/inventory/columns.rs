//! Where reports and answers have what.

use crate::text::Header;

/// The column with one of these names; those of the interface may stand in an association.
pub(super) fn find(header: &Header, names: &[&str]) -> Option<usize> {
    let in_association = |name: &&&str| {
        let end = format!(".{name}");
        header.iter().position(|column| column.ends_with(&end))
    };
    let of_interface = || names.iter().filter(|name| name.contains('_'));
    header.find(names).or_else(|| of_interface().find_map(|name| in_association(&name)))
}

/// Columns of computers, their servers and their software.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    // The software.
    pub product: Option<usize>,
    pub publisher: Option<usize>,
    pub metric: Option<usize>,
    pub bundle: Option<usize>,
    pub charged: Option<usize>,
    pub confirmed: Option<usize>,
    pub unconfirmed: Option<usize>,
    pub excluded: Option<usize>,
    pub exclusion: Option<usize>,
    pub comment: Option<usize>,
    pub suppressed: Option<usize>,
    pub component: Option<usize>,
    pub version: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub present: Option<usize>,
    // The computer.
    pub computer: Option<usize>,
    pub id: Option<usize>,
    pub parent: Option<usize>,
    pub dns: Option<usize>,
    pub last_seen: Option<usize>,
    pub deleted: Option<usize>,
    pub kind: Option<usize>,
    pub cores: Option<usize>,
    pub entitlement: Option<usize>,
    pub capped: Option<usize>,
    pub shared: Option<usize>,
    pub virtual_processors: Option<usize>,
    pub pool: Option<usize>,
    pub virtual_pool: Option<usize>,
    pub physical_pool: Option<usize>,
    // The server.
    pub server: Option<usize>,
    pub server_id: Option<usize>,
    pub serial: Option<usize>,
    pub vendor: Option<usize>,
    pub server_type: Option<usize>,
    pub model: Option<usize>,
    pub server_cores: Option<usize>,
    pub sockets: Option<usize>,
    pub processor: Option<usize>,
    pub brand: [Option<usize>; 3],
    pub rate: Option<usize>,
    pub changed: Option<usize>,
    pub default_rate: Option<usize>,
    pub cluster: Option<usize>,
    pub cluster_cores: Option<usize>,
}

impl Columns {
    pub fn of(header: &Header) -> Self {
        let find = |names: &[&str]| find(header, names);
        // `id` and `name` are a computer's only in an answer about computers.
        let of_computers =
            header.has(&["host_name", "dns_name", "bigfix_id", "os_type"]) && !header.has(&["instance_id"]);
        let if_computers = |names: &[&str]| if of_computers { header.find(names) } else { None };
        Self {
            product: find(&["product name", "product_name"]),
            publisher: find(&[
                "publisher name",
                "publisher",
                "product_publisher_name",
                "component_publisher_name",
            ]),
            metric: find(&[
                "product metric",
                "metric",
                "metric code name",
                "metric_code_name",
                "metric_name",
            ]),
            bundle: find(&BUNDLE),
            charged: find(&["charged", "is_charged"]),
            confirmed: find(&["confirmed", "is_confirmed"]),
            unconfirmed: find(&["unconfirmed product instance", "is_unconfirmed"]),
            excluded: find(&["excluded", "is_excluded"]),
            exclusion: find(&["exclusion comment", "exclusion_comment", "exclusion_reason"]),
            comment: find(&["comment"]),
            suppressed: find(&["suppressed", "is_suppressed"]),
            component: find(&["component name", "component_name", "component"]),
            version: find(&[
                "component detailed version",
                "component version",
                "component_detailed_version",
                "component_release",
            ]),
            start: find(&["discovery start", "discovery_start", "valid_from"]),
            end: find(&["discovery end", "discovery_end", "valid_to"]),
            present: find(&["present", "is_present"]),
            computer: find(&["computer name", "computer_name", "computer", "host_name"])
                .or(if_computers(&["name"])),
            id: find(&["internal computer id", "computer_system_id"])
                .or(if_computers(&["id"]))
                .or(find(&["computer_id"])),
            parent: if_computers(&["parent_id"]),
            dns: find(&["dns name", "computer_dns_name", "dns_name"]),
            last_seen: find(&["computer last seen", "computer_last_seen", "last_seen"]),
            deleted: find(&["computer deletion date", "computer_deletion_date", "deletion_date"]),
            kind: find(&["computer type", "computer_type"]).or(if_computers(&["type"])),
            cores: find(&["partition cores", "partition_cores"]),
            entitlement: find(&["lpar entitlement", "computer_hardware.entitlement", "entitlement"]),
            capped: find(&["is capped", "is_capped"]),
            shared: find(&["shared mode", "is_shared_type"]),
            virtual_processors: find(&["partition virtual processors", "online_vp_count"]),
            pool: find(&["shared pool id", "shared_pool_id"]),
            virtual_pool: find(&["virtual shared pool cores", "no_processors_shared_pool"]),
            physical_pool: find(&["physical shared pool cores", "no_processors_pshared_pool"]),
            server: find(&["server name", "server_name", "server.name", "hardware_name"]),
            server_id: find(&["server id", "server_id", "server.id"]),
            serial: find(&["server serial number", "server_serial_number", "hardware_serial_number"]),
            vendor: find(&["server vendor", "server_vendor", "hardware_manufacturer"]),
            server_type: find(&["server type", "server_type", "hardware_type"]),
            model: find(&["server model", "server_model", "hardware_model"]),
            server_cores: find(&["server cores", "server_cores"]),
            sockets: find(&["server active sockets", "node_total_processors", "server_processors"]),
            processor: find(&["processor brand string", "processor_brand_string"]),
            brand: [&["processor_vendor"], &["processor_brand"], &["processor_model"]]
                .map(|names: &[&str; 1]| find(names)),
            rate: find(&["pvu per core", "pvu_per_core"]),
            changed: find(&["changed pvu value", "changed pvu per core", "custom_pvu_per_core"]),
            default_rate: find(&["default pvu value", "default_pvu_value"]),
            cluster: find(&["cluster name", "cluster_name"]),
            cluster_cores: find(&["cluster cores", "cluster_cores_count"]),
        }
    }

    /// Those that say what a computer is.
    pub fn of_machine(&self) -> Vec<Option<usize>> {
        vec![
            self.computer.or(self.id),
            self.kind,
            self.cores,
            self.entitlement,
            self.capped,
            self.shared,
            self.virtual_processors,
            self.pool,
        ]
    }

    /// Those that say what a server is.
    pub fn of_host(&self) -> Vec<Option<usize>> {
        vec![self.server.or(self.serial), self.server_cores, self.processor, self.rate, self.cluster]
    }

    /// Those that say what is installed.
    pub fn of_install(&self) -> Vec<Option<usize>> {
        vec![
            self.product,
            self.metric,
            self.bundle,
            self.computer.or(self.id),
            self.start,
            self.end,
            self.deleted,
        ]
    }
}

/// The names that the column of bundles has had.
pub(super) const BUNDLE: [&str; 9] = [
    "cloud pak or flexpoint bundle",
    "flexpoint or cloud pak bundle",
    "flex point or cloud pak bundle",
    "product bundle",
    "flexpoint bundle",
    "flexpoint",
    "bundle_name",
    "bundle name",
    "bundle",
];
