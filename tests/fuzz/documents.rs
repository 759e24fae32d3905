//! Any bytes as documents that are read back: scenarios, readings, reports, lines of many estates.

use std::sync::LazyLock;

use subcap_core::compare::{Given, reports};
use subcap_core::finding::Findings;
use subcap_core::price::Readings;
use subcap_core::read::{Reader, Tables};
use subcap_core::report::{is_portfolio, merge, portfolio_totals, read_portfolio};
use subcap_core::whatif::{Overlay, Position};

use super::shared::{LONGEST, PVU_TABLE, READINGS};

/// The estate whose scenarios are worked out: every table, small.
static ESTATE: LazyLock<(Tables, Findings)> = LazyLock::new(|| {
    const FILES: [(&str, &str); 8] = [
        ("hosts.csv", "host,cores,cluster,pvu_per_core\nesx1,16,c1,70\npw1,8,,100\n"),
        (
            "vms.csv",
            "vm,host,cores,mode,pool,from\nvm1,esx1,4,,,2024-01-01\nlpar1,pw1,1.5,uncapped,p1,2024-01-01\n",
        ),
        ("pools.csv", "pool,host,cores\np1,pw1,2\n"),
        ("installs.csv", "product,vm,host,from,to\nmq,vm1,,2024-01-01,\nmq,lpar1,,2024-01-01,2025-05-05\n"),
        ("products.csv", "product,metric,list_price,contract_price,support_bp\nmq,PVU,100,80,2000\n"),
        ("entitlements.csv", "product,quantity,from,to\nmq,480,,\n"),
        (
            "evidence.csv",
            "id,kind,scope,from,to,made,state\nm1,measured,*,2024-01-01,2025-09-30,,held\nr1,report,*,2025-01-01,2025-03-31,2025-04-10,contestable\n",
        ),
        ("estate.toml", "as_of = 2025-12-31\ncurrency = \"EUR\"\n"),
    ];
    let mut reader = Reader::default();
    for (name, text) in FILES {
        reader
            .begin(name)
            .and_then(|()| reader.push(text.as_bytes()))
            .and_then(|()| reader.end())
            .expect(name);
    }
    reader.finish().unwrap_or_else(|(error, _)| panic!("a good estate: {error}"))
});

/// The first byte says as what the rest is read.
pub fn documents(data: &[u8]) {
    let Some((as_what, bytes)) = data.split_first().filter(|_| data.len() <= 2 * LONGEST) else { return };
    let text = String::from_utf8_lossy(bytes);
    match as_what {
        b'r' => {
            let mut readings = Readings::built_in().expect("the built-in readings are good");
            if readings.add("readings.toml", bytes).is_ok() {
                let last = readings.all().last().expect("there are some").clone();
                position(vec![last]);
            }
        }
        b'c' => {
            let (before, after) = text.split_once("\n=\n").unwrap_or((&text, &text));
            if let (Ok(before), Ok(after)) = (Given::parse("before", before), Given::parse("after", after)) {
                let _ = reports(&before, &after).map(|comparison| comparison.to_json());
            }
        }
        b'm' => {
            let parts = text.split("\n=\n").map(|text| ("part".to_owned(), text.to_owned()));
            if let Ok(whole) = merge(&parts.collect::<Vec<_>>()) {
                assert_eq!(merge(&[("whole".to_owned(), whole.clone())]), Ok(whole));
            }
        }
        b'p' => {
            is_portfolio(&text);
            let _ = read_portfolio("lines", &text).and_then(|estates| portfolio_totals(&estates));
        }
        _ => {
            let Ok(overlay) = Overlay::parse("scenario", bytes) else { return };
            let position = position(READINGS.all().iter().take(2).cloned().collect());
            let (quick, by_hand) = (position.scenario(&overlay), position.report(&overlay));
            assert_eq!(quick.is_ok(), by_hand.is_ok(), "{:?}\n{:?}", quick.err(), by_hand.err());
        }
    }
}

fn position(readings: Vec<subcap_core::price::Reading>) -> Position {
    let (tables, findings) = ESTATE.clone();
    Position::new(tables, findings, PVU_TABLE.clone(), None, readings).unwrap_or_else(|(e, _)| panic!("{e}"))
}
