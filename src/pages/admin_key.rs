//! *Admin key*: register, change the secret, regenerate; and the dialog that shows a key once.

use latchboard_client::resolve::{Finding, Question};
use latchboard_console::Resolution;
use latchboard_console::admin_key::{
    Action, AdminKeyPage, Field, Focus, LeftOpen, OneTimeItem, OneTimeText, Probe, Task, call, form,
    one_time, probe,
};
use latchboard_console::clipboard::CopyFailed;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{EndpointId, Family};
use latchboard_contract::error::{Code, catalogue};
use latchboard_contract::validate::CredentialKind;
use latchboard_texts::Text;
use latchboard_texts::{admin_key as texts, common, shell};
use yew::prelude::*;

use crate::effects;
use crate::i18n::Here;
use crate::part_props::PartProps;
use crate::services::use_busy;
use crate::store::{use_keeper, use_store};
use crate::ui::{
    Button, ButtonKind, Dialog, InSight, Open, OutcomePanel, SecretField, Symbol, about_secret, clock, icon,
    ids, link, misplaced, page_head, problem_panel_offering, short_date, spoken, use_guard,
};
use latchboard_console::progress::Busy;
use latchboard_console::route::Route;

/// The part that has this page only. A key that is on screen stays there, whatever page is opened.
#[component]
pub fn AdminKeyPart(props: &PartProps) -> Html {
    let run = {
        let services = props.services.clone();
        use_callback((), move |(effect, dispatch): (_, _), ()| {
            effects::admin_key::run(&services, effect, dispatch);
        })
    };
    let route = props.address.route;
    let begin = move || match route {
        Route::AdminKey { task } => AdminKeyPage::at_task(task),
        Route::Home
        | Route::ApiSecrets
        | Route::Bulk
        | Route::Leak
        | Route::Errors
        | Route::Error { .. }
        | Route::Connections
        | Route::Activity
        | Route::SelfTest
        | Route::NotFound => AdminKeyPage::default(),
    };
    let base = props.services.base(Family::LocationHistory);
    let begin = move || begin().after_leaving(effects::left_open::read(&base));
    let (model, dispatch) = use_store(begin, run);
    use_keeper(&props.services, &model, AdminKeyPage::secrets);
    use_effect_with(route, {
        let dispatch = dispatch.clone();
        move |route| {
            // The address is where a task is chosen; the model follows it.
            if let Route::AdminKey { task } = *route {
                dispatch.emit(form::Action::TaskChosen(task).into());
            }
        }
    });
    use_busy(&props.services, Family::LocationHistory, busy(&model));
    use_guard(model.is_needed());
    html! {
        <>
            if matches!(route, Route::AdminKey { .. }) {
                { admin_key(&model, &dispatch, &props.services.open) }
            }
            if model.shows_once() { { one_time_dialog(&model, &dispatch) } }
        </>
    }
}

/// What would be lost if another server were asked.
fn busy(model: &AdminKeyPage) -> Option<(Busy, Route)> {
    let here = Route::AdminKey { task: model.form.task };
    match (model.shows_once(), model.running()) {
        (true, _) => Some((Busy::Key, here)),
        (false, Some(task)) => Some((Busy::Call, Route::AdminKey { task })),
        (false, None) => model.is_needed().then_some((Busy::Unknown, here)),
    }
}

fn admin_key(model: &AdminKeyPage, dispatch: &Callback<Action>, open: &Open) -> Html {
    html! {
        <div class="page">
            { task_form(model, dispatch, open) }
            <div class="result" role="status">{ result(model, dispatch) }</div>
            // Below the form: it comes with an answer, and would push what is about to be pressed.
            <div class="result" role="status">{ open_elsewhere(model, dispatch) }</div>
            { for model.left_open().map(|left_open| of_page_before(model, left_open, dispatch)) }
            { issued(model) }
            { probe_form(model, dispatch) }
        </div>
    }
}

/// What stands at its address before the program does.
pub fn prerendered(task: Task) -> Html {
    let form = task_form(&AdminKeyPage::at_task(task), &Callback::noop(), &Callback::noop());
    html! { <div class="page">{ form }</div> }
}

