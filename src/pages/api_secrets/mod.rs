//! *API secrets*: sign in to the vault, list, create, edit, switch on and off.

mod details;
mod filters;
mod form;
mod list;

use std::rc::Rc;

use gloo_events::EventListener;
use latchboard_console::OutcomeKind;
use latchboard_console::api_secrets::{
    Action, ApiSecretsPage, Attempt, Blocked, Effect, Hold, Message, Session, SignInField, State,
};
use latchboard_console::bulk::BulkPage;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::catalogue;
use latchboard_contract::validate::Identifier;
use latchboard_texts::Text;
use yew::prelude::*;

use crate::effects;
use crate::i18n::Here;
use crate::pages::bulk::bulk_strip;
use crate::pages::leak::leak_head;
use crate::pages::runs::use_runs;
use crate::part::Part;
use crate::part_props::PartProps;
use crate::route::Route;
use crate::store::{use_keeper, use_store};
use crate::ui::{
    Button, ButtonKind, Dialog, Field, Open, OutcomePanel, SecretField, Symbol, clock, icon, ids, link,
    page_head, problem_panel, problem_panel_offering,
};
use latchboard_texts::{api_secrets as texts, common, shell};

/// The part that has this page.
#[component]
pub fn VaultPart(props: &PartProps) -> Html {
    // The list asks for runs, and runs tell the list what they prove: one of the two comes first.
    let on_bulk = use_mut_ref(Callback::noop);
    let run = {
        let (services, latest) =
            (props.services.clone(), use_memo((), |()| effects::api_secrets::Latest::default()));
        let on_bulk = on_bulk.clone();
        use_callback((), move |(effect, dispatch): (Rc<_>, _), ()| {
            if let Effect::Bulk(state, targets) = &*effect {
                on_bulk.borrow().emit((*state, targets.clone()));
            }
            effects::api_secrets::run(&services, &latest, &effect, dispatch);
        })
    };
    let (model, dispatch) = use_store(ApiSecretsPage::default, run);
    use_keeper(&props.services, &model, ApiSecretsPage::secrets);
    let runs = use_runs(&props.services, &dispatch, &model, props.address.route);
    on_bulk.replace(runs.ask());
    let row_height = use_state_eq(|| list::USUAL_ROW_HEIGHT);
    let is_shown = props.address.route == Route::ApiSecrets;
    {
        let (dispatch, was_shown) = (dispatch.clone(), use_mut_ref(|| false));
        use_effect_with((is_shown, props.address.query.clone()), move |(is_shown, query)| {
            let was_shown = was_shown.replace(*is_shown);
            match (is_shown, query.is_empty()) {
                (false, _) if was_shown => dispatch.emit(Action::Left),
                (false, _) => {}
                // A link that asks for nothing shall not undo what was asked for before.
                (true, true) if !was_shown => dispatch.emit(Action::Returned),
                (true, _) => dispatch.emit(Action::Addressed(query.to_string())),
            }
        });
    }
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let document = web_sys::window().and_then(|window| window.document());
            let listener = document.map(|document| {
                let seen = document.clone();
                EventListener::new(&document, "visibilitychange", move |_| {
                    if seen.hidden() {
                        dispatch.emit(Action::Hidden);
                    }
                })
            });
            move || drop(listener)
        });
    }
    {
        // What is in sight depends on the window, and on the size of the letters.
        let (dispatch, row_height) = (dispatch.clone(), row_height.clone());
        use_effect(move || {
            if let Some((height, first, visible)) = list::measured() {
                row_height.set(height);
                dispatch.emit(Action::Scrolled(first, visible));
            }
        });
    }
    let signed_in = matches!(model.session, Session::SignedIn(_));
    let form = || (!signed_in).then(|| sign_in(&model, &dispatch));
    let page = match props.address.route {
        Route::ApiSecrets => api_secrets(&model, &dispatch, *row_height, runs.strip(), &props.services.open),
        Route::Bulk => runs.bulk_page(form()),
        Route::Leak => runs.leak_page(form()),
        _ => Html::default(),
    };
    let asks_again = model.signs_in_again && props.address.route.part() == Some(Part::Vault);
    html! { <>{ page }{ runs.dialog() }if asks_again { { sign_in_again(&model, &dispatch) } }</> }
}

/// What stands at an address of this part before the program does: the form to sign in with.
#[must_use]
pub fn prerendered(route: Route) -> Option<Html> {
    let (model, dispatch) = (Rc::new(ApiSecretsPage::default()), Callback::noop());
    match route {
        Route::ApiSecrets => {
            let strip = bulk_strip(&BulkPage::default(), &Callback::noop());
            Some(api_secrets(&model, &dispatch, list::USUAL_ROW_HEIGHT, strip, &Callback::noop()))
        }
        Route::Leak => {
            Some(html! { <div class="page page--wide">{ leak_head(Some(sign_in(&model, &dispatch))) }</div> })
        }
        _ => None,
    }
}

