//! Carries out what the models want done, and reports as actions. The only place that is async.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use latchboard_client::resolve::{Lost, LostCall};
use latchboard_client::transport::Browser;
use latchboard_client::{BaseUrl, LocationHistory, Pace, Transport, Vault, Verdict, health};
use latchboard_console::admin_key::{self, CopyFailed, Sent, Task};
use latchboard_console::{Ticket, Timestamp, api_secrets, connection};
use latchboard_contract::endpoint::Credentials;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, Problem};
use latchboard_contract::{Secret, generate_from};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDocument, HtmlElement, HtmlInputElement};
use yew::Callback;

use crate::ui::ids;

/// A search may keep the page from drawing this long: a quarter of a frame.
const SLICE: Duration = Duration::from_millis(4);
/// Rows between two looks at the clock.
const SIFTED_AT_ONCE: usize = 4096;

/// What effects need: the way to the server, and the sign-in that lives as long as the page.
pub struct Effects {
    base: BaseUrl,
    vault: RefCell<Option<Rc<Vault<Browser>>>>,
    pace: Rc<Pace>,
    /// The search that counts; an older one stops.
    sifting: Rc<Cell<Ticket>>,
    /// Told whenever a call was left without an answer.
    silence: Callback<()>,
}

impl Effects {
    /// Effects against the server at `base`.
    #[must_use]
    pub fn new(base: BaseUrl, silence: Callback<()>) -> Self {
        Self { base, vault: RefCell::new(None), pace: Rc::default(), sifting: Rc::default(), silence }
    }

    /// Carries out an effect of the *Admin key* page.
    pub fn admin_key(
        &self,
        effect: &admin_key::Effect,
        dispatch: Callback<admin_key::Action>,
        open: &Callback<Task>,
    ) {
        use admin_key::{Action, Effect};
        match effect {
            Effect::Call { ticket, task, sent } => {
                let (ticket, task, sent) = (*ticket, *task, sent.clone());
                let (base, pace, silence) = (self.base.clone(), self.pace.clone(), self.silence.clone());
                spawn_local(async move {
                    let verdict = configure(&client(&base, &pace, &sent), task, &sent).await;
                    report_silence(&silence, verdict.problem());
                    dispatch.emit(Action::Answered { ticket, verdict, at: now() });
                });
            }
            Effect::Ask { ticket, question, task, sent } => {
                let (ticket, question, task, sent) = (*ticket, *question, *task, sent.clone());
                let (base, pace, silence) = (self.base.clone(), self.pace.clone(), self.silence.clone());
                spawn_local(async move {
                    let lost = Lost { service: sent.service, call: lost_call(task, &sent) };
                    // The model asks only what belongs to the call.
                    let Some((verdict, conclusion)) = client(&base, &pace, &sent).ask(question, &lost).await
                    else {
                        return;
                    };
                    report_silence(&silence, verdict.problem());
                    let verdict = verdict.map(|key| key.map(|key| key.0));
                    dispatch.emit(Action::Resolved { ticket, verdict, conclusion, at: now() });
                });
            }
            Effect::Copy(key) => {
                let key = key.clone();
                spawn_local(
                    async move { dispatch.emit(Action::Copied(copy(&key, ids::ONE_TIME_KEY).await)) },
                );
            }
            Effect::CopyField(field, text) => {
                let (id, text) = (ids::admin_key_field(*field), text.clone());
                spawn_local(async move { dispatch.emit(Action::GeneratedCopied(copy(&text, id).await)) });
            }
            Effect::Probe { ticket, service, api_key, admin_key } => {
                let (ticket, service) = (*ticket, *service);
                let (api_key, admin_key) = (api_key.clone(), admin_key.clone());
                let (base, pace, silence) = (self.base.clone(), self.pace.clone(), self.silence.clone());
                spawn_local(async move {
                    let client =
                        LocationHistory { transport: &Browser, base: &base, api_key: &api_key, pace: &pace };
                    let result = client.settings(service, &admin_key).await.map(|_| ());
                    report_silence(&silence, result.as_ref().err());
                    dispatch.emit(Action::Probed(ticket, result, now()));
                });
            }
            Effect::Generate(field) => {
                if let Some(secret) = generate_from(&mut random) {
                    dispatch.emit(Action::Generated(*field, secret));
                }
            }
            Effect::Focus(field) => focus(ids::admin_key_field(*field)),
            Effect::Open(task) => open.emit(*task),
        }
    }

