//! What *Self-test* wants done.

use std::rc::Rc;

use latchboard_client::BaseUrl;
use latchboard_client::transport::Browser;
use latchboard_console::self_test::{Action, Check, Effect, Finding, Obstacle, Report};
use latchboard_console::server_choice::{Address as ServerAddress, ServerChoice};
use latchboard_contract::endpoint::Family;
use latchboard_contract::{Secret, echoes};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, HtmlDocument, HtmlElement, HtmlStyleElement, Storage, Window};
use yew::Callback;

use crate::services::Services;

use super::{copy_text, download, ledger};
use crate::clock::now;

/// The name of the file that a report gets.
const REPORT_FILE: &str = "latchboard-self-test.txt";

pub fn run(services: &Rc<Services>, effect: Effect, dispatch: Callback<Action>) {
    match effect {
        Effect::Run(ticket) => {
            let services = services.clone();
            spawn_local(async move {
                if let Some(report) = look(&services).await {
                    dispatch.emit(Action::Ran(ticket, Box::new(report)));
                }
            });
        }
        // A browser that takes no file shows that itself.
        Effect::Save(text) => drop(download(REPORT_FILE, "text/plain", &text)),
        Effect::Copy(text) => {
            spawn_local(async move { dispatch.emit(Action::Copied(copy_text(&text).await)) });
        }
    }
}

/// A name that nobody can ever have (RFC 6761).
const FOREIGN: &str = "https://latchboard-self-test.invalid";
/// The member of the window that an inline script would leave.
const MARK: &str = "latchboardSelfTest";
/// So many calls a browser remembers, unless it is told otherwise.
const REMEMBERED: usize = 250;

/// What is looked for, all at once.
struct Search<'a> {
    services: &'a Services,
}

impl Search<'_> {
    /// How often any secret stands in `text`.
    fn count(&self, text: &str) -> usize {
        let mut count = 0;
        self.services.every_secret(&mut |secret: &Secret| count += echoes(text, secret).unwrap_or_default());
        count
    }

    /// What a search through `texts` found.
    fn through(&self, texts: &[String]) -> Finding {
        match texts.iter().map(|text| self.count(text)).sum() {
            0 => Finding::Clean(texts.len()),
            count => Finding::Found(count),
        }
    }
}

async fn look(services: &Services) -> Option<Report> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let search = Search { services };
    let (mut secrets, mut too_short) = (0, 0);
    services.every_secret(&mut |secret| match echoes("", secret) {
        Some(_) => secrets += 1,
        None => too_short += usize::from(!secret.is_empty()),
    });

    let calls = remembered_calls(&window);
    let allowed = allowed_origins(services);
    let breaches = super::policy::listen(&document);
    let evaluation = as_expected(js_sys::eval("1").is_err());
    let inline_script = inline_script(&window, &document);
    let inline_style = inline_style(&document);
    let foreign = Browser.probe(&BaseUrl::new(FOREIGN), Family::Vault).await;
    let policy = breaches.policy();

    let mut findings = Vec::new();
    for check in Check::ALL {
        let finding = match check {
            Check::LocalStorage => stored(&search, window.local_storage()),
            Check::SessionStorage => stored(&search, window.session_storage()),
            Check::Databases => databases(&search, &window).await,
            Check::Caches => caches(&window).await,
            Check::Cookies => cookies(&search, &document),
            Check::Address => {
                let href = window.location().href().unwrap_or_default();
                search.through(&[href, document.referrer(), document.title()])
            }
            Check::History => {
                let state = window.history().and_then(|history| history.state()).unwrap_or(JsValue::NULL);
                let state = js_sys::JSON::stringify(&state).map(String::from).unwrap_or_default();
                search.through(&[state, window.name().unwrap_or_default()])
            }
            Check::Document => {
                let text = document.document_element().map(|root| root.outer_html());
                search.through(&[text.unwrap_or_default()])
            }
            Check::Fields => match search.through(&fields(&document)) {
                Finding::Found(count) => Finding::Expected(count),
                finding @ (Finding::Clean(_) | Finding::Expected(_) | Finding::NotChecked(_)) => finding,
            },
            Check::Calls => calls_with_keys(&search, &calls),
            Check::Evaluation => evaluation,
            Check::InlineScript => inline_script,
            Check::InlineStyle => inline_style,
            Check::ForeignCall => as_expected(foreign.forbidden_here),
            Check::ThirdParties => third_parties(&calls, &allowed),
            Check::Framed => {
                let top = window.top().ok().flatten();
                as_expected(top.is_some_and(|top| js_sys::Object::is(&top, &window)))
            }
        };
        findings.push((check, finding));
    }
    let mut origins: Vec<String> = calls.iter().map(|call| origin_of(call)).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.retain(|origin| origin != FOREIGN);
    Some(Report { at: now(), secrets, too_short, findings, policy, origins })
}

