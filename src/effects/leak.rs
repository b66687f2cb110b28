//! What the response to a leak wants done.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join;
use latchboard_client::bulk::CONCURRENCY;
use latchboard_client::scan::{Read, scan};
use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport};
use latchboard_console::Ticket;
use latchboard_console::journal::{Entry, Target};
use latchboard_console::leak::{
    Action, Answer, Effect, KEPT_FOR, Marked, ScanAction, Scanned, SearchAction, Seen,
};
use latchboard_console::leak_text::{Searched, Source};
use latchboard_contract::FullFingerprint;
use latchboard_contract::endpoint::{EndpointId, Extension, Family, Found, ListFilter};
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::validate::Identifier;
use latchboard_search::{Builder, Index, Salt};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;

use super::bulk::NEWS_EVERY;
use super::context::Context;
use super::text_search::{self, Job};
use super::{bulk, focus, leaked_texts};
use crate::clock::now;

pub(super) fn run(context: &Context, effect: Effect, dispatch: &Callback<Action>) {
    let services = context.services.clone();
    match effect {
        Effect::WipeField => {
            if let Some(field) = field() {
                field.set_value("");
            }
        }
        Effect::Wipe(sources) => leaked_texts::wipe(&sources),
        Effect::WipeLater(ticket) => {
            let dispatch = dispatch.reform(Action::from);
            spawn_local(async move {
                Browser.sleep(KEPT_FOR).await;
                dispatch.emit(SearchAction::Expired(ticket));
            });
        }
        Effect::Search(ticket, sources, stop) => {
            let dispatch = dispatch.reform(Action::from);
            spawn_local(async move {
                let answer = search(&services, ticket, &sources, stop, &dispatch).await;
                dispatch.emit(SearchAction::Searched(ticket, answer, now()));
            });
        }
        Effect::Find { ticket, wanted } => {
            let dispatch = dispatch.reform(Action::from);
            spawn_local(async move {
                let answer = find(&services, &wanted).await;
                let problem = answer.as_ref().err();
                services.report(Entry::asked(EndpointId::Find, Target::Vault, problem, now()));
                dispatch.emit(SearchAction::Found(ticket, answer, now()));
            });
        }
        Effect::Mark(ticket, identifiers) => {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                dispatch.emit(Action::Marked(ticket, mark(&services, &identifiers).await));
            });
        }
        Effect::Scan(ticket, sources, before, stop) => {
            let dispatch = dispatch.reform(Action::from);
            spawn_local(async move {
                let answer = read_all(&services, ticket, &sources, before.as_deref(), &stop, &dispatch).await;
                services.note_answer(Family::Vault, answer.as_ref().err());
                dispatch.emit(ScanAction::ScanEnded(ticket, answer.map(Into::into), now()));
            });
        }
        Effect::Stop(stop) => stop.cancel(),
        Effect::Bulk(effect) => bulk::run(context, effect, dispatch.reform(Action::Bulk)),
        Effect::FocusFindings => focus(ids::LEAK_FINDINGS),
        Effect::FocusSearch => focus(ids::LEAK_SEARCH),
        Effect::FocusField => focus(ids::LEAK_TEXT),
    }
}

/// The field for the leaked text, while it is on the page.
fn field() -> Option<HtmlTextAreaElement> {
    web_sys::window()?.document()?.get_element_by_id(ids::LEAK_TEXT)?.dyn_into().ok()
}

/// Loads the search, so that it is there when a text comes.
pub fn prepare() {
    spawn_local(async {
        // What fails is tried again, and told, when it is needed.
        let _ = text_search::load().await;
    });
}

/// What stands in the field for the leaked text.
#[must_use]
pub fn field_text() -> String {
    field().map(|field| field.value()).unwrap_or_default()
}

/// Prints the page; its style sheet leaves the receipt.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Fails only where printing is switched off.
        let _ = window.print();
    }
}

/// The server's index, as it came.
struct KeptIndex {
    index: Rc<Index>,
    sees_all: bool,
    client_id: Rc<str>,
}

/// How long it is kept.
const INDEX_KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// The one that is kept, else asked for; none where the server has none.
async fn index(services: &Rc<Services>) -> Result<Option<Rc<KeptIndex>>, Problem> {
    let vault = services.vault(EndpointId::ReadIndex)?;
    if let Some(kept) = services.kept::<KeptIndex>() {
        return Ok(Some(kept));
    }
    let news = services.vault_news();
    let offered = vault.capabilities().await;
    let wanted = [Extension::Index, Extension::Find];
    let answer = match offered {
        Ok(Some(offered)) if wanted.iter().all(|one| offered.extensions.contains(one)) => vault.index().await,
        Ok(_) => return Ok(None),
        Err(problem) => Err(problem),
    };
    let problem = answer.as_ref().err();
    services.report(Entry::asked(EndpointId::ReadIndex, Target::Vault, problem, now()));
    let reply = answer?;
    let unreadable = || Problem::local(EndpointId::ReadIndex, Code::AnswerUnreadable);
    let salt = Salt::decode(&reply.salt).ok_or_else(unreadable)?;
    let groups = reply.groups.iter().map(|group| (group.length, &*group.entries));
    let index = Rc::new(Index::decode(salt, groups).map_err(|_| unreadable())?);
    let client_id = vault.client_id().into();
    let read = Rc::new(KeptIndex { index, sees_all: reply.sees_all, client_id });
    services.keep(read.clone(), news, INDEX_KEPT_FOR);
    Ok(Some(read))
}

