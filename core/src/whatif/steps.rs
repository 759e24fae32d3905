//! What a scenario changes, change by change, in the order metric base → time window → price.

use serde_json::Value;

use crate::calendar::Day;
use crate::json;
use crate::order::Map;
use crate::read::rows::Kind;

use super::overlay::{BECOMES, Becomes, LeaveOut, Overlay, Row, Where};
use super::readings::KEYS;

pub const BASE: &str = "metric base";
pub const TIME: &str = "time window";
pub const PRICE: &str = "price";
/// Keys of a reading that price; the others judge.
const PRICE_KEYS: [&str; 6] =
    ["charge", "use_rate_bp", "price", "credit_later_purchases", "support", "support_cap_years"];
/// Columns of `products.csv` that price; the others count.
const PRICE_COLUMNS: [&str; 3] = ["list_price", "contract_price", "support_bp"];

/// One change.
#[derive(PartialEq)]
pub enum Step<'o> {
    LeftOut(&'o LeaveOut),
    /// Rows of a table by name.
    Rows(Rows, Map<String, Row>),
    /// Rows of products.
    Entitlements(Map<String, Vec<&'o Row>>),
    FirstDeployment(Day),
    Dates {
        as_of: Option<Day>,
        remediation: Option<Day>,
    },
    Evidence(&'o str, Becomes),
    Picked(&'o Where),
    Added(&'o Row),
    /// Over every reading, or over one.
    Key(Option<&'o str>, &'static str, &'o Value),
    Discount(u32),
}

/// Of what table rows are, and of products which cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    Hosts,
    Vms,
    Counting,
    Pricing,
}

impl Step<'_> {
    /// What kind of cause it is.
    pub fn group(&self) -> &'static str {
        match self {
            Self::Rows(Rows::Pricing, _) | Self::Discount(_) => PRICE,
            Self::LeftOut(_) | Self::Rows(..) | Self::Entitlements(_) => BASE,
            Self::Key(_, key, _) if PRICE_KEYS.contains(key) => PRICE,
            _ => TIME,
        }
    }

    /// Whether it does the same wherever it stands among its like.
    pub fn anywhere(&self) -> bool {
        matches!(self, Self::LeftOut(_) | Self::Added(_))
    }

    /// Makes the change in an overlay; all of an overlay's steps in an empty one make that overlay.
    pub fn bring_into(&self, o: &mut Overlay) {
        match self {
            Self::LeftOut(entry) => o.leave_out.push((*entry).clone()),
            Self::Rows(of, rows) => {
                let into = match of {
                    Rows::Hosts => &mut o.hosts,
                    Rows::Vms => &mut o.vms,
                    Rows::Counting | Rows::Pricing => &mut o.products,
                };
                for (name, row) in rows {
                    let cells = row.iter().map(|(column, value)| (column.clone(), value.clone()));
                    into.entry(name.clone()).or_default().extend(cells);
                }
            }
            Self::Entitlements(rows) => o.entitlements.extend(rows.values().flatten().copied().cloned()),
            Self::FirstDeployment(day) => o.first_deployment = Some(*day),
            Self::Dates { as_of, remediation } => (o.as_of, o.remediation) = (*as_of, *remediation),
            Self::Evidence(id, becomes) => {
                o.evidence.insert((*id).to_owned(), *becomes);
            }
            Self::Picked(picked) => o.evidence_where.push((*picked).clone()),
            Self::Added(row) => o.evidence_add.push((*row).clone()),
            Self::Key(reading, key, value) => {
                let keys = match reading {
                    None => &mut o.reading,
                    Some(name) => o.readings.entry((*name).to_owned()).or_default(),
                };
                keys.insert((*key).to_owned(), (*value).clone());
            }
            Self::Discount(bp) => o.discount_bp = Some(*bp),
        }
    }

    /// What is changed, and to what, in words of the overlay. Two steps about the same thing set it to one and to
    /// the other value.
    pub fn words(&self) -> [String; 2] {
        let both = |text: String| [text.clone(), text];
        // All but the value is what it is about.
        let set = |said: String, value: &str| [said.strip_suffix(value).unwrap_or(&said).to_owned(), said];
        match self {
            Self::LeftOut(entry) => {
                let what = [&entry.product, &entry.vm, &entry.host].into_iter().flatten().cloned();
                let what = what.collect::<Vec<_>>().join(" on ");
                let reason = &entry.reason;
                set(format!("left out: {what} ({reason})"), &format!("{reason})"))
            }
            Self::Rows(Rows::Hosts, rows) => listed("hosts", rows.keys()),
            Self::Rows(Rows::Vms, rows) => listed("vms", rows.keys()),
            Self::Rows(Rows::Counting, rows) => listed("products", rows.keys()),
            Self::Rows(Rows::Pricing, rows) => listed("prices", rows.keys()),
            Self::Entitlements(rows) => listed("entitlements", rows.keys()),
            Self::FirstDeployment(day) => set(format!("first deployment {day}"), &day.to_string()),
            Self::Dates { as_of, remediation } => {
                let words = [("as of", as_of), ("remediation", remediation)];
                let words =
                    words.into_iter().filter_map(|(what, day)| day.map(|day| format!("{what} {day}")));
                [String::new(), words.collect::<Vec<_>>().join(", ")]
            }
            Self::Evidence(id, becomes) => {
                let becomes = word(*becomes);
                set(format!("evidence {id} {becomes}"), becomes)
            }
            Self::Picked(picked) => set(picked_in_words(picked), word(picked.becomes)),
            Self::Added(row) => both(format!("evidence {} added", row.get("id").map_or("", |id| id))),
            Self::Key(reading, key, value) => {
                let of = reading.map_or_else(String::new, |name| format!("{name}: "));
                let value = match value {
                    Value::String(text) => text.clone(),
                    other => json::line(other).unwrap_or_default(),
                };
                [format!("{of}{key}"), format!("{of}{key} = {value}")]
            }
            Self::Discount(bp) => ["discount".to_owned(), format!("discount of {bp} bp")],
        }
    }
}

/// The changes of an overlay; rows that the other one has, too, apart from the rest.
pub fn steps<'o>(overlay: &'o Overlay, other: &'o Overlay) -> Vec<Step<'o>> {
    let of_table = |of| parted(rows(overlay, of), &rows(other, of)).map(move |rows| Step::Rows(of, rows));
    let mut steps: Vec<Step<'o>> = Vec::new();
    // What is counted and held.
    steps.extend(overlay.leave_out.iter().map(Step::LeftOut));
    steps.extend([Rows::Hosts, Rows::Vms, Rows::Counting].into_iter().flat_map(of_table));
    steps.extend(parted(entitlements(overlay), &entitlements(other)).map(Step::Entitlements));
    // Dates, evidence, and how a reading judges.
    steps.extend(overlay.first_deployment.map(Step::FirstDeployment));
    let (as_of, remediation) = (overlay.as_of, overlay.remediation);
    steps.extend(as_of.or(remediation).map(|_| Step::Dates { as_of, remediation }));
    steps.extend(overlay.evidence.iter().map(|(id, becomes)| Step::Evidence(id, *becomes)));
    steps.extend(overlay.evidence_where.iter().map(Step::Picked));
    steps.extend(overlay.evidence_add.iter().map(Step::Added));
    keys(overlay, false, &mut steps);
    // What is charged, and at which price.
    keys(overlay, true, &mut steps);
    steps.extend(of_table(Rows::Pricing));
    steps.extend(overlay.discount_bp.map(Step::Discount));
    steps
}

fn rows(overlay: &Overlay, of: Rows) -> Map<String, Row> {
    let (rows, pricing) = match of {
        Rows::Hosts => return overlay.hosts.clone(),
        Rows::Vms => return overlay.vms.clone(),
        Rows::Counting => (&overlay.products, false),
        Rows::Pricing => (&overlay.products, true),
    };
    let mut own: Map<String, Row> = Map::new();
    for (name, row) in rows {
        for (column, value) in row {
            if PRICE_COLUMNS.contains(&column.as_str()) == pricing {
                own.entry(name.clone()).or_default().insert(column.clone(), value.clone());
            }
        }
    }
    own
}

fn entitlements(overlay: &Overlay) -> Map<String, Vec<&Row>> {
    let mut rows: Map<String, Vec<&Row>> = Map::new();
    for row in &overlay.entitlements {
        rows.entry(row.get("product").cloned().unwrap_or_default()).or_default().push(row);
    }
    rows
}

/// What both have, and what only the first one has, as far as there is any.
fn parted<R: PartialEq>(
    own: Map<String, R>,
    other: &Map<String, R>,
) -> impl Iterator<Item = Map<String, R>> + use<R> {
    let (mut shared, mut rest) = (Map::new(), Map::new());
    for (name, row) in own {
        let into = if other.get(&name) == Some(&row) { &mut shared } else { &mut rest };
        into.insert(name, row);
    }
    [shared, rest].into_iter().filter(|rows| !rows.is_empty())
}

/// Key by key: first over every reading, then over one.
fn keys<'o>(overlay: &'o Overlay, pricing: bool, steps: &mut Vec<Step<'o>>) {
    for key in KEYS.into_iter().filter(|key| PRICE_KEYS.contains(key) == pricing) {
        steps.extend(overlay.reading.get(key).map(|value| Step::Key(None, key, value)));
        for (name, keys) in &overlay.readings {
            steps.extend(keys.get(key).map(|value| Step::Key(Some(name), key, value)));
        }
    }
}

fn picked_in_words(picked: &Where) -> String {
    let kind = match picked.kind {
        None => "evidence",
        Some(Kind::Measured) => "measurements",
        Some(Kind::Report) => "reports",
        Some(Kind::Rebuilt) => "rebuilt figures",
    };
    let scope = picked.scope.as_deref().unwrap_or("any scope");
    let days = picked.period.map_or_else(String::new, |days| format!(", {days}"));
    format!("{kind} of {scope}{days} {}", word(picked.becomes))
}

fn word(becomes: Becomes) -> &'static str {
    BECOMES.iter().find(|(_, b)| *b == becomes).map_or("", |(word, _)| word)
}

/// The first few names.
fn listed<'n>(what: &str, names: impl Iterator<Item = &'n String>) -> [String; 2] {
    let mut list: Vec<&str> = names.map(String::as_str).collect();
    list.dedup();
    let names = match list.as_slice() {
        [a, b, c, _, ..] => format!("{a}, {b}, {c} and {} more", list.len() - 3),
        few => few.join(", "),
    };
    [what.to_owned(), format!("{what}: {names}")]
}
