//! A per-server report: one row per component instance, each repeating its server's totals.

use subcap_core::calendar::Day;
use subcap_core::finding::Code;
use subcap_core::read::plausible;

use crate::batch::Batch;
use crate::cells;
use crate::dates::iso;
use crate::facts::{Metric, Origin};
use crate::recognise::Rows;
use crate::text::{Header, Record, is_yes};
use crate::when;

use super::columns::{Column, Columns, Language};
use super::words::{Above, Word};

/// More cores than any server has.
const MOST_CORES: u64 = 1_000_000;
/// More PVU per core than any processor has.
const HIGHEST_RATE: u64 = 10_000;

/// A per-server report as read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub path: String,
    pub language: Language,
    pub metric: Metric,
    pub full_capacity: bool,
    /// Whether it says how large the servers are.
    pub sized: bool,
    pub rows: Vec<Row>,
    pub origins: Origins,
}

/// The origins of what is taken from a report, by the columns it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origins {
    pub server: u32,
    pub machine: u32,
    pub install: u32,
    pub total: u32,
}

/// A component instance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub row: u32,
    pub product: Word,
    pub bundle: Word,
    /// The product's total over all servers.
    pub quantity: u64,
    pub peak: Option<Day>,
    pub server: Word,
    pub processor: Word,
    /// PVU per core; 1 for other metrics.
    pub rate: u32,
    /// What the server's total for the product cannot exceed.
    pub limit: Total,
    /// The server's total for the product.
    pub total: Total,
    pub partition_cores: u32,
    /// Number of the partition among all, as text.
    pub layer: Word,
    pub computer: Word,
    pub component: Word,
    /// Why the instance is not counted; nothing if it is.
    pub exclusion: Word,
    pub last_seen: Option<Day>,
    pub rate_changed: bool,
    pub recalculation: bool,
    pub computer_deleted: bool,
    pub unconfirmed: bool,
}

/// A total of a product on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Total {
    pub units: u64,
    pub cores: u32,
}

impl Total {
    /// The cores that make up the units.
    pub fn cores_at(self, rate: u32) -> u32 {
        u32::try_from(self.units.div_ceil(u64::from(rate.max(1)))).unwrap_or(u32::MAX)
    }
}

/// Takes the rows of a report.
pub(super) struct Reader {
    columns: Columns,
    sheet: Sheet,
    /// Column names as written, for findings.
    header: Header,
    /// The report is only guessed to be one, and so far nothing speaks against it.
    guess: bool,
    refuted: bool,
    products: Above,
    bundles: Above,
    servers: Above,
    processors: Above,
    computers: Above,
    components: Above,
}

impl Reader {
    /// A reader of these columns.
    pub fn new(columns: Columns, header: &Header, path: &str, batch: &mut Batch) -> Self {
        let mut origin = |which: &[Column]| batch.origins.add(path, &columns.names(header, which));
        let origins = Origins {
            server: origin(&[Column::Server, Column::Rate, Column::LimitCores]),
            machine: origin(&[Column::Computer, Column::LayerId, Column::PartitionCores]),
            install: origin(&[Column::Product, Column::Bundle, Column::Computer, Column::Exclusion]),
            total: origin(&[Column::Product, Column::Server, Column::Units, Column::Cores]),
        };
        let sheet = Sheet {
            path: path.to_owned(),
            language: columns.language,
            metric: columns.metric.clone(),
            full_capacity: columns.full_capacity,
            sized: columns.full_capacity || columns.has(Column::LimitCores),
            rows: Vec::new(),
            origins,
        };
        Self {
            guess: columns.language == Language::Unknown,
            columns,
            sheet,
            header: header.clone(),
            refuted: false,
            products: Above::default(),
            bundles: Above::default(),
            servers: Above::default(),
            processors: Above::default(),
            computers: Above::default(),
            components: Above::default(),
        }
    }

