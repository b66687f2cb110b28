//! One line about a run that is over, for other pages than its own.

use crate::i18n::{fill, number};
use crate::texts::bulk as texts;

/// What a run came to: how many need an answer, and how many of all are as asked.
pub fn run_line(signed_out: bool, need_answer: usize, as_asked: usize, all: usize) -> String {
    let (as_asked, all) = (number(as_asked), number(all));
    match need_answer {
        _ if signed_out => fill(texts::STRIP_SIGNED_OUT, &[&as_asked, &all]),
        0 => fill(texts::STRIP_OVER, &[&as_asked, &all]),
        1 => fill(texts::STRIP_OPEN_ONE, &[&as_asked, &all]),
        many => fill(texts::STRIP_OPEN, &[&number(many), &as_asked, &all]),
    }
}
