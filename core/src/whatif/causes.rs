//! The causes of a difference, step by step: what is counted, then the window of time, then the price.

use serde::Serialize;

use serde_json::Value;

use crate::error::Error;
use crate::json;
use crate::read::rows::Kind;
use crate::units::Money;

use super::figures::Figures;
use super::overlay::{Becomes, Keys, Overlay, Row};
use super::position::Position;
use super::readings::KEYS;

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cause {
    /// The reading whose total it changes.
    pub reading: String,
    /// `metric base`, `time window` or `price`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [BASE, TIME, PRICE])))]
    pub group: &'static str,
    /// What was changed, in words of the overlay.
    pub step: String,
    /// By how much: later total − earlier total. The steps of a reading add up to the difference.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub amount: String,
    /// False: one of the two totals is "at least", so that the amount holds for what is known only.
    pub complete: bool,
}

const BASE: &str = "metric base";
const TIME: &str = "time window";
const PRICE: &str = "price";
/// Keys of a reading that price; the others judge.
const PRICE_KEYS: [&str; 6] =
    ["charge", "use_rate_bp", "price", "credit_later_purchases", "support", "support_cap_years"];
/// Columns of `products.csv` that price; the others count.
const PRICE_COLUMNS: [&str; 3] = ["list_price", "contract_price", "support_bp"];

/// A step: its group, what it says, and what of the overlay it brings in.
type Step<'o> = (&'static str, String, Box<dyn Fn(&mut Overlay) + 'o>);

impl Position {
    /// Why a scenario's totals differ from the position as it is: each entry of the overlay as a step,
    /// one after the other, in the order metric base → time window → price. A step that only makes
    /// sense together with the next one is joined with it.
    pub fn causes(&self, overlay: &Overlay) -> Result<Vec<Cause>, Error> {
        let last = self.scenario(overlay)?;
        let mut partial = Overlay { file: overlay.file.clone(), ..Overlay::default() };
        let mut waterfall: Vec<(&'static str, String, Figures)> = Vec::new();
        let mut waiting: Option<String> = None;
        for (group, label, bring_in) in steps(overlay) {
            bring_in(&mut partial);
            let label = waiting.take().map_or(label.clone(), |earlier| format!("{earlier}, {label}"));
            match self.scenario(&partial) {
                Ok(figures) => waterfall.push((group, label, figures)),
                Err(_) => waiting = Some(label),
            }
        }
        let mut causes = Vec::new();
        for (index, after) in last.readings.iter().enumerate() {
            let total = |figures: &Figures| {
                figures.readings.get(index).map_or((Money::ZERO, false), |r| (r.total, r.complete))
            };
            let mut before = total(self.base());
            for (group, step, figures) in &waterfall {
                let now = total(figures);
                let (amount, complete) = (now.0.minus(before.0)?, now.1 && before.1);
                before = now;
                let (reading, amount) = (after.reading.clone(), amount.decimal(last.currency));
                causes.push(Cause { reading, group, step: step.clone(), amount, complete });
            }
        }
        Ok(causes)
    }
}

fn steps(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps = counted(overlay);
    steps.extend(in_time(overlay));
    steps.extend(priced(overlay));
    steps
}

/// What is counted and held.
fn counted(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for entry in &overlay.leave_out {
        let what =
            [&entry.product, &entry.vm, &entry.host].into_iter().flatten().cloned().collect::<Vec<_>>();
        let text = format!("left out: {} ({})", what.join(" on "), entry.reason);
        steps.push((BASE, text, Box::new(|o| o.leave_out.push(entry.clone()))));
    }
    if !overlay.hosts.is_empty() {
        let text = format!("hosts: {}", some(overlay.hosts.keys()));
        steps.push((BASE, text, Box::new(|o| o.hosts.clone_from(&overlay.hosts))));
    }
    if !overlay.vms.is_empty() {
        let text = format!("vms: {}", some(overlay.vms.keys()));
        steps.push((BASE, text, Box::new(|o| o.vms.clone_from(&overlay.vms))));
    }
    let named = |row: &Row| row.keys().any(|column| !PRICE_COLUMNS.contains(&column.as_str()));
    if overlay.products.values().any(named) {
        let names = overlay.products.iter().filter(|(_, row)| named(row)).map(|(name, _)| name);
        let text = format!("products: {}", some(names));
        steps.push((BASE, text, Box::new(|o| lay_products(o, &overlay.products, false))));
    }
    if !overlay.entitlements.is_empty() {
        let names = overlay.entitlements.iter().filter_map(|row| row.get("product"));
        let text = format!("entitlements: {}", some(names));
        steps.push((BASE, text, Box::new(|o| o.entitlements.clone_from(&overlay.entitlements))));
    }
    steps
}

/// Dates, evidence, and how a reading judges.
fn in_time(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    if let Some(day) = overlay.first_deployment {
        let text = format!("first deployment {day}");
        steps.push((TIME, text, Box::new(move |o| o.first_deployment = Some(day))));
    }
    let words = [
        overlay.as_of.map(|d| format!("as of {d}")),
        overlay.remediation.map(|d| format!("remediation {d}")),
    ];
    if overlay.as_of.is_some() || overlay.remediation.is_some() {
        let text = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let bring_in = |o: &mut Overlay| (o.as_of, o.remediation) = (overlay.as_of, overlay.remediation);
        steps.push((TIME, text, Box::new(bring_in)));
    }
    for (id, becomes) in &overlay.evidence {
        let bring_in = |o: &mut Overlay| {
            o.evidence.insert(id.clone(), *becomes);
        };
        steps.push((TIME, format!("evidence {id} {}", word(*becomes)), Box::new(bring_in)));
    }
    for picked in &overlay.evidence_where {
        let scope = picked.scope.as_deref().unwrap_or("any scope");
        let days = picked.period.map_or_else(String::new, |days| format!(", {days}"));
        let kind = match picked.kind {
            None => "evidence",
            Some(Kind::Measured) => "measurements",
            Some(Kind::Report) => "reports",
            Some(Kind::Rebuilt) => "rebuilt figures",
        };
        let text = format!("{kind} of {scope}{days} {}", word(picked.becomes));
        steps.push((TIME, text, Box::new(|o| o.evidence_where.push(picked.clone()))));
    }
    for row in &overlay.evidence_add {
        let id = row.get("id").map_or("", |id| id);
        steps.push((TIME, format!("evidence {id} added"), Box::new(|o| o.evidence_add.push(row.clone()))));
    }
    steps.extend(keys(overlay, TIME, |key| !PRICE_KEYS.contains(&key)));
    steps
}

/// What is charged, and at which price.
fn priced(overlay: &Overlay) -> Vec<Step<'_>> {
    let mut steps = keys(overlay, PRICE, |key| PRICE_KEYS.contains(&key));
    let named = |row: &Row| row.keys().any(|column| PRICE_COLUMNS.contains(&column.as_str()));
    if overlay.products.values().any(named) {
        let names = overlay.products.iter().filter(|(_, row)| named(row)).map(|(name, _)| name);
        let text = format!("prices: {}", some(names));
        steps.push((PRICE, text, Box::new(|o| lay_products(o, &overlay.products, true))));
    }
    if let Some(discount) = overlay.discount_bp {
        let text = format!("discount of {discount} bp");
        steps.push((PRICE, text, Box::new(move |o| o.discount_bp = Some(discount))));
    }
    steps
}

