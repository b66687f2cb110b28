//! *API secrets*: sign in to the vault, list, create, switch on and off.

use std::rc::Rc;

use latchboard_console::admin_key::CopyFailed;
use latchboard_console::api_secrets::{
    Action, ApiSecretsPage, CreateField, CreateForm, Details, Fault, Session, SignInField, State,
};
use latchboard_console::{Outcome, OutcomeKind};
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{ApiSecret, EndpointId, ListedApiSecret};
use latchboard_contract::error::{Code, RemedyAction, catalogue};
use latchboard_contract::validate::Identifier;
use yew::prelude::*;

use crate::effects;
use crate::i18n::Here;
use crate::parts::PartProps;
use crate::route::Route;
use crate::store::use_store;
use crate::ui::{
    Button, ButtonKind, Dialog, Field, Heading, OutcomePanel, SecretField, Symbol, clock, icon, ids,
    problem_panel,
};

/// More rows than this are not drawn at once: the page would stop answering the keyboard.
const MOST_ROWS: usize = 200;

/// The part that has this page.
#[component]
pub fn VaultPart(props: &PartProps) -> Html {
    let run = {
        let services = props.services.clone();
        let latest_search = Rc::default();
        use_callback((), move |(effect, dispatch): (Rc<_>, _), ()| {
            effects::api_secrets::run(&services, &latest_search, &effect, dispatch);
        })
    };
    let (model, dispatch) = use_store(ApiSecretsPage::default, run);
    match props.address.route {
        Route::ApiSecrets => api_secrets(&model, &dispatch),
        _ => Html::default(),
    }
}

fn api_secrets(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    html! {
        <div class="page page--wide">
            <header class="page__head">
                <Heading text="API secrets" />
                <p class="page__lead">
                    { "Switch stored API secrets off and on. The vault's list does not say which are active: a state is shown once a call has proved it." }
                </p>
            </header>
            { match &model.session {
                Session::SignedIn(client_id) => signed_in(model, dispatch, client_id),
                Session::SignedOut(_) | Session::SigningIn(_) => sign_in(model, dispatch),
            } }
            if let Some(form) = &model.create { { create_dialog(form, dispatch) } }
            if let Some(details) = &model.details { { details_dialog(details, dispatch) } }
        </div>
    }
}

fn sign_in(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let busy = matches!(model.session, Session::SigningIn(_));
    let onsubmit = submit(dispatch, || Action::SignInAsked);
    let edit = |field| dispatch.reform(move |text: String| Action::SignInEdited(field, Secret::new(text)));
    let fault = |field| model.sign_in_fault(field).map(|_| AttrValue::from("This is needed to sign in."));
    let (id, secret, tenant) = (SignInField::ClientId, SignInField::ClientSecret, SignInField::Tenant);
    html! {
        <>
            <form class="card form" novalidate=true {onsubmit}>
                <h2 class="card__title">{ "Sign in to the vault" }</h2>
                <p class="field__hint">{ "With an access key: its client id and client secret. The token stays in this page's memory and is gone when you close it." }</p>
                <Field id={ids::sign_in_field(id)} label="Client id" required=true readonly={busy}
                    value={model.sign_in.client_id.clone()} oninput={edit(id)} fault={fault(id)} />
                <SecretField id={ids::sign_in_field(secret)} label="Client secret" readonly={busy}
                    value={model.sign_in.client_secret.clone()} fault={fault(secret)}
                    oninput={dispatch.reform(move |text| Action::SignInEdited(secret, text))} />
                <Field id={ids::sign_in_field(tenant)} label="Tenant" readonly={busy}
                    hint="Only where one address serves several tenants: the exact sub-domain."
                    value={model.sign_in.tenant.clone()} oninput={edit(tenant)} />
                <div class="form__actions">
                    <Button kind={ButtonKind::Primary} submit=true {busy}>{ if busy { "Signing in…" } else { "Sign in" } }</Button>
                </div>
            </form>
            <div class="result" role="status">
                if let Session::SignedOut(Some(problem)) = &model.session {
                    { problem_panel("Not signed in", problem, &sign_in_remedy(dispatch)) }
                }
            </div>
        </>
    }
}

