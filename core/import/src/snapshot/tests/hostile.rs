//! Bad input ends in findings and never in a panic.

use super::*;

fn take(name: &str, bytes: &[u8]) -> Batch {
    let mut intake = Intake::new("audit.zip", Limits::default());
    for (other, text) in english(&ROWS).iter().filter(|(other, _)| *other != name) {
        intake.begin(other, None);
        intake.push(text.as_bytes());
    }
    intake.begin(name, None);
    bytes.chunks(1000).for_each(|slice| intake.push(slice));
    intake.finish()
}

#[test]
fn every_file_cut_short_anywhere() {
    let mut entries = english(&ROWS);
    entries.insert(
        "bundling_definitions.csv".to_owned(),
        inventory(&[("MQ", "alpha", "2024-11-30", "", "Yes")]),
    );
    for (name, text) in &entries {
        for end in (0..text.len()).filter(|end| end % 7 == 0 && text.is_char_boundary(*end)) {
            take(name, &text.as_bytes()[..end]);
        }
    }
}

#[test]
fn noise_in_place_of_every_file() {
    let mut state = 1_u64;
    let mut noise = Vec::new();
    for _ in 0..20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        noise.push((state >> 56) as u8);
    }
    let text: Vec<u8> = noise.iter().map(|byte| b" ,\"\n0123456789-:abcZ"[usize::from(byte % 20)]).collect();
    let files = [
        REPORT,
        DAILY,
        CONDITION,
        "bundling_definitions.csv",
        "checksums.txt",
        "signature.rsa",
        "pub_key.pem",
    ];
    for name in files {
        let batch = take(name, &noise);
        assert!(batch.facts.installs.len() <= 4, "{name}");
        take(name, &text);
        let header = english(&ROWS)[REPORT].lines().next().unwrap().as_bytes().to_vec();
        take(name, &[header, b"\n".to_vec(), text.clone()].concat());
    }
}

#[test]
fn absurd_numbers_are_left_out_and_sums_do_not_wrap() {
    let most = u64::MAX.to_string();
    for (from, to) in [
        ("\"820\"", most.as_str()),
        ("\"16\"", "999999999999"),
        ("\"70\"", "0"),
        ("\"70\"", "-1"),
        ("\"420\"", "10000000000"),
        ("\"2025-04-03 00:00:00.000\"", "\"9999-99-99\""),
    ] {
        let mut entries = english(&ROWS);
        change(&mut entries, REPORT, from, to);
        read(&entries);
    }
    let mut entries = english(&ROWS);
    change(&mut entries, DAILY, ",820,", &format!(",{most},"));
    read(&entries);
    change(&mut entries, "audit_snapshot_summary.csv", ",820,", &format!(",{most},"));
    change(&mut entries, CONDITION, "Apr 3, 2025", "Apr 3, 9999");
    read(&entries);
}

#[test]
fn files_of_the_wrong_kind_under_the_right_name() {
    for name in [
        REPORT,
        "audit_snapshot_summary.csv",
        "cloud_paks.csv",
        "part_numbers.csv",
        "bundling_definitions.csv",
    ] {
        for text in
            ["a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n", "<html><body>Log in</body></html>", "{\"total\": 0}"]
        {
            let batch = take(name, text.as_bytes());
            assert!(batch.facts.reports.len() == 1, "{name}");
        }
    }
}
