//! Purchases line by line: part numbers or products with quantities.
//!
//! Passport Advantage's order history and the file of part numbers that ILMT takes, purchases of Flexera, acquired
//! rights of OptiSAM, or a bare list of part numbers.
//!
//! A licence bought has no end; the end of its support is none. Only what grants the right for a term ends.

use subcap_core::finding::Code;
use subcap_core::order::Map;

use super::amount::{Amount, amount, currency};
use super::columns::Columns;
use super::prices::decimal_mark;
use super::{kind, term, words};
use crate::batch::Batch;
use crate::cells::{Row, Table, count};
use crate::facts::{Entitlement, EntitlementKind, Price};
use crate::recognise::Rows;
use crate::text::{Header, Record, plain};

struct Lines {
    table: Table,
    columns: Columns,
    read: Map<EntitlementKind, usize>,
    passed: usize,
    /// Prices paid, until the decimal mark of the file is known.
    paid: Vec<(Price, Amount)>,
}

/// A list of purchases.
pub(super) fn lines(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let columns = Columns::of(header);
    columns.part.or(columns.product).or(columns.description)?;
    let of_parts = columns.order_type.or(columns.coverage).or(columns.ordered).is_some() || header.len() == 1;
    let fits = columns.quantity.is_some() || (columns.part.is_some() && of_parts);
    // A report of what was measured has products and quantities too.
    if !fits || header.has(&["computer name", "server name", "metric quantity", "install date"]) {
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
    Some(Box::new(Lines { table, columns, read: Map::new(), passed: 0, paid: Vec::new() }))
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
            // A total has no name.
            self.passed += 1;
            return;
        }
        // Workbooks of OptiSAM explain their columns in the row below the header.
        let quantity = row.text(columns.quantity);
        if columns.of_licences && record.line == 2 && !quantity.contains(|c: char| c.is_ascii_digit()) {
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
        let (from, to) = term::dates(row, columns, kind, batch);
        let to = to.or_else(|| term::ends(kind, from, description));
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
            all_orders: false,
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

/// A part may be a pack of units.
fn packs(row: Row<'_>, columns: &Columns, description: &str, batch: &mut Batch) {
    if let Some((message, advice)) = pack(description) {
        row.odd(Code::NoLicence, columns.description, &message, advice, batch);
    }
}

/// What is said of a part that is a pack of units.
pub(crate) fn pack(description: &str) -> Option<(String, &'static str)> {
    let units = words::pack(description)?;
    let message =
        format!("a unit of this part is {units} units of its metric; the quantity was taken as it stands");
    Some((message, "If the list counts parts and not units, multiply the quantity."))
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
