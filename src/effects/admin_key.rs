//! What the *Admin key* page wants done.

use std::rc::Rc;

use latchboard_client::resolve::{Lost, LostCall, Question};
use latchboard_client::transport::Browser;
use latchboard_client::{LocationHistory, Verdict};
use latchboard_console::admin_key::{Action, Effect, Focus, OneTimeItem, Sent, Task};
use latchboard_console::journal::{Entry, Target};
use latchboard_contract::endpoint::{EndpointId, Family};
use latchboard_contract::{Secret, generate_from};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;
use latchboard_console::route::Route;

use super::{copy, download, focus, is_focus_lost, now, random};

/// The name of the file that a downloaded text gets.
const fn file(item: OneTimeItem) -> &'static str {
    match item {
        OneTimeItem::AdminKey => "latchboard-admin-key.txt",
        OneTimeItem::Secret => "latchboard-customer-secret.txt",
    }
}

/// Carries it out.
pub fn run(services: &Rc<Services>, effect: &Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Call { ticket, task, sent } => {
            let (ticket, task, sent, services) = (*ticket, *task, sent.clone(), services.clone());
            spawn_local(async move {
                let base = services.base(Family::LocationHistory);
                let client = services.location_history(&base, &sent.api_key);
                let verdict = configure(&client, task, &sent).await;
                let about = Target::Service(sent.service);
                services.report(Entry::of(task.endpoint(), about, &verdict, now()));
                dispatch.emit(Action::Answered { ticket, verdict, at: now() });
            });
        }
        Effect::Ask { ticket, question, key, task, sent } => {
            let (ticket, question, key, task) = (*ticket, *question, key.clone(), *task);
            let (sent, services) = (sent.clone(), services.clone());
            spawn_local(async move {
                let call = lost_call(task, &sent);
                let lost = Lost { service: sent.service, call, key: key.as_ref() };
                // The model asks only what belongs to the call.
                let base = services.base(Family::LocationHistory);
                let client = services.location_history(&base, &sent.api_key);
                let Some((verdict, conclusion)) = client.ask(question, &lost).await else {
                    return;
                };
                let endpoint = match question {
                    Question::ClaimRegistration | Question::ConfirmNewSecret => EndpointId::RegenerateKey,
                    Question::Repeat | Question::SameAgain | Question::LookInList => task.endpoint(),
                };
                services.report(Entry::of(endpoint, Target::Service(sent.service), &verdict, now()));
                let verdict = verdict.map(|key| key.map(|key| key.0));
                dispatch.emit(Action::Resolved { ticket, verdict, conclusion, at: now() });
            });
        }
        Effect::Copy(item, text) => {
            let (item, text) = (*item, text.clone());
            spawn_local(async move {
                dispatch.emit(Action::Copied(item, copy(&text, ids::one_time(item)).await));
            });
        }
        Effect::Download(item, text) => {
            if download(file(*item), "text/plain", text.expose()) {
                dispatch.emit(Action::Downloaded(*item));
            }
        }
        Effect::CopyField(field, text) => {
            let (id, text) = (ids::admin_key_field(*field), text.clone());
            spawn_local(async move { dispatch.emit(Action::GeneratedCopied(copy(&text, id).await)) });
        }
        Effect::Probe { ticket, service, api_key, admin_key } => {
            let (ticket, service, services) = (*ticket, *service, services.clone());
            let (api_key, admin_key) = (api_key.clone(), admin_key.clone());
            spawn_local(async move {
                let base = services.base(Family::LocationHistory);
                let client = services.location_history(&base, &api_key);
                let result = client.settings(service, &admin_key).await.map(|_| ());
                let about = Target::Service(service);
                services.report(Entry::asked(EndpointId::ReadSettings, about, result.as_ref().err(), now()));
                dispatch.emit(Action::Probed(ticket, result, now()));
            });
        }
        Effect::Generate(field) => {
            if let Some(secret) = generate_from(&mut random) {
                dispatch.emit(Action::Generated(*field, secret));
            }
        }
        Effect::Focus(Focus::VerdictIfLost) if !is_focus_lost() => {}
        Effect::Focus(place) => focus(ids::admin_key_focus(*place)),
        Effect::Open(task) => {
            services.open.emit(Route::AdminKey { task: *task });
            focus(ids::HEADING);
        }
    }
}

async fn configure(
    client: &LocationHistory<'_, Browser>,
    task: Task,
    sent: &Sent,
) -> Verdict<Option<Secret>> {
    let Sent { service, secret, new_secret, .. } = sent;
    match task {
        Task::Register => client.register(*service, secret).await.map(|key| Some(key.0)),
        Task::Regenerate => client.regenerate_key(*service, secret).await.map(|key| Some(key.0)),
        Task::ChangeSecret => {
            let verdict = client.update_secret(*service, secret, new_secret).await;
            verdict.map(|updated| updated.admin_key.map(|key| key.0))
        }
    }
}

fn lost_call(task: Task, sent: &Sent) -> LostCall<'_> {
    let Sent { secret, new_secret, .. } = sent;
    match task {
        Task::Register => LostCall::Register { secret },
        Task::Regenerate => LostCall::RegenerateKey { secret },
        Task::ChangeSecret => LostCall::UpdateSecret { secret, new_secret },
    }
}
