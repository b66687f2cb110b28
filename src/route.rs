//! The address of every page. No address ever holds a secret.

use latchboard_console::admin_key::Task;
use latchboard_contract::endpoint::Family;
use latchboard_contract::error::Code;
use latchboard_texts::Text;
use latchboard_texts::{bulk, leak, shell};
use wasm_bindgen::JsValue;
use yew::AttrValue;

use crate::base_path::{base_path, below};
use crate::part::Part;

/// Every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// *Overview*, the first page.
    Home,
    /// Register, change the secret, regenerate.
    AdminKey {
        /// Which of them.
        task: Task,
    },
    /// Sign in, list, switch on and off.
    ApiSecrets,
    /// One switch for many API secrets.
    Bulk,
    /// A leaked secret: find every copy and switch it off.
    Leak,
    /// All error codes.
    Errors,
    /// One error code.
    Error {
        /// Which.
        code: Code,
    },
    /// Which server is asked for which calls.
    Connections,
    /// What was done.
    Activity,
    /// What the page holds and may do.
    SelfTest,
    /// Anything else.
    NotFound,
}

impl Route {
    /// The page at a path of the server.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let page = match segments[..] {
            [] => Some(Self::Home),
            ["admin-key"] => Some(Self::AdminKey { task: Task::default() }),
            ["admin-key", task] => task.parse().ok().map(|task| Self::AdminKey { task }),
            ["api-secrets"] => Some(Self::ApiSecrets),
            ["bulk"] => Some(Self::Bulk),
            ["leak"] => Some(Self::Leak),
            ["connections"] => Some(Self::Connections),
            ["activity"] => Some(Self::Activity),
            ["self-test"] => Some(Self::SelfTest),
            ["errors"] => Some(Self::Errors),
            ["errors", code] => Code::named(code).map(|code| Self::Error { code }),
            _ => None,
        };
        page.unwrap_or(Self::NotFound)
    }

    /// The path of the page, as a link to it has it.
    #[must_use]
    pub fn path(self) -> String {
        let (page, detail) = match self {
            Self::Home => ("/", ""),
            Self::AdminKey { task } => ("/admin-key/", task.slug()),
            Self::ApiSecrets => ("/api-secrets", ""),
            Self::Bulk => ("/bulk", ""),
            Self::Leak => ("/leak", ""),
            Self::Errors => ("/errors", ""),
            Self::Connections => ("/connections", ""),
            Self::Activity => ("/activity", ""),
            Self::SelfTest => ("/self-test", ""),
            Self::Error { code } => ("/errors/", code.as_str()),
            Self::NotFound => ("/not-found", ""),
        };
        [&*base_path(), page, detail].concat()
    }

    /// What the page is called.
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Home => shell::OVERVIEW,
            Self::AdminKey { .. } => shell::ADMIN_KEY,
            Self::ApiSecrets => shell::API_SECRETS,
            Self::Bulk => bulk::TITLE,
            Self::Leak => leak::TITLE,
            Self::Errors | Self::Error { .. } => shell::ERROR_GUIDE,
            Self::Connections => shell::CONNECTIONS,
            Self::Activity => shell::ACTIVITY,
            Self::SelfTest => shell::SELF_TEST,
            Self::NotFound => shell::PAGE_NOT_FOUND,
        }
    }

    /// The family of calls that the page makes, where it is one.
    #[must_use]
    pub const fn family(self) -> Option<Family> {
        match self.part() {
            Some(part) => part.family(),
            None => None,
        }
    }

    /// The part that draws the page; `None`: the shell does.
    #[must_use]
    pub const fn part(self) -> Option<Part> {
        match self {
            Self::AdminKey { .. } => Some(Part::AdminKey),
            Self::ApiSecrets | Self::Bulk | Self::Leak => Some(Part::Vault),
            Self::Errors | Self::Error { .. } => Some(Part::Guide),
            Self::Connections | Self::Activity | Self::SelfTest => Some(Part::Tools),
            Self::Home | Self::NotFound => None,
        }
    }
}

/// A page, and what of its state stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The page.
    pub route: Route,
    /// What follows the question mark; empty when there is none.
    pub query: AttrValue,
}

impl Address {
    /// The page without any state.
    #[must_use]
    pub const fn of(route: Route) -> Self {
        Self { route, query: AttrValue::Static("") }
    }

    /// The one in the browser's address bar.
    #[must_use]
    pub fn here() -> Self {
        let location = web_sys::window().map(|window| window.location());
        let part = |text: Option<Result<String, JsValue>>| text.and_then(Result::ok).unwrap_or_default();
        let path = part(location.as_ref().map(web_sys::Location::pathname));
        let query = part(location.as_ref().map(web_sys::Location::search));
        Self { route: Route::parse(below(&path)), query: query.trim_start_matches('?').to_owned().into() }
    }

    /// Writes it into the address bar, as a step of its own that Back takes back, or in place of the present one.
    pub fn show(&self, as_new_step: bool) {
        let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
        let mut url = self.route.path();
        if !self.query.is_empty() {
            url.push('?');
            url.push_str(&self.query);
        }
        // Browsers refuse after hundreds of changes in seconds; the page itself does not depend on it.
        let _ = if as_new_step {
            history.push_state_with_url(&JsValue::NULL, "", Some(&url))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
        };
    }
}
