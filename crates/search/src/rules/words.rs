//! Decodings that go by words: names of HTML, commands of RTF and LaTeX, Office's `_x0041_`.

use memchr::{memchr, memchr_iter};

use super::{hex_number, hex_pair};
use crate::rules::code_pages::windows_character;
use crate::view::Edits;

/// Names of ASCII's punctuation and of what word processors put in its place.
const NAMES: &str = "amp&lt<gt>quot\"apos'nbsp\u{a0}sol/bsol\\plus+equals=num#dollar$percnt%lpar(rpar)ast*comma,period.colon:semi;\
excl!quest?commat@lsqb[rsqb]lbrack[rbrack]lcub{rcub}lbrace{rbrace}Hat^lowbar_grave`verbar|vert|midast*Tab\tNewLine\nhyphen‐dash‐\
shy\u{ad}ndash–mdash—lsquo‘rsquo’ldquo“rdquo”laquo«raquo»hellip…zwj\u{200d}zwnj\u{200c}euro€AMP&LT<GT>QUOT\"";

/// The names of U+00A1 to U+00FF, in order.
const LATIN: &str = "iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc \
Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc \
otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The character that a name stands for.
pub(super) fn entity(name: &[u8], closed: bool) -> Option<char> {
    if name.is_empty() || !closed {
        return None;
    }
    let mut rest = NAMES;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric())?;
        let character = rest[end..].chars().next()?;
        if &rest.as_bytes()[..end] == name {
            return Some(character);
        }
        rest = &rest[end + character.len_utf8()..];
    }
    let place = LATIN.split(' ').position(|latin| latin.as_bytes() == name)?;
    char::from_u32(0xa1 + u32::try_from(place).ok()?)
}

/// `\'e9`, `\u233?`, `\{`, `\par` and other breaks of lines.
pub(super) fn rtf(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'\\', rest)) {
        let start = at + found;
        at = start + 2;
        let rest = &bytes[start + 1..];
        match rest.first() {
            Some(b'\'') => {
                if let Some(byte) = hex_pair(&rest[1..]) {
                    edits.put(start..start + 4, windows_character(byte));
                    at = start + 4;
                }
            }
            Some(b'u') => {
                let negative = usize::from(rest.get(1) == Some(&b'-'));
                let digits =
                    rest[1 + negative..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
                let number = rest[1 + negative..][..digits]
                    .iter()
                    .fold(0_u32, |value, digit| 10 * value + u32::from(digit - b'0'));
                let number = if negative == 1 { 0x1_0000_u32.saturating_sub(number) } else { number };
                let ends = rest.get(1 + negative + digits).is_none_or(|byte| !byte.is_ascii_alphanumeric());
                if let Some(character) = char::from_u32(number).filter(|_| digits > 0 && ends) {
                    // One character stands in for those who cannot read it.
                    let end = start + 2 + negative + digits;
                    let stand_in = usize::from(bytes.get(end).is_some_and(|byte| *byte == b'?'));
                    edits.put(start..end + stand_in, character);
                    at = end + stand_in;
                }
            }
            Some(b'{' | b'}' | b'\\') => edits.push(start..start + 1, b"", false),
            Some(b'~') => edits.replace(start..at, "\u{a0}".as_bytes()),
            Some(b'_') => edits.push(start..at, b"-", false),
            Some(b'-') => edits.push(start..at, b"", false),
            // As `TextEdit` writes a break. In a large text it is a line of a script that goes on.
            Some(b'\n') => edits.push(start..at, b"\n", edits.is_small),
            Some(b'p' | b'l') => match break_of_lines(rest) {
                Some(length) => {
                    at = start + 1 + length;
                    edits.replace(start..at, b"\n");
                }
                None => at = start + 1,
            },
            Some(b't') if control_word(rest).0 == b"tab" => {
                at = start + 1 + control_word(rest).1;
                edits.push(start..at, b"\t", false);
            }
            Some(_) | None => at = start + 1,
        }
    }
}

