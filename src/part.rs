//! Which parts the page has. Knows none of their pages.

use latchboard_console::route::Route;
use latchboard_contract::endpoint::Family;

/// The parts, by their modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    AdminKey,
    /// *API secrets*, and all that needs the sign-in.
    Vault,
    Guide,
    /// *Connections*, *Activity* and *Self-test*.
    Tools,
    /// The help, above any page.
    Help,
}

impl Part {
    pub const ALL: [Self; 5] = [Self::AdminKey, Self::Vault, Self::Guide, Self::Tools, Self::Help];

    /// The part that draws a page; `None`: the shell does.
    #[must_use]
    pub const fn of(page: Route) -> Option<Self> {
        match page {
            Route::AdminKey { .. } => Some(Self::AdminKey),
            Route::ApiSecrets | Route::Bulk | Route::Leak => Some(Self::Vault),
            Route::Errors | Route::Error { .. } => Some(Self::Guide),
            Route::Connections | Route::Activity | Route::SelfTest => Some(Self::Tools),
            Route::Home | Route::NotFound => None,
        }
    }

    /// The family whose server its state belongs to: it begins anew when another one is asked.
    #[must_use]
    pub const fn family(self) -> Option<Family> {
        match self {
            Self::AdminKey => Some(Family::LocationHistory),
            Self::Vault => Some(Family::Vault),
            Self::Guide | Self::Tools | Self::Help => None,
        }
    }
}

/// A part that did not arrive: the connection was lost, or the server has a newer page by now.
#[derive(Debug)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}
