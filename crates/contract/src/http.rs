//! Requests and responses as plain data: what an endpoint encodes to and decodes from.
//!
//! No socket here; the client's transports and the server's routes carry them.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::Secret;
use crate::endpoint_id::EndpointId;
use crate::idempotency::IdempotencyKey;
use crate::redact::redact;

/// The verbs that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
}

impl Method {
    /// As written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// The media type of JSON bodies.
pub const JSON: &str = "application/json";
/// The header of an answer with the number under which its request stands in the server's log.
pub const REQUEST_ID: &str = "x-request-id";
/// The header of an answer with the seconds after which the server wants to be asked again.
pub const RETRY_AFTER: &str = "retry-after";
/// The header of an answer by which the server knows again what it has answered.
pub const ETAG: &str = "etag";
/// The header of a request that is to be answered in full only if the answer has none of these tags.
pub const IF_NONE_MATCH: &str = "if-none-match";
/// The header of a request that is to be carried out only on one of the versions that it names.
pub const IF_MATCH: &str = "if-match";
/// The media type of forms.
pub const FORM: &str = "application/x-www-form-urlencoded";

const INFALLIBLE: &str = "bodies are maps with text keys";

/// A body and its media type.
pub struct Body {
    pub content_type: &'static str,
    /// UTF-8 text; wiped when dropped, as it may carry a secret.
    pub text: Zeroizing<String>,
}

/// Everything but the host: what an endpoint asks of a transport.
///
/// It has no `Debug`, since query, header and body may all hold a secret.
pub struct Request {
    /// Which call this is.
    pub endpoint: EndpointId,
    pub method: Method,
    /// Begins with a slash; already percent-encoded.
    pub path: String,
    query: Vec<(&'static str, Secret)>,
    authorization: Option<Zeroizing<String>>,
    /// The name of this call, for a server that is known to take one.
    pub idempotency_key: Option<IdempotencyKey>,
    /// Under what condition the server shall do it: a header, by name and value.
    pub condition: Option<(&'static str, String)>,
    /// The body, where there is one.
    pub body: Option<Body>,
    sensitive: Vec<Secret>,
}

/// RFC 3986 unreserved characters stay as they are; everything else is escaped.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Request {
    /// A request without query, credentials or body. `path` must be percent-encoded already.
    #[must_use]
    pub fn new(endpoint: EndpointId, method: Method, path: impl Into<String>) -> Self {
        Self {
            endpoint,
            method,
            path: path.into(),
            query: Vec::new(),
            authorization: None,
            idempotency_key: None,
            condition: None,
            body: None,
            sensitive: Vec::new(),
        }
    }

    /// Adds a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let text = serde_json::to_string(body).unwrap_or_else(|_| unreachable!("{INFALLIBLE}"));
        self.body = Some(Body { content_type: JSON, text: Zeroizing::new(text) });
        self
    }

    /// Adds a form body.
    #[must_use]
    pub fn form(mut self, text: Zeroizing<String>) -> Self {
        self.body = Some(Body { content_type: FORM, text });
        self
    }

    /// Adds a query parameter that is no secret.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query.push((name, Secret::from(value)));
        self
    }

    /// Adds a query parameter that is a secret.
    #[must_use]
    pub fn secret_query(mut self, name: &'static str, value: &Secret) -> Self {
        self.query.push((name, value.duplicate()));
        self.sensitive(value)
    }

