//! The project's own commands: `cargo xtask serve`, `test`, `build`, `bench`, `lint`, `tidy`, `size`, `doctor`, `tool`.
//!
//! Reads the command line and hands over; the work is done in one module per command.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line talks on it")]

mod bench;
mod build;
mod bundle;
mod chrome;
mod compress;
mod doctor;
mod e2e;
mod files;
mod imports;
mod lint;
mod live;
mod module;
mod module_tests;
mod packages;
mod postgres;
mod project;
mod runner;
mod serve;
mod size;
mod step;
mod test;
mod tidy;
mod tool_tests;
mod toolchain;
mod tools;

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};

const HELP: &str = "\
Latchboard's own commands. Each sets up what it needs and says what it does.

  cargo xtask serve [--port N] [--data-dir DIR]
        Build the dashboard and the server, start the server on http://127.0.0.1:8080.
        --port N         another port (0: any free one)
        --data-dir DIR   where the server keeps its data (default: .latchboard in the checkout)
  cargo xtask test [native|web|module|tools|e2e] [-- ARGUMENTS]
        Run all tests, or one part of them: native tests, component tests in headless Chrome,
        the JavaScript module as it is installed, end-to-end journeys. ARGUMENTS go to the test
        runner of the part that is named.
  cargo xtask build [dashboard|server|module]
        Build all three, or one of them, and start nothing.
  cargo xtask bench [page|list|bulk|leak|server|growth|module] [--quick]
        Measure everything, or one part, beside a floor or a peer in the same run, and print ratios,
        with the goals at the end. --quick: minutes in place of half an hour, with more spread.
  cargo xtask lint
        Formatting, clippy (native and wasm), and the warnings of rustdoc.
  cargo xtask tidy
        The rules of the house: who imports whom, what stands where, what may be tracked.
  cargo xtask size
        Size of every file the browser loads, as it is transferred (brotli); fails above a budget.
  cargo xtask doctor
        What is found on this machine, in which version, and what would be installed.
  cargo xtask tool NAME [ARGUMENTS]
        Run one of the pinned tools with all of them on PATH: `cargo xtask tool trunk serve`.

Environment: LATCHBOARD_CACHE (directory for the tools), LATCHBOARD_CHROMIUM and CHROMEDRIVER (programs to test with).
";

/// The exit code for a command line that cannot be understood.
const USAGE: u8 = 2;

#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Serve { port: Option<u16>, data_dir: Option<OsString> },
    Test { part: Option<test::Part>, arguments: Vec<OsString> },
    Build(Option<Product>),
    Bench(Option<bench::Part>, bench::Effort),
    Lint,
    Tidy,
    Size,
    Doctor,
    Tool { name: String, arguments: Vec<OsString> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Product {
    Dashboard,
    Server,
    Module,
}

fn main() -> ExitCode {
    step::start_clock();
    let command = match parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("error: {error}\n`cargo xtask --help` lists the commands.");
            return ExitCode::from(USAGE);
        }
    };
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Help => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve { port, data_dir } => serve::serve(&serve::Options::new(port, data_dir)?),
        Command::Test { part, arguments } => test::test(part, &arguments),
        Command::Build(product) => {
            let wanted = |one| product.is_none_or(|product| product == one);
            if wanted(Product::Server) {
                build::server(build::SHIPPED)?;
            }
            if wanted(Product::Dashboard) {
                build::dashboard()?;
            }
            if wanted(Product::Module) {
                build::module()?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench(part, effort) => bench::bench(part, effort),
        Command::Lint => lint::lint(),
        Command::Tidy => tidy::tidy(),
        Command::Size => size::size(),
        Command::Doctor => doctor::doctor(),
        Command::Tool { name, arguments } => tools::run(&name, &arguments),
    }
}

fn parse(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let Some(first) = parser.next()? else { return Ok(Command::Help) };
    let name = match first {
        Short('h') | Long("help") => return Ok(Command::Help),
        Value(name) => name.string()?,
        other => return Err(other.unexpected()),
    };
    let command = match &*name {
        "help" => Command::Help,
        "serve" => return parse_serve(parser),
        "test" => return parse_test(parser),
        "build" => {
            let product = match parser.next()? {
                None => None,
                Some(Short('h') | Long("help")) => return Ok(Command::Help),
                Some(Value(value)) => Some(match &*value.string()? {
                    "dashboard" => Product::Dashboard,
                    "server" => Product::Server,
                    "module" => Product::Module,
                    other => {
                        return Err(
                            format!("there is no build of `{other}`: dashboard, server, module").into()
                        );
                    }
                }),
                Some(other) => return Err(other.unexpected()),
            };
            Command::Build(product)
        }
        "bench" => return parse_bench(parser),
        "lint" => Command::Lint,
        "tidy" => Command::Tidy,
        "size" => Command::Size,
        "doctor" => Command::Doctor,
        "tool" => {
            let Some(Value(name)) = parser.next()? else {
                return Err(format!("which tool? One of {}", tools::NAMES.join(", ")).into());
            };
            let name = name.string()?;
            // Everything behind the name is the tool's own business, `--help` included.
            let arguments = parser.raw_args()?.collect();
            return Ok(Command::Tool { name, arguments });
        }
        other => return Err(format!("there is no command `{other}`").into()),
    };
    match parser.next()? {
        None => Ok(command),
        Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn parse_bench(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut part, mut effort) = (None, bench::Effort::Full);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("quick") => effort = bench::Effort::Quick,
            Value(value) if part.is_none() => {
                let value = value.string()?;
                part = Some(bench::Part::parse(&value).ok_or_else(|| {
                    let names = bench::Part::names();
                    lexopt::Error::from(format!("there is no measurement `{value}`: {names}"))
                })?);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Bench(part, effort))
}

fn parse_serve(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut port, mut data_dir) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("port") => {
                let value = parser.value()?.string()?;
                let number = value
                    .parse()
                    .map_err(|_| format!("--port takes a number from 0 to 65535, and not `{value}`"))?;
                port = Some(number);
            }
            Long("data-dir") => data_dir = Some(parser.value()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve { port, data_dir })
}

