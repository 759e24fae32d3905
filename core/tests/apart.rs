//! A position apart answers scenarios as one that was loaded for its readings.
#![allow(clippy::unwrap_used)]

use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;
use subcap_core::whatif::{Overlay, Position, SensitivityOptions};

fn loaded(names: &[String]) -> Position {
    let mut reader = Reader::default();
    for (name, text) in subcap_core::demo::tables() {
        reader.file(name, text.as_bytes()).unwrap();
    }
    let (tables, findings) = reader.finish().map_err(|(error, _)| error).unwrap();
    let readings = Readings::built_in().unwrap();
    let readings = if names.is_empty() { readings.all().to_vec() } else { readings.select(names).unwrap() };
    let position = Position::new(tables, findings, PvuTable::embedded().unwrap(), None, readings);
    position.map_err(|(error, _)| error).unwrap()
}

#[test]
fn levers_move_it_alike() {
    let names = ["agreement".to_owned()];
    let apart = loaded(&[]).apart(None, &Readings::built_in().unwrap().select(&names).unwrap()).unwrap();
    let options = || SensitivityOptions { quarters: 1, ..Default::default() };
    assert_eq!(apart.sensitivity(options()).unwrap(), loaded(&names).sensitivity(options()).unwrap());
}

#[test]
fn a_host_that_stays_as_it_is_changes_nothing() {
    let overlay = |text: &str| Overlay::parse("scenario.json", text.as_bytes()).unwrap();
    let base = loaded(&[]);
    let after = base.apart(Some(&overlay(r#"{"discount_bp": 1000}"#)), base.readings()).unwrap();
    let same = overlay(r#"{"hosts": {"tyo-mw1-esx01": {"pvu_per_core": 70}}}"#);
    let answer = after.scenario(&same).unwrap().answer("", after.base()).unwrap();
    assert!(answer.readings.iter().all(|reading| reading.difference == "0.00"));
}
