//! Packed tables: gzip and zstd, told by their first bytes, and how much may come out of an archive.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// What archives may unpack to, all together. Reading needs little memory however much it is, so this only
/// keeps an archive made to do harm from running for days.
#[derive(Debug)]
pub struct Allowance {
    limit: u64,
    used: AtomicU64,
}

impl Allowance {
    pub fn new(limit: u64) -> Self {
        Self { limit, used: AtomicU64::new(0) }
    }

    /// The same bytes, counted.
    pub fn count<R: Read>(&self, from: R) -> Counted<'_, R> {
        Counted { from, allowance: self }
    }
}

/// Unpacked bytes on their way.
pub struct Counted<'a, R> {
    from: R,
    allowance: &'a Allowance,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        let used = self.allowance.used.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        if used > self.allowance.limit {
            let text = format!("what is packed comes to more than {} bytes", self.allowance.limit);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
        }
        Ok(read)
    }
}

/// The bytes of a table, unpacked if they are packed.
pub fn unpacked<'a>(from: impl Read + 'a, allowance: &'a Allowance) -> io::Result<Box<dyn Read + 'a>> {
    let mut from = BufReader::with_capacity(1 << 16, from);
    let start = from.fill_buf()?;
    Ok(if start.starts_with(&GZIP) {
        // Several gzip files in one are one text, as for gzip itself.
        Box::new(allowance.count(flate2::bufread::MultiGzDecoder::new(from)))
    } else if start.starts_with(&ZSTD) {
        Box::new(allowance.count(Zstd::new(from)))
    } else {
        Box::new(from)
    })
}

/// Whether bytes begin as those of a packed file do.
pub fn is_packed(start: &[u8]) -> bool {
    start.starts_with(&GZIP) || start.starts_with(&ZSTD)
}

const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// The frames of a zstd file, one after the other; the decoder itself knows one frame only.
struct Zstd<R> {
    from: R,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(from: R) -> Self {
        Self { from, decoder: FrameDecoder::new(), within: false }
    }

    /// Begins the next frame. `false` at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.from.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.from) {
                Ok(()) => return Ok(true),
                // A frame of something else than data, such as the index of a seekable file.
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.from).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    fn end(&mut self) -> io::Result<()> {
        let stated = self.decoder.get_checksum_from_data();
        if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
            return Err(io::Error::other("the checksum does not agree"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            while self.within && self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let blocks = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.from, blocks).map_err(io::Error::other)?;
            }
            if self.within {
                let read = self.decoder.read(into)?;
                if read > 0 || into.is_empty() {
                    return Ok(read);
                }
                self.end()?;
            }
            self.within = self.begin()?;
            if !self.within {
                return Ok(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        unpacked(bytes, &Allowance::new(limit))?.read_to_end(&mut out)?;
        Ok(out)
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn gzip(text: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        io::Write::write_all(&mut out, text)?;
        out.finish()
    }

    #[test]
    fn several_frames_are_one_text() -> io::Result<()> {
        let skipped = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"xyz"].concat();
        let framed = [zstd(b"vm,cores\n"), skipped, zstd(b""), zstd(b"v,2\n")].concat();
        assert_eq!(whole(&framed, 100)?, b"vm,cores\nv,2\n");
        assert_eq!(whole(&[gzip(b"vm,cores\n")?, gzip(b"v,2\n")?].concat(), 100)?, b"vm,cores\nv,2\n");
        assert_eq!(whole(b"vm,cores\n", 1)?, b"vm,cores\n");
        assert_eq!(whole(b"", 1)?, b"");
        Ok(())
    }

    #[test]
    fn damaged_and_excessive_archives_are_errors() -> io::Result<()> {
        for packed in [zstd(&[b'x'; 5000]), gzip(&[b'x'; 5000])?] {
            assert!(whole(&packed, 4999).is_err());
            assert_eq!(whole(&packed, 5000)?.len(), 5000);
            // Four bytes say what it is; with fewer it is no packed file.
            for cut in [4, 6, packed.len() - 1] {
                assert!(packed.get(..cut).is_some_and(|start| whole(start, 5000).is_err()), "cut at {cut}");
            }
        }
        Ok(())
    }
}
