//! What *Activity* wants done: the server's audit log read, verified and saved.

use std::ops::ControlFlow;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport, capabilities};
use latchboard_console::Ticket;
use latchboard_console::activity::{self, Action, Checked, Effect, Filter, Format, Origin, Row};
use latchboard_console::audit_check::{Expected, LogReader, ends};
use latchboard_console::journal::{Entry, Target};
use latchboard_console::server_log::{self, LogAnswer};
use latchboard_contract::endpoint::{EndpointId, Extension, Family, ReadAudit};
use latchboard_contract::error::Problem;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlInputElement, HtmlTextAreaElement};
use yew::Callback;

use crate::route::Address;
use crate::services::Services;
use crate::ui::ids;
use latchboard_console::route::Route;

use super::bulk::NEWS_EVERY;
use super::{download, download_blob, now};

/// Bytes of a file that are read at a time.
const PIECE: f64 = 1_048_576.0;
/// The names of the files that are saved.
const EXPORT_FILE: &str = "latchboard-audit.jsonl";
const CHECKPOINT_FILE: &str = "latchboard-audit.checkpoint";

/// Carries it out.
pub fn run(services: &Rc<Services>, effect: &Effect, dispatch: Callback<Action>) {
    let services = services.clone();
    match effect {
        Effect::Show(query) => {
            services.show.emit(Address { route: Route::Activity, query: query.clone().into() });
        }
        Effect::ReadLog(ticket, filter, before) => {
            let (ticket, filter, before) = (*ticket, filter.clone(), *before);
            spawn_local(async move {
                let answer = read_log(&services, &filter, before, server_log::PAGE).await;
                if !matches!(answer, Ok(LogAnswer::Nothing | LogAnswer::NotOffered)) {
                    report(&services, answer.as_ref().err());
                }
                dispatch.emit(Action::LogRead(ticket, before, answer));
            });
        }
        Effect::Export(format, filter, log) => {
            let table = services.journal(|journal| activity::table(journal, log, filter, now()));
            save(*format, &format.write(table.rows.into_iter()));
        }
        Effect::ExportAll(ticket, format, filter) => {
            let (ticket, format, filter) = (*ticket, *format, filter.clone());
            spawn_local(async move {
                let rows = every_row(&services, ticket, &filter, &dispatch).await;
                let result = rows.map(|rows| {
                    let all = services.journal(|journal| activity::both(journal, rows, &filter, now()));
                    save(format, &format.write(all.into_iter()));
                });
                dispatch.emit(Action::Exported(ticket, result));
            });
        }
        Effect::ReadCheckpoint => spawn_local(async move {
            let text = match chosen_file(ids::AUDIT_CHECKPOINT_FILE) {
                Some(file) => JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()),
                None => None,
            };
            // One that cannot be read is none, which is said when it is held against a log.
            dispatch.emit(Action::CheckpointTyped(ends(&text.unwrap_or_else(|| "?".to_owned()))));
        }),
        Effect::Verify(ticket, origin, expected, stop) => {
            let (ticket, origin, expected, stop) = (*ticket, *origin, expected.clone(), stop.clone());
            spawn_local(async move {
                let checked = verify(&services, ticket, origin, expected, &stop, &dispatch).await;
                dispatch.emit(Action::Verified(ticket, checked));
            });
        }
        Effect::StopVerifying(stop) => stop.cancel(),
        Effect::SaveCheckpoint(text) => {
            let _ = download(CHECKPOINT_FILE, ReadAudit::LINES, text);
        }
    }
}

/// A browser that takes no file shows that itself.
fn save(format: Format, text: &str) {
    let _ = download(format.file_name(), format.media_type(), text);
}

fn report(services: &Services, problem: Option<&Problem>) {
    services.report(Entry::asked(EndpointId::ReadAudit, Target::Vault, problem, now()));
}

/// Some of the server's entries, the newest first.
async fn read_log(
    services: &Services,
    filter: &Filter,
    before: Option<u64>,
    limit: u32,
) -> Result<LogAnswer, Problem> {
    let Some(query) = server_log::query(filter, before, limit, now()) else { return Ok(LogAnswer::Nothing) };
    let vault = services.vault(EndpointId::ReadAudit)?;
    if before.is_none() {
        let offered = capabilities(&Browser, &services.base(Family::Vault)).await?;
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
        rows.extend(page.entries.iter().map(|(entry, _)| Row::of_server(entry)));
        dispatch.emit(Action::ExportWent(ticket, rows.len()));
        match page.next {
            Some(next) => before = Some(next),
            None => return Ok(rows),
        }
    }
}

