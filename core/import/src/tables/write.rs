//! Rows as text.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::read::Table;

use super::Rows;

/// A cell of a table.
type Cell<'a> = std::borrow::Cow<'a, str>;

impl Rows {
    /// The files by name, each table with its header; tables without rows are left away, but for those an estate
    /// must have.
    pub fn text(&self) -> Vec<(&'static str, String)> {
        let hosts = self.hosts.iter().map(|row| {
            let [from, to] = days(row.span);
            let cells = [number(row.cores), name(&row.cluster), text(""), name(&row.processor), text("")];
            let more = [number(row.rate), text(""), from, to, text(&row.origin)];
            std::iter::once(text(&row.host)).chain(cells).chain(more).collect()
        });
        let vms = self.placements.iter().map(|row| {
            let [from, to] = days(row.span);
            let cores = row.milli_cores.map_or(text(""), thousandths);
            let mode = if row.mode == "vm" { text("") } else { text(row.mode) };
            vec![text(&row.vm), name(&row.host), cores, mode, name(&row.pool), from, to, text(&row.origin)]
        });
        let pools = self.pools.iter().map(|row| {
            vec![text(&row.pool), text(&row.host), thousandths(row.milli_cores), text(&row.origin)]
        });
        let installs = self.installs.iter().map(|row| {
            let [from, to] = days(row.span);
            let (vm, host) = if row.on_host { ("", &*row.on) } else { (&*row.on, "") };
            vec![text(&row.product), text(vm), text(host), from, to, text(&row.origin)]
        });
        let products = self.products.iter().map(|row| {
            let ratio = row.ratio.map_or(text(""), |(a, b)| format!("{a}:{b}").into());
            let prices = [name(&row.list), name(&row.contract), text("")];
            let cells = [text(&row.product), text(row.metric), text("")];
            cells.into_iter().chain(prices).chain([name(&row.bundle), ratio, text(&row.origin)]).collect()
        });
        let entitlements = self.entitlements.iter().map(|row| {
            let [from, to] = days(row.span);
            vec![text(&row.product), row.quantity.to_string().into(), from, to, text(&row.origin)]
        });
        let evidence = self.evidence.iter().map(|row| {
            let [from, to] = days(row.span);
            let start = [text(&row.id), text(row.kind), text(&row.scope), from, to];
            let end = [made(row.made), text(row.state), text(""), text(&row.note), text(&row.origin)];
            start.into_iter().chain(end).collect()
        });
        let mut files = vec![
            ("entitlements.csv", table(Table::Entitlements, entitlements)),
            ("estate.toml", self.estate.text()),
            ("evidence.csv", table(Table::Evidence, evidence)),
            ("hosts.csv", table(Table::Hosts, hosts)),
            ("installs.csv", table(Table::Installs, installs)),
            ("pools.csv", table(Table::Pools, pools)),
            ("products.csv", table(Table::Products, products)),
            ("vms.csv", table(Table::Vms, vms)),
        ];
        let needed = ["estate.toml", "installs.csv", "products.csv"];
        files.retain(|(name, text)| needed.contains(name) || text.lines().count() > 1);
        files
    }
}

impl super::EstateText {
    fn text(&self) -> String {
        let as_of = self.as_of.map(|day| format!("as_of = {day}\n"));
        let currency = self.currency.as_ref().map(|code| format!("currency = {}\n", quoted(code)));
        let name = (!self.name.is_empty()).then(|| format!("name = {}\n", quoted(&self.name)));
        [as_of, currency, name].into_iter().flatten().collect()
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

fn table<'a>(table: Table, rows: impl Iterator<Item = Vec<Cell<'a>>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = table.columns().iter().map(|column| column.name).chain([subcap_core::read::ORIGIN]);
    // Writing into memory cannot fail.
    let mut written = writer.write_record(columns);
    for row in rows {
        written = written.and_then(|()| writer.write_record(row.iter().map(|cell| cell.as_bytes())));
    }
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn text(text: &str) -> Cell<'_> {
    // A name over several lines is no usable name, and none of an export is meant to be.
    if text.contains(|c: char| c.is_ascii_control()) {
        text.split(|c: char| c.is_ascii_control()).collect::<Vec<_>>().join(" ").into()
    } else {
        text.into()
    }
}

fn name(name: &Option<Arc<str>>) -> Cell<'_> {
    name.as_ref().map_or(Cell::Borrowed(""), |name| text(name))
}

fn number(number: Option<u32>) -> Cell<'static> {
    number.map_or(Cell::Borrowed(""), |number| number.to_string().into())
}

/// Thousandths of a core as a number of cores.
pub(crate) fn thousandths(milli: u64) -> Cell<'static> {
    let decimals = format!("{:03}", milli % 1000);
    match decimals.trim_end_matches('0') {
        "" => (milli / 1000).to_string().into(),
        rest => format!("{}.{rest}", milli / 1000).into(),
    }
}

fn made(day: Option<Day>) -> Cell<'static> {
    day.map_or(Cell::Borrowed(""), |day| day.to_string().into())
}

fn days(span: Span) -> [Cell<'static>; 2] {
    let from = (span.from != Day::ALWAYS).then(|| span.from.to_string().into());
    let to = (span.to != Day::STILL).then(|| span.to.to_string().into());
    [from.unwrap_or(Cell::Borrowed("")), to.unwrap_or(Cell::Borrowed(""))]
}
