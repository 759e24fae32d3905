//! A line judged and priced, quarter by quarter, under every reading.

use std::borrow::Cow;
use std::sync::Arc;

use crate::calendar::{Quarter, Span};
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{ClusterId, Estate, Product};
use crate::judge::{Block, Changes, Reach};
use crate::price::{Claim, Granularity, QuarterShortfall, Reading, Shortfall, claim};
use crate::units::Overflow;

use super::of_quarter::OfQuarter;
use super::{Counted, Prepared, Rules};

/// A line under one reading: what falls short, and what that costs.
#[derive(Debug, Clone)]
pub(crate) struct Priced {
    pub shortfall: Arc<Shortfall>,
    /// What lost days add in each quarter, day by day, to sub-capacity.
    pub adds: Arc<Vec<Arc<Block>>>,
    /// What falls short were every day evidenced.
    pub stands: Arc<Shortfall>,
    pub claim: Claim,
    /// The same were every day evidenced.
    pub without_gaps: Claim,
    /// A day is lost on an artificial host, whose full capacity is unknown.
    pub unknown_host_lost: bool,
}

/// A quarter of a line as it was before a change.
pub(crate) struct Before<'b> {
    /// What falls short, if nothing of it changed; and were every day evidenced.
    pub short: Option<&'b QuarterShortfall>,
    pub stands: Option<&'b QuarterShortfall>,
    /// What lost days added.
    pub adds: Option<&'b Arc<Block>>,
    /// From where to judge it again: as it was, and the clusters in which something changed.
    pub again: Option<(Judged<'b>, Cow<'b, [ClusterId]>)>,
}

/// What was judged before a change.
#[derive(Clone, Copy)]
pub(crate) struct Judged<'b> {
    pub estate: &'b Estate,
    pub rules: &'b Rules,
    pub counted: &'b Counted,
}

/// What is known of a line from before a change.
pub(crate) trait Known {
    /// A quarter under the reading of that position.
    fn quarter(&self, reading: usize, quarter: Quarter) -> Before<'_>;

    /// The claims of a reading whose prices and terms are as they were.
    fn claims(&self, _reading: usize) -> Option<&Priced> {
        None
    }

    /// What falls short under a reading were every day evidenced, if nothing of it changed.
    fn stands(&self, _reading: usize) -> Option<&Arc<Shortfall>> {
        None
    }
}

/// Nothing is known yet.
impl Known for () {
    fn quarter(&self, _: usize, _: Quarter) -> Before<'_> {
        Before { short: None, stands: None, adds: None, again: None }
    }
}

/// Quarters of one reading as they are worked out.
struct Gathered {
    short: Vec<QuarterShortfall>,
    stands: Vec<QuarterShortfall>,
    /// In place of them, if nothing of them changed.
    as_before: Option<Arc<Shortfall>>,
    adds: Vec<Arc<Block>>,
}

impl Gathered {
    fn new(quarters: usize, as_before: Option<Arc<Shortfall>>) -> Self {
        Self {
            short: Vec::with_capacity(quarters),
            stands: Vec::with_capacity(if as_before.is_some() { 0 } else { quarters }),
            as_before,
            adds: Vec::with_capacity(quarters),
        }
    }

    fn push(
        &mut self,
        short: QuarterShortfall,
        stands: impl FnOnce() -> Result<QuarterShortfall, Overflow>,
        adds: Arc<Block>,
    ) -> Result<(), Overflow> {
        self.short.push(short);
        if self.as_before.is_none() {
            self.stands.push(stands()?);
        }
        self.adds.push(adds);
        Ok(())
    }
}

impl Prepared {
    /// A line's shortfalls and claims under each reading.
    pub fn priced(
        &self,
        estate: &Estate,
        counted: &Counted,
        known: &impl Known,
    ) -> Result<Vec<Priced>, Error> {
        // Where a lost day loses the window, the window is judged at once.
        let mut whole: Vec<(_, Block)> = Vec::new();
        let gather = |(index, rules): (usize, &Rules)| {
            Gathered::new(rules.window.quarters().len(), known.stands(index).map(Arc::clone))
        };
        let mut gathered: Vec<Gathered> = self.rules.iter().enumerate().map(gather).collect();
        for quarter in self.longest.quarters() {
            let Some(days) = self.longest.days_of(quarter) else { continue };
            let mut of_quarter = OfQuarter::new(counted, quarter, days);
            let looked_at = |(_, rules): &(usize, &Rules)| quarter >= rules.window.first;
            let known = |(index, _)| known.quarter(index, quarter);
            let before: Vec<Before<'_>> =
                self.rules.iter().enumerate().filter(looked_at).map(known).collect();
            let readings = || self.rules.iter().filter(|rules| quarter >= rules.window.first).zip(&before);
            if before.iter().any(|before| before.short.is_none()) {
                for (rules, before) in readings() {
                    if let (Some(_), Some(adds)) = (before.short, before.adds) {
                        of_quarter.known(rules, adds);
                    }
                }
            }
            let gathered = gathered.iter_mut().zip(&self.rules).filter(|(_, r)| quarter >= r.window.first);
            for ((rules, before), (gathered, _)) in readings().zip(gathered) {
                if let (Some(short), Some(stands), Some(adds)) = (before.short, before.stands, before.adds) {
                    gathered.push(short.clone(), || Ok(stands.clone()), Arc::clone(adds))?;
                    continue;
                }
                let now = Judged { estate, rules, counted };
                let (short, adds) = of_quarter.short(rules, || match (before.adds, &before.again) {
                    // Two clusters judged for each changed one, against all that lack evidence.
                    (Some(adds), Some((was, clusters)))
                        if clusters.len() * 2 <= now.looks_at(quarter) + 8 =>
                    {
                        now.after(*was, clusters, quarter, adds)
                    }
                    _ if rules.reading.granularity == Granularity::Window => {
                        if !whole.iter().any(|(way, _)| *way == rules.way(counted, quarter)) {
                            whole.push((rules.way(counted, quarter), now.adds(quarter, rules.window.days)?));
                        }
                        let block = whole.iter().find(|(way, _)| *way == rules.way(counted, quarter));
                        let part = block.map(|(_, block)| block.part(days));
                        part.map(Arc::new).ok_or_else(|| Error::internal("a window not judged"))
                    }
                    _ => now.adds(quarter, days).map(Arc::new),
                })?;
                let stands = || match before.stands {
                    Some(stands) => Ok(stands.clone()),
                    None => of_quarter.stands(rules),
                };
                gathered.push(short, stands, adds)?;
            }
        }
        let product = estate.product(counted.line.product).unwrap_or(&counted.product);
        let priced = self.rules.iter().zip(gathered).enumerate().map(|(index, (rules, gathered))| {
            let lost = unknown_host_lost(estate, rules, counted);
            Priced::new(estate, &rules.reading, product, gathered, lost, known.claims(index))
        });
        priced.collect()
    }
}

