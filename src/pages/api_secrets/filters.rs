//! What narrows the list down: search, filters, and the picture of all states.

use latchboard_console::api_secrets::{
    Access, ApiSecretsPage, Constraint, Counts, Flag, ListAction, Query, State, StateFilter,
};
use latchboard_console::vault::Action;
use latchboard_texts::Text;
use latchboard_texts::api_secrets as texts;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::{Here, number};
use crate::pages::sign_in::submit;
use crate::ui::{self, Button, ids};

/// Units of the picture's width.
const WIDTH: f64 = 1000.0;

pub(super) fn search_box(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.emit(ListAction::Searched(input.value()).into());
            }
        }
    };
    html! {
        <div class="toolbar__search">
            <label class="visually-hidden" for={ids::SEARCH}>{ texts::SEARCH.here() }</label>
            <input id={ids::SEARCH} class="input" type="search" placeholder={texts::SEARCH.here()} autocomplete="off"
                spellcheck="false" value={model.view.query.search.clone()} {oninput} />
        </div>
    }
}

pub(super) fn filters(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
    let query = &model.view.query;
    let state = choice(
        texts::STATE,
        query.state.map_or("", StateFilter::word),
        &[
            ("", texts::ANY),
            (StateFilter::Known(State::Active).word(), texts::ACTIVE),
            (StateFilter::Known(State::Inactive).word(), texts::INACTIVE),
            (StateFilter::NotKnown.word(), texts::NOT_KNOWN),
        ],
        chosen(query, dispatch, |query, word| query.state = StateFilter::meant(word)),
    );
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
    html! {
        <div class="filters">
            { state }{ access }{ flag }
            { server_filters(model, dispatch) }
            { states(model.view.counts(), model.view.tells_states()) }
        </div>
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

/// Tag and identifier code: the server alone knows them, so it is asked on the user's word.
fn server_filters(model: &ApiSecretsPage, dispatch: &Callback<Action>) -> Html {
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
    let query = &model.view.query;
    let open = query.has(Constraint::Tag) || query.has(Constraint::IdentifierCode);
    html! {
        <details class="filters__more" open={open}>
            <summary>{ texts::ON_THE_SERVER.here() }</summary>
            <form class="filters" onsubmit={submit(dispatch, || ListAction::ServerFilterAsked)}>
                { field(Constraint::Tag, texts::TAG, tag) }
                { field(Constraint::IdentifierCode, texts::IDENTIFIER_CODE, code) }
                <Button submit=true busy={model.list.pending.is_some()}>{ texts::APPLY.here() }</Button>
                <p class="field__hint">{ texts::ON_THE_SERVER_HINT.here() }</p>
            </form>
        </details>
    }
}

/// The states of all rows, as a bar for the eye and as text for everybody.
fn states(Counts { active, inactive, not_known }: Counts, told: bool) -> Html {
    let all = active + inactive + not_known;
    if all == 0 {
        return Html::default();
    }
    let width = |count: u32| WIDTH * f64::from(count) / f64::from(all);
    let bar = |class: &'static str, before: u32, count: u32| {
        html! { <rect {class} x={width(before).to_string()} y="0" width={width(count).to_string()} height="8" /> }
    };
    let entry = |class: &'static str, name: Text, count: u32| {
        html! { <li class={class}>{ name.here() }{ " " }<strong>{ number(count as usize) }</strong></li> }
    };
    let title = texts::StatesTitle { all: all as usize }.here();
    html! {
        <div class="states">
            <svg class="states__bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                { bar("states__active", 0, active) }
                { bar("states__inactive", active, inactive) }
                { bar("states__unknown", active + inactive, not_known) }
            </svg>
            <ul class="states__legend" aria-label={title}>
                { entry("state state--active", texts::ACTIVE, active) }
                { entry("state state--inactive", texts::INACTIVE, inactive) }
                if !told { { entry("state state--unknown", texts::NOT_KNOWN, not_known) } }
            </ul>
            if !told { <p class="field__hint">{ texts::STATES_NOT_TOLD.here() }</p> }
        </div>
    }
}
