use crate::Batch;
use crate::kind::Kind;
use crate::reading::{batch, codes, each_alone, of_bytes, samples};

const DAILY: &str = "date,name,id,metricName,metricQuantity,clusterId\n";

fn daily(rows: &[(&str, &str, u64, &str)]) -> String {
    let rows = rows.iter().map(|(day, name, quantity, cluster)| {
        let id = name.to_lowercase().replace(' ', "");
        format!("2025-01-{day},{name},{id},VIRTUAL_PROCESSOR_CORE,{quantity},{cluster}\n")
    });
    format!("{DAILY}{}", rows.collect::<String>())
}

/// Product, bundle, cluster, first day and quantity of every measure.
fn measured(batch: &Batch) -> Vec<String> {
    let some = |name: &Option<std::sync::Arc<str>>| name.as_deref().unwrap_or("-").to_owned();
    let of = |m: &crate::facts::Measure| {
        let metric = m.metric.column().unwrap_or("other");
        format!("{} {} {} {} {} {metric}", m.product, some(&m.bundle), some(&m.cluster), m.when, m.quantity)
    };
    batch.facts.measures.iter().map(of).collect()
}

#[test]
fn peaks_give_way_to_the_days_they_are_of() {
    let batch = batch(&[
        (
            "z/products_daily_2025-01-01_2025-01-03_c1.csv",
            &daily(&[("01", "Pak", 4, "c1"), ("02", "Pak", 5, "c1"), ("03", "Pak", 3, "c1")]),
        ),
        (
            "z/products.csv",
            "name,id,metricName,metricQuantity,metricPeakDate\nPak,pak,VIRTUAL_PROCESSOR_CORE,6,2025-01-02\nAlone,al,VIRTUAL_PROCESSOR_CORE,2,2025-01-03\n",
        ),
        (
            "z/bundled_products.csv",
            "productName,productId,cloudpakId,cloudpakVersion,cloudpakMetricName,metricName,metricPeakDate,metricMeasuredQuantity,metricConversion,metricConvertedQuantity\nPart,pa,pak,1.0,VIRTUAL_PROCESSOR_CORE,VIRTUAL_PROCESSOR_CORE,2025-01-02,6,2:1,3\n",
        ),
        (
            "z/services.csv",
            "cloudpakId,cloudpakMetricName,productName,productId,metricName,serviceName,serviceId,serviceMetricValue,metricDate,metricPeakDate\npak,VPC,Part,pa,VIRTUAL_PROCESSOR_CORE,s1,1,4,2025-01-02,2025-01-02\n,,Other,ot,VIRTUAL_PROCESSOR_CORE,s2,2,1,2025-01-02,2025-01-02\n,,Other,ot,VIRTUAL_PROCESSOR_CORE,s3,3,2,2025-01-02,2025-01-02\n",
        ),
    ]);
    assert_eq!(
        measured(&batch),
        [
            "Pak - c1 2025-01-01..2025-01-01 4 VPC",
            "Pak - c1 2025-01-02..2025-01-02 5 VPC",
            "Pak - c1 2025-01-03..2025-01-03 3 VPC",
            "Alone - c1 2025-01-03..2025-01-03 2 VPC",
            "Part Pak - 2025-01-02..2025-01-02 6 VPC",
            "Other - - 2025-01-02..2025-01-02 3 VPC",
        ]
    );
    assert_eq!(batch.facts.measures[4].ratio, Some((2, 1)));
    // The peak stated is not the highest day.
    assert_eq!(codes(&batch), ["ExportsDiffer 2"]);
    let report = &batch.facts.reports[0];
    assert_eq!(
        (report.period.to_string().as_str(), report.server.as_deref()),
        ("2025-01-01..2025-01-03", Some("c1"))
    );
    assert_eq!(report.tool.as_deref(), Some("IBM License Service"));
    assert_eq!(batch.facts.reports.len(), 1);
    assert_eq!(batch.seen[2].detail, "1 bundled product, peaks on 2025-01-02");
}

