//! What *Connections* wants done.

use std::rc::Rc;

use latchboard_client::capabilities;
use latchboard_client::transport::Browser;
use latchboard_console::connections::{Action, Diagnosis, Effect};
use latchboard_console::server_choice::ServerChoice;
use latchboard_console::shell;
use latchboard_contract::endpoint::Family;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::base_path::{base_url, own_server};
use crate::services::Services;
use crate::ui::ids;

use super::focus;
use crate::clock::now;

pub fn run(services: &Rc<Services>, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Test(ticket, family, place) => spawn_local(async move {
            let diagnosis = diagnose(family, &place).await;
            dispatch.emit(Action::Tested { ticket, diagnosis, at: now() });
        }),
        Effect::Use(family, place) => services.move_to(family, place),
        Effect::Label(host, label) => services.shell.emit(shell::Action::Labelled(host, label)),
        Effect::Focus(family) => focus(ids::address(family)),
    }
}

async fn diagnose(family: Family, place: &ServerChoice) -> Diagnosis {
    // A vault's gateway refuses who is not signed in with the words for a path that nobody has.
    if *place == ServerChoice::Gateway && is_without_gateway(family).await {
        Diagnosis::NoGateway
    } else {
        Diagnosis::of(&Browser.probe(&base_url(place, family), family).await)
    }
}

/// Whether the page's own server says that it passes calls of a family on to nobody.
async fn is_without_gateway(family: Family) -> bool {
    match capabilities(&Browser, &own_server()).await {
        Ok(Some(offered)) => match family {
            Family::LocationHistory => offered.upstreams.location_history.is_none(),
            Family::Vault => offered.upstreams.mysafe.is_none(),
        },
        // It does not say.
        Ok(None) | Err(_) => false,
    }
}
