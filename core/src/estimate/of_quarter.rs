//! One quarter of a line under one reading after the other: what readings agree on is worked out once.

use std::sync::Arc;

use crate::calendar::{Quarter, Span};
use crate::error::Error;
use crate::judge::Block;
use crate::price::{QuarterShortfall, Shortness};
use crate::units::{Overflow, Quantity};

use super::prepared::Way;
use super::{Counted, Rules};

/// A quarter of a line.
pub struct OfQuarter<'a> {
    counted: &'a Counted,
    quarter: Quarter,
    days: Span,
    sub: Option<Block>,
    stands: Vec<(Decides, QuarterShortfall)>,
    ways: Vec<OfWay>,
}

/// What two readings must agree on to find the same requirement equally short.
type Decides = (Option<Quantity>, bool);

/// What lost days make of the quarter in one way to judge.
struct OfWay {
    way: Way,
    adds: Arc<Block>,
    /// Worked out when first needed; nothing lost needs none.
    required: Option<Block>,
    short: Vec<(Decides, QuarterShortfall)>,
}

impl<'a> OfQuarter<'a> {
    pub fn new(counted: &'a Counted, quarter: Quarter, days: Span) -> Self {
        Self { counted, quarter, days, sub: None, stands: Vec::new(), ways: Vec::new() }
    }

    /// What falls short were every day evidenced.
    pub fn stands(&mut self, rules: &Rules) -> Result<QuarterShortfall, Overflow> {
        let shortness = rules.shortness(self.counted);
        let sub = self.sub.get_or_insert_with(|| Block::of(&self.counted.sub, self.days));
        once(&mut self.stands, shortness, || shortness.quarter(self.quarter, sub))
    }

    /// What lost days add in a reading's way to judge is known from before.
    pub fn known(&mut self, rules: &Rules, adds: &Arc<Block>) {
        let way = rules.way(self.counted, self.quarter);
        if !self.ways.iter().any(|known| known.way == way) {
            self.ways.push(OfWay { way, adds: Arc::clone(adds), required: None, short: Vec::new() });
        }
    }

    /// What falls short, and what lost days add to sub-capacity; `adds` is asked once for each way to judge.
    pub fn short(
        &mut self,
        rules: &Rules,
        adds: impl FnOnce() -> Result<Arc<Block>, Error>,
    ) -> Result<(QuarterShortfall, Arc<Block>), Error> {
        let way = rules.way(self.counted, self.quarter);
        if !self.ways.iter().any(|known| known.way == way) {
            self.ways.push(OfWay { way, adds: adds()?, required: None, short: Vec::new() });
        }
        let known = self.ways.iter_mut().find(|known| known.way == way);
        let known = known.ok_or_else(|| Error::internal("a way to judge without a place"))?;
        let OfWay { adds, required, short, .. } = known;
        if adds.is_nothing() {
            let adds = Arc::clone(adds);
            return Ok((self.stands(rules)?, adds));
        }
        let required = required.get_or_insert_with(|| {
            let mut required = Block::of(&self.counted.sub, self.days);
            required.add_all(adds);
            required
        });
        let shortness = rules.shortness(self.counted);
        let short = once(short, shortness, || shortness.quarter(self.quarter, required))?;
        Ok((short, Arc::clone(adds)))
    }
}

fn once(
    known: &mut Vec<(Decides, QuarterShortfall)>,
    shortness: Shortness<'_>,
    work_out: impl FnOnce() -> Result<QuarterShortfall, Overflow>,
) -> Result<QuarterShortfall, Overflow> {
    let decides = (shortness.credit, shortness.by_days);
    if let Some((_, found)) = known.iter().find(|(of, _)| *of == decides) {
        return Ok(found.clone());
    }
    let found = work_out()?;
    known.push((decides, found.clone()));
    Ok(found)
}
