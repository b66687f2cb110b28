//! The decodings, one entry each. Each knows one way in which a text is written, none knows a format.

mod base64;
mod characters;
mod code_pages;
mod doubled;
mod dumps;
mod escapes;
mod hex;
mod invisible;
mod joins;
mod lines;
mod marks;
mod notations;
mod records;
mod shell;
mod utf16;
mod web;
mod words;

pub(crate) use lines::ends;
pub(crate) use marks::SMALL;

use std::collections::HashSet;

use crate::budget::Budget;
use crate::bytes::{Bytes, HEX};
use crate::decoding::Decoding;
use crate::tag::mix;
use crate::view::{Edits, Piece, Reach, View};

pub(crate) struct Rule {
    pub(crate) decoding: Decoding,
    /// Without one of these bytes there is nothing to do; none where it is always tried.
    pub(crate) needs: Bytes,
    /// How much later its views are looked at than the one that they are made of.
    pub(crate) rank: u32,
    /// Nothing is made of its views: what else a text needs can be done before.
    pub(crate) last: bool,
    /// A decoding that this one undoes as well.
    pub(crate) includes: Option<Decoding>,
    make: Make,
}

impl Rule {
    /// Whether nothing of a text stands as it is where this decodes it.
    pub(crate) const fn leaves_nothing(&self) -> bool {
        matches!(self.make, Make::Pieces(_)) && !matches!(self.decoding, Decoding::Cells)
    }
}

enum Make {
    Edits(fn(&[u8], &mut Edits)),
    Pieces(fn(&[u8], &mut Pieces<'_>)),
}

/// Takes the pieces of a decoding, until it has enough.
pub(crate) struct Pieces<'a> {
    parent: &'a View,
    reach: Reach<'a>,
    budget: &'a mut Budget,
    /// What was decoded before.
    decoded: &'a mut HashSet<u64>,
    take: &'a mut dyn FnMut(View) -> bool,
}

impl Pieces<'_> {
    pub(crate) fn push(&mut self, piece: Piece) {
        let length = piece.bytes().len();
        if length > 0
            && self.reach.wants(self.parent, piece.place(0)..piece.place(length - 1))
            && self.budget.take(length)
            && !(self.take)(piece.into_view(self.parent))
        {
            self.budget.give_back(length);
        }
    }

    /// Whether these digits, the first of them at `at`, were not decoded yet: lines that are joined one way or another are the
    /// same to a decoding that passes over their ends.
    pub(crate) fn are_new(&mut self, digits: &[u8], at: usize) -> bool {
        self.decoded.insert(hash(digits, self.parent.origin(at)))
    }

    /// Whether so many bytes may be decoded.
    pub(crate) fn may_read(&mut self, bytes: usize) -> bool {
        self.budget.take(bytes)
    }

    /// Whether what stands at `range` or beside it differs from the view that the parent was made of; else the same was made
    /// of that.
    pub(crate) fn are_news(&self, range: std::ops::Range<usize>) -> bool {
        self.parent.is_changed_near(range.clone(), 0) && self.reach.wants(self.parent, range)
    }

    pub(crate) const fn enough(&self) -> bool {
        self.budget.is_spent()
    }
}

const fn edits(decoding: Decoding, needs: &[u8], make: fn(&[u8], &mut Edits)) -> Rule {
    Rule { decoding, needs: Bytes::of(needs), rank: 2, last: false, includes: None, make: Make::Edits(make) }
}

const fn last(decoding: Decoding, needs: &[u8], make: fn(&[u8], &mut Edits)) -> Rule {
    Rule { last: true, ..edits(decoding, needs, make) }
}

