//! The levers as this estate has them: each with the two scenarios it stands for.

use serde_json::{Map as Object, Value};

use crate::calendar::{Day, Span};
use crate::error::Error;
use crate::estate::{Estate, Host, Product, RateOrigin};
use crate::order::{Map, Order as _, Set};
use crate::pvu::Grade;
use crate::units::{Fraction, Money, Overflow, Price};

use super::delay::quarters_later;
use super::figures::ReadingFigures;
use super::levers::{Each, Lever, Setting, levers};
use super::position::Position;

/// Of so many products the price is varied.
const DEAREST: usize = 3;

/// A lever in an estate.
#[derive(Debug, Clone)]
pub struct Pulled {
    pub lever: &'static Lever,
    /// The product or processor it is about; empty for a lever of the whole position.
    pub about: String,
    pub low: Ready,
    pub high: Ready,
    /// Readings by number under which it is shown, if not under all.
    pub only: Option<Set<usize>>,
}

/// A setting and the scenario it stands for.
#[derive(Debug, Clone)]
pub struct Ready {
    pub says: String,
    pub scenario: Value,
}

/// All levers that have something to take hold of in the estate.
pub fn pulled(position: &Position) -> Result<Vec<Pulled>, Error> {
    let mut all = Vec::new();
    for lever in levers()? {
        let estate = position.estate();
        match lever.each {
            None => all.extend(fixed(lever)),
            Some(Each::SupportRate) => {
                let rate = |_: &Product, bp: i64| Ok(Some(single("support_bp", bp)));
                all.extend(over_products(lever, &priced_lines(estate), rate)?);
            }
            Some(Each::EveryPrice) => all.extend(over_products(lever, &priced_lines(estate), scaled)?),
            Some(Each::ProductPrice) => all.extend(dearest(lever, position)?),
            Some(Each::Entitlements) => all.extend(held(lever, estate)?),
            Some(Each::Rate) => all.extend(rates(lever, position)),
            Some(Each::FirstDeployment) => all.extend(first_deployment(lever, estate)),
        }
    }
    Ok(all)
}

impl Pulled {
    fn new(lever: &'static Lever, about: &str, low: Option<Value>, high: Option<Value>) -> Option<Self> {
        let ready = |setting: &Setting, scenario| Ready { says: setting.says.clone(), scenario };
        let (low, high) = (ready(&lever.low, low?), ready(&lever.high, high?));
        Some(Self { lever, about: about.to_owned(), low, high, only: None })
    }

    /// Puts what the numbers came to into the words.
    fn saying(mut self, low: &str, high: &str) -> Self {
        self.low.says = self.low.says.replace("{}", low);
        self.high.says = self.high.says.replace("{}", high);
        self
    }
}

/// A document of one key.
fn single(key: &str, value: impl Into<Value>) -> Value {
    let mut object = Object::new();
    object.insert(key.to_owned(), value.into());
    Value::Object(object)
}

fn fixed(lever: &'static Lever) -> Option<Pulled> {
    Pulled::new(lever, "", lever.low.scenario.clone(), lever.high.scenario.clone())
}

/// Products and bundles that are charged for: the lines with a price.
fn priced_lines(estate: &Estate) -> Vec<&Product> {
    let lines = estate.lines.iter().filter_map(|line| estate.product(line.product));
    lines.filter(|p| p.list_price.or(p.contract_price).is_some()).collect()
}

/// One lever that changes cells of all those products.
fn over_products(
    lever: &'static Lever,
    products: &[&Product],
    cells: impl Fn(&Product, i64) -> Result<Option<Value>, Overflow>,
) -> Result<Option<Pulled>, Overflow> {
    let document = |setting: &Setting| -> Result<Option<Value>, Overflow> {
        let Some(number) = setting.number else { return Ok(None) };
        let mut rows = Object::new();
        for product in products {
            rows.extend(cells(product, number)?.map(|cells| (product.name.clone(), cells)));
        }
        Ok((!rows.is_empty()).then(|| single("products", rows)))
    };
    Ok(Pulled::new(lever, "", document(&lever.low)?, document(&lever.high)?))
}

/// The prices of a product at so many basis points; `None` if one cannot be written as a decimal.
fn scaled(product: &Product, bp: i64) -> Result<Option<Value>, Overflow> {
    let share = Fraction::new(i128::from(bp), 10_000)?;
    let mut cells = Object::new();
    for (column, price) in [("list_price", product.list_price), ("contract_price", product.contract_price)] {
        let Some(price) = price else { continue };
        let text = Price::new(price.fraction().times(share)?).to_string();
        if text.contains('/') {
            return Ok(None);
        }
        cells.insert(column.to_owned(), Value::String(text));
    }
    Ok(Some(Value::Object(cells)))
}

