//! What the name of a server tells: ILMT puts manufacturer, type and serial number into it, or a provider and a UUID.

/// Serial number: the last word behind manufacturer and type, as in `IBM Corp. 7946 99B716687`.
pub(super) fn serial(name: &str) -> Option<&str> {
    let (before, last) = name.rsplit_once(' ')?;
    let serial = before.contains(' ') && last.len() >= 4 && last.bytes().any(|byte| byte.is_ascii_digit());
    serial.then_some(last)
}

/// A public cloud is a provider with the UUID of a machine, as in `IBM SoftLayer 11ccd0e7-596a-8725-b962-22b4abf9b02a`.
pub(super) fn is_cloud(name: &str) -> bool {
    let Some((_, id)) = name.rsplit_once(' ') else { return false };
    let dashes = [8, 13, 18, 23];
    id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match dashes.contains(&at) {
            true => byte == b'-',
            false => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn servers_are_told_by_the_shape_of_their_names() {
        assert_eq!(super::serial("IBM Corp. 7946 99B716687"), Some("99B716687"));
        assert_eq!(super::serial("IBM Corp. 1 A"), None);
        assert!(super::is_cloud("IBM SoftLayer 11ccd0e7-596a-8725-b962-22b4abf9b02a"));
        assert!(!super::is_cloud("IBM Corp. 7946 99B716687"));
    }
}
