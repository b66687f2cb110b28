//! Messages that nobody shows: what the build of `crates/texts` cannot see.

use std::collections::HashSet;
use std::path::Path;

use super::Finding;

/// The file whose messages the others translate.
const REFERENCE: &str = "crates/texts/en.ftl";
/// How terms are translated: for the build, not for users.
const TERMS: &str = "terms-";

/// What the sources name behind `::`, from file to file.
#[derive(Default)]
pub(super) struct Named(HashSet<String>);

impl Named {
    pub(super) fn note(&mut self, path: &str, text: &str) {
        if path.ends_with(".rs") {
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let names = text.split("::").skip(1).map(|rest| rest.split(|c| !is_of_name(c)).next());
            self.0.extend(names.flatten().map(str::to_owned));
        }
    }

    pub(super) fn check(&self, root: &Path, found: &mut Vec<Finding>) {
        let text = std::fs::read_to_string(root.join(REFERENCE)).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.contains(' ')) else { continue };
            let Some((_, name)) = id.split_once('-').filter(|_| !id.starts_with(TERMS)) else { continue };
            if !names(name).iter().any(|name| self.0.contains(name)) {
                found.push(Finding::new(REFERENCE, number + 1, format!("nobody shows {id}")));
            }
        }
    }
}

/// The constant of a message, and the struct of one that takes values.
fn names(name: &str) -> [String; 2] {
    let camel = name.split('-').flat_map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        [first.to_uppercase(), rest.to_owned()]
    });
    [name.replace('-', "_").to_uppercase(), camel.collect()]
}

#[cfg(test)]
mod tests {
    use super::{Named, names};

    #[test]
    fn a_message_is_named_as_a_constant_or_as_a_struct() {
        assert_eq!(names("found-off"), ["FOUND_OFF", "FoundOff"]);
        let mut named = Named::default();
        named.note("src/a.rs", "texts::FOUND_OFF.here(), leak::Found { count }.here()");
        assert!(named.0.contains("FOUND_OFF") && named.0.contains("Found"));
    }
}
