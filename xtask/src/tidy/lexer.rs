//! Tells code, comments and string literals of a Rust file apart, so that a rule about code does not stumble over a
//! word in a comment.
//!
//! No parser: it knows where comments and literals begin and end, and nothing else.

/// Two views of one file. Both have the lines of the file; what is left out is blank.
pub(super) struct Views {
    /// Code and string literals, without comments.
    pub(super) without_comments: String,
    /// Code alone; of literals only the quotes are left.
    pub(super) code: String,
}

pub(super) fn views(text: &str) -> Views {
    let chars: Vec<char> = text.chars().collect();
    let mut views = Views { without_comments: String::new(), code: String::new() };
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let (kind, length) = token(rest, at.checked_sub(1).map(|before| chars[before]));
        for (index, &c) in rest[..length].iter().enumerate() {
            let blank = if c == '\n' { '\n' } else { ' ' };
            let edge = index == 0 || index + 1 == length;
            views.without_comments.push(if kind == Kind::Comment { blank } else { c });
            views.code.push(match kind {
                Kind::Code => c,
                Kind::Literal if edge => c,
                Kind::Literal | Kind::Comment => blank,
            });
        }
        at += length;
    }
    views
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// Kind and length of what begins here; at least one character.
fn token(rest: &[char], before: Option<char>) -> (Kind, usize) {
    match rest {
        ['/', '/', ..] => (Kind::Comment, rest.iter().position(|&c| c == '\n').unwrap_or(rest.len())),
        ['/', '*', ..] => (Kind::Comment, block_comment(rest)),
        ['"', ..] => (Kind::Literal, string(rest)),
        ['r', '"' | '#', ..] if !before.is_some_and(is_word) || before == Some('b') => {
            raw_string(rest).map_or((Kind::Code, 1), |length| (Kind::Literal, length))
        }
        // A character and not a lifetime: '"' and '\'' would otherwise begin a string.
        ['\'', '\\', ..] => {
            let end = rest.iter().skip(3).position(|&c| c == '\'').map_or(rest.len(), |end| end + 4);
            (Kind::Literal, end)
        }
        ['\'', _, '\'', ..] => (Kind::Literal, 3),
        _ => (Kind::Code, 1),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`; `None` for `r#word`, which is a name.
fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let start = 2 + hashes;
    (start..rest.len())
        .find(|&at| {
            rest[at] == '"'
                && rest[at + 1..].len() >= hashes
                && rest[at + 1..at + 1 + hashes].iter().all(|&c| c == '#')
        })
        .map_or(Some(rest.len()), |at| Some(at + 1 + hashes))
}

/// Does `text` contain `word` as a whole word?
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_told_from_code() {
        for (text, without_comments, code) in [
            ("a // b", "a     ", "a     "),
            ("a /* b /* c */ */ d", "a                 d", "a                 d"),
            (r#"x("a // b")"#, r#"x("a // b")"#, r#"x("      ")"#),
            (r#""a\"b" c"#, r#""a\"b" c"#, r#""    " c"#),
            ("r#\"a\"b\"# c", "r#\"a\"b\"# c", "r      # c"),
            ("'\"' x \"y\"", "'\"' x \"y\"", "' ' x \" \""),
            ("'\\'' x", "'\\'' x", "'  ' x"),
            ("&'a str // b", "&'a str     ", "&'a str     "),
            ("r#type = 1", "r#type = 1", "r#type = 1"),
            ("https: //x\ny", "https:    \ny", "https:    \ny"),
        ] {
            let views = views(text);
            assert_eq!(views.without_comments, without_comments, "{text}");
            assert_eq!(views.code, code, "{text}");
        }
    }

    #[test]
    fn words_are_whole_words() {
        assert!(has_word("use rusqlite::query;", "rusqlite"));
        assert!(!has_word("use my_rusqlite_thing;", "rusqlite"));
        assert!(has_word("a_rusqlite rusqlite", "rusqlite"));
    }
}
