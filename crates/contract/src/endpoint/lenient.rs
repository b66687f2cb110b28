//! Reads members whose types vary: flags as boolean, number or text, numbers as text, lists as
//! objects. Bends types only; what a member means is decided elsewhere.

use crate::json::{self, Json, Members};

/// A flag, where the value is one.
pub(super) fn flag(value: Json<'_>) -> Option<bool> {
    match value.kind() {
        b't' => Some(true),
        b'f' => Some(false),
        b'"' => match value.text()?.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        },
        _ => match value.number()? {
            (0, true) => Some(false),
            (1, true) => Some(true),
            _ => None,
        },
    }
}

/// Whether an error member says that there was one. Any text but a plain flag does, "no" as well, and
/// any object; PHP writes nothing at all as an empty list.
pub(super) fn is_set(value: Json<'_>) -> bool {
    match value.kind() {
        b'n' | b'f' => false,
        b'"' => value
            .text()
            .is_none_or(|text| !matches!(text.trim().to_ascii_lowercase().as_str(), "" | "0" | "false")),
        b'[' => value.entries().is_some_and(|entries| !entries.is_empty()),
        b't' | b'{' => true,
        _ => value.number() != Some((0, true)),
    }
}

/// A whole number, also as text.
pub(super) fn number(value: Json<'_>) -> Option<u64> {
    /// Beyond it the neighbours of a number with a fraction look the same.
    const EXACT_UP_TO: u64 = 9_007_199_254_740_992;
    if value.kind() == b'"' {
        let text = value.text()?;
        let (digits, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        return fraction.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    }
    let (number, _) = value.number()?;
    (number <= EXACT_UP_TO || value.raw().bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// A text that may come as a number or a flag; anything else is empty. Nothing for a text that cannot
/// be read.
pub(super) fn text(value: Json<'_>) -> Option<String> {
    match value.kind() {
        b'"' => value.text(),
        b'n' | b'[' | b'{' => Some(String::new()),
        _ => Some(value.raw().to_owned()),
    }
}

/// The members of a body, byte order mark or not. A text with replaced bytes in it is no longer the
/// secret that was sent, so broken UTF-8 is not read at all.
pub(super) fn from_object(body: &[u8]) -> Option<Members<'_>> {
    json::object(str::from_utf8(body).ok()?.trim_start_matches('\u{feff}'))
}

/// A flag; what is none counts as not set.
pub(super) fn lenient_flag(value: Json<'_>) -> bool {
    flag(value) == Some(true)
}

/// A text that says something; the outer nothing is for one that cannot be read.
pub(super) fn optional_text(value: Json<'_>) -> Option<Option<String>> {
    text(value).map(|text| Some(text).filter(|text| !text.is_empty()))
}

/// The vendor's number for something, as text. Without one there is nothing to call it by, so an empty
/// one is none.
pub(super) fn identifier(value: Json<'_>) -> Option<String> {
    let text = match value.kind() {
        b'"' => value.text()?.trim().to_owned(),
        _ => number(value)?.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A list of objects that may be missing, null, or an object whose values are the entries.
pub(super) fn lenient_list<T>(
    value: Json<'_>,
    read: impl FnMut(&Members<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    if value.is_null() { Some(Vec::new()) } else { list(value, read) }
}

/// A list of objects, or an object whose values are the entries.
pub(super) fn list<T>(value: Json<'_>, mut read: impl FnMut(&Members<'_>) -> Option<T>) -> Option<Vec<T>> {
    let mut entries = Vec::new();
    for entry in value.entries()? {
        entries.push(read(&entry.members()?)?);
    }
    Some(entries)
}

/// Entries of a shape that is not known, each as its own text or as JSON.
pub(super) fn entries_as_text(value: Json<'_>) -> Option<Vec<String>> {
    let entries = match value.kind() {
        b'n' | b'f' => Vec::new(),
        b'[' => value.entries()?,
        b'{' if value.entries()?.is_empty() => Vec::new(),
        b'"' if value.text()?.trim().is_empty() => Vec::new(),
        _ => vec![value],
    };
    let entry = |value: Json<'_>| if value.kind() == b'"' { value.text() } else { Some(value.compact()) };
    entries.into_iter().map(entry).collect()
}
