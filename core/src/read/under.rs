//! Tables over tables: what one says of a thing replaces all that another says of the same thing.

use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Set};
use crate::units::Currency;

use super::join::Shift;
use super::rows::{Place, ProductRow, RunsOn, Tables};

impl Tables {
    /// Takes over the rows of other tables that speak of nothing these ones speak of: hosts, vms, pools, products,
    /// items of evidence, entitlements of a product, and installs of a product on a machine, each by its name. Only a
    /// price that a product's own row leaves empty is taken over, with its place.
    pub(super) fn put_over(&mut self, mut under: Self) {
        self.end_runs();
        under.end_runs();
        let runs_on = |tables: &Self, on: RunsOn| match on {
            RunsOn::Vm(vm) => (true, tables.vms.name(vm).to_owned()),
            RunsOn::Host(host) => (false, tables.hosts.name(host).to_owned()),
        };
        let install = |tables: &Self, product: u32, on: RunsOn| {
            (tables.product_names.name(product).to_owned(), runs_on(tables, on))
        };
        keep_new(
            &self.host_rows,
            &mut under.host_rows,
            |row| self.hosts.name(row.host),
            |row| under.hosts.name(row.host),
        );
        keep_new(
            &self.placements,
            &mut under.placements,
            |row| self.vms.name(row.vm),
            |row| under.vms.name(row.vm),
        );
        keep_new(
            &self.pools,
            &mut under.pools,
            |row| self.pool_names.name(row.pool),
            |row| under.pool_names.name(row.pool),
        );
        self.fill_prices(&under);
        keep_new(
            &self.products,
            &mut under.products,
            |row| self.product_names.name(row.product),
            |row| under.product_names.name(row.product),
        );
        keep_new(
            &self.entitlements,
            &mut under.entitlements,
            |row| self.product_names.name(row.product),
            |row| under.product_names.name(row.product),
        );
        keep_new(&self.evidence, &mut under.evidence, |row| row.id.clone(), |row| row.id.clone());
        let mut installs = std::mem::take(&mut under.installs);
        keep_new(
            &self.installs,
            &mut installs,
            |row| install(self, row.product, row.on),
            |row| install(&under, row.product, row.on),
        );
        under.installs = installs;

        let file = u16::try_from(self.files.len()).unwrap_or(u16::MAX);
        let below = under.estate.take();
        self.estate = match (self.estate.take(), below) {
            (Some(own), Some(below)) => Some(own.over(below)),
            (own, below) => own.or(below),
        };
        self.append(under, Shift { file, row: 0 });
    }

    pub(super) fn stated_currency(&self) -> Option<Currency> {
        self.estate.as_ref().and_then(|estate| estate.currency)
    }

    /// Prices in tables that name no currency are in the usual one.
    pub(super) fn currency_of_prices(&self) -> Option<Currency> {
        let priced = self.products.iter().any(|row| row.list_price.or(row.contract_price).is_some());
        self.stated_currency().or(priced.then(Currency::usd))
    }

    /// Prices of other tables are left out if they are in another currency than these; it is said at the first.
    pub(super) fn keep_prices_apart(&self, under: &mut Self, findings: &mut Findings) {
        let both = self.currency_of_prices().zip(under.stated_currency());
        let Some((own, other)) = both.filter(|(own, other)| own != other) else { return };
        let priced = |row: &ProductRow| row.list_price.or(row.contract_price).is_some();
        if let Some(first) = under.products.iter().find(|row| priced(row)) {
            let (one, other) = (own.code(), other.code());
            let message = format!("prices are in {one} and in {other}; those in {other} are not used");
            let (file, advice) = (under.file_name(first.place.file), "Give all prices in one currency.");
            let finding = Finding::new(Code::ExportsDiffer, Severity::Warning, file, message, advice);
            findings.push(finding.at(first.place.row));
        }
        for row in &mut under.products {
            (row.list_price, row.contract_price) = (None, None);
        }
        if let Some(estate) = &mut under.estate {
            estate.currency = Some(own);
        }
    }

    fn fill_prices(&mut self, under: &Self) {
        let rows = under.products.iter().map(|row| (under.product_names.name(row.product), row));
        let rows: Map<&str, &ProductRow> = rows.collect();
        for at in 0..self.products.len() {
            let Some(own) = self.products.get(at).cloned() else { continue };
            let Some(other) = rows.get(self.product_names.name(own.product)) else { continue };
            let list_price = own.list_price.or(other.list_price);
            let contract_price = own.contract_price.or(other.contract_price);
            if (list_price, contract_price) == (own.list_price, own.contract_price) {
                continue;
            }
            let both = [self.file_name(own.place.file), under.file_name(other.place.file)];
            let both = format!("{}, row {}; {}", both[0], own.place.row, both[1]);
            let file = self.origin_file(&both);
            let place = file.map_or(own.place, |file| Place { file, row: other.place.row });
            if let Some(row) = self.products.get_mut(at) {
                *row = ProductRow { list_price, contract_price, place, ..own };
            }
        }
    }
}

