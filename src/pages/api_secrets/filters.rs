//! What narrows the list down: search, chips with counts, and further filters.

use latchboard_console::api_secrets::{
    Access, ApiSecretsPage, Attention, Constraint, Counts, Flag, ListAction, Move, Query, State, StateFilter,
};
use latchboard_console::vault::Action;
use latchboard_texts::Text;
use latchboard_texts::api_secrets as texts;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::{Here, number};
use crate::pages::sign_in::submit;
use crate::store::Dispatch;
use crate::ui::{self, Button, Symbol, icon, ids};

pub(super) fn search_box(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.emit(ListAction::Searched(input.value()).into());
            }
        }
    };
    let onkeydown = {
        let dispatch = dispatch.clone();
        move |event: KeyboardEvent| {
            // To the first of the rows that were found, as in any list under a box.
            if event.key() == "ArrowDown" && !event.is_composing() {
                event.prevent_default();
                dispatch.emit(ListAction::Moved(Move::First, false).into());
            }
        }
    };
    // A vendor's list has no more than these.
    let search = if model.view.tells_states() { texts::SEARCH_ALL } else { texts::SEARCH };
    html! {
        <div class="toolbar__search">
            <label class="visually-hidden" for={ids::SEARCH}>{ search.here() }</label>
            <input id={ids::SEARCH} class="input" type="search" placeholder={search.here()} autocomplete="off"
                spellcheck="false" value={model.view.query.search.clone()} {oninput} {onkeydown} />
        </div>
    }
}

/// The states and what somebody should look at as chips; the rest is folded away.
pub(super) fn filters(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    html! {
        <div class="filters">
            { chips(model, dispatch) }
            { more(model, dispatch) }
            if model.list.data.is_some() && !model.view.tells_states() {
                <p class="field__hint">{ texts::STATES_NOT_TOLD.here() }</p>
            }
        </div>
    }
}

fn chips(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let query = &model.view.query;
    let Counts { active, inactive, not_known } = model.view.counts();
    let chip = |name: Text, count: u32, is_on: bool, tone: &'static str, set: Query| {
        let onclick = dispatch.sends(move |_: MouseEvent| ListAction::QueryChosen(set.clone()));
        html! {
            <button type="button" class={classes!("chip", (count > 0).then_some(tone))} aria-pressed={is_on.to_string()} {onclick}>
                { name.here() }{ " " }<strong>{ number(count as usize) }</strong>
            </button>
        }
    };
    let state = |state, name, count, tone| {
        let is_on = query.state == Some(state);
        let chosen = (!is_on).then_some(state);
        chip(name, count, is_on, tone, Query { state: chosen, ..query.clone() })
    };
    let attention = |attention, name, tone| {
        let is_on = query.attention == Some(attention);
        let chosen = (!is_on).then_some(attention);
        let count = model.view.to_look_at(attention)?;
        Some(chip(name, count, is_on, tone, Query { attention: chosen, ..query.clone() }))
    };
    let told = model.view.tells_states();
    html! {
        <div class="chips" role="group" aria-label={texts::FILTER.here()}>
            { state(StateFilter::Known(State::Active), texts::ACTIVE, active, "chip--good") }
            { state(StateFilter::Known(State::Inactive), texts::INACTIVE, inactive, "") }
            { attention(Attention::Exposed, texts::EXPOSED, "chip--bad") }
            { attention(Attention::Expiring, texts::EXPIRING, "chip--warn") }
            { attention(Attention::Unused, texts::UNUSED, "") }
            { for set_below(query).map(|(constraint, name, value)| html! {
                <button key={name.here()} type="button" class="chip" aria-pressed="true"
                    onclick={dispatch.sends(move |_: MouseEvent| ListAction::Lifted(constraint))}>
                    { name.here() }{ " " }<bdi class="chip__value" title={value.clone()}>{ value }</bdi>{ icon(Symbol::Cross) }
                </button>
            }) }
            // Last: it comes with a lost answer, and moves no other.
            if !told || not_known > 0 || query.state == Some(StateFilter::NotKnown) {
                { state(StateFilter::NotKnown, texts::NOT_KNOWN, not_known, "") }
            }
        </div>
    }
}

