use crate::Batch;
use crate::facts::{Host, Install, Machine, Measure};
use crate::kind::Kind;
use crate::reading::{batch, codes, of_bytes, samples};

fn some(name: &Option<std::sync::Arc<str>>) -> &str {
    name.as_deref().unwrap_or("-")
}

fn hosts(batch: &Batch) -> Vec<String> {
    let of = |h: &Host| {
        let number = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
        let rate = h.rate.map_or("-".to_owned(), |rate| format!("{}{:?}", rate.pvu, rate.by));
        format!(
            "{} {:?} {}x{} {rate} {}",
            h.name,
            h.kind,
            number(h.sockets),
            number(h.cores),
            some(&h.cluster)
        )
    };
    batch.facts.hosts.iter().map(of).collect()
}

fn machines(batch: &Batch) -> Vec<String> {
    let of = |m: &Machine| {
        let cores = m.milli_cores.map_or("-".to_owned(), |milli| milli.to_string());
        format!("{} on {} {} {cores} {}", m.name, some(&m.host), m.mode, some(&m.pool))
    };
    batch.facts.machines.iter().map(of).collect()
}

fn installs(batch: &Batch) -> Vec<String> {
    let of = |i: &Install| {
        let day = |day: Option<subcap_core::calendar::Day>| day.map_or("-".to_owned(), |day| day.to_string());
        let metric = i.metric.as_ref().map_or("-", |metric| metric.column().unwrap_or("other"));
        let flags = [(i.on_host, "host"), (!i.charged, "free"), (!i.confirmed, "unconfirmed")];
        let flags: Vec<&str> = flags.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect();
        let days = format!("{}..{}", day(i.from), day(i.to));
        format!(
            "{} {metric} {} on {} {days} {} {}",
            i.product,
            some(&i.bundle),
            i.machine,
            some(&i.excluded),
            flags.join(" ")
        )
    };
    batch.facts.installs.iter().map(|install| of(install).trim_end().to_owned()).collect()
}

fn measures(batch: &Batch) -> Vec<String> {
    let of = |m: &Measure| {
        let ratio = m.ratio.map_or("-".to_owned(), |(a, b)| format!("{a}:{b}"));
        format!(
            "{} {} {} {} {ratio} {}",
            m.product,
            m.metric.column().unwrap_or("other"),
            m.when,
            some(&m.bundle),
            m.quantity
        )
    };
    batch.facts.measures.iter().map(of).collect()
}

/// All the columns this reader knows of *Software Installations*, in another order than the report's.
const HEADER: &str = "ID;Publisher Name;Component Name;Component Version;Product Name;Product Metric;Cloud Pak or FlexPoint Bundle;Charged;Confirmed;Excluded;Comment;Computer Name;DNS Name;Internal Computer ID;Computer Type;Partition Cores;Server ID;Server Serial Number;Server Vendor;Server Model;Server Type;Server Cores;Processor Brand String;PVU per Core;Changed PVU Value;Default PVU Value;LPAR Entitlement;Is Capped;Shared Mode;Partition Virtual Processors;Server Active Sockets;Virtual Shared Pool Cores;Physical Shared Pool Cores;Cluster Name;Cluster Cores;Shared Pool ID;Discovery Start;Discovery End;Present;Computer Last Seen\r\n";

const ROWS: &str = "1;IBM;Acme Queue;9.1;Acme Queue;PVU;None;Yes;Yes;No;;lpar1;lpar1.example.org;11;Virtual;2;5;ABC1;IBM Corp.;;9009;24;POWER9;120;No;No;1.5;Yes;Yes;4;2;6;20;;;1;2024-01-01 00:00:00.000;;Yes;\r\n\
    2;IBM;Acme Queue;9.1;Acme Queue;PVU;None;Yes;Yes;No;;lpar2;;12;Virtual;4;5;ABC1;IBM Corp.;;9009;24;POWER9;120;No;No;1.5;No;Yes;4;2;0;20;;;0;2024-01-01;2024-06-30;No;\r\n\
    3;IBM;Acme Queue;9.1;Acme Queue;PVU;None;Yes;No;No;;lpar3;;13;Virtual;3;5;ABC1;IBM Corp.;;9009;24;POWER9;120;No;No;3;No;No;3;2;0;20;;;;;;;\r\n\
    4;IBM;Acme Pak part;1;Acme Part;Virtual Processor Core;Acme Pak;Yes;Yes;Yes;Backup: cold;vm1;;14;Virtual;8;6;TLM_VM_4236ac43;;;;8;Xeon;120;No;Yes;;;;;1;;;;;;;;No;2024-03-03\r\n\
    5;IBM;Acme Queue;9.1;Acme Queue;PVU;;Yes;Yes;No;;phys1;;15;Physical;16;7;XYZ9;Dell Inc.;R740;;16;Xeon Gold;80;Yes;No;;;;;2;;;prod;64;;;;;\r\n\
    6;Other Ltd;Editor;2;Editor;User;;No;Yes;No;;vm1;;14;Virtual;8;6;TLM_VM_4236ac43;;;;8;Xeon;120;No;Yes;;;;;1;;;;;;;;;\r\n\
    7;IBM;Agent;1;;;;No;Yes;No;;vm1;;16;Virtual;2;7;XYZ9;Dell Inc.;R740;;16;Xeon Gold;80;Yes;No;;;;;2;;;prod;64;;;;;\r\n";

