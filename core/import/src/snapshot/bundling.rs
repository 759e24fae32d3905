//! `bundling_definitions.csv`: the software inventory with its classification, by far the largest file.
//!
//! Its charged instances say since when and until when a product was on a computer, which the per-server reports
//! do not. What no per-server report counts is not counted here either: the inventory lists every metric and what
//! a filter kept out of the reports.

use rustc_hash::FxHashMap;
use subcap_core::calendar::Day;
use subcap_core::finding::Code;

use crate::batch::Batch;
use crate::facts::Origin;
use crate::recognise::Rows;
use crate::text::{Header, Record, is_no};

use super::columns::BUNDLE;
use super::sheet::day_of;
use super::words::{Above, Word};

/// The inventory as far as it is kept.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    pub path: String,
    /// What is charged: product, bundle and computer, each once.
    pub found: FxHashMap<(Word, Word, Word), Found>,
    /// Charged instances by product and metric, and whether they are of a metric that is counted by cores.
    pub charged: FxHashMap<(Word, Word), u64>,
    /// Rows that are not charged.
    pub uncharged: u64,
}

/// When a product was on a computer, and where it says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// First seen; [`Day::ALWAYS`] if not stated.
    pub from: Day,
    /// Last seen; [`Day::STILL`] if it is there.
    pub to: Day,
    pub origin: Origin,
}

/// Takes the rows.
pub(super) struct Reader {
    file: u32,
    width: usize,
    columns: [usize; 6],
    bundle: Option<usize>,
    inventory: Inventory,
    products: Above,
    bundles: Above,
    metrics: Above,
    computers: Above,
    /// Days of the row above: most instances were found by the same scan.
    day: (String, Option<Day>),
}

const PRODUCT: usize = 0;
const METRIC: usize = 1;
const COMPUTER: usize = 2;
const START: usize = 3;
const END: usize = 4;
const CHARGED: usize = 5;

const NAMES: [&[&str]; 6] = [
    &["product name", "nazwa produktu"],
    &["metric", "wielkość mierzona"],
    &["computer", "computer name", "komputer"],
    &["discovery start", "początek wykrywania"],
    &["discovery end", "koniec wykrywania"],
    &["charged", "płatny"],
];

/// Where the same stand in the 22 columns of ILMT 9.2.24; the 23rd of later versions stands behind them.
const ORDER: [usize; 6] = [3, 5, 9, 18, 19, 21];

impl Reader {
    /// A reader, if the header is that of an inventory.
    pub fn new(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let mut columns = [0; 6];
        for (at, names) in columns.iter_mut().zip(NAMES) {
            *at = header.find(names)?;
        }
        Some(Self::of(columns, header.find(BUNDLE), header, path, batch))
    }

    /// A reader by the order of the columns.
    pub fn by_order(header: &Header, path: &str, batch: &mut Batch) -> Option<Self> {
        let fits = (22..=23).contains(&header.len());
        fits.then(|| Self::of(ORDER, Some(4), header, path, batch))
    }

    fn of(
        columns: [usize; 6],
        bundle: Option<usize>,
        header: &Header,
        path: &str,
        batch: &mut Batch,
    ) -> Self {
        let named: Vec<&str> = [PRODUCT, COMPUTER, START, END]
            .iter()
            .filter_map(|at| Some(header.name(*columns.get(*at)?)))
            .collect();
        Self {
            file: batch.origins.add(path, &named),
            width: header.len(),
            columns,
            bundle,
            inventory: Inventory { path: path.to_owned(), ..Inventory::default() },
            products: Above::default(),
            bundles: Above::default(),
            metrics: Above::default(),
            computers: Above::default(),
            day: (String::new(), None),
        }
    }

    fn day(&mut self, cell: &str) -> Option<Day> {
        let start = cell.get(..10).unwrap_or(cell);
        if self.day.0 != start {
            self.day = (start.to_owned(), day_of(cell));
        }
        self.day.1
    }
}

impl Rows for Reader {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let cell = |which: usize| record.at(self.columns.get(which).copied());
        let origin = Origin { file: self.file, row: record.line };
        if record.len() != self.width {
            let message = "the row is not as wide as the header; its dates are unknown";
            return batch.odd(Code::FieldCount, origin, None, message, "Take the file as the tool wrote it.");
        }
        let charged = cell(CHARGED);
        if charged != "Yes" && charged != "Tak" && is_no(charged) {
            self.inventory.uncharged += 1;
            return;
        }
        let (start, end) = (cell(START), cell(END));
        let bundle = Some(record.at(self.bundle)).filter(|cell| super::is_bundle(cell)).unwrap_or("");
        let words = &mut batch.snapshots.words;
        let product = self.products.word(cell(PRODUCT), words);
        let metric = self.metrics.word(cell(METRIC), words);
        let bundle = self.bundles.word(bundle, words);
        let computer = self.computers.word(cell(COMPUTER), words);
        *self.inventory.charged.entry((product, metric)).or_default() += 1;
        let from = self.day(start).unwrap_or(Day::ALWAYS);
        let to = if end.is_empty() { Day::STILL } else { self.day(end).unwrap_or(Day::STILL) };
        let found = self.inventory.found.entry((product, bundle, computer));
        // Several components of one product: it is there from the first to the last of them.
        let found = found.or_insert(Found { from, to, origin });
        found.from = found.from.min(from);
        found.to = found.to.max(to);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let path = self.inventory.path.clone();
        batch.snapshots.at(&path).inventory = Some(self.inventory);
    }
}
