//! When two names mean the same thing.

use subcap_core::estate::ARTIFICIAL;
use subcap_core::order::{Map, Set};

/// A name as compared: in lower case and without its domain. Addresses stay whole.
pub fn short(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let is_address = name.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    match name.split_once('.') {
        Some((label, _)) if !is_address && !label.is_empty() => label.to_owned(),
        _ => name,
    }
}

/// Things by name, where a name may stand with its domain or without.
#[derive(Debug, Default)]
pub struct ByName {
    by_label: Map<String, Map<String, Set<usize>>>,
}

impl ByName {
    /// A name that more than so many things bear tells nothing.
    const MOST: usize = 100;

    /// The thing of that name is that one, or one of several.
    pub fn add(&mut self, name: &str, at: usize) {
        let known = self.by_label.entry(short(name)).or_default();
        known.entry(name.trim().to_lowercase()).or_default().insert(at);
    }

    /// The one thing that a name can mean.
    pub fn find(&self, name: &str) -> Option<usize> {
        let all = self.all(name);
        all.first().copied().filter(|_| all.len() == 1)
    }

    /// Everything that a name can mean: what bears that very name, or else what differs from it by a domain which one
    /// of the two leaves away.
    pub fn all(&self, name: &str) -> Set<usize> {
        let label = short(name);
        let Some(known) = self.by_label.get(&label) else { return Set::new() };
        let whole = name.trim().to_lowercase();
        let with_domain = whole.contains('.');
        match known.get(&whole).or_else(|| known.get(&label).filter(|_| with_domain)) {
            Some(same) => same.iter().copied().take(Self::MOST).collect(),
            None if with_domain => Set::new(),
            None => known.values().flatten().copied().take(Self::MOST).collect(),
        }
    }

    /// Whether a name could mean several things.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.find(name).is_none() && self.by_label.contains_key(&short(name))
    }
}

/// A UUID in both orders in which tools print it: BIOSes store the first three groups the other way round.
/// Empty if it is none.
pub fn uuid(text: &str) -> Vec<String> {
    let hex: String = text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let only_hex = text.chars().all(|c| c.is_ascii_hexdigit() || "-{} ".contains(c));
    let varied = hex.bytes().any(|b| hex.bytes().next() != Some(b));
    if hex.len() != 32 || !only_hex || !varied {
        return Vec::new();
    }
    let turned: String = [6, 4, 2, 0, 10, 8, 14, 12].iter().filter_map(|at| hex.get(*at..at + 2)).collect();
    let turned = turned + hex.get(16..).unwrap_or("");
    vec![hex, turned]
}

/// A serial number as compared; `None` for what makers print where there is none.
pub fn serial(text: &str) -> Option<String> {
    const NONE: [&str; 8] = [
        "none",
        "n/a",
        "unknown",
        "default",
        "default string",
        "to be filled by o.e.m.",
        "not specified",
        "0123456789",
    ];
    let plain = text.trim().to_lowercase();
    let kept: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
    let varied = kept.bytes().any(|b| kept.bytes().next() != Some(b));
    (kept.len() >= 5 && varied && !NONE.contains(&plain.as_str())).then_some(kept)
}

/// The UUID within the name of a server that ILMT made up: `TLM_VM_<uuid>`.
pub fn of_made_up(host: &str) -> Option<&str> {
    let (start, id) = host.split_at_checked(ARTIFICIAL.len())?;
    start.eq_ignore_ascii_case(ARTIFICIAL).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_domain() {
        assert_eq!(short("ESX-01.corp.example"), "esx-01");
        assert_eq!(short("10.0.0.7"), "10.0.0.7");
        assert_eq!(short(".hidden"), ".hidden");
    }

    #[test]
    fn two_domains_are_two_things() {
        let mut names = ByName::default();
        names.add("esx01.north.example", 0);
        assert_eq!(names.find("ESX01"), Some(0));
        assert_eq!(names.find("esx01.south.example"), None);
        names.add("esx01.south.example", 1);
        assert_eq!(names.find("esx01.SOUTH.example"), Some(1));
        assert_eq!(names.find("esx01"), None);
        assert!(names.is_ambiguous("esx01"));
        names.add("localhost", 2);
        names.add("localhost", 3);
        assert_eq!(names.all("LOCALHOST"), Set::from([2, 3]));
        assert_eq!(names.find("localhost"), None);
    }

    #[test]
    fn a_uuid_in_both_orders() {
        let one = uuid("42304EA2-1B5C-7D8E-9F00-112233445566");
        let other = uuid("a24e3042-5c1b-8e7d-9f00-112233445566");
        assert_eq!(one[1], other[0]);
        assert_eq!(one[0], other[1]);
        assert!(uuid("not a uuid at all, though a long text").is_empty());
        assert!(uuid("00000000-0000-0000-0000-000000000000").is_empty());
    }

    #[test]
    fn serials_that_are_none() {
        assert_eq!(serial("VMware-42 30 4e"), Some("vmware42304e".to_owned()));
        for none in ["", "None", "N/A", "0000000", "To Be Filled By O.E.M.", "1234"] {
            assert_eq!(serial(none), None, "{none}");
        }
        assert_eq!(of_made_up("TLM_VM_4230"), Some("4230"));
        assert_eq!(of_made_up("esx"), None);
    }
}