fn api_secrets(
    model: &Rc<ApiSecretsPage>,
    dispatch: &Callback<Action>,
    row_height: f64,
    strip: Html,
    open: &Open,
) -> Html {
    html! {
        <div class="page page--wide">
            <div class="page__top">
                { page_head(shell::API_SECRETS.here(), texts::LEAD.here()) }
                if let Session::SignedIn(key) = &model.session { { session(&key.client_id, dispatch) } }
            </div>
            { strip }
            { match &model.session {
                Session::SignedIn(_) => signed_in(model, dispatch, row_height, open),
                Session::SignedOut => sign_in(model, dispatch),
            } }
            if let Some(form) = &model.create { { form::dialog(model, form, dispatch) } }
            if let Some(details) = &model.details { { details::dialog(model, details, dispatch) } }
        </div>
    }
}

fn sign_in(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            <form class="card form" novalidate=true onsubmit={submit(dispatch, || Action::SignInAsked)}>
                <h2 class="card__title">{ texts::SIGN_IN_TITLE.here() }</h2>
                <p class="field__hint">{ texts::SIGN_IN_HINT.here() }</p>
                { sign_in_fields(model, dispatch) }
                <div class="form__actions">{ sign_in_button(model) }</div>
            </form>
            { not_signed_in(model) }
        </>
    }
}

/// The same above a page that waits: nothing of it is lost with the token.
fn sign_in_again(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    let close = dispatch.reform(|()| Action::SignInAgainClosed);
    html! {
        <Dialog labelled_by="sign-in-again" onescape={close.clone()}>
            <form class="form" novalidate=true onsubmit={submit(dispatch, || Action::SignInAsked)}>
                <h2 id="sign-in-again">{ texts::AGAIN_TITLE.here() }</h2>
                <p class="field__hint">{ texts::AGAIN_HINT.here() }</p>
                { sign_in_fields(model, dispatch) }
                { not_signed_in(model) }
                <div class="dialog__actions">
                    { sign_in_button(model) }
                    <Button {busy} onclick={close}>{ texts::CANCEL.here() }</Button>
                </div>
            </form>
        </Dialog>
    }
}

fn sign_in_fields(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    let edit = |field| dispatch.reform(move |text: String| Action::SignInEdited(field, Secret::new(text)));
    let fault = |field| model.sign_in_fault(field).map(|_| AttrValue::Static(texts::NEEDED.here()));
    let (id, secret, tenant) = (SignInField::ClientId, SignInField::ClientSecret, SignInField::Tenant);
    html! {
        <>
            <Field id={ids::sign_in_field(id)} label={texts::CLIENT_ID.here()} required=true readonly={busy}
                value={model.sign_in.client_id.clone()} oninput={edit(id)} fault={fault(id)} />
            <SecretField id={ids::sign_in_field(secret)} label={texts::CLIENT_SECRET.here()} readonly={busy}
                value={model.sign_in.client_secret.clone()} fault={fault(secret)}
                oninput={dispatch.reform(move |text| Action::SignInEdited(secret, text))} />
            <Field id={ids::sign_in_field(tenant)} label={texts::TENANT.here()} readonly={busy}
                hint={texts::TENANT_HINT.here()}
                value={model.sign_in.tenant.clone()} oninput={edit(tenant)} />
        </>
    }
}

fn sign_in_button(model: &ApiSecretsPage) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    html! {
        <Button kind={ButtonKind::Primary} submit=true {busy} progress={texts::SIGNING_IN.here()}>{ texts::SIGN_IN.here() }</Button>
    }
}

/// Why the last attempt failed. The form's own button is the way to try again.
fn not_signed_in(model: &ApiSecretsPage) -> Html {
    html! {
        <div class="result" role="status">
            if let Attempt::Typing(Some(problem)) = &model.attempt {
                { problem_panel_offering(texts::NOT_SIGNED_IN.here(), problem, None, &Callback::noop()) }
            }
        </div>
    }
}

/// Who is signed in, and the way out.
fn session(client_id: &str, dispatch: &Callback<Action>) -> Html {
    html! {
        <div class="toolbar__session">
            <span>{ texts::SIGNED_IN_AS.here() }{ " " }<code>{ client_id.to_owned() }</code></span>
            <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(|()| Action::SignOutAsked)}>{ texts::SIGN_OUT.here() }</Button>
        </div>
    }
}