const fn as_expected(well: bool) -> Finding {
    if well { Finding::Clean(1) } else { Finding::Found(1) }
}

fn stored(search: &Search<'_>, storage: Result<Option<Storage>, JsValue>) -> Finding {
    match storage {
        Err(_) => Finding::NotChecked(Obstacle::Refused),
        Ok(None) => Finding::NotChecked(Obstacle::NotOffered),
        Ok(Some(storage)) => {
            let keys =
                (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
            let entries = keys.map(|key| {
                let value = storage.get_item(&key).ok().flatten().unwrap_or_default();
                format!("{key}\n{value}")
            });
            search.through(&entries.collect::<Vec<_>>())
        }
    }
}

/// What `object.method()` resolves to; the method may be missing.
async fn asked(object: &JsValue, method: &str) -> Result<JsValue, Obstacle> {
    let function = js_sys::Reflect::get(object, &method.into()).map_err(|_| Obstacle::NotOffered)?;
    let function: js_sys::Function = function.dyn_into().map_err(|_| Obstacle::NotOffered)?;
    let promise = function.call0(object).map_err(|_| Obstacle::Refused)?;
    let promise: js_sys::Promise = promise.dyn_into().map_err(|_| Obstacle::Refused)?;
    JsFuture::from(promise).await.map_err(|_| Obstacle::Refused)
}

/// A member of an object that some browsers, or plain http, leave out.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn none_of(list: Result<JsValue, Obstacle>) -> Finding {
    match list {
        Err(obstacle) => Finding::NotChecked(obstacle),
        Ok(list) => match js_sys::Array::from(&list).length() {
            0 => Finding::Clean(1),
            _ => Finding::NotChecked(Obstacle::NotRead),
        },
    }
}

/// Looks through the runs that the page keeps. What is in any other database, nobody knows.
async fn databases(search: &Search<'_>, window: &Window) -> Finding {
    let Some(factory) = member(window, "indexedDB") else {
        return Finding::NotChecked(Obstacle::NotOffered);
    };
    let names: Vec<_> = match asked(&factory, "databases").await {
        Err(obstacle) => return Finding::NotChecked(obstacle),
        Ok(list) => js_sys::Array::from(&list)
            .iter()
            .map(|database| member(&database, "name").and_then(|name| name.as_string()))
            .collect(),
    };
    if names.iter().any(|name| name.as_deref() != Some(ledger::DATABASE)) {
        return Finding::NotChecked(Obstacle::NotRead);
    }
    if names.is_empty() {
        return Finding::Clean(0);
    }
    match ledger::everything().await {
        None => Finding::NotChecked(Obstacle::Refused),
        Some(texts) => search.through(&texts),
    }
}

async fn caches(window: &Window) -> Finding {
    let cached = match member(window, "caches") {
        None => Finding::NotChecked(Obstacle::NotOffered),
        Some(caches) => none_of(asked(&caches, "keys").await),
    };
    let workers = match member(&window.navigator(), "serviceWorker") {
        None => Finding::NotChecked(Obstacle::NotOffered),
        Some(workers) => none_of(asked(&workers, "getRegistrations").await),
    };
    if cached.passed() == Some(true) { workers } else { cached }
}

