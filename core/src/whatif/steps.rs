//! What a scenario changes, change by change, in the order metric base → time window → price.

use serde_json::Value;

use crate::json;
use crate::read::rows::Kind;

use super::overlay::{BECOMES, Becomes, Keys, Overlay, Row, Where};
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
pub struct Step<'o> {
    pub group: &'static str,
    /// What is changed.
    about: String,
    /// The change in words of the overlay.
    pub said: String,
    bring_in: Box<dyn Fn(&mut Overlay) + 'o>,
}

impl<'o> Step<'o> {
    fn new(
        group: &'static str,
        about: impl Into<String>,
        said: String,
        bring_in: impl Fn(&mut Overlay) + 'o,
    ) -> Self {
        Self { group, about: about.into(), said, bring_in: Box::new(bring_in) }
    }

    /// Two steps about the same thing set it to one and the other value.
    pub fn about(&self) -> (&'static str, &str) {
        (self.group, &self.about)
    }

    /// Makes the change in an overlay.
    pub fn bring_into(&self, overlay: &mut Overlay) {
        (self.bring_in)(overlay);
    }

    /// Whether the other makes the very same change: words abbreviate.
    pub fn does_as(&self, other: &Self) -> bool {
        let alone = |step: &Self| {
            let mut overlay = Overlay::default();
            step.bring_into(&mut overlay);
            overlay
        };
        self.about() == other.about() && alone(self) == alone(other)
    }
}

/// The changes of an overlay; all of them brought into an empty one are that overlay.
pub fn steps(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps = counted(overlay);
    steps.extend(in_time(overlay));
    steps.extend(priced(overlay));
    steps
}

/// What is counted and held.
fn counted(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for entry in &overlay.leave_out {
        let what = [&entry.product, &entry.vm, &entry.host].into_iter().flatten().cloned();
        let what = what.collect::<Vec<_>>().join(" on ");
        let said = format!("left out: {what} ({})", entry.reason);
        steps.push(Step::new(BASE, format!("leave_out:{what}"), said, |o| o.leave_out.push(entry.clone())));
    }
    if !overlay.hosts.is_empty() {
        let said = format!("hosts: {}", some(overlay.hosts.keys()));
        steps.push(Step::new(BASE, "hosts", said, |o| o.hosts.clone_from(&overlay.hosts)));
    }
    if !overlay.vms.is_empty() {
        let said = format!("vms: {}", some(overlay.vms.keys()));
        steps.push(Step::new(BASE, "vms", said, |o| o.vms.clone_from(&overlay.vms)));
    }
    steps.extend(products(overlay, BASE, "products", |column| !PRICE_COLUMNS.contains(&column)));
    if !overlay.entitlements.is_empty() {
        let said = format!(
            "entitlements: {}",
            some(overlay.entitlements.iter().filter_map(|row| row.get("product")))
        );
        let bring_in = |o: &mut Overlay| o.entitlements.clone_from(&overlay.entitlements);
        steps.push(Step::new(BASE, "entitlements", said, bring_in));
    }
    steps
}

/// Dates, evidence, and how a reading judges.
fn in_time(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    if let Some(day) = overlay.first_deployment {
        let said = format!("first deployment {day}");
        let bring_in = move |o: &mut Overlay| o.first_deployment = Some(day);
        steps.push(Step::new(TIME, "first_deployment", said, bring_in));
    }
    let words = [
        overlay.as_of.map(|d| format!("as of {d}")),
        overlay.remediation.map(|d| format!("remediation {d}")),
    ];
    if overlay.as_of.is_some() || overlay.remediation.is_some() {
        let said = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let bring_in = |o: &mut Overlay| (o.as_of, o.remediation) = (overlay.as_of, overlay.remediation);
        steps.push(Step::new(TIME, "as_of", said, bring_in));
    }
    for (id, becomes) in &overlay.evidence {
        let about = format!("evidence {id}");
        let said = format!("{about} {}", word(*becomes));
        let bring_in = |o: &mut Overlay| {
            o.evidence.insert(id.clone(), *becomes);
        };
        steps.push(Step::new(TIME, about, said, bring_in));
    }
    for picked in &overlay.evidence_where {
        let about = picked_in_words(picked);
        let said = format!("{about} {}", word(picked.becomes));
        steps.push(Step::new(TIME, about, said, |o| o.evidence_where.push(picked.clone())));
    }
    for row in &overlay.evidence_add {
        let said = format!("evidence {} added", row.get("id").map_or("", |id| id));
        steps.push(Step::new(TIME, said.clone(), said, |o| o.evidence_add.push(row.clone())));
    }
    steps.extend(keys(overlay, TIME, |key| !PRICE_KEYS.contains(&key)));
    steps
}

