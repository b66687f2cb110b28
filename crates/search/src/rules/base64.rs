//! Base64 of either alphabet, padded or not, folded or not.
//!
//! A run of digits is decoded from each of its first four places, so it does not matter where in it a text begins. What
//! comes out counts only where it could be a text.

use super::Pieces;
use crate::buffer::Buffer;
use crate::decoding::Decoding;
use crate::tag::SHORTEST;
use crate::view::Piece;

/// Digits of the shortest value.
const FEWEST: usize = (8 * SHORTEST).div_ceil(6);

const NONE: u8 = 0xff;

/// What each byte stands for.
static DIGITS: [u8; 256] = {
    let mut digits = [NONE; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut at = 0;
    while at < 64 {
        digits[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    digits[b'-' as usize] = 62;
    digits[b'_' as usize] = 63;
    digits
};

pub(super) fn pieces(bytes: &[u8], pieces: &mut Pieces<'_>) {
    let is_digit = |byte: u8| DIGITS[usize::from(byte)] != NONE;
    let mut run = Run { digits: Buffer::new(), places: Vec::new() };
    let mut at = 0;
    while at < bytes.len() && !pieces.enough() {
        if is_digit(bytes[at]) {
            run.digits.push(DIGITS[usize::from(bytes[at])]);
            run.places.push(at);
            at += 1;
            continue;
        }
        let gap = fold(&bytes[at..]);
        if gap > 0 && !run.places.is_empty() && bytes.get(at + gap).is_some_and(|byte| is_digit(*byte)) {
            at += gap;
            continue;
        }
        run.decode(pieces);
        at += 1;
    }
    run.decode(pieces);
}

/// A line break with the blanks around it; 0 where there is none.
pub(super) fn fold(bytes: &[u8]) -> usize {
    let length = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    if bytes[..length].contains(&b'\n') { length } else { 0 }
}

struct Run {
    digits: Buffer,
    places: Vec<usize>,
}

impl Run {
    fn decode(&mut self, pieces: &mut Pieces<'_>) {
        for skipped in 0..4 {
            if self.places.len() >= FEWEST + skipped && !pieces.enough() {
                let piece = self.decoded(skipped);
                pieces.read(piece.bytes().len());
                push_texts(&piece, pieces);
            }
        }
        self.digits.clear();
        self.places.clear();
    }

    fn decoded(&self, skipped: usize) -> Piece {
        let mut piece = Piece::with_capacity(Decoding::Base64, self.places.len() / 4 * 3 + 3);
        let (mut held, mut bits) = (0_u32, 0);
        for (digit, place) in self.digits.iter().zip(&self.places).skip(skipped) {
            held = held << 6 | u32::from(*digit);
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                piece.push((held >> bits) as u8, *place);
            }
        }
        piece
    }
}

/// Passes on the parts of a piece that could be a text; UTF-16 as a whole.
pub(super) fn push_texts(piece: &Piece, pieces: &mut Pieces<'_>) {
    let bytes = piece.bytes();
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    if 4 * zeros >= bytes.len() && zeros < bytes.len() {
        pieces.push(piece.part(0..bytes.len()));
        return;
    }
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() && !pieces.enough() {
        if let Some((_, length)) = super::character(&bytes[at..]) {
            at += length;
            continue;
        }
        // One byte of Latin-1 within a text of ASCII.
        let is_within = at >= start + 3
            && bytes[at - 3..at].iter().all(u8::is_ascii_graphic)
            && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
        if !is_within {
            if at - start >= SHORTEST {
                pieces.push(piece.part(start..at));
            }
            start = at + 1;
        }
        at += 1;
    }
    if at - start >= SHORTEST {
        pieces.push(piece.part(start..at));
    }
}
