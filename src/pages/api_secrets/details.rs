//! The panel about one API secret: what the server knows of it, its content on the user's word, and its calls as commands.

use latchboard_console::activity::Row;
use latchboard_console::api_secrets::{
    ApiSecretsPage, Blocked, Call, Command, Details, DetailsAction, FormAction, History, Known, State,
    SwitchAction, has_settled,
};
use latchboard_console::clipboard::CopyFailed;
use latchboard_console::vault::Action;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{ApiSecret, ApiSecretText, InventoryItem, Share};
use latchboard_contract::error::RemedyAction;
use latchboard_contract::validate::Identifier;
use latchboard_texts::Text;
use latchboard_texts::{api_secrets as texts, common};
use yew::prelude::*;

use super::{label_and_hint, verb, why};
use crate::clock::now;
use crate::i18n::Here;
use crate::pages::activity::outcome;
use crate::store::Dispatch;
use crate::ui::{
    Button, ButtonKind, Symbol, clock, icon, ids, milliseconds, problem_panel, relative, short_date,
};

/// In place of any secret, whatever its length.
const MASK: &str = "••••••••••••";

pub(super) fn panel(model: &ApiSecretsPage, details: &Details, dispatch: &Callback<Action>) -> Html {
    let busy = details.pending.is_some();
    let close = dispatch.sends(|()| DetailsAction::DetailsClosed);
    let id = details.identifier.clone();
    let onremedy = dispatch.sends(move |remedy| {
        if remedy == RemedyAction::TryAgain {
            DetailsAction::ReadAsked.into()
        } else {
            Action::RemedyChosen(remedy, Some(id.clone()))
        }
    });
    let id = details.identifier.clone();
    let on_history_remedy = dispatch.sends(move |remedy| {
        if remedy == RemedyAction::TryAgain {
            DetailsAction::HistoryAsked.into()
        } else {
            Action::RemedyChosen(remedy, Some(id.clone()))
        }
    });
    let (id, name) = (details.identifier.clone(), details.name.clone());
    let edit = dispatch.sends(move |()| FormAction::EditOpened(id.clone(), name.clone()));
    let is_blocked = |kind| model.blocked == Some((details.identifier.clone(), kind));
    let onkeydown = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                close.emit(());
            }
        }
    };
    let identifier = details.identifier.as_str();
    let title = match &*details.name {
        "" => texts::ById { identifier }.here(),
        name => texts::TitleOf { name, identifier }.here(),
    };
    html! {
        // Not modal: the rows beside it can be reached, and another one takes its place.
        <dialog class="panel" open=true aria-labelledby={ids::DETAILS} {onkeydown}>
            <div class="panel__head">
                <h2 id={ids::DETAILS} tabindex="-1">{ title }</h2>
                <button type="button" class="menu" aria-label={common::CLOSE.here()} title={common::CLOSE.here()}
                    onclick={move |_| close.emit(())}>{ icon(Symbol::Cross) }</button>
            </div>
            if let Some(item) = model.view.facts(&details.identifier) { { facts_of(item, model.known(&details.identifier), details.content.is_some()) } }
            { match &details.content {
                Some(content) => content_of(content, details, dispatch),
                None => warning(model, details),
            } }
            <div class="result" role="status">
                if let Some(problem) = &details.problem { { problem_panel(texts::NOT_OPENED.here(), problem, &onremedy) } }
                { for [Blocked::NoView, Blocked::NoEdit].into_iter().filter(|kind| is_blocked(*kind)).map(|kind| callout(why(kind))) }
            </div>
            { history(&details.history, dispatch, &on_history_remedy) }
            { commands(details, dispatch) }
            // Nothing that stays moves when one of them goes: what switches would come to lie under a second press.
            <div class="panel__actions">
                // What stands in the way offers what helps by itself.
                if details.problem.is_none() { { switches(model, &details.identifier, dispatch) } }
                <Button onclick={edit}>{ texts::EDIT.here() }</Button>
                if details.content.is_none() {
                    <Button kind={ButtonKind::Primary} {busy} progress={texts::OPENING.here()} onclick={dispatch.sends(|()| DetailsAction::ReadAsked)}>
                        { texts::OPEN.here() }
                    </Button>
                }
            </div>
        </dialog>
    }
}

/// As in its row, which the panel may cover.
fn switches(model: &ApiSecretsPage, identifier: &Identifier, dispatch: &Callback<Action>) -> Html {
    if model.view.listed(identifier).is_some_and(|row| !row.can_write) {
        return Html::default();
    }
    let states = model.possible_switches(identifier);
    let busy = model.switching(identifier).is_some();
    let button = |state: State| {
        let (id, dispatch, turned) = (identifier.clone(), dispatch.clone(), model.turned(identifier));
        // The second press of a double click is meant for what stood here before.
        let onclick = move |()| {
            if has_settled(turned, now()) {
                dispatch.emit(match state {
                    // What was said of it because it is inactive goes.
                    State::Active => SwitchAction::ActivateAsked(id.clone()).into(),
                    State::Inactive => SwitchAction::SwitchAsked(id.clone(), state).into(),
                });
            }
        };
        html! { <Button {busy} {onclick}>{ verb(state).here() }</Button> }
    };
    states.iter().map(|state| button(*state)).collect()
}