    /// Adds `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(mut self, token: &Secret) -> Self {
        self.authorization = Some(Zeroizing::new(["Bearer ", token.expose()].concat()));
        self.sensitive(token)
    }

    /// Adds `Authorization: Basic …` (RFC 7617).
    #[must_use]
    pub fn basic(mut self, user: &str, password: &Secret) -> Self {
        let pair = Zeroizing::new([user, ":", password.expose()].concat());
        // The encoded pair is as good as the password.
        let encoded = Secret::new(Base64::encode_string(pair.as_bytes()));
        self.authorization = Some(Zeroizing::new(["Basic ", encoded.expose()].concat()));
        self.sensitive(password).sensitive(&encoded)
    }

    #[must_use]
    pub fn idempotency_key(mut self, key: Option<&IdempotencyKey>) -> Self {
        self.idempotency_key = key.cloned();
        self
    }

    /// Adds a conditional header; it holds no secret.
    #[must_use]
    pub fn condition(mut self, name: &'static str, value: String) -> Self {
        self.condition = Some((name, value));
        self
    }

    /// Remembers a secret that this request carries, so that [`Request::redact`] knows it.
    #[must_use]
    pub fn sensitive(mut self, secret: &Secret) -> Self {
        self.sensitive.push(secret.duplicate());
        self
    }

    /// Path and query, percent-encoded, ready to be put behind a host. May hold a secret: never
    /// to be shown.
    #[must_use]
    pub fn path_and_query(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(self.path.clone());
        for (index, (name, value)) in self.query.iter().enumerate() {
            text.push(if index == 0 { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            text.extend(utf8_percent_encode(value.expose(), RESERVED));
        }
        text
    }

    /// The value of the `Authorization` header, if one goes along.
    #[must_use]
    pub fn authorization(&self) -> Option<&str> {
        self.authorization.as_ref().map(|value| value.as_str())
    }

    /// `text` with every secret of this request replaced, for a server that echoes what it got: as
    /// it is, or escaped for JSON, URL or HTML.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        redact(text, self.sensitive.iter().map(Secret::expose))
    }
}

/// One path segment, percent-encoded.
#[must_use]
pub fn encode_segment(segment: &str) -> String {
    utf8_percent_encode(segment, RESERVED).to_string()
}

/// Status, headers and body, whole. A body may hold an admin key, so it is wiped when dropped.
pub struct Response {
    pub status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    body: Zeroizing<Vec<u8>>,
}

impl Response {
    /// A response without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Zeroizing::default() }
    }

    /// A response with a JSON body of the given media type.
    #[must_use]
    pub fn json(status: u16, content_type: &str, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_else(|_| unreachable!("{INFALLIBLE}"));
        Self::new(status).header("content-type", content_type).body(body)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: Vec<u8>) -> Self {
        self.body = Zeroizing::new(body);
        self
    }

    /// All headers, names in lower case.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The first header of that name, which is in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text: byte order mark and outer white space dropped, broken UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let bytes = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        String::from_utf8_lossy(bytes.trim_ascii())
    }

    /// Whether the status is 2xx.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status <= 299
    }
}

#[cfg(test)]
mod tests {
    use super::{Method, Request, Response};
    use crate::Secret;
    use crate::endpoint_id::EndpointId;

    #[test]
    fn the_query_is_percent_encoded() {
        let request = Request::new(EndpointId::Register, Method::Get, "/a")
            .query("tag", "x y&z=é")
            .secret_query("key", &Secret::from("k+1"));
        assert_eq!(request.path_and_query().as_str(), "/a?tag=x%20y%26z%3D%C3%A9&key=k%2B1");
    }

    #[test]
    fn an_echoed_secret_is_redacted() {
        let request = Request::new(EndpointId::Register, Method::Post, "/a")
            .sensitive(&Secret::from("s3cret"))
            .bearer(&Secret::from("tok3n"));
        assert_eq!(request.redact("bad s3cret for tok3n"), "bad [redacted] for [redacted]");
        let request =
            Request::new(EndpointId::Register, Method::Post, "/a").sensitive(&Secret::from("a\"b c"));
        assert_eq!(request.redact(r#"a"b c, a\"b c, a%22b%20c"#), "[redacted], [redacted], [redacted]");
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(Response::new(200).body(b"\xEF\xBB\xBF {} \n".to_vec()).text(), "{}");
    }
}
