//! What days require once lost ones count at full capacity: cluster by cluster on the peak's day.

use crate::calendar::{Day, DaySet, Span};
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{Capacity, ClusterId, HostId, HostSpan};
use crate::estimate::{Counted, Judged, Member};
use crate::order::{Map, Set};
use crate::price::{Reading, Scope};
use crate::read::rows::Metric;
use crate::rules::RuleId;
use crate::units::{Fraction, PvuPerCore};

use super::counted::present;
use super::step::first_of;
use super::{Asked, How, Step, counted};

/// Required units by region, on the day of each region's peak; `shown` hosts or clusters one by one,
/// each host down to its vms if `deep`.
pub fn required(
    asked: &Asked<'_>,
    rules: &Reading,
    of: &Counted,
    judged: &Judged,
    days: Span,
    shown: usize,
    deep: bool,
) -> Result<Step, Error> {
    let step = counted::required(of, &judged.required, days)?;
    let text = if deep {
        "Required: the quarter's peak with lost days at full capacity".to_owned()
    } else {
        format!("Required {}: the peak with lost days at full capacity", counted::days(days))
    };
    let mut step = Step { text, ..step };
    for (region, (peak, day)) in judged.required.peaks(days).into_iter().enumerate() {
        if peak == 0 {
            continue;
        }
        let mut parts = Vec::new();
        let clusters = hosts_of_clusters(asked, rules.scope, day);
        for (member, lost) in of.members.iter().zip(&judged.lost) {
            let pieces = lost.pieces.iter().filter(|(_, span)| span.contains(day));
            let hosts = pieces.map(|(cell, _)| cell.host);
            let on = On {
                asked,
                scope: rules.scope,
                member,
                lost: hosts.collect(),
                clusters: &clusters,
                region,
                day,
                shown,
                deep,
            };
            on.clusters(&mut parts)?;
        }
        let of_region = counted::region(asked, region, (peak, day))?;
        step.steps.push(of_region.steps(first_of(parts, shown)?));
    }
    Ok(step)
}

/// What one host counts through the quarter: full where it is lost, else what was counted there.
pub fn host(rules: &Reading, of: &Counted, judged: &Judged, host: HostId, days: Span) -> Vec<Step> {
    let mut steps = Vec::new();
    for (member, lost) in of.members.iter().zip(&judged.lost) {
        for cell in member.cells().filter(|c| c.host == host) {
            let Some(span) = cell.span.overlap(days) else { continue };
            let gone = DaySet::union_of(lost.pieces.iter().filter(|(of, _)| of == cell).map(|(_, s)| *s));
            let said =
                |what: &str, part: Span| format!("{} {}: {what}", member.product.name, counted::days(part));
            for part in gone.within(span) {
                steps.push(
                    Step::new(said("lost, counts full", part)).value(cell.full).rule(RuleId::ScopeHost),
                );
            }
            for part in gone.missing(span) {
                let rule = if cell.claimed { RuleId::SubCapacity } else { RuleId::CountsInFull };
                steps.push(Step::new(said("stands", part)).value(cell.sub).rule(rule));
            }
        }
    }
    let beyond = match rules.scope {
        Scope::Host => None,
        Scope::Largest => {
            Some((RuleId::ScopeLargest, "where it is lost it counts the largest host of its cluster instead"))
        }
        Scope::Cluster => Some((
            RuleId::ScopeCluster,
            "where a host of its cluster is lost, every host of the cluster counts full",
        )),
        Scope::Estate => Some((
            RuleId::ScopeEstate,
            "where the product is lost anywhere, every host of its clusters counts full",
        )),
    };
    steps.extend(beyond.map(|(rule, text)| Step::new(format!("Reach of this reading: {text}")).rule(rule)));
    steps
}

/// A member of a line on the day of a region's peak.
struct On<'a> {
    asked: &'a Asked<'a>,
    scope: Scope,
    member: &'a Member,
    /// Hosts lost that day.
    lost: Set<HostId>,
    clusters: &'a Clusters<'a>,
    region: usize,
    day: Day,
    shown: usize,
    deep: bool,
}

