//! How an import goes on, on standard error: what is wrong with which line, and on a terminal one line that says how far
//! it is.

use std::io::{self, IsTerminal, Write};

use crate::console_output::warning;
use crate::transfer::{Progress, Remark, Report};

/// What an import reads.
const SHAPE: &str = "Expected is UTF-8 with one JSON object per line, such as {\"name\":\"…\",\"url\":\"…\",\"client_id\":\"…\",\
                     \"client_secret\":\"…\"}. `jq -c '.[]'` makes such lines of a JSON list.";

pub(crate) struct ImportProgress {
    shown: bool,
    /// Of what is read, in bytes.
    size: Option<u64>,
    shape_told: bool,
}

impl ImportProgress {
    pub(crate) fn new(size: Option<u64>) -> Self {
        Self { shown: io::stderr().is_terminal(), size, shape_told: false }
    }
}

impl Progress for ImportProgress {
    fn show(&mut self, bytes: u64, report: &Report) {
        if !self.shown {
            return;
        }
        let part = self.size.filter(|size| *size > 0).map(|size| (bytes * 100 / size).min(100));
        let bar = part.map_or_else(String::new, |part| {
            let done = usize::try_from(part / 5).unwrap_or_default();
            format!("[{}{}] {part:>3}% ", "#".repeat(done), " ".repeat(20 - done))
        });
        // A progress bar that cannot be drawn stops nothing.
        let _undrawn = write!(io::stderr(), "\r{bar}{} stored, {} not", report.stored, report.refused);
    }

    fn remark(&mut self, line: u64, remark: Remark) {
        self.end();
        // Once, and first: a file of another kind has many such lines.
        if matches!(remark, Remark::NotJson | Remark::NotAnObject)
            && !std::mem::replace(&mut self.shape_told, true)
        {
            warning(SHAPE);
        }
        warning(&format!("Line {line}: {remark}."));
    }

    fn end(&mut self) {
        if self.shown {
            let _undrawn = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
