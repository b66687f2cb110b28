//! Takes the ways in which a program ends out of a wasm file: whatever puts a panic's message together is replaced by the
//! trap that follows it in any case. For a module that shows no such message to anybody; wasm-opt then removes what only
//! those functions called.
//!
//! Knows as much of the binary format as that takes: sections, the names of functions, and where their code begins.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, ensure};

/// What the functions' names begin with. All of them end in a panic, or are called by one that is under way. To those
/// belong characters, numbers and ranges as `{:?}` writes them: our texts name enums that way, and nothing else.
pub(crate) const ENDS: [&str; 17] = [
    "&usize as core::fmt::Debug>",
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "char as core::fmt::Debug>",
    "core::cell::panic_already_",
    "core::ops::range::Range<usize> as core::fmt::Debug>",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::panicking::panic_handler",
    "std::panicking::panic_with_hook",
];

/// No local variables, `unreachable`, `end`.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0b];

const HEADER: usize = 8;
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
/// The subsection of the custom section `name` that names functions.
const FUNCTIONS: u8 = 1;

/// `wasm` with a trap for each function that only ends the program. It needs the names, and keeps them.
pub(crate) fn without_ends(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: wasm, at: 0 };
    reader.take(HEADER).context("no wasm file")?;
    let (mut imported, mut names, mut code) = (0, HashMap::new(), None);
    while reader.at < wasm.len() {
        let begin = reader.at;
        let kind = reader.byte()?;
        let length = reader.number()?;
        let content = reader.at..reader.at + length;
        let mut section = Reader { bytes: reader.take(length)?, at: 0 };
        match kind {
            IMPORTS => imported = section.imported_functions()?,
            CODE => code = Some((begin, content)),
            CUSTOM if section.text()? == "name" => names = section.function_names()?,
            _ => {}
        }
    }
    let (begin, content) = code.context("there is no code")?;
    let (snipped, count) = snip(&wasm[content.clone()], |index| {
        names.get(&(index + imported)).is_some_and(|name| is_end(name))
    })?;
    ensure!(count > 0, "nothing in the module panics: does the compiler call it otherwise now?");
    let mut made = wasm[..begin].to_vec();
    made.push(CODE);
    write_number(&mut made, snipped.len());
    made.extend(snipped);
    made.extend(&wasm[content.end..]);
    Ok(made)
}

/// The code section's content with a trap for each function that is an end, and how many they are.
fn snip(code: &[u8], is_end: impl Fn(usize) -> bool) -> Result<(Vec<u8>, usize)> {
    let mut reader = Reader { bytes: code, at: 0 };
    let functions = reader.number()?;
    let (mut made, mut count) = (Vec::with_capacity(code.len()), 0);
    write_number(&mut made, functions);
    for index in 0..functions {
        let length = reader.number()?;
        let mut body = reader.take(length)?;
        if is_end(index) {
            (body, count) = (&TRAP, count + 1);
        }
        write_number(&mut made, body.len());
        made.extend(body);
    }
    Ok((made, count))
}

/// Whether a function of this name only ends the program; `core[5b2e]::panicking::panic` is one of the crate `core`.
fn is_end(name: &str) -> bool {
    let mut plain = String::with_capacity(name.len());
    let mut depth = 0;
    for character in name.trim_start_matches('<').chars() {
        match character {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    ENDS.iter().any(|end| plain.starts_with(end))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let range = Range { start: self.at, end: self.at.saturating_add(length) };
        let taken = self.bytes.get(range.clone()).context("the wasm file ends too early")?;
        self.at = range.end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number (LEB128).
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            ensure!(shift < 35, "a number of the wasm file is too long");
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).context("a name of the wasm file is no text")
    }

    /// How many functions are imported, by a section of imports.
    fn imported_functions(&mut self) -> Result<usize> {
        let mut functions = 0;
        for _ in 0..self.number()? {
            self.text()?;
            self.text()?;
            match self.byte()? {
                0 => {
                    self.number()?;
                    functions += 1;
                }
                kind @ (1 | 2) => {
                    // A table says of what it is; both say how large they are, perhaps with an upper bound.
                    self.take(usize::from(kind == 1))?;
                    let bounded = self.byte()? & 1 == 1;
                    self.number()?;
                    if bounded {
                        self.number()?;
                    }
                }
                3 => drop(self.take(2)?),
                4 => {
                    self.byte()?;
                    self.number()?;
                }
                kind => anyhow::bail!("an import of kind {kind} is not known here"),
            }
        }
        Ok(functions)
    }

    /// What the functions are called, by the section of names.
    fn function_names(&mut self) -> Result<HashMap<usize, String>> {
        let mut names = HashMap::new();
        while self.at < self.bytes.len() {
            let kind = self.byte()?;
            let length = self.number()?;
            let mut part = Reader { bytes: self.take(length)?, at: 0 };
            if kind == FUNCTIONS {
                for _ in 0..part.number()? {
                    names.insert(part.number()?, part.text()?.to_owned());
                }
            }
        }
        Ok(names)
    }
}

