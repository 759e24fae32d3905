//! The products of tables, by what lists may call them.

use crate::order::Map;
use crate::read::Tables;
use crate::read::rows::{Metric, ProductRow};

/// A product's name as compared: IBM's own name is written before it or not.
pub fn known_by(name: &str) -> String {
    let name = name.trim_start_matches('\u{FEFF}');
    let plain = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain.strip_prefix("ibm ").map(str::to_owned).unwrap_or(plain)
}

/// A product, or a bundle that only its members name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Product<'t> {
    pub name: &'t str,
    pub metric: Metric,
    /// Its row; none of a bundle without one.
    pub row: Option<&'t ProductRow>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Known<'t> {
    exact: Map<&'t str, Product<'t>>,
    /// The first of those that are compared as the same.
    compared: Map<String, &'t str>,
}

impl<'t> Known<'t> {
    pub fn of(tables: &'t Tables) -> Self {
        let name = |id| tables.product_names.name(id);
        let mut exact: Map<&str, Product<'_>> = Map::new();
        for row in &tables.products {
            let (name, metric) = (name(row.product), row.metric);
            exact.insert(name, Product { name, metric, row: Some(row) });
        }
        // A row made for a bundle whose members differ in their metric would hide that they do.
        let mut bundles: Map<&str, Option<Metric>> = Map::new();
        for row in &tables.products {
            let Some(name) = row.bundle.map(name) else { continue };
            let agreed = bundles.entry(name).or_insert(Some(row.metric));
            *agreed = agreed.filter(|metric| *metric == row.metric);
        }
        for (name, metric) in bundles.into_iter().filter_map(|(name, metric)| Some((name, metric?))) {
            exact.entry(name).or_insert(Product { name, metric, row: None });
        }
        let mut compared = Map::new();
        for name in exact.keys() {
            compared.entry(known_by(name)).or_insert(*name);
        }
        Self { exact, compared }
    }

    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// The product of the first name that one has. Of two that differ in their metric it is that of the metric stated,
    /// which then stands behind the name.
    pub fn find(&self, names: &[String], metric: Option<&str>) -> Option<Product<'t>> {
        let found = names.iter().find_map(|name| self.named(name))?;
        let other = metric.filter(|metric| *metric != found.metric.as_str());
        Some(other.and_then(|metric| self.named(&format!("{} ({metric})", found.name))).unwrap_or(found))
    }

    fn named(&self, name: &str) -> Option<Product<'t>> {
        let exact = self.exact.get(name);
        let compared = || self.exact.get(self.compared.get(&known_by(name))?);
        exact.or_else(compared).copied()
    }
}
