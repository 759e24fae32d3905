//! The list of servers: VMware clusters, Power, bare metal.

pub const AMER: &str = "AMER";
pub const EMEA: &str = "EMEA";
pub const APAC: &str = "APAC";

/// A server model as inventories print it. Few rates are given by hand; the rest is looked up.
pub struct Model {
    pub processor: &'static str,
    pub max_sockets: u32,
    pub cores: u32,
    /// What the licence manager confirmed against the table in force.
    pub rate: Option<u32>,
}

const fn model(processor: &'static str, max_sockets: u32, cores: u32, rate: Option<u32>) -> Model {
    Model { processor, max_sockets, cores, rate }
}

const E5: Model = model("Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz", 2, 28, None);
const GOLD_12: Model = model("Intel(R) Xeon(R) Gold 6146 CPU @ 3.20GHz", 2, 24, Some(70));
const GOLD_16: Model = model("Intel(R) Xeon(R) Gold 6242 CPU @ 2.80GHz", 2, 32, Some(70));
const GOLD_20: Model = model("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", 2, 40, Some(70));
const GOLD_24: Model = model("Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz", 2, 48, Some(70));
const ICE_12: Model = model("Intel(R) Xeon(R) Gold 5317 CPU @ 3.00GHz", 2, 24, Some(70));
const ICE_24: Model = model("Intel(R) Xeon(R) Gold 5318Y CPU @ 2.10GHz", 2, 48, Some(70));
const ICE_36: Model = model("Intel(R) Xeon(R) Platinum 8360Y CPU @ 2.40GHz", 2, 72, Some(70));
const PLATINUM_28: Model = model("Intel(R) Xeon(R) Platinum 8276 CPU @ 2.20GHz", 2, 56, Some(70));
const PLATINUM_4S: Model = model("Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz", 4, 112, Some(100));
const EPYC: Model = model("AMD EPYC 7272 12-Core Processor", 2, 24, None);
/// An engineering sample: no table knows it.
const SAMPLE: Model = model("Genuine Intel(R) CPU 0000 @ 2.60GHz", 2, 16, None);
const E1080: Model = model("IBM POWER10 E1080 (9080-HEX)", 16, 60, None);
const E980: Model = model("IBM POWER9 E980 (9080-M9S)", 16, 44, None);
const S1022: Model = model("IBM POWER10 S1022 (9105-22A)", 2, 24, None);
const S924: Model = model("IBM POWER9 S924 (9009-42A)", 2, 20, None);

/// Equal hosts of a cluster; a second batch of the same cluster goes on counting.
pub struct Batch {
    pub cluster: &'static str,
    pub region: &'static str,
    pub hosts: u32,
    pub model: &'static Model,
    pub from: &'static str,
    /// The model that took their place, and when.
    pub refresh: Option<(&'static str, &'static Model)>,
}

const fn batch(
    cluster: &'static str,
    region: &'static str,
    hosts: u32,
    model: &'static Model,
    from: &'static str,
) -> Batch {
    Batch { cluster, region, hosts, model, from, refresh: None }
}

impl Batch {
    const fn refreshed(self, when: &'static str, model: &'static Model) -> Self {
        Self { refresh: Some((when, model)), ..self }
    }
}

