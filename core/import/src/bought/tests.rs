use crate::Batch;
use crate::facts::{Entitlement, EntitlementKind, Metric};
use crate::kind::Kind;
use crate::reading::{batch, codes, of_bytes, samples};

/// Part or product, metric, quantity, kind and days of each entitlement.
fn bought(batch: &Batch) -> Vec<String> {
    let day = |day: Option<subcap_core::calendar::Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let of = |e: &Entitlement| {
        let what = e.part.as_ref().or(e.product.as_ref()).map_or("-", |name| name);
        let metric = e.metric.as_ref().map_or("-", |metric| metric.column().unwrap_or("other"));
        let quantity = e.quantity.map_or("-".to_owned(), |quantity| quantity.to_string());
        format!("{what} {metric} {quantity} {:?} {} {}", e.kind, day(e.from), day(e.to))
    };
    batch.facts.entitlements.iter().map(of).collect()
}

fn prices(batch: &Batch) -> Vec<String> {
    let some = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("-").to_owned();
    let prices = batch.facts.prices.iter();
    prices
        .map(|p| {
            let what = p.part.as_ref().or(p.product.as_ref()).map_or("-", |name| name);
            format!("{what} {} {} {}", some(&p.list), some(&p.contract), some(&p.currency))
        })
        .collect()
}

#[test]
fn the_file_of_part_numbers_that_ilmt_takes() {
    let text = "\u{FEFF}\"Sale order date\",\"Part number\",\"Part description\",\"Coverage dates\",\"Order type\"\r\n\
        \"05 Mar 2011\",\"D0AAALL\",\"Acme Queue Processor Value Unit (PVU) License + SW Subscription & Support 12 Months\",\"Start date 01 Jan 2011\n End date 31 Dec 2011\",\"New Licenses\"\r\n\
        \"05 Mar 2011\",\"E0AAALL\",\"Acme Queue PVU Annual SW Subscription & Support Renewal\",\"\",\"Renewal\"\r\n\
        \"05 Mar 2011\",\"D0AABLL\",\"Acme Queue VPC Monthly License\",\"01 Jan 2011 - 31 Jan 2011\",\"Licenses\"\r\n\
        \"\",\"D0AACLL\",\"\",\"\",\"Licenses\"\r\n";
    let batch = batch(&[("pa.csv", text)]);
    assert_eq!(batch.seen[0].kind, Kind::Entitlements);
    assert_eq!(
        bought(&batch),
        [
            "D0AAALL PVU - Licence 2011-01-01 -",
            "D0AABLL VPC - Subscription 2011-01-01 2011-01-31",
            "D0AACLL - - Unknown - -"
        ]
    );
    assert_eq!(batch.seen[0].detail, "1 licence, 1 for a term, 1 of unknown kind, 1 line other");
    // The record with a line break in a field is one row, and the next ones keep their lines.
    assert_eq!(batch.facts.entitlements[1].origin.row, 5);
    assert!(batch.findings.is_empty());
}

#[test]
fn orders_by_part_number() {
    let text = "Site number;Part Number;Part Description;Quantity;Start Date;End Date;Unit price;Currency\n\
        100;D0AAALL;Acme Queue PVU License + SW S&S 12 Mo;1.200;2020-01-01;2020-12-31;73,25;EUR\n\
        100;E0AAALL;ACME QUEUE PVU ANNUAL SW S&S RNWL;1.200;01.01.2021;31.12.2021;12,50;EUR\n\
        100;E0AABLL;Acme Queue PVU SW S&S Reinstatement 12 Months;10;2021-01-01;;1;EUR\n\
        100;D0AADLL;Acme Queue VPC Initial Fixed Term License + SW S&S 12 Months;5;2020-03-31;;;\n\
        100;D0AAELL;Acme Queue 10 Processor Value Units (PVUs) from Acme Post Trade Up License + SW S&S;7;02/03/2020;2021-01-01;;\n\
        100;D0AAFLL;Acme Queue Authorized User License + SW S&S 12 Mo;many;2020-01-01;;;\n\
        ;;;1207;;;;\n";
    let batch = batch(&[("orders.csv", text)]);
    assert_eq!(
        bought(&batch),
        [
            "D0AAALL PVU 1200 Licence 2020-01-01 -",
            "E0AAALL PVU 1200 Renewal 2021-01-01 -",
            "E0AABLL PVU 10 Reinstatement 2021-01-01 -",
            "D0AADLL VPC 5 Subscription 2020-03-31 2021-03-30",
            "D0AAELL PVU 7 TradeUp 2020-03-02 -",
        ]
    );
    assert_eq!(prices(&batch), ["D0AAALL - 73.25 EUR"]);
    assert_eq!(codes(&batch), ["NoLicence 6", "NoLicence 6", "NotADate 6", "NotANumber 7"]);
    assert_eq!(batch.facts.entitlements[0].site.as_deref(), Some("100"));
}