/// A lever for each product that is among the dearest of a reading.
fn dearest(lever: &'static Lever, position: &Position) -> Result<Vec<Pulled>, Overflow> {
    let estate = position.estate();
    let mut readings_of: Map<usize, Set<usize>> = Map::new();
    for (reading, figures) in position.base().readings.iter().enumerate() {
        for line in most(figures) {
            readings_of.entry(line).or_default().insert(reading);
        }
    }
    let mut all = Vec::new();
    for (line, only) in readings_of {
        let product = estate.lines.get(line).and_then(|line| estate.product(line.product));
        let Some(product) = product else { continue };
        let of_one = over_products(lever, &[product], scaled)?;
        all.extend(of_one.map(|one| Pulled { about: product.name.clone(), only: Some(only), ..one }));
    }
    Ok(all)
}

/// The lines of a reading that cost most, by number.
fn most(figures: &ReadingFigures) -> impl Iterator<Item = usize> {
    let totals = figures.lines.iter().enumerate();
    let mut totals: Vec<(Money, usize)> =
        totals.filter_map(|(line, priced)| Some((priced.claim.lines?.total, line))).collect();
    totals.retain(|(total, _)| *total > Money::ZERO);
    totals.order_by_key(|(total, line)| (std::cmp::Reverse(*total), *line));
    totals.into_iter().take(DEAREST).map(|(_, line)| line)
}

/// Everything held, more or less of it.
fn held(lever: &'static Lever, estate: &Estate) -> Result<Option<Pulled>, Overflow> {
    let document = |setting: &Setting| -> Result<Option<Value>, Overflow> {
        let Some(bp) = setting.number else { return Ok(None) };
        let mut rows = Vec::new();
        for product in &estate.products {
            for held in &product.entitlements {
                let quantity = held.quantity.checked_mul(bp).ok_or(Overflow)?.div_euclid(10_000);
                let mut row = Object::new();
                row.insert("product".to_owned(), product.name.clone().into());
                row.insert("quantity".to_owned(), quantity.into());
                dated(&mut row, held.span);
                rows.push(Value::Object(row));
            }
        }
        Ok((!rows.is_empty()).then(|| single("entitlements", rows)))
    };
    Ok(Pulled::new(lever, "", document(&lever.low)?, document(&lever.high)?))
}

fn dated(row: &mut Object<String, Value>, span: Span) {
    for (column, day) in [("from", span.from), ("to", span.to)] {
        if day.ymd().is_some() {
            row.insert(column.to_owned(), Value::String(day.to_string()));
        }
    }
}

/// A lever for each processor whose rate nobody has confirmed. A host that changed its processor
/// belongs to both at once; one of whose rates is confirmed is left alone, since a scenario cannot
/// change some of its rows only.
fn rates(lever: &'static Lever, position: &Position) -> Vec<Pulled> {
    let (Some(low), Some(high)) = (lever.low.number, lever.high.number) else { return Vec::new() };
    let mut groups: Map<String, (i64, i64, Vec<&str>)> = Map::new();
    for host in position.estate().hosts.iter().filter(|host| unconfirmed(host)) {
        let group = groups.entry(processors(host, position)).or_insert((low, high, Vec::new()));
        for span in &host.spans {
            let rate = i64::from(span.rate.get());
            (group.0, group.1) = (group.0.min(rate), group.1.max(rate));
        }
        group.2.push(&host.name);
    }
    let one = |(about, (low, high, hosts)): (String, (i64, i64, Vec<&str>))| {
        let document = |rate: i64| {
            let mut cells = Object::new();
            for host in &hosts {
                cells.insert((*host).to_owned(), single("pvu_per_core", rate));
            }
            Some(single("hosts", cells))
        };
        let pulled = Pulled::new(lever, &about, document(low), document(high))?;
        Some(pulled.saying(&low.to_string(), &high.to_string()))
    };
    groups.into_iter().filter_map(one).collect()
}

fn unconfirmed(host: &Host) -> bool {
    let doubtful = |origin: &RateOrigin| match origin {
        RateOrigin::Given => false,
        RateOrigin::Table { grade, .. } => *grade == Grade::Unconfirmed,
        RateOrigin::Assumed => true,
    };
    !host.artificial && !host.spans.is_empty() && host.spans.iter().all(|span| doubtful(&span.origin))
}

/// The processors of a host as its rows name them.
fn processors(host: &Host, position: &Position) -> String {
    let tables = position.tables();
    let rows = tables.host_rows.iter().filter(|row| tables.hosts.name(row.host) == host.name);
    let named = rows.map(|row| match (row.processor.trim(), row.max_sockets) {
        ("", _) => "no processor named".to_owned(),
        (processor, None) => processor.to_owned(),
        (processor, Some(sockets)) => format!("{processor}, {sockets} sockets"),
    });
    named.collect::<Set<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

fn first_deployment(lever: &'static Lever, estate: &Estate) -> Option<Pulled> {
    let first = estate.first_deployment?;
    let moved = |setting: &Setting| -> Option<Day> {
        let quarters = i32::try_from(setting.number?).ok()?;
        quarters_later(first, quarters).map(|day| day.min(estate.as_of))
    };
    let (low, high) = (moved(&lever.low)?, moved(&lever.high)?);
    let document = |day: Day| Some(single("first_deployment", day.to_string()));
    let pulled = Pulled::new(lever, "", document(low), document(high))?;
    Some(pulled.saying(&low.to_string(), &high.to_string()))
}
