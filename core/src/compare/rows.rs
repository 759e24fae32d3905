//! Which rows of two estates differ, by what they are about: a host, a vm, an item of evidence.

use std::collections::BTreeMap;

use crate::calendar::{Day, Span};
use crate::estate::Estate;
use crate::read::rows::{Kind, Mode, NOWHERE, RunsOn, State};
use crate::read::{Table, Tables};
use crate::units::Price;

use super::hybrid::Step;
use super::{Position, RowChange, RowsChange};

/// Names shown of each kind of change.
const SHOWN: usize = 8;

/// Rows by what they are about, each as its cells under the given columns.
struct Sheet {
    table: &'static str,
    step: Step,
    columns: &'static [&'static str],
    rows: BTreeMap<String, Vec<Vec<String>>>,
}

impl Sheet {
    fn new(table: &'static str, step: Step, columns: &'static [&'static str]) -> Self {
        Self { table, step, columns, rows: BTreeMap::new() }
    }

    /// Adds a row.
    fn row(&mut self, about: String, cells: Vec<String>) {
        self.rows.entry(about).or_default().push(cells);
    }
}

/// All differences, in the order of the steps.
pub(super) fn rows(before: Position<'_>, after: Position<'_>) -> Vec<RowsChange> {
    let (mut old, mut new) = (sheets(before), sheets(after));
    keep_common_prices(&mut old, &mut new);
    let mut changes: Vec<RowsChange> =
        old.into_iter().zip(new).flat_map(|(old, new)| differences(old, new)).collect();
    // Stable: tables of one step stay in their order.
    changes.sort_by_key(|change| Step::ALL.iter().position(|step| step.name() == change.step));
    changes
}

/// A product that came or went is a change of what is counted, at the price it has.
fn keep_common_prices(old: &mut [Sheet], new: &mut [Sheet]) {
    let pairs = old.iter_mut().zip(new).filter(|(old, _)| old.step == Step::Prices);
    for (old, new) in pairs {
        old.rows.retain(|name, _| new.rows.contains_key(name));
        new.rows.retain(|name, _| old.rows.contains_key(name));
    }
}

fn differences(old: Sheet, mut new: Sheet) -> Vec<RowsChange> {
    let (mut removed, mut changed) = (Vec::new(), Vec::new());
    for (name, mut was) in old.rows {
        match new.rows.remove(&name) {
            None => removed.push(RowChange { what: said(old.columns, &was), name }),
            Some(mut is) => {
                was.sort();
                is.sort();
                if was != is {
                    changed.push(RowChange { what: change(old.columns, &was, &is), name });
                }
            }
        }
    }
    let added: Vec<RowChange> =
        new.rows.into_iter().map(|(name, is)| RowChange { what: said(old.columns, &is), name }).collect();
    let all = [("added", added), ("removed", removed), ("changed", changed)];
    all.into_iter()
        .filter(|(_, changes)| !changes.is_empty())
        .map(|(how, mut first)| {
            let count = first.len();
            first.truncate(SHOWN);
            RowsChange { table: old.table, step: old.step.name(), how, count, first }
        })
        .collect()
}

/// What rows say: the cells of one, the number of several.
fn said(columns: &[&str], rows: &[Vec<String>]) -> String {
    let [row] = rows else { return format!("{} rows", rows.len()) };
    let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    cells.map(|(column, cell)| format!("{column} {cell}")).collect::<Vec<_>>().join(", ")
}

/// What changed: the cells if one row became another, else how many rows.
fn change(columns: &[&str], was: &[Vec<String>], is: &[Vec<String>]) -> String {
    let gone: Vec<_> = was.iter().filter(|row| !is.contains(row)).collect();
    let come: Vec<_> = is.iter().filter(|row| !was.contains(row)).collect();
    if let ([gone], [come]) = (gone.as_slice(), come.as_slice()) {
        let shown = |cell: &str| if cell.is_empty() { "empty".to_owned() } else { cell.to_owned() };
        let cells = columns.iter().zip(gone.iter().zip(come.iter())).filter(|(_, (old, new))| old != new);
        let texts = cells.map(|(column, (old, new))| format!("{column} {} → {}", shown(old), shown(new)));
        return texts.collect::<Vec<_>>().join(", ");
    }
    if was.len() == is.len() {
        format!("{} of {} rows", come.len(), is.len())
    } else {
        format!("{} rows → {}", was.len(), is.len())
    }
}

fn sheets(Position { tables, estate }: Position<'_>) -> Vec<Sheet> {
    vec![
        hosts(tables),
        vms(tables),
        pools(tables),
        installs(tables),
        products(tables),
        entitlements(tables),
        dates(estate),
        evidence(tables),
        prices(tables),
    ]
}

fn hosts(tables: &Tables) -> Sheet {
    const COLUMNS: &[&str] =
        &["cores", "cluster", "region", "processor", "max_sockets", "pvu_per_core", "eligible", "from", "to"];
    let mut sheet = Sheet::new(Table::Hosts.file_name(), Step::Counted, COLUMNS);
    for row in &tables.host_rows {
        let [from, to] = days(row.span);
        let cells = vec![
            row.cores.to_string(),
            row.cluster.clone(),
            row.region.clone(),
            row.processor.clone(),
            maybe(row.max_sockets),
            maybe(row.pvu_per_core.map(|rate| rate.get())),
            yes_no(row.eligible),
            from,
            to,
        ];
        sheet.row(tables.hosts.name(row.host).to_owned(), cells);
    }
    sheet
}

fn vms(tables: &Tables) -> Sheet {
    let columns = &["host", "cores", "mode", "pool", "from", "to"];
    let mut sheet = Sheet::new(Table::Vms.file_name(), Step::Counted, columns);
    for row in &tables.placements {
        let mode = match row.mode {
            Mode::Vm => "vm",
            Mode::Dedicated => "dedicated",
            Mode::Capped => "capped",
            Mode::Uncapped => "uncapped",
        };
        let name = |known: bool, name: &str| if known { name.to_owned() } else { String::new() };
        let host = name(row.host != NOWHERE, tables.hosts.name(row.host));
        let pool = name(row.pool != NOWHERE, tables.pool_names.name(row.pool));
        let [from, to] = days(row.span);
        let cells = vec![host, row.cores.to_string(), mode.to_owned(), pool, from, to];
        sheet.row(tables.vms.name(row.vm).to_owned(), cells);
    }
    sheet
}

fn pools(tables: &Tables) -> Sheet {
    let mut sheet = Sheet::new(Table::Pools.file_name(), Step::Counted, &["cores"]);
    for row in &tables.pools {
        let about = format!("{} on {}", tables.pool_names.name(row.pool), tables.hosts.name(row.host));
        sheet.row(about, vec![row.cores.to_string()]);
    }
    sheet
}

fn installs(tables: &Tables) -> Sheet {
    let mut sheet = Sheet::new(Table::Installs.file_name(), Step::Counted, &["from", "to"]);
    for row in &tables.installs {
        let on = match row.on {
            RunsOn::Vm(vm) => tables.vms.name(vm).to_owned(),
            RunsOn::Host(host) => format!("host {}", tables.hosts.name(host)),
        };
        let about = format!("{} on {on}", tables.product_names.name(row.product));
        sheet.row(about, days(row.span).to_vec());
    }
    sheet
}

/// How products are counted.
fn products(tables: &Tables) -> Sheet {
    let columns = &["metric", "subcapacity", "bundle", "ratio"];
    let mut sheet = Sheet::new(Table::Products.file_name(), Step::Counted, columns);
    for row in &tables.products {
        let bundle = row.bundle.map_or("", |id| tables.product_names.name(id));
        let (a, b) = row.ratio;
        let ratio = if row.bundle.is_some() { format!("{a}:{b}") } else { String::new() };
        let cells = vec![row.metric.as_str().to_owned(), yes_no(row.subcapacity), bundle.to_owned(), ratio];
        sheet.row(tables.product_names.name(row.product).to_owned(), cells);
    }
    sheet
}

/// What products cost.
fn prices(tables: &Tables) -> Sheet {
    let columns = &["list_price", "contract_price", "support_bp"];
    let mut sheet = Sheet::new(Table::Products.file_name(), Step::Prices, columns);
    for row in &tables.products {
        let price = |price: Option<Price>| maybe(price);
        let cells = vec![price(row.list_price), price(row.contract_price), row.support.get().to_string()];
        sheet.row(tables.product_names.name(row.product).to_owned(), cells);
    }
    sheet
}

fn entitlements(tables: &Tables) -> Sheet {
    let columns = &["quantity", "from", "to"];
    let mut sheet = Sheet::new(Table::Entitlements.file_name(), Step::Entitlements, columns);
    for row in &tables.entitlements {
        let [from, to] = days(row.span);
        let about = tables.product_names.name(row.product).to_owned();
        sheet.row(about, vec![row.quantity.to_string(), from, to]);
    }
    sheet
}

/// The dates as worked out: the first deployment may come from the installs.
fn dates(estate: &Estate) -> Sheet {
    let mut sheet = Sheet::new("estate.toml", Step::Dates, &["day"]);
    sheet.row("as_of".to_owned(), vec![estate.as_of.to_string()]);
    let first = estate.first_deployment.map_or("unknown".to_owned(), |day| day.to_string());
    sheet.row("first_deployment".to_owned(), vec![first]);
    sheet
}

fn evidence(tables: &Tables) -> Sheet {
    let columns = &["kind", "scope", "from", "to", "made", "state", "weight", "note"];
    let mut sheet = Sheet::new(Table::Evidence.file_name(), Step::Evidence, columns);
    for row in &tables.evidence {
        let kind = match row.kind {
            Kind::Measured => "measured",
            Kind::Report => "report",
            Kind::Rebuilt => "rebuilt",
        };
        let state = match row.state {
            State::Held => "held",
            State::Contestable => "contestable",
            State::Lost => "lost",
        };
        let [from, to] = row.span.map_or_else(Default::default, days);
        let weight = row.weight.map(|millionths| {
            let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        });
        let cells = vec![
            kind.to_owned(),
            row.scope.clone(),
            from,
            to,
            maybe(row.made),
            state.to_owned(),
            weight.unwrap_or_default(),
            row.note.clone(),
        ];
        sheet.row(row.id.clone(), cells);
    }
    sheet
}

/// As the tables write them: empty for always and still.
fn days(span: Span) -> [String; 2] {
    let text = |day: Day| day.ymd().map_or_else(String::new, |_| day.to_string());
    [text(span.from), text(span.to)]
}

fn maybe(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
