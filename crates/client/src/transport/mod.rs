//! How a request reaches a server. The only place with HTTP in it; everything above works on any
//! transport, so that tests need neither network nor clock.

use std::future::Future;
use std::ops::ControlFlow;
use std::time::Duration;

use latchboard_contract::endpoint::{Endpoint, EndpointId, Family, Health};
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

/// Takes a part of an answer; breaks when that is enough.
pub type Piece<'a> = &'a mut dyn FnMut(&[u8]) -> ControlFlow<()>;

/// Sends requests and knows the time.
pub trait Transport {
    /// Sends `request` to the server at `base` and reads the whole answer. Never follows a
    /// redirect, never sends cookies, never caches.
    fn send(&self, base: &BaseUrl, request: &Request) -> impl Future<Output = Result<Response, Silence>>;

    /// As [`Self::send`], for an answer of any length: the body of a success goes to `piece` as it comes,
    /// for as long as more is wanted, and is not in the answer then.
    fn stream(
        &self,
        base: &BaseUrl,
        request: &Request,
        piece: Piece<'_>,
    ) -> impl Future<Output = Result<Response, Silence>> {
        async move {
            let response = self.send(base, request).await?;
            if !response.is_success() {
                return Ok(response);
            }
            // All of it at once, so whether more is wanted makes no difference.
            let _ = piece(response.bytes());
            Ok(Response::new(response.status))
        }
    }

    /// Time since 1970-01-01 UTC; in tests since any fixed moment. Goes on while the machine sleeps,
    /// where the platform can.
    fn now(&self) -> Duration;

    /// Resolves after `duration`, however many others wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// A random number from 0 up to 1, good enough to keep clients out of step.
    fn chance(&self) -> f64;
}

impl<T: Transport> Transport for &T {
    async fn send(&self, base: &BaseUrl, request: &Request) -> Result<Response, Silence> {
        (*self).send(base, request).await
    }

    async fn stream(&self, base: &BaseUrl, request: &Request, piece: Piece<'_>) -> Result<Response, Silence> {
        (*self).stream(base, request, piece).await
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

/// Whether anybody answers calls of `family` at `base`, with the HTTP status of the answer: a server of
/// somebody else's, which may have nothing else that a page may read.
///
/// # Errors
///
/// Why there was none.
pub async fn anybody(transport: &impl Transport, base: &BaseUrl, family: Family) -> Result<u16, Problem> {
    let answer = transport.send(base, &family.probe()).await;
    answer.map(|response| response.status).map_err(|silence| problem(EndpointId::Health, silence))
}

pub(crate) fn problem(endpoint: EndpointId, silence: Silence) -> Problem {
    let code = match silence {
        Silence::NotSent => Code::Unreachable,
        Silence::NoAnswer => Code::ConnectionFailed,
        Silence::TimedOut => Code::TimedOut,
    };
    Problem::local(endpoint, code)
}

/// Sends `request` and reads the answer as that of endpoint `E`.
pub(crate) async fn call<E: Endpoint>(
    transport: &impl Transport,
    base: &BaseUrl,
    request: Request,
) -> Result<E::Reply, Problem> {
    let mut read = Read::<E>::default();
    send(transport, base, request, &mut |sent, response| read.answer(sent, response)).await?;
    read.reply()
}

/// Reads an answer; the code around a call is the same for all endpoints, and is there once.
pub(crate) type Decode<'a> = dyn FnMut(&Request, &Response) -> Result<(), Problem> + 'a;

/// Sends `request` and has the answer read.
pub(crate) async fn send(
    transport: &impl Transport,
    base: &BaseUrl,
    request: Request,
    decode: &mut Decode<'_>,
) -> Result<(), Problem> {
    match transport.send(base, &request).await {
        Ok(response) => decode(&request, &response),
        Err(silence) => {
            let key = request.idempotency_key.clone();
            Err(Problem { key, ..problem(request.endpoint, silence) })
        }
    }
}

/// The reply of an endpoint, once it was read.
pub(crate) struct Read<E: Endpoint>(Option<E::Reply>);

impl<E: Endpoint> Default for Read<E> {
    fn default() -> Self {
        Self(None)
    }
}

impl<E: Endpoint> Read<E> {
    pub(crate) fn answer(&mut self, sent: &Request, response: &Response) -> Result<(), Problem> {
        self.0 = Some(E::decode(sent, response)?);
        Ok(())
    }

    /// What was read. A call that went well has read something.
    pub(crate) fn reply(self) -> Result<E::Reply, Problem> {
        self.0.ok_or_else(|| Problem::local(E::ID, Code::AnswerUnreadable))
    }
}
