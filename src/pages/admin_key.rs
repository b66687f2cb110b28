//! *Admin key*: register, change the secret, regenerate; and the dialog that shows a key once.

use latchboard_console::Inquiry;
use latchboard_console::admin_key::{Action, AdminKeyPage, CopyFailed, Field, OneTimeKey, Probe, Task};
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::error::{Code, catalogue};
use latchboard_contract::validate::{Level, Strength, Warning, WarningKind};
use yew::prelude::*;

use crate::route::Route;
use crate::ui::{
    Button, ButtonKind, Dialog, LANGUAGE, Open, OutcomePanel, SecretField, Symbol, clock, icon, ids, link,
    problem_panel,
};

/// The page.
pub fn admin_key(model: &AdminKeyPage, dispatch: &Callback<Action>, open: &Open) -> Html {
    let busy = model.running().is_some();
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.emit(Action::SubmitAsked);
        }
    };
    let wording = wording(model.task);
    html! {
        <div class="page">
            <header class="page__head">
                <h1>{ "Admin key" }</h1>
                <p class="page__lead">
                    { "Your customer secret proves who you are; the admin key made from it manages your data. The server shows an admin key once and never again." }
                </p>
            </header>
            <nav class="tabs" aria-label="Task">{ for Task::ALL.map(|task| tab(task, model.task, open)) }</nav>
            <form class="card form" novalidate=true {onsubmit}>
                <div class="callout">
                    { icon(Symbol::Warning) }
                    <p><strong>{ wording.effect_title }</strong>{ " " }{ wording.effect }</p>
                </div>
                { service_choice(model, dispatch) }
                { for model.fields().iter().map(|field| secret_field(model, dispatch, *field)) }
                <div class="form__actions">
                    <Button kind={ButtonKind::Primary} submit=true {busy}>
                        { if busy { "Waiting for the server…" } else { wording.submit } }
                    </Button>
                </div>
            </form>
            <div class="result" role="status">{ result(model, dispatch) }</div>
            { issued(model) }
            { probe_form(model, dispatch) }
        </div>
    }
}

struct Wording {
    name: &'static str,
    submit: &'static str,
    effect_title: &'static str,
    effect: &'static str,
}

const fn wording(task: Task) -> Wording {
    match task {
        Task::Register => Wording {
            name: "Register",
            submit: "Register secret",
            effect_title: "Works once per account.",
            effect: "The secret you register now is the only proof that you own the admin key: keep it. A second registration is refused.",
        },
        Task::ChangeSecret => Wording {
            name: "Change secret",
            submit: "Change secret",
            effect_title: "The present secret stops working the moment you confirm.",
            effect: "The admin key normally lives on; if the server sends a new one, it is shown once.",
        },
        Task::Regenerate => Wording {
            name: "Regenerate",
            submit: "Regenerate admin key",
            effect_title: "The present admin key dies the moment you confirm; there is no grace.",
            effect: "Whatever uses it fails until it gets the new one. The secret stays as it is.",
        },
    }
}

fn tab(task: Task, current: Task, open: &Open) -> Html {
    link(Route::AdminKey { task }, task == current, "tabs__tab", open, html! { wording(task).name })
}

fn service_choice(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let option = |service: Service, name: &'static str| {
        let onchange = dispatch.reform(move |_: Event| Action::ServiceChosen(service));
        html! {
            <label class="choice__option">
                <input type="radio" name="service" checked={model.service == service} {onchange} />
                <span>{ name }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class="field__label">{ "Service" }</legend>
            <div class="choice__options">
                { option(Service::LocationHistory, "Location History") }
                { option(Service::Geofencing, "Geofencing") }
            </div>
        </fieldset>
    }
}

fn secret_field(model: &AdminKeyPage, dispatch: &Callback<Action>, field: Field) -> Html {
    let (label, hint) = match (field, model.task) {
        (Field::ApiKey, _) => ("API key", "Of the account; kept in this page's memory only."),
        (Field::Secret, Task::Register) => {
            ("Customer secret", "Any text up to 4,096 bytes. It is sent exactly as typed.")
        }
        (Field::Secret, Task::ChangeSecret) => ("Present secret", "The one that is registered now."),
        (Field::Secret, Task::Regenerate) => ("Customer secret", "The one that is registered."),
        (Field::NewSecret, _) => {
            ("New secret", "Any text up to 4,096 bytes that differs from the present one.")
        }
        (Field::AdminKey, _) => ("Admin key", "The one that the server gave last."),
    };
    html! {
        <SecretField key={ids::admin_key_field(field)} id={ids::admin_key_field(field)} {label} {hint}
            value={model.text(field).clone()}
            oninput={dispatch.reform(move |text| Action::Edited(field, text))}
            fault={model.fault(field).map(fault)}
            warning={warning(&model.warnings(field))}
            readonly={model.running().is_some()}
            revealed={model.generated.is_some_and(|generated| generated.field == field)}>
            { about_secret(model, dispatch, field) }
        </SecretField>
    }
}

