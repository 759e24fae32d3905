//! Every figure unfolds: step, rule, sources, the deciding inputs with file and row, and what would
//! change it.
//!
//! [`explain`] counts, judges and prices again with the estimator's own functions and keeps what
//! decided: the totals of the readings, one product over the whole window, or a quarter of it day by
//! day and host by host. Every [`Step`] whose figure is made of others says [`How`], and a test adds
//! all of them up.

mod change;
mod counted;
mod judged;
mod priced;
mod quarter;
mod standing;
mod step;
mod whole;
mod years;

use crate::Estimator;
use crate::calendar::{Day, Quarter, Span};
use crate::error::{Error, ErrorCode, nearest};
use crate::estate::{Estate, HostId, InstalledOn, Line, ProductId};
use crate::order::Map;
use crate::price::Reading;
use crate::units::{Fraction, Overflow};

pub use change::Needed;
pub use step::{Cited, Explanation, How, JSON_SCHEMA, LostDays, SCHEMA, Step};

/// What to explain. Nothing given: the total of each reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Product or bundle (or a bundle's member, which leads to its bundle); else the readings' totals.
    pub product: Option<String>,
    /// Which quarter of the product; else the whole window.
    pub quarter: Option<Quarter>,
    /// Only what this host adds in the quarter, and its standing.
    pub host: Option<String>,
}

/// Unfolds a figure.
///
/// ```
/// use subcap_core::explain::{Question, explain};
/// # use subcap_core::{estate, price::Readings, pvu::PvuTable, read::Reader};
/// # let mut reader = Reader::default();
/// # for (name, text) in [("estate.toml", "as_of = 2025-12-31"), ("hosts.csv", "host,cores\nesx1,16\n"),
/// #     ("vms.csv", "vm,host,cores\nvm1,esx1,4\n"), ("installs.csv", "product,vm,from\nMQ,vm1,2025-01-01\n"),
/// #     ("products.csv", "product,metric,list_price\nMQ,PVU,10\n")] {
/// #     reader.file(name, text.as_bytes())?;
/// # }
/// # let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
/// # let pvu_table = PvuTable::embedded()?;
/// # let options = estate::Options { as_of: None, pvu_table: &pvu_table };
/// # let estate = estate::resolve(&tables, findings, options).map_err(|(error, _)| error)?;
/// let readings = Readings::built_in()?;
/// let totals = explain(&estate, readings.all(), &Question::default())?;
/// assert!(totals.steps.iter().any(|step| step.text.starts_with("Reading agreement")));
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
pub fn explain(estate: &Estate, readings: &[Reading], question: &Question) -> Result<Explanation, Error> {
    let estimator = Estimator::new(estate, readings);
    let missing = |what: &str, advice: &str| Err(Error::new(ErrorCode::BadOption, what, advice));
    let carried = Carried::new(estate);
    let of = |name: &str, host| {
        estate.line_named(name).map(|line| Asked { estate, line, host, carried: &carried })
    };
    let steps = match (&question.product, question.quarter, &question.host) {
        (None, Some(_), _) => {
            return missing(
                "a quarter is asked for without a product",
                "Name the product the quarter is of.",
            );
        }
        (_, None, Some(_)) => {
            return missing(
                "a host is asked for without a product and quarter",
                "Name the product and a quarter, such as 2025-Q3, before the host.",
            );
        }
        (None, None, None) => whole::totals(&estimator, estate, &carried)?,
        (Some(product), None, None) => whole::product(&estimator, &of(product, None)?)?,
        (Some(product), Some(quarter), host) => {
            let host = host.as_deref().map(|name| find_host(estate, name)).transpose()?;
            quarter::steps(&estimator, &of(product, host)?, quarter)?
        }
    };
    let line = question.product.as_deref().map(|name| estate.line_named(name)).transpose()?;
    let named = line.and_then(|line| estate.product(line.product)).map(|p| p.name.clone());
    Ok(Explanation {
        schema: SCHEMA,
        currency: estate.currency.code(),
        product: named,
        quarter: question.quarter.map(|q| q.to_string()),
        host: question.host.clone(),
        sources: step::cited(&steps),
        notice: crate::report::NOTICE,
        steps,
    })
}

