//! Stub.
/// Rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RuleId {
    RateGiven,
    RateFromTable,
    RateAssumed,
    UnknownHypervisor,
    FullCapacity,
    SubCapacity,
    HostCap,
    RoundUpCores,
    PoolCap,
    UncappedPartition,
    OncePerVm,
    BareInstall,
    CountsInFull,
    DaySum,
    HighWaterMark,
    RegionPeaks,
    BundleRatio,
    RvuTiers,
    LookBack,
    FirstDeployment,
    Grace,
    EvidencedDay,
    Rebuilt,
    ReportDue,
    LateReport,
    Contestable,
    LostDay,
    WidenedQuarter,
    WidenedWindow,
    ScopeHost,
    ScopeLargest,
    ScopeCluster,
    ScopeEstate,
    Entitled,
    BundleEntitled,
    DecidingPart,
    Shortfall,
    PeakOnce,
    CreditLaterPurchases,
    ShortDays,
    PriceBasis,
    Purchase,
    SupportFlat,
    SupportDuration,
    SupportLookback,
    SupportGraduated,
    UsePrice,
    WithoutGaps,
    Rounding,
    UnknownIsNotZero,
}
impl RuleId {
    /// Id.
    pub const fn as_str(self) -> &'static str {
        "stub"
    }
}
