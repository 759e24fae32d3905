//! The products of tables, by what lists may call them.

use crate::order::Map;
use crate::read::Tables;
use crate::read::rows::{Metric, ProductRow};

use super::Line;

/// A name however it is capitalised and spaced.
fn folded(name: &str) -> String {
    let name = name.trim_start_matches('\u{FEFF}');
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A product's name as compared: IBM's own name is written before it or not, marks of trade are left away.
pub fn known_by(name: &str) -> String {
    let plain = folded(&name.replace(['®', '™'], " "));
    plain.strip_prefix("ibm ").map(str::to_owned).unwrap_or(plain)
}

/// The name before a version at its end: `IBM MQ 9.3`, `IBM MQ V9`.
pub fn without_version(name: &str) -> Option<&str> {
    let (before, last) = name.trim().rsplit_once(' ')?;
    let lettered = last.strip_prefix(['v', 'V']);
    let version = lettered.unwrap_or(last);
    let numbers = version.bytes().all(|byte| byte.is_ascii_digit() || b".x".contains(&byte));
    let is_version = numbers && version.starts_with(|c: char| c.is_ascii_digit());
    (is_version && (lettered.is_some() || version.contains('.'))).then_some(before)
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
    /// Those that differ in capitals and spaces only.
    folded: Map<String, Vec<&'t str>>,
    /// Those that are compared as the same.
    compared: Map<String, Vec<&'t str>>,
}

/// What a name may stand for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found<'k, 't> {
    None,
    One(Product<'t>),
    /// Which is meant cannot be told.
    Several(&'k [&'t str]),
}

impl Product<'_> {
    /// What a line is of, and by what, if that is another metric than the product's.
    pub fn by_other(&self, line: &Line) -> Option<String> {
        let (what, counted) = (&line.what, self.metric.as_str());
        let by = line.metric.as_deref().filter(|by| *by != counted)?;
        let of_ours = ["PVU", "VPC", "RVU_MAPC"].contains(&by);
        let and = if of_ours { format!(", and counted in {counted}") } else { String::new() };
        Some(format!("{what} ({by}{and})"))
    }
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
        let (mut folded_names, mut compared) = (Map::new(), Map::new());
        for name in exact.keys() {
            folded_names.entry(folded(name)).or_insert_with(Vec::new).push(*name);
            compared.entry(known_by(name)).or_insert_with(Vec::new).push(*name);
        }
        Self { exact, folded: folded_names, compared }
    }

    /// The product of the first name that one has. Of two that differ in their metric it is that of the metric stated,
    /// which then stands behind the name.
    pub fn find(&self, names: &[String], metric: Option<&str>) -> Found<'_, 't> {
        let short = names.iter().filter_map(|name| without_version(name));
        let mut found = names.iter().map(String::as_str).chain(short).map(|name| self.named(name));
        let one = found.clone().find(|found| matches!(found, Found::One(_)));
        let Some(Found::One(product)) = one else {
            return found.find(|found| matches!(found, Found::Several(_))).unwrap_or(Found::None);
        };
        let other = metric.filter(|metric| *metric != product.metric.as_str());
        match other.map(|metric| self.named(&format!("{} ({metric})", product.name))) {
            Some(Found::One(by_metric)) => Found::One(by_metric),
            _ => Found::One(product),
        }
    }

    /// As it is written, else however it is capitalised, else with IBM's name before it or not.
    fn named(&self, name: &str) -> Found<'_, 't> {
        if let Some(product) = self.exact.get(name) {
            return Found::One(*product);
        }
        let named = self.folded.get(&folded(name)).or_else(|| self.compared.get(&known_by(name)));
        match named.map(Vec::as_slice) {
            None => Found::None,
            Some([one]) => self.exact.get(one).map_or(Found::None, |product| Found::One(*product)),
            Some(several) => Found::Several(several),
        }
    }
}
