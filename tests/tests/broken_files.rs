//! Bad input that is too large, too binary or too much about the file system to be kept as files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use support::estate::{assemble, files_of, name_of};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// The base estate in a temporary folder.
fn base() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("estate");
    assemble(&support::here().join("broken/base"), &folder);
    (temp, folder)
}

fn estimate(path: &Path) -> Output {
    support::subcap(&["estimate", path.to_str().unwrap(), "--format", "json"])
}

/// The report, whose findings must be these, as `file:row:column code`.
fn report(path: &Path, exit: i32, findings: &[&str]) -> Value {
    let output = estimate(path);
    assert_eq!(output.status.code(), Some(exit), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let have: Vec<String> = report["findings"].as_array().unwrap().iter().map(short).collect();
    assert_eq!(have, findings);
    report
}

fn short(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    format!("{}:{}:{} {}", text("file"), finding["row"], text("column"), text("code"))
}

/// The run ends with that error and nothing on stdout.
fn fails(path: &Path, error: &str) {
    let output = estimate(path);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with(&format!("error: {error}")), "want {error}\nhave {stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{error}");
}

fn append(path: &Path, bytes: &[u8]) {
    File::options().append(true).open(path).unwrap().write_all(bytes).unwrap();
}

/// Streams the bytes over and over into a file.
fn stream(path: &Path, bytes: &[u8], times: usize) {
    let mut file = BufWriter::new(File::options().append(true).create(true).open(path).unwrap());
    (0..times).for_each(|_| file.write_all(bytes).unwrap());
    file.flush().unwrap();
}

#[test]
fn a_line_of_200_megabytes_is_a_finding_and_the_rows_around_it_count() {
    let (_temp, folder) = base();
    let vms = folder.join("vms.csv");
    stream(&vms, &[b'x'; 1 << 20], 200);
    append(&vms, b"\nvm9,esx1,0,,,,\n");
    let report = report(&folder, 0, &["vms.csv:5:- row-too-long", "vms.csv:6:cores out-of-range"]);
    assert_eq!(report["readings"][0]["complete"], false);
}

#[test]
fn a_first_line_without_an_end_is_no_header() {
    for byte in [b'x', b',', b'"'] {
        let (_temp, folder) = base();
        fs::remove_file(folder.join("vms.csv")).unwrap();
        stream(&folder.join("vms.csv"), &[byte; 1 << 20], 20);
        fails(&folder, "not-a-table in vms.csv");
    }
}

#[test]
fn a_row_of_a_million_cells_is_a_finding() {
    let (_temp, folder) = base();
    append(&folder.join("vms.csv"), &[b','; 3 << 20]);
    append(&folder.join("vms.csv"), b"\n");
    report(&folder, 0, &["vms.csv:5:- row-too-long"]);
}

#[test]
fn numbers_of_any_length_are_refused_or_exact() {
    let (_temp, folder) = base();
    let vms = folder.join("vms.csv");
    append(&vms, format!("vm7,esx1,{},,,,\n", "9".repeat(500_000)).as_bytes());
    append(&vms, format!("vm8,esx1,{}1,,,,\n", "0".repeat(500_000)).as_bytes());
    append(&vms, format!("vm9,esx1,{},,,,\n", "9".repeat(10_000_000)).as_bytes());
    let report = report(&folder, 0, &["vms.csv:5:cores out-of-range", "vms.csv:7:- row-too-long"]);
    let value = report["findings"][0]["value"].as_str().unwrap();
    assert!(value.ends_with("… (500000 bytes)") && value.len() < 100, "{value}");
}

#[test]
fn other_formats_under_a_tables_name_are_told() {
    let table = "vm,host,cores\nvm1,esx1,4\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2], bom: bool| {
        let bom = if bom { vec![0xFEFF] } else { Vec::new() };
        bom.into_iter().chain(table.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    let with = |start: &[u8]| [start, &[0; 300]].concat();
    let cases: [(Vec<u8>, &str); 10] = [
        (with(b"PK\x03\x04\x14"), "workbook"),
        (with(b"PK\x05\x06"), "workbook"),
        (with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "old Excel"),
        (with(b"%PDF-1.7\n"), "PDF"),
        (utf16(u16::to_le_bytes, true), "UTF-16"),
        (utf16(u16::to_be_bytes, true), "UTF-16"),
        (utf16(u16::to_le_bytes, false), "UTF-16"),
        (utf16(u16::to_be_bytes, false), "UTF-16"),
        (with(b"SQLite format 3"), "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00".to_vec(), "not UTF-8"),
    ];
    for (bytes, word) in cases {
        let (_temp, folder) = base();
        fs::write(folder.join("vms.csv"), bytes).unwrap();
        fails(&folder, "not-a-table in vms.csv");
        let stderr = String::from_utf8(estimate(&folder).stderr).unwrap();
        assert!(stderr.contains(word), "{word}: {stderr}");
    }
    // Packed tables are read, whatever their name; these are damaged.
    for start in [&b"\x1F\x8B\x08"[..], b"\x28\xB5\x2F\xFD\x99"] {
        let (_temp, folder) = base();
        fs::write(folder.join("vms.csv"), with(start)).unwrap();
        fails(&folder, "input in vms.csv: this packed file is damaged");
    }
}

#[test]
fn thousands_of_wrong_rows_are_all_counted() {
    let (_temp, folder) = base();
    stream(&folder.join("vms.csv"), b"vm9,esx1,0,,,,\n", 2500);
    let output = estimate(&folder);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1001);
    // What is about the whole file sorts first.
    assert_eq!(findings[0]["message"], "1500 more like the 1000 listed");
    assert_eq!((&findings[0]["left_out"], &findings[0]["severity"]), (&true.into(), &"error".into()));
    assert_eq!(findings[1000]["row"], 1004);
}