/// What is set of the further filters, which may be folded away, and to what.
fn set_below(query: &Query) -> impl Iterator<Item = (Constraint, Text, AttrValue)> {
    let access = query.access.map(|access| match access {
        Access::View => texts::CAN_VIEW.here(),
        Access::Edit => texts::CAN_EDIT.here(),
    });
    let flag = query.flag.map(|flag| match flag {
        Flag::Justify => texts::JUSTIFICATION.here(),
        Flag::Approval => texts::APPROVAL.here(),
    });
    let typed = |text: &str| (!text.is_empty()).then(|| AttrValue::from(text.to_owned()));
    [
        (Constraint::Access, texts::ACCESS, access.map(AttrValue::from)),
        (Constraint::Flag, texts::DEMANDS, flag.map(AttrValue::from)),
        (Constraint::Tag, texts::TAG, typed(&query.tag)),
        (Constraint::IdentifierCode, texts::IDENTIFIER_CODE, typed(&query.identifier_code)),
    ]
    .into_iter()
    .filter_map(|(constraint, name, value)| Some((constraint, name, value?)))
}

/// What the list tells of rights, and what the server alone knows: it is asked on the user's word.
fn more(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let query = &model.view.query;
    let access = choice(
        texts::ACCESS,
        query.access.map_or("", Access::word),
        &[("", texts::ANY), (Access::View.word(), texts::CAN_VIEW), (Access::Edit.word(), texts::CAN_EDIT)],
        chosen(query, dispatch, |query, word| query.access = Access::meant(word)),
    );
    let flag = choice(
        texts::DEMANDS,
        query.flag.map_or("", Flag::word),
        &[
            ("", texts::ANY),
            (Flag::Justify.word(), texts::JUSTIFICATION),
            (Flag::Approval.word(), texts::APPROVAL),
        ],
        chosen(query, dispatch, |query, word| query.flag = Flag::meant(word)),
    );
    let (tag, code) = &model.server_filter;
    let field = |constraint: Constraint, name: Text, value: &str| {
        let dispatch = dispatch.clone();
        let oninput = move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.emit(ListAction::ServerFilterEdited(constraint, input.value()).into());
            }
        };
        html! {
            <label class="filter">
                <span>{ name.here() }</span>
                <input class="input" type="text" autocomplete="off" spellcheck="false" value={value.to_owned()} {oninput} />
            </label>
        }
    };
    html! {
        <details class="filters__more" open={set_below(query).next().is_some()}>
            <summary>{ texts::MORE_FILTERS.here() }</summary>
            <form class="filters" onsubmit={submit(dispatch, || ListAction::ServerFilterAsked)}>
                { access }{ flag }
                { field(Constraint::Tag, texts::TAG, tag) }
                { field(Constraint::IdentifierCode, texts::IDENTIFIER_CODE, code) }
                <Button submit=true busy={model.list.pending.is_some()}>{ texts::APPLY.here() }</Button>
                <p class="field__hint">{ texts::ON_THE_SERVER_HINT.here() }</p>
            </form>
        </details>
    }
}

fn chosen(query: &Query, dispatch: &Callback<Action>, set: fn(&mut Query, &str)) -> Callback<Event> {
    let (query, dispatch) = (query.clone(), dispatch.clone());
    Callback::from(move |event: Event| {
        if let Some(value) = ui::chosen(&event) {
            let mut query = query.clone();
            set(&mut query, &value);
            dispatch.emit(ListAction::QueryChosen(query).into());
        }
    })
}

fn choice(name: Text, present: &str, options: &[(&'static str, Text)], onchange: Callback<Event>) -> Html {
    html! {
        <label class="filter">
            <span>{ name.here() }</span>
            <select class="menu" {onchange}>
                { for options.iter().map(|(word, text)| html! {
                    <option value={*word} selected={*word == present}>{ text.here() }</option>
                }) }
            </select>
        </label>
    }
}
