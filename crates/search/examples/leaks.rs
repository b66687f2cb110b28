//! Searches a folder of texts of which an `index.tsv` says which values stand in them, and says how many were found.
//!
//! `cargo run --release -p latchboard-search --example leaks -- DIR`. A line of `index.tsv` is file, values parted by `|`
//! (`-` for none) and a note; where that begins with `[ESC]`, `\n` and `\\` in the values are escapes.

use std::collections::HashSet;
use std::io::Write;

use latchboard_contract::{FullFingerprint, Secret};
use latchboard_search::{Index, Salt, Search, Step, Unsearchable};

/// Values in the vault besides those of the texts.
const OTHERS: u64 = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let list = std::fs::read_to_string(format!("{folder}/index.tsv"))?;
    let rows: Vec<(&str, Vec<String>)> =
        list.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect();
    let others = (0..OTHERS).map(other);
    let values: Vec<String> = rows.iter().flat_map(|(_, values)| values.clone()).chain(others).collect();
    let index = Index::of(Salt::new(*b"an example's own"), values.iter().map(String::as_bytes));
    let mut out = std::io::stdout().lock();
    let (mut found, mut wanted, mut wrong, mut whole) = (0, 0, 0, 0);
    for (file, values) in &rows {
        let mut search = Search::new(&index);
        search.begin(file);
        search.push(&std::fs::read(format!("{folder}/{file}"))?);
        search.end();
        while search.step(1 << 20) == Step::Busy {}
        let of = |value: &String| FullFingerprint::of(&Secret::from(value.as_str()));
        let seen: HashSet<_> = search
            .hits()
            .into_iter()
            .map(|hit| hit.fingerprint)
            .chain(search.named().iter().map(|named| named.fingerprint.clone()))
            .collect();
        let missed: Vec<&String> = values.iter().filter(|value| !seen.contains(&of(value))).collect();
        let strangers = seen.iter().filter(|seen| !values.iter().any(|value| of(value) == **seen)).count();
        (found, wanted, wrong) =
            (found + values.len() - missed.len(), wanted + values.len(), wrong + strangers);
        whole += usize::from(missed.is_empty());
        let progress = search.progress();
        let masked = search.count(Unsearchable::Masked);
        writeln!(
            out,
            "{file}: {} of {}, others {strangers}, masked {masked}, views {}, work {}, cut {}, missed {missed:?}",
            values.len() - missed.len(),
            values.len(),
            progress.views,
            progress.work,
            progress.cut
        )?;
        for hit in search.hits() {
            writeln!(
                out,
                "    {} bytes: {:?}",
                hit.length,
                hit.places
                    .iter()
                    .map(|place| (
                        place.line,
                        place.column,
                        place.decodings.iter().map(|it| it.as_str()).collect::<Vec<_>>()
                    ))
                    .collect::<Vec<_>>()
            )?;
        }
    }
    writeln!(out, "{whole} of {} texts, {found} of {wanted} values, {wrong} others", rows.len())?;
    Ok(())
}

fn row(line: &str) -> Option<(&str, Vec<String>)> {
    let mut fields = line.split('\t');
    let (file, values) = (fields.next()?, fields.next()?);
    let escaped = fields.next().is_some_and(|note| note.starts_with("[ESC]"));
    let plain = |value: &str| {
        if escaped {
            value.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', "\\")
        } else {
            value.to_owned()
        }
    };
    let values = if values == "-" { Vec::new() } else { values.split('|').map(plain).collect() };
    Some((file, values))
}

/// Letters and digits that nobody would call a word.
fn other(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let length = 8 + number % 60;
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + u8::try_from(state % 94).unwrap_or(0))
    };
    (0..length).map(letter).collect()
}