fn cookies(search: &Search<'_>, document: &Document) -> Finding {
    let cookies = document.dyn_ref::<HtmlDocument>().and_then(|document| document.cookie().ok());
    match cookies {
        None => Finding::NotChecked(Obstacle::Refused),
        Some(cookies) => {
            let cookies: Vec<_> =
                cookies.split("; ").filter(|cookie| !cookie.is_empty()).map(str::to_owned).collect();
            search.through(&cookies)
        }
    }
}

/// What stands in every field.
fn fields(document: &Document) -> Vec<String> {
    let Ok(found) = document.query_selector_all("input, textarea, select") else { return Vec::new() };
    let nodes = (0..found.length()).filter_map(|at| found.get(at));
    nodes.filter_map(|node| member(&node, "value")?.as_string()).collect()
}

/// The addresses of all that was loaded and called, as far as the browser remembers.
fn remembered_calls(window: &Window) -> Vec<String> {
    let Some(performance) = window.performance() else { return Vec::new() };
    let entries = performance.get_entries_by_type("resource");
    entries.iter().filter_map(|entry| member(&entry, "name")?.as_string()).collect()
}

/// The contract puts API key and admin key behind the question mark of some calls, and nothing else anywhere.
fn calls_with_keys(search: &Search<'_>, calls: &[String]) -> Finding {
    let (mut wanted, mut wrong) = (0, 0);
    for call in calls {
        let (path, query) = call.split_once('?').unwrap_or((call, ""));
        wanted += search.count(query);
        wrong += search.count(path);
    }
    match (wrong, wanted) {
        (1.., _) => Finding::Found(wrong),
        _ if calls.len() >= REMEMBERED => Finding::NotChecked(Obstacle::Forgotten(calls.len())),
        (0, 0) => Finding::Clean(calls.len()),
        (0, _) => Finding::Expected(wanted),
    }
}

fn origin_of(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    url[..end].to_owned()
}

/// The page's own server, and those that were chosen.
fn allowed_origins(services: &Services) -> Vec<String> {
    let chosen = services.choices().into_iter().filter_map(|place| match place {
        ServerChoice::Elsewhere(address) => Some(ServerAddress::origin(&address).to_owned()),
        ServerChoice::Here | ServerChoice::Gateway => None,
    });
    // What the self-test itself tries, and the policy stops.
    chosen.chain([super::shell::page_origin(), FOREIGN.to_owned()]).collect()
}

fn third_parties(calls: &[String], allowed: &[String]) -> Finding {
    let foreign = calls.iter().filter(|call| !allowed.contains(&origin_of(call))).count();
    match foreign {
        1.. => Finding::Found(foreign),
        0 if calls.len() >= REMEMBERED => Finding::NotChecked(Obstacle::Forgotten(calls.len())),
        0 => Finding::Clean(calls.len()),
    }
}

fn inline_script(window: &Window, document: &Document) -> Finding {
    let Some(script) = slipped_in(document, "script", &format!("self.{MARK} = 1")) else {
        return Finding::NotChecked(Obstacle::Refused);
    };
    script.remove();
    let ran = member(window, MARK).is_some();
    let _ = js_sys::Reflect::delete_property(window, &MARK.into());
    as_expected(!ran)
}

fn inline_style(document: &Document) -> Finding {
    let style = slipped_in(document, "style", "#latchboard-self-test { color: red }");
    let Some(style) = style.and_then(|style| style.dyn_into::<HtmlStyleElement>().ok()) else {
        return Finding::NotChecked(Obstacle::Refused);
    };
    // A style that the policy stops has rules that never come to be.
    let applied = style.sheet().is_some();
    style.remove();
    as_expected(!applied)
}

fn slipped_in(document: &Document, name: &str, text: &str) -> Option<HtmlElement> {
    let element: HtmlElement = document.create_element(name).ok()?.dyn_into().ok()?;
    // As a text of its own: a script that was given its text would be refused with an exception.
    element.append_child(&document.create_text_node(text)).ok()?;
    document.head()?.append_child(&element).ok()?;
    Some(element)
}
