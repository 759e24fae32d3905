//! Products and bundles: what is counted as one line, and in which parts of a unit.

use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Order as _};
use crate::read::rows::{Metric, ProductRow};
use crate::read::{Table, Tables};
use crate::units::{BasisPoints, Overflow};

use super::twice::Twice;
use super::{Entitlement, Line, Product, ProductId};

/// Products in order of name, and how table names map to them.
pub struct Products {
    pub list: Vec<Product>,
    pub lines: Vec<Line>,
    /// From names in [`Tables::product_names`].
    pub of_name: Vec<Option<ProductId>>,
}

/// The rows that name a bundle, by it.
type Members<'t> = Map<u32, Vec<&'t ProductRow>>;

pub fn resolve(tables: &Tables, findings: &mut Findings) -> Result<Products, Error> {
    let names = &tables.product_names;
    let rows = rows_by_name(tables, findings)?;

    // Every product with a row, and every bundle that a row names.
    let mut known: Map<&str, u32> = Map::new();
    for row in rows.values() {
        known.insert(names.name(row.product), row.product);
        known.extend(row.bundle.map(|b| (names.name(b), b)));
    }
    let mut of_name = vec![None; names.len()];
    for (id, name) in known.values().enumerate() {
        if let Some(slot) = of_name.get_mut(*name as usize) {
            *slot = ProductId::try_from(id).ok();
        }
    }
    let id_of = |name: u32| of_name.get(name as usize).copied().flatten();

    let mut members: Members<'_> = Map::new();
    for row in rows.values() {
        if let Some(bundle) = row.bundle {
            members.entry(bundle).or_default().push(row);
        }
    }

    let mut list = Vec::with_capacity(known.len());
    for name in known.values() {
        let members = members.get(name).map_or(&[][..], Vec::as_slice);
        list.push(match rows.get(name) {
            Some(row) => product(tables, row, id_of, members)?,
            None => bundle_without_row(tables, *name, members)?,
        });
    }
    entitlements(tables, findings, &of_name, &mut list);
    let lines = lines(tables, &rows, &members, &known, id_of)?;
    Ok(Products { list, lines, of_name })
}

fn rows_by_name<'t>(tables: &'t Tables, findings: &mut Findings) -> Result<Map<u32, &'t ProductRow>, Error> {
    let mut rows: Map<u32, &ProductRow> = Map::new();
    for row in &tables.products {
        let Some(first) = rows.insert(row.product, row) else { continue };
        let name = tables.product_names.name(row.product);
        let (column, what) = ("product", format!("product {name}"));
        let twice = Twice { tables, column, what, name, first: first.place, here: row.place };
        if (ProductRow { place: first.place, ..row.clone() }) != *first {
            let advice = "Keep the right one; which one counts cannot be guessed.";
            return Err(twice.conflict("is described twice with different values", advice));
        }
        findings.push(twice.once());
    }
    Ok(rows)
}

fn product(
    tables: &Tables,
    row: &ProductRow,
    id_of: impl Fn(u32) -> Option<ProductId>,
    members: &[&ProductRow],
) -> Result<Product, Error> {
    let name = tables.product_names.name(row.product);
    if row.bundle.is_some() && !members.is_empty() {
        return Err(Error::new(
            ErrorCode::BundleInBundle,
            format!("{name} is a bundle and is itself in a bundle"),
            "Name the outer bundle on the members themselves, with the ratio of the two steps.",
        )
        .in_file(tables.file_name(row.place.file))
        .at_row(row.place.row)
        .in_column("bundle"));
    }
    Ok(Product {
        name: name.to_owned(),
        metric: row.metric,
        subcapacity: row.subcapacity,
        list_price: row.list_price,
        contract_price: row.contract_price,
        support: row.support,
        installs: Vec::new(),
        entitlements: Vec::new(),
        bundle: row.bundle.and_then(id_of),
        place: Some(row.place),
    })
}

