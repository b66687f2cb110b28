//! What the server does in a second, and what it takes: each beside a floor that is measured in the same run. Prints one
//! JSON object per measured value; `cargo xtask bench server` makes tables of them.
//!
//! ```text
//! cargo bench -p latchboard-server --bench figures -- [toggles|reads|rest|growth] [--quick]
//! ```
//!
//! Server, floor and load are processes of their own: this program, called by itself in another role. The server is the
//! one named in `LATCHBOARD_SERVER`, where that is set.

#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

mod client;
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
    if first.is_some_and(|word| ["serve", "secret", "bootstrap"].contains(&word)) {
        return latchboard_server::cli::main();
    }
    let done = match first {
        Some("load") => load::run(),
        Some("floor") => floor::serve(arguments.get(1).map(Path::new)),
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
