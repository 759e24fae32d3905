//! A scenario as the change made by hand in the tables. This is what an overlay *means*; everything
//! quicker is tested against it.

mod evidence;

use crate::calendar::{Day, Quarter, Span};
use crate::error::Error;
use crate::order::{Order as _, Set};
use crate::read::rows::{EntitlementRow, InstallRow, Kind, Metric, ProductRow, RunsOn, Tables};
use crate::read::{EstateFile, Table};
use crate::units::{BasisPoints, Fraction, Price};

use super::PLACE;
use super::cells::{self, unknown, wrong};
use super::overlay::{LeaveOut, Overlay, Row};

pub use evidence::{Laid, evidence, scopes};

/// The tables with the overlay's changes written into them. `as_of` is the day the position is taken
/// without it.
pub fn edit(overlay: &Overlay, tables: &Tables, as_of: Day) -> Result<Tables, Error> {
    let mut edited = tables.clone();
    dates(overlay, &mut edited, as_of);
    edited.evidence =
        evidence(overlay, &tables.evidence)?.into_iter().map(|laid| laid.row.into_owned()).collect();
    scopes(overlay, tables)?;
    products(overlay, &mut edited)?;
    hosts(overlay, &mut edited)?;
    vms(overlay, &mut edited)?;
    if let Some(rows) = entitlements(overlay, tables)? {
        edited.entitlements = rows;
    }
    for left_out in &overlay.leave_out {
        edited.installs_left_out = true;
        let picked = picked(overlay, left_out, tables)?;
        edited.installs.retain(|row| !picked.matches(row));
    }
    if overlay.remediation.is_some() && position_day(overlay, as_of) > as_of {
        goes_on(&mut edited, as_of);
    }
    Ok(edited)
}

/// The day the position is taken: as the overlay says, or when remediation comes, if that is later.
pub fn position_day(overlay: &Overlay, as_of: Day) -> Day {
    overlay.as_of.unwrap_or_else(|| overlay.remediation.map_or(as_of, |day| day.max(as_of)))
}

fn dates(overlay: &Overlay, tables: &mut Tables, as_of: Day) {
    let day = position_day(overlay, as_of);
    if let Some(file) = &mut tables.estate {
        file.as_of = Some(day);
        file.first_deployment = overlay.first_deployment.or(file.first_deployment);
    } else {
        tables.estate = Some(EstateFile::of("estate.toml", Some(day)));
    }
}

/// Until remediation the estate goes on as it stands on the as-of date: what ends on that day goes on
/// unless a later row already says how (a licence for a term does not: it runs out), what was measured goes on being measured, what was reported in
/// the last finished quarter goes on being reported, and what was not, is not.
fn goes_on(tables: &mut Tables, as_of: Day) {
    rows_go_on(&mut tables.host_rows, as_of, |row| row.host, |row| &mut row.span);
    rows_go_on(&mut tables.placements, as_of, |row| row.vm, |row| &mut row.span);
    rows_go_on(&mut tables.installs, as_of, |row| (row.product, row.on), |row| &mut row.span);
    tables.merge_placements();
    let finished = Quarter::of(as_of.next()).plus(-1).span().to;
    for row in &mut tables.evidence {
        let Some(span) = &mut row.span else { continue };
        let last = if row.kind == Kind::Report { finished } else { as_of };
        if span.contains(last) {
            span.to = Day::STILL;
        }
    }
}

/// What ends on the as-of date ends no longer, but where a row of the same thing begins after it.
fn rows_go_on<R, K: Ord>(
    rows: &mut [R],
    as_of: Day,
    thing: impl Fn(&R) -> K,
    span: impl Fn(&mut R) -> &mut Span,
) {
    let mut later = Set::new();
    for row in &mut *rows {
        if span(row).from > as_of {
            later.insert(thing(row));
        }
    }
    for row in rows {
        if span(row).to == as_of && !later.contains(&thing(row)) {
            span(row).to = Day::STILL;
        }
    }
}

