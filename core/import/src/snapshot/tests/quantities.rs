//! Quantities over the period: summary, Cloud Paks, other metrics, and snapshots that hold nothing else.

use super::*;
use crate::facts::Metric;

#[test]
fn totals_of_servers_and_of_the_period() {
    let batch = read(&english(&ROWS));
    let totals: Vec<_> =
        batch.facts.totals.iter().map(|t| (&*t.product, &*t.host, t.quantity, t.limit.unwrap())).collect();
    let (a, b) = ("IBM Corp. 1 A", "IBM Corp. 2 B");
    let mut sorted = totals.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [("Db2", a, 140, 1120), ("MQ", a, 420, 1120), ("MQ", b, 400, 400)]);
    let period = batch.facts.reports[0].period;
    let over = batch.facts.measures.iter().filter(|measure| measure.when == period);
    let over: Vec<_> = over.map(|m| (&*m.product, m.quantity, m.cluster.as_deref())).collect();
    assert_eq!(over, [("Db2", 140, Some("here")), ("MQ", 820, Some("here"))]);
}

#[test]
fn a_snapshot_without_servers_gives_quantities_on_their_own() {
    let mut entries = english(&ROWS);
    entries.remove(REPORT);
    let batch = read(&entries);
    assert_eq!(batch.facts.reports.len(), 1);
    assert!(batch.facts.hosts.is_empty() && batch.facts.installs.is_empty());
    // Two products on three days, and both over the period.
    assert_eq!(batch.facts.measures.len(), 2 * 3 + 2);
    assert!(!batch.findings.incomplete());

    entries.remove("audit_snapshot_summary.csv");
    assert_eq!(read(&entries).facts.measures.len(), 2 * 3);
}

#[test]
fn without_a_summary_the_report_gives_the_quantities_of_the_period() {
    let mut entries = english(&ROWS);
    entries.remove("audit_snapshot_summary.csv");
    let batch = read(&entries);
    let period = batch.facts.reports[0].period;
    let over = batch.facts.measures.iter().filter(|measure| measure.when == period);
    let mut over: Vec<_> = over.map(|measure| (&*measure.product, measure.quantity)).collect();
    over.sort_unstable();
    assert_eq!(over, [("Db2", 140), ("MQ", 820)]);
}

#[test]
fn cloud_paks_come_with_their_ratio() {
    let mut entries = english(&ROWS);
    let paks = "Row No.,Publisher,Product Name,FlexPoint or Cloud Pak Bundle,Metric,Metric Quantity,Peak Date,\
                Bundle Metric Contribution,Imported Part Numbers,Recalculation Needed\n\
                1,IBM,IBM Cloud Pak for Integration,None,Virtual Processor Core,4,2025-04-02,,,No\n\
                2,IBM,IBM MQ,IBM Cloud Pak for Integration,Virtual Processor Core,7,2025-04-02,4,,No\n\
                3,IBM,IBM ACE,IBM Cloud Pak for Integration,Virtual Processor Core,7,2025-05-02,4,,No\n";
    entries.insert("cloud_paks.csv".to_owned(), paks.to_owned());
    let batch = read(&entries);
    let vpc = batch.facts.measures.iter().filter(|measure| measure.metric == Metric::Vpc);
    let vpc: Vec<_> = vpc.map(|m| (&*m.product, m.bundle.as_deref(), m.ratio, m.quantity)).collect();
    let pak = "IBM Cloud Pak for Integration";
    assert_eq!(vpc, [(pak, None, None, 4), ("IBM MQ", Some(pak), Some((2, 1)), 7)]);
    assert_eq!(of_code(&batch, Code::PeriodDiffers)[0].row, Some(4));
}

#[test]
fn reports_of_other_metrics_are_told_by_their_columns() {
    let head = "Row No.,Publisher,Product Name,Product Bundle,Metric Quantity,Metric Peak Value Time,Server Name,\
                Partition Cores,Virtualization Layer ID,Computer,Exclusion Comment,PVU Per Core,";
    let row = |units: u32| {
        format!("1,IBM,Streams,None,{units},2025-04-03 00:00:00.000,IBM Corp. 1 A,8,7,alpha,,70,")
    };
    let files = [
        ("Physical Server VPC Subcapacity,Physical Server VPC Subcapacity Limit", "8,16", Metric::Vpc, false),
        ("Physical Server RVU MAPC Subcapacity", "8", Metric::RvuMapc, false),
        ("Physical Server PVU Full Capacity,Physical Server CPU Cores", "560,8", Metric::Pvu, true),
    ];
    for (columns, cells, metric, full_capacity) in files {
        let mut entries = english(&ROWS);
        let units = if metric == Metric::Pvu { 560 } else { 8 };
        let code = match metric {
            Metric::Pvu => "PROCESSOR_VALUE_UNIT",
            Metric::Vpc => "VIRTUAL_PROCESSOR_CORE",
            _ => "RESOURCE_VALUE_UNIT_MAPC",
        };
        *entries.get_mut(DAILY).unwrap() += &format!("2025-04-03,Streams,0,{code},{units},here\r\n");
        let phrase = metric.column().unwrap().replace('_', " ");
        *entries.get_mut("audit_snapshot_summary.csv").unwrap() +=
            &format!("3,IBM,Streams,None,{phrase},{units},,No\r\n");
        entries
            .insert("other_metric.csv".to_owned(), format!("{head}{columns}\r\n{}{cells}\r\n", row(units)));
        let batch = read(&entries);
        let total = batch.facts.totals.iter().find(|total| &*total.product == "Streams").unwrap();
        assert_eq!(
            (&total.metric, total.full_capacity, total.quantity),
            (&metric, full_capacity, u64::from(units))
        );
        let install = batch.facts.installs.iter().find(|install| &*install.product == "Streams").unwrap();
        // At full capacity a product takes the server.
        let on = if full_capacity { "IBM Corp. 1 A" } else { "alpha" };
        assert_eq!((install.metric.as_ref(), &*install.machine), (Some(&metric), on));
        assert_eq!(install.on_host, full_capacity);
        assert!(says(&batch, "1 of 1 products agree"), "{columns}");
        assert_eq!(doubts(&batch), "", "{columns}");
    }
}

#[test]
fn what_the_series_has_and_no_report_is_said() {
    let mut entries = english(&ROWS);
    *entries.get_mut(DAILY).unwrap() += "2025-04-03,Streams,0,VIRTUAL_PROCESSOR_CORE,8,here\r\n\
                                         2025-04-03,Notes,0,AUTHORIZED_USERS,9,here\r\n";
    let batch = read(&entries);
    assert!(says(&batch, "Streams has up to 8 VPC here and no row in a per-server report"));
    assert!(says(&batch, "Notes is measured in AUTHORIZED_USERS"));
}
