//! `cargo xtask doctor`: what is found on this machine and what the other commands would install.
//!
//! Installs nothing. The exit code is 1 when something is missing that no command here can install.

use std::process::{Command, ExitCode, Stdio};

use anyhow::Result;

use crate::toolchain::Part;
use crate::tools::Found;
use crate::{chrome, e2e, packages, postgres, project, tools};

/// What became of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Found,
    /// Missing now; the command that needs it installs it.
    WouldInstall,
    /// Missing, and somebody has to do something about it.
    Missing,
}

struct Line {
    state: State,
    name: String,
    detail: String,
}

impl Line {
    fn new(state: State, name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { state, name: name.into(), detail: detail.into() }
    }
}

pub(crate) fn doctor() -> Result<ExitCode> {
    let mut lines = vec![
        program("rustc", "install rustup"),
        program(
            "cc",
            "install a C compiler (on Debian: `apt-get install build-essential`): SQLite is built from source",
        ),
        node(),
        program("npm", "it comes with Node.js 20 or later"),
    ];
    for part in Part::ALL {
        lines.push(match part.is_present() {
            Ok(true) => Line::new(State::Found, part.title(), "installed"),
            Ok(false) => Line::new(State::WouldInstall, part.title(), "with rustup"),
            Err(error) => Line::new(State::Missing, part.title(), format!("{error:#}")),
        });
    }
    for tool in tools::all()? {
        lines.push(match tool.find()? {
            Some(found @ Found::OnPath(_)) => {
                Line::new(State::Found, tool.title(), format!("on PATH, {}", found.directory().display()))
            }
            Some(found) => Line::new(
                State::Found,
                tool.title(),
                format!("in the cache, {}", found.directory().display()),
            ),
            None => Line::new(
                State::WouldInstall,
                tool.title(),
                format!("into {}", project::cache_dir()?.display()),
            ),
        });
    }
    lines.extend(browser());
    lines.push(database());
    let (text, missing) = report(&lines);
    print!("{text}");
    Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn program(name: &str, remedy: &str) -> Line {
    let output =
        Command::new(name).arg("--version").current_dir(project::root()).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout);
            Line::new(State::Found, name, text.lines().next().unwrap_or_default())
        }
        _ => Line::new(State::Missing, name, remedy),
    }
}

fn node() -> Line {
    match e2e::check_node() {
        Ok(version) => Line::new(State::Found, "node", version),
        Err(error) => Line::new(State::Missing, "node", error.to_string()),
    }
}

fn browser() -> Vec<Line> {
    let (browser, driver) = (chrome::chromium(), chrome::driver());
    let line = |name: &str, program: &Option<chrome::Program>| match program {
        Some(found) => Line::new(State::Found, name, format!("{}, {}", found.version, found.path.display())),
        None if packages::may_install() => {
            Line::new(State::WouldInstall, name, "from the system's packages (for tests only)")
        }
        None => Line::new(
            State::Missing,
            name,
            "on Debian: `apt-get install chromium chromium-driver` (for tests only)",
        ),
    };
    let mut lines = vec![line("chromium", &browser), line("chromedriver", &driver)];
    if let (Some(browser), Some(driver)) = (browser, driver)
        && let Some(text) = chrome::mismatch(&browser, &driver)
    {
        lines.push(Line::new(State::Missing, "a matching pair", text));
    }
    lines
}

fn database() -> Line {
    match postgres::programs() {
        Some(found) => Line::new(State::Found, "postgresql", found.display().to_string()),
        None if packages::may_install() => {
            Line::new(State::WouldInstall, "postgresql", "from the system's packages (for tests only)")
        }
        None => Line::new(State::Missing, "postgresql", postgres::BY_HAND),
    }
}

fn report(lines: &[Line]) -> (String, bool) {
    let mut text = String::new();
    for line in lines {
        let word = match line.state {
            State::Found => "found",
            State::WouldInstall => "would install",
            State::Missing => "MISSING",
        };
        text += &format!("{word:<14} {:<22} {}\n", line.name, line.detail);
    }
    (text, lines.iter().any(|line| line.state == State::Missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_installs_is_a_failure() {
        let line = |state| Line::new(state, "x", "y");
        assert!(!report(&[line(State::Found), line(State::WouldInstall)]).1);
        let (text, missing) = report(&[line(State::Found), line(State::Missing)]);
        assert!(missing && text.contains("MISSING"));
    }

    #[test]
    fn a_program_that_is_not_there_comes_with_its_remedy() {
        let line = program("latchboard-no-such-program", "install it");
        assert_eq!((line.state, &*line.detail), (State::Missing, "install it"));
    }
}
