//! `/api/mysafe/secretapi…`, also under `/iso/`: list, read, create, update, activate, deactivate.
//!
//! Order of checks on one item: signed in, identifier numeric, exists, access, and then what is
//! particular: for reading that it is active, for changing that the body is right. Its owner may do
//! everything with an API secret; the users whom it is shared with may read it, and change, switch and
//! share it where the share says so.

use std::future;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use futures_util::{StreamExt, stream};
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Actor, Target};
use latchboard_contract::endpoint::envelope::{COLLECTION, COLLECTION_ALIAS, Refusal, Switched};
use latchboard_contract::endpoint::{
    Activate, ApiSecret, ApiSecretChange, ApiSecretTexts, CreateApiSecret, Deactivate, ListApiSecrets,
    ListFilter, ListedApiSecret, NewApiSecret, ReadApiSecret, Share, UpdateApiSecret,
};
use latchboard_contract::http;
use latchboard_contract::validate::Identifier;
use latchboard_store::crypto::AssociatedData;
use latchboard_store::{
    Access, Among, Caller, Created, ListedRow, NewRow, RememberedCaller, RowChange, StoreError,
    StoredApiSecret, Switch, Update, Used, UserId,
};

use super::answer::{Answer, HandlerError, Outcome};
use super::audit_scope::AuditScope;
use super::rehearsal::RefusedAccess;
use super::token::{confirmed, remembered, signed_in};
use super::{Shared, body};
use crate::app::App;

pub(super) fn routes() -> Router<Arc<App>> {
    const GET: MethodFilter = MethodFilter::GET;
    const POST: MethodFilter = MethodFilter::POST;
    // One page of the vendor prints PUT under the title POST.
    const PUT_OR_POST: MethodFilter = MethodFilter::PUT.or(MethodFilter::POST);
    [COLLECTION, COLLECTION_ALIAS].into_iter().fold(Router::new(), |router, collection| {
        let change = |change| format!("{collection}/{change}/{{identifier}}");
        router
            .route(
                collection,
                operation(GET, Action::List, list).merge(operation(POST, Action::Create, create)),
            )
            .route(&format!("{collection}/{{identifier}}"), on(GET, read))
            .route(&change(UpdateApiSecret::CHANGE), operation(PUT_OR_POST, Action::Update, update))
            .route(&change(Activate::CHANGE), operation(POST, Action::Activate, activate))
            .route(&change(Deactivate::CHANGE), operation(POST, Action::Deactivate, deactivate))
    })
}

/// The last path segment; an error when there is none, or it is no text at all.
type Item = Result<Path<String>, PathRejection>;

/// What an operation gets to see: the call of somebody who is signed in.
struct Call {
    app: Arc<App>,
    caller: Caller,
    item: Item,
    query: String,
    headers: HeaderMap,
    /// A rehearsal wants it so.
    refused: bool,
    body: Body,
    scope: Arc<AuditScope>,
}

impl Call {
    /// Stops where the same call, by its idempotency key, was carried out before.
    fn stop_repeats<'a>(
        &'a self,
        body: &'a [u8],
    ) -> impl Future<Output = Result<(), HandlerError<Refusal>>> + Send + use<'a> {
        // Looked at before the future begins: a body can't be shared between threads.
        let (scope, headers) = (&self.scope, &self.headers);
        let credential = format!("access key {}", self.caller.access_key());
        let item = self.item.as_ref().ok().and_then(|Path(text)| Identifier::parse(text).ok());
        let refused = self.refused;
        async move {
            let target = item.as_ref().map_or("", Identifier::as_str);
            scope.stop_repeats(headers, &credential, target, body).await?;
            if refused { Err(Refusal::NoAccess.into()) } else { Ok(()) }
        }
    }
}

