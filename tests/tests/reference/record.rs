//! One row of each table turned into a record, or `None` if the row is wrong (SPEC section 2).

use time::Date;

use super::dates::{Span, parse_date};
use super::estate::{
    Entitlement, Evidence, Host, Install, Kind, Metric, Mode, Place, Placement, Pool, Product, State,
};
use super::ratio::Ratio;
use super::table::Row;

fn text(row: &Row, column: &str) -> Option<String> {
    Some(row.get(column).to_string()).filter(|text| !text.is_empty())
}

fn whole(row: &Row, column: &str) -> Option<i128> {
    Ratio::decimal(row.get(column))?.as_whole()
}

/// An empty cell is absent, a bad one spoils the row.
fn optional<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match row.get(column) {
        "" => Some(None),
        cell => read(cell).map(Some),
    }
}

fn date(row: &Row, column: &str) -> Option<Option<Date>> {
    optional(row, column, parse_date)
}

fn span(row: &Row) -> Option<Span> {
    let (from, to) = (date(row, "from")?, date(row, "to")?);
    let reversed = matches!((from, to), (Some(from), Some(to)) if to < from);
    (!reversed).then_some(Span { from, to })
}

fn yes(row: &Row, column: &str) -> Option<bool> {
    match row.get(column).to_lowercase().as_str() {
        "" | "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub fn host(row: &Row) -> Option<Host> {
    let rate = optional(row, "pvu_per_core", |_| whole(row, "pvu_per_core"))?;
    Some(Host {
        name: text(row, "host")?,
        cores: whole(row, "cores").filter(|cores| *cores > 0)?,
        cluster: row.get("cluster").to_string(),
        region: row.get("region").to_string(),
        // Without a given rate this reference assumes that no processor is recognised.
        pvu_per_core: rate.unwrap_or(120),
        eligible: yes(row, "eligible")?,
        span: span(row)?,
        artificial: false,
    })
}

pub fn placement(row: &Row) -> Option<Placement> {
    Some(Placement {
        vm: text(row, "vm")?,
        host: row.get("host").to_string(),
        cores: Ratio::decimal(row.get("cores"))?,
        mode: match row.get("mode") {
            "" | "vm" => Mode::Vm,
            "dedicated" => Mode::Dedicated,
            "capped" => Mode::Capped,
            "uncapped" => Mode::Uncapped,
            _ => return None,
        },
        pool: row.get("pool").to_string(),
        span: span(row)?,
    })
}

pub fn pool(row: &Row) -> Option<Pool> {
    Some(Pool {
        pool: text(row, "pool")?,
        host: text(row, "host")?,
        cores: Ratio::decimal(row.get("cores"))?,
    })
}

pub fn install(row: &Row) -> Option<Install> {
    let place = match (text(row, "vm"), text(row, "host")) {
        (Some(vm), None) => Place::Vm(vm),
        (None, Some(host)) => Place::Host(host),
        _ => return None,
    };
    Some(Install { product: text(row, "product")?, place, span: span(row)? })
}

pub fn product(row: &Row) -> Option<Product> {
    let factor = optional(row, "ratio", |cell| {
        let (a, b) = cell.split_once(':')?;
        let (a, b): (i128, i128) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (a > 0 && b > 0).then(|| Ratio::new(b, a))
    })?;
    Some(Product {
        name: text(row, "product")?,
        metric: match row.get("metric") {
            "PVU" => Metric::Pvu,
            "VPC" => Metric::Vpc,
            "RVU_MAPC" => Metric::RvuMapc,
            _ => return None,
        },
        subcapacity: yes(row, "subcapacity")?,
        list_price: optional(row, "list_price", Ratio::decimal)?,
        contract_price: optional(row, "contract_price", Ratio::decimal)?,
        support_bp: optional(row, "support_bp", |_| whole(row, "support_bp"))?.unwrap_or(2000),
        bundle: row.get("bundle").to_string(),
        factor: factor.unwrap_or(Ratio::whole(1)),
    })
}

pub fn entitlement(row: &Row) -> Option<Entitlement> {
    Some(Entitlement { product: text(row, "product")?, quantity: whole(row, "quantity")?, span: span(row)? })
}

pub fn evidence(row: &Row) -> Option<Evidence> {
    Some(Evidence {
        id: text(row, "id")?,
        kind: match row.get("kind") {
            "measured" => Kind::Measured,
            "report" => Kind::Report,
            "rebuilt" => Kind::Rebuilt,
            _ => return None,
        },
        scope: text(row, "scope")?,
        span: span(row)?,
        made: date(row, "made")?,
        state: match row.get("state") {
            "" | "held" => State::Held,
            "contestable" => State::Contestable,
            "lost" => State::Lost,
            _ => return None,
        },
    })
}