/// Date and time of a moment that the server tells in seconds.
pub(super) fn moment(seconds: i64) -> String {
    let at = milliseconds(seconds);
    texts::FactMoment { date: &short_date(at), time: &clock(at) }.here()
}

/// What is known without a use: reading the value would be one.
fn facts_of(item: &InventoryItem, known: Option<Known>, is_opened: bool) -> Html {
    let state = known.map(|known| match known.state {
        State::Active => texts::ACTIVE.here().to_owned(),
        State::Inactive => texts::INACTIVE.here().to_owned(),
    });
    let by = |at: i64, user: &Option<String>| match user {
        Some(user) => texts::FactSwitchedBy { moment: &moment(at), user }.here(),
        None => moment(at),
    };
    let switched = item.switched_at.map(|at| by(at, &item.switched_by));
    let read = item.last_read_at.map_or_else(|| texts::FACT_NEVER.here().to_owned(), moment);
    let now = i64::try_from(now().0 / 1000).unwrap_or(i64::MAX);
    let expires =
        if item.expires_at.is_some_and(|at| at <= now) { texts::FACT_EXPIRED } else { texts::FACT_EXPIRES };
    let note = item.expires_note.as_deref();
    let until = item
        .expires_at
        .map(|at| [Some(&*moment(at)), note].into_iter().flatten().collect::<Vec<_>>().join(" · "));
    // They stand in the content, once that is there.
    let of_content = |text: &String| Some(text.clone()).filter(|text| !text.is_empty() && !is_opened);
    let facts = [
        (texts::STATE, state),
        (texts::CLIENT_ID, of_content(&item.client_id)),
        (texts::TAGS, of_content(&item.tags)),
        (texts::FACT_EXPOSED, item.exposed_at.map(moment)),
        (texts::FACT_OWNER, item.owner.clone()),
        (expires, until),
        (texts::FACT_READ, Some(read)),
        (texts::FACT_SWITCHED, switched),
        (texts::FACT_CHANGED, Some(by(item.changed_at, &item.changed_by))),
        (texts::FACT_CREATED, Some(moment(item.created_at))),
    ];
    html! {
        <section aria-label={texts::FACTS.here()}>
            <dl class="facts">
                { for facts.into_iter().filter_map(|(name, text)| Some((name, text?))).map(|(name, text)| html! {
                    <><dt>{ name.here() }</dt><dd>{ text }</dd></>
                }) }
            </dl>
        </section>
    }
}

pub(super) fn callout(text: Text) -> Html {
    html! { <div class="callout">{ icon(Symbol::Warning) }<p>{ text.here() }</p></div> }
}

/// What opening it means, and what the list says against it.
fn warning(model: &ApiSecretsPage, details: &Details) -> Html {
    let row = model.view.listed(&details.identifier);
    let said = [
        (true, texts::COUNTS_AS_USE),
        (row.is_some_and(|row| !row.can_view), texts::NO_VIEW),
        (row.is_some_and(|row| row.need_justify), texts::WANTS_JUSTIFICATION),
        (row.is_some_and(|row| row.need_approval), texts::WANTS_APPROVAL),
    ];
    html! { <>{ for said.into_iter().filter(|(there, _)| *there).map(|(_, text)| callout(text)) }</> }
}

/// Whom it is shared with, and for what.
pub(super) fn named_share(share: &Share) -> String {
    match share.can_edit {
        true => texts::MayEdit { name: &share.name }.here(),
        false => texts::MayView { name: &share.name }.here(),
    }
}

fn content_of(content: &ApiSecret, details: &Details, dispatch: &Callback<Action>) -> Html {
    // The name is the panel's heading.
    let plain =
        content.texts.iter().filter(|(text, value)| *text != ApiSecretText::Name && !value.is_empty());
    let shared = content.users_allowed.iter().chain(&content.groups_allowed);
    let shared: Vec<_> = shared.map(named_share).collect();
    let said = match details.copied {
        None => "",
        Some(Ok(())) => common::COPIED.here(),
        Some(Err(CopyFailed)) => texts::NOT_COPIED.here(),
    };
    html! {
        <>
            <dl class="facts">
                { for plain.map(|(text, value)| html! {
                    <><dt>{ label_and_hint(text).0.here() }</dt><dd>{ value }</dd></>
                }) }
                if !shared.is_empty() { <dt>{ texts::SHARED_WITH.here() }</dt><dd>{ shared.join(", ") }</dd> }
            </dl>
            if let Some(secret) = &content.client_secret {
                { secret_of(secret, details.revealed, dispatch) }
                <p class="dialog__status" role="status">{ said }</p>
                <div class="form__actions">
                    <Button icon={Symbol::Copy} onclick={dispatch.sends(|()| DetailsAction::CopyAsked)}>{ texts::COPY_SECRET.here() }</Button>
                </div>
            } else {
                <p class="field__hint">{ texts::NO_SECRET.here() }</p>
            }
        </>
    }
}