fn task_form(model: &AdminKeyPage, dispatch: &Callback<Action>, open: &Open) -> Html {
    let busy = model.running().is_some();
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(call::Action::SubmitAsked.into());
        }
    };
    let wording = wording(model.form.task);
    // While it is not known what became of such a call, finding that out is the one thing to do here.
    let kind = if model.resolution().is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    html! {
        <>
            { page_head(shell::ADMIN_KEY.here(), texts::LEAD.here()) }
            <nav class="tabs" aria-label={texts::TASK.here()}>{ for Task::ALL.map(|task| tab(task, model.form.task, open)) }</nav>
            <form class="card form" novalidate=true {onsubmit}>
                <div class="callout">
                    { icon(Symbol::Warning) }
                    <p><strong>{ wording.effect_title.here() }</strong>{ " " }{ wording.effect.here() }</p>
                </div>
                { service_choice(model, dispatch) }
                { for model.form.fields().iter().map(|field| secret_field(model, dispatch, *field)) }
                <div class="form__actions">
                    <Button id={ids::admin_key_focus(Focus::Submit)} {kind} submit=true {busy} progress={texts::WAITING.here()}>
                        { wording.submit.here() }
                    </Button>
                    if model.form.is_anything_typed() {
                        <Button kind={ButtonKind::Quiet} {busy} onclick={dispatch.reform(|()| form::Action::ForgetAsked.into())}>
                            { texts::FORGET.here() }
                        </Button>
                    }
                </div>
            </form>
        </>
    }
}

struct Wording {
    name: Text,
    submit: Text,
    effect_title: Text,
    effect: Text,
}

const fn wording(task: Task) -> Wording {
    match task {
        Task::Register => Wording {
            name: texts::REGISTER,
            submit: texts::REGISTER_SUBMIT,
            effect_title: texts::REGISTER_EFFECT,
            effect: texts::REGISTER_EFFECT_MORE,
        },
        Task::ChangeSecret => Wording {
            name: texts::CHANGE,
            submit: texts::CHANGE,
            effect_title: texts::CHANGE_EFFECT,
            effect: texts::CHANGE_EFFECT_MORE,
        },
        Task::Regenerate => Wording {
            name: texts::REGENERATE,
            submit: texts::REGENERATE_SUBMIT,
            effect_title: texts::REGENERATE_EFFECT,
            effect: texts::REGENERATE_EFFECT_MORE,
        },
    }
}

fn tab(task: Task, current: Task, open: &Open) -> Html {
    link(Route::AdminKey { task }, task == current, "tabs__tab", open, html! { wording(task).name.here() })
}

const fn service_name(service: Service) -> &'static str {
    match service {
        Service::LocationHistory => "Location History",
        Service::Geofencing => "Geofencing",
    }
}