/// What is charged, and at which price.
fn priced(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps = keys(overlay, PRICE, |key| PRICE_KEYS.contains(&key));
    steps.extend(products(overlay, PRICE, "prices", |column| PRICE_COLUMNS.contains(&column)));
    if let Some(discount) = overlay.discount_bp {
        let said = format!("discount of {discount} bp");
        steps.push(Step::new(PRICE, "discount", said, move |o| o.discount_bp = Some(discount)));
    }
    steps
}

/// The cells of products that are laid over in some columns, as one step.
fn products<'o>(
    overlay: &'o Overlay,
    group: &'static str,
    about: &str,
    wanted: fn(&str) -> bool,
) -> Option<Step<'o>> {
    let cells = |row: &Row| -> Row {
        row.iter().filter(|(column, _)| wanted(column)).map(|(c, value)| (c.clone(), value.clone())).collect()
    };
    let rows = overlay.products.iter().map(|(name, row)| (name, cells(row)));
    let rows: Vec<(&String, Row)> = rows.filter(|(_, row)| !row.is_empty()).collect();
    rows.first()?;
    let said = format!("{about}: {}", some(rows.iter().map(|(name, _)| *name)));
    Some(Step::new(group, about, said, move |o| {
        for (name, row) in &rows {
            let cells = row.iter().map(|(column, value)| (column.clone(), value.clone()));
            o.products.entry((*name).clone()).or_default().extend(cells);
        }
    }))
}

/// Key by key: first over every reading, then over one.
fn keys<'o>(overlay: &'o Overlay, group: &'static str, wanted: fn(&str) -> bool) -> Vec<Step<'o>> {
    let mut steps: Vec<Step<'o>> = Vec::new();
    for key in KEYS.into_iter().filter(|key| wanted(key)) {
        if let Some(value) = overlay.reading.get(key) {
            let bring_in = move |o: &mut Overlay| lay_key(&mut o.reading, &overlay.reading, key);
            steps.push(Step::new(group, key, format!("{key} = {}", text(value)), bring_in));
        }
        for (name, keys) in &overlay.readings {
            let Some(value) = keys.get(key) else { continue };
            let bring_in =
                move |o: &mut Overlay| lay_key(o.readings.entry(name.clone()).or_default(), keys, key);
            let about = format!("{name}: {key}");
            let said = format!("{about} = {}", text(value));
            steps.push(Step::new(group, about, said, bring_in));
        }
    }
    steps
}

fn lay_key(into: &mut Keys, from: &Keys, key: &str) {
    into.extend(from.get(key).map(|value| (key.to_owned(), value.clone())));
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json::line(other).unwrap_or_default(),
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
    format!("{kind} of {scope}{days}")
}

fn word(becomes: Becomes) -> &'static str {
    BECOMES.iter().find(|(_, b)| *b == becomes).map_or("", |(word, _)| word)
}

/// The first few names.
fn some<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let mut list: Vec<&str> = names.map(String::as_str).collect();
    list.dedup();
    match list.as_slice() {
        [a, b, c, _, ..] => format!("{a}, {b}, {c} and {} more", list.len() - 3),
        few => few.join(", "),
    }
}
