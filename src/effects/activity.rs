//! What *Activity* wants done: the server's audit log read and saved.

use std::rc::Rc;

use latchboard_console::Ticket;
use latchboard_console::activity::server_log::{self, LogAnswer, ServerLog};
use latchboard_console::activity::{self, Action, Effect, Filter, Format, Row, export, log};
use latchboard_contract::endpoint::{EndpointId, Extension, ReadAudit};
use latchboard_contract::error::Problem;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::services::Services;
use latchboard_console::route::{Address, Route};

use super::audit_check::report;
use super::{audit_check, download, shell};
use crate::clock::now;

pub fn run(services: &Rc<Services>, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Show(query) => {
            shell::readdress(services, Address { route: Route::Activity, query: query.into() }, false);
        }
        Effect::ReadLog(ticket, filter, before) => {
            let services = services.clone();
            spawn_local(async move {
                let answer = read_log(&services, &filter, before, server_log::PAGE).await;
                if !matches!(answer, Ok(LogAnswer::Nothing | LogAnswer::NotOffered)) {
                    report(&services, answer.as_ref().err());
                }
                dispatch.emit(log::Action::Read(ticket, before, answer).into());
            });
        }
        Effect::Export(format, filter, log) => save_here(services, format, &filter, &log),
        Effect::ExportAll(ticket, format, filter) => {
            let services = services.clone();
            spawn_local(async move {
                let result = save_all(&services, ticket, format, &filter, &dispatch).await;
                dispatch.emit(export::Action::Ended(ticket, result).into());
            });
        }
        Effect::Check(effect) => audit_check::run(services, effect, dispatch.reform(Action::Check)),
    }
}

fn save_here(services: &Services, format: Format, filter: &Filter, log: &ServerLog) {
    let table = services.journal(|journal| activity::table(journal, log, filter, now()));
    save(format, &format.write(table.rows.into_iter()));
}

async fn save_all(
    services: &Services,
    ticket: Ticket,
    format: Format,
    filter: &Filter,
    dispatch: &Callback<Action>,
) -> Result<(), Problem> {
    let rows = every_row(services, ticket, filter, dispatch).await?;
    let all = services.journal(|journal| activity::both(journal, rows, filter, now()));
    save(format, &format.write(all.into_iter()));
    Ok(())
}

/// A browser that takes no file shows that itself.
fn save(format: Format, text: &str) {
    let _ = download(format.file_name(), format.media_type(), text);
}

/// Some of the server's entries, the newest first.
pub(super) async fn read_log(
    services: &Services,
    filter: &Filter,
    before: Option<u64>,
    limit: u32,
) -> Result<LogAnswer, Problem> {
    let Some(query) = server_log::query(filter, before, limit, now()) else { return Ok(LogAnswer::Nothing) };
    let vault = services.vault(EndpointId::ReadAudit)?;
    if before.is_none() {
        let offered = vault.capabilities().await?;
        if !offered.is_some_and(|offered| offered.extensions.contains(&Extension::Audit)) {
            return Ok(LogAnswer::NotOffered);
        }
    }
    Ok(LogAnswer::Page(Box::new(vault.audit(&query).await?)))
}

/// All of the server's entries that the filter lets through.
async fn every_row(
    services: &Services,
    ticket: Ticket,
    filter: &Filter,
    dispatch: &Callback<Action>,
) -> Result<Vec<Row>, Problem> {
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let answer = read_log(services, filter, before, ReadAudit::MAX_LIMIT).await;
        report(services, answer.as_ref().err());
        let LogAnswer::Page(page) = answer? else { return Ok(rows) };
        rows.extend(page.entries.iter().map(Row::from));
        dispatch.emit(export::Action::Went(ticket, rows.len()).into());
        match page.next {
            Some(next) => before = Some(next),
            None => return Ok(rows),
        }
    }
}
