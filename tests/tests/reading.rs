//! Placements read fast are placements read row by row: the same tables, the same findings, whatever the file
//! looks like, however it arrives and wherever it is cut.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "choices between small numbers"
)]

mod random;
mod reference;
#[path = "../fuzz/shared.rs"]
#[allow(dead_code, reason = "shared with the fuzzer")]
mod shared;

use random::Rng;
use reference::dates::{parse_date, plus_days, show_date};
use shared::read_alike;

/// How a table is written.
struct Writing {
    separator: &'static str,
    line_end: &'static str,
    quoted: bool,
    bom: bool,
    columns: Vec<&'static str>,
}

fn writing(rng: &mut Rng) -> Writing {
    let mut columns = vec!["vm", "host", "cores", "from", "to"];
    for extra in ["mode", "pool", "notes"] {
        if rng.chance(20) {
            columns.insert(rng.between(0, columns.len() as i64) as usize, extra);
        }
    }
    if rng.chance(20) {
        rng.shuffle(&mut columns);
    }
    if rng.chance(10) {
        columns.remove(rng.between(0, columns.len() as i64 - 1) as usize);
    }
    Writing {
        separator: rng.pick(&[",", ",", ",", ";", "\t"]),
        line_end: rng.pick(&["\n", "\n", "\n", "\r\n", "\r"]),
        quoted: rng.chance(25),
        bom: rng.chance(25),
        columns,
    }
}

/// A daily export, with what daily exports have: vms that move, grow, come, go, stand twice, and days missing.
fn daily(rng: &mut Rng, writing: &Writing) -> Vec<u8> {
    let Writing { separator, line_end, quoted, bom, columns } = writing;
    let line = |cells: Vec<String>, end: &str| {
        let cells = cells.iter().map(|cell| if *quoted { format!("\"{cell}\"") } else { cell.clone() });
        cells.collect::<Vec<_>>().join(separator) + end
    };
    let mut text = String::from(if *bom { "\u{FEFF}" } else { "" });
    text += &line(columns.iter().map(|c| (*c).to_owned()).collect(), line_end);
    let vms = rng.between(1, 12);
    let mut state: Vec<(i64, i64)> = (0..vms).map(|_| (rng.between(0, 3), rng.between(1, 4))).collect();
    let mut day = parse_date("2024-02-20").unwrap();
    let grouped = rng.chance(15);
    let mut rows: Vec<(i64, String)> = Vec::new();
    for _ in 0..rng.between(1, 20) {
        for vm in 0..vms {
            let now = &mut state[vm as usize];
            if rng.chance(5) {
                now.0 = rng.between(0, 3);
            }
            let cores = if rng.chance(3) { now.1 * 2 } else { now.1 };
            let times = if rng.chance(3) {
                0
            } else if rng.chance(4) {
                2
            } else {
                1
            };
            for again in 0..times {
                let span = if rng.chance(2) { rng.between(-1, 3) } else { 0 };
                let cells = columns.iter().map(|column| match *column {
                    "vm" => format!("vm-{vm}"),
                    "host" => {
                        if now.0 == 0 {
                            String::new()
                        } else {
                            format!("esx-{}", now.0 + again)
                        }
                    }
                    "cores" => cores.to_string(),
                    "from" => show_date(day),
                    "to" if span == 3 => String::new(),
                    "to" => show_date(plus_days(day, span)),
                    "mode" => ["vm", "Capped", ""][vm as usize % 3].to_owned(),
                    "pool" => ["", "blue"][vm as usize % 2].to_owned(),
                    _ => String::from("as exported"),
                });
                rows.push((vm, line(cells.collect(), line_end)));
            }
        }
        day = plus_days(day, if rng.chance(10) { rng.between(-2, 4) } else { 1 });
    }
    if grouped {
        rows.sort_by_key(|row| row.0);
    }
    if rng.chance(10) {
        rng.shuffle(&mut rows);
    }
    rows.iter().for_each(|row| text += &row.1);
    if rng.chance(30) {
        text.truncate(text.len() - line_end.len());
    }
    text.into_bytes()
}

/// What breaks exports: stray quotes, line ends, separators, bytes, lines cut off or doubled.
fn break_it(rng: &mut Rng, bytes: &mut Vec<u8>) {
    const PIECES: [&[u8]; 17] = [
        b"\"",
        b"\"\"",
        b"\n",
        b"\r",
        b"\r\n",
        b",",
        b";",
        b" ",
        b"\xEF\xBB\xBF",
        b"\xFF",
        b"\0",
        b"9",
        b"-",
        b"\",\"",
        b"\"\n",
        b"\n\"",
        b"2024-02-30",
    ];
    for _ in 0..rng.between(1, 4) {
        let at = rng.between(0, bytes.len() as i64) as usize;
        let end = (at + rng.between(0, 3) as usize).min(bytes.len());
        bytes.splice(at..end, rng.pick(&PIECES).iter().copied());
    }
}

#[test]
fn read_fast_as_row_by_row() {
    let files: u64 = std::env::var("SUBCAP_ESTATES").ok().and_then(|n| n.parse().ok()).unwrap_or(1500);
    for seed in 0..files {
        let rng = &mut Rng::new(seed);
        let writing = writing(rng);
        let mut bytes = daily(rng, &writing);
        if rng.chance(60) {
            break_it(rng, &mut bytes);
        }
        let len = bytes.len() as i64;
        let mut cuts: Vec<usize> = (0..rng.between(1, 5)).map(|_| rng.between(0, len) as usize).collect();
        if rng.chance(60) {
            // Where a caller cuts: behind line ends.
            let behind =
                |at: usize| bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n + 1);
            cuts.iter_mut().for_each(|cut| *cut = behind(*cut));
        }
        cuts.sort_unstable();
        let slice = rng.pick(&[1, 2, 7, 60, 1000]);
        let told = std::panic::catch_unwind(|| read_alike("vms.csv", &bytes, slice, &cuts));
        assert!(
            told.is_ok(),
            "seed {seed}, in slices of {slice}, cut at {cuts:?}:\n{}",
            bytes.escape_ascii()
        );
    }
}
