//! The decodings, one entry each. Each knows one way in which a text is written, none knows a format.

mod base64;
mod characters;
mod doubled;
mod escapes;
mod hex;
mod invisible;
mod joins;
mod lines;
mod marks;
mod shell;
mod utf16;
mod web;
mod words;

use crate::decoding::Decoding;
use crate::view::{Edits, Piece, View};

/// One decoding.
pub(crate) struct Rule {
    decoding: Decoding,
    /// Without one of these bytes there is nothing to do.
    pub(crate) needs: &'static [u8],
    /// How much later its views are looked at than the one that they are made of.
    pub(crate) rank: u32,
    /// For the text itself only, and nothing else within: elsewhere it costs more than it finds.
    pub(crate) alone: bool,
    make: Make,
}

enum Make {
    Edits(fn(&[u8], &mut Edits)),
    Pieces(fn(&[u8], &mut Pieces<'_>)),
}

/// What a decoding made.
pub(crate) enum Yield {
    /// So many bytes were decoded, to no avail or not.
    Read(usize),
    View(View),
}

/// Takes the pieces of a decoding, until it has enough.
pub(crate) struct Pieces<'a> {
    parent: &'a View,
    take: &'a mut dyn FnMut(Yield) -> bool,
    enough: bool,
}

impl Pieces<'_> {
    pub(crate) fn push(&mut self, piece: Piece) {
        if !self.enough && !piece.bytes().is_empty() {
            self.enough = !(self.take)(Yield::View(piece.into_view(self.parent)));
        }
    }

    /// Says that so many bytes were decoded.
    pub(crate) fn read(&mut self, bytes: usize) {
        self.enough |= !(self.take)(Yield::Read(bytes));
    }

    pub(crate) const fn enough(&self) -> bool {
        self.enough
    }
}

/// Which bytes occur in a text.
pub(crate) struct Presence([bool; 256]);

impl Presence {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut present = [false; 256];
        for byte in bytes {
            present[usize::from(*byte)] = true;
        }
        Self(present)
    }

    pub(crate) fn any(&self, bytes: &[u8]) -> bool {
        bytes.is_empty() || bytes.iter().any(|byte| self.0[usize::from(*byte)])
    }
}

const fn edits(decoding: Decoding, needs: &'static [u8], make: fn(&[u8], &mut Edits)) -> Rule {
    Rule { decoding, needs, rank: 2, alone: false, make: Make::Edits(make) }
}

const fn alone(decoding: Decoding, needs: &'static [u8], make: fn(&[u8], &mut Edits)) -> Rule {
    Rule { decoding, needs, rank: 3, alone: true, make: Make::Edits(make) }
}

const fn pieces(decoding: Decoding, needs: &'static [u8], make: fn(&[u8], &mut Pieces<'_>)) -> Rule {
    Rule { decoding, needs, rank: 2, alone: false, make: Make::Pieces(make) }
}

/// Bytes of characters beyond ASCII.
const HIGH: &[u8] = &{
    let mut bytes = [0; 128];
    let mut at = 0;
    while at < 128 {
        bytes[at] = 128 + at as u8;
        at += 1;
    }
    bytes
};

