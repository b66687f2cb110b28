//! The dialog for a new API secret, and for a change of one.

use latchboard_client::resolve::Finding;
use latchboard_console::Resolution;
use latchboard_console::api_secrets::{
    ApiSecretsPage, Blocked, CreateForm, DetailsAction, Editing, Fact, Facts, Fault, FormAction, Sharers,
};
use latchboard_console::clipboard::CopyFailed;
use latchboard_console::vault::Action;
use latchboard_contract::endpoint::{ApiSecretText, EndpointId, Share};
use latchboard_contract::error::{Code, Problem, RemedyAction, catalogue};
use latchboard_texts::Text;
use latchboard_texts::{api_secrets as texts, common};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::details::{callout, moment, named_share, shown_command};
use super::{label_and_hint, why};
use crate::i18n::Here;
use crate::pages::sign_in::submit;
use crate::store::Dispatch;
use crate::ui::{
    Button, ButtonKind, Dialog, Field, OutcomePanel, SecretField, Symbol, about_secret, ids,
    pointed_out_in_plain, problem_panel, spoken,
};

/// The fields above the secret; the rest stands below.
const ABOVE: usize = 3;

pub(super) fn dialog(model: &ApiSecretsPage, form: &CreateForm, dispatch: &Callback<Action>) -> Html {
    let busy = form.pending.is_some();
    let faults = form.shown_faults();
    let editing = form.editing.as_ref();
    let title = match editing {
        None => texts::NEW.here().to_owned(),
        Some(editing) => {
            texts::EditTitle { name: &editing.name, identifier: editing.identifier.as_str() }.here()
        }
    };
    let submit_text = if editing.is_none() { texts::STORE } else { texts::CHANGE };
    let field =
        |field: &ApiSecretText| text_field(form, dispatch, *field, faults.contains(&Fault::Missing(*field)));
    let (above, below) = ApiSecretText::ALL.split_at(ABOVE);
    html! {
        <>
        <Dialog labelled_by="create-title" onescape={dispatch.sends(|()| FormAction::CreateCancelled)}>
            <form class="form" novalidate=true onsubmit={submit(dispatch, || FormAction::CreateAsked)}>
                <h2 id="create-title">{ title }</h2>
                if let Some(editing) = editing { { present_values(model, editing, dispatch) } }
                if editing.is_some_and(|editing| editing.is_compared) { { callout(texts::COMPARED) } }
                { for above.iter().map(field) }
                { secret_field(form, &faults, dispatch) }
                { for below.iter().map(field) }
                if let Some(facts) = &form.facts { { for Fact::ALL.map(|fact| fact_field(form, facts, &faults, dispatch, fact)) } }
                if let (Some(facts), Some(_)) = (&form.facts, editing) { { exposed_field(facts, busy, dispatch) } }
                { for Sharers::ALL.map(|sharers| shares(form, dispatch, sharers)) }
                if Sharers::ALL.into_iter().any(|sharers| form.ends_sharing(sharers)) { { end_sharing(form, dispatch) } }
                <div class="result" role="status">
                    if faults.contains(&Fault::Nothing) { { callout(texts::NOTHING_CHANGED) } }
                    if faults.iter().any(|fault| matches!(fault, Fault::EndsSharing(_))) { { callout(texts::ENDS_SHARING) } }
                    if let Some(outcome) = &form.outcome {
                        <OutcomePanel outcome={outcome.clone()} subject={submit_text.here()}
                            own_way={form.resolution().is_some() || form.is_outdated()}
                            onremedy={dispatch.sends(|remedy| or_remedy(remedy, || FormAction::CreateAsked.into()))}>
                            if let Some(resolution) = form.resolution() { { way_to_find_out(resolution, busy, dispatch) } }
                            else if let Some(editing) = editing.filter(|_| form.is_outdated()) { { outdated(editing, dispatch) } }
                            else if let Some(problem) = &outcome.again { { still_unknown(problem, dispatch) } }
                        </OutcomePanel>
                    }
                </div>
                { as_curl(form, busy, dispatch) }
                <div class="dialog__actions">
                    <Button id={ids::STORE} kind={ButtonKind::Primary} submit=true {busy} progress={texts::STORING.here()}>{ submit_text.here() }</Button>
                    <Button {busy} onclick={dispatch.sends(|()| FormAction::CreateCancelled)}>{ texts::CANCEL.here() }</Button>
                </div>
            </form>
        </Dialog>
        if form.asks_to_discard { { discard_dialog(form, dispatch) } }
        </>
    }
}

