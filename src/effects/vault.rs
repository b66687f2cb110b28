//! What the pages behind the vault's sign-in want done.

use std::rc::Rc;

use latchboard_client::Vault;
use latchboard_client::transport::Browser;
use latchboard_console::journal::{Entry, Target};
use latchboard_console::sign_in;
use latchboard_console::vault::{Action, Effect};
use latchboard_contract::endpoint::{Credentials, EndpointId, Family};
use latchboard_contract::error::{Code, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;

use super::context::Context;
use super::{api_secrets, bulk, focus, leak, ledger};
use crate::clock::now;

pub fn run(context: &Context, effect: Effect, dispatch: &Callback<Action>) {
    match effect {
        Effect::SignIn(effect) => run_sign_in(&context.services, effect, dispatch.reform(Action::SignIn)),
        Effect::ApiSecrets(effect) => api_secrets::run(context, effect, dispatch),
        Effect::Bulk(effect) => bulk::run(context, effect, dispatch.reform(Action::Bulk)),
        Effect::Leak(effect) => leak::run(context, effect, &dispatch.reform(Action::Leak)),
        Effect::Kept(effect) => ledger::run(&context.ledger, effect, dispatch.reform(Action::Kept)),
        Effect::Open(page) => context.services.open.emit(page),
    }
}

fn run_sign_in(services: &Rc<Services>, effect: sign_in::Effect, dispatch: Callback<sign_in::Action>) {
    match effect {
        sign_in::Effect::SignIn { ticket, key, client_secret } => {
            let credentials = Credentials {
                client_id: key.client_id,
                client_secret: client_secret.duplicate(),
                tenant: key.tenant,
            };
            let vault = Rc::new(Vault::new(Browser, services.base(Family::Vault), credentials));
            let (services, sign_ins) = (services.clone(), services.sign_ins());
            spawn_local(async move {
                let mut result = vault.sign_in().await;
                // Somebody may have gone to another server meanwhile, or have forgotten these credentials.
                if services.sign_ins() != sign_ins {
                    result = result.and(Err(Problem::local(EndpointId::Token, Code::NotSignedIn)));
                }
                if result.is_ok() {
                    services.sign_in(Some(vault));
                }
                services.report(Entry::asked(EndpointId::Token, Target::Vault, result.as_ref().err(), now()));
                dispatch.emit(sign_in::Action::Answered(ticket, result));
            });
        }
        sign_in::Effect::SignOut => {
            let vault = services.vault(EndpointId::Token).ok();
            services.sign_in(None);
            // Signed out is who has forgotten the token; that the server forgets it, too, is not waited for.
            spawn_local(async move {
                if let Some(vault) = vault {
                    vault.sign_out().await;
                }
            });
        }
        sign_in::Effect::Focus(field) => focus(ids::sign_in_field(field)),
    }
}
