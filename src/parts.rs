//! The parts of the page. Each is a wasm module of its own that is loaded when its first page is opened, so that
//! nobody waits for what they do not use; from then on it stays, and keeps what was typed and answered.
//!
//! Builds without the feature `split` have them all in one module.

use std::cell::RefCell;
use std::rc::Rc;

use latchboard_console::progress::Busy;
use latchboard_console::route::{Address, Route};
use latchboard_contract::endpoint::Family;
use latchboard_texts::Language;
use yew::prelude::*;

use crate::services::Services;

/// What every part gets from the shell.
#[derive(Clone, Properties)]
pub struct PartProps {
    /// The page that is shown, which may be another part's.
    pub address: Address,
    /// The language: a change draws everything anew.
    pub language: Language,
    /// What would be lost with each family's server, and the page where it comes to its end.
    pub busy: [Option<(Busy, Route)>; Family::ALL.len()],
    /// How often a call has found out that the session is worth nothing any more.
    pub expired_sessions: u32,
    /// What all parts share.
    pub services: Rc<Services>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
            && self.language == other.language
            && self.busy == other.busy
            && self.expired_sessions == other.expired_sessions
            && Rc::ptr_eq(&self.services, &other.services)
    }
}

/// Draws a part.
pub type Draw = fn(PartProps) -> Html;

thread_local! {
    /// Those that have arrived, by [`Part`].
    static ARRIVED: RefCell<[Option<Draw>; Part::ALL.len()]> = RefCell::default();
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

/// A function that loads a part of its own name and draws the component.
macro_rules! part {
    ($name:ident, $component:path) => {
        #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split($name, fallible))]
        fn $name() -> Result<Draw, NotLoaded> {
            use $component as Component;
            Ok(|props| html! { <Component ..props /> })
        }
    };
}

part!(admin_key, crate::pages::admin_key::AdminKeyPart);
part!(vault, crate::pages::vault::VaultPart);
part!(guide, crate::pages::error_guide::GuidePart);
part!(tools, crate::pages::tools::ToolsPart);

/// The parts, by their modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// *Admin key*.
    AdminKey,
    /// *API secrets*, and all that needs the sign-in.
    Vault,
    /// *Error guide*.
    Guide,
    /// *Connections*, *Activity* and *Self-test*.
    Tools,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::AdminKey, Self::Vault, Self::Guide, Self::Tools];

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
            Self::Guide | Self::Tools => None,
        }
    }

    /// How it is drawn, if it was loaded.
    #[must_use]
    pub fn arrived(self) -> Option<Draw> {
        ARRIVED.with_borrow(|arrived| arrived[self as usize])
    }

    /// Loads it, unless it is there already.
    ///
    /// # Errors
    /// It did not arrive; another attempt may succeed.
    pub async fn load(self) -> Result<Draw, NotLoaded> {
        let draw = self.fetch().await?;
        ARRIVED.with_borrow_mut(|arrived| arrived[self as usize] = Some(draw));
        Ok(draw)
    }

    #[cfg(feature = "split")]
    async fn fetch(self) -> Result<Draw, NotLoaded> {
        match self {
            Self::AdminKey => admin_key().await,
            Self::Vault => vault().await,
            Self::Guide => guide().await,
            Self::Tools => tools().await,
        }
    }

    #[cfg(not(feature = "split"))]
    #[expect(clippy::unused_async, reason = "the same signature as in the build that has to load it")]
    async fn fetch(self) -> Result<Draw, NotLoaded> {
        match self {
            Self::AdminKey => admin_key(),
            Self::Vault => vault(),
            Self::Guide => guide(),
            Self::Tools => tools(),
        }
    }
}