fn operation<F, A>(method: MethodFilter, action: Action, run: fn(Call) -> F) -> MethodRouter<Arc<App>>
where
    F: Future<Output = Result<A, HandlerError<Refusal>>> + Send + 'static,
    A: IntoResponse + Send,
{
    on(method, move |State(app): Shared, item: Item, request: Request| async move {
        let style = app.style.profile;
        let (parts, body) = request.into_parts();
        let scope = AuditScope::new(&app, &parts.extensions, action);
        let outcome = match signed_in(&app, &parts).await {
            Ok(token) => {
                scope.is_by(Actor::AccessKey(token.client_id));
                let query = parts.uri.query().unwrap_or_default().to_owned();
                let scope = Arc::clone(&scope);
                let (headers, refused) = (parts.headers, parts.extensions.get::<RefusedAccess>().is_some());
                let (app, caller) = (Arc::clone(&app), token.caller);
                run(Call { app, caller, item, query, headers, refused, body, scope }).await
            }
            Err(error) => Err(error),
        };
        let outcome = scope.unless_repeated(outcome).await;
        scope.end(&outcome).await;
        match outcome {
            Ok(answer) => answer.into_response(),
            Err(error) => error.answer(style).into_response(),
        }
    })
}

/// API secrets of a list that are in memory at a time, for each who asks.
const PIECE: u32 = 500;

/// A short list is answered whole, a longer one in pieces, each of which is asked for when the one
/// before has been taken.
async fn list(call: Call) -> Result<Response, HandlerError<Refusal>> {
    let ListFilter { tag, identifier_code } = filter(&call.query);
    let among = match (identifier_code, &tag) {
        (Some(code), _) => Among::Code(code),
        (None, Some(tag)) => Among::Tag(tag.clone()),
        (None, None) => Among::All,
    };
    let mut listing =
        Listing { app: call.app, caller: call.caller, among, tag, after: 0, first: true, over: false };
    let rows = listing.next().await?;
    if listing.over {
        return Ok(Answer(ListApiSecrets::answer(&rows)).into_response());
    }
    let begin = ListApiSecrets::begin();
    let mut piece = begin.bytes().to_vec();
    listing.write(&rows, &mut piece);
    let rest = stream::try_unfold(Some(listing), |listing| async {
        let Some(mut listing) = listing else { return Ok(None) };
        let rows = listing.next().await.map_err(|error| {
            tracing::error!(%error, "a list breaks off");
            error
        })?;
        let mut piece = Vec::new();
        listing.write(&rows, &mut piece);
        if listing.over {
            piece.extend_from_slice(ListApiSecrets::END);
            return Ok(Some((Bytes::from(piece), None)));
        }
        Ok::<_, StoreError>(Some((Bytes::from(piece), Some(listing))))
    });
    let pieces = stream::once(async { Ok(Bytes::from(piece)) }).chain(rest);
    let mut response = Answer(begin.body(Vec::new())).into_response();
    *response.body_mut() = Body::from_stream(pieces);
    Ok(response)
}

/// A list on its way out.
struct Listing {
    app: Arc<App>,
    caller: Caller,
    among: Among,
    tag: Option<String>,
    /// The last identifier that was looked at.
    after: i64,
    /// No row was written yet.
    first: bool,
    /// There is nothing behind what was read last.
    over: bool,
}

impl Listing {
    async fn next(&mut self) -> Result<Vec<ListedApiSecret>, StoreError> {
        let mut rows = self.app.store.list(self.caller, &self.among, self.after, PIECE).await?;
        self.over = rows.len() < PIECE as usize;
        self.after = rows.last().map_or(self.after, |row| row.id);
        if let Some(tag) = &self.tag {
            rows.retain(|row| has_tag(&row.tags, tag));
        }
        Ok(rows.into_iter().map(listed).collect())
    }

    fn write(&mut self, rows: &[ListedApiSecret], out: &mut Vec<u8>) {
        ListApiSecrets::write(rows, self.first, out);
        self.first &= rows.is_empty();
    }
}

