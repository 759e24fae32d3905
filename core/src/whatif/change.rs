//! The quick way of a scenario: what most overlays change is changed in the resolved estate itself.
//! What is not done here goes the long way, through the tables; both ways are tested to agree.

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::Error;
use crate::estate::{
    Entitlement, Estate, HostId, Install, InstalledOn, Placement, Product, ProductId, RateOrigin,
};
use crate::estate::{clusters, evidence, first, installs};
use crate::estimate::Recount;
use crate::finding::{Code, Findings};
use crate::order::{Map, Set};
use crate::read::Table;
use crate::read::rows::{NOWHERE, RunsOn, Tables};
use crate::units::MilliCores;

use super::by_hand::{self, Laid};
use super::cells;
use super::looked_up::LookedUp;
use super::overlay::{Overlay, Row};

/// New names that are looked for one by one.
const FEW: usize = 16;

/// What of the count a scenario touches.
#[derive(Debug, Default)]
pub struct Touched {
    /// Hosts that count anew.
    pub recount: Recount,
    /// What was held.
    pub entitled: bool,
    /// Evidence or dates: standing.
    pub judged: bool,
    /// Prices.
    pub priced: bool,
}

impl Touched {
    /// Whether the estate is as it was.
    pub fn is_nothing(&self) -> bool {
        let Recount { hosts, products, .. } = &self.recount;
        hosts.is_empty() && products.is_empty() && !self.entitled && !self.judged && !self.priced
    }
}

/// The estate with the overlay on it; `None` if it has to go the long way.
pub fn change(
    overlay: &Overlay,
    tables: &Tables,
    base: &Estate,
    looked_up: &LookedUp,
) -> Result<Option<(Estate, Touched)>, Error> {
    if !can(overlay, tables, base) {
        return Ok(None);
    }
    let (mut estate, mut touched) = (base.clone(), Touched::default());
    leave_out(overlay, tables, &mut estate, &mut touched)?;
    dates(overlay, tables, base, &mut estate, &mut touched)?;
    items(overlay, tables, looked_up, &mut estate, &mut touched)?;
    hosts(overlay, &mut estate, &mut touched)?;
    vms(overlay, &mut estate, &mut touched)?;
    prices(overlay, tables, &mut estate, &mut touched)?;
    around(&estate, looked_up, &mut touched.recount);
    Ok(Some((estate, touched)))
}

/// What lies around the hosts to count anew: their clusters, and the vms that are ever on them.
fn around(estate: &Estate, looked_up: &LookedUp, recount: &mut Recount) {
    let hosts: Set<HostId> =
        recount.hosts.iter().chain(recount.products.values().flatten()).copied().collect();
    let rows = hosts.iter().filter_map(|host| estate.host(*host)).flat_map(|host| &host.spans);
    let clusters: Set<_> = rows.map(|row| row.cluster).collect();
    recount.clusters = clusters.into_iter().collect();
    if hosts.is_empty() {
        return;
    }
    recount.vms = vec![false; estate.vms.len()];
    for vm in hosts.iter().flat_map(|host| looked_up.visitors(*host)) {
        recount.vms.get_mut(*vm as usize).into_iter().for_each(|comes| *comes = true);
    }
}

/// Whether everything in the overlay can be changed in the resolved estate.
fn can(overlay: &Overlay, tables: &Tables, base: &Estate) -> bool {
    let only = |row: &Row, columns: &[&str]| row.keys().all(|column| columns.contains(&column.as_str()));
    let goes_on = overlay.remediation.is_some() && by_hand::position_day(overlay, base.as_of) > base.as_of;
    let product = |(name, row): (&String, &Row)| {
        let known = base.products.iter().any(|p| p.name == *name && p.place.is_some());
        known && only(row, &["list_price", "contract_price", "support_bp"])
    };
    let host = |(name, row): (&String, &Row)| {
        let known = base.hosts.iter().any(|h| h.name == *name && !h.artificial);
        let emptied = row.get("pvu_per_core").is_some_and(|rate| rate.trim().is_empty());
        known && only(row, &["cores", "pvu_per_core"]) && !emptied
    };
    let vm = |(name, row): (&String, &Row)| {
        let id = tables.vms.find(name);
        let plain = |id| {
            tables.placements.iter().filter(|p| p.vm == id).all(|p| p.host != NOWHERE && p.pool == NOWHERE)
        };
        only(row, &["cores"]) && base.vms.binary_search(name).is_ok() && id.is_some_and(plain)
    };
    let left_out = overlay.leave_out.is_empty() || (!base.row_left_out && base.host_not_there.is_empty());
    let named = overlay.entitlements.is_empty()
        || tables.entitlements.iter().all(|row| {
            let name = tables.product_names.name(row.product);
            base.products.iter().any(|p| p.name == name)
        });
    !goes_on
        && left_out
        && named
        && overlay.products.iter().all(product)
        && overlay.hosts.iter().all(host)
        && overlay.vms.iter().all(vm)
}