#[test]
fn the_same_row_counts_once_and_clusters_add() {
    let one = daily(&[("01", "Pak", 4, "C1"), ("02", "Pak", 5, "c1")]);
    let two = daily(&[("02", "Pak", 5, "c1"), ("01", "Pak", 9, "c1"), ("01", "Pak", 1, "c2")]);
    let batch = batch(&[("a/daily.csv", &one), ("b/daily.csv", &two)]);
    assert_eq!(
        measured(&batch),
        [
            "Pak - c1 2025-01-02..2025-01-02 5 VPC",
            "Pak - c1 2025-01-01..2025-01-01 9 VPC",
            "Pak - c2 2025-01-01..2025-01-01 1 VPC"
        ]
    );
    assert_eq!(codes(&batch), ["ExportedTwice 2", "ExportsDiffer 3"]);
    assert_eq!(batch.facts.reports.len(), 2);
}

#[test]
fn missing_days_are_said_and_not_measured() {
    let text = daily(&[("02", "A", 1, "c"), ("02", "B", 1, "c"), ("04", "A", 1, "c"), ("05", "B", 1, "c")]);
    let batch = batch(&[("products_daily_2025-01-01_2025-01-05_c.csv", &text)]);
    let report = &batch.facts.reports[0];
    assert_eq!(report.period.to_string(), "2025-01-01..2025-01-05");
    let measured: Vec<String> = report.measured.iter().map(ToString::to_string).collect();
    assert_eq!(measured, ["2025-01-02..2025-01-02", "2025-01-04..2025-01-05"]);
    let said: Vec<String> = batch.findings.sorted().iter().map(|finding| finding.message.clone()).collect();
    assert_eq!(
        said,
        [
            "c: there is no quantity at all on 2 of 5 days, which do not count as measured: 2025-01-01, 2025-01-03",
            "B has no quantity in VPC on 2025-01-04, while others of the same cluster have: it counts as not used then",
        ]
    );
}

#[test]
fn a_snapshot_without_days_has_the_period_of_its_condition() {
    let batch = batch(&[
        (
            "z/data_condition.txt",
            "License Service data condition\nVersion: 4.2.7\nClusters:\n  c1\nTime: 2025-04-02T10:00:00Z\nStart Date: 2025-01-01\nEnd Date:\n\t2025-03-31\n",
        ),
        (
            "z/products.csv",
            "name,id,metricName,metricQuantity,metricPeakDate\nPak,pak,VIRTUAL_PROCESSOR_CORE,6,2025-01-02\n",
        ),
    ]);
    let report = &batch.facts.reports[0];
    assert_eq!(report.tool.as_deref(), Some("IBM License Service 4.2.7"));
    assert_eq!(report.period.to_string(), "2025-01-01..2025-03-31");
    assert_eq!(report.made.unwrap().to_string(), "2025-04-02");
    assert!(report.measured.is_empty());
}

