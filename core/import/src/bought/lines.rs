//! Purchases line by line: part numbers or products with quantities.
//!
//! Passport Advantage's order history and the file of part numbers that ILMT takes, purchases of Flexera, acquired
//! rights of OptiSAM, or a bare list of part numbers.
//!
//! A licence bought has no end; the end of its support, or of coverage, is none. Only what grants the right for a
//! term ends. What is left open there is said once it is known what a part grants, when exports are joined.

use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::Map;

use super::amount::{Amount, amount};
use super::columns::Columns;
use super::prices::{Paid, is_zero, stated_currency};
use super::quantity::Held;
use super::{kind, term, words};
use crate::batch::{Batch, Use};
use crate::cells::{Row, Table, count};
use crate::facts::{Entitlement, EntitlementKind, Price};
use crate::recognise::Rows;
use crate::text::{Header, Record, decimal_mark};

struct Lines {
    table: Table,
    columns: Columns,
    read: Map<EntitlementKind, usize>,
    passed: usize,
    /// Lines that are no orders of licences by their type, the first of them, and the type.
    other_orders: Option<(u32, String)>,
    held: Held,
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
    Some(Box::new(Lines {
        table,
        columns,
        read: Map::new(),
        passed: 0,
        other_orders: None,
        held: Held::default(),
        paid: Vec::new(),
    }))
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
        let order = row.text(columns.order_type);
        let of_licences = ["license", "licence"].iter().any(|word| order.to_lowercase().contains(word));
        if columns.order_type.is_some() && !of_licences {
            self.passed += 1;
            self.other_orders.get_or_insert((record.line, order.to_owned()));
            return;
        }
        let Some(quantity) = self.held.read(row, columns.quantity, batch) else { return };
        let kind = self.kind(row, description);
        let (from, to, coverage) = term::dates(row, columns, kind, batch);
        let to = to.or_else(|| term::ends(kind, from, description));
        for (message, advice) in doubts(description) {
            row.odd(Code::NoLicence, columns.description, &message, advice, batch);
        }
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
            quantity: None,
            kind,
            from,
            to,
            coverage,
            site: names.some(site),
            all_orders: false,
            origin: row.origin(),
        };
        let paid = self.paid_for(row, &entitlement, batch);
        self.paid.extend(paid);
        self.held.push(entitlement, quantity);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let marks = || self.paid.iter().filter_map(|(_, paid)| paid.mark);
        let first = batch.facts.entitlements.len();
        self.held.end(marks(), &self.table, batch);
        let mark = decimal_mark(marks());
        let column = self.columns.price.map_or("", |at| self.table.header.name(at));
        for (mut price, paid) in self.paid {
            // Nothing paid is no price.
            price.contract = Paid { amount: paid, mark }.sum(price.origin, column, batch);
            if price.contract.as_ref().is_some_and(|sum| !is_zero(sum)) {
                batch.facts.prices.push(price);
            }
        }
        let none = batch.facts.entitlements.len() == first;
        let mut parts: Vec<String> =
            self.read.iter().map(|(kind, lines)| format!("{lines} {}", name(*kind))).collect();
        if self.passed > 0 {
            parts.push(format!("{} other", count(self.passed, "line")));
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = parts.join(", ");
            if none && self.passed > 0 {
                seen.used = Use::Not("none of its lines is a purchase of licences".to_owned());
            }
        }
        if let Some((row, order)) = self.other_orders.filter(|_| none) {
            let message =
                format!("no line here is an order of licences, and none is used; the first is: {order}");
            let advice =
                "If some are, name them so (Licenses) in the column Order type, or take that column away.";
            let finding = Finding::new(Code::NotUsed, Severity::Warning, &self.table.path, message, advice);
            batch.findings.push(finding.at(row));
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
        kind::bought_as(row.text(self.columns.bought_as))
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
        let stated = stated_currency(row, self.columns.currency, batch)?.or_else(|| paid.currency.clone());
        let price = Price {
            product: of.product.clone(),
            part: of.part.clone(),
            description: of.description.clone(),
            kind: of.kind,
            metric: of.metric.clone(),
            list: None,
            contract: None,
            currency: stated.map(|code| batch.names.of(&code)),
            as_of: of.from,
            until: None,
            origin: of.origin,
        };
        Some((price, paid))
    }
}

/// What is said of a part by its description: that it is a pack of units, or that another was given up for it.
pub(crate) fn doubts(description: &str) -> impl Iterator<Item = (String, &'static str)> {
    let pack = words::pack(description).map(|units| {
        let message = format!(
            "a unit of this part is {units} units of its metric; the quantity was taken as it stands"
        );
        (message, "If the list counts parts and not units, multiply the quantity.")
    });
    let trade = (kind::of(description) == EntitlementKind::TradeUp).then(|| {
        let old = words::given_up(description).unwrap_or("another product");
        let message =
            format!("a trade-up: the licences of {old} that were given up for it are not taken off");
        (message, "State what is still held of that product in an entitlements.csv beside the exports.")
    });
    pack.into_iter().chain(trade)
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
