//! Subcap on the command line.

fn main() {}
