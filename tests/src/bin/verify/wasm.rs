//! How engine, importers and what unpacks them are built for the browser.

use std::process::Command;

use crate::remap;
use crate::shell::Shell;

/// Package, where its module goes (from the package), and its name.
const MODULES: [(&str, &str, &str); 3] = [
    ("wasm", "../web/src/engine", "engine"),
    ("wasm/import", "../../web/src/importer", "importer"),
    ("wasm/unpack", "../../web/src/unpack", "unpack"),
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
    for (package, to, name) in MODULES {
        let command = || command(shell, package, to, name);
        let mut small = command()?;
        small.envs(SMALL);
        if let Err(message) = shell.run(small) {
            shell.run(command()?)?;
            println!("{name}: built with the standard library as it is, because: {message}");
        }
    }
    Ok(())
}

/// wasm-pack is told to install nothing: it would otherwise download other versions than the locked ones. The
/// output folder counts from the package.
fn command(shell: &Shell, package: &str, to: &str, name: &str) -> Result<Command, String> {
    let line = format!(
        "wasm-pack build {package} --mode no-install --no-pack --target web --profile wasm --out-dir {to} \
         --out-name {name}"
    );
    let mut command = shell.words(&line);
    command.env("CARGO_ENCODED_RUSTFLAGS", remap::flags(shell)?);
    Ok(command)
}