/// How long `par` or `line` is, with the white space and the commands for the look of the next line behind it.
fn break_of_lines(rest: &[u8]) -> Option<usize> {
    let (b"par" | b"line", mut at) = control_word(rest) else { return None };
    loop {
        at += rest[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        match rest[at..] {
            [b'\\', b'a'..=b'z', ..] => match control_word(&rest[at + 1..]) {
                (b"par" | b"line" | b"tab" | b"u", _) => return Some(at),
                (word, _) if CHARACTERS.contains(&word) => return Some(at),
                (_, length) => at += 1 + length,
            },
            _ => return Some(at),
        }
    }
}

/// The letters of a command, and how long it is with its number and the blank that ends it.
fn control_word(rest: &[u8]) -> (&[u8], usize) {
    let word = rest.iter().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_lowercase()).count();
    let sign = usize::from(matches!(rest[word..], [b'-', b'0'..=b'9', ..]));
    let digits = rest[word + sign..].iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    let end = word + sign + digits;
    (&rest[..word], end + usize::from(rest.get(end) == Some(&b' ')))
}

/// Commands of RTF that are characters.
const CHARACTERS: [&[u8]; 7] =
    [b"emdash", b"endash", b"bullet", b"lquote", b"rquote", b"ldblquote", b"rdblquote"];

/// Letters of a command of RTF.
const LONGEST_WORD: usize = 32;

/// What LaTeX has for characters that mean something to it.
const LATEX: [(&str, &str); 17] = [
    ("\\textbackslash{}", "\\"),
    ("\\textbackslash ", "\\"),
    ("\\textasciitilde{}", "~"),
    ("\\textasciitilde ", "~"),
    ("\\textasciicircum{}", "^"),
    ("\\textasciicircum ", "^"),
    ("\\textbar{}", "|"),
    ("\\textless{}", "<"),
    ("\\textgreater{}", ">"),
    ("\\textquotesingle{}", "'"),
    ("\\textquotedbl{}", "\""),
    ("\\textasciigrave{}", "`"),
    ("\\^{}", "^"),
    ("\\~{}", "~"),
    ("{[}", "["),
    ("{]}", "]"),
    ("{-}", "-"),
];

pub(super) fn latex(bytes: &[u8], edits: &mut Edits) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'\\', b'{', rest)) {
        let start = at + found;
        let rest = &bytes[start..];
        at = start + 1;
        if !rest
            .get(1)
            .is_some_and(|next| b"t^~[]-".contains(next) || rest[0] == b'\\' && next.is_ascii_punctuation())
        {
            continue;
        }
        if let Some((written, plain)) = LATEX.iter().find(|(written, _)| rest.starts_with(written.as_bytes()))
        {
            edits.replace(start..start + written.len(), plain.as_bytes());
            at = start + written.len();
        } else if rest[0] == b'\\' && rest.get(1).is_some_and(u8::is_ascii_punctuation) {
            edits.push(start..start + 1, b"", false);
            at = start + 2;
        }
    }
}

/// `_x0041_`.
pub(super) fn ooxml(bytes: &[u8], edits: &mut Edits) {
    for start in memchr_iter(b'_', bytes) {
        let rest = &bytes[start + 1..];
        if rest.first() == Some(&b'x')
            && rest.get(5) == Some(&b'_')
            && let (value, 4) = hex_number(&rest[1..], 4)
            && let Some(character) = char::from_u32(value)
        {
            edits.put(start..start + 7, character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::entity;

    #[test]
    fn names_stand_for_their_characters() {
        for (name, character) in [
            ("amp", '&'),
            ("quot", '"'),
            ("eacute", 'é'),
            ("yuml", 'ÿ'),
            ("iexcl", '¡'),
            ("sol", '/'),
            ("Hat", '^'),
            ("euro", '€'),
            ("Eacute", 'É'),
        ] {
            assert_eq!(entity(name.as_bytes(), true), Some(character), "{name}");
        }
        assert_eq!(entity(b"none", true), None);
        assert_eq!(entity(b"", true), None);
    }
}