fn parse_test(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut part = None;
    let mut arguments = Vec::new();
    loop {
        // lexopt steps over `--` by itself; what stands behind it is not ours to read.
        if let Some(raw) = parser.try_raw_args()
            && raw.peek().is_some_and(|next| next == "--")
        {
            arguments = raw.skip(1).collect();
            break;
        }
        match parser.next()? {
            None => break,
            Some(Short('h') | Long("help")) => return Ok(Command::Help),
            Some(Value(value)) if part.is_none() => {
                let value = value.string()?;
                part = Some(test::Part::parse(&value).ok_or_else(|| {
                    lexopt::Error::from(format!(
                        "there is no part `{value}` of the tests: native, web, module, tools, e2e"
                    ))
                })?);
            }
            Some(other) => return Err(other.unexpected()),
        }
    }
    if !arguments.is_empty() && part.is_none() {
        return Err(
            "arguments behind `--` go to one part: name it (native, web, module, tools or e2e)".into()
        );
    }
    Ok(Command::Test { part, arguments })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn no_command_and_help_teach() {
        for arguments in [&[][..], &["--help"], &["-h"], &["help"], &["serve", "--help"], &["lint", "-h"]] {
            assert_eq!(parsed(arguments), Ok(Command::Help));
        }
        for name in ["serve", "test", "build", "bench", "lint", "tidy", "size", "doctor", "tool"] {
            assert!(HELP.contains(&format!("cargo xtask {name}")), "{name} is not explained");
        }
    }

    #[test]
    fn the_options_of_serve_are_read() {
        assert_eq!(
            parsed(&["serve", "--port", "9000", "--data-dir=x"]),
            Ok(Command::Serve { port: Some(9000), data_dir: Some("x".into()) })
        );
        assert!(parsed(&["serve", "--port", "many"]).unwrap_err().contains("`many`"));
        assert!(parsed(&["serve", "--prot", "1"]).unwrap_err().contains("--prot"));
    }

    #[test]
    fn the_parts_of_test_are_read_and_the_rest_is_passed_on() {
        assert_eq!(parsed(&["test"]), Ok(Command::Test { part: None, arguments: vec![] }));
        assert_eq!(
            parsed(&["test", "e2e", "--", "--grep", "register"]),
            Ok(Command::Test {
                part: Some(test::Part::E2e),
                arguments: vec!["--grep".into(), "register".into()]
            })
        );
        assert!(parsed(&["test", "--", "x"]).unwrap_err().contains("name it"));
        assert!(parsed(&["test", "unit"]).unwrap_err().contains("`unit`"));
        assert!(parsed(&["test", "web", "e2e"]).is_err());
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        assert!(parsed(&["sevre"]).unwrap_err().contains("`sevre`"));
        assert!(parsed(&["--verbose"]).is_err());
        assert!(parsed(&["lint", "now"]).is_err());
        assert!(parsed(&["build", "all"]).unwrap_err().contains("`all`"));
        assert!(parsed(&["bench", "page", "list"]).is_err());
        assert!(parsed(&["bench", "everything"]).unwrap_err().contains("`everything`"));
        assert!(parsed(&["tool"]).unwrap_err().contains("trunk"));
    }

    #[test]
    fn the_part_and_the_effort_of_bench_are_read() {
        assert_eq!(parsed(&["bench"]), Ok(Command::Bench(None, bench::Effort::Full)));
        let quick = Ok(Command::Bench(Some(bench::Part::Module), bench::Effort::Quick));
        assert_eq!(parsed(&["bench", "module", "--quick"]), quick);
        assert_eq!(parsed(&["bench", "--quick", "module"]), quick);
    }

    #[test]
    fn a_tool_gets_its_arguments_untouched() {
        assert_eq!(
            parsed(&["tool", "trunk", "serve", "--help"]),
            Ok(Command::Tool { name: "trunk".into(), arguments: vec!["serve".into(), "--help".into()] })
        );
    }
}
