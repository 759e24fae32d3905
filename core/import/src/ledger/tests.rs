//! Series of invented reports.

use super::*;
use crate::facts::{Host, HostKind, Integrity, Measure, Metric, Origin, Seen, ServerTotal};
use subcap_core::finding::Code;

fn span(text: &str) -> Span {
    let (from, to) = text.split_once("..").unwrap();
    Span::new(Day::parse(from.as_bytes()).unwrap(), Day::parse(to.as_bytes()).unwrap())
}

/// A report of a tool server for a period, with what it measured of MQ over it, made some days after its end.
fn batch(name: &str, server: &str, period: &str, quantity: u64, made: i32) -> Batch {
    let mut batch = Batch { name: name.to_owned(), ..Batch::default() };
    let (period, server) = (span(period), Some(Arc::<str>::from(server)));
    let origin = Origin { file: batch.origins.add(name, &[]), row: 1 };
    batch.facts.reports.push(Report {
        archive: name.into(),
        tool: None,
        server: server.clone(),
        period,
        measured: vec![period],
        made: Some(period.to.plus(made)),
        server_since: None,
        integrity: Integrity::Verified,
        doubts: Vec::new(),
        origin,
    });
    let measure = |when| Measure {
        product: "MQ".into(),
        product_id: None,
        metric: Metric::Pvu,
        bundle: None,
        ratio: None,
        cluster: server.clone(),
        when,
        peak: None,
        quantity,
        limit: None,
        origin,
    };
    batch.facts.measures.push(measure(period));
    let days =
        std::iter::successors(Some(period.from), |day| Some(day.next())).take_while(|day| *day <= period.to);
    batch.facts.measures.extend(days.map(|day| measure(Span::new(day, day))));
    batch
}

fn host(batch: &mut Batch, name: &str, quantity: u64) {
    let report = batch.facts.reports[0].clone();
    batch.facts.hosts.push(Host {
        name: name.into(),
        server: report.server.clone(),
        kind: HostKind::Physical,
        serial: None,
        uuid: None,
        cluster: None,
        processor: None,
        sockets: None,
        cores: Some(16),
        rate: None,
        seen: Seen::During(report.period),
        origin: report.origin,
    });
    batch.facts.totals.push(ServerTotal {
        product: "MQ".into(),
        metric: Metric::Pvu,
        bundle: None,
        full_capacity: false,
        host: name.into(),
        cluster: report.server,
        when: report.period,
        peak: None,
        quantity,
        limit: None,
        origin: report.origin,
    });
}

fn said(ledger: &Ledger) -> Vec<String> {
    let all = ledger.servers.iter().flat_map(|server| &server.quarters);
    all.map(|quarter| format!("{}: {}", quarter.quarter, quarter.said())).collect()
}

fn items(ledger: &Ledger) -> Vec<String> {
    ledger.items.iter().map(|item| format!("{} {} {}", item.shows.kind(), item.span, item.state())).collect()
}

fn found(ledger: &Ledger, code: Code) -> Vec<String> {
    let all = ledger.findings.sorted().into_iter().filter(|finding| finding.code == code);
    all.map(|finding| finding.message).collect()
}

#[test]
fn a_missing_quarter_between_two_gives_no_item() {
    let batches =
        [batch("q3", "a", "2024-07-01..2024-09-30", 8, 5), batch("q1", "a", "2024-01-01..2024-03-31", 8, 5)];
    let ledger = Ledger::of(&batches);
    assert_eq!(said(&ledger), ["2024-Q1: covered", "2024-Q2: missing", "2024-Q3: covered"]);
    assert_eq!(
        items(&ledger),
        [
            "measured 2024-01-01..2024-03-31 held",
            "report 2024-01-01..2024-03-31 held",
            "measured 2024-07-01..2024-09-30 held",
            "report 2024-07-01..2024-09-30 held"
        ]
    );
    assert!(ledger.items.iter().all(|item| item.covers == Covers::Everything));
    assert_eq!(ledger.items[1].made.unwrap().to_string(), "2024-04-05");
    let missing = found(&ledger, Code::MissingDays);
    assert_eq!(missing, ["no report of a reaches into 2024-Q2: nothing shows that it was measured"]);
}