const fn pieces(decoding: Decoding, needs: &[u8], make: fn(&[u8], &mut Pieces<'_>)) -> Rule {
    Rule { decoding, needs: Bytes::of(needs), rank: 2, last: false, includes: None, make: Make::Pieces(make) }
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
    Rule { includes: Some(Decoding::Percent), ..edits(Decoding::Form, b"+", web::form) },
    edits(Decoding::Html, b"&", web::html),
    edits(Decoding::QuotedPrintable, b"=", web::quoted_printable),
    edits(Decoding::QuotedPrintable, b"?", web::quoted_words),
    edits(Decoding::Base64, b"?", web::base64_words),
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
    edits(Decoding::Mojibake, HIGH, characters::mojibake_of_a_console),
    edits(Decoding::Mojibake, HIGH, characters::mojibake_of_a_us_console),
    // Any character beyond ASCII could be a sign of these, so they are tried in small texts only.
    last(Decoding::Mojibake, HIGH, characters::of_a_console),
    last(Decoding::Mojibake, HIGH, characters::windows_on_a_console),
    last(Decoding::Mojibake, HIGH, characters::console_on_windows),
    edits(Decoding::Composed, HIGH, characters::composed),
    // The form in which a value is stored, as the line ends below are: a value that is stored with both is not found.
    last(Decoding::Decomposed, HIGH, characters::decomposed),
    edits(Decoding::LineBreaks, b"\n\r", lines::joined),
    edits(Decoding::LineBreaks, b"\n\r", lines::joined_as_they_are),
    edits(Decoding::LineMarks, b"\n", marks::joined),
    edits(Decoding::LineMarks, b"\n", marks::joined_behind_a_prefix),
    edits(Decoding::LineMarks, b"\n", marks::taken_out),
    edits(Decoding::LineMarks, b"\n", marks::prefix_taken_out),
    edits(Decoding::LineMarks, b"\n", marks::tails_taken_out),
    edits(Decoding::LineMarks, b" \t", marks::dedented),
    edits(Decoding::LineMarks, b"\n", marks::gutters),
    edits(Decoding::LineMarks, b":", dumps::traces),
    edits(Decoding::Records, b"\n", records::on_lines),
    edits(Decoding::Records, b"{", records::in_a_row),
    edits(Decoding::FoldedLines, b"\n", lines::folded),
    edits(Decoding::FoldedLines, b"\n", lines::unfolded),
    edits(Decoding::FoldedLines, b"-", lines::blanks_for_breaks),
    edits(Decoding::LineMarks, b"\n", marks::folded),
    edits(Decoding::Concatenation, b"\"'`)", joins::strings),
    edits(Decoding::Records, b",", joins::lines),
    edits(Decoding::Tags, b"<", web::tags),
    edits(Decoding::Tags, b"<", web::tags_for_breaks),
    edits(Decoding::Escapes, b"#", escapes::octal_behind_hashes),
    edits(Decoding::Escapes, b"M^", notations::meta),
    edits(Decoding::Escapes, b"<", notations::angles),
    edits(Decoding::Escapes, b"\\", escapes::decimal),
    edits(Decoding::HexEscapes, b"\\", escapes::hexadecimal),
    edits(Decoding::Rtf, b"\\", words::rtf),
    edits(Decoding::Latex, b"\\{", words::latex),
    edits(Decoding::Ooxml, b"_", words::ooxml),
    pieces(Decoding::HexDump, b" \t", dumps::dumps),
    pieces(Decoding::HexDump, b" ", dumps::columns),
    pieces(Decoding::DecimalBytes, b"", hex::decimals),
    pieces(Decoding::Cells, b"|\xe2", joins::cells),
    edits(Decoding::LineEnds, b"\r", lines::line_feeds),
    last(Decoding::LineEnds, b"\n", lines::carriage_returns),
];

/// Makes the views of a decoding, `edits` being room for that.
pub(crate) fn apply(
    rule: &Rule,
    parent: &View,
    reach: Reach<'_>,
    edits: &mut Edits,
    budget: &mut Budget,
    decoded: &mut HashSet<u64>,
    take: &mut dyn FnMut(View) -> bool,
) {
    match rule.make {
        Make::Edits(make) => {
            make(&parent.bytes, edits);
            edits.views(parent, rule.decoding, reach, budget, take);
            edits.clear();
        }
        Make::Pieces(make) => make(&parent.bytes, &mut Pieces { parent, reach, budget, decoded, take }),
    }
}

/// What stands for bytes that were made of what stands at `origin`.
pub(crate) fn hash(bytes: &[u8], origin: usize) -> u64 {
    let mut state = mix(origin as u64 ^ (bytes.len() as u64) << 32);
    let (words, rest) = bytes.as_chunks();
    for word in words {
        state = mix(state ^ u64::from_le_bytes(*word));
    }
    mix(rest.iter().fold(state, |state, byte| state.rotate_left(8) ^ u64::from(*byte)))
}

/// The value of each byte that is a hexadecimal digit, and 16 for all others: most of a text is asked for it.
static HEX_DIGITS: [u8; 256] = {
    let mut digits = [16; 256];
    let mut at = 0;
    while at < HEX.len() {
        digits[HEX[at] as usize] = if at < 16 { at } else { at - 6 } as u8;
        at += 1;
    }
    digits
};

/// The value of a hexadecimal digit.
#[inline]
pub(crate) const fn hex_digit(byte: u8) -> Option<u8> {
    match HEX_DIGITS[byte as usize] {
        16 => None,
        digit => Some(digit),
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
    let bytes = bytes.get(..length)?;
    // What Base64 and the like make of other texts seldom goes on as a character does.
    if bytes[1] & 0xc0 != 0x80 {
        return None;
    }
    Some((std::str::from_utf8(bytes).ok()?.chars().next()?, length))
}
