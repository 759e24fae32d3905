//! Small invented exports, joined: what stands in the tables.

use crate::{Choices, Imported, Intake, Limits, join};

const VHOST: &str =
    "Host,Cluster,CPU Model,# CPU,Cores per CPU,# Cores,Serial number,Service tag,UUID,VI SDK Server\n";
const VINFO: &str = "VM,Powerstate,Template,DNS Name,CPUs,Cluster,Host,VM UUID,VI SDK Server\n";

/// Exports by their names, each with its files.
fn joined(exports: &[(&str, &[(&str, &str)])]) -> Imported {
    let mut batches = Vec::new();
    for (name, files) in exports {
        let mut intake = Intake::new(name, Limits::default());
        for (path, text) in *files {
            intake.begin(path, None);
            intake.push(text.as_bytes());
        }
        batches.push(intake.finish());
    }
    join(batches, &Choices::default())
}

/// The first cells of each row of a table.
fn rows(imported: &Imported, table: &str, cells: usize) -> Vec<String> {
    let (_, text) = imported.tables.iter().find(|(name, _)| *name == table).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |record: csv::StringRecord| record.iter().take(cells).collect::<Vec<_>>().join(",");
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn says(imported: &Imported, words: &str) -> bool {
    imported.findings.sorted().iter().any(|finding| finding.message.contains(words))
}

fn hosts(rows: &str) -> String {
    VHOST.to_owned() + rows
}

fn machines(rows: &str) -> String {
    VINFO.to_owned() + rows
}

#[test]
fn hosts_of_one_name_in_two_vcenters_are_two() {
    let vhost = hosts("esx01,CL1,Xeon,2,16,32,AAAAA1,,,vc1\nesx01,CL9,Xeon,2,8,16,BBBBB2,,,vc2\n");
    let vinfo = machines("a,poweredOn,False,,4,CL1,esx01,,vc1\nb,poweredOn,False,,4,CL9,esx01,,vc2\n");
    let of = joined(&[("rv", &[("rv/RVTools_tabvHost.csv", &vhost), ("rv/RVTools_tabvInfo.csv", &vinfo)])]);
    assert_eq!(rows(&of, "hosts.csv", 3), ["esx01 (vc1),32,CL1", "esx01 (vc2),16,CL9"]);
    assert_eq!(rows(&of, "vms.csv", 2), ["a,esx01 (vc1)", "b,esx01 (vc2)"]);
    assert!(says(&of, "esx01 is a server of vc1 and of vc2 each"));
    assert!(!says(&of, "states other cores"));
}

#[test]
fn a_host_that_moved_between_vcenters_is_one() {
    let vhost = hosts("esx01,CL1,Xeon,2,16,32,AAAAA1,,,vc1\nesx01,CL1,Xeon,2,16,32,AAAAA1,,,vc2\n");
    let of = joined(&[("rv", &[("rv/RVTools_tabvHost.csv", &vhost)])]);
    assert_eq!(rows(&of, "hosts.csv", 3), ["esx01,32,CL1"]);
}

#[test]
fn clusters_of_one_name_in_two_vcenters_are_two() {
    let vhost = hosts("esx01,CL1,Xeon,2,16,32,AAAAA1,,,vc1\nesx99,CL1,Xeon,2,16,32,QQQQQ9,,,vc2\n");
    let of = joined(&[("rv", &[("rv/RVTools_tabvHost.csv", &vhost)])]);
    assert_eq!(rows(&of, "hosts.csv", 3), ["esx01,32,CL1 (vc1)", "esx99,32,CL1 (vc2)"]);
    assert!(says(&of, "CL1 is a cluster of vc1 and of vc2 each"));
}

#[test]
fn a_service_tag_stands_in_for_an_empty_serial_number() {
    let vhost = hosts("esx01,CL1,Xeon,2,16,32,,7XK2Q13,,vc1\nesx02,CL1,Xeon,2,16,32,SER0002,7XK2Q14,,vc1\n");
    let mut intake = Intake::new("rv", Limits::default());
    intake.begin("rv/RVTools_tabvHost.csv", None);
    intake.push(vhost.as_bytes());
    let serials: Vec<_> =
        intake.finish().facts.hosts.iter().map(|host| host.serial.as_deref().unwrap().to_owned()).collect();
    assert_eq!(serials, ["7XK2Q13", "SER0002"]);
}

#[test]
fn hosts_outside_of_clusters_have_none_in_powercli() {
    let of = "Parent,Name,ProcessorType,NumCpu\nhost,esx01,Xeon,32\nhost,esx02,Xeon,64\nProd,esx03,Xeon,64\n";
    let of = joined(&[("get-vmhost.csv", &[("get-vmhost.csv", of)])]);
    assert_eq!(rows(&of, "hosts.csv", 3), ["esx01,32,", "esx02,64,", "esx03,64,Prod"]);
}

#[test]
fn machines_of_one_export_and_of_other_names_are_not_joined() {
    let vhost = hosts("esx01,,Xeon,2,16,32,AAAAA1,,,vc1\nesx02,,Xeon,2,8,16,BBBBB2,,,vc1\n");
    let vinfo = machines(
        "app,poweredOn,False,app.corp,4,,esx01,,vc1\napp-copy,poweredOn,False,app.corp,2,,esx02,,vc1\n",
    );
    let of = joined(&[("rv", &[("rv/RVTools_tabvHost.csv", &vhost), ("rv/RVTools_tabvInfo.csv", &vinfo)])]);
    assert_eq!(rows(&of, "vms.csv", 3), ["app,esx01,4", "app-copy,esx02,2"]);
}

#[test]
fn one_product_in_two_metrics_is_two_products() {
    let daily = "date,name,id,metricName,metricQuantity,clusterId\n\
                 2022-02-22,IBM Liberty,1,PROCESSOR_VALUE_UNIT,70,c\n\
                 2022-02-22,IBM Liberty,1,VIRTUAL_PROCESSOR_CORE,2,c\n\
                 2022-02-23,IBM Liberty,1,VIRTUAL_PROCESSOR_CORE,4,c\n";
    let of = joined(&[("d.csv", &[("d.csv", daily)])]);
    assert_eq!(rows(&of, "products.csv", 2), ["IBM Liberty,PVU", "IBM Liberty (VPC),VPC"]);
    let vms: Vec<String> = rows(&of, "vms.csv", 7);
    assert_eq!(
        vms,
        [
            "IBM Liberty (VPC) as measured,IBM Liberty (VPC) as measured,2,dedicated,,2022-02-22,2022-02-22",
            "IBM Liberty (VPC) as measured,IBM Liberty (VPC) as measured,4,dedicated,,2022-02-23,2022-02-23",
            "IBM Liberty as measured,IBM Liberty as measured,70,dedicated,,2022-02-22,2022-02-22",
        ]
    );
    assert!(says(&of, "it is IBM Liberty (VPC) in the tables"));
}

#[test]
fn a_tool_server_in_other_letters_is_the_same() {
    let daily = |server| {
        format!(
            "date,name,id,metricName,metricQuantity,clusterId\n2022-02-22,IBM MQ,1,PROCESSOR_VALUE_UNIT,70,{server}\n"
        )
    };
    let (one, other) = (daily("ilmt1.example"), daily("ILMT1.Example"));
    let of = joined(&[("a.csv", &[("a.csv", &one)]), ("b.csv", &[("b.csv", &other)])]);
    assert_eq!(of.ledger.servers.len(), 1);
    assert_eq!(rows(&of, "vms.csv", 3), ["IBM MQ as measured,IBM MQ as measured,70"]);
}

#[test]
fn quantities_that_may_be_counted_already_are_said() {
    let daily =
        "date,name,id,metricName,metricQuantity,clusterId\n2022-02-22,IBM MQ,1,PROCESSOR_VALUE_UNIT,70,c\n";
    let report = "Computer Name,Product Name,Product Metric,Computer Type,Partition Cores,Server Cores,Server Serial Number,PVU per Core\n\
                  app1,IBM MQ,PVU,Virtual,4,32,7XK2Q13,70\n";
    let of = joined(&[("d.csv", &[("d.csv", daily)]), ("r.csv", &[("r.csv", report)])]);
    assert_eq!(rows(&of, "installs.csv", 2), ["IBM MQ,app1"]);
    assert!(says(
        &of,
        "quantities of IBM MQ measured by c are taken for what other exports list as installed"
    ));
}

#[test]
fn an_install_on_a_physical_computer_is_on_its_server() {
    for ids in [["", ""], ["Internal Computer ID,", "17,"]] {
        let [head, id] = ids;
        let hardware = format!(
            "{head}Computer Name,Computer Type,Partition Cores,Server Serial Number,Server Vendor,Server Type,Server Cores,PVU per Core\n\
             {id}phys1,Physical,8,CZX12,HP,ProLiant,8,70\n"
        );
        let software = format!("{head}Computer Name,Product Name,Product Metric\n{id}phys1,IBM MQ,PVU\n");
        for order in [[&hardware, &software], [&software, &hardware]] {
            let of = joined(&[("r.zip", &[("r.zip/1.csv", order[0]), ("r.zip/2.csv", order[1])])]);
            assert_eq!(rows(&of, "installs.csv", 3), ["IBM MQ,,HP ProLiant CZX12"], "{ids:?}");
        }
        let of = joined(&[("1.csv", &[("1.csv", &software)]), ("2.csv", &[("2.csv", &hardware)])]);
        assert_eq!(rows(&of, "installs.csv", 3), ["IBM MQ,,HP ProLiant CZX12"], "{ids:?} apart");
    }
}

#[test]
fn a_price_of_the_list_and_one_of_the_contract_have_dates_of_their_own() {
    let counted = "date,name,id,metricName,metricQuantity,clusterId\n\
        2025-04-01,IBM MQ,0123456789abcdef0123456789abcdef,PROCESSOR_VALUE_UNIT,280,one\n";
    let counted = ("a", &[("products_daily_2025-04-01_2025-04-01_one.csv", counted)][..]);
    let header = "product,list_price,contract_price,as of\n";
    let [list, contract] =
        ["IBM MQ,100,,2025-01-01\n", "IBM MQ,,60,2024-01-01\n"].map(|row| header.to_owned() + row);
    for [first, second] in [[&list, &contract], [&contract, &list]] {
        let of = joined(&[counted, ("b", &[("prices1.csv", first)]), ("c", &[("prices2.csv", second)])]);
        assert_eq!(rows(&of, "products.csv", 5), ["IBM MQ,PVU,,100,60"]);
    }
}

#[test]
fn equipment_in_loose_files_keeps_its_servers() {
    let servers = "server_code;server_hostname;server_processorsNumber;server_coresNumber;parent_id;flag\n\
                   S1;big1;2;4;C1;1\n";
    let partitions = "partition_code;partition_hostname;virtual_cores_VCPU;parent_id;flag\nP1;app1;2;S1;1\n";
    let of = joined(&[("p.csv", &[("p.csv", partitions)]), ("s.csv", &[("s.csv", servers)])]);
    assert_eq!(rows(&of, "hosts.csv", 2), ["big1,8"]);
    assert_eq!(rows(&of, "vms.csv", 3), ["app1,big1,2"]);
}

/// Daily quantities of a cluster, all of them alike.
fn daily(product: &str, cluster: &str, days: std::ops::RangeInclusive<u32>, quantity: u32) -> String {
    let day = |day| format!("2025-01-{day:02},{product},a1,VIRTUAL_PROCESSOR_CORE,{quantity},{cluster}\n");
    "date,name,id,metricName,metricQuantity,clusterId\n".to_owned() + &days.map(day).collect::<String>()
}

#[test]
fn of_two_undated_series_what_stands_is_what_counts() {
    let (one, other) = (daily("MQ", "c1", 1..=6, 50), daily("MQ", "c1", 4..=9, 60));
    for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
        let [low, high] = names;
        let mut exports = [(low, [(low, &*one)]), (high, [(high, &*other)])];
        exports.sort();
        let of = joined(&exports.each_ref().map(|(name, files)| (*name, &files[..])));
        let counted: Vec<String> = rows(&of, "vms.csv", 7).iter().map(|row| row[30..].to_owned()).collect();
        assert_eq!(counted, ["50,dedicated,,2025-01-01,2025-01-03", "60,dedicated,,2025-01-04,2025-01-09"]);
        let states: Vec<_> =
            of.ledger.items.iter().map(|item| (item.span.to_string(), item.state())).collect();
        let [first, second] = ["2025-01-01..2025-01-06", "2025-01-04..2025-01-09"].map(str::to_owned);
        assert_eq!(
            states,
            [
                (first.clone(), "contestable"),
                (first, "contestable"),
                (second.clone(), "held"),
                (second, "held")
            ]
        );
        assert!(says(&of, "neither says when it was made and it states more"));
    }
}

