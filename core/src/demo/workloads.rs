//! The list of what runs where: services on clusters, partitions on Power, programs on bare metal.

use super::software::{
    API_CONNECT, APP_CONNECT, COGNOS, DATAPOWER, DB2, DB2_OLD, GUARDIUM, MQ, MQ_ADVANCED, ODM, PROTECT,
    STERLING, WAS, WAS_ND,
};

/// Virtual machines of one service on some hosts of a cluster.
pub struct Service {
    pub cluster: &'static str,
    /// They move among the cluster's first so many hosts, as an affinity rule says.
    pub hosts: u32,
    pub name: &'static str,
    pub vms: u32,
    pub vcpus: u32,
    pub from: &'static str,
    pub to: &'static str,
    pub products: &'static [&'static str],
}

const fn service(
    (cluster, hosts): (&'static str, u32),
    name: &'static str,
    (vms, vcpus): (u32, u32),
    from: &'static str,
    products: &'static [&'static str],
) -> Service {
    Service { cluster, hosts, name, vms, vcpus, from, to: "", products }
}

impl Service {
    const fn until(self, to: &'static str) -> Self {
        Self { to, ..self }
    }
}

pub const SERVICES: &[Service] = &[
    service(("CHI-MW1", 3), "chi-was-tms", (10, 4), "2021-03-15", &[WAS_ND]),
    service(("CHI-MW1", 2), "chi-mq-hub", (4, 4), "2021-03-22", &[MQ]),
    service(("CHI-MW1", 2), "chi-odm-rate", (3, 4), "2022-02-14", &[ODM]),
    service(("CHI-DB1", 3), "chi-db2-tms", (6, 6), "2021-04-12", &[DB2, GUARDIUM]),
    service(("CHI-MW1", 2), "chi-was-track", (6, 2), "2021-09-06", &[WAS]),
    service(("DAL-MW1", 2), "dal-mq-hub", (4, 4), "2021-05-17", &[MQ]),
    service(("DAL-MW1", 2), "dal-cog-fin", (2, 4), "2022-04-04", &[COGNOS]),
    service(("DAL-MW1", 2), "dal-was-bill", (3, 4), "2021-06-21", &[WAS]),
    service(("DAL-DB1", 2), "dal-db2-bill", (3, 4), "2021-06-07", &[DB2, GUARDIUM]),
    service(("DAL-INT1", 2), "dal-ace", (4, 4), "2022-09-05", &[APP_CONNECT]),
    service(("DAL-INT1", 2), "dal-mqa", (4, 2), "2022-09-05", &[MQ_ADVANCED]),
    service(("DAL-INT1", 2), "dal-apic", (3, 4), "2022-11-14", &[API_CONNECT]),
    service(("DAL-INT1", 2), "dal-dpg", (2, 4), "2022-11-14", &[DATAPOWER]),
    service(("DAL-INT1", 2), "dal-ace-edi", (4, 4), "2025-08-04", &[APP_CONNECT]),
    service(("TOR-MW1", 2), "tor-was-cust", (4, 4), "2021-10-11", &[WAS_ND]),
    service(("TOR-MW1", 2), "tor-mq", (2, 2), "2021-10-11", &[MQ]),
    service(("TOR-MW1", 2), "tor-cog-ops", (3, 4), "2022-06-13", &[COGNOS]),
    service(("SAO-MW1", 2), "sao-was-cust", (4, 2), "2022-01-24", &[WAS]),
    service(("SAO-MW1", 2), "sao-mq", (2, 2), "2022-01-24", &[MQ]),
    service(("FRA-MW1", 3), "fra-was-tms", (9, 4), "2021-04-19", &[WAS_ND]),
    service(("FRA-MW1", 2), "fra-mq-hub", (4, 4), "2021-04-26", &[MQ]),
    service(("FRA-DB1", 3), "fra-db2-tms", (5, 6), "2021-05-10", &[DB2, GUARDIUM]),
    service(("FRA-INT1", 2), "fra-ace", (5, 4), "2022-05-16", &[APP_CONNECT]),
    service(("FRA-INT1", 2), "fra-mqa", (6, 2), "2022-05-16", &[MQ_ADVANCED]),
    service(("FRA-INT1", 2), "fra-apic", (3, 4), "2022-08-22", &[API_CONNECT]),
    service(("FRA-INT1", 2), "fra-dpg", (2, 4), "2022-08-22", &[DATAPOWER]),
    service(("LON-MW1", 2), "lon-was-wms", (4, 4), "2021-08-16", &[WAS_ND]),
    service(("LON-MW1", 2), "lon-mq", (3, 4), "2021-08-16", &[MQ]),
    service(("LON-DB1", 2), "lon-db2-wms", (3, 4), "2021-08-09", &[DB2, GUARDIUM]),
    service(("RTM-MW1", 2), "rtm-mq-port", (3, 4), "2022-02-21", &[MQ]),
    service(("RTM-MW1", 2), "rtm-was-port", (3, 4), "2022-02-21", &[WAS]),
    service(("JNB-GEN1", 2), "jnb-mq", (2, 2), "2023-03-06", &[MQ]),
    service(("SIN-MW1", 2), "sin-was-tms", (6, 4), "2021-04-05", &[WAS_ND]),
    service(("SIN-MW1", 2), "sin-mq-hub", (3, 4), "2021-04-12", &[MQ]),
    service(("SIN-DB1", 2), "sin-db2-tms", (3, 4), "2021-05-03", &[DB2, GUARDIUM]),
    service(("SIN-INT1", 2), "sin-ace", (3, 4), "2023-03-13", &[APP_CONNECT]),
    service(("SIN-INT1", 2), "sin-mqa", (4, 2), "2023-03-13", &[MQ_ADVANCED]),
    service(("SIN-INT1", 2), "sin-apic", (2, 4), "2023-05-22", &[API_CONNECT]),
    service(("SYD-MW1", 2), "syd-was-wms", (3, 4), "2021-05-31", &[WAS_ND]),
    service(("TYO-MW1", 2), "tyo-was-cust", (3, 4), "2021-06-14", &[WAS_ND]),
    service(("TYO-MW1", 2), "tyo-mq", (2, 4), "2021-06-14", &[MQ]),
    // No product of the vendor: what else fills the general clusters.
    service(("CHI-GEN1", 12), "chi-app", (24, 4), "2021-01-11", &[]),
    service(("CHI-GEN2", 12), "chi-web", (20, 2), "2022-03-07", &[]),
    service(("CHI-VDI1", 10), "chi-vdi-broker", (6, 4), "2021-07-05", &[]),
    service(("DAL-GEN1", 12), "dal-app", (18, 4), "2021-01-18", &[]),
    service(("DAL-GEN2", 10), "dal-web", (14, 2), "2021-03-08", &[]),
    service(("TOR-GEN1", 8), "tor-app", (8, 4), "2021-02-15", &[]),
    service(("SAO-GEN1", 6), "sao-app", (8, 4), "2021-02-22", &[]).until("2025-06-30"),
    service(("FRA-GEN1", 12), "fra-app", (22, 4), "2021-01-25", &[]),
    service(("FRA-GEN2", 10), "fra-hana", (8, 16), "2021-10-18", &[]),
    service(("LON-GEN1", 10), "lon-app", (14, 4), "2021-02-01", &[]),
    service(("RTM-GEN1", 8), "rtm-app", (10, 4), "2021-02-08", &[]),
    service(("GDN-GEN1", 8), "gdn-dev", (16, 2), "2021-05-10", &[]),
    service(("SIN-GEN1", 10), "sin-app", (16, 4), "2021-01-25", &[]),
    service(("SYD-GEN1", 8), "syd-app", (10, 4), "2021-03-01", &[]),
    service(("TYO-GEN1", 8), "tyo-app", (10, 4), "2021-06-07", &[]),
    service(("HKG-GEN1", 6), "hkg-app", (6, 4), "2021-02-08", &[]),
    service(("PNQ-GEN1", 8), "pnq-dev", (14, 2), "2022-03-14", &[]),
];