/// On the sign-in form itself, “sign in again” can only mean to correct what was typed.
fn sign_in_remedy(dispatch: &Callback<Action>) -> Callback<RemedyAction> {
    dispatch.reform(|action| match action {
        RemedyAction::SignIn => Action::SignInAsked,
        action => Action::RemedyChosen(action, None),
    })
}

fn signed_in(model: &ApiSecretsPage, dispatch: &Callback<Action>, client_id: &str) -> Html {
    let onsearch = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                dispatch.emit(Action::Searched(input.value()));
            }
        }
    };
    html! {
        <>
            <div class="toolbar">
                <div class="toolbar__search">
                    <label class="visually-hidden" for="search">{ "Search by name or identifier" }</label>
                    <input id="search" class="input" type="search" placeholder="Search by name or identifier" autocomplete="off"
                        value={model.shown.query.search.clone()} oninput={onsearch} />
                </div>
                <Button icon={Symbol::Refresh} busy={model.list.pending.is_some()} onclick={dispatch.reform(|()| Action::RefreshAsked)}>
                    { "Refresh" }
                </Button>
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.reform(|()| Action::CreateOpened)}>
                    { "New API secret" }
                </Button>
                <div class="toolbar__session">
                    <span>{ "Signed in as " }<code>{ client_id.to_owned() }</code></span>
                    <Button kind={ButtonKind::Quiet} onclick={dispatch.reform(|()| Action::SignOutAsked)}>{ "Sign out" }</Button>
                </div>
            </div>
            <div class="result" role="status">
                if let Some(problem) = &model.list.error {
                    { problem_panel("The list could not be loaded", problem, &dispatch.reform(|action| Action::RemedyChosen(action, None))) }
                }
                if let Some(written) = &model.created {
                    <p class="note">{ icon(Symbol::Check) }{ format!("Stored “{}” with identifier {}.", written.stored.name, written.stored.identifier) }</p>
                }
                { latest_good(model) }
            </div>
            { list(model, dispatch) }
            { by_identifier(model, dispatch) }
        </>
    }
}

/// The good outcomes are told in one line: the row shows the new state anyway.
fn latest_good(model: &ApiSecretsPage) -> Html {
    let Some((row, state, outcome)) = model.latest_good() else { return Html::default() };
    let what = match (outcome.kind, state) {
        (OutcomeKind::AlreadySo, State::Active) => "was already active",
        (OutcomeKind::AlreadySo, State::Inactive) => "was already inactive",
        (_, State::Active) => "is active now",
        (_, State::Inactive) => "is inactive now",
    };
    html! {
        <p class="note">{ icon(Symbol::Check) }{ format!("“{}” (ID {}) {what}, confirmed at {}.", row.name, row.identifier, clock(outcome.at)) }</p>
    }
}

