//! Reads what is packed, but never more than is allowed: in all, and for one event of the XML.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

/// More than a cell of any workbook holds (Excel's limit is 32,767 characters).
const LONGEST_EVENT: usize = 4 << 20;

/// Bytes inflated so far are taken from what a workbook may take in all.
pub(super) struct Bounded<'b, R> {
    inner: BufReader<Allowed<'b, R>>,
    event: usize,
}

struct Allowed<'b, R> {
    inner: R,
    left: &'b Cell<u64>,
}

impl<'b, R: Read> Bounded<'b, R> {
    pub(super) fn new(inner: R, left: &'b Cell<u64>) -> Self {
        Self { inner: BufReader::with_capacity(64 << 10, Allowed { inner, left }), event: 0 }
    }

    /// Another event begins.
    pub(super) fn next_event(&mut self) {
        self.event = 0;
    }
}

impl<R: Read> Read for Allowed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than may be read")),
        }
        Ok(read)
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into)
    }
}

impl<R: Read> BufRead for Bounded<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event > LONGEST_EVENT {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a cell is longer than any cell"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.event = self.event.saturating_add(amount);
        self.inner.consume(amount);
    }
}
