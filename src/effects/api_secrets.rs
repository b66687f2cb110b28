//! What the *API secrets* page wants done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::resolve::Conclusion;
use latchboard_client::transport::Browser;
use latchboard_client::{Transport, Vault, Verdict};
use latchboard_console::Ticket;
use latchboard_console::admin_key::CopyFailed;
use latchboard_console::api_secrets::{Action, Effect, Focus};
use latchboard_console::journal::{Entry, Target};
use latchboard_contract::endpoint::{
    ApiSecret, Credentials, EndpointId, Extension, Family, InventoryItem, InventoryQuery, ListFilter,
    ListedApiSecret,
};
use latchboard_contract::error::Problem;
use latchboard_contract::{Secret, generate_from};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement};
use yew::Callback;

use crate::route::Address;
use crate::services::Services;
use crate::ui::ids;
use latchboard_console::route::Route;

use super::{copy, focus, focus_if_lost, now, random};

/// A search may keep the page from drawing this long: a quarter of a frame.
const SLICE: Duration = Duration::from_millis(4);
/// Rows between two looks at the clock.
const FILTERED_AT_ONCE: usize = 4096;

/// A message that needs no answer can be read this long: three times what its longest takes at a slow reader's pace.
const MESSAGE_FOR: Duration = Duration::from_secs(20);

/// The address follows what is typed after this pause: each change of it is a step for the whole page.
const ADDRESS_AFTER: Duration = Duration::from_millis(400);

/// What the newest of its kind takes over.
#[derive(Default)]
pub struct Latest {
    search: Cell<Ticket>,
    /// What the address will say after the pause.
    address: RefCell<Option<String>>,
}

/// What a server has to say of its API secrets.
enum Listing {
    Rows(Vec<ListedApiSecret>),
    Inventory(Vec<InventoryItem>),
}

/// The inventory where the server has one, else the vendors' list, which everybody has.
async fn list(vault: &Vault<Browser>, filter: &ListFilter) -> Result<Listing, Problem> {
    let offered = vault.capabilities().await.ok().flatten();
    if offered.is_some_and(|offered| offered.extensions.contains(&Extension::Inventory)) {
        let query = InventoryQuery { list: filter.clone(), ..InventoryQuery::default() };
        return Ok(Listing::Inventory(vault.inventory(&query).await?.api_secrets));
    }
    vault.list(filter).await.map(Listing::Rows)
}

