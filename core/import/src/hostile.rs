//! Rows of the usual exports with every cell replaced by what should not be there: nothing panics, and what was
//! left out is said.

use crate::reading::{batch, of_bytes};

const TABLES: [(&str, &str); 13] = [
    (
        "products_daily_2025-01-01_2025-01-03_c.csv",
        "date,name,id,metricName,metricQuantity,clusterId\n2025-01-01,A,a,VIRTUAL_PROCESSOR_CORE,4,c",
    ),
    (
        "products.csv",
        "name,id,metricName,metricQuantity,metricPeakDate\nA,a,VIRTUAL_PROCESSOR_CORE,6,2025-01-02",
    ),
    (
        "bundled.csv",
        "productName,productId,cloudpakId,metricName,metricPeakDate,metricMeasuredQuantity,metricConversion,metricConvertedQuantity\nA,a,p,VPC,2025-01-02,6,2:1,3",
    ),
    ("services.csv", "productName,productId,metricName,serviceMetricValue,metricDate\nA,a,VPC,4,2025-01-02"),
    (
        "task-1.csv",
        "Timestamp,CloudpakName,CloudpakId,CloudpakMetric,ProductCloudpakRatio,ProductName,ProductId,ProductMetric,vCPU,ClusterId\n2025-01-01T00:00:00Z,P,p,VPC,3:1,A,a,VPC,0.5,c",
    ),
    (
        "orders.csv",
        "Part Number,Part Description,Quantity,Start Date,End Date,Coverage dates,Unit price,Currency,Metric\nD0AAALL,Acme 10 PVU Initial Fixed Term License + SW S&S 12 Months,5,2020-01-31,2021-01-01,01 Jan 2011 - 31 Dec 2011,9.99,EUR,PVU",
    ),
    (
        "inventory.csv",
        "Current Product,Software License or Appliance Quantity,Active subscription license quantity,Active subscription license end date\nAcme PVU,10,5,2025-01-01",
    ),
    (
        "prices.csv",
        "Product,Metric,List price,Contract price,Currency,Date\nAcme,PVU,9.99,8.88,EUR,2025-01-01",
    ),
    (
        "software.csv",
        "Computer Name,Internal Computer ID,Computer Type,Partition Cores,Server ID,Server Serial Number,Server Cores,PVU per Core,LPAR Entitlement,Is Capped,Shared Mode,Partition Virtual Processors,Server Active Sockets,Virtual Shared Pool Cores,Physical Shared Pool Cores,Cluster Name,Cluster Cores,Shared Pool ID,Product Name,Product Metric,Discovery Start,Discovery End,Present\nvm,1,Virtual,2,5,S1,24,120,1.5,Yes,Yes,4,2,6,20,cl,64,1,Acme,PVU,2024-01-01,2024-02-01,Yes",
    ),
    (
        "metrics.csv",
        "Product Name,Metric,Metric Quantity,Peak Date,Server Name,Server Cores\nAcme,PVU,140,2025-01-01,srv,8",
    ),
    (
        "equipment_server.csv",
        "server_code,server_processorsNumber,server_coresNumber,pvu,parent_id\nS,2,4,70,C",
    ),
    ("equipment_partition.csv", "partition_code,partition_hostname,virtual_cores_VCPU,parent_id\nP,p,2,S"),
    ("parts.csv", "D0AAALL\nD0AABLL"),
];

const NASTY: [&str; 16] = [
    "",
    " ",
    "-1",
    "-99999999999999999999",
    "99999999999999999999999999999999999999",
    "18446744073709551615",
    "4294967296",
    "1e308",
    "NaN",
    "9999-12-31",
    "31/12/99999",
    "0:0",
    "4294967295:1",
    "1:4294967295",
    "ﬀ€\u{202E}\u{0}",
    "\u{1F}\u{1F}",
];

#[test]
fn no_cell_brings_a_reader_down() {
    for (path, text) in TABLES {
        let mut lines = text.lines();
        let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
        let cells: Vec<&str> = row.split(',').collect();
        let good = batch(&[(path, text)]);
        assert_eq!(good.seen[0].rows, 1, "{path}");
        assert!(!good.findings.incomplete(), "{path}: {:?}", good.findings.sorted());
        for at in 0..cells.len() {
            for nasty in NASTY {
                let mut bad = cells.clone();
                bad[at] = nasty;
                let doubled = format!("{header}\n{}\n{}\n{row}\n", bad.join(","), bad.join(","));
                let read = batch(&[(path, &doubled)]);
                assert_eq!(read.seen.len(), 1, "{path}: {nasty}");
            }
            // A header without that column, and rows of another length.
            let mut names: Vec<&str> = header.split(',').collect();
            names[at] = "other";
            batch(&[(path, &format!("{}\n{row}\n{row},{row}\n,\n", names.join(",")))]);
        }
    }
}

#[test]
fn files_that_break_off_are_read_so_far() {
    for (path, text) in TABLES {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            batch(&[(path, &text[..end])]);
        }
    }
}

#[test]
fn bytes_of_any_kind_are_no_export() {
    let mut state = 1_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for start in [
        &b""[..],
        b"[{",
        b"{\"rows\":[",
        b"date,name,id,metricName,metricQuantity,clusterId\n",
        b"\xFF\xFE",
        b"[",
    ] {
        for _ in 0..50 {
            let noise = (0..200).map(|_| next().to_le_bytes()[0]);
            let bytes: Vec<u8> = start.iter().copied().chain(noise).collect();
            of_bytes(&[("noise.json", bytes)]);
        }
    }
}

#[test]
fn ratios_without_end_do_not_overflow() {
    let header = "Timestamp,CloudpakName,CloudpakId,CloudpakMetric,ProductCloudpakRatio,ProductName,ProductId,ProductMetric,vCPU,ClusterId\n";
    let rows = (0..40_u32).map(|n| {
        format!(
            "2025-01-01T00:00:00Z,P,p,VPC,{}:{},A{n},a{n},VPC,18446744073709551,c\n",
            u32::MAX - 2 * n,
            u32::MAX - n
        )
    });
    let read = batch(&[("task-1.csv", &format!("{header}{}", rows.collect::<String>()))]);
    assert!(read.facts.measures[0].quantity >= 18_446_744_073_709_551 * 40);
}
