//! Totals of the tool, the recount of its computers, and where they part.

use super::*;
use crate::facts::HostKind;

#[test]
fn english_and_polish_headers_give_the_same_answer() {
    let read_english = read(&english(&ROWS));
    let agreed = "2 of 2 products agree, 960 PVU";
    assert!(says(&read_english, agreed) && seen(&read_english, REPORT).detail.contains(agreed));
    // gamma has more cores than its server: the recount is capped and agrees.
    assert!(of_code(&read_english, Code::TotalDiffers).is_empty());
    assert_eq!(counted(&read_english), expected());
    let polish = read(&entries(&ROWS, &Headers::Polish));
    assert!(seen(&polish, REPORT).detail.contains("by its Polish headers"));
    assert_eq!(counted(&polish), expected());
    assert_eq!(doubts(&polish), "");
}

#[test]
fn slices_of_any_size_give_the_same_answer() {
    let entries = english(&ROWS);
    let said = |batch: &Batch| format!("{:?} {:?} {:?}", batch.facts, batch.findings.sorted(), batch.seen);
    let whole = said(&read(&entries));
    for slice in [1, 2, 7, 100, 4096] {
        assert_eq!(said(&read_in_slices(&entries, slice)), whole, "in slices of {slice}");
    }
}

#[test]
fn an_unknown_language_is_read_by_position_if_the_totals_agree() {
    let numbered = entries(&ROWS, &Headers::Numbered);
    let guessed = read(&numbered);
    assert!(seen(&guessed, REPORT).detail.contains("by the order of its columns"));
    assert_eq!(counted(&guessed), expected());

    let mut differs = numbered.clone();
    change(&mut differs, DAILY, ",820,", ",830,");
    let mut unproved = numbered.clone();
    unproved.remove(DAILY);
    let mut misfit = numbered;
    change(&mut misfit, REPORT, "\"3\",\"IBM\"", "\"x\",\"IBM\"");
    for (entries, said) in [(differs, true), (unproved, false), (misfit, false)] {
        let batch = read(&entries);
        assert!(batch.facts.hosts.is_empty() && batch.facts.installs.is_empty());
        assert!(!is_used(&batch, REPORT));
        assert_eq!(says(&batch, "the totals do not agree") || says(&batch, "its totals do not agree"), said);
    }
}

#[test]
fn where_the_four_ways_part_the_servers_totals_stand_and_the_report_is_in_doubt() {
    for (name, from, to) in [
        (REPORT, "\"820\"", "\"800\""),
        ("audit_snapshot_summary.csv", ",820,", ",800,"),
        (DAILY, ",820,", ",800,"),
    ] {
        let mut entries = english(&ROWS);
        change(&mut entries, name, from, to);
        let odd = read(&entries);
        let differing = of_code(&odd, Code::TotalDiffers);
        assert_eq!(differing.len(), 1, "{name}");
        assert!(differing[0].message.starts_with("MQ: ") && differing[0].message.contains("800"), "{name}");
        assert!(says(&odd, "1 of 2 products"));
        assert_eq!(counted(&odd), expected(), "{name}");
        assert_eq!(doubts(&odd), "the totals of 1 of 2 products differ");
    }
}

