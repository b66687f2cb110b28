//! The origins of pages: written as browsers send them, since they are compared letter by letter.

use std::str::FromStr;

use axum::http::{HeaderValue, Uri};

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

    pub(crate) fn header_value(&self) -> HeaderValue {
        self.0.clone()
    }
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
