//! Throws texts at the search, and at what reads reports and indexes, on any toolchain. Knows how texts are wrapped, so that
//! decodings meet decodings; knows nothing of coverage (`fuzz/` does, on nightly).
//!
//! Runs for a moment with the other tests. For longer, with another seed each time:
//! `LATCHBOARD_FUZZ_SECONDS=600 cargo test -p latchboard-search --release --test fuzz -- --nocapture`
//! `LATCHBOARD_FUZZ_SEED` repeats a run; `LATCHBOARD_FUZZ_TARGET` picks the targets by part of a name;
//! `LATCHBOARD_FUZZ_INPUT` is one input, in the hexadecimal digits that a failure prints.

#[path = "../support/targets.rs"]
mod targets;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use targets::{TARGETS, Target};

/// Enough for every kind of text at every target, too short to be waited for.
const DEFAULT_SECONDS: u64 = 2;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

#[test]
fn no_text_breaks_a_promise() {
    let seconds = number("LATCHBOARD_FUZZ_SECONDS");
    let by_clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    // A short run is the same every time; a long one looks elsewhere each time.
    let seed = number("LATCHBOARD_FUZZ_SEED").unwrap_or(if seconds.is_some() { by_clock } else { 1 });
    let wanted = std::env::var("LATCHBOARD_FUZZ_TARGET").unwrap_or_default();
    let targets: Vec<&Target> = TARGETS.iter().filter(|target| target.name.contains(&wanted)).collect();
    assert!(!targets.is_empty(), "no target has {wanted} in its name");

    if let Ok(hex) = std::env::var("LATCHBOARD_FUZZ_INPUT") {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
        let input: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
        return targets.iter().for_each(|target| run(target, &input, seed));
    }
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (mut runs, mut bytes) = (vec![0_u64; targets.len()], 0);
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(DEFAULT_SECONDS));
    // Every target once, even where the machine is too busy for the time to suffice.
    while Instant::now() < until || runs.contains(&0) {
        for (target, runs) in targets.iter().zip(&mut runs) {
            let input = random.text();
            bytes += input.len();
            run(target, &input, seed);
            *runs += 1;
        }
    }
    let mut text = format!("seed {seed}, {} inputs, {bytes} bytes\n", runs.iter().sum::<u64>());
    for (target, runs) in targets.iter().zip(&runs) {
        text.push_str(&format!("{runs:>12}  {}\n", target.name));
    }
    // The test's own output, asked for on the command line.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn run(target: &Target, input: &[u8], seed: u64) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err() {
        let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
        let text = String::from_utf8_lossy(input);
        panic!("{} fails (seed {seed}) on {text:?}\nhexadecimal: {hex}", target.name);
    }
}

/// Xorshift (Marsaglia 2003).
struct Random(u64);

/// What decodings look for, and what stands around it.
const WORDS: [&str; 92] = [
    "\\",
    "\\\\",
    "\\n",
    "\\u005c",
    "\\ud83d\\udd11",
    "\\U0001f511",
    "\\x41",
    "\\101",
    "\\u{41}",
    "\\\n",
    "\\\r\n",
    "\\'e9",
    "\\_",
    "\\textbackslash{}",
    "%41",
    "%u0041",
    "%AZP25",
    "%%",
    "%",
    "+",
    "&amp;",
    "&#65;",
    "&#x41;",
    "&eacute;",
    "&",
    "=41",
    "=3D",
    "=\n",
    "=\r\n",
    "=",
    "==",
    "_x0041_",
    "^",
    "`",
    "``",
    "|n",
    "|0x00e9",
    "|",
    "''",
    "\"\"",
    "'",
    "\"",
    "'\\''",
    "$'",
    "$$",
    "{{",
    "}}",
    "{",
    "}",
    "\" + \"",
    "\"\n  \"",
    "' . '",
    ") -20 (",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\n    ",
    "\n> > ",
    "\n+",
    "\n// ",
    "\n│ ",
    " │\n",
    "\n2026-10-02T08:14:03Z app[12]: ",
    "\n00000010  41 42 43 44 45 46 47 48  49",
    "\n0000020 4142 4344",
    "| a | b |\n",
    "0x41, ",
    "41:42:",
    "65, 66, 67, ",
    "-1,",
    "4142434445464748",
    "QUFBQUFBQUFBQUFB",
    "e\u{301}",
    "é",
    "Ã©",
    "\u{200b}",
    "\u{feff}",
    "‘",
    "—",
    "\u{ff21}",
    "🔑",
    "\u{1b}[1;31m",
    "\u{1b}]0;t\u{7}",
    "^[[0m",
    "[31m",
    "<b>",
    "<https://a.b|a.b>",
    "\0",
    "***",
    "SECRET",
    "\"Secret\":",
];