#[test]
fn the_inventory_by_product() {
    let text = "Program,Agreement number,Site number,Customer name,Brand,Current Product,Software License or Appliance Quantity,Active Subscription & Support Quantity,Active S&S end date,Active subscription license quantity,Deployed quantity\n\
        Passport Advantage,1,7,Acme,WebSphere,Acme Queue Processor Value Unit (PVU),\"12,000\",\"1,000\",2024-12-31,,\n\
        Passport Advantage,1,7,Acme,Cloud,Acme Pak Virtual Processor Core,0,0,,40,\n\
        Passport Advantage,1,7,Acme,Cloud,Acme Box,,,,,3\n\
        Passport Advantage,1,7,Acme,Cloud,,5,,,,\n";
    let batch = batch(&[("inventory.csv", text)]);
    assert_eq!(bought(&batch), ["Acme Queue PVU 12000 Licence - -", "Acme Pak VPC 40 Subscription - -"]);
    assert_eq!(
        batch.facts.entitlements[0].description.as_deref(),
        Some("Acme Queue Processor Value Unit (PVU)")
    );
    assert_eq!(codes(&batch), ["Empty 5"]);
}

#[test]
fn a_bare_list_and_what_a_dictionary_tells_of_it() {
    let read = batch(&[("parts.txt", "D0AAALL\nE0AAALL\n")]);
    assert_eq!(bought(&read), ["D0AAALL - - Unknown - -", "E0AAALL - - Unknown - -"]);
    assert_eq!(read.facts.entitlements[1].origin.row, 2);
    let mut line = read.facts.entitlements[1].clone();
    let mut names = crate::facts::Names::default();
    line.to = Some(subcap_core::calendar::Day::parse(b"2020-01-01").unwrap());
    super::told_by(&mut line, "Acme Queue PVU License + SW S&S", &mut names);
    assert_eq!((line.kind, line.metric, line.to), (EntitlementKind::Licence, Some(Metric::Pvu), None));
    // A word is no part number.
    assert_eq!(batch(&[("x.txt", "NOTHALL\nD0AAALL\n")]).seen[0].kind, Kind::Unknown);
}

#[test]
fn purchases_of_other_tools() {
    let text = "Purchase order no,Description,Part no./SKU,Purchase quantity,Effective quantity,Unit price,Currency,Purchase date,Purchase type,Publisher,Expiry date\n\
        P1,Acme Queue,Q1,2,200,\"1,234.50\",USD,2020-05-06,Software,IBM,\n\
        P2,Acme Queue support,Q2,2,200,5,USD,2020-05-06,Software maintenance,IBM,2021-05-05\n\
        P3,Acme Pak,Q3,4,4,9,USD,2020-05-06,Software subscription,IBM,2021-05-05\n";
    let batch = batch(&[("purchases.csv", text)]);
    assert_eq!(
        bought(&batch),
        [
            "Q1 - 200 Licence 2020-05-06 -",
            "Q2 - 200 Renewal 2020-05-06 -",
            "Q3 - 4 Subscription 2020-05-06 2021-05-05"
        ]
    );
    assert_eq!(prices(&batch), ["Q1 - 1234.50 USD"]);
}

#[test]
fn a_row_that_explains_the_columns_is_no_purchase() {
    let text = "sku,product_name,metric,acquired_licenses,unit_price,maintenance_start\n\
        Part number,Name of the product,Metric of the licence,Number of licences,Price,Date\n\
        Q1,Acme Queue,PVU,100,9.50,2020-01-01\n";
    let read = batch(&[("acquiredRights.csv", text)]);
    assert_eq!(bought(&read), ["Q1 PVU 100 Licence - -"]);
    assert_eq!(read.seen[0].detail, "1 licence, 1 line other");
    assert!(read.findings.is_empty(), "{:?}", codes(&read));
}

