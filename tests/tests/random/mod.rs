//! Random valid estates and readings, small and full of interacting rules; the same seed, the same bytes.
#![allow(dead_code, unused_imports, reason = "each test target uses a part of it")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "choices between small numbers"
)]

mod entitlements;
mod estate;
mod evidence;
mod machines;
mod overlay;
mod reading;
mod rng;
mod sheet;
mod software;

pub use estate::{random_estate, shuffle_rows};
pub use overlay::{KINDS, overlay_of_kind, random_overlay};
pub use reading::random_reading;
pub use rng::Rng;