#[test]
fn a_tool_server_without_its_domain_is_the_same() {
    let (one, other) = (daily("MQ", "ilmt1.acme.example", 1..=3, 50), daily("MQ", "ILMT1", 1..=3, 50));
    let of = joined(&[("a.csv", &[("a.csv", &one)]), ("b.csv", &[("b.csv", &other)])]);
    assert_eq!(of.ledger.servers.len(), 1);
    assert_eq!(rows(&of, "installs.csv", 2), ["MQ,MQ as measured"]);
    assert!(says(&of, "the server ILMT1 is taken for ilmt1.acme.example"));
    // Of two domains neither is meant.
    let third = daily("MQ", "ilmt1.other.example", 1..=3, 50);
    let of = joined(&[("abc", &[("a.csv", &one), ("b.csv", &other), ("c.csv", &third)])]);
    assert_eq!(of.ledger.servers.len(), 3);
}

#[test]
fn one_product_id_under_two_names_is_said() {
    let (one, other) = (daily("IBM MQ", "c1", 1..=3, 50), daily("MQ for Containers", "c1", 4..=6, 50));
    let of = joined(&[("a.csv", &[("a.csv", &one)]), ("b.csv", &[("b.csv", &other)])]);
    assert!(says(
        &of,
        "MQ for Containers has the product id a1, which was IBM MQ until 2025-01-03: the two count"
    ));
}

