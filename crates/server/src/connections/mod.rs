//! Connections: how many there may be, how long a slow one is waited for, and how all of them end.
//! Knows HTTP's framing, and nothing of what is asked.
//!
//! What a client may cost before a handler sees it is bounded here: a head by its size, its number
//! of lines and its time, a connection that says nothing by the same time, one that does not take
//! its answer by the same time again. Bodies are bounded where they are read.

mod patient;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;
use tower::ServiceExt;

use patient::Patient;

/// The largest head: request line and headers. Browsers stay far below.
const HEAD_BYTES: usize = 16 * 1024;
/// What is held of one connection's input at a time.
const BUFFER_BYTES: usize = 64 * 1024;
/// Open files that are kept for everything else: database, dashboard, upstreams.
const OTHER_FILES: u64 = 64;
/// How long accepting rests when the system has no sockets left.
const REST: Duration = Duration::from_millis(100);
/// How often it is said that all places are taken.
const REMIND: Duration = Duration::from_mins(1);

/// How much clients may ask of us.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections at a time. Further ones wait in the system's queue.
    pub(crate) connections: u32,
    /// How long a client may take for a head, or for the next piece of an answer; and how long a
    /// connection may rest between two requests.
    pub(crate) patience: Duration,
}

impl Limits {
    /// As many connections as wished, or as the system lets this process open.
    pub(crate) fn within_the_system(self) -> Self {
        let Some(files) = open_files() else { return self };
        let possible = u32::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(u32::MAX).max(1);
        if possible < self.connections {
            tracing::warn!(
                wished = self.connections,
                possible,
                "the limit on open files allows fewer connections"
            );
        }
        Self { connections: self.connections.min(possible), ..self }
    }
}

/// How many files this process may have open, after it asked for as many as it may ask for.
#[cfg(unix)]
fn open_files() -> Option<u64> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Refused by some systems; the limit in force counts in any case.
    let _as_it_was = setrlimit(Resource::Nofile, limit);
    getrlimit(Resource::Nofile).current
}

#[cfg(not(unix))]
fn open_files() -> Option<u64> {
    None
}

/// How many connections there are.
#[derive(Default)]
pub(crate) struct Open(AtomicU64);

impl Open {
    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Held by one connection for as long as it lives.
struct Slot {
    open: Arc<Open>,
    _permit: OwnedSemaphorePermit,
}

impl Slot {
    fn take(permit: OwnedSemaphorePermit, open: &Arc<Open>) -> Self {
        open.0.fetch_add(1, Ordering::Relaxed);
        Self { open: Arc::clone(open), _permit: permit }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.open.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Serves until it is asked to stop and every connection has ended.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    open: &Arc<Open>,
    stop: &watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let asked = asked(stop.clone());
    tokio::pin!(asked);
    let mut reminder = Reminder::default();
    loop {
        let next = async {
            if places.available_permits() == 0 {
                reminder.all_taken(limits.connections);
            }
            // Never closed, so a permit always comes.
            let permit = Arc::clone(&places).acquire_owned().await.ok()?;
            Some((Slot::take(permit, open), accept(&listener).await))
        };
        let (slot, stream) = tokio::select! {
            biased;
            () = &mut asked => break,
            next = next => match next {
                Some(next) => next,
                None => break,
            },
        };
        tokio::spawn(connection(stream, slot, router.clone(), limits.patience, stop.clone()));
    }
    // Whoever comes now is refused by the system, not left waiting.
    drop(listener);
    // All places at once: that is when nobody holds one any more.
    let _all_ended = places.acquire_many(limits.connections).await;
}

/// Ends when the server is asked to stop.
pub(crate) async fn asked(mut stop: watch::Receiver<bool>) {
    // An error means that the sender is gone with the runtime: that, too, is the end.
    let _asked_or_gone = stop.wait_for(|&stop| stop).await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                // Of one connection that broke, or of a system without sockets: both pass.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    slot: Slot,
    router: Router,
    patience: Duration,
    stop: watch::Receiver<bool>,
) {
    // Answers are small and complete: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was refused");
    }
    let peer = stream.peer_addr().ok().map(ConnectInfo);
    let is_read = Arc::new(AtomicBool::new(true));
    let stream = Patient::new(stream, patience, Arc::clone(&is_read));
    let service = router.map_request(move |mut request: Request<Incoming>| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(peer);
        }
        request.map(|body| RequestBody::new(body, &is_read))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_header_size(HEAD_BYTES)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = asked(stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
    drop(slot);
}

/// Tells its connection when it was read to its end.
struct RequestBody {
    body: Incoming,
    is_read: Arc<AtomicBool>,
}

impl RequestBody {
    fn new(body: Incoming, is_read: &Arc<AtomicBool>) -> Self {
        let body = Self { body, is_read: Arc::clone(is_read) };
        body.tell();
        body
    }

    fn tell(&self) {
        if self.body.is_end_stream() {
            self.is_read.store(true, Ordering::Relaxed);
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        slot: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(slot));
        if frame.is_none() {
            // In chunks, only this says so.
            self.is_read.store(true, Ordering::Relaxed);
        } else {
            self.tell();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Says that all places are taken, but not each time.
#[derive(Default)]
struct Reminder(Option<Instant>);

impl Reminder {
    fn all_taken(&mut self, connections: u32) {
        let now = Instant::now();
        if self.0.is_none_or(|last| now.duration_since(last) >= REMIND) {
            self.0 = Some(now);
            tracing::warn!(connections, "as many connections as are allowed; further ones wait");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Limits;

    #[test]
    fn there_are_never_more_connections_than_files() {
        let limits = Limits { connections: u32::MAX, patience: Duration::from_secs(1) };
        let possible = limits.within_the_system().connections;
        assert!(possible > 1, "{possible}");
        let few = Limits { connections: 1, ..limits };
        assert_eq!(few.within_the_system().connections, 1);
    }
}
