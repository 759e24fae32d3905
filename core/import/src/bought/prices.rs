//! Unit prices, by part number or product.
//!
//! Which mark stands before decimals is told by the file as a whole: `1.234` is left open until another cell
//! shows it, and is a finding if none does. A price of 0 is none: what costs nothing is in no list.

use std::sync::Arc;

use subcap_core::finding::Code;

use super::amount::{Amount, amount, currency};
use super::columns::{BOUGHT_AS, DESCRIPTION};
use super::{kind, words};
use crate::batch::Batch;
use crate::cells::{self, Table, count};
use crate::facts::{EntitlementKind, Origin, Price};
use crate::recognise::Rows;
use crate::text::{Header, Number, Record, decimal_mark};

pub(super) const PART: [&str; 14] = [
    "part number",
    "part no.",
    "part no",
    "part no./sku",
    "part #",
    "partnumber",
    "part_number",
    "part num",
    "part",
    "ibm part number",
    "product part number",
    "sku part number",
    "sku number",
    "sku",
];
const PRODUCT: [&str; 8] = [
    "product name",
    "product",
    "product_name",
    "software product",
    "program",
    "name",
    "title",
    "description",
];
const LIST: [&str; 10] = [
    "list price",
    "list_price",
    "list unit price",
    "list",
    "srp",
    "suggested retail price",
    "unit price",
    "unit_price",
    "price",
    "price per unit",
];
const CONTRACT: [&str; 9] = [
    "contract price",
    "contract_price",
    "contract",
    "net price",
    "discounted price",
    "entitled price",
    "customer price",
    "negotiated price",
    "our price",
];

/// A column of prices, with the currency its header names.
#[derive(Debug, Clone)]
struct Column {
    at: usize,
    currency: Option<String>,
}

struct Prices {
    table: Table,
    part: Option<usize>,
    product: Option<usize>,
    metric: Option<usize>,
    list: Option<Column>,
    contract: Option<Column>,
    /// Says of each row whether its price is of the list or of the contract.
    which: Option<usize>,
    /// Says of what each price is: of a licence, of support.
    bought_as: Option<usize>,
    description: Option<usize>,
    currency: Option<usize>,
    date: Option<usize>,
    until: Option<usize>,
    rows: Vec<Row>,
}

/// A row, held until the decimal mark of the file is known.
struct Row {
    price: Price,
    /// Of the list and of the contract.
    sums: [Option<Amount>; 2],
}

/// A sum, with the decimal mark of its file.
pub(super) struct Paid {
    pub amount: Amount,
    pub mark: Option<char>,
}

/// A list of prices; one that states quantities is a list of purchases.
pub(super) fn prices(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let (part, product) = (header.find(&PART), header.find(&PRODUCT));
    part.or(product)?;
    let (list, contract) = (column(header, &LIST), column(header, &CONTRACT));
    list.as_ref().or(contract.as_ref())?;
    let metric = header.find(&["metric", "charge metric", "license metric", "licence metric"]);
    let which = header.find(&["price type", "type", "kind", "list/contract"]);
    let currency = header.find(&["currency", "currency code", "price currency", "unit price currency"]);
    let date = header.find(&["date", "as of", "as_of", "price date", "valid from", "effective date", "from"]);
    let until = header.find(&["valid to", "valid until", "end date", "to", "expiry date", "expiration date"]);
    let description = header.find(&DESCRIPTION);
    let bought_as = header.find(&["type", "kind", "part type"]).or_else(|| header.find(&BOUGHT_AS));
    let of = |column: &Option<Column>| column.as_ref().map(|column| column.at);
    let used = [part, product, description, metric, of(&list), of(&contract), currency, date, until];
    let table = Table::new(header, path, &used, batch);
    Some(Box::new(Prices {
        table,
        part,
        product,
        metric,
        list,
        contract,
        which,
        bought_as,
        description,
        currency,
        date,
        until,
        rows: Vec::new(),
    }))
}

/// The column with one of these names, which may be followed by a currency: `Unit price (EUR)`, `list_price_usd`.
fn column(header: &Header, names: &[&str]) -> Option<Column> {
    names.iter().find_map(|name| {
        header.iter().enumerate().find_map(|(at, cell)| {
            let behind = cell.strip_prefix(name)?;
            let code = behind.trim_matches(|c: char| c.is_whitespace() || "()[]_-/".contains(c));
            let currency = if code.is_empty() { None } else { Some(currency(code)?) };
            Some(Column { at, currency })
        })
    })
}