/// Strength, fingerprint, and the way to a better one.
fn about_secret(model: &AdminKeyPage, dispatch: &Callback<Action>, field: Field) -> Html {
    let chosen = matches!((field, model.task), (Field::NewSecret, _) | (Field::Secret, Task::Register));
    let generated = model.generated.filter(|generated| generated.field == field);
    html! {
        <>
            if let Some(strength) = model.strength(field) { { meter(strength) } }
            if let Some(fingerprint) = model.fingerprint(field) {
                <p class="field__hint">{ "Fingerprint " }<code>{ fingerprint.as_str() }</code></p>
            }
            if chosen {
                <div class="field__tools">
                    <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(move |()| Action::GenerateAsked(field))}>
                        { "Generate a secret" }
                    </Button>
                    if let Some(generated) = generated {
                        <Button kind={ButtonKind::Quiet} icon={Symbol::Copy} onclick={dispatch.reform(|()| Action::CopyGeneratedAsked)}>
                            { "Copy the secret" }
                        </Button>
                        <p class="field__hint" role="status">{ match generated.copied {
                            None => "Store it before you go on: it is shown nowhere later.",
                            Some(Ok(())) => "Copied to the clipboard. Store it before you go on.",
                            Some(Err(CopyFailed)) => "The browser did not copy. The secret is selected: copy it by hand.",
                        } }</p>
                    }
                </div>
            }
        </>
    }
}

/// The estimate as a bar of five parts, and in words.
fn meter(strength: Strength) -> Html {
    let level = Level::ALL.iter().position(|level| *level == strength.level).unwrap_or_default();
    let reason = strength.reason.map(|reason| reason.text().in_(LANGUAGE));
    html! {
        <p class="meter" data-level={level.to_string()}>
            <span class="meter__bar" aria-hidden="true">{ for Level::ALL.iter().map(|_| html! { <span /> }) }</span>
            <span>{ "Strength: " }<strong>{ strength.level.text().in_(LANGUAGE) }</strong></span>
            if let Some(reason) = reason { <span class="meter__reason">{ reason }</span> }
        </p>
    }
}

/// Cause and remedy of a fault in a form; they are the same at every endpoint.
fn fault(code: Code) -> AttrValue {
    let entry = catalogue::entry(code, EndpointId::Register);
    format!("{} {}", entry.cause.in_(LANGUAGE), entry.remedy.in_(LANGUAGE)).into()
}

/// All warnings in one text. A weak secret is passed over: while it is being typed, every one is.
fn warning(warnings: &[Warning]) -> Option<AttrValue> {
    let kinds = warnings.iter().map(|warning| warning.kind).filter(|kind| *kind != WarningKind::Weak);
    let texts: Vec<_> = kinds.map(|kind| kind.text().in_(LANGUAGE)).collect();
    (!texts.is_empty()).then(|| texts.join(" ").into())
}

fn result(model: &AdminKeyPage, dispatch: &Callback<Action>) -> Html {
    let Some(outcome) = model.outcome() else { return Html::default() };
    let onremedy = dispatch.reform(Action::RemedyChosen);
    let inquiry = model.inquiry();
    let found = inquiry.and_then(|inquiry| inquiry.finding);
    let good = outcome.problem.is_none() && found.is_none();
    html! {
        <OutcomePanel outcome={outcome.clone()} subject={wording(model.task).name} {onremedy} own_way={inquiry.is_some()}>
            if good { <p>{ consequence(model.task) }</p> }
            if let Some(finding) = found { <p>{ finding.text().in_(LANGUAGE) }</p> }
            if let Some(inquiry) = inquiry.filter(|_| found.is_none()) {
                { way_to_find_out(inquiry, model.running().is_some(), dispatch) }
            }
        </OutcomePanel>
    }
}

/// The next question, what its answers mean, and the button that asks it.
fn way_to_find_out(inquiry: &Inquiry, busy: bool, dispatch: &Callback<Action>) -> Html {
    let question = inquiry.question;
    let kind =
        if question.kills_admin_key(inquiry.endpoint) { ButtonKind::Danger } else { ButtonKind::Secondary };
    let resolve = dispatch.reform(|()| Action::ResolveAsked);
    html! {
        <div class="outcome__way">
            if let Some(problem) = &inquiry.problem {
                <p><strong>{ "Still unknown. " }</strong>{ problem.entry().cause.in_(LANGUAGE) }</p>
            }
            <p>{ question.meaning(inquiry.endpoint).in_(LANGUAGE) }</p>
            <div class="outcome__actions">
                <Button {kind} {busy} onclick={resolve}>
                    { if busy { "Asking…" } else { question.label().in_(LANGUAGE) } }
                </Button>
            </div>
        </div>
    }
}

