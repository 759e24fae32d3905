//! Products at invented prices, and what was bought of them when.
//!
//! Where a price was ever published the invented one has its magnitude; no price list was copied. The
//! contract prices lie a good forty per cent below, as a large customer's might.

use std::fmt::Write as _;

pub const WAS_ND: &str = "IBM WebSphere Application Server Network Deployment";
pub const WAS: &str = "IBM WebSphere Application Server";
pub const MQ: &str = "IBM MQ";
pub const DB2: &str = "IBM Db2 Advanced Edition";
pub const DB2_OLD: &str = "IBM Db2 Enterprise Server Edition";
pub const GUARDIUM: &str = "IBM Guardium Data Protection";
pub const COGNOS: &str = "IBM Cognos Analytics";
pub const ODM: &str = "IBM Operational Decision Manager";
pub const STERLING: &str = "IBM Sterling B2B Integrator";
pub const PROTECT: &str = "IBM Storage Protect";
pub const CLOUD_PAK: &str = "IBM Cloud Pak for Integration";
pub const MQ_ADVANCED: &str = "IBM MQ Advanced";
pub const APP_CONNECT: &str = "IBM App Connect Enterprise";
pub const API_CONNECT: &str = "IBM API Connect";
pub const DATAPOWER: &str = "IBM DataPower Gateway Virtual Edition";

/// product, metric, subcapacity, list price, contract price, bundle, ratio
const PRODUCTS: [[&str; 7]; 15] = [
    [WAS_ND, "PVU", "yes", "158.00", "86.50", "", ""],
    [WAS, "PVU", "yes", "63.00", "36.00", "", ""],
    [MQ, "PVU", "yes", "74.50", "42.00", "", ""],
    [DB2, "VPC", "yes", "1680.00", "940.00", "", ""],
    [DB2_OLD, "PVU", "no", "405.00", "230.00", "", ""],
    [GUARDIUM, "RVU_MAPC", "yes", "590.00", "330.00", "", ""],
    [COGNOS, "PVU", "yes", "204.00", "116.00", "", ""],
    [ODM, "PVU", "yes", "187.00", "104.00", "", ""],
    [STERLING, "PVU", "yes", "228.00", "131.00", "", ""],
    [PROTECT, "PVU", "yes", "11.90", "6.80", "", ""],
    [CLOUD_PAK, "VPC", "yes", "4600.00", "2580.00", "", ""],
    [MQ_ADVANCED, "VPC", "yes", "", "", CLOUD_PAK, "2:1"],
    [APP_CONNECT, "VPC", "yes", "", "", CLOUD_PAK, "1:3"],
    [API_CONNECT, "VPC", "yes", "", "", CLOUD_PAK, "1:1"],
    [DATAPOWER, "VPC", "yes", "", "", CLOUD_PAK, "1:1"],
];

/// product, quantity, from
const PURCHASES: &[(&str, u32, &str)] = &[
    (WAS_ND, 9000, "2021-03-01"),
    (WAS_ND, 2500, "2021-07-01"),
    (WAS_ND, 2000, "2022-04-01"),
    (WAS, 1000, "2021-03-01"),
    (WAS, 3500, "2021-07-01"),
    (WAS, 2000, "2022-01-01"),
    (MQ, 5000, "2021-03-01"),
    (MQ, 2000, "2021-07-01"),
    (MQ, 1500, "2022-01-01"),
    (MQ, 1000, "2023-01-01"),
    (MQ, 1500, "2025-08-01"),
    (DB2, 100, "2021-03-01"),
    (DB2, 30, "2021-07-01"),
    (DB2, 30, "2022-01-01"),
    (DB2_OLD, 4200, "2021-03-01"),
    (GUARDIUM, 95, "2021-03-01"),
    (GUARDIUM, 20, "2021-07-01"),
    (GUARDIUM, 15, "2023-04-01"),
    (COGNOS, 1600, "2022-03-01"),
    (ODM, 1200, "2022-02-01"),
    (STERLING, 4200, "2021-03-01"),
    (PROTECT, 4000, "2021-03-01"),
    // Bought before the Cloud Pak; they count towards it at the member's ratio.
    (MQ_ADVANCED, 60, "2022-05-01"),
    (CLOUD_PAK, 54, "2022-05-01"),
    (CLOUD_PAK, 80, "2022-08-01"),
    (CLOUD_PAK, 70, "2023-01-01"),
];

/// `products.csv`
pub fn products() -> String {
    let mut csv = "product,metric,subcapacity,list_price,contract_price,support_bp,bundle,ratio\n".to_owned();
    for [product, metric, sub, list, contract, bundle, ratio] in PRODUCTS {
        let _ = writeln!(csv, "{product},{metric},{sub},{list},{contract},2000,{bundle},{ratio}");
    }
    csv
}

/// `entitlements.csv`
pub fn entitlements() -> String {
    let mut csv = "product,quantity,from,to\n".to_owned();
    for (product, quantity, from) in PURCHASES {
        let _ = writeln!(csv, "{product},{quantity},{from},");
    }
    csv
}