fn service_choice(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let option = |service: Service| {
        let onchange = dispatch.reform(move |_: Event| form::Action::ServiceChosen(service).into());
        html! {
            <label class="choice__option">
                <input id={ids::service(service)} type="radio" name="service" checked={model.form.service == service} {onchange} />
                <span>{ service_name(service) }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class="field__label">{ texts::SERVICE.here() }</legend>
            <div class="choice__options">{ for Service::ALL.map(option) }</div>
        </fieldset>
    }
}

fn secret_field(model: &AdminKeyPage, dispatch: &Callback<Action>, field: Field) -> Html {
    let (label, hint) = match (field, model.form.task) {
        (Field::ApiKey, _) => (texts::API_KEY, texts::API_KEY_HINT),
        (Field::Secret, Task::Register) => (texts::SECRET, texts::SECRET_HINT),
        (Field::Secret, Task::ChangeSecret) => (texts::PRESENT_SECRET, texts::PRESENT_SECRET_HINT),
        (Field::Secret, Task::Regenerate) => (texts::SECRET, texts::REGISTERED_HINT),
        (Field::NewSecret, _) => (texts::NEW_SECRET, texts::NEW_SECRET_HINT),
        (Field::AdminKey, _) => (shell::ADMIN_KEY, texts::ADMIN_KEY_HINT),
    };
    html! {
        <SecretField key={ids::admin_key_field(field)} id={ids::admin_key_field(field)} label={label.here()} hint={hint.here()}
            value={model.form.text(field).clone()}
            oninput={dispatch.reform(move |text| form::Action::Edited(field, text).into())}
            fault={model.form.fault(field).map(fault)}
            paste_fault={if field == Field::ApiKey { Code::ApiKeyMalformed } else { Code::SecretControlCharacter }}
            warnings={warnings(model, field)}
            readonly={model.running().is_some()}
            revealed={model.form.generated.is_some_and(|generated| generated.field == field)}>
            { about_secret(model.form.strength(field), model.form.fingerprint(field).as_ref()) }
            { tools(model, dispatch, field) }
        </SecretField>
    }
}

/// What is pointed out about a field.
fn warnings(model: &AdminKeyPage, field: Field) -> Option<Vec<AttrValue>> {
    match field {
        Field::ApiKey => {
            let text = model.form.text(field).expose();
            Some(misplaced(text, CredentialKind::ApiKey, model.form.doubt).into_iter().collect())
        }
        Field::Secret | Field::NewSecret => Some(spoken(&model.warnings(field))),
        Field::AdminKey => None,
    }
}

/// The way to a better secret.
fn tools(model: &AdminKeyPage, dispatch: &Callback<Action>, field: Field) -> Html {
    let chosen = matches!((field, model.form.task), (Field::NewSecret, _) | (Field::Secret, Task::Register));
    let generated = model.form.generated.filter(|generated| generated.field == field);
    html! {
        <>
            if chosen {
                <div class="field__tools">
                    <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(move |()| form::Action::GenerateAsked(field).into())}>
                        { common::GENERATE.here() }
                    </Button>
                    if let Some(generated) = generated {
                        <Button kind={ButtonKind::Quiet} icon={Symbol::Copy} onclick={dispatch.reform(|()| form::Action::CopyGeneratedAsked.into())}>
                            { texts::COPY_SECRET.here() }
                        </Button>
                        <p class="field__hint" role="status">{ match generated.copied {
                            None => texts::STORE_FIRST.here(),
                            Some(Ok(())) => texts::COPIED_STORE.here(),
                            Some(Err(CopyFailed)) => common::SECRET_NOT_COPIED.here(),
                        } }</p>
                    }
                </div>
            }
        </>
    }
}

/// Cause and remedy of a fault in a form; they are the same at every endpoint.
fn fault(code: Code) -> AttrValue {
    let entry = catalogue::entry(code, EndpointId::Register);
    format!("{} {}", entry.cause.here(), entry.remedy.here()).into()
}

/// The calls that are not shown, and of which nobody knows yet what became of them.
fn open_elsewhere(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let look = |(task, service): (Task, Service)| {
        let look = dispatch.reform(move |()| call::Action::LookAsked(task, service).into());
        html! {
            <Button kind={ButtonKind::Quiet} onclick={look}>
                { format!("{} ({})", wording(task).name.here(), service_name(service)) }
            </Button>
        }
    };
    let mut calls = model.open_elsewhere().map(look).peekable();
    if calls.peek().is_none() {
        return Html::default();
    }
    html! { <p class="note">{ icon(Symbol::Question) }<span>{ texts::OPEN_ELSEWHERE.here() }{ for calls }</span></p> }
}

/// What is known of a call that was sent before this page was loaded.
fn of_page_before(model: &AdminKeyPage, left_open: &LeftOpen, dispatch: &Callback<Action>) -> Html {
    let LeftOpen { task, service, at } = *left_open;
    let is_here = (task, service) == (model.form.task, model.form.service);
    let how = Question::first(task.endpoint(), None).map(|question| question.meaning(task.endpoint()).here());
    let call = wording(task).name.here();
    let said =
        texts::LeftOpen { call, service: service_name(service), date: &short_date(at), time: &clock(at) };
    html! {
        <section class="callout">
            { icon(Symbol::Question) }
            <div>
                <p>{ said.here() }{ " " }{ how }</p>
                <div class="outcome__actions">
                    if !is_here {
                        <Button onclick={dispatch.reform(move |()| call::Action::LookAsked(task, service).into())}>
                            { texts::LEFT_OPEN_FORM.here() }
                        </Button>
                    }
                    <Button kind={ButtonKind::Quiet}
                        onclick={dispatch.reform(move |()| call::Action::LeftOpenDismissed(task, service).into())}>
                        { texts::LEFT_OPEN_KNOWN.here() }
                    </Button>
                </div>
            </div>
        </section>
    }
}