fn signed_in(model: &Rc<ApiSecretsPage>, dispatch: &Callback<Action>, row_height: f64, open: &Open) -> Html {
    html! {
        <>
            <div class="toolbar">
                { filters::search_box(model, dispatch) }
                <Button icon={Symbol::Refresh} busy={model.list.pending.is_some()} onclick={dispatch.reform(|()| Action::RefreshAsked)}>
                    { texts::REFRESH.here() }
                </Button>
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.reform(|()| Action::CreateOpened)}>
                    { texts::NEW.here() }
                </Button>
            </div>
            { filters::filters(model, dispatch) }
            { leaked(open) }
            <div class="result" role="status">
                if model.list.data.is_none() { { not_loaded(model, dispatch) } }
            </div>
            { messages(model, dispatch) }
            { list::list(model, dispatch, row_height) }
            { by_identifier(model, dispatch) }
        </>
    }
}

/// Whoever pastes a leaked value into the search finds nothing, and should not go away with that.
fn leaked(open: &Open) -> Html {
    html! {
        <p class="note">
            <span>{ link(Route::Leak, false, "", open, texts::LEAKED.here().into()) }{ " " }{ texts::LEAKED_HOW.here() }</span>
        </p>
    }
}

fn not_loaded(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let onremedy = dispatch.reform(|action| Action::RemedyChosen(action, None));
    html! {
        if let Some(problem) = &model.list.error {
            { problem_panel(texts::NOT_LOADED.here(), problem, &onremedy) }
        }
    }
}

/// What answers have to say lies over the page: nothing moves while a press is on its way to a row.
fn messages(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let point =
        |is_held| dispatch.reform(move |_: PointerEvent| Action::MessagesHeld(Hold::Pointer, is_held));
    let focus = |is_held| dispatch.reform(move |_: FocusEvent| Action::MessagesHeld(Hold::Focus, is_held));
    let message = |message: &Message| {
        let (key, message) = match message {
            Message::Switched(identifier) => (identifier.as_str(), switched(model, dispatch, identifier)),
            Message::Written => ("written", written(model, dispatch)),
            Message::Blocked => ("blocked", blocked(model, dispatch)),
            Message::NotLoaded => {
                ("not-loaded", dismissable(not_loaded(model, dispatch), Message::NotLoaded, dispatch))
            }
        };
        html! { <div key={key} class="message">{ message }</div> }
    };
    html! {
        <div class="messages" role="status" aria-atomic="false" onpointerover={point(true)} onpointerout={point(false)}
            onfocusin={focus(true)} onfocusout={focus(false)}>
            { for model.messages().map(message) }
        </div>
    }
}

fn dismissable(text: Html, message: Message, dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(move |()| Action::MessageDismissed(message.clone()));
    html! {
        <>
            { text }
            <div class="outcome__actions"><Button kind={ButtonKind::Quiet} {onclick}>{ common::DISMISS.here() }</Button></div>
        </>
    }
}

fn note(text: String) -> Html {
    html! { <p class="note">{ icon(Symbol::Check) }{ text }</p> }
}

/// What was stored last; a share that failed is no part of “all went well”.
fn written(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let Some(written) = &model.created else { return Html::default() };
    let stored = &written.stored;
    let (name, identifier) = (&*stored.name, &*stored.identifier);
    let text = if written.is_new {
        texts::Stored { name, identifier }.here()
    } else {
        texts::Changed { name, identifier }.here()
    };
    let text = html! {
        <>
            { note(text) }
            if !stored.shared_error.is_empty() {
                <div class="callout">
                    { icon(Symbol::Warning) }
                    <p>{ texts::NOT_SHARED.here() }{ " " }<q>{ stored.shared_error.join("; ") }</q></p>
                </div>
            }
        </>
    };
    dismissable(text, Message::Written, dispatch)
}

/// Why nothing was sent.
fn blocked(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let Some((identifier, blocked)) = &model.blocked else { return Html::default() };
    let name = model.view.listed(identifier).map_or("", |row| &row.name);
    let text = html! {
        <p class="note">
            { icon(Symbol::Dash) }
            <span><strong>{ texts::Blocked { name }.here() }</strong>{ " " }{ why(*blocked).here() }</span>
        </p>
    };
    dismissable(text, Message::Blocked, dispatch)
}

/// What the list says against it.
const fn why(blocked: Blocked) -> Text {
    match blocked {
        Blocked::NoView => texts::NO_VIEW,
        Blocked::NoEdit => texts::NO_EDIT,
    }
}

