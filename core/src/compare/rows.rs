//! Which rows of two estates differ, by what they are about: a host, a vm, an item of evidence.

use crate::estate::Estate;
use crate::order::{Map, Order as _};
use crate::read::{Table, Tables};

use super::hybrid::Step;
use super::{Position, RowChange, RowsChange};

/// Names shown of each kind of change.
const SHOWN: usize = 8;

/// Rows by what they are about, each as its cells under the given columns.
struct Sheet {
    table: &'static str,
    step: Step,
    columns: &'static [&'static str],
    rows: Map<String, Vec<Vec<String>>>,
}

impl Sheet {
    fn new(table: &'static str, step: Step, columns: &'static [&'static str]) -> Self {
        Self { table, step, columns, rows: Map::new() }
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
    changes.order_by_key(|change| Step::ALL.iter().position(|step| step.name() == change.step));
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
                was.order();
                is.order();
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

/// A whole table: what its rows are about, and the columns that belong to the step.
fn sheet(
    tables: &Tables,
    table: Table,
    step: Step,
    columns: &'static [&'static str],
    about: impl Fn(&[String]) -> String,
) -> Sheet {
    let mut sheet = Sheet::new(table.file_name(), step, columns);
    let known: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
    for index in 0..tables.count(table) {
        let Some((_, cells)) = tables.written(table, index) else { continue };
        let wanted = columns.iter().filter_map(|name| cells.get(known.iter().position(|k| k == name)?));
        sheet.row(about(&cells), wanted.cloned().collect());
    }
    sheet
}

fn hosts(tables: &Tables) -> Sheet {
    let columns =
        &["cores", "cluster", "region", "processor", "max_sockets", "pvu_per_core", "eligible", "from", "to"];
    sheet(tables, Table::Hosts, Step::Counted, columns, first)
}

fn vms(tables: &Tables) -> Sheet {
    sheet(tables, Table::Vms, Step::Counted, &["host", "cores", "mode", "pool", "from", "to"], first)
}

fn pools(tables: &Tables) -> Sheet {
    sheet(tables, Table::Pools, Step::Counted, &["cores"], |cells| match cells {
        [pool, host, ..] => format!("{pool} on {host}"),
        _ => String::new(),
    })
}

fn installs(tables: &Tables) -> Sheet {
    sheet(tables, Table::Installs, Step::Counted, &["from", "to"], |cells| match cells {
        [product, vm, host, ..] if vm.is_empty() => format!("{product} on host {host}"),
        [product, vm, ..] => format!("{product} on {vm}"),
        _ => String::new(),
    })
}

/// How products are counted.
fn products(tables: &Tables) -> Sheet {
    sheet(tables, Table::Products, Step::Counted, &["metric", "subcapacity", "bundle", "ratio"], first)
}

/// What products cost.
fn prices(tables: &Tables) -> Sheet {
    sheet(tables, Table::Products, Step::Prices, &["list_price", "contract_price", "support_bp"], first)
}

fn entitlements(tables: &Tables) -> Sheet {
    sheet(tables, Table::Entitlements, Step::Entitlements, &["quantity", "from", "to"], first)
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
    sheet(tables, Table::Evidence, Step::Evidence, columns, first)
}

/// Most tables are about what their first column names.
fn first(cells: &[String]) -> String {
    cells.first().cloned().unwrap_or_default()
}