fn products(overlay: &Overlay, tables: &mut Tables) -> Result<(), Error> {
    for (name, row) in &overlay.products {
        let id = known_product(overlay, tables, name)?;
        if !tables.products.iter().any(|p| p.product == id) {
            bundle_row(tables, id);
        }
        let read = cells::read(&overlay.file, Table::Products, &[(name, row)])?;
        let Some(new) = read.products.first() else { continue };
        let bundle = new.bundle.map(|b| tables.product_names.intern(read.product_names.name(b)));
        for old in tables.products.iter_mut().filter(|p| p.product == id) {
            for column in row.keys() {
                match column.as_str() {
                    "metric" => old.metric = new.metric,
                    "subcapacity" => old.subcapacity = new.subcapacity,
                    "list_price" => old.list_price = new.list_price,
                    "contract_price" => old.contract_price = new.contract_price,
                    "support_bp" => old.support = new.support,
                    "bundle" => old.bundle = bundle,
                    _ => old.ratio = new.ratio,
                }
            }
        }
    }
    if let Some(discount) = overlay.discount_bp {
        for row in &mut tables.products {
            row.list_price = row.list_price.map(|price| discounted(price, discount)).transpose()?;
            row.contract_price = row.contract_price.map(|price| discounted(price, discount)).transpose()?;
        }
    }
    Ok(())
}

/// A price with the discount taken off, exact.
pub fn discounted(price: Price, discount_bp: u32) -> Result<Price, Error> {
    let rest = Fraction::new(i128::from(10_000_u32.saturating_sub(discount_bp)), 10_000)?;
    Ok(Price::new(price.fraction().times(rest)?))
}

/// A bundle that only its members name gets a row of its own.
fn bundle_row(tables: &mut Tables, id: u32) {
    let metric = tables.products.iter().find(|p| p.bundle == Some(id)).map_or(Metric::Vpc, |p| p.metric);
    tables.products.push(ProductRow {
        product: id,
        metric,
        subcapacity: true,
        list_price: None,
        contract_price: None,
        support: BasisPoints::new(2000),
        bundle: None,
        ratio: (1, 1),
        place: PLACE,
    });
}

fn known_product(overlay: &Overlay, tables: &Tables, name: &str) -> Result<u32, Error> {
    let known = tables.products.iter().flat_map(|p| [Some(p.product), p.bundle]).flatten();
    let mut known: Vec<&str> = known.map(|id| tables.product_names.name(id)).collect();
    known.order();
    known.dedup();
    let found = tables.product_names.find(name).filter(|_| known.contains(&name));
    found.ok_or_else(|| unknown(&overlay.file, "product", name, known))
}

fn hosts(overlay: &Overlay, tables: &mut Tables) -> Result<(), Error> {
    for (name, row) in &overlay.hosts {
        let id = tables.hosts.find(name).filter(|id| tables.host_rows.iter().any(|r| r.host == *id));
        let Some(id) = id else {
            let mut known: Vec<&str> = tables.host_rows.iter().map(|r| tables.hosts.name(r.host)).collect();
            known.order();
            known.dedup();
            return Err(unknown(&overlay.file, "host", name, known));
        };
        one_row(overlay, name, row, tables.host_rows.iter().filter(|r| r.host == id).count())?;
        let read = cells::read(&overlay.file, Table::Hosts, &[(name, row)])?;
        let Some(new) = read.host_rows.first() else { continue };
        for old in tables.host_rows.iter_mut().filter(|r| r.host == id) {
            for column in row.keys() {
                match column.as_str() {
                    "cores" => old.cores = new.cores,
                    "cluster" => old.cluster.clone_from(&new.cluster),
                    "region" => old.region.clone_from(&new.region),
                    "processor" => old.processor.clone_from(&new.processor),
                    "max_sockets" => old.max_sockets = new.max_sockets,
                    "pvu_per_core" => old.pvu_per_core = new.pvu_per_core,
                    "eligible" => old.eligible = new.eligible,
                    "from" => old.span.from = new.span.from,
                    _ => old.span.to = new.span.to,
                }
            }
        }
    }
    Ok(())
}