#[test]
fn partly_covered_and_overlapping_days_are_named() {
    let mut first = batch("one", "a", "2024-01-10..2024-03-20", 8, 0);
    first.facts.reports[0].measured = vec![span("2024-01-10..2024-02-01"), span("2024-02-04..2024-03-20")];
    let batches = [
        first,
        batch("two", "a", "2024-03-25..2024-06-30", 8, 0),
        batch("three", "a", "2024-06-29..2024-08-31", 8, 0),
    ];
    let ledger = Ledger::of(&batches);
    assert_eq!(
        said(&ledger),
        [
            "2024-Q1: partly covered; not reported 2024-01-01 to 2024-01-09, 2024-03-21 to 2024-03-24; \
             not measured 2024-02-02 to 2024-02-03",
            "2024-Q2: covered; reported twice 2024-06-29 to 2024-06-30",
            "2024-Q3: partly covered; not reported 2024-09-01 to 2024-09-30"
        ]
    );
    let measured = items(&ledger).into_iter().filter(|item| item.starts_with("measured")).collect::<Vec<_>>();
    assert_eq!(measured.len(), 4);
    let days = ledger.findings.sorted().into_iter().filter(|finding| finding.code == Code::MissingDays);
    let days: Vec<_> = days.map(|finding| (finding.file, format!("{:?}", finding.severity))).collect();
    // Nobody knows whether there was a September to report.
    assert_eq!(days, [("one".to_owned(), "Warning".to_owned()), ("three".to_owned(), "Note".to_owned())]);
}

#[test]
fn the_report_made_later_stands_and_the_other_is_contestable() {
    let batches = [
        batch("late", "a", "2024-01-01..2024-03-31", 9, 40),
        batch("first", "a", "2024-01-01..2024-03-31", 8, 5),
    ];
    let ledger = Ledger::of(&batches);
    assert_eq!(ledger.replaced, [At { batch: 1, report: 0 }].into());
    assert_eq!(
        items(&ledger),
        // Its days are measured by the later one too; that it was made in time it shows alone.
        [
            "report 2024-01-01..2024-03-31 contestable",
            "measured 2024-01-01..2024-03-31 held",
            "report 2024-01-01..2024-03-31 held"
        ]
    );
    assert_eq!(said(&ledger), ["2024-Q1: covered; 1 replaced by a later report"]);
    let differs = found(&ledger, Code::ExportsDiffer);
    assert_eq!(
        differs,
        [
            "late, made 2024-05-10, states other quantities for 2024-01-01..2024-03-31: MQ 9 instead of 8; it stands"
        ]
    );
}

#[test]
fn the_same_report_twice_is_held_twice() {
    let batches = [
        batch("one", "a", "2024-01-01..2024-03-31", 8, 5),
        batch("copy", "a", "2024-01-01..2024-03-31", 8, 5),
    ];
    let ledger = Ledger::of(&batches);
    assert_eq!(ledger.replaced, [At { batch: 0, report: 0 }].into());
    assert!(items(&ledger).iter().all(|item| item.ends_with("held")));
    assert_eq!(
        (found(&ledger, Code::ExportedTwice).len(), found(&ledger, Code::ExportsDiffer).len()),
        (1, 0)
    );
}

#[test]
fn overlapping_reports_are_compared_day_by_day() {
    let batches = [
        batch("one", "a", "2024-01-01..2024-03-31", 8, 5),
        batch("two", "a", "2024-03-01..2024-06-30", 9, 5),
    ];
    let ledger = Ledger::of(&batches);
    assert_eq!(ledger.items[0].doubts, ["a later report states other quantities for 2024-03-01..2024-03-31"]);
    assert!(ledger.items[3].doubts.is_empty() && ledger.replaced.is_empty());
    assert_eq!(found(&ledger, Code::ExportsDiffer).len(), 1);
    let same = [
        batch("one", "a", "2024-01-01..2024-03-31", 8, 5),
        batch("two", "a", "2024-03-01..2024-06-30", 8, 5),
    ];
    let ledger = Ledger::of(&same);
    assert!(ledger.items.iter().all(|item| item.doubts.is_empty()));
    assert_eq!(found(&ledger, Code::ExportedTwice).len(), 1);
}

