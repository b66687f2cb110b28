//! Which pages of other origins may call: those on a list, by name, and nobody else.
//!
//! The vendor allows any origin. Here real secrets are kept, so a wildcard can't even be written.

use std::str::FromStr;
use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use latchboard_contract::endpoint::configuration::TRACKING_ID;
use latchboard_contract::http::Header;
use latchboard_contract::idempotency;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::guard::REQUEST_ID;

/// How long a browser need not ask again. Ten minutes: a changed list should not take a day.
const REMEMBERED: Duration = Duration::from_mins(10);

/// The origin of a page: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(HeaderValue);

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str =
            "an origin is scheme, host and port as the browser sends them, such as https://admin.example.com";
        let uri: Uri = text.parse().map_err(|_| FORM)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(FORM) };
        // Compared letter by letter with what the browser sends, so it must be written like that.
        let written = format!("{scheme}://{authority}");
        // Nothing else is in an origin, and some of it would mean something in the page's policy.
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
        if text != written || !matches!(scheme, "http" | "https") || !authority.as_str().bytes().all(fits) {
            return Err(FORM);
        }
        HeaderValue::from_str(text).map(Self).map_err(|_| FORM)
    }
}

impl Origin {
    /// As the browser writes it.
    pub(crate) fn as_str(&self) -> &str {
        // It was made of a text.
        self.0.to_str().unwrap_or_default()
    }
}

/// Answers preflights and marks every answer, errors included: a browser hides what is not marked.
pub(super) fn layer(origins: &[Origin]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().map(|origin| origin.0.clone())))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(
            [CONTENT_TYPE, AUTHORIZATION, IF_NONE_MATCH]
                .into_iter()
                .chain([TRACKING_ID, idempotency::HEADER].map(HeaderName::from_static))
                .collect::<Vec<_>>(),
        )
        .expose_headers(
            Header::ALL
                .map(Header::name)
                .into_iter()
                .chain([TRACKING_ID])
                .map(HeaderName::from_static)
                .chain([REQUEST_ID, ETAG])
                .collect::<Vec<_>>(),
        )
        .max_age(REMEMBERED)
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for text in ["http://127.0.0.1:8081", "https://admin.example.com", "http://[::1]:80"] {
            assert!(text.parse::<Origin>().is_ok(), "{text}");
        }
        for text in [
            "*",
            "null",
            "",
            "example.com",
            "https://a.b/",
            "https://a.b/x",
            "https://u@a.b",
            "ftp://a.b",
            "https://a;b",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
