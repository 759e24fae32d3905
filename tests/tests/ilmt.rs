//! A real audit snapshot of ILMT 9.2.24, headed in Polish, through the command line. The file is not part of
//! the project; where it is missing the tests say so and pass.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

fn sample() -> Option<String> {
    let found = support::shared("samples/ilmt-9.2.24-pl/audit_snapshot_2021-05-04_reduced.zip");
    if found.is_none() {
        println!("skipped: the sample snapshot is not on this machine");
    }
    found.map(|path: PathBuf| path.display().to_string())
}

fn estimate(args: &[&str]) -> Value {
    let output = support::subcap(&[&["estimate", "--format", "json"], args].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sum of a key over all products in the one quarter there is.
fn sum(report: &Value, key: &str) -> i64 {
    let products = report["products"].as_array().unwrap();
    let of = |product: &Value| {
        let quarters = product["quarters"].as_array().unwrap();
        assert_eq!((quarters.len(), quarters[0]["quarter"].as_str()), (1, Some("2021-Q2")));
        quarters[0][key].as_i64().unwrap()
    };
    products.iter().map(of).sum()
}

#[test]
fn twelve_products_at_sub_capacity_and_at_the_servers_limits() {
    let Some(sample) = sample() else { return };
    let report = estimate(&[&sample]);
    assert_eq!(report["products"].as_array().unwrap().len(), 12);
    assert_eq!((sum(&report, "sub"), sum(&report, "full")), (3940, 4360));
    assert_eq!(report["as_of"], "2021-05-04");
    for reading in report["readings"].as_array().unwrap() {
        for product in reading["products"].as_array().unwrap() {
            // Files were changed and the report was filtered: the snapshot can be disputed, and no more than that.
            let lost = product["quarters"][0]["lost_hosts"].as_u64().unwrap();
            assert!(lost == 0 || reading["name"] != "defended", "the period is measured and reported");
        }
    }
    let findings = report["findings"].as_array().unwrap();
    let says = |words: &str| findings.iter().any(|f| f["message"].as_str().unwrap().contains(words));
    assert!(says("12 of 12 products agree, 3,940 PVU"));
    assert!(says("4 files are as the tool packed them; the signature over the list fits the key beside it"));
    assert!(says("the period given here is 2021-04-25..2021-05-05"));
    // One server's own total is 0 where its computers come to 140: its instance is excluded, and that is what is said.
    let differs = |f: &Value| f["code"] == "total-differs" && f["severity"] != "note";
    assert!(!findings.iter().any(differs));
    assert!(says("IBM DB2 Content Manager: instances are excluded in the tool and not counted"));
}

#[test]
fn prices_and_entitlements_from_tables_beside_it_give_money() {
    let Some(sample) = sample() else { return };
    let tables = tempfile::tempdir().unwrap();
    let write = |name, text| fs::write(tables.path().join(name), text).unwrap();
    write("estate.toml", "currency = \"EUR\"\n");
    write("products.csv", "product,metric,list_price,contract_price\nIBM Db2 Big SQL,PVU,100.00,80.00\n");
    write("entitlements.csv", "product,quantity\nIBM Db2 Big SQL,200\n");
    let report =
        estimate(&[&sample, "--tables", tables.path().to_str().unwrap(), "--reading", "agreement_flat"]);
    assert_eq!((report["currency"].as_str(), sum(&report, "sub")), (Some("EUR"), 3940));
    let products = report["readings"][0]["products"].as_array().unwrap();
    let big_sql = products.iter().find(|p| p["product"] == "IBM Db2 Big SQL").unwrap();
    // 280 PVU less 200 held: 80 × 80.00, and two years of support at 20 %.
    assert_eq!(
        (big_sql["licence_quantity"].as_i64(), big_sql["licence"].as_str()),
        (Some(80), Some("6400.00"))
    );
    assert_eq!((big_sql["support"].as_str(), big_sql["total"].as_str()), (Some("2560.00"), Some("8960.00")));
}

#[test]
fn an_unpacked_snapshot_is_read_like_the_zip() {
    let Some(sample) = sample() else { return };
    let folder = PathBuf::from(sample).parent().unwrap().display().to_string();
    let report = estimate(&[&folder]);
    assert_eq!((sum(&report, "sub"), sum(&report, "full")), (3940, 4360));
}