fn write_number(into: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        into.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::{CODE, CUSTOM, IMPORTS, TRAP, is_end, without_ends, write_number};

    fn section(kind: u8, content: &[u8]) -> Vec<u8> {
        let mut made = vec![kind];
        write_number(&mut made, content.len());
        made.extend(content);
        made
    }

    fn text(text: &str) -> Vec<u8> {
        let mut made = Vec::new();
        write_number(&mut made, text.len());
        made.extend(text.as_bytes());
        made
    }

    /// One imported function and two of its own, called `first` and `second`.
    fn wasm(first: &str, second: &str, bodies: [&[u8]; 2]) -> Vec<u8> {
        let imports = [&[1][..], &text("env"), &text("import"), &[0, 0]].concat();
        let mut code = vec![2];
        for body in bodies {
            write_number(&mut code, body.len());
            code.extend(body);
        }
        let named = [&[3, 0][..], &text("import"), &[1], &text(first), &[2], &text(second)].concat();
        let names = [text("name"), section(1, &named)].concat();
        [
            &b"\0asm\x01\0\0\0"[..],
            &section(IMPORTS, &imports),
            &section(CODE, &code),
            &section(CUSTOM, &names),
        ]
        .concat()
    }

    #[test]
    fn what_only_ends_the_program_becomes_a_trap_and_all_else_stays() {
        let body: &[u8] = &[0; 300];
        let (ours, end) = ("latchboard_contract::json::value", "core[c59a]::panicking::panic_fmt");
        let made = without_ends(&wasm(ours, end, [body, body])).unwrap();
        assert_eq!(made, wasm(ours, end, [body, &TRAP]));
        let made = without_ends(&wasm(end, ours, [body, body])).unwrap();
        assert_eq!(made, wasm(end, ours, [&TRAP, body]));
    }

    #[test]
    fn a_file_in_which_nothing_is_found_is_an_error() {
        assert!(without_ends(&wasm("a", "b", [&[0], &[0]])).is_err());
        assert!(without_ends(b"\0asm\x01\0\0\0").is_err());
        assert!(without_ends(b"\0asm").is_err());
        let whole = wasm("a", "core::panicking::panic", [&[0], &[0]]);
        assert!(without_ends(&whole[..whole.len() - 1]).is_err());
    }

    #[test]
    fn what_copies_or_counts_is_no_end() {
        for name in [
            "core[5b2e]::option::unwrap_failed",
            "<std[a5]::panicking::panic_handler::FormatStringPayload as core[c5]::panic::PanicPayload>::get",
            "core::panicking::panic_display::h307f5c7f59cb8f50",
            "core[c5]::slice::copy_from_slice_impl::len_mismatch_fail",
            "<core[c5]::ops::range::Range<usize> as core[c5]::fmt::Debug>::fmt",
        ] {
            assert!(is_end(name), "{name}");
        }
        for name in [
            "core[c5]::slice::copy_from_slice_impl::<u8>",
            "std[a5]::panicking::panic_count::is_zero_slow_path",
            "latchboard_client::core::panicking",
            "<latchboard_contract::endpoint::EndpointId as core::fmt::Debug>::fmt",
            "",
        ] {
            assert!(!is_end(name), "{name}");
        }
    }
}