#[test]
fn unit_prices() {
    let read = batch(&[(
        "prices.csv",
        "Part number;Unit price (EUR)\nD0AAALL;1.234\nD0AABLL;73,25\n;5\nD0AACLL;free\n",
    )]);
    assert_eq!(read.seen[0].kind, Kind::Prices);
    assert_eq!(prices(&read), ["D0AAALL 1234 - EUR", "D0AABLL 73.25 - EUR"]);
    assert_eq!(codes(&read), ["Empty 4", "NotANumber 5"]);

    let unclear = batch(&[(
        "prices.csv",
        "product,metric,unit price,currency\nAcme Queue,PVU,\"1,234\",USD\nAcme Pak,VPC,$7,\n",
    )]);
    assert_eq!(prices(&unclear), ["Acme Pak 7 - USD"]);
    assert_eq!(codes(&unclear), ["NotANumber 2"]);

    let both = batch(&[(
        "p.csv",
        "product,price,type,date\nAcme Queue,80.00,list,2025-01-01\nAcme Queue,60.00,contract,2025-01-01\n",
    )]);
    assert_eq!(prices(&both), ["Acme Queue 80.00 - -", "Acme Queue - 60.00 -"]);
    assert_eq!(both.facts.prices[0].as_of.unwrap().to_string(), "2025-01-01");
}

#[test]
fn what_is_no_list_of_purchases_is_not_taken_for_one() {
    for header in [
        "\"Row No.\",\"Product Name\",\"Part Number\",\"Is Imported\",\"Comments\"",
        "Product Name,Metric Quantity,Quantity",
        "name,quantity",
        "",
    ] {
        assert_ne!(
            batch(&[("x.csv", &format!("{header}\na,b,c,d,e\n"))]).seen[0].kind,
            Kind::Entitlements,
            "{header}"
        );
    }
}

#[test]
fn acquired_rights_of_optisam() {
    let Some(files) = samples("optisam") else { return };
    let rights: Vec<(&str, Vec<u8>)> = files
        .iter()
        .filter(|(path, _)| path.contains("acquiredRights"))
        .map(|(path, bytes)| (path.as_str(), bytes.clone()))
        .collect();
    let batch = of_bytes(&rights);
    assert_eq!(batch.facts.entitlements.len(), 21);
    assert_eq!(bought(&batch)[0], "oracle_wl_1_ops other 500 Licence - -");
    assert_eq!(prices(&batch)[0], "oracle_wl_1_ops - 100 -");
    assert!(batch.findings.is_empty(), "{:?}", codes(&batch));
}

/// Quantities of a list with these cells, and what is said.
fn quantities(cells: &[&str]) -> (Vec<u64>, Vec<String>) {
    let rows: String = cells.iter().map(|cell| format!("Acme Queue;{cell};PVU\n")).collect();
    let read = batch(&[("list.csv", &format!("Product name;Quantity;Metric\n{rows}"))]);
    let said = codes(&read);
    (read.facts.entitlements.iter().filter_map(|line| line.quantity).collect(), said)
}

#[test]
fn quantities_with_decimals_are_told_from_groups_by_the_list() {
    let cases: [(&[&str], &[u64], &[&str]); 9] = [
        // What can only be decimals is no thousand.
        (&["0.500"], &[], &["NotANumber 2"]),
        (&["1,000.00", "1.000,00", "1234,000"], &[1000, 1000, 1234], &[]),
        // Another cell shows the mark.
        (&["40.000", "12.50", "7.00"], &[40, 7], &["NotANumber 3"]),
        (&["1.333", "2.0"], &[2], &["NotANumber 2"]),
        (&["40.000", "1,5"], &[40_000], &["NotANumber 3"]),
        // Who pads one number with zeros pads all.
        (&["1,000", "40"], &[1000, 40], &[]),
        // Nothing shows it.
        (&["40.000", "50.000"], &[40_000, 50_000], &["NotANumber 2"]),
        (&["1.333", "40"], &[1333, 40], &["NotANumber 2"]),
        // Credits are said once.
        (&["40", "-10", "(10)", "-1"], &[40], &["NotANumber 3", "NotANumber 4", "NotANumber 5"]),
    ];
    for (cells, read, said) in cases {
        assert_eq!(
            quantities(cells),
            (read.to_vec(), said.iter().map(|&code| code.to_owned()).collect()),
            "{cells:?}"
        );
    }
    // Prices show the mark of a list, too.
    let text = "Product name;Quantity;Unit price\nAcme Queue;40.000;1.50\n";
    assert_eq!(batch(&[("list.csv", text)]).facts.entitlements[0].quantity, Some(40));
}

