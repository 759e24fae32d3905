//! Purchases line by line: part numbers or products with quantities.
//!
//! Passport Advantage's order history and the file of part numbers that ILMT takes, purchases of Flexera, acquired
//! rights of OptiSAM, contracts of BigFix Inventory, or a bare list of part numbers.
//!
//! A licence bought has no end; the end of its support is none. Only what grants the right for a term ends.

use std::collections::BTreeMap;

use subcap_core::calendar::Day;
use subcap_core::finding::Code;

use super::amount::{Amount, amount, currency};
use super::prices::{PART, decimal_mark};
use super::{kind, words};
use crate::batch::Batch;
use crate::cells::{Row, Table, count};
use crate::dates::dates_in;
use crate::facts::{Entitlement, EntitlementKind, Price};
use crate::recognise::Rows;
use crate::text::{Header, Record, plain};

const DESCRIPTION: [&str; 7] = [
    "part description",
    "description",
    "product description",
    "item description",
    "part name",
    "line item description",
    "sku description",
];
const PRODUCT: [&str; 8] = [
    "product name",
    "product_name",
    "product",
    "software product",
    "software title",
    "application name",
    "software_products.name",
    "licensed product",
];
const QUANTITY: [&str; 19] = [
    "effective quantity",
    "entitled quantity",
    "entitlement quantity",
    "acquired_licenses",
    "acquired licenses",
    "ordered quantity",
    "order quantity",
    "order qty",
    "purchase quantity",
    "purchased quantity",
    "purchase_orders.quantity",
    "license quantity",
    "licence quantity",
    "total quantity",
    "quantity",
    "qty",
    "number of licenses",
    "number of licences",
    "quantity ordered",
];
const ORDERED: [&str; 10] = [
    "sale order date",
    "sales order date",
    "order date",
    "purchase date",
    "date of purchase",
    "po date",
    "purchase_orders.purchase_date",
    "acquisition date",
    "invoice date",
    "ordering_date",
];
const START: [&str; 13] = [
    "start date",
    "coverage start date",
    "coverage start",
    "term start date",
    "license start date",
    "licence start date",
    "entitlement start date",
    "purchase_orders.entitlement_start",
    "entitlement_start",
    "effective date",
    "valid from",
    "from",
    "start",
];
const END: [&str; 14] = [
    "end date",
    "coverage end date",
    "coverage end",
    "term end date",
    "license end date",
    "licence end date",
    "entitlement end date",
    "purchase_orders.entitlement_end",
    "entitlement_end",
    "expiration date",
    "expiry date",
    "valid to",
    "to",
    "end",
];
const COVERAGE: [&str; 4] = ["coverage dates", "coverage", "coverage period", "coverage date"];
const SITE: [&str; 9] = [
    "site number",
    "ibm site number",
    "site",
    "agreement number",
    "contract number",
    "agreement",
    "contract",
    "ibm customer number",
    "contract_id",
];
const METRIC: [&str; 9] = [
    "metric",
    "charge metric",
    "license metric",
    "licence metric",
    "metric.code_name",
    "unit of measure",
    "uom",
    "charge unit",
    "metric name",
];

struct Columns {
    part: Option<usize>,
    description: Option<usize>,
    product: Option<usize>,
    quantity: Option<usize>,
    order_type: Option<usize>,
    bought_as: Option<usize>,
    ordered: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    coverage: Option<usize>,
    site: Option<usize>,
    metric: Option<usize>,
    price: Option<usize>,
    currency: Option<usize>,
    /// The quantities are of licences, whatever a description says.
    of_licences: bool,
}

struct Lines {
    table: Table,
    columns: Columns,
    read: BTreeMap<EntitlementKind, usize>,
    passed: usize,
    /// Prices paid, until the decimal mark of the file is known.
    paid: Vec<(Price, Amount)>,
}

