//! Small invented snapshots, read as the command line reads real ones.

use std::collections::BTreeMap;

use crate::estate::{Options, resolve};
use crate::finding::{Code, Finding, Findings};
use crate::pvu::PvuTable;
use crate::read::rows::{Kind, NOWHERE};
use crate::read::{Reader, Tables};

use super::columns::{HEADINGS, WIDTH};

/// A row of the report: product, server, PVU per core, limit and total in cores, computer, its cores, exclusion.
type Row = (&'static str, &'static str, u32, u32, u32, &'static str, u32, &'static str);

/// MQ on two computers of one server of sixteen cores and on a small one; Db2 on one of the three.
const ROWS: [Row; 4] = [
    ("MQ", "IBM Corp. 1 A", 70, 16, 6, "alpha", 2, ""),
    ("MQ", "IBM Corp. 1 A", 70, 16, 6, "beta", 4, ""),
    ("MQ", "IBM Corp. 2 B", 100, 4, 4, "gamma", 8, ""),
    ("Db2", "IBM Corp. 1 A", 70, 16, 2, "alpha", 2, ""),
];

type Entries = BTreeMap<String, String>;

enum Headers {
    English,
    Polish,
    Numbered,
}

/// The entries ILMT would write for these rows, from 1 to 3 April 2025, without checksums.
fn entries(rows: &[Row], headers: &Headers) -> Entries {
    let mut totals: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for (product, server, rate, _, cores, ..) in rows {
        totals.entry(product).or_default().insert(server, rate * cores);
    }
    let total = |product: &str| totals[product].values().sum::<u32>();

    let mut header: Vec<String> = (1..=WIDTH).map(|number| format!("Spalte {number}")).collect();
    for heading in HEADINGS {
        match headers {
            Headers::English => heading.english[0].clone_into(&mut header[heading.position]),
            Headers::Polish => heading.polish.clone_into(&mut header[heading.position]),
            Headers::Numbered => {}
        }
    }
    let mut report = header.join(",") + "\r\n";
    for (number, (product, server, rate, limit, cores, computer, partition, exclusion)) in (1..).zip(rows) {
        let (all, limit_pvu, pvu) = (total(product), limit * rate, cores * rate);
        report += &format!(
            "\"{number}\",\"IBM\",,\"{product}\",\"None\",\"{all}\",\"2025-04-03 00:00:00.000\",\"No\",\"{server}\",\"any\",\"CPU\",\
             \"{rate}\",\"No\",\"{limit}\",\"{cores}\",\"{limit_pvu}\",\"{pvu}\",\"\",\"{partition}\",\"7\",\"{computer}\",\"No\",\
             \"Linux\",\"::1\",\"9\",\"Server\",\"/opt\",\"No\",\"2025-04-03 01:00:00\",\"{exclusion}\"\r\n"
        );
    }
    let mut summary =
        "No,Publisher,Product Name,Bundle,Metric,Metric Quantity,Parts,Recalculation\r\n".to_owned();
    let mut daily = "date,name,id,metricName,metricQuantity,clusterId\r\n".to_owned();
    for product in totals.keys() {
        summary += &format!("1,IBM,{product},None,PVU - Subcapacity,{},,No\r\n", total(product));
        for day in 1..=3 {
            daily += &format!("2025-04-0{day},{product},0,PROCESSOR_VALUE_UNIT,{},here\r\n", total(product));
        }
    }
    let condition = "Audit snapshot generated at:\r\n\tApr 4, 2025 6:28:58 AM\r\n\
                     Start Date:\r\n\tApr 1, 2025\r\nEnd Date:\r\n\tApr 3, 2025\r\n";
    let entries = [
        ("pvu_sub_capacity.csv", report),
        ("audit_snapshot_summary.csv", summary),
        ("products_daily_2025-04-01_2025-04-03_here.csv", daily),
        ("data_condition.txt", condition.to_owned()),
    ];
    entries.map(|(name, text)| (name.to_owned(), text)).into()
}

fn english(rows: &[Row]) -> Entries {
    entries(rows, &Headers::English)
}

