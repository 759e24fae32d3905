//! Scenarios in one file, as the page saves them: those kept, and the levers as they stood.

use crate::error::Error;

use super::document::Object;
use super::overlay::Overlay;

const SCENARIOS: &str = "scenarios";
const LEVERS: &str = "levers";

/// Those of a document, which may be a scenario itself; levers come last.
pub fn all(doc: &Object) -> Result<Vec<Overlay>, Error> {
    if !doc.has(SCENARIOS) && !doc.has(LEVERS) {
        return Ok(vec![Overlay::read(doc)?]);
    }
    doc.only(&[SCENARIOS, LEVERS, "$schema"])?;
    let mut all = doc.each(SCENARIOS, Overlay::read)?;
    for (overlay, number) in all.iter_mut().zip(1..) {
        named(overlay, || format!("scenario {number}"));
    }
    if let Some(levers) = doc.table(LEVERS)? {
        let mut levers = Overlay::read(&levers)?;
        named(&mut levers, || LEVERS.to_owned());
        all.push(levers);
    }
    if all.is_empty() {
        return Err(doc.wrong(
            SCENARIOS,
            "there is no scenario in this file",
            "Save at least one, or leave the file away.",
        ));
    }
    Ok(all)
}

/// The only one.
pub fn one(doc: &Object) -> Result<Overlay, Error> {
    let mut all = all(doc)?;
    let several = all.len();
    match all.pop() {
        Some(overlay) if several == 1 => Ok(overlay),
        _ => {
            let message = format!("this file holds {several} scenarios, and one is due here");
            Err(doc.wrong(SCENARIOS, message, "Give a file of one scenario; `subcap whatif` takes several."))
        }
    }
}

fn named(overlay: &mut Overlay, name: impl FnOnce() -> String) {
    if overlay.name.is_empty() {
        overlay.name = name();
    }
}

#[cfg(test)]
mod tests {
    use super::Overlay;

    fn names(text: &str) -> Result<Vec<String>, String> {
        let all = Overlay::parse_all("saved.json", text.as_bytes());
        all.map(|all| all.into_iter().map(|one| one.name).collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn several_come_in_one_file() {
        let both = r#"{"levers": {"discount_bp": 500}, "scenarios": [{"name": "a"}, {"discount_bp": 1}]}"#;
        assert_eq!(names(both).unwrap(), ["a", "scenario 2", "levers"]);
        assert_eq!(names(r#"{"levers": {"name": "mine"}}"#).unwrap(), ["mine"]);
        assert_eq!(names(r#"{"scenarios": [{}]}"#).unwrap(), ["scenario 1"]);
        assert_eq!(names("name = \"alone\"").unwrap(), ["alone"]);
        let one = |text: &str| Overlay::parse("saved.json", text.as_bytes()).map(|one| one.name);
        assert_eq!(one(r#"{"levers": {}}"#).unwrap(), "levers");
        assert!(one(both).unwrap_err().to_string().contains("3 scenarios"));
    }

    #[test]
    fn slips_are_said_where_they_stand() {
        for (text, says) in [
            (r#"{"scenarios": []}"#, "no scenario"),
            (r#"{"scenarios": {}}"#, "a list of tables"),
            (r#"{"levers": 1}"#, "a table is due"),
            (r#"{"levers": {}, "name": "x"}"#, "no key named name"),
            (r#"{"scenarios": [{}, {"evidense": {}}]}"#, "scenarios[2].evidense"),
        ] {
            let error = names(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn a_document_is_given_back_as_json() {
        let line = |text: &str| Overlay::document("x", text.as_bytes());
        let toml = "name = \"q\"\nas_of = 2025-12-31\n[hosts.h]\ncores = 4\n";
        assert_eq!(line(toml).unwrap(), r#"{"as_of":"2025-12-31","hosts":{"h":{"cores":4}},"name":"q"}"#);
        assert_eq!(line(&line(toml).unwrap()), line(toml));
        assert!(line("naem = 1").is_err());
    }
}