fn dates(
    overlay: &Overlay,
    tables: &Tables,
    base: &Estate,
    estate: &mut Estate,
    touched: &mut Touched,
) -> Result<(), Error> {
    estate.as_of = by_hand::position_day(overlay, base.as_of);
    let Some(mut file) = tables.estate.clone() else { return Ok(()) };
    file.first_deployment = overlay.first_deployment.or(file.first_deployment);
    let derived = estate.derived_first;
    estate.first_deployment =
        first::deployment(tables, &file, derived, estate.as_of, &mut Findings::default())?;
    if estate.first_deployment.is_some() && base.first_deployment.is_none() {
        Arc::make_mut(&mut estate.findings).retain(|finding| finding.code != Code::NoFirstDeployment);
    }
    touched.judged |= (estate.as_of, estate.first_deployment) != (base.as_of, base.first_deployment);
    Ok(())
}

fn items(
    overlay: &Overlay,
    tables: &Tables,
    looked_up: &LookedUp,
    estate: &mut Estate,
    touched: &mut Touched,
) -> Result<(), Error> {
    let untouched =
        overlay.evidence.is_empty() && overlay.evidence_where.is_empty() && overlay.evidence_add.is_empty();
    if untouched && overlay.remediation.is_none() {
        return Ok(());
    }
    let laid = by_hand::evidence(overlay, &tables.evidence)?;
    by_hand::scopes(overlay, tables)?;
    // Only a new name can be another row's too.
    let is_new = |laid: &&Laid<'_>| {
        let before = laid.of.and_then(|at| tables.evidence.get(at));
        matches!(laid.row, Cow::Owned(_)) && before.is_none_or(|before| before.id != laid.row.id)
    };
    let new: Vec<&str> = laid.iter().filter(is_new).map(|laid| &*laid.row.id).collect();
    let twice = |id: &&str| laid.iter().filter(|laid| *laid.row.id == **id).count() > 1;
    let items = if new.len() > FEW || new.iter().any(twice) {
        let rows: Vec<_> = laid.iter().map(|laid| &*laid.row).collect();
        let known = evidence::Known::in_estate(estate);
        evidence::resolve(tables, &mut Findings::default(), &rows, &known)?
    } else {
        let item = |laid: &Laid<'_>| evidence::item(&laid.row, looked_up.scope(laid, estate)?);
        laid.iter().filter_map(item).collect()
    };
    estate.evidence = Arc::new(items);
    touched.judged = true;
    Ok(())
}

fn hosts(overlay: &Overlay, estate: &mut Estate, touched: &mut Touched) -> Result<(), Error> {
    let mut changed_clusters = Set::new();
    for (name, row) in &overlay.hosts {
        let read = cells::read(&overlay.file, Table::Hosts, &[(name, row)])?;
        let Some(new) = read.host_rows.first() else { continue };
        let found = (0..).zip(Arc::make_mut(&mut estate.hosts)).find(|(_, host)| host.name == *name);
        let Some((id, host)) = found else { continue };
        let host = Arc::make_mut(host);
        touched.recount.hosts.insert(id);
        for span in &mut host.spans {
            changed_clusters.insert(span.cluster);
            if row.contains_key("cores") {
                span.cores = new.cores;
            }
            if let Some(rate) = new.pvu_per_core {
                (span.rate, span.origin) = (rate, RateOrigin::Given);
                let file = estate.files.get(usize::from(span.place.file)).map_or("", |f| f);
                let about_rate = [Code::RateAssumed, Code::RateUnconfirmed, Code::RateAmbiguous];
                Arc::make_mut(&mut estate.findings).retain(|f| {
                    !(f.file == file && f.row == Some(span.place.row) && about_rate.contains(&f.code))
                });
            }
        }
    }
    for id in changed_clusters {
        let spans = clusters::again(&estate.hosts, id);
        if let Some((cluster, spans)) = Arc::make_mut(&mut estate.clusters).get_mut(id as usize).zip(spans) {
            cluster.spans = spans;
        }
    }
    Ok(())
}

fn vms(overlay: &Overlay, estate: &mut Estate, touched: &mut Touched) -> Result<(), Error> {
    for (name, row) in &overlay.vms {
        let read = cells::read(&overlay.file, Table::Vms, &[(name, row)])?;
        let cores: Option<MilliCores> = read.placements.first().map(|p| p.cores);
        let vm = estate.vms.binary_search(name).ok().and_then(|i| u32::try_from(i).ok());
        let (Some(cores), Some(vm)) = (cores, vm) else { continue };
        let hosts: Set<HostId> = estate.placements_of_vm(vm).iter().map(|p| p.host).collect();
        if let Some(placements) = Arc::make_mut(&mut estate.placements).get_mut(vm as usize) {
            *placements = placements.iter().map(|p| Placement { cores, ..*p }).collect();
        }
        for (id, product) in (0..).zip(&estate.products) {
            if product.installs.iter().any(|i| i.on == InstalledOn::Vm(vm)) {
                touched.recount.products.entry(id).or_default().extend(&hosts);
            }
        }
    }
    Ok(())
}

