//! Loads the parts of the page. Each is a wasm module of its own that is loaded when its first page is opened, so that
//! nobody waits for what they do not use; from then on it stays, and keeps what was typed and answered.
//!
//! Builds without the feature `split` have them all in one module.

use std::cell::RefCell;

use latchboard_texts::Portion;
use yew::prelude::*;

use crate::effects::texts;
use crate::i18n::language;
use crate::part::{NotLoaded, Part};
use crate::part_props::Draw;

thread_local! {
    /// Those that have arrived, by [`Part`].
    static ARRIVED: RefCell<[Option<Draw>; Part::ALL.len()]> = RefCell::default();
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
part!(help, crate::pages::help::HelpPart);

impl Part {
    /// How it is drawn, if it was loaded.
    #[must_use]
    pub fn arrived(self) -> Option<Draw> {
        ARRIVED.with_borrow(|arrived| arrived[self as usize])
    }

    /// Loads it with what it says and how it looks, unless it is there already.
    ///
    /// # Errors
    /// It did not arrive; another attempt may succeed.
    pub async fn load(self) -> Result<Draw, NotLoaded> {
        let texts = texts::load(language(), Portion::Parts);
        let draw = self.fetch().await?;
        if !texts.await {
            return Err(NotLoaded);
        }
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
            Self::Help => help().await,
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
            Self::Help => help(),
        }
    }
}
