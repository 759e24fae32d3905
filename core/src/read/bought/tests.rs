use super::{Bought, Entitled, Line, Priced};
use crate::read::{Reader, Table, Tables};

fn line(file: &str, row: u32, name: &str) -> Line {
    let (what, names) = (name.to_owned(), vec![name.to_owned()]);
    Line { file: file.to_owned(), row, origin: format!("{file}#{row}"), what, names, metric: None }
}

fn entitled(row: u32, name: &str, metric: &str) -> Entitled {
    let mut line = line("bought.csv", row, name);
    line.metric = (!metric.is_empty()).then(|| metric.to_owned());
    Entitled { line, quantity: Some("7".to_owned()), ..Entitled::default() }
}

fn priced(row: u32, name: &str, contract: &str, currency: Option<&str>) -> Priced {
    let line = line("list.csv", row, name);
    let currency = currency.map(str::to_owned);
    Priced { line, contract: contract.to_owned(), currency, ..Priced::default() }
}

/// Beside these products, over exports that name none.
fn beside(products: &str, bought: Bought) -> (Tables, Vec<String>) {
    let mut reader = Reader::default();
    reader.file("products.csv", products.as_bytes()).unwrap();
    let mut under = Reader::default();
    under.file("estate.toml", b"as_of = 2025-12-31\n").unwrap();
    reader.lay_under(under);
    // As another module hands it over.
    let bought = serde_json::to_value(&bought).unwrap();
    reader.also_bought(Bought::handed_over(Some(&bought)).unwrap());
    let (tables, findings) = reader.finish().unwrap();
    let said =
        findings.sorted().into_iter().map(|found| format!("{}: {}", found.row.unwrap_or(0), found.message));
    (tables, said.collect())
}

fn rows(tables: &Tables, table: Table) -> Vec<String> {
    (0..tables.count(table)).map(|at| tables.written(table, at).unwrap().1.join(",")).collect()
}

#[test]
fn entitlements_find_the_product_of_their_metric() {
    let bought = Bought {
        entitlements: vec![
            entitled(2, "mq", "VPC"),
            entitled(3, "IBM  Suite", ""),
            entitled(4, "part", "User"),
            entitled(5, "Db2", ""),
        ],
        ..Bought::default()
    };
    let products = "product,metric,bundle\nIBM MQ,PVU,\nIBM MQ (VPC),VPC,\nPart,VPC,Suite\n";
    let (tables, said) = beside(products, bought);
    assert_eq!(rows(&tables, Table::Entitlements), ["IBM MQ (VPC),7,,", "Suite,7,,"]);
    let (why, not) = ("of no product that is counted", "bought by another metric than is counted");
    let want = [
        format!("4: entitlements {not} here are not used: part (User)"),
        format!("5: entitlements {why} here are not used: Db2"),
    ];
    assert_eq!(said, want);
    assert!(tables.not_used.is_empty());
}

#[test]
fn prices_fill_what_is_empty_in_the_currency_of_the_tables() {
    let products = "product,metric,list_price,contract_price\nMQ,PVU,,\nDb2,PVU,9,8\n";
    let list = |currency| {
        let prices = vec![priced(2, "IBM MQ", "60", currency), priced(3, "Db2", "1", currency)];
        beside(products, Bought { prices, ..Bought::default() })
    };
    let (tables, said) = list(None);
    assert_eq!(rows(&tables, Table::Products), ["MQ,PVU,yes,,60.00,2000,,", "Db2,PVU,yes,9.00,8.00,2000,,"]);
    assert_eq!(said, ["3: prices of Db2 stand in products.csv; those stated here are not used"]);
    // Prices in the tables are in the usual currency unless they say so.
    let (tables, said) = list(Some("EUR"));
    assert_eq!(rows(&tables, Table::Products)[0], "MQ,PVU,yes,,,2000,,");
    assert_eq!(said[0], "2: prices are in USD and in EUR; this one is not used");
    assert_eq!(tables.not_used.len(), 1);
}

#[test]
fn a_currency_that_nothing_else_states_is_that_of_the_list() {
    let prices = vec![priced(2, "MQ", "60", Some("EUR"))];
    let (tables, said) = beside("product,metric\nMQ,PVU\n", Bought { prices, ..Bought::default() });
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(tables.estate.unwrap().currency.map(|currency| currency.code()), Some("EUR"));
}

#[test]
fn a_price_of_the_list_and_one_of_the_contract_have_dates_of_their_own() {
    let dated = |file: &str, list: &str, contract: &str, as_of: &str| {
        let [list, contract, as_of] = [list, contract, as_of].map(str::to_owned);
        Priced { line: line(file, 2, "IBM MQ"), list, contract, as_of, ..Priced::default() }
    };
    for other_date in ["2024-01-01", ""] {
        let mut prices = vec![
            dated("a.csv", "100", "", "2025-01-01"),
            dated("b.csv", "", "60", other_date),
            dated("c.csv", "90", "", "2024-06-01"),
        ];
        for _ in 0..3 {
            prices.rotate_left(1);
            let bought = Bought { prices: prices.clone(), ..Bought::default() };
            let (tables, said) = beside("product,metric\nIBM MQ,PVU\n", bought);
            assert_eq!(rows(&tables, Table::Products), ["IBM MQ,PVU,yes,100.00,60.00,2000,,"]);
            assert!(said.is_empty(), "{said:?}");
        }
    }
}