fn prices(
    overlay: &Overlay,
    tables: &Tables,
    estate: &mut Estate,
    touched: &mut Touched,
) -> Result<(), Error> {
    let find = |estate: &Estate, name: &str| estate.products.iter().position(|p| p.name == name);
    for (name, row) in &overlay.products {
        let read = cells::read(&overlay.file, Table::Products, &[(name, row)])?;
        let (Some(new), Some(at)) = (read.products.first(), find(estate, name)) else { continue };
        let Some(product) = estate.products.get_mut(at).map(Arc::make_mut) else { continue };
        touched.priced = true;
        for column in row.keys() {
            match column.as_str() {
                "list_price" => product.list_price = new.list_price,
                "contract_price" => product.contract_price = new.contract_price,
                _ => product.support = new.support,
            }
        }
    }
    if let Some(discount) = overlay.discount_bp {
        touched.priced = true;
        for product in estate.products.iter_mut().map(Arc::make_mut) {
            let lower = |price| by_hand::discounted(price, discount);
            product.list_price = product.list_price.map(lower).transpose()?;
            product.contract_price = product.contract_price.map(lower).transpose()?;
        }
    }
    if let Some(rows) = by_hand::entitlements(overlay, tables)? {
        touched.entitled = true;
        estate.products.iter_mut().for_each(|p| Arc::make_mut(p).entitlements.clear());
        for row in rows {
            let at = find(estate, tables.product_names.name(row.product));
            if let Some(product) = at.and_then(|at| estate.products.get_mut(at)) {
                let held = Entitlement { quantity: row.quantity, span: row.span, place: row.place };
                Arc::make_mut(product).entitlements.push(held);
            }
        }
    }
    Ok(())
}

fn leave_out(
    overlay: &Overlay,
    tables: &Tables,
    estate: &mut Estate,
    touched: &mut Touched,
) -> Result<(), Error> {
    let picked: Vec<by_hand::Picked> = overlay
        .leave_out
        .iter()
        .map(|entry| by_hand::picked(overlay, entry, tables))
        .collect::<Result<_, _>>()?;
    if picked.is_empty() {
        return Ok(());
    }
    let out = |row: &crate::read::rows::InstallRow| picked.iter().any(|p| p.matches(row));
    let place = Names::new(tables, estate);
    let mut left: Map<ProductId, Vec<Install>> = Map::new();
    let mut hosts: Map<ProductId, Set<HostId>> = Map::new();
    for row in tables.installs.iter().filter(|row| out(row)) {
        let (Some(product), Some(on)) = (place.product(row.product), place.on(row.on)) else { continue };
        left.entry(product).or_default();
        hosts.entry(product).or_default().extend(match on {
            InstalledOn::Host(host) => vec![host],
            InstalledOn::Vm(vm) => estate.placements_of_vm(vm).iter().map(|p| p.host).collect(),
        });
    }
    let mut seen = installs::Seen::default();
    for row in tables.installs.iter().filter(|row| !out(row)) {
        let Some(product) = place.product(row.product) else { continue };
        let sub = estate.product(product).is_some_and(|p| p.subcapacity);
        seen.date(sub && matches!(row.on, RunsOn::Vm(_)), row.span.from, row.place);
        if let Some(installs) = left.get_mut(&product) {
            installs.extend(place.on(row.on).map(|on| Install { on, span: row.span, place: row.place }));
        }
    }
    estate.derived_first = seen.derived();
    for (id, installs) in left {
        if let Some(product) = estate.products.get_mut(id as usize) {
            let product: &mut Product = Arc::make_mut(product);
            product.installs = installs::once_a_day(installs);
        }
    }
    for (product, hosts) in hosts {
        touched.recount.products.entry(product).or_default().extend(hosts);
    }
    Ok(())
}

/// From the numbers of the tables' names to those of the estate.
struct Names<'a> {
    tables: &'a Tables,
    estate: &'a Estate,
    products: Vec<Option<ProductId>>,
}

impl<'a> Names<'a> {
    fn new(tables: &'a Tables, estate: &'a Estate) -> Self {
        let find = |name: &str| {
            let found = estate.products.binary_search_by(|p| p.name.as_str().cmp(name)).ok()?;
            u32::try_from(found).ok()
        };
        Self { tables, estate, products: tables.product_names.iter().map(find).collect() }
    }

    fn product(&self, name: u32) -> Option<ProductId> {
        self.products.get(name as usize).copied().flatten()
    }

    fn on(&self, on: RunsOn) -> Option<InstalledOn> {
        let number = |found: Result<usize, usize>| u32::try_from(found.ok()?).ok();
        Some(match on {
            RunsOn::Vm(name) => {
                let name = self.tables.vms.name(name);
                InstalledOn::Vm(number(self.estate.vms.binary_search_by(|v| v.as_str().cmp(name)))?)
            }
            RunsOn::Host(name) => {
                let name = self.tables.hosts.name(name);
                InstalledOn::Host(number(self.estate.hosts.binary_search_by(|h| h.name.as_str().cmp(name)))?)
            }
        })
    }
}
