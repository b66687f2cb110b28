//! How a request reaches a server. The only place with HTTP in it; everything above works on any
//! transport, so that tests need neither network nor clock.

use std::future::Future;
use std::time::Duration;

use latchboard_contract::endpoint::{Endpoint, Health};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::http::{Request, Response};

#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "native")]
mod native;
mod probe;

#[cfg(feature = "browser")]
pub use browser::Browser;
#[cfg(feature = "native")]
pub use native::Native;
pub use probe::Seen;

/// How long an answer may take: longer than any gateway's own patience would be confusing, and
/// shorter would call slow answers lost.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Where a server is. Paths are appended as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The server that the page came from.
    #[must_use]
    pub const fn same_origin() -> Self {
        Self(String::new())
    }

    /// Another server; slashes at the end make no difference.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self(url.trim().trim_end_matches('/').to_owned())
    }

    /// Without a slash at the end; empty for the same origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// No connection came about: nothing was sent.
    NotSent,
    /// Sent, or perhaps sent; nothing readable came back.
    NoAnswer,
    /// No answer within [`ANSWER_WITHIN`].
    TimedOut,
}

/// Sends requests and knows the time.
pub trait Transport {
    /// Sends `request` to the server at `base` and reads the whole answer. Never follows a
    /// redirect, never sends cookies, never caches.
    fn send(&self, base: &BaseUrl, request: &Request) -> impl Future<Output = Result<Response, Silence>>;

    /// Time since 1970-01-01 UTC; in tests since any fixed moment. Goes on while the machine sleeps,
    /// where the platform can.
    fn now(&self) -> Duration;

    /// Lets `duration` pass.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// A random number from 0 up to 1, good enough to keep clients out of step.
    fn chance(&self) -> f64;
}

impl<T: Transport> Transport for &T {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        (*self).send(base, request).await
    }

    fn now(&self) -> Duration {
        (*self).now()
    }

    async fn sleep(&self, duration: Duration) {
        (*self).sleep(duration).await;
    }

    fn chance(&self) -> f64 {
        (*self).chance()
    }
}

/// Whether anybody answers at `base`, with the HTTP status of the answer.
///
/// # Errors
///
/// Why there was none.
pub async fn health(transport: &impl Transport, base: &BaseUrl) -> Result<u16, Problem> {
    call::<Health>(transport, base, Health::encode(&())).await
}

/// Sends `request` and reads the answer as that of endpoint `E`.
pub(crate) async fn call<E: Endpoint>(
    transport: &impl Transport,
    base: &BaseUrl,
    request: Request,
) -> Result<E::Reply, Problem> {
    match transport.send(base, &request).await {
        Ok(response) => E::decode(&request, &response),
        Err(silence) => Err(Problem::local(
            E::ID,
            match silence {
                Silence::NotSent => Code::Unreachable,
                Silence::NoAnswer => Code::ConnectionFailed,
                Silence::TimedOut => Code::TimedOut,
            },
        )),
    }
}
