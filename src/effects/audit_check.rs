//! What verifying an audit log wants done: reading it, from the server, a file or a field, a piece at a time.

use std::ops::ControlFlow;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use latchboard_client::transport::Browser;
use latchboard_client::{CancellationToken, Transport};
use latchboard_console::Ticket;
use latchboard_console::activity::check::{Action, Effect};
use latchboard_console::activity::{Checked, Origin};
use latchboard_console::audit_check::{Expected, LogReader, ends};
use latchboard_console::journal::{Entry, Target};
use latchboard_contract::endpoint::{EndpointId, ReadAudit};
use latchboard_contract::error::Problem;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlInputElement, HtmlTextAreaElement};
use yew::Callback;

use crate::clock::now;
use crate::services::Services;
use crate::ui::ids;

use super::bulk::NEWS_EVERY;
use super::{download, download_blob};

/// Bytes of a file that are read at a time.
const PIECE: f64 = 1_048_576.0;
/// The names of the files that are saved.
const EXPORT_FILE: &str = "latchboard-audit.jsonl";
const CHECKPOINT_FILE: &str = "latchboard-audit.checkpoint";

pub(super) fn run(services: &Rc<Services>, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::ReadCheckpoint => spawn_local(async move {
            dispatch.emit(Action::CheckpointTyped(chosen_checkpoint().await));
        }),
        Effect::Verify(ticket, origin, expected, stop) => {
            let services = services.clone();
            spawn_local(async move {
                let checked = verify(&services, ticket, origin, expected, &stop, &dispatch).await;
                dispatch.emit(Action::Verified(ticket, checked));
            });
        }
        Effect::StopVerifying(stop) => stop.cancel(),
        // A browser that takes no file shows that itself.
        Effect::SaveCheckpoint(text) => drop(download(CHECKPOINT_FILE, ReadAudit::LINES, &text)),
    }
}

async fn chosen_checkpoint() -> String {
    let text = match chosen_file(ids::AUDIT_CHECKPOINT_FILE) {
        Some(file) => JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()),
        None => None,
    };
    // One that cannot be read is none, which is said when it is held against a log.
    ends(&text.unwrap_or_else(|| "?".to_owned()))
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

/// Reads of the log are in the log of this browser, too.
pub(super) fn report(services: &Services, problem: Option<&Problem>) {
    services.report(Entry::asked(EndpointId::ReadAudit, Target::Vault, problem, now()));
}