#[test]
fn one_report_holds_software_partitions_and_servers() {
    let batch = batch(&[("software.csv", &format!("\u{FEFF}{HEADER}{ROWS}"))]);
    assert_eq!(batch.seen[0].kind, Kind::InventoryReport);
    assert_eq!(
        hosts(&batch),
        [
            "IBM Corp. 9009 ABC1 Physical 2x24 120Tool -",
            "TLM_VM_4236ac43 Artificial 1x- 120Default -",
            "Dell Inc. R740 XYZ9 Physical 2x16 80Override prod",
        ]
    );
    assert_eq!(
        machines(&batch),
        [
            "lpar1 on IBM Corp. 9009 ABC1 capped 1500 1",
            "lpar2 on IBM Corp. 9009 ABC1 uncapped 4000 0",
            "lpar3 on IBM Corp. 9009 ABC1 dedicated 3000 -",
            "vm1 on TLM_VM_4236ac43 vm 8000 -",
            // Another computer of the same name.
            "vm1 (16) on Dell Inc. R740 XYZ9 vm 2000 -",
        ]
    );
    assert_eq!(batch.facts.machines[3].uuids[0].as_ref(), "4236ac43");
    assert_eq!(
        installs(&batch),
        [
            "Acme Queue PVU - on lpar1 2024-01-01..- -",
            "Acme Queue PVU - on lpar2 2024-01-01..2024-06-30 -",
            "Acme Queue PVU - on lpar3 -..- - unconfirmed",
            "Acme Part VPC Acme Pak on vm1 -..2024-03-03 Backup: cold",
            "Acme Queue PVU - on Dell Inc. R740 XYZ9 -..- - host",
        ]
    );
    let pools: Vec<(&str, u64)> =
        batch.facts.pools.iter().map(|pool| (&*pool.name, pool.milli_cores)).collect();
    assert_eq!(pools, [("1", 6000), ("0", 20_000)]);
    assert_eq!(batch.facts.clusters[0].cores, Some(64));
    assert_eq!(
        batch.seen[0].detail,
        "3 servers, 5 computers, 5 installations, 1 installation of other publishers or metrics passed over"
    );
    assert!(batch.findings.is_empty(), "{:?}", codes(&batch));
}

#[test]
fn any_columns_in_any_order() {
    let read = batch(&[(
        "hardware.csv",
        "\"Partition Cores\",\"Computer Name\"\n\"4\",\"vm1\"\n\"x\",\"vm2\"\n\"4\",\"\"\n",
    )]);
    assert_eq!(machines(&read), ["vm1 on - vm 4000 -", "vm2 on - vm - -"]);
    assert_eq!(codes(&read), ["NotANumber 3", "Empty 4"]);
    let read = batch(&[("software.csv", "Computer Name,Product Name\nvm1,Acme Queue\n")]);
    assert_eq!(installs(&read), ["Acme Queue - - on vm1 -..- -"]);
    assert_eq!(machines(&read), [""; 0]);
    let read = batch(&[("x.csv", "Computer Name,Owner\nvm1,me\n")]);
    assert_eq!(read.seen[0].kind, Kind::Unknown);
}

#[test]
fn shared_partitions_of_unknown_cap_count_as_uncapped() {
    let text = "Computer Name,Computer Type,Partition Cores,Shared Mode,Is Capped,LPAR Entitlement,Partition Virtual Processors\nl,Mainframe,2,Yes,,1.5,3\n";
    let read = batch(&[("x.csv", text)]);
    assert_eq!(machines(&read), ["l on - uncapped 3000 -"]);
    assert_eq!(codes(&read), ["UnknownWord 2", "UnknownWord 2"]);
}

