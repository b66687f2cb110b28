//! An answer that is passed on piece by piece, up to a size, as long as pieces come.
//!
//! Beyond a bound it breaks off with an error: the client gets an answer that is visibly not whole.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

pub(super) struct Bounded<B> {
    body: B,
    left: u64,
    patience: Duration,
    next: Pin<Box<Sleep>>,
}

impl<B> Bounded<B> {
    pub(super) fn new(body: B, limit: u64, patience: Duration) -> Self {
        Self { body, left: limit, patience, next: Box::pin(tokio::time::sleep(patience)) }
    }
}

impl<B> Body for Bounded<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let frame = match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => frame,
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(io::Error::other(error)))),
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Pending if self.next.as_mut().poll(context).is_ready() => {
                tracing::warn!("the upstream's answer stopped coming");
                return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
            }
            Poll::Pending => return Poll::Pending,
        };
        let patience = self.patience;
        self.next.as_mut().reset(Instant::now() + patience);
        let length = frame.data_ref().map_or(0, |data| data.len() as u64);
        match self.left.checked_sub(length) {
            Some(left) => self.left = left,
            None => {
                tracing::warn!("the upstream's answer is too large");
                return Poll::Ready(Some(Err(io::ErrorKind::FileTooLarge.into())));
            }
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use axum::body::Bytes;
    use http_body_util::BodyExt;
    use hyper::body::{Body, Frame};

    use super::Bounded;

    /// Sends so many pieces of four bytes, and then nothing more.
    struct Pieces(usize);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            match self.0.checked_sub(1) {
                Some(left) => {
                    self.0 = left;
                    Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"four")))))
                }
                None => Poll::Pending,
            }
        }
    }

    async fn end(pieces: usize) -> io::ErrorKind {
        let mut body = Bounded::new(Pieces(pieces), 8, Duration::from_millis(10));
        let mut taken = 0;
        loop {
            match body.frame().await.unwrap() {
                Ok(frame) => taken += frame.data_ref().unwrap().len(),
                Err(error) => {
                    assert!(taken <= 8, "{taken}");
                    return error.kind();
                }
            }
        }
    }

    #[tokio::test]
    async fn what_is_too_large_or_stops_coming_breaks_off() {
        assert_eq!(end(3).await, io::ErrorKind::FileTooLarge);
        assert_eq!(end(2).await, io::ErrorKind::TimedOut);
        assert_eq!(end(0).await, io::ErrorKind::TimedOut);
    }
}
