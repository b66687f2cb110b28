//! What stands in a text besides values: fingerprints of values, and signs that a value stood here and was taken out.

use std::collections::HashMap;

use latchboard_contract::FullFingerprint;
use memchr::memchr;

use crate::place::Place;
use crate::rules::hex_digit;

/// Fingerprints that are kept, and places of what cannot be searched.
pub const MOST_RECOGNISED: usize = 20_000;

/// Why a value that a text speaks of cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsearchable {
    /// `***`, `xxxx1234`, `[MASKED]`, `<redacted>`, `(sensitive value)`.
    Masked,
    /// A SHA-1 or MD5, or a hash that is made for passwords, in place of the value.
    Hashed,
    /// A block that is encrypted.
    Encrypted,
}

/// A fingerprint that stands in the texts.
#[derive(Clone)]
pub struct Named {
    pub fingerprint: FullFingerprint,
    /// Where it stands first.
    pub place: Place,
    /// How often it stands there.
    pub count: u64,
}

/// What one chunk holds, with offsets; and, added up, what all texts hold.
#[derive(Default)]
pub(crate) struct Recognised {
    pub(crate) fingerprints: Vec<(FullFingerprint, usize)>,
    pub(crate) unsearchable: Vec<(Unsearchable, usize)>,
    pub(crate) named: Vec<Named>,
    numbers: HashMap<FullFingerprint, usize>,
    pub(crate) places: Vec<(Unsearchable, Place)>,
    pub(crate) counts: [u64; 3],
}

impl Recognised {
    pub(crate) fn add(
        &mut self,
        fingerprints: Vec<(FullFingerprint, Place)>,
        unsearchable: Vec<(Unsearchable, Place)>,
    ) {
        for (fingerprint, place) in fingerprints {
            if let Some(number) = self.numbers.get(&fingerprint) {
                self.named[*number].count += 1;
            } else if self.named.len() < MOST_RECOGNISED {
                self.numbers.insert(fingerprint.clone(), self.named.len());
                self.named.push(Named { fingerprint, place, count: 1 });
            }
        }
        for (what, place) in unsearchable {
            self.counts[what as usize] += 1;
            if self.places.len() < MOST_RECOGNISED {
                self.places.push((what, place));
            }
        }
    }
}