fn chosen_file(id: &str) -> Option<web_sys::File> {
    let field = web_sys::window()?.document()?.get_element_by_id(id)?;
    field.dyn_into::<HtmlInputElement>().ok()?.files()?.get(0)
}

fn pasted_text() -> Option<String> {
    let field = web_sys::window()?.document()?.get_element_by_id(ids::AUDIT_TEXT)?;
    Some(field.dyn_into::<HtmlTextAreaElement>().ok()?.value())
}

/// Reads a log and tells how far it has come, often enough for people and not more.
struct Check<'a> {
    reader: LogReader,
    told: std::time::Duration,
    ticket: Ticket,
    dispatch: &'a Callback<Action>,
    stop: &'a CancellationToken,
}

impl Check<'_> {
    fn push(&mut self, piece: &[u8]) -> Result<(), Checked> {
        if self.stop.is_cancelled() {
            return Err(Checked::Stopped(self.reader.entries()));
        }
        self.reader.push(piece).map_err(Checked::Wrong)?;
        if Browser.now() > self.told + NEWS_EVERY {
            self.told = Browser.now();
            self.dispatch.emit(Action::VerifyWent(self.ticket, self.reader.entries()));
        }
        Ok(())
    }

    fn finish(self) -> Checked {
        match self.reader.finish() {
            Ok(whole) => Checked::Whole(Box::new(whole)),
            Err(finding) => Checked::Wrong(finding),
        }
    }
}

async fn verify(
    services: &Services,
    ticket: Ticket,
    origin: Origin,
    expected: Expected,
    stop: &CancellationToken,
    dispatch: &Callback<Action>,
) -> Checked {
    let reader = match LogReader::new(expected) {
        Ok(reader) => reader,
        Err(finding) => return Checked::Wrong(finding),
    };
    let check = Check { reader, told: Browser.now(), ticket, dispatch, stop };
    match origin {
        Origin::Server { save } => verify_server(services, check, save).await,
        Origin::File => verify_file(check).await,
        Origin::Pasted => verify_pasted(check),
    }
}

async fn verify_server(services: &Services, mut check: Check<'_>, save: bool) -> Checked {
    let vault = match services.vault(EndpointId::ReadAudit) {
        Ok(vault) => vault,
        Err(problem) => return Checked::Failed(problem, 0),
    };
    let (mut ended, kept) = (None, Array::new());
    let stop = check.stop.clone();
    let mut take = |piece: &[u8]| {
        if save {
            kept.push(&Uint8Array::from(piece));
        }
        match check.push(piece) {
            Ok(()) => ControlFlow::Continue(()),
            Err(checked) => {
                ended = Some(checked);
                ControlFlow::Break(())
            }
        }
    };
    let result = stop.unless_cancelled(vault.export_audit(&mut take)).await;
    let entries = check.reader.entries();
    match result {
        Err(_asked) => return Checked::Stopped(entries),
        Ok(Err(problem)) => {
            report(services, Some(&problem));
            return Checked::Failed(problem, entries);
        }
        Ok(Ok(())) => report(services, None),
    }
    let checked = ended.unwrap_or_else(|| check.finish());
    if save && matches!(checked, Checked::Whole(_)) {
        let _ = download_blob(EXPORT_FILE, ReadAudit::LINES, |options| {
            Blob::new_with_u8_array_sequence_and_options(&kept, options)
        });
    }
    checked
}

/// A piece at a time: a file may be larger than what fits into memory twice.
async fn verify_file(mut check: Check<'_>) -> Checked {
    let Some(file) = chosen_file(ids::AUDIT_FILE) else { return Checked::Unread };
    let (mut from, size) = (0.0, file.size());
    while from < size {
        let Ok(piece) = file.slice_with_f64_and_f64(from, from + PIECE) else { return Checked::Unread };
        let Ok(bytes) = JsFuture::from(piece.array_buffer()).await else { return Checked::Unread };
        if let Err(checked) = check.push(&Uint8Array::new(&bytes).to_vec()) {
            return checked;
        }
        from += PIECE;
        // The page is drawn in between.
        Browser.sleep(std::time::Duration::ZERO).await;
    }
    check.finish()
}

/// Who copies the last line seldom gets its line break, too; a line that is cut anywhere else is none.
fn verify_pasted(mut check: Check<'_>) -> Checked {
    let Some(mut text) = pasted_text() else { return Checked::Unread };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    match check.push(text.as_bytes()) {
        Ok(()) => check.finish(),
        Err(checked) => checked,
    }
}