const fn consequence(task: Task) -> &'static str {
    match task {
        Task::Register => "The secret is registered, and the admin key was shown.",
        Task::ChangeSecret => {
            "The new secret is in force. The admin key lives on, unless a new one was shown just now."
        }
        Task::Regenerate => "The new admin key is in force, and the one before it is dead.",
    }
}

fn issued(model: &AdminKeyPage) -> Html {
    let Some(issued) = model.issued.as_ref().filter(|_| model.one_time.is_none()) else {
        return Html::default();
    };
    html! {
        <p class="note">
            { icon(Symbol::Key) }
            <span>
                { "Last admin key: fingerprint " }<code>{ issued.fingerprint.as_str() }</code>
                { format!(", issued at {}. The key itself is no longer in this page.", clock(issued.at)) }
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
            dispatch.emit(Action::ProbeAsked);
        }
    };
    let fault = model.fault(Field::AdminKey).map(|code| {
        let entry = catalogue::entry(code, EndpointId::ReadSettings);
        AttrValue::from(format!("{} {}", entry.cause.in_(LANGUAGE), entry.remedy.in_(LANGUAGE)))
    });
    let busy = matches!(model.probe, Probe::Asking(_));
    html! {
        <details class="card">
            <summary>{ "Test an admin key" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <SecretField id={ids::admin_key_field(Field::AdminKey)} label="Admin key"
                    hint="Reads the settings with it and with the API key above; changes nothing."
                    value={model.text(Field::AdminKey).clone()} {fault} readonly={busy}
                    oninput={dispatch.reform(|text| Action::Edited(Field::AdminKey, text))} />
                <div class="form__actions">
                    <Button submit=true {busy}>{ if busy { "Asking…" } else { "Test this admin key" } }</Button>
                </div>
                if model.one_time.is_none() { { probe_result(&model.probe, dispatch) } }
            </form>
        </details>
    }
}

fn probe_result(probe: &Probe, dispatch: &Callback<Action>) -> Html {
    let onremedy = dispatch.reform(Action::RemedyChosen);
    html! {
        <div class="result" role="status">
            { match probe {
                Probe::Idle | Probe::Asking(_) => Html::default(),
                Probe::Told(Ok(()), at) => html! {
                    <p class="note">{ icon(Symbol::Check) }{ format!("The server accepted the key at {}.", clock(*at)) }</p>
                },
                Probe::Told(Err(problem), _) => problem_panel("The key could not be proved", problem, &onremedy),
            } }
        </div>
    }
}

/// Shows an admin key until its owner says that it is stored. Drawn by the shell, so that no
/// change of page takes it away.
pub fn one_time_key_dialog(shown: &OneTimeKey, probe: &Probe, dispatch: &Callback<Action>) -> Html {
    let test = dispatch.reform(|()| Action::ProbeAsked);
    let copy = dispatch.reform(|()| Action::CopyAsked);
    let stored = dispatch.reform(|()| Action::KeyStored);
    let said = match shown.copied {
        None => "",
        Some(Ok(())) => "Copied to the clipboard. Others can read the clipboard too: paste it soon.",
        Some(Err(CopyFailed)) => "The browser did not copy. The key is selected: copy it by hand.",
    };
    let is_copied = shown.copied == Some(Ok(()));
    html! {
        <Dialog labelled_by="one-time-title">
            <h2 id="one-time-title">{ "Your admin key" }</h2>
            <p>{ "This is the only time it is shown. Store it in your vault before you close this." }</p>
            <label class="field__label" for={ids::ONE_TIME_KEY}>{ "Admin key" }</label>
            <div class="secret">
                <input id={ids::ONE_TIME_KEY} class="input input--code" type="text" readonly=true autocomplete="off"
                    value={shown.key.expose().to_owned()} />
            </div>
            <p class="dialog__status" role="status">{ said }</p>
            { probe_result(probe, dispatch) }
            <div class="dialog__actions">
                <Button kind={ButtonKind::Primary} icon={if is_copied { Symbol::Check } else { Symbol::Copy }} onclick={copy}>
                    { "Copy" }
                </Button>
                <Button onclick={test} busy={matches!(probe, Probe::Asking(_))}>{ "Test this admin key" }</Button>
                <Button onclick={stored}>{ "I have stored it" }</Button>
            </div>
        </Dialog>
    }
}
