//! The built dashboard: its files, the page that all its addresses lead to, and the headers that
//! guard it. Knows nothing of what the dashboard does.

mod page;
mod policy;

use std::io;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT, ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, IF_NONE_MATCH, LOCATION, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use latchboard_contract::http::JSON;
use percent_encoding::percent_decode_str;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use page::Page;
pub(crate) use page::PagePlace;

/// The page that every address leads to.
const INDEX: &str = "index.html";

/// A file whose name holds a hash of what is in it never changes: kept for a year, never asked for again.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other is asked for each time, and not sent again when it has not changed.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// Why there is no dashboard to serve.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DashboardError {
    /// The directory, or the page in it, can't be read.
    #[error(
        "The dashboard cannot be served: {} cannot be read: {error}. Build the dashboard and name its directory with \
         --dashboard, or leave that out to serve the API alone.",
        .path.display()
    )]
    Unreadable { path: PathBuf, error: io::Error },
}

pub(crate) struct Dashboard {
    directory: PathBuf,
    files: ServeDir,
    page: Page,
}

impl Dashboard {
    /// Reads the page and works out its policy; the other files are read as they are asked for.
    pub(crate) fn load(directory: &Path, place: &PagePlace<'_>) -> Result<Self, DashboardError> {
        let path = directory.join(INDEX);
        let page = Page::load(&path, place).map_err(|error| DashboardError::Unreadable { path, error })?;
        // Beside the page there may be others, each in a directory of its own.
        let files = ServeDir::new(directory)
            .append_index_html_on_directories(true)
            .redirect_to_trailing_slash(false)
            .precompressed_br()
            .precompressed_gzip();
        Ok(Self { directory: directory.to_owned(), files, page })
    }

    /// A file, the page, or a refusal.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "Only GET works here.\n")
                .into_response();
        }
        let known_whatever_it_is = request.headers().get(IF_NONE_MATCH).is_some_and(|known| known == "*");
        let mut response = match Target::of(request.uri()) {
            Target::Nowhere => not_found(request.headers()),
            Target::Page => self.page.answer(request.headers()),
            Target::File { fixed, or_page } => {
                let headers = request.headers().clone();
                let found = self.file(request, fixed).await;
                match found.status() {
                    StatusCode::NOT_FOUND if or_page && wants_page(&headers) => self.page.answer(&headers),
                    StatusCode::NOT_FOUND => not_found(&headers),
                    _ => found,
                }
            }
        };
        if known_whatever_it_is && response.status() == StatusCode::OK {
            response = (StatusCode::NOT_MODIFIED, response.headers().clone()).into_response();
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        for (name, value) in policy::FOR_ALL {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let html = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if html {
            self.page.guard(response.headers_mut());
        }
        response
    }

    async fn file(&self, mut request: Request, fixed: bool) -> Response {
        // Nothing here is so large that a part of it would help, and an unreadable one has to be ignored anyway.
        request.headers_mut().remove(RANGE);
        let path = request.uri().path();
        // Addresses in a page of its own count from its directory. Relative, as a proxy may have taken a path off.
        if let Some((_, name)) =
            path.rsplit_once('/').filter(|(_, name)| !name.contains('.') && !name.is_empty())
            && tokio::fs::try_exists(self.directory.join(path.trim_start_matches('/')).join(INDEX))
                .await
                .unwrap_or(false)
        {
            return (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, format!("{name}/"))]).into_response();
        }
        let Ok(response) = self.files.clone().oneshot(request).await;
        let status = response.status();
        let mut response = response.map(Body::new);
        response.headers_mut().remove(ACCEPT_RANGES);
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            response.headers_mut().insert(CACHE_CONTROL, if fixed { FOR_EVER } else { ASK_FIRST });
        }
        response
    }
}

/// 404 in words, or in JSON for who asks for that; the path is not repeated.
pub(crate) fn not_found(headers: &HeaderMap) -> Response {
    const WORDS: &str = "There is nothing here.";
    if accepts(headers, "application/json") {
        let body = serde_json::json!({ "message": WORDS }).to_string();
        return (StatusCode::NOT_FOUND, [(CONTENT_TYPE, JSON)], body).into_response();
    }
    (StatusCode::NOT_FOUND, [WORDS, "\n"].concat()).into_response()
}

/// Whether somebody navigates: browsers name HTML then. Programs, probes among them, do not, and what they look for at
/// an address that there is not must not look like success.
fn wants_page(headers: &HeaderMap) -> bool {
    accepts(headers, "text/html")
}

/// Whether a media type is asked for by its name.
fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let asked = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let essence =
        |range: &str| range.split(';').next().is_some_and(|it| it.trim().eq_ignore_ascii_case(media_type));
    asked.flat_map(|value| value.split(',')).any(essence)
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// Out of the directory, or to a hidden file.
    Nowhere,
    Page,
    /// To a file, if there is one.
    File {
        /// Its name holds a hash of its content.
        fixed: bool,
        /// Otherwise it is an address inside the dashboard: those have no extension.
        or_page: bool,
    },
}

impl Target {
    fn of(uri: &Uri) -> Self {
        let Ok(path) = percent_decode_str(uri.path()).decode_utf8() else { return Self::Nowhere };
        let hidden = |segment: &str| segment.starts_with('.');
        // No file of ours has `%` in its name: one that is left was encoded twice.
        if path.contains(['\\', ':', '%']) || path.contains(char::is_control) || path.split('/').any(hidden) {
            return Self::Nowhere;
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if path == "/" || path == "/index.html" {
            return Self::Page;
        }
        Self::File { fixed: is_hashed(name), or_page: !name.contains('.') }
    }
}

/// Whether a name is `name-<hash>.ext` or `name-<hash>_bg.wasm`, as trunk writes them. The hash is a
/// 64-bit number in hexadecimal without leading zeros, so it may be a little shorter than 16 digits.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _)) = name.split_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        (12..=16).contains(&hash.len()) && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Target, is_hashed};

    fn target(path: &str) -> Target {
        Target::of(&path.parse().unwrap())
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for name in [
            "latchboard-4d79204f15ab2d70.js",
            "latchboard-4d79204f15ab2d70_bg.wasm",
            "a-b-d79204f15ab2d70.css",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in
            ["index.html", "icon-decade.svg", "boot.js", "4d79204f15ab2d70.js", "a-4D79204F15AB2D70.js", "x-"]
        {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_directory_or_to_a_hidden_file() {
        for path in [
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/%2E%2E%2fx",
            "/..%5cx",
            "/.inputs",
            "/a/%2einputs",
            "/%ff",
            "/c:/x",
            "/%00",
            "/%252e%252e/x",
            "/%25%32%65%25%32%65/x",
            "/%c0%ae%c0%ae/x",
            "/%e0%80%ae%e0%80%ae/x",
            "/..%2fx",
            "/%2e%2e%5cx",
            "/x%0d%0a",
            "/a/..%00/x",
        ] {
            assert_eq!(target(path), Target::Nowhere, "{path}");
        }
    }

    #[test]
    fn addresses_without_an_extension_lead_to_the_page() {
        assert_eq!(target("/"), Target::Page);
        assert_eq!(target("/?tag=x"), Target::Page);
        assert_eq!(target("/index.html"), Target::Page);
        assert_eq!(target("/secrets/43"), Target::File { fixed: false, or_page: true });
        assert_eq!(target("/missing.js"), Target::File { fixed: false, or_page: false });
    }
}
