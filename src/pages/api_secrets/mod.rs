//! *API secrets*: list, create, edit, switch on and off.

mod columns;
mod details;
mod filters;
mod form;
mod list;
mod row_menu;
mod view_menu;

use std::rc::Rc;

use latchboard_console::OutcomeKind;
use latchboard_console::api_secrets::{
    ApiSecretsPage, Blocked, FormAction, Hold, ListAction, Message, MessageAction, State, SwitchAction,
};
use latchboard_console::sign_in::Session;
use latchboard_console::vault::{Action, VaultModel};
use latchboard_contract::endpoint::ApiSecretText;
use latchboard_contract::validate::Identifier;
use latchboard_texts::Text;
use latchboard_texts::{api_secrets as texts, common, shell};
use yew::prelude::*;

use crate::i18n::Here;
use crate::pages::sign_in::sign_in;
use crate::store::Dispatch;
use crate::ui::{
    Button, ButtonKind, Dialog, Open, OutcomePanel, Symbol, clock, icon, page_head, problem_panel,
};

pub(super) use list::{USUAL_ROW_HEIGHT, measured};

/// The page; `strip` is a line about the last run.
pub(super) fn api_secrets(
    vault: &Rc<VaultModel>,
    dispatch: &Callback<Action>,
    row_height: f64,
    strip: Html,
    open: &Open,
) -> Html {
    let (model, on_sign_in) = (&vault.page, dispatch.reform(Action::SignIn));
    // The rows need the room, and who sees them knows what the page is for.
    let lead = match vault.sign_in.session {
        Session::SignedIn(_) => "",
        Session::SignedOut => texts::LEAD.here(),
    };
    html! {
        <div class="page page--wide page--list">
            { page_head(shell::API_SECRETS.here(), lead) }
            { strip }
            { match &vault.sign_in.session {
                Session::SignedIn(_) => signed_in(vault, dispatch, row_height, open),
                Session::SignedOut => sign_in(&vault.sign_in, &on_sign_in),
            } }
            if let Some(form) = &model.create { { form::dialog(model, form, dispatch) } }
            if let Some(identifier) = &model.exposed_asked { { exposed_dialog(model, identifier, dispatch) } }
        </div>
    }
}

/// Before one whose value leaked is switched on.
fn exposed_dialog(model: &ApiSecretsPage, identifier: &Identifier, dispatch: &Callback<Action>) -> Html {
    let name = model.name(identifier);
    let no = dispatch.sends(|()| SwitchAction::ExposedAnswered(false));
    html! {
        <Dialog labelled_by="exposed-title" onescape={no.clone()}>
            <h2 id="exposed-title">{ texts::ExposedTitle { name }.here() }</h2>
            <div class="callout">{ icon(Symbol::Warning) }<p>{ texts::EXPOSED_WHY.here() }</p></div>
            <div class="dialog__actions">
                <Button onclick={no}>{ texts::EXPOSED_NO.here() }</Button>
                <Button kind={ButtonKind::Danger} onclick={dispatch.sends(|()| SwitchAction::ExposedAnswered(true))}>{ texts::EXPOSED_YES.here() }</Button>
            </div>
        </Dialog>
    }
}

fn signed_in(vault: &Rc<VaultModel>, dispatch: &Callback<Action>, row_height: f64, open: &Open) -> Html {
    let model = &vault.page;
    html! {
        <>
            <div class="toolbar">
                { filters::search_box(model, dispatch) }
                <Button icon={Symbol::Refresh} busy={model.list.pending.is_some()} onclick={dispatch.sends(|()| ListAction::RefreshAsked)}>
                    { texts::REFRESH.here() }
                </Button>
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.sends(|()| FormAction::CreateOpened)}>
                    { texts::NEW.here() }
                </Button>
            </div>
            { filters::filters(model, dispatch) }
            <div class="result" role="status">
                if model.list.data.is_none() { { not_loaded(model, dispatch) } }
            </div>
            { messages(model, dispatch) }
            <div class="split">
                { list::list(vault, dispatch, row_height, open) }
                if let Some(details) = &model.details { { details::panel(model, details, dispatch) } }
            </div>
        </>
    }
}

fn not_loaded(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let onremedy = dispatch.sends(|action| Action::RemedyChosen(action, None));
    html! {
        if let Some(problem) = &model.list.error {
            { problem_panel(texts::NOT_LOADED.here(), problem, &onremedy) }
        }
    }
}

/// What answers have to say lies over the page: nothing moves while a press is on its way to a row.
fn messages(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let point =
        |is_held| dispatch.sends(move |_: PointerEvent| MessageAction::MessagesHeld(Hold::Pointer, is_held));
    let focus =
        |is_held| dispatch.sends(move |_: FocusEvent| MessageAction::MessagesHeld(Hold::Focus, is_held));
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
    let onclick = dispatch.sends(move |()| MessageAction::MessageDismissed(message.clone()));
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
    let name = model.name(identifier);
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
    let name = model.name(identifier);
    let (id, time) = (identifier.as_str(), &*clock(outcome.at));
    let what = match (outcome.kind, state) {
        (OutcomeKind::AlreadySo, State::Active) if outcome.lost_reply => {
            texts::IsActive { name, identifier: id, time }.here()
        }
        (OutcomeKind::AlreadySo, State::Inactive) if outcome.lost_reply => {
            texts::IsInactive { name, identifier: id, time }.here()
        }
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
                        onclick={dispatch.sends(move |()| SwitchAction::UndoAsked(for_undo.clone()))}>{ texts::UNDO.here() }</Button>
                }
                <Button kind={ButtonKind::Quiet} onclick={dispatch.sends(move |()| MessageAction::OutcomeDismissed(for_dismiss.clone()))}>
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
            onremedy={dispatch.sends(move |action| Action::RemedyChosen(action, Some(for_remedy.clone())))}
            ondismiss={dispatch.sends(move |()| MessageAction::OutcomeDismissed(for_dismiss.clone()))}>
            if let Some(problem) = &outcome.again { { form::still_unknown(problem, dispatch) } }
        </OutcomePanel>
    }
}

/// What a text is called on the page, and what its field says about it.
const fn label_and_hint(text: ApiSecretText) -> (Text, Option<Text>) {
    match text {
        ApiSecretText::Name => (texts::NAME, None),
        ApiSecretText::Url => (texts::URL, Some(texts::URL_HINT)),
        ApiSecretText::ClientId => (texts::CLIENT_ID, Some(texts::CLIENT_ID_HINT)),
        ApiSecretText::IdentifierCode => (texts::IDENTIFIER_CODE, Some(texts::CODE_HINT)),
        ApiSecretText::Method => (texts::METHOD, Some(texts::METHOD_HINT)),
        ApiSecretText::Tags => (texts::TAGS, Some(texts::TAGS_HINT)),
        ApiSecretText::Notes => (texts::NOTES, None),
    }
}