fn change(entries: &mut Entries, name: &str, from: &str, to: &str) {
    let text = entries.get_mut(name).unwrap();
    assert!(text.contains(from), "{name} does not hold {from}");
    *text = text.replace(from, to);
}

/// Reads tables and a snapshot.
fn read_with(given: &[(&str, &str)], entries: &Entries) -> (Tables, Findings) {
    let mut reader = Reader::default();
    for (name, text) in given {
        reader.file(name, text.as_bytes()).unwrap();
    }
    assert!(super::is_snapshot(entries.keys()));
    reader.begin_snapshot("audit_snapshot.zip");
    for (name, text) in entries {
        reader.file(name, text.as_bytes()).unwrap();
    }
    reader.end_snapshot().unwrap();
    reader.finish().unwrap()
}

fn read(entries: &Entries) -> (Tables, Findings) {
    read_with(&[], entries)
}

/// Sub and full capacity of each product in the second quarter of 2025.
fn counted((tables, findings): (Tables, Findings)) -> Vec<(String, i64, i64)> {
    let pvu_table = PvuTable::embedded().unwrap();
    let estate = resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).unwrap();
    let report = crate::estimate(&estate, &[]).unwrap();
    let json = serde_json::to_value(&report).unwrap();
    let products = json["products"].as_array().unwrap().iter().map(|product| {
        let quarter = &product["quarters"][0];
        assert_eq!(quarter["quarter"], "2025-Q2");
        let units = |key: &str| quarter[key].as_i64().unwrap();
        (product["product"].as_str().unwrap().to_owned(), units("sub"), units("full"))
    });
    products.collect()
}

fn expected() -> Vec<(String, i64, i64)> {
    vec![("Db2".to_owned(), 140, 1120), ("MQ".to_owned(), 820, 1520)]
}

fn of_code(findings: &Findings, code: Code) -> Vec<Finding> {
    findings.sorted().into_iter().filter(|finding| finding.code == code).collect()
}

fn says(findings: &Findings, words: &str) -> bool {
    findings.sorted().iter().any(|finding| finding.message.contains(words))
}

#[test]
fn english_and_polish_headers_give_the_same_answer() {
    let read_english = read(&english(&ROWS));
    assert!(says(&read_english.1, "2 of 2 products, 960 PVU together"));
    // gamma has more cores than its server: the recount is capped and agrees.
    assert!(of_code(&read_english.1, Code::TotalDiffers).is_empty());
    assert_eq!(counted(read_english), expected());
    let polish = read(&entries(&ROWS, &Headers::Polish));
    assert!(says(&polish.1, "by its Polish headers"));
    assert_eq!(counted(polish), expected());
}

#[test]
fn the_period_becomes_dates_and_evidence() {
    let (tables, findings) = read(&english(&ROWS));
    let estate = tables.estate.unwrap();
    assert_eq!(
        (estate.name.as_str(), estate.as_of.unwrap().to_string().as_str()),
        ("audit_snapshot", "2025-04-03")
    );
    let period = "2025-04-01..2025-04-03";
    assert!(tables.installs.iter().all(|row| row.span.to_string() == period));
    assert!(tables.placements.iter().all(|row| row.span.to_string() == period));
    let items: Vec<_> =
        tables.evidence.iter().map(|e| (e.kind, e.scope.as_str(), e.span.unwrap().to_string())).collect();
    assert_eq!(items, [(Kind::Measured, "*", period.to_owned()), (Kind::Report, "*", period.to_owned())]);
    assert_eq!(tables.evidence[1].made.unwrap().to_string(), "2025-04-04");
    assert!(says(&findings, "not exactly 2025-Q2"));
}

#[test]
fn the_days_of_the_series_are_trusted_before_its_name_and_the_data_condition() {
    let mut entries = english(&ROWS);
    change(&mut entries, "data_condition.txt", "Apr 3, 2025", "Apr 30, 2025");
    let (tables, findings) = read(&entries);
    assert_eq!(tables.installs[0].span.to_string(), "2025-04-01..2025-04-03");
    assert!(says(&findings, "the period given here is 2025-04-01..2025-04-30"));

    entries.retain(|name, _| !name.starts_with("products_daily"));
    let (tables, _) = read(&entries);
    assert_eq!(tables.installs[0].span.to_string(), "2025-04-01..2025-04-30");
}

