//! UTF-16 within a text of bytes: told by its zeros, which every text has that holds a digit or a blank.

use memchr::memchr_iter;

use super::Pieces;
use crate::decoding::Decoding;
use crate::view::Piece;

/// How far text reaches beyond the last zero.
const REACH: usize = 128;

/// Fewer characters below U+0100 than this are no sign of UTF-16.
const FEWEST: usize = 4;

pub(super) fn pieces(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let mut open: Option<std::ops::Range<usize>> = None;
    for at in memchr_iter(0, bytes) {
        let range = at.saturating_sub(REACH)..(at + 1 + REACH).min(bytes.len());
        match &mut open {
            Some(open) if range.start <= open.end => open.end = range.end,
            _ => {
                if let Some(range) = open.replace(range) {
                    decode(bytes, range, pieces);
                }
            }
        }
    }
    if let Some(range) = open {
        decode(bytes, range, pieces);
    }
}

fn decode(bytes: &[u8], range: std::ops::Range<usize>, pieces: &mut Pieces<'_>) {
    for skipped in 0..2 {
        let start = range.start + skipped;
        let Some(text) = bytes.get(start..range.end).filter(|_| pieces.are_news(range.clone())) else {
            return;
        };
        for (decoding, read) in [
            (Decoding::Utf16Le, u16::from_le_bytes as fn([u8; 2]) -> u16),
            (Decoding::Utf16Be, u16::from_be_bytes),
        ] {
            let units = || text.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
            if units().filter(|unit| (1..0x100).contains(unit)).count() < FEWEST || pieces.enough() {
                continue;
            }
            let mut piece = Piece::with_capacity(decoding, text.len());
            let mut at = start;
            for character in char::decode_utf16(units()) {
                let character = character.unwrap_or('\u{fffd}');
                piece.extend(character.encode_utf8(&mut [0; 4]).as_bytes(), at);
                at += 2 * character.len_utf16();
            }
            pieces.push(piece);
        }
    }
}