/// What became of the switch of a row: in one line with the way back if all is well, else with all that there is to say.
fn switched(model: &ApiSecretsPage, dispatch: &Callback<Action>, identifier: &Identifier) -> Html {
    let Some((state, outcome)) = model.outcome(identifier) else { return Html::default() };
    let name = model.view.listed(identifier).map_or(identifier.as_str(), |row| &row.name);
    let (id, time) = (identifier.as_str(), &*clock(outcome.at));
    let what = match (outcome.kind, state) {
        (OutcomeKind::AlreadySo, State::Active) => texts::WasActive { name, identifier: id, time }.here(),
        (OutcomeKind::AlreadySo, State::Inactive) => texts::WasInactive { name, identifier: id, time }.here(),
        (OutcomeKind::Done, State::Active) => texts::NowActive { name, identifier: id, time }.here(),
        (OutcomeKind::Done, State::Inactive) => texts::NowInactive { name, identifier: id, time }.here(),
        (OutcomeKind::Refused | OutcomeKind::NotAttempted | OutcomeKind::Unknown, _) => {
            return switch_outcome(model, dispatch, identifier, name);
        }
    };
    let (for_undo, for_dismiss) = (identifier.clone(), identifier.clone());
    html! {
        <>
            { note(what) }
            <div class="outcome__actions">
                if model.can_undo(identifier) {
                    <Button label={texts::UndoOf { name, identifier: identifier.as_str() }.here()}
                        onclick={dispatch.reform(move |()| Action::UndoAsked(for_undo.clone()))}>{ texts::UNDO.here() }</Button>
                }
                <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(move |()| Action::OutcomeDismissed(for_dismiss.clone()))}>
                    { common::DISMISS.here() }
                </Button>
            </div>
        </>
    }
}

const fn verb(state: State) -> Text {
    match state {
        State::Active => texts::ACTIVATE,
        State::Inactive => texts::DEACTIVATE,
    }
}

/// What became of a switch.
fn switch_outcome(
    model: &ApiSecretsPage,
    dispatch: &Callback<Action>,
    identifier: &Identifier,
    name: &str,
) -> Html {
    let Some((state, outcome)) = model.outcome(identifier) else { return Html::default() };
    let (for_remedy, for_dismiss) = (identifier.clone(), identifier.clone());
    html! {
        <OutcomePanel key={identifier.as_str()} outcome={outcome.clone()} subject={texts::VerbOf { verb: verb(*state).here(), name }.here()}
            onremedy={dispatch.reform(move |action| Action::RemedyChosen(action, Some(for_remedy.clone())))}
            ondismiss={dispatch.reform(move |()| Action::OutcomeDismissed(for_dismiss.clone()))}>
            if let Some(problem) = &outcome.again { { form::still_unknown(problem, dispatch) } }
        </OutcomePanel>
    }
}

fn by_identifier(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let fault = match &model.by_identifier {
        Some(Err(code)) => {
            let entry = catalogue::entry(*code, EndpointId::Deactivate);
            Some(AttrValue::from([entry.cause.here(), entry.remedy.here()].join(" ")))
        }
        _ => None,
    };
    let switched = model.by_identifier.as_ref().and_then(|by| by.as_ref().ok());
    let busy = switched.is_some_and(|identifier| model.switching(identifier).is_some());
    let switch = |state, word: Text| {
        html! {
            <Button {busy} onclick={dispatch.reform(move |()| Action::SwitchByIdentifierAsked(state))}>{ word.here() }</Button>
        }
    };
    html! {
        <section class="card form" aria-labelledby="by-identifier-title">
            <h2 class="card__title" id="by-identifier-title">{ texts::BY_ID_TITLE.here() }</h2>
            <Field id={ids::IDENTIFIER} label={texts::IDENTIFIER.here()} inputmode="numeric" required=true
                hint={texts::IDENTIFIER_HINT.here()}
                value={model.identifier.clone()} oninput={dispatch.reform(Action::IdentifierEdited)} {fault} readonly={busy} />
            <div class="form__actions">
                { switch(State::Inactive, texts::DEACTIVATE_BY_ID) }
                { switch(State::Active, texts::ACTIVATE_BY_ID) }
            </div>
            <div class="result" role="status">
                if let Some(identifier) = switched {
                    { switch_outcome(model, dispatch, identifier, &texts::ById { identifier: identifier.as_str() }.here()) }
                }
            </div>
        </section>
    }
}

fn submit(dispatch: &Callback<Action>, action: fn() -> Action) -> Callback<SubmitEvent> {
    dispatch.reform(move |event: SubmitEvent| {
        event.prevent_default();
        action()
    })
}