#[test]
fn prices_paid_that_are_doubtful_or_nothing() {
    let text = "Product name,Quantity,Unit price,Currency\nAcme Queue,4,\"1,500\",USD\nAcme Pak,4,0,USD\nAcme Box,4,5,Quid\n";
    let read = batch(&[("list.csv", text)]);
    assert!(read.facts.prices.is_empty());
    assert_eq!(codes(&read), ["NotANumber 2", "UnknownWord 4"]);
}

#[test]
fn every_price_has_its_own_currency() {
    let price = |header: &str, row: &str| {
        let read = batch(&[("p.csv", &format!("Product,Metric,{header}\nAcme Queue,VPC,{row}\n"))]);
        (prices(&read), codes(&read))
    };
    let two = (vec!["Acme Queue 1000 - USD".to_owned(), "Acme Queue - 700 EUR".to_owned()], Vec::new());
    assert_eq!(price("List price (USD),Contract price (EUR)", "1000,700"), two);
    let two = (vec!["Acme Queue 1000.00 - USD".to_owned(), "Acme Queue - 700.00 EUR".to_owned()], Vec::new());
    assert_eq!(price("List price,Contract price", "\"1000,00 $\",\"700,00 €\""), two);
    for (word, code) in [("Euro", "EUR"), ("US Dollars", "USD"), ("swiss francs", "CHF"), ("eur", "EUR")] {
        let one = (vec![format!("Acme Queue 1000 - {code}")], Vec::new());
        assert_eq!(price("List price,Currency", &format!("1000,{word}")), one);
    }
    assert_eq!(price("List price,Currency", "1000,Quid"), (Vec::new(), vec!["UnknownWord 2".to_owned()]));
    assert_eq!(
        price("List price,Contract price", "0.00,5"),
        (vec!["Acme Queue - 5 -".to_owned()], vec!["OutOfRange 2".to_owned()])
    );
}

#[test]
fn the_end_of_coverage_is_kept_apart() {
    let end = |header: &str| {
        let text = format!("Product name,Quantity,{header}\nAcme Queue,40,2020-01-01,2021-12-31\n");
        batch(&[("list.csv", &text)]).facts.entitlements[0].coverage
    };
    assert!(end("Coverage Start Date,Coverage End Date"));
    assert!(!end("Start Date,End Date"));
}

#[test]
fn a_list_of_other_orders_is_not_used() {
    let read = batch(&[("list.csv", "Order type,Part number,Quantity\nNew,D0AAALL,4\nRenewal,D0AABLL,4\n")]);
    assert!(matches!(&read.seen[0].used, crate::Use::Not(_)));
    assert_eq!(codes(&read), ["NotUsed 2"]);
}

/// The entitlements that come out of these files, given one by one, and what is said of them.
fn credited(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let imported = joined(files);
    let said = imported.findings.sorted().into_iter().map(|finding| finding.message);
    (
        rows(&imported, "entitlements.csv", 0..2),
        said.filter(|message| !message.contains("no export")).collect(),
    )
}

/// These cells of each row of a table.
fn rows(imported: &crate::Imported, table: &str, cells: std::ops::Range<usize>) -> Vec<String> {
    let table = imported.tables.iter().find(|(name, _)| *name == table);
    let rows = table.map_or("", |(_, text)| text).lines().skip(1);
    let row = |line: &str| line.split(',').skip(cells.start).take(cells.len()).collect::<Vec<_>>().join(" ");
    rows.map(row).collect()
}

