//! What the *API secrets* page wants done.

use std::rc::Rc;
use std::time::Duration;

use latchboard_client::resolve::Conclusion;
use latchboard_client::transport::Browser;
use latchboard_client::{SwitchReport, Transport, Vault, Verdict};
use latchboard_console::Ticket;
use latchboard_console::activity;
use latchboard_console::api_secrets::{
    DetailsAction, DetailsEffect, Effect, Filter, Focus, FormAction, FormEffect, ListAction, ListEffect,
    MessageAction, Rows, State, SwitchAction, SwitchEffect,
};
use latchboard_console::clipboard::CopyFailed;
use latchboard_console::journal::{Entry, Target};
use latchboard_console::vault::Action;
use latchboard_contract::endpoint::{
    ApiSecret, EndpointId, Extension, Family, InventoryItem, InventoryQuery, ListFilter, ListedApiSecret,
};
use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::validate::Identifier;
use latchboard_contract::{Secret, generate_from};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement};
use yew::Callback;

use crate::route;
use crate::services::Services;
use crate::ui::ids;
use latchboard_console::route::{Address, Route};

use super::audit_check::report;
use super::context::{Context, Latest};
use super::{copy, focus, focus_if_lost, random, shell};
use crate::clock::now;

/// A search may keep the page from drawing this long: a quarter of a frame.
const SLICE: Duration = Duration::from_millis(4);
/// Rows between two looks at the clock.
const FILTERED_AT_ONCE: usize = 4096;

/// A message that needs no answer can be read this long: three times what its longest takes at a slow reader's pace.
const MESSAGE_FOR: Duration = Duration::from_secs(20);

/// The address follows what is typed after this pause: each change of it is a step for the whole page.
const ADDRESS_AFTER: Duration = Duration::from_millis(400);

/// Entries of an API secret's history; what was done is two of them, an attempt and its end.
const HISTORY: u32 = 40;

/// What a server has to say of its API secrets.
enum Listing {
    Rows(Vec<ListedApiSecret>),
    Inventory(Vec<InventoryItem>, Option<String>),
    Unchanged,
}

/// The inventory where the server has one, else the vendors' list, which everybody has. A server that does not say whether it
/// has one is not taken for a vendor's: it may only be slow, and its list without states would look like the truth.
async fn list(vault: &Vault<Browser>, filter: &ListFilter, known: Option<&Rows>) -> Result<Listing, Problem> {
    let offered = vault.capabilities().await?;
    if offered.is_some_and(|offered| offered.extensions.contains(&Extension::Inventory)) {
        let query = InventoryQuery { list: filter.clone(), ..InventoryQuery::default() };
        let answer = vault.inventory_unless(&query, known.and_then(Rows::etag)).await?;
        return Ok(answer.map_or(Listing::Unchanged, |(inventory, etag)| {
            Listing::Inventory(inventory.api_secrets, etag)
        }));
    }
    vault.list(filter).await.map(Listing::Rows)
}

pub(super) fn run(context: &Context, effect: Effect, dispatch: &Callback<Action>) {
    let services = &context.services;
    match effect {
        Effect::List(effect) => run_list(context, effect, dispatch.reform(Into::into)),
        Effect::Switch(SwitchEffect::Switch(ticket, identifier, state, key)) => {
            let (services, dispatch) = (services.clone(), dispatch.reform(Into::into));
            spawn_local(switch(services, ticket, identifier, state, key, dispatch));
        }
        Effect::Details(effect) => run_details(services, effect, dispatch.reform(Into::into)),
        Effect::Form(effect) => run_form(services, effect, dispatch.reform(Into::into)),
        Effect::ExpireMessage(ticket) => {
            let dispatch = dispatch.reform(Into::into);
            spawn_local(async move {
                Browser.sleep(MESSAGE_FOR).await;
                dispatch.emit(MessageAction::MessageExpired(ticket));
            });
        }
        Effect::Focus(place) => put_focus(place),
    }
}

