//! A connection that is not waited for without end: when the other side takes nothing of an answer
//! for a while, writing fails. And one that is not torn off: when it ends before a request was read, what the
//! other side still sends is taken and thrown away for a moment. A kernel that closes on unread bytes resets the
//! connection, and a proxy that is still sending then loses the answer and takes the server for dead.
//!
//! The kernel's buffers count as taken, so short answers never wait. Reading has a limit of its own.

use std::future::Future;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// How long, and how many bytes, are taken of a request that was answered before it was read: enough for the
/// bodies that proxies pass on, and nothing that holds a connection for long.
const LINGER: Duration = Duration::from_secs(3);
const LINGER_BYTES: usize = 16 * 1024 * 1024;

pub(super) struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Whether the last request was read to its end. Whoever reads requests sets it; bytes unset it.
    is_read: Arc<AtomicBool>,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
    /// Runs while the rest of a request is thrown away.
    lingering: Option<Lingering>,
}

struct Lingering {
    until: Pin<Box<Sleep>>,
    left: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Patient<S> {
    /// Throws away what still comes, until the other side has ended, or for as long as is bearable.
    fn poll_linger(&mut self, slot: &mut Context<'_>) -> Poll<()> {
        let Self { stream, lingering, .. } = self;
        let lingering = lingering.get_or_insert_with(|| Lingering {
            until: Box::pin(tokio::time::sleep(LINGER)),
            left: LINGER_BYTES,
        });
        let mut scratch = [MaybeUninit::uninit(); 8 * 1024];
        while lingering.until.as_mut().poll(slot).is_pending() {
            let mut buffer = ReadBuf::uninit(&mut scratch);
            let read = ready!(Pin::new(&mut *stream).poll_read(slot, &mut buffer));
            let count = buffer.filled().len();
            if read.is_err() || count == 0 || count > lingering.left {
                break;
            }
            lingering.left -= count;
        }
        Poll::Ready(())
    }
}

impl<S: AsyncWrite + Unpin> Patient<S> {
    pub(super) const fn new(stream: S, patience: Duration, is_read: Arc<AtomicBool>) -> Self {
        Self { stream, patience, is_read, stalled: None, lingering: None }
    }

    fn poll<T>(
        &mut self,
        slot: &mut Context<'_>,
        step: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        let result = step(Pin::new(&mut self.stream), slot);
        if result.is_ready() {
            self.stalled = None;
            return result;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(stalled.as_mut().poll(slot));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        slot: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(slot, buffer))?;
        if buffer.filled().len() > before {
            self.is_read.store(false, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, slot: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll(slot, |stream, slot| stream.poll_write(slot, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        slot: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll(slot, |stream, slot| stream.poll_write_vectored(slot, pieces))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, slot: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(slot, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, slot: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            ready!(self.poll(slot, AsyncWrite::poll_shutdown))?;
        }
        let is_read = self.is_read.load(Ordering::Relaxed);
        match self.poll_linger(slot) {
            // What may still come is no part of a request that was answered.
            Poll::Pending if is_read => Poll::Ready(Ok(())),
            polled => polled.map(Ok),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::Patient;

    #[tokio::test]
    async fn who_takes_nothing_is_given_up_and_who_goes_on_is_not() {
        let (ours, mut theirs) = tokio::io::duplex(4);
        let mut ours = Patient::new(ours, Duration::from_millis(20), Arc::default());
        ours.write_all(b"four").await.unwrap();
        let error = ours.write_all(b"more").await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);

        let mut taken = [0; 4];
        theirs.read_exact(&mut taken).await.unwrap();
        ours.write_all(b"then").await.unwrap();
        theirs.read_exact(&mut taken).await.unwrap();
        assert_eq!(&taken, b"then");
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_rest_of_a_request_is_waited_for() {
        for read in [true, false] {
            let (ours, mut theirs) = tokio::io::duplex(4);
            let whole = Arc::new(AtomicBool::new(true));
            let mut ours = Patient::new(ours, Duration::from_secs(20), Arc::clone(&whole));
            theirs.write_all(b"some").await.unwrap();
            ours.read_exact(&mut [0; 4]).await.unwrap();
            assert!(!whole.swap(read, Ordering::Relaxed), "there are bytes of a request");
            let began = tokio::time::Instant::now();
            ours.shutdown().await.unwrap();
            assert_eq!(began.elapsed().is_zero(), read);
        }
    }
}
