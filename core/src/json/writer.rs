//! How JSON is laid out: brackets, commas, line ends, quotes.

use std::fmt::Write as _;

/// A JSON text as it grows.
pub struct Writer {
    pub text: String,
    laid_out: bool,
    /// How many lists and objects are open.
    depth: usize,
    /// Whether the innermost of them has something in it.
    filled: bool,
}

impl Writer {
    pub fn new(laid_out: bool) -> Self {
        Self { text: String::new(), laid_out, depth: 0, filled: false }
    }

    #[inline(never)]
    pub fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.filled = false;
    }

    #[inline(never)]
    pub fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if self.filled {
            self.new_line();
        }
        self.text.push(bracket);
        self.filled = true;
    }

    fn new_line(&mut self) {
        /// One copy for a line's end and its place: answers have tens of thousands of lines.
        const DEPTHS: &str = "\n                                ";
        if self.laid_out {
            let usual = (2 * self.depth).min(DEPTHS.len() - 1);
            self.text.push_str(DEPTHS.get(..=usual).unwrap_or(DEPTHS));
            for _ in usual / 2..self.depth {
                self.text.push_str("  ");
            }
        }
    }

    /// Before an element of a list, or a key.
    #[inline(never)]
    pub fn next(&mut self) {
        if self.filled {
            self.text.push(',');
        }
        self.new_line();
    }

    #[inline(never)]
    pub fn colon(&mut self) {
        self.text.push_str(if self.laid_out { ": " } else { ":" });
    }

    #[inline(never)]
    pub fn key(&mut self, key: &str) {
        self.next();
        self.quoted(key);
        self.colon();
    }

    #[inline(never)]
    pub fn quoted(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            let (plain, special) = rest.split_at(at);
            self.text.push_str(plain);
            let mut characters = special.chars();
            self.escaped(characters.next().unwrap_or_default());
            rest = characters.as_str();
        }
        self.text.push_str(rest);
        self.text.push('"');
        self.filled = true;
    }

    fn escaped(&mut self, character: char) {
        let short = match character {
            '"' | '\\' => character,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            // Writing into a text cannot fail.
            other => return write!(self.text, "\\u{:04x}", u32::from(other)).unwrap_or_default(),
        };
        self.text.push('\\');
        self.text.push(short);
    }

    #[inline(never)]
    pub fn word(&mut self, word: &str) {
        self.text.push_str(word);
        self.filled = true;
    }

    #[inline(never)]
    pub fn signed(&mut self, number: i64) {
        write!(self.text, "{number}").unwrap_or_default();
        self.filled = true;
    }

    #[inline(never)]
    pub fn unsigned(&mut self, number: u64) {
        write!(self.text, "{number}").unwrap_or_default();
        self.filled = true;
    }
}
