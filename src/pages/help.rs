//! The help: which keys do what, and whether single ones do.

use latchboard_console::route::Route;
use latchboard_texts::{common, shell};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::Here;
use crate::part_props::PartProps;
use crate::preferences::{self, DENSITY};
use crate::ui::{Button, Dialog};

/// The part that has it: a dialog above any page.
#[component]
pub fn HelpPart(props: &PartProps) -> Html {
    let is_open = use_state_eq(|| false);
    {
        let is_open = is_open.clone();
        use_effect_with(props.asked.helps, move |asked| is_open.set(*asked > 0));
    }
    html! {
        if *is_open { { dialog(Callback::from(move |()| is_open.set(false))) } }
    }
}

fn dialog(close: Callback<()>) -> Html {
    let keys = [
        (&["?"] as &[_], shell::KEY_HELP),
        (&["/"], shell::KEY_SEARCH),
        (&["Ctrl K"], shell::KEY_PALETTE),
        (&["Tab", "⇧ Tab"], shell::KEY_TAB),
        (&["↑", "↓", "J", "K", "Home", "End", "PageDown"], shell::KEY_ROWS),
        (&["Space", "X", "⇧ ↓", "Ctrl A"], shell::KEY_SELECT),
        (&["Enter"], shell::KEY_DETAILS),
        (&["Esc"], shell::KEY_ESCAPE),
    ];
    let onchange = |event: Event| {
        if let Some(box_) = event.target_dyn_into::<HtmlInputElement>() {
            preferences::use_shortcuts(box_.checked());
        }
    };
    html! {
        <Dialog labelled_by="help-title" onescape={close.clone()}>
            <h2 id="help-title">{ shell::HELP.here() }</h2>
            <dl class="facts facts--keys">
                { for keys.map(|(keys, text)| html! {
                    <><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ text.here() }</dd></>
                }) }
                { for Route::PAGES.iter().map(|(page, key)| html! {
                    <><dt><kbd>{ "G" }</kbd><kbd>{ key.to_ascii_uppercase() }</kbd></dt><dd>{ page.name().here() }</dd></>
                }) }
            </dl>
            <label class="check">
                <input type="checkbox" checked={preferences::shortcuts()} {onchange} />
                <span>{ shell::SHORTCUTS.here() }</span>
            </label>
            <p class="check">{ shell::DENSITY.here() }{ DENSITY.menu(&Callback::noop()) }</p>
            <div class="dialog__actions"><Button onclick={close}>{ common::CLOSE.here() }</Button></div>
        </Dialog>
    }
}
