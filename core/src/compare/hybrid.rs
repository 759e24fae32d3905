//! Estates between two estates: the tables of the second, with part of the first laid over them.
//!
//! What is counted is taken over from the second estate first, so every estate between them has the
//! names of the second; of the first only entitlements and evidence need their names and files
//! numbered anew.

use crate::estate::Estate;
use crate::order::Map;
use crate::read::rows::{EntitlementRow, EvidenceRow, Place, ProductRow};
use crate::read::{EstateFile, Tables};

use super::Position;

/// What is taken over from the second estate, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Machines, placements, installs, and how products are counted.
    Counted,
    /// What was bought.
    Entitlements,
    /// As-of date and first deployment.
    Dates,
    /// What is on file.
    Evidence,
    /// Prices and support rates.
    Prices,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Counted, Self::Entitlements, Self::Dates, Self::Evidence, Self::Prices];

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counted => "what is counted",
            Self::Entitlements => "entitlements",
            Self::Dates => "as-of and first deployment",
            Self::Evidence => "evidence",
            Self::Prices => "prices",
        }
    }
}

/// The second estate's tables with all of the first over them but what is counted.
pub(super) fn with_first_over(before: Position<'_>, after: Position<'_>) -> Tables {
    let mut tables = after.tables.clone();
    // Rows of the first say where they stand by the number of their file.
    let files = u16::try_from(tables.files.len()).unwrap_or(u16::MAX);
    tables.files.extend(before.tables.files.iter().cloned());
    let moved = |place: Place| Place { file: place.file.saturating_add(files), ..place };
    let rows = before.tables.entitlements.iter().map(|row| {
        let name = before.tables.product_names.name(row.product);
        EntitlementRow { product: tables.product_names.intern(name), place: moved(row.place), ..*row }
    });
    tables.entitlements = rows.collect();
    let rows = before.tables.evidence.iter();
    tables.evidence = rows.map(|row| EvidenceRow { place: moved(row.place), ..row.clone() }).collect();
    tables.estate = dated(after.tables, before.estate);
    tables.products = with_prices_of(before.tables, after.tables);
    tables
}

/// Takes a step: that part becomes the second estate's.
pub(super) fn take(step: Step, tables: &mut Tables, after: Position<'_>) {
    match step {
        Step::Counted => {}
        Step::Entitlements => tables.entitlements.clone_from(&after.tables.entitlements),
        Step::Dates => tables.estate = dated(after.tables, after.estate),
        Step::Evidence => tables.evidence.clone_from(&after.tables.evidence),
        Step::Prices => tables.products.clone_from(&after.tables.products),
    }
}

/// The dates of an estate, worked out, so that the dates of installs do not move them. That the first
/// deployment is unknown cannot be said in a table: then the installs decide after all.
fn dated(tables: &Tables, of: &Estate) -> Option<EstateFile> {
    let file = tables.estate.as_ref()?;
    let first_deployment = of.first_deployment;
    Some(EstateFile { as_of: Some(of.as_of), first_deployment, ..file.clone() })
}

/// The products of the second at the prices of the first; those new in the second at their own.
fn with_prices_of(before: &Tables, after: &Tables) -> Vec<ProductRow> {
    let name = |tables: &Tables, row: &ProductRow| tables.product_names.name(row.product).to_owned();
    let old: Map<String, &ProductRow> = before.products.iter().map(|row| (name(before, row), row)).collect();
    let rows = after.products.iter();
    rows.map(|row| match old.get(&name(after, row)) {
        None => row.clone(),
        Some(ProductRow { list_price, contract_price, support, .. }) => ProductRow {
            list_price: *list_price,
            contract_price: *contract_price,
            support: *support,
            ..row.clone()
        },
    })
    .collect()
}
