//! Every folder of `tests/cases` is a test of its own name: `cargo test --test cases count/` runs a
//! group. The shared cases run as they are where they lie beside the project.
#![allow(clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

#[path = "../support/mod.rs"]
mod support;

mod compare;
mod expected;
mod run;
mod whatif;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use expected::{Expected, Kind};

fn main() -> ExitCode {
    let own = support::here().join("cases");
    let mut trials = Vec::new();
    for group in folders(&own) {
        trials.extend(folders(&group).into_iter().map(|folder| trial(&name(&group), folder, Kind::Own)));
    }
    assert!(!trials.is_empty(), "no case in {}", own.display());
    for folder in support::shared("vectors").iter().flat_map(|vectors| folders(vectors)) {
        trials.push(trial("vectors", folder, Kind::Shared));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(group: &str, folder: PathBuf, kind: Kind) -> Trial {
    let title = format!("{group}/{}", name(&folder));
    match Expected::read(&folder, kind) {
        Err(why) => Trial::test(title, move || Err(why.into())),
        Ok(expected) => match expected.known_failure.clone() {
            None => Trial::test(title, move || check(&folder, &expected, kind)),
            Some(reason) => Trial::test(title, move || match check(&folder, &expected, kind) {
                Err(_) => Ok(()),
                Ok(()) => Err(format!("passes now: take known_failure out ({reason})").into()),
            })
            .with_kind("known failure"),
        },
    }
}

/// The same answer from the core and from the binary, of the published shape, and as expected.
fn check(folder: &Path, expected: &Expected, kind: Kind) -> Result<(), Failed> {
    let core = run::core(folder, expected);
    run::binary_agrees(folder, expected, &core)?;
    let mut wrong = match core {
        Ok(json) => compare::answer(&json, expected, kind),
        Err(error) => compare::error(&error, expected),
    };
    wrong.extend(whatif::scenarios(folder, expected).unwrap_or_else(|why| vec![why]));
    wrong.extend(whatif::worth(folder, expected).unwrap_or_else(|why| vec![why]));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Folders of a folder, by name.
fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).expect("the folder can be read");
    let mut folders: Vec<PathBuf> =
        entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}
