//! What every test target needs: where things are, and the built binary.
#![allow(dead_code, reason = "each test target uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

pub mod estate;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The tests package.
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Material that only some machines have: cases, samples and generators beside the project.
pub fn shared(part: &str) -> Option<PathBuf> {
    let path = here().join("../../shared").join(part);
    path.exists().then_some(path)
}

/// The command line, built once per test run in the profile of the tests.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "subcap"]);
        // A test binary lies in target/PROFILE/deps.
        let test = std::env::current_exe().expect("the test binary has a path");
        let profile = test.parent().and_then(Path::parent).expect("target/PROFILE").to_path_buf();
        if profile.ends_with("release") {
            build.arg("--release");
        }
        let status = build.current_dir(here()).status().expect("cargo runs");
        assert!(status.success(), "subcap does not build");
        profile.join(format!("subcap{}", std::env::consts::EXE_SUFFIX))
    })
}

/// Runs the command line without a terminal.
pub fn subcap(args: &[&str]) -> Output {
    Command::new(binary()).args(args).output().expect("subcap runs")
}