#[test]
fn a_doubt_makes_report_and_measurement_contestable() {
    let mut one = batch("one", "a", "2024-01-01..2024-03-31", 8, 5);
    one.facts.reports[0].doubts.push("computer group Lab only".to_owned());
    one.facts.reports[0].measured.clear();
    let ledger = Ledger::of(&[one]);
    assert_eq!(
        items(&ledger),
        ["measured 2024-01-01..2024-03-31 contestable", "report 2024-01-01..2024-03-31 contestable"]
    );
    assert_eq!(said(&ledger), ["2024-Q1: covered; computer group Lab only"]);
}

#[test]
fn several_tool_servers_speak_for_what_they_have_seen() {
    let mut a1 = batch("a1", "a", "2024-01-01..2024-03-31", 8, 5);
    host(&mut a1, "one", 8);
    let mut a2 = batch("a2", "a", "2024-04-01..2024-06-30", 8, 5);
    host(&mut a2, "two", 8);
    let mut b2 = batch("b2", "b", "2024-04-01..2024-06-30", 8, 5);
    host(&mut b2, "two", 6);
    let ledger = Ledger::of(&[a1, a2, b2]);
    let hosts: Vec<Vec<&str>> =
        ledger.servers.iter().map(|server| server.hosts.iter().map(|host| &**host).collect()).collect();
    assert_eq!(hosts, [vec!["one", "two"], vec!["two"]]);
    assert_eq!(
        ledger.items.iter().map(|item| item.covers).collect::<Vec<_>>(),
        [
            Covers::Server(0),
            Covers::Server(0),
            Covers::Server(0),
            Covers::Server(0),
            Covers::Server(1),
            Covers::Server(1)
        ]
    );
    assert_eq!(
        said(&ledger),
        ["2024-Q1: covered", "2024-Q2: covered", "2024-Q1: missing", "2024-Q2: covered"]
    );
    assert!(found(&ledger, Code::ExportedTwice)[0].starts_with("1 servers are reported by a and by b"));
    assert!(found(&ledger, Code::ExportsDiffer)[0].contains("MQ on two is 6 here and 8"));
}

#[test]
fn nothing_is_missing_before_a_tool_server_was_installed() {
    let a = batch("a", "a", "2024-01-01..2024-03-31", 8, 5);
    let mut b = batch("b", "b", "2024-07-01..2024-09-30", 8, 5);
    b.facts.reports[0].server_since = Day::parse(b"2024-05-01");
    let ledger = Ledger::of(&[a, b]);
    let quarters = |number: usize| {
        ledger.servers[number].quarters.iter().map(|q| q.quarter.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(quarters(0), ["2024-Q1", "2024-Q2", "2024-Q3"]);
    assert_eq!(quarters(1), ["2024-Q2", "2024-Q3"]);
}

#[test]
fn of_equal_reports_the_one_without_doubts_stands() {
    let (mut copy, period) = (batch("z copy", "a", "2024-01-01..2024-03-31", 8, 5), "2024-01-01..2024-03-31");
    copy.facts.reports[0].integrity = Integrity::FileChanged;
    let batches = [batch("first", "a", period, 8, 5), copy];
    let ledger = Ledger::of(&batches);
    assert_eq!(ledger.replaced, [At { batch: 1, report: 0 }].into());
    assert_eq!(
        items(&ledger),
        [
            format!("measured {period} held"),
            format!("report {period} held"),
            format!("report {period} contestable")
        ]
    );
    // Made later it stands, and what the first measured holds nevertheless.
    let [first, mut copy] = batches;
    copy.facts.reports[0].made = copy.facts.reports[0].made.map(|day| day.plus(9));
    let ledger = Ledger::of(&[first, copy]);
    assert_eq!(ledger.replaced, [At { batch: 0, report: 0 }].into());
    assert!(items(&ledger).contains(&format!("measured {period} held")));
}

#[test]
fn days_of_a_report_that_a_later_one_outdoes_count_nowhere() {
    let quarter = batch("q1", "a", "2024-01-01..2024-03-31", 4, 90);
    let month = batch("month", "a", "2024-03-01..2024-04-30", 9, 5);
    let ledger = Ledger::of(&[quarter, month]);
    let outdone = DaySet::union_of([span("2024-03-01..2024-03-31")]);
    let of: Vec<_> = ledger.outdone.iter().collect();
    assert_eq!(of, [(&At { batch: 1, report: 0 }, &outdone)]);
    let state = |item: &&Item| item.at.batch == 1 && item.state() == "contestable";
    assert_eq!(ledger.items.iter().filter(state).count(), 2);
}