    fn instance(&mut self, record: &Record, batch: &mut Batch) -> Result<Row, Bad> {
        let columns = &self.columns;
        if record.len() != columns.width {
            return Err(Bad {
                column: None,
                code: Code::FieldCount,
                message: "the row is not as wide as the header",
            });
        }
        let cell = |column| columns.cell(record, column);
        let due = |column| match cell(column) {
            "" => Err(Bad { column: Some(column), code: Code::Empty, message: "this cell is empty" }),
            cell => Ok(cell),
        };
        let whole = |column, highest| whole(cell(column), column, highest);
        let cores = |column| Ok(small(whole(column, MOST_CORES)?));
        let (rated, limited) = (columns.metric == Metric::Pvu, columns.has(Column::LimitCores));
        let rate = if rated { small(whole(Column::Rate, HIGHEST_RATE)?) } else { 1 };
        if rate == 0 {
            let (code, message) = (Code::OutOfRange, "no rate at all is absurd");
            return Err(Bad { column: Some(Column::Rate), code, message });
        }
        let units = whole(Column::Units, MOST_CORES * HIGHEST_RATE)?;
        let total = Total {
            units,
            cores: match columns.has(Column::Cores) {
                true => cores(Column::Cores)?,
                false => small(units.div_ceil(u64::from(rate))),
            },
        };
        let limit = match (limited, columns.has(Column::LimitUnits)) {
            (true, true) => Total {
                units: whole(Column::LimitUnits, MOST_CORES * HIGHEST_RATE)?,
                cores: cores(Column::LimitCores)?,
            },
            (true, false) => {
                let cores = cores(Column::LimitCores)?;
                Total { units: u64::from(cores) * u64::from(rate), cores }
            }
            _ => total,
        };
        let partition_cores = match cell(Column::PartitionCores) {
            "" => 0,
            _ => cores(Column::PartitionCores)?,
        };
        let quantity = whole(Column::Quantity, u64::MAX)?;
        let (product, server) = (due(Column::Product)?, due(Column::Server)?);
        let bundle = Some(cell(Column::Bundle)).filter(|cell| super::is_bundle(cell)).unwrap_or("");
        let words = &mut batch.snapshots.words;
        Ok(Row {
            row: record.line,
            product: self.products.word(product, words),
            bundle: self.bundles.word(bundle, words),
            quantity,
            peak: day_of(cell(Column::PeakTime)),
            server: self.servers.word(server, words),
            processor: self.processors.word(cell(Column::Processor), words),
            rate,
            limit,
            total,
            partition_cores,
            layer: words.of(cell(Column::LayerId)),
            computer: self.computers.word(cell(Column::Computer), words),
            component: self.components.word(cell(Column::Component), words),
            exclusion: words.of(cell(Column::Exclusion)),
            last_seen: day_of(cell(Column::LastSeen)),
            rate_changed: says_yes(cell(Column::RateChanged)),
            recalculation: says_yes(cell(Column::Recalculation)),
            computer_deleted: says_yes(cell(Column::ComputerDeleted)),
            unconfirmed: says_yes(cell(Column::Unconfirmed)),
        })
    }

    /// Whether a row looks as one of the report does: rows numbered from 1, a time where the peak stands.
    fn fits(&self, record: &Record, row: &Row) -> bool {
        let number = u64::try_from(self.sheet.rows.len()).unwrap_or(u64::MAX).saturating_add(1);
        record.get(0).parse() == Ok(number) && row.peak.is_some()
    }
}

impl Rows for Reader {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        if self.refuted {
            return;
        }
        match self.instance(record, batch) {
            Ok(row) if self.guess && !self.fits(record, &row) => self.refute(),
            Ok(row) => self.sheet.rows.push(row),
            Err(_) if self.guess => self.refute(),
            Err(bad) => {
                let at = Origin { file: self.sheet.origins.total, row: record.line };
                let name = bad.column.and_then(|column| self.columns.position(column));
                let cell = name.map(|column| (self.header.name(column), record.get(column)));
                let advice = "Take the file from the snapshot as the tool wrote it.";
                batch.left_out(bad.code, at, cell, bad.message, advice);
            }
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let path = self.sheet.path.clone();
        let of_folder = batch.snapshots.at(&path);
        if self.guess {
            of_folder.guessed.push(self.sheet);
        } else {
            of_folder.sheets.push(self.sheet);
        }
    }
}

impl Reader {
    fn refute(&mut self) {
        self.refuted = true;
        self.sheet.rows = Vec::new();
    }
}

struct Bad {
    column: Option<Column>,
    code: Code,
    message: &'static str,
}

fn whole(cell: &str, column: Column, highest: u64) -> Result<u64, Bad> {
    let bad = |code, message| Bad { column: Some(column), code, message };
    // As the tool writes it, or as a spreadsheet saves it again.
    let number = cell.parse().ok().or_else(|| cells::whole(cell));
    let number: u64 = number.ok_or_else(|| bad(Code::NotANumber, "a whole number is due here"))?;
    if number > highest { Err(bad(Code::OutOfRange, "this number is absurd")) } else { Ok(number) }
}

/// The range was checked, or it is as good as boundless.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The day of a time as the tool writes it: `2021-05-04`, or with the time of day behind it.
pub(super) fn day_of(time: &str) -> Option<Day> {
    time.get(..10).and_then(iso).or_else(|| when::day(time).and_then(plausible))
}

/// As [`is_yes`], without its cost for the two words that stand in nearly every cell.
pub(super) fn says_yes(cell: &str) -> bool {
    !matches!(cell, "" | "No" | "Nie") && (matches!(cell, "Yes" | "Tak") || is_yes(cell))
}
