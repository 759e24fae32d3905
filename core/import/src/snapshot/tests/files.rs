//! The period, what the tool says of itself, and files beside the report.

use super::*;
use crate::facts::{RateOrigin, Seen};
use crate::kind::Kind;

fn period(batch: &Batch) -> String {
    batch.facts.reports[0].period.to_string()
}

#[test]
fn the_period_is_that_of_every_fact() {
    let batch = read(&english(&ROWS));
    assert_eq!(period(&batch), "2025-04-01..2025-04-03");
    let report = &batch.facts.reports[0];
    assert_eq!(report.made.unwrap().to_string(), "2025-04-04");
    assert_eq!((&*report.archive, report.server.as_deref()), ("audit.zip", Some("here")));
    let during = Seen::During(report.period);
    assert!(batch.facts.hosts.iter().all(|host| host.seen == during));
    assert!(batch.facts.machines.iter().all(|machine| machine.seen == during));
    assert!(batch.facts.installs.iter().all(|install| install.seen == during));
    assert!(says(&batch, "not exactly 2025-Q2"));
    let origin = batch.origins.text(batch.facts.hosts[0].origin);
    assert_eq!(
        origin,
        "pvu_sub_capacity.csv [server name, pvu per core, physical server cpu core subcapacity limit]#2"
    );
}

#[test]
fn the_days_of_the_series_are_trusted_before_its_name_and_the_data_condition() {
    let mut entries = english(&ROWS);
    change(&mut entries, CONDITION, "Apr 3, 2025", "Apr 30, 2025");
    let batch = read(&entries);
    assert_eq!(period(&batch), "2025-04-01..2025-04-03");
    assert!(says(&batch, "the period given here is 2025-04-01..2025-04-30"));
    assert!(doubts(&batch).contains("data_condition.txt states another period"));

    entries.retain(|name, _| !name.starts_with("products_daily"));
    let batch = read(&entries);
    assert_eq!(period(&batch), "2025-04-01..2025-04-30");
    assert!(batch.facts.reports[0].measured.is_empty());

    entries.remove(CONDITION);
    let batch = read(&entries);
    assert_eq!(period(&batch), "2025-04-01..2025-06-30", "the quarter of the peaks");
    assert!(says(&batch, "no file says which period") && doubts(&batch).contains("stated nowhere"));

    entries.remove(REPORT);
    let batch = read(&entries);
    assert!(batch.facts.reports.is_empty() && batch.findings.incomplete());
    assert!(says(&batch, "no file says which period"));
    entries.insert(DAILY.to_owned(), "date,name,id,metricName,metricQuantity,clusterId\n".to_owned());
    assert!(!says(&read(&entries), "no file says which period"), "the series' name says it");
}

#[test]
fn a_report_by_itself_stands_for_the_quarter_of_its_peaks() {
    let report = english(&ROWS).remove(REPORT).unwrap();
    let alone = Entries::from([(REPORT.to_owned(), report)]);
    let batch = read(&alone);
    assert_eq!(counted(&batch), expected());
    assert_eq!(period(&batch), "2025-04-01..2025-06-30");
    assert_eq!(of_code(&batch, Code::NoPeriod).len(), 1);
    assert!(!says(&batch, "checksums.txt") && !batch.findings.incomplete());

    // As the report is exported from the page, without the servers' limits, in an order of its own.
    let page = "\"Product Name\",\"Cloud Pak or FlexPoint Bundle\",\"Metric\",\"Metric Quantity\",\"Metric Peak Value Time\",\
        \"Server Name\",\"Processor Brand String\",\"PVU Per Core\",\"Physical Server PVU Subcapacity\",\"Computer Name\",\"Partition Cores\"\n\
        MQ,None,PVU - Subcapacity,350,2025-05-20 00:00:00,S 1,Intel,70,350,vm1,4\nMQ,None,PVU - Subcapacity,350,2025-05-20 00:00:00,S 1,Intel,70,350,vm2,1\n";
    let batch = read(&Entries::from([("IBM Subcapacity.csv".to_owned(), page.to_owned())]));
    assert_eq!(counted(&batch), [("MQ".to_owned(), 350)]);
    assert_eq!(batch.facts.hosts[0].cores, Some(5));
    assert_eq!(of_code(&batch, Code::FloorOnly).len(), 1, "how large the server is is not stated");
    assert!(batch.findings.incomplete());
}

#[test]
fn a_day_without_figures_is_reported_but_not_measured() {
    let mut entries = english(&ROWS);
    let daily = entries.get_mut(DAILY).unwrap();
    *daily = daily.lines().filter(|line| !line.starts_with("2025-04-02")).collect::<Vec<_>>().join("\n");
    let batch = read(&entries);
    let measured: Vec<String> = batch.facts.reports[0].measured.iter().map(ToString::to_string).collect();
    assert_eq!(measured, ["2025-04-01..2025-04-01", "2025-04-03..2025-04-03"]);
    assert_eq!(period(&batch), "2025-04-01..2025-04-03");
    assert!(says(&batch, "no row on 2025-04-02..2025-04-02"));
}

