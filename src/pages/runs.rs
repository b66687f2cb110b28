//! What the vault's part has beside its list: bulk runs and the response to a leak, which outlive their pages.

use std::rc::Rc;

use latchboard_console::api_secrets::{ApiSecretsPage, Learned, Selected, Session, State, Target};
use latchboard_console::bulk::{self, BulkPage, Named, Plan, Scope};
use latchboard_console::leak::{self, LeakPage};
use yew::prelude::*;

use crate::route::Route;
use crate::services::Services;

use super::bulk::{bulk_page, bulk_strip, confirm_dialog, use_bulk};
use super::leak::{leak_page, use_leak};

/// The models and their ears.
pub(super) struct Runs {
    services: Rc<Services>,
    bulk: (Rc<BulkPage>, Callback<bulk::Action>),
    leak: (Rc<LeakPage>, Callback<leak::Action>),
    client_id: String,
    list: Rc<ApiSecretsPage>,
}

/// Keeps them for as long as the part lives. What they prove is told to `learned`.
#[hook]
pub(super) fn use_runs(
    services: &Rc<Services>,
    learned: &Callback<Vec<Learned>>,
    list: &Rc<ApiSecretsPage>,
) -> Runs {
    let client_id = match &list.session {
        Session::SignedIn(client_id) => client_id.clone(),
        Session::SignedOut(_) | Session::SigningIn(_) => String::new(),
    };
    let bulk = use_bulk(services, learned);
    let leak = use_leak(services, learned, !client_id.is_empty());
    {
        // A run that has begun is watched, wherever it was asked for.
        let open = services.open.clone();
        let began = bulk.0.run.as_ref().map(|run| run.began);
        use_effect_with(began, move |began| {
            if began.is_some() {
                open.emit(Route::Bulk);
            }
        });
    }
    Runs { services: services.clone(), bulk, leak, client_id, list: list.clone() }
}

impl Runs {
    /// Where the list asks whether these shall be switched.
    pub(super) fn ask(&self) -> Callback<(State, Vec<Target>)> {
        let (list, bulk, open) = (self.list.clone(), self.bulk.clone(), self.services.open.clone());
        Callback::from(move |(state, targets): (State, Vec<Target>)| {
            let (model, dispatch) = &bulk;
            // One at a time; who wants another one sees why there is none.
            if model.asks_before_leaving() {
                return open.emit(Route::Bulk);
            }
            let scope = match list.shown.selected() {
                Selected { all_matches: true, hidden: 0, .. } => Scope::Matches,
                Selected { page: true, hidden: 0, .. } => Scope::Page,
                _ => Scope::Selected,
            };
            dispatch.emit(bulk::Action::Asked(Plan::new(state, scope, targets.into_iter().map(Named::from))));
        })
    }

    /// The page of the last run.
    pub(super) fn bulk_page(&self) -> Html {
        bulk_page(&self.bulk.0, &self.bulk.1, &self.services, &self.client_id)
    }

    /// A line about the last run, and the way to it.
    pub(super) fn strip(&self) -> Html {
        bulk_strip(&self.bulk.0, &self.services.open)
    }

    /// The page of the response to a leak; `sign_in` is the form for it, while nobody is.
    pub(super) fn leak_page(&self, sign_in: Option<Html>) -> Html {
        leak_page(&self.leak.0, &self.leak.1, &self.services, sign_in)
    }

    /// The question before a run, on whatever page.
    pub(super) fn dialog(&self) -> Html {
        confirm_dialog(&self.bulk.0, &self.bulk.1)
    }
}