fn result(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let Some(outcome) = model.outcome() else { return Html::default() };
    let onremedy = dispatch.reform(|action| call::Action::RemedyChosen(action).into());
    let resolution = model.resolution();
    let found = resolution.and_then(|resolution| resolution.finding);
    let good = outcome.problem.is_none() && found.is_none_or(|finding| finding == Finding::AsAsked);
    html! {
        <OutcomePanel outcome={outcome.clone()} subject={wording(model.form.task).name.here()} {onremedy}
            is_sought=true own_way={resolution.is_some()}>
            if let Some(finding) = found { <p>{ finding.text().here() }</p> }
            if good { <p>{ consequence(model.form.task, model.has_new_key()).here() }</p> }
            if let Some(resolution) = resolution.filter(|_| found.is_none()) {
                { way_to_find_out(resolution, model.running().is_some(), dispatch) }
            }
        </OutcomePanel>
    }
}

/// The next question, what its answers mean, and the button that asks it.
fn way_to_find_out(resolution: &Resolution, busy: bool, dispatch: &Callback<Action>) -> Html {
    let question = resolution.question;
    let kind =
        if question.kills_admin_key(resolution.endpoint) { ButtonKind::Danger } else { ButtonKind::Primary };
    let resolve = dispatch.reform(|()| call::Action::ResolveAsked.into());
    html! {
        <div class="outcome__way">
            if let Some(problem) = &resolution.problem {
                <p><strong>{ texts::STILL_UNKNOWN.here() }</strong>{ " " }{ problem.entry().cause.here() }</p>
            }
            <p>{ question.meaning(resolution.endpoint).here() }</p>
            <p>{ texts::UNTIL_THEN.here() }</p>
            <div class="outcome__actions">
                <Button {kind} {busy} progress={common::ASKING.here()} onclick={resolve}>{ question.label().here() }</Button>
                <Button kind={ButtonKind::Quiet} {busy} onclick={dispatch.reform(|()| call::Action::LeftUnknown.into())}>
                    { texts::LEAVE_UNKNOWN.here() }
                </Button>
            </div>
        </div>
    }
}

const fn consequence(task: Task, has_new_key: bool) -> Text {
    match (task, has_new_key) {
        (Task::Register, _) => texts::REGISTERED,
        (Task::ChangeSecret, false) => texts::CHANGED,
        (Task::ChangeSecret, true) => texts::CHANGED_WITH_KEY,
        (Task::Regenerate, _) => texts::REGENERATED,
    }
}

fn issued(model: &AdminKeyPage) -> Html {
    let Some(issued) = model.issued.as_ref().filter(|_| !model.shows_once()) else {
        return Html::default();
    };
    html! {
        <p class="note">
            { icon(Symbol::Key) }
            <span>
                { texts::LAST_KEY.here() }{ " " }<code>{ issued.fingerprint.as_str() }</code>
                { texts::Issued { time: &clock(issued.at) }.here() }
            </span>
        </p>
    }
}

/// A form of its own, since any admin key may be tested, at any time.
fn probe_form(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(probe::Action::Asked.into());
        }
    };
    let fault = model.form.fault(Field::AdminKey).map(|code| {
        let entry = catalogue::entry(code, EndpointId::ReadSettings);
        AttrValue::from(format!("{} {}", entry.cause.here(), entry.remedy.here()))
    });
    let busy = matches!(model.probe, Probe::Asking(_));
    html! {
        <details class="card">
            <summary>{ texts::TEST_TITLE.here() }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <SecretField id={ids::admin_key_field(Field::AdminKey)} label={shell::ADMIN_KEY.here()}
                    hint={texts::TEST_HINT.here()}
                    value={model.form.text(Field::AdminKey).clone()} {fault} readonly={busy}
                    oninput={dispatch.reform(|text| form::Action::Edited(Field::AdminKey, text).into())} />
                <div class="form__actions">
                    <Button id={ids::admin_key_focus(Focus::Test)} submit=true {busy} progress={common::ASKING.here()}>{ texts::TEST.here() }</Button>
                </div>
                { probe_result(model, &model.probe, dispatch) }
            </form>
        </details>
    }
}

