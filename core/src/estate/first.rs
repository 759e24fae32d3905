//! The first deployment: where the window may begin and the days of grace are counted from.

use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::read::rows::Place;
use crate::read::{EstateFile, Tables};

/// As stated; else the earliest dated install on a vm of a product under sub-capacity terms; else
/// the earliest dated install; else unknown.
pub fn deployment(
    tables: &Tables,
    file: &EstateFile,
    derived: Option<(Day, Place)>,
    as_of: Day,
    findings: &mut Findings,
) -> Result<Option<Day>, Error> {
    let first = file.first_deployment.or(derived.map(|(day, _)| day));
    match first {
        Some(day) if day > as_of => {
            let error = Error::new(
                ErrorCode::FirstDeploymentAfterAsOf,
                format!("the first deployment ({day}) lies after the as-of date ({as_of})"),
                "Check as_of, first_deployment and the install dates.",
            );
            Err(match derived.filter(|_| file.first_deployment.is_none()) {
                Some((_, place)) => {
                    error.in_file(tables.file_name(place.file)).at_row(place.row).in_column("from")
                }
                None => error.in_file(&file.path).in_column("first_deployment"),
            })
        }
        Some(day) => Ok(Some(day)),
        None => {
            let message = "the first deployment is unknown: no install is dated; nothing is clipped and there is no grace";
            let advice = "State first_deployment in estate.toml, or date the installs.";
            findings.push(Finding::new(
                Code::NoFirstDeployment,
                Severity::Warning,
                &file.path,
                message,
                advice,
            ));
            Ok(None)
        }
    }
}