#[test]
fn a_day_without_figures_is_reported_but_not_measured() {
    let mut entries = english(&ROWS);
    let daily = entries.get_mut("products_daily_2025-04-01_2025-04-03_here.csv").unwrap();
    *daily = daily.lines().filter(|line| !line.starts_with("2025-04-02")).collect::<Vec<_>>().join("\n");
    let (tables, findings) = read(&entries);
    let spans: Vec<String> = tables.evidence.iter().map(|item| item.span.unwrap().to_string()).collect();
    assert_eq!(spans, ["2025-04-01..2025-04-01", "2025-04-03..2025-04-03", "2025-04-01..2025-04-03"]);
    assert!(says(&findings, "no row on 2025-04-02..2025-04-02"));
}

#[test]
fn an_unknown_language_is_read_by_position_if_the_totals_agree() {
    let numbered = entries(&ROWS, &Headers::Numbered);
    let guessed = read(&numbered);
    assert!(says(&guessed.1, "by the order of its columns"));
    assert_eq!(counted(guessed), expected());

    let daily = "products_daily_2025-04-01_2025-04-03_here.csv";
    let mut differs = numbered.clone();
    change(&mut differs, daily, ",820,", ",830,");
    let mut unproved = numbered;
    unproved.remove(daily);
    for entries in [differs, unproved] {
        let mut reader = Reader::default();
        reader.begin_snapshot("audit_snapshot.zip");
        for (name, text) in &entries {
            reader.file(name, text.as_bytes()).unwrap();
        }
        let error = reader.end_snapshot().unwrap_err();
        assert_eq!(error.code.as_str(), "not-an-estate");
        assert!(error.advice.contains("in English"));
        assert!(says(reader.findings(), "the totals do not agree"));
    }
}

#[test]
fn where_the_four_ways_part_the_servers_totals_stand() {
    for (name, from, to) in [
        ("pvu_sub_capacity.csv", "\"820\"", "\"800\""),
        ("audit_snapshot_summary.csv", ",820,", ",800,"),
        ("products_daily_2025-04-01_2025-04-03_here.csv", ",820,", ",800,"),
    ] {
        let mut entries = english(&ROWS);
        change(&mut entries, name, from, to);
        let odd = read(&entries);
        let differing = of_code(&odd.1, Code::TotalDiffers);
        assert_eq!(differing.len(), 1, "{name}");
        assert!(differing[0].message.starts_with("MQ: ") && differing[0].message.contains("800"), "{name}");
        assert!(says(&odd.1, "1 of 2 products"));
        assert_eq!(counted(odd), expected(), "{name}");
    }
}