/// Carries it out. An older search stops for the one in `latest`.
pub fn run(services: &Rc<Services>, latest: &Rc<Latest>, effect: &Effect, dispatch: Callback<Action>) {
    let services = services.clone();
    match effect {
        Effect::SignIn { ticket, key, client_secret } => {
            let credentials = Credentials {
                client_id: key.client_id.clone(),
                client_secret: client_secret.duplicate(),
                tenant: key.tenant.clone(),
            };
            let vault = Rc::new(Vault::new(Browser, services.base(Family::Vault), credentials));
            let (ticket, sign_ins) = (*ticket, services.sign_ins());
            spawn_local(async move {
                let result = vault.sign_in().await;
                // Somebody may have gone to another server meanwhile.
                if result.is_ok() && services.sign_ins() == sign_ins {
                    services.sign_in(Some(vault));
                }
                services.report(Entry::asked(EndpointId::Token, Target::Vault, result.as_ref().err(), now()));
                dispatch.emit(Action::SignInAnswered(ticket, result));
            });
        }
        Effect::SignOut => {
            let vault = services.vault(EndpointId::Token).ok();
            services.sign_in(None);
            // Signed out is who has forgotten the token; that the server forgets it, too, is not waited for.
            spawn_local(async move {
                if let Some(vault) = vault {
                    vault.sign_out().await;
                }
            });
        }
        Effect::List(ticket, filter) => {
            let (ticket, filter) = (*ticket, filter.clone());
            let vault = services.vault(EndpointId::ListApiSecrets);
            spawn_local(async move {
                let at = now();
                let listing = match vault {
                    Ok(vault) => list(&vault, &filter).await,
                    Err(problem) => Err(problem),
                };
                let (endpoint, count) = match &listing {
                    Ok(Listing::Rows(rows)) => (EndpointId::ListApiSecrets, Some(rows.len())),
                    Ok(Listing::Inventory(items)) => (EndpointId::ReadInventory, Some(items.len())),
                    Err(problem) => (problem.endpoint, None),
                };
                // Of a filtered list nobody knows what was left out.
                let count = count.filter(|_| filter == ListFilter::default());
                let about = count.map_or(Target::Vault, Target::Listed);
                services.report(Entry::asked(endpoint, about, listing.as_ref().err(), now()));
                dispatch.emit(match listing {
                    Ok(Listing::Rows(rows)) => Action::Listed(ticket, Ok(rows)),
                    Ok(Listing::Inventory(items)) => Action::Inventoried(ticket, items, at),
                    Err(problem) => Action::Listed(ticket, Err(problem)),
                });
            });
        }
        Effect::Switch(ticket, identifier, state, key) => {
            let (ticket, identifier, state, key) = (*ticket, identifier.clone(), *state, key.clone());
            let endpoint = state.endpoint();
            let vault = services.vault(endpoint);
            spawn_local(async move {
                let verdict = match vault {
                    Ok(vault) => vault.switch_again(&identifier, state, key.as_ref()).await,
                    Err(problem) => Verdict::NotAttempted(problem),
                };
                services.report(Entry::of(endpoint, Target::ApiSecret(identifier.clone()), &verdict, now()));
                dispatch.emit(Action::Switched { ticket, identifier, verdict, at: now() });
            });
        }
        Effect::Read(ticket, identifier) => {
            let (ticket, identifier) = (*ticket, identifier.clone());
            let vault = services.vault(EndpointId::ReadApiSecret);
            spawn_local(async move {
                let result = match vault {
                    Ok(vault) => vault.read(&identifier).await,
                    Err(problem) => Err(problem),
                };
                let about = Target::ApiSecret(identifier);
                services.report(Entry::asked(EndpointId::ReadApiSecret, about, result.as_ref().err(), now()));
                dispatch.emit(Action::Read(ticket, result, now()));
            });
        }
        Effect::Copy(content) => {
            let content = content.clone();
            spawn_local(async move {
                let copied = match &content.client_secret {
                    Some(secret) => copy(secret, ids::READ_SECRET).await,
                    None => Err(CopyFailed),
                };
                dispatch.emit(Action::Copied(copied));
            });
        }
        Effect::Create(ticket, new) => {
            let (ticket, new, vault) = (*ticket, new.clone(), services.vault(EndpointId::CreateApiSecret));
            spawn_local(async move {
                let verdict = match vault {
                    Ok(vault) => vault.create(&new).await,
                    Err(problem) => Verdict::NotAttempted(problem),
                };
                services.report(Entry::of(EndpointId::CreateApiSecret, Target::Vault, &verdict, now()));
                dispatch.emit(Action::Created { ticket, verdict: verdict.map(Into::into), at: now() });
            });
        }
        Effect::Update(ticket, update) => {
            let (ticket, update) = (*ticket, update.clone());
            let vault = services.vault(EndpointId::UpdateApiSecret);
            spawn_local(async move {
                let verdict = match vault {
                    Ok(vault) => vault.update(&update).await,
                    Err(problem) => Verdict::NotAttempted(problem),
                };
                let about = Target::ApiSecret(update.identifier.clone());
                services.report(Entry::of(EndpointId::UpdateApiSecret, about, &verdict, now()));
                dispatch.emit(Action::Created { ticket, verdict: verdict.map(Into::into), at: now() });
            });
        }
        Effect::Generate => {
            if let Some(secret) = generate_from(&mut random) {
                dispatch.emit(Action::Generated(secret));
            }
        }
        Effect::CopyGenerated(secret) => {
            let secret = secret.clone();
            spawn_local(async move {
                dispatch.emit(Action::GeneratedCopied(copy(&secret, ids::CREATE_SECRET).await));
            });
        }
        Effect::ResolveCreate(ticket, sent, before) => {
            let (ticket, sent, before) = (*ticket, sent.clone(), before.clone());
            let vault = services.vault(EndpointId::CreateApiSecret);
            spawn_local(async move {
                let conclusion = match vault {
                    Ok(vault) => {
                        let was_there = before.map(|rows| move |it: &str| rows.find(it).is_some());
                        let was_there = was_there.as_ref().map(|it| it as &dyn Fn(&str) -> bool);
                        vault.resolve_create(&sent, was_there).await
                    }
                    Err(problem) => Conclusion::Open(problem),
                };
                let problem = if let Conclusion::Open(problem) = &conclusion { Some(problem) } else { None };
                services.report(Entry::asked(EndpointId::ListApiSecrets, Target::Vault, problem, now()));
                dispatch.emit(Action::Resolved(ticket, conclusion));
            });
        }
        Effect::RepeatCreate(ticket, new, key) => {
            let (ticket, new, key) = (*ticket, new.clone(), key.clone());
            let vault = services.vault(EndpointId::CreateApiSecret);
            spawn_local(async move {
                let answered = match vault {
                    Ok(vault) => vault.repeat_create(&new, &key).await,
                    Err(problem) => unasked(problem),
                };
                repeated(
                    &services,
                    ticket,
                    (EndpointId::CreateApiSecret, Target::Vault),
                    answered,
                    &dispatch,
                );
            });
        }
        Effect::RepeatUpdate(ticket, update, key) => {
            let (ticket, update, key) = (*ticket, update.clone(), key.clone());
            let vault = services.vault(EndpointId::UpdateApiSecret);
            spawn_local(async move {
                let answered = match vault {
                    Ok(vault) => vault.repeat_update(&update, &key).await,
                    Err(problem) => unasked(problem),
                };
                let about = Target::ApiSecret(update.identifier.clone());
                repeated(&services, ticket, (EndpointId::UpdateApiSecret, about), answered, &dispatch);
            });
        }
        Effect::Filter(ticket, filter) => {
            let (ticket, mut row_filter) = (*ticket, filter.clone().start());
            let latest = latest.clone();
            latest.search.set(ticket);
            spawn_local(async move {
                let filtered = loop {
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
                    if let Some(answer) = answer {
                        break answer;
                    }
                };
                dispatch.emit(Action::FilteredRows(ticket, filtered));
            });
        }
        Effect::Address(query, true) => {
            if let Some(typed) = latest.address.take() {
                show(&services, typed, false);
            }
            show(&services, query.clone(), true);
        }
        Effect::Address(query, false) => {
            latest.address.replace(Some(query.clone()));
            let (latest, query) = (latest.clone(), query.clone());
            spawn_local(async move {
                Browser.sleep(ADDRESS_AFTER).await;
                let is_latest = latest.address.borrow().as_ref() == Some(&query);
                if is_latest {
                    latest.address.take();
                    show(&services, query, false);
                }
            });
        }
        Effect::ExpireMessage(ticket) => {
            let ticket = *ticket;
            spawn_local(async move {
                Browser.sleep(MESSAGE_FOR).await;
                dispatch.emit(Action::MessageExpired(ticket));
            });
        }
        Effect::ScrollToTop => {
            if let Some(list) = document().and_then(|document| document.get_element_by_id(ids::LIST)) {
                list.set_scroll_top(0);
            }
        }
        Effect::MakeCommand(call, tenant) => {
            let base = services.base(Family::Vault);
            // A terminal knows no page that a path could belong to.
            let own = || [&*super::shell::page_origin(), base.as_str()].concat();
            let base = if base.as_str().contains("://") { base.as_str().to_owned() } else { own() };
            let text = call.command(&base, tenant.as_deref());
            dispatch.emit(Action::CommandMade(call.clone(), text.into()));
        }
        Effect::CopyCommand(text) => {
            let text = Secret::from(&**text);
            spawn_local(async move { dispatch.emit(Action::CommandCopied(copy(&text, ids::COMMAND).await)) });
        }
        Effect::Bulk(..) => {}
        Effect::Focus(Focus::Row(place)) => {
            focus_row(*place);
        }
        Effect::Focus(Focus::RowIfLost(place)) => {
            let focused = document().and_then(|document| document.active_element());
            // Rows are drawn by their places: the one with the focus may be another one now.
            // A verdict that was dismissed sent it to the heading.
            let is_free = |element: Element| {
                element.tag_name() == "BODY"
                    || element.id() == ids::HEADING
                    || element.has_attribute("data-place")
            };
            if focused.is_none_or(is_free) && !focus_row(*place) {
                focus(ids::SEARCH);
            }
        }
        Effect::Focus(place @ Focus::HeadingIfLost) => focus_if_lost(ids::api_secrets_focus(*place)),
        Effect::Focus(place) => focus(ids::api_secrets_focus(*place)),
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
    dispatch: &Callback<Action>,
) {
    services.report(Entry::of(endpoint, about, &verdict, now()));
    dispatch.emit(match verdict {
        Verdict::Done(_) => Action::Created { ticket, verdict: verdict.map(Into::into), at: now() },
        _ => Action::Resolved(ticket, conclusion),
    });
}

/// Unless somebody has gone to another page in between.
fn show(services: &Services, query: String, is_step: bool) {
    let address = Address { route: Route::ApiSecrets, query: query.into() };
    if Address::here().route == address.route {
        if is_step {
            address.show(true);
        }
        services.show.emit(address);
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