#[test]
fn reports_without_a_date_that_differ_are_said_and_the_higher_counts() {
    const HEAD: &str = "Computer Name,Product Name,Product Metric,Computer Type,Partition Cores,Server Cores,\
                        Server Serial Number,PVU per Core,Discovery End\n";
    let report = |row: &str| format!("{HEAD}mq01,IBM MQ,PVU,Virtual,{row}\n");
    let both = |one: &str, other: &str| {
        let (one, other) = (report(one), report(other));
        joined(&[("a.csv", &[("a.csv", &one)]), ("b.csv", &[("b.csv", &other)])])
    };
    let known = "4,16,7XK2Q13,70,";
    for [one, other] in [[known, "4,32,7XK2Q13,70,"], ["4,32,7XK2Q13,70,", known]] {
        let of = both(one, other);
        assert!(rows(&of, "hosts.csv", 5)[0].starts_with("7XK2Q13,32,"), "{:?}", rows(&of, "hosts.csv", 5));
        assert!(says(&of, "cores of the server differ"));
    }
    for [one, other] in [[known, "4,16,7XK2Q13,100,"], ["4,16,7XK2Q13,100,", known]] {
        let of = both(one, other);
        assert!(rows(&of, "hosts.csv", 7)[0].contains(",100"), "{:?}", rows(&of, "hosts.csv", 7));
        assert!(says(&of, "7XK2Q13: the PVU per core differ"));
    }
    let of = both("4,16,7XK2Q13,70,", "8,16,7XK2Q13,70,");
    assert!(says(&of, "mq01: the cores of the computer differ, 8 here and 4 in a.csv, row 2"));
    let of = both(known, "4,16,8YK2Q14,70,");
    assert!(says(
        &of,
        "8YK2Q14 here and 7XK2Q13 in a.csv, row 2; no date tells which is newer, and it counts on each"
    ));
    let of = both(known, "4,16,7XK2Q13,70,2024-12-15");
    assert!(says(&of, "the ends of the installation differ, 2024-12-15 here and open in a.csv"));
    let of = both(known, known);
    assert!(!says(&of, " differ, "));
}
