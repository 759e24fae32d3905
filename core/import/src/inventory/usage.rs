//! Quantities: peaks of products in a period, and of a product on its servers on a day.
//!
//! A row of *All Metrics* or `license_usage` states a product's peak; where rows go down to servers they repeat it.
//! A row of `license_usage_per_server` or `license_usages` states what one server contributes: the day's quantity
//! is the sum over distinct servers. −1 says that a quantity does not apply.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::Code;
use subcap_core::order::Map;
use subcap_core::read::{last_part, plausible};

use super::columns::{BUNDLE, Columns, find};
use super::hardware::{self, Computer};
use crate::batch::Batch;
use crate::bought::metric_of_cell;
use crate::cells::{Row, Table, is_none};
use crate::dates::iso;
use crate::facts::{Measure, Metric, Origin, ServerTotal};
use crate::period;
use crate::recognise::Rows;
use crate::text::{Header, Record};

struct Usage {
    table: Table,
    of_host: Table,
    product: usize,
    id: Option<usize>,
    metric: Option<usize>,
    quantity: usize,
    peak: Option<usize>,
    bundle: Option<usize>,
    factor: Option<usize>,
    divider: Option<usize>,
    contribution: Option<usize>,
    server_type: Option<usize>,
    /// Of which server a row is, where it states that one's part only.
    part_of: Option<usize>,
    hardware: Columns,
    /// What the file's name says of the period.
    named: Option<Span>,
    sums: Map<Key, (Servers, Measure)>,
    rows: usize,
    not_applicable: usize,
}

/// What each server contributes to it, and where that is stated.
type Servers = Map<Arc<str>, (u64, Origin)>;

/// Product, metric, bundle and day of a sum over servers.
type Key = (Arc<str>, Metric, Option<Arc<str>>, Span);

/// `license_usage`, `license_usage_per_server` and, of the interface of old, `license_usages`.
pub(super) fn answer(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let product = find(
        header,
        &["product_name", "software_title_dimension.name", "software_title_name", "software_title"],
    )?;
    let quantity =
        find(header, &["hwm_quantity", "peak_value", "metric_quantity", "quantity", "metric_value"])?;
    find(header, &["metric_code_name", "metric_name", "metric_id"])?;
    let part_of =
        find(header, &["server.id", "server.name", "server_id", "server_name", "computer_system_id"]);
    Some(Box::new(Usage::of(header, path, product, quantity, part_of, batch)))
}

/// *All Metrics* and what derives from it, exported as CSV.
pub(super) fn report(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let product = header.find(&["product name"])?;
    let quantity =
        header.find(&["metric quantity", "highest metric quantity", "hwm quantity", "peak value"])?;
    Some(Box::new(Usage::of(header, path, product, quantity, None, batch)))
}

impl Usage {
    fn of(
        header: &Header,
        path: &str,
        product: usize,
        quantity: usize,
        part_of: Option<usize>,
        batch: &mut Batch,
    ) -> Self {
        let metric = find(header, &["metric", "metric_code_name", "metric code name", "metric_name"]);
        let peak = find(
            header,
            &[
                "metric peak value time",
                "peak date",
                "peak time",
                "metric peak date",
                "hwm_peak_time",
                "hwm_date",
                "peak_time",
                "peak_date",
                "date",
            ],
        );
        let bundle = find(header, &BUNDLE);
        let used = [Some(product), metric, Some(quantity), peak, bundle, part_of];
        let hardware = Columns::of(header);
        Self {
            table: Table::new(header, path, &used, batch),
            of_host: Table::new(header, path, &hardware.of_host(), batch),
            product,
            id: find(header, &["product_id", "product_family_guid", "product id"]),
            metric,
            quantity,
            peak,
            bundle,
            factor: find(header, &["product_bundle_ratio_factor"]),
            divider: find(header, &["product_bundle_ratio_divider"]),
            contribution: find(
                header,
                &["bundle_metric_contribution", "bundle metric contribution", "flexpoint quantity"],
            ),
            server_type: header.find(&["server.type"]),
            part_of,
            hardware,
            named: period::in_name(path).or_else(|| day_in_name(path)),
            sums: Map::new(),
            rows: 0,
            not_applicable: 0,
        }
    }

    /// The peak's day, and the days for which it is the peak.
    fn when(&self, row: Row<'_>, batch: &mut Batch) -> Option<(Span, Option<Day>)> {
        let peak = row.day(self.peak, false, batch).and_then(plausible);
        let period = self.named.filter(|period| peak.is_none_or(|peak| period.contains(peak)));
        if let Some(when) = period.or(peak.map(|peak| Span::new(peak, peak))) {
            return Some((when, peak));
        }
        let message = "the day of this quantity is stated nowhere";
        let advice = "Export it with the day of the peak, or name the file after the period: …_2025-01-01_2025-03-31.json.";
        row.left_out(Code::NoPeriod, self.peak, message, advice, batch);
        None
    }

