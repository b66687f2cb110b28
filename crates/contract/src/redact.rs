//! Finds echoes of secrets in the texts of others: as they are, or in one of the escapes that
//! servers write. Knows nothing of encryption or hashing.

use crate::Secret;

/// What stands in an error text where a secret was echoed.
const REDACTED: &str = "[redacted]";

/// Shorter echoes are left alone: redacting every "a" tells more than it hides.
const SHORTEST: usize = 4;

/// `text` with every echo of every secret replaced. Runs of white space count as equal, since
/// texts are put on one line before they are shown.
pub(crate) fn redact<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    // Servers trim what they got before they quote it.
    let trimmed = secrets.map(|secret| secret.trim_matches(is_blank));
    let secrets: Vec<&str> = trimmed.filter(|secret| secret.len() >= SHORTEST).collect();
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    // Echoes of two secrets may overlap; what one of them leaves over is still half of the other.
    for (start, _) in text.char_indices() {
        let ends = secrets.iter().filter_map(|secret| echo_end(text, start, secret));
        let Some(end) = ends.max() else { continue };
        if start >= done {
            redacted.push_str(&text[done..start]);
            redacted.push_str(REDACTED);
        }
        done = done.max(end);
    }
    redacted.push_str(&text[done..]);
    redacted
}

/// How often `secret` stands in `text`, as it is or in one of the escapes. `None` for a secret so short
/// that it stands everywhere.
#[must_use]
pub fn echoes(text: &str, secret: &Secret) -> Option<usize> {
    let secret = secret.expose().trim_matches(is_blank);
    if secret.len() < SHORTEST {
        return None;
    }
    let starts = text.char_indices().map(|(start, _)| start);
    Some(starts.filter(|start| echo_end(text, *start, secret).is_some()).count())
}

/// Where the longest echo of `secret` ends that begins at `start`, if one does.
fn echo_end(text: &str, start: usize, secret: &str) -> Option<usize> {
    // One character has many spellings, and a spelling may begin like another: all are followed.
    let mut ends = vec![start];
    let mut after_blank = false;
    for character in secret.chars() {
        let blank = is_blank(character);
        // The second of two blanks may be gone.
        let mut next = if blank && after_blank { ends.clone() } else { Vec::new() };
        for &end in &ends {
            spellings(&text[end..], character, |length| {
                if !next.contains(&(end + length)) {
                    next.push(end + length);
                }
            });
        }
        if next.is_empty() {
            return None;
        }
        ends = next;
        after_blank = blank;
    }
    ends.into_iter().max()
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// Reports the length of every spelling of `character` that `text` begins with.
fn spellings(text: &str, character: char, mut found: impl FnMut(usize)) {
    if text.starts_with(character) {
        found(character.len_utf8());
    }
    if is_blank(character) {
        let run = text.len() - text.trim_start_matches(is_blank).len();
        if run > 0 {
            found(run);
        }
    }
    let (named, entity) = match character {
        '"' => ("\\\"", "&quot;"),
        '\\' => ("\\\\", ""),
        '/' => ("\\/", ""),
        '\u{8}' => ("\\b", ""),
        '\u{c}' => ("\\f", ""),
        '\n' => ("\\n", ""),
        '\r' => ("\\r", ""),
        '\t' => ("\\t", ""),
        ' ' => ("+", "&nbsp;"),
        '&' => ("", "&amp;"),
        '<' => ("", "&lt;"),
        '>' => ("", "&gt;"),
        '\'' => ("", "&apos;"),
        _ => ("", ""),
    };
    for escape in [named, entity] {
        if !escape.is_empty() && text.starts_with(escape) {
            found(escape.len());
        }
    }
    // \u00e9, with two of them for what lies beyond the first plane; %C3%A9.
    let units = character.encode_utf16(&mut [0; 2]).iter().map(|&unit| u32::from(unit)).collect::<Vec<_>>();
    hex_sequence(text, "\\u", 4, &units, &mut found);
    let bytes = character.encode_utf8(&mut [0; 4]).bytes().map(u32::from).collect::<Vec<_>>();
    hex_sequence(text, "%", 2, &bytes, &mut found);
    // &#233; and &#xe9;
    if let Some((number, _)) = text.strip_prefix("&#").and_then(|rest| rest.split_once(';')) {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        if value.is_ok_and(|value| value == u32::from(character)) {
            found("&#;".len() + number.len());
        }
    }
}

/// Whether `text` begins with all `values`, each as `prefix` and `digits` hexadecimal digits.
fn hex_sequence(text: &str, prefix: &str, digits: usize, values: &[u32], found: &mut impl FnMut(usize)) {
    let mut rest = text;
    for value in values {
        let Some(behind) = rest.strip_prefix(prefix) else { return };
        let Some(written) = behind.get(..digits) else { return };
        if !written.bytes().all(|byte| byte.is_ascii_hexdigit())
            || u32::from_str_radix(written, 16) != Ok(*value)
        {
            return;
        }
        rest = &behind[digits..];
    }
    found(text.len() - rest.len());
}

#[cfg(test)]
mod tests {
    use super::{echoes, redact};
    use crate::Secret;

    fn without(secrets: &[&str], text: &str) -> String {
        redact(text, secrets.iter().copied())
    }

    #[test]
    fn an_echo_is_found_in_every_spelling() {
        let secret = ["a\"b c/é\u{1F511}"];
        for echo in [
            "a\"b c/é\u{1F511}",
            r#"a\"b c\/\u00e9\uD83D\uDD11"#,
            "a%22b%20c%2F%C3%A9%F0%9F%94%91",
            "a%22b+c%2f%c3%a9%f0%9f%94%91",
            "a&quot;b c/&#233;&#x1F511;",
            "a\"b \n c/é\u{1F511}",
        ] {
            assert_eq!(without(&secret, &format!("no: {echo}!")), "no: [redacted]!", "{echo}");
        }
    }

    #[test]
    fn one_secret_inside_or_across_another_leaves_nothing_of_either() {
        assert_eq!(without(&["hunter2", "hunter2!more"], "x hunter2!more x"), "x [redacted] x");
        assert_eq!(without(&["abcd1234", "1234efgh"], "abcd1234efgh"), "[redacted]");
        assert_eq!(without(&["abcdefgh", "cdef"], "abcdefgh"), "[redacted]");
        assert_eq!(without(&["aaaa"], "aaaaaa"), "[redacted]");
    }

    #[test]
    fn what_a_server_trimmed_is_still_an_echo() {
        assert_eq!(without(&[" hunter  22 "], "'hunter 22'"), "'[redacted]'");
        assert_eq!(without(&["a%25b"], "a%25b and a%2525b"), "[redacted] and [redacted]");
    }

    #[test]
    fn echoes_are_counted_in_every_spelling_and_short_secrets_are_not_looked_for() {
        let secret = Secret::from(" a b\"c ");
        assert_eq!(echoes(r#"a b"c, a%20b%22c, a b&quot;c, a b c"#, &secret), Some(3));
        assert_eq!(echoes("", &secret), Some(0));
        assert_eq!(echoes("abc", &Secret::from(" abc ")), None);
    }

    #[test]
    fn short_texts_and_beginnings_are_no_echo() {
        assert_eq!(without(&["abc"], "abc"), "abc");
        assert_eq!(
            without(&["secret-77"], "the secret is wrong, %zz \\u00 &#; &#x; +"),
            "the secret is wrong, %zz \\u00 &#; &#x; +"
        );
    }
}