#[test]
fn computers_of_the_interface_nested_and_flat() {
    let nested = r#"{"total":2,"rows":[
        {"id":11,"name":"lpar1","dns_name":"lpar1.example.org","computer_hardware":{"computer_type":1,"server_name":"IBM 9009 ABC1","server_id":5,
         "partition_cores":"2","entitlement":1.5,"is_capped":"1","is_shared_type":"1","online_vp_count":4,"no_processors_pshared_pool":20,"no_processors_shared_pool":6,
         "shared_pool_id":"1","node_total_processors":2,"server_cores":24,"pvu_per_core":120,"custom_pvu_per_core":"0","default_pvu_value":"0","cluster_name":"","cluster_cores_count":-1}},
        {"id":"15","name":"cloud1","dns_name":null,"computer_hardware":{"computer_type":2,"server_name":"Provider 11cc","partition_cores":4,"entitlement":-1,"is_capped":"2","is_shared_type":"2"}}]}"#;
    let flat = nested
        .replace("\"computer_hardware\":{", "")
        .replace("}}", "}")
        .replace("\"server_name\"", "\"computer_hardware.server_name\"");
    for (form, text) in [("nested", nested), ("flat", &flat)] {
        let read = batch(&[("computers.json", text)]);
        assert_eq!(read.seen[0].kind, Kind::InventoryRest, "{form}");
        assert_eq!(
            hosts(&read),
            ["IBM 9009 ABC1 Physical 2x24 120Tool -", "Provider 11cc Cloud -x- - -"],
            "{form}"
        );
        assert_eq!(
            machines(&read),
            ["lpar1 on IBM 9009 ABC1 capped 1500 1", "cloud1 on Provider 11cc vm 4000 -"],
            "{form}"
        );
        assert!(read.findings.is_empty(), "{form}: {:?}", codes(&read));
    }
}

#[test]
fn software_named_by_the_id_of_its_computer() {
    let software = r#"[{"instance_id":1,"computer_id":"11","product_name":"Acme Queue","metric_code_name":"PVU_SUB_CAP","bundle_id":"0","bundle_name":"None","is_charged":1,"discovery_start":"2024-01-01T00:00:00Z","discovery_end":null},
        {"instance_id":2,"computer_id":12,"product_name":"Acme Queue","metric_code_name":"PVU_SUB_CAP","bundle_name":"Acme Pak"}]"#;
    let computers = r#"[{"id":11,"name":"vm1","bigfix_id":1,"computer_hardware.computer_type":1,"computer_hardware.partition_cores":4},
        {"id":12,"name":"phys1","bigfix_id":2,"computer_hardware.computer_type":0,"computer_hardware.server_cores":8}]"#;
    let want = ["Acme Queue PVU - on vm1 2024-01-01..- -", "Acme Queue PVU Acme Pak on phys1 -..- - host"];
    for files in
        [[("s.json", software), ("c.json", computers)], [("c.json", computers), ("s.json", software)]]
    {
        assert_eq!(installs(&batch(&files)), want);
    }
    assert_eq!(
        installs(&batch(&[("s.json", software)]))[0],
        "Acme Queue PVU - on computer 11 2024-01-01..- -"
    );
}

#[test]
fn the_interface_of_old_is_a_tree() {
    let systems = r#"{"total":2,"rows":[
        {"id":182,"parent_id":175,"type":"virtual","host_name":"vm1","dns_name":"vm1","ip_address":["10.0.0.1","10.0.0.2"],"hardware_manufacturer":"-","hardware_serial_number":"TLM_VM_42","partition_cores":"1.0","server_processors":1,"server_cores":1},
        {"id":175,"parent_id":null,"type":"host","host_name":"esx1","hardware_manufacturer":"Dell","hardware_model":"R740","hardware_serial_number":"XYZ9","processor_vendor":"Intel(R)","processor_brand":"Xeon(R)","server_processors":2,"server_cores":16}]}"#;
    let read = batch(&[("computer_systems.json", systems)]);
    assert_eq!(hosts(&read), ["Dell R740 XYZ9 Physical 2x16 - -"]);
    assert_eq!(read.facts.hosts[0].processor.as_deref(), Some("Intel(R) Xeon(R)"));
    assert_eq!(machines(&read), ["vm1 on Dell R740 XYZ9 vm 1000 -"]);
}