/// The question before what was typed is given up.
fn discard_dialog(form: &CreateForm, dispatch: &Callback<Action>) -> Html {
    let why = if form.may_be_stored() { texts::DISCARD_PERHAPS } else { texts::DISCARD_WHY };
    let keep = dispatch.sends(|()| FormAction::DiscardDeclined);
    html! {
        <Dialog labelled_by="discard-title" onescape={keep.clone()}>
            <h2 id="discard-title">{ texts::DISCARD_TITLE.here() }</h2>
            <p>{ why.here() }</p>
            <div class="dialog__actions">
                <Button kind={ButtonKind::Primary} onclick={keep}>{ texts::DISCARD_NOT.here() }</Button>
                <Button kind={ButtonKind::Danger} onclick={dispatch.sends(|()| FormAction::CreateClosed)}>{ texts::DISCARD.here() }</Button>
            </div>
        </Dialog>
    }
}

/// The question that tells what became of a creation without an answer, or what it told.
fn way_to_find_out(resolution: &Resolution, busy: bool, dispatch: &Callback<Action>) -> Html {
    let question = resolution.question;
    match resolution.finding {
        None => html! {
            <div class="outcome__way">
                if let Some(problem) = &resolution.problem { { still_unknown(problem, dispatch) } }
                <p>{ question.meaning(resolution.endpoint).here() }</p>
                <div class="outcome__actions">
                    <Button {busy} progress={common::ASKING.here()} onclick={dispatch.sends(|()| FormAction::ResolveAsked)}>
                        { question.label().here() }
                    </Button>
                </div>
            </div>
        },
        Some(finding) => html! {
            <div class="outcome__way">
                <p>{ finding.text().here() }</p>
                if finding != Finding::NotMade {
                    <div class="outcome__actions">
                        <Button {busy} onclick={dispatch.sends(|()| FormAction::FoundAsked)}>{ texts::SHOW_FOUND.here() }</Button>
                    </div>
                }
            </div>
        },
    }
}

/// Who changed it meanwhile, and what can be done about that.
fn outdated(editing: &Editing, dispatch: &Callback<Action>) -> Html {
    let who = editing.meanwhile.as_ref().map(|item| {
        let moment = moment(item.changed_at);
        match &item.changed_by {
            Some(user) => texts::MeanwhileBy { user, moment: &moment }.here(),
            None => texts::Meanwhile { moment: &moment }.here(),
        }
    });
    let busy = editing.reading.is_some();
    html! {
        <div class="outcome__way">
            <p>{ who }{ " " }{ texts::MEANWHILE_HOW.here() }</p>
            <div class="outcome__actions">
                <Button {busy} onclick={dispatch.sends(|()| DetailsAction::ReadAsked)}>{ texts::COMPARE.here() }</Button>
                <Button kind={ButtonKind::Quiet} {busy} onclick={dispatch.sends(|()| FormAction::OverwriteAsked)}>{ texts::OVERWRITE.here() }</Button>
            </div>
        </div>
    }
}

/// What is stored, where something else is typed.
fn stored_now(stored: &str) -> String {
    match stored {
        "" => texts::STORED_NOTHING.here().to_owned(),
        stored => texts::StoredNow { text: stored }.here(),
    }
}

/// What a field says below it: what it is for, and then `more`.
fn hint_and(hint: Option<Text>, more: impl IntoIterator<Item = String>) -> Option<AttrValue> {
    let hint = hint.map(|hint| hint.here().to_owned());
    let said: Vec<_> = hint.into_iter().chain(more).collect();
    (!said.is_empty()).then(|| said.join(" ").into())
}

/// Why another attempt told nothing of the one before it.
pub(super) fn still_unknown(problem: &Problem, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
        <p><strong>{ texts::STILL_UNKNOWN.here() }</strong>{ " " }{ problem.entry().cause.here() }</p>
        if problem.entry().action == Some(RemedyAction::SignIn) { { sign_in_first(dispatch) } }
        </>
    }
}

/// Who asks needs a sign-in that still holds.
fn sign_in_first(dispatch: &Callback<Action>) -> Html {
    let sign_in = RemedyAction::SignIn;
    let onclick = dispatch.sends(move |()| Action::RemedyChosen(sign_in, None));
    html! { <div class="outcome__actions"><Button {onclick}>{ sign_in.label().here() }</Button></div> }
}

