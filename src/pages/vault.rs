//! The part behind the vault's sign-in: *API secrets*, bulk runs and *Leak response*, with one model.

use std::rc::Rc;

use gloo_events::EventListener;
use latchboard_console::api_secrets::{DetailsAction, ListAction};
use latchboard_console::bulk::{BulkPage, Scope};
use latchboard_console::kept_runs::Kept;
use latchboard_console::palette;
use latchboard_console::route::Route;
use latchboard_console::shell;
use latchboard_console::sign_in;
use latchboard_console::vault::{Action, Effect, VaultModel};
use latchboard_contract::endpoint::Family;
use yew::prelude::*;

use crate::effects;
use crate::effects::context::Context;
use crate::i18n::language;
use crate::part::Part;
use crate::part_props::PartProps;
use crate::services::{Names, Services, use_busy};
use crate::store::{Dispatch, use_keeper, use_store};
use crate::ui::{Open, use_guard, use_minutes};

use super::api_secrets::{USUAL_ROW_HEIGHT, api_secrets, measured};
use super::bulk::{bulk_page, bulk_strip, confirm_dialog};
use super::kept_runs::{kept_note, kept_runs};
use super::leak::{leak_head, leak_page};
use super::palette::CommandPalette;
use super::sign_in::{sign_in as sign_in_form, sign_in_above};

#[component]
pub fn VaultPart(props: &PartProps) -> Html {
    use_minutes();
    let services = &props.services;
    let route = props.address.route;
    let run = {
        let (services, context) = (services.clone(), use_mut_ref(|| None::<Rc<Context>>));
        use_callback((), move |(effect, dispatch): (Effect, Callback<Action>), ()| {
            let begin = || Rc::new(Context::new(services.clone(), &dispatch));
            let context = context.borrow_mut().get_or_insert_with(begin).clone();
            effects::vault::run(&context, effect, &dispatch);
        })
    };
    let begin = {
        let services = services.clone();
        move || VaultModel::new(effects::bulk::server(&services).into())
    };
    let (model, dispatch) = use_store(begin, run);
    use_keeper(services, &model, VaultModel::secrets);
    use_guard(model.asks_before_leaving());
    use_busy(services, Family::Vault, model.busy());
    {
        let tell = services.shell.reform(shell::Action::RunTold);
        let gone = tell.clone();
        use_effect_with(model.news(), move |news| tell.emit(*news));
        // With the part its runs are gone.
        use_effect_with((), move |()| move || gone.emit(None));
    }
    {
        let tell = services.shell.reform(shell::Action::CountsTold);
        let gone = tell.clone();
        use_effect_with(model.counts(), move |counts| tell.emit(*counts));
        use_effect_with((), move |()| move || gone.emit(None));
    }
    {
        let dispatch = dispatch.clone();
        use_effect_with(props.address.clone(), move |address| {
            dispatch.emit(Action::Shown(address.route, address.query.to_string()));
        });
    }
    {
        let tell = services.shell.reform(shell::Action::SignedInTold);
        let gone = tell.clone();
        let client_id: Option<Rc<str>> = model.sign_in.session.key().map(|key| key.client_id.as_str().into());
        use_effect_with(client_id, move |client_id| tell.emit(client_id.clone()));
        use_effect_with((), move |()| move || gone.emit(None));
    }
    {
        let (tell, gone) = (services.clone(), services.clone());
        let rows = model.page.list.data.clone();
        use_effect_with(rows.as_ref().map(Rc::as_ptr), move |_| {
            tell.tell_names(rows.map(|rows| {
                let named = rows.clone();
                let name = move |identifier: &str| Some(rows.get(rows.find(identifier)?)?.name.clone());
                Names { name: Box::new(name), number: Box::new(move |name| named.only_one_named(name)) }
            }));
        });
        use_effect_with((), move |()| move || gone.tell_names(None));
    }
    use_asked(props.asked.palettes, &dispatch, || palette::Action::Asked(language()));
    use_asked(props.asked.sign_ins_anew, &dispatch, || sign_in::Action::Expired);
    use_asked(props.asked.sign_ins, &dispatch, || sign_in::Action::AboveAsked);
    use_asked(props.asked.sign_outs, &dispatch, || sign_in::Action::SignOutAsked);
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let document = web_sys::window().and_then(|window| window.document());
            let listener = document.map(|document| {
                let seen = document.clone();
                EventListener::new(&document, "visibilitychange", move |_| {
                    if seen.hidden() {
                        dispatch.emit(DetailsAction::Hidden.into());
                    }
                })
            });
            move || drop(listener)
        });
    }
    let row_height = use_state_eq(|| USUAL_ROW_HEIGHT);
    {
        // What is in sight depends on the window, and on the size of the letters.
        let (dispatch, row_height) = (dispatch.clone(), row_height.clone());
        use_effect(move || {
            if let Some((height, first, visible)) = measured() {
                row_height.set(height);
                dispatch.emit(ListAction::Scrolled(first, visible).into());
            }
        });
    }
    let on_sign_in = dispatch.reform(Action::SignIn);
    // Who is signed in does not see it over pages that do without; who is not has it in the pages of this part.
    let is_own = Part::of(route) == Some(Part::Vault);
    let is_above = model.sign_in.is_above && is_own == model.sign_in.session.key().is_some();
    html! {
        <>
            { page(route, &model, &dispatch, *row_height, services) }
            { confirm_dialog(&model.bulk, &dispatch.reform(Action::Bulk)) }
            if model.palette.is_open { <CommandPalette palette={model.palette.clone()} dispatch={dispatch.reform(Action::Palette)} /> }
            if is_above { { sign_in_above(&model.sign_in, &on_sign_in) } }
        </>
    }
}

