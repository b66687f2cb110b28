//! What the shell wants done: look whether the server is there, load a part of the page.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::select;
use latchboard_client::Transport;
use latchboard_client::transport::Browser;
use latchboard_client::{anybody, health};
use latchboard_console::connection;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::base_path::own_server;
use crate::part::{NotLoaded, Part};
use crate::part_props::Draw;
use crate::{crash, preferences};

use super::{early_input, now, texts};

/// Carries out an effect of the connection.
pub fn connection(effect: &connection::Effect, dispatch: Callback<connection::Action>) {
    let (ticket, elsewhere) = match effect {
        connection::Effect::Pause(ticket, pause) => {
            let (ticket, pause) = (*ticket, *pause);
            return spawn_local(async move {
                Browser.sleep(pause).await;
                dispatch.emit(connection::Action::PauseOver(ticket));
            });
        }
        connection::Effect::Check(ticket) => (*ticket, None),
        connection::Effect::CheckElsewhere(ticket, family, base) => (*ticket, Some((*family, base.clone()))),
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
        if !texts::load(preferences::language()).await {
            return crash::tell_not_loaded();
        }
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
    });
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