/// A list of purchases.
pub(super) fn lines(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns {
        part: header.find(&PART),
        description: header.find(&DESCRIPTION),
        product: header.find(&PRODUCT),
        quantity: header.find(&QUANTITY),
        order_type: header.find(&["order type"]),
        bought_as: header.find(&["purchase type", "transaction type", "entitlement type", "line type"]),
        ordered: header.find(&ORDERED),
        start: header.find(&START),
        end: header.find(&END),
        coverage: header.find(&COVERAGE),
        site: header.find(&SITE),
        metric: header.find(&METRIC),
        price: header.find(&["unit price", "unit_price", "price per unit", "unit cost"]),
        currency: header.find(&["currency", "currency code", "unit price currency"]),
        of_licences: header.has(&["acquired_licenses", "acquired licenses"]),
    };
    let named = columns.part.or(columns.product).or(columns.description)?;
    let of_parts = columns.order_type.or(columns.coverage).or(columns.ordered).is_some() || header.len() == 1;
    let fits = columns.quantity.is_some() || (columns.part.is_some() && of_parts);
    // A report of what was measured has products and quantities too.
    if !fits
        || header.has(&["computer name", "server name", "metric quantity", "install date"])
        || named > 1000
    {
        return None;
    }
    let c = &columns;
    let used = [
        c.part,
        c.description,
        c.product,
        c.quantity,
        c.order_type,
        c.ordered,
        c.start,
        c.end,
        c.coverage,
        c.metric,
        c.price,
    ];
    let table = Table::new(header, path, &used, batch);
    Some(Box::new(Lines { table, columns, read: BTreeMap::new(), passed: 0, paid: Vec::new() }))
}

/// Part numbers, one per line, without a header.
pub(super) fn bare(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let first = header.name(0);
    if header.len() != 1 || !is_part_number(first) {
        return None;
    }
    let column = Header::new(["part number"]);
    let mut rows = lines(&column, path, batch)?;
    rows.row(&Record::of(1, [first]), batch);
    Some(rows)
}

/// Seven letters and digits that begin with D or E and end in LL, as all but one of 7,103 do.
fn is_part_number(text: &str) -> bool {
    let text = text.as_bytes();
    let alphanumeric = text.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    text.len() == 7
        && alphanumeric
        && text.ends_with(b"LL")
        && text.first().is_some_and(|byte| b"DE".contains(byte))
}

impl Rows for Lines {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let columns = &self.columns;
        let (part, description) = (row.text(columns.part), row.text(columns.description));
        let product = row.text(columns.product);
        if part.is_empty() && description.is_empty() && product.is_empty() {
            // Lists of OptiSAM explain their columns in the row below the header; a total has no name either.
            self.passed += 1;
            return;
        }
        // ILMT counts only those.
        let order = row.text(columns.order_type).to_lowercase();
        if columns.order_type.is_some() && !(order.contains("license") || order.contains("licence")) {
            self.passed += 1;
            return;
        }
        let quantity = row.whole(columns.quantity, batch);
        let kind = self.kind(row, description);
        let (from, to) = dates(row, columns, kind, batch);
        let to = to.or_else(|| ends(kind, from, description));
        packs(row, columns, description, batch);
        *self.read.entry(kind).or_default() += 1;
        let names = &mut batch.names;
        let metric = words::metric_of_cell(row.text(columns.metric), names);
        let site = row.text(columns.site);
        let entitlement = Entitlement {
            product: names.some(product).or_else(|| {
                // Without a number to look up, the description is all there is.
                part.is_empty()
                    .then(|| words::product(description).unwrap_or(description))
                    .map(|name| names.of(name))
            }),
            part: names.some(part),
            metric: metric.or_else(|| words::metric(description, names)),
            description: names.some(description),
            quantity,
            kind,
            from,
            to,
            site: names.some(site),
            origin: row.origin(),
        };
        let paid = self.paid_for(row, &entitlement, batch);
        self.paid.extend(paid);
        batch.facts.entitlements.push(entitlement);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let mark = decimal_mark(self.paid.iter().map(|(_, paid)| paid));
        for (mut price, paid) in self.paid {
            price.contract = paid.with_mark(mark).map(|sum| batch.names.of(sum));
            if price.contract.is_some() {
                batch.facts.prices.push(price);
            }
        }
        let mut parts: Vec<String> =
            self.read.iter().map(|(kind, lines)| format!("{lines} {}", name(*kind))).collect();
        if self.passed > 0 {
            parts.push(format!("{} other", count(self.passed, "line")));
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = parts.join(", ");
        }
    }
}

impl Lines {
    fn kind(&self, row: Row<'_>, description: &str) -> EntitlementKind {
        if self.columns.of_licences {
            return EntitlementKind::Licence;
        }
        let by_description = kind::of(description);
        if by_description != EntitlementKind::Unknown {
            return by_description;
        }
        let bought_as = plain(row.text(self.columns.bought_as));
        match bought_as.as_str() {
            text if text.contains("maintenance") || text.contains("support") => EntitlementKind::Renewal,
            text if text.contains("subscription") => EntitlementKind::Subscription,
            text if text.contains("software") || text.contains("licen") => EntitlementKind::Licence,
            _ => EntitlementKind::Unknown,
        }
    }