async fn search(
    services: &Rc<Services>,
    ticket: Ticket,
    sources: &[Source],
    stop: CancellationToken,
    dispatch: &Callback<SearchAction>,
) -> Result<Option<Searched>, Problem> {
    // Neither waits for the other.
    let (read, run) = join(index(services), text_search::load()).await;
    let Some(read) = read? else { return Ok(None) };
    let run = run.map_err(|_| Problem::local(EndpointId::ReadIndex, Code::ConnectionFailed))?;
    let news = {
        let dispatch = dispatch.clone();
        Box::new(move |done, values| dispatch.emit(SearchAction::SearchWent { ticket, done, values }))
    };
    let job = Job { texts: leaked_texts::held(sources), index: read.index.clone(), stop, news };
    let searched = run(job).await;
    Ok(Some(Searched { sees_all: Some(read.sees_all), client_id: read.client_id.clone(), ..searched }))
}

async fn find(services: &Services, wanted: &[(usize, FullFingerprint)]) -> Result<Answer, Problem> {
    let vault = services.vault(EndpointId::Find)?;
    let (places, fingerprints): (Vec<_>, Vec<_>) = wanted.iter().cloned().unzip();
    let Found { found, complete, sees_all } = vault.find(&fingerprints).await?;
    let found = places.into_iter().zip(found).collect();
    Ok(Answer { found, complete, sees_all, client_id: vault.client_id().into() })
}

async fn mark(services: &Services, identifiers: &[Identifier]) -> Marked {
    let none = |problem: Problem| identifiers.iter().map(|it| (it.clone(), problem.clone())).collect();
    let vault = match services.vault(EndpointId::UpdateApiSecret) {
        Ok(vault) => vault,
        Err(problem) => return Some(none(problem)),
    };
    let mut failed = Vec::new();
    let marked = vault.mark_exposed(identifiers, CONCURRENCY, |identifier, verdict| {
        let about = Target::ApiSecret(identifier.clone());
        services.report(Entry::of(EndpointId::UpdateApiSecret, about, &verdict, now()));
        failed.extend(verdict.problem().map(|problem| (identifier.clone(), problem.clone())));
    });
    match marked.await {
        Ok(true) => Some(failed),
        Ok(false) => None,
        Err(problem) => Some(none(problem)),
    }
}

/// Reads, then searches the texts for what was read.
async fn read_all(
    services: &Services,
    ticket: Ticket,
    sources: &[Source],
    before: Option<&Scanned>,
    stop: &CancellationToken,
    dispatch: &Callback<ScanAction>,
) -> Result<(Scanned, Searched), Problem> {
    let vault = services.vault(EndpointId::ListApiSecrets)?;
    let not_loaded = |_| Problem::local(EndpointId::ListApiSecrets, Code::ConnectionFailed);
    let search = text_search::load().await.map_err(not_loaded)?;
    let mut rows = vault.list(&ListFilter::default()).await?;
    // What is no number cannot be asked for.
    rows.retain(|row| Identifier::parse(&row.identifier).is_ok());
    let settled = before.map(Scanned::settled).unwrap_or_default();
    let (mut places, mut identifiers) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| !settled.contains(&*row.identifier)) {
        if let Ok(identifier) = Identifier::parse(&row.identifier) {
            places.push(place);
            identifiers.push(identifier);
        }
    }
    let (listed, seen_before) = (rows.len(), rows.len() - places.len());
    let (mut read_now, mut told) = (Vec::new(), Browser.now());
    let mut salt = [0; 16];
    super::random(&mut salt);
    let mut index = Builder::new(Salt::new(salt));
    dispatch.emit(ScanAction::ScanWent { ticket, listed, seen: seen_before });
    let ended = scan(&vault, &identifiers, CONCURRENCY, stop, |place, read| {
        // Each of them is a use, so each of them is in the log.
        let problem = if let Read::Unread(problem) = &read { Some(problem) } else { None };
        let which = identifiers.get(place).cloned().map_or(Target::Vault, Target::ApiSecret);
        services.report(Entry::asked(EndpointId::ReadApiSecret, which, problem, now()));
        let read = match read {
            Read::Value(value) => {
                index.add(value.expose().as_bytes());
                Ok(Some(FullFingerprint::of(&value)))
            }
            Read::NoValue => Ok(None),
            Read::Unread(problem) => Err(problem),
        };
        read_now.push((places[place], read));
        if Browser.now() > told + NEWS_EVERY {
            told = Browser.now();
            dispatch.emit(ScanAction::ScanWent { ticket, listed, seen: seen_before + read_now.len() });
        }
    })
    .await;
    // Whoever stopped reading wants to know what is known by now.
    let job = Job {
        texts: leaked_texts::held(sources),
        index: Rc::new(index.build()),
        stop: CancellationToken::new(),
        news: Box::new(|_, _| ()),
    };
    let client_id: Rc<str> = vault.client_id().into();
    let searched = Searched { client_id: client_id.clone(), ..search(job).await };
    let found: HashMap<_, _> =
        searched.values.iter().enumerate().map(|(place, value)| (&value.fingerprint, place)).collect();
    let seen = |read: Result<Option<FullFingerprint>, Problem>| match read {
        Ok(read) => read.and_then(|read| found.get(&read).copied()).map_or(Seen::Other, Seen::Match),
        Err(problem) => Seen::Unread(problem),
    };
    let seen = read_now.into_iter().map(|(place, read)| (place, seen(read))).collect();
    drop(found);
    Ok((Scanned { rows, seen, ended, client_id }, searched))
}
