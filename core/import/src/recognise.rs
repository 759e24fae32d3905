//! What a file is, told by its content.
//!
//! A table is told by its header; a [`Rows`] then takes its rows, wherever they come from: a CSV file, a sheet
//! of a workbook, an array of JSON. Anything else is told by its first bytes and read whole.

use crate::batch::Batch;
use crate::bought;
use crate::hmc;
use crate::inventory;
use crate::json;
use crate::kind::Kind;
use crate::license_service;
use crate::products_daily;
use crate::snapshot;
use crate::text::{Header, Record, TITLES};
use crate::{vmware, workbook};

/// Takes the rows of one recognised table, one by one.
pub(crate) trait Rows {
    /// The next row. Bad cells are findings in the batch; good ones become facts.
    fn row(&mut self, record: &Record, batch: &mut Batch);

    /// There are no more rows.
    fn end(self: Box<Self>, _batch: &mut Batch) {}
}

/// A layout that can be told by its header.
pub(crate) struct Layout {
    /// What it is.
    pub kind: Kind,
    /// The reader of its rows, if the header fits. `path` is the file's, with the sheet's name behind it.
    pub of: fn(&Header, path: &str, &mut Batch) -> Option<Box<dyn Rows>>,
}

/// A text or binary file that is read as a whole.
pub(crate) struct Whole {
    /// What it is.
    pub kind: Kind,
    /// Whether name and first bytes fit.
    pub is: fn(name: &str, start: &[u8]) -> bool,
    /// Reads it.
    pub read: fn(path: &str, bytes: &[u8], &mut Batch),
}

/// Every table that can be told, in the order in which they are tried: the more particular first.
pub(crate) const LAYOUTS: &[&[Layout]] = &[
    products_daily::LAYOUTS,
    snapshot::LAYOUTS,
    license_service::LAYOUTS,
    vmware::LAYOUTS,
    inventory::LAYOUTS,
    bought::LAYOUTS,
    // By the order of its columns, in a language not known here.
    snapshot::BY_ORDER,
];

/// Every other file that can be told.
pub(crate) const WHOLES: &[&[Whole]] =
    &[snapshot::WHOLES, license_service::WHOLES, workbook::WHOLES, json::WHOLES, hmc::WHOLES];

/// The layout of a header, unless the user says which it is.
pub(crate) fn layout(
    header: &Header,
    path: &str,
    said: Option<Kind>,
    batch: &mut Batch,
) -> Option<(Kind, Box<dyn Rows>)> {
    let fits = |layout: &&Layout| said.is_none_or(|kind| kind == layout.kind);
    let mut layouts = LAYOUTS.iter().flat_map(|of_tool| of_tool.iter()).filter(fits);
    layouts.find_map(|layout| Some((layout.kind, (layout.of)(header, path, batch)?)))
}

/// How much of a file is looked at to tell what it is; never more, or it would matter how it comes.
pub(crate) const LOOKED_AT: usize = 4096;

/// The reader of a file that is read as a whole.
pub(crate) fn whole(name: &str, start: &[u8], said: Option<Kind>) -> Option<&'static Whole> {
    let start = start.get(..LOOKED_AT).unwrap_or(start);
    let mut wholes = WHOLES.iter().flat_map(|of_tool| of_tool.iter());
    wholes.find(|whole| said.map_or_else(|| (whole.is)(name, start), |kind| kind == whole.kind))
}

/// What a file is, as far as its name and its first bytes tell.
///
/// ```
/// use subcap_import::{Kind, tell};
/// assert_eq!(tell("a.csv", b"date,name,id,metricName,metricQuantity,clusterId\n"), Kind::ProductsDaily);
/// assert_eq!(tell("notes.txt", b"to do\n"), Kind::Unknown);
/// ```
pub fn tell(name: &str, start: &[u8]) -> Kind {
    let name = subcap_core::read::last_part(name).to_lowercase();
    if let Some(whole) = whole(&name, start, None) {
        return whole.kind;
    }
    let (mut kind, mut passed) = (None, 0);
    let mut first = |record: &Record| {
        if kind.is_none() && passed <= TITLES {
            let header = Header::new(record.iter());
            if passed > 0 && header.len() < 2 {
                passed += 1;
                return;
            }
            kind = layout(&header, &name, None, &mut Batch::default()).map(|(kind, _)| kind);
            passed += 1;
        }
    };
    let mut records = crate::text::Records::default();
    records.push(start, &mut first);
    records.end(&mut first);
    kind.unwrap_or(Kind::Unknown)
}