#[test]
fn what_the_tool_says_of_itself_are_doubts() {
    let lines = [
        (
            "Computer Group ID:\r\n\t0",
            "Computer Group ID:\r\n\t3\r\nComputer Group Name:\r\n\tLab",
            "Lab only",
        ),
        (
            "Computer Group ID",
            "Used filters:\r\n\tField: \"OS\" in set Linux\r\nComputer Group ID",
            "filtered",
        ),
        ("9.2.38.0-20250120", "9.2.11.0-20180620", "tool built 2018-06-20"),
        ("9.2.38.0-20250120", "7.5.0.0-20250120", "older than 9.2"),
        (
            "Computer Group ID",
            "PVU Table Version:\r\n\tJan 2, 2023\r\nComputer Group ID",
            "PVU table of 2023-01-02",
        ),
        ("Computer Group ID", "Recalculation Status:\r\n\tneeded\r\nComputer Group ID", "recalculation"),
        ("Computer Group ID", "Import Status:\r\n\tfailed\r\nComputer Group ID", "import"),
        ("Computer Group ID", "Number of disconnected computers:\r\n\t11 (61%).\r\nComputer Group ID", "61%"),
        ("Computer Group ID", "Data accuracy:\r\n\tlate: 5%.\r\n\tno scan: 12%.\r\nComputer Group ID", "12%"),
    ];
    for (from, to, doubt) in lines {
        let mut entries = english(&ROWS);
        change(&mut entries, CONDITION, from, to);
        let batch = read(&entries);
        assert!(doubts(&batch).contains(doubt), "{doubt} in {}", doubts(&batch));
        assert_eq!(batch.facts.reports[0].doubts.len(), 1, "{doubt}");
        let odd = batch.findings.sorted().into_iter().filter(|f| f.file == CONDITION).collect::<Vec<_>>();
        assert!(!odd.is_empty() && odd.iter().all(|finding| finding.row.is_some()), "{doubt}");
    }
    let harmless = [
        "PVU Table Version:\r\n\tMar 2, 2025\r\nComputer Group ID",
        "Used filters:\r\n\tField: \"Product Name\" contains MQ\r\nComputer Group ID",
        "Number of disconnected computers:\r\n\t1 (2%).\r\nComputer Group ID",
        "Recalculation Status:\r\n\tRecalculation is not needed\r\nComputer Group ID",
    ];
    for to in harmless {
        let mut entries = english(&ROWS);
        change(&mut entries, CONDITION, "Computer Group ID", to);
        assert_eq!(doubts(&read(&entries)), "", "{to}");
    }
}

#[test]
fn oddities_of_rows_are_one_finding_each() {
    let mut entries = english(&ROWS);
    // The rate of the first server was set by hand; both its computers were last seen before the period.
    change(&mut entries, REPORT, "\"70\",\"No\",\"16\"", "\"70\",\"Yes\",\"16\"");
    change(&mut entries, REPORT, "\"2025-04-03 01:00:00\"", "\"2025-03-03 01:00:00\"");
    let batch = read(&entries);
    let overridden = of_code(&batch, Code::RateOverridden);
    assert_eq!((overridden.len(), overridden[0].row), (1, Some(2)));
    assert!(says(&batch, "alpha, beta, gamma: last seen before the period"));
    assert_eq!(batch.facts.hosts[0].rate.unwrap().by, RateOrigin::Override);
    assert_eq!(batch.facts.hosts[1].rate.unwrap().by, RateOrigin::Tool);
}

#[test]
fn rows_keep_their_line_and_a_bad_one_is_left_out() {
    let mut entries = english(&ROWS);
    // ILMT writes a bare line feed into a quoted comment.
    change(&mut entries, REPORT, "\"2\",\"IBM\"", "\"2\",\"I\nBM\"");
    change(&mut entries, REPORT, "\"gamma\"", "\"gam,ma\"");
    change(&mut entries, REPORT, "\"8\",\"7\",", "\"many\",\"7\",");
    let batch = read(&entries);
    let bad = of_code(&batch, Code::NotANumber);
    assert_eq!((bad.len(), bad[0].row, bad[0].column.as_deref()), (1, Some(5), Some("partition cores")));
    assert_eq!(bad[0].value.as_deref(), Some("many"));
    assert!(bad[0].left_out && batch.findings.incomplete());
    assert_eq!(batch.facts.installs.iter().map(|install| install.origin.row).max(), Some(6));
}

#[test]
fn what_is_not_used_is_said() {
    let mut entries = english(&ROWS);
    let trail =
        "Row No.,Modification Type,Modified By,Modification Date,Details\n1,Assign,Jane Doe,2025-01-01,MQ\n";
    entries.insert("audit_trails.csv".to_owned(), trail.to_owned());
    entries.insert(
        "readme.txt".to_owned(),
        "Information on the content can be found\nunder this address\n".to_owned(),
    );
    entries.insert("other.csv".to_owned(), "a,b\n1,2\n".to_owned());
    let batch = read(&entries);
    assert_eq!(seen(&batch, "audit_trails.csv").kind, Kind::SnapshotTrails);
    for path in ["audit_trails.csv", "readme.txt", "other.csv"] {
        assert!(!is_used(&batch, path), "{path}");
    }
    assert!(!says(&batch, "Jane"));
    change(&mut entries, "audit_trails.csv", "Assign", "PVU per core changed");
    let batch = read(&entries);
    assert!(says(&batch, "1 entries are about the PVU rate") && !says(&batch, "Jane"));
    assert!(!batch.findings.incomplete());
}

