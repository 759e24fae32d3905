//! The ratio between units of a bundled product and of its bundle, from the two quantities a snapshot states.

/// Largest side of a ratio tried: two digits between units of one kind, three from PVU to cores.
const LARGEST: u64 = 1000;

/// The simplest `a:b` with which so many units come to that many units of the bundle, rounded up.
///
/// Seven units at 2:1 come to four; 7:4 would do as well and is nobody's ratio.
pub(super) fn simplest(units: u64, of_bundle: u64) -> Option<(u32, u32)> {
    if units == 0 || of_bundle == 0 {
        return None;
    }
    // With so many on the right side, the fewest on the left that do not come to more.
    let fewest = |b: u64| {
        let product = units.checked_mul(b)?;
        let a = product.div_ceil(of_bundle);
        (a <= LARGEST && product.div_ceil(a) == of_bundle).then_some((a, b))
    };
    let (a, b) = (1..=LARGEST).filter_map(fewest).min_by_key(|(a, b)| (a + b, *a))?;
    Some((u32::try_from(a).ok()?, u32::try_from(b).ok()?))
}

#[cfg(test)]
mod tests {
    use super::simplest;

    #[test]
    fn the_simplest_ratio_that_fits() {
        assert_eq!(simplest(9, 45), Some((1, 5)));
        assert_eq!(simplest(6, 3), Some((2, 1)));
        assert_eq!(simplest(7, 4), Some((2, 1)));
        assert_eq!(simplest(4, 4), Some((1, 1)));
        assert_eq!(simplest(12, 5), Some((5, 2)));
        assert_eq!(simplest(560, 4), Some((140, 1)));
        assert_eq!(simplest(70, 1), Some((70, 1)));
        assert_eq!(simplest(0, 4), None);
        assert_eq!(simplest(1, u64::MAX), None);
        assert_eq!(simplest(u64::MAX, 1), None);
    }
}
