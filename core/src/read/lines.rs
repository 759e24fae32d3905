/// Line numbers as an editor shows them: a line ends with `\n`, `\r\n`, or a `\r` alone (old Mac
/// exports), and a line end may be cut in two by a slice.
#[derive(Debug, Default)]
pub struct Lines {
    ended: u64,
    after_cr: bool,
    at_start: bool,
}

impl Lines {
    /// The line the next byte stands on; the first is 1.
    pub fn number(&self) -> u64 {
        self.ended + 1
    }

    /// How many lines there are after that one, up to the last byte passed.
    pub fn further_than(&self, line: Option<u64>) -> u64 {
        line.map_or(0, |line| (self.number() - u64::from(self.at_start)).saturating_sub(line))
    }

    /// Counts the line ends of these bytes.
    pub fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_cr);
            self.ended += u64::from(ends);
            self.after_cr = *byte == b'\r';
            self.at_start = matches!(byte, b'\r' | b'\n');
        }
    }

    /// Counts lines that end with `\n`.
    pub fn pass_lines(&mut self, lines: u32) {
        if lines > 0 {
            (self.ended, self.after_cr, self.at_start) = (self.ended + u64::from(lines), false, true);
        }
    }

    /// How many lines have ended.
    pub fn ended(&self) -> u64 {
        self.ended
    }

    /// Whether a `\n` that comes next belongs to the line end before.
    pub fn may_be_cut(&self) -> bool {
        self.after_cr
    }

    /// Goes on with what was counted from here on.
    pub fn append(&mut self, further: &Self) {
        *self = Self { ended: self.ended + further.ended, ..*further };
    }

    /// Passes the line ends at the beginning and says how many bytes they are.
    pub fn skip_blank(&mut self, bytes: &[u8]) -> usize {
        let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.pass(bytes.get(..blank).unwrap_or(&[]));
        blank
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn every_kind_of_line_end_counts_once_however_it_is_cut() {
        for (text, number) in
            [("a\nb", 2), ("a\r\nb", 2), ("a\rb", 2), ("a\n\nb", 3), ("a\r\rb", 3), ("a\r\n\rb", 3)]
        {
            let (mut whole, mut cut) = (Lines::default(), Lines::default());
            whole.pass(text.as_bytes());
            text.as_bytes().iter().for_each(|byte| cut.pass(&[*byte]));
            assert_eq!((whole.number(), cut.number()), (number, number), "{text:?}");
        }
    }
}
