//! Cores of one product on one host, day by day, on change points.

use crate::calendar::{Day, Span};
use crate::estate::Pool;
use crate::units::{Cores, MilliCores};

/// One vm (or the host itself) that carries the product for a while.
#[derive(Debug, Clone, Copy)]
pub struct Carrier {
    /// When.
    pub span: Span,
    /// What carries it.
    pub what: Carried,
}

/// How a carrier adds to the host's cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// A vm that no pool holds.
    Plain(MilliCores),
    /// A vm held by a pool.
    Pooled(u32, MilliCores),
    /// The product is installed on the host itself: all its cores.
    Bare,
}

/// What the product can use of the host for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InUse {
    /// That many cores, before rounding and before the host's cap.
    Virtual(MilliCores),
    /// All of them.
    Whole,
}

impl InUse {
    /// Whole cores: the sum over the host is rounded **up**, then capped at the host's cores.
    ///
    /// Source: IBM Redbook SG24-8000, 1.2 (1.5 + 0.5 units are 2, not 3); IBM ILMT documentation,
    /// default sub-capacity counting (over-committed vCPUs stop at the physical cores).
    pub fn cores(self, host: Cores) -> Cores {
        match self {
            Self::Virtual(sum) => sum.ceil_capped(host),
            Self::Whole => host,
        }
    }
}

/// Sweeps over the days on which a carrier comes or goes.
///
/// Vms with a pool are added pool by pool and a pool never exceeds its cores; other vms add theirs.
pub fn in_use(carriers: &[Carrier], pools: &[Pool]) -> Vec<(Span, InUse)> {
    if let [one] = carriers {
        // By far the most common case: one vm, one stay.
        return vec![(one.span, Sum::of(one.what).in_use(pools))];
    }
    let mut changes: Vec<(Day, bool, Carried)> = Vec::with_capacity(carriers.len() * 2);
    for carrier in carriers {
        changes.push((carrier.span.from, true, carrier.what));
        changes.push((carrier.span.to.next(), false, carrier.what));
    }
    changes.sort_unstable_by_key(|(day, _, _)| *day);
    let mut sum = Sum::default();
    let mut out: Vec<(Span, InUse)> = Vec::with_capacity(carriers.len());
    let mut changes = changes.into_iter().peekable();
    while let Some((day, comes, what)) = changes.next() {
        sum.change(what, comes);
        let Some((next, _, _)) = changes.peek().filter(|(next, _, _)| *next > day) else { continue };
        if sum.carriers == 0 {
            continue;
        }
        let (span, used) = (Span::new(day, next.previous()), sum.in_use(pools));
        match out.last_mut() {
            Some((last, before)) if *before == used && last.to.next() == span.from => last.to = span.to,
            _ => out.push((span, used)),
        }
    }
    out
}

/// What stands on the host at the moment of the sweep.
#[derive(Default)]
struct Sum {
    plain: u64,
    pooled: Vec<(u32, u64)>,
    bare: u32,
    carriers: i32,
}

impl Sum {
    fn of(what: Carried) -> Self {
        let mut sum = Self::default();
        sum.change(what, true);
        sum
    }

    fn change(&mut self, what: Carried, comes: bool) {
        // Cores are bounded on input to 10^9 thousandths: u64 holds 10^10 vms of that size.
        let step = |value: &mut u64, by: MilliCores| {
            *value = if comes { value.saturating_add(by.get()) } else { value.saturating_sub(by.get()) };
        };
        self.carriers += if comes { 1 } else { -1 };
        match what {
            Carried::Plain(cores) => step(&mut self.plain, cores),
            Carried::Bare if comes => self.bare += 1,
            Carried::Bare => self.bare -= 1,
            Carried::Pooled(pool, cores) => match self.pooled.iter_mut().find(|(p, _)| *p == pool) {
                Some((_, value)) => step(value, cores),
                None => self.pooled.push((pool, cores.get())),
            },
        }
    }

    fn in_use(&self, pools: &[Pool]) -> InUse {
        if self.bare > 0 {
            return InUse::Whole;
        }
        let limit = |pool: u32| pools.get(pool as usize).map_or(u64::MAX, |p| p.cores.get());
        let pooled = self.pooled.iter().map(|(pool, sum)| *sum.min(&limit(*pool)));
        InUse::Virtual(MilliCores::new(pooled.fold(self.plain, u64::saturating_add)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::rows::Place;

    fn days(from: i32, to: i32) -> Span {
        let zero = Day::from_ymd(2025, 1, 1).unwrap();
        Span::new(zero.plus(from), zero.plus(to))
    }

    #[test]
    fn pools_cap_their_vms_and_changes_merge() {
        let place = Place { file: 0, row: 1 };
        let pools = [Pool { name: "S".into(), cores: MilliCores::new(2_000), place }];
        let pooled =
            |from, to| Carrier { span: days(from, to), what: Carried::Pooled(0, MilliCores::new(1_500)) };
        let plain = Carrier { span: days(0, 9), what: Carried::Plain(MilliCores::new(4_000)) };
        let virt = |m| InUse::Virtual(MilliCores::new(m));
        assert_eq!(
            in_use(&[pooled(0, 4), pooled(2, 6), plain], &pools),
            [
                (days(0, 1), virt(5_500)),
                (days(2, 4), virt(6_000)),
                (days(5, 6), virt(5_500)),
                (days(7, 9), virt(4_000))
            ]
        );
    }

    #[test]
    fn a_bare_install_takes_the_whole_host() {
        let bare = Carrier { span: days(3, 5), what: Carried::Bare };
        let vm = Carrier { span: days(0, 9), what: Carried::Plain(MilliCores::new(500)) };
        let used = in_use(&[vm, bare], &[]);
        let cores: Vec<u32> = used.iter().map(|(_, u)| u.cores(Cores::new(16)).get()).collect();
        assert_eq!(cores, [1, 16, 1]);
    }
}
