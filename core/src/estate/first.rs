//! The first deployment: where the window may begin and the days of grace are counted from.

use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::read::EstateFile;

use super::{Install, InstalledOn, Product};

/// As stated; else the earliest dated install on a vm of a product under sub-capacity terms; else
/// the earliest dated install; else unknown.
pub fn deployment(
    file: &EstateFile,
    products: &[Product],
    as_of: Day,
    findings: &mut Findings,
) -> Result<Option<Day>, Error> {
    let dated = |i: &&Install| i.span.from > Day::ALWAYS;
    let virtualised = products.iter().filter(|p| p.subcapacity).flat_map(|p| &p.installs);
    let first = file
        .first_deployment
        .or_else(|| virtualised.filter(|i| matches!(i.on, InstalledOn::Vm(_))).filter(dated).map(|i| i.span.from).min())
        .or_else(|| products.iter().flat_map(|p| &p.installs).filter(dated).map(|i| i.span.from).min());
    match first {
        Some(day) if day > as_of => Err(Error::new(
            ErrorCode::FirstDeploymentAfterAsOf,
            format!("the first deployment ({day}) lies after the as-of date ({as_of})"),
            "Check as_of, first_deployment and the install dates.",
        )
        .in_file(&file.path)),
        Some(day) => Ok(Some(day)),
        None => {
            let message = "the first deployment is unknown: no install is dated; nothing is clipped and there is no grace";
            let advice = "State first_deployment in estate.toml, or date the installs.";
            findings.push(Finding::new(Code::NoFirstDeployment, Severity::Warning, &file.path, message, advice));
            Ok(None)
        }
    }
}
