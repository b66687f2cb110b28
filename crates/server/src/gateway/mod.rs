//! The vendors' own services behind this server: where they are, and one call passed on to them.
//!
//! Only the two given hosts can ever be reached. Of a request go along: method, query, body, media
//! types, and the family's own credential or id; of an answer come back: status, media type and the
//! vendors' own headers. No cookie passes in either direction, no redirect is followed, nothing is
//! logged but what went wrong. What is not a whole answer becomes 502 or 504, or breaks off, so that
//! a client takes it for *unknown*.

mod bounded;
mod url;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use latchboard_contract::endpoint::configuration::TRACKING_ID;
use latchboard_contract::endpoint::gateway::Refusal;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use bounded::Bounded;
pub(crate) use url::UpstreamUrl;

/// How long a connection to a vendor may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// The largest answer: a list of several 100,000 API secrets.
const LARGEST: u64 = 64 * 1024 * 1024;
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("latchboard-gateway/", env!("CARGO_PKG_VERSION")));

/// The headers of an answer that are passed on. All others are of one connection, or of one host.
const PASSED_BACK: [HeaderName; 6] = [
    CONTENT_TYPE,
    CONTENT_ENCODING,
    RETRY_AFTER,
    HeaderName::from_static(TRACKING_ID),
    HeaderName::from_static("x-error-detail-header"),
    HeaderName::from_static("x-mashery-error-code"),
];

/// Where the vendors are, as configured.
#[derive(Debug)]
pub(crate) struct Upstreams {
    /// Location history and geofencing.
    pub(crate) location_history: Option<UpstreamUrl>,
    pub(crate) mysafe: Option<UpstreamUrl>,
    /// Certificates that are trusted beside the system's.
    pub(crate) authorities: Option<PathBuf>,
    /// How long a vendor may take to begin an answer, and between two pieces of it.
    pub(crate) patience: Duration,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum GatewayError {
    #[error(
        "{} holds no usable certificate: {error}. Name a file with certificates in PEM format with \
         --upstream-ca.",
        .path.display()
    )]
    Authorities { path: PathBuf, error: Box<dyn Error + Send + Sync> },
    /// Nobody's certificate would be believed.
    #[error(
        "This system knows no certificate authority, so no vendor could be believed. Install its \
         certificates (ca-certificates), or name a file of them with --upstream-ca."
    )]
    NobodyTrusted,
    /// TLS can't be set up.
    #[error("TLS to the vendors cannot be set up: {0}.")]
    Tls(rustls::Error),
}

/// The vendors that are behind us.
pub(crate) struct Gateway {
    /// Location history and geofencing.
    pub(crate) location_history: Option<Arc<Upstream>>,
    pub(crate) mysafe: Option<Arc<Upstream>>,
    /// How long a vendor may take to begin an answer, and between two pieces of it.
    pub(crate) patience: Duration,
}

impl Gateway {
    /// Reads certificates; connects to nobody yet.
    pub(crate) fn new(upstreams: &Upstreams) -> Result<Self, GatewayError> {
        let urls = [&upstreams.location_history, &upstreams.mysafe];
        let over_tls = urls.into_iter().flatten().any(UpstreamUrl::is_tls);
        let roots = roots(over_tls, upstreams.authorities.as_deref())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(GatewayError::Tls)?.with_root_certificates(roots).with_no_client_auth();

        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT));
        http.set_nodelay(true);
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(config)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new()).build(https);
        let upstream = |url: &Option<UpstreamUrl>| {
            let upstream = |url| Upstream { url, client: client.clone(), patience: upstreams.patience };
            url.clone().map(upstream).map(Arc::new)
        };
        Ok(Self {
            location_history: upstream(&upstreams.location_history),
            mysafe: upstream(&upstreams.mysafe),
            patience: upstreams.patience,
        })
    }
}

/// Whose certificates are believed. Reading the system's takes a while, so only where they are used.
fn roots(over_tls: bool, authorities: Option<&Path>) -> Result<RootCertStore, GatewayError> {
    let mut roots = RootCertStore::empty();
    if over_tls {
        // Files that can't be read are the system's affair; what counts is whether any could.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    if let Some(path) = authorities {
        let failed =
            |error: Box<dyn Error + Send + Sync>| GatewayError::Authorities { path: path.to_owned(), error };
        let before = roots.len();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.into()))? {
            let certificate = certificate.map_err(|error| failed(error.into()))?;
            roots.add(certificate).map_err(|error| failed(error.into()))?;
        }
        if roots.len() == before {
            return Err(failed("there is none in it".into()));
        }
    }
    if over_tls && roots.is_empty() { Err(GatewayError::NobodyTrusted) } else { Ok(roots) }
}

/// A request on its way to a vendor.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// One of the contract's; percent-encoded.
    pub(crate) path: &'a str,
    /// As it came: it holds the API key.
    pub(crate) query: Option<&'a str>,
    /// As they came; few are passed on.
    pub(crate) headers: &'a HeaderMap,
    /// The one that only this family has.
    pub(crate) header: &'a HeaderName,
    pub(crate) body: &'a [u8],
}

pub(crate) struct Upstream {
    url: UpstreamUrl,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    patience: Duration,
}

impl Upstream {
    /// Its name or address, without a port.
    pub(crate) fn host(&self) -> &str {
        self.url.host()
    }

    /// Passes one call on.
    pub(crate) async fn ask(&self, call: Call<'_>) -> Result<Response<Body>, Refusal> {
        let mut request = Request::new(Full::new(Bytes::copy_from_slice(call.body)));
        *request.method_mut() = call.method;
        *request.uri_mut() = self.url.join(call.path, call.query).ok_or(Refusal::UpstreamFailed)?;
        for name in [&CONTENT_TYPE, &ACCEPT, call.header] {
            if let Some(value) = call.headers.get(name) {
                let mut value = value.clone();
                value.set_sensitive(true);
                request.headers_mut().insert(name.clone(), value);
            }
        }
        request.headers_mut().insert(USER_AGENT, AGENT);
        let response = match tokio::time::timeout(self.patience, self.client.request(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(failed(&error)),
            Err(_) => {
                tracing::warn!("the upstream did not answer in time");
                return Err(Refusal::UpstreamTimedOut);
            }
        };
        self.pass_back(response)
    }

    fn pass_back(&self, response: Response<Incoming>) -> Result<Response<Body>, Refusal> {
        let (parts, body) = response.into_parts();
        let status = parts.status;
        // A redirect would lead the client, and its secrets, to a place that nobody configured.
        if status.is_informational() || status.is_redirection() {
            tracing::warn!(status = status.as_u16(), "the upstream answered what may not be passed on");
            return Err(Refusal::UpstreamFailed);
        }
        if body.size_hint().lower() > LARGEST {
            tracing::warn!(bytes = body.size_hint().lower(), "the upstream's answer is too large");
            return Err(Refusal::UpstreamFailed);
        }
        let mut passed = Response::new(Body::new(Bounded::new(body, LARGEST, self.patience)));
        *passed.status_mut() = status;
        for name in PASSED_BACK {
            if let Some(value) = parts.headers.get(&name) {
                passed.headers_mut().insert(name, value.clone());
            }
        }
        Ok(passed)
    }
}

/// What a failure is for the caller; what it was stands in the log. Neither names the address: there
/// is a key in it.
fn failed(error: &ClientError) -> Refusal {
    let mut timed_out = false;
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        timed_out |=
            cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut);
        source = cause.source();
    }
    tracing::warn!(error = causes, "the upstream could not be asked");
    if timed_out { Refusal::UpstreamTimedOut } else { Refusal::UpstreamFailed }
}
