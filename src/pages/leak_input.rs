//! How a leaked text gets onto the page: pasted, typed, dropped anywhere on it, or chosen as files.

use gloo_events::{EventListener, EventListenerOptions};
use latchboard_console::leak::{Action, LeakPage, SearchAction};
use latchboard_console::leak_text::Fault;
use latchboard_texts::leak as texts;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, HtmlInputElement};
use yew::prelude::*;

use crate::clock;
use crate::effects;
use crate::effects::leaked_texts;
use crate::i18n::Here;
use crate::store::Dispatch;
use crate::ui::{Button, ButtonKind, Symbol, icon, ids};

pub(super) fn input_form(model: &LeakPage, dispatch: &Callback<Action>) -> Html {
    let onsubmit = dispatch.sends(|event: SubmitEvent| {
        event.prevent_default();
        let text = leaked_texts::hold_text(effects::leak::field_text());
        SearchAction::Given(vec![text], clock::now())
    });
    // What is pasted is taken before it stands in the field, so that it never does.
    let onpaste = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            if let Some(data) = pasted {
                event.prevent_default();
                let texts = leaked_texts::hold_transfer(&data);
                dispatch.emit(SearchAction::Given(texts, clock::now()).into());
            }
        }
    };
    let onfiles = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(files) = input.files().filter(|files| files.length() > 0) {
                let texts = leaked_texts::hold_files(&files);
                dispatch.emit(SearchAction::Given(texts, clock::now()).into());
            }
            // The same file may be chosen again.
            input.set_value("");
        }
    };
    let ondrop = dispatch.sends(|given| SearchAction::Given(given, clock::now()));
    let fault = model.fault.map(|fault| match fault {
        Fault::Empty => texts::EMPTY,
        Fault::TooLong => texts::TOO_LONG,
        Fault::Busy => texts::BUSY,
    });
    let described = if fault.is_some() { "leak-hint leak-fault" } else { "leak-hint" };
    let is_going = model.is_going();
    let texts_seen = model.searched.as_ref().map_or(0, |searched| searched.texts.len());
    html! {
        <form class="card form" novalidate=true {onsubmit}>
            <DropZone {ondrop} />
            <div class="field">
                <label class="field__label" for={ids::LEAK_TEXT}>{ texts::FIELD.here() }</label>
                <textarea id={ids::LEAK_TEXT} class="input input--code" rows="3" {onpaste} autocomplete="off" spellcheck="false"
                    // Writing helpers send what stands there to their makers.
                    data-gramm="false" data-lt-active="false" autocapitalize="off" readonly={is_going} aria-describedby={described} aria-invalid={fault.is_some().then_some("true")} />
                <p class="field__hint" id="leak-hint">{ texts::FIELD_HINT.here() }</p>
                if let Some(fault) = fault { <p class="field__fault" id="leak-fault" role="alert">{ icon(Symbol::Warning) }{ fault.here() }</p> }
            </div>
            <div class="field">
                <label class="field__label" for={ids::LEAK_FILES}>{ texts::FILES.here() }</label>
                <input id={ids::LEAK_FILES} class="input" type="file" multiple=true onchange={onfiles} disabled={is_going} aria-describedby="leak-files-hint" />
                <p class="field__hint" id="leak-files-hint">{ texts::FILES_HINT.here() }</p>
            </div>
            <div class="form__actions">
                <Button kind={ButtonKind::Primary} submit=true busy={is_going}>{ texts::FIND.here() }</Button>
                if model.given_at.is_some() && !is_going && !model.is_searching() {
                    <Button kind={ButtonKind::Quiet} onclick={dispatch.sends(|()| Action::AnotherAsked)}>{ texts::ANOTHER.here() }</Button>
                }
            </div>
            if !model.sources.is_empty() {
                <p class="note">{ texts::Held { count: model.sources.len() }.here() }</p>
            } else if texts_seen > 0 {
                <p class="note">{ icon(Symbol::Check) }{ texts::Wiped { count: texts_seen }.here() }</p>
            }
        </form>
    }
}

#[derive(PartialEq, Properties)]
struct DropZoneProps {
    ondrop: Callback<Vec<latchboard_console::leak_text::Source>>,
}

/// Takes what is dropped anywhere on the document, which the browser would open in place of the page.
#[component]
fn DropZone(DropZoneProps { ondrop }: &DropZoneProps) -> Html {
    let current = use_mut_ref(|| ondrop.clone());
    current.replace(ondrop.clone());
    use_effect_with((), move |()| {
        effects::leak::prepare();
        let document = web_sys::window().and_then(|window| window.document());
        let listening = document.map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            let over =
                EventListener::new_with_options(&document, "dragover", options, Event::prevent_default);
            let drop = EventListener::new_with_options(&document, "drop", options, move |event| {
                event.prevent_default();
                let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
                if let Some(data) = data {
                    let ondrop = current.borrow().clone();
                    ondrop.emit(leaked_texts::hold_transfer(&data));
                }
            });
            (over, drop)
        });
        move || drop(listening)
    });
    Html::default()
}
