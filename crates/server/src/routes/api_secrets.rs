//! `/api/mysafe/secretapi…`, also under `/iso/`: list, read, create, activate, deactivate.
//!
//! Order of checks on one item: signed in, identifier numeric, exists, access, and for reading
//! active. Only its owner has access to an API secret; sharing is not implemented.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use latchboard_contract::endpoint::envelope::{COLLECTION, COLLECTION_ALIAS, Refusal, Switched};
use latchboard_contract::endpoint::{
    Activate, ApiSecret, CreateApiSecret, Deactivate, ListApiSecrets, ListFilter, ListedApiSecret,
    NewApiSecret, ReadApiSecret,
};
use latchboard_contract::validate::Identifier;

use super::answer::{Answer, Outcome};
use super::token::signed_in;
use super::{App, Shared, body};
use crate::crypto::Place;
use crate::store::{Creation, ListedRow, Switch, Texts};

pub(super) fn routes() -> Router<Arc<App>> {
    [COLLECTION, COLLECTION_ALIAS].into_iter().fold(Router::new(), |router, collection| {
        let switch = |change| format!("{collection}/{change}/{{identifier}}");
        router
            .route(collection, get(list).post(create))
            .route(&format!("{collection}/{{identifier}}"), get(read))
            .route(&switch(Activate::CHANGE), post(activate))
            .route(&switch(Deactivate::CHANGE), post(deactivate))
    })
}

/// The last path segment; an error when it is no text at all.
type Item = Result<Path<String>, PathRejection>;

async fn list(State(app): Shared, request: Request) -> Outcome<Refusal> {
    let user = signed_in(&app, request.headers()).await?;
    let filter = filter(request.uri().query().unwrap_or_default());
    let mut rows = app.store.list(user, filter.identifier_code.as_deref()).await?;
    if let Some(tag) = &filter.tag {
        rows.retain(|row| has_tag(&row.tags, tag));
    }
    let rows: Vec<_> = rows.into_iter().map(listed).collect();
    Ok(Answer(ListApiSecrets::answer(&rows)))
}

async fn read(State(app): Shared, item: Item, headers: HeaderMap) -> Outcome<Refusal> {
    let user = signed_in(&app, &headers).await?;
    let id = identifier(item)?;
    let stored = app.store.read(id).await?.ok_or(Refusal::NotFound)?;
    if stored.owner != user {
        return Err(Refusal::NoAccess.into());
    }
    if !stored.active {
        return Err(Refusal::Inactive.into());
    }
    let place = Place::ApiSecret { owner: stored.owner.get(), id };
    let client_secret = stored.sealed.map(|sealed| app.master_key.open(place, &sealed)).transpose()?;
    let Texts { name, url, client_id, identifier_code, method, tags, notes } = stored.texts;
    Ok(Answer(ReadApiSecret::answer(&ApiSecret {
        identifier: id.to_string(),
        name,
        url,
        client_id,
        client_secret,
        identifier_code,
        method,
        tags,
        notes,
        users_allowed: Vec::new(),
        groups_allowed: Vec::new(),
        shared_error: Vec::new(),
    })))
}

async fn create(State(app): Shared, request: Request) -> Outcome<Refusal> {
    let user = signed_in(&app, request.headers()).await?;
    let body = body::read(request.into_body()).await?;
    // Sharing is not implemented, so the two lists are not stored.
    let NewApiSecret { name, url, client_id, client_secret, identifier_code, method, tags, notes, .. } =
        CreateApiSecret::accept(&body)?;
    let texts = Texts { name, url, client_id, identifier_code, method, tags, notes };
    let seal = |id| {
        let place = Place::ApiSecret { owner: user.get(), id };
        client_secret.as_ref().map(|secret| app.master_key.seal(place, secret)).transpose()
    };
    let Creation::Stored(id) = app.store.create_api_secret(user, &texts, seal).await? else {
        return Err(Refusal::IdentifierCodeTaken.into());
    };
    let Texts { name, url, client_id, identifier_code, method, tags, notes } = texts;
    Ok(Answer(CreateApiSecret::answer(&ApiSecret {
        identifier: id.to_string(),
        name,
        url,
        client_id,
        client_secret,
        identifier_code,
        method,
        tags,
        notes,
        users_allowed: Vec::new(),
        groups_allowed: Vec::new(),
        shared_error: Vec::new(),
    })))
}

async fn activate(State(app): Shared, item: Item, headers: HeaderMap) -> Outcome<Refusal> {
    Ok(Answer(Activate::answer(switch(&app, item, &headers, true).await?)))
}

async fn deactivate(State(app): Shared, item: Item, headers: HeaderMap) -> Outcome<Refusal> {
    Ok(Answer(Deactivate::answer(switch(&app, item, &headers, false).await?)))
}

async fn switch(
    app: &App,
    item: Item,
    headers: &HeaderMap,
    active: bool,
) -> Result<Switched, super::answer::Stop<Refusal>> {
    let user = signed_in(app, headers).await?;
    let id = identifier(item)?;
    match app.store.switch(user, id, active).await? {
        Switch::Done => Ok(Switched::Done),
        Switch::AlreadySo => Ok(Switched::AlreadySo),
        Switch::NotFound => Err(Refusal::NotFound.into()),
        Switch::NoAccess => Err(Refusal::NoAccess.into()),
    }
}

/// The row that an identifier names.
fn identifier(item: Item) -> Result<i64, Refusal> {
    let text = item.map_err(|_| Refusal::IdentifierNotNumeric)?.0;
    let identifier = Identifier::parse(&text).map_err(|_| Refusal::IdentifierNotNumeric)?;
    // A number, but larger than any that we give out.
    identifier.as_str().parse().map_err(|_| Refusal::NotFound)
}

/// The filters of a list; empty ones count as not given, unknown ones are ignored.
fn filter(query: &str) -> ListFilter {
    let mut filter = ListFilter::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
        match name.as_ref() {
            "tag" => filter.tag = Some(value.into_owned()),
            "identifier_code" => filter.identifier_code = Some(value.into_owned()),
            _ => {}
        }
    }
    filter
}

fn has_tag(tags: &str, tag: &str) -> bool {
    tags.split(',').any(|known| known.trim() == tag.trim())
}

fn listed(row: ListedRow) -> ListedApiSecret {
    ListedApiSecret {
        identifier: row.id.to_string(),
        name: row.name,
        need_justify: row.need_justify,
        need_approval: row.need_approval,
        // Only owners see anything yet, and owners may do everything.
        can_view: true,
        can_write: true,
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
        let read = |text: &str| identifier(Ok(Path(text.to_owned())));
        assert_eq!(read("0043"), Ok(43));
        assert_eq!(read("x"), Err(Refusal::IdentifierNotNumeric));
        assert_eq!(read("18446744073709551615"), Err(Refusal::NotFound));
    }
}