#[test]
fn a_price_that_has_ended_is_not_the_latest() {
    let dated = |row, list: &str, as_of: &str, until: &str| {
        let [list, as_of, until] = [list, as_of, until].map(str::to_owned);
        Priced { line: line("p.csv", row, "IBM MQ"), list, as_of, until, ..Priced::default() }
    };
    let ended = || dated(2, "90", "2025-01-01", "2025-06-30");
    let holds = || dated(3, "100", "2024-01-01", "2025-12-31");
    let price = |prices| {
        let mut reader = Reader::default();
        reader.file("products.csv", b"product,metric\nIBM MQ,PVU\n").unwrap();
        reader.file("estate.toml", b"as_of = 2025-12-31\n").unwrap();
        reader.lay_under(Reader::default());
        reader.also_bought(Bought { prices, ..Bought::default() });
        rows(&reader.finish().unwrap().0, Table::Products)
    };
    assert_eq!(price(vec![ended(), holds()]), ["IBM MQ,PVU,yes,100.00,,2000,,"]);
    assert_eq!(price(vec![holds(), ended()]), ["IBM MQ,PVU,yes,100.00,,2000,,"]);
}

#[test]
fn among_exports_alone_a_list_of_no_product_is_said_and_not_used() {
    let mut reader = Reader::default();
    let mut under = Reader::default();
    under.file("products.csv", b"product,metric\nMQ,PVU\n").unwrap();
    reader.lay_under(under);
    let prices = vec![priced(2, "Db2", "60", None)];
    reader.also_bought(Bought { prices, refused: vec!["old.csv".to_owned()], ..Bought::default() });
    let (tables, findings) = reader.finish().unwrap();
    let not_used: Vec<&str> = tables.not_used.iter().map(|not| not.file.as_str()).collect();
    assert_eq!(not_used, ["list.csv", "old.csv"]);
    assert!(findings.sorted().iter().any(|found| found.message.contains("no price here is of a product")));
}

#[test]
fn names_with_marks_and_versions_are_those_of_the_product() {
    for name in ["IBM® MQ", "IBM MQ 9.3", "MQ™ V9"] {
        let prices = vec![priced(2, name, "60", None)];
        let (tables, _) = beside("product,metric\nIBM MQ,PVU\n", Bought { prices, ..Bought::default() });
        assert_eq!(rows(&tables, Table::Products), ["IBM MQ,PVU,yes,,60.00,2000,,"], "{name}");
    }
}

#[test]
fn a_bundle_whose_members_differ_in_their_metric_gets_no_row() {
    let list = || Bought { prices: vec![priced(2, "Suite", "60", None)], ..Bought::default() };
    let (tables, _) = beside("product,metric,bundle\nA,PVU,Suite\nB,VPC,Suite\n", list());
    assert_eq!(rows(&tables, Table::Products), ["A,PVU,yes,,,2000,Suite,1:1", "B,VPC,yes,,,2000,Suite,1:1"]);
    let (tables, _) = beside("product,metric,bundle\nA,PVU,Suite\nB,PVU,Suite\n", list());
    assert_eq!(rows(&tables, Table::Products)[2], "Suite,PVU,yes,,60.00,2000,,");
}

#[test]
fn prices_by_another_metric_are_said() {
    let mut prices =
        vec![priced(2, "Db2", "60", None), priced(3, "MQ", "5", None), priced(4, "Part", "5", None)];
    prices[1].line.metric = Some("VPC".to_owned());
    prices[2].line.metric = Some("User".to_owned());
    let products = "product,metric\nDb2,PVU\nMQ,PVU\nPart,VPC\n";
    let (tables, said) = beside(products, Bought { prices: prices.clone(), ..Bought::default() });
    let not = "prices by another metric than is counted here are not used";
    assert_eq!(said, [format!("3: {not}: MQ (VPC, and counted in PVU), Part (User)")]);
    assert!(tables.not_used.is_empty());
    // Nor is a list of no others silent.
    let (tables, said) = beside(products, Bought { prices: prices.split_off(2), ..Bought::default() });
    assert_eq!(said, [format!("4: {not}: Part (User)")]);
    assert_eq!(tables.not_used[0].why, "the findings say why");
}

#[test]
fn a_name_is_that_of_the_product_written_most_like_it() {
    let prices = vec![
        priced(2, "mq", "1", None),
        priced(3, "Ibm MQ", "2", None),
        priced(4, "IBM Db2", "3", None),
        priced(5, "IBM TX", "4", None),
    ];
    let products = "product,metric\nIBM MQ,PVU\nMQ,PVU\nDb2,PVU\nTX,PVU\nTx,PVU\n";
    let (tables, said) = beside(products, Bought { prices, ..Bought::default() });
    let want = [
        "IBM MQ,PVU,yes,,2.00,2000,,",
        "MQ,PVU,yes,,1.00,2000,,",
        "Db2,PVU,yes,,3.00,2000,,",
        "TX,PVU,yes,,,2000,,",
    ];
    assert_eq!(rows(&tables, Table::Products)[..4], want);
    assert_eq!(said, ["5: IBM TX could be one of several products (TX, Tx); it is none of them here"]);
}
