//! The texts that cells refer to by number.

use quick_xml::events::Event;

use super::package::{Failure, Xml};

/// All of them in one piece: a million short ones take little more than their letters.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// The text of a number.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..end)
    }

    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, Failure> {
        let mut texts = Self::default();
        let mut taker = Taker::default();
        loop {
            match xml.next()? {
                Event::End(element) if element.local_name().as_ref() == "si" => {
                    texts.ends.push(texts.text.len())
                }
                Event::Eof => return Ok(texts),
                event => taker.take(&event, "t", &mut texts.text)?,
            }
        }
    }
}

/// Collects the text inside elements of one name, without the phonetic runs beside it.
#[derive(Debug, Default)]
pub(super) struct Taker {
    inside: bool,
    phonetic: bool,
}

impl Taker {
    pub(super) fn take(&mut self, event: &Event<'_>, of: &str, into: &mut String) -> Result<(), Failure> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => self.phonetic = true,
                name if name == of => self.inside = !self.phonetic,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => self.phonetic = false,
                name if name == of => self.inside = false,
                _ => {}
            },
            Event::Text(text) if self.inside => into.push_str(&text.xml10_content()),
            Event::CData(text) if self.inside => into.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if self.inside => {
                let name: &str = entity.as_ref();
                match quick_xml::escape::resolve_xml_entity(name) {
                    Some(text) => into.push_str(text),
                    None => match entity.resolve_char_ref()? {
                        Some(char) => into.push(char),
                        None => return Err(Failure::Damaged(format!("the entity {name} is not expanded"))),
                    },
                }
            }
            _ => {}
        }
        Ok(())
    }
}