fn probe_result(model: &AdminKeyPage, probe: &Probe, dispatch: &Callback<Action>) -> Html {
    let onremedy = dispatch.reform(|action| probe::Action::RemedyChosen(action).into());
    html! {
        <div class="result" role="status">
            { match probe {
                Probe::Idle | Probe::Asking(_) => Html::default(),
                Probe::Answered(Ok(()), at) => html! {
                    <InSight since={*at}>
                        <p class="note">{ icon(Symbol::Check) }{ texts::Accepted { time: &clock(*at) }.here() }</p>
                    </InSight>
                },
                Probe::Answered(Err(problem), at) => html! {
                    <InSight since={*at}>
                        { problem_panel_offering(texts::NOT_PROVED.here(), problem, model.probe_remedy(problem), &onremedy) }
                    </InSight>
                },
            } }
        </div>
    }
}

/// Shows an admin key, and a secret that was generated here, until their owner says that they are stored. Drawn by
/// the part, so that no change of page takes it away.
fn one_time_dialog(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let item = |item| model.shown_once(item).map(|shown| one_time_text(model, item, shown, dispatch));
    let (title, lead) = match (&model.one_time, &model.one_time_secret) {
        (Some(_), Some(_)) => (texts::YOUR_KEY_AND_SECRET, texts::ONLY_TIME_BOTH),
        (None, Some(_)) => (texts::YOUR_SECRET, texts::ONLY_TIME_SECRET),
        (_, None) => (texts::YOUR_KEY, texts::ONLY_TIME),
    };
    html! {
        <Dialog labelled_by="one-time-title">
            <h2 id="one-time-title">{ title.here() }</h2>
            <p>{ lead.here() }</p>
            { for item(OneTimeItem::AdminKey) }
            { for item(OneTimeItem::Secret) }
            // At the end: what a test tells moves no button.
            if let Some(key) = &model.one_time { { probe_result(model, &key.probe, dispatch) } }
        </Dialog>
    }
}

fn one_time_text(
    model: &AdminKeyPage,
    item: OneTimeItem,
    shown: &OneTimeText,
    dispatch: &Callback<Action>,
) -> Html {
    let press = |action: fn(OneTimeItem) -> one_time::Action| dispatch.reform(move |()| action(item).into());
    let (label, not_copied) = match item {
        OneTimeItem::AdminKey => (shell::ADMIN_KEY, texts::KEY_NOT_COPIED),
        OneTimeItem::Secret => (texts::SECRET, common::SECRET_NOT_COPIED),
    };
    let said = match (shown.is_stored(), shown.copied, shown.downloaded) {
        (true, ..) => texts::STORED_GONE.here(),
        (false, None, false) => "",
        (false, None, true) => texts::DOWNLOADED.here(),
        (false, Some(Ok(())), _) => common::COPIED.here(),
        (false, Some(Err(CopyFailed)), _) => not_copied.here(),
    };
    let (id, busy) = (ids::one_time(item), shown.is_stored());
    // Where there are two, the name of a button says which one it is for.
    let of = |text: Text| {
        model
            .shows_both_once()
            .then(|| AttrValue::from(texts::OfItem { action: text.here(), item: label.here() }.here()))
    };
    html! {
        <div class="form">
            <div class="field">
                <label class="field__label" for={id}>{ label.here() }</label>
                <div class="secret">
                    <input {id} class="input input--code" type="text" readonly=true autocomplete="off"
                        value={shown.text.expose().to_owned()} />
                </div>
                <p class="dialog__status" role="status">{ said }</p>
            </div>
            <div class="form__actions">
                <Button kind={ButtonKind::Primary} icon={if shown.copied == Some(Ok(())) { Symbol::Check } else { Symbol::Copy }}
                    label={of(common::COPY)} {busy} onclick={press(one_time::Action::CopyAsked)}>{ common::COPY.here() }</Button>
                <Button label={of(texts::DOWNLOAD)} {busy} onclick={press(one_time::Action::DownloadAsked)}>{ texts::DOWNLOAD.here() }</Button>
                if let Some(key) = model.one_time.as_ref().filter(|_| item == OneTimeItem::AdminKey) {
                    <Button id={ids::admin_key_focus(Focus::TestShown)} onclick={dispatch.reform(|()| probe::Action::Asked.into())}
                        busy={busy || matches!(key.probe, Probe::Asking(_))}>{ texts::TEST.here() }</Button>
                }
                <Button label={of(texts::STORED)} {busy} onclick={press(one_time::Action::Stored)}>{ texts::STORED.here() }</Button>
            </div>
        </div>
    }
}