impl On<'_> {
    fn is_lost(&self, cell: &Cell) -> bool {
        self.lost.contains(&cell.host)
    }

    /// What each cluster with the product counts, and why. The amounts add up to the region's sum.
    fn clusters(&self, parts: &mut Vec<(Fraction, Step)>) -> Result<(), Error> {
        let mut by_cluster: Map<ClusterId, Vec<&Cell>> = Map::new();
        let here = present(self.member, self.day).filter(|c| c.region as usize == self.region);
        here.for_each(|cell| by_cluster.entry(cell.cluster).or_default().push(cell));
        for (id, cells) in by_cluster {
            let gone = cells.iter().filter(|c| self.is_lost(c)).count();
            let name = self.asked.estate.clusters.get(id as usize).and_then(|c| c.name.as_deref());
            let name = name.map_or_else(|| "the host alone".to_owned(), |n| format!("cluster {n}"));
            match self.scope {
                Scope::Cluster if gone > 0 => {
                    let text = format!("{name}: {gone} of its hosts lost, so every host counts full");
                    parts.push(self.whole(id, text, RuleId::ScopeCluster)?);
                }
                Scope::Estate if !self.lost.is_empty() => {
                    let text = format!("{name}: a host is lost somewhere, so every host counts full");
                    parts.push(self.whole(id, text, RuleId::ScopeEstate)?);
                }
                Scope::Largest if gone > 0 => parts.push(self.largest(id, &name, &cells, gone)?),
                Scope::Host | Scope::Largest | Scope::Cluster | Scope::Estate => {
                    for cell in cells {
                        parts.push(self.host(cell)?);
                    }
                }
            }
        }
        Ok(())
    }

    /// A host that counts for itself.
    fn host(&self, cell: &Cell) -> Result<(Fraction, Step), Error> {
        let lost = self.is_lost(cell);
        let units = if lost { cell.full } else { cell.sub };
        let amount = self.asked.weighted(units, self.member.weight)?;
        let step = if self.deep {
            counted::host(self.asked, self.member, cell, self.day, lost)?
        } else {
            let of = if self.asked.bundled() {
                format!("{} on ", self.member.product.name)
            } else {
                String::new()
            };
            let host = self.asked.estate.host(cell.host);
            let step = Step::new(format!("{of}{}", host.map_or("", |h| &h.name))).exactly(amount);
            let row = host.and_then(|h| h.on(self.day));
            row.into_iter().fold(step, |step, row| step.place(self.asked.estate.place(row.place)))
        };
        let (how, rule) = match (lost, cell.claimed) {
            (true, _) => ("lost, counts full", RuleId::ScopeHost),
            (false, true) => ("stands", RuleId::SubCapacity),
            (false, false) => ("stands", RuleId::CountsInFull),
        };
        Ok((amount, Step { text: format!("{}: {how}", step.text), ..step }.rule(rule)))
    }

    /// Units of the member, in units of the line.
    fn counts(&self, text: String, units: i64, step: Step) -> Result<(Fraction, Step), Error> {
        let amount = self.asked.weighted(units, self.member.weight)?;
        let of = if self.asked.bundled() { format!("{}: ", self.member.product.name) } else { String::new() };
        let rule = step.rule;
        let step = match counted::ratio(self.asked, self.member)? {
            Some(ratio) => {
                let inner = Step { text: self.member.product.metric.as_str().to_owned(), ..step };
                let (sources, outer) =
                    (inner.sources.clone(), Step::new("").exactly(amount).how(How::Product));
                Step { rule, sources, ..outer.step(inner).step(ratio) }
            }
            None => step,
        };
        Ok((amount, Step { text: of + &text, ..step }))
    }

    /// Every host of the cluster at full capacity.
    fn whole(&self, id: ClusterId, text: String, rule: RuleId) -> Result<(Fraction, Step), Error> {
        let all = capacity(self.asked, id, self.member.product.metric, self.day);
        let step = Step::new("").exactly(all.sum).how(How::Sum).rule(rule).steps(self.hosts(id)?);
        self.counts(text, all.sum, step)
    }

    /// Lost hosts at the size of the largest, the others as they stand, together at most all.
    fn largest(
        &self,
        id: ClusterId,
        name: &str,
        cells: &[&Cell],
        gone: usize,
    ) -> Result<(Fraction, Step), Error> {
        let all = capacity(self.asked, id, self.member.product.metric, self.day);
        let stands: i64 = cells.iter().filter(|c| !self.is_lost(c)).map(|c| c.sub).sum();
        let lost = i64::try_from(gone).unwrap_or(i64::MAX);
        let at_largest = all.largest.checked_mul(lost).ok_or(crate::units::Overflow)?;
        let sum = stands.checked_add(at_largest).ok_or(crate::units::Overflow)?;
        let largest = Step::new(format!("{lost} lost, each at the largest host's {}", all.largest));
        let together = Step::new("together")
            .exactly(sum)
            .how(How::Sum)
            .step(Step::new("the others, as they stand").exactly(stands))
            .step(largest.exactly(at_largest));
        let most =
            Step::new("all hosts of the cluster").exactly(all.sum).how(How::Sum).steps(self.hosts(id)?);
        let step = Step::new("").exactly(sum.min(all.sum)).how(How::Lowest).rule(RuleId::ScopeLargest);
        let text = format!(
            "{name}: {lost} lost at the largest host's {}, the others {stands}, together at most {}",
            all.largest, all.sum
        );
        self.counts(text, sum.min(all.sum), step.step(together).step(most))
    }

    /// The hosts of a cluster on the day, with or without the product, at full capacity.
    fn hosts(&self, id: ClusterId) -> Result<Vec<Step>, Error> {
        let metric = self.member.product.metric;
        let hosts = self.clusters.get(&id).into_iter().flatten().map(|(name, row)| {
            let rate = if metric == Metric::Pvu { row.rate } else { PvuPerCore::ONE };
            let at = if metric == Metric::Pvu { format!(" at {rate}") } else { String::new() };
            let full = Fraction::from(row.cores.at(rate).get());
            let step = Step::new(format!("{name}: {} cores{at}", row.cores)).exactly(full);
            (full, step.rule(RuleId::FullCapacity).place(self.asked.estate.place(row.place)))
        });
        Ok(first_of(hosts.collect(), self.shown)?)
    }
}

/// The hosts of each cluster on a day, with their rows.
type Clusters<'a> = Map<ClusterId, Vec<(&'a str, &'a HostSpan)>>;

/// Where lost days reach beyond their host; empty where they do not.
fn hosts_of_clusters<'a>(asked: &'a Asked<'_>, scope: Scope, day: Day) -> Clusters<'a> {
    let mut clusters = Clusters::new();
    let hosts = asked.estate.hosts.iter().filter(|_| scope != Scope::Host);
    for (host, row) in hosts.filter_map(|h| Some((h, h.on(day)?))) {
        clusters.entry(row.cluster).or_default().push((&host.name, row));
    }
    clusters
}

fn capacity(asked: &Asked<'_>, cluster: ClusterId, metric: Metric, day: Day) -> Capacity {
    let spans = asked.estate.clusters.get(cluster as usize).map_or(&[][..], |c| &c.spans);
    let here = spans.iter().find(|s| s.span.contains(day));
    here.map_or(Capacity::default(), |s| if metric == Metric::Pvu { s.pvu } else { s.cores })
}
