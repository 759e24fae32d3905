//! The look-back window and the reports that were owed.

use crate::calendar::{Day, DaySet, Quarter, Span};

/// The quarters a reading looks at and the days of them that exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First quarter.
    pub first: Quarter,
    /// The quarter that holds the as-of date.
    pub last: Quarter,
    /// Its days: not before the first deployment, not after the as-of date.
    pub days: Span,
}

impl Window {
    /// The last `lookback` calendar quarters ending with the one that holds `as_of`, but none before
    /// the quarter of the first deployment.
    pub fn new(as_of: Day, first_deployment: Option<Day>, lookback: u32) -> Self {
        let last = Quarter::of(as_of);
        let back = i32::try_from(lookback.max(1)).unwrap_or(i32::MAX);
        let by_lookback = last.plus(1_i32.saturating_sub(back));
        let first = first_deployment.map_or(by_lookback, |day| by_lookback.max(Quarter::of(day)));
        let from = first_deployment.map_or(first.span().from, |day| day.max(first.span().from));
        Self { first, last, days: Span::new(from, as_of) }
    }

    /// Its quarters, in order of time.
    pub fn quarters(self) -> impl DoubleEndedIterator<Item = Quarter> + ExactSizeIterator + Clone {
        self.first.through(self.last)
    }

    /// Its quarters from their first day to their last.
    pub fn whole_quarters(self) -> Span {
        Span::new(self.first.span().from, self.last.span().to)
    }

    /// The days of a quarter that lie in the window.
    pub fn days_of(self, quarter: Quarter) -> Option<Span> {
        quarter.span().overlap(self.days)
    }

    /// The days for which no report is due: the quarter that is not over on `as_of`, and quarters
    /// before the last `owed` (`None`: all are owed).
    ///
    /// Source: IBM, sub-capacity terms: one report a quarter, kept two years (eight reports).
    pub fn no_report_due(as_of: Day, owed: Option<u32>) -> DaySet {
        let last = Quarter::of(as_of);
        let unfinished = (last.span().to > as_of).then(|| Span::new(last.span().from, Day::STILL));
        let not_kept = owed.map(|owed| {
            let back = i32::try_from(owed).unwrap_or(i32::MAX);
            let oldest = last.plus(1_i32.saturating_sub(back));
            Span::new(Day::ALWAYS, oldest.span().from.previous())
        });
        DaySet::union_of(unfinished.into_iter().chain(not_kept))
    }
}
