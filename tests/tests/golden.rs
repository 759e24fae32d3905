//! Golden files: what the command line prints, word for word, in `tests/golden/NAME.txt` with stdout,
//! stderr and exit code. Another golden is one line in [`GOLDEN`]. After a wanted change, run
//! `SUBCAP_BLESS=1 cargo test --test golden` and read the difference before committing it.
//!
//! Plain files and thirty lines of code instead of a snapshot crate: one file holds all three
//! outcomes of a run, as a person would see them, and git shows what changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use support::estate::{assemble, files_of, name_of};

/// A case with two scenarios in `given/`.
const OFFERS: &str = "../cases/whatif/one-offer-beside-another";

/// Name, arguments (they are run beside a folder `estate`), and which estate that is: a folder of
/// `tests/broken` (`base` is a good one with nothing to pay; others lie over it).
const GOLDEN: &[(&str, &str, &str)] = &[
    ("help", "--help", "base"),
    ("help_short", "-h", "base"),
    ("help_estimate", "estimate --help", "base"),
    ("help_check", "check --help", "base"),
    ("help_convert", "convert --help", "base"),
    ("convert_tables", "convert estate --to tables", "base"),
    ("help_explain", "explain --help", "base"),
    ("help_whatif", "whatif --help", "base"),
    ("help_evidence", "evidence --help", "base"),
    ("help_merge", "merge --help", "base"),
    ("help_odds", "odds --help", "base"),
    ("help_compare", "compare --help", "base"),
    ("help_sensitivity", "sensitivity --help", "base"),
    ("evidence_table", "evidence estate --target 1000", "base"),
    ("evidence_csv", "evidence estate --reading opening --format csv", "base"),
    ("evidence_target_no_amount", "evidence estate --target many", "base"),
    ("odds_table", "odds estate --reading agreement", "base"),
    (
        "whatif_against",
        "whatif estate --scenario estate/given/our-offer.toml --against estate/given/their-offer.toml --reading agreement",
        OFFERS,
    ),
    (
        "whatif_against_csv",
        "whatif estate --scenario estate/given/our-offer.toml --against estate/given/their-offer.toml --reading agreement --format csv",
        OFFERS,
    ),
    ("whatif_no_such_file", "whatif estate --scenario nowhere.toml", "base"),
    ("sensitivity_table", "sensitivity estate --quarters 2", "base"),
    ("help_readings", "readings --help", "base"),
    ("help_sources", "sources --help", "base"),
    ("help_demo", "demo --help", "base"),
    ("help_schema", "schema --help", "base"),
    ("help_completions", "completions --help", "base"),
    ("help_man", "man --help", "base"),
    ("no_command", "", "base"),
    ("unknown_command", "estimat estate", "base"),
    ("unknown_option", "estimate estate --readng agreement", "base"),
    ("unknown_format", "estimate estate --format xml", "base"),
    ("no_estate", "estimate", "base"),
    ("estate_not_there", "estimate nowhere", "base"),
    ("estate_is_a_table", "estimate estate/hosts.csv", "base"),
    ("estimate_json", "estimate estate --format json --reading agreement", "base"),
    ("estimate_json_exposure", "estimate estate --format json --reading opening", "missing_evidence"),
    ("estimate_json_findings", "estimate estate --format json --reading period", "unknown_references"),
    ("demo", "demo", "base"),
    ("demo_json", "demo --format json --reading defended", "base"),
    ("estimate_table", "estimate estate", "missing_evidence"),
    ("estimate_markdown", "estimate estate --format markdown", "missing_evidence"),
    (
        "estimate_csv",
        "estimate estate --format csv --reading agreement --reading opening",
        "missing_evidence",
    ),
    ("estimate_at_least", "estimate estate", "unknown_references"),
    ("check_table", "check estate", "unknown_references"),
    ("check_csv", "check estate --format csv", "unknown_references"),
    ("check_json", "check estate --format json", "unknown_references"),
    ("check_clean", "check estate", "base"),
    ("readings", "readings", "base"),
    ("readings_json", "readings --format json", "base"),
    ("sources_rule", "sources host-cap", "base"),
    ("sources_unknown", "sources host-kap", "base"),
    ("explain", "explain estate mq 2025-Q1", "missing_evidence"),
    ("explain_host", "explain estate mq 2025-Q1 --host esx1 --reading agreement", "missing_evidence"),
    ("explain_json", "explain estate mq 2025-Q1 --format json --reading period", "missing_evidence"),
    ("explain_totals", "explain estate --reading agreement --reading opening", "missing_evidence"),
    ("explain_product", "explain estate mq --reading period --format markdown", "missing_evidence"),
    ("explain_host_alone", "explain estate mq --host esx1", "base"),
    ("explain_unknown", "explain estate MQQ 2025-Q1", "base"),
    ("explain_quarter", "explain estate MQ 2025-13", "base"),
    ("compare_same", "compare estate estate", "missing_evidence"),
    ("compare_nowhere", "compare estate last.json", "base"),
    ("error_empty_folder", "estimate estate", "empty_folder"),
    ("error_missing_column", "estimate estate", "wrong_header"),
    ("error_missing_table", "estimate estate", "missing_hosts"),
    ("error_no_usable_row", "estimate estate", "dangling_installs"),
    ("error_conflict", "estimate estate", "conflict_host"),
    ("error_two_regions", "estimate estate", "cluster_in_two_regions"),
    ("error_toml", "estimate estate", "toml_broken"),
    ("error_overflow", "estimate estate", "overflow_ratios"),
    ("error_as_of", "estimate estate --as-of yesterday", "base"),
    ("error_reading", "estimate estate --reading agrement", "base"),
    ("error_readings_file", "estimate estate --readings estate/mine.toml", "readings_value"),
    ("error_pvu_table", "estimate estate --pvu-table estate/pvu.txt", "pvu_header"),
];