pub const CLUSTERS: &[Batch] = &[
    batch("CHI-MW1", AMER, 6, &GOLD_12, "2020-09-01"),
    batch("CHI-DB1", AMER, 6, &GOLD_16, "2020-09-01"),
    batch("CHI-GEN1", AMER, 12, &PLATINUM_28, "2020-10-12"),
    batch("CHI-GEN2", AMER, 12, &ICE_36, "2022-02-07"),
    batch("CHI-VDI1", AMER, 10, &ICE_36, "2021-06-14"),
    batch("DAL-MW1", AMER, 4, &E5, "2018-03-05").refreshed("2023-05-13", &ICE_12),
    batch("DAL-DB1", AMER, 4, &GOLD_16, "2020-11-02"),
    batch("DAL-INT1", AMER, 3, &ICE_12, "2022-05-09"),
    batch("DAL-GEN1", AMER, 12, &GOLD_20, "2019-08-05"),
    batch("DAL-GEN2", AMER, 12, &PLATINUM_28, "2021-01-18"),
    batch("TOR-MW1", AMER, 4, &GOLD_12, "2019-10-07"),
    batch("TOR-GEN1", AMER, 8, &GOLD_24, "2020-07-06"),
    batch("SAO-MW1", AMER, 4, &E5, "2018-09-10").refreshed("2024-03-09", &ICE_12),
    batch("SAO-GEN1", AMER, 6, &GOLD_20, "2019-06-03"),
    batch("FRA-MW1", EMEA, 4, &GOLD_12, "2020-04-01"),
    batch("FRA-MW1", EMEA, 2, &ICE_24, "2023-01-23"),
    batch("FRA-DB1", EMEA, 6, &GOLD_16, "2020-05-04"),
    batch("FRA-INT1", EMEA, 3, &ICE_12, "2021-11-15"),
    batch("FRA-GEN1", EMEA, 12, &PLATINUM_28, "2020-03-02"),
    batch("FRA-GEN2", EMEA, 10, &PLATINUM_4S, "2021-09-06"),
    batch("LON-MW1", EMEA, 4, &E5, "2018-05-14"),
    batch("LON-DB1", EMEA, 4, &GOLD_16, "2020-06-08"),
    batch("LON-GEN1", EMEA, 12, &GOLD_24, "2020-04-20"),
    batch("RTM-MW1", EMEA, 4, &GOLD_12, "2020-08-03"),
    batch("RTM-GEN1", EMEA, 10, &GOLD_20, "2019-11-04"),
    batch("GDN-GEN1", EMEA, 8, &GOLD_24, "2021-03-01"),
    batch("JNB-GEN1", EMEA, 2, &SAMPLE, "2020-10-05"),
    batch("JNB-GEN1", EMEA, 2, &GOLD_12, "2021-02-15"),
    batch("SIN-MW1", APAC, 5, &GOLD_12, "2020-07-06"),
    batch("SIN-DB1", APAC, 4, &GOLD_16, "2020-12-07"),
    batch("SIN-INT1", APAC, 3, &ICE_12, "2022-10-17"),
    batch("SIN-GEN1", APAC, 12, &PLATINUM_28, "2020-06-15"),
    batch("SYD-MW1", APAC, 4, &E5, "2018-11-12").refreshed("2023-10-14", &ICE_12),
    batch("SYD-GEN1", APAC, 8, &GOLD_24, "2020-04-06"),
    batch("TYO-MW1", APAC, 4, &EPYC, "2020-09-07"),
    batch("TYO-GEN1", APAC, 8, &GOLD_24, "2021-04-12"),
    batch("HKG-GEN1", APAC, 8, &GOLD_20, "2019-12-02"),
    batch("PNQ-GEN1", APAC, 8, &ICE_36, "2022-01-10"),
];

/// A server in no cluster.
pub struct Lone {
    pub host: &'static str,
    pub region: &'static str,
    pub model: &'static Model,
    pub eligible: bool,
    pub from: &'static str,
}

const fn lone(host: &'static str, region: &'static str, model: &'static Model, from: &'static str) -> Lone {
    Lone { host, region, model, eligible: true, from }
}

pub const LONE: &[Lone] = &[
    lone("chi-e1080-1", AMER, &E1080, "2022-11-07"),
    lone("chi-e980-1", AMER, &E980, "2019-02-11"),
    lone("dal-s924-1", AMER, &S924, "2019-06-17"),
    lone("dal-s1022-1", AMER, &S1022, "2023-02-06"),
    lone("fra-e980-1", EMEA, &E980, "2019-03-18"),
    lone("fra-s924-1", EMEA, &S924, "2019-07-22"),
    lone("fra-s1022-1", EMEA, &S1022, "2023-04-03"),
    lone("lon-s924-1", EMEA, &S924, "2019-09-16"),
    lone("sin-e980-1", APAC, &E980, "2019-10-21"),
    lone("sin-s1022-1", APAC, &S1022, "2025-08-11"),
    lone("syd-s924-1", APAC, &S924, "2020-01-13"),
    lone("chi-bm1", AMER, &GOLD_16, "2020-09-14"),
    lone("chi-bm2", AMER, &E5, "2018-05-07"),
    lone("rtm-bm1", EMEA, &E5, "2018-06-11"),
    lone("sin-bm1", APAC, &E5, "2018-08-06"),
    // Its hypervisor is on no list of eligible technologies.
    Lone { eligible: false, ..lone("syd-xen1", APAC, &GOLD_16, "2020-02-17") },
];

/// pool, host, cores
pub const POOLS: &[(&str, &str, &str)] = &[
    ("EDI", "chi-e1080-1", "14"),
    ("DB", "chi-e1080-1", "10"),
    ("EDI", "chi-e980-1", "12"),
    ("DB", "dal-s924-1", "6.5"),
    ("APP", "dal-s1022-1", "8"),
    ("EDI", "fra-e980-1", "12"),
    ("DB", "fra-s924-1", "7.5"),
    ("APP", "fra-s1022-1", "8"),
    ("APP", "lon-s924-1", "6"),
    ("EDI", "sin-e980-1", "8"),
    ("APP", "sin-s1022-1", "6"),
];