impl Judged<'_> {
    fn reach(&self) -> Reach<'_> {
        Reach::of(self.estate, &self.rules.judgement, &self.rules.reading, self.rules.window)
    }

    fn looks_at(&self, quarter: Quarter) -> usize {
        self.reach().looks_at(quarter)
    }

    /// What lost days of a quarter add to sub-capacity.
    fn adds(&self, quarter: Quarter, days: Span) -> Result<Block, Error> {
        let reach = self.reach();
        let regions = self.estate.regions.len().max(1);
        let mut adds = Changes::new(days, regions);
        self.counted.members.iter().try_for_each(|member| reach.quarter(member, quarter, &mut adds))?;
        Ok(adds.settle()?)
    }

    /// What a quarter requires with lost days at full capacity.
    pub fn required(&self, quarter: Quarter, sub: &Block) -> Result<Block, Error> {
        let mut required = sub.clone();
        required.add_all(&self.adds(quarter, sub.days)?);
        Ok(required)
    }

    /// What lost days add, from what they added before: only these clusters are judged again.
    fn after(
        &self,
        was: Judged<'_>,
        clusters: &[ClusterId],
        quarter: Quarter,
        adds: &Arc<Block>,
    ) -> Result<Arc<Block>, Error> {
        let (before, now) = (was.reach(), self.reach());
        let may_lose = |id: &&ClusterId| before.may_lose(**id, quarter) || now.may_lose(**id, quarter);
        let clusters: Vec<ClusterId> = clusters.iter().filter(may_lose).copied().collect();
        if clusters.is_empty() {
            return Ok(Arc::clone(adds));
        }
        let mut more = Changes::new(adds.days, self.estate.regions.len().max(1));
        for (old, new) in was.counted.members.iter().zip(&self.counted.members) {
            before.clusters(old, &clusters, -1, &mut more)?;
            now.clusters(new, &clusters, 1, &mut more)?;
        }
        let mut after = Block::clone(adds);
        after.add_all(&more.settle()?);
        Ok(Arc::new(after))
    }
}

impl Priced {
    /// Prices what was gathered.
    fn new(
        estate: &Estate,
        reading: &Reading,
        product: &Product,
        gathered: Gathered,
        unknown_host_lost: bool,
        before: Option<&Self>,
    ) -> Result<Self, Error> {
        let stands = gathered.as_before.unwrap_or_else(|| Arc::new(Shortfall::of(gathered.stands)));
        let (shortfall, adds) = (Arc::new(Shortfall::of(gathered.short)), Arc::new(gathered.adds));
        let claimed = match before.filter(|before| before.shortfall == shortfall) {
            Some(before) => before.claim,
            None => claim(product, &shortfall, reading, estate.currency)?,
        };
        let without_gaps = match before.filter(|before| before.stands == stands) {
            Some(before) => before.without_gaps,
            None => claim(product, &stands, reading, estate.currency)?,
        };
        Ok(Self { shortfall, adds, stands, claim: claimed, without_gaps, unknown_host_lost })
    }

    /// Whether its total is all there is, as far as the line itself goes.
    pub fn known(&self) -> bool {
        self.claim.lines.is_some() && !self.unknown_host_lost
    }

    /// The same quarters at other prices.
    pub fn again(&self, estate: &Estate, reading: &Reading, product: &Product) -> Result<Self, Error> {
        let claimed = claim(product, &self.shortfall, reading, estate.currency)?;
        let without_gaps = claim(product, &self.stands, reading, estate.currency)?;
        Ok(Self { claim: claimed, without_gaps, ..self.clone() })
    }
}

/// A day is lost on an artificial host, whose full capacity is unknown.
fn unknown_host_lost(estate: &Estate, rules: &Rules, counted: &Counted) -> bool {
    if !estate.has_artificial_hosts {
        return false;
    }
    let lost = |cell: &Cell, product| {
        let days = cell.span.overlap(rules.window.days).filter(|_| cell.claimed);
        days.is_some_and(|days| rules.evidenced().missing(cell.host, product).within(days).next().is_some())
    };
    counted.members.iter().any(|member| {
        let artificial = member.hosts().filter(|(id, _)| estate.host(*id).is_some_and(|h| h.artificial));
        artificial.flat_map(|(_, cells)| cells).any(|cell| lost(cell, member.id))
    })
}