impl Rows for Prices {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        let (part, product) = (row.text(self.part), row.text(self.product));
        if part.is_empty() && product.is_empty() {
            let advice = "Name a part number or a product.";
            let column = self.part.or(self.product);
            return row.odd(Code::Empty, column, "a price of nothing; it was left out", advice, batch);
        }
        let sums = [&self.list, &self.contract].map(|column| {
            let at = column.as_ref().map(|column| column.at);
            let cell = row.text(at);
            let read = amount(cell);
            if read.is_none() && !cell.is_empty() {
                let advice = "A price is written as 1234.56, in a currency's code or sign.";
                row.odd(Code::NotANumber, at, "this is no price; it was left out", advice, batch);
            }
            let mut read = read?;
            read.currency = read.currency.or_else(|| column.as_ref()?.currency.clone());
            Some(read)
        });
        let [list, contract] = sums;
        let (list, contract) = match row.text(self.which).to_lowercase().as_str() {
            "contract" | "net" | "discounted" => (None, contract.or(list)),
            _ => (list, contract),
        };
        let Some(stated) = stated_currency(row, self.currency, batch) else { return };
        let described = self.description.map_or(product, |at| row.text(Some(at)));
        // A product may be named by the description of a part, which then says what of it that is.
        let described =
            Some(described).filter(|text| self.description.is_some() || words::product(text).is_some());
        let bought_as = kind::bought_as(row.text(self.bought_as));
        let of_kind = match described.map_or(EntitlementKind::Unknown, kind::of) {
            EntitlementKind::Unknown => bought_as,
            by_description => by_description,
        };
        let metric = words::metric_of_cell(row.text(self.metric), &mut batch.names);
        let price = Price {
            product: batch.names.some(product),
            part: batch.names.some(part),
            description: described.and_then(|text| batch.names.some(text)),
            kind: of_kind,
            metric: metric.or_else(|| words::metric(described?, &mut batch.names)),
            list: None,
            contract: None,
            currency: stated.map(|code| batch.names.of(&code)),
            as_of: row.day(self.date, false, batch),
            until: row.day(self.until, false, batch),
            origin: row.origin(),
        };
        if list.is_some() || contract.is_some() {
            self.rows.push(Row { price, sums: [list, contract] });
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let Self { table, list, contract, rows, .. } = *self;
        let mark =
            decimal_mark(rows.iter().flat_map(|row| row.sums.iter().flatten()).filter_map(|sum| sum.mark));
        let read = rows.len();
        let columns = [list.as_ref(), contract.as_ref().or(list.as_ref())];
        for Row { price, sums } in rows {
            let [list, contract] = [0, 1].map(|which: usize| {
                let amount = sums.get(which).cloned().flatten()?;
                let own = amount.currency.clone();
                let column =
                    columns.get(which).copied().flatten().map_or("", |column| table.header.name(column.at));
                let sum = Paid { amount, mark }.sum(price.origin, column, batch)?;
                if is_zero(&sum) {
                    let message = "a price of 0 is none; it was left out";
                    let advice = "State the price, or leave the cell empty.";
                    batch.odd(Code::OutOfRange, price.origin, Some((column, &sum)), message, advice);
                    return None;
                }
                let own = own.map(|code| batch.names.of(&code));
                Some((sum, price.currency.clone().or(own)))
            });
            // Each has its own currency: two of them are two prices.
            let one = |list: Option<Arc<str>>, contract, currency| Price {
                list,
                contract,
                currency,
                ..price.clone()
            };
            let prices = match (list, contract) {
                (Some((list, of_list)), Some((contract, of_contract))) if of_list == of_contract => {
                    [Some(one(Some(list), Some(contract), of_list)), None]
                }
                (list, contract) => [
                    list.map(|(sum, currency)| one(Some(sum), None, currency)),
                    contract.map(|(sum, currency)| one(None, Some(sum), currency)),
                ],
            };
            batch.facts.prices.extend(prices.into_iter().flatten());
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = count(read, "price");
        }
    }
}

impl Paid {
    /// As a decimal with a point, unless it cannot be told, which is said.
    pub fn sum(&self, origin: Origin, column: &str, batch: &mut Batch) -> Option<Arc<str>> {
        let number: &Number = &self.amount.value;
        let sum = number.with_mark(self.mark);
        if sum.is_none() {
            let message =
                "whether the mark groups or decimals follow it cannot be told; the price was left out";
            let advice = "Write it with two decimals.";
            let cell = number.as_written();
            batch.odd(Code::NotANumber, origin, Some((column, &cell)), message, advice);
        }
        sum.map(|sum| batch.names.of(sum))
    }
}

/// Whether nothing but zeros is in it.
pub(super) fn is_zero(sum: &str) -> bool {
    sum.bytes().all(|byte| b"0.".contains(&byte))
}

/// The currency that a column states, if it does. Nothing if that is none: the price was left out.
pub(super) fn stated_currency(
    row: cells::Row<'_>,
    column: Option<usize>,
    batch: &mut Batch,
) -> Option<Option<String>> {
    let cell = row.text(column);
    let code = currency(cell);
    if code.is_none() && !cell.is_empty() {
        let message = "this is no currency that is known; the price was left out";
        let advice = "Write its ISO code, as EUR.";
        row.odd(Code::UnknownWord, column, message, advice, batch);
        return None;
    }
    Some(code)
}
