//! Walks: a heading `Walk: …` in a document, and below it a numbered list, each step of which begins with a file and a
//! function or type that the file defines: "`src/a.rs` `run` does this".

use std::collections::BTreeSet;
use std::path::Path;

use super::Finding;
use super::lexer::{has_word, views};

/// Whoever has to keep more files in mind loses the way.
const MOST_FILES: usize = 10;
const KINDS: [&str; 7] = ["fn", "struct", "enum", "trait", "const", "static", "type"];

pub(super) fn check(root: &Path, path: &str, text: &str, found: &mut Vec<Finding>) {
    if path.ends_with(".md") {
        walks(path, text, |file| std::fs::read_to_string(root.join(file)).ok(), found);
    }
}

fn walks(path: &str, text: &str, text_of: impl Fn(&str) -> Option<String>, found: &mut Vec<Finding>) {
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line)).peekable();
    while let Some((heading, line)) = lines.next() {
        if !line.starts_with('#') || !line.trim_start_matches('#').trim_start().starts_with("Walk: ") {
            continue;
        }
        let mut files = BTreeSet::new();
        while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with('#')) {
            let Some(step) = step(line) else { continue };
            match named(step) {
                None => {
                    found.push(Finding::new(path, number, "a step begins with `a file` and `a name` in it"));
                }
                Some((file, name)) => {
                    let defined = text_of(file).map(|text| defines(&text, name));
                    if defined != Some(true) {
                        found.push(Finding::new(path, number, format!("{file} defines no {name}")));
                    }
                    files.insert(file);
                }
            }
        }
        if files.is_empty() || files.len() > MOST_FILES {
            let text =
                format!("a walk goes through 1 to {MOST_FILES} files, this one through {}", files.len());
            found.push(Finding::new(path, heading, text));
        }
    }
}

/// What stands behind the number of a list's item.
fn step(line: &str) -> Option<&str> {
    let (number, step) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(step)
}

fn named(step: &str) -> Option<(&str, &str)> {
    let (file, rest) = step.strip_prefix('`')?.split_once('`')?;
    let (name, _) = rest.strip_prefix(" `")?.split_once('`')?;
    Some((file, name))
}

fn defines(text: &str, name: &str) -> bool {
    let code = views(text).code;
    KINDS.iter().any(|kind| has_word(&code, &format!("{kind} {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a document with this walk on which something is found.
    fn lines(walk: &str) -> Vec<usize> {
        let text_of = |file: &str| {
            let number = file.strip_prefix("src/")?.strip_suffix(".rs")?;
            number
                .parse::<u8>()
                .ok()
                .map(|_| "// fn gone\npub(super) async fn run() {}\nstruct Kept;".to_owned())
        };
        let mut found = Vec::new();
        walks("docs/a.md", &format!("# A\n## Walk: a call\n\n{walk}\n## B\n1. x\n"), text_of, &mut found);
        found.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_step_names_a_file_and_what_it_defines() {
        let good = "What happens.\n\n1. `src/1.rs` `run` asks,\n   and waits.\n2. `src/2.rs` `Kept` answers.";
        assert_eq!(lines(good), [0; 0]);
        for bad in
            ["`src/a.rs` `run`", "`src/1.rs` `gone`", "`src/1.rs` `ru`", "`src/1.rs` runs", "The view asks"]
        {
            assert_eq!(lines(&format!("1. `src/1.rs` `run`\n2. {bad}")), [5], "{bad}");
        }
    }

    #[test]
    fn a_walk_goes_through_some_files_and_not_through_many() {
        let steps = |count| (1..=count).map(|at| format!("{at}. `src/{at}.rs` `run`\n")).collect::<String>();
        assert_eq!(lines(&(steps(10) + "11. `src/1.rs` `Kept`")), [0; 0]);
        assert_eq!(lines(&steps(11)), [2]);
        assert_eq!(lines("Nothing."), [2]);
    }
}
