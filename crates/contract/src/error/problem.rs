//! One refusal or failure as it happened: our code beside what the vendor said.

use super::Code;
use super::catalogue::{self, Entry};
use crate::endpoint_id::EndpointId;
use crate::http::{RETRY_AFTER, Request, Response};
use crate::idempotency::{IdempotencyKey, KEY_SPENT};

/// The longest text of a vendor that is kept, in characters: a sentence, not a page of HTML.
const MAX_VENDOR_TEXT: usize = 120;

/// A refusal or failure, with the evidence. Holds no secret: what the vendor said is redacted
/// before it is shortened, so that no half of an echoed secret stays; and of a success that could
/// not be believed no text is kept, since it may hold a secret that we did not send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The call that it belongs to.
    pub endpoint: EndpointId,
    pub code: Code,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The vendor's own code, such as `1006` or `Forbidden`.
    pub vendor_code: Option<String>,
    /// The vendor's own text, white space collapsed, at most 120 characters.
    pub vendor_text: Option<String>,
    /// Seconds to wait, where the server said so.
    pub retry_after: Option<u32>,
    /// The idempotency key that the call went out under, where the same call under the same key is answered as it
    /// was the first time. So a refusal is about this very call, and a lost answer can be had again.
    pub key: Option<IdempotencyKey>,
}

impl Problem {
    /// A problem found on this side, without any answer.
    #[must_use]
    pub const fn local(endpoint: EndpointId, code: Code) -> Self {
        Self {
            endpoint,
            code,
            status: None,
            vendor_code: None,
            vendor_text: None,
            retry_after: None,
            key: None,
        }
    }

    /// A refusal that may be the answer to a repeat of this very call: a browser sends a call again by itself when
    /// a connection that it used before closes without a word. So it does not prove that nothing was changed.
    #[must_use]
    pub const fn may_be_our_own(&self) -> bool {
        self.key.is_none()
            && matches!(
                (self.endpoint, self.code),
                (EndpointId::Register, Code::AlreadyRegistered)
                    | (EndpointId::UpdateSecret, Code::SecretRejected)
                    | (EndpointId::CreateApiSecret, Code::IdentifierCodeTaken)
            )
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
        let four_digits = |code: &&str| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        let (vendor_code, vendor_text) = if response.is_success() {
            (vendor_code.filter(four_digits), "")
        } else {
            (vendor_code, vendor_text)
        };
        // Once more on one line: only there an echo that was wrapped looks like the secret.
        let said = |text: &str| cut(&sent.redact(&plain(&sent.redact(text))));
        Self {
            status: Some(response.status),
            vendor_code: vendor_code.map(said).filter(|code| !code.is_empty()),
            vendor_text: Some(said(vendor_text)).filter(|text| !text.is_empty()),
            retry_after: response.get(RETRY_AFTER).and_then(|seconds| seconds.trim().parse().ok()),
            key: sent.idempotency_key.clone().filter(|_| response.get(KEY_SPENT).is_none()),
            ..Self::local(sent.endpoint, code)
        }
    }

    /// What the catalogue knows about it.
    #[must_use]
    pub const fn entry(&self) -> &'static Entry {
        catalogue::entry(self.code, self.endpoint)
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_VENDOR_TEXT).collect()
}

/// Text without tags, on one line.
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
    without_tags.split_whitespace().collect::<Vec<_>>().join(" ")
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
        assert_eq!(said("no: hunter\n  22").as_deref(), Some("no: [redacted]"));
        assert_eq!(said("no: hunter<br>22").as_deref(), Some("no: [redacted]"));
    }

    #[test]
    fn of_a_success_no_text_is_kept() {
        let sent = Request::new(EndpointId::ReadApiSecret, Method::Get, "/");
        let problem = |code| Problem::answered(&sent, &Response::new(200), Code::Refused, code, "s3cret");
        assert_eq!((problem(None).vendor_text, problem(Some("s3cret")).vendor_code), (None, None));
        assert_eq!(problem(Some("1005")).vendor_code.as_deref(), Some("1005"));
    }
}