/// A bundle that only its members name: their metric if they agree, no price, the usual support.
fn bundle_without_row(tables: &Tables, name: u32, members: &[&ProductRow]) -> Result<Product, Error> {
    let bundle = tables.product_names.name(name);
    let metric = members.first().map_or(Metric::Vpc, |m| m.metric);
    if let Some(other) = members.iter().find(|m| m.metric != metric) {
        return Err(Error::new(
            ErrorCode::BundleMetricsDiffer,
            format!("the members of bundle {bundle} count in different metrics and it has no row of its own"),
            "Add a row for the bundle to products.csv that says its metric (and price).",
        )
        .in_file(tables.file_name(other.place.file))
        .at_row(other.place.row)
        .in_column("metric"));
    }
    Ok(Product {
        name: bundle.to_owned(),
        metric,
        subcapacity: true,
        list_price: None,
        contract_price: None,
        support: BasisPoints::new(2000),
        installs: Vec::new(),
        entitlements: Vec::new(),
        bundle: None,
        place: None,
    })
}

fn entitlements(
    tables: &Tables,
    findings: &mut Findings,
    of_name: &[Option<ProductId>],
    list: &mut [Product],
) {
    for row in &tables.entitlements {
        let known = of_name.get(row.product as usize).copied().flatten();
        match known.and_then(|id| list.get_mut(id as usize)) {
            Some(product) => {
                let (quantity, span, place) = (row.quantity, row.span, row.place);
                product.entitlements.push(Entitlement { quantity, span, place });
            }
            None => {
                let finding = unknown_product(tables, Table::Entitlements, row.product, row.place, findings);
                findings.push(finding);
            }
        }
    }
    for product in list {
        product.entitlements.order_by_key(|e| (e.span, e.quantity, e.place));
    }
}

/// A reference to a product that no usable row describes.
pub fn unknown_product(
    tables: &Tables,
    table: Table,
    name: u32,
    place: crate::read::rows::Place,
    before: &Findings,
) -> Finding {
    let name = tables.product_names.name(name);
    let known = tables.products.iter().map(|p| tables.product_names.name(p.product));
    // As for hosts: no search among very many, nor for very many.
    let searched = known.len() <= 2000 && before.few(tables.file_name(place.file), Code::UnknownProduct);
    let near = searched.then(|| crate::error::nearest(name, known)).flatten();
    let advice = near.map_or_else(
        || "Add it to products.csv, or mend the name.".to_owned(),
        |near| format!("If this is meant to be {near}, mend the name; else add it to products.csv."),
    );
    let message = format!(
        "no usable row of products.csv describes this product; the {} row was left out",
        table.file_name()
    );
    Finding::new(Code::UnknownProduct, Severity::Error, tables.file_name(place.file), message, &advice)
        .at(place.row)
        .cell("product", name.as_bytes())
        .left_out()
}

fn lines(
    tables: &Tables,
    rows: &Map<u32, &ProductRow>,
    members: &Members<'_>,
    known: &Map<&str, u32>,
    id_of: impl Fn(u32) -> Option<ProductId>,
) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    for name in known.values() {
        let in_bundle = rows.get(name).is_some_and(|r| r.bundle.is_some());
        let Some(product) = id_of(*name).filter(|_| !in_bundle) else { continue };
        let members = members.get(name).map_or(&[][..], Vec::as_slice);
        let too_large = |m: &ProductRow| {
            let file = tables.file_name(m.place.file);
            Error::from(Overflow).in_file(file).at_row(m.place.row).in_column("ratio")
        };
        let scale = members
            .iter()
            .try_fold(1_i64, |lcm, m| common_multiple(lcm, i64::from(m.ratio.0)).map_err(|_| too_large(m)))?;
        // An install of the bundle's own name counts 1:1.
        let mut parts = vec![(product, scale)];
        for member in members {
            let (a, b) = member.ratio;
            let weight = (scale / i64::from(a)).checked_mul(i64::from(b)).ok_or_else(|| too_large(member))?;
            parts.extend(id_of(member.product).map(|id| (id, weight)));
        }
        parts.order();
        lines.push(Line { product, members: parts, scale });
    }
    Ok(lines)
}

fn common_multiple(a: i64, b: i64) -> Result<i64, Overflow> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b).ok_or(Overflow)
}
