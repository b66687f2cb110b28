//! SHA-256 of one megabyte in native code: the same lines of the same crate that the module runs.
//!
//! `cargo xtask bench module` runs it and reads its output: nanoseconds per hash, one line each.
#![expect(clippy::print_stdout, reason = "what it measures is what it prints")]

use std::hint::black_box;
use std::time::Instant;

use latchboard_contract::Fingerprint;

const MEGABYTE: usize = 1_000_000;
const TIMES: usize = 60;

fn main() {
    let text = vec![b'a'; MEGABYTE];
    for _ in 0..TIMES {
        let mut rest = black_box(text.as_slice());
        let started = Instant::now();
        let fingerprint = Fingerprint::of_pieces(|piece| {
            let (head, tail) = rest.split_at(rest.len().min(piece.len()));
            piece[..head.len()].copy_from_slice(head);
            rest = tail;
            head.len()
        });
        println!("{}", started.elapsed().as_nanos());
        black_box(fingerprint);
    }
}