fn joined(files: &[(&str, &str)]) -> crate::Imported {
    let read = |(path, text): &(&str, &str)| {
        let mut intake = crate::Intake::new(path, crate::Limits::default());
        intake.begin(path, None);
        intake.push(text.as_bytes());
        intake.finish()
    };
    crate::join(files.iter().map(read).collect(), &crate::Choices::default())
}

const USED: (&str, &str) = (
    "use.csv",
    "date,name,id,metricName,metricQuantity,clusterId\n2025-01-01,Acme Queue,0a,PROCESSOR_VALUE_UNIT,70,c1\n",
);

/// List and contract price of the one product that is used, and what is said, with this list of prices.
fn price(list: &str) -> (String, Vec<String>) {
    let imported = joined(&[USED, ("p.csv", list)]);
    let said = imported.findings.sorted().into_iter().filter(|finding| finding.file == "p.csv");
    let prices = rows(&imported, "products.csv", 3..5).concat();
    (prices, said.map(|finding| finding.message).collect())
}

#[test]
fn only_what_a_unit_of_a_licence_costs_is_its_price() {
    let of = |rows: &str| price(&format!("Part number,Description,Price\n{rows}"));
    let licence = "D0AAALL,IBM Acme Queue Processor Value Unit (PVU) License + SW Subscription & Support 12 Months,100\n";
    let renewal =
        "E0AAALL,Acme Queue Processor Value Unit (PVU) Annual SW Subscription & Support Renewal,20\n";
    let monthly = "D0AACLL,Acme Queue Processor Value Unit (PVU) Monthly License,6\n";
    let pack = "D0AADLL,Acme Queue 10 Processor Value Units (PVUs) License + SW S&S,1000\n";
    let other = "D0AAELL,Acme Queue Virtual Processor Core License + SW S&S,9000\n";
    assert_eq!(of(licence), ("100 ".to_owned(), Vec::new()));
    let (prices, said) = of(&format!("{licence}{renewal}{monthly}"));
    assert_eq!(prices, "100 ");
    assert_eq!(
        said,
        ["prices of support, or of the right to use for a term, are not used: D0AACLL, E0AAALL"]
    );
    let (prices, said) = of(&format!("{pack}{other}"));
    assert_eq!(prices, " ");
    assert!(said[0].contains("prices of packs are not used"), "{said:?}");
    assert!(said[1].contains("by another metric"), "{said:?}");
    let (prices, said) = price("Product,Price,Type\nAcme Queue,100,License\nAcme Queue,20,Maintenance\n");
    assert_eq!((prices.as_str(), said.len()), ("100 ", 1), "{said:?}");
}

#[test]
fn names_with_marks_and_versions_are_those_of_the_product() {
    for name in ["Acme Queue 9.3", "IBM® Acme Queue", "IBM Acme Queue™ V9"] {
        assert_eq!(price(&format!("Product,Price\n{name},100\n")).0, "100 ", "{name}");
    }
    assert_eq!(price("Product,Price\nAcme Queue 9,100\n").0, " ");
}

#[test]
fn a_price_that_has_ended_is_not_the_latest() {
    let header = "Product,Price,Valid from,Valid to\n";
    let ended = "Acme Queue,90,2024-01-01,2024-06-30\n";
    let holds = "Acme Queue,100,2023-07-01,2025-12-31\n";
    for rows in [format!("{ended}{holds}"), format!("{holds}{ended}")] {
        assert_eq!(price(&format!("{header}{rows}")), ("100 ".to_owned(), Vec::new()));
    }
    let (prices, said) = price(&format!("{header}{ended}"));
    assert_eq!(prices, "90 ");
    assert_eq!(said, ["this price of Acme Queue has ended, and no later one is known: it stands"]);
}