/// Looks at the lines of a chunk; what begins at or behind `until` is left to the next one.
pub(crate) fn recognise(chunk: &[u8], until: usize, found: &mut Recognised) {
    let mut at = 0;
    let mut line_start = 0;
    while at < until {
        let rest = &chunk[at..];
        let line = line_start..at;
        let took = match rest[0] {
            b'\n' => {
                line_start = at + 1;
                0
            }
            // Before the digits, of which `E` is one.
            b'S' | b'E'
                if !at.checked_sub(1).is_some_and(|before| is_word(chunk[before]))
                    && armour(rest, at, found) > 0 =>
            {
                0
            }
            byte if hex_digit(byte).is_some()
                && !at.checked_sub(1).is_some_and(|before| is_word(chunk[before])) =>
            {
                digest(chunk, line, at, found)
            }
            b'*' | b'#' | 0xe2 => mask(chunk, line, at, found),
            b'{' if ciphers(rest) => {
                found.unsearchable.push((Unsearchable::Encrypted, at));
                0
            }
            b'[' | b'<' | b'(' | b'{' | b'R' | b'V' => word_mask(chunk, at, found),
            b'$' => hash_of_password(rest, at, found),
            b'-' => armour(rest, at, found),
            b'x' | b'X' => letters(chunk, at, found),
            _ => 0,
        };
        at += took.max(1);
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// 64 digits in a row, or 32 pairs with a sign between them; 40 or 32 digits where the line says what they are.
fn digest(chunk: &[u8], line: std::ops::Range<usize>, at: usize, found: &mut Recognised) -> usize {
    let rest = &chunk[at..];
    let length = rest.iter().take(129).take_while(|byte| hex_digit(**byte).is_some()).count();
    let ends = |end: usize| rest.get(end).is_none_or(|byte| !is_word(*byte));
    if length == 64 && ends(64) {
        if let Some(fingerprint) = std::str::from_utf8(&rest[..64]).ok().and_then(FullFingerprint::parse) {
            found.fingerprints.push((fingerprint, at));
        }
    } else if length == 2 && rest.len() >= 95 && ends(95) {
        let separator = rest[2];
        let pairs = rest[..95].chunks(3);
        let is_list = matches!(separator, b':' | b'-' | b' ')
            && pairs.clone().all(|pair| pair.get(2).is_none_or(|byte| *byte == separator));
        let digits: String = pairs.flat_map(|pair| pair[..2].iter().map(|byte| char::from(*byte))).collect();
        if let Some(fingerprint) = FullFingerprint::parse(&digits).filter(|_| is_list) {
            found.fingerprints.push((fingerprint, at));
            return 95;
        }
    } else if (length == 40 || length == 32) && ends(length) {
        let label = &chunk[line.start.max(at.saturating_sub(64))..at];
        let says = |word: &[u8]| label.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
        if says(b"sha1") || says(b"sha-1") || says(b"md5") || says(b"hashed") {
            found.unsearchable.push((Unsearchable::Hashed, at));
        }
    }
    length
}

/// Signs that stand for what was taken out.
const SIGNS: [&[u8]; 6] = [b"*", "•".as_bytes(), "●".as_bytes(), "█".as_bytes(), "∗".as_bytes(), b"#"];

/// Three signs or more that are neither a rule across the page nor Markdown.
fn mask(chunk: &[u8], line: std::ops::Range<usize>, at: usize, found: &mut Recognised) -> usize {
    let rest = &chunk[at..];
    let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(sign)) else { return 0 };
    let count = rest.chunks(sign.len()).take_while(|chunk| chunk == sign).count();
    let length = count * sign.len();
    let least = if *sign == b"#" { 8 } else { 3 };
    let before = &chunk[line];
    // A rule, or a title between two of them.
    let is_first = before.iter().all(|byte| !is_word(*byte))
        || before
            .trim_ascii_start()
            .strip_prefix(b"/")
            .unwrap_or(before.trim_ascii_start())
            .starts_with(sign);
    let stands_free = before.last().is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let goes_on = rest.get(length).is_some_and(|byte| byte.is_ascii_alphanumeric());
    // More than Markdown has are a mask, also before the end of a value that is shown.
    if count >= least && !is_first && !(stands_free && goes_on && count < 8) {
        found.unsearchable.push((Unsearchable::Masked, at));
    }
    length
}

/// Four times the same letter or more, with at most four signs of the value behind.
fn letters(chunk: &[u8], at: usize, found: &mut Recognised) -> usize {
    let rest = &chunk[at..];
    let count = rest.iter().take_while(|byte| **byte == rest[0]).count();
    let shown = rest[count..].iter().take(5).take_while(|byte| is_word(**byte)).count();
    let is_value = at > 0 && b":=\"' \t".contains(&chunk[at - 1]);
    if count >= 4 && shown <= 4 && is_value {
        found.unsearchable.push((Unsearchable::Masked, at));
    }
    count
}

/// What is written in place of a value.
const WORDS: [&str; 12] = [
    "redacted",
    "masked",
    "filtered",
    "hidden",
    "removed",
    "secure",
    "sensitive value",
    "sensitive",
    "secret",
    "omitted",
    "scrubbed",
    "protected",
];

/// Such a word in brackets; *redacted* in capitals by itself.
fn word_mask(chunk: &[u8], at: usize, found: &mut Recognised) -> usize {
    let rest = &chunk[at..chunk.len().min(at + 48)];
    let words: [&[u8]; 2] = [b"REDACTED", b"VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"];
    if let Some(word) = words.into_iter().find(|word| rest.starts_with(word))
        && (at == 0 || !is_word(chunk[at - 1]))
        && rest.get(word.len()).is_none_or(|byte| !is_word(*byte))
    {
        found.unsearchable.push((Unsearchable::Masked, at));
        return word.len();
    }
    let close = match rest[0] {
        b'[' => b']',
        b'<' => b'>',
        b'(' => b')',
        b'{' => b'}',
        _ => return 0,
    };
    let Some(end) = memchr(close, rest) else { return 0 };
    let inside = rest[1..end].trim_ascii();
    let says = |word: &&str| {
        // `[REDACTED:api-key]`, `[secret removed]`
        inside.split_at_checked(word.len()).is_some_and(|(begin, rest)| {
            begin.eq_ignore_ascii_case(word.as_bytes())
                && rest.first().is_none_or(|byte| matches!(byte, b':' | b' ' | b'-'))
        })
    };
    // `(secret)` and `{secret}` are words of prose and of templates.
    let is_mask = if matches!(close, b')' | b'}') {
        ["sensitive value", "sensitive", "redacted", "masked", "hidden"]
            .iter()
            .any(|word| inside.eq_ignore_ascii_case(word.as_bytes()))
    } else {
        WORDS.iter().any(says)
    };
    if is_mask {
        found.unsearchable.push((Unsearchable::Masked, at));
        return end + 1;
    }
    0
}

/// `$2b$12$…`, `$argon2id$…`, `$6$…`, and Ansible's vault.
fn hash_of_password(rest: &[u8], at: usize, found: &mut Recognised) -> usize {
    if rest.starts_with(b"$ANSIBLE_VAULT;") {
        found.unsearchable.push((Unsearchable::Encrypted, at));
        return 15;
    }
    let kinds: [&[u8]; 8] = [b"$2a$", b"$2b$", b"$2y$", b"$argon2", b"$5$", b"$6$", b"$y$", b"$scrypt$"];
    let length = rest
        .iter()
        .take(200)
        .take_while(|byte| byte.is_ascii_graphic() && !b"\"'`,<>".contains(byte))
        .count();
    if length >= 40 && kinds.iter().any(|kind| rest.starts_with(kind)) {
        found.unsearchable.push((Unsearchable::Hashed, at));
        return length;
    }
    0
}

/// Jenkins, and Spring's server of configurations.
fn ciphers(rest: &[u8]) -> bool {
    rest.starts_with(b"{AQAAABAAAA") || rest.starts_with(b"{cipher}")
}

fn armour(rest: &[u8], at: usize, found: &mut Recognised) -> usize {
    let kinds: [&[u8]; 7] = [
        b"ENC[AES256_GCM,",
        b"ENC[PKCS7,",
        b"ENC(",
        b"SealedSecret",
        b"-----BEGIN PGP MESSAGE-----",
        b"-----BEGIN AGE ENCRYPTED FILE-----",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----",
    ];
    kinds.iter().find(|kind| rest.starts_with(kind)).map_or(0, |kind| {
        found.unsearchable.push((Unsearchable::Encrypted, at));
        kind.len()
    })
}