/// No [`operation`]: the statement that reads one asks for the token, too, so one that is remembered will do.
async fn read(State(app): Shared, item: Item, request: Request) -> Response {
    let style = app.style.profile;
    let (parts, _) = request.into_parts();
    let scope = AuditScope::new(&app, &parts.extensions, Action::Read);
    let outcome = match remembered(&app, &parts) {
        Some(token) => confirmed(&app, &token, &scope, read_for(&app, token.caller, &item).await).await,
        None => match signed_in(&app, &parts).await {
            Ok(token) => {
                scope.is_by(Actor::AccessKey(token.client_id));
                read_for(&app, token.caller.into(), &item).await
            }
            Err(error) => Err(error),
        },
    };
    scope.end(&outcome).await;
    outcome.unwrap_or_else(|error| error.answer(style)).into_response()
}

async fn read_for(app: &App, caller: RememberedCaller, item: &Item) -> Outcome<Refusal> {
    let id = identifier(item)?;
    let (access, stored) = app.store.read(caller, id).await?.ok_or(Refusal::NotFound)?;
    require(Some(access), Access::View)?;
    if !stored.active {
        return Err(Refusal::Inactive.into());
    }
    let client_secret = open(app, id, &stored).await?;
    app.store.used(Used::ApiSecret(id));
    let StoredApiSecret { texts, shares, .. } = stored;
    let secret = entity(id, texts, shares, client_secret, Vec::new());
    Ok(Answer(ReadApiSecret::answer_as(app.style.profile, &secret)))
}

async fn create(mut call: Call) -> Outcome<Refusal> {
    let body = body::read(std::mem::take(&mut call.body)).await?;
    call.stop_repeats(&body).await?;
    let new = CreateApiSecret::accept(body::content_type(&call.headers), &body)?;
    let NewApiSecret { texts, client_secret, users_allowed, groups_allowed, facts } = new;
    let groups = groups_allowed.unwrap_or_default();
    let row = NewRow { shares: users_allowed.unwrap_or_default(), facts, ..NewRow::of(texts) };
    let (app, owner) = (&call.app, call.caller.user);
    let seal = |id| {
        client_secret
            .as_ref()
            .map(|secret| app.master_key.seal_findable(context(owner, id), secret))
            .transpose()
    };
    let answer = |created: &Created| {
        let failed = not_shared(&created.unknown, &groups);
        CreateApiSecret::answer(&entity(
            created.id,
            created.stored.texts.clone(),
            created.stored.shares.clone(),
            client_secret.as_ref().map(Secret::duplicate),
            failed,
        ))
    };
    let keep = |created: &Created| call.scope.keep(&answer(created), true);
    let attempt = call.scope.attempt(None).await?;
    let create = || app.store.create_api_secret(attempt, call.caller, &row, seal, keep);
    let created = app.with_key_in_force(create).await?.ok_or(Refusal::IdentifierCodeTaken)?;
    Ok(Answer(answer(&created)))
}