/// The secret, and what there is to say about it.
fn secret_field(form: &CreateForm, faults: &[Fault], dispatch: &Callback<Action>) -> Html {
    let hint = if form.editing.is_none() { texts::SECRET_NEW_HINT } else { texts::SECRET_EDIT_HINT };
    let fault = faults.iter().find_map(|fault| match fault {
        Fault::Mask => Some(AttrValue::Static(texts::MASK.here())),
        Fault::Secret(code) => {
            let entry = catalogue::entry(*code, EndpointId::CreateApiSecret);
            Some([entry.cause.here(), entry.remedy.here()].join(" ").into())
        }
        Fault::Missing(_) | Fault::EndsSharing(_) | Fault::NoDay | Fault::Nothing => None,
    });
    let button = |text: Text, action: fn() -> Action| {
        html! {
            <Button kind={ButtonKind::Quiet} busy={form.pending.is_some()} onclick={dispatch.sends(move |()| action())}>
                { text.here() }
            </Button>
        }
    };
    html! {
        <SecretField id={ids::CREATE_SECRET} label={texts::CLIENT_SECRET.here()} required=false
            readonly={form.pending.is_some()} hint={hint.here()} {fault} warnings={spoken(&form.secret_warnings())}
            revealed={form.generated.is_some()} value={form.client_secret.clone()}
            oninput={dispatch.sends(FormAction::CreateSecretEdited)}>
            { about_secret(form.secret_strength(), form.secret_fingerprint().as_ref()) }
            <div class="field__tools">
                { button(common::GENERATE, || FormAction::GenerateAsked.into()) }
                if let Some(generated) = form.generated {
                    { button(texts::COPY_SECRET, || FormAction::CopyGeneratedAsked.into()) }
                    <p class="field__hint" role="status">{ match generated.copied {
                        None => texts::SECRET_MADE.here(),
                        Some(Ok(())) => common::COPIED.here(),
                        Some(Err(CopyFailed)) => common::SECRET_NOT_COPIED.here(),
                    } }</p>
                }
            </div>
        </SecretField>
    }
}

/// What the form would send, for a shell.
fn as_curl(form: &CreateForm, busy: bool, dispatch: &Callback<Action>) -> Html {
    html! {
        <details class="filters__more">
            <summary>{ texts::AS_CURL.here() }</summary>
            <div class="form">
                <p class="field__hint">{ texts::AS_CURL_FORM_HINT.here() }</p>
                <div class="form__actions">
                    <Button icon={Symbol::Copy} {busy} onclick={dispatch.sends(|()| FormAction::FormCommandAsked)}>{ texts::CURL_FORM.here() }</Button>
                </div>
                { shown_command(form.command.as_ref()) }
            </div>
        </details>
    }
}

/// What is not known of the one that is edited, and how it can be.
/// What was pressed in the form: `again` for another try, else what the pages do about it.
fn or_remedy(remedy: RemedyAction, again: impl FnOnce() -> Action) -> Action {
    if remedy == RemedyAction::TryAgain { again() } else { Action::RemedyChosen(remedy, None) }
}

fn present_values(model: &ApiSecretsPage, editing: &Editing, dispatch: &Callback<Action>) -> Html {
    if editing.is_read && editing.problem.is_none() {
        return Html::default();
    }
    let is_blocked = model.blocked == Some((editing.identifier.clone(), Blocked::NoView));
    let onremedy = dispatch.sends(|remedy| or_remedy(remedy, || DetailsAction::ReadAsked.into()));
    html! {
        <>
            <p class="field__hint">{ texts::UNREAD_HINT.here() }{ " " }{ texts::READ_FIRST_WHY.here() }</p>
            <div class="form__actions">
                <Button busy={editing.reading.is_some()} onclick={dispatch.sends(|()| DetailsAction::ReadAsked)}>{ texts::READ_FIRST.here() }</Button>
            </div>
            <div class="result" role="status">
                if let Some(problem) = &editing.problem { { problem_panel(texts::NOT_OPENED.here(), problem, &onremedy) } }
                if is_blocked { { callout(why(Blocked::NoView)) } }
            </div>
        </>
    }
}

fn text_field(
    form: &CreateForm,
    dispatch: &Callback<Action>,
    field: ApiSecretText,
    is_missing: bool,
) -> Html {
    let (label, hint) = label_and_hint(field);
    let is_unread = form.editing.as_ref().is_some_and(|editing| !editing.is_read);
    let required = field.is_required() && (!is_unread || field == ApiSecretText::Name);
    let warnings = form.text_warnings(field);
    let missing = || catalogue::entry(Code::FieldMissing, EndpointId::CreateApiSecret).cause.here();
    html! {
        <Field key={field.field_id()} id={field.field_id()} label={label.here()}
            hint={hint_and(hint, warnings.iter().map(pointed_out_in_plain).chain(form.replaced(field).map(stored_now)))} {required}
            readonly={form.pending.is_some()} multiline={field == ApiSecretText::Notes}
            value={form.text(field).to_owned()} fault={is_missing.then(|| AttrValue::Static(missing()))}
            oninput={dispatch.sends(move |text| FormAction::CreateEdited(field, text))} />
    }
}

