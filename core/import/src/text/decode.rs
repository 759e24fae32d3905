//! Encodings. Exports are UTF-8 with or without a byte order mark; spreadsheets re-save them as UTF-16 or
//! Windows-1252.
//!
//! Own code, because `encoding_rs` brings the tables of every encoding of the web, half a megabyte in the browser.

use std::borrow::Cow;

/// Turns UTF-16 into UTF-8 and takes a byte order mark away; other bytes pass.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    kept: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Start,
    Bytes,
    Utf16 {
        big: bool,
    },
}

impl Decoder {
    /// The next bytes, as UTF-8 as far as they are complete.
    pub fn push<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        match self.state {
            State::Bytes => Cow::Borrowed(bytes),
            State::Utf16 { big } => Cow::Owned(self.utf16(bytes, big)),
            State::Start => {
                self.kept.extend_from_slice(bytes);
                if self.kept.len() < 3 {
                    return Cow::Borrowed(&[]);
                }
                Cow::Owned(self.begin())
            }
        }
    }

    /// What was held back.
    pub fn end(&mut self) -> Vec<u8> {
        match self.state {
            State::Start => self.begin(),
            State::Bytes => Vec::new(),
            // Half a character at the end: kept visible.
            State::Utf16 { .. } if self.kept.is_empty() => Vec::new(),
            State::Utf16 { .. } => char::REPLACEMENT_CHARACTER.to_string().into_bytes(),
        }
    }

    fn begin(&mut self) -> Vec<u8> {
        let kept = std::mem::take(&mut self.kept);
        let (state, rest) = match kept.as_slice() {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (State::Bytes, rest),
            [0xFF, 0xFE, rest @ ..] => (State::Utf16 { big: false }, rest),
            [0xFE, 0xFF, rest @ ..] => (State::Utf16 { big: true }, rest),
            // Text of a Western language without its mark: every second byte is zero.
            [first, 0, ..] if *first != 0 => (State::Utf16 { big: false }, kept.as_slice()),
            [0, second, ..] if *second != 0 => (State::Utf16 { big: true }, kept.as_slice()),
            _ => (State::Bytes, kept.as_slice()),
        };
        self.state = state;
        match state {
            State::Utf16 { big } => {
                let rest = rest.to_vec();
                self.utf16(&rest, big)
            }
            _ => rest.to_vec(),
        }
    }

    fn utf16(&mut self, bytes: &[u8], big: bool) -> Vec<u8> {
        self.kept.extend_from_slice(bytes);
        let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        let (pairs, _) = self.kept.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(unit).collect();
        // The first half of a pair waits for the second.
        if units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.pop();
        }
        self.kept.drain(..2 * units.len());
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        text.into_bytes()
    }
}

/// Bytes as text: UTF-8, or else what Windows writes in Western Europe. The second value says it was not UTF-8.
pub fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()), true),
    }
}

fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8], slice: usize) -> String {
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        for part in bytes.chunks(slice) {
            out.extend_from_slice(&decoder.push(part));
        }
        out.extend(decoder.end());
        text(&out).0.into_owned()
    }

    #[test]
    fn every_encoding_in_slices_of_any_size() {
        let said = "vm,Größe €\n𝄞,1\n";
        let utf16 = |big: bool| -> Vec<u8> {
            std::iter::once(0xFEFF)
                .chain(said.encode_utf16())
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let with_mark = [&[0xEF, 0xBB, 0xBF], said.as_bytes()].concat();
        let forms =
            [said.as_bytes().to_vec(), with_mark, utf16(true), utf16(false), utf16(false)[2..].to_vec()];
        for form in forms {
            for slice in 1..9 {
                assert_eq!(whole(&form, slice), said);
            }
        }
        assert_eq!(whole(b"Gr\xF6\xDFe \x80", 2), "Größe €");
        assert_eq!(whole(b"a", 1), "a");
        assert_eq!(whole(b"", 1), "");
    }
}