    /// Carries out an effect of the *API secrets* page.
    pub fn api_secrets(&self, effect: &Rc<api_secrets::Effect>, dispatch: Callback<api_secrets::Action>) {
        use api_secrets::{Action, Effect, State};
        let silence = self.silence.clone();
        match &**effect {
            Effect::SignIn { ticket, client_id, client_secret, tenant } => {
                let credentials = Credentials {
                    client_id: client_id.clone(),
                    client_secret: client_secret.duplicate(),
                    tenant: tenant.clone(),
                };
                let vault = Rc::new(Vault::new(Browser, self.base.clone(), credentials));
                self.vault.replace(Some(vault.clone()));
                let ticket = *ticket;
                spawn_local(async move {
                    let result = vault.sign_in().await;
                    report_silence(&silence, result.as_ref().err());
                    dispatch.emit(Action::SignInAnswered(ticket, result));
                });
            }
            Effect::SignOut => {
                self.vault.take();
            }
            Effect::List(ticket, filter) => {
                let (ticket, filter) = (*ticket, filter.clone());
                let vault = self.vault(EndpointId::ListApiSecrets);
                spawn_local(async move {
                    let result = match vault {
                        Ok(vault) => vault.list(&filter).await,
                        Err(problem) => Err(problem),
                    };
                    report_silence(&silence, result.as_ref().err());
                    dispatch.emit(Action::Listed(ticket, result));
                });
            }
            Effect::Switch(ticket, identifier, state) => {
                let (ticket, identifier, state) = (*ticket, identifier.clone(), *state);
                let endpoint = match state {
                    State::Active => EndpointId::Activate,
                    State::Inactive => EndpointId::Deactivate,
                };
                let vault = self.vault(endpoint);
                spawn_local(async move {
                    let verdict = match vault {
                        Ok(vault) => vault.switch(&identifier, state).await,
                        Err(problem) => Verdict::NotAttempted(problem),
                    };
                    report_silence(&silence, verdict.problem());
                    dispatch.emit(Action::Switched { ticket, identifier, verdict, at: now() });
                });
            }
            Effect::Read(ticket, identifier) => {
                let (ticket, identifier) = (*ticket, identifier.clone());
                let vault = self.vault(EndpointId::ReadApiSecret);
                spawn_local(async move {
                    let result = match vault {
                        Ok(vault) => vault.read(&identifier).await,
                        Err(problem) => Err(problem),
                    };
                    report_silence(&silence, result.as_ref().err());
                    dispatch.emit(Action::Read(ticket, result, now()));
                });
            }
            Effect::Copy(content) => {
                let content = content.clone();
                spawn_local(async move {
                    let copied = match &content.client_secret {
                        Some(secret) => copy(secret, ids::READ_SECRET).await,
                        None => Err(CopyFailed),
                    };
                    dispatch.emit(Action::Copied(copied));
                });
            }
            Effect::Create(ticket, _) => {
                let (ticket, vault) = (*ticket, self.vault(EndpointId::CreateApiSecret));
                let effect = effect.clone();
                spawn_local(async move {
                    let Effect::Create(_, new) = &*effect else { return };
                    let verdict = match vault {
                        Ok(vault) => vault.create(new).await,
                        Err(problem) => Verdict::NotAttempted(problem),
                    };
                    report_silence(&silence, verdict.problem());
                    dispatch.emit(Action::Created { ticket, verdict: verdict.map(Into::into), at: now() });
                });
            }
            Effect::Update(ticket, _) => {
                let (ticket, vault) = (*ticket, self.vault(EndpointId::UpdateApiSecret));
                let effect = effect.clone();
                spawn_local(async move {
                    let Effect::Update(_, update) = &*effect else { return };
                    let verdict = match vault {
                        Ok(vault) => vault.update(update).await,
                        Err(problem) => Verdict::NotAttempted(problem),
                    };
                    report_silence(&silence, verdict.problem());
                    dispatch.emit(Action::Created { ticket, verdict: verdict.map(Into::into), at: now() });
                });
            }
            Effect::Sift(ticket, sift) => {
                let (ticket, mut sifter) = (*ticket, sift.clone().start());
                let latest = self.sifting.clone();
                latest.set(ticket);
                spawn_local(async move {
                    let sifted = loop {
                        // What was typed is drawn first, and so is the next letter.
                        Browser.sleep(Duration::ZERO).await;
                        if latest.get() != ticket {
                            return;
                        }
                        let end = Browser.now() + SLICE;
                        let answer = loop {
                            let answer = sifter.step(SIFTED_AT_ONCE);
                            if answer.is_some() || Browser.now() >= end {
                                break answer;
                            }
                        };
                        if let Some(answer) = answer {
                            break answer;
                        }
                    };
                    dispatch.emit(Action::Sifted(ticket, sifted));
                });
            }
            Effect::Address(..) | Effect::ScrollToTop | Effect::Bulk(..) | Effect::CopyCommand(..) => {}
            Effect::Focus(place) => focus(ids::api_secrets_focus(*place)),
        }
    }

