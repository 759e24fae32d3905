//! Tables to estate, one kind of thing after the other; each step uses only those before it.

use std::sync::Arc;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::finding::Findings;
use crate::pvu::PvuTable;
use crate::read::{Tables, plausible};
use crate::units::Currency;

use super::{Estate, clusters, evidence, first, hosts, installs, needed, placements, products};

/// What the caller may set over the tables.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// As-of date, over the one in `estate.toml`.
    pub as_of: Option<Day>,
    /// PVU table for hosts without a given rate.
    pub pvu_table: &'a PvuTable,
}

/// Resolves the tables. Rows that refer to nothing known become findings; what is ambiguous is an
/// error, never a guess.
pub fn resolve(
    tables: &Tables,
    mut findings: Findings,
    options: Options<'_>,
) -> Result<Estate, (Error, Findings)> {
    match build(tables, &mut findings, options) {
        Ok(mut estate) => {
            estate.row_left_out = findings.incomplete();
            estate.findings = Arc::new(findings.sorted());
            Ok(estate)
        }
        Err(error) => Err((error, findings)),
    }
}

fn build(tables: &Tables, findings: &mut Findings, options: Options<'_>) -> Result<Estate, Error> {
    let (file, as_of) = estate_file(tables, options)?;
    needed::usable(tables)?;

    let mut products = products::resolve(tables, findings)?;
    let mut hosts = hosts::resolve(tables, findings, options.pvu_table)?;
    let placed = placements::resolve(tables, findings, &mut hosts)?;
    let clusters = clusters::timelines(tables, &hosts)?;
    let seen = installs::resolve(tables, findings, &mut products, &hosts, &placed)?;
    let known = evidence::Known::of(&products, &hosts);
    let rows: Vec<_> = tables.evidence.iter().collect();
    let evidence = evidence::resolve(tables, findings, &rows, &known)?;
    let first_deployment = first::deployment(tables, file, seen.derived(), as_of, findings)?;

    Ok(Estate {
        name: file.name.clone(),
        currency: file.currency.unwrap_or(Currency::usd()),
        as_of,
        first_deployment,
        files: Arc::new(tables.files.clone()),
        regions: hosts.regions,
        clusters: Arc::new(clusters),
        has_artificial_hosts: hosts.list.iter().any(|host| host.artificial),
        hosts: Arc::new(hosts.list),
        pools: placed.pools,
        vms: placed.vms.into(),
        placements: Arc::new(placed.list),
        lines: products.lines,
        products: products.list.into_iter().map(Arc::new).collect(),
        evidence: Arc::new(evidence),
        derived_first: seen.derived(),
        host_not_there: seen.host_not_there,
        row_left_out: false,
        findings: Arc::default(),
    })
}

fn estate_file<'t>(
    tables: &'t Tables,
    options: Options<'_>,
) -> Result<(&'t crate::read::EstateFile, Day), Error> {
    if tables.estate.is_none() && tables.files.is_empty() {
        return Err(Error::new(
            ErrorCode::NotAnEstate,
            "nothing here is a table of an estate",
            needed::ESTATE,
        ));
    }
    let Some(file) = &tables.estate else { return Err(needed::missing(tables)) };
    if let Some(day) = options.as_of.filter(|day| plausible(*day).is_none()) {
        let message = format!("the as-of date {day} is absurd");
        return Err(Error::new(ErrorCode::BadOption, message, "Give the day the position is taken."));
    }
    let as_of = options.as_of.or(file.as_of).ok_or_else(|| {
        Error::new(ErrorCode::MissingAsOf, "estate.toml does not say as_of", needed::WRITE)
            .in_file(&file.path)
            .in_column("as_of")
    })?;
    Ok((file, as_of))
}
