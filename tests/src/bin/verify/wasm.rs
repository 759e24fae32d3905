//! How engine, importers and what unpacks them are built for the browser.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::remap;
use crate::shell::Shell;

/// Package, where its module goes (from the package), its name, and how the linker calls it if it is cut in two.
const MODULES: [(&str, &str, &str, Option<&str>); 3] = [
    ("wasm/module", "../../web/src/engine", "engine", Some("subcap_wasm_module")),
    ("wasm/import", "../../web/src/importer", "importer", Some("subcap_wasm_import")),
    ("wasm/unpack", "../../web/src/unpack", "unpack", None),
];

/// The standard library compiled with the rest, for size, and panics without their texts: a tenth less wasm. What
/// Cargo calls unstable are these switches, not what they build; where a compiler does not know them the module
/// is built with the standard library that came with it.
const SMALL: [(&str, &str); 5] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_WASM_PANIC", "immediate-abort"),
];

/// wasm-pack runs wasm-bindgen and wasm-opt (of the npm package binaryen) on what cargo built.
pub fn build(shell: &Shell) -> Result<(), String> {
    for (package, to, name, linked) in MODULES {
        // wasm-pack would optimise what is left of the last time along with it.
        let folder = shell.path(package).join(to);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let command = || command(shell, package, to, name);
        let mut small = command()?;
        small.envs(SMALL);
        if let Err(message) = shell.run(small) {
            shell.run(command()?)?;
            println!("{name}: built with the standard library as it is, because: {message}");
        }
        if let Some(linked) = linked {
            // What a first answer takes is a module of its own (web/scripts/split).
            let linked = target(shell).join("wasm32-unknown-unknown/wasm").join(format!("{linked}.wasm"));
            let mut split = shell.npm("run split --");
            split.arg(name).arg(linked);
            shell.run(split)?;
        }
    }
    Ok(())
}

fn target(shell: &Shell) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| shell.path("target"), |folder| shell.path("").join(folder))
}

/// wasm-pack is told to install nothing: it would otherwise download other versions than the locked ones. The
/// output folder counts from the package.
fn command(shell: &Shell, package: &str, to: &str, name: &str) -> Result<Command, String> {
    let line = format!(
        "wasm-pack build {package} --mode no-install --no-pack --target web --profile wasm --out-dir {to} \
         --out-name {name}"
    );
    let mut command = shell.words(&line);
    let mut flags = remap::flags(shell)?;
    // Where it is cut depends on what lies where.
    flags.push("\x1f-Clink-arg=--emit-relocs");
    command.env("CARGO_ENCODED_RUSTFLAGS", flags);
    Ok(command)
}
