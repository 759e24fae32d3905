//! The embedded PVU table against processor names as tools print them, and tables that must be refused.

use std::error::Error;
use subcap_core::pvu::{Grade, Match, PvuTable, PvuTableError};

type Outcome = Result<(), Box<dyn Error>>;

const STRINGS: &str = include_str!("pvu_strings.csv");
const HEADER: &str = "row,key,max_sockets,pvu_per_core,grade,source\n";

/// One found rate, in the form of `pvu_strings.csv`.
fn told(table: &PvuTable, found: Option<Match>) -> Vec<String> {
    let Some(found) = found else { return vec![String::new(); 5] };
    let rows: Vec<&str> =
        found.rows.iter().filter_map(|&index| table.row(index)).map(|row| row.id.as_str()).collect();
    let others: Vec<String> = found.other_rates.iter().map(u32::to_string).collect();
    let model = if found.model_known { "known" } else { "family" };
    vec![found.rate.to_string(), found.grade.to_string(), rows.join(" "), others.join(" "), model.to_owned()]
}

#[test]
fn processor_names_find_their_rates() -> Outcome {
    let table = PvuTable::embedded()?;
    let mut wrong = Vec::new();
    let mut reader = csv::Reader::from_reader(STRINGS.as_bytes());
    for record in reader.records() {
        let record = record?;
        let fields: Vec<&str> = record.iter().collect();
        let [processor, sockets, expected @ ..] = fields.as_slice() else { return Err("short row".into()) };
        let sockets = if sockets.is_empty() { None } else { Some(sockets.parse()?) };
        let found = told(&table, table.find(processor, sockets));
        if found != expected {
            wrong.push(format!("{processor} / {sockets:?}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn rows_of_the_table_are_whole() -> Outcome {
    for row in PvuTable::embedded()?.rows() {
        let filled = [&row.vendor, &row.brand, &row.kind, &row.key, &row.seen];
        assert!(filled.iter().all(|text| !text.is_empty()), "{}", row.id);
        let stated = row.sources.iter().any(|source| source == "commonly-stated");
        assert!(!stated || row.grade == Grade::Unconfirmed, "{}", row.id);
    }
    Ok(())
}

#[test]
fn a_newer_table_may_be_in_another_dialect() -> Outcome {
    let text = "\u{feff}Grade;PVU_per_core;max_sockets;key;row;source;mine\r\n\
                Printed;90;4;power12 : e1280;power12-e1280;letter;x\r\n;;;;;;\r\n";
    let table = PvuTable::parse(text.as_bytes())?;
    let found = table.find("POWER12 E1280", Some(4)).ok_or("no match")?;
    assert_eq!((found.rate, found.grade, found.is_ambiguous()), (90, Grade::Printed, false));
    assert_eq!(table.find("POWER12 E1280", Some(5)), None);
    assert_eq!(table.find("POWER1", None), None);
    Ok(())
}

#[test]
fn wrong_values_are_told_with_their_place() {
    for (row, wrong_column) in [
        ("A b,xeon,any,70,printed,s", "row"),
        (",xeon,any,70,printed,s", "row"),
        ("a,xeon : ,any,70,printed,s", "key"),
        ("a,,any,70,printed,s", "key"),
        ("a,xeon,2-1,70,printed,s", "max_sockets"),
        ("a,xeon,0,70,printed,s", "max_sockets"),
        ("a,xeon,,70,printed,s", "max_sockets"),
        ("a,xeon,any,0,printed,s", "pvu_per_core"),
        ("a,xeon,any,70.5,printed,s", "pvu_per_core"),
        ("a,xeon,any,99999999999,printed,s", "pvu_per_core"),
        ("a,xeon,any,70,sure,s", "grade"),
        ("a,xeon,any,70,printed,", "source"),
        ("a,xeon,any", "pvu_per_core"),
    ] {
        let error = PvuTable::parse(format!("{HEADER}ok,epyc,any,70,printed,s\n{row}\n").as_bytes()).err();
        let place = match &error {
            Some(PvuTableError::Value { line, column, .. }) => Some((*line, *column)),
            _ => None,
        };
        assert_eq!(place, Some((3, wrong_column)), "{row}: {error:?}");
    }
}

#[test]
fn tables_that_are_none_are_refused() {
    let row = "a,xeon,any,70,printed,s\n";
    let refused = |text: &str| PvuTable::parse(text.as_bytes()).err();
    assert_eq!(PvuTable::parse(b"row,\xff").err(), Some(PvuTableError::NotUtf8 { byte: 4 }));
    assert_eq!(refused(""), Some(PvuTableError::MissingColumn { column: "row" }));
    assert_eq!(
        refused("row,key,max_sockets,grade,source\n"),
        Some(PvuTableError::MissingColumn { column: "pvu_per_core" })
    );
    assert_eq!(
        refused(&HEADER.replace('\n', ",Key\n")),
        Some(PvuTableError::RepeatedColumn { column: "key" })
    );
    assert_eq!(refused(HEADER), Some(PvuTableError::NoRows));
    let twice = PvuTableError::DuplicateRow { line: 3, first_line: 2, row: "a".to_owned() };
    assert_eq!(
        twice.to_string(),
        "PVU table, line 3, column 'row': 'a' is the id of line 2 already; give each row its own"
    );
    assert_eq!(refused(&format!("{HEADER}{row}{row}")), Some(twice));
}
