//! The pages by their addresses. No address ever holds a secret.

use std::rc::Rc;

use latchboard_contract::endpoint::Family;
use latchboard_contract::error::Code;
use latchboard_texts::Text;
use latchboard_texts::shell;

use crate::admin_key::Task;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// *Overview*, the first page.
    Home,
    /// Register, change the secret, regenerate.
    AdminKey {
        task: Task,
    },
    /// Sign in, list, switch on and off.
    ApiSecrets,
    /// One switch for many API secrets.
    Bulk,
    /// A leaked secret: find every copy and switch it off.
    Leak,
    Errors,
    Error {
        code: Code,
    },
    /// Which server is asked for which calls.
    Connections,
    Activity,
    /// What the page holds and may do.
    SelfTest,
    NotFound,
}

impl Route {
    /// The pages of the navigation, in its order, and the key that leads to each of them behind `g`.
    pub const PAGES: [(Self, &str); 8] = [
        (Self::Home, "o"),
        (Self::AdminKey { task: Task::Register }, "r"),
        (Self::ApiSecrets, "s"),
        (Self::Leak, "l"),
        (Self::Activity, "a"),
        (Self::Errors, "e"),
        (Self::Connections, "c"),
        (Self::SelfTest, "t"),
    ];

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

    /// The page's path, below the one that the dashboard is served at.
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
        [page, detail].concat()
    }

    /// What the page is called.
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Home => shell::OVERVIEW,
            Self::AdminKey { .. } => shell::ADMIN_KEY,
            Self::ApiSecrets => shell::API_SECRETS,
            Self::Bulk => shell::BULK_RUN,
            Self::Leak => shell::LEAK_RESPONSE,
            Self::Errors | Self::Error { .. } => shell::ERROR_GUIDE,
            Self::Connections => shell::CONNECTIONS,
            Self::Activity => shell::ACTIVITY,
            Self::SelfTest => shell::SELF_TEST,
            Self::NotFound => shell::PAGE_NOT_FOUND,
        }
    }

    /// The family of calls that the page makes, where it is one. What it shows belongs to the server that is asked for it.
    #[must_use]
    pub const fn family(self) -> Option<Family> {
        match self {
            Self::AdminKey { .. } => Some(Family::LocationHistory),
            Self::ApiSecrets | Self::Bulk | Self::Leak => Some(Family::Vault),
            Self::Home
            | Self::Errors
            | Self::Error { .. }
            | Self::Connections
            | Self::Activity
            | Self::SelfTest
            | Self::NotFound => None,
        }
    }
}

/// A page, and what of its state stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub route: Route,
    /// What follows the question mark; empty when there is none.
    pub query: Rc<str>,
}

impl Address {
    /// The page without any state.
    #[must_use]
    pub fn of(route: Route) -> Self {
        Self { route, query: "".into() }
    }
}
