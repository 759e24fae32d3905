//! Bytes of files to the core's reader, on all threads.
//!
//! A large table is cut at row boundaries, and smaller ones go side by side; either way what was read is joined
//! in the order of the files, so the outcome is the same bytes with any number of threads.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use subcap_core::error::Error;
use subcap_core::read::{Part, Reader};

use super::entries::{Entries, Entry};
use super::unpack::{Allowance, is_packed, unpacked};
use super::{not_unpacked, unreadable};
use crate::progress::Reading;

/// Files are handed to the core in slices of this size: they still lie in the processor's cache when they are
/// parsed.
const SLICE: usize = 1 << 18;
/// A table of more bytes is cut into pieces of at least as many. Each piece learns its vms anew.
const PIECE: u64 = 16 << 20;
/// Pieces to a thread: one that is held up leaves the others something to take over.
const PIECES_PER_THREAD: u64 = 2;

/// Hands over files, and says how far it is.
#[derive(Debug)]
pub struct Feed {
    allowance: Allowance,
}

/// A file being read, and what is counted on the way.
struct Run<'a> {
    allowance: &'a Allowance,
    entries: &'a Entries,
    progress: Reading,
}

impl Feed {
    /// Archives may unpack to so many bytes.
    pub fn new(most_unpacked: u64) -> Self {
        Self { allowance: Allowance::new(most_unpacked) }
    }

    /// What archives may unpack to.
    pub fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// Reads these files into the reader.
    pub fn read(&self, reader: &mut Reader, entries: &Entries) -> Result<(), Error> {
        let progress = Reading::new(entries.list.iter().map(|entry| entry.size).sum());
        let run = Run { allowance: &self.allowance, entries, progress };
        let beside = entries.can_be_read_beside_each_other() && rayon::current_num_threads() > 1;
        let mut rest = entries.list.as_slice();
        while let Some((entry, further)) = rest.split_first() {
            let stretch = rest.iter().take_while(|e| e.is_rows() && !is_large(e)).count();
            if beside && is_large(entry) {
                run.in_pieces(reader, entry)?;
                rest = further;
            } else if beside && stretch > 1 {
                let (several, further) = rest.split_at(stretch);
                run.beside_each_other(reader, several)?;
                rest = further;
            } else {
                run.one(reader, entry)?;
                rest = further;
            }
        }
        run.progress.finish();
        Ok(())
    }
}

/// Whether a file is cut: only one that lies open can be.
fn is_large(entry: &Entry) -> bool {
    entry.size >= 2 * PIECE && entry.is_rows() && entry.path().is_some_and(|path| !starts_packed(path))
}

fn starts_packed(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    is_packed(start.get(..read).unwrap_or(&[]))
}