fn vms(overlay: &Overlay, tables: &mut Tables) -> Result<(), Error> {
    for (name, row) in &overlay.vms {
        let id = tables.vms.find(name).filter(|id| tables.placements.iter().any(|r| r.vm == *id));
        let Some(id) = id else {
            return Err(unknown(&overlay.file, "vm", name, tables.vms.iter().collect::<Vec<_>>()));
        };
        one_row(overlay, name, row, tables.placements.iter().filter(|r| r.vm == id).count())?;
        let read = cells::read(&overlay.file, Table::Vms, &[(name, row)])?;
        let Some(new) = read.placements.first() else { continue };
        let named = |id: u32, of: &crate::names::Names, into: &mut crate::names::Names| match id {
            crate::read::rows::NOWHERE => id,
            id => into.intern(of.name(id)),
        };
        let host = named(new.host, &read.hosts, &mut tables.hosts);
        let pool = named(new.pool, &read.pool_names, &mut tables.pool_names);
        for old in tables.placements.iter_mut().filter(|r| r.vm == id) {
            for column in row.keys() {
                match column.as_str() {
                    "host" => old.host = host,
                    "cores" => old.cores = new.cores,
                    "mode" => old.mode = new.mode,
                    "pool" => old.pool = pool,
                    "from" => old.span.from = new.span.from,
                    _ => old.span.to = new.span.to,
                }
            }
        }
    }
    if !overlay.vms.is_empty() {
        tables.merge_placements();
    }
    Ok(())
}

/// Dates can be laid over one row only.
fn one_row(overlay: &Overlay, name: &str, row: &Row, rows: usize) -> Result<(), Error> {
    if rows < 2 || !(row.contains_key("from") || row.contains_key("to")) {
        return Ok(());
    }
    let message = format!("{name} has {rows} rows: which one's dates are meant?");
    Err(wrong(&overlay.file, name, message, "Change the dates in the tables themselves."))
}

/// The rows of `entitlements.csv` as the overlay has them, if it changes any.
pub fn entitlements(overlay: &Overlay, tables: &Tables) -> Result<Option<Vec<EntitlementRow>>, Error> {
    let named: Vec<(&str, &Row)> = overlay.entitlements.iter().map(|row| ("", row)).collect();
    if named.is_empty() {
        return Ok(None);
    }
    let missing = |row: &&Row| !row.contains_key("quantity");
    if let Some(row) = overlay.entitlements.iter().find(missing) {
        let name = row.get("product").map_or("", |name| name);
        let advice = "Add quantity = …; 0 for none.";
        return Err(wrong(&overlay.file, "entitlements", format!("{name}: quantity is missing"), advice));
    }
    let read = cells::read(&overlay.file, Table::Entitlements, &named)?;
    let mut new = read.entitlements.clone();
    for row in &mut new {
        row.product = known_product(overlay, tables, read.product_names.name(row.product))?;
        row.place = PLACE;
    }
    let products: Set<u32> = new.iter().map(|row| row.product).collect();
    let others = tables.entitlements.iter().filter(|row| !products.contains(&row.product));
    Ok(Some(others.copied().chain(new).collect()))
}

/// The installs an entry means.
pub struct Picked {
    product: Option<u32>,
    on: Option<RunsOn>,
}

impl Picked {
    /// Whether a row is meant.
    pub fn matches(&self, row: &InstallRow) -> bool {
        self.product.is_none_or(|product| product == row.product) && self.on.is_none_or(|on| on == row.on)
    }
}

/// The rows of `installs.csv` an entry means; none is an error.
pub fn picked(overlay: &Overlay, entry: &LeaveOut, tables: &Tables) -> Result<Picked, Error> {
    let product = entry.product.as_ref().map(|name| known_product(overlay, tables, name)).transpose()?;
    let (vm, host) = (entry.vm.as_deref(), entry.host.as_deref());
    let find = |what: &str, name: &str, names: &crate::names::Names| {
        names.find(name).ok_or_else(|| unknown(&overlay.file, what, name, names.iter().collect::<Vec<_>>()))
    };
    let on = match (vm, host) {
        (Some(vm), _) => Some(RunsOn::Vm(find("vm", vm, &tables.vms)?)),
        (None, Some(host)) => Some(RunsOn::Host(find("host", host, &tables.hosts)?)),
        (None, None) => None,
    };
    let picked = Picked { product, on };
    let both = vm.is_some() && host.is_some();
    if both || !tables.installs.iter().any(|row| picked.matches(row)) {
        let words =
            [&entry.product, &entry.vm, &entry.host].into_iter().flatten().cloned().collect::<Vec<_>>();
        let message = format!("no row of installs.csv has all of this: {}", words.join(", "));
        let advice =
            "An install is of a product on a vm, or on a host itself; name one that is in installs.csv.";
        return Err(wrong(&overlay.file, "leave_out", message, advice));
    }
    Ok(picked)
}
