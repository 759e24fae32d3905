//! What is packed into the single file, unpacked: LZMA, as `xz --format=lzma` makes it. It has no checksum; the
//! page checks one.

use lzma_rust2::{LzmaReader, Read as _};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// More than this is none of ours.
const MOST_KIB: u32 = 64 << 10;

/// The bytes that were packed.
#[wasm_bindgen]
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, JsError> {
    unpacked(packed).ok_or_else(|| JsError::new("this part of the file is damaged"))
}

/// Bytes 5 to 12 of the header say how many there will be.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let size = packed.get(5..13)?.try_into().ok().map(u64::from_le_bytes)?;
    let size = usize::try_from(size).ok().filter(|size| size >> 10 <= MOST_KIB as usize)?;
    let mut whole = vec![0; size];
    let mut reader = LzmaReader::new_mem_limit(packed, MOST_KIB, None).ok()?;
    reader.read_exact(&mut whole).ok()?;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    /// `printf 'host,cores\nhost,cores\nhost,cores\n' | xz --format=lzma` with the size in the header.
    const PACKED: &[u8] = &[
        0x5D, 0x00, 0x00, 0x80, 0x00, 0x21, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x34, 0x1B, 0xCA,
        0xCE, 0x1D, 0x73, 0x79, 0xFF, 0x4B, 0xBE, 0x12, 0xE5, 0x06, 0xC4, 0xA2, 0xCB, 0x3B, 0xFF, 0xFF, 0xFB,
        0xD8, 0x40, 0x00,
    ];

    #[test]
    fn what_was_packed_comes_out_and_damage_is_seen() {
        assert_eq!(unpacked(PACKED).as_deref(), Some("host,cores\n".repeat(3).as_bytes()));
        // The last bytes only say that it ends.
        for end in 0..PACKED.len() - 6 {
            assert_eq!(unpacked(&PACKED[..end]), None, "cut off after {end}");
        }
        let mut absurd = PACKED.to_vec();
        absurd[5..13].fill(0x7F);
        assert_eq!(unpacked(&absurd), None, "says that it is far too much");
    }
}