#[test]
fn a_total_that_a_recount_does_not_give_stands() {
    let mut rows = ROWS;
    // ILMT counts five of six cores.
    rows[0].4 = 5;
    rows[1].4 = 5;
    let odd = read(&english(&rows));
    let differing = of_code(&odd.1, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(
        differing[0]
            .message
            .contains("is 350 PVU (5 cores), but its computers there come to 420 PVU (6 cores)")
    );
    assert_eq!((differing[0].file.as_str(), differing[0].row), ("pvu_sub_capacity.csv", Some(2)));
    assert!(odd.0.vms.find("ILMT total of MQ on IBM Corp. 1 A").is_some());
    assert_eq!(counted(odd), [("Db2".to_owned(), 140, 1120), ("MQ".to_owned(), 750, 1520)]);
}

#[test]
fn a_row_that_contradicts_the_others_of_its_product_is_a_finding() {
    let mut entries = english(&ROWS);
    let second = |quantity: u32| format!("\"2\",\"IBM\",,\"MQ\",\"None\",\"{quantity}\"");
    change(&mut entries, "pvu_sub_capacity.csv", &second(820), &second(810));
    let odd = read(&entries);
    let differing = of_code(&odd.1, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(differing[0].message.contains("810 as Metric Quantity, 820 as Metric Quantity"));
    assert_eq!(counted(odd), expected());
}

#[test]
fn a_server_of_which_nothing_counts_is_no_host() {
    let mut rows = ROWS;
    (rows[2].3, rows[2].4, rows[2].7) = (0, 0, "Other: spare");
    let odd = read(&english(&rows));
    assert!(says(&odd.1, "ILMT counts nothing on IBM Corp. 2 B"));
    assert!(says(&odd.1, "come to 800 PVU (8 cores); instances are excluded in ILMT (Other: spare), which"));
    assert_eq!(odd.0.host_rows.len(), 1);
    assert_eq!(counted(odd), [("Db2".to_owned(), 140, 1120), ("MQ".to_owned(), 420, 1120)]);
}

#[test]
fn a_server_that_grew_is_counted_at_its_largest() {
    let mut rows = ROWS;
    rows[3].3 = 8;
    let grown = read(&english(&rows));
    let differing = of_code(&grown.1, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(differing[0].message.contains("to 560 PVU, but the server has 1120"));
    assert_eq!(counted(grown), expected());
}

#[test]
fn excluded_instances_are_not_counted_but_shown() {
    let mut rows = ROWS;
    rows[1].7 = "Other: disaster recovery";
    (rows[0].4, rows[1].4) = (2, 2);
    // All instances of Db2 are excluded; ILMT gives the server no cores for it.
    (rows[3].3, rows[3].4, rows[3].7) = (0, 0, "Other: spare");
    let odd = read(&english(&rows));
    let differing = of_code(&odd.1, Code::TotalDiffers);
    assert_eq!(differing.len(), 2);
    assert!(differing.iter().all(|finding| finding.message.contains("which explains it")));
    assert!(odd.0.vms.iter().all(|name| !name.starts_with("ILMT total")));
    assert_eq!(counted(odd), [("Db2".to_owned(), 0, 0), ("MQ".to_owned(), 540, 1520)]);
}

#[test]
fn a_made_up_server_is_a_vm_without_a_host_unless_there_is_more_to_it() {
    let lone = read(&english(&[("MQ", "TLM_VM_42-17", 120, 2, 2, "alpha", 2, "")]));
    assert!(lone.0.host_rows.is_empty());
    assert_eq!((lone.0.vms.name(lone.0.placements[0].vm), lone.0.placements[0].host), ("42-17", NOWHERE));
    assert!(says(&lone.1, "the hypervisor of alpha is unknown"));
    assert_eq!(counted(lone), [("MQ".to_owned(), 240, 240)]);

    let rated = read(&english(&[("MQ", "TLM_VM_42-17", 70, 2, 2, "alpha", 2, "")]));
    assert_eq!(rated.0.host_rows.len(), 1);
    assert!(says(&rated.1, "it counts as a server of known size"));
    assert_eq!(counted(rated), [("MQ".to_owned(), 140, 140)]);
}

#[test]
fn a_computer_that_moved_counts_where_its_rows_stand() {
    let moved = read(&english(&[
        ("MQ", "IBM Corp. 1 A", 70, 16, 2, "alpha", 2, ""),
        ("Db2", "IBM Corp. 2 B", 100, 4, 2, "alpha", 2, ""),
    ]));
    assert_eq!(counted(moved), [("Db2".to_owned(), 200, 400), ("MQ".to_owned(), 140, 1120)]);
}

#[test]
fn checksums_tell_changed_missing_and_added_entries() {
    // SHA-256 of the empty text.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut entries = english(&ROWS);
    entries.insert("audit_comment.txt".to_owned(), String::new());
    let list =
        format!("{empty}  audit_comment.txt\n{empty}  data_condition.txt\n{empty}  part_numbers.csv\n");
    entries.insert("checksums.txt".to_owned(), list);
    let (_, findings) = read(&entries);
    let about = |words: &str| -> Vec<(String, Option<u32>)> {
        let all = findings.sorted().into_iter().filter(|finding| finding.message.contains(words));
        all.map(|finding| (finding.file, finding.row)).collect()
    };
    assert_eq!(about("was changed"), [("data_condition.txt".to_owned(), None)]);
    assert_eq!(about("part_numbers.csv is listed here"), [("checksums.txt".to_owned(), Some(3))]);
    assert_eq!(about("was added").len(), 3);
    assert_eq!(about("1 entries are as ILMT packed them").len(), 1);
}

#[test]
fn rows_keep_their_line_and_a_bad_one_is_left_out() {
    let mut entries = english(&ROWS);
    // ILMT writes a bare line feed into a quoted comment.
    change(&mut entries, "pvu_sub_capacity.csv", "\"2\",\"IBM\"", "\"2\",\"I\nBM\"");
    change(&mut entries, "pvu_sub_capacity.csv", "\"gamma\"", "\"gam,ma\"");
    change(&mut entries, "pvu_sub_capacity.csv", "\"8\",\"7\",", "\"many\",\"7\",");
    let (tables, findings) = read(&entries);
    let bad = of_code(&findings, Code::NotANumber);
    assert_eq!((bad.len(), bad[0].row, bad[0].column.as_deref()), (1, Some(5), Some("partition cores")));
    assert_eq!(bad[0].value.as_deref(), Some("many"));
    assert!(bad[0].left_out && findings.incomplete());
    assert_eq!(tables.installs.iter().map(|row| row.place.row).max(), Some(6));
}

#[test]
fn what_is_not_read_is_said() {
    let mut entries = english(&ROWS);
    for name in ["cloud_paks.csv", "bundling_definitions.csv", "vpc_sub_capacity.csv"] {
        entries.insert(name.to_owned(), "a,b\n1\n".to_owned());
    }
    let (_, findings) = read(&entries);
    let all = findings.sorted();
    let unread = all.iter().filter(|finding| finding.message.starts_with("present, not read"));
    let files: Vec<&str> = unread.map(|finding| finding.file.as_str()).collect();
    assert_eq!(files, ["bundling_definitions.csv", "cloud_paks.csv", "vpc_sub_capacity.csv"]);
    // Their rows are nobody's loss.
    assert!(!findings.incomplete());
}

#[test]
fn tables_beside_the_snapshot_win_before_and_after_it() {
    let given = [
        ("estate.toml", "currency = \"EUR\"\nas_of = 2025-06-30\n"),
        ("products.csv", "product,metric,list_price\nMQ,PVU,12.50\n"),
        ("hosts.csv", "host,cores,cluster,pvu_per_core\nIBM Corp. 1 A,16,one,100\n"),
        (
            "evidence.csv",
            "id,kind,scope,from,to,state\nILMT report 2025-04-01..2025-04-03,report,*,2025-04-01,2025-04-03,lost\n",
        ),
        ("entitlements.csv", "product,quantity\nMQ,100\n"),
    ];
    let before = read_with(&given, &english(&ROWS));
    let estate = before.0.estate.clone().unwrap();
    assert_eq!((estate.currency.unwrap().code(), estate.name.as_str()), ("EUR", "audit_snapshot"));
    assert_eq!(estate.as_of.unwrap().to_string(), "2025-06-30");
    assert_eq!((before.0.products.len(), before.0.host_rows.len(), before.0.evidence.len()), (2, 2, 2));
    assert_eq!(counted(before), [("Db2".to_owned(), 200, 1600), ("MQ".to_owned(), 1000, 2000)]);

    let mut reader = Reader::default();
    reader.begin_snapshot("audit_snapshot.zip");
    for (name, text) in english(&ROWS) {
        reader.file(&name, text.as_bytes()).unwrap();
    }
    reader.end_snapshot().unwrap();
    for (name, text) in given {
        reader.file(name, text.as_bytes()).unwrap();
    }
    assert_eq!(
        counted(reader.finish().unwrap()),
        [("Db2".to_owned(), 200, 1600), ("MQ".to_owned(), 1000, 2000)]
    );
}

#[test]
fn an_estate_that_happens_to_hold_such_a_file_is_an_estate() {
    assert!(!super::is_snapshot(["estate.toml", "products_daily_2025-04-01_2025-06-30_x.csv"]));
    assert!(super::is_snapshot(["audit/data_condition.txt"]));
    assert!(!super::is_snapshot(["hosts.csv"]));
}
