//! Every scope and granularity worked out beforehand: what a lever of a reading asks for is then there.

use std::sync::Arc;

use crate::error::Error;
use crate::estimate::{Prepared, Priced, Rules};
use crate::price::{Granularity, Reading, Scope};

use super::position::Position;

const SCOPES: [Scope; 4] = [Scope::Host, Scope::Largest, Scope::Cluster, Scope::Estate];
const GRANULARITIES: [Granularity; 3] = [Granularity::Days, Granularity::Quarter, Granularity::Window];

/// The estate as it is under each way to judge that a change of scope or granularity can lead to.
#[derive(Debug)]
pub struct Beforehand {
    prepared: Prepared,
    /// Line by line, way by way.
    lines: Vec<Vec<Arc<Priced>>>,
}

impl Beforehand {
    pub fn new(position: &Position) -> Result<Self, Error> {
        let base = position.prepared();
        let lookback = base.rules.iter().map(|rules| rules.reading.lookback_quarters).max().unwrap_or(1);
        let mut ways: Vec<Reading> = Vec::new();
        for shared in 0..base.judgements.len() {
            let Some(rules) = base.rules.iter().find(|rules| rules.shared == shared) else { continue };
            for (scope, granularity) in SCOPES.into_iter().flat_map(|s| GRANULARITIES.map(|g| (s, g))) {
                let reading = rules.reading.clone();
                ways.push(Reading { scope, granularity, lookback_quarters: lookback, ..reading });
            }
        }
        let prepared = Prepared::new(position.estate(), &ways, &base.judgements);
        let mut lines = Vec::new();
        for counted in position.counted() {
            let priced = prepared.priced(position.estate(), counted, &())?;
            lines.push(priced.into_iter().map(Arc::new).collect());
        }
        Ok(Self { prepared, lines })
    }

    /// The way that judges as a reading does, if there is one: where it stands among all.
    fn way(&self, reading: &Rules) -> Option<usize> {
        self.prepared.rules.iter().position(|way| {
            Arc::ptr_eq(&way.judgement, &reading.judgement)
                && way.reading.scope == reading.reading.scope
                && way.reading.granularity == reading.reading.granularity
        })
    }

    /// What readings start from: the position as it is where it judges as they do, else what was worked out
    /// beforehand.
    pub fn nearest(
        &self,
        base: &Prepared,
        lines: &[Vec<Arc<Priced>>],
        asked: &Prepared,
    ) -> (Prepared, Vec<Vec<Arc<Priced>>>) {
        let alike = |old: &Rules, new: &Rules| {
            (old.reading.scope, old.reading.granularity) == (new.reading.scope, new.reading.granularity)
        };
        let pairs = base.rules.iter().zip(&asked.rules);
        let picks: Vec<Option<usize>> =
            pairs.map(|(old, new)| if alike(old, new) { None } else { self.way(new) }).collect();
        let way = |pick: &Option<usize>| pick.and_then(|at| self.prepared.rules.get(at));
        let rules =
            base.rules.iter().zip(&picks).map(|(old, pick)| way(pick).unwrap_or(old).clone()).collect();
        let judgements = base.judgements.clone();
        let prepared = Prepared { rules, judgements, longest: base.longest };
        let line = |(base, ways): (&Vec<Arc<Priced>>, &Vec<Arc<Priced>>)| {
            let priced = base.iter().zip(&picks);
            priced.map(|(old, pick)| Arc::clone(pick.and_then(|at| ways.get(at)).unwrap_or(old))).collect()
        };
        (prepared, lines.iter().zip(&self.lines).map(line).collect())
    }
}