fn list(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let Some(all) = &model.list.data else {
        let waiting = model.list.pending.is_some();
        return if waiting {
            html! { <p class="empty">{ "Loading the list…" }</p> }
        } else {
            Html::default()
        };
    };
    if all.is_empty() {
        return html! {
            <div class="empty">
                { icon(Symbol::Vault) }
                <h2>{ "No API secrets yet" }</h2>
                <p>{ "What this access key may see appears here. Store the first one, or sign in with another access key." }</p>
                <Button kind={ButtonKind::Primary} icon={Symbol::Plus} onclick={dispatch.reform(|()| Action::CreateOpened)}>{ "New API secret" }</Button>
            </div>
        };
    }
    let found = model.matches().count();
    let count = match (found == all.len(), found > MOST_ROWS) {
        (true, false) => format!("{found} API secrets"),
        (false, false) => format!("{found} of {} API secrets match", all.len()),
        (_, true) => format!("The first {MOST_ROWS} of {found}. Search to narrow the list down."),
    };
    html! {
        <div class="table-frame">
            <p class="table-frame__count" role="status">{ count }</p>
            <table class="table" aria-label="API secrets">
                <thead>
                    <tr>
                        <th scope="col" class="table__number">{ "ID" }</th>
                        <th scope="col">{ "Name" }</th>
                        <th scope="col" class="table__access">{ "Access" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col" class="table__actions">{ "Switch" }</th>
                    </tr>
                </thead>
                { for model.matches().take(MOST_ROWS).map(|row| table_row(model, dispatch, row)) }
            </table>
            if found == 0 {
                <p class="empty">{ "No API secret matches the search." }</p>
            }
        </div>
    }
}

fn table_row(model: &ApiSecretsPage, dispatch: &Callback<Action>, row: &ListedApiSecret) -> Html {
    let identifier = Identifier::parse(&row.identifier).ok();
    let outcome = identifier.as_ref().and_then(|identifier| model.outcome(identifier));
    // The one that was switched by its number is reported there.
    let elsewhere = matches!((&model.by_identifier, &identifier), (Some(Ok(by)), Some(own)) if by == own);
    let trouble = outcome.filter(|(_, outcome)| outcome.problem.is_some() && !elsewhere);
    html! {
        <tbody key={row.identifier.clone()}>
            <tr>
                <td class="table__number"><code>{ &row.identifier }</code></td>
                <th scope="row" class="table__name">{ &row.name }</th>
                <td class="table__access">{ access(row) }</td>
                <td>{ identifier.as_ref().map(|identifier| state(model, identifier)) }</td>
                <td class="table__actions">
                    { identifier.as_ref().map(|identifier| switches(model, dispatch, identifier, row)) }
                </td>
            </tr>
            if let (Some((state, outcome)), Some(identifier)) = (trouble, &identifier) {
                <tr class="table__outcome">
                    <td colspan="5">{ switch_outcome(dispatch, identifier, &row.name, *state, outcome) }</td>
                </tr>
            }
        </tbody>
    }
}

fn access(row: &ListedApiSecret) -> Html {
    let badges = [
        (row.can_view, "view"),
        (row.can_write, "edit"),
        (row.need_justify, "justify"),
        (row.need_approval, "approval"),
    ];
    html! {
        <span class="badges">
            { for badges.into_iter().filter(|(there, _)| *there).map(|(_, name)| html! { <span class="badge">{ name }</span> }) }
        </span>
    }
}

fn state(model: &ApiSecretsPage, identifier: &Identifier) -> Html {
    match model.known(identifier) {
        None => html! { <span class="state state--unknown">{ "Not known yet" }</span> },
        Some(known) => {
            let (class, name) = match known.state {
                State::Active => ("state state--active", "Active"),
                State::Inactive => ("state state--inactive", "Inactive"),
            };
            html! {
                <span class={class}>{ name }{ " " }<time class="state__time">{ clock(known.at) }</time></span>
            }
        }
    }
}

fn switches(
    model: &ApiSecretsPage,
    dispatch: &Callback<Action>,
    identifier: &Identifier,
    row: &ListedApiSecret,
) -> Html {
    let name = &row.name;
    let details = {
        let (id, name) = (identifier.clone(), name.clone());
        dispatch.reform(move |()| Action::DetailsOpened(id.clone(), name.clone()))
    };
    let under_way = model.switching(identifier);
    let switch = |state: State, word: &'static str, progress: &'static str| {
        let id = identifier.clone();
        let onclick = dispatch.reform(move |()| Action::SwitchAsked(id.clone(), state));
        let text = if under_way == Some(state) { progress } else { word };
        html! {
            <Button {onclick} busy={under_way.is_some()} label={format!("{text} {name} (ID {})", identifier.as_str())}>{ text }</Button>
        }
    };
    html! {
        <span class="switches">
            if row.can_write {
                { switch(State::Inactive, "Deactivate", "Deactivating…") }
                { switch(State::Active, "Activate", "Activating…") }
            } else {
                <span class="state state--unknown">{ "View only" }</span>
            }
            <Button kind={ButtonKind::Quiet} onclick={details} label={format!("Details of {name} (ID {})", identifier.as_str())}>
                { "Details" }
            </Button>
        </span>
    }
}

fn switch_outcome(
    dispatch: &Callback<Action>,
    identifier: &Identifier,
    name: &str,
    state: State,
    outcome: &Outcome,
) -> Html {
    let verb = match state {
        State::Active => "Activate",
        State::Inactive => "Deactivate",
    };
    let (for_remedy, for_dismiss) = (identifier.clone(), identifier.clone());
    html! {
        <OutcomePanel outcome={outcome.clone()} subject={format!("{verb} {name}")}
            onremedy={dispatch.reform(move |action| Action::RemedyChosen(action, Some(for_remedy.clone())))}
            ondismiss={dispatch.reform(move |()| Action::OutcomeDismissed(for_dismiss.clone()))} />
    }
}

fn by_identifier(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let fault = match &model.by_identifier {
        Some(Err(code)) => {
            let entry = catalogue::entry(*code, EndpointId::Deactivate);
            Some(AttrValue::from(format!("{} {}", entry.cause.here(), entry.remedy.here())))
        }
        _ => None,
    };
    let switched = model.by_identifier.as_ref().and_then(|by| by.as_ref().ok());
    let busy = switched.is_some_and(|identifier| model.switching(identifier).is_some());
    let outcome = switched.and_then(|identifier| Some((identifier, model.outcome(identifier)?)));
    let switch = |state, word: &'static str| {
        html! {
            <Button {busy} onclick={dispatch.reform(move |()| Action::SwitchByIdentifierAsked(state))}>{ word }</Button>
        }
    };
    html! {
        <section class="card form" aria-labelledby="by-identifier-title">
            <h2 class="card__title" id="by-identifier-title">{ "Switch one by its identifier" }</h2>
            <Field id={ids::IDENTIFIER} label="Identifier" inputmode="numeric" required=true
                hint="The vault's number for it, as in an alert or ticket; not the identifier code."
                value={model.identifier.clone()} oninput={dispatch.reform(Action::IdentifierEdited)} {fault} readonly={busy} />
            <div class="form__actions">
                { switch(State::Inactive, "Deactivate by ID") }
                { switch(State::Active, "Activate by ID") }
            </div>
            <div class="result" role="status">
                if let Some((identifier, (state, outcome))) = outcome {
                    { switch_outcome(dispatch, identifier, &format!("ID {}", identifier.as_str()), *state, outcome) }
                }
            </div>
        </section>
    }
}