fn run_list(context: &Context, effect: ListEffect, dispatch: Callback<ListAction>) {
    let (services, latest) = (context.services.clone(), context.latest.clone());
    match effect {
        ListEffect::Load(ticket, filter, known) => {
            spawn_local(load(services, ticket, filter, known, dispatch));
        }
        ListEffect::Filter(ticket, filter) => {
            latest.search.set(ticket);
            spawn_local(find_rows(latest, ticket, filter, dispatch));
        }
        ListEffect::Address(query, true) => {
            if let Some(typed) = latest.address.take() {
                show(&services, typed, false);
            }
            show(&services, query, true);
        }
        ListEffect::Address(query, false) => {
            latest.address.replace(Some(query.clone()));
            spawn_local(async move {
                Browser.sleep(ADDRESS_AFTER).await;
                let is_latest = latest.address.borrow().as_ref() == Some(&query);
                if is_latest {
                    latest.address.take();
                    show(&services, query, false);
                }
            });
        }
        ListEffect::ScrollToTop => {
            if let Some(list) = document().and_then(|document| document.get_element_by_id(ids::LIST)) {
                list.set_scroll_top(0);
            }
        }
    }
}

async fn load(
    services: Rc<Services>,
    ticket: Ticket,
    filter: ListFilter,
    known: Option<Rc<Rows>>,
    dispatch: Callback<ListAction>,
) {
    let at = now();
    let listing = match services.vault(EndpointId::ListApiSecrets) {
        Ok(vault) => list(&vault, &filter, known.as_deref()).await,
        Err(problem) => Err(problem),
    };
    let (endpoint, count) = match &listing {
        Ok(Listing::Rows(rows)) => (EndpointId::ListApiSecrets, Some(rows.len())),
        Ok(Listing::Inventory(items, _)) => (EndpointId::ReadInventory, Some(items.len())),
        Ok(Listing::Unchanged) => (EndpointId::ReadInventory, known.map(|rows| rows.len())),
        Err(problem) => (problem.endpoint, None),
    };
    // Of a filtered list nobody knows what was left out.
    let count = count.filter(|_| filter == ListFilter::default());
    let about = count.map_or(Target::Vault, Target::Listed);
    services.report(Entry::asked(endpoint, about, listing.as_ref().err(), now()));
    dispatch.emit(match listing {
        Ok(Listing::Rows(rows)) => ListAction::Listed(ticket, Ok(rows)),
        Ok(Listing::Inventory(items, etag)) => ListAction::Inventoried(ticket, items, etag, at),
        Ok(Listing::Unchanged) => ListAction::Unchanged(ticket, at),
        Err(problem) => ListAction::Listed(ticket, Err(problem)),
    });
}

/// Stops for a newer search.
async fn find_rows(latest: Rc<Latest>, ticket: Ticket, filter: Rc<Filter>, dispatch: Callback<ListAction>) {
    let mut row_filter = filter.start();
    loop {
        // What was typed is drawn first, and so is the next letter.
        Browser.sleep(Duration::ZERO).await;
        if latest.search.get() != ticket {
            return;
        }
        let end = Browser.now() + SLICE;
        let answer = loop {
            let answer = row_filter.step(FILTERED_AT_ONCE);
            if answer.is_some() || Browser.now() >= end {
                break answer;
            }
        };
        if let Some(filtered) = answer {
            return dispatch.emit(ListAction::FilteredRows(ticket, filtered));
        }
    }
}

async fn switch(
    services: Rc<Services>,
    ticket: Ticket,
    identifier: Identifier,
    state: State,
    key: Option<IdempotencyKey>,
    dispatch: Callback<SwitchAction>,
) {
    let endpoint = state.endpoint();
    let (verdict, lost_reply) = match services.vault(endpoint) {
        Ok(vault) => {
            let SwitchReport { verdict, lost_reply, .. } =
                vault.switch_again(&identifier, state, key.as_ref()).await;
            (verdict, lost_reply)
        }
        Err(problem) => (Verdict::NotAttempted(problem), false),
    };
    services.report(Entry::of(endpoint, Target::ApiSecret(identifier.clone()), &verdict, now()));
    dispatch.emit(SwitchAction::Switched { ticket, identifier, verdict, lost_reply, at: now() });
}

