//! The form to sign in to the vault, in the page and above it, and who is signed in.

use latchboard_console::sign_in::{Action, Attempt, Session, SignIn, SignInField};
use latchboard_contract::Secret;
use latchboard_contract::validate::CredentialKind;
use latchboard_texts::api_secrets as texts;
use yew::prelude::*;

use crate::i18n::Here;
use crate::store::Dispatch;
use crate::ui::{Button, ButtonKind, Dialog, Field, SecretField, ids, misplaced, problem_panel_offering};

pub(super) fn sign_in(model: &SignIn, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            <form class="card form" novalidate=true onsubmit={submit(dispatch, || Action::Asked)}>
                <h2 class="card__title">{ texts::SIGN_IN_TITLE.here() }</h2>
                <p class="field__hint">{ texts::SIGN_IN_HINT.here() }</p>
                { sign_in_fields(model, dispatch) }
                <div class="form__actions">{ sign_in_button(model) }</div>
            </form>
            { not_signed_in(model) }
        </>
    }
}

/// The same above a page: nothing of it is lost with the token.
pub(super) fn sign_in_above(model: &SignIn, dispatch: &Callback<Action>) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    let close = dispatch.reform(|()| Action::AboveClosed);
    let (title, hint) = match &model.session {
        Session::SignedIn(_) => (texts::AGAIN_TITLE, texts::AGAIN_HINT),
        Session::SignedOut => (texts::SIGN_IN_TITLE, texts::SIGN_IN_HINT),
    };
    html! {
        <Dialog labelled_by="sign-in-above" onescape={close.clone()}>
            <form class="form" novalidate=true onsubmit={submit(dispatch, || Action::Asked)}>
                <h2 id="sign-in-above">{ title.here() }</h2>
                <p class="field__hint">{ hint.here() }</p>
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

fn sign_in_fields(model: &SignIn, dispatch: &Callback<Action>) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    let edit = |field| dispatch.reform(move |text: String| Action::Edited(field, Secret::new(text)));
    let fault = |field| model.fault(field).map(|_| AttrValue::Static(texts::NEEDED.here()));
    let (id, secret, tenant) = (SignInField::ClientId, SignInField::ClientSecret, SignInField::Tenant);
    html! {
        <>
            <Field id={ids::sign_in_field(id)} label={texts::CLIENT_ID.here()} required=true readonly={busy}
                hint={misplaced(&model.form.client_id, CredentialKind::ClientId, model.doubt)}
                value={model.form.client_id.clone()} oninput={edit(id)} fault={fault(id)} />
            <SecretField id={ids::sign_in_field(secret)} label={texts::CLIENT_SECRET.here()} readonly={busy}
                value={model.form.client_secret.clone()} fault={fault(secret)}
                oninput={dispatch.reform(move |text| Action::Edited(secret, text))} />
            <Field id={ids::sign_in_field(tenant)} label={texts::TENANT.here()} readonly={busy}
                hint={texts::TENANT_HINT.here()}
                value={model.form.tenant.clone()} oninput={edit(tenant)} />
        </>
    }
}

fn sign_in_button(model: &SignIn) -> Html {
    let busy = matches!(model.attempt, Attempt::Asking(_));
    html! {
        <Button kind={ButtonKind::Primary} submit=true {busy} progress={texts::SIGNING_IN.here()}>{ texts::SIGN_IN.here() }</Button>
    }
}

/// Why the last attempt failed. The form's own button is the way to try again.
fn not_signed_in(model: &SignIn) -> Html {
    html! {
        <div class="result" role="status">
            if let Attempt::Typing(Some(problem)) = &model.attempt {
                { problem_panel_offering(texts::NOT_SIGNED_IN.here(), problem, None, &Callback::noop()) }
            }
        </div>
    }
}

/// Sends the form to the model and not to the server.
pub(super) fn submit<A: 'static, P: Into<A> + 'static>(
    dispatch: &Callback<A>,
    action: fn() -> P,
) -> Callback<SubmitEvent> {
    dispatch.sends(move |event: SubmitEvent| {
        event.prevent_default();
        action()
    })
}
