//! The table of checks. A new one is a new row; its function calls programs through the shell.

use crate::needs::Need;
use crate::shell::Shell;
use crate::wasm;

/// One named check.
pub struct Check {
    /// What the user types.
    pub name: &'static str,
    /// One line for `--list`.
    pub what: &'static str,
    /// Whether it runs when no name is given: everything a change must pass, nothing that only measures.
    pub default: bool,
    /// What has to be installed before.
    pub needs: &'static [Need],
    /// The check whose product this one uses; it is run first even if it was not named.
    pub after: Option<&'static str>,
    /// Does it.
    pub run: fn(&Shell) -> Result<(), String>,
}

/// In the order they run: the cheap ones first, so that a slip shows early.
pub const TABLE: &[Check] = &[
    Check {
        name: "fmt",
        what: "Rust sources are formatted",
        default: true,
        needs: &[Need::Rustfmt],
        after: None,
        run: |shell| shell.run(shell.words("cargo fmt --all --check")),
    },
    Check {
        name: "clippy",
        what: "no lint warns in any Rust target",
        default: true,
        needs: &[Need::Clippy],
        after: None,
        run: |shell| shell.run(shell.words("cargo clippy --workspace --all-targets -- -D warnings")),
    },
    Check {
        name: "clippy-wasm",
        what: "no lint warns in what the browser gets",
        default: true,
        needs: &[Need::Clippy, Need::WasmTarget],
        after: None,
        run: |shell| {
            shell.run(shell.words(
                "cargo clippy --target wasm32-unknown-unknown -p subcap-core -p subcap-import -p subcap-wasm \
                 -p subcap-wasm-module -p subcap-wasm-import -p subcap-wasm-unpack -- -D warnings",
            ))
        },
    },
    Check {
        name: "test",
        what: "all Rust tests, examples in the documentation included",
        default: true,
        needs: &[],
        after: None,
        run: |shell| shell.run(shell.words("cargo test --workspace")),
    },
    Check {
        name: "test-release",
        what: "cases and properties again, in the optimised build",
        default: false,
        needs: &[],
        after: None,
        run: |shell| shell.run(shell.words("cargo test --release -p subcap-tests")),
    },
    Check {
        name: "docs",
        what: "the Rust documentation builds without a warning or a broken link",
        default: true,
        needs: &[],
        after: None,
        run: docs,
    },
    Check {
        name: "wasm",
        what: "engine and importers for the browser build, into web/src/engine, importer and unpack",
        default: true,
        needs: &[Need::WasmTarget, Need::RustSources, Need::WasmPack, Need::WasmBindgen, Need::NodePackages],
        after: None,
        run: wasm::build,
    },
    Check {
        name: "web",
        what: "the page, package and single file build within their budgets and pass their tests in a browser",
        default: true,
        needs: &[Need::NodePackages, Need::Browser],
        after: Some("wasm"),
        run: web,
    },
    Check {
        name: "bench",
        what: "the benchmarks, with their figures (a measurement, not a pass or fail)",
        default: false,
        needs: &[],
        after: None,
        run: |shell| shell.show(shell.words("cargo bench -p subcap-tests")),
    },
    Check {
        name: "fuzz",
        what: "kept fuzzing inputs are replayed (tests/tests/fuzz_replay.rs)",
        default: false,
        needs: &[],
        after: None,
        run: |shell| shell.run(shell.words("cargo test -p subcap-tests --test fuzz_replay")),
    },
];

fn docs(shell: &Shell) -> Result<(), String> {
    let mut command = shell.words("cargo doc --workspace --no-deps");
    command.env("RUSTDOCFLAGS", "-D warnings -D rustdoc::broken_intra_doc_links");
    shell.run(command)
}

fn web(shell: &Shell) -> Result<(), String> {
    shell.run(shell.npm("run build"))?;
    shell.run(shell.npm("test"))
}
