//! Units as types, so that impossible products do not compile.
//!
//! * [`Cores`] × [`PvuPerCore`] → [`Quantity`] (PVU; the rate is 1 for VPC and RVU)
//! * [`Quantity`] × [`Price`] → [`Charge`] (an exact fraction), rounded once into [`Money`]
//!
//! Nothing else multiplies:
//!
//! ```compile_fail
//! use subcap_core::units::Quantity;
//! let squared = Quantity::new(480) * Quantity::new(480);
//! ```
//!
//! ```compile_fail
//! use subcap_core::units::{Cores, Money};
//! let nonsense = Cores::new(4).priced(Money::ZERO);
//! ```

mod capacity;
mod fraction;
mod money;

pub use capacity::{Cores, MilliCores, PvuPerCore, Quantity};
pub use fraction::Fraction;
pub use money::{BasisPoints, Charge, Currency, Money, Price};

/// A count or an amount left the range its type can hold. Never wrapped, always an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number became too large to be exact")]
pub struct Overflow;