/// Does what was asked for in the shell, each time that it was.
#[hook]
fn use_asked<A: Into<Action> + 'static>(count: u32, dispatch: &Callback<Action>, action: fn() -> A) {
    let dispatch = dispatch.clone();
    use_effect_with(count, move |count| {
        if *count > 0 {
            dispatch.emit(action().into());
        }
    });
}

fn page(
    route: Route,
    model: &Rc<VaultModel>,
    dispatch: &Callback<Action>,
    row_height: f64,
    services: &Services,
) -> Html {
    let on_kept = dispatch.reform(Action::Kept);
    let kept = |takes: fn(&Kept) -> bool| kept_runs(&model.kept, &on_kept, !model.is_running(), takes);
    let again = dispatch.sends(|()| sign_in::Action::AgainAsked);
    let form = || {
        let is_signed_out = model.sign_in.session.key().is_none();
        is_signed_out.then(|| sign_in_form(&model.sign_in, &dispatch.reform(Action::SignIn)))
    };
    match route {
        Route::ApiSecrets => {
            api_secrets(model, dispatch, row_height, strip(model, &services.open), &services.open)
        }
        Route::Bulk => {
            let has_any = !model.kept.runs.is_empty() || model.kept.is_gone;
            let kept = has_any.then(|| kept(|_| true));
            bulk_page(&model.bulk, &dispatch.reform(Action::Bulk), services, &again, form(), kept)
        }
        Route::Leak => {
            let is_leak = |kept: &Kept| kept.scope == Scope::Leaked;
            let has_any = model.kept.runs.iter().any(is_leak);
            let kept = if has_any { kept(is_leak) } else { Html::default() };
            leak_page(&model.leak, &dispatch.reform(Action::Leak), services, &again, form(), kept)
        }
        Route::Home
        | Route::AdminKey { .. }
        | Route::Errors
        | Route::Error { .. }
        | Route::Connections
        | Route::Activity
        | Route::SelfTest
        | Route::NotFound => Html::default(),
    }
}

/// A line about the last run, and the way to it.
fn strip(model: &VaultModel, open: &Open) -> Html {
    html! { <>{ bulk_strip(&model.bulk, open) }{ kept_note(&model.kept, open) }</> }
}

/// What stands at an address of this part before the program does: the form to sign in with.
#[must_use]
pub fn prerendered(route: Route) -> Option<Html> {
    let model = Rc::new(VaultModel::new("".into()));
    match route {
        Route::ApiSecrets => {
            let strip = bulk_strip(&BulkPage::default(), &Callback::noop());
            Some(api_secrets(&model, &Callback::noop(), USUAL_ROW_HEIGHT, strip, &Callback::noop()))
        }
        Route::Leak => {
            let form = sign_in_form(&model.sign_in, &Callback::noop());
            Some(html! { <div class="page page--wide">{ leak_head(Some(form)) }</div> })
        }
        Route::Home
        | Route::AdminKey { .. }
        | Route::Bulk
        | Route::Errors
        | Route::Error { .. }
        | Route::Connections
        | Route::Activity
        | Route::SelfTest
        | Route::NotFound => None,
    }
}
