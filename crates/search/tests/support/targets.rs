//! What the fuzzers throw bytes at, and what must hold whatever these are: no panic, and no more work than was promised.

use std::sync::LazyLock;

use latchboard_search::{Index, Progress, Salt, Search, Step};

/// A name, and what is done with an input.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&[u8]),
}

pub(crate) const TARGETS: [Target; 4] = [
    Target { name: "search", run: |input| drop(searched(&SHORT, &[input])) },
    Target { name: "search_long", run: |input| drop(searched(&LONG, &[input])) },
    Target { name: "search_pieces", run: pieces },
    Target { name: "index", run: decoded },
];

const SALT: Salt = Salt::new(*b"salt of fuzzers!");

/// Values of every length, some of which a hostile text has everywhere.
static SHORT: LazyLock<Index> = LazyLock::new(|| {
    let counted = (8..80_u32).flat_map(|length| [value(length, length), value(length, length + 1000)]);
    let repeated =
        ["a".repeat(8), "\\".repeat(9), "%41".repeat(4), "\n".repeat(12), "=".repeat(40), "\0".repeat(33)];
    Index::of(SALT, counted.chain(repeated).collect::<Vec<_>>().iter().map(String::as_bytes))
});

/// Long ones besides: their middles are everywhere in such texts, and what stands around them is looked at again.
static LONG: LazyLock<Index> = LazyLock::new(|| {
    let values = [
        value(700, 1),
        value(9000, 2),
        "a".repeat(33),
        "a".repeat(5000),
        "\\".repeat(300),
        "AB\n".repeat(400),
    ];
    Index::of(SALT, values.iter().map(String::as_bytes))
});

fn value(length: u32, seed: u32) -> String {
    let mut state = u64::from(seed) | 1 << 40;
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + (state % 94).to_le_bytes()[0])
    };
    (0..length).map(letter).collect()
}

/// Most bytes of views: of each text 16 for each byte, and 3 MiB. UTF-16 counts in UTF-8, as it is
/// searched.
fn bound(before: Progress, after: Progress) -> u64 {
    16 * (after.pushed - before.pushed).max(after.searched - before.searched) + 3 * 1024 * 1024
}

fn searched(index: &Index, texts: &[&[u8]]) -> Search {
    let mut search = Search::new(index);
    for text in texts {
        let before = search.progress();
        search.begin("text");
        // As few bytes as a slice may have, so that it ends at every point.
        let slice = 1 + text.len() / 8;
        for piece in text.chunks(64 * 1024) {
            search.push(piece);
            while search.step(slice) == Step::Busy {}
        }
        search.end();
        while search.step(slice) == Step::Busy {}
        let after = search.progress();
        assert!(after.work - before.work <= bound(before, after), "{after:?} after {before:?}");
    }
    let progress = search.progress();
    for hit in search.hits() {
        assert!(hit.count >= hit.places.len() as u64 && hit.length >= 8);
        for place in &hit.places {
            assert!(place.line > 0 && place.column > 0 && (place.text as usize) < texts.len());
            assert!(place.offset <= progress.searched);
        }
    }
    for (text, report) in search.take_reports() {
        assert!((text as usize) < texts.len());
        let findings = (0..progress.searched).step_by(7).filter_map(|offset| report.finding_at(offset));
        assert!(findings.max().is_none_or(|number| number < report.findings.len()));
    }
    search
}

/// The same bytes in two texts: what is found in one is found in the other, however they come.
fn pieces(input: &[u8]) {
    let search = searched(&SHORT, &[input, input]);
    for hit in search.hits().into_iter().filter(|hit| hit.count as usize == hit.places.len()) {
        let of = |text| hit.places.iter().filter(move |place| place.text == text).map(|place| place.offset);
        assert!(of(0).eq(of(1)), "{} bytes", hit.length);
    }
}

/// An index is read as it was written, or not at all.
fn decoded(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let groups = || {
        text.lines().map(|line| {
            let (length, entries) = line.split_once(' ').unwrap_or((line, ""));
            (length.parse().unwrap_or(9), entries)
        })
    };
    if let Ok(index) = Index::decode(SALT, groups()) {
        assert!(index.encode().iter().map(|group| (group.length, &*group.entries)).eq(groups()));
        drop(searched(&index, &[input]));
    }
}