#[test]
fn part_numbers_become_a_dictionary() {
    let mut entries = english(&ROWS);
    let parts = "\"Row No.\",\"Product Name\",\"Part Number\",\"Is Imported\",\"Comments\"\r\n\
                 \"1\",\"MQ\",\"D0AAALL\",\"Yes\",\"MQ LICENSE\"\r\n\"2\",\"MQ\",\"E0AAALL\",\"No\",\"\"\r\n";
    entries.insert("part_numbers.csv".to_owned(), parts.to_owned());
    let batch = read(&entries);
    let said: Vec<_> =
        batch.facts.parts.iter().map(|p| (&*p.part, &*p.product, p.description.as_deref())).collect();
    assert_eq!(said, [("D0AAALL", "MQ", Some("MQ LICENSE")), ("E0AAALL", "MQ", None)]);
    assert_eq!(seen(&batch, "part_numbers.csv").detail, "2 part numbers, 1 marked as imported");
}

#[test]
fn snapshots_unpacked_beside_each_other_are_two() {
    let mut both = Entries::new();
    for folder in ["one", "two"] {
        both.extend(english(&ROWS).into_iter().map(|(name, text)| (format!("{folder}/{name}"), text)));
    }
    let batch = read(&both);
    let archives: Vec<&str> = batch.facts.reports.iter().map(|report| &*report.archive).collect();
    assert_eq!(archives, ["one", "two"]);
    assert_eq!((batch.facts.hosts.len(), batch.facts.totals.len()), (4, 6));
}

#[test]
fn products_that_are_bought_and_not_in_use_are_one_finding() {
    let mut entries = english(&ROWS);
    let summary = entries.get_mut("audit_snapshot_summary.csv").unwrap();
    (0..50).for_each(|n| *summary += &format!("1,IBM,P{n},None,PVU - Subcapacity,,D1,No\r\n"));
    let batch = read(&entries);
    assert!(of_code(&batch, Code::NotANumber).is_empty());
    assert!(says(&batch, "50 products without a quantity, so not in use: P0, P1, P2, P3, P4 and 45 more"));
}

#[test]
fn two_snapshots_unpacked_into_one_folder_are_two() {
    let mut files = Entries::new();
    for (name, text) in english(&ROWS) {
        files.insert(format!("in/{name}"), text.clone());
        let text = text.replace("2025-04-0", "2025-07-0").replace("Apr ", "Jul ");
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let name = match name == DAILY {
            true => DAILY.replace("2025-04-0", "2025-07-0"),
            false => format!("{stem} (1).{ending}"),
        };
        files.insert(format!("in/{name}"), text);
    }
    let batch = read(&files);
    let periods: Vec<String> = batch.facts.reports.iter().map(|report| report.period.to_string()).collect();
    assert_eq!(periods, ["2025-04-01..2025-04-03", "2025-07-01..2025-07-03"]);
    assert!(batch.facts.reports.iter().all(|report| report.doubts.is_empty() && report.measured.len() == 1));
    assert_eq!(of_code(&batch, Code::TotalDiffers), []);
    assert_eq!(seen(&batch, "in/data_condition (1).txt").used, Use::Checked);
}

#[test]
fn a_copy_of_a_file_that_is_not_there_is_that_file() {
    let mut files = english(&ROWS);
    let report = files.remove(REPORT).unwrap();
    files.insert("pvu_sub_capacity (1).csv".to_owned(), report.clone());
    let batch = read(&files);
    assert_eq!(counted(&batch), expected());
    assert_eq!(batch.facts.reports.len(), 1);
    // Beside the file itself it is one too many, and no figure is made of it.
    files.insert(REPORT.to_owned(), report);
    let batch = read(&files);
    assert_eq!(counted(&batch), expected());
    assert!(says(&batch, "it is a second report in this folder"));
    assert!(batch.findings.incomplete());
}

#[test]
fn what_lies_beside_a_snapshot_that_is_there_twice_stays() {
    let alone = english(&ROWS);
    let mut beside = alone.clone();
    beside.insert("bought.csv".to_owned(), "Product name,Metric,Quantity\nMQ,PVU,500\n".to_owned());
    for both in [[&alone, &beside], [&beside, &alone]] {
        let imported = crate::join(both.map(read).into(), &crate::Choices::default());
        let (_, entitlements) = imported.tables.iter().find(|(name, _)| *name == "entitlements.csv").unwrap();
        assert!(entitlements.contains("MQ,500"), "{entitlements}");
        let (_, vms) = imported.tables.iter().find(|(name, _)| *name == "vms.csv").unwrap();
        assert_eq!(vms.lines().count(), 4, "{vms}");
    }
}
