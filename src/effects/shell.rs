//! What the shell wants done: look whether the server is there, load a part of the page.

use std::future::poll_fn;
use std::mem;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::select;
use latchboard_client::Transport;
use latchboard_client::transport::Browser;
use latchboard_client::{anybody, health};
use latchboard_console::connection;
use latchboard_console::route::Address;
use latchboard_console::shell::{Action, Effect};
use latchboard_texts::Portion;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::base_path::own_server;
use crate::part::{NotLoaded, Part};
use crate::part_props::Draw;
use crate::services::Services;
use crate::{crash, preferences, route};

use super::{early_input, texts};
use crate::clock::now;

pub fn run(effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Connection(effect) => look(effect, dispatch.reform(Action::Connection)),
        Effect::Show(address) => route::show(&address, true),
        Effect::KeepChoice(family, choice) => preferences::keep_place(family, &choice),
        Effect::KeepLabel(host, label) => preferences::keep_label(&host, label),
        // Without its texts nothing changes: a page that says nothing is worse than one in the language before.
        Effect::LoadTexts(language) => spawn_local(async move {
            let [shell, parts] = Portion::ALL.map(|portion| texts::load(language, portion));
            if shell.await && parts.await {
                dispatch.emit(Action::LanguageLoaded(language));
            }
        }),
    }
}

/// Puts what a page shows into its address, as a step that Back takes back or in place of the present one.
pub(super) fn readdress(services: &Services, address: Address, is_step: bool) {
    route::show(&address, is_step);
    services.shell.emit(Action::Readdressed(address));
}

fn look(effect: connection::Effect, dispatch: Callback<connection::Action>) {
    let (ticket, elsewhere) = match effect {
        connection::Effect::Pause(ticket, pause) => {
            return spawn_local(async move {
                Browser.sleep(pause).await;
                dispatch.emit(connection::Action::PauseOver(ticket));
            });
        }
        connection::Effect::Check(ticket) => (ticket, None),
        connection::Effect::CheckElsewhere(ticket, family, base) => (ticket, Some((family, base))),
    };
    spawn_local(async move {
        let result = match elsewhere {
            None => health(&Browser, &own_server()).await,
            Some((family, base)) => anybody(&Browser, &base, family).await,
        };
        dispatch.emit(connection::Action::Checked { ticket, result: result.map(|_| now()) });
    });
}

/// How long the skeleton stands at most while the part of the address is on its way. Longer, and a page with only
/// its frame is better than none; shorter, and everybody sees frame and page come one after the other.
const PART_WITHIN: Duration = Duration::from_millis(100);

/// Draws the page when what its address shows is there, so that it is laid out once.
pub fn begin(shown: Option<Part>, draw: impl FnOnce() + 'static) {
    spawn_local(async move {
        let language = preferences::language();
        if !texts::load(language, Portion::Shell).await {
            return crash::tell_not_loaded();
        }
        // A part brings the texts of the language that the page speaks.
        preferences::speak(language);
        // One that does not arrive is told by the page.
        match shown {
            // Nobody is interrupted while they type.
            Some(part) if early_input::is_possible() => drop(part.load().await),
            Some(part) => {
                select(pin!(part.load()), pin!(Browser.sleep(PART_WITHIN))).await;
            }
            None => {}
        }
        early_input::keep();
        draw();
        if shown.is_some_and(|part| part.arrived().is_some()) {
            // Before the next task of the browser, which may be a key; what Yew does after a drawing may come after that.
            queued_tasks().await;
            early_input::give_back();
        }
    });
}

/// Lets all that waits for its turn by now go on, within the same task of the browser.
async fn queued_tasks() {
    let mut is_later = false;
    poll_fn(|context| {
        if mem::replace(&mut is_later, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Loads a part of the page.
pub fn load(part: Part, loaded: Callback<Result<Draw, NotLoaded>>) {
    spawn_local(async move { loaded.emit(part.load().await) });
}

/// The host that the page came from, as the top bar shows it.
#[must_use]
pub fn page_host() -> String {
    web_sys::window().and_then(|window| window.location().host().ok()).unwrap_or_default()
}

/// Scheme, host and port that the page came from.
#[must_use]
pub fn page_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}
