//! A line judged and priced, quarter by quarter, under every reading.

use crate::calendar::Quarter;
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{Estate, Product};
use crate::judge::{Block, Reach};
use crate::price::{Claim, QuarterShortfall, Reading, Shortfall, claim};

use super::{Counted, Prepared, Rules};

/// A line under one reading: what falls short, and what that costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Priced {
    pub shortfall: Shortfall,
    /// What falls short were every day evidenced.
    pub stands: Shortfall,
    pub claim: Claim,
    /// The same were every day evidenced.
    pub without_gaps: Claim,
    /// A day is lost on an artificial host, whose full capacity is unknown.
    pub unknown_host_lost: bool,
}

/// Which quarters of a line need not be worked out again, and what they were.
pub(crate) trait Known {
    /// A quarter under the reading of that position: as it is, and were every day evidenced.
    fn quarter(
        &self,
        reading: usize,
        quarter: Quarter,
    ) -> (Option<&QuarterShortfall>, Option<&QuarterShortfall>);
}

/// Nothing is known yet.
impl Known for () {
    fn quarter(&self, _: usize, _: Quarter) -> (Option<&QuarterShortfall>, Option<&QuarterShortfall>) {
        (None, None)
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
        let mut shortfalls: Vec<(Vec<_>, Vec<_>)> = self.rules.iter().map(|_| Default::default()).collect();
        for quarter in self.longest.quarters() {
            let Some(days) = self.longest.days_of(quarter) else { continue };
            let mut sub: Option<Block> = None;
            let mut required: Vec<(_, Block)> = Vec::new();
            for (index, (rules, (gaps, stands))) in self.rules.iter().zip(&mut shortfalls).enumerate() {
                if quarter < rules.window.first {
                    continue;
                }
                let (gap, stand) = known.quarter(index, quarter);
                if let (Some(gap), Some(stand)) = (gap, stand) {
                    gaps.push(gap.clone());
                    stands.push(stand.clone());
                    continue;
                }
                let sub = &*sub.get_or_insert_with(|| Block::of(&counted.sub, days));
                let short = rules.shortness(counted);
                if !required.iter().any(|(way, _)| *way == rules.way()) {
                    required.push((rules.way(), self.required(estate, rules, counted, quarter, sub)?));
                }
                let block =
                    required.iter().find(|(way, _)| *way == rules.way()).map_or(sub, |(_, block)| block);
                gaps.push(short.quarter(quarter, block)?);
                stands.push(match stand {
                    Some(stand) => stand.clone(),
                    None => short.quarter(quarter, sub)?,
                });
            }
        }
        let product = estate.product(counted.line.product).unwrap_or(&counted.product);
        let priced = self.rules.iter().zip(shortfalls).map(|(rules, (gaps, stands))| {
            let lost = unknown_host_lost(estate, rules, counted);
            Priced::new(estate, &rules.reading, product, Shortfall::of(gaps), Shortfall::of(stands), lost)
        });
        priced.collect()
    }

    /// What a quarter requires with lost days at full capacity.
    pub fn required(
        &self,
        estate: &Estate,
        rules: &Rules,
        counted: &Counted,
        quarter: Quarter,
        sub: &Block,
    ) -> Result<Block, Error> {
        let reach = Reach::of(estate, &rules.judgement, &rules.reading, rules.window);
        let mut required = sub.clone();
        for member in &counted.members {
            let mut more = Block::new(sub.days, estate.regions.len().max(1));
            if reach.quarter(member, quarter, &mut more)? {
                required.add_all(&more, member.weight)?;
            }
        }
        Ok(required)
    }
}

impl Priced {
    /// Prices shortfalls; `stands` are those with every day evidenced.
    pub fn new(
        estate: &Estate,
        reading: &Reading,
        product: &Product,
        shortfall: Shortfall,
        stands: Shortfall,
        unknown_host_lost: bool,
    ) -> Result<Self, Error> {
        let claimed = claim(product, &shortfall, reading, estate.currency)?;
        let without_gaps = claim(product, &stands, reading, estate.currency)?;
        Ok(Self { shortfall, stands, claim: claimed, without_gaps, unknown_host_lost })
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
        let artificial =
            member.stays().iter().filter(|stay| estate.host(stay.host).is_some_and(|h| h.artificial));
        artificial.flat_map(|stay| member.of(stay)).any(|cell| lost(cell, member.id))
    })
}
