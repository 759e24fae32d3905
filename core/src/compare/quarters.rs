//! Quarters that differ: under a reading, and in plain quantities.

use super::given::{GivenQuarter, GivenUnits};
use super::products::paired;
use super::{QuarterChange, QuarterSide, Reason, Units, UnitsChange, UnitsQuarter};

/// Quarters of a product under a reading whose figures or reasons differ. One that only entered or
/// left the window with nothing in it is no difference.
pub(super) fn quarters(before: &[GivenQuarter], after: &[GivenQuarter]) -> Vec<QuarterChange> {
    let changes = paired(before, after, |q| &q.quarter).into_iter();
    changes
        .filter_map(|(quarter, (old, new))| {
            let figures = |side: Option<&GivenQuarter>| side.map(|q| q.figures);
            let reasons = |side: Option<&GivenQuarter>| side.map(|q| q.lost.clone()).unwrap_or_default();
            let (before, after) = (figures(old), figures(new));
            let (had, has) = (reasons(old), reasons(new));
            let idle = |side: Option<QuarterSide>| {
                let side = side.unwrap_or_default();
                QuarterSide { entitled: 0, ..side } == QuarterSide::default()
            };
            let one_sided = before.is_none() || after.is_none();
            if before == after && had == has || one_sided && idle(before) && idle(after) {
                return None;
            }
            Some(QuarterChange {
                quarter: quarter.to_owned(),
                before,
                after,
                reasons_appeared: without(&has, &had),
                reasons_gone: without(&had, &has),
            })
        })
        .collect()
}

fn without(these: &[Reason], those: &[Reason]) -> Vec<Reason> {
    these.iter().filter(|reason| !those.contains(reason)).cloned().collect()
}

/// Products whose quantities differ, whatever the reading.
pub(super) fn units(before: &[GivenUnits], after: &[GivenUnits]) -> Vec<UnitsChange> {
    let changes = paired(before, after, |p| &p.product).into_iter();
    changes
        .filter_map(|(product, (old, new))| {
            let metric = |side: Option<&GivenUnits>| side.map(|p| p.metric.clone());
            let (metric_before, metric_after) = (metric(old), metric(new));
            let of = |side: Option<&'_ GivenUnits>| side.map(|p| p.quarters.clone()).unwrap_or_default();
            let (old, new) = (of(old), of(new));
            let quarters: Vec<UnitsQuarter> = paired(&old, &new, |q| &q.quarter)
                .into_iter()
                .map(|(quarter, (old, new))| UnitsQuarter {
                    quarter: quarter.to_owned(),
                    before: old.map(|q| q.units),
                    after: new.map(|q| q.units),
                })
                .filter(|q| {
                    let idle = |units: Option<Units>| {
                        units.is_none_or(|u| Units { entitled: 0, ..u } == Units::default())
                    };
                    let one_sided = q.before.is_none() || q.after.is_none();
                    q.before != q.after && !(one_sided && idle(q.before) && idle(q.after))
                })
                .collect();
            let same = quarters.is_empty() && metric_before == metric_after;
            (!same).then(|| UnitsChange {
                product: product.to_owned(),
                metric_before,
                metric_after,
                quarters,
            })
        })
        .collect()
}