/// Drops the rows whose key is among those of the rows given.
fn keep_new<Row, Key: Ord>(
    given: &[Row],
    under: &mut Vec<Row>,
    own_key: impl Fn(&Row) -> Key,
    key: impl Fn(&Row) -> Key,
) {
    let keys: Set<Key> = given.iter().map(own_key).collect();
    if !keys.is_empty() {
        under.retain(|row| !keys.contains(&key(row)));
    }
}

#[cfg(test)]
mod tests {
    use crate::read::Reader;

    fn reader(files: &[(&str, &str)]) -> Reader {
        let mut reader = Reader::default();
        for (name, text) in files {
            reader.file(name, text.as_bytes()).unwrap();
        }
        reader
    }

    #[test]
    fn what_the_tables_say_themselves_wins() {
        let mut over = reader(&[
            ("estate.toml", "name = \"ours\"\n"),
            ("vms.csv", "vm,host,cores\nv1,h1,8\n"),
            ("installs.csv", "product,vm,from\np,v1,2025-01-01\n"),
        ]);
        over.lay_under(reader(&[
            ("estate.toml", "as_of = 2025-03-31\nname = \"theirs\"\ncurrency = \"EUR\"\n"),
            ("vms.csv", "vm,host,cores,origin\nv2,h1,4,x.zip/a.csv [VM]#7\nv1,h1,2,x.zip/a.csv [VM]#8\n"),
            ("installs.csv", "product,vm,from\np,v1,2024-01-01\nq,v1,2024-01-01\n"),
        ]));
        let (tables, findings) = over.finish().unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        let estate = tables.estate.clone().unwrap();
        assert_eq!((estate.name.as_str(), estate.currency.map(|c| c.code())), ("ours", Some("EUR")));
        let placed: Vec<_> = tables
            .placements
            .iter()
            .map(|p| (tables.vms.name(p.vm), p.cores.get(), tables.file_name(p.place.file), p.place.row))
            .collect();
        assert_eq!(placed, [("v1", 8000, "vms.csv", 2), ("v2", 4000, "x.zip/a.csv [VM]", 7)]);
        let installs: Vec<_> = tables.installs.iter().map(|i| tables.product_names.name(i.product)).collect();
        assert_eq!(installs, ["p", "q"]);
    }

    #[test]
    fn prices_in_two_currencies_stay_apart() {
        let mut over = reader(&[("products.csv", "product,metric,list_price\np,PVU,9\nq,PVU,\n")]);
        let theirs = "product,metric,list_price,contract_price,origin\n\
            p,PVU,8,7,x.csv#4\nq,PVU,6,,x.csv#5\nr,PVU,5,,x.csv#6\n";
        over.lay_under(reader(&[
            ("estate.toml", "as_of = 2025-03-31\ncurrency = \"EUR\"\n"),
            ("products.csv", theirs),
        ]));
        let (tables, findings) = over.finish().unwrap();
        let said: Vec<_> = findings.sorted().into_iter().map(|f| (f.file, f.row, f.message)).collect();
        let message = "prices are in USD and in EUR; those in EUR are not used".to_owned();
        assert_eq!(said, [("x.csv".to_owned(), Some(4), message)]);
        assert_eq!(tables.stated_currency().map(|currency| currency.code()), Some("USD"));
        let prices =
            tables.products.iter().map(|row| (row.list_price.is_some(), row.contract_price.is_some()));
        assert_eq!(prices.collect::<Vec<_>>(), [(true, false), (false, false), (false, false)]);
    }

    #[test]
    fn every_placement_keeps_its_own_place() {
        let text = "vm,host,cores,from,to,origin\n\
            v1,h1,2,2025-01-01,2025-01-01,a.csv#7\nv2,h1,2,2025-01-01,2025-01-01,a.csv#7\n\
            v1,h1,4,2025-01-02,2025-01-02,b.csv#9\nv2,h1,4,2025-01-02,2025-01-02,b.csv#9\n";
        let (tables, _) = reader(&[("vms.csv", text)]).finish().unwrap();
        let places: Vec<_> =
            tables.placements.iter().map(|p| (tables.file_name(p.place.file), p.place.row)).collect();
        assert_eq!(places, [("a.csv", 7), ("b.csv", 9), ("a.csv", 7), ("b.csv", 9)]);
    }

    #[test]
    fn a_finding_names_the_export() {
        let text = "host,cores,origin\nh1,many,rv.csv [Host]#12\nh2,4,rv.csv\n";
        let (tables, findings) = reader(&[("hosts.csv", text)]).finish().unwrap();
        let seen: Vec<_> = findings.sorted().into_iter().map(|f| (f.file, f.row)).collect();
        assert_eq!(seen, [("rv.csv [Host]".to_owned(), Some(12))]);
        assert_eq!(tables.file_name(tables.host_rows[0].place.file), "hosts.csv");
    }
}
