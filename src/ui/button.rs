//! A button. One that is busy stays where it is and keeps the cursor, but does nothing.

use yew::prelude::*;

use super::{Symbol, icon};

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    #[default]
    Secondary,
    /// Stops something from working.
    Danger,
    /// Hardly there until it is needed.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// The properties of [`Button`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    pub children: Html,
    /// The element's id, for those that the cursor is sent to.
    #[prop_or_default]
    pub id: Option<&'static str>,
    /// How much it weighs.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// An icon before the text.
    #[prop_or_default]
    pub icon: Option<Symbol>,
    /// `submit` sends the form around it.
    #[prop_or(false)]
    pub submit: bool,
    /// Something is under way; a press does nothing.
    #[prop_or(false)]
    pub busy: bool,
    /// What it says meanwhile. It is as wide as the longer of the two at all times.
    #[prop_or_default]
    pub progress: Option<AttrValue>,
    /// A name for screen readers, where the text alone is not enough.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub onclick: Callback<()>,
}

#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let onclick = {
        let (onclick, busy, submit) = (props.onclick.clone(), props.busy, props.submit);
        move |event: MouseEvent| {
            if busy {
                event.prevent_default();
            } else if !submit {
                onclick.emit(());
            }
        }
    };
    // Not `disabled`: that would throw the cursor out of the page.
    let busy = props.busy.then_some("true");
    html! {
        <button id={props.id} type={if props.submit { "submit" } else { "button" }} class={props.kind.class()}
            aria-disabled={busy} aria-busy={busy} aria-label={props.label.clone()} {onclick}>
            if let Some(symbol) = props.icon { { icon(symbol) } }
            if let Some(progress) = &props.progress {
                <span class="button__texts">
                    <span class={props.busy.then_some("button__unsaid")}>{ props.children.clone() }</span>
                    <span class={(!props.busy).then_some("button__unsaid")}>{ progress }</span>
                </span>
            } else {
                { props.children.clone() }
            }
        </button>
    }
}
