//! Draws from a printed seed. SplitMix64 (Steele, Lea and Flood, 2014), written out: the same draws on
//! every platform and for good, which no library of random numbers promises across its versions.

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `below`: the high half of a product, as even as 64 bits allow.
    pub fn below(&mut self, below: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(below.max(1));
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Any order with the same chance (Fisher and Yates).
    pub fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            let other = self.below(u64::try_from(last + 1).unwrap_or(1));
            list.swap(last, usize::try_from(other).unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    /// The published first draws of SplitMix64 from seed 1234567.
    #[test]
    fn draws_are_the_published_ones() {
        let mut chance = Chance::new(1_234_567);
        let first = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([chance.next(), chance.next(), chance.next()], first);
    }

    #[test]
    fn an_order_loses_nothing() {
        let mut list: Vec<usize> = (0..100).collect();
        Chance::new(1).shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
    }
}
