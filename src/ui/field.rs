//! A labelled text field with hint and fault, tied together for screen readers.

use latchboard_texts::Language;
use latchboard_texts::common;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{Symbol, icon};
use crate::i18n::Here;

/// The properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    pub id: &'static str,
    /// What the field is called.
    pub label: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    pub oninput: Callback<String>,
    /// Help that is always there.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub fault: Option<AttrValue>,
    /// The form insists on it.
    #[prop_or(false)]
    pub required: bool,
    /// A call is under way; the text stays as it is.
    #[prop_or(false)]
    pub readonly: bool,
    /// What the browser helps with: `text` or `date`, whose text is such as `2026-11-21`.
    #[prop_or("text")]
    pub kind: &'static str,
    /// Room for several lines.
    #[prop_or(false)]
    pub multiline: bool,
    /// The keyboard that phones show.
    #[prop_or_default]
    pub inputmode: Option<&'static str>,
}

/// A labelled text field. The browser keeps nothing of what is typed.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    use_context::<Language>();
    let oninput = {
        let oninput = props.oninput.clone();
        move |event: InputEvent| {
            if let Some(text) = typed(&event) {
                oninput.emit(text);
            }
        }
    };
    let described =
        described_by(props.id, &[(props.hint.is_some(), "hint"), (props.fault.is_some(), "fault")]);
    let invalid = props.fault.is_some().then_some("true");
    html! {
        <div class="field">
            { label(props.id, &props.label, props.required) }
            if props.multiline {
                <textarea id={props.id} class="input" rows="3" value={props.value.clone()} {oninput} autocomplete="off"
                    // Writing helpers send what stands there to their makers.
                    spellcheck="false" data-gramm="false" data-lt-active="false" readonly={props.readonly}
                    aria-describedby={described} aria-invalid={invalid} />
            } else {
                <input id={props.id} class="input" type={props.kind} value={props.value.clone()} {oninput} autocomplete="off"
                    spellcheck="false" autocapitalize="off" readonly={props.readonly} inputmode={props.inputmode}
                    aria-required={props.required.then_some("true")} aria-describedby={described} aria-invalid={invalid} />
            }
            { hint(props.id, props.hint.as_ref()) }
            { fault(props.id, props.fault.as_ref()) }
        </div>
    }
}

/// What was typed, from either kind of field.
pub(super) fn typed(event: &InputEvent) -> Option<String> {
    let target = event.target()?;
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some(input.value()),
        Err(target) => target.dyn_into::<HtmlTextAreaElement>().ok().map(|area| area.value()),
    }
}

/// What was chosen in a menu.
pub(crate) fn chosen(event: &Event) -> Option<String> {
    event.target_dyn_into::<HtmlSelectElement>().map(|menu| menu.value())
}

/// The ids of what explains a field.
pub(super) fn described_by(id: &str, parts: &[(bool, &str)]) -> Option<String> {
    let ids: Vec<_> =
        parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What a field is called, and whether the form insists on it.
pub(super) fn label(id: &'static str, text: &AttrValue, required: bool) -> Html {
    html! {
        <label class="field__label" for={id}>
            { text }
            if !required { { " " }<span class="field__optional">{ common::OPTIONAL.here() }</span> }
        </label>
    }
}

/// Help below a field.
pub(super) fn hint(id: &str, text: Option<&AttrValue>) -> Html {
    let Some(text) = text else { return Html::default() };
    html! { <p class="field__hint" id={format!("{id}-hint")}>{ text }</p> }
}

/// What is wrong with a field.
pub(super) fn fault(id: &str, text: Option<&AttrValue>) -> Html {
    let Some(text) = text else { return Html::default() };
    html! { <p class="field__fault" id={format!("{id}-fault")}>{ icon(Symbol::Warning) }{ text }</p> }
}
