//! The columns of ILMT's per-server reports, by their names in a known language or by their order.
//!
//! Sources: IBM, "Columns in the audit snapshot" (English); a snapshot of ILMT 9.2.24 exported in Polish. The
//! names in reports other than PVU sub-capacity are put together from those and from IBM's names of the metrics,
//! and are not confirmed by a real file.

use crate::facts::Metric;
use crate::text::{Header, Record};

/// A column that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Product,
    Bundle,
    Quantity,
    PeakTime,
    Recalculation,
    Server,
    Processor,
    Rate,
    RateChanged,
    LimitCores,
    Cores,
    LimitUnits,
    Units,
    PartitionCores,
    LayerId,
    Computer,
    ComputerDeleted,
    Component,
    Unconfirmed,
    LastSeen,
    Exclusion,
}

const COLUMNS: usize = Column::Exclusion as usize + 1;

/// Width of the PVU sub-capacity report of ILMT 9.2.
pub(super) const WIDTH: usize = 30;

/// Names of the bundle's column, the newest first.
pub(super) const BUNDLE: &[&str] = &[
    "product bundle",
    "cloud pak or flexpoint bundle",
    "flexpoint or cloud pak bundle",
    "flex point or cloud pak bundle",
    "flexpoint bundle",
    "flexpoint",
    "pakunek flexpoint lub cloud pak",
];

/// A column of every per-server report: its position in the one of PVU sub-capacity, and its names.
const SHARED: [(Column, usize, &[&str]); 17] = [
    (Column::Product, 3, &["product name", "nazwa produktu"]),
    (Column::Bundle, 4, BUNDLE),
    (Column::Quantity, 5, &["metric quantity", "wartość wielkości mierzonej"]),
    (Column::PeakTime, 6, &["metric peak value time", "czas wartości szczytowej wielkości mierzonej"]),
    (Column::Recalculation, 7, &["recalculation needed", "wymagane przeliczanie"]),
    (Column::Server, 8, &["server name", "nazwa serwera"]),
    (Column::Processor, 10, &["processor brand string", "łańcuch marki procesora"]),
    (Column::Rate, 11, &["pvu per core", "pvu na rdzeń"]),
    (Column::RateChanged, 12, &["changed pvu per core", "zmieniono wartość pvu na rdzeń"]),
    (Column::PartitionCores, 18, &["partition cores", "rdzenie partycji"]),
    (Column::LayerId, 19, &["virtualization layer id", "id warstwy wirtualizacji"]),
    (Column::Computer, 20, &["computer", "computer name", "komputer"]),
    (Column::ComputerDeleted, 21, &["computer deleted", "komputer usunięty"]),
    (Column::Component, 25, &["component", "komponent"]),
    (Column::Unconfirmed, 27, &["unconfirmed product instance", "niepotwierdzona instancja produktu"]),
    (Column::LastSeen, 28, &["computer last seen", "ostatnio widziany komputer"]),
    (Column::Exclusion, 29, &["exclusion comment", "komentarz do wykluczenia"]),
];

/// Where the four numbers of a server stand in the report of PVU sub-capacity.
const NUMBERS: [(Column, usize); 4] =
    [(Column::LimitCores, 13), (Column::Cores, 14), (Column::LimitUnits, 15), (Column::Units, 16)];

/// What a report counts, and how the numbers of a server are headed in it.
struct Family {
    metric: Metric,
    full_capacity: bool,
    units: &'static [&'static str],
    limit_units: &'static [&'static str],
    cores: &'static [&'static str],
    limit_cores: &'static [&'static str],
}

const CORES: &[&str] = &[
    "physical server cpu core subcapacity",
    "rdzenie procesora serwera fizycznego - ograniczona moc obliczeniowa",
];
const LIMIT_CORES: &[&str] = &[
    "physical server cpu core subcapacity limit",
    "rdzenie procesora serwera fizycznego - limit ograniczonej mocy obliczeniowej",
];
const FULL_CORES: &[&str] = &[
    "physical server cpu core full capacity",
    "physical server cpu cores full capacity",
    "physical server cpu cores",
    "physical server cpu core",
];