    fn vault(&self, endpoint: EndpointId) -> Result<Rc<Vault<Browser>>, Problem> {
        self.vault.borrow().clone().ok_or_else(|| Problem::local(endpoint, Code::NotSignedIn))
    }
}

/// Carries out an effect of the connection.
pub fn connection(base: BaseUrl, effect: &connection::Effect, dispatch: Callback<connection::Action>) {
    let connection::Effect::Check(ticket) = *effect;
    spawn_local(async move {
        let result = health(&Browser, &base).await.map(|_| now());
        dispatch.emit(connection::Action::Checked { ticket, result });
    });
}

/// The host that the page came from, as the top bar shows it.
#[must_use]
pub fn page_host() -> String {
    web_sys::window().and_then(|window| window.location().host().ok()).unwrap_or_default()
}

fn client<'a>(base: &'a BaseUrl, pace: &'a Pace, sent: &'a Sent) -> LocationHistory<'a, Browser> {
    LocationHistory { transport: &Browser, base, api_key: &sent.api_key, pace }
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

fn report_silence(silence: &Callback<()>, problem: Option<&Problem>) {
    if problem.is_some_and(|problem| problem.status.is_none() && problem.code.leaves_outcome_open()) {
        silence.emit(());
    }
}

/// Through the clipboard API, else by selecting the key where it stands, which is all that a page
/// over plain http may do.
async fn copy(key: &Secret, shown_in: &str) -> Result<(), CopyFailed> {
    let window = web_sys::window().ok_or(CopyFailed)?;
    // Missing outside secure contexts, though its type says otherwise.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).map_err(|_| CopyFailed)?;
    if !clipboard.is_undefined() {
        let written = window.navigator().clipboard().write_text(key.expose());
        if JsFuture::from(written).await.is_ok() {
            return Ok(());
        }
    }
    let document = window.document().ok_or(CopyFailed)?;
    let shown: HtmlInputElement =
        document.get_element_by_id(shown_in).and_then(|element| element.dyn_into().ok()).ok_or(CopyFailed)?;
    shown.select();
    let document: HtmlDocument = document.dyn_into().map_err(|_| CopyFailed)?;
    if document.exec_command("copy") == Ok(true) { Ok(()) } else { Err(CopyFailed) }
}

/// Random bytes of the browser.
fn random(bytes: &mut [u8]) {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // Without them the bytes stay as they are, and no secret is made of them.
    if let Some(crypto) = crypto {
        let _ = crypto.get_random_values_with_u8_array(bytes);
    }
}

fn focus(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that are not shown.
        let _ = element.focus();
    }
}

fn now() -> Timestamp {
    Timestamp(u64::try_from(Browser.now().as_millis()).unwrap_or_default())
}
