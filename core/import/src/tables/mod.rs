//! Facts as the rows of an estate's tables.
