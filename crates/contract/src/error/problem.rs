//! One refusal or failure as it happened: our code beside what the vendor said.

use super::Code;
use super::catalogue::{self, Entry};
use crate::endpoint::EndpointId;
use crate::http::{Request, Response};

/// The longest text of a vendor that is kept, in characters: a sentence, not a page of HTML.
const MAX_VENDOR_TEXT: usize = 120;

/// A refusal or failure, with the evidence. Holds no secret: what the vendor said is redacted
/// before it is shortened, so that no half of an echoed secret stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The call that it belongs to.
    pub endpoint: EndpointId,
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
    pub const fn local(endpoint: EndpointId, code: Code) -> Self {
        Self { endpoint, code, status: None, vendor_code: None, vendor_text: None, retry_after: None }
    }

    /// A problem read off the answer to `sent`, with what the vendor said less every secret that
    /// it echoed: the text on one line, tags dropped, cut to a sentence.
    #[must_use]
    pub fn answered(
        sent: &Request,
        response: &Response,
        code: Code,
        vendor_code: Option<&str>,
        vendor_text: &str,
    ) -> Self {
        let vendor_text = plain(&sent.redact(vendor_text));
        Self {
            status: Some(response.status),
            vendor_code: vendor_code.map(|code| plain(&sent.redact(code))),
            vendor_text: (!vendor_text.is_empty()).then_some(vendor_text),
            retry_after: response.get("retry-after").and_then(|seconds| seconds.trim().parse().ok()),
            ..Self::local(sent.endpoint, code)
        }
    }

    /// What the catalogue knows about it.
    #[must_use]
    pub const fn entry(&self) -> &'static Entry {
        catalogue::entry(self.code, self.endpoint)
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
    use crate::endpoint::EndpointId;
    use crate::error::Code;
    use crate::http::{Method, Request, Response};

    fn said(text: &str) -> Option<String> {
        let sent =
            Request::new(EndpointId::Register, Method::Post, "/").sensitive(&Secret::from("hunter  22"));
        Problem::answered(&sent, &Response::new(400), Code::Refused, None, text).vendor_text
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
