//! Rows as their tables write them: the cells of one row, column by column.

use crate::calendar::{Day, Span};

use super::rows::{
    EvidenceRow, HostRow, Kind, Mode, NOWHERE, Place, PlacementRow, ProductRow, RunsOn, State,
};
use super::{Table, Tables};

impl Tables {
    /// How many rows a table has, once rows that only go on are one; while it is read, with those still open.
    pub fn count(&self, table: Table) -> usize {
        match table {
            Table::Hosts => self.host_rows.len(),
            Table::Vms => self.placements.len() + self.runs.open(),
            Table::Pools => self.pools.len(),
            Table::Installs => self.installs.len(),
            Table::Products => self.products.len(),
            Table::Entitlements => self.entitlements.len(),
            Table::Evidence => self.evidence.len(),
        }
    }

    /// A row's place and its cells, in the order of [`Table::columns`]; empty where nothing is said.
    pub fn written(&self, table: Table, index: usize) -> Option<(Place, Vec<String>)> {
        Some(match table {
            Table::Hosts => {
                let row = self.host_rows.get(index)?;
                (row.place, self.host_cells(row))
            }
            Table::Vms => {
                let row = self.placements.get(index)?;
                (row.place, self.placement_cells(row))
            }
            Table::Pools => {
                let row = self.pools.get(index)?;
                let (pool, host) = (self.pool_names.name(row.pool), self.hosts.name(row.host));
                (row.place, vec![pool.to_owned(), host.to_owned(), row.cores.to_string()])
            }
            Table::Installs => {
                let row = self.installs.get(index)?;
                let (vm, host) = match row.on {
                    RunsOn::Vm(vm) => (self.vms.name(vm), ""),
                    RunsOn::Host(host) => ("", self.hosts.name(host)),
                };
                let [from, to] = days(row.span);
                let product = self.product_names.name(row.product).to_owned();
                (row.place, vec![product, vm.to_owned(), host.to_owned(), from, to])
            }
            Table::Products => {
                let row = self.products.get(index)?;
                (row.place, self.product_cells(row))
            }
            Table::Entitlements => {
                let row = self.entitlements.get(index)?;
                let [from, to] = days(row.span);
                let product = self.product_names.name(row.product).to_owned();
                (row.place, vec![product, row.quantity.to_string(), from, to])
            }
            Table::Evidence => {
                let row = self.evidence.get(index)?;
                (row.place, evidence_cells(row))
            }
        })
    }

    fn host_cells(&self, row: &HostRow) -> Vec<String> {
        let [from, to] = days(row.span);
        vec![
            self.hosts.name(row.host).to_owned(),
            row.cores.to_string(),
            row.cluster.clone(),
            row.region.clone(),
            row.processor.clone(),
            maybe(row.max_sockets),
            maybe(row.pvu_per_core.map(|rate| rate.get())),
            yes_no(row.eligible),
            from,
            to,
        ]
    }

    fn placement_cells(&self, row: &PlacementRow) -> Vec<String> {
        let mode = match row.mode {
            Mode::Vm => "vm",
            Mode::Dedicated => "dedicated",
            Mode::Capped => "capped",
            Mode::Uncapped => "uncapped",
        };
        let host = if row.host == NOWHERE { "" } else { self.hosts.name(row.host) };
        let pool = if row.pool == NOWHERE { "" } else { self.pool_names.name(row.pool) };
        let [from, to] = days(row.span);
        let cores = row.cores.to_string();
        vec![
            self.vms.name(row.vm).to_owned(),
            host.to_owned(),
            cores,
            mode.to_owned(),
            pool.to_owned(),
            from,
            to,
        ]
    }

    pub(super) fn product_cells(&self, row: &ProductRow) -> Vec<String> {
        let bundle = row.bundle.map_or("", |id| self.product_names.name(id));
        let (a, b) = row.ratio;
        let ratio = if row.bundle.is_some() { format!("{a}:{b}") } else { String::new() };
        vec![
            self.product_names.name(row.product).to_owned(),
            row.metric.as_str().to_owned(),
            yes_no(row.subcapacity),
            maybe(row.list_price),
            maybe(row.contract_price),
            row.support.get().to_string(),
            bundle.to_owned(),
            ratio,
        ]
    }
}

fn evidence_cells(row: &EvidenceRow) -> Vec<String> {
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
    vec![
        row.id.to_string(),
        kind.to_owned(),
        row.scope.to_string(),
        from,
        to,
        maybe(row.made),
        state.to_owned(),
        weight.unwrap_or_default(),
        row.note.to_string(),
    ]
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