/// Texts whose readers are not those of the search.
const SEEDS: [&str; 6] = [
    r#"[{"RuleID":"a","File":"f","StartLine":4,"Secret":"value-of-ours","Match":"K=value-of-ours"}]"#,
    "RuleID,Commit,File,Secret,Match,StartLine\ngeneric,0f1e,a/.env,\"value,of\"\"ours\",K,4\r\n",
    r#"{"SourceMetadata":{"Data":{"Git":{"file":"keys","line":4}}},"DetectorName":"C","Raw":"value-of-ours","RawV2":""}"#,
    r#"{"runs":[{"results":[{"ruleId":"g","message":{"text":"m"},"locations":[{"physicalLocation":{"region":{"startLine":4,"snippet":{"text":"v"}}}}]}]}]}"#,
    r#"{"plugins_used":[],"results":{"a.py":[{"type":"S","hashed_secret":"0b","line_number":3}]}}"#,
    "8 AAAAAAAA\n24 AAECAwQFBgcICQoL\n",
];

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.below(256).to_le_bytes()[0]
    }

    fn text(&mut self) -> Vec<u8> {
        let length = [20, 300, 3000, 30_000][self.below(4).min(self.below(5))];
        let mut text = match self.below(8) {
            // One byte, or one piece, over and over.
            0 => vec![self.byte(); length],
            1 => {
                let piece = self.mixture(12);
                piece.iter().copied().cycle().take(if piece.is_empty() { 0 } else { length }).collect()
            }
            2 => (0..length).map(|_| self.byte()).collect(),
            3 => self.bent(),
            _ => self.mixture(length),
        };
        for _ in 0..self.below(5) {
            text = self.wrapped(text);
            text.truncate(100_000);
        }
        text
    }

    fn mixture(&mut self, length: usize) -> Vec<u8> {
        let mut text = Vec::new();
        let few = 1 + self.below(WORDS.len());
        while text.len() < length {
            match self.below(4) {
                0 => (0..self.below(20)).for_each(|_| text.push(b'!' + self.byte() % 94)),
                _ => text.extend(WORDS[self.below(few)].as_bytes()),
            }
        }
        text
    }

    fn bent(&mut self) -> Vec<u8> {
        let mut text = SEEDS[self.below(SEEDS.len())].as_bytes().to_vec();
        for _ in 0..self.below(6) {
            let (from, to) = (self.below(text.len()), self.below(text.len()));
            match self.below(4) {
                0 => drop(text.splice(from..from, WORDS[self.below(WORDS.len())].bytes())),
                1 => drop(text.drain(from.min(to)..from.max(to))),
                2 => {
                    let again = text[from.min(to)..].to_vec();
                    text.extend(again);
                }
                _ => {
                    let byte = self.byte();
                    text.get_mut(from).into_iter().for_each(|at| *at = byte);
                }
            }
        }
        text
    }

    /// Written once more, as a whole.
    fn wrapped(&mut self, text: Vec<u8>) -> Vec<u8> {
        let lossy = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
        match self.below(10) {
            0 => data_encoding::BASE64.encode(&text).into_bytes(),
            1 => data_encoding::HEXLOWER.encode(&text).into_bytes(),
            2 => format!("{{\"a\":{:?}}}\n", lossy(&text)).into_bytes(),
            3 => text.iter().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect(),
            4 => lossy(&text).encode_utf16().flat_map(u16::to_le_bytes).collect(),
            5 => [b"\xfe\xff".to_vec(), lossy(&text).encode_utf16().flat_map(u16::to_be_bytes).collect()]
                .concat(),
            6 => lossy(&text).replace('\n', "\n> ").into_bytes(),
            7 => text.chunks(76).collect::<Vec<_>>().join(&b"=\r\n"[..]),
            8 => text.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes(),
            _ => text,
        }
    }
}
