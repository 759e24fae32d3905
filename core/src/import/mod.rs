//! **Imports.** What another tool wrote becomes the rows of the estate's tables.
//!
//! In: the files people really hold. Out: [`Imported`] rows of the very types that step 1 reads, each
//! with the file and line it came from, and findings on what was recognised, what could not be used and
//! what deserves a look. From there on nothing knows that an import took place.

pub mod ilmt;
mod imported;

pub use imported::Imported;