fn run_details(services: &Rc<Services>, effect: DetailsEffect, dispatch: Callback<DetailsAction>) {
    match effect {
        DetailsEffect::Read(ticket, identifier) => {
            let services = services.clone();
            spawn_local(async move {
                let mut item = Ok(None);
                let result = match services.vault(EndpointId::ReadApiSecret) {
                    Ok(vault) => {
                        // First, so that what is read is never older than its version.
                        item = vault.inventory_item(&identifier).await.map(|item| item.map(Box::new));
                        vault.read(&identifier).await
                    }
                    Err(problem) => Err(problem),
                };
                let about = Target::ApiSecret(identifier);
                services.report(Entry::asked(EndpointId::ReadApiSecret, about, result.as_ref().err(), now()));
                dispatch.emit(DetailsAction::Read(ticket, item, result.map(Into::into), now()));
            });
        }
        DetailsEffect::Copy(identifier, content) => spawn_local(async move {
            let copied = match &content.client_secret {
                Some(secret) => copy(secret, ids::READ_SECRET).await,
                None => Err(CopyFailed),
            };
            dispatch.emit(DetailsAction::Copied(identifier, copied));
        }),
        DetailsEffect::MakeCommand(call, tenant) => {
            let base = services.base(Family::Vault);
            // A terminal knows no page that a path could belong to.
            let own = || [&*shell::page_origin(), base.as_str()].concat();
            let base = if base.as_str().contains("://") { base.as_str().to_owned() } else { own() };
            let text = call.command(&base, tenant.as_deref());
            dispatch.emit(DetailsAction::CommandMade(call, text.into()));
        }
        DetailsEffect::CopyCommand(text) => {
            let text = Secret::from(&*text);
            spawn_local(async move {
                dispatch.emit(DetailsAction::CommandCopied(copy(&text, ids::COMMAND).await));
            });
        }
        DetailsEffect::ReadHistory(ticket, identifier) => {
            let services = services.clone();
            spawn_local(async move {
                let filter = activity::Filter::of_api_secret(&identifier);
                let answer = super::activity::read_log(&services, &filter, None, HISTORY).await;
                report(&services, answer.as_ref().err());
                dispatch.emit(DetailsAction::HistoryRead(ticket, answer));
            });
        }
    }
}

fn run_form(services: &Rc<Services>, effect: FormEffect, dispatch: Callback<FormAction>) {
    let services = services.clone();
    match effect {
        FormEffect::Create(ticket, new) => spawn_local(async move {
            let verdict = match services.vault(EndpointId::CreateApiSecret) {
                Ok(vault) => vault.create(&new).await,
                Err(problem) => Verdict::NotAttempted(problem),
            };
            services.report(Entry::of(EndpointId::CreateApiSecret, Target::Vault, &verdict, now()));
            dispatch.emit(FormAction::Created { ticket, verdict: verdict.map(Into::into), at: now() });
        }),
        FormEffect::Update(ticket, update) => spawn_local(async move {
            let verdict = match services.vault(EndpointId::UpdateApiSecret) {
                Ok(vault) => vault.update(&update).await,
                Err(problem) => Verdict::NotAttempted(problem),
            };
            let about = Target::ApiSecret(update.identifier.clone());
            services.report(Entry::of(EndpointId::UpdateApiSecret, about, &verdict, now()));
            dispatch.emit(FormAction::Created { ticket, verdict: verdict.map(Into::into), at: now() });
        }),
        FormEffect::RepeatCreate(ticket, new, key) => spawn_local(async move {
            let answered = match services.vault(EndpointId::CreateApiSecret) {
                Ok(vault) => vault.repeat_create(&new, &key).await,
                Err(problem) => unasked(problem),
            };
            repeated(&services, ticket, (EndpointId::CreateApiSecret, Target::Vault), answered, &dispatch);
        }),
        FormEffect::RepeatUpdate(ticket, update, key) => spawn_local(async move {
            let answered = match services.vault(EndpointId::UpdateApiSecret) {
                Ok(vault) => vault.repeat_update(&update, &key).await,
                Err(problem) => unasked(problem),
            };
            let about = Target::ApiSecret(update.identifier.clone());
            repeated(&services, ticket, (EndpointId::UpdateApiSecret, about), answered, &dispatch);
        }),
        FormEffect::ResolveCreate(ticket, sent, before) => spawn_local(async move {
            let conclusion = match services.vault(EndpointId::CreateApiSecret) {
                Ok(vault) => {
                    let was_there = before.map(|rows| move |it: &str| rows.find(it).is_some());
                    let was_there = was_there.as_ref().map(|it| it as &dyn Fn(&str) -> bool);
                    vault.resolve_create(&sent, was_there).await
                }
                Err(problem) => Conclusion::Open(problem),
            };
            let problem = if let Conclusion::Open(problem) = &conclusion { Some(problem) } else { None };
            services.report(Entry::asked(EndpointId::ListApiSecrets, Target::Vault, problem, now()));
            dispatch.emit(FormAction::Resolved(ticket, conclusion));
        }),
        FormEffect::ReadMeanwhile(identifier) => spawn_local(async move {
            let Ok(vault) = services.vault(EndpointId::ReadInventory) else { return };
            // Without it there is only nothing to be said of who it was.
            if let Ok(Some(item)) = vault.inventory_item(&identifier).await {
                dispatch.emit(FormAction::MeanwhileRead(identifier, Box::new(item)));
            }
        }),
        FormEffect::Generate => {
            if let Some(secret) = generate_from(&mut random) {
                dispatch.emit(FormAction::Generated(secret));
            }
        }
        FormEffect::CopyGenerated(secret) => spawn_local(async move {
            dispatch.emit(FormAction::GeneratedCopied(copy(&secret, ids::CREATE_SECRET).await));
        }),
    }
}