#[test]
fn quantities_of_products() {
    let usage = r#"{"total":4,"rows":[
        {"product_id":4611686018427387904,"product_name":"Acme Queue","metric_code_name":"PVU_SUB_CAP","hwm_quantity":140,"hwm_date":"2025-02-03","bundle_id":-1,"bundle_type":-1,"bundle_name":null},
        {"product_id":"2","product_name":"Acme Part","metric_code_name":"VIRTUAL_PROCESSOR_CORE","hwm_quantity":"6","hwm_date":"2025-02-03","bundle_id":7,"bundle_name":"Acme Pak","bundle_metric_contribution":3,"product_bundle_ratio_factor":1,"product_bundle_ratio_divider":2},
        {"product_id":3,"product_name":"Acme Box","metric_code_name":"INSTALL","hwm_quantity":-1,"hwm_date":null},
        {"product_id":4,"product_name":"Acme Post","metric_code_name":"PVU_SUB_CAP","hwm_quantity":70,"hwm_date":null}]}"#;
    let read = batch(&[("license_usage.json", usage)]);
    assert_eq!(
        measures(&read),
        [
            "Acme Queue PVU 2025-02-03..2025-02-03 - - 140",
            "Acme Part VPC 2025-02-03..2025-02-03 Acme Pak 2:1 6"
        ]
    );
    assert_eq!(read.facts.measures[0].product_id.as_deref(), Some("4611686018427387904"));
    assert_eq!(codes(&read), ["NoPeriod 4"]);
    assert_eq!(read.seen[0].detail, "2 quantities, 1 not applicable");
    // The file's name may state the period.
    let read = batch(&[("license_usage_2025-01-01_2025-03-31.json", usage)]);
    assert_eq!(measures(&read)[2], "Acme Post PVU 2025-01-01..2025-03-31 - - 70");
    assert_eq!(read.facts.measures[0].peak.unwrap().to_string(), "2025-02-03");
}

#[test]
fn quantities_of_servers_add_up_once_each() {
    let row = |server: &str, quantity: u32| {
        format!(
            r#"{{"product_name":"Acme Queue","metric_code_name":"PVU_SUB_CAP","quantity":{quantity},"server":{{"id":{},"name":"{server}","type":0,"server_cores":8}}}}"#,
            server.len()
        )
    };
    let text = format!("{{\"rows\":[{},{},{}]}}", row("a", 70), row("bb", 140), row("a", 70));
    let read = batch(&[("license_usage_per_server_2025-01-31.json", &text)]);
    assert_eq!(measures(&read), ["Acme Queue PVU 2025-01-31..2025-01-31 - - 210"]);
    let totals: Vec<(&str, u64, u32)> =
        read.facts.totals.iter().map(|total| (&*total.host, total.quantity, total.origin.row)).collect();
    assert_eq!(totals, [("a", 70, 1), ("bb", 140, 2)]);
    assert_eq!(hosts(&read), ["a Physical -x8 - -", "bb Physical -x8 - -"]);
}

#[test]
fn the_report_of_all_metrics() {
    let text = "\"Product Name\";\"Cloud Pak or FlexPoint Bundle\";\"Metric\";\"Metric Quantity\";\"Metric Peak Value Time\"\n\
        \"Acme Queue\";\"None\";\"PVU - Subcapacity\";\"140\";\"2025-02-03 00:00:00.000\"\n\
        \"Acme Queue\";\"None\";\"PVU - Subcapacity\";\"140\";\"2025-02-03 00:00:00.000\"\n";
    let read = batch(&[("metrics.csv", text)]);
    assert_eq!(read.seen[0].kind, Kind::InventoryReport);
    assert_eq!(measures(&read), ["Acme Queue PVU 2025-02-03..2025-02-03 - - 140"]);
    // As the summary of a snapshot has its columns, but for the days of the peaks.
    let text = "Publisher,Product Name,Metric,Metric Quantity,Cloud Pak or FlexPoint Bundle,Metric Peak Value Time,Recalculation Needed\n\
        IBM,Acme Queue,PVU - Subcapacity,840,None,2024-06-20 00:00:00,No\n";
    let read = batch(&[("All Metrics.csv", text)]);
    assert_eq!(measures(&read), ["Acme Queue PVU 2024-06-20..2024-06-20 - - 840"]);
}

