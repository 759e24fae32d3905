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
        100;D0AAALL;Acme Queue PVU License + SW S&S 12 Mo;\"1,200\";2020-01-01;2020-12-31;73,25;EUR\n\
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
            "D0AAFLL other - Licence 2020-01-01 -",
        ]
    );
    assert_eq!(prices(&batch), ["D0AAALL - 73.25 EUR"]);
    assert_eq!(codes(&batch), ["NoLicence 6", "NotADate 6", "NotANumber 7"]);
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

/// The entitlements that come out of these files, given one by one, and what is said of them.
fn credited(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let read = |(path, text): &(&str, &str)| {
        let mut intake = crate::Intake::new(path, crate::Limits::default());
        intake.begin(path, None);
        intake.push(text.as_bytes());
        intake.finish()
    };
    let imported = crate::join(files.iter().map(read).collect(), &crate::Choices::default());
    let table = imported.tables.iter().find(|(name, _)| *name == "entitlements.csv");
    let rows = table.map_or("", |(_, text)| text).lines().skip(1);
    let row = |line: &str| line.split(',').take(2).collect::<Vec<_>>().join(" ");
    let said = imported.findings.sorted().into_iter().map(|finding| finding.message);
    (rows.map(row).collect(), said.filter(|message| !message.contains("no export")).collect())
}

#[test]
fn what_is_bought_is_credited_to_the_product_and_metric_that_are_counted() {
    let used = (
        "use.csv",
        "date,name,id,metricName,metricQuantity,clusterId\n2025-01-01,Acme Queue,0a,PROCESSOR_VALUE_UNIT,70,c1\n",
    );
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
