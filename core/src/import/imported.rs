//! Imported rows, and how tables given beside them win.

use std::collections::BTreeSet;

use crate::order::Gather as _;
use crate::read::rows::{EvidenceRow, HostRow, InstallRow, PlacementRow, ProductRow};
use crate::read::{EstateFile, Tables};

/// The rows of an import. They are kept apart until every table is read, so that it does not matter
/// which came first; their names are numbers of the same [`Tables`].
#[derive(Debug, Default)]
pub struct Imported {
    /// What the import says of the estate as a whole.
    pub estate: Option<EstateFile>,
    /// Servers.
    pub hosts: Vec<HostRow>,
    /// Computers on servers.
    pub placements: Vec<PlacementRow>,
    /// Products on computers.
    pub installs: Vec<InstallRow>,
    /// Products.
    pub products: Vec<ProductRow>,
    /// What the import shows to have been measured and reported.
    pub evidence: Vec<EvidenceRow>,
}

impl Imported {
    /// Adds the rows to the tables. **What the tables say themselves wins**: their rows of a host, a vm, a
    /// product, an item of evidence or a product's install on a machine replace all imported rows of the same,
    /// and a key of their `estate.toml` replaces the imported one. So a table beside an import can add
    /// prices, name clusters, mend a server or take an item of evidence away, and nothing is said twice.
    pub fn lay_under(self, tables: &mut Tables) {
        add_unless_given(&mut tables.host_rows, self.hosts, |row| row.host);
        add_unless_given(&mut tables.placements, self.placements, |row| row.vm);
        add_unless_given(&mut tables.installs, self.installs, |row| (row.product, row.on));
        add_unless_given(&mut tables.products, self.products, |row| row.product);
        add_unless_given(&mut tables.evidence, self.evidence, |row| row.id.clone());
        tables.estate = match (tables.estate.take(), self.estate) {
            (Some(given), Some(imported)) => Some(EstateFile {
                as_of: given.as_of.or(imported.as_of),
                name: if given.name.is_empty() { imported.name } else { given.name },
                first_deployment: given.first_deployment.or(imported.first_deployment),
                // An import has no prices and so no currency of its own.
                currency: given.currency,
                path: given.path,
            }),
            (given, imported) => given.or(imported),
        };
    }
}

fn add_unless_given<Row, Key: Ord>(given: &mut Vec<Row>, imported: Vec<Row>, key: impl Fn(&Row) -> Key) {
    let keys: BTreeSet<Key> = given.iter().map(&key).gather();
    given.extend(imported.into_iter().filter(|row| !keys.contains(&key(row))));
}