/// Partitions of a Power server, or virtual machines of a lone host.
pub struct Partitions {
    pub host: &'static str,
    pub name: &'static str,
    pub count: u32,
    pub cores: &'static str,
    pub mode: &'static str,
    pub pool: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub products: &'static [&'static str],
}

const fn lpars(
    (host, pool): (&'static str, &'static str),
    name: &'static str,
    (count, cores, mode): (u32, &'static str, &'static str),
    (from, to): (&'static str, &'static str),
    products: &'static [&'static str],
) -> Partitions {
    Partitions { host, name, count, cores, mode, pool, from, to, products }
}

pub const PARTITIONS: &[Partitions] = &[
    lpars(("chi-e980-1", "EDI"), "chi-edi", (4, "6", "uncapped"), ("2021-04-05", "2023-01-31"), &[STERLING]),
    lpars(("chi-e1080-1", "EDI"), "chi-edi", (4, "6", "uncapped"), ("2023-02-01", ""), &[STERLING]),
    lpars(("chi-e1080-1", "DB"), "chi-gldb", (3, "2.5", "capped"), ("2023-02-13", ""), &[DB2, GUARDIUM]),
    lpars(("dal-s924-1", "DB"), "dal-fleetdb", (4, "1.75", "capped"), ("2021-07-12", ""), &[DB2]),
    lpars(("dal-s1022-1", "APP"), "dal-fleetmq", (3, "4", "uncapped"), ("2023-03-06", ""), &[MQ]),
    lpars(("fra-e980-1", "EDI"), "fra-edi", (5, "4", "uncapped"), ("2021-05-03", ""), &[STERLING]),
    lpars(("fra-s924-1", "DB"), "fra-gldb", (3, "2.25", "capped"), ("2021-09-13", ""), &[DB2]),
    lpars(("fra-s1022-1", "APP"), "fra-raildb", (2, "4", "uncapped"), ("2023-05-08", ""), &[DB2]),
    lpars(("lon-s924-1", "APP"), "lon-airmq", (2, "3", "uncapped"), ("2021-11-08", ""), &[MQ]),
    lpars(("lon-s924-1", ""), "lon-airdb", (1, "4", "dedicated"), ("2021-11-08", ""), &[DB2]),
    lpars(("sin-e980-1", "EDI"), "sin-edi", (3, "4", "uncapped"), ("2021-05-17", ""), &[STERLING]),
    lpars(("sin-s1022-1", "APP"), "sin-yardmq", (2, "2.5", "capped"), ("2025-08-18", ""), &[MQ]),
    lpars(("syd-s924-1", ""), "syd-gldb", (2, "2", "dedicated"), ("2021-06-28", ""), &[DB2]),
    lpars(("syd-xen1", ""), "syd-was-gate", (2, "4", "vm"), ("2021-08-02", ""), &[WAS]),
];

/// product, host, from: on the machine itself
pub const BARE_METAL: &[(&str, &str, &str)] = &[
    (DB2_OLD, "chi-bm1", "2021-03-15"),
    (DB2_OLD, "sin-bm1", "2021-07-19"),
    (PROTECT, "chi-bm2", "2021-04-12"),
    (PROTECT, "rtm-bm1", "2021-05-17"),
];
