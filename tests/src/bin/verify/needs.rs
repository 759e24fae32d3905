//! What the checks need on the machine, and how each is had the ordinary way if it is missing.
//!
//! Every entry first asks whether it is there, so the second run installs nothing. Only Rust (with rustup)
//! and Node.js must be there beforehand.

use std::fs;
use std::path::PathBuf;

use crate::shell::{NPM, Shell};

/// wasm-pack reads its settings from `wasm/Cargo.toml`; other versions name some of them differently.
const WASM_PACK: &str = "0.15.1";

/// Something a check needs installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The formatter.
    Rustfmt,
    /// The linter.
    Clippy,
    /// The standard library for `wasm32-unknown-unknown`.
    WasmTarget,
    /// The standard library's source text.
    RustSources,
    /// The program that drives the wasm build.
    WasmPack,
    /// The program that writes the JavaScript around the wasm.
    WasmBindgen,
    /// Everything in `web/package-lock.json`; brings wasm-opt and the bundler.
    NodePackages,
    /// A Chromium or Chrome, in which the page is tested.
    Browser,
}

impl Need {
    /// In the order they are provided.
    pub const ALL: [Need; 8] = [
        Need::Rustfmt,
        Need::Clippy,
        Need::WasmTarget,
        Need::RustSources,
        Need::WasmPack,
        Need::WasmBindgen,
        Need::NodePackages,
        Need::Browser,
    ];

    /// Makes sure it is there; the error says what to do by hand.
    pub fn provide(self, shell: &Shell) -> Result<(), String> {
        match self {
            Need::Rustfmt => component(shell, "cargo fmt --version", "rustfmt"),
            Need::Clippy => component(shell, "cargo clippy --version", "clippy"),
            Need::WasmTarget => wasm_target(shell),
            Need::RustSources => rust_sources(shell),
            Need::WasmPack => cargo_tool(shell, "wasm-pack", "wasm-pack", WASM_PACK, "--locked"),
            Need::WasmBindgen => wasm_bindgen(shell),
            Need::NodePackages => node_packages(shell),
            Need::Browser => browser(shell),
        }
    }
}

fn component(shell: &Shell, question: &str, name: &str) -> Result<(), String> {
    match shell.answer(shell.words(question)) {
        Some(_) => Ok(()),
        None => shell.install(shell.words(&format!("rustup component add {name}"))),
    }
}

/// Asks the compiler where the target's library would lie, so a Rust without rustup that has it is fine too.
fn wasm_target(shell: &Shell) -> Result<(), String> {
    let target = "wasm32-unknown-unknown";
    let folder = shell.answer(shell.words(&format!("rustc --print target-libdir --target {target}")));
    if folder.is_some_and(|folder| fs::exists(folder).unwrap_or(false)) {
        return Ok(());
    }
    shell.install(shell.words(&format!("rustup target add {target}")))
}

/// Without it the modules are built all the same, a little larger: a Rust without rustup need not have it.
fn rust_sources(shell: &Shell) -> Result<(), String> {
    let there = |sysroot: String| {
        let path = ["lib", "rustlib", "src", "rust", "library", "Cargo.lock"].iter().collect::<PathBuf>();
        fs::exists(PathBuf::from(sysroot).join(path)).unwrap_or(false)
    };
    if !shell.answer(shell.words("rustc --print sysroot")).is_some_and(there)
        && let Err(message) = shell.install(shell.words("rustup component add rust-src"))
    {
        println!("going on without rust-src: {message}");
    }
    Ok(())
}

/// A program from the crate registry, at one version.
fn cargo_tool(shell: &Shell, program: &str, package: &str, version: &str, how: &str) -> Result<(), String> {
    let there = || {
        let answer = shell.answer(shell.words(&format!("{program} --version")));
        answer.is_some_and(|answer| answer.split_whitespace().any(|word| word == version))
    };
    if there() {
        return Ok(());
    }
    shell.install(shell.words(&format!("cargo install {package} --version {version} {how}")))?;
    if there() {
        return Ok(());
    }
    Err(format!("{program} {version} was installed, but PATH has none or another version of it first"))
}

/// Must be exactly the version of the crate, or the two disagree on their format. Without `--locked`: the
/// lock file in its package can name crates that were withdrawn since.
fn wasm_bindgen(shell: &Shell) -> Result<(), String> {
    let version = locked_version(shell, "wasm-bindgen")?;
    cargo_tool(shell, "wasm-bindgen", "wasm-bindgen-cli", &version, "")
}

/// The version of a crate in Cargo.lock.
fn locked_version(shell: &Shell, name: &str) -> Result<String, String> {
    let lock =
        shell.read("Cargo.lock")?.parse::<toml::Table>().map_err(|error| format!("Cargo.lock: {error}"))?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, key: &str| Some(package.get(key)?.as_str()?.to_owned());
    packages
        .filter(|package| text(package, "name").as_deref() == Some(name))
        .find_map(|package| text(package, "version"))
        .ok_or_else(|| format!("Cargo.lock has no package `{name}`"))
}

/// `npm ci` removes and rewrites the whole folder, so a copy of the lock file it was made from is left in it.
fn node_packages(shell: &Shell) -> Result<(), String> {
    let lock = shell.read("web/package-lock.json")?;
    let made_from = "web/node_modules/.made-from-lock.json";
    if shell.read(made_from).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    if shell.answer(shell.npm("--version")).is_none() {
        return Err(format!(
            "`{NPM}` was not found: the page needs Node.js 20.19 or newer with npm. Install it from your package \
             manager and run this again; the Rust checks do without (`cargo verify fmt clippy test docs`)."
        ));
    }
    shell.install(shell.npm("ci"))?;
    fs::write(shell.path(made_from), lock).map_err(|error| format!("{made_from}: {error}"))
}

/// The page's tests look for one themselves. Where there is none: the system's own package if this may install
/// packages, and else Playwright's, as its users fetch it.
fn browser(shell: &Shell) -> Result<(), String> {
    let find = "node --input-type=module --eval import('./test/support/browser.js').then(b=>b.executable())";
    let there = || {
        let mut command = shell.words(find);
        command.current_dir(shell.path("web"));
        shell.answer(command).is_some()
    };
    if there() {
        return Ok(());
    }
    let root = shell.answer(shell.words("id -u")).is_some_and(|id| id.trim() == "0");
    if root && shell.answer(shell.words("apt-get --version")).is_some() {
        let packages = "apt-get install -y --no-install-recommends chromium fonts-dejavu-core";
        // Where the system has no such package there is still the other way.
        let installed =
            shell.install(shell.words("apt-get update")).and_then(|()| shell.install(shell.words(packages)));
        if installed.is_ok() && there() {
            return Ok(());
        }
    }
    shell.install(shell.npm("exec -- playwright-core install chromium"))?;
    if there() { Ok(()) } else { Err("no Chromium or Chrome was found: set CHROMIUM to its path".to_owned()) }
}