static FAMILIES: [Family; 5] = [
    Family {
        metric: Metric::Pvu,
        full_capacity: false,
        units: &["physical server pvu subcapacity", "pvu serwera fizycznego - ograniczona moc obliczeniowa"],
        limit_units: &[
            "physical server pvu subcapacity limit",
            "pvu serwera fizycznego - limit ograniczonej mocy obliczeniowej",
        ],
        cores: CORES,
        limit_cores: LIMIT_CORES,
    },
    Family {
        metric: Metric::Pvu,
        full_capacity: true,
        units: &["physical server pvu full capacity", "physical server pvu"],
        limit_units: &[],
        cores: FULL_CORES,
        limit_cores: &[],
    },
    Family {
        metric: Metric::RvuMapc,
        full_capacity: false,
        units: &["physical server rvu mapc subcapacity", "physical server rvu subcapacity"],
        limit_units: &["physical server rvu mapc subcapacity limit", "physical server rvu subcapacity limit"],
        cores: CORES,
        limit_cores: LIMIT_CORES,
    },
    Family {
        metric: Metric::RvuMapc,
        full_capacity: true,
        units: &["physical server rvu mapc full capacity", "physical server rvu full capacity"],
        limit_units: &[],
        cores: FULL_CORES,
        limit_cores: &[],
    },
    Family {
        metric: Metric::Vpc,
        full_capacity: false,
        units: &[
            "physical server vpc subcapacity",
            "physical server virtual processor core subcapacity",
            "physical server vpc",
        ],
        limit_units: &[
            "physical server vpc subcapacity limit",
            "physical server virtual processor core subcapacity limit",
        ],
        cores: CORES,
        limit_cores: LIMIT_CORES,
    },
];

/// What a report counts, and where the numbers of a server stand in it.
struct Numbers {
    metric: Metric,
    full_capacity: bool,
    columns: [(Column, Option<usize>); 4],
}

impl Numbers {
    fn of(header: &Header) -> Option<Self> {
        let family = FAMILIES.iter().find(|family| header.has(family.units));
        let by_name = family.map(|family| Self {
            metric: family.metric.clone(),
            full_capacity: family.full_capacity,
            columns: [
                (Column::Units, header.find(family.units)),
                (Column::LimitUnits, header.find(family.limit_units)),
                (Column::Cores, header.find(family.cores)),
                (Column::LimitCores, header.find(family.limit_cores)),
            ],
        });
        by_name.or_else(|| Self::by_words(header))
    }

    /// By the words of their headers: the names in reports other than of PVU sub-capacity are not certain.
    fn by_words(header: &Header) -> Option<Self> {
        let mut of_metric: Option<(Metric, bool)> = None;
        let [mut units, mut limit_units, mut cores, mut limit_cores] = [None; 4];
        for (at, name) in header.iter().enumerate() {
            let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let full = has(&["full"]);
            let of_server = full || has(&["physical server", "subcapacity", "sub-capacity"]);
            if !of_server {
                continue;
            }
            let metric = match () {
                () if has(&["pvu", "processor value unit"]) => Some(Metric::Pvu),
                () if has(&["rvu", "resource value unit"]) => Some(Metric::RvuMapc),
                () if has(&["vpc", "virtual processor core"]) => Some(Metric::Vpc),
                () => None,
            };
            let place = match (metric, has(&["limit"])) {
                (Some(metric), false) if of_metric.is_none() => {
                    of_metric = Some((metric, full));
                    &mut units
                }
                (Some(_), true) => &mut limit_units,
                (None, false) if has(&["core"]) => &mut cores,
                (None, true) if has(&["core"]) => &mut limit_cores,
                _ => continue,
            };
            place.get_or_insert(at);
        }
        let (metric, full_capacity) = of_metric?;
        let columns = [
            (Column::Units, units),
            (Column::LimitUnits, limit_units),
            (Column::Cores, cores),
            (Column::LimitCores, limit_cores),
        ];
        Some(Self { metric, full_capacity, columns })
    }
}

