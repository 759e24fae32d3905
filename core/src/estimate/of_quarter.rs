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
    /// `None`: nothing is lost.
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

    /// What falls short, and what lost days add to sub-capacity; `adds` is asked once for each way to judge.
    pub fn short(
        &mut self,
        rules: &Rules,
        adds: impl FnOnce() -> Result<Arc<Block>, Error>,
    ) -> Result<(QuarterShortfall, Arc<Block>), Error> {
        let way = rules.way();
        let at = match self.ways.iter().position(|known| known.way == way) {
            Some(at) => at,
            None => {
                let adds = adds()?;
                let required = (!adds.is_nothing()).then(|| self.required(&adds)).transpose()?;
                self.ways.push(OfWay { way, adds, required, short: Vec::new() });
                self.ways.len() - 1
            }
        };
        let nothing_lost = self.ways.get(at).is_some_and(|of| of.required.is_none());
        let stands = nothing_lost.then(|| self.stands(rules)).transpose()?;
        let Some(OfWay { adds, required, short, .. }) = self.ways.get_mut(at) else {
            return Err(Error::internal("a way to judge without a place"));
        };
        let short = match (stands, required) {
            (None, Some(required)) => {
                let shortness = rules.shortness(self.counted);
                once(short, shortness, || shortness.quarter(self.quarter, required))?
            }
            (Some(stands), _) => stands,
            (None, None) => return Err(Error::internal("a quarter without a requirement")),
        };
        Ok((short, Arc::clone(adds)))
    }

    fn required(&mut self, adds: &Block) -> Result<Block, Overflow> {
        let mut required = self.sub.get_or_insert_with(|| Block::of(&self.counted.sub, self.days)).clone();
        required.add_all(adds, 1)?;
        Ok(required)
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