/// Key by key: first over every reading, then over one.
fn keys<'o>(overlay: &'o Overlay, group: &'static str, wanted: impl Fn(&str) -> bool) -> Vec<Step<'o>> {
    let mut steps: Vec<Step<'o>> = Vec::new();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => json::line(other).unwrap_or_default(),
    };
    let value = |keys: &Keys, key: &str| keys.get(key).map(text);
    for key in KEYS.into_iter().filter(|key| wanted(key)) {
        if let Some(text) = value(&overlay.reading, key) {
            let bring_in = move |o: &mut Overlay| lay_key(&mut o.reading, &overlay.reading, key);
            steps.push((group, format!("{key} = {text}"), Box::new(bring_in)));
        }
        for (name, keys) in &overlay.readings {
            let Some(text) = value(keys, key) else { continue };
            let bring_in =
                move |o: &mut Overlay| lay_key(o.readings.entry(name.clone()).or_default(), keys, key);
            steps.push((group, format!("{name}: {key} = {text}"), Box::new(bring_in)));
        }
    }
    steps
}

fn lay_key(into: &mut Keys, from: &Keys, key: &str) {
    into.extend(from.get(key).map(|value| (key.to_owned(), value.clone())));
}

fn lay_products(into: &mut Overlay, from: &crate::order::Map<String, Row>, prices: bool) {
    for (name, row) in from {
        let cells = row.iter().filter(|(column, _)| PRICE_COLUMNS.contains(&column.as_str()) == prices);
        let cells: Vec<(String, String)> = cells.map(|(c, v)| (c.clone(), v.clone())).collect();
        if !cells.is_empty() {
            into.products.entry(name.clone()).or_default().extend(cells);
        }
    }
}

fn word(becomes: Becomes) -> &'static str {
    super::BECOMES.iter().find(|(_, b)| *b == becomes).map_or("", |(word, _)| word)
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
