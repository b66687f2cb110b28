//! Light, dark, or as the system says. Kept in local storage: the only thing this page stores.

use std::str::FromStr;

use web_sys::{HtmlSelectElement, Storage};
use yew::prelude::*;

/// The key in local storage; the boot script in `index.html` reads it before the first paint.
const KEY: &str = "latchboard.theme";
/// The attribute of the root element that the style sheet looks at.
const ATTRIBUTE: &str = "data-theme";

/// What the page looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The one that was chosen before, if it was kept.
    fn kept() -> Self {
        let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        text.and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// Shows it and keeps it. A browser that keeps nothing still shows it.
    fn choose(self) {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root {
            let _ = root.set_attribute(ATTRIBUTE, self.as_str());
        }
        if let Some(storage) = storage() {
            let _ = storage.set_item(KEY, self.as_str());
        }
    }
}

impl FromStr for Theme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text).ok_or(())
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The menu in which it is chosen.
#[component]
pub fn ThemeMenu() -> Html {
    let theme = use_state_eq(Theme::kept);
    let onchange = {
        let theme = theme.clone();
        move |event: Event| {
            let chosen = event
                .target_dyn_into::<HtmlSelectElement>()
                .and_then(|menu| menu.value().parse::<Theme>().ok());
            if let Some(chosen) = chosen {
                chosen.choose();
                theme.set(chosen);
            }
        }
    };
    html! {
        <select class="menu" aria-label="Theme" title="Theme" {onchange}>
            { for Theme::ALL.map(|option| html! {
                <option value={option.as_str()} selected={option == *theme}>{ option.name() }</option>
            }) }
        </select>
    }
}
