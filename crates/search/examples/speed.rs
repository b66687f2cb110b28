//! Times searches: `cargo run --release -p latchboard-search --example speed`, with texts of its own, or `-- TEXT VALUES` with a
//! file and one with a value of the vault a line, such as `cargo xtask bench leak` leaves in `dist/bench/leak`.

use std::io::Write;
use std::time::{Duration, Instant};

use latchboard_search::{Index, Salt, Search, Step};

/// What a page does between two looks at the clock.
const SLICE: usize = 64 * 1024;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [text, values] = &*arguments {
        let values: Vec<String> = std::fs::read_to_string(values)?.lines().map(str::to_owned).collect();
        return time("file", &values, &std::fs::read(text)?);
    }
    for (values, bytes) in
        [(1000, 64 << 10), (1000, 1 << 20), (1000, 10 << 20), (100_000, 10 << 20), (100_000, 50 << 20)]
    {
        for (name, line) in KINDS {
            let vault: Vec<String> = (0..values).map(value).collect();
            time(name, &vault, text(bytes, line, &vault).as_bytes())?;
        }
    }
    Ok(())
}

fn time(name: &str, vault: &[String], text: &[u8]) -> std::io::Result<()> {
    let started = Instant::now();
    let index = Index::of(Salt::new([3; 16]), vault.iter().map(String::as_bytes));
    let built = started.elapsed();
    let (mut longest, mut slices) = (Duration::ZERO, 0);
    let started = Instant::now();
    let mut search = Search::new(&index);
    search.begin("text");
    for piece in text.chunks(1 << 20).map(Some).chain([None]) {
        match piece {
            Some(piece) => search.push(piece),
            None => search.end(),
        }
        loop {
            let slice = Instant::now();
            let step = search.step(SLICE);
            (longest, slices) = (longest.max(slice.elapsed()), slices + 1);
            if step == Step::Idle {
                break;
            }
        }
    }

    let (took, progress, hits) = (started.elapsed(), search.progress(), search.hits().len());
    writeln!(
        std::io::stdout().lock(),
        "{name:>6} {:>6} KiB × {:>6}: {took:>9.1?}, index {built:.1?}, longest slice {longest:.1?} of {slices}, work {:.1} ×, views {}, cut {}, {hits} hits",
        text.len() >> 10,
        vault.len(),
        progress.work as f64 / text.len() as f64,
        progress.views,
        progress.cut,
    )
}

/// Lines of logs with a number and sometimes a value in them.
const KINDS: [(&str, &str); 3] = [
    (
        "plain",
        "2026-10-02T08:14:03.123Z INFO  [worker-4] request GET /v1/orders/{n}?page=2 took 12 ms, status 200, agent Mozilla/5.0 {v}\n",
    ),
    (
        "json",
        "{\"ts\":\"2026-10-02T08:14:03.123Z\",\"level\":\"info\",\"msg\":\"{\\\"id\\\":{n},\\\"path\\\":\\\"/v1/orders\\\",\\\"note\\\":\\\"a\\u003cb\\\"}\",\"token\":\"{v}\"}\n",
    ),
    (
        "base64",
        "  data-{n}: YW5vdGhlciB0ZXh0IHRoYXQgc29tZWJvZHkgcHV0IGludG8gQmFzZTY0IGZvciBubyBnb29kIHJlYXNvbiBhdCBhbGw= {v}\n",
    ),
];

fn text(bytes: usize, line: &str, vault: &[String]) -> String {
    let mut text = String::with_capacity(bytes + 256);
    let mut number = 0;
    while text.len() < bytes {
        let value = if number % 997 == 0 { &vault[number % vault.len()] } else { "" };
        text.push_str(&line.replace("{n}", &number.to_string()).replace("{v}", value));
        number += 1;
    }
    text.truncate(bytes);
    text
}

fn value(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                [usize::try_from(state >> 20).unwrap_or(0) % 64],
        )
    };
    // Most are 20 to 44 long, some shorter, some far longer.
    let length = match number % 20 {
        0 => 8 + number / 20 % 12,
        1 => 64 + number / 20 % 200,
        _ => 20 + number / 20 % 25,
    };
    (0..length).map(letter).collect()
}