#[test]
fn checksums_of_a_snapshot_are_compared() {
    let text = daily(&[("01", "Pak", 4, "c1")]);
    let digest: String = {
        use sha2::Digest as _;
        sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let integrity = |list: &str| {
        let read =
            batch(&[("z/products_daily_2025-01-01_2025-01-01_c1.csv", &text), ("z/checksum.txt", list)]);
        read.facts.reports[0].integrity
    };
    let name = "products_daily_2025-01-01_2025-01-01_c1.csv";
    assert_eq!(integrity(&format!("{}  {name}\n", "0".repeat(64))), crate::facts::Integrity::FileChanged);
    // There is no signature.
    assert_eq!(integrity(&format!("{digest}  {name}\n")), crate::facts::Integrity::Unsigned);
    assert_eq!(batch(&[(name, &text)]).findings.sorted(), []);
}

#[test]
fn cells_that_say_nothing_are_findings() {
    let batch = batch(&[(
        "products.csv",
        "name,id,metricName,metricQuantity,metricPeakDate\n,x,V,1,2025-01-01\nA,a,V,four,2025-01-01\nA,a,V,4,soon\n",
    )]);
    assert!(batch.facts.measures.is_empty());
    assert_eq!(codes(&batch), ["Empty 2", "NotANumber 3", "NotANumber 3", "NotADate 4", "NotANumber 4"]);
    assert!(batch.findings.incomplete());
}

const LOG: &str = "Timestamp,CloudpakName,CloudpakId,CloudpakMetric,ProductCloudpakRatio,ProductName,ProductId,ProductMetric,vCPU,ClusterId,LoggerVersion\n";

fn log(rows: &[(&str, &str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(time, pak, product, cores)| {
        let (name, metric) = product.split_once('/').unwrap();
        format!("2025-01-0{time}:00Z,{pak},{name},{name},{metric},{cores},c,1.0\n")
    });
    format!("{LOG}{}", rows.collect::<String>())
}

#[test]
fn samples_of_all_tasks_add_up_at_each_time() {
    let (none, third) = (",,,", "Pak,pak,VPC,3:1");
    let one = log(&[
        ("1T10:00", none, "A/VPC", "0.5"),
        ("1T10:05", none, "A/VPC", "1.25"),
        ("2T10:00", none, "A/VPC", "2"),
    ]);
    let two = log(&[
        ("1T10:05", none, "A/VPC", "0.25"),
        ("1T10:05", none, "A/VPC", "0.25"),
        ("1T10:10", none, "A/VPC", "1"),
    ]);
    let pak = log(&[
        ("1T10:00", third, "B/VPC", "1"),
        ("1T10:00", third, "C/VPC", "2"),
        ("1T10:05", third, "C/VPC", "2"),
    ]);
    let pvu = log(&[("1T10:00", none, "D/PVU", "0.5"), ("1T10:00", "Pak,pak,VPC,70:1", "E/PVU", "4")]);
    let files = [
        ("1/task-1.csv", one.as_str()),
        ("1/task-2.csv", &two),
        ("2/task-2.csv", &two),
        ("3/task-3.csv", &pak),
        ("3/task-4.csv", &pvu),
    ];
    let batch = batch(&files);
    assert_eq!(
        measured(&batch),
        [
            // 1.25 of one task and twice 0.25 of the other; its copy adds nothing.
            "A - c 2025-01-01..2025-01-01 2 VPC",
            "A - c 2025-01-02..2025-01-02 2 VPC",
            "D - c 2025-01-01..2025-01-01 70 PVU",
            // A third and two thirds are one and not two; 4 cores are 280 PVU, which are 4.
            "Pak - c 2025-01-01..2025-01-01 5 VPC",
        ]
    );
    assert_eq!(codes(&batch).iter().filter(|code| *code == "ExportedTwice").count(), 1);
    assert_eq!(batch.seen[0].detail, "A, 2025-01-01 to 2025-01-02, 3 samples");
}

#[test]
fn tasks_in_files_by_themselves_add_up_all_the_same() {
    let pak = |name: &str, cores: &str| log(&[("1T10:00", "Pak,pak,VPC,2:1", &format!("{name}/VPC"), cores)]);
    let (one, two) = (pak("A", "1"), pak("B", "2"));
    let read = each_alone(&[("task-1.csv", &one), ("x.csv", DAILY), ("task-2.csv", &two)]);
    // Half of 1 and of 2 cores are one and a half, which are two and not three.
    assert_eq!(measured(&read[0]), ["Pak - c 2025-01-01..2025-01-01 2 VPC"]);
    assert!(read[1..].iter().all(|batch| batch.facts.measures.is_empty() && batch.facts.reports.is_empty()));
    assert_eq!(read[0].facts.reports.len(), 1);
    assert_eq!(read[0].origins.get(read[0].facts.measures[0].origin.file).0, "task-1.csv");
}

#[test]
fn a_peak_is_known_by_the_days_of_another_file() {
    let text = daily(&[("02", "Pak", 5, "c1")]);
    let header = "name,id,metricName,metricQuantity,metricPeakDate\n";
    let same = format!("{header}Pak,pak,VIRTUAL_PROCESSOR_CORE,5,2025-01-02\n");
    let read = each_alone(&[("daily.csv", &text), ("products.csv", &same)]);
    assert_eq!(measured(&read[1]), [""; 0]);
    // Another quantity is another cluster's: it adds.
    let other = format!("{header}Pak,pak,VIRTUAL_PROCESSOR_CORE,3,2025-01-02\n");
    let read = each_alone(&[("daily.csv", &text), ("products.csv", &other)]);
    assert_eq!(measured(&read[1]), ["Pak - - 2025-01-02..2025-01-02 3 VPC"]);
    let header = "productName,productId,cloudpakId,metricName,metricPeakDate,metricMeasuredQuantity\n";
    let bundled = format!("{header}Part,pa,pak,VPC,2025-01-02,6\n");
    let read = each_alone(&[("bundled.csv", &bundled), ("products.csv", &same)]);
    assert_eq!(measured(&read[0]), ["Part Pak - 2025-01-02..2025-01-02 6 VPC"]);
}

#[test]
fn samples_that_say_nothing_are_findings() {
    let text = format!(
        "{LOG}soon,,,,,A,a,VPC,1,c,1.0\n2025-01-01T00:00:00Z,,,,,A,a,VPC,,c,1.0\n2025-01-01T00:00:00Z,P,p,VPC,1:0,A,a,VPC,1,c,1.0\n"
    );
    let batch = batch(&[("task-1.csv", &text)]);
    assert_eq!(codes(&batch), ["NotADate 2", "NotANumber 3", "Empty 4"]);
    assert!(batch.facts.measures.is_empty());
}

#[test]
fn real_files() {
    let Some(files) = samples("license-service") else { return };
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let batch = of_bytes(&files);
    let kinds: Vec<Kind> = batch.seen.iter().map(|seen| seen.kind).collect();
    assert_eq!(kinds, [Kind::FargateLog, Kind::ProductsDaily]);
    assert_eq!(batch.seen[0].detail, "IBM Liberty, 2022-02-22, 60 samples");
    // The log of one task is 0.5 cores, and the aggregator's file has what all tasks came to: the higher stands.
    assert_eq!(batch.facts.measures.len(), 10);
    let liberty = measured(&batch).into_iter().filter(|m| m.starts_with("IBM Liberty")).collect::<Vec<_>>();
    assert!(liberty[1].ends_with("2022-02-22..2022-02-22 2 VPC"), "{liberty:?}");
    let reports: Vec<String> = batch.facts.reports.iter().map(|report| report.period.to_string()).collect();
    assert_eq!(reports, ["2022-02-22..2022-02-24"]);
    let alone = of_bytes(&files[..1]);
    assert_eq!(alone.facts.measures[0].quantity, 1);
}

#[test]
fn bundled_products_day_by_day() {
    let text = "date,productName,productId,cloudpakId,cloudpakMetricName,metricName,metricMeasuredQuantity,metricConversion,metricConvertedQuantity,clusterId\n\
        2024-01-01,A,a,p,VIRTUAL_PROCESSOR_CORE,VIRTUAL_PROCESSOR_CORE,8,2:1,4,c\n2024-01-02,A,a,p,VIRTUAL_PROCESSOR_CORE,VIRTUAL_PROCESSOR_CORE,6,2:1,3,c\n";
    let read = batch(&[("bundled_products_2024-01-01_2024-01-31.csv", text)]);
    let days: Vec<_> = read.facts.measures.iter().map(|m| (m.when.from, m.when.to, m.quantity)).collect();
    let day = |n| subcap_core::calendar::Day::from_ymd(2024, 1, n).unwrap();
    assert_eq!(days, [(day(1), day(1), 8), (day(2), day(2), 6)]);
    assert!(codes(&read).iter().all(|code| !code.starts_with("NotANumber")));
}