#[test]
fn a_total_that_a_recount_does_not_give_stands() {
    let mut rows = ROWS;
    // ILMT counts five of six cores.
    rows[0].4 = 5;
    rows[1].4 = 5;
    let odd = read(&english(&rows));
    let differing = of_code(&odd, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(
        differing[0]
            .message
            .contains("is 350 PVU (5 cores), but its computers there come to 420 PVU (6 cores)")
    );
    assert_eq!((differing[0].file.as_str(), differing[0].row), (REPORT, Some(2)));
    let stand_in = odd.facts.machines.iter().find(|machine| machine.stand_in).unwrap();
    assert_eq!(&*stand_in.name, "ILMT total of MQ on IBM Corp. 1 A");
    assert_eq!(counted(&odd), [("Db2".to_owned(), 140), ("MQ".to_owned(), 750)]);
}

#[test]
fn a_row_that_contradicts_the_others_of_its_product_is_a_finding() {
    let mut entries = english(&ROWS);
    let second = |quantity: u32| format!("\"2\",\"IBM\",,\"MQ\",\"None\",\"{quantity}\"");
    change(&mut entries, REPORT, &second(820), &second(810));
    let odd = read(&entries);
    let differing = of_code(&odd, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(differing[0].message.contains("810 as Metric Quantity, 820 as Metric Quantity"));
    assert_eq!(counted(&odd), expected());
}

#[test]
fn a_server_of_which_nothing_counts_is_left_away() {
    let mut rows = ROWS;
    (rows[2].3, rows[2].4, rows[2].7) = (0, 0, "Other: spare");
    let odd = read(&english(&rows));
    assert!(says(&odd, "the tool counts nothing on IBM Corp. 2 B"));
    assert!(says(&odd, "MQ: instances are excluded in the tool and not counted (Other: spare)"));
    let cores: Vec<_> = odd.facts.hosts.iter().map(|host| host.cores).collect();
    assert_eq!(cores, [Some(16)]);
    assert_eq!(counted(&odd), [("Db2".to_owned(), 140), ("MQ".to_owned(), 420)]);
}

#[test]
fn a_server_that_grew_is_counted_at_its_largest() {
    let mut rows = ROWS;
    rows[3].3 = 8;
    let grown = read(&english(&rows));
    let differing = of_code(&grown, Code::TotalDiffers);
    assert_eq!(differing.len(), 1);
    assert!(differing[0].message.contains("to 560 PVU, but the server has 1,120"));
    assert_eq!(grown.facts.hosts[0].cores, Some(16));
    assert_eq!(counted(&grown), expected());
}

#[test]
fn excluded_instances_are_not_counted_but_shown() {
    let mut rows = ROWS;
    rows[1].7 = "Other: disaster recovery";
    (rows[0].4, rows[1].4) = (2, 2);
    // All instances of Db2 are excluded; ILMT gives the server no cores for it.
    (rows[3].3, rows[3].4, rows[3].7) = (0, 0, "Other: spare");
    let odd = read(&english(&rows));
    assert!(of_code(&odd, Code::TotalDiffers).is_empty(), "the exclusions explain it");
    assert!(odd.facts.machines.iter().all(|machine| !machine.stand_in));
    assert_eq!(counted(&odd), [("MQ".to_owned(), 540)]);
    let excluded = odd.facts.installs.iter().filter(|install| install.excluded.is_some());
    let mut excluded: Vec<&str> = excluded.map(|install| &*install.machine).collect();
    excluded.sort_unstable();
    assert_eq!(excluded, ["alpha", "beta"]);
    assert_eq!(of_code(&odd, Code::Excluded).len(), 1);
}

#[test]
fn a_made_up_server_is_a_vm_without_a_host_unless_there_is_more_to_it() {
    let lone = read(&english(&[("MQ", "TLM_VM_42-17", 120, 2, 2, "alpha", 2, "")]));
    assert_eq!(lone.facts.hosts[0].kind, HostKind::Artificial);
    let machine = &lone.facts.machines[0];
    assert_eq!((&*machine.name, &*machine.uuids[0]), ("alpha", "42-17"));
    assert_eq!(counted(&lone), [("MQ".to_owned(), 240)]);

    let rated = read(&english(&[("MQ", "TLM_VM_42-17", 70, 2, 2, "alpha", 2, "")]));
    assert_eq!(rated.facts.hosts[0].kind, HostKind::Physical);
    assert!(says(&rated, "it counts as a server of known size"));
    assert_eq!(counted(&rated), [("MQ".to_owned(), 140)]);
}

#[test]
fn a_computer_that_moved_counts_where_its_rows_stand() {
    let moved = read(&english(&[
        ("MQ", "IBM Corp. 1 A", 70, 16, 2, "alpha", 2, ""),
        ("Db2", "IBM Corp. 2 B", 100, 4, 2, "alpha", 2, ""),
    ]));
    assert_eq!(counted(&moved), [("Db2".to_owned(), 200), ("MQ".to_owned(), 140)]);
    let names: Vec<_> = moved.facts.machines.iter().map(|m| (&*m.name, m.dns.as_deref())).collect();
    let dns = Some("alpha");
    assert_eq!(names, [("alpha #7 on IBM Corp. 1 A", dns), ("alpha #7 on IBM Corp. 2 B", dns)]);
}

#[test]
fn several_rates_of_a_server_count_as_the_highest() {
    let mut rows = ROWS;
    rows[3].2 = 100;
    let odd = read(&english(&rows));
    assert!(says(&odd, "IBM Corp. 1 A has several rates, 70 and 100 PVU per core"));
    assert_eq!(odd.facts.hosts[0].rate.unwrap().pvu, 100);
}

#[test]
fn the_inventory_says_since_when_and_until_when() {
    let mut entries = english(&ROWS);
    let rows = [
        ("MQ", "alpha", "2024-11-30", "", "Yes"),
        ("MQ", "alpha", "2024-12-09", "2025-01-01", "Yes"),
        ("MQ", "beta", "2025-02-01", "2025-04-03", "Yes"),
        ("MQ", "gamma", "2025-02-01", "2025-04-03", "No"),
        ("Db2", "alpha", "2025-02-01", "2025-04-02", "Yes"),
        ("WebSphere", "alpha", "2025-02-01", "", "Yes"),
    ];
    entries.insert("bundling_definitions.csv".to_owned(), inventory(&rows));
    let batch = read(&entries);
    let dates = |product: &str, machine: &str| {
        let of =
            |install: &&crate::facts::Install| &*install.product == product && &*install.machine == machine;
        let install = batch.facts.installs.iter().find(of).unwrap();
        [install.from, install.to].map(|day| day.map(|day| day.to_string()).unwrap_or_default())
    };
    assert_eq!(dates("MQ", "alpha"), ["2024-11-30", ""]);
    assert_eq!(dates("MQ", "beta"), ["2025-02-01", "2025-04-03"]);
    // Not charged: nothing is known of it.
    assert_eq!(dates("MQ", "gamma"), ["", ""]);
    // ILMT counts Db2 at its peak on the 3rd, when the inventory has it no more: the total stands.
    assert_eq!(dates("Db2", "alpha"), ["", ""]);
    assert_eq!(counted(&batch), expected());
    assert!(says(
        &batch,
        "1 products charged in PVU are in the inventory and in no per-server report, WebSphere"
    ));
    assert!(seen(&batch, "bundling_definitions.csv").detail.contains("5 charged instances, 1 others"));
}

#[test]
fn numbers_of_a_server_are_told_by_the_words_of_their_headers() {
    let as_headed = |of: &str, limit: &str| {
        let mut entries = english(&ROWS);
        entries.retain(|name, _| name == REPORT);
        let report = entries.get_mut(REPORT).unwrap();
        *report = report.replace("physical server pvu subcapacity limit", limit);
        *report = report.replace("physical server pvu subcapacity", of);
        read(&entries)
    };
    let metric = |batch: &Batch| {
        let total = &batch.facts.totals[0];
        (total.metric.clone(), total.full_capacity, total.quantity, total.limit)
    };
    let vpc =
        as_headed("Physical Server Virtual Processor Core", "Physical Server Virtual Processor Core Limit");
    assert_eq!(metric(&vpc), (crate::facts::Metric::Vpc, false, 420, Some(1120)));
    let full = as_headed("Physical Server PVUs - Full Capacity", "Anything");
    assert_eq!((metric(&full).0, metric(&full).1), (crate::facts::Metric::Pvu, true));
}

#[test]
fn a_report_in_an_unknown_language_by_itself_is_not_said_to_disagree() {
    let mut alone = entries(&ROWS, &Headers::Numbered);
    alone.retain(|name, _| name == REPORT);
    let batch = read(&alone);
    assert!(says(&batch, "agree with each other") && !says(&batch, "do not agree"));
}