/// How a report was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Polish,
    /// By the order of its columns.
    Unknown,
}

impl Language {
    /// In words.
    pub fn how(self) -> &'static str {
        match self {
            Self::English => "by its English headers",
            Self::Polish => "by its Polish headers",
            Self::Unknown => "by the order of its columns, which the totals bear out",
        }
    }
}

/// Where each column stands in a report, and what the report counts.
#[derive(Debug)]
pub(super) struct Columns {
    pub language: Language,
    pub metric: Metric,
    pub full_capacity: bool,
    /// How many cells a row has.
    pub width: usize,
    at: [Option<usize>; COLUMNS],
}

impl Columns {
    /// The columns of a per-server report headed in a known language.
    pub fn by_name(header: &Header) -> Option<Self> {
        let mut at = [None; COLUMNS];
        let mut put = |column: Column, names: &[&str]| -> bool {
            let found = header.find(names);
            if let Some(cell) = at.get_mut(column as usize) {
                *cell = found;
            }
            found.is_some()
        };
        for (column, _, names) in SHARED {
            let found = put(column, names);
            let due = matches!(
                column,
                Column::Product
                    | Column::Quantity
                    | Column::Server
                    | Column::PartitionCores
                    | Column::Computer
            );
            if due && !found {
                return None;
            }
        }
        let Numbers { metric, full_capacity, columns } = Numbers::of(header)?;
        for (column, found) in columns {
            if let Some(cell) = at.get_mut(column as usize) {
                *cell = found;
            }
        }
        let rated = metric != Metric::Pvu || header.has(&["pvu per core", "pvu na rdzeń"]);
        let english = header.has(&["product name"]);
        let language = if english { Language::English } else { Language::Polish };
        rated.then_some(Self { language, metric, full_capacity, width: header.len(), at })
    }

    /// The columns of what may be a PVU sub-capacity report, by their order. Not enough to be believed on
    /// its own: see [`crate::snapshot`].
    pub fn by_order(header: &Header) -> Option<Self> {
        let mut at = [None; COLUMNS];
        let places = SHARED.iter().map(|(column, place, _)| (*column, *place)).chain(NUMBERS);
        for (column, place) in places {
            if let Some(cell) = at.get_mut(column as usize) {
                *cell = Some(place);
            }
        }
        (header.len() == WIDTH).then_some(Self {
            language: Language::Unknown,
            metric: Metric::Pvu,
            full_capacity: false,
            width: WIDTH,
            at,
        })
    }

    /// Where a column stands.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.at.get(column as usize).copied().flatten()
    }

    /// A column's cell; empty if the report has no such column.
    pub fn cell<'r>(&self, record: &'r Record, column: Column) -> &'r str {
        record.at(self.position(column))
    }

    /// Whether there is such a column.
    pub fn has(&self, column: Column) -> bool {
        self.position(column).is_some()
    }

    /// The names of columns as the report writes them.
    pub fn names<'h>(&self, header: &'h Header, columns: &[Column]) -> Vec<&'h str> {
        columns.iter().filter_map(|column| Some(header.name(self.position(*column)?))).collect()
    }
}

/// Names of every column in the order of the report of PVU sub-capacity; for invented reports in tests.
#[cfg(test)]
pub(super) fn names_in_order(polish: bool) -> Vec<(usize, &'static str)> {
    let pick = |names: &'static [&'static str]| if polish { names.last() } else { names.first() };
    let [sub, ..] = &FAMILIES;
    let numbers = NUMBERS.iter().zip([sub.limit_cores, sub.cores, sub.limit_units, sub.units]);
    let numbers = numbers.map(|((_, place), names)| (*place, *pick(names).unwrap()));
    SHARED.iter().map(|(_, place, names)| (*place, *pick(names).unwrap())).chain(numbers).collect()
}