/// Behind a mask of one length for all secrets. Under the mask the field has another id: whoever copies from the
/// document must not take the mask for the secret.
fn secret_of(secret: &Secret, revealed: bool, dispatch: &Callback<Action>) -> Html {
    let (id, value, symbol) = if revealed {
        (ids::READ_SECRET, secret.expose(), Symbol::EyeOff)
    } else {
        (ids::MASKED_SECRET, MASK, Symbol::Eye)
    };
    let name = texts::CLIENT_SECRET.here();
    html! {
        <div class="field">
            <label class="field__label" for={id}>{ name }</label>
            <div class="secret">
                <input {id} class="input input--code" type="text" value={value.to_owned()} readonly=true autocomplete="off" spellcheck="false" />
                <button type="button" class="secret__toggle" onclick={dispatch.sends(|_| DetailsAction::RevealToggled)}
                    aria-pressed={revealed.to_string()} aria-label={common::ShowSecret { field: name }.here()}>{ icon(symbol) }</button>
            </div>
        </div>
    }
}

/// The history: what was done, by whom and how it ended. The button stays where it is, and so does the focus.
fn history(history: &History, dispatch: &Callback<Action>, onremedy: &Callback<RemedyAction>) -> Html {
    let name =
        if matches!(history, History::Unasked) { texts::SHOW_HISTORY } else { texts::READ_HISTORY_AGAIN };
    let busy = matches!(history, History::Asked(_));
    let (rows, said): (&[Row], _) = match history {
        History::Unasked | History::Failed(_) => (&[], ""),
        History::Asked(_) => (&[], texts::HISTORY_ASKED.here()),
        History::NotOffered => (&[], texts::HISTORY_NOT_OFFERED.here()),
        History::Read { rows, .. } if rows.is_empty() => (&[], texts::HISTORY_NOTHING.here()),
        History::Read { rows, has_more: false } => (rows, texts::HISTORY_READ.here()),
        History::Read { rows, has_more: true } => (rows, texts::HISTORY_MORE.here()),
    };
    let now = now();
    let row = |row: &Row| {
        html! {
            <li key={row.number}>
                <span>{ outcome(row) }{ " " }{ row.action.label().here() }</span>{ " " }
                <span class="state__time">{ &row.actor }</span>{ " " }
                <time class="state__time" datetime={row.at.iso()} title={format!("{} {}", short_date(row.at), clock(row.at))}>
                    { relative(row.at, now) }
                </time>
            </li>
        }
    };
    html! {
        <section class="panel__history">
            <h3>{ texts::HISTORY.here() }</h3>
            <Button icon={Symbol::Clock} {busy} onclick={dispatch.sends(|()| DetailsAction::HistoryAsked)}>{ name.here() }</Button>
            <p class="note" role="status">{ said }</p>
            if let History::Failed(problem) = history { { problem_panel(texts::HISTORY_NOT_READ.here(), problem, onremedy) } }
            if !rows.is_empty() { <ul class="history" aria-label={texts::HISTORY.here()}>{ for rows.iter().map(row) }</ul> }
        </section>
    }
}

/// The same calls for a shell. The command is shown before it is on the clipboard.
fn commands(details: &Details, dispatch: &Callback<Action>) -> Html {
    let button = |call: Call, name: Text| {
        html! {
            <Button icon={Symbol::Copy} onclick={dispatch.sends(move |()| DetailsAction::CommandAsked(call.clone()))}>{ name.here() }</Button>
        }
    };
    let id = &details.identifier;
    html! {
        <details class="filters__more">
            <summary>{ texts::AS_CURL.here() }</summary>
            <div class="form">
                <p class="field__hint">{ texts::AS_CURL_HINT.here() }</p>
                <div class="form__actions">
                    { button(Call::Switch(id.clone(), State::Inactive), texts::CURL_DEACTIVATE) }
                    { button(Call::Switch(id.clone(), State::Active), texts::CURL_ACTIVATE) }
                    { button(Call::Read(id.clone()), texts::CURL_READ) }
                </div>
                { shown_command(details.command.as_ref()) }
            </div>
        </details>
    }
}

/// The text of a command, and whether it is on the clipboard.
pub(super) fn shown_command(command: Option<&Command>) -> Html {
    let said = match command.and_then(|command| command.copied) {
        None => "",
        Some(Ok(())) => texts::COMMAND_COPIED.here(),
        Some(Err(CopyFailed)) => texts::COMMAND_NOT_COPIED.here(),
    };
    html! {
        <>
            if let Some(command) = command {
                <textarea id={ids::COMMAND} class="input input--code" rows="6" readonly=true spellcheck="false"
                    aria-label={texts::COMMAND.here()} value={command.text.to_string()} />
            }
            <p class="dialog__status" role="status">{ said }</p>
        </>
    }
}
