//! Unit prices, by part number or product.
//!
//! Which mark stands before decimals is told by the file as a whole: `1.234` is left open until another cell
//! shows it, and is a finding if none does.

use std::sync::Arc;

use subcap_core::finding::Code;

use super::amount::{Amount, amount, currency};
use super::words::metric_of_cell;
use crate::batch::Batch;
use crate::cells::{Table, count};
use crate::facts::Price;
use crate::recognise::Rows;
use crate::text::{Header, Record};

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
    currency: Option<usize>,
    date: Option<usize>,
    rows: Vec<Row>,
}

/// A row, held until the decimal mark of the file is known.
struct Row {
    line: Record,
    price: Price,
    list: Option<Amount>,
    contract: Option<Amount>,
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
    let used =
        [part, product, metric, list.as_ref().map(|c| c.at), contract.as_ref().map(|c| c.at), currency, date];
    let table = Table::new(header, path, &used, batch);
    Some(Box::new(Prices {
        table,
        part,
        product,
        metric,
        list,
        contract,
        which,
        currency,
        date,
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
        let stated = currency(row.text(self.currency));
        let stated = stated.or_else(|| list.as_ref().or(contract.as_ref())?.currency.clone());
        let price = Price {
            product: batch.names.some(product),
            part: batch.names.some(part),
            metric: metric_of_cell(row.text(self.metric), &mut batch.names),
            list: None,
            contract: None,
            currency: stated.map(|code| batch.names.of(&code)),
            as_of: row.day(self.date, false, batch),
            origin: row.origin(),
        };
        if list.is_some() || contract.is_some() {
            self.rows.push(Row { line: Record::of(record.line, record.iter()), price, list, contract });
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let Self { table, list, contract, rows, .. } = *self;
        let mark = decimal_mark(rows.iter().flat_map(|row| row.list.iter().chain(&row.contract)));
        let read = rows.len();
        for Row { line, mut price, list: of_list, contract: of_contract } in rows {
            let mut take = |amount: Option<Amount>, column: &Option<Column>| -> Option<Arc<str>> {
                let amount = amount?;
                let sum = amount.with_mark(mark);
                if sum.is_none() {
                    let message = "whether the mark groups or decimals follow it cannot be told; the price was left out";
                    let advice = "Write it with two decimals.";
                    let at = column.as_ref().map(|column| column.at);
                    table.row(&line).odd(Code::NotANumber, at, message, advice, batch);
                }
                sum.map(|sum| batch.names.of(sum))
            };
            price.list = take(of_list, &list);
            price.contract = take(of_contract, contract.as_ref().map_or(&list, |_| &contract));
            if price.list.is_some() || price.contract.is_some() {
                batch.facts.prices.push(price);
            }
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = count(read, "price");
        }
    }
}

/// The mark before decimals, if the sums of a file show one and no other.
pub(super) fn decimal_mark<'a>(sums: impl Iterator<Item = &'a Amount>) -> Option<char> {
    let mut marks: Vec<char> = sums.filter_map(|sum| sum.mark).collect();
    marks.sort_unstable();
    marks.dedup();
    match marks.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}
