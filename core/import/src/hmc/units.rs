//! Processor units as decimals: exact, in thousandths of a core.

/// `2.5` is 2500. More than three decimals are rounded up, so that nothing is lost.
pub(super) fn milli(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) || fraction.len() > 12 {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let (kept, rest) = fraction.split_at_checked(3).unwrap_or((fraction, ""));
    let kept: u64 = format!("{kept:0<3}").parse().ok()?;
    let up = u64::from(rest.bytes().any(|byte| byte != b'0'));
    whole.checked_mul(1000)?.checked_add(kept)?.checked_add(up)
}

/// Whole cores of thousandths, rounded up.
pub(super) fn cores(milli: u64) -> Option<u32> {
    u32::try_from(milli.div_ceil(1000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_exact() {
        let good = [
            ("2.5", 2500),
            ("0.05", 50),
            ("16", 16_000),
            ("16.0", 16_000),
            (".1", 100),
            ("0", 0),
            ("1.2340", 1234),
            ("1.2341", 1235),
            (" 3.75 ", 3750),
        ];
        for (text, expected) in good {
            assert_eq!(milli(text), Some(expected), "{text}");
        }
        for text in
            ["", "null", "-1", "1,5", "1.5.0", ".", "1e3", "99999999999999999999", "99999999999999999"]
        {
            assert_eq!(milli(text), None, "{text}");
        }
        assert_eq!((cores(15_500), cores(16_000), cores(u64::MAX)), (Some(16), Some(16), None));
    }
}
