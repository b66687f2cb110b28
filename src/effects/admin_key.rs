//! What the *Admin key* page wants done.

use std::rc::Rc;

use latchboard_client::Verdict;
use latchboard_client::resolve::{Conclusion, Lost, LostCall, Question};
use latchboard_console::admin_key::{
    Action, Effect, Focus, OneTimeItem, Sent, Task, call, form, one_time, probe,
};
use latchboard_console::journal::{Entry, Target};
use latchboard_contract::endpoint::configuration::Service;
use latchboard_contract::endpoint::{EndpointId, Family};
use latchboard_contract::error::Problem;
use latchboard_contract::idempotency::IdempotencyKey;
use latchboard_contract::{Secret, generate_from};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::services::Services;
use crate::ui::ids;
use latchboard_console::route::Route;

use super::{copy, download, focus, is_focus_lost, left_open, random};
use crate::clock::now;

/// The name of the file that a downloaded text gets.
const fn file(item: OneTimeItem) -> &'static str {
    match item {
        OneTimeItem::AdminKey => "latchboard-admin-key.txt",
        OneTimeItem::Secret => "latchboard-customer-secret.txt",
    }
}

pub fn run(services: &Rc<Services>, effect: Effect, dispatch: Callback<Action>) {
    let services = services.clone();
    match effect {
        Effect::Call { ticket, task, sent } => spawn_local(async move {
            let base = services.base(Family::LocationHistory);
            left_open::mark(&base, task, sent.service);
            let verdict = configure(&services, task, &sent).await;
            if !matches!(verdict, Verdict::Unknown(_)) {
                left_open::settle(&base, task, sent.service);
            }
            dispatch.emit(call::Action::Answered { ticket, verdict, at: now() }.into());
        }),
        Effect::Ask { ticket, question, key, task, sent } => spawn_local(async move {
            if let Some((verdict, conclusion)) = ask(&services, question, key.as_ref(), task, &sent).await {
                if matches!(conclusion, Conclusion::Settled(_)) {
                    left_open::settle(&services.base(Family::LocationHistory), task, sent.service);
                }
                dispatch.emit(call::Action::Resolved { ticket, verdict, conclusion, at: now() }.into());
            }
        }),
        Effect::Probe { ticket, service, api_key, admin_key } => spawn_local(async move {
            let result = probe(&services, service, &api_key, &admin_key).await;
            dispatch.emit(probe::Action::Answered(ticket, result, now()).into());
        }),
        Effect::Generate(field) => {
            if let Some(secret) = generate_from(&mut random) {
                dispatch.emit(form::Action::Generated(field, secret).into());
            }
        }
        Effect::CopyField(field, text) => spawn_local(async move {
            let copied = copy(&text, ids::admin_key_field(field)).await;
            dispatch.emit(form::Action::GeneratedCopied(copied).into());
        }),
        Effect::Copy(item, text) => spawn_local(async move {
            let copied = copy(&text, ids::one_time(item)).await;
            dispatch.emit(one_time::Action::Copied(item, copied).into());
        }),
        Effect::Download(item, text) => {
            if download(file(item), "text/plain", text.expose()) {
                dispatch.emit(one_time::Action::Downloaded(item).into());
            }
        }
        Effect::Settle(task, service) => {
            left_open::settle(&services.base(Family::LocationHistory), task, service);
        }
        Effect::Focus(Focus::VerdictIfLost) if !is_focus_lost() => {}
        Effect::Focus(place) => focus(ids::admin_key_focus(place)),
        Effect::Open(task) => {
            services.open.emit(Route::AdminKey { task });
            focus(ids::HEADING);
        }
    }
}

async fn configure(services: &Services, task: Task, sent: &Sent) -> Verdict<Option<Secret>> {
    let Sent { service, secret, new_secret, .. } = sent;
    let base = services.base(Family::LocationHistory);
    let client = services.location_history(&base, &sent.api_key);
    let verdict = match task {
        Task::Register => client.register(*service, secret).await.map(|key| Some(key.0)),
        Task::Regenerate => client.regenerate_key(*service, secret).await.map(|key| Some(key.0)),
        Task::ChangeSecret => {
            let verdict = client.update_secret(*service, secret, new_secret).await;
            verdict.map(|updated| updated.admin_key.map(|key| key.0))
        }
    };
    services.report(Entry::of(task.endpoint(), Target::Service(*service), &verdict, now()));
    verdict
}

/// `None`: the question does not belong to the call, which the model never asks.
async fn ask(
    services: &Services,
    question: Question,
    key: Option<&IdempotencyKey>,
    task: Task,
    sent: &Sent,
) -> Option<(Verdict<Option<Secret>>, Conclusion)> {
    let Sent { service, secret, new_secret, .. } = sent;
    let call = match task {
        Task::Register => LostCall::Register { secret },
        Task::Regenerate => LostCall::RegenerateKey { secret },
        Task::ChangeSecret => LostCall::UpdateSecret { secret, new_secret },
    };
    let base = services.base(Family::LocationHistory);
    let client = services.location_history(&base, &sent.api_key);
    let (verdict, conclusion) = client.ask(question, &Lost { service: *service, call, key }).await?;
    let endpoint = match question {
        Question::ClaimRegistration | Question::ConfirmNewSecret => EndpointId::RegenerateKey,
        Question::Repeat | Question::SameAgain | Question::LookInList => task.endpoint(),
    };
    services.report(Entry::of(endpoint, Target::Service(*service), &verdict, now()));
    Some((verdict.map(|key| key.map(|key| key.0)), conclusion))
}

async fn probe(
    services: &Services,
    service: Service,
    api_key: &Secret,
    admin_key: &Secret,
) -> Result<(), Problem> {
    let base = services.base(Family::LocationHistory);
    let client = services.location_history(&base, api_key);
    let result = client.settings(service, admin_key).await.map(drop);
    let about = Target::Service(service);
    services.report(Entry::asked(EndpointId::ReadSettings, about, result.as_ref().err(), now()));
    result
}