fn details_dialog(details: &Details, dispatch: &Callback<Action>) -> Html {
    let busy = details.pending.is_some();
    let close = dispatch.reform(|()| Action::DetailsClosed);
    let id = details.identifier.clone();
    let onremedy = dispatch.reform(move |action| match action {
        RemedyAction::TryAgain => Action::ReadAsked,
        action => Action::RemedyChosen(action, Some(id.clone())),
    });
    html! {
        <Dialog labelled_by="details-title">
            <h2 id="details-title">{ format!("{} (ID {})", details.name, details.identifier.as_str()) }</h2>
            { match &details.content {
                Some(content) => content_of(content, details.copied, dispatch),
                None => html! {
                    <div class="callout">
                        { icon(Symbol::Warning) }
                        <p>{ "Opening it counts as a use, and brings its secret into this page. Whoever shares it may see when it was used last." }</p>
                    </div>
                },
            } }
            <div class="result" role="status">
                if let Some(problem) = &details.problem { { problem_panel("It could not be opened", problem, &onremedy) } }
            </div>
            <div class="dialog__actions">
                if details.content.is_none() {
                    <Button kind={ButtonKind::Primary} {busy} onclick={dispatch.reform(|()| Action::ReadAsked)}>
                        { if busy { "Opening…" } else { "Open it" } }
                    </Button>
                }
                <Button onclick={close}>{ "Close" }</Button>
            </div>
        </Dialog>
    }
}

