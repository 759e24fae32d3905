//! Prices of the tables' products: the latest of a list, where `products.csv` states none.
//!
//! One that has ended before the day the position is of stands behind all that have not, whatever its date.

use crate::finding::{Code, Severity};
use crate::order::Map;
use crate::read::rows::ProductRow;
use crate::read::table::col::products as c;
use crate::read::{Table, Tables};
use crate::units::Currency;

use super::known::{Known, Product};
use super::telling::{Fate, Of, Telling};
use super::whose::whose;
use super::{Bought, Priced};

/// Prices of a product as they are gathered, each of its own date.
struct Gathered<'b, 't> {
    product: Product<'t>,
    list: Option<&'b Priced>,
    contract: Option<&'b Priced>,
    /// The day the position is of, if the tables say it.
    day: String,
}

impl Bought {
    /// Rows of `products.csv`, each with its origin. A currency that nothing else states is that of the first price.
    pub(super) fn priced(
        &self,
        tables: &Tables,
        known: &Known<'_>,
        currency: &mut Option<Currency>,
        telling: &mut Telling<'_>,
    ) -> Vec<Vec<String>> {
        let mut gathered: Map<&str, Gathered<'_, '_>> = Map::new();
        let mut stated = *currency;
        let day = tables.estate.as_ref().and_then(|estate| estate.as_of);
        let day = day.map_or_else(String::new, |day| day.to_string());
        for priced in &self.prices {
            let line = &priced.line;
            telling.priced(line);
            let Some(product) = whose(line, Of::Prices, known, telling) else { continue };
            let needed = needed(product.row, priced);
            if needed == [false; 2] {
                telling.stated(line, Of::Prices, product.name);
                continue;
            }
            let of_list = priced.currency.as_deref().and_then(Currency::from_code);
            if let Some((one, other)) = stated.zip(of_list).filter(|(one, other)| one != other) {
                let (one, other) = (one.code(), other.code());
                let message = format!("prices are in {one} and in {other}; this one is not used");
                let advice = "Give all prices in one currency.";
                telling.refused(line, Code::ExportsDiffer, message, advice);
                continue;
            }
            stated = stated.or(of_list);
            *currency = currency.or(of_list);
            telling.fate(line, Fate::Used);
            let entry = gathered.entry(product.name);
            let of =
                entry.or_insert_with(|| Gathered { product, list: None, contract: None, day: day.clone() });
            of.take(priced, needed, telling);
        }
        gathered.values().map(|of| of.cells(tables)).collect()
    }
}

/// Whether the price of the list, and that of the contract, is stated here and not in the tables.
fn needed(row: Option<&ProductRow>, priced: &Priced) -> [bool; 2] {
    [
        !priced.list.is_empty() && row.is_none_or(|row| row.list_price.is_none()),
        !priced.contract.is_empty() && row.is_none_or(|row| row.contract_price.is_none()),
    ]
}

impl<'b> Gathered<'b, '_> {
    fn take(&mut self, priced: &'b Priced, [list, contract]: [bool; 2], telling: &mut Telling<'_>) {
        let mut differs = false;
        let day = &self.day;
        // Days as texts are ordered as days are.
        let rank = |priced: &'b Priced| (priced.until.is_empty() || priced.until >= *day, &priced.as_of);
        let mut latest = |known: &mut Option<&'b Priced>, price: fn(&Priced) -> &String| {
            if known.is_some_and(|known| rank(known) > rank(priced)) {
                return;
            }
            differs |=
                known.is_some_and(|known| rank(known) == rank(priced) && price(known) != price(priced));
            *known = Some(priced);
        };
        if list {
            latest(&mut self.list, |priced| &priced.list);
        }
        if contract {
            latest(&mut self.contract, |priced| &priced.contract);
        }
        if differs {
            let message =
                format!("another price of {} is stated elsewhere; this one stands", self.product.name);
            let advice = "Leave one of them away, or date them.";
            telling.once(&priced.line, Code::ExportsDiffer, Severity::Warning, message, advice);
        }
    }

    fn cells(&self, tables: &Tables) -> Vec<String> {
        let mut cells = match self.product.row {
            Some(row) => tables.product_cells(row),
            // A bundle without a row is as its members are.
            None => vec![String::new(); Table::Products.columns().len()],
        };
        let of = |priced: Option<&Priced>, price: fn(&Priced) -> &String| priced.map(price).cloned();
        let said = [
            (c::product, Some(self.product.name.to_owned())),
            (c::metric, Some(self.product.metric.as_str().to_owned())),
            (c::list_price, of(self.list, |priced| &priced.list)),
            (c::contract_price, of(self.contract, |priced| &priced.contract)),
        ];
        for (column, said) in said {
            cells.get_mut(column).zip(said).into_iter().for_each(|(cell, said)| *cell = said);
        }
        let origins = [self.list, self.contract].map(|priced| priced.map(|priced| &priced.line.origin));
        let origin = match origins {
            [Some(list), Some(contract)] if list != contract => match list.rsplit_once('#') {
                Some((file, row)) => format!("{file}, row {row}; {contract}"),
                None => contract.clone(),
            },
            [list, contract] => list.or(contract).cloned().unwrap_or_default(),
        };
        cells.push(origin);
        cells
    }
}