#[test]
fn outputs_are_as_kept() {
    let bless = std::env::var_os("SUBCAP_BLESS").is_some();
    let folder = support::here().join("golden");
    let mut wrong = Vec::new();
    for (name, args, estate) in GOLDEN {
        let have = transcript(args, &run(args, estate));
        assert!(!have.contains("panicked at"), "not even to be kept: {name}\n{have}");
        let file = folder.join(format!("{name}.txt"));
        if bless {
            fs::write(&file, &have).unwrap();
        }
        let want = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if want != have {
            let line = want.lines().zip(have.lines()).take_while(|(a, b)| a == b).count();
            let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
            wrong.push(format!("{name}, line {}:\n  want {}\n  have {}", line + 1, at(&want), at(&have)));
        }
    }
    assert!(wrong.is_empty(), "SUBCAP_BLESS=1 keeps what is wanted:\n{}", wrong.join("\n"));
    let kept: BTreeSet<String> = files_of(&folder).iter().map(|f| name_of(f)).collect();
    let listed: BTreeSet<String> = GOLDEN.iter().map(|(name, ..)| format!("{name}.txt")).collect();
    assert_eq!(kept, listed, "files and list");
}

#[test]
fn every_command_has_its_help_kept() {
    let help = String::from_utf8(run("--help", "base").stdout).unwrap();
    let commands = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let names: Vec<&str> = commands.filter_map(|l| l.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(names.len() >= 9, "{names:?}");
    for name in names.into_iter().filter(|n| !n.is_empty() && *n != "help") {
        assert!(GOLDEN.iter().any(|(_, args, _)| *args == format!("{name} --help")), "{name}");
    }
}

/// Runs the arguments in a folder that holds the estate as `estate`, without a terminal.
fn run(args: &str, estate: &str) -> Output {
    let temp = tempfile::tempdir().unwrap();
    assemble(&support::here().join("broken").join(estate), &temp.path().join("estate"));
    let mut command = Command::new(support::binary());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command.env("COLUMNS", "100").current_dir(temp.path()).args(args.split_whitespace()).output().unwrap()
}

fn transcript(args: &str, output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace("\r\n", "\n");
    let exit = output.status.code().unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    format!("$ subcap {args}\nexit code {exit}\n--- stdout\n{stdout}--- stderr\n{stderr}")
}
