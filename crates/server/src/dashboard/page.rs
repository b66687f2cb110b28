//! The page: held in memory from the start, so that what is sent and what its policy allows cannot
//! drift apart while a new build is being written. A new build is served after a restart.

use data_encoding::HEXLOWER;
use std::fs;
use std::io;
use std::path::Path;

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::{ASK_FIRST, policy};
use crate::base_path::BasePath;
use crate::origin::Origin;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Where the page is to be found, and what it is for.
pub(crate) struct PagePlace<'a> {
    /// What it may ask beside its own server.
    pub(crate) connect_to: &'a [Origin],
    /// Before its path, where a proxy in front has given it one.
    pub(crate) base: &'a BasePath,
    /// It says that nothing in it is real.
    pub(crate) is_rehearsal: bool,
}

/// The page in every encoding that lies beside it.
pub(super) struct Page {
    plain: Version,
    compressed: Vec<Version>,
    policy: HeaderValue,
}

struct Version {
    encoding: Option<&'static str>,
    etag: HeaderValue,
    bytes: Bytes,
}

impl Version {
    fn new(encoding: Option<&'static str>, bytes: Vec<u8>) -> Self {
        let hash = Sha256::digest(&bytes);
        let hash = HEXLOWER.encode(&hash[..12]);
        let etag = HeaderValue::try_from(format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        Self { encoding, etag, bytes: bytes.into() }
    }
}

impl Page {
    pub(super) fn load(path: &Path, place: &PagePlace<'_>) -> io::Result<Self> {
        let PagePlace { connect_to, base, is_rehearsal } = place;
        let mut bytes = fs::read(path)?;
        let is_as_built = base.as_str().is_empty() && !is_rehearsal;
        if !is_as_built {
            bytes = put(place, &String::from_utf8_lossy(&bytes), path)?.into_bytes();
        }
        let policy = policy::content_security_policy(&String::from_utf8_lossy(&bytes), connect_to);
        let policy = HeaderValue::try_from(policy).map_err(io::Error::other)?;
        let mut compressed = Vec::new();
        for (encoding, extension) in [("br", "html.br"), ("gzip", "html.gz")] {
            if !is_as_built {
                // They are of the page as it was built.
                break;
            }
            match fs::read(path.with_extension(extension)) {
                Ok(bytes) => compressed.push(Version::new(Some(encoding), bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self { plain: Version::new(None, bytes), compressed, policy })
    }

    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let version = self
            .compressed
            .iter()
            .find(|version| version.encoding.is_some_and(|encoding| accepts(accepted, encoding)))
            .unwrap_or(&self.plain);
        let known = asked.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let unchanged = known
            .split(',')
            .any(|etag| etag.trim().trim_start_matches("W/").as_bytes() == version.etag.as_bytes());
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            version.bytes.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HTML);
        headers.insert(CACHE_CONTROL, ASK_FIRST);
        headers.insert(ETAG, version.etag.clone());
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let (Some(encoding), false) = (version.encoding, unchanged) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    pub(super) fn guard(&self, headers: &mut HeaderMap) {
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
    }
}

/// The page as it is to be found there: it says so, and the files beside it are named in full.
fn put(place: &PagePlace<'_>, html: &str, path: &Path) -> io::Result<String> {
    let base = place.base.as_str();
    let rehearsal = if place.is_rehearsal { " data-rehearsal" } else { "" };
    let mut html = html.replacen("data-base=\"\"", &format!("data-base=\"{base}\"{rehearsal}"), 1);
    if base.is_empty() {
        return Ok(html);
    }
    for file in fs::read_dir(path.with_file_name(""))? {
        let name = file?.file_name();
        let name = name.to_string_lossy();
        for quote in ['"', '\''] {
            html = html.replace(&format!("{quote}/{name}{quote}"), &format!("{quote}{base}/{name}{quote}"));
        }
    }
    Ok(html)
}

/// Whether a list of encodings names this one and does not forbid it (`q=0`).
fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse().ok());
        named && weight.is_none_or(|weight: f32| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn encodings_are_negotiated() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("gzip;q=0, br", "gzip"));
        assert!(!accepts("", "br"));
        assert!(!accepts("brotli", "br"));
    }
}
