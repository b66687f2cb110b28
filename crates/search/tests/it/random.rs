//! Random values of every class of bytes; the same seed gives the same ones.

/// Xorshift (Marsaglia 2003): quick, and of no use for secrets.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 8
    }

    /// Below `end`; 0 where that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of(&mut self, letters: &str, length: usize) -> String {
        let letters: Vec<char> = letters.chars().collect();
        (0..length).map(|_| letters[self.below(letters.len())]).collect()
    }
}

/// The classes, by name.
pub(crate) const CLASSES: [&str; 14] = [
    "alphanumeric",
    "printable",
    "blanks",
    "quotes",
    "escapes",
    "percents",
    "hexadecimal",
    "base64",
    "markup",
    "latin",
    "scripts",
    "decomposed",
    "controls",
    "symbols",
];

const ALPHANUMERIC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A value of the class with that number, 8 to 200 bytes long.
pub(crate) fn value(random: &mut Random, class: usize) -> String {
    let length = match random.below(4) {
        0 => 8 + random.below(10),
        1 | 2 => 16 + random.below(40),
        _ => 8 + random.below(150),
    };
    let printable: String = (b'!'..=b'~').map(char::from).collect();
    let mixed = |extra: &str| [ALPHANUMERIC, extra, extra, extra].concat();
    let text = match CLASSES[class] {
        "printable" => random.of(&printable, length),
        "blanks" => random.of(&mixed("  -_"), length),
        "quotes" => random.of(&mixed("\"'`''\"\""), length),
        "escapes" => random.of(&mixed("\\\\nrtu0x"), length),
        "percents" => random.of(&mixed("%%+&=42"), length),
        "hexadecimal" => random.of("0123456789abcdef", length),
        "base64" => {
            let text = random.of(ALPHANUMERIC, length * 3 / 4);
            data_encoding::BASE64.encode(text.as_bytes())
        }
        "markup" => random.of(&mixed("<>&;#$^|{}[]"), length),
        "latin" => random.of(&mixed("äöüßéèñçÅØ¿£"), length / 2 + 4),
        "scripts" => random.of(&mixed("密码пароль🔑値كلمة"), length / 3 + 4),
        "decomposed" => random.of(&mixed("e\u{301}o\u{308}n\u{303}"), length / 2 + 4),
        "controls" => random.of(&mixed("\n\t\n"), length),
        "symbols" => random.of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", length),
        _ => random.of(ALPHANUMERIC, length),
    };
    // Blanks at the ends and a lone mark in front are lost on the way by other programs than the one that is looked at.
    let text: String = text.trim().trim_start_matches(['\u{301}', '\u{308}', '\u{303}']).chars().collect();
    if text.len() < 8 { [text, random.of(ALPHANUMERIC, 8)].concat() } else { text }
}