    /// `a:b`, as the row's own contribution bears out; else as the words factor and divider say.
    fn ratio(&self, row: Row<'_>, quantity: u64, batch: &mut Batch) -> Option<(u32, u32)> {
        let factor = row.small(self.factor, batch).filter(|factor| *factor > 0)?;
        let divider = row.small(self.divider, batch).filter(|divider| *divider > 0)?;
        let contribution = row.whole(self.contribution, batch);
        let fits = |of: u32, give: u32| {
            let exact = u128::from(quantity) * u128::from(give) / u128::from(of);
            contribution.is_some_and(|stated| exact.abs_diff(u128::from(stated)) <= 1)
        };
        let turned = !fits(divider, factor) && fits(factor, divider);
        Some(if turned { (factor, divider) } else { (divider, factor) })
    }

    /// The server of a row, which is stated beside its quantity.
    fn host(&self, record: &Record, batch: &mut Batch) -> Option<Arc<str>> {
        let row = self.of_host.row(record);
        let name = hardware::server_name(row, &self.hardware)?;
        let name = batch.names.of(&name);
        let cloud = row.text(self.server_type) == "2";
        hardware::host(&name, cloud.then_some(Computer::Cloud), row, &self.hardware, row.origin(), batch);
        Some(name)
    }
}

impl Rows for Usage {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let product = row.text(Some(self.product));
        if product.is_empty() {
            let advice = "Export the product's name too.";
            return row.left_out(Code::Empty, Some(self.product), "no product is named", advice, batch);
        }
        let host = self.host(record, batch);
        let written = row.text(Some(self.quantity));
        if written.is_empty() || written == "-1" {
            self.not_applicable += 1;
            return;
        }
        let Some(quantity) = row.whole(Some(self.quantity), batch) else {
            let message = "without a whole quantity the row says nothing";
            return row.left_out(Code::NotANumber, Some(self.quantity), message, "Export it anew.", batch);
        };
        let Some((when, peak)) = self.when(row, batch) else { return };
        let ratio = self.ratio(row, quantity, batch);
        let bundle = row.text(self.bundle);
        let names = &mut batch.names;
        let product = names.of(product);
        let metric = metric_of_cell(row.text(self.metric), names);
        let metric = metric.unwrap_or_else(|| Metric::Other(names.of("an unnamed metric")));
        let measure = Measure {
            product: Arc::clone(&product),
            product_id: names.some(row.text(self.id)),
            metric: metric.clone(),
            bundle: (!is_none(bundle) && bundle != "-1").then(|| names.of(bundle)),
            ratio,
            cluster: None,
            when,
            peak,
            quantity,
            limit: None,
            origin: row.origin(),
        };
        self.rows += 1;
        if self.part_of.is_some() {
            let server = host.unwrap_or_else(|| names.of(row.text(self.part_of)));
            let key = (product, metric, measure.bundle.clone(), when);
            let (servers, _) = self.sums.entry(key).or_insert_with(|| (Servers::new(), measure));
            let of_server = servers.entry(server).or_insert((quantity, row.origin()));
            of_server.0 = quantity.max(of_server.0);
            return;
        }
        let Origin { file, .. } = measure.origin;
        let what = format!("peak {file} {product} {metric:?} {:?} {when} {quantity}", measure.bundle);
        if batch.inventory.is_new(what) {
            batch.facts.measures.push(measure);
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let servers = if self.sums.is_empty() { "" } else { " on servers" };
        let not_applicable = match self.not_applicable {
            0 => String::new(),
            rows => format!(", {rows} not applicable"),
        };
        if let Some(seen) = batch.seen.last_mut() {
            let quantities =
                if self.rows == 1 { "1 quantity".to_owned() } else { format!("{} quantities", self.rows) };
            seen.detail = format!("{quantities}{servers}{not_applicable}");
        }
        for (servers, mut measure) in self.sums.into_values() {
            measure.quantity = servers.values().fold(0, |sum, (quantity, _)| sum.saturating_add(*quantity));
            let (metric, full_capacity) = capacity(&measure.metric);
            let totals = servers.into_iter().map(|(host, (quantity, origin))| ServerTotal {
                product: Arc::clone(&measure.product),
                metric: metric.clone(),
                bundle: measure.bundle.clone(),
                full_capacity,
                host,
                cluster: None,
                when: measure.when,
                peak: measure.peak,
                quantity,
                limit: None,
                origin,
            });
            batch.facts.totals.extend(totals);
            batch.facts.measures.push(measure);
        }
    }
}

/// The metric without its capacity, which the interface puts into the code; and whether that is the full one.
fn capacity(metric: &Metric) -> (Metric, bool) {
    match metric {
        Metric::Other(code) if &**code == "PVU_FULL_CAP" => (Metric::Pvu, true),
        Metric::Other(code) if &**code == "RVU_FULL_CAP" => (Metric::RvuMapc, true),
        other => (other.clone(), false),
    }
}

/// The one day in a file's name: `license_usage_per_server_2025-01-31.json`.
fn day_in_name(path: &str) -> Option<Span> {
    let mut days = last_part(path).split(['_', ' ', '.']).filter_map(iso);
    let day = days.next()?;
    days.next().is_none().then(|| Span::new(day, day))
}
