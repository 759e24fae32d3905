//! Small invented snapshots of the real dialect, and the real one where it is on the machine.

mod files;
mod hostile;
mod integrity;
mod quantities;
mod sample;
mod totals;

use std::collections::BTreeMap;

use subcap_core::finding::{Code, Finding};

use crate::batch::{Batch, Seen, Use};
use crate::{Intake, Limits};

use super::columns::{WIDTH, names_in_order};

/// A row of the report: product, server, PVU per core, limit and total in cores, computer, its cores, exclusion.
type Row = (&'static str, &'static str, u32, u32, u32, &'static str, u32, &'static str);

/// MQ on two computers of one server of sixteen cores and on a small one; Db2 on one of the three.
const ROWS: [Row; 4] = [
    ("MQ", "IBM Corp. 1 A", 70, 16, 6, "alpha", 2, ""),
    ("MQ", "IBM Corp. 1 A", 70, 16, 6, "beta", 4, ""),
    ("MQ", "IBM Corp. 2 B", 100, 4, 4, "gamma", 8, ""),
    ("Db2", "IBM Corp. 1 A", 70, 16, 2, "alpha", 2, ""),
];

const DAILY: &str = "products_daily_2025-04-01_2025-04-03_here.csv";
const REPORT: &str = "pvu_sub_capacity.csv";
const CONDITION: &str = "data_condition.txt";

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
    let named = match headers {
        Headers::English => names_in_order(false),
        Headers::Polish => names_in_order(true),
        Headers::Numbered => Vec::new(),
    };
    for (place, name) in named {
        name.clone_into(&mut header[place]);
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
        "No,Publisher,Product Name,Product Bundle,Metric,Metric Quantity,Parts,Recalculation Needed\r\n"
            .to_owned();
    let mut daily = "date,name,id,metricName,metricQuantity,clusterId\r\n".to_owned();
    for product in totals.keys() {
        summary += &format!("1,IBM,{product},None,PVU - Subcapacity,{},,No\r\n", total(product));
        for day in 1..=3 {
            daily += &format!("2025-04-0{day},{product},0,PROCESSOR_VALUE_UNIT,{},here\r\n", total(product));
        }
    }
    let condition = "Audit snapshot generated in:\r\n\tIBM License Metric Tool 9.2.38.0-20250120-1000\r\n\
                     Audit snapshot generated at:\r\n\tApr 4, 2025 6:28:58 AM\r\n\
                     Start Date:\r\n\tApr 1, 2025\r\nEnd Date:\r\n\tApr 3, 2025\r\n\
                     Computer Group ID:\r\n\t0\r\n";
    let entries = [
        (REPORT, report),
        ("audit_snapshot_summary.csv", summary),
        (DAILY, daily),
        (CONDITION, condition.to_owned()),
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

/// The inventory of these instances: product, computer, first and last day seen, whether charged.
fn inventory(rows: &[(&str, &str, &str, &str, &str)]) -> String {
    let mut text = "\"Row No.\",\"Publisher\",\"Imported Part Numbers\",\"Product Name\",\"FlexPoint or Cloud Pak Bundle\",\
                    \"Metric\",\"Server Name\",\"Processor\",\"Processor Brand String\",\"Computer\",\"Computer Deleted\",\
                    \"OS\",\"IP Address\",\"Product Release\",\"Component\",\"Path\",\"Unconfirmed Product Instance\",\
                    \"Computer Last Seen\",\"Discovery Start\",\"Discovery End\",\"Exclusion Comment\",\"Charged\"\r\n"
        .to_owned();
    for (product, computer, from, to, charged) in rows {
        let time = |day: &str| if day.is_empty() { String::new() } else { format!("{day} 20:46:32.804") };
        text += &format!(
            "\"1\",\"IBM\",,\"{product}\",\"None\",\"PVU\",\"S\",\"P\",\"B\",\"{computer}\",\"No\",\"Linux\",\"::1\",\"9\",\
             \"Server\",\"/opt\",\"No\",\"2025-04-03 01:00:00.000\",\"{}\",\"{}\",\"\",\"{charged}\"\r\n",
            time(from),
            time(to)
        );
    }
    text
}

/// Reads a snapshot's entries in the order of their names, in slices of that size.
fn read_in_slices(entries: &Entries, slice: usize) -> Batch {
    let mut intake = Intake::new("audit.zip", Limits::default());
    for (name, text) in entries {
        intake.begin(name, None);
        text.as_bytes().chunks(slice).for_each(|slice| intake.push(slice));
    }
    intake.finish()
}

fn read(entries: &Entries) -> Batch {
    read_in_slices(entries, 1 << 16)
}

/// Cores by product, as the installs and the machines they are on give them, each server capped; and the products.
fn counted(batch: &Batch) -> Vec<(String, u64)> {
    let facts = &batch.facts;
    let mut on: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for install in facts.installs.iter().filter(|install| install.excluded.is_none()) {
        let machine = facts.machines.iter().find(|machine| machine.name == install.machine).unwrap();
        let host = machine.host.as_deref().unwrap();
        *on.entry((&install.product, host)).or_default() += machine.milli_cores.unwrap() / 1000;
    }
    let mut units: BTreeMap<&str, u64> = BTreeMap::new();
    for ((product, host), cores) in on {
        let host = facts.hosts.iter().find(|known| &*known.name == host).unwrap();
        let (cap, rate) = (host.cores.unwrap_or(0), host.rate.unwrap().pvu);
        *units.entry(product).or_default() += cores.min(u64::from(cap)) * u64::from(rate);
    }
    units.into_iter().map(|(product, units)| (product.to_owned(), units)).collect()
}

fn expected() -> Vec<(String, u64)> {
    vec![("Db2".to_owned(), 140), ("MQ".to_owned(), 820)]
}

/// Findings of a code that are no mere notes.
fn of_code(batch: &Batch, code: Code) -> Vec<Finding> {
    let all = batch.findings.sorted().into_iter();
    all.filter(|finding| finding.code == code && finding.severity != subcap_core::finding::Severity::Note)
        .collect()
}

fn says(batch: &Batch, words: &str) -> bool {
    batch.findings.sorted().iter().any(|finding| finding.message.contains(words))
}

fn seen<'b>(batch: &'b Batch, path: &str) -> &'b Seen {
    batch.seen.iter().find(|seen| seen.path == path).unwrap()
}

fn is_used(batch: &Batch, path: &str) -> bool {
    !matches!(seen(batch, path).used, Use::Not(_))
}

fn doubts(batch: &Batch) -> String {
    batch.facts.reports[0].doubts.join("; ")
}