#[test]
fn an_install_ends_with_its_computer() {
    let text = "Publisher Name,Product Name,Product Metric,Computer Name,Computer Deletion Date,Partition Cores,Discovery Start,Discovery End\n\
        IBM,Acme Queue,PVU,old,2024-03-01,4,2023-05-01,\nIBM,Acme Queue,PVU,new,,4,2023-05-01,\n\
        IBM,Acme Queue,PVU,gone,2024-03-01,4,2023-05-01,2024-02-01\n";
    let read = batch(&[("software.csv", text)]);
    assert_eq!(
        installs(&read),
        [
            "Acme Queue PVU - on old 2023-05-01..2024-03-01 -",
            "Acme Queue PVU - on new 2023-05-01..- -",
            "Acme Queue PVU - on gone 2023-05-01..2024-02-01 -",
        ]
    );
}

#[test]
fn what_is_used_as_a_service_is_no_licence() {
    let text = r#"{"total":1,"rows":[{"contract_id":2,"name":"S","type":7,"metric":{"id":1,"code_name":"PROCESSOR_VALUE_UNIT"},
        "purchase_orders":[{"purchase_number":"3","quantity":900}],"software_products":[{"name":"Acme Queue"}]}]}"#;
    let read = batch(&[("contracts.json", text)]);
    assert!(read.facts.entitlements.is_empty());
    assert_eq!(codes(&read), ["NoLicence 1"]);
}

#[test]
fn contracts_with_their_purchase_orders() {
    let text = r#"{"total":1,"rows":[{"contract_id":9,"name":"C","type":1,"metric":{"id":1,"code_name":"PROCESSOR_VALUE_UNIT"},
        "purchase_orders":[{"purchase_number":"P1","quantity":100,"entitlement_start":"2020-01-01","entitlement_end":null},
                           {"purchase_number":"P2","quantity":50,"entitlement_start":"2021-01-01","entitlement_end":"2021-12-31"},
                           {"purchase_number":"P3","quantity":null}],
        "software_products":[{"name":"Acme Queue","publisher_name":"IBM"},{"name":"Acme Post","publisher_name":"IBM"}]}]}"#;
    let read = batch(&[("contracts.json", text)]);
    let bought: Vec<String> = read
        .facts
        .entitlements
        .iter()
        .map(|e| {
            format!(
                "{} {:?} {:?} {}",
                some(&e.product),
                e.quantity,
                e.kind,
                e.to.map_or("-".to_owned(), |to| to.to_string())
            )
        })
        .collect();
    assert_eq!(
        bought,
        [
            "Acme Queue Some(100) Licence -",
            "Acme Queue Some(50) Subscription 2021-12-31",
            "Acme Queue None Licence -"
        ]
    );
    assert_eq!(codes(&read), ["NotANumber 1", "NoLicence 1"]);
}

#[test]
fn equipment_of_optisam() {
    let Some(files) = samples("optisam") else { return };
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let read = of_bytes(&files);
    let kinds: Vec<Kind> = read.seen.iter().map(|seen| seen.kind).collect();
    assert!(kinds.iter().all(|kind| matches!(kind, Kind::InventoryReport | Kind::Entitlements)), "{kinds:?}");
    assert_eq!(hosts(&read)[0], "10.10.10.1 Physical 2x8 25Tool CL_VC1 East A");
    assert_eq!((read.facts.hosts.len(), read.facts.machines.len(), read.facts.clusters.len()), (25, 27, 14));
    assert_eq!(machines(&read)[0], "Partition 1 on 10.10.10.1 vm 2000 -");
    assert!(
        machines(&read)[23].starts_with("Partition 17 (part_24) on 10.10.10.24"),
        "{:?}",
        machines(&read)[23]
    );
    assert_eq!(installs(&read)[0], "IBM Cognos Analytics 11 - - on 10.10.10.1 -..- - host");
    // Products of other vendors, which is said once.
    assert!(!installs(&read).iter().any(|install| install.starts_with("Oracle")), "{:?}", installs(&read));
    assert_eq!(codes(&read).iter().filter(|code| code.starts_with("NotUsed")).count(), 1);
}

#[test]
fn products_of_other_vendors_are_not_counted() {
    let read = batch(&[
        ("products.csv", "SWIDTag;Name;Editor\nq;Acme Queue;IBM\no;Other;Oracle\nn;Nobody's;\n"),
        ("equipment_partition.csv", "partition_code;partition_hostname;virtual_cores_VCPU\np1;app01;2\n"),
        ("products_equipments.csv", "SWIDTag;Equipment_id\nq;p1\no;p1\nn;p1\n"),
    ]);
    assert_eq!(installs(&read), ["Acme Queue - - on app01 -..- -", "Nobody's - - on app01 -..- -"]);
    assert!(read.facts.installs.iter().all(|install| !install.on_host));
    assert_eq!(codes(&read), ["NotUsed 3"]);
}
