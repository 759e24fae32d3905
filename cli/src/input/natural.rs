//! The order in which people number files: `vms-2` before `vms-10`.

use std::cmp::Ordering;

/// Compares runs of digits as numbers, all else byte by byte; equal only if the texts are.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.as_bytes(), b.as_bytes());
    loop {
        let (x_digits, x_rest) = digits(x);
        let (y_digits, y_rest) = digits(y);
        if !x_digits.is_empty() && !y_digits.is_empty() {
            let (m, n) = (without_zeros(x_digits), without_zeros(y_digits));
            let order = m.len().cmp(&n.len()).then(m.cmp(n));
            if order.is_ne() {
                return order;
            }
            (x, y) = (x_rest, y_rest);
            continue;
        }
        match (x, y) {
            ([p, x_rest @ ..], [q, y_rest @ ..]) if p == q => (x, y) = (x_rest, y_rest),
            // Of names that differ in leading zeros only, the plain order decides.
            ([], []) => return a.cmp(b),
            _ => return x.cmp(y),
        }
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|b| b.is_ascii_digit()).count())
}

fn without_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|b| **b == b'0').count();
    digits.get(zeros..).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn numbers_sort_as_numbers() {
        let mut names = ["vms-10.csv", "vms-2.csv", "vms.csv", "vms-02.csv", "hosts.csv", "vms-2-b.csv"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["hosts.csv", "vms-2-b.csv", "vms-02.csv", "vms-2.csv", "vms-10.csv", "vms.csv"]);
    }
}
