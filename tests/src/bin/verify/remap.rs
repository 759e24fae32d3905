//! Compiler flags that make the wasm the same bytes on every machine.
//!
//! Panic messages name source files. Unchanged, they would carry the builder's folders into the page and let
//! two builds of one commit differ.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::shell::{Shell, cargo_home};

/// The value of `CARGO_ENCODED_RUSTFLAGS`, which separates with a control character: folders may hold spaces.
pub fn flags(shell: &Shell) -> Result<OsString, String> {
    let mut flags = OsString::new();
    for (folder, name) in folders(shell)? {
        if !flags.is_empty() {
            flags.push("\x1f");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}

/// Every folder sources come from, with what stands for it.
fn folders(shell: &Shell) -> Result<Vec<(PathBuf, String)>, String> {
    let mut folders = vec![(shell.path(""), "src".to_owned()), standard_library(shell)?];
    // One folder per registry, named after its server: a mirror must not show either.
    let registries = cargo_home()?.join("registry").join("src");
    let entries = fs::read_dir(&registries).map_err(|error| format!("{}: {error}", registries.display()))?;
    folders.extend(entries.filter_map(Result::ok).map(|entry| (entry.path(), "deps".to_owned())));
    // A new order of the same flags would compile everything again.
    folders.sort();
    Ok(folders)
}

/// Where the component rust-src is installed, its folder shows; elsewhere this name does already.
fn standard_library(shell: &Shell) -> Result<(PathBuf, String), String> {
    let ask = |line| shell.answer(shell.words(line)).ok_or_else(|| format!("`{line}` does not answer"));
    let sources = ["lib", "rustlib", "src", "rust"].iter().collect::<PathBuf>();
    let version = ask("rustc -vV")?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    let name = format!("/rustc/{}", commit.ok_or("`rustc -vV` names no commit")?);
    Ok((PathBuf::from(ask("rustc --print sysroot")?).join(sources), name))
}