#[test]
fn folders_and_files_that_cannot_be_read() {
    let (temp, folder) = base();
    fails(&temp.path().join("none"), "input in ");
    fails(&folder.join("hosts.csv"), "missing-table: estate.toml ");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let vms = folder.join("vms.csv");
        fs::set_permissions(&vms, fs::Permissions::from_mode(0o000)).unwrap();
        // The administrator may read anything.
        if File::open(&vms).is_err() {
            fails(&folder, &format!("input in {}: ", vms.display()));
        }
        fs::remove_file(&vms).unwrap();
        symlink("vms.csv", &vms).unwrap();
        fails(&folder, &format!("input in {}: ", vms.display()));
    }
}

fn zipped(path: &Path, entries: &[(String, Vec<u8>)]) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn base_entries(folder: &Path, prefix: &str) -> Vec<(String, Vec<u8>)> {
    files_of(folder).iter().map(|f| (format!("{prefix}{}", name_of(f)), fs::read(f).unwrap())).collect()
}

#[test]
fn zips_of_a_folder_work_at_any_depth_and_nothing_is_ever_unpacked() {
    let (temp, folder) = base();
    let plain = estimate(&folder).stdout;
    for prefix in ["", "estate/", "a/b/c/", "../../", "/", "C:\\estate\\"] {
        let path = temp.path().join("estate.zip");
        zipped(&path, &base_entries(&folder, prefix));
        let output = estimate(&path);
        assert_eq!(output.status.code(), Some(0), "{prefix}");
        // Only the names of files may differ.
        let text = String::from_utf8(output.stdout).unwrap().replace(&prefix.replace('\\', "\\\\"), "");
        assert_eq!(
            text,
            String::from_utf8_lossy(&plain).replace(&prefix.replace('\\', "\\\\"), ""),
            "{prefix}"
        );
    }
    let left: Vec<String> = fs::read_dir(temp.path()).unwrap().map(|e| name_of(&e.unwrap().path())).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn broken_zips() {
    let (temp, folder) = base();
    let path = temp.path().join("estate.zip");
    let write = |bytes: &[u8], error: &str| {
        fs::write(&path, bytes).unwrap();
        fails(&path, error);
    };
    write(b"", "not-an-estate in ");
    write(b"no zip at all", "not-an-estate in ");
    let good = temp.path().join("good.zip");
    zipped(&good, &base_entries(&folder, ""));
    let bytes = fs::read(&good).unwrap();
    write(&bytes[..bytes.len() / 2], "not-an-estate in ");
    write(&bytes[..bytes.len() - 5], "not-an-estate in ");
    // A byte of the first entry's packed data, behind its header of 30 bytes and its name.
    let mut spoilt = bytes.clone();
    spoilt[60] ^= 0xFF;
    write(&spoilt, "input in ");
    zipped(&good, &[]);
    write(&fs::read(&good).unwrap(), "not-an-estate");
}

#[test]
fn zips_that_unpack_to_very_much_fill_no_memory() {
    let (temp, folder) = base();
    let path = temp.path().join("estate.zip");
    let with = |name: &str, bytes: Vec<u8>| {
        let mut entries = base_entries(&folder, "");
        entries.retain(|(n, _)| n != name);
        entries.push((name.to_owned(), bytes));
        zipped(&path, &entries);
    };
    with("vms.csv", vec![b'x'; 64 << 20]);
    fails(&path, "not-a-table in vms.csv");
    with("estate.toml", vec![b' '; 64 << 20]);
    fails(&path, "bad-estate-file in estate.toml: the file is larger than 1 MiB");
    with("photo.jpg", vec![0; 64 << 20]);
    report(&path, 0, &[]);
}

#[test]
fn two_estates_in_one_zip_are_not_mixed() {
    let (temp, folder) = base();
    let path = temp.path().join("estate.zip");
    let mut entries = base_entries(&folder, "a/");
    entries.push(("b/estate.toml".into(), b"as_of = 2024-12-31\n".to_vec()));
    zipped(&path, &entries);
    fails(&path, "conflicting-rows in b/estate.toml: ");
    let mut entries = base_entries(&folder, "a/");
    entries.extend(base_entries(&folder, "b/").into_iter().filter(|(name, _)| name.ends_with(".toml")));
    zipped(&path, &entries);
    report(&path, 0, &[]);
}
