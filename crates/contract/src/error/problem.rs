//! One refusal or failure as it happened: our code beside what the vendor said.

use super::Code;
use crate::http::{Request, Response};

/// The longest text of a vendor that is kept, in characters: a sentence, not a page of HTML.
const MAX_VENDOR_TEXT: usize = 120;

/// A refusal or failure, with the evidence. Holds no secret: what the vendor said is redacted
/// before it is shortened, so that no half of an echoed secret stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Our stable code.
    pub code: Code,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The vendor's own code, such as `1006` or `Forbidden`.
    pub vendor_code: Option<String>,
    /// The vendor's own text, white space collapsed, at most 120 characters.
    pub vendor_text: Option<String>,
    /// Seconds to wait, where the server said so.
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem found on this side, without any answer.
    #[must_use]
    pub const fn local(code: Code) -> Self {
        Self { code, status: None, vendor_code: None, vendor_text: None, retry_after: None }
    }

    /// A problem read off an answer.
    #[must_use]
    pub fn answered(code: Code, response: &Response) -> Self {
        let retry_after = response.get("retry-after").and_then(|seconds| seconds.trim().parse().ok());
        Self { status: Some(response.status), retry_after, ..Self::local(code) }
    }

    /// Adds what the vendor said to `sent`, less every secret in it: the text on one line, tags
    /// dropped, cut to a sentence.
    #[must_use]
    pub fn vendor(mut self, sent: &Request, code: Option<&str>, text: &str) -> Self {
        let text = plain(&sent.redact(text));
        self.vendor_code = code.map(|code| plain(&sent.redact(code)));
        self.vendor_text = (!text.is_empty()).then_some(text);
        self
    }
}

/// Text without tags, on one line, at most [`MAX_VENDOR_TEXT`] characters.
fn plain(text: &str) -> String {
    let mut inside_tag = false;
    let without_tags: String = text
        .chars()
        .map(|character| match character {
            '<' => {
                inside_tag = true;
                ' '
            }
            '>' if inside_tag => {
                inside_tag = false;
                ' '
            }
            _ if inside_tag => ' ',
            character if character.is_control() => ' ',
            character => character,
        })
        .collect();
    let line = without_tags.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MAX_VENDOR_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::{MAX_VENDOR_TEXT, Problem};
    use crate::Secret;
    use crate::error::Code;
    use crate::http::{Method, Request};

    fn said(text: &str) -> Option<String> {
        let request = Request::new(Method::Post, "/").sensitive(&Secret::from("hunter  22"));
        Problem::local(Code::Refused).vendor(&request, None, text).vendor_text
    }

    #[test]
    fn a_page_of_html_becomes_its_first_words() {
        assert_eq!(said("<h1>Developer\n Inactive</h1>").as_deref(), Some("Developer Inactive"));
        assert_eq!(said(&"é".repeat(500)).unwrap().chars().count(), MAX_VENDOR_TEXT);
        assert_eq!(said(" <br> "), None);
    }

    #[test]
    fn an_echoed_secret_does_not_stay_not_even_half_of_it() {
        assert_eq!(said("no: hunter  22").as_deref(), Some("no: [redacted]"));
        let cut_inside = "x".repeat(MAX_VENDOR_TEXT - 4) + "hunter  22";
        assert!(!said(&cut_inside).unwrap().contains("hunt"));
    }
}
