//! What the server does in a second, and what it takes: each beside a floor that is measured in the same run. Prints one
//! JSON object per measured value; `cargo xtask bench server` makes tables of them.
//!
//! ```text
//! LATCHBOARD_SERVER=<program> server-figures [toggles|reads|rest|memory|growth|sync|audit] [--quick]
//! ```
//!
//! Server, floor and load are processes of their own; the last two are this program, called by itself in another role.

#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

mod client;
mod disk;
mod floor;
mod load;
mod measure;
mod postgres;
mod server;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let first = arguments.first().map(String::as_str);
    let done = match first {
        Some("load") => load::run(),
        Some("floor") => floor::serve(arguments.get(1).map(Path::new)),
        Some("commits") => floor::commits(&arguments[1..]),
        _ => measure::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
