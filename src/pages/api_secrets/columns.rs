//! The columns of the list: which are shown, and how wide they are. This browser keeps both.

use std::cell::RefCell;

use latchboard_texts::api_secrets as texts;
use latchboard_texts::{Language, Text};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::i18n::Here;
use crate::preferences;

/// A column that may be hidden, and whose width can be changed; the names have what is left.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// By which the style sheet knows its width, as `--width-…`, and that it is hidden, as `no-…`.
    name: &'static str,
    text: Text,
    /// In pixels, before somebody changes it: what the style sheet has, to the next step.
    usual: u32,
}

/// All of them, as they stand in the table.
pub(super) const COLUMNS: [Column; 5] = [
    Column { name: "number", text: texts::ID, usual: 68 },
    Column { name: "flags", text: texts::FLAGS, usual: 128 },
    Column { name: "time", text: texts::FACT_READ, usual: 112 },
    Column { name: "expires", text: texts::FACT_EXPIRES, usual: 112 },
    Column { name: "owner", text: texts::FACT_OWNER, usual: 152 },
];

/// Pixels: what can still be pointed at, and what leaves room for the names.
const NARROWEST: u32 = 48;
const WIDEST: u32 = 400;

impl Column {
    fn width(self) -> u32 {
        let kept = preferences::column_widths().into_iter().find(|(name, _)| name == self.name);
        kept.map_or(self.usual, |(_, width)| width)
    }

    fn set_width(self, width: u32) {
        preferences::set_column_width(self.name, (width != self.usual).then_some(width));
    }

    /// The line before it in the head of the table, by which it is made wider or narrower. Without a pointer, *View* has the same.
    pub(super) fn edge(name: &'static str) -> Html {
        html! { <span class="grid__edge" data-column={name} aria-hidden="true"></span> }
    }
}

/// The column whose edge is dragged.
pub(super) struct Dragged {
    column: Column,
    /// Pixels that it would have with the pointer at the window's left edge.
    from: f64,
    /// Pixels that it has; none before the pointer has moved.
    width: Option<u32>,
}

/// Begins, goes on with or ends dragging the edge of a column.
pub(super) fn drag(dragged: &RefCell<Option<Dragged>>, event: &PointerEvent) {
    let x = f64::from(event.client_x());
    match &*event.type_() {
        "pointerdown" if event.is_primary() && event.button() == 0 => {
            let begun = begun(event, x);
            if begun.is_some() {
                event.prevent_default();
            }
            dragged.replace(begun);
        }
        "pointermove" if event.buttons() & 1 == 1 => {
            if let Some(dragged) = dragged.borrow_mut().as_mut() {
                // A width is a few hundred pixels, and negative ones become 0.
                let width = ((dragged.from - x) as u32).clamp(NARROWEST, WIDEST);
                dragged.width = Some(width);
                preferences::apply_width(dragged.column.name, Some(width));
            }
        }
        _ => {
            if let Some(Dragged { column, width: Some(width), .. }) = dragged.take() {
                column.set_width(width);
            }
        }
    }
}

fn begun(event: &PointerEvent, x: f64) -> Option<Dragged> {
    let edge = event.target()?.dyn_into::<Element>().ok()?;
    let named = edge.get_attribute("data-column")?;
    let column = COLUMNS.into_iter().find(|column| column.name == named)?;
    let from = edge.parent_element()?.get_bounding_client_rect().width() + x;
    // Fails for pointers that are gone.
    let _ = edge.set_pointer_capture(event.pointer_id());
    Some(Dragged { column, from, width: None })
}

/// The properties of [`ColumnChoice`].
#[derive(Properties, PartialEq)]
pub(super) struct ColumnChoiceProps {
    /// How often the menu was opened: widths may have been dragged since.
    pub(super) opened: u32,
}

/// The choice of columns and widths.
#[component]
pub(super) fn ColumnChoice(_: &ColumnChoiceProps) -> Html {
    use_context::<Language>();
    let hidden = use_state_eq(preferences::hidden_columns);
    let widths = use_force_update();
    let column = |column: Column| {
        let class = format!("no-{}", column.name);
        let is_hidden = hidden.contains(&class);
        let onchange = {
            let hidden = hidden.clone();
            move |_: Event| {
                let others = hidden.iter().filter(|it| **it != class).cloned();
                let now: Vec<_> = others.chain((!is_hidden).then(|| class.clone())).collect();
                preferences::hide_columns(&now);
                hidden.set(now);
            }
        };
        let onwidth = {
            let widths = widths.clone();
            move |event: InputEvent| {
                let range = event.target_dyn_into::<HtmlInputElement>();
                if let Some(width) = range.and_then(|range| range.value().parse().ok()) {
                    column.set_width(width);
                    widths.force_update();
                }
            }
        };
        let text = column.text.here();
        html! {
            <div class="view-menu__column">
                <label class="filter"><input type="checkbox" checked={!is_hidden} {onchange} /><span>{ text }</span></label>
                <input type="range" min={NARROWEST.to_string()} max={WIDEST.to_string()} step="4" value={column.width().to_string()}
                    oninput={onwidth} aria-label={texts::WidthOf { column: text }.here()} />
            </div>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class="field__label">{ texts::COLUMNS.here() }</legend>
            { for COLUMNS.map(column) }
            <p class="field__hint">{ texts::COLUMNS_HINT.here() }</p>
        </fieldset>
    }
}