/// What only our server keeps, and no vendor gets to see.
fn fact_field(
    form: &CreateForm,
    facts: &Facts,
    faults: &[Fault],
    dispatch: &Callback<Action>,
    fact: Fact,
) -> Html {
    let (label, hint, kind) = match fact {
        Fact::Owner => (texts::FACT_OWNER, texts::OWNER_HINT, "text"),
        Fact::ExpiresOn => (texts::EXPIRES_ON, texts::EXPIRES_ON_HINT, "date"),
        Fact::ExpiresNote => (texts::EXPIRES_NOTE, texts::EXPIRES_NOTE_HINT, "text"),
    };
    let is_wrong = fact == Fact::ExpiresOn && faults.contains(&Fault::NoDay);
    let is_compared = form.editing.as_ref().is_some_and(|editing| editing.is_compared);
    let stored = facts.replaced(fact).filter(|_| is_compared);
    html! {
        <Field id={ids::fact_field(fact)} label={label.here()} hint={hint_and(Some(hint), stored.map(stored_now))} {kind}
            readonly={form.pending.is_some()} value={facts.text(fact).to_owned()}
            fault={is_wrong.then(|| AttrValue::Static(texts::NO_DAY.here()))}
            oninput={dispatch.sends(move |text| FormAction::FactEdited(fact, text))} />
    }
}

/// Whether its value leaked: also to be taken back, where it did not.
fn exposed_field(facts: &Facts, disabled: bool, dispatch: &Callback<Action>) -> Html {
    html! {
        <label class="filter">
            <input type="checkbox" checked={facts.is_exposed} {disabled} onchange={dispatch.sends(|_: Event| FormAction::ExposedToggled)} />
            <span>{ texts::EXPOSED_FIELD.here() }</span>
        </label>
    }
}

/// Who shares it; not offered while nobody knows who does.
fn shares(form: &CreateForm, dispatch: &Callback<Action>, sharers: Sharers) -> Html {
    let Some(shares) = form.shares(sharers) else { return Html::default() };
    let (legend, add) = match sharers {
        Sharers::Users => (texts::USERS, texts::ADD_USER),
        Sharers::Groups => (texts::GROUPS, texts::ADD_GROUP),
    };
    let readonly = form.pending.is_some();
    let stored = form.replaced_shares(sharers);
    let stored = stored.map(|shares| shares.iter().map(named_share).collect::<Vec<_>>().join(", "));
    let line = |(at, share): (usize, &Share)| {
        let edited = |read: fn(&HtmlInputElement, Share) -> Share| {
            let (dispatch, share) = (dispatch.clone(), share.clone());
            move |input: HtmlInputElement| {
                dispatch.emit(FormAction::ShareEdited(sharers, at, read(&input, share.clone())).into());
            }
        };
        let name = edited(|input, share| Share { name: input.value(), ..share });
        let can_edit = edited(|input, share| Share { can_edit: input.checked(), ..share });
        let oninput = move |event: InputEvent| event.target_dyn_into().into_iter().for_each(&name);
        let onchange = move |event: Event| event.target_dyn_into().into_iter().for_each(&can_edit);
        let number = at + 1;
        let id = (number == shares.len()).then(|| ids::last_share(sharers));
        html! {
            <div class="toolbar" key={at}>
                <input {id} class="input toolbar__search" type="text" autocomplete="off" spellcheck="false" {readonly}
                    aria-label={texts::ShareName { number }.here()} value={share.name.clone()} {oninput} />
                <label class="filter"><input type="checkbox" checked={share.can_edit} {onchange} /><span>{ texts::SHARE_EDIT.here() }</span></label>
                <Button kind={ButtonKind::Quiet} busy={readonly} label={texts::RemoveShare { number }.here()}
                    onclick={dispatch.sends(move |()| FormAction::ShareRemoved(sharers, at))}>{ texts::REMOVE.here() }</Button>
            </div>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class="field__label">{ legend.here() }</legend>
            { for shares.iter().enumerate().map(line) }
            if let Some(stored) = stored { <p class="field__hint">{ stored_now(&stored) }</p> }
            <div><Button kind={ButtonKind::Quiet} busy={readonly} onclick={dispatch.sends(move |()| FormAction::ShareAdded(sharers))}>{ add.here() }</Button></div>
        </fieldset>
    }
}

fn end_sharing(form: &CreateForm, dispatch: &Callback<Action>) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.emit(FormAction::EndSharingChosen(input.checked()).into());
        }
    };
    html! {
        <label class="filter">
            <input id={ids::END_SHARING} type="checkbox" checked={form.may_end_sharing} {onchange} />
            <span>{ texts::END_SHARING.here() }</span>
        </label>
    }
}