fn content_of(
    content: &ApiSecret,
    copied: Option<Result<(), CopyFailed>>,
    dispatch: &Callback<Action>,
) -> Html {
    let plain = [
        ("URL", &content.url),
        ("Client id", &content.client_id),
        ("Identifier code", &content.identifier_code),
        ("Method", &content.method),
        ("Tags", &content.tags),
        ("Notes", &content.notes),
    ];
    let shared = content.users_allowed.iter().chain(&content.groups_allowed);
    let shared: Vec<_> = shared
        .map(|share| format!("{} ({})", share.name, if share.can_edit { "edit" } else { "view" }))
        .collect();
    let said = match copied {
        None => "",
        Some(Ok(())) => "Copied to the clipboard. Others can read the clipboard too: paste it soon.",
        Some(Err(CopyFailed)) => "The browser did not copy. Show the secret and copy it by hand.",
    };
    html! {
        <>
            <dl class="facts">
                { for plain.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| html! {
                    <><dt>{ name }</dt><dd>{ text }</dd></>
                }) }
                if !shared.is_empty() { <dt>{ "Shared with" }</dt><dd>{ shared.join(", ") }</dd> }
            </dl>
            if let Some(secret) = &content.client_secret {
                <SecretField id={ids::READ_SECRET} label="Client secret" readonly=true oninput={Callback::noop()}
                    value={Rc::new(secret.duplicate())} />
                <p class="dialog__status" role="status">{ said }</p>
                <div class="form__actions">
                    <Button icon={Symbol::Copy} onclick={dispatch.reform(|()| Action::CopyAsked)}>{ "Copy the secret" }</Button>
                </div>
            } else {
                <p class="field__hint">{ "No secret is stored with it." }</p>
            }
        </>
    }
}

fn create_dialog(form: &CreateForm, dispatch: &Callback<Action>) -> Html {
    let busy = form.pending.is_some();
    let onsubmit = submit(dispatch, || Action::CreateAsked);
    html! {
        <Dialog labelled_by="create-title">
            <form class="form" novalidate=true {onsubmit}>
                <h2 id="create-title">{ "New API secret" }</h2>
                { for CreateField::ALL.into_iter().take(3).map(|field| create_field(form, dispatch, field)) }
                <SecretField id={ids::CREATE_SECRET} label="Client secret" required=false readonly={busy}
                    hint="The secret itself. It is stored encrypted."
                    value={form.client_secret.clone()} oninput={dispatch.reform(Action::CreateSecretEdited)} />
                { for CreateField::ALL.into_iter().skip(3).map(|field| create_field(form, dispatch, field)) }
                <div class="result" role="status">
                    if let Some(outcome) = &form.outcome {
                        <OutcomePanel outcome={outcome.clone()} subject="Store"
                            onremedy={dispatch.reform(|action| match action {
                                RemedyAction::TryAgain => Action::CreateAsked,
                                action => Action::RemedyChosen(action, None),
                            })} />
                    }
                </div>
                <div class="dialog__actions">
                    <Button kind={ButtonKind::Primary} submit=true {busy}>{ if busy { "Storing…" } else { "Store" } }</Button>
                    <Button {busy} onclick={dispatch.reform(|()| Action::CreateClosed)}>{ "Cancel" }</Button>
                </div>
            </form>
        </Dialog>
    }
}

fn create_field(form: &CreateForm, dispatch: &Callback<Action>, field: CreateField) -> Html {
    let (label, hint) = match field {
        CreateField::Name => ("Name", None),
        CreateField::Url => ("URL", Some("Where the secret is used; free text.")),
        CreateField::ClientId => ("Client id", Some("Who uses the secret.")),
        CreateField::IdentifierCode => (
            "Identifier code",
            Some("A code of your own, unique among yours. With it, storing twice by accident is refused."),
        ),
        CreateField::Method => ("Method", Some("The HTTP method it is used with; free text.")),
        CreateField::Tags => ("Tags", Some("Separated by commas.")),
        CreateField::Notes => ("Notes", None),
    };
    let cause = |code: Code| catalogue::entry(code, EndpointId::CreateApiSecret).cause.here();
    let is_missing = form.shown_faults().contains(&Fault::Missing(field));
    let fault = is_missing.then(|| cause(Code::FieldMissing));
    html! {
        <Field key={ids::create_field(field)} id={ids::create_field(field)} {label} hint={hint.map(AttrValue::from)}
            required={field.is_required()} readonly={form.pending.is_some()} multiline={field == CreateField::Notes}
            value={form.text(field).to_owned()} fault={fault.map(AttrValue::from)}
            oninput={dispatch.reform(move |text| Action::CreateEdited(field, text))} />
    }
}

fn submit(dispatch: &Callback<Action>, action: fn() -> Action) -> Callback<SubmitEvent> {
    dispatch.reform(move |event: SubmitEvent| {
        event.prevent_default();
        action()
    })
}
