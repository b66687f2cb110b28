//! `GET /api/latchboard/v1/inventory`: the API secrets that a caller may see, with all that is known of them but their values.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use futures_util::{StreamExt, stream};
use latchboard_contract::audit::{Action, Actor};
use latchboard_contract::endpoint::envelope::Refusal;
use latchboard_contract::endpoint::{InventoryItem, InventoryQuery, ListFilter, ReadInventory};
use latchboard_store::{Among, Caller, InventoryFilter, StoreError, VaultVersion};
use sha2::{Digest as _, Sha256};

use super::Shared;
use super::answer::{Answer, HandlerError};
use super::api_secrets::has_tag;
use super::audit_scope::AuditScope;
use super::token::signed_in;
use crate::app::App;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route(ReadInventory::PATH, get(inventory))
}

/// API secrets that are in memory at a time, for each who asks.
const PIECE: u32 = 500;

async fn inventory(State(app): Shared, request: Request) -> Response {
    let style = app.style.profile;
    // To the audit log it is a list.
    let scope = AuditScope::new(&app, request.extensions(), Action::List);
    let outcome = answered(&app, request, &scope).await;
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style).into_response())
}

async fn answered(
    app: &Arc<App>,
    request: Request,
    scope: &AuditScope,
) -> Result<Response, HandlerError<Refusal>> {
    let (parts, _) = request.into_parts();
    let token = signed_in(app, &parts).await?;
    scope.is_by(Actor::AccessKey(token.client_id));
    let asked = parts.uri.query().unwrap_or_default();
    let query = ReadInventory::accept(asked)?;
    // Before anything is read: what changes meanwhile makes another version.
    let etag = etag(&app.store.vault_version().await?, token.caller, asked);
    if has(&parts.headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    let mut pages = Pages::new(app, token.caller, query);
    let mut piece = ReadInventory::BEGIN.to_vec();
    pages.write(&mut piece).await?;
    let mut response = if pages.is_over() {
        piece.extend(pages.end());
        Answer(ReadInventory::begin().body(piece)).into_response()
    } else {
        let pieces = stream::once(async { Ok(Bytes::from(piece)) }).chain(rest(pages));
        let mut response = Answer(ReadInventory::begin()).into_response();
        *response.body_mut() = Body::from_stream(pieces);
        response
    };
    response.headers_mut().insert(ETAG, etag);
    Ok(response)
}

/// What is left of it, each piece when the one before has been taken.
fn rest(pages: Pages) -> impl futures_util::Stream<Item = Result<Bytes, StoreError>> {
    stream::try_unfold(Some(pages), |pages| async {
        let Some(mut pages) = pages else { return Ok(None) };
        let mut piece = Vec::new();
        pages.write(&mut piece).await.inspect_err(|error| {
            tracing::error!(%error, "an inventory breaks off");
        })?;
        if pages.is_over() {
            piece.extend(pages.end());
            return Ok(Some((Bytes::from(piece), None)));
        }
        Ok(Some((Bytes::from(piece), Some(pages))))
    })
}

/// Weak, as what is said twice of the same state need not be the same bytes.
fn etag(version: &VaultVersion, caller: Caller, query: &str) -> HeaderValue {
    let VaultVersion { last_changes, uses } = version;
    let mut hash = Sha256::new();
    // Whatever is answered otherwise by another program, or to somebody else, or to another question.
    for part in [
        env!("CARGO_PKG_VERSION").as_bytes(),
        &caller.access_key().to_be_bytes(),
        &uses.to_be_bytes(),
        &last_changes.concat(),
        query.as_bytes(),
    ] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let text = format!("W/\"{}\"", HEXLOWER.encode(&hash.finalize()[..12]));
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether who asks has this version already.
fn has(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let etag = etag.to_str().map(opaque).unwrap_or_default();
    known.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || opaque(known) == etag)
}

/// An inventory on its way out.
struct Pages {
    app: Arc<App>,
    caller: Caller,
    filter: InventoryFilter,
    tag: Option<String>,
    /// The last identifier that was looked at.
    after: i64,
    /// How many may still be told; none means all.
    left: Option<u32>,
    /// No API secret was written yet.
    first: bool,
    /// There is nothing behind what was read last.
    exhausted: bool,
}

impl Pages {
    fn new(app: &Arc<App>, caller: Caller, query: InventoryQuery) -> Self {
        let InventoryQuery { list, active, owner, exposed, expires_before, unused_since, after, limit } =
            query;
        let ListFilter { tag, identifier_code } = list;
        let among = match (identifier_code, &tag) {
            (Some(code), _) => Among::Code(code),
            (None, Some(tag)) => Among::Tag(tag.clone()),
            (None, None) => Among::All,
        };
        Self {
            app: Arc::clone(app),
            caller,
            filter: InventoryFilter { among, active, owner, exposed, expires_before, unused_since },
            tag,
            after: after.unwrap_or_default(),
            left: limit,
            first: true,
            exhausted: false,
        }
    }

    /// Adds the next ones to `out`; perhaps none.
    async fn write(&mut self, out: &mut Vec<u8>) -> Result<(), StoreError> {
        let rows = self.app.store.inventory(self.caller, &self.filter, self.after, PIECE).await?;
        self.exhausted = rows.len() < PIECE as usize;
        let mut items: Vec<InventoryItem> = Vec::with_capacity(rows.len());
        for row in rows {
            if self.left == Some(0) {
                // There is one more at least.
                self.exhausted = false;
                break;
            }
            self.after = row.id;
            if self.tag.as_ref().is_none_or(|tag| has_tag(&row.item.tags, tag)) {
                self.left = self.left.map(|left| left - 1);
                items.push(row.item);
            }
        }
        ReadInventory::write(&items, self.first, out);
        self.first &= items.is_empty();
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.exhausted || self.left == Some(0)
    }

    fn end(&self) -> Vec<u8> {
        ReadInventory::end((!self.exhausted).then_some(self.after))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::has;

    #[test]
    fn a_version_is_known_by_any_of_the_spellings_of_its_tag() {
        let etag = HeaderValue::from_static("W/\"abc\"");
        let headers = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("if-none-match", HeaderValue::from_static(value));
            }
            headers
        };
        for known in [&["W/\"abc\""][..], &["\"abc\""], &["*"], &["\"x\", W/\"abc\" "], &["\"x\"", "\"abc\""]]
        {
            assert!(has(&headers(known), &etag), "{known:?}");
        }
        for other in [&[][..], &["\"abcd\""], &["abc"], &["W/\"\""]] {
            assert!(!has(&headers(other), &etag), "{other:?}");
        }
    }
}
