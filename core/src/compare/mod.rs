//! **Two positions side by side**: what changed, ranked by money, and why.
//!
//! Ours against the auditor's data, last quarter's against this one's. [`reports`] needs no more than
//! two reports, written at any time; [`estates`] also says which step of the way from one estate to
//! the other costs how much (a waterfall that adds up exactly) and which rows differ.
//!
//! ```
//! use subcap_core::compare::{Position, estates};
//! use subcap_core::estate::{Options, resolve};
//! use subcap_core::{price::Readings, pvu::PvuTable, read::Reader};
//! let pvu_table = PvuTable::embedded().unwrap();
//! // The first estate has a report of 2025; the second has not.
//! let mut sides = Vec::new();
//! for evidence in ["m,measured,*,2025-01-01,\nr,report,*,2025-01-01,2025-12-31\n", "m,measured,*,2025-01-01,\n"] {
//!     let mut reader = Reader::default();
//!     reader.file("estate.toml", b"as_of = 2025-12-31")?;
//!     reader.file("hosts.csv", b"host,cores,pvu_per_core\nh,10,100\n")?;
//!     reader.file("vms.csv", b"vm,host,cores\nv,h,2\n")?;
//!     reader.file("products.csv", b"product,metric,list_price\nMQ,PVU,10\n")?;
//!     reader.file("installs.csv", b"product,vm,from\nMQ,v,2025-01-01\n")?;
//!     reader.file("entitlements.csv", b"product,quantity\nMQ,200\n")?;
//!     reader.file("evidence.csv", format!("id,kind,scope,from,to\n{evidence}").as_bytes())?;
//!     let (tables, findings) = reader.finish().unwrap();
//!     let estate = resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).unwrap();
//!     sides.push((tables, estate));
//! }
//! let position = |side: usize| Position { tables: &sides[side].0, estate: &sides[side].1 };
//! let readings = Readings::built_in()?.select(&["opening".into()])?;
//! let comparison = estates(position(0), position(1), &readings, &pvu_table, subcap_core::estimate)?;
//! let opening = &comparison.readings[0];
//! // 1,000 PVU on the whole host less 200 held, at 10.00, and two years of support at 20 percent.
//! assert_eq!(opening.difference, "11200.00");
//! assert_eq!((opening.causes[0].step.as_str(), opening.causes[0].amount.as_str()), ("evidence", "11200.00"));
//! # Ok::<(), subcap_core::error::Error>(())
//! ```

mod data;
mod estates;
mod fresh;
mod given;
mod hybrid;
mod kept;
mod products;
mod quarters;
mod reports;
mod rows;

pub use data::{
    Amounts, Cause, Comparison, ProductChange, QuarterChange, QuarterSide, ReadingChange, ReadingSide,
    Reason, RowChange, RowsChange, Side, Split, Units, UnitsChange, UnitsQuarter,
};
pub use estates::{Position, estates};
pub use given::Given;
pub use reports::reports;

/// Version of the comparison.
pub const SCHEMA: &str = "subcap.comparison/1";

/// The published JSON Schema of the comparison.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.comparison-1.schema.json");
