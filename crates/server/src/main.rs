//! The `latchboard-server` program: everything is in the library, so that tests can reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    latchboard_server::cli::main()
}
