//! The scenario document as types, only to derive its published JSON Schema: who writes scenarios by
//! program or in an editor gets the keys, the words and what they mean. The parser is `overlay`; a test
//! holds the two together. Cells are wider than the tables' own forms: texts, numbers, yes and no alike.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::form;
use super::overlay::BECOMES;
use crate::price::{ChargeKind, Contestable, Granularity, PriceBasis, Scope, Support};

/// What would be otherwise. Written as TOML, or as JSON of the same structure.
#[derive(Debug, JsonSchema)]
#[schemars(title = "Subcap scenario, version 1", deny_unknown_fields)]
pub struct ScenarioDocument {
    /// Where this schema is, for editors.
    #[schemars(rename = "$schema")]
    pub schema: Option<String>,
    /// What to call it [default: its file's name].
    pub name: Option<String>,
    /// The day the position is taken, `YYYY-MM-DD`.
    #[schemars(extend("pattern" = form::DAY))]
    pub as_of: Option<String>,
    /// First deployment of an eligible product.
    #[schemars(extend("pattern" = form::DAY))]
    pub first_deployment: Option<String>,
    /// From this day on every day is evidenced. If it lies after the as-of date, the position is taken
    /// on it, and until then the estate goes on as it stands.
    #[schemars(extend("pattern" = form::DAY))]
    pub remediation: Option<String>,
    /// State of every row of `evidence.csv` with that id.
    #[schemars(default)]
    pub evidence: BTreeMap<String, Word>,
    /// State of evidence by what it is.
    #[schemars(default)]
    pub evidence_where: Vec<EvidenceWhere>,
    /// Further rows of `evidence.csv`.
    #[schemars(default)]
    pub evidence_add: Vec<EvidenceAdd>,
    /// Keys laid over every reading asked for.
    #[schemars(default)]
    pub reading: ReadingKeys,
    /// Keys laid over one reading, after `reading`.
    #[schemars(default)]
    pub readings: BTreeMap<String, ReadingKeys>,
    /// Cells laid over a product's row.
    #[schemars(default)]
    pub products: BTreeMap<String, ProductCells>,
    /// Cells laid over every row of a host.
    #[schemars(default)]
    pub hosts: BTreeMap<String, HostCells>,
    /// Cells laid over every row of a vm.
    #[schemars(default)]
    pub vms: BTreeMap<String, VmCells>,
    /// All rows of `entitlements.csv` of the products named are taken out, and these put in.
    #[schemars(default)]
    pub entitlements: Vec<Entitled>,
    /// Taken off every list and contract price, in basis points.
    #[schemars(range(max = 10_000))]
    pub discount_bp: Option<u32>,
    /// Rows of `installs.csv` that do not count.
    #[schemars(default)]
    pub leave_out: Vec<LeftOut>,
}

/// What an item of evidence becomes; `removed`: it is not on the list at all.
#[derive(Debug)]
pub struct Word;

impl JsonSchema for Word {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Becomes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "What an item of evidence becomes; `removed`: it is not on the list at all.",
            "enum": BECOMES.map(|(word, _)| word),
        })
    }
}

/// A cell of a table: a text as it would stand there, a number, or true and false for yes and no. Empty
/// text empties the cell.
#[derive(Debug)]
pub struct Cell;

impl JsonSchema for Cell {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "A cell of a table: a text as it would stand there, a number, or true and false for yes and no. Empty text empties the cell.",
            "type": ["string", "number", "boolean"],
        })
    }
}

/// Rows of `evidence.csv` by what they are; every key given must fit. With a period only the part of a
/// row within it changes.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 2))]
pub struct EvidenceWhere {
    /// Of this kind.
    #[schemars(extend("enum" = ["measured", "report", "rebuilt", null]))]
    pub kind: Option<String>,
    /// Of exactly this scope.
    pub scope: Option<String>,
    /// In this state.
    #[schemars(extend("enum" = ["held", "contestable", "lost", null]))]
    pub state: Option<String>,
    /// Within this quarter; stands for `from` and `to`.
    #[schemars(extend("pattern" = form::QUARTER))]
    pub quarter: Option<String>,
    /// From this day on.
    #[schemars(extend("pattern" = form::DAY))]
    pub from: Option<String>,
    /// Until this day, inclusive.
    #[schemars(extend("pattern" = form::DAY))]
    pub to: Option<String>,
    /// What they become.
    pub becomes: Word,
    /// There may be none such; otherwise a row that means nothing is an error.
    pub if_any: Option<bool>,
}

/// A row of `evidence.csv`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EvidenceAdd {
    /// Its id.
    pub id: String,
    /// What it is.
    #[schemars(extend("enum" = ["measured", "report", "rebuilt"]))]
    pub kind: String,
    /// `*`, or `host:`, `cluster:`, `region:` or `product:` and a name.
    pub scope: String,
    /// For this quarter; stands for `from` and `to`.
    #[schemars(extend("pattern" = form::QUARTER))]
    pub quarter: Option<String>,
    /// First day.
    pub from: Option<Cell>,
    /// Last day.
    pub to: Option<Cell>,
    /// When a report was made.
    pub made: Option<Cell>,
    /// `held` (if empty), `contestable` or `lost`.
    pub state: Option<Cell>,
    /// The chance that a contestable item stands, as a decimal.
    pub weight: Option<Cell>,
    /// A note.
    pub note: Option<Cell>,
}

