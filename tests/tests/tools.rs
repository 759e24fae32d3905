//! What must agree across manifests: pinned tools, lock files that name no server, and dependencies that
//! point one way.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).unwrap()
}

fn table(name: &str) -> toml::Table {
    read(name).parse().unwrap()
}

/// `cargo verify` installs the wasm-bindgen program at the version of Cargo.lock. A looser requirement would let
/// `cargo update` move the crate, and everyone would compile the program anew.
#[test]
fn wasm_bindgen_is_pinned_to_the_locked_version() {
    let manifest = table("wasm/Cargo.toml");
    let required = manifest["dependencies"]["wasm-bindgen"].as_str().unwrap();
    let lock = table("Cargo.lock");
    let mut packages = lock["package"].as_array().unwrap().iter();
    let locked = packages.find(|package| package["name"].as_str() == Some("wasm-bindgen")).unwrap();
    assert_eq!(required, format!("={}", locked["version"].as_str().unwrap()));
}

/// npm writes the address of every package it saw; left out, each user's own setting decides.
#[test]
fn the_npm_lock_names_no_server() {
    assert!(!read("web/package-lock.json").contains("\"resolved\""));
}

/// Dependencies point one way, cli and wasm to the importers and to core, and core knows no thread, terminal or browser.
#[test]
fn dependencies_point_one_way() {
    let names = |manifest: &str| -> Vec<String> {
        table(manifest)["dependencies"].as_table().unwrap().keys().cloned().collect()
    };
    let foreign = ["rayon", "clap", "indicatif", "wasm-bindgen", "js-sys", "web-sys", "zip", "tempfile"];
    let core = names("core/Cargo.toml");
    assert!(
        core.iter().all(|name| !name.starts_with("subcap") && !foreign.contains(&name.as_str())),
        "{core:?}"
    );
    let with_imports = ["subcap-core", "subcap-import"].as_slice();
    for (manifest, wanted) in [
        ("core/import/Cargo.toml", &with_imports[..1]),
        ("wasm/Cargo.toml", &with_imports[..1]),
        ("wasm/import/Cargo.toml", with_imports),
        ("cli/Cargo.toml", with_imports),
    ] {
        let own: Vec<String> =
            names(manifest).into_iter().filter(|name| name.starts_with("subcap")).collect();
        assert_eq!(own, wanted, "{manifest}");
    }
}
