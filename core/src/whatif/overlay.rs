//! A scenario: a small overlay on an estate and its readings. It says what would be written otherwise
//! in the tables; nothing else.

use serde_json::Value;

use crate::calendar::{Day, Span};
use crate::error::Error;
use crate::order::Map;
use crate::read::Table;
use crate::read::rows::{Kind, State};

use super::document::{self, Object};
use super::several;

/// A scenario, as its document says it.
///
/// ```
/// use subcap_core::whatif::Overlay;
/// let overlay = Overlay::parse("q3.toml", br#"
///     name = "The Q3 report turns up"
///     [evidence]
///     R-2025-Q3 = "held"
///     [reading]
///     scope = "host"
/// "#)?;
/// assert_eq!(overlay.name, "The Q3 report turns up");
/// let slip = Overlay::parse("q3.toml", b"evidense = 1").unwrap_err();
/// assert_eq!(slip.advice(), "Did you mean evidence?");
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// File it was read from, for errors.
    pub file: String,
    /// What to call it.
    pub name: String,
    /// The day the position is taken.
    pub as_of: Option<Day>,
    /// First deployment.
    pub first_deployment: Option<Day>,
    /// From this day on everything is evidenced.
    pub remediation: Option<Day>,
    /// State of evidence by id.
    pub evidence: Map<String, Becomes>,
    /// State of evidence by what it is.
    pub evidence_where: Vec<Where>,
    /// Further items, as rows of `evidence.csv`.
    pub evidence_add: Vec<Row>,
    /// Keys laid over every reading asked for.
    pub reading: Keys,
    /// Keys laid over one reading.
    pub readings: Map<String, Keys>,
    /// Cells laid over a product's row.
    pub products: Map<String, Row>,
    /// Cells laid over a host's rows.
    pub hosts: Map<String, Row>,
    /// Cells laid over a vm's rows.
    pub vms: Map<String, Row>,
    /// Rows of `entitlements.csv` in place of those of the products they name.
    pub entitlements: Vec<Row>,
    /// Taken off every price, in basis points.
    pub discount_bp: Option<u32>,
    /// Installs that do not count.
    pub leave_out: Vec<LeaveOut>,
}

/// Cells by column, as text.
pub type Row = Map<String, String>;
/// Reading keys and their values.
pub type Keys = Map<String, Value>;

/// What an item of evidence becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It has this state.
    State(State),
    /// It is not on the list at all.
    Removed,
}

/// Words of [`Becomes`].
pub const BECOMES: [(&str, Becomes); 4] = [
    ("held", Becomes::State(State::Held)),
    ("contestable", Becomes::State(State::Contestable)),
    ("lost", Becomes::State(State::Lost)),
    ("removed", Becomes::Removed),
];

/// Evidence picked by what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Of exactly this scope.
    pub scope: Option<String>,
    /// In this state.
    pub state: Option<State>,
    /// Only the part within these days; a longer item is split.
    pub period: Option<Span>,
    /// What it becomes.
    pub becomes: Becomes,
    /// It may be that there is none: what is said of every quarter need not fit each. Else it is a slip.
    pub if_any: bool,
}

/// Installs that do not count, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveOut {
    /// Of this product.
    pub product: Option<String>,
    /// On this vm.
    pub vm: Option<String>,
    /// On this host itself.
    pub host: Option<String>,
    /// Why.
    pub reason: String,
}

/// The published JSON Schema of the document.
pub const SCENARIO_JSON_SCHEMA: &str = include_str!("../../schema/subcap.scenario-1.schema.json");

/// The keys of the document.
pub const KEYS: [&str; 16] = [
    "name",
    "as_of",
    "first_deployment",
    "remediation",
    "evidence",
    "evidence_where",
    "evidence_add",
    "reading",
    "readings",
    "products",
    "hosts",
    "vms",
    "entitlements",
    "discount_bp",
    "leave_out",
    "$schema",
];

