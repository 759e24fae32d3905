//! How the command line behaves among other programs: pipes, colours, files, completions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use support::estate::assemble;
use tempfile::TempDir;

fn estate(name: &str) -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("estate");
    assemble(&support::here().join("broken").join(name), &folder);
    (temp, folder)
}

#[test]
fn completions_for_every_shell_and_the_man_page() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = support::subcap(&["completions", shell]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && text.contains("estimate") && text.contains("pvu-table"),
            "{shell}"
        );
    }
    let page = String::from_utf8(support::subcap(&["man"]).stdout).unwrap();
    assert!(
        page.contains(".TH") && page.contains("estimate") && page.contains("EXIT") | page.contains("Exit")
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let (_temp, folder) = estate("missing_evidence");
    let folder = folder.to_str().unwrap();
    for args in
        [&["estimate", folder, "--format", "json"][..], &["completions", "bash"], &["man"], &["schema"]]
    {
        let mut command = Command::new(support::binary());
        let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("panicked") && !stderr.contains("pipe"), "{args:?}: {stderr}");
        // The answer may have been written before the reader left.
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {:?}", output.status);
    }
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let (temp, folder) = estate("missing_evidence");
    let (folder, out) = (folder.to_str().unwrap(), temp.path().join("report.json"));
    let to_file = ["estimate", folder, "--format", "json", "--output", out.to_str().unwrap()];
    let written = support::subcap(&to_file);
    assert_eq!((written.status.code(), written.stdout.len()), (Some(1), 0));
    let piped = support::subcap(&to_file[..4]);
    assert_eq!(fs::read(&out).unwrap(), piped.stdout);

    // Over an old file; and an error leaves the old one alone.
    fs::write(&out, "old").unwrap();
    let mut wrong = to_file.to_vec();
    wrong.extend(["--as-of", "never"]);
    assert_eq!(support::subcap(&wrong).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    support::subcap(&to_file);
    assert_eq!(fs::read(&out).unwrap(), piped.stdout);
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 2, "nothing else is left");

    // A device is written to, not replaced; a disk that is full is said, and the old file stays.
    #[cfg(target_os = "linux")]
    {
        let full = support::subcap(&["estimate", folder, "--format", "json", "-o", "/dev/full"]);
        let stderr = String::from_utf8(full.stderr).unwrap();
        assert_eq!(full.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("error: output in /dev/full: ") && stderr.contains("full"), "{stderr}");
        use std::os::unix::fs::FileTypeExt as _;
        assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());

        let link = temp.path().join("link.json");
        std::os::unix::fs::symlink(&out, &link).unwrap();
        fs::write(&out, "old").unwrap();
        support::subcap(&["estimate", folder, "--format", "json", "-o", link.to_str().unwrap()]);
        assert_eq!(fs::read(&out).unwrap(), piped.stdout);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    let nowhere = temp.path().join("none/report.json");
    let failed = support::subcap(&["estimate", folder, "--format", "json", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(String::from_utf8(failed.stderr).unwrap().contains("error: output in "));
}

#[test]
fn no_colours_in_pipes_or_if_the_user_wants_none() {
    let (_temp, folder) = estate("unknown_references");
    let run = |variables: &[(&str, &str)]| {
        let mut command = Command::new(support::binary());
        command.args(["estimate", folder.to_str().unwrap(), "--format", "json"]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(variables.iter().copied());
        let output = command.output().unwrap();
        let escapes = |bytes: &[u8]| bytes.contains(&0x1B);
        (escapes(&output.stdout), escapes(&output.stderr))
    };
    assert_eq!(run(&[]), (false, false));
    assert_eq!(run(&[("NO_COLOR", "1")]), (false, false));
    assert_eq!(run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), (false, false));
    // So that the above can fail: there are colours if they are asked for.
    assert_eq!(run(&[("CLICOLOR_FORCE", "1")]), (false, true));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (_temp, folder) = estate("unknown_references");
    let run = |threads: &str| {
        support::subcap(&["estimate", folder.to_str().unwrap(), "--format", "json", "--threads", threads])
    };
    assert_eq!(run("1"), run("4"));
    assert_eq!(run("0").status.code(), run("1").status.code());
}

/// The page names every gap of the smallest set under its heading, as the JSON has them.
#[test]
fn the_smallest_set_is_shown() {
    let case = support::here().join("cases/whatif/unequal-quarters").display().to_string();
    let ask = |format: &str| {
        let args = ["evidence", &case, "--target", "1", "--format", format];
        String::from_utf8(support::subcap(&args).stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&ask("json")).unwrap();
    let gaps = json["smallest"]["gaps"].as_array().unwrap();
    assert!(gaps.len() > 1, "{json}");
    let page = ask("markdown");
    let section = page.split("## To get below").nth(1).unwrap().split("\n## ").next().unwrap();
    for gap in gaps {
        assert!(section.contains(gap.as_str().unwrap()), "{gap} in {section}");
    }
}
