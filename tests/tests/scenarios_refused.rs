//! Scenarios that say something the estate or the document does not know: exit code 2, nothing on standard output,
//! and a message that names what was written and the nearest of what could have been meant.
#![allow(clippy::expect_used, clippy::panic)]

mod reference;
mod scenarios;
mod support;

use std::fs;

/// An estate of the cases, a document, and what the message must say.
const REFUSED: [(&str, &str, &[&str]); 33] = [
    (FIVE, "[evidence]\ntol = \"lost\"", &["tol", "tool"]),
    (FIVE, "[evidence]\ntool = \"hold\"", &["hold", "held"]),
    (FIVE, "[[evidence_where]]\nkind = \"reprot\"\nbecomes = \"lost\"", &["reprot", "report"]),
    (FIVE, "[[evidence_where]]\nquarter = \"2025-Q5\"\nbecomes = \"lost\"", &["2025-Q5"]),
    (FIVE, "[[evidence_where]]\nscope = \"host:rack-7\"\nbecomes = \"lost\"", &["evidence_where"]),
    (FIVE, "[[evidence_where]]\nkind = \"report\"", &["becomes"]),
    (FIVE, "[[evidence_where]]\nkind = \"report\"\nbecomes = \"los\"", &["los", "lost"]),
    (FIVE, "[[evidence_add]]\nid = \"new\"\nkind = \"measured\"", &["scope"]),
    (FIVE, "[[evidence_add]]\nid = \"tool\"\nkind = \"measured\"\nscope = \"*\"", &["tool"]),
    (FIVE, "[[evidence_add]]\nid = \"new\"\nkind = \"mesured\"\nscope = \"*\"", &["mesured", "measured"]),
    (FIVE, "discount_pb = 1000", &["discount_pb", "discount_bp"]),
    (FIVE, "discount_bp = 10001", &["discount_bp"]),
    (FIVE, "[reading]\nscoop = \"host\"", &["scoop", "scope"]),
    (FIVE, "[reading]\nscope = \"clutser\"", &["clutser", "cluster"]),
    (FIVE, "[reading]\ngrace_days = \"many\"", &["grace_days"]),
    (FIVE, "[readings.agrement]\nscope = \"host\"", &["agrement", "agreement"]),
    (FIVE, "[hosts.rack7]\ncores = 2", &["rack7", "rack-7"]),
    (FIVE, "[hosts.rack-7]\ncoers = 2", &["coers", "cores"]),
    (FIVE, "[hosts.rack-7]\ncores = \"many\"", &["many"]),
    (FIVE, "[vms.queue1]\ncores = 2", &["queue1", "queue-1"]),
    (FIVE, "[products.Mesaging]\nsupport_bp = 0", &["Mesaging", "Messaging"]),
    (FIVE, "[[entitlements]]\nproduct = \"Mesaging\"\nquantity = 1", &["Mesaging", "Messaging"]),
    (FIVE, "[[entitlements]]\nproduct = \"Messaging\"\nquantity = -1", &["-1"]),
    (FIVE, "[[leave_out]]\nvm = \"queue-2\"\nreason = \"gone\"", &["queue-2"]),
    (FIVE, "[[leave_out]]\nvm = \"queue-1\"\nhost = \"rack-7\"\nreason = \"both\"", &["leave_out"]),
    (FIVE, "[[leave_out]]\nvm = \"queue-1\"", &["reason"]),
    (FIVE, "as_of = \"2025-13-01\"", &["2025-13-01"]),
    (FIVE, "first_deployment = 2026-01-01", &["first"]),
    (FIVE, "remediation = \"soon\"", &["soon"]),
    (FIVE, "name =", &["1"]),
    (FIVE, "{\"scenarios\": []}", &["no scenario"]),
    (FIVE, "{\"levers\": {\"discount_pb\": 1}}", &["levers.discount_pb", "discount_bp"]),
    // Two placements: which of them would begin then?
    ("cores-of-a-vm", "[vms.queue-1]\nfrom = 2024-06-01", &["queue-1"]),
];
const FIVE: &str = "cliff-of-five-quarters";

#[test]
fn what_is_not_known_is_refused_with_advice() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut wrong = Vec::new();
    for (number, (estate, text, says)) in REFUSED.iter().enumerate() {
        let path = folder.path().join(format!("{number}.toml"));
        fs::write(&path, text).expect("a document is written");
        let estate = support::here().join("cases/whatif").join(estate);
        let path = path.display().to_string();
        let args = ["whatif", &estate.display().to_string(), "--scenario", &path, "--format", "json"];
        let output = support::subcap(&args);
        let said = String::from_utf8_lossy(&output.stderr);
        // The path holds numbers and names of its own.
        let message = said.replace(&path, "");
        let missing: Vec<&&str> = says.iter().filter(|word| !mentions(&message, word)).collect();
        if output.status.code() != Some(2) || !output.stdout.is_empty() || !missing.is_empty() {
            wrong.push(format!("{text:?}: exit {:?}, without {missing:?}: {said}", output.status.code()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), REFUSED.len(), wrong.join("\n"));
}

/// Whether the text holds the word by itself, and not as a part of another.
fn mentions(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

#[test]
fn one_name_may_stand_twice_and_nothing_may_be_said() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let estate = support::here().join("cases/whatif").join(FIVE).display().to_string();
    let texts = ["name = \"same\"", "name = \"same\"\ndiscount_bp = 10000", ""];
    let mut args = vec!["whatif".to_string(), estate, "--format".to_string(), "json".to_string()];
    for (number, text) in texts.iter().enumerate() {
        let path = folder.path().join(format!("{number}.toml"));
        fs::write(&path, text).expect("a document is written");
        args.extend(["--scenario".to_string(), path.display().to_string()]);
    }
    let answer = scenarios::answer(&args.iter().map(String::as_str).collect::<Vec<_>>()).expect("an answer");
    let found = answer["scenarios"].as_array().expect("scenarios");
    assert_eq!(found.len(), 3);
    assert_eq!((&found[0]["name"], &found[1]["name"]), (&"same".into(), &"same".into()));
    assert_eq!(found[0]["report"], answer["base"]);
    assert_eq!(found[2]["report"], answer["base"]);
    let readings = found[1]["report"]["readings"].as_array().expect("readings");
    assert!(readings.iter().all(|reading| reading["total"] == "0.00"));
}
