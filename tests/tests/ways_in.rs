//! One estate, given in every way: as a folder, packed, in parts, file by file, on standard input, with any
//! number of threads. The answer is the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use zip::write::SimpleFileOptions;

/// The tables of a small estate whose placements are daily rows.
fn tables(days: u32) -> Vec<(&'static str, String)> {
    let mut vms = String::from("vm,host,cores,from,to\n");
    for day in 0..days {
        let date = format!("2025-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        for vm in 0..30 {
            let host = if vm == 7 && day > days / 2 { 2 } else { 1 + vm % 2 };
            let _ = writeln!(vms, "vm-{vm:03},esx{host},{},{date},{date}", 2 + vm % 3);
        }
    }
    vec![
        ("estate.toml", "as_of = 2025-12-31\nfirst_deployment = 2025-01-01\n".into()),
        ("hosts.csv", "host,cores,pvu_per_core\nesx1,32,70\nesx2,64,70\n".into()),
        ("products.csv", "product,metric,list_price,contract_price\nMQ,PVU,60,40\n".into()),
        (
            "installs.csv",
            (0..30).fold("product,vm,from\n".into(), |t, vm| t + &format!("MQ,vm-{vm:03},2025-01-01\n")),
        ),
        ("vms.csv", vms),
    ]
}

