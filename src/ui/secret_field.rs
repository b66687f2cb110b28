//! A field for a secret: masked, with a switch to show it.

use std::rc::Rc;

use latchboard_contract::Secret;
use latchboard_contract::endpoint::EndpointId;
use latchboard_contract::error::{Code, catalogue};
use latchboard_contract::validate::{CharacterRange, control_characters};
use latchboard_texts::Language;
use latchboard_texts::common;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, HtmlInputElement};
use yew::prelude::*;

use super::field::{described_by, fault, hint, label, typed};
use super::{Symbol, icon, pointing};
use crate::i18n::Here;

/// The properties of [`SecretField`].
#[derive(Properties)]
pub struct SecretFieldProps {
    pub id: &'static str,
    /// What the field is called.
    pub label: AttrValue,
    /// What stands in it.
    pub value: Rc<Secret>,
    pub oninput: Callback<Secret>,
    /// Help that is always there.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub fault: Option<AttrValue>,
    /// What to point out, without objecting; `None` for a field that never warns.
    #[prop_or_default]
    pub warnings: Option<Vec<AttrValue>>,
    /// The fault of a text with line breaks that somebody wants to paste.
    #[prop_or(Code::SecretControlCharacter)]
    pub paste_fault: Code,
    /// More about what stands in the field.
    #[prop_or_default]
    pub children: Html,
    /// It is shown without being asked for: there is no other copy of it.
    #[prop_or(false)]
    pub revealed: bool,
    /// The form insists on it.
    #[prop_or(true)]
    pub required: bool,
    /// A call is under way; the text stays as it is.
    #[prop_or(false)]
    pub readonly: bool,
}

impl PartialEq for SecretFieldProps {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.label == other.label
            && self.value == other.value
            && self.oninput == other.oninput
            && self.hint == other.hint
            && self.fault == other.fault
            && self.warnings == other.warnings
            && self.paste_fault == other.paste_fault
            && self.children == other.children
            && self.revealed == other.revealed
            && self.required == other.required
            && self.readonly == other.readonly
    }
}

/// A field for a secret. White space is kept as typed, and a text with line breaks is not taken at all: the browser
/// would leave them out, and make another secret of it.
#[component]
pub fn SecretField(props: &SecretFieldProps) -> Html {
    use_context::<Language>();
    let shown = use_state_eq(|| false);
    {
        let shown = shown.clone();
        use_effect_with(props.revealed, move |revealed| shown.set(*revealed));
    }
    let oninput = {
        let oninput = props.oninput.clone();
        move |event: InputEvent| {
            if let Some(text) = typed(&event) {
                oninput.emit(Secret::new(text));
            }
        }
    };
    let refused = use_state_eq(|| None);
    {
        let refused = refused.clone();
        use_effect_with(props.value.clone(), move |value| {
            if (*refused).as_ref().is_some_and(|refused: &Refused| refused.beside != *value) {
                refused.set(None);
            }
        });
    }
    let places = (*refused).as_ref().map(|refused| refused.places.clone()).unwrap_or_default();
    let refuse = move |event: &Event, text: Option<DataTransfer>| refused.set(refusal(event, text));
    let onpaste = {
        let refuse = refuse.clone();
        move |event: Event| {
            let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            refuse(&event, pasted);
        }
    };
    let ondrop = move |event: DragEvent| refuse(&event, event.data_transfer());
    let toggle = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(!*shown)
    };
    let warnings = props.warnings.as_deref().unwrap_or_default();
    let parts = [
        (props.hint.is_some(), "hint"),
        (!warnings.is_empty(), "warnings"),
        (!places.is_empty(), "refused"),
        (props.fault.is_some(), "fault"),
    ];
    let described = described_by(props.id, &parts);
    let invalid = (props.fault.is_some() || !places.is_empty()).then_some("true");
    let value = props.value.expose().to_owned();
    html! {
        <div class="field">
            { label(props.id, &props.label, props.required) }
            <div class="secret">
                <input id={props.id} class="input input--code" type={if *shown { "text" } else { "password" }} {value} {oninput} {onpaste} {ondrop}
                    autocomplete="off" spellcheck="false" autocapitalize="off" readonly={props.readonly}
                    // Password managers fill in what is theirs, and keep what is nobody's business.
                    data-op-ignore="true" data-bwignore="true" data-lpignore="true" data-form-type="other"
                    aria-required={props.required.then_some("true")} aria-describedby={described} aria-invalid={invalid} />
                <button type="button" class="secret__toggle" onclick={toggle} aria-pressed={shown.to_string()}
                    aria-label={common::ShowSecret { field: &props.label }.here()} title={if *shown { common::HIDE.here() } else { common::SHOW.here() }}>
                    { icon(if *shown { Symbol::EyeOff } else { Symbol::Eye }) }
                </button>
            </div>
            { hint(props.id, props.hint.as_ref()) }
            { props.children.clone() }
            if props.warnings.is_some() {
                <div id={format!("{}-warnings", props.id)} class="field__warnings" role="status">
                    { for warnings.iter().map(|warning| html! { <p class="field__warning">{ icon(Symbol::Warning) }{ warning }</p> }) }
                </div>
            }
            if let Some(at) = pointing::at(&places) {
                <p id={format!("{}-refused", props.id)} class="field__fault" role="alert">
                    { icon(Symbol::Warning) }{ not_taken(props.paste_fault, &at) }
                </p>
            }
            { fault(props.id, props.fault.as_ref()) }
        </div>
    }
}

/// A text that was not taken.
#[derive(PartialEq)]
struct Refused {
    /// What stands in the field, and makes the refusal a thing of the past when it changes.
    beside: Rc<Secret>,
    /// Where the text has control characters.
    places: Vec<CharacterRange>,
}

/// Keeps a text with control characters out of the field; `None` when there are none.
fn refusal(event: &Event, text: Option<DataTransfer>) -> Option<Refused> {
    let text = Secret::new(text?.get_data("text/plain").ok()?);
    let places = control_characters(&text);
    if places.is_empty() {
        return None;
    }
    event.prevent_default();
    // As it stands there: what was typed a moment ago may not have been drawn.
    let field: HtmlInputElement = event.target_dyn_into()?;
    Some(Refused { beside: Rc::new(Secret::new(field.value())), places })
}

fn not_taken(fault: Code, places: &str) -> String {
    // The same at every endpoint.
    let entry = catalogue::entry(fault, EndpointId::Register);
    [common::NOT_PASTED.here(), entry.cause.here(), places, entry.remedy.here()].join(" ")
}
