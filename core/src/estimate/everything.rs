//! What a product would add were every day lost: where nearly everything lacks evidence, the few clusters
//! that do not are taken off it.

use std::sync::{Arc, OnceLock};

use crate::calendar::Span;
use crate::count::DayTotals;
use crate::error::Error;
use crate::estate::{ClusterId, Estate};
use crate::judge::{Block, Reach};
use crate::price::Scope;

use super::Member;

/// In the order of the totals.
const SCOPES: [Scope; 4] = [Scope::Host, Scope::Largest, Scope::Cluster, Scope::Estate];
/// With more clusters changed than these it is worked out anew.
const FEW: usize = 16;

/// Region, days, and what is more on each of them.
type Change = (u32, Span, i64);

/// Day by day, for each scope; worked out when first needed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Everything {
    totals: Arc<[OnceLock<DayTotals>; 4]>,
    /// What a scenario changed of them: a few runs instead of all days once more.
    changes: [Arc<Vec<Change>>; 4],
}

impl Everything {
    /// On the days of a span, as far as the reading's scope reaches.
    pub fn on(&self, member: &Member, reach: &Reach<'_>, days: Span) -> Result<Block, Error> {
        let mut block = Block::of(self.totals(member, reach)?, days);
        for (region, span, amount) in self.changes.get(reach.scope as usize).into_iter().flat_map(|c| &**c) {
            if let Some(part) = span.overlap(days) {
                block.add(*region, part, *amount);
            }
        }
        Ok(block)
    }

    fn totals(&self, member: &Member, reach: &Reach<'_>) -> Result<&DayTotals, Error> {
        let slot = self.totals.get(reach.scope as usize);
        let slot = slot.ok_or_else(|| Error::internal("a scope without a place"))?;
        if let Some(known) = slot.get() {
            return Ok(known);
        }
        let all = reach.everything(member)?;
        Ok(slot.get_or_init(|| all))
    }

    /// Works out every scope: scenarios start from them.
    pub fn ready(&self, member: &Member, estate: &Estate) -> Result<(), Error> {
        SCOPES
            .into_iter()
            .try_for_each(|scope| self.totals(member, &Reach::every_lost(estate, scope)).map(|_| ()))
    }

    /// The same after something changed in these clusters.
    pub fn again(
        &self,
        was: (&Estate, &Member),
        now: (&Estate, &Member),
        clusters: &[ClusterId],
    ) -> Result<Self, Error> {
        if clusters.len() > FEW {
            return Ok(Self::default());
        }
        let mut again = self.clone();
        for (scope, changes) in SCOPES.into_iter().zip(&mut again.changes) {
            self.totals(was.1, &Reach::every_lost(was.0, scope))?;
            let (old, new) = (amounts(was, scope, clusters)?, amounts(now, scope, clusters)?);
            // Before and after the host changes anything there the cluster adds what it added.
            let alike = |pair: &(&Change, &Change)| pair.0 == pair.1;
            let first = old.iter().zip(&new).take_while(alike).count();
            let (old, new) = (old.get(first..).unwrap_or(&[]), new.get(first..).unwrap_or(&[]));
            let last = old.iter().rev().zip(new.iter().rev()).take_while(alike).count();
            let rest = |all: &'_ [Change]| all.len() - last;
            if rest(old) + rest(new) > 0 {
                let changes = Arc::make_mut(changes);
                changes.reserve(rest(old) + rest(new));
                changes.extend(
                    old.iter().take(rest(old)).map(|(region, span, amount)| (*region, *span, -amount)),
                );
                changes.extend(new.iter().take(rest(new)));
            }
        }
        Ok(again)
    }
}

/// What some clusters add on each of their days were every day lost.
fn amounts(
    (estate, member): (&Estate, &Member),
    scope: Scope,
    clusters: &[ClusterId],
) -> Result<Vec<Change>, Error> {
    let reach = Reach::every_lost(estate, scope);
    let mut amounts = Vec::new();
    for of in member.in_clusters(clusters) {
        amounts.reserve(of.sums(member.horizon()).count());
        reach.all_lost(member, of, member.horizon(), |region, span, amount| {
            amounts.push((region, span, amount))
        })?;
    }
    Ok(amounts)
}
