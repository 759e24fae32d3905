//! Peaks per product, per bundled product and per service.

use subcap_core::calendar::Span;
use subcap_core::finding::Code;
use subcap_core::read::plausible;

use super::Contribution;
use crate::batch::Batch;
use crate::cells::{Row, Table, count, days, thousandths};
use crate::facts::{Measure, Metric};
use crate::period;
use crate::recognise::Rows;
use crate::text::{Header, Record};

/// The columns that the three have in common; `None` where one lacks them.
struct Columns {
    name: Option<usize>,
    id: Option<usize>,
    metric: Option<usize>,
    quantity: Option<usize>,
    peak: Option<usize>,
    day: Option<usize>,
    bundle: Option<usize>,
    bundle_name: Option<usize>,
    ratio: Option<usize>,
    converted: Option<usize>,
}

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Product,
    Bundled,
    Service,
}

struct Peaks {
    table: Table,
    columns: Columns,
    of: Of,
    /// The period, if the file's name states it.
    period: Option<Span>,
    rows: usize,
    days: Option<Span>,
}

/// `/products`: the highest quantity of each Cloud Pak and of each product outside of one.
pub(super) fn products(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns {
        name: Some(header.find(&["name"])?),
        id: header.find(&["id"]),
        metric: Some(header.find(&["metricname"])?),
        quantity: Some(header.find(&["metricquantity"])?),
        peak: Some(header.find(&["metricpeakdate"])?),
        ..Columns::bundle(header)
    };
    Some(Peaks::rows(header, path, columns, Of::Product, batch))
}

/// `/bundled_products`: what the products within a Cloud Pak contribute to it.
pub(super) fn bundled(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns {
        name: Some(header.find(&["productname"])?),
        id: header.find(&["productid"]),
        metric: Some(header.find(&["metricname"])?),
        quantity: Some(header.find(&["metricmeasuredquantity"])?),
        peak: header.find(&["metricpeakdate"]),
        // Day by day there is no peak, and the day is the row's own.
        day: header.find(&["metricdate", "date"]),
        ..Columns::bundle(header)
    };
    columns.bundle.or(columns.bundle_name)?;
    Some(Peaks::rows(header, path, columns, Of::Bundled, batch))
}

/// `/services`: what the services of a product contribute to it.
pub(super) fn services(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns {
        name: Some(header.find(&["productname"])?),
        id: header.find(&["productid"]),
        metric: Some(header.find(&["metricname"])?),
        quantity: Some(header.find(&["servicemetricvalue"])?),
        peak: header.find(&["metricpeakdate"]),
        day: header.find(&["metricdate", "date"]),
        ..Columns::bundle(header)
    };
    Some(Peaks::rows(header, path, columns, Of::Service, batch))
}

impl Columns {
    fn bundle(header: &Header) -> Self {
        Self {
            name: None,
            id: None,
            metric: None,
            quantity: None,
            peak: None,
            day: None,
            bundle: header.find(&["cloudpakid"]),
            bundle_name: header.find(&["cloudpakname"]),
            ratio: header.find(&["metricconversion"]),
            converted: header.find(&["metricconvertedquantity"]),
        }
    }

    fn used(&self) -> [Option<usize>; 8] {
        [
            self.name,
            self.id,
            self.metric,
            self.quantity,
            self.day.or(self.peak),
            self.bundle,
            self.bundle_name,
            self.ratio,
        ]
    }
}

impl Peaks {
    fn rows(header: &Header, path: &str, columns: Columns, of: Of, batch: &mut Batch) -> Box<dyn Rows> {
        let table = Table::new(header, path, &columns.used(), batch);
        Box::new(Self { table, columns, of, period: period::in_name(path), rows: 0, days: None })
    }
}

impl Rows for Peaks {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let columns = &self.columns;
        let product = row.text(columns.name);
        if product.is_empty() {
            let advice = "Export the file anew.";
            return row.left_out(Code::Empty, columns.name, "no product is named", advice, batch);
        }
        let day_column = columns.day.or(columns.peak);
        let (Some(quantity), Some(day)) =
            (row.whole(columns.quantity, batch), row.day(day_column, false, batch).and_then(plausible))
        else {
            let message = "without a whole quantity and its day the row says nothing";
            let advice = "Export the file anew.";
            return row.left_out(Code::NotANumber, columns.quantity, message, advice, batch);
        };
        self.rows += 1;
        self.days = Some(
            self.days.map_or(Span::new(day, day), |seen| Span::new(seen.from.min(day), seen.to.max(day))),
        );
        let metric = Metric::of_code(row.text(columns.metric), &mut batch.names);
        let bundle = match row.text(columns.bundle_name) {
            "" => row.text(columns.bundle),
            name => name,
        };
        let bundle = batch.names.some(bundle);
        let (product, id) = (batch.names.of(product), batch.names.some(row.text(columns.id)));
        if self.of == Of::Service {
            let key = Contribution { product, id, metric, bundle, day };
            let sum = batch.license.services.entry(key).or_insert((0, row.origin()));
            sum.0 = sum.0.saturating_add(quantity);
            return;
        }
        let ratio = if self.of == Of::Bundled { ratio(row, columns, quantity, batch) } else { None };
        let by_day = columns.day.is_some();
        let period = self.period.filter(|period| !by_day && period.contains(day));
        let period = period.unwrap_or(Span::new(day, day));
        batch.license.bundled |= self.of == Of::Bundled;
        if self.of == Of::Product {
            batch.license.peaks.push(batch.facts.measures.len());
        }
        batch.facts.measures.push(Measure {
            product,
            product_id: id,
            metric,
            bundle: bundle.filter(|_| self.of == Of::Bundled),
            ratio,
            cluster: None,
            when: period,
            peak: (!by_day).then_some(day),
            quantity,
            limit: None,
            origin: row.origin(),
        });
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let what = match self.of {
            Of::Product => "product",
            Of::Bundled => "bundled product",
            Of::Service => "contribution",
        };
        let peaks = self.days.map_or(String::new(), |span| format!(", peaks on {}", days(span)));
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = format!("{}{peaks}", count(self.rows, what));
        }
    }
}

/// `2:1`: so many units of the product use so many of the Cloud Pak. The row states the result too.
fn ratio(row: Row<'_>, columns: &Columns, measured: u64, batch: &mut Batch) -> Option<(u32, u32)> {
    let cell = row.text(columns.ratio);
    if cell.is_empty() {
        return None;
    }
    let Some((of, give)) = as_ratio(cell) else {
        let advice = "A ratio is written as 2:1. Export the file anew.";
        row.odd(Code::NotANumber, columns.ratio, "this is no ratio; 1:1 is assumed", advice, batch);
        return None;
    };
    if let Some(stated) = thousandths(row.text(columns.converted)) {
        // A quantity is rounded up to whole units at the earliest when all is added.
        let exact = u128::from(measured) * 1000 * u128::from(give) / u128::from(of);
        if u128::from(stated).abs_diff(exact) >= 1000 {
            let message =
                "the converted quantity is not what the ratio makes of the measured one; the ratio stands";
            let advice = "Ask License Service for the file anew.";
            row.odd(Code::ExportsDiffer, columns.converted, message, advice, batch);
        }
    }
    Some((of, give))
}

/// Two whole numbers above zero with a colon between them.
pub(super) fn as_ratio(cell: &str) -> Option<(u32, u32)> {
    let (of, give) = cell.split_once(':')?;
    let part = |text: &str| text.trim().parse().ok().filter(|part: &u32| *part > 0);
    part(of).zip(part(give))
}
