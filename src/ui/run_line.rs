//! One line about a run that is over, for other pages than its own.

use latchboard_texts::bulk as texts;

use crate::i18n::Here;

/// What a run came to: how many need an answer, and how many of all are as asked.
pub fn run_line(signed_out: bool, need_answer: usize, as_asked: usize, all: usize) -> String {
    match need_answer {
        _ if signed_out => texts::StripSignedOut { done: as_asked, all }.here(),
        0 => texts::StripOver { done: as_asked, all }.here(),
        open => texts::StripOpen { open, done: as_asked, all }.here(),
    }
}