#[test]
fn what_is_doubtful_about_a_purchase_is_said() {
    let bought = |header: &str, row: &str| {
        let (rows, said) = {
            let imported = joined(&[USED, ("pa.csv", &format!("{header}\n{row}\n"))]);
            let said = imported.findings.sorted().into_iter().filter(|finding| finding.file == "pa.csv");
            (rows(&imported, "entitlements.csv", 1..4), said.map(|found| found.message).collect::<Vec<_>>())
        };
        (rows.concat(), said.join("; "))
    };
    let parts = "Part number,Part description,Quantity,Order date";
    let (row, said) = bought(parts, "D0AAALL,Acme Queue PVU Monthly License,40,2024-01-01");
    assert_eq!(row, "40 2024-01-01 ");
    assert!(said.contains("a term whose end is not stated"), "{said}");
    let term = "D0AAALL,Acme Queue PVU Initial Fixed Term License + SW S&S 12 Months,40,2024-06-15";
    assert_eq!(bought(parts, term), ("40 2024-06-15 2025-06-14".to_owned(), String::new()));
    let (row, said) =
        bought(parts, "D0AAALL,Acme Queue PVU from Acme Post PVU Trade Up License + SW S&S,7,2024-01-01");
    assert_eq!(row, "7 2024-01-01 ");
    assert!(said.contains("the licences of Acme Post that were given up"), "{said}");
    let dated = "Acme Queue,40,2020-01-01,2021-12-31";
    let (row, said) = bought("Product name,Quantity,Coverage Start Date,Coverage End Date", dated);
    assert_eq!(row, "40 2020-01-01 ");
    assert!(said.contains("taken for that of support"), "{said}");
    let (row, said) = bought("Product name,Quantity,Start Date,End Date", dated);
    assert_eq!(row, "40 2020-01-01 2021-12-31");
    assert!(said.contains("what it grants is not stated"), "{said}");
    let renewal = "D0AAALL,Acme Queue PVU Subscription License Renewal,40,2025-01-01,2025-12-31";
    let (row, _) = bought("Part number,Part description,Quantity,Start Date,End Date", renewal);
    assert_eq!(row, "40 2025-01-01 2025-12-31");
}

#[test]
fn lists_of_which_nothing_is_used_are_told() {
    let told = |text: &str| joined(&[USED, ("list.csv", text)]).bought.refused.clone();
    assert_eq!(
        told("Part number,Part description,Quantity\nE0A,Acme Queue PVU Annual SW S&S Renewal,4\n"),
        ["list.csv"]
    );
    assert_eq!(told("Product name,Quantity\nAcme Queue,4\n"), [""; 0]);
}

#[test]
fn what_is_bought_is_credited_to_the_product_and_metric_that_are_counted() {
    let used = USED;
    let parts = (
        "part_numbers.csv",
        "Row No.,Product Name,Part Number,Is Imported,Comments\n\
         1,Acme Queue,D1111LL,No,Acme Queue 100 Processor Value Units (PVUs) LIC + SW S&S 12 MO\n",
    );
    let orders = |rows: &str| format!("Part number,Part description,Quantity,Order date\n{rows}");

    // A part that the dictionary does not have: the description names the product.
    let unknown =
        orders("D0777LL,Acme Queue Processor Value Unit (PVU) License + SW S&S 12 Months,500,2023-01-05\n");
    let (rows, said) = credited(&[used, parts, ("pa.csv", &unknown)]);
    assert_eq!(rows, ["Acme Queue 500"], "{said:?}");

    let (rows, said) = credited(&[used, parts, ("pa.csv", "Part number,Quantity\nD1111LL,2\n")]);
    assert_eq!(rows, ["Acme Queue 2"]);
    assert!(said.iter().any(|message| message.contains("a unit of this part is 100 units")), "{said:?}");

    let other =
        orders("D0888LL,Acme Queue Virtual Processor Core License + SW S&S 12 Months,500,2023-01-05\n");
    let (rows, said) = credited(&[used, ("pa.csv", &other)]);
    assert_eq!(rows, [""; 0]);
    assert!(said.iter().any(|message| message.contains("VPC, and counted in PVU")), "{said:?}");
}

#[test]
fn titles_stand_above_the_header() {
    let text = "Passport Advantage Online\nEntitlements of Acme Corp, all sites\n\nPart number,Part description,Quantity\n\
        D0AAALL,Acme Queue Processor Value Unit (PVU) License + SW S&S 12 Mo,100\n";
    let read = batch(&[("pa.csv", text)]);
    assert_eq!(bought(&read), ["D0AAALL PVU 100 Licence - -"]);
    assert_eq!(read.facts.entitlements[0].origin.row, 5);
    assert_eq!(crate::tell("pa.csv", text.as_bytes()), Kind::Entitlements);
}
