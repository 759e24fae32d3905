//! From when to when a purchase grants something.

use subcap_core::calendar::Day;
use subcap_core::finding::Code;

use super::columns::Columns;
use crate::batch::Batch;
use crate::cells::Row;
use crate::dates::dates_in;
use crate::facts::EntitlementKind;
use crate::text::plain;

/// From when and, of a term, until when, and whether that is called coverage. The order's date stands in for a start
/// that is not stated.
pub(super) fn dates(
    row: Row<'_>,
    columns: &Columns,
    kind: EntitlementKind,
    batch: &mut Batch,
) -> (Option<Day>, Option<Day>, bool) {
    let covered = dates_in(row.text(columns.coverage));
    // Of two days a date may mean, the one that grants less.
    let covered = |at: usize, later: bool, batch: &mut Batch| {
        let read = covered.get(at).copied();
        read.and_then(|_| row.day_of(columns.coverage, read, later, batch))
    };
    let mut from = row.day(columns.start, true, batch).or_else(|| covered(0, true, batch));
    if from.is_none() {
        from = row.day(columns.ordered, true, batch);
    }
    if !matches!(kind, EntitlementKind::Subscription | EntitlementKind::Unknown) {
        return (from, None, false);
    }
    let mut to = row.day(columns.end, false, batch);
    let coverage = to.is_none() || columns.end_is_coverage;
    to = to.or_else(|| covered(1, false, batch));
    if let (Some(first), Some(last)) = (from, to)
        && last < first
    {
        let advice = "Mend the dates.";
        row.odd(
            Code::ToBeforeFrom,
            columns.end.or(columns.coverage),
            "it ends before it starts",
            advice,
            batch,
        );
    }
    (from, to, coverage)
}

/// The last day of a term whose description states its months.
pub(super) fn ends(kind: EntitlementKind, from: Option<Day>, description: &str) -> Option<Day> {
    if kind != EntitlementKind::Subscription {
        return None;
    }
    let text = plain(description);
    let words: Vec<&str> = text.split(' ').collect();
    let months = words.windows(2).rev().find_map(|pair| {
        let is_months = matches!(pair.get(1).copied()?, "months" | "month" | "mo" | "mths" | "mos");
        is_months.then(|| pair.first()?.parse::<i32>().ok()).flatten()
    })?;
    let (year, month, day) = from?.ymd()?;
    let all = year.checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(months)?;
    let month = u8::try_from(all.rem_euclid(12) + 1).ok()?;
    // The 31st of a shorter month is its last day.
    let next = (0..4).find_map(|less| Day::from_ymd(all.div_euclid(12), month, day.checked_sub(less)?));
    next.map(Day::previous)
}
