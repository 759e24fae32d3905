//! Processor value units: how many PVU one core of a processor counts.
//!
//! **What it counts.** IBM's PVU metric weighs each core by its processor. The table names vendor, brand, type, model
//! and the most sockets the *server model can take* (not the sockets filled): mostly 70 up to two sockets, 100 up to
//! four, 120 above. [`PvuTable::find`] takes the processor name as vCenter, `RVTools` or ILMT print it.
//!
//! **When it applies.** To hosts without a rate of their own. If nothing matches, the caller takes 120, what ILMT
//! 9.2.11 and later apply to a processor they cannot tell.
//!
//! **Source.** `data/pvu_table.csv`, each row with its grade ([`Grade`]), source ids and date; the sources are listed
//! in `data/sources.csv`. A newer table is handed in by [`PvuTable::parse`].
//!
//! **Worked example.** A two-socket server with 14 cores on each Xeon E5-2690 v4 is 2 × 14 × 70 = 1,960 PVU:
//!
//! ```
//! use subcap_core::pvu::{Grade, PvuTable};
//!
//! let table = PvuTable::embedded()?;
//! let name = "Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz";
//! let found = table.find(name, Some(2)).ok_or("no row matches")?;
//! assert_eq!(found.rate, 70);
//! assert_eq!(found.grade, Grade::WorkedExample);
//! assert_eq!(2 * 14 * found.rate, 1_960);
//!
//! // Without the sockets of the server the tier is open: the highest rate counts, and the others are told.
//! let open = table.find(name, None).ok_or("no row matches")?;
//! assert_eq!((open.rate, open.other_rates), (100, vec![70]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which rows match
//!
//! 1. Names are compared as words: lower case; without trade marks, clock speed, `CPU`, `processor` and counts of
//!    cores; hyphen and space are the same; `Power 9`, `POWER9+` and `POWER9` are the same.
//! 2. If the name holds a model that some row knows, exactly the rows that know it match. Of several such models the
//!    first in the name counts: in `Xeon Gold 6530` it is `gold`, and 6530 is no Nehalem EX.
//! 3. If it names a family but no known model, all rows of the family match ([`Match::model_known`] is false).
//! 4. Then rows for servers with other numbers of sockets fall away. If none is left, nothing matches.
//! 5. Of several rates the highest counts. Its grade is the best one among the rows that give it.
//!
//! # Keys
//!
//! | key | matches |
//! |---|---|
//! | `epyc` | names with this word |
//! | `athlon dual core` | names with all three words |
//! | `power9 : s914 s922` | names with `power9` and one of the models |
//! | `power9/power : s914` | the same, with `power9` or `power` |
//! | `xeon : 7500-7599` | model numbers in the range, with up to two letters before: `X7560`, `E7540` |
//! | `xeon : 6000-6999p` | model numbers in the range with the letter after: `6787P`, not `6530` |
//! | `power7 : ps700-ps703` | model numbers in the range with the letters before |
//! | `xeon : e5-2690-v4` | words that follow one another (`e5-2690 v4` is read so too) |
//! | `z196 \| zenterprise 196` | one or the other |
//! | `: ac922 l922` | the models without a family |
//! | `! zbx` | as `zbx`, and rows without `!` are set aside: a flat rate for a place or an operating system |
//! | `-` | nothing: a row to be read, not matched |
//!
//! # What it does not cover
//!
//! Names that say less than the table asks: IBM machine types (`8286-42A`) are not turned into models, so
//! `PowerPC_POWER8` alone matches every POWER8 row. Whether a POWER core runs Linux (70) is seen only if the text
//! says so. Processors without a row (Itanium, PA-RISC, SPARC64 and T5, ARM, older Xeon 7000 and single-core
//! ones) match nothing or the whole family. The rows for Xeon E3 to Xeon 6 and for EPYC are unconfirmed, as is the rate of
//! the large Z models.

mod error;
mod find;
mod key;
mod row;
mod table;
mod words;

pub use error::PvuTableError;
pub use find::Match;
pub use row::{Grade, PvuRow, Sockets};
pub use table::PvuTable;