async fn update(mut call: Call) -> Outcome<Refusal> {
    let body = body::read(std::mem::take(&mut call.body)).await;
    if let Ok(body) = &body {
        call.stop_repeats(body).await?;
    }
    let id = identifier(&call.item)?;
    let app = &call.app;
    // Before what the body says, which only those have a say about who may change something.
    require(app.store.access(call.caller, id).await?, Access::Edit)?;
    let asked = UpdateApiSecret::accept(body::content_type(&call.headers), &body?)?;
    // By itself it has a name of its own in the audit log.
    let action = if asked.only_marks() { Action::MarkExposed } else { Action::Update };
    let ApiSecretChange { texts, client_secret, users_allowed: shares, groups_allowed, facts } = asked;
    let change = RowChange { texts, shares, facts, if_version: if_version(&call.headers) };
    let seal = |owner| {
        client_secret
            .as_ref()
            .map(|secret| app.master_key.seal_findable(context(owner, id), secret))
            .transpose()
    };
    let groups = groups_allowed.unwrap_or_default();
    let answer = |now: &StoredApiSecret, unknown: &[String], kept: Option<Secret>| {
        let shown = client_secret.as_ref().map(Secret::duplicate).or(kept);
        let failed = not_shared(unknown, &groups);
        UpdateApiSecret::answer(&entity(id, now.texts.clone(), now.shares.clone(), shown, failed))
    };
    // An inactive one can't be read, on no way.
    let shows_kept = |now: &StoredApiSecret| client_secret.is_none() && now.active;
    let keep = |now: &StoredApiSecret, unknown: &[String]| {
        if call.scope.key().is_none() {
            return Ok(());
        }
        let sealed = now.sealed.as_deref().filter(|_| shows_kept(now));
        let kept = sealed.map(|sealed| app.master_key.open(context(now.owner, id), sealed)).transpose()?;
        call.scope.keep(&answer(now, unknown, kept), true)
    };
    let attempt = call.scope.attempt_to(action, target(id)).await?;
    let update = || app.store.update_api_secret(attempt, call.caller, id, &change, seal, keep);
    let (now, unknown) = match app.with_key_in_force(update).await? {
        Update::Done { now, unknown } => (*now, unknown),
        Update::CodeTaken => return Err(Refusal::IdentifierCodeTaken.into()),
        Update::ChangedMeanwhile => return Err(Refusal::ChangedMeanwhile.into()),
        Update::NotFound => return Err(Refusal::NotFound.into()),
        Update::NoAccess => return Err(Refusal::NoAccess.into()),
    };
    let mut kept = None;
    if shows_kept(&now) {
        kept = open(app, id, &now).await?;
        app.store.used(Used::ApiSecret(id));
    }
    Ok(Answer(answer(&now, &unknown, kept)))
}

async fn activate(call: Call) -> Outcome<Refusal> {
    switch(call, true, Activate::answer).await
}

async fn deactivate(call: Call) -> Outcome<Refusal> {
    let profile = call.app.style.profile;
    switch(call, false, |switched| Deactivate::answer_as(profile, switched)).await
}

async fn switch(
    call: Call,
    active: bool,
    answer: impl Fn(Switched) -> http::Response + Send + Sync,
) -> Outcome<Refusal> {
    // Whatever body comes along means nothing here.
    call.stop_repeats(&[]).await?;
    let id = identifier(&call.item)?;
    let attempt = call.scope.announce(target(id));
    let said = |switch: &Switch| match switch {
        Switch::Done => Ok(answer(Switched::Done)),
        Switch::AlreadySo => Ok(answer(Switched::AlreadySo)),
        Switch::NotFound => Err(Refusal::NotFound),
        Switch::NoAccess => Err(Refusal::NoAccess),
    };
    let kept = |switch: &Switch| match call.scope.key().map(|_| said(switch)) {
        Some(Ok(answer)) => call.scope.kept(&answer, false),
        Some(Err(_)) | None => Ok(None),
    };
    let switch = call.app.store.switch(attempt, call.caller, id, active, kept).await;
    let switch = switch.map_err(|error| call.scope.came_to_nothing(error))?;
    Ok(Answer(said(&switch)?))
}

/// Whether what somebody may do is enough.
fn require(access: Option<Access>, needed: Access) -> Result<(), Refusal> {
    match access {
        None => Err(Refusal::NotFound),
        Some(access) if access < needed => Err(Refusal::NoAccess),
        Some(_) => Ok(()),
    }
}

/// The versions that a change may be for; `None`: any. A tag that is none of ours is no version that there is.
fn if_version(headers: &HeaderMap) -> Option<Vec<i64>> {
    let tags = headers.get_all(IF_MATCH).iter().map(|value| value.to_str().unwrap_or_default());
    let tags: Vec<_> = tags.flat_map(|value| value.split(',')).map(str::trim).collect();
    let version = |tag: &&str| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    (!tags.is_empty() && !tags.contains(&"*")).then(|| tags.iter().filter_map(version).collect())
}