fn written(folder: &Path, tables: &[(&str, String)]) {
    fs::create_dir_all(folder).unwrap();
    tables.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

/// Runs `estimate` with that on standard input.
fn run(folder: &Path, args: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let mut command = Command::new(support::binary());
    command.current_dir(folder).arg("estimate").args(args).args(["--format", "json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may end without reading all.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The answer without the places of rows, which differ with the files.
fn answer(folder: &Path, args: &[&str], input: &[u8]) -> Value {
    let (code, stdout, stderr) = run(folder, args, input);
    assert_eq!(code, Some(1), "{args:?}: {stderr}");
    serde_json::from_str(&stdout).unwrap()
}

fn fails(folder: &Path, args: &[&str], input: &[u8], words: &[&str]) {
    let (code, _, stderr) = run(folder, args, input);
    assert_eq!(code, Some(2), "{args:?}");
    words.iter().for_each(|words| assert!(stderr.contains(words), "{args:?}: {words} in {stderr}"));
}

#[test]
fn every_way_in_gives_the_same_answer() {
    let temp = tempfile::tempdir().unwrap();
    let at = temp.path();
    let all = tables(200);
    written(&at.join("plain"), &all);
    let want = answer(at, &["plain"], b"");
    let vms = all[4].1.as_bytes();
    let others = &all[..4];
    let header_end = all[4].1.find('\n').unwrap() + 1;
    let (header, rows) = all[4].1.split_at(header_end);
    let lines: Vec<&str> = rows.split_inclusive('\n').collect();
    let part = |n: usize| format!("{header}{}", lines.chunks(lines.len() / 3 + 1).nth(n).unwrap().concat());

    let with = |name: &str, files: &[(&str, Vec<u8>)]| {
        written(&at.join(name), others);
        files.iter().for_each(|(file, bytes)| fs::write(at.join(name).join(file), bytes).unwrap());
        assert_eq!(answer(at, &[name], b""), want, "{name}");
    };
    with("gzip", &[("vms.csv.gz", gzip(vms))]);
    with("zstd", &[("vms.csv.zst", zstd(vms))]);
    with("misnamed", &[("vms.csv", gzip(vms))]);
    with("frames", &[("vms.csv.zst", [zstd(&vms[..1000]), zstd(&vms[1000..])].concat())]);
    with(
        "parts",
        &[
            ("vms-10.csv", part(2).into()),
            ("VMs_2.csv.gz", gzip(part(1).as_bytes())),
            ("vms.part1.csv.zst", zstd(part(0).as_bytes())),
        ],
    );

    let mut archive = zip::ZipWriter::new(File::create(at.join("estate.zip")).unwrap());
    for (name, bytes) in others.iter().map(|(n, t)| (*n, t.clone().into_bytes())).chain([
        ("vms-1.csv", part(0).into_bytes()),
        ("vms-2.csv.gz", gzip(part(1).as_bytes())),
        ("vms-3.csv", part(2).into_bytes()),
    ]) {
        archive.start_file(format!("in/{name}"), SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap();
    assert_eq!(answer(at, &["estate.zip"], b""), want);
    assert_eq!(answer(at, &["-"], &fs::read(at.join("estate.zip")).unwrap()), want);

    // File by file, as a shell fills in a list and as Subcap does.
    assert_eq!(answer(at, &["parts/*"], b""), want);
    let names = ["estate.toml", "hosts.csv", "products.csv", "installs.csv", "vms-10.csv", "VMs_2.csv.gz"];
    let paths: Vec<String> = names.iter().map(|name| format!("parts/{name}")).collect();
    let mut list: Vec<&str> = paths.iter().map(String::as_str).collect();
    list.push("parts/vms.part*");
    assert_eq!(answer(at, &list, b""), want);

    // One table on standard input.
    written(&at.join("others"), others);
    assert_eq!(answer(at, &["others", "--stdin", "vms.csv"], vms), want);
    assert_eq!(answer(at, &["others", "--stdin", "vms.csv"], &zstd(vms)), want);
    let hosts = all[1].1.as_bytes();
    fails(at, &["plain", "--stdin", "hosts.csv"], hosts, &["bad-option in hosts.csv"]);
    fails(at, &["plain", "--stdin", "servers"], hosts, &["bad-option", "--stdin vms.csv"]);
    fails(at, &["-", "--stdin", "vms.csv"], vms, &["bad-option"]);
    fails(at, &["-"], vms, &["not-an-estate in standard input", "no zip"]);
    fails(at, &["nothing-*.csv"], b"", &["input in nothing-*.csv", "no file matches"]);
    fails(at, &["plain", "gzip", "--stdin", "vms.csv"], vms, &["bad-option", "one estate"]);
    let (one, other) = (at.join("plain"), at.join("gzip"));
    let check = support::subcap(&["check", one.to_str().unwrap(), other.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&check.stderr).contains("several estates"));
    let folder = at.join("others");
    for sides in [
        [folder.to_str().unwrap(), one.to_str().unwrap(), "--stdin", "vms.csv"],
        ["-", "-", "--format", "json"],
    ] {
        let compare = support::subcap(&[&["compare"], sides.as_slice()].concat());
        assert!(String::from_utf8_lossy(&compare.stderr).contains("both sides would read it"), "{compare:?}");
    }
}

#[test]
fn what_an_export_may_hold_can_be_set() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("answer.json");
    let row = r#"{"computer_name":"a","server_name":"s","server_cores":8}"#;
    fs::write(&file, format!("{{\"total\":2,\"rows\":[{row},{row}]}}")).unwrap();
    let said = |limits: &[&str]| {
        let output = support::subcap(&[&["check", file.to_str().unwrap()], limits].concat());
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    assert!(
        said(&["--max-file", "100"]).contains("larger than the 100 bytes"),
        "{}",
        said(&["--max-file", "100"])
    );
    assert!(said(&["--max-rows", "1"]).contains("not all of its rows"), "{}", said(&["--max-rows", "1"]));
    assert!(!said(&["--max-file", "1M", "--max-rows", "2"]).contains("not all of its rows"));
}

#[test]
fn what_would_be_read_twice_or_not_at_all_is_said() {
    let temp = tempfile::tempdir().unwrap();
    let at = temp.path();
    let all = tables(5);
    written(&at.join("estate"), &all);
    let vms = all[4].1.as_bytes();
    fs::write(at.join("estate/vms-old.csv"), vms).unwrap();
    let found = answer(at, &["estate"], b"");
    assert_eq!(found["findings"][0]["code"], "unknown-file");
    assert!(found["findings"][0]["advice"].as_str().unwrap().contains("vms-1.csv"), "{}", found["findings"]);
    fs::write(at.join("estate/vms.csv.gz"), gzip(vms)).unwrap();
    fails(at, &["estate"], b"", &["input in vms.csv.gz", "unpacked"]);
    // Damaged: the part that could be unpacked is not taken for the whole.
    for (name, packed) in [("vms.csv.gz", gzip(vms)), ("vms.csv.zst", zstd(vms))] {
        let _ = fs::remove_file(at.join("estate/vms.csv"));
        let _ = fs::remove_file(at.join("estate/vms.csv.gz"));
        fs::write(at.join("estate").join(name), &packed[..packed.len() - 3]).unwrap();
        fails(at, &["estate"], b"", &["input in ", name]);
    }
}

#[test]
fn archives_unpack_only_so_far() {
    let temp = tempfile::tempdir().unwrap();
    let at = temp.path();
    let all = tables(200);
    written(&at.join("estate"), &all[..4]);
    fs::write(at.join("estate/vms.csv.gz"), gzip(all[4].1.as_bytes())).unwrap();
    answer(at, &["estate", "--max-unpacked", "1M"], b"");
    fails(at, &["estate", "--max-unpacked", "100k"], b"", &["input in vms.csv.gz", "--max-unpacked"]);
    fails(at, &["estate", "--max-unpacked", "much"], b"", &["20G"]);
}

/// Large enough to be cut, with a cell over several lines here and there, and wrong rows.
#[test]
fn a_large_table_is_the_same_bytes_with_any_number_of_threads() {
    let temp = tempfile::tempdir().unwrap();
    let at = temp.path();
    let mut all = tables(300);
    let rows = all[4].1.split_once('\n').unwrap().1.to_owned();
    let vms = &mut all[4].1;
    vms.clear();
    vms.push_str("vm,host,cores,from,to,note\n");
    let noted = rows.replace('\n', ",as exported every night\n");
    for round in 0..80 {
        vms.push_str(&noted);
        let _ = write!(vms, "vm-001,esx1,two,2025-01-01,,\nvm-{round:03},esx1,2,2025-01-01,,\"a note\n");
        // Lines within a cell that look like rows. The first cut, behind 16 MiB, falls into a long one.
        let there = vms.len() + noted.len() > 16 << 20 && vms.len() < (16 << 20) + 4096;
        let lines = if there { 20_000 } else { 2 };
        vms.push_str(&"vm-002,esx2,64,2025-01-01,2025-12-31,in a cell\n".repeat(lines));
        vms.push_str("\"\n");
    }
    assert!(vms.len() > 36 << 20, "{}", vms.len());
    written(&at.join("estate"), &all);
    let one = run(at, &["estate", "--threads", "1"], b"");
    assert_eq!(one.0, Some(1), "{}", one.2);
    let report: Value = serde_json::from_str(&one.1).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 161, "{}", report["findings"]);
    for threads in ["2", "3", "7"] {
        assert!(run(at, &["estate", "--threads", threads], b"") == one, "{threads} threads");
    }
}

/// The daily form of an estate and the one that says the same in one row each give the same bytes.
#[test]
fn days_and_intervals_are_the_same_estate() {
    let temp = tempfile::tempdir().unwrap();
    let daily = tables(200);
    let mut intervals = daily.clone();
    let vms = &mut intervals.last_mut().unwrap().1;
    *vms = String::from("vm,host,cores,from,to\n");
    let date = |day: u32| format!("2025-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    // As `tables` lays them: every month has 28 days, then none until the next.
    for vm in 0..30 {
        let (mut day, cores) = (0, 2 + vm % 3);
        while day < 200 {
            let host = |day: u32| if vm == 7 && day > 100 { 2 } else { 1 + vm % 2 };
            let end = (day..200).take_while(|d| host(*d) == host(day) && d / 28 == day / 28).last().unwrap();
            let _ = writeln!(vms, "vm-{vm:03},esx{},{cores},{},{}", host(day), date(day), date(end));
            day = end + 1;
        }
    }
    let report = |name: &str, tables: &[(&str, String)]| {
        let folder = temp.path().join(name);
        written(&folder, tables);
        support::subcap(&["estimate", folder.to_str().unwrap(), "--format", "json"]).stdout
    };
    let one = report("daily", &daily);
    assert!(one.len() > 1000 && one == report("intervals", &intervals));
}

/// Interrupted at any moment, a run leaves its answer whole or nothing at all.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_half_written() {
    let temp = tempfile::tempdir().unwrap();
    let (folder, out) = (temp.path().join("estate"), temp.path().join("out"));
    written(&folder, &tables(300));
    fs::create_dir(&out).unwrap();
    let answer = out.join("report.json");
    let mut interrupted = 0;
    // On a busy machine a run may be over before it is stopped: all over again, until one was.
    let delays = (0..60).step_by(3).chain([400]);
    let once = delays.clone().count();
    for (number, delay) in delays.cycle().take(20 * once).enumerate() {
        if number >= once && interrupted > 0 {
            break;
        }
        let mut run = Command::new(support::binary())
            .args(["estimate", folder.to_str().unwrap(), "--format", "json", "--output"])
            .arg(&answer)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = Command::new("kill").args(["-INT", &run.id().to_string()]).stderr(Stdio::null()).status();
        let ended = run.wait().unwrap();
        interrupted += u32::from(!matches!(ended.code(), Some(0 | 1)));
        for entry in fs::read_dir(&out).unwrap().flatten() {
            assert_eq!(entry.path(), answer, "after {delay} ms something else is left");
            let text = fs::read(&answer).unwrap();
            serde_json::from_slice::<Value>(&text).unwrap_or_else(|e| panic!("half a report: {e}"));
            fs::remove_file(&answer).unwrap();
        }
    }
    assert!(interrupted > 0, "no run was interrupted");
}
