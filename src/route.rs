//! The address of every page. No address ever holds a secret.

use latchboard_console::admin_key::Task;
use latchboard_contract::error::Code;
use yew_router::Routable;

/// Every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// Leads to the first page.
    #[at("/")]
    Home,
    /// Leads to the first task.
    #[at("/admin-key")]
    AdminKeyHome,
    /// Register, change the secret, regenerate.
    #[at("/admin-key/:task")]
    AdminKey {
        /// Which of them.
        task: Task,
    },
    /// Sign in, list, switch on and off.
    #[at("/api-secrets")]
    ApiSecrets,
    /// All error codes.
    #[at("/errors")]
    Errors,
    /// One error code.
    #[at("/errors/:code")]
    Error {
        /// Which.
        code: Code,
    },
    /// Anything else.
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

impl Route {
    /// The page's title, as the browser's tab shows it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Home | Self::AdminKeyHome | Self::AdminKey { .. } => "Admin key · Latchboard",
            Self::ApiSecrets => "API secrets · Latchboard",
            Self::Errors | Self::Error { .. } => "Error guide · Latchboard",
            Self::NotFound => "Page not found · Latchboard",
        }
    }
}