/// Keys of a reading.
#[derive(Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields, transform = given)]
pub struct ReadingKeys {
    /// How far a lost day reaches.
    pub scope: Option<Scope>,
    /// For how long a lost day loses.
    pub granularity: Option<Granularity>,
    /// Calendar quarters of the window.
    #[schemars(range(min = 1, max = 400))]
    pub lookback_quarters: Option<u32>,
    /// Days after the first deployment that need no evidence.
    #[schemars(range(max = 36_525))]
    pub grace_days: Option<u32>,
    /// For how many quarters a report is owed; `all` for all.
    #[schemars(with = "Value", extend("anyOf" = [{"type": "integer", "minimum": 0, "maximum": 400}, {"enum": ["all", null]}]))]
    pub report_owed_quarters: Option<u32>,
    /// Days after its period until which a report is in time; `any` for any time.
    #[schemars(with = "Value", extend("anyOf" = [{"type": "integer", "minimum": 0, "maximum": 36_525}, {"enum": ["any", null]}]))]
    pub late_report_days: Option<u32>,
    /// Whether contestable evidence is accepted.
    pub contestable: Option<Contestable>,
    /// How a shortfall is charged.
    pub charge: Option<ChargeKind>,
    /// Price of a year of use, in basis points of the licence price.
    #[schemars(range(max = 1_000_000))]
    pub use_rate_bp: Option<u32>,
    /// Which price counts if there are two.
    pub price: Option<PriceBasis>,
    /// Whether licences bought since are credited against the licence quantity.
    pub credit_later_purchases: Option<bool>,
    /// How back support is charged on bought licences.
    pub support: Option<Support>,
    /// Years that cap it.
    #[schemars(range(max = 100))]
    pub support_cap_years: Option<u32>,
}

/// A key of a reading is there or not: only the two that may be absent can be set to nothing.
fn given(schema: &mut Schema) {
    let may_be_absent = ["report_owed_quarters", "late_report_days"];
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.clear();
    }
    schema.remove("required");
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for (_, key) in properties.iter_mut().filter(|(name, _)| !may_be_absent.contains(&name.as_str())) {
        let Some(key) = key.as_object_mut() else { continue };
        if let Some(Value::Array(types)) = key.get("type") {
            let one = types.iter().find(|t| t.as_str() != Some("null")).cloned();
            key.extend(one.map(|one| ("type".to_owned(), one)));
        }
        if let Some(Value::Array(choices)) = key.remove("anyOf")
            && let Some(Value::Object(one)) = choices.into_iter().next()
        {
            key.extend(one);
        }
    }
}

/// Columns of `products.csv`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct ProductCells {
    /// `PVU`, `VPC` or `RVU_MAPC`.
    pub metric: Option<Cell>,
    /// Whether it has sub-capacity terms.
    pub subcapacity: Option<Cell>,
    /// List price of a unit.
    pub list_price: Option<Cell>,
    /// Contract price of a unit.
    pub contract_price: Option<Cell>,
    /// Support for a year, in basis points of the licence price.
    pub support_bp: Option<Cell>,
    /// Bundle it is in.
    pub bundle: Option<Cell>,
    /// Its units : the bundle's units, such as `3:1`.
    pub ratio: Option<Cell>,
}

/// Columns of `hosts.csv`; `from` and `to` only where there is one row.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct HostCells {
    /// Physical cores.
    pub cores: Option<Cell>,
    /// Cluster.
    pub cluster: Option<Cell>,
    /// Region.
    pub region: Option<Cell>,
    /// Processor, as the tool or the shop names it.
    pub processor: Option<Cell>,
    /// Sockets the model can have.
    pub max_sockets: Option<Cell>,
    /// Rate, whatever the processor.
    pub pvu_per_core: Option<Cell>,
    /// Whether its virtualisation is eligible.
    pub eligible: Option<Cell>,
    /// First day.
    pub from: Option<Cell>,
    /// Last day.
    pub to: Option<Cell>,
}

/// Columns of `vms.csv`; `from` and `to` only where there is one row.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct VmCells {
    /// Host it runs on.
    pub host: Option<Cell>,
    /// Virtual cores.
    pub cores: Option<Cell>,
    /// `vm`, `dedicated`, `capped` or `uncapped`.
    pub mode: Option<Cell>,
    /// Shared pool.
    pub pool: Option<Cell>,
    /// First day.
    pub from: Option<Cell>,
    /// Last day.
    pub to: Option<Cell>,
}

/// A row of `entitlements.csv`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Entitled {
    /// Product or bundle.
    pub product: String,
    /// Units held; 0 for none.
    pub quantity: Cell,
    /// First day.
    pub from: Option<Cell>,
    /// Last day.
    pub to: Option<Cell>,
}

/// Every install whose columns equal all those given.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 2))]
pub struct LeftOut {
    /// Of this product.
    pub product: Option<String>,
    /// On this vm.
    pub vm: Option<String>,
    /// On this host itself.
    pub host: Option<String>,
    /// Why it does not count.
    pub reason: String,
}
