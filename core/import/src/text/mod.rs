//! Text: from bytes in any of the dialects exports are written in to records with line numbers.

mod decode;
mod numbers;
mod records;
mod words;

pub use decode::{Decoder, text};
pub use numbers::{GROUP, Number, decimal_mark, number};
pub(crate) use records::TITLES;
pub use records::{Oddities, Record, Records};
pub use words::{Header, is_no, is_yes, plain};
