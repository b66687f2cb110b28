//! Reads request bodies: whole, bounded in size and time. What of a larger one is still on its way when it is
//! refused, the connection throws away.

use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use zeroize::Zeroizing;

/// The largest body that is read. The largest useful one, a 4,096-byte secret beside notes, is far
/// smaller.
const LIMIT: usize = 64 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the body is said to be; nothing where that cannot be read.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyError {
    TooLarge,
    /// The connection broke, or the sender was too slow.
    Interrupted,
}

/// The whole body. Our copy is wiped; those of the network stack are out of reach.
pub(super) async fn read(body: Body) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    read_up_to(LIMIT, body).await
}

/// As [`read`], of a body that may be larger, or must be smaller.
pub(super) async fn read_up_to(limit: usize, body: Body) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    tokio::time::timeout(PATIENCE, collect(limit, body)).await.unwrap_or(Err(BodyError::Interrupted))
}

async fn collect(limit: usize, mut body: Body) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    // Asked for at once: growing would leave copies behind.
    let expected = axum::body::HttpBody::size_hint(&body).exact().and_then(|size| usize::try_from(size).ok());
    let mut bytes = Zeroizing::new(Vec::with_capacity(expected.unwrap_or(limit).min(limit)));
    // By its own length: before anything is read, and before `100 Continue`.
    if expected.is_some_and(|expected| expected > limit) {
        return Err(BodyError::TooLarge);
    }
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::Interrupted)?;
        let Some(data) = frame.data_ref() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(BodyError::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::{BodyError, LIMIT, read};

    #[tokio::test]
    async fn the_limit_itself_is_allowed() {
        assert_eq!(read(Body::from(vec![b'x'; LIMIT])).await.unwrap().len(), LIMIT);
        assert_eq!(read(Body::from(vec![b'x'; LIMIT + 1])).await, Err(BodyError::TooLarge));
        let pieces = [vec![b'x'; LIMIT], vec![b'x']].map(Ok::<_, std::convert::Infallible>);
        let unknown_length = Body::from_stream(futures_util::stream::iter(pieces));
        assert_eq!(read(unknown_length).await, Err(BodyError::TooLarge));
        assert_eq!(read(Body::empty()).await.unwrap().len(), 0);
    }
}