impl Run<'_> {
    /// A file from its first to its last byte.
    fn one(&self, reader: &mut Reader, entry: &Entry) -> Result<(), Error> {
        reader.begin(&entry.name)?;
        self.entries.with(entry, |bytes| {
            let failed = |e: io::Error| not_unpacked(&entry.name, &e);
            let bytes: Box<dyn Read + '_> = match entry.is_rows() {
                true => unpacked(bytes, self.allowance).map_err(failed)?,
                false => Box::new(bytes),
            };
            let bytes: Box<dyn Read + '_> =
                if entry.is_zipped() { Box::new(self.allowance.count(bytes)) } else { bytes };
            self.all(bytes, |slice| reader.push(slice).map(|()| reader.lines()), failed)
        })?;
        reader.end()
    }

    /// Pushes all bytes, slice by slice.
    fn all(
        &self,
        mut from: impl Read,
        mut push: impl FnMut(&[u8]) -> Result<u64, Error>,
        failed: impl Fn(io::Error) -> Error,
    ) -> Result<(), Error> {
        let mut slice = vec![0; SLICE];
        let mut lines = 0;
        loop {
            let read = match from.read(&mut slice) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(failed(e)),
            };
            let now = push(slice.get(..read).unwrap_or(&[]))?;
            self.progress.add(read as u64, now.saturating_sub(lines));
            lines = now;
        }
    }

    /// Several files, each thread some that follow each other.
    fn beside_each_other(&self, reader: &mut Reader, entries: &[Entry]) -> Result<(), Error> {
        let all: u64 = entries.iter().map(|entry| entry.size).sum();
        let share = all / (rayon::current_num_threads() as u64 * PIECES_PER_THREAD) + 1;
        let mut before = 0;
        let numbered: Vec<(u64, &Entry)> = (entries.iter())
            .map(|entry| {
                before += entry.size;
                ((before - entry.size) / share, entry)
            })
            .collect();
        let groups: Vec<&[(u64, &Entry)]> = numbered.chunk_by(|a, b| a.0 == b.0).collect();
        let read: Vec<(Reader, Result<(), Error>)> = groups
            .into_par_iter()
            .map(|group| {
                let mut reader = Reader::default();
                let read = group.iter().try_for_each(|(_, entry)| self.one(&mut reader, entry));
                (reader, read)
            })
            .collect();
        for (part, read) in read {
            // The findings until an error are taken over with it; later files have not been read then.
            let added = reader.add(part);
            read?;
            added?;
        }
        Ok(())
    }

    /// A large table, cut behind line ends. Whether a row begins there is not known before everything in front
    /// of it is read: a quoted cell may hold line ends. So each piece is read as if one did, and if the reader
    /// then finds itself within a row, the piece is read again behind it.
    fn in_pieces(&self, reader: &mut Reader, entry: &Entry) -> Result<(), Error> {
        let Some(path) = entry.path() else { return self.one(reader, entry) };
        let failed = |e: io::Error| unreadable(Path::new(&entry.name), &e);
        let mut file = BufReader::with_capacity(SLICE, File::open(path).map_err(failed)?);
        reader.begin(&entry.name)?;
        let mut start = 0;
        while reader.part().is_none() && start < PIECE {
            let mut line = Vec::new();
            (&mut file).take(PIECE).read_until(b'\n', &mut line).map_err(failed)?;
            if line.is_empty() {
                break;
            }
            start += line.len() as u64;
            reader.push(&line)?;
        }
        let again = |reader: &mut Reader, piece: Range<u64>| {
            let bytes = bytes_of(path, &piece).map_err(failed)?;
            self.all(bytes, |slice| reader.push(slice).map(|()| reader.lines()), failed)
        };
        if reader.part().is_none() {
            again(reader, start..u64::MAX)?;
            return reader.end();
        }
        let pieces = pieces(&mut file, start, entry.size).map_err(failed)?;
        let begun: Vec<(Range<u64>, Part)> =
            pieces.into_iter().filter_map(|piece| Some((piece, reader.part()?))).collect();
        let read: Vec<(Range<u64>, Result<Part, Error>)> = begun
            .into_par_iter()
            .map(|(piece, mut part)| {
                let bytes = bytes_of(path, &piece).map_err(failed);
                let read = bytes.and_then(|bytes| {
                    self.all(bytes, |slice| part.push(slice).map(|()| part.lines()), failed)
                });
                (piece, read.map(|()| part))
            })
            .collect();
        for (piece, part) in read {
            if !reader.join(part?) {
                again(reader, piece)?;
            }
        }
        reader.end()
    }
}

/// Where to cut a file of that size from some byte on.
fn pieces(file: &mut BufReader<File>, start: u64, size: u64) -> io::Result<Vec<Range<u64>>> {
    let threads = rayon::current_num_threads() as u64;
    let length = (size.saturating_sub(start) / (threads * PIECES_PER_THREAD)).max(PIECE);
    let mut pieces = Vec::new();
    let mut from = start;
    while from + length < size {
        let near = from + length;
        file.seek(SeekFrom::Start(near))?;
        let mut line = Vec::new();
        let skipped = file.take(PIECE).read_until(b'\n', &mut line)? as u64;
        if line.last() != Some(&b'\n') {
            break;
        }
        pieces.push(from..near + skipped);
        from = near + skipped;
    }
    // The last piece goes to the end, also if the file has grown since.
    pieces.push(from..u64::MAX);
    Ok(pieces)
}

fn bytes_of(path: &Path, piece: &Range<u64>) -> io::Result<impl Read> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(piece.start))?;
    Ok(file.take(piece.end - piece.start))
}
