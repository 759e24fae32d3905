use super::{Day, Span};

/// A set of days as sorted, disjoint, non-touching spans: evidence lasts for months, so its
/// change points are few however many days it covers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaySet(Vec<Span>);

impl DaySet {
    /// No day.
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// The days of any of the spans, in any order, overlapping or not.
    pub fn union_of(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|s| s.from <= s.to).collect();
        spans.sort_unstable();
        spans.dedup_by(|span, last| {
            let touches = span.from <= last.to.next();
            if touches {
                last.to = last.to.max(span.to);
            }
            touches
        });
        Self(spans)
    }

    /// Days in either.
    pub fn or(&self, other: &Self) -> Self {
        if other.is_empty() {
            return self.clone();
        }
        Self::union_of(self.iter().chain(other.iter()))
    }

    /// Days in both.
    pub fn and(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(&&x), Some(&&y)) = (a.peek(), b.peek()) {
            both.extend(x.overlap(y));
            if x.to < y.to {
                a.next();
            } else {
                b.next();
            }
        }
        Self(both)
    }

    /// The days of `span` that are in the set.
    pub fn within(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let start = self.0.partition_point(|s| s.to < span.from);
        self.0.iter().skip(start).map_while(move |s| s.overlap(span))
    }

    /// The days of `span` that are **not** in the set.
    pub fn missing(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let mut next = span.from;
        let holes = self.within(span).map(Some).chain([None]);
        holes.filter_map(move |held| {
            let end = held.map_or(span.to, |h| h.from.previous());
            let hole = Span::new(next, end);
            next = held.map_or(Day::STILL, |h| h.to.next());
            (hole.from <= hole.to).then_some(hole)
        })
    }

    /// The same as a set.
    pub fn outside(&self, span: Span) -> Self {
        Self(self.missing(span).collect())
    }

    /// Whether the day is in the set.
    pub fn contains(&self, day: Day) -> bool {
        self.within(Span::new(day, day)).next().is_some()
    }

    /// Days outside of which both are alike; `None` if they are everywhere.
    pub fn differ(&self, other: &Self) -> Option<Span> {
        let (a, b) = (self.0.as_slice(), other.0.as_slice());
        let same = |pair: &(&Span, &Span)| pair.0 == pair.1;
        let first = a.iter().zip(b).take_while(same).count();
        let (a, b) = (a.get(first..).unwrap_or(&[]), b.get(first..).unwrap_or(&[]));
        let last = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
        let rest = |all: &'_ [Span]| {
            let rest = all.get(..all.len() - last)?;
            Some(Span::new(rest.first()?.from, rest.last()?.to))
        };
        match (rest(a), rest(b)) {
            (Some(a), Some(b)) => Some(Span::new(a.from.min(b.from), a.to.max(b.to))),
            (one, other) => one.or(other),
        }
    }

    /// Whether there is no day.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spans, in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32) -> Span {
        let zero = Day::from_ymd(2025, 1, 1).unwrap();
        Span::new(zero.plus(from), zero.plus(to))
    }

    #[test]
    fn touching_spans_become_one() {
        assert_eq!(DaySet::union_of([span(5, 9), span(0, 4)]), DaySet(vec![span(0, 9)]));
    }

    #[test]
    fn missing_is_the_complement_within() {
        let set = DaySet::union_of([span(2, 3), span(6, 20)]);
        assert_eq!(set.missing(span(0, 9)).collect::<Vec<_>>(), [span(0, 1), span(4, 5)]);
        assert_eq!(set.within(span(0, 9)).collect::<Vec<_>>(), [span(2, 3), span(6, 9)]);
        assert_eq!(DaySet::empty().missing(span(0, 9)).collect::<Vec<_>>(), [span(0, 9)]);
        assert_eq!(set.missing(span(2, 3)).count(), 0);
    }

    #[test]
    fn sets_differ_between_their_first_and_last_other_days() {
        let set = |spans: &[(i32, i32)]| DaySet::union_of(spans.iter().map(|(from, to)| span(*from, *to)));
        let all = set(&[(0, 3), (6, 9), (20, 30)]);
        assert_eq!(all.differ(&all), None);
        assert_eq!(all.differ(&set(&[(0, 3), (20, 30)])), Some(span(6, 9)));
        assert_eq!(set(&[(0, 3), (20, 30)]).differ(&all), Some(span(6, 9)));
        assert_eq!(all.differ(&set(&[(0, 3), (5, 9), (20, 31)])), Some(span(5, 31)));
        assert_eq!(all.differ(&DaySet::empty()), Some(span(0, 30)));
    }

    #[test]
    fn and_keeps_only_common_days() {
        let a = DaySet::union_of([span(0, 5), span(10, 15)]);
        let b = DaySet::union_of([span(4, 11), span(14, 30)]);
        assert_eq!(a.and(&b), DaySet(vec![span(4, 5), span(10, 11), span(14, 15)]));
    }
}