    /// What was paid for a unit. Support has a price of its own, which is none of the licence.
    fn paid_for(&self, row: Row<'_>, of: &Entitlement, batch: &mut Batch) -> Option<(Price, Amount)> {
        let column = self.columns.price;
        let of_licence = matches!(of.kind, EntitlementKind::Licence | EntitlementKind::Unknown);
        if !of_licence || row.text(column).is_empty() {
            return None;
        }
        let Some(paid) = amount(row.text(column)) else {
            let advice = "A price is written as 1234.56, in a currency's code or sign.";
            row.odd(Code::NotANumber, column, "this is no price; it was left out", advice, batch);
            return None;
        };
        let stated = currency(row.text(self.columns.currency)).or_else(|| paid.currency.clone());
        let price = Price {
            product: of.product.clone(),
            part: of.part.clone(),
            metric: of.metric.clone(),
            list: None,
            contract: None,
            currency: stated.map(|code| batch.names.of(&code)),
            as_of: of.from,
            origin: of.origin,
        };
        Some((price, paid))
    }
}

/// From when and, of a term, until when. The order's date stands in for a start that is not stated.
fn dates(
    row: Row<'_>,
    columns: &Columns,
    kind: EntitlementKind,
    batch: &mut Batch,
) -> (Option<Day>, Option<Day>) {
    let covered = dates_in(row.text(columns.coverage));
    // Of two days a date may mean, the one that grants less.
    let covered = |at: usize, later: bool, batch: &mut Batch| {
        let read = covered.get(at).copied();
        read.and_then(|_| row.day_of(columns.coverage, read, later, batch))
    };
    let mut from = row.day(columns.start, true, batch).or_else(|| covered(0, true, batch));
    if from.is_none() {
        from = row.day(columns.ordered, true, batch);
    }
    if !matches!(kind, EntitlementKind::Subscription | EntitlementKind::Unknown) {
        return (from, None);
    }
    let to = row.day(columns.end, false, batch).or_else(|| covered(1, false, batch));
    if let (Some(first), Some(last)) = (from, to)
        && last < first
    {
        let advice = "Mend the dates.";
        row.odd(
            Code::ToBeforeFrom,
            columns.end.or(columns.coverage),
            "it ends before it starts",
            advice,
            batch,
        );
    }
    (from, to)
}

/// The last day of a term whose description states its months.
fn ends(kind: EntitlementKind, from: Option<Day>, description: &str) -> Option<Day> {
    if kind != EntitlementKind::Subscription {
        return None;
    }
    let text = plain(description);
    let words: Vec<&str> = text.split(' ').collect();
    let months = words.windows(2).rev().find_map(|pair| {
        let is_months = matches!(pair.get(1).copied()?, "months" | "month" | "mo" | "mths" | "mos");
        is_months.then(|| pair.first()?.parse::<i32>().ok()).flatten()
    })?;
    let (year, month, day) = from?.ymd()?;
    let all = year.checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(months)?;
    let month = u8::try_from(all.rem_euclid(12) + 1).ok()?;
    // The 31st of a shorter month is its last day.
    let next = (0..4).find_map(|less| Day::from_ymd(all.div_euclid(12), month, day.checked_sub(less)?));
    next.map(Day::previous)
}

/// A part may be a pack of units.
fn packs(row: Row<'_>, columns: &Columns, description: &str, batch: &mut Batch) {
    if let Some(units) = words::pack(description) {
        let message = format!(
            "a unit of this part is {units} units of its metric; the quantity was taken as it stands"
        );
        let advice = "If the list counts parts and not units, multiply the quantity.";
        row.odd(Code::NoLicence, columns.description, &message, advice, batch);
    }
}

fn name(kind: EntitlementKind) -> &'static str {
    match kind {
        EntitlementKind::Licence => "licence",
        EntitlementKind::Subscription => "for a term",
        EntitlementKind::Renewal => "renewal of support",
        EntitlementKind::Reinstatement => "reinstatement of support",
        EntitlementKind::TradeUp => "trade-up",
        EntitlementKind::Unknown => "of unknown kind",
    }
}