impl Overlay {
    /// Reads a document, TOML or JSON; of one that holds several it must be the only one.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        several::one(&document::parse(file, bytes)?)
    }

    /// The same, where several may come in one file: `{"scenarios": […], "levers": {…}}`, as the page saves them.
    pub fn parse_all(file: &str, bytes: &[u8]) -> Result<Vec<Self>, Error> {
        several::all(&document::parse(file, bytes)?)
    }

    /// The document itself as JSON in one line, once it has been read as [`Overlay::parse_all`] reads it.
    pub fn document(file: &str, bytes: &[u8]) -> Result<String, Error> {
        let document = document::parse(file, bytes)?;
        several::all(&document).map(|_| document.line())
    }

    /// A document that is no text yet.
    pub(crate) fn of(file: &str, document: &Value) -> Result<Self, Error> {
        Self::read(&Object::new(file, document.clone()))
    }

    pub(super) fn read(doc: &Object) -> Result<Self, Error> {
        doc.only(&KEYS)?;
        let mut evidence = Map::new();
        if let Some(states) = doc.table("evidence")? {
            let ids: Vec<&str> = states.values().map(|(id, _)| id).collect();
            for id in ids {
                let missing =
                    || states.wrong(id, "a state is due here", "Write held, contestable, lost or removed.");
                evidence.insert(id.to_owned(), states.word(id, &BECOMES)?.ok_or_else(missing)?);
            }
        }
        let keyed = |of: &Object| -> Keys { of.values().map(|(k, v)| (k.to_owned(), v.clone())).collect() };
        let patches = |key: &str, table: Table| -> Result<Map<String, Row>, Error> {
            let one = |(name, of): (String, Object)| {
                let cells = row(&of, &columns(table, 1))?;
                if cells.is_empty() {
                    return Err(of.wrong(
                        "",
                        "nothing is changed here",
                        "Name a column and its new value, or remove the table.",
                    ));
                }
                Ok((name, cells))
            };
            doc.tables(key)?.into_iter().map(one).collect()
        };
        Ok(Self {
            file: doc.file().to_owned(),
            name: doc.cell("name")?.unwrap_or_default(),
            as_of: doc.date("as_of")?,
            first_deployment: doc.date("first_deployment")?,
            remediation: doc.date("remediation")?,
            evidence,
            evidence_where: doc.each("evidence_where", Where::of)?,
            evidence_add: doc.each("evidence_add", added)?,
            reading: doc.table("reading")?.as_ref().map(keyed).unwrap_or_default(),
            readings: doc.tables("readings")?.iter().map(|(name, of)| (name.clone(), keyed(of))).collect(),
            products: patches("products", Table::Products)?,
            hosts: patches("hosts", Table::Hosts)?,
            vms: patches("vms", Table::Vms)?,
            entitlements: doc.each("entitlements", |of| {
                of.must("product")?;
                row(of, &columns(Table::Entitlements, 0))
            })?,
            discount_bp: doc.number("discount_bp", 10_000)?,
            leave_out: doc.each("leave_out", LeaveOut::of)?,
        })
    }
}

/// The columns of a table from a position on.
pub fn columns(table: Table, skip: usize) -> Vec<&'static str> {
    table.columns().iter().skip(skip).map(|c| c.name).collect()
}

fn row(of: &Object, columns: &[&str]) -> Result<Row, Error> {
    of.only(columns)?;
    let names: Vec<&str> = of.values().map(|(name, _)| name).collect();
    names.into_iter().map(|name| Ok((name.to_owned(), of.cell(name)?.unwrap_or_default()))).collect()
}

/// A row of `evidence.csv`; a quarter may stand for its dates.
fn added(of: &Object) -> Result<Row, Error> {
    let mut known = columns(Table::Evidence, 0);
    known.push("quarter");
    let mut cells = row(of, &known)?;
    for key in ["id", "kind", "scope"] {
        of.must(key)?;
    }
    let period = of.period()?;
    if let Some(days) = cells.remove("quarter").and(period) {
        cells.insert("from".to_owned(), days.from.to_string());
        cells.insert("to".to_owned(), days.to.to_string());
    }
    Ok(cells)
}

impl Where {
    fn of(of: &Object) -> Result<Self, Error> {
        const KINDS: [(&str, Kind); 3] =
            [("measured", Kind::Measured), ("report", Kind::Report), ("rebuilt", Kind::Rebuilt)];
        const STATES: [(&str, State); 3] =
            [("held", State::Held), ("contestable", State::Contestable), ("lost", State::Lost)];
        of.only(&["kind", "scope", "state", "quarter", "from", "to", "becomes", "if_any"])?;
        let missing =
            || of.wrong("becomes", "becomes is missing", "Write held, contestable, lost or removed.");
        let picked = Self {
            kind: of.word("kind", &KINDS)?,
            scope: of.cell("scope")?.map(|s| s.trim().to_owned()),
            state: of.word("state", &STATES)?,
            period: of.period()?,
            becomes: of.word("becomes", &BECOMES)?.ok_or_else(missing)?,
            if_any: of.word("if_any", &[("yes", true), ("no", false)])?.unwrap_or_default(),
        };
        if (picked.kind, picked.scope.as_ref(), picked.state, picked.period) == (None, None, None, None) {
            return Err(of.wrong(
                "",
                "nothing says which items are meant",
                "Give kind, scope, state, quarter, or from and to.",
            ));
        }
        Ok(picked)
    }
}

impl LeaveOut {
    fn of(of: &Object) -> Result<Self, Error> {
        of.only(&["product", "vm", "host", "reason"])?;
        let (product, vm, host) = (of.cell("product")?, of.cell("vm")?, of.cell("host")?);
        if product.as_ref().or(vm.as_ref()).or(host.as_ref()).is_none() {
            return Err(of.wrong("", "nothing says which install is meant", "Give product, vm or host."));
        }
        Ok(Self { product, vm, host, reason: of.must("reason")? })
    }
}
