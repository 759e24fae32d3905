//! Which checks a call means.

use crate::checks::{Check, TABLE};

/// The checks to run, in the order of the table, with those they build on.
pub fn plan(names: &[String]) -> Result<Vec<&'static Check>, String> {
    if let Some(name) = names.iter().find(|name| TABLE.iter().all(|check| check.name != **name)) {
        return Err(format!("no check is named `{name}`; `cargo verify --list` names them"));
    }
    let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    if wanted.is_empty() {
        wanted.extend(TABLE.iter().filter(|check| check.default).map(|check| check.name));
    }
    // Backwards, because a check builds on an earlier row.
    for check in TABLE.iter().rev().filter(|check| check.after.is_some()) {
        if wanted.contains(&check.name) {
            wanted.extend(check.after);
        }
    }
    Ok(TABLE.iter().filter(|check| wanted.contains(&check.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(names: &[&str]) -> Vec<&'static str> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        plan(&names).unwrap().iter().map(|check| check.name).collect()
    }

    #[test]
    fn a_check_brings_what_it_builds_on() {
        assert_eq!(planned(&["web", "fmt", "web"]), ["fmt", "wasm", "web"]);
    }

    #[test]
    fn no_name_means_the_default_ones() {
        assert!(planned(&[]).contains(&"test"));
        assert!(!planned(&[]).contains(&"bench"));
    }

    #[test]
    fn an_unknown_name_is_refused() {
        assert!(plan(&["tset".to_owned()]).is_err());
    }

    #[test]
    fn a_check_builds_on_an_earlier_row_only() {
        for (row, check) in TABLE.iter().enumerate() {
            let earlier = |name| TABLE.iter().take(row).any(|other| other.name == name);
            assert!(check.after.is_none_or(earlier), "{}", check.name);
        }
    }
}