/// All decodings. Those that cost much and find little come last.
pub(crate) static RULES: &[Rule] = &[
    pieces(Decoding::Utf16Le, b"\0", utf16::pieces),
    pieces(Decoding::Base64, b"", base64::pieces),
    edits(Decoding::Escapes, b"\\", escapes::language),
    edits(Decoding::EscapedPunctuation, b"\\", escapes::punctuation),
    edits(Decoding::Backslashes, b"\\", escapes::literal),
    edits(Decoding::Percent, b"%", web::percent),
    edits(Decoding::Form, b"+", web::form),
    edits(Decoding::Html, b"&", web::html),
    edits(Decoding::QuotedPrintable, b"=", web::quoted_printable),
    pieces(Decoding::Hex, b"", hex::pieces),
    edits(Decoding::Doubled, b"$", doubled::dollars),
    edits(Decoding::Doubled, b"'", doubled::single_quotes),
    edits(Decoding::Doubled, b"\"", doubled::double_quotes),
    edits(Decoding::Doubled, b"%", doubled::percents),
    edits(Decoding::Doubled, b"{}", doubled::braces),
    edits(Decoding::Doubled, b"}", doubled::closing_braces),
    edits(Decoding::Doubled, b"`", doubled::backticks),
    edits(Decoding::Doubled, b"^", doubled::carets),
    edits(Decoding::Doubled, b"]", doubled::brackets),
    edits(Decoding::Doubled, b"@", doubled::ats),
    edits(Decoding::Doubled, b"&", doubled::ampersands),
    edits(Decoding::Doubled, b"#", doubled::hashes),
    edits(Decoding::Doubled, b"!", doubled::exclamations),
    edits(Decoding::Carets, b"^", escapes::carets),
    edits(Decoding::Backticks, b"`", escapes::backticks),
    edits(Decoding::Pipes, b"|", escapes::pipes),
    edits(Decoding::ShellQuotes, b"'\"", shell::quotes),
    edits(Decoding::TerminalCodes, b"\x1b^", invisible::terminal_codes),
    edits(Decoding::TerminalCodes, b"[", invisible::bare_codes),
    edits(Decoding::Invisible, invisible::NEEDS, invisible::invisible),
    edits(Decoding::Typography, HIGH, characters::typography),
    edits(Decoding::Typography, HIGH, characters::typography_of_dashes),
    edits(Decoding::Latin1, HIGH, characters::latin1),
    edits(Decoding::Latin1, HIGH, characters::latin1_throughout),
    edits(Decoding::Mojibake, HIGH, characters::mojibake),
    edits(Decoding::Composed, HIGH, characters::composed),
    edits(Decoding::Decomposed, HIGH, characters::decomposed),
    edits(Decoding::LineBreaks, b"\n\r", lines::joined),
    edits(Decoding::LineBreaks, b"\n\r", lines::joined_as_they_are),
    edits(Decoding::LineMarks, b"\n", marks::joined),
    edits(Decoding::LineMarks, b"\n", marks::joined_behind_a_prefix),
    edits(Decoding::LineMarks, b"\n", marks::taken_out),
    edits(Decoding::LineMarks, b"\n", marks::prefix_taken_out),
    edits(Decoding::FoldedLines, b"\n", lines::folded),
    edits(Decoding::LineMarks, b"\n", marks::folded),
    edits(Decoding::Concatenation, b"\"'`)", joins::strings),
    edits(Decoding::Tags, b"<", web::tags),
    edits(Decoding::HexEscapes, b"\\", escapes::hexadecimal),
    edits(Decoding::Rtf, b"\\", words::rtf),
    edits(Decoding::Latex, b"\\{", words::latex),
    edits(Decoding::Ooxml, b"_", words::ooxml),
    pieces(Decoding::HexDump, b" ", hex::dumps),
    pieces(Decoding::DecimalBytes, b"", hex::decimals),
    pieces(Decoding::Cells, b"|\xe2", joins::cells),
    edits(Decoding::LineEnds, b"\r", lines::line_feeds),
    edits(Decoding::LineEnds, b"\n", lines::carriage_returns),
    alone(Decoding::AddedLineBreak, b"", lines::added),
];

/// Makes the views of a decoding; stops when `take` has enough.
pub(crate) fn apply(rule: &Rule, parent: &View, context: usize, take: &mut dyn FnMut(Yield) -> bool) {
    match rule.make {
        Make::Edits(make) => {
            let mut edits = Edits::new();
            make(&parent.bytes, &mut edits);
            edits.views(parent, rule.decoding, context, |view| take(Yield::View(view)));
        }
        Make::Pieces(make) => make(&parent.bytes, &mut Pieces { parent, take, enough: false }),
    }
}

/// The value of a hexadecimal digit.
#[inline]
pub(crate) const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let [high, low] = *bytes.first_chunk()?;
    Some(hex_digit(high)? << 4 | hex_digit(low)?)
}

/// The number that up to `most` hexadecimal digits at the front stand for, and how many they are.
pub(crate) fn hex_number(bytes: &[u8], most: usize) -> (u32, usize) {
    let mut number = 0;
    let mut count = 0;
    for digit in bytes.iter().take(most.min(8)).map_while(|byte| hex_digit(*byte)) {
        number = number << 4 | u32::from(digit);
        count += 1;
    }
    (number, count)
}

/// Whether a byte is a blank or a tab.
#[inline]
pub(crate) const fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// How many blanks and tabs stand at the front.
pub(crate) fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_blank(**byte)).count()
}

/// How many blanks and tabs stand at the end.
pub(crate) fn blanks_behind(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| is_blank(**byte)).count()
}

/// The character at the front, if it is whole, and its bytes.
pub(crate) fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let length = match first {
        0..=0x7f => return Some((char::from(first), 1)),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let character = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    Some((character, length))
}
