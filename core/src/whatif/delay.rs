//! The delay curve: what it costs to leave the gap open for another quarter, and another.

use serde::Serialize;

use crate::calendar::{Day, Quarter};
use crate::error::{Error, ErrorCode};
use crate::units::Money;

use super::overlay::Overlay;
use super::position::Position;

/// Ten years: far beyond any dispute.
const LONGEST: u32 = 40;

/// A reading's delay curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingDelay {
    /// The reading.
    pub reading: String,
    /// From now on, quarter by quarter.
    pub points: Vec<DelayPoint>,
}

/// The position so many quarters later, with the estate going on as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DelayPoint {
    /// How many quarters later; 0 is the position as it is.
    pub quarters: u32,
    /// The day on which the position is taken.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub as_of: String,
    /// The total on that day if the gap was open until then: what a scenario with `remediation` on that day
    /// comes to.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub open: String,
    /// The total on that day if remediation came the day after today's as-of date. It falls when the
    /// last bad quarters leave the look-back.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub closed_now: String,
    /// `open` − `closed_now`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub cost_of_delay: String,
    /// `open` less that of the point before: what this one more quarter costs.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub one_more_quarter: String,
    /// False: a total of the two is "at least", and `cost_of_delay` holds for what is known only.
    pub complete: bool,
    /// False: `open` is "at least".
    pub open_complete: bool,
    /// False: `closed_now` is "at least".
    pub closed_now_complete: bool,
    /// False: `one_more_quarter` holds for what is known only.
    pub one_more_quarter_complete: bool,
}

impl Position {
    /// The position now, in one quarter, in two … if remediation comes only then, and if it comes
    /// now. Until then the estate goes on as it stands on the as-of date (see the overlay's
    /// `remediation`).
    ///
    /// # Errors
    /// If that many quarters are out of range, or the estate cannot go on: a row that ends on the
    /// as-of date goes on and meets a later one, for instance.
    pub fn delay(&self, quarters: u32) -> Result<Vec<ReadingDelay>, Error> {
        let currency = self.estate().currency;
        let mut curves: Vec<ReadingDelay> = Vec::new();
        let mut before: Vec<(Money, bool)> = Vec::new();
        for number in 0..=quarters {
            let later = i32::try_from(number).ok().filter(|_| quarters <= LONGEST);
            let as_of = later.and_then(|later| quarters_later(self.estate().as_of, later));
            let as_of = as_of.ok_or_else(|| {
                let message = format!("{quarters} quarters of delay are out of range");
                Error::new(ErrorCode::BadOption, message, format!("A number from 0 to {LONGEST} is due."))
            })?;
            let with = |remediation: Day| {
                let file = format!("delay of {number} quarters");
                let dates = (Some(as_of), Some(remediation));
                self.scenario(&Overlay { file, as_of: dates.0, remediation: dates.1, ..Overlay::default() })
            };
            // The first point is the position as it is.
            let open = if number == 0 { self.base().clone() } else { with(as_of)? };
            let closed = with(self.estate().as_of.next())?;
            for (index, (open, closed)) in open.readings.iter().zip(&closed.readings).enumerate() {
                let (before, known) = before.get(index).copied().unwrap_or((open.total, open.complete));
                let point = DelayPoint {
                    quarters: number,
                    as_of: as_of.to_string(),
                    open: open.total.decimal(currency),
                    closed_now: closed.total.decimal(currency),
                    cost_of_delay: open.total.minus(closed.total)?.decimal(currency),
                    one_more_quarter: open.total.minus(before)?.decimal(currency),
                    complete: open.complete && closed.complete,
                    open_complete: open.complete,
                    closed_now_complete: closed.complete,
                    one_more_quarter_complete: open.complete && known,
                };
                match curves.get_mut(index) {
                    Some(curve) => curve.points.push(point),
                    None => {
                        let reading = open.reading.clone();
                        curves.push(ReadingDelay { reading, points: vec![point] });
                    }
                }
            }
            before = open.readings.iter().map(|reading| (reading.total, reading.complete)).collect();
        }
        Ok(curves)
    }
}

/// That many quarters later (earlier if negative): from the last day of a quarter to the last day of
/// a quarter, else by months; the last day of a month that has no such day.
pub fn quarters_later(day: Day, quarters: i32) -> Option<Day> {
    let quarter = Quarter::of(day);
    let later = quarter.plus(quarters);
    if day == quarter.span().to {
        return Some(later.span().to).filter(|day| day.ymd().is_some());
    }
    let (_, month, number) = day.ymd()?;
    let (year, first_month, _) = later.span().from.ymd()?;
    let month = first_month.saturating_add((month - 1) % 3);
    (28..=number.max(28)).rev().find_map(|n| Day::from_ymd(year, month, n.min(number)))
}
