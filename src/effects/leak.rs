//! What the response to a leak wants done.

use std::rc::Rc;

use latchboard_client::bulk::CONCURRENCY;
use latchboard_client::scan::{Seen, scan};
use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport, capabilities};
use latchboard_console::Ticket;
use latchboard_console::journal::{Entry, Target};
use latchboard_console::leak::{Action, Effect, FindAnswer, Scanned};
use latchboard_contract::FullFingerprint;
use latchboard_contract::endpoint::{EndpointId, Extension, Family, Found, ListFilter};
use latchboard_contract::error::Problem;
use latchboard_contract::validate::Identifier;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;

use super::bulk::{Around, NEWS_EVERY};
use super::{bulk, focus, now};

/// Carries it out.
pub fn run(around: &Rc<Around>, effect: &Effect, dispatch: &Callback<Action>) {
    let services = &around.services;
    match effect {
        Effect::WipeField => {
            if let Some(field) = field() {
                field.set_value("");
            }
        }
        Effect::Find { ticket, wanted, is_known } => {
            let (ticket, wanted, is_known) = (*ticket, wanted.clone(), *is_known);
            let (services, dispatch) = (services.clone(), dispatch.clone());
            spawn_local(async move {
                let answer = find(&services, &wanted, is_known).await;
                let problem = answer.as_ref().err();
                services.report(Entry::asked(EndpointId::Find, Target::Vault, problem, now()));
                dispatch.emit(Action::Found(ticket, answer, now()));
            });
        }
        Effect::Scan(ticket, wanted, before, stop) => {
            let (ticket, wanted, before, stop) = (*ticket, wanted.clone(), before.clone(), stop.clone());
            let (services, dispatch) = (services.clone(), dispatch.clone());
            spawn_local(async move {
                let before = before.as_deref();
                let answer = read_all(&services, ticket, &wanted, before, &stop, &dispatch).await;
                services.note_answer(Family::Vault, answer.as_ref().err());
                dispatch.emit(Action::ScanEnded(ticket, answer, now()));
            });
        }
        Effect::StopScan(stop) => stop.cancel(),
        Effect::Tell(proved) => around.observed.emit(proved.clone()),
        Effect::Bulk(effect) => bulk::run(around, effect, &dispatch.reform(Action::Bulk)),
        Effect::FocusFindings => focus(ids::LEAK_FINDINGS),
        Effect::FocusSearch => focus(ids::LEAK_SEARCH),
        Effect::FocusField => focus(ids::LEAK_TEXT),
    }
}

/// The field for the leaked text, while it is on the page.
fn field() -> Option<HtmlTextAreaElement> {
    web_sys::window()?.document()?.get_element_by_id(ids::LEAK_TEXT)?.dyn_into().ok()
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

async fn find(
    services: &Services,
    wanted: &[(usize, FullFingerprint)],
    is_known: bool,
) -> Result<FindAnswer, Problem> {
    let vault = services.vault(EndpointId::Find)?;
    if !is_known {
        let offered = capabilities(&Browser, &services.base(Family::Vault)).await?;
        if !offered.is_some_and(|offered| offered.extensions.contains(&Extension::Find)) {
            return Ok(FindAnswer::NotOffered);
        }
    }
    let (places, fingerprints): (Vec<_>, Vec<_>) = wanted.iter().cloned().unzip();
    let Found { found, complete, sees_all } = vault.find(&fingerprints).await?;
    let one = |(place, copies)| (place, Found { found: vec![copies], complete, sees_all });
    let found = places.into_iter().zip(found).map(one).collect();
    Ok(FindAnswer::Found { found, client_id: vault.client_id().into() })
}

async fn read_all(
    services: &Services,
    ticket: Ticket,
    wanted: &[FullFingerprint],
    before: Option<&Scanned>,
    stop: &CancellationToken,
    dispatch: &Callback<Action>,
) -> Result<Scanned, Problem> {
    let vault = services.vault(EndpointId::ListApiSecrets)?;
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
    let (mut seen, mut hits, mut told) = (Vec::new(), before.map_or(0, Scanned::hits), Browser.now());
    dispatch.emit(Action::ScanWent { ticket, listed, seen: seen_before, hits });
    let ended = scan(&vault, &identifiers, wanted, CONCURRENCY, stop, |place, what| {
        hits += usize::from(matches!(what, Seen::Match(_)));
        // Each of them is a use, so each of them is in the log.
        let problem = if let Seen::Unread(problem) = &what { Some(problem) } else { None };
        let which = identifiers.get(place).cloned().map_or(Target::Vault, Target::ApiSecret);
        services.report(Entry::asked(EndpointId::ReadApiSecret, which, problem, now()));
        seen.push((places[place], what));
        if Browser.now() > told + NEWS_EVERY {
            told = Browser.now();
            dispatch.emit(Action::ScanWent { ticket, listed, seen: seen_before + seen.len(), hits });
        }
    })
    .await;
    Ok(Scanned { rows, seen, ended, client_id: vault.client_id().into() })
}