fn put_focus(place: Focus) {
    match place {
        Focus::Row(place) => {
            focus_row(place);
        }
        Focus::RowIfLost(place) => {
            let focused = document().and_then(|document| document.active_element());
            // Rows are drawn by their places: the one with the focus may be another one now.
            // A verdict that was dismissed sent it to the heading.
            let is_free = |element: Element| {
                element.tag_name() == "BODY"
                    || element.id() == ids::HEADING
                    || element.has_attribute("data-place")
            };
            if focused.is_none_or(is_free) && !focus_row(place) {
                focus(ids::SEARCH);
            }
        }
        Focus::HeadingIfLost => focus_if_lost(ids::api_secrets_focus(place)),
        Focus::Create(_)
        | Focus::CreateSecret
        | Focus::ExpiresOn
        | Focus::Store
        | Focus::Details
        | Focus::LastShare(_)
        | Focus::EndsSharing => focus(ids::api_secrets_focus(place)),
    }
}

/// The answer to a repeat, and what it proves.
type Repeated = (Verdict<ApiSecret>, Conclusion);

fn unasked(problem: Problem) -> Repeated {
    (Verdict::NotAttempted(problem.clone()), Conclusion::Open(problem))
}

/// Reports a repeat: what it brought, or what it proves.
fn repeated(
    services: &Services,
    ticket: Ticket,
    (endpoint, about): (EndpointId, Target),
    (verdict, conclusion): Repeated,
    dispatch: &Callback<FormAction>,
) {
    services.report(Entry::of(endpoint, about, &verdict, now()));
    dispatch.emit(match verdict {
        Verdict::Done(_) => FormAction::Created { ticket, verdict: verdict.map(Into::into), at: now() },
        Verdict::AlreadySo | Verdict::Refused(_) | Verdict::NotAttempted(_) | Verdict::Unknown(_) => {
            FormAction::Resolved(ticket, conclusion)
        }
    });
}

/// Unless somebody has gone to another page in between.
fn show(services: &Services, query: String, is_step: bool) {
    let address = Address { route: Route::ApiSecrets, query: query.into() };
    if route::here().route == address.route {
        shell::readdress(services, address, is_step);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The row with the cursor is always drawn, so it can take the focus; the browser scrolls to it. `false` where there
/// is no row.
fn focus_row(place: u32) -> bool {
    let row = document().and_then(|document| document.query_selector(&ids::row(place)).ok()?);
    let row = row.and_then(|row| row.dyn_into::<HtmlElement>().ok());
    // Fails only for elements that are not shown.
    row.is_some_and(|row| row.focus().is_ok())
}
