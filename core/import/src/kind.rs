//! What a file was recognised as.

/// A kind of export file. Its [`code`](Kind::code) is stable, and is what a user names to overrule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Sub-capacity report of an ILMT or BigFix Inventory audit snapshot, per product, server and computer.
    SnapshotPvu,
    /// Summary of an audit snapshot: the highest quantity of each product.
    SnapshotSummary,
    /// Software inventory of an audit snapshot.
    SnapshotBundling,
    /// Cloud Paks and FlexPoint bundles of an audit snapshot.
    SnapshotCloudPaks,
    /// Catalogue part numbers of an audit snapshot.
    SnapshotParts,
    /// Actions recorded in an audit snapshot.
    SnapshotTrails,
    /// Conditions under which an audit snapshot was made.
    SnapshotCondition,
    /// Checksums, signature or key of an audit snapshot.
    SnapshotIntegrity,
    /// Daily quantities, of ILMT, BigFix Inventory, License Service and its relatives.
    ProductsDaily,
    /// Peaks per product of License Service.
    LicenseServiceProducts,
    /// Peaks per bundled product of License Service.
    LicenseServiceBundled,
    /// Contributions per service of License Service.
    LicenseServiceServices,
    /// Usage log of the License Service sidecar on Fargate.
    FargateLog,
    /// Installations or hardware exported from an ILMT or BigFix Inventory report.
    InventoryReport,
    /// Rows saved from the REST interface of ILMT or BigFix Inventory.
    InventoryRest,
    /// Hosts of RVTools, Live Optics or PowerCLI.
    VmwareHosts,
    /// Virtual machines of the same.
    VmwareVms,
    /// Virtual processors of virtual machines.
    VmwareCpus,
    /// Clusters of the same.
    VmwareClusters,
    /// When and by what an RVTools export was made.
    VmwareMeta,
    /// A table of RVTools that says nothing about cores.
    VmwareOther,
    /// A workbook; its sheets are recognised one by one.
    Workbook,
    /// Output of a Hardware Management Console.
    Hmc,
    /// Entitlements: Passport Advantage, or another list of purchases.
    Entitlements,
    /// Prices.
    Prices,
    /// A table of an estate, as Subcap reads it.
    EstateTable,
    /// Nothing that can be read.
    Unknown,
}

/// Code and name of every kind.
const KINDS: [(Kind, &str, &str); 27] = [
    (Kind::SnapshotPvu, "snapshot-pvu", "sub-capacity report of an audit snapshot"),
    (Kind::SnapshotSummary, "snapshot-summary", "summary of an audit snapshot"),
    (Kind::SnapshotBundling, "snapshot-bundling", "software inventory of an audit snapshot"),
    (Kind::SnapshotCloudPaks, "snapshot-cloud-paks", "Cloud Paks of an audit snapshot"),
    (Kind::SnapshotParts, "snapshot-parts", "part numbers of an audit snapshot"),
    (Kind::SnapshotTrails, "snapshot-trails", "audit trail of an audit snapshot"),
    (Kind::SnapshotCondition, "snapshot-condition", "data condition of an audit snapshot"),
    (Kind::SnapshotIntegrity, "snapshot-integrity", "checksums or signature of an audit snapshot"),
    (Kind::ProductsDaily, "products-daily", "daily quantities of products"),
    (Kind::LicenseServiceProducts, "license-service-products", "products of License Service"),
    (Kind::LicenseServiceBundled, "license-service-bundled", "bundled products of License Service"),
    (Kind::LicenseServiceServices, "license-service-services", "services of License Service"),
    (Kind::FargateLog, "fargate-log", "usage log of License Service on Fargate"),
    (Kind::InventoryReport, "inventory-report", "report export of an inventory tool"),
    (Kind::InventoryRest, "inventory-rest", "REST answer of ILMT or BigFix Inventory"),
    (Kind::VmwareHosts, "vmware-hosts", "hosts of VMware"),
    (Kind::VmwareVms, "vmware-vms", "virtual machines of VMware"),
    (Kind::VmwareCpus, "vmware-cpus", "virtual processors of VMware"),
    (Kind::VmwareClusters, "vmware-clusters", "clusters of VMware"),
    (Kind::VmwareMeta, "vmware-meta", "date and version of an RVTools export"),
    (Kind::VmwareOther, "vmware-other", "other table of RVTools"),
    (Kind::Workbook, "workbook", "workbook"),
    (Kind::Hmc, "hmc", "output of a Hardware Management Console"),
    (Kind::Entitlements, "entitlements", "entitlements"),
    (Kind::Prices, "prices", "prices"),
    (Kind::EstateTable, "estate-table", "table of an estate"),
    (Kind::Unknown, "unknown", "not recognised"),
];

impl Kind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("unknown", |(_, code, _)| code)
    }

    /// What it is, in words.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("not recognised", |(.., name)| name)
    }

    /// Whether an audit snapshot has files of this kind; it may be what nobody here knows.
    pub(crate) const fn of_snapshot(self) -> bool {
        !matches!(self, Self::InventoryReport | Self::InventoryRest | Self::FargateLog)
            && !self.of_no_report()
    }

    /// Whether what it states is of no report: hosts and machines as others see them, what was bought.
    pub(crate) const fn of_no_report(self) -> bool {
        matches!(
            self,
            Self::VmwareHosts
                | Self::VmwareVms
                | Self::VmwareCpus
                | Self::VmwareClusters
                | Self::VmwareMeta
                | Self::VmwareOther
                | Self::Workbook
                | Self::Hmc
                | Self::Entitlements
                | Self::Prices
                | Self::EstateTable
        )
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }

    /// All codes.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|(_, code, _)| *code)
    }
}