/// An API secret, as the audit log has it.
fn target(id: i64) -> Option<Target> {
    u64::try_from(id).ok().map(Target::ApiSecret)
}

/// Where the client secret of an API secret belongs.
fn context(owner: UserId, id: i64) -> AssociatedData {
    AssociatedData::ApiSecret { owner: owner.get(), id }
}

/// The client secret in clear, if there is one.
async fn open(app: &App, id: i64, stored: &StoredApiSecret) -> Result<Option<Secret>, HandlerError<Refusal>> {
    let Some(sealed) = stored.sealed.as_deref() else { return Ok(None) };
    let context = context(stored.owner, id);
    Ok(Some(app.with_key_in_force(|| future::ready(app.master_key.open(context, sealed))).await?))
}

/// The names in sharing lists that nobody has. There are no groups here, so none of them is known.
fn not_shared(unknown: &[String], groups: &[Share]) -> Vec<String> {
    unknown.iter().chain(groups.iter().map(|group| &group.name)).cloned().collect()
}

fn entity(
    id: i64,
    texts: ApiSecretTexts,
    users_allowed: Vec<Share>,
    client_secret: Option<Secret>,
    shared_error: Vec<String>,
) -> ApiSecret {
    ApiSecret {
        identifier: id.to_string(),
        texts,
        client_secret,
        users_allowed,
        groups_allowed: Vec::new(),
        shared_error,
    }
}

/// The row that an identifier names.
fn identifier(item: &Item) -> Result<i64, Refusal> {
    let Path(text) = item.as_ref().map_err(|_| Refusal::IdentifierNotNumeric)?;
    let identifier = Identifier::parse(text).map_err(|_| Refusal::IdentifierNotNumeric)?;
    // A number, but larger than any that we give out.
    identifier.as_str().parse().map_err(|_| Refusal::NotFound)
}

/// The filters of a list; empty ones count as not given, unknown ones are ignored.
fn filter(query: &str) -> ListFilter {
    let mut filter = ListFilter::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
        match name.as_ref() {
            "tag" if value.trim().is_empty() => {}
            "tag" => filter.tag = Some(value.into_owned()),
            "identifier_code" => filter.identifier_code = Some(value.into_owned()),
            _ => {}
        }
    }
    filter
}

pub(super) fn has_tag(tags: &str, tag: &str) -> bool {
    tags.split(',').any(|known| known.trim() == tag.trim())
}

fn listed(row: ListedRow) -> ListedApiSecret {
    ListedApiSecret {
        identifier: row.id.to_string(),
        name: row.name,
        need_justify: row.need_justify,
        need_approval: row.need_approval,
        can_view: true,
        can_write: row.can_edit,
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Path;
    use latchboard_contract::endpoint::envelope::Refusal;

    use super::{filter, has_tag, identifier};

    #[test]
    fn a_tag_is_one_entry_of_the_comma_separated_text() {
        assert!(has_tag("prod, eu ,db", "eu"));
        assert!(!has_tag("prod,europe", "eu"));
        assert!(!has_tag("", "eu"));
    }

    #[test]
    fn filters_are_read_from_the_query() {
        let read = filter("tag=a%20b&identifier_code=&other=1");
        assert_eq!((read.tag.as_deref(), read.identifier_code), (Some("a b"), None));
    }

    #[test]
    fn identifiers_are_numbers_and_may_be_larger_than_ours() {
        let read = |text: &str| identifier(&Ok(Path(text.to_owned())));
        assert_eq!(read("0043"), Ok(43));
        assert_eq!(read("x"), Err(Refusal::IdentifierNotNumeric));
        assert_eq!(read("18446744073709551615"), Err(Refusal::NotFound));
    }
}
