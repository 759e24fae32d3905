//! Words held once and told apart by number, so that a row of a report is some hundred bytes and no text.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A word's number. The empty word is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Word(u32);

impl Word {
    /// Whether it is the empty word.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// The words of a batch.
#[derive(Debug)]
pub(super) struct Words {
    numbers: FxHashMap<Arc<str>, Word>,
    list: Vec<Arc<str>>,
}

impl Default for Words {
    fn default() -> Self {
        let mut words = Self { numbers: FxHashMap::default(), list: Vec::new() };
        words.add("".into());
        words
    }
}

impl Words {
    /// The number of a cell's word. A line break within it (ILMT writes some) becomes a blank.
    pub fn of(&mut self, cell: &str) -> Word {
        if let Some(known) = self.numbers.get(cell) {
            return *known;
        }
        if !cell.contains(char::is_control) {
            return self.add(cell.into());
        }
        let parts = cell.split(char::is_control).filter(|part| !part.is_empty());
        let clean = parts.collect::<Vec<_>>().join(" ");
        let word = self.of(clean.trim());
        self.numbers.insert(cell.into(), word);
        word
    }

    /// The number of a word that is known.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.numbers.get(text).copied()
    }

    fn add(&mut self, text: Arc<str>) -> Word {
        let word = Word(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Arc::clone(&text));
        self.numbers.insert(text, word);
        word
    }

    /// The word as text.
    pub fn text(&self, word: Word) -> &str {
        self.list.get(word.0 as usize).map_or("", |text| text)
    }

    /// The word as a name that facts can share.
    pub fn name(&self, word: Word) -> Arc<str> {
        self.list.get(word.0 as usize).map_or_else(|| "".into(), Arc::clone)
    }

    /// The same, if it is not the empty word.
    pub fn some(&self, word: Word) -> Option<Arc<str>> {
        (!word.is_none()).then(|| self.name(word))
    }
}

/// The word of the row before: reports are sorted, so most cells repeat the one above them.
#[derive(Debug, Default)]
pub(super) struct Above {
    cell: String,
    word: Word,
}

impl Above {
    /// The number of a cell's word.
    pub fn word(&mut self, cell: &str, words: &mut Words) -> Word {
        if self.cell != cell {
            self.word = words.of(cell);
            self.cell.clear();
            self.cell.push_str(cell);
        }
        self.word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_and_no_line_break() {
        let mut words = Words::default();
        let (one, two) = (words.of("exclude\nthis"), words.of("exclude this"));
        assert_eq!((one, words.text(one)), (two, "exclude this"));
        assert_ne!(words.of("other"), one);
        assert!(words.of("").is_none() && words.of("\n").is_none());
        let mut above = Above::default();
        assert!(above.word("", &mut words).is_none());
        assert_eq!(above.word("other", &mut words), words.of("other"));
        assert_eq!(above.word("exclude\nthis", &mut words), one);
    }
}
