//! A quarter of a product: what was counted, how it stands under each reading, and what it costs.

use crate::Estimator;
use crate::calendar::Quarter;
use crate::error::{Error, ErrorCode};
use crate::estimate::Rules;
use crate::rules::RuleId;

use super::priced::Detail;
use super::{Asked, Step, counted, judged, priced, standing, whole};

/// Hosts shown one by one; the rest are counted.
const SHOWN: usize = 200;

pub fn steps(estimator: &Estimator<'_>, asked: &Asked<'_>, quarter: Quarter) -> Result<Vec<Step>, Error> {
    let longest = estimator.longest();
    let Some(days) = longest.days_of(quarter) else {
        return Err(Error::new(
            ErrorCode::UnknownName,
            format!("{quarter} lies outside the window {} to {}", longest.first, longest.last),
            "Ask for a quarter of the window, or a reading that looks back further.",
        ));
    };
    let counted = estimator.count(asked.line)?;
    let mut steps = vec![whole::first_deployment(asked.estate)];
    steps.extend(counted::steps(asked, &counted, quarter, days)?);
    for rules in estimator.rules() {
        let Rules { reading: of, window, .. } = rules;
        let mut reading = whole::reading(of).step(whole::window(asked.estate, of, *window));
        let Some(days) = window.days_of(quarter) else {
            let before = Step::new("the quarter lies before the window").rule(RuleId::LookBack);
            steps.push(reading.step(before));
            continue;
        };
        let judged = estimator.judge(rules, &counted)?;
        let unknown = whole::lost_on_unknown_hosts(asked.estate, &counted, &judged);
        reading.steps.extend(whole::at_least(asked.estate, *window, false, &unknown));
        reading.steps.extend(standing::steps(asked, rules, &counted, &judged, days, SHOWN));
        match asked.host {
            Some(host) => reading.steps.extend(judged::host(of, &counted, &judged, host, days)),
            None => {
                reading.steps.push(judged::required(asked, of, &counted, &judged, days, SHOWN, true)?);
                reading.steps.extend(priced::quarter(asked, rules, &counted, &judged, quarter)?);
                reading.steps.push(priced::product(asked, rules, &counted, &judged, Detail::Brief)?);
                reading.steps.push(priced::without_gaps(asked, rules, &counted)?);
            }
        }
        steps.push(reading);
    }
    Ok(steps)
}