/// What the parts of an explanation share: the line that is asked for.
pub(crate) struct Asked<'a> {
    pub estate: &'a Estate,
    pub line: &'a Line,
    pub host: Option<HostId>,
    pub carried: &'a Carried,
}

/// The products on each vm, with their days.
pub(crate) struct Carried(Map<u32, Vec<(ProductId, Span)>>);

impl Carried {
    fn new(estate: &Estate) -> Self {
        let mut vms: Map<u32, Vec<(ProductId, Span)>> = Map::new();
        for (id, product) in (0..).zip(&estate.products) {
            for install in &product.installs {
                if let InstalledOn::Vm(vm) = install.on {
                    vms.entry(vm).or_default().push((id, install.span));
                }
            }
        }
        Self(vms)
    }

    /// How many products a vm carries on a day.
    pub(crate) fn products_on(&self, vm: u32, day: Day) -> usize {
        let on = self.0.get(&vm).map_or(&[][..], Vec::as_slice);
        let mut there: Vec<ProductId> =
            on.iter().filter(|(_, s)| s.contains(day)).map(|(id, _)| *id).collect();
        there.dedup();
        there.len()
    }
}

impl Asked<'_> {
    pub(crate) fn name(&self) -> &str {
        self.estate.product(self.line.product).map_or("", |p| &p.name)
    }

    pub(crate) fn bundled(&self) -> bool {
        self.line.members.len() > 1
    }

    pub(crate) fn host_name(&self, host: HostId) -> &str {
        self.estate.host(host).map_or("", |h| &h.name)
    }

    /// Whether a host is asked for.
    pub(crate) fn wants(&self, host: HostId) -> bool {
        self.host.is_none_or(|wanted| wanted == host)
    }

    /// ` in EMEA`, or nothing for the one region.
    pub(crate) fn in_region(&self, region: usize) -> String {
        let name = self.estate.regions.get(region).map_or("", |r| r);
        if name.is_empty() { String::new() } else { format!(" in {name}") }
    }

    /// Units of the line from parts of its scale, exact.
    pub(crate) fn parts(&self, parts: i64) -> Result<Fraction, Overflow> {
        Fraction::new(i128::from(parts), i128::from(self.line.scale))
    }

    /// Units of the line from units of a member.
    pub(crate) fn weighted(&self, units: i64, weight: i64) -> Result<Fraction, Overflow> {
        Fraction::from(units).times(self.parts(weight)?)
    }
}

impl Estate {
    /// The line of a product, a bundle, or a bundle's member.
    pub(crate) fn line_named(&self, name: &str) -> Result<&Line, Error> {
        let found = self.line_of(name).and_then(|i| self.lines.get(i));
        found.ok_or_else(|| unknown("product", name, self.products.iter().map(|p| p.name.as_str())))
    }
}

fn find_host(estate: &Estate, name: &str) -> Result<HostId, Error> {
    let found = estate.hosts.binary_search_by(|h| h.name.as_str().cmp(name)).ok();
    let id = found.and_then(|i| HostId::try_from(i).ok());
    id.ok_or_else(|| unknown("host", name, estate.hosts.iter().map(|h| h.name.as_str())))
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Error {
    let advice = nearest(name, known.clone()).map_or_else(
        || {
            let mut some: Vec<&str> = known.take(11).collect();
            if some.len() > 10 {
                some.pop();
                some.push("…");
            }
            format!("Known are: {}.", some.join(", "))
        },
        |near| format!("Did you mean {near}?"),
    );
    Error::new(ErrorCode::UnknownName, format!("there is no {what} named {name}"), advice)
}
